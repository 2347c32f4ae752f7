/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of vendors' words for how severe a vulnerability is. */
#include "resolve/severity.h"

#include <stddef.h>
#include <string.h>

#include "base/attributes.h"

int sslinv_severity_rank(const char *severity)
{
	static const char *const ranks[] = { "low", "moderate", "medium", "important", "high", "critical" };

	for (size_t i = SSLINV_ARRAY_SIZE(ranks); severity && i > 0; i--) {
		if (strcmp(severity, ranks[i - 1]) == 0)
			return (int)i;
	}
	return 0;
}
