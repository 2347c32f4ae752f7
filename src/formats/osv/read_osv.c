/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads OSV records (https://ossf.github.io/osv-schema/) of distributions: AlmaLinux, Rocky, Ubuntu, Debian, SUSE, Red Hat;
 * one in a document, or many in an array or under `vulns`. Each record is a feed of its own, so that a newer edition of it
 * replaces it.
 */
#include <search.h>
#include <string.h>

#include "base/str.h"
#include "formats/osv/osv.h"
#include "distro/package_id.h"
#include "formats/readers.h"
#include "openssl/package_name.h"
#include "version/word.h"

/* Where the names are those of source packages; elsewhere they are those of binary packages. */
static const char *const source_ecosystems[] = { "Ubuntu",   "Debian", "Rocky Linux", "SUSE",
						 "openSUSE", "Alpine", "Mageia",      "openEuler" };

/* ---- Records, and lists of them ---- */

static int compare_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The texts belong to the arena. */
static void free_nothing(void *text)
{
	(void)text;
}

static void forget_record(struct sslinv_osv *osv, struct sslinv_json *json)
{
	tdestroy(osv->known, free_nothing);
	osv->known = NULL;
	sslinv_json_forget(json);
	sslinv_json_forget_brief(json);
	osv->id = osv->published = osv->modified = osv->withdrawn = osv->summary = NULL;
	osv->vendor_severity = osv->advisory_url = osv->own_url = NULL;
	osv->cves = osv->notices = NULL;
	osv->cves_end = &osv->cves;
	osv->notices_end = &osv->notices;
	osv->facts = NULL;
	osv->facts_end = &osv->facts;
	osv->dropped = 0;
}

static int begin_record(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	if (osv->nesting > 0 && osv->id)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a record is inside the record %.100s", osv->id);
	if (osv->nesting++ > 0)
		osv->is_list = true;
	osv->record = osv->nesting;
	forget_record(osv, json);
	return 0;
}

static int add_name(struct sslinv_json *json, struct sslinv_osv *osv, struct sslinv_osv_name ***end, const char *text)
{
	struct sslinv_osv_name *name;

	if (tfind(text, &osv->known, compare_text))
		return 0;
	name = sslinv_json_alloc(json, sizeof(*name));
	if (!name)
		return sslinv_json_status(json);
	name->text = sslinv_json_keep(json, text);
	if (!name->text)
		return sslinv_json_status(json);
	if (!tsearch(name->text, &osv->known, compare_text))
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	**end = name;
	*end = &name->next;
	return 0;
}

/* Of `aliases`, `upstream` and `related`; Ubuntu names its notices there too. */
static int related_id(struct sslinv_json *json, void *context, const char *text)
{
	struct sslinv_osv *osv = context;
	const char *cve = sslinv_cve_at_end(text);

	if (cve)
		return add_name(json, osv, &osv->cves_end, cve);
	return sslinv_str_starts(text, "USN-") ? add_name(json, osv, &osv->notices_end, text) : 0;
}

static int begin_pair(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	osv->type = osv->value = NULL;
	return 0;
}

static int end_severity(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	/* The others are CVSS vectors. */
	if (osv->type && osv->value && strcmp(osv->type, "Ubuntu") == 0)
		osv->vendor_severity = osv->value;
	return 0;
}

/* `ALSA-2024:0310` in `https://errata.almalinux.org/9/ALSA-2024-0310.html`. */
static bool url_names(const char *url, const char *id)
{
	for (; *url; url++) {
		size_t i = 0;

		while (id[i] && (url[i] == id[i] || (url[i] == '-' && id[i] == ':')))
			i++;
		if (!id[i])
			return true;
	}
	return false;
}

static int end_reference(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	if (!osv->value)
		return 0;
	if (osv->id && !osv->own_url && url_names(osv->value, osv->id))
		osv->own_url = osv->value;
	if (!osv->advisory_url && osv->type && strcmp(osv->type, "ADVISORY") == 0)
		osv->advisory_url = osv->value;
	return 0;
}

/* ---- One entry of `affected` ---- */

static int begin_affected(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	sslinv_json_forget_brief(json);
	osv->ecosystem = osv->package = osv->purl = osv->priority = NULL;
	osv->has_versions = false;
	osv->fixed = osv->last_affected = NULL;
	osv->introduced = osv->fixes = osv->lasts = osv->other_ranges = 0;
	return 0;
}

static int begin_range(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	osv->range_type = NULL;
	return 0;
}

static int end_range(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	/* GIT and SEMVER ranges speak of other things than the package's version; their events were counted, so nothing is
	 * sure. */
	if (!osv->range_type || strcmp(osv->range_type, "ECOSYSTEM") != 0)
		osv->other_ranges++;
	return 0;
}

static int event_introduced(struct sslinv_json *json, void *context, const char *text)
{
	struct sslinv_osv *osv = context;

	(void)json;
	(void)text;
	osv->introduced++;
	return 0;
}

static int event_fixed(struct sslinv_json *json, void *context, const char *text)
{
	struct sslinv_osv *osv = context;

	(void)json;
	(void)text;
	osv->fixes++;
	return 0;
}

static int event_last(struct sslinv_json *json, void *context, const char *text)
{
	struct sslinv_osv *osv = context;

	(void)json;
	(void)text;
	osv->lasts++;
	return 0;
}

static int begin_versions(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	osv->has_versions = true;
	return SSLINV_JSON_SKIP;
}

static bool is_source_ecosystem(const char *ecosystem)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(source_ecosystems); i++) {
		if (sslinv_str_starts(ecosystem, source_ecosystems[i]))
			return true;
	}
	return false;
}

