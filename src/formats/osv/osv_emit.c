/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements out of an OSV record, once all of it was read. */
#include <string.h>

#include "base/str.h"
#include "formats/osv/osv.h"
#include "version/word.h"

/* Who publishes under which ids. */
static const struct {
	const char *id;
	const char *vendor;
} vendors[] = {
	{ "ALSA-", "AlmaLinux" },   { "ALBA-", "AlmaLinux" },   { "ALEA-", "AlmaLinux" }, { "RLSA-", "Rocky Linux" },
	{ "RXSA-", "Rocky Linux" }, { "RLBA-", "Rocky Linux" }, { "UBUNTU-", "Ubuntu" },  { "USN-", "Ubuntu" },
	{ "LSN-", "Ubuntu" },       { "DEBIAN-", "Debian" },    { "DSA-", "Debian" },     { "DLA-", "Debian" },
	{ "SUSE-", "SUSE" },        { "openSUSE-", "SUSE" },    { "RHSA-", "Red Hat" },   { "RHBA-", "Red Hat" },
	{ "RHEA-", "Red Hat" },     { "AZL-", "Microsoft" },    { "ALPINE-", "Alpine" },
};

static const char *const severities[] = { "low", "moderate", "medium", "important", "high", "critical", "negligible" };

static const char *vendor_of(const struct sslinv_osv *osv)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(vendors); i++) {
		if (sslinv_str_starts(osv->id, vendors[i].id))
			return vendors[i].vendor;
	}
	return osv->facts ? osv->facts->distro.distro : "";
}

/* `Moderate: openssl security update` begins with a severity. */
static bool severity_of(const struct sslinv_osv *osv, const struct sslinv_osv_fact *fact,
			char severity[SSLINV_SEVERITY_SIZE])
{
	char word[SSLINV_SEVERITY_SIZE];
	size_t length = osv->summary ? strcspn(osv->summary, ":") : 0;

	if (sslinv_word_severity(fact->severity, severity) || sslinv_word_severity(osv->vendor_severity, severity))
		return true;
	if (!length || length >= sizeof(word) || osv->summary[length] != ':')
		return false;
	memcpy(word, osv->summary, length);
	word[length] = '\0';
	if (!sslinv_word_severity(word, severity))
		return false;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(severities); i++) {
		if (strcmp(severity, severities[i]) == 0)
			return true;
	}
	return false;
}

/* The advisory: the record itself, or for a record about one CVE the notices it names. */
static int advisory_of(struct sslinv_json *json, const struct sslinv_osv *osv, const char **advisory)
{
	char *text = NULL;

	*advisory = osv->id;
	if (!sslinv_cve_at_end(osv->id))
		return 0;
	for (const struct sslinv_osv_name *notice = osv->notices; notice; notice = notice->next) {
		text = text ? sslinv_json_printf(json, "%s,%s", text, notice->text) : sslinv_json_keep(json, notice->text);
		if (!text)
			return sslinv_json_status(json);
		if (strlen(text) > 400)
			break;
	}
	*advisory = text;
	return 0;
}

static int emit_facts(struct sslinv_json *json, const struct sslinv_osv *osv)
{
	const char *own_cve = sslinv_cve_at_end(osv->id), *advisory = NULL;
	struct sslinv_osv_name own = { NULL, own_cve };
	char severity[SSLINV_SEVERITY_SIZE], day[SSLINV_DATE_SIZE];
	bool has_day = sslinv_date_parse(osv->published ? osv->published : osv->modified, day);
	int rc = advisory_of(json, osv, &advisory);

	for (const struct sslinv_osv_fact *fact = osv->facts; fact && rc >= 0; fact = fact->next) {
		struct sslinv_statement statement = {
			.distro = fact->distro.distro,
			.release = fact->distro.release,
			.stream = fact->distro.stream,
			.package = fact->package,
			.kind = fact->kind,
			.status = fact->status,
			.fixed_version = fact->fixed,
			.introduced = fact->introduced,
			.last_affected = fact->last_affected,
			.advisory = advisory,
			.severity = severity_of(osv, fact, severity) ? severity : NULL,
			.issued = has_day ? day : NULL,
			.url = osv->own_url ? osv->own_url : osv->advisory_url,
			.note = fact->note,
			.is_doubtful = fact->is_doubtful,
		};

		/* What a record about one CVE calls related is not fixed by it. */
		for (const struct sslinv_osv_name *cve = own_cve ? &own : osv->cves; cve && rc >= 0; cve = cve->next) {
			statement.cve = cve->text;
			rc = sslinv_check_statement(osv->sink, &statement, sslinv_json_line(json));
		}
	}
	return rc;
}

int sslinv_osv_emit(struct sslinv_json *json, const struct sslinv_osv *osv)
{
	const struct sslinv_checked_sink *sink = osv->sink;
	bool is_withdrawn = osv->withdrawn && osv->withdrawn[0];
	bool has_facts = osv->facts && (osv->cves || sslinv_cve_at_end(osv->id));
	struct sslinv_feed feed = {
		.name = osv->input_name,
		.vendor = vendor_of(osv),
		.format = "osv",
		.published = osv->modified ? osv->modified : osv->published,
		.is_withdrawn = is_withdrawn,
	};
	int rc = 0;

	/* A list may hold thousands that concern other packages: those are counted only. A withdrawn record takes back its
	 * feed. */
	if (has_facts || is_withdrawn || !osv->is_list) {
		feed.identity = sslinv_json_printf(json, "osv/%s", osv->id);
		if (!feed.identity)
			return sslinv_json_status(json);
		rc = sslinv_check_feed(sink, &feed, 0);
	}
	if (rc >= 0 && is_withdrawn)
		sslinv_json_warn(json, "%s was withdrawn on %s: not used", osv->id, osv->withdrawn);
	else if (rc >= 0 && has_facts)
		rc = emit_facts(json, osv);
	if (rc >= 0)
		rc = sslinv_check_dropped(sink, osv->dropped + (osv->facts && !has_facts));
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, sink);
}
