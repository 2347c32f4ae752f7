/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `sslinv explain` says, as JSON: rows of the views of sslinv-schema(5), and what they are based on. */
#include "base/cleanup.h"
#include "report/explain.h"
#include "report/json.h"
#include "resolve/part_answer.h"

static void tell_host(void *gen, const struct sslinv_explain_item *item)
{
	sslinv_json_record(gen, SSLINV_RECORD_HOST, item->explanation->facts, NULL, true);
	sslinv_json_record(gen, SSLINV_RECORD_SCAN, item->explanation->facts, NULL, true);
	sslinv_json_text(gen, "explained");
	yajl_gen_array_open(gen);
}

static void begin_word(void *gen, const struct sslinv_explain_item *item)
{
	yajl_gen_map_open(gen);
	sslinv_json_pair(gen, "word", item->explanation->parts[item->word].word);
	sslinv_json_text(gen, "matches");
	yajl_gen_array_open(gen);
}

static void end_word(void *gen, const struct sslinv_explain_item *item)
{
	(void)item;
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
}

static bool is_package_told(const struct sslinv_part *part, const struct sslinv_package *package)
{
	if (part->package != SSLINV_NO_PACKAGE && package == &part->facts.packages.items[part->package])
		return true;
	for (size_t i = 0; i < part->things.count; i++)
		if (part->things.items[i].package == package)
			return true;
	return false;
}

