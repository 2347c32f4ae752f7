/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads OSV records (https://ossf.github.io/osv-schema/) of distributions: AlmaLinux, Rocky, Ubuntu, Debian, SUSE, Red Hat;
 * one in a document, or many in an array or under `vulns`. Each record is a feed of its own, so that a newer edition of it
 * replaces it.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "formats/osv/osv.h"
#include "distro/package_id.h"
#include "formats/readers.h"
#include "openssl/package_name.h"
#include "version/vercmp.h"
#include "version/word.h"

/* Where the names are those of source packages; elsewhere they are those of binary packages. */
static const char *const source_ecosystems[] = { "Ubuntu",   "Debian", "Rocky Linux", "SUSE",
						 "openSUSE", "Alpine", "Mageia",      "openEuler" };

/* ---- Records, and lists of them ---- */

static void forget_record(struct sslinv_osv *osv, struct sslinv_json *json)
{
	sslinv_map_free(&osv->known);
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

	if (sslinv_map_find_text(&osv->known, text))
		return 0;
	name = sslinv_json_alloc(json, sizeof(*name));
	if (!name)
		return sslinv_json_status(json);
	name->text = sslinv_json_keep(json, text);
	if (!name->text)
		return sslinv_json_status(json);
	if (sslinv_map_add_text(&osv->known, name->text, name) < 0)
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

/* More single versions than an honest list has: then it is only known that some are affected. */
#define MAX_VERSIONS 5000
/* More events of ranges than an honest entry has: sorting them would take hours. */
#define MAX_EVENTS 1000

static int begin_affected(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	sslinv_json_forget_brief(json);
	osv->ecosystem = osv->package = osv->purl = osv->priority = NULL;
	osv->versions = osv->events = NULL;
	osv->ranges = NULL;
	osv->ranges_end = &osv->ranges;
	osv->intervals = osv->newest = NULL;
	osv->version_count = osv->event_count = osv->other_ranges = 0;
	return 0;
}

static int begin_range(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;

	(void)json;
	osv->range_type = NULL;
	osv->events = NULL;
	return 0;
}

static int end_range(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;
	struct sslinv_osv_range *range;

	/* GIT and SEMVER ranges speak of other things than the package's version. */
	if (!osv->range_type || strcmp(osv->range_type, "ECOSYSTEM") != 0) {
		osv->other_ranges++;
		return 0;
	}
	range = sslinv_json_alloc_brief(json, sizeof(*range));
	if (!range)
		return sslinv_json_status(json);
	range->events = osv->events;
	for (const struct sslinv_osv_event *event = range->events; event; event = event->next)
		osv->event_count++;
	*osv->ranges_end = range;
	osv->ranges_end = &range->next;
	return 0;
}

static int add_event(struct sslinv_json *json, struct sslinv_osv_event **list, enum sslinv_osv_kind kind, const char *text)
{
	struct sslinv_osv_event *event = sslinv_json_alloc_brief(json, sizeof(*event));
	size_t size = strlen(text) + 1;
	char *version = event ? sslinv_json_alloc_brief(json, size) : NULL;

	if (!version)
		return sslinv_json_status(json);
	memcpy(version, text, size);
	*event = (struct sslinv_osv_event){ *list, kind, version };
	*list = event;
	return 0;
}

static int event_introduced(struct sslinv_json *json, void *context, const char *text)
{
	return add_event(json, &((struct sslinv_osv *)context)->events, SSLINV_OSV_INTRODUCED, text);
}

static int event_fixed(struct sslinv_json *json, void *context, const char *text)
{
	return add_event(json, &((struct sslinv_osv *)context)->events, SSLINV_OSV_FIXED, text);
}

static int event_last(struct sslinv_json *json, void *context, const char *text)
{
	return add_event(json, &((struct sslinv_osv *)context)->events, SSLINV_OSV_LAST_AFFECTED, text);
}

static int event_limit(struct sslinv_json *json, void *context, const char *text)
{
	/* `*` limits nothing. */
	return strcmp(text, "*") == 0 ? 0 : add_event(json, &((struct sslinv_osv *)context)->events, SSLINV_OSV_LIMIT, text);
}

/* The list can be long: that of another package is passed over. */
static int begin_versions(struct sslinv_json *json, void *context)
{
	const struct sslinv_osv *osv = context;

	(void)json;
	return osv->package && !sslinv_package_name_is_openssl(osv->package) ? SSLINV_JSON_SKIP : 0;
}

static int single_version(struct sslinv_json *json, void *context, const char *text)
{
	struct sslinv_osv *osv = context;

	return osv->version_count++ < MAX_VERSIONS ? add_event(json, &osv->versions, SSLINV_OSV_INTRODUCED, text) : 0;
}

static bool is_source_ecosystem(const char *ecosystem)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(source_ecosystems); i++) {
		if (sslinv_str_starts(ecosystem, source_ecosystems[i]))
			return true;
	}
	return false;
}

