/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over what changed. */
#include "report/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/num.h"
#include "report/diff_host.h"

static const struct sslinv_diff_format *const formats[] = { &sslinv_diff_text, &sslinv_diff_json };

const struct sslinv_diff_format *sslinv_diff_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

bool sslinv_diff_when_parse(const char *text, struct sslinv_diff_when *when)
{
	static const char scan[] = "scan:";
	char day[SSLINV_DATE_SIZE];
	uint64_t number;
	int64_t seconds;

	memset(when, 0, sizeof(*when));
	if (strncmp(text, scan, strlen(scan)) == 0) {
		when->kind = SSLINV_DIFF_SCAN;
		if (!sslinv_parse_number(text + strlen(scan), INT64_MAX, &number) || number == 0)
			return false;
		when->scan = (int64_t)number;
		return true;
	}
	when->kind = SSLINV_DIFF_TIME;
	if (!sslinv_date_parse(text, day) || !sslinv_date_seconds(text, &seconds))
		return false;
	sslinv_str_time(when->time, seconds);
	if (strcmp(when->time, text) == 0)
		return true;
	snprintf(when->time, sizeof(when->time), "%sT23:59:59Z", day);
	return strcmp(day, text) == 0;
}

/* Fills place->time; a host that was not known then has no place. SSLINV_E_NOT_FOUND where it has no such scan. */
static int settle_place(struct sslinv_diff_place *place, const struct sslinv_diff_when *when, struct sslinv_error *error)
{
	int rc = 0;

	if (!place->host)
		return 0;
	if (when->kind == SSLINV_DIFF_SCAN)
		rc = sslinv_store_scan_time(place->store, place->host, when->scan, place->time, error);
	else if (when->kind == SSLINV_DIFF_TIME)
		snprintf(place->time, sizeof(place->time), "%s", when->time);
	if (rc == 0 && place->time[0])
		rc = sslinv_store_knew_host(place->store, place->host, place->time, error);
	else if (rc == 0)
		rc = 1;
	if (rc == 0)
		place->host = 0;
	return rc < 0 ? rc : 0;
}

static enum sslinv_diff_presence presence_of(const struct sslinv_diff_place *before, const struct sslinv_diff_place *after)
{
	if (!before->host)
		return after->host ? SSLINV_DIFF_NEW : SSLINV_DIFF_NO_MOMENT;
	return after->host ? SSLINV_DIFF_BOTH : SSLINV_DIFF_GONE;
}

static void count_host(struct sslinv_diff_walk *walk, const struct sslinv_diff_host *host)
{
	walk->totals.hosts++;
	walk->totals.not_compared += host->presence == SSLINV_DIFF_NO_MOMENT;
	walk->totals.incomplete += host->is_incomplete;
	walk->totals.changed += walk->has_change;
	walk->totals.worse += walk->has_worse;
	walk->totals.better += walk->has_better && !walk->has_worse;
}

static int tell_host(struct sslinv_diff_walk *walk, const char *name, const struct sslinv_diff_request *request,
		     struct sslinv_diff_place before, struct sslinv_diff_place after, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;
	struct sslinv_diff_host host = { .name = sslinv_diff_shown(name, &quoted) };
	int rc = settle_place(&before, &request->before.when, error);

	if (rc == 0)
		rc = settle_place(&after, &request->after.when, error);
	walk->has_change = walk->has_worse = walk->has_better = false;
	if (rc < 0 && rc != SSLINV_E_NOT_FOUND)
		return rc;
	host.presence = rc < 0 ? SSLINV_DIFF_NO_MOMENT : presence_of(&before, &after);
	host.from = sslinv_diff_time(&before);
	host.to = sslinv_diff_time(&after);
	if (host.presence == SSLINV_DIFF_NO_MOMENT) {
		sslinv_error_clear(error);
		walk->format->host(walk->context, &host);
		walk->format->host_end(walk->context);
		rc = 0;
	} else {
		rc = sslinv_diff_host_compare(walk, &host, &before, &after, error);
	}
	count_host(walk, &host);
	return rc;
}

/* The hosts of one side in the order of their names, one of them in sight. */
struct hosts {
	struct sslinv_store *store;
	struct sslinv_store_hosts list;
	size_t at;
	char *name; /* NULL at the end */
};

static int next_name(struct hosts *hosts, struct sslinv_error *error)
{
	free(hosts->name);
	hosts->name = NULL;
	if (hosts->at >= hosts->list.count)
		return 0;
	return sslinv_store_host_name(hosts->store, hosts->list.items[hosts->at], &hosts->name, error);
}

static int begin_hosts(struct hosts *hosts, const struct sslinv_diff_side *side, const char *pattern,
		       struct sslinv_error *error)
{
	int rc;

	hosts->store = side->store;
	rc = sslinv_store_list_hosts(side->store, pattern, &hosts->list, error);
	return rc < 0 ? rc : next_name(hosts, error);
}

static struct sslinv_diff_place take_host(struct hosts *hosts, bool is_there)
{
	return (struct sslinv_diff_place){ .store = hosts->store, .host = is_there ? hosts->list.items[hosts->at++] : 0 };
}

static int walk_hosts(struct sslinv_diff_walk *walk, const struct sslinv_diff_request *request, struct hosts *before,
		      struct hosts *after, struct sslinv_error *error)
{
	int rc = 0;

	while (rc == 0 && (before->name || after->name)) {
		int order = !before->name ? 1 : !after->name ? -1 : strcmp(before->name, after->name);
		struct sslinv_diff_place old = take_host(before, order <= 0), new = take_host(after, order >= 0);

		rc = tell_host(walk, order <= 0 ? before->name : after->name, request, old, new, error);
		if (rc == 0 && order <= 0)
			rc = next_name(before, error);
		if (rc == 0 && order >= 0)
			rc = next_name(after, error);
	}
	return rc;
}

static int tell(struct sslinv_diff_walk *walk, FILE *file, const struct sslinv_diff_request *request, struct hosts *before,
		struct hosts *after, struct sslinv_error *error)
{
	int rc;

	if (!before->name && !after->name)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "the inventory has no host%s%s",
					request->pattern ? " that matches " : "", request->pattern ? request->pattern : "");
	walk->context = walk->format->begin(file);
	if (!walk->context)
		return sslinv_error_memory(error);
	rc = walk_hosts(walk, request, before, after, error);
	walk->format->end(walk->context, &walk->totals);
	return rc;
}

int sslinv_diff(const struct sslinv_diff_format *format, FILE *file, const struct sslinv_diff_request *request,
		struct sslinv_diff_totals *totals, struct sslinv_error *error)
{
	struct sslinv_diff_walk walk = { .format = format };
	struct hosts before = { 0 }, after = { 0 };
	int rc = begin_hosts(&before, &request->before, request->pattern, error);

	if (rc == 0)
		rc = begin_hosts(&after, &request->after, request->pattern, error);
	if (rc == 0)
		rc = tell(&walk, file, request, &before, &after, error);
	*totals = walk.totals;
	free(before.list.items);
	free(before.name);
	free(after.list.items);
	free(after.name);
	return rc;
}
