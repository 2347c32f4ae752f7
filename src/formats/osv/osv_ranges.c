/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the ranges of an OSV record come to, by the "Evaluation" of its specification: intervals of affected versions. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "formats/osv/osv.h"

bool sslinv_osv_is_first(const char *version)
{
	return strchr(version, '0') && version[strspn(version, "0.:-")] == '\0';
}

/* In one range the events need not be in order: they are brought into it first. */
static int compare(const struct sslinv_osv *osv, const char *a, const char *b)
{
	bool is_first_a = sslinv_osv_is_first(a), is_first_b = sslinv_osv_is_first(b);

	if (is_first_a || is_first_b)
		return (int)is_first_b - (int)is_first_a;
	return osv->vercmp(a, b);
}

/* Of one version a beginning comes before an end. */
static bool comes_after(const struct sslinv_osv *osv, const struct sslinv_osv_event *a, const struct sslinv_osv_event *b)
{
	int order = compare(osv, a->version, b->version);

	return order > 0 || (order == 0 && a->kind != SSLINV_OSV_INTRODUCED && b->kind == SSLINV_OSV_INTRODUCED);
}

static void sort_events(const struct sslinv_osv *osv, struct sslinv_osv_event **list)
{
	struct sslinv_osv_event *sorted = NULL, *next;

	for (struct sslinv_osv_event *event = *list; event; event = next) {
		struct sslinv_osv_event **at = &sorted;

		next = event->next;
		while (*at && !comes_after(osv, *at, event))
			at = &(*at)->next;
		event->next = *at;
		*at = event;
	}
	*list = sorted;
}

/* Adds an interval unless it is empty: `fixed` "0" says that nothing ever was affected. */
static int add_interval(struct sslinv_json *json, struct sslinv_osv *osv, const struct sslinv_osv_interval *what)
{
	struct sslinv_osv_interval *interval, **at = &osv->intervals;

	if (what->fixed && compare(osv, what->fixed, what->from) <= 0)
		return 0;
	if (what->last && compare(osv, what->last, what->from) < (what->is_limit ? 1 : 0))
		return 0;
	if (osv->newest && compare(osv, osv->newest->from, what->from) <= 0)
		at = &osv->newest->next;
	interval = sslinv_json_alloc_brief(json, sizeof(*interval));
	if (!interval)
		return sslinv_json_status(json);
	*interval = *what;
	while (*at && compare(osv, (*at)->from, what->from) <= 0)
		at = &(*at)->next;
	interval->next = *at;
	*at = interval;
	osv->newest = interval;
	return 0;
}

/* Walks the sorted events of one range. What ends and begins at one version goes on. */
static int walk(struct sslinv_json *json, struct sslinv_osv *osv, const struct sslinv_osv_event *events)
{
	struct sslinv_osv_interval open = { .from = NULL };
	const char *again = NULL;
	int rc = 0;

	for (const struct sslinv_osv_event *event = events; event && rc >= 0; event = event->next) {
		if (event->kind == SSLINV_OSV_INTRODUCED) {
			again = event->version;
			open.from = open.from ? open.from : again;
		} else if (open.from) {
			bool is_again = strcmp(again, open.from) != 0 && compare(osv, again, event->version) == 0;

			if (event->kind == SSLINV_OSV_FIXED)
				open.fixed = event->version;
			else
				open.last = event->version;
			open.is_limit = event->kind == SSLINV_OSV_LIMIT;
			rc = add_interval(json, osv, &open);
			open = (struct sslinv_osv_interval){ .from = is_again ? again : NULL };
		}
	}
	return open.from && rc >= 0 ? add_interval(json, osv, &open) : rc;
}

int sslinv_osv_add_range(struct sslinv_json *json, struct sslinv_osv *osv, struct sslinv_osv_event *events)
{
	sort_events(osv, &events);
	return walk(json, osv, events);
}

int sslinv_osv_add_version(struct sslinv_json *json, struct sslinv_osv *osv, const char *version)
{
	const struct sslinv_osv_interval single = { .from = version, .last = version };

	return add_interval(json, osv, &single);
}

bool sslinv_osv_has_version(const struct sslinv_osv *osv, const char *version)
{
	for (const struct sslinv_osv_interval *interval = osv->intervals; interval; interval = interval->next) {
		if (compare(osv, version, interval->from) < 0)
			return false;
		if (interval->fixed ? compare(osv, version, interval->fixed) < 0
				    : !interval->last || compare(osv, version, interval->last) <= 0)
			return true;
	}
	return false;
}

/* Does `a` end before `b` does? An open end is the last. */
static bool ends_before(const struct sslinv_osv *osv, const struct sslinv_osv_interval *a,
			const struct sslinv_osv_interval *b)
{
	const char *end_a = a->fixed ? a->fixed : a->last, *end_b = b->fixed ? b->fixed : b->last;

	if (!end_a || !end_b)
		return end_a != NULL;
	return compare(osv, end_a, end_b) < 0;
}

void sslinv_osv_join_intervals(const struct sslinv_osv *osv)
{
	struct sslinv_osv_interval *interval = osv->intervals;

	while (interval && interval->next) {
		struct sslinv_osv_interval *next = interval->next;
		const char *end = interval->fixed ? interval->fixed : interval->last;
		int order = end ? compare(osv, next->from, end) : -1;

		/* What begins where the other is fixed goes on. */
		if (order > 0) {
			interval = next;
			continue;
		}
		if (ends_before(osv, interval, next)) {
			interval->fixed = next->fixed;
			interval->last = next->last;
		}
		interval->next = next->next;
	}
}
