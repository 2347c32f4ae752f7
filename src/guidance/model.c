/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of the guidance model. */
#include "guidance/model.h"

#include <string.h>

#include "base/str.h"

static const char *const status_names[SSLINV_STATUS_COUNT] = {
	[SSLINV_STATUS_FIXED] = "fixed",
	[SSLINV_STATUS_NOT_AFFECTED] = "not_affected",
	[SSLINV_STATUS_AFFECTED] = "affected",
	[SSLINV_STATUS_WILL_NOT_FIX] = "will_not_fix",
	[SSLINV_STATUS_UNDER_INVESTIGATION] = "under_investigation",
	[SSLINV_STATUS_UNKNOWN] = "unknown",
};

const char *sslinv_status_name(enum sslinv_status status)
{
	return (unsigned)status < SSLINV_STATUS_COUNT ? status_names[status] : "unknown";
}

bool sslinv_status_parse(const char *word, enum sslinv_status *status)
{
	for (size_t i = 0; word && i < SSLINV_STATUS_COUNT; i++) {
		if (strcmp(word, status_names[i]) == 0) {
			*status = (enum sslinv_status)i;
			return true;
		}
	}
	return false;
}

bool sslinv_format_is_by_cve(const char *format)
{
	static const char *const formats[] = { "csaf-vex", "csaf", "osv", "openvex", "openssl-cve" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (sslinv_str_compare(format, formats[i]) == 0)
			return true;
	return false;
}