/* Where a record says the epoch in the purl alone, as `1:`; "" elsewhere. */
static void epoch_of(const struct sslinv_osv *osv, char epoch[16])
{
	struct sslinv_package_id id;
	const char *at = osv->purl && sslinv_package_id_from_purl(osv->purl, &id) ? strstr(osv->purl, "epoch=") : NULL;
	size_t digits;

	epoch[0] = '\0';
	if (!at)
		return;
	at += strlen("epoch=");
	digits = strspn(at, "0123456789");
	if (digits && digits < 10 && at[0] != '0')
		snprintf(epoch, 16, "%.*s:", (int)digits, at);
}

/* The versions of a list with the epoch; false where one is none. */
static bool fit_versions(struct sslinv_json *json, struct sslinv_osv_event *events, const char *epoch)
{
	for (; events; events = events->next) {
		if (sslinv_osv_is_first(events->version))
			continue;
		if (!sslinv_check_version(events->version))
			return false;
		if (epoch[0] && !strchr(events->version, ':')) {
			events->version = sslinv_json_printf(json, "%s%s", epoch, events->version);
			if (!events->version)
				return false;
		}
	}
	return true;
}

/* A range must say where it begins; "0" alone says that nothing ever was affected. */
static bool has_beginning(const struct sslinv_osv_event *events)
{
	bool is_zero = true;

	for (; events; events = events->next) {
		if (events->kind == SSLINV_OSV_INTRODUCED)
			return true;
		is_zero &= sslinv_osv_is_first(events->version);
	}
	return is_zero;
}

static bool has_events(const struct sslinv_osv *osv)
{
	for (const struct sslinv_osv_range *range = osv->ranges; range; range = range->next) {
		if (range->events)
			return true;
	}
	return false;
}

/* What the ranges and the listed versions come to, each being affected by itself, or why that is not known. */
static const char *find_intervals(struct sslinv_json *json, struct sslinv_osv *osv)
{
	char epoch[16];
	int rc = 0;

	if (osv->event_count > MAX_EVENTS)
		return "its ranges have more events than are read";
	epoch_of(osv, epoch);
	for (struct sslinv_osv_range *range = osv->ranges; range; range = range->next) {
		if (!has_beginning(range->events))
			return "a range does not say where it begins";
		if (!fit_versions(json, range->events, epoch))
			return "a version of its ranges cannot be compared";
		if (rc >= 0)
			rc = sslinv_osv_add_range(json, osv, range->events);
	}
	if (rc < 0)
		return NULL;
	if (!has_events(osv) && osv->other_ranges)
		return "the record gives ranges of another kind than the package's versions";
	if (!has_events(osv) && !osv->versions)
		return "the record gives no range";
	if (osv->version_count > MAX_VERSIONS)
		return has_events(osv) ? "the record lists more versions than are read" : NULL;
	if (!fit_versions(json, osv->versions, epoch))
		return "a version of its list cannot be compared";
	for (const struct sslinv_osv_event *one = osv->versions; one && rc >= 0; one = one->next)
		rc = sslinv_osv_has_version(osv, one->version) ? 0 : sslinv_osv_add_version(json, osv, one->version);
	return NULL;
}

/* A copy that outlives the entry; NULL for NULL and for the beginning of all. */
static const char *keep(struct sslinv_json *json, const char *version)
{
	return version && !sslinv_osv_is_first(version) ? sslinv_json_keep(json, version) : NULL;
}

