/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hosts: facts and guidance in; findings, levels, verdict and action out. The rows are in data/host.rows. */
#include "resolve_rows.h"

int main(void)
{
	return rows_main("host.rows");
}
