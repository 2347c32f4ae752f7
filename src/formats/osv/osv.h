/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One OSV record as it is read, for read_osv.c and osv_emit.c alone. */
#ifndef SSLINV_FORMATS_OSV_OSV_H
#define SSLINV_FORMATS_OSV_OSV_H

#include <stdbool.h>

#include "base/attributes.h"
#include "distro/distro.h"
#include "parse/json.h"
#include "guidance/check.h"

struct sslinv_osv_name {
	struct sslinv_osv_name *next;
	const char *text;
};

/* What one entry of `affected` comes to. */
struct sslinv_osv_fact {
	struct sslinv_osv_fact *next;
	struct sslinv_distro distro;
	const char *package, *fixed, *note, *severity;
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
	void *known; /* the texts of both lists: tsearch() */
	struct sslinv_osv_fact *facts, **facts_end;
	unsigned long dropped;
	/* Of one reference and one severity. */
	const char *type, *value;
	/* Of one entry of `affected`; kept briefly. */
	const char *ecosystem, *package, *purl, *priority;
	bool has_versions;
	/* Of its ranges. */
	const char *range_type, *fixed, *last_affected;
	unsigned introduced, fixes, lasts, other_ranges;
};

/* Hands the record that was read to the sink: its feed, its statements, what was dropped, the warnings. */
int sslinv_osv_emit(struct sslinv_json *json, const struct sslinv_osv *osv) SSLINV_MUST_CHECK;

#endif
