/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a host that words name, and the answer for each in a line. The rows are in data/part.rows. */
#include "resolve_rows.h"

int main(void)
{
	return rows_main("part.rows");
}
