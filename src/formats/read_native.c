/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader of sslinv's own guidance XML. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "guidance/check.h"
#include "formats/native.h"
#include "formats/readers.h"
#include "parse/xml.h"

struct reading {
	const struct sslinv_checked_sink *sink;
	struct sslinv_statement statement; /* what the enclosing elements say of it */
	const char *cve;                   /* of the enclosing vulnerability */
	struct sslinv_arena arena;         /* of the attributes of enclosing elements, one feed at a time */
};

static bool recognise(const char *head, size_t length)
{
	char name[32];
	char uri[64];

	return sslinv_xml_sniff(head, length, name, sizeof(name), uri, sizeof(uri)) && strcmp(name, "guidance") == 0 &&
	       sslinv_str_starts(uri, SSLINV_NATIVE_FAMILY);
}

/* An attribute that must be there. */
static int required(struct sslinv_xml *xml, const char *name, const char **value, struct sslinv_error *error)
{
	*value = sslinv_xml_attribute(xml, name);
	if (*value)
		return 0;
	return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "<%s> has no attribute %s", sslinv_xml_name(xml), name);
}

/* The same, to be kept while the elements below are read. */
static int keep(struct reading *reading, struct sslinv_xml *xml, const char *name, bool is_required, const char **value,
		struct sslinv_error *error)
{
	int rc = 0;

	if (is_required)
		rc = required(xml, name, value, error);
	else
		*value = sslinv_xml_attribute(xml, name);
	if (rc < 0 || !*value)
		return rc;
	*value = sslinv_arena_strdup(&reading->arena, *value);
	return *value ? 0 : sslinv_error_memory(error);
}

static const char *optional(struct sslinv_xml *xml, const char *name)
{
	const char *value = sslinv_xml_attribute(xml, name);

	return value && value[0] ? value : NULL;
}

static int unknown_element(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;

	(void)error;
	return sslinv_check_warn(reading->sink, sslinv_xml_line(xml), "element <%s> is not known here; left out",
				 sslinv_xml_name(xml));
}

static int read_life(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	struct sslinv_life life = { .stream = NULL };
	int rc = required(xml, "product", &life.product, error);

	if (rc == 0)
		rc = required(xml, "release", &life.release, error);
	if (rc != 0)
		return rc;
	life.released = optional(xml, "released");
	life.end = optional(xml, "end");
	life.stream = optional(xml, "stream");
	life.name = optional(xml, "name");
	return sslinv_check_life(reading->sink, &life, sslinv_xml_line(xml));
}

static int read_exploitation(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	const struct sslinv_exploitation exploitation = {
		.cve = sslinv_xml_attribute(xml, "cve"),
		.known_since = optional(xml, "known-since"),
		.probability = optional(xml, "probability"),
	};

	(void)error;
	return sslinv_check_exploitation(reading->sink, &exploitation, sslinv_xml_line(xml));
}

static int read_branch(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	const struct sslinv_branch branch = {
		.library = sslinv_xml_attribute(xml, "library"),
		.version = sslinv_xml_attribute(xml, "version"),
		.tls = sslinv_xml_attribute(xml, "tls"),
	};

	(void)error;
	return sslinv_check_branch(reading->sink, &branch, sslinv_xml_line(xml));
}

static int read_upgrade(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	const struct sslinv_instruction instruction = {
		.distro = sslinv_xml_attribute(xml, "product"),
		.release = sslinv_xml_attribute(xml, "release"),
		.format = sslinv_xml_attribute(xml, "format"),
		.command = sslinv_xml_attribute(xml, "command"),
		.advisory = optional(xml, "advisory"),
	};

	(void)error;
	return sslinv_check_instruction(reading->sink, &instruction, sslinv_xml_line(xml));
}

static int read_page(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	const struct sslinv_page page = {
		.product = sslinv_xml_attribute(xml, "product"),
		.about = sslinv_xml_attribute(xml, "about"),
		.address = sslinv_xml_attribute(xml, "address"),
	};

	(void)error;
	return sslinv_check_page(reading->sink, &page, sslinv_xml_line(xml));
}

static int read_range(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	struct sslinv_range range = { .cve = reading->cve };
	int rc = required(xml, "library", &range.library, error);

	if (rc == 0)
		rc = required(xml, "from", &range.from, error);
	if (rc != 0)
		return rc;
	range.until = optional(xml, "until");
	range.last = optional(xml, "last");
	return sslinv_check_range(reading->sink, &range, sslinv_xml_line(xml));
}

static int read_vulnerability(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "range", read_range }, { NULL, unknown_element }, { 0 } };
	struct reading *reading = context;
	struct sslinv_vulnerability vulnerability = { .cve = NULL };
	int rc = keep(reading, xml, "cve", true, &vulnerability.cve, error);

	if (rc != 0)
		return rc;
	vulnerability.published = optional(xml, "published");
	vulnerability.severity = optional(xml, "severity");
	vulnerability.title = optional(xml, "title");
	vulnerability.url = optional(xml, "url");
	/* Without any of these it only holds ranges. */
	if (vulnerability.severity || vulnerability.published || vulnerability.title || vulnerability.url)
		rc = sslinv_check_vulnerability(reading->sink, &vulnerability, sslinv_xml_line(xml));
	reading->cve = vulnerability.cve;
	return rc < 0 ? rc : sslinv_xml_children(xml, rules, reading, error);
}

