/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names the feed of a CSAF document. */
#include "formats/csaf/csaf_identity.h"

#include <string.h>

#include "base/str.h"

size_t sslinv_csaf_vendor_length(const char *publisher)
{
	const char *end = strstr(publisher, " Product Security");

	return end ? (size_t)(end - publisher) : strlen(publisher);
}

char *sslinv_csaf_identity(const char *vendor, const char *id, bool is_vex)
{
	/* The vendor is a part of it: each has its own word about the same CVE. */
	char *identity = sslinv_str_format("%s/%s/%s", is_vex ? "csaf-vex" : "csaf", vendor[0] ? vendor : "unknown", id);

	for (char *c = identity; c && *c; c++)
		if (*c == ' ')
			*c = '-';
	return identity;
}