static int add_fact(struct sslinv_json *json, struct sslinv_osv *osv, const struct sslinv_osv_fact *what)
{
	struct sslinv_osv_fact *fact = sslinv_json_alloc(json, sizeof(*fact));

	if (!fact)
		return sslinv_json_status(json);
	*fact = *what;
	if (fact->fixed)
		sslinv_distro_add_flavour(&fact->distro, fact->fixed);
	*osv->facts_end = fact;
	osv->facts_end = &fact->next;
	return 0;
}

/* One statement for each interval; none at all says that nothing is affected. */
static int add_facts(struct sslinv_json *json, struct sslinv_osv *osv, struct sslinv_osv_fact *fact)
{
	const char *doubt = find_intervals(json, osv);
	int rc = sslinv_json_status(json);

	if (rc < 0)
		return rc;
	sslinv_osv_join_intervals(osv);
	if (doubt) {
		fact->status = SSLINV_STATUS_UNKNOWN;
		fact->note = doubt;
		sslinv_json_warn(json, "%s, package %s: %s", osv->id ? osv->id : "record", fact->package, doubt);
		return add_fact(json, osv, fact);
	}
	if (!osv->intervals) {
		fact->is_doubtful = osv->version_count > MAX_VERSIONS && !has_events(osv);
		fact->status = fact->is_doubtful ? SSLINV_STATUS_AFFECTED : SSLINV_STATUS_NOT_AFFECTED;
		fact->note = fact->is_doubtful ? "the record lists single versions" : NULL;
		return add_fact(json, osv, fact);
	}
	for (const struct sslinv_osv_interval *interval = osv->intervals; interval && rc >= 0; interval = interval->next) {
		fact->introduced = keep(json, interval->from);
		fact->fixed = keep(json, interval->fixed);
		fact->last_affected = keep(json, interval->last);
		fact->status = fact->fixed ? SSLINV_STATUS_FIXED : SSLINV_STATUS_AFFECTED;
		rc = sslinv_json_status(json);
		if (rc >= 0)
			rc = add_fact(json, osv, fact);
	}
	return rc;
}

static int end_affected(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;
	struct sslinv_osv_fact fact = { .next = NULL };
	struct sslinv_distro distro;

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
	fact.distro = distro;
	fact.kind = is_source_ecosystem(osv->ecosystem) ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	fact.package = sslinv_json_keep(json, osv->package);
	fact.severity = osv->priority ? sslinv_json_keep(json, osv->priority) : NULL;
	osv->vercmp = sslinv_vercmp_for(sslinv_distro_package_format(distro.distro));
	if (sslinv_json_status(json) < 0)
		return sslinv_json_status(json);
	return add_facts(json, osv, &fact);
}

static int end_record(struct sslinv_json *json, void *context)
{
	struct sslinv_osv *osv = context;
	bool is_record = osv->record == osv->nesting;
	int rc = 0;

	osv->nesting--;
	if (!is_record && osv->id)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "members of a record are around a list of records");
	if (!is_record)
		return 0;
	osv->record = 0;
	if (!osv->id || !osv->id[0] || strlen(osv->id) > 200)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "a record has no `id`, or one that cannot be an id");
	rc = sslinv_osv_emit(json, osv);
	forget_record(osv, json);
	return rc;
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
	{ .path = "affected[].versions[]", .value = single_version },
	{ .path = "affected[].ranges[]", .begin = begin_range, .end = end_range },
	{ .path = "affected[].ranges[].type", BRIEFLY(range_type) },
	{ .path = EVENT "introduced", .value = event_introduced },
	{ .path = EVENT "fixed", .value = event_fixed },
	{ .path = EVENT "last_affected", .value = event_last },
	{ .path = EVENT "limit", .value = event_limit },
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
	/* Names that other formats have beside these: CSAF, OpenVEX, CVE JSON, AlmaLinux's errata, Arch's tracker. */
	if (sslinv_json_head_has(&head, "document") || sslinv_json_head_has(&head, "statements") ||
	    sslinv_json_head_has(&head, "containers") || sslinv_json_head_has(&head, "data") ||
	    sslinv_json_head_has(&head, "issues"))
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
	int rc;

	osv.facts_end = &osv.facts;
	osv.cves_end = &osv.cves;
	osv.notices_end = &osv.notices;
	rc = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &osv, error);
	sslinv_map_free(&osv.known);
	return rc;
}

const struct sslinv_reader sslinv_reader_osv = {
	.format = "osv",
	.title = "OSV records",
	.recognise = recognise,
	.read = read_osv,
};
