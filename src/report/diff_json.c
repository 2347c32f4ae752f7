/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changed, as JSON; sslinv-diff(1) describes the members. */
#include "report/diff_format.h"
#include "report/json.h"

/* Counted up where a member changes its meaning or goes; new ones do not count. */
#define SHAPE 1

static void put_count(yajl_gen gen, const char *name, size_t count)
{
	sslinv_json_text(gen, name);
	yajl_gen_integer(gen, (long long)count);
}

static void *begin(FILE *file)
{
	yajl_gen gen = sslinv_json_begin(file);

	if (!gen)
		return NULL;
	yajl_gen_map_open(gen);
	put_count(gen, "sslinv_diff", SHAPE);
	sslinv_json_text(gen, "hosts");
	yajl_gen_array_open(gen);
	return gen;
}

static void put_host(void *context, const struct sslinv_diff_host *host)
{
	yajl_gen_map_open(context);
	sslinv_json_pair(context, "host", host->name);
	sslinv_json_pair(context, "presence", sslinv_diff_presence_name(host->presence));
	sslinv_json_pair(context, "from", host->from);
	sslinv_json_pair(context, "to", host->to);
	sslinv_json_pair(context, "verdict_before", host->before);
	sslinv_json_pair(context, "verdict_after", host->after);
	sslinv_json_pair(context, "course", sslinv_diff_course_name(host->course));
	sslinv_json_text(context, "incomplete");
	yajl_gen_bool(context, host->is_incomplete);
	sslinv_json_text(context, "changes");
	yajl_gen_array_open(context);
}

static void put_change(void *context, const struct sslinv_diff_change *change)
{
	yajl_gen_map_open(context);
	sslinv_json_pair(context, "what", sslinv_diff_kind_name(change->kind));
	sslinv_json_pair(context, "subject", change->subject);
	sslinv_json_pair(context, "detail", *change->detail ? change->detail : NULL);
	sslinv_json_pair(context, "before", change->before);
	sslinv_json_pair(context, "after", change->after);
	sslinv_json_pair(context, "course", sslinv_diff_course_name(change->course));
	yajl_gen_map_close(context);
}

static void end_host(void *context)
{
	yajl_gen_array_close(context);
	yajl_gen_map_close(context);
}

static void end(void *context, const struct sslinv_diff_totals *totals)
{
	yajl_gen_array_close(context);
	sslinv_json_text(context, "summary");
	yajl_gen_map_open(context);
	put_count(context, "hosts", totals->hosts);
	put_count(context, "changed", totals->changed);
	put_count(context, "worse", totals->worse);
	put_count(context, "better", totals->better);
	put_count(context, "incomplete", totals->incomplete);
	put_count(context, "not_compared", totals->not_compared);
	yajl_gen_map_close(context);
	yajl_gen_map_close(context);
	yajl_gen_free(context);
}

const struct sslinv_diff_format sslinv_diff_json = {
	.name = "json",
	.begin = begin,
	.host = put_host,
	.change = put_change,
	.host_end = end_host,
	.end = end,
};
