/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads CSAF 2.0 and 2.1 documents: VEX (one for each CVE: Red Hat, SUSE) and security advisories. The product tree must
 * stand before the vulnerabilities, as in every document that has its names in order: so only what concerns OpenSSL has to
 * be kept.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "formats/csaf/csaf.h"
#include "formats/csaf/csaf_identity.h"
#include "formats/readers.h"
#include "version/word.h"

struct pair {
	struct pair *next;
	struct sslinv_csaf_product *product;
	struct sslinv_csaf_note *note;
};

struct csaf {
	const struct sslinv_checked_sink *sink;
	const char *input_name;
	struct sslinv_csaf_tree tree;
	struct sslinv_csaf_statements statements;
	bool has_relations, has_vulnerabilities;
	/* Of the document. */
	const char *category, *publisher, *id, *released, *first_released, *severity, *own_url;
	/* One reference. */
	const char *reference_category, *reference_url;
	/* One product of the tree, or one relationship. */
	struct sslinv_csaf_described described;
	const char *component, *platform;
	unsigned steps; /* of a path */
	/* One vulnerability. */
	const char *cve, *vulnerability_url;
	struct sslinv_csaf_note *general_impact;
	struct sslinv_csaf_product *touched, **touched_end;
	struct pair *pairs;
	/* One remediation, threat or flag. */
	struct sslinv_csaf_note *note;
	const char *note_category, *details, *url, *date;
	bool has_products;
};

/* ---- document ---- */

static int begin_reference(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	(void)json;
	csaf->reference_category = csaf->reference_url = NULL;
	return 0;
}

/* A page for people, not the document itself. */
static int end_reference(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	(void)json;
	if (!csaf->own_url && csaf->reference_url && !sslinv_str_ends(csaf->reference_url, ".json") &&
	    csaf->reference_category &&
	    (strcmp(csaf->reference_category, "self") == 0 || strstr(csaf->reference_url, "/CVE-")))
		csaf->own_url = csaf->reference_url;
	return 0;
}

/* ---- product_tree ---- */

static int begin_tree(struct sslinv_json *json, void *context)
{
	const struct csaf *csaf = context;

	if (csaf->has_vulnerabilities)
		return sslinv_json_fail(
			json, SSLINV_E_UNSUPPORTED,
			"`product_tree` comes after `vulnerabilities`; bring the names in order (`jq -S .`)");
	return 0;
}

static int begin_products(struct sslinv_json *json, void *context)
{
	const struct csaf *csaf = context;

	if (csaf->has_relations)
		return sslinv_json_fail(json, SSLINV_E_UNSUPPORTED,
					"`relationships` or `product_paths` come before the products; bring the names in "
					"order (`jq -S .`)");
	return 0;
}

static int begin_product(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;
	int rc = 0;

	/* A branch that has a product and branches in it. */
	if (csaf->described.id)
		rc = sslinv_csaf_tree_add(&csaf->tree, json, &csaf->described);
	memset(&csaf->described, 0, sizeof(csaf->described));
	sslinv_json_forget_brief(json);
	return rc;
}

static int begin_relationships(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	(void)json;
	csaf->has_relations = true;
	return 0;
}

static int begin_relationship(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	sslinv_json_forget_brief(json);
	memset(&csaf->described, 0, sizeof(csaf->described));
	csaf->component = csaf->platform = NULL;
	csaf->steps = 0;
	return 0;
}

/* CSAF 2.1 says "on" by a path. One with more than one step leads through an image or a module: no package of a release. */
static int path_step(struct sslinv_json *json, void *context, const char *id)
{
	struct csaf *csaf = context;

	(void)json;
	(void)id;
	csaf->steps++;
	return 0;
}

static int end_relationship(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;
	const char *id = csaf->described.id;

	csaf->described.id = NULL;
	if (!id || !csaf->component || !csaf->platform)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a relationship does not name its three products");
	if (csaf->steps > 1) {
		csaf->tree.dropped++;
		return 0;
	}
	return sslinv_csaf_tree_relate(&csaf->tree, json, id, csaf->component, csaf->platform);
}

/* ---- vulnerabilities ---- */

static int begin_vulnerability(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	sslinv_json_forget_brief(json);
	csaf->has_vulnerabilities = true;
	csaf->cve = csaf->vulnerability_url = NULL;
	csaf->general_impact = NULL;
	csaf->touched = NULL;
	csaf->touched_end = &csaf->touched;
	csaf->pairs = NULL;
	csaf->note = NULL;
	return 0;
}

