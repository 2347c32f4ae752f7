/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads OpenVEX (https://github.com/openvex/spec) as Ubuntu publishes it: statements about purls. The purl of the source
 * package names the release (`distro=jammy`); those of binary packages do not, and say nothing more.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "distro/distro.h"
#include "openssl/package_name.h"
#include "parse/json.h"
#include "distro/package_id.h"
#include "formats/readers.h"
#include "version/word.h"

struct product {
	struct product *next;
	struct sslinv_distro distro;
	const char *package, *version;
	bool is_source;
};

struct name {
	struct name *next;
	const char *text;
};

/* One statement of the document, kept until its end: the feed's name may stand behind. */
struct claim {
	struct claim *next;
	const char *name, *status, *note, *issued, *url;
	struct name *aliases;
	struct product *products;
};

struct openvex {
	const struct sslinv_checked_sink *sink;
	const char *input_name;
	const char *id, *author, *timestamp;
	unsigned long dropped;
	struct claim *claims, **claims_end;
	/* Of one statement. */
	const char *name, *vulnerability_id, *status, *justification, *impact, *action, *notes, *issued;
	struct name *aliases;
	struct product *products;
	/* Of one product; kept briefly. */
	const char *product_id, *purl;
};

static int begin_statement(struct sslinv_json *json, void *context)
{
	struct openvex *vex = context;

	(void)json;
	vex->name = vex->vulnerability_id = vex->status = vex->justification = vex->impact = vex->action = vex->notes = NULL;
	vex->issued = NULL;
	vex->aliases = NULL;
	vex->products = NULL;
	return 0;
}

static int alias(struct sslinv_json *json, void *context, const char *text)
{
	struct openvex *vex = context;
	struct name *name;

	if (!sslinv_cve_is(text))
		return 0;
	name = sslinv_json_alloc(json, sizeof(*name));
	if (!name)
		return sslinv_json_status(json);
	name->text = sslinv_json_keep(json, text);
	name->next = vex->aliases;
	vex->aliases = name;
	return name->text ? 0 : sslinv_json_status(json);
}

/* A purl that concerns OpenSSL on a release that is known goes to the statement's list. */
static int add_product(struct sslinv_json *json, struct openvex *vex, const char *purl)
{
	struct sslinv_package_id id;
	struct sslinv_distro distro = { 0 };
	struct product *product;

	if (!purl || !sslinv_package_id_from_purl(purl, &id) || !sslinv_package_name_is_openssl(id.name) ||
	    !sslinv_word_is_name(id.name)) {
		vex->dropped++;
		return 0;
	}
	if (!id.distro[0])
		return 0;
	if (!sslinv_distro_from_codename(id.distro, &distro) && !sslinv_distro_from_platform(id.distro, &distro)) {
		sslinv_json_warn(json, "package %s: `%s` is not a release known here: left out", id.name, id.distro);
		return 0;
	}
	product = sslinv_json_alloc(json, sizeof(*product));
	if (!product)
		return sslinv_json_status(json);
	product->distro = distro;
	product->is_source = sslinv_package_id_is_source(&id);
	product->package = sslinv_json_keep(json, id.name);
	if (!product->package)
		return sslinv_json_status(json);
	if (sslinv_word_is_name(id.version)) {
		product->version = sslinv_json_keep(json, id.version);
		if (!product->version)
			return sslinv_json_status(json);
	}
	product->next = vex->products;
	vex->products = product;
	return 0;
}

static int begin_product(struct sslinv_json *json, void *context)
{
	struct openvex *vex = context;

	sslinv_json_forget_brief(json);
	vex->product_id = vex->purl = NULL;
	return 0;
}

static int end_product(struct sslinv_json *json, void *context)
{
	struct openvex *vex = context;

	return add_product(json, vex, vex->purl ? vex->purl : vex->product_id);
}

/* Before version 0.2 a product was a string. */
static int product_text(struct sslinv_json *json, void *context, const char *text)
{
	return add_product(json, context, text);
}

static int end_statement(struct sslinv_json *json, void *context)
{
	struct openvex *vex = context;
	struct claim *claim;

	if (!vex->products)
		return 0;
	claim = sslinv_json_alloc(json, sizeof(*claim));
	if (!claim)
		return sslinv_json_status(json);
	claim->name = vex->name ? vex->name : vex->vulnerability_id;
	claim->status = vex->status;
	claim->note = vex->justification ? vex->justification : vex->impact;
	if (!claim->note)
		claim->note = vex->action ? vex->action : vex->notes;
	claim->issued = vex->issued;
	claim->url = vex->vulnerability_id;
	claim->aliases = vex->aliases;
	claim->products = vex->products;
	*vex->claims_end = claim;
	vex->claims_end = &claim->next;
	return 0;
}

static const struct {
	const char *word;
	enum sslinv_status status;
} statuses[] = {
	{ "fixed", SSLINV_STATUS_FIXED },
	{ "not_affected", SSLINV_STATUS_NOT_AFFECTED },
	{ "affected", SSLINV_STATUS_AFFECTED },
	{ "under_investigation", SSLINV_STATUS_UNDER_INVESTIGATION },
};

static enum sslinv_status status_of(struct sslinv_json *json, const struct claim *claim)
{
	for (size_t i = 0; claim->status && i < SSLINV_ARRAY_SIZE(statuses); i++) {
		if (strcmp(claim->status, statuses[i].word) == 0)
			return statuses[i].status;
	}
	sslinv_json_warn(json, "status `%.40s` of %.60s is not one of OpenVEX's: taken as unknown",
			 claim->status ? claim->status : "", claim->name ? claim->name : "a statement");
	return SSLINV_STATUS_UNKNOWN;
}

static int emit_product(const struct openvex *vex, const struct claim *claim, const struct product *product,
			struct sslinv_statement *statement)
{
	bool has_advisory = claim->name && !sslinv_cve_is(claim->name);
	enum sslinv_status said = statement->status;
	const struct name *cve = claim->aliases;
	struct name own = { NULL, claim->name };
	int rc = 0;

	statement->distro = product->distro.distro;
	statement->release = product->distro.release;
	statement->stream = product->distro.stream;
	statement->package = product->package;
	statement->kind = product->is_source ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	statement->fixed_version = said == SSLINV_STATUS_FIXED ? product->version : NULL;
	if (said == SSLINV_STATUS_FIXED && !product->version)
		statement->status = SSLINV_STATUS_UNKNOWN;
	statement->advisory = has_advisory ? claim->name : NULL;
	for (cve = has_advisory || !claim->name ? cve : &own; cve && rc >= 0; cve = cve->next) {
		statement->cve = cve->text;
		rc = sslinv_check_statement(vex->sink, statement, 0);
	}
	statement->status = said;
	return rc;
}

static int emit_claims(struct sslinv_json *json, const struct openvex *vex)
{
	char day[SSLINV_DATE_SIZE];
	int rc = 0;

	for (const struct claim *claim = vex->claims; claim && rc >= 0; claim = claim->next) {
		struct sslinv_statement statement = {
			.status = status_of(json, claim),
			.issued = sslinv_date_parse(claim->issued, day) ? day : NULL,
			.url = claim->url && sslinv_str_starts(claim->url, "https://") ? claim->url : NULL,
			.note = claim->note,
		};

		if (!sslinv_cve_is(claim->name) && !claim->aliases)
			sslinv_json_warn(json, "a statement about OpenSSL names no CVE: left out");
		for (const struct product *product = claim->products; product && rc >= 0; product = product->next)
			rc = emit_product(vex, claim, product, &statement);
	}
	return rc;
}

static int end_document(struct sslinv_json *json, void *context)
{
	struct openvex *vex = context;
	const char *id = vex->id ? vex->id : vex->input_name, *tail = strrchr(id, '/');
	struct sslinv_feed feed = {
		.name = vex->input_name,
		.vendor = vex->author ? vex->author : "",
		.format = "openvex",
		.published = vex->timestamp,
	};
	int rc;

	if (vex->author && sslinv_str_starts(vex->author, "Canonical")) {
		/* `https://github.com/canonical/.../vex/cve/2025/CVE-2025-0167` */
		feed.vendor = "Ubuntu";
		id = tail && tail[1] ? tail + 1 : id;
	}
	feed.identity = sslinv_json_printf(json, "openvex/%s", id);
	if (!feed.identity)
		return sslinv_json_status(json);
	rc = sslinv_check_feed(vex->sink, &feed, 0);
	if (rc >= 0)
		rc = emit_claims(json, vex);
	if (rc >= 0)
		rc = sslinv_check_dropped(vex->sink, vex->dropped);
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, vex->sink);
}

