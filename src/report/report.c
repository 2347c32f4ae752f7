/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats of a report. */
#include "report/report.h"

#include <string.h>

static const struct sslinv_report_format formats[] = {
	{ "text", sslinv_report_text },
	{ "json", sslinv_report_json },
};

const struct sslinv_report_format *sslinv_report_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