static int read_statement(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct reading *reading = context;
	struct sslinv_statement statement = reading->statement;
	unsigned long line = sslinv_xml_line(xml);
	const char *status;
	const char *doubtful = sslinv_xml_attribute(xml, "doubtful");
	int rc = required(xml, "cve", &statement.cve, error);

	if (rc == 0)
		rc = required(xml, "status", &status, error);
	if (rc != 0)
		return rc;
	statement.issued = optional(xml, "issued");
	statement.fixed_version = optional(xml, "fixed-version");
	statement.introduced = optional(xml, "introduced");
	statement.last_affected = optional(xml, "last-affected");
	statement.arch = optional(xml, "arch");
	statement.advisory = optional(xml, "advisory");
	statement.severity = optional(xml, "severity");
	statement.url = optional(xml, "url");
	statement.note = optional(xml, "note");
	statement.is_doubtful = doubtful && strcmp(doubtful, "true") == 0;
	if (!sslinv_status_parse(status, &statement.status)) {
		statement.status = SSLINV_STATUS_UNKNOWN;
		rc = sslinv_check_warn(reading->sink, line, "%s: status %s is not known here; taken as unknown",
				       statement.cve, status);
	}
	return rc != 0 ? rc : sslinv_check_statement(reading->sink, &statement, line);
}

static int read_package(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "statement", read_statement }, { NULL, unknown_element }, { 0 } };
	struct reading *reading = context;
	const char *kind = sslinv_xml_attribute(xml, "kind");
	int rc;

	reading->statement.kind = kind && strcmp(kind, "source") == 0 ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	rc = keep(reading, xml, "name", true, &reading->statement.package, error);
	return rc < 0 ? rc : sslinv_xml_children(xml, rules, reading, error);
}

static int read_release(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "package", read_package }, { NULL, unknown_element }, { 0 } };
	struct reading *reading = context;
	int rc = keep(reading, xml, "version", true, &reading->statement.release, error);

	if (rc == 0)
		rc = keep(reading, xml, "stream", false, &reading->statement.stream, error);
	if (!reading->statement.stream)
		reading->statement.stream = "";
	return rc < 0 ? rc : sslinv_xml_children(xml, rules, reading, error);
}

static int read_distribution(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "release", read_release }, { NULL, unknown_element }, { 0 } };
	struct reading *reading = context;
	int rc;

	reading->statement = (struct sslinv_statement){ .stream = "" };
	rc = keep(reading, xml, "id", true, &reading->statement.distro, error);
	return rc < 0 ? rc : sslinv_xml_children(xml, rules, reading, error);
}

static int read_feed(void *context, struct sslinv_xml *xml, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = {
		{ "life", read_life },
		{ "exploitation", read_exploitation },
		{ "vulnerability", read_vulnerability },
		{ "distribution", read_distribution },
		{ "branch", read_branch },
		{ "upgrade", read_upgrade },
		{ "page", read_page },
		{ NULL, unknown_element },
		{ 0 },
	};
	struct reading *reading = context;
	struct sslinv_feed feed = { .name = NULL };
	int rc = required(xml, "name", &feed.name, error);

	if (rc == 0)
		rc = required(xml, "vendor", &feed.vendor, error);
	if (rc == 0)
		rc = required(xml, "format", &feed.format, error);
	if (rc == 0)
		rc = required(xml, "identity", &feed.identity, error);
	feed.published = optional(xml, "published");
	if (rc == 0)
		rc = sslinv_check_feed(reading->sink, &feed, sslinv_xml_line(xml));
	if (rc == 0)
		rc = sslinv_xml_children(xml, rules, reading, error);
	sslinv_arena_free(&reading->arena);
	return rc;
}

static int check_namespace(struct sslinv_xml *xml, struct sslinv_error *error)
{
	const char *uri = sslinv_xml_namespace(xml);

	if (strcmp(uri, SSLINV_NATIVE_NAMESPACE) == 0)
		return 0;
	return sslinv_xml_fail(xml, SSLINV_E_UNSUPPORTED, error, "guidance of the namespace %.100s; this program reads %s",
			       uri, SSLINV_NATIVE_NAMESPACE);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	static const struct sslinv_xml_rule rules[] = { { "feed", read_feed }, { NULL, unknown_element }, { 0 } };
	struct reading reading = { .sink = sink };
	struct sslinv_xml *xml = NULL;
	int rc = sslinv_xml_open(input, &xml, error);

	if (rc == 0)
		rc = sslinv_xml_root(xml, "guidance", error);
	if (rc > 0)
		rc = check_namespace(xml, error);
	if (rc == 0)
		rc = sslinv_xml_children(xml, rules, &reading, error);
	while (rc == 0 && (rc = sslinv_xml_next(xml, error)) > 0)
		rc = 0;
	sslinv_xml_free(xml);
	sslinv_arena_free(&reading.arena);
	return rc;
}

const struct sslinv_reader sslinv_reader_native = {
	.format = "native",
	.title = "sslinv's own guidance",
	.is_own = true,
	.recognise = recognise,
	.read = read_document,
};