static struct sslinv_csaf_product *touch(struct csaf *csaf, const char *id)
{
	struct sslinv_csaf_product *product = sslinv_csaf_tree_find(&csaf->tree, id);

	if (!product || !product->package || product->is_touched)
		return product && product->package ? product : NULL;
	product->is_touched = true;
	product->statuses = 0;
	product->fix = product->refusal = product->pending = product->impact = product->flag = NULL;
	product->touched = NULL;
	*csaf->touched_end = product;
	csaf->touched_end = &product->touched;
	return product;
}

static int product_status(struct sslinv_json *json, void *context, const char *id)
{
	static const struct {
		const char *name;
		unsigned status;
	} groups[] = {
		{ "fixed", SSLINV_CSAF_FIXED },
		{ "first_fixed", SSLINV_CSAF_FIXED },
		{ "known_affected", SSLINV_CSAF_AFFECTED },
		{ "first_affected", SSLINV_CSAF_AFFECTED },
		{ "last_affected", SSLINV_CSAF_AFFECTED },
		{ "known_not_affected", SSLINV_CSAF_NOT_AFFECTED },
		{ "under_investigation", SSLINV_CSAF_UNDER_INVESTIGATION },
		{ "recommended", SSLINV_CSAF_RECOMMENDED },
	};
	struct sslinv_csaf_product *product = touch(context, id);
	unsigned status = SSLINV_CSAF_OTHER;

	if (!product)
		return 0;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(groups); i++) {
		if (strcmp(groups[i].name, sslinv_json_wildcard(json, 0)) == 0)
			status = groups[i].status;
	}
	product->statuses |= status;
	return 0;
}

static int begin_note(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	csaf->note_category = csaf->details = csaf->url = csaf->date = NULL;
	csaf->has_products = false;
	csaf->note = sslinv_json_alloc_brief(json, sizeof(*csaf->note));
	return csaf->note ? 0 : sslinv_json_status(json);
}

static int note_product(struct sslinv_json *json, void *context, const char *id)
{
	struct csaf *csaf = context;
	struct sslinv_csaf_product *product = sslinv_csaf_tree_find(&csaf->tree, id);
	struct pair *pair;

	csaf->has_products = true;
	if (!product || !product->package)
		return 0;
	pair = sslinv_json_alloc_brief(json, sizeof(*pair));
	if (!pair)
		return sslinv_json_status(json);
	*pair = (struct pair){ csaf->pairs, product, csaf->note };
	csaf->pairs = pair;
	return 0;
}

static int end_note(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	(void)json;
	*csaf->note = (struct sslinv_csaf_note){
		.category = csaf->note_category, .details = csaf->details, .url = csaf->url, .date = csaf->date
	};
	if (!csaf->has_products && csaf->note_category && strcmp(csaf->note_category, "impact") == 0)
		csaf->general_impact = csaf->note;
	return 0;
}

static int end_flag(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	csaf->note_category = "flag";
	return end_note(json, context);
}

static int begin_vulnerability_reference(struct sslinv_json *json, void *context)
{
	return begin_reference(json, context);
}

static int end_vulnerability_reference(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;

	(void)json;
	if (!csaf->vulnerability_url && csaf->reference_category && strcmp(csaf->reference_category, "self") == 0)
		csaf->vulnerability_url = csaf->reference_url;
	return 0;
}

/* Pairs are in reverse order, so of several notes the first one stays. */
static void apply_pairs(struct csaf *csaf)
{
	static const struct {
		const char *category;
		size_t member;
	} members[] = {
		{ "vendor_fix", offsetof(struct sslinv_csaf_product, fix) },
		{ "no_fix_planned", offsetof(struct sslinv_csaf_product, refusal) },
		{ "none_available", offsetof(struct sslinv_csaf_product, pending) },
		{ "fix_planned", offsetof(struct sslinv_csaf_product, pending) },
		{ "impact", offsetof(struct sslinv_csaf_product, impact) },
		{ "flag", offsetof(struct sslinv_csaf_product, flag) },
	};

	for (const struct pair *pair = csaf->pairs; pair; pair = pair->next) {
		for (size_t i = 0; pair->product->is_touched && pair->note->category && i < SSLINV_ARRAY_SIZE(members);
		     i++) {
			if (strcmp(pair->note->category, members[i].category) == 0)
				memcpy((char *)pair->product + members[i].member, &pair->note, sizeof(pair->note));
		}
	}
}

