/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One OSV record as it is read, for read_osv.c and osv_emit.c alone. */
#ifndef SSLINV_FORMATS_OSV_OSV_H
#define SSLINV_FORMATS_OSV_OSV_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/map.h"
#include "distro/distro.h"
#include "parse/json.h"
#include "guidance/check.h"

struct sslinv_osv_name {
	struct sslinv_osv_name *next;
	const char *text;
};

enum sslinv_osv_kind {
	SSLINV_OSV_INTRODUCED,
	SSLINV_OSV_FIXED,
	SSLINV_OSV_LAST_AFFECTED,
	SSLINV_OSV_LIMIT, /* nothing is said of what follows, which is not a fix */
};

/* One event of a range. */
struct sslinv_osv_event {
	struct sslinv_osv_event *next;
	enum sslinv_osv_kind kind;
	const char *version;
};

/* Affected versions: from <= V < fixed, or from <= V <= last, or all from `from` on. */
struct sslinv_osv_interval {
	struct sslinv_osv_interval *next;
	const char *from, *fixed, *last;
	bool is_limit; /* `last` is where nothing more is said */
};

struct sslinv_osv_range {
	struct sslinv_osv_range *next;
	struct sslinv_osv_event *events;
};

/* What one interval of an entry of `affected` comes to. */
struct sslinv_osv_fact {
	struct sslinv_osv_fact *next;
	struct sslinv_distro distro;
	const char *package, *introduced, *fixed, *last_affected, *note, *severity;
	enum sslinv_package_kind kind;
	enum sslinv_status status;
	bool is_doubtful;
};

/* The state of reading a document of one record or many. */
struct sslinv_osv {
	const struct sslinv_checked_sink *sink;
	const char *input_name;
	unsigned nesting; /* how many records and lists of records are open */
	unsigned record;  /* the one the members belong to; 0: none */
	bool is_list;
	/* Of the record. */
	const char *id, *published, *modified, *withdrawn, *summary;
	const char *vendor_severity, *advisory_url, *own_url;
	struct sslinv_osv_name *cves, **cves_end, *notices, **notices_end;
	struct sslinv_map known; /* the texts of both lists */
	struct sslinv_osv_fact *facts, **facts_end;
	unsigned long dropped;
	/* Of one reference and one severity. */
	const char *type, *value;
	/* Of one entry of `affected`; kept briefly. */
	const char *ecosystem, *package, *purl, *priority;
	struct sslinv_osv_event *versions; /* of `versions`: single ones */
	unsigned version_count;
	struct sslinv_osv_range *ranges, **ranges_end;
	unsigned event_count; /* of those ranges */
	unsigned other_ranges;
	/* Of one range. */
	const char *range_type;
	struct sslinv_osv_event *events;
	/* Once all of the entry is read: in whose order, and what the ranges come to, by their beginnings. */
	int (*vercmp)(const char *a, const char *b);
	struct sslinv_osv_interval *intervals;
	struct sslinv_osv_interval *newest; /* that was added last; a list mostly goes on behind it */
};

/* "0" is before every version, and so is what else is nothing but that: `0.0`, `0:0-0`. */
bool sslinv_osv_is_first(const char *version);

/* Add the intervals of one range's events, or a single version, to osv->intervals. Return 0 or a negative code. */
int sslinv_osv_add_range(struct sslinv_json *json, struct sslinv_osv *osv, struct sslinv_osv_event *events)
	SSLINV_MUST_CHECK;
int sslinv_osv_add_version(struct sslinv_json *json, struct sslinv_osv *osv, const char *version) SSLINV_MUST_CHECK;

/* Is the version in one of the intervals? */
bool sslinv_osv_has_version(const struct sslinv_osv *osv, const char *version);

/* Makes one of intervals that touch. */
void sslinv_osv_join_intervals(const struct sslinv_osv *osv);

/* Hands the record that was read to the sink: its feed, its statements, what was dropped, the warnings. */
int sslinv_osv_emit(struct sslinv_json *json, const struct sslinv_osv *osv) SSLINV_MUST_CHECK;

#endif
