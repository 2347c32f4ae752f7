/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tells documents apart that need not be parsed: a vendor's archive has one for each CVE of all its products, and few of
 * them are about OpenSSL.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "formats/csaf/csaf.h"
#include "formats/csaf/csaf_identity.h"
#include "openssl/mention.h"
#include "parse/json_scan.h"

enum member {
	MEMBER_DOCUMENT,
	MEMBER_TREE,
	MEMBER_VULNERABILITIES,
	MEMBER_CATEGORY,
	MEMBER_PUBLISHER,
	MEMBER_ID,
	MEMBER_COUNT
};

/* What must be there once, and what it must be. */
static const struct {
	const char *path;
	enum sslinv_json_kind kind;
} members[MEMBER_COUNT] = {
	[MEMBER_DOCUMENT] = { "document", SSLINV_JSON_OBJECT },
	[MEMBER_TREE] = { "product_tree", SSLINV_JSON_OBJECT },
	[MEMBER_VULNERABILITIES] = { "vulnerabilities", SSLINV_JSON_ARRAY },
	[MEMBER_CATEGORY] = { "document.category", SSLINV_JSON_STRING },
	[MEMBER_PUBLISHER] = { "document.publisher.name", SSLINV_JSON_STRING },
	[MEMBER_ID] = { "document.tracking.id", SSLINV_JSON_STRING },
};

struct glance {
	struct sslinv_json_scan scan;
	bool is_named[MEMBER_COUNT], is_there[MEMBER_COUNT];
	char texts[MEMBER_COUNT][SSLINV_SCAN_TEXT];
};

static enum sslinv_json_kind kind_of(const struct glance *glance, enum sslinv_scan_event event)
{
	if (event == SSLINV_SCAN_STRING)
		return SSLINV_JSON_STRING;
	return glance->scan.arrays >> glance->scan.level & 1 ? SSLINV_JSON_ARRAY : SSLINV_JSON_OBJECT;
}

/* False where the document is not as most are: then it is for the reader. */
static bool take(struct glance *glance, enum sslinv_scan_event event)
{
	const char *text = sslinv_json_scan_text(&glance->scan);
	size_t i = 0;

	/* Most events lie inside arrays, where no wanted member can be. */
	if (event == SSLINV_SCAN_CLOSED || !sslinv_json_scan_has_path(&glance->scan))
		return true;
	while (i < MEMBER_COUNT && !sslinv_json_scan_is_at(&glance->scan, members[i].path))
		i++;
	if (i == MEMBER_COUNT)
		return true;
	if (event == SSLINV_SCAN_NAME) {
		bool is_second = glance->is_named[i];

		glance->is_named[i] = true;
		return !is_second;
	}
	if (kind_of(glance, event) != members[i].kind)
		return false;
	glance->is_there[i] = true;
	if (event != SSLINV_SCAN_STRING)
		return true;
	if (!text || !sslinv_str_is_printable(text, strlen(text)))
		return false;
	return snprintf(glance->texts[i], sizeof(glance->texts[i]), "%s", text) > 0;
}

static bool scan(struct glance *glance, const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	enum sslinv_scan_event event;

	glance->scan.levels = SSLINV_SCAN_LEVELS;
	while ((event = sslinv_json_scan(&glance->scan, &at, end)) > SSLINV_SCAN_MORE)
		if (!take(glance, event))
			return false;
	if (event == SSLINV_SCAN_BAD || !sslinv_json_scan_is_whole(&glance->scan))
		return false;
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (!glance->is_there[i])
			return false;
	return true;
}

char *sslinv_csaf_silent(const char *bytes, size_t length)
{
	struct glance glance = { .scan = { .levels = 0 } };
	const char *category = glance.texts[MEMBER_CATEGORY];
	char *publisher = glance.texts[MEMBER_PUBLISHER];
	bool is_vex;

	if (sslinv_mention_is_possible(bytes, length) || !scan(&glance, bytes, length))
		return NULL;
	is_vex = strcmp(category, "csaf_vex") == 0;
	if (!is_vex && !sslinv_str_starts(category, "csaf_security_advisory"))
		return NULL;
	publisher[sslinv_csaf_vendor_length(publisher)] = '\0';
	return sslinv_csaf_identity(publisher, glance.texts[MEMBER_ID], is_vex);
}
