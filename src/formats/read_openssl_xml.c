/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenSSL's own vulnerabilities.xml, which it kept until 2022: for each issue the affected versions and the fixed ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "guidance/check.h"
#include "formats/readers.h"
#include "parse/xml.h"
#include "version/vercmp.h"

#define MAX_VERSIONS 2000 /* of one issue */

struct version {
	char base[24];
	char version[24];
};

struct versions {
	struct version *items;
	size_t count, capacity;
};

struct issue {
	char cve[SSLINV_CVE_SIZE];
	char severity[32];
	char published[SSLINV_DATE_SIZE];
	char title[512];
	char url[256];
	unsigned long line;
	struct versions affected, fixed;
};

struct reading {
	const struct sslinv_checked_sink *sink;
	struct issue issue;
};

static bool recognise(const char *head, size_t length)
{
	char name[32];

	/* Other documents could have a <security> root; the first element in it decides. */
	return sslinv_xml_sniff(head, length, name, sizeof(name), NULL, 0) && strcmp(name, "security") == 0 &&
	       memmem(head, length, "<issue", strlen("<issue")) != NULL;
}

static int add_version(struct reading *reading, struct sslinv_xml *xml, struct versions *list, struct sslinv_error *error)
{
	const char *base = sslinv_xml_attribute(xml, "base");
	const char *version = sslinv_xml_attribute(xml, "version");
	struct version *slot;

	if (!base || !version || strlen(base) >= sizeof(slot->base) || strlen(version) >= sizeof(slot->version) ||
	    !sslinv_check_version(version))
		return sslinv_check_warn(reading->sink, sslinv_xml_line(xml), "%s: a version cannot be read; left out",
					 reading->issue.cve[0] ? reading->issue.cve : "an issue");
	if (list->count >= MAX_VERSIONS)
		return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error, "an issue lists more than %d versions; refused",
				       MAX_VERSIONS);
	slot = sslinv_array_add(list);
	if (!slot)
		return sslinv_error_memory(error);
	snprintf(slot->base, sizeof(slot->base), "%s", base);
	snprintf(slot->version, sizeof(slot->version), "%s", version);
	return 0;
}

/* The lowest version above (or the highest, from below) another one of the same base; NULL if there is none. */
static const char *extreme(const struct versions *list, const char *base, const char *above, bool highest)
{
	const char *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct version *version = &list->items[i];
		int order = found ? sslinv_vercmp_openssl(version->version, found) : 0;

		if (strcmp(version->base, base) != 0 || (above && sslinv_vercmp_openssl(version->version, above) <= 0))
			continue;
		if (!found || (highest ? order > 0 : order < 0))
			found = version->version;
	}
	return found;
}

static int tell_base(struct reading *reading, const char *base)
{
	const struct issue *issue = &reading->issue;
	const char *from = extreme(&issue->affected, base, NULL, false);
	struct sslinv_range range = { .cve = issue->cve, .library = "OpenSSL", .from = from };

	range.until = extreme(&issue->fixed, base, from, false);
	if (!range.until)
		range.last = extreme(&issue->affected, base, NULL, true);
	return sslinv_check_range(reading->sink, &range, issue->line);
}

static int tell_issue(struct reading *reading)
{
	const struct issue *issue = &reading->issue;
	struct sslinv_vulnerability vulnerability = {
		.cve = issue->cve,
		.severity = issue->severity,
		.published = issue->published[0] ? issue->published : NULL,
		.title = issue->title[0] ? issue->title : NULL,
		.url = issue->url[0] ? issue->url : NULL,
	};
	int rc;

	/* A few early issues never got a CVE id. */
	if (!sslinv_cve_is(issue->cve))
		return sslinv_check_dropped(reading->sink, 1);
	rc = sslinv_check_vulnerability(reading->sink, &vulnerability, issue->line);
	for (size_t i = 0; rc == 0 && i < issue->affected.count; i++) {
		size_t j = 0;

		while (strcmp(issue->affected.items[j].base, issue->affected.items[i].base) != 0)
			j++;
		if (j == i)
			rc = tell_base(reading, issue->affected.items[i].base);
	}
	return rc;
}

static int read_cve(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct issue *issue = &((struct reading *)context)->issue;
	const char *name = sslinv_xml_attribute(xml, "name");

	(void)error;
	if (name && !issue->cve[0])
		snprintf(issue->cve, sizeof(issue->cve), "%s%s", sslinv_str_starts(name, "CVE-") ? "" : "CVE-", name);
	return 0;
}

static int read_impact(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct issue *issue = &((struct reading *)context)->issue;
	const char *severity = sslinv_xml_attribute(xml, "severity");

	(void)error;
	snprintf(issue->severity, sizeof(issue->severity), "%s", severity ? severity : "");
	return 0;
}

static int read_affected(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;

	return add_version(reading, xml, &reading->issue.affected, error);
}

static int read_fixed(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;

	return add_version(reading, xml, &reading->issue.fixed, error);
}

static int read_advisory(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct issue *issue = &((struct reading *)context)->issue;
	const char *url = sslinv_xml_attribute(xml, "url");

	(void)error;
	snprintf(issue->url, sizeof(issue->url), "%s%s", url && url[0] == '/' ? "https://www.openssl.org" : "",
		 url ? url : "");
	return 0;
}

static int read_issue(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = {
		{ "cve", read_cve },
		{ "impact", read_impact },
		{ "affects", read_affected },
		{ "fixed", read_fixed },
		{ "title", SSLINV_XML_INTO(struct reading, issue.title) },
		{ "advisory", read_advisory },
		{ 0 },
	};
	struct reading *reading = context;
	struct issue *issue = &reading->issue;
	int rc;

	issue->cve[0] = issue->severity[0] = issue->title[0] = issue->url[0] = '\0';
	issue->affected.count = issue->fixed.count = 0;
	issue->line = sslinv_xml_line(xml);
	if (!sslinv_date_parse(sslinv_xml_attribute(xml, "public"), issue->published))
		issue->published[0] = '\0';
	rc = sslinv_xml_children(xml, rules, reading, error);
	return rc < 0 ? rc : tell_issue(reading);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "issue", read_issue }, { 0 } };
	struct reading reading = { .sink = sink };
	struct sslinv_xml *xml = NULL;
	struct sslinv_feed feed = { .name = sslinv_input_name(input),
				    .vendor = "OpenSSL",
				    .format = "openssl-xml",
				    .identity = "openssl-xml/vulnerabilities" };
	char published[SSLINV_DATE_SIZE];
	int rc = sslinv_xml_open(input, &xml, error);

	if (rc == 0)
		rc = sslinv_xml_root(xml, "security", error);
	if (rc > 0) {
		if (sslinv_date_parse(sslinv_xml_attribute(xml, "updated"), published))
			feed.published = published;
		rc = sslinv_check_feed(sink, &feed, sslinv_xml_line(xml));
	}
	if (rc == 0)
		rc = sslinv_xml_children(xml, rules, &reading, error);
	while (rc == 0 && (rc = sslinv_xml_next(xml, error)) > 0)
		rc = 0;
	sslinv_xml_free(xml);
	free(reading.issue.affected.items);
	free(reading.issue.fixed.items);
	return rc;
}

const struct sslinv_reader sslinv_reader_openssl_xml = {
	.format = "openssl-xml",
	.title = "OpenSSL's vulnerabilities.xml (history)",
	.recognise = recognise,
	.read = read_document,
};