static int end_vulnerability(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;
	bool is_advisory = csaf->category && strcmp(csaf->category, "csaf_vex") != 0;
	struct sslinv_csaf_vulnerability vulnerability = {
		.cve = csaf->cve,
		.severity = csaf->general_impact ? csaf->general_impact->details : csaf->severity,
	};
	struct sslinv_csaf_product *product;
	int rc = 0;

	if (csaf->touched && !sslinv_cve_is(csaf->cve))
		sslinv_json_warn(json, "a vulnerability of OpenSSL's packages has no CVE id: left out");
	if (csaf->touched && csaf->vulnerability_url) {
		vulnerability.url = sslinv_json_keep(json, csaf->vulnerability_url);
		if (!vulnerability.url)
			return sslinv_json_status(json);
	} else {
		vulnerability.url = csaf->own_url;
	}
	if (is_advisory) {
		vulnerability.advisory = csaf->id;
		vulnerability.issued = csaf->first_released ? csaf->first_released : csaf->released;
		vulnerability.url = csaf->own_url ? csaf->own_url : vulnerability.url;
	}
	apply_pairs(csaf);
	for (product = csaf->touched; product; product = product->touched) {
		product->is_touched = false;
		/* Named in a threat or a flag only. */
		if (!product->statuses || !sslinv_cve_is(csaf->cve) || rc < 0)
			continue;
		if (product->has_distro)
			rc = sslinv_csaf_statements_add(&csaf->statements, json, &vulnerability, product);
		else
			sslinv_json_warn(json, "%s: the product %.100s is on no platform: left out", csaf->cve, product->id);
	}
	sslinv_json_forget_brief(json);
	return rc;
}

/* ---- The whole ---- */

static const char *vendor_of(struct sslinv_json *json, const char *publisher)
{
	return publisher ? sslinv_json_printf(json, "%.*s", (int)sslinv_csaf_vendor_length(publisher), publisher) : "";
}

static int end_document(struct sslinv_json *json, void *context)
{
	struct csaf *csaf = context;
	bool is_vex = csaf->category && strcmp(csaf->category, "csaf_vex") == 0;
	struct sslinv_feed feed = {
		.name = csaf->input_name,
		.vendor = vendor_of(json, csaf->publisher),
		.format = "csaf-vex",
		.published = csaf->released ? csaf->released : csaf->first_released,
	};
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = NULL;
	int rc;

	if (!csaf->id || !csaf->id[0] || !csaf->category)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "the document has no `tracking.id` or no `category`");
	if (!is_vex && !sslinv_str_starts(csaf->category, "csaf_security_advisory"))
		return sslinv_json_fail(json, SSLINV_E_UNSUPPORTED,
					"a CSAF document of category `%.60s` says nothing about fixes", csaf->category);
	if (!feed.vendor)
		return sslinv_json_status(json);
	identity = sslinv_csaf_identity(feed.vendor, csaf->id, is_vex);
	if (!identity)
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	feed.identity = identity;
	rc = sslinv_check_feed(csaf->sink, &feed, 0);
	if (rc >= 0)
		rc = sslinv_csaf_statements_emit(&csaf->statements, csaf->sink);
	if (rc >= 0)
		rc = sslinv_check_dropped(csaf->sink, csaf->tree.dropped);
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, csaf->sink);
}

#define INTO(member) .into = SSLINV_JSON_INTO(struct csaf, member)
#define BRIEFLY(member) INTO(member), .brief = true
#define PRODUCT(at)                                                                                                         \
	{ .path = at "product_id", BRIEFLY(described.id) }, { .path = at "name", BRIEFLY(described.name) },                 \
		{ .path = at "product_identification_helper.cpe", BRIEFLY(described.cpe) },                                 \
		{ .path = at "product_identification_helper.purl", BRIEFLY(described.purl) },                               \
	{                                                                                                                   \
		.path = at "product_identification_helper.purls[]", BRIEFLY(described.purl)                                 \
	}
#define NOTE(at, finish)                                                                                                    \
	{ .path = at, .begin = begin_note, .end = finish }, { .path = at ".category", BRIEFLY(note_category) },             \
		{ .path = at ".details", BRIEFLY(details) },                                                                \
	{                                                                                                                   \
		.path = at ".product_ids[]", .value = note_product                                                          \
	}
