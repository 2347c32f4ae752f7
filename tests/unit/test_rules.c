/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules and streams for one package or copy: the rows are in data/rules.rows. */
#include "resolve_rows.h"

int main(void)
{
	return rows_main("rules.rows");
}
