/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is to do about a host, as data. The rows are in data/actions.rows. */
#include "resolve_rows.h"

int main(void)
{
	return rows_main("actions.rows");
}