#define VULNERABILITY "vulnerabilities[]."

static const struct sslinv_json_rule rules[] = {
	{ .path = "", .end = end_document },
	{ .path = "document.category", INTO(category) },
	{ .path = "document.publisher.name", INTO(publisher) },
	{ .path = "document.tracking.id", INTO(id) },
	{ .path = "document.tracking.current_release_date", INTO(released) },
	{ .path = "document.tracking.initial_release_date", INTO(first_released) },
	{ .path = "document.aggregate_severity.text", INTO(severity) },
	{ .path = "document.references[]", .begin = begin_reference, .end = end_reference },
	{ .path = "document.references[].category", INTO(reference_category) },
	{ .path = "document.references[].url", INTO(reference_url) },
	{ .path = "product_tree", .begin = begin_tree },
	{ .path = "product_tree.branches", .begin = begin_products },
	{ .path = "product_tree.branches[]", .begin = begin_product, .end = begin_product },
	{ .path = "product_tree.branches[].branches", .same_as = "product_tree.branches" },
	{ .path = "product_tree.branches[].category", BRIEFLY(described.category) },
	PRODUCT("product_tree.branches[].product."),
	{ .path = "product_tree.full_product_names", .begin = begin_products },
	{ .path = "product_tree.full_product_names[]", .begin = begin_product, .end = begin_product },
	PRODUCT("product_tree.full_product_names[]."),
	{ .path = "product_tree.relationships", .begin = begin_relationships },
	{ .path = "product_tree.relationships[]", .begin = begin_relationship, .end = end_relationship },
	{ .path = "product_tree.relationships[].product_reference", BRIEFLY(component) },
	{ .path = "product_tree.relationships[].relates_to_product_reference", BRIEFLY(platform) },
	{ .path = "product_tree.relationships[].full_product_name.product_id", BRIEFLY(described.id) },
	{ .path = "product_tree.product_paths", .begin = begin_relationships },
	{ .path = "product_tree.product_paths[]", .begin = begin_relationship, .end = end_relationship },
	{ .path = "product_tree.product_paths[].beginning_product_reference", BRIEFLY(component) },
	{ .path = "product_tree.product_paths[].subpaths[].next_product_reference", BRIEFLY(platform), .value = path_step },
	{ .path = "product_tree.product_paths[].full_product_name.product_id", BRIEFLY(described.id) },
	{ .path = "vulnerabilities[]", .begin = begin_vulnerability, .end = end_vulnerability },
	{ .path = VULNERABILITY "cve", BRIEFLY(cve) },
	{ .path = VULNERABILITY "references[]", .begin = begin_vulnerability_reference, .end = end_vulnerability_reference },
	{ .path = VULNERABILITY "references[].category", BRIEFLY(reference_category) },
	{ .path = VULNERABILITY "references[].url", BRIEFLY(reference_url) },
	{ .path = VULNERABILITY "product_status.*[]", .value = product_status },
	NOTE(VULNERABILITY "remediations[]", end_note),
	{ .path = VULNERABILITY "remediations[].url", BRIEFLY(url) },
	{ .path = VULNERABILITY "remediations[].date", BRIEFLY(date) },
	NOTE(VULNERABILITY "threats[]", end_note),
	{ .path = VULNERABILITY "flags[]", .begin = begin_note, .end = end_flag },
	{ .path = VULNERABILITY "flags[].label", BRIEFLY(details) },
	{ .path = VULNERABILITY "flags[].product_ids[]", .value = note_product },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array && sslinv_json_head_has(&head, "document") &&
	       memmem(bytes, length, "\"csaf_", strlen("\"csaf_"));
}

static int read_csaf(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct csaf csaf = { .sink = sink, .input_name = sslinv_input_name(input) };
	int rc;

	sslinv_csaf_statements_init(&csaf.statements);
	rc = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &csaf, error);
	sslinv_csaf_tree_free(&csaf.tree);
	sslinv_csaf_statements_free(&csaf.statements);
	return rc;
}

const struct sslinv_reader sslinv_reader_csaf = {
	.format = "csaf-vex",
	.title = "CSAF 2.0 and 2.1: VEX and security advisories",
	.recognise = recognise,
	.silent = sslinv_csaf_silent,
	.read = read_csaf,
};
