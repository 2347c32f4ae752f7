/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the catalogue of vulnerabilities that are known to be exploited, by CISA
 * (https://www.cisa.gov/known-exploited-vulnerabilities-catalog): an object with the entries, and its date before them.
 */
#include "formats/readers.h"
#include "parse/json.h"

struct kev {
	const struct sslinv_checked_sink *sink;
	const char *name, *released;
	const char *cve, *added; /* of one entry */
	bool has_feed;
};

static int tell_feed(struct kev *kev)
{
	const struct sslinv_feed feed = {
		.name = kev->name,
		.vendor = "CISA",
		.format = "kev",
		.published = kev->released,
		.identity = "kev/CISA",
	};

	kev->has_feed = true;
	return sslinv_check_feed(kev->sink, &feed, 0);
}

static int begin_entry(struct sslinv_json *json, void *context)
{
	struct kev *kev = context;

	sslinv_json_forget_brief(json);
	kev->cve = kev->added = NULL;
	return kev->has_feed ? 0 : tell_feed(kev);
}

static int end_entry(struct sslinv_json *json, void *context)
{
	const struct kev *kev = context;
	const struct sslinv_exploitation exploitation = { .cve = kev->cve, .known_since = kev->added };

	return sslinv_check_exploitation(kev->sink, &exploitation, sslinv_json_line(json));
}

static const struct sslinv_json_rule rules[] = {
	{ .path = "dateReleased", .into = SSLINV_JSON_INTO(struct kev, released) },
	{ .path = "vulnerabilities[]", .begin = begin_entry, .end = end_entry },
	{ .path = "vulnerabilities[].cveID", .into = SSLINV_JSON_INTO(struct kev, cve), .brief = true },
	{ .path = "vulnerabilities[].dateAdded", .into = SSLINV_JSON_INTO(struct kev, added), .brief = true },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array && sslinv_json_head_has(&head, "catalogVersion") &&
	       sslinv_json_head_has(&head, "vulnerabilities");
}

static int read_kev(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct kev kev = { .sink = sink, .name = sslinv_input_name(input) };
	int rc = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &kev, error);

	/* A catalogue without an entry would say that nothing is exploited. */
	if (rc == 0 && !kev.has_feed)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: the catalogue has no entry", kev.name);
	return rc;
}

const struct sslinv_reader sslinv_reader_kev = {
	.format = "kev",
	.title = "catalogue of known exploited vulnerabilities, of CISA (JSON)",
	.recognise = recognise,
	.read = read_kev,
};