/* That which it is, and those of what is judged of it. */
static void put_packages(yajl_gen gen, const struct sslinv_part *part)
{
	sslinv_json_text(gen, sslinv_record(SSLINV_RECORD_PACKAGE)->name);
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < part->facts.packages.count; i++) {
		const struct sslinv_package *package = &part->facts.packages.items[i];

		if (!is_package_told(part, package))
			continue;
		yajl_gen_map_open(gen);
		sslinv_json_columns(gen, sslinv_record(SSLINV_RECORD_PACKAGE), &part->facts, package, false);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_opinions(yajl_gen gen, const struct sslinv_finding *finding)
{
	sslinv_json_text(gen, "others");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < finding->other_count; i++) {
		const struct sslinv_opinion *other = &finding->others[i];

		yajl_gen_map_open(gen);
		sslinv_json_pair(gen, "rule", sslinv_rule_name(other->rule));
		sslinv_json_pair(gen, "status", sslinv_status_name(other->status));
		sslinv_json_pair(gen, "fixed_version", other->fixed_version);
		sslinv_json_pair(gen, "reason", other->reason);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

/* The row of the view, and what is behind it. */
static void put_finding(yajl_gen gen, const struct sslinv_explain_item *item, const struct sslinv_host_finding *row,
			const struct sslinv_finding *finding)
{
	const struct sslinv_guidance_set *set = item->explanation->set;
	const struct sslinv_set_feed *feed = finding->feed < set->feeds.count ? &set->feeds.items[finding->feed] : NULL;

	yajl_gen_map_open(gen);
	sslinv_json_columns(gen, sslinv_record(SSLINV_RECORD_FINDING), item->explanation->facts, row, false);
	sslinv_json_pair(gen, "reason", finding->reason);
	sslinv_json_pair(gen, "note", finding->note);
	sslinv_json_text(gen, "doubtful");
	yajl_gen_bool(gen, finding->is_doubtful);
	sslinv_json_pair(gen, "url", finding->url);
	sslinv_json_pair(gen, "feed_published", feed ? feed->feed.published : NULL);
	sslinv_json_pair(gen, "feed_confirmed", feed ? feed->feed.confirmed : NULL);
	put_opinions(gen, finding);
	yajl_gen_map_close(gen);
}

/* The rows of the result are those of the things, in the same order. */
static void put_findings(yajl_gen gen, const struct sslinv_explain_item *item)
{
	const struct sslinv_part *part = item->part;
	size_t row = 0;

	sslinv_json_text(gen, sslinv_record(SSLINV_RECORD_FINDING)->name);
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < part->things.count; i++)
		for (size_t k = 0; k < part->things.items[i].judgement.findings.count && row < part->result.findings.count;
		     k++)
			put_finding(gen, item, &part->result.findings.items[row++],
				    &part->things.items[i].judgement.findings.items[k]);
	yajl_gen_array_close(gen);
}

static void put_ranges(yajl_gen gen, const struct sslinv_guidance_set *set, const char *cve)
{
	size_t first, end;

	sslinv_guidance_set_ranges(set, cve, &first, &end);
	sslinv_json_text(gen, "ranges");
	yajl_gen_array_open(gen);
	for (size_t i = first; i < end; i++) {
		const struct sslinv_range *range = &set->ranges.items[i];

		yajl_gen_map_open(gen);
		sslinv_json_pair(gen, "library", range->library);
		sslinv_json_pair(gen, "from", range->from);
		sslinv_json_pair(gen, "until", range->until);
		sslinv_json_pair(gen, "last", range->last);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

/* What OpenSSL says of a CVE; null of anything else, and where OpenSSL says nothing. */
static void put_vulnerability(yajl_gen gen, const struct sslinv_guidance_set *set, const struct sslinv_part *part)
{
	const struct sslinv_vulnerability *vulnerability = part->kind == SSLINV_PART_CVE
								   ? sslinv_guidance_set_vulnerability(set, part->name)
								   : NULL;

	sslinv_json_text(gen, "vulnerability");
	if (!vulnerability) {
		yajl_gen_null(gen);
		return;
	}
	yajl_gen_map_open(gen);
	sslinv_json_pair(gen, "cve", vulnerability->cve);
	sslinv_json_pair(gen, "title", vulnerability->title);
	sslinv_json_pair(gen, "severity", vulnerability->severity);
	sslinv_json_pair(gen, "published", vulnerability->published);
	sslinv_json_pair(gen, "url", vulnerability->url);
	put_ranges(gen, set, part->name);
	yajl_gen_map_close(gen);
}

static int tell_part(void *gen, const struct sslinv_explain_item *item)
{
	const struct sslinv_part *part = item->part;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str answer = { 0 };

	if (sslinv_part_answer(&answer, part) < 0)
		return SSLINV_E_MEMORY;
	yajl_gen_map_open(gen);
	sslinv_json_pair(gen, "kind", sslinv_part_kind_name(part->kind));
	sslinv_json_pair(gen, "name", part->name);
	sslinv_json_pair(gen, "container", part->container);
	sslinv_json_pair(gen, "answer", sslinv_str_text(&answer));
	sslinv_json_record(gen, SSLINV_RECORD_VERDICT, &part->facts, &part->result, false);
	put_vulnerability(gen, item->explanation->set, part);
	put_packages(gen, part);
	sslinv_json_record(gen, SSLINV_RECORD_LIBRARY, &part->facts, &part->result, false);
	sslinv_json_record(gen, SSLINV_RECORD_LINKAGE, &part->facts, &part->result, false);
	sslinv_json_record(gen, SSLINV_RECORD_PROCESS, &part->facts, &part->result, false);
	put_findings(gen, item);
	sslinv_json_record(gen, SSLINV_RECORD_LEVEL, &part->facts, &part->result, false);
	yajl_gen_map_close(gen);
	return 0;
}

static void *begin(FILE *file)
{
	yajl_gen gen = sslinv_json_begin(file);

	if (gen)
		yajl_gen_map_open(gen);
	return gen;
}

static void end(void *gen)
{
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
	yajl_gen_free(gen);
}

const struct sslinv_explain_format sslinv_explain_json = {
	.name = "json",
	.begin = begin,
	.host = tell_host,
	.begin_word = begin_word,
	.part = tell_part,
	.end_word = end_word,
	.end = end,
};
