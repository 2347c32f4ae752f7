/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What formats share. */
#include "report/format.h"

void *sslinv_report_begin_plain(FILE *file)
{
	return file;
}

void sslinv_report_end_plain(void *context)
{
	(void)context;
}
