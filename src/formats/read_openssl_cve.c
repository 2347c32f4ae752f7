/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads OpenSSL's own CVE records: CVE JSON 5 (https://github.com/CVEProject/cve-schema), as in OpenSSL's release-metadata.
 * What cannot be read as a range fails the record: a range that is missing would read as "not affected".
 */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/str.h"
#include "parse/json.h"
#include "formats/readers.h"
#include "version/word.h"

struct range {
	struct range *next;
	struct sslinv_range range;
};

struct openssl_cve {
	const struct sslinv_checked_sink *sink;
	const char *input_name;
	const char *cve, *state, *updated, *cna_updated, *title, *published, *severity;
	const char *url; /* of the advisory */
	/* One reference. */
	const char *reference_url;
	bool is_advisory;
	/* One entry of `affected`. */
	const char *vendor, *product, *default_status;
	struct range *entry_ranges, **entry_end;
	unsigned long other_products;
	/* One of its versions. */
	const char *version, *less_than, *less_or_equal, *status;
	struct range *ranges, **end;
};

static int begin_version(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;

	(void)json;
	cve->version = cve->less_than = cve->less_or_equal = cve->status = NULL;
	return 0;
}

static int end_version(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;
	struct range *range;

	if (!cve->status)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a version is said to be neither affected nor unaffected");
	if (strcmp(cve->status, "unaffected") == 0)
		return 0;
	/* `unknown` counts as affected: nothing else is safe. */
	if (!sslinv_word_is_name(cve->version) || (cve->less_than && !sslinv_word_is_name(cve->less_than)) ||
	    (cve->less_or_equal && !sslinv_word_is_name(cve->less_or_equal)))
		return sslinv_json_fail(json, SSLINV_E_FORMAT,
					"an affected range has no version, or one that is not a version");
	range = sslinv_json_alloc(json, sizeof(*range));
	if (!range)
		return sslinv_json_status(json);
	range->range.from = cve->version;
	if (cve->less_or_equal)
		range->range.last = strcmp(cve->less_or_equal, "*") == 0 ? NULL : cve->less_or_equal;
	else if (cve->less_than)
		range->range.until = strcmp(cve->less_than, "*") == 0 ? NULL : cve->less_than;
	else
		range->range.last = cve->version;
	*cve->entry_end = range;
	cve->entry_end = &range->next;
	return 0;
}

static int begin_affected(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;

	(void)json;
	cve->vendor = cve->product = cve->default_status = NULL;
	cve->entry_ranges = NULL;
	cve->entry_end = &cve->entry_ranges;
	return 0;
}

static int end_affected(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;

	if (!cve->product || strcasecmp(cve->product, "openssl") != 0 ||
	    (cve->vendor && strncasecmp(cve->vendor, "openssl", strlen("openssl")) != 0)) {
		cve->other_products++;
		return 0;
	}
	if (cve->default_status && strcmp(cve->default_status, "unaffected") != 0)
		return sslinv_json_fail(
			json, SSLINV_E_UNSUPPORTED,
			"`defaultStatus` is `%.40s`: everything is affected but what is listed, which cannot be taken over",
			cve->default_status);
	for (struct range *range = cve->entry_ranges; range; range = range->next) {
		/* The FIPS Object Module 1 had versions of its own. Its range is kept: it says that no OpenSSL is affected.
		 */
		if ((range->range.from[0] < '0' || range->range.from[0] > '9') &&
		    !sslinv_str_starts(range->range.from, "fips-"))
			return sslinv_json_fail(json, SSLINV_E_FORMAT, "`%.40s` is not a version of OpenSSL",
						range->range.from);
	}
	*cve->end = cve->entry_ranges;
	if (cve->entry_ranges)
		cve->end = cve->entry_end;
	return 0;
}

static int begin_reference(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;

	(void)json;
	cve->reference_url = NULL;
	cve->is_advisory = false;
	return 0;
}

static int reference_tag(struct sslinv_json *json, void *context, const char *text)
{
	struct openssl_cve *cve = context;

	(void)json;
	cve->is_advisory |= strcmp(text, "vendor-advisory") == 0;
	return 0;
}

static int end_reference(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;

	(void)json;
	if (!cve->url && cve->is_advisory)
		cve->url = cve->reference_url;
	return 0;
}