/* The fixed version, with the epoch that some records say in the purl alone. */
static int fixed_version(struct sslinv_json *json, const struct sslinv_osv *osv, struct sslinv_osv_fact *fact)
{
	struct sslinv_package_id id;
	const char *epoch = "";

	fact->fixed = osv->fixed;
	if (osv->purl && !strchr(osv->fixed, ':') && sslinv_package_id_from_purl(osv->purl, &id)) {
		const char *at = strstr(osv->purl, "epoch=");
		size_t digits = at ? strspn(at + strlen("epoch="), "0123456789") : 0;

		if (digits && digits < 10 && at[strlen("epoch=")] != '0')
			epoch = at + strlen("epoch=");
		if (*epoch) {
			fact->fixed = sslinv_json_printf(json, "%.*s:%s", (int)digits, epoch, osv->fixed);
			return fact->fixed ? 0 : sslinv_json_status(json);
		}
	}
	fact->fixed = sslinv_json_keep(json, osv->fixed);
	return fact->fixed ? 0 : sslinv_json_status(json);
}

/* What the ranges say. A list that is open at its end is affected; what is not understood is unknown. */
static int judge(struct sslinv_json *json, struct sslinv_osv *osv, struct sslinv_osv_fact *fact)
{
	bool has_fix = osv->fixes > 0 && sslinv_word_is_name(osv->fixed) && strcmp(osv->fixed, "0") != 0;

	if (osv->other_ranges) {
		fact->status = SSLINV_STATUS_UNKNOWN;
		fact->note = "the record gives ranges of another kind than the package's versions";
	} else if (osv->fixes > 0 && !has_fix) {
		fact->status = SSLINV_STATUS_UNKNOWN;
		fact->note = "the fixed version of the record is not a version";
	} else if (osv->lasts > 0 && osv->lasts + osv->fixes >= osv->introduced) {
		fact->status = SSLINV_STATUS_AFFECTED;
		fact->is_doubtful = true;
		fact->note = sslinv_json_printf(json, "last affected version: %s", osv->last_affected);
		return fact->note ? 0 : sslinv_json_status(json);
	} else if (osv->introduced > osv->fixes) {
		fact->status = SSLINV_STATUS_AFFECTED;
	} else if (has_fix) {
		fact->status = SSLINV_STATUS_FIXED;
		fact->is_doubtful = osv->fixes > 1;
		if (fact->is_doubtful)
			fact->note = "the record gives several fixed versions; the last one is taken";
		return fixed_version(json, osv, fact);
	} else if (osv->has_versions) {
		fact->status = SSLINV_STATUS_AFFECTED;
		fact->is_doubtful = true;
		fact->note = "the record lists single versions";
	} else {
		fact->status = SSLINV_STATUS_UNKNOWN;
		fact->note = "the record gives no range";
	}
	if (fact->status == SSLINV_STATUS_UNKNOWN)
		sslinv_json_warn(json, "%s, package %s: %s", osv->id ? osv->id : "record", fact->package, fact->note);
	return 0;
}

static int end_affected(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;
	struct sslinv_osv_fact *fact;
	struct sslinv_distro distro;
	int status;

	if (!osv->record)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "`affected` is outside of a record");
	if (!osv->package || !osv->ecosystem) {
		sslinv_json_warn(json, "an entry of `affected` names no package: left out");
		return 0;
	}
	if (!sslinv_package_name_is_openssl(osv->package) || !sslinv_word_is_name(osv->package)) {
		osv->dropped++;
		return 0;
	}
	if (!sslinv_distro_from_ecosystem(osv->ecosystem, &distro)) {
		sslinv_json_warn(json, "package %s: `%.60s` is not a release of a distribution known here: left out",
				 osv->package, osv->ecosystem);
		return 0;
	}
	fact = sslinv_json_alloc(json, sizeof(*fact));
	if (!fact)
		return sslinv_json_status(json);
	fact->distro = distro;
	fact->kind = is_source_ecosystem(osv->ecosystem) ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	fact->package = sslinv_json_keep(json, osv->package);
	if (!fact->package)
		return sslinv_json_status(json);
	if (osv->priority) {
		fact->severity = sslinv_json_keep(json, osv->priority);
		if (!fact->severity)
			return sslinv_json_status(json);
	}
	status = judge(json, osv, fact);
	if (status < 0)
		return status;
	if (fact->fixed)
		sslinv_distro_add_flavour(&fact->distro, fact->fixed);
	*osv->facts_end = fact;
	osv->facts_end = &fact->next;
	return 0;
}