#define INTO(member) .into = SSLINV_JSON_INTO(struct openvex, member)

static const struct sslinv_json_rule rules[] = {
	{ .path = "", .end = end_document },
	{ .path = "@id", INTO(id) },
	{ .path = "author", INTO(author) },
	{ .path = "timestamp", INTO(timestamp) },
	/* Where Ubuntu has them. */
	{ .path = "metadata.@id", INTO(id) },
	{ .path = "metadata.author", INTO(author) },
	{ .path = "metadata.timestamp", INTO(timestamp) },
	{ .path = "statements[]", .begin = begin_statement, .end = end_statement },
	{ .path = "statements[].vulnerability", INTO(name) }, /* a string before version 0.2 */
	{ .path = "statements[].vulnerability.@id", INTO(vulnerability_id) },
	{ .path = "statements[].vulnerability.name", INTO(name) },
	{ .path = "statements[].vulnerability.aliases[]", .value = alias },
	{ .path = "statements[].timestamp", INTO(issued) },
	{ .path = "statements[].status", INTO(status) },
	{ .path = "statements[].justification", INTO(justification) },
	{ .path = "statements[].impact_statement", INTO(impact) },
	{ .path = "statements[].action_statement", INTO(action) },
	{ .path = "statements[].status_notes", INTO(notes) },
	{ .path = "statements[].products[]", .value = product_text, .begin = begin_product, .end = end_product },
	{ .path = "statements[].products[].@id", INTO(product_id), .brief = true },
	{ .path = "statements[].products[].identifiers.purl", INTO(purl), .brief = true },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && memmem(bytes, length, "openvex.dev/ns", strlen("openvex.dev/ns"));
}

static int read_openvex(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct openvex vex = { .sink = sink, .input_name = sslinv_input_name(input) };

	vex.claims_end = &vex.claims;
	return sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &vex, error);
}

const struct sslinv_reader sslinv_reader_openvex = {
	.format = "openvex",
	.title = "OpenVEX documents",
	.recognise = recognise,
	.read = read_openvex,
};