static int emit(struct openssl_cve *cve)
{
	const struct sslinv_checked_sink *sink = cve->sink;
	struct sslinv_vulnerability vulnerability = {
		.cve = cve->cve,
		.severity = cve->severity,
		.published = cve->published,
		.title = cve->title,
		.url = cve->url,
	};
	int rc = sslinv_check_vulnerability(sink, &vulnerability, 0);

	for (struct range *range = cve->ranges; range && rc >= 0; range = range->next) {
		range->range.cve = cve->cve;
		range->range.library = "OpenSSL";
		rc = sslinv_check_range(sink, &range->range, 0);
	}
	return rc;
}

static int end_record(struct sslinv_json *json, void *context)
{
	struct openssl_cve *cve = context;
	struct sslinv_feed feed = {
		.name = cve->input_name,
		.vendor = "OpenSSL",
		.format = "openssl-cve",
		.published = cve->cna_updated ? cve->cna_updated : cve->updated,
		.is_withdrawn = cve->state && strcmp(cve->state, "REJECTED") == 0,
	};
	int rc;

	if (!sslinv_cve_is(cve->cve))
		return sslinv_json_fail(json, SSLINV_E_FORMAT,
					"the record has no `cveMetadata.cveId`, or it is not a CVE id");
	feed.identity = sslinv_json_printf(json, "openssl-cve/%s", cve->cve);
	if (!feed.identity)
		return sslinv_json_status(json);
	rc = sslinv_check_feed(cve->sink, &feed, 0);
	if (rc < 0)
		return rc;
	if (cve->state && strcmp(cve->state, "PUBLISHED") != 0) {
		sslinv_json_warn(json, "%s is %s: not used", cve->cve, cve->state);
	} else if (cve->ranges) {
		rc = emit(cve);
	} else {
		/* Without a range it would read as "affects no version". */
		if (!cve->other_products)
			return sslinv_json_fail(json, SSLINV_E_FORMAT, "%s names no affected version", cve->cve);
		rc = sslinv_check_dropped(cve->sink, 1);
	}
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, cve->sink);
}

#define CNA "containers.cna."
#define INTO(member) .into = SSLINV_JSON_INTO(struct openssl_cve, member)

static const struct sslinv_json_rule rules[] = {
	{ .path = "", .end = end_record },
	{ .path = "cveMetadata.cveId", INTO(cve) },
	{ .path = "cveMetadata.state", INTO(state) },
	{ .path = "cveMetadata.dateUpdated", INTO(updated) },
	{ .path = CNA "providerMetadata.dateUpdated", INTO(cna_updated) },
	{ .path = CNA "title", INTO(title) },
	{ .path = CNA "datePublic", INTO(published) },
	{ .path = CNA "metrics[].other.content.text", INTO(severity) },
	{ .path = CNA "references[]", .begin = begin_reference, .end = end_reference },
	{ .path = CNA "references[].url", INTO(reference_url) },
	{ .path = CNA "references[].tags[]", .value = reference_tag },
	{ .path = CNA "affected[]", .begin = begin_affected, .end = end_affected },
	{ .path = CNA "affected[].vendor", INTO(vendor) },
	{ .path = CNA "affected[].product", INTO(product) },
	{ .path = CNA "affected[].defaultStatus", INTO(default_status) },
	{ .path = CNA "affected[].versions[]", .begin = begin_version, .end = end_version },
	{ .path = CNA "affected[].versions[].version", INTO(version) },
	{ .path = CNA "affected[].versions[].lessThan", INTO(less_than) },
	{ .path = CNA "affected[].versions[].lessThanOrEqual", INTO(less_or_equal) },
	{ .path = CNA "affected[].versions[].status", INTO(status) },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array &&
	       (sslinv_json_head_has(&head, "containers") || sslinv_json_head_has(&head, "cveMetadata"));
}

static int read_openssl_cve(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct openssl_cve cve = { .sink = sink, .input_name = sslinv_input_name(input) };

	cve.end = &cve.ranges;
	return sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &cve, error);
}

const struct sslinv_reader sslinv_reader_openssl_cve = {
	.format = "openssl-cve",
	.title = "OpenSSL CVE records (CVE JSON 5)",
	.recognise = recognise,
	.read = read_openssl_cve,
};