static int end_record(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;
	bool is_record = osv->record == osv->nesting;
	int status = 0;

	osv->nesting--;
	if (!is_record && osv->id)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "members of a record are around a list of records");
	if (!is_record)
		return 0;
	osv->record = 0;
	if (!osv->id || !osv->id[0] || strlen(osv->id) > 200)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a record has no `id`, or one that cannot be an id");
	status = sslinv_osv_emit(json, osv);
	forget_record(osv, json);
	return status;
}

/* `{"vulns": [...]}`: the object around is no record. */
static int begin_list(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	if (osv->id)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a list of records is inside the record %.100s", osv->id);
	osv->is_list = true;
	osv->record = 0;
	return 0;
}

#define INTO(member) .into = SSLINV_JSON_INTO(struct sslinv_osv, member)
#define BRIEFLY(member) INTO(member), .brief = true
#define EVENT "affected[].ranges[].events[]."

static const struct sslinv_json_rule rules[] = {
	{ .path = "", .begin = begin_record, .end = end_record },
	{ .path = "[]", .same_as = "" },
	{ .path = "vulns", .begin = begin_list },
	{ .path = "vulns[]", .same_as = "" },
	{ .path = "advisories", .begin = begin_list },
	{ .path = "advisories[]", .same_as = "" },
	{ .path = "id", INTO(id) },
	{ .path = "published", INTO(published) },
	{ .path = "modified", INTO(modified) },
	{ .path = "withdrawn", INTO(withdrawn) },
	{ .path = "summary", INTO(summary) },
	{ .path = "aliases[]", .value = related_id },
	{ .path = "upstream[]", .value = related_id },
	{ .path = "related[]", .value = related_id },
	{ .path = "severity[]", .begin = begin_pair, .end = end_severity },
	{ .path = "severity[].type", INTO(type) },
	{ .path = "severity[].score", INTO(value) },
	{ .path = "references[]", .begin = begin_pair, .end = end_reference },
	{ .path = "references[].type", INTO(type) },
	{ .path = "references[].url", INTO(value) },
	{ .path = "affected[]", .begin = begin_affected, .end = end_affected },
	{ .path = "affected[].package.ecosystem", BRIEFLY(ecosystem) },
	{ .path = "affected[].package.name", BRIEFLY(package) },
	{ .path = "affected[].package.purl", BRIEFLY(purl) },
	{ .path = "affected[].ecosystem_specific.ubuntu_priority", BRIEFLY(priority) },
	{ .path = "affected[].ecosystem_specific.priority", BRIEFLY(priority) },
	{ .path = "affected[].ecosystem_specific.urgency", BRIEFLY(priority) },
	{ .path = "affected[].versions", .begin = begin_versions },
	{ .path = "affected[].versions[]", .value = related_id },
	{ .path = "affected[].ranges[]", .begin = begin_range, .end = end_range },
	{ .path = "affected[].ranges[].type", BRIEFLY(range_type) },
	{ .path = EVENT "introduced", .value = event_introduced },
	{ .path = EVENT "fixed", BRIEFLY(fixed), .value = event_fixed },
	{ .path = EVENT "last_affected", BRIEFLY(last_affected), .value = event_last },
};

static bool recognise(const char *bytes, size_t length)
{
	static const char *const members[] = { "affected", "summary", "details", "aliases", "schema_version", "upstream" };
	struct sslinv_json_head head;

	if (!sslinv_json_head(bytes, length, &head))
		return false;
	if (sslinv_json_head_has(&head, "vulns"))
		return true;
	/* Rocky's interface; its own format has the same outermost name. */
	if (sslinv_json_head_has(&head, "advisories") && !head.is_array)
		return strcmp(head.inner, "schema_version") == 0;
	/* Names that other formats have beside these: CSAF, OpenVEX, CVE JSON, AlmaLinux's errata. */
	if (sslinv_json_head_has(&head, "document") || sslinv_json_head_has(&head, "statements") ||
	    sslinv_json_head_has(&head, "containers") || sslinv_json_head_has(&head, "data"))
		return false;
	if (!sslinv_json_head_has(&head, "id"))
		return sslinv_json_head_has(&head, "affected");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(members); i++) {
		if (sslinv_json_head_has(&head, members[i]))
			return true;
	}
	return false;
}

static int read_osv(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct sslinv_osv osv = { .sink = sink, .input_name = sslinv_input_name(input) };
	int status;

	osv.facts_end = &osv.facts;
	osv.cves_end = &osv.cves;
	osv.notices_end = &osv.notices;
	status = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &osv, error);
	tdestroy(osv.known, free_nothing);
	return status;
}

const struct sslinv_reader sslinv_reader_osv = {
	.format = "osv",
	.title = "OSV records",
	.recognise = recognise,
	.read = read_osv,
};
