/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts what is to be parsed from what is not. */
#include "parse/json_sieve.h"

/* Does this event begin, or end, an object that is a member of the outermost one? */
static bool is_member(const struct sslinv_json_scan *scan)
{
	return scan->level == 1 && (scan->arrays & 3) == 0;
}

static bool begins_unwanted(const struct sslinv_json_sieve *sieve, enum sslinv_scan_event event)
{
	const char *name = sieve->scan.names[0];

	return event == SSLINV_SCAN_OPENED && is_member(&sieve->scan) && name[0] && !sieve->wants(name);
}

enum sslinv_sieved sslinv_json_sieve(struct sslinv_json_sieve *sieve, const char **at, const char *end)
{
	bool was_dropping = sieve->is_dropping;
	const char *from = *at + sieve->ahead;
	enum sslinv_scan_event event;

	sieve->scan.levels = 1;
	sieve->ahead = 0;
	*at = end;
	while ((event = sslinv_json_scan(&sieve->scan, &from, end)) > SSLINV_SCAN_MORE) {
		if (!was_dropping && begins_unwanted(sieve, event)) {
			sieve->is_dropping = true;
			*at = from;
			return SSLINV_SIEVED_KEPT;
		}
		if (was_dropping && event == SSLINV_SCAN_CLOSED && is_member(&sieve->scan)) {
			/* The bracket is the parser's. */
			sieve->is_dropping = false;
			sieve->ahead = 1;
			*at = from - 1;
			return SSLINV_SIEVED_DROPPED;
		}
	}
	if (!was_dropping)
		return SSLINV_SIEVED_KEPT;
	*at = event == SSLINV_SCAN_BAD ? from : end;
	return event == SSLINV_SCAN_BAD ? SSLINV_SIEVED_BAD : SSLINV_SIEVED_DROPPED;
}
