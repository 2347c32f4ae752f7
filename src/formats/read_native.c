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
	struct sslinv_xml *xml;
	const struct sslinv_checked_sink *sink;
	struct sslinv_error *error;
	struct sslinv_arena arena; /* of the attributes of enclosing elements, one feed at a time */
};

static bool recognise(const char *head, size_t length)
{
	char name[32];
	char uri[64];

	return sslinv_xml_sniff(head, length, name, sizeof(name), uri, sizeof(uri)) && strcmp(name, "guidance") == 0 &&
	       sslinv_str_starts(uri, SSLINV_NATIVE_FAMILY);
}

/* An attribute that must be there. */
static int required(struct reading *reading, const char *name, const char **value)
{
	*value = sslinv_xml_attribute(reading->xml, name);
	if (*value)
		return 0;
	return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "<%s> has no attribute %s",
			       sslinv_xml_name(reading->xml), name);
}

/* The same, to be kept while the elements below are read. */
static int keep(struct reading *reading, const char *name, bool is_required, const char **value)
{
	int rc = 0;

	if (is_required)
		rc = required(reading, name, value);
	else
		*value = sslinv_xml_attribute(reading->xml, name);
	if (rc < 0 || !*value)
		return rc;
	*value = sslinv_arena_strdup(&reading->arena, *value);
	return *value ? 0 : sslinv_error_memory(reading->error);
}

static const char *optional(struct reading *reading, const char *name)
{
	const char *value = sslinv_xml_attribute(reading->xml, name);

	return value && value[0] ? value : NULL;
}

static int unknown_element(struct reading *reading)
{
	return sslinv_check_warn(reading->sink, sslinv_xml_line(reading->xml), "element <%s> is not known here; left out",
				 sslinv_xml_name(reading->xml));
}

static int read_life(struct reading *reading)
{
	struct sslinv_life life = { .stream = NULL };
	int rc = required(reading, "product", &life.product);

	if (rc == 0)
		rc = required(reading, "release", &life.release);
	if (rc != 0)
		return rc;
	life.released = optional(reading, "released");
	life.end = optional(reading, "end");
	life.stream = optional(reading, "stream");
	life.name = optional(reading, "name");
	return sslinv_check_life(reading->sink, &life, sslinv_xml_line(reading->xml));
}

static int read_branch(struct reading *reading)
{
	const struct sslinv_branch branch = {
		.library = sslinv_xml_attribute(reading->xml, "library"),
		.version = sslinv_xml_attribute(reading->xml, "version"),
		.tls = sslinv_xml_attribute(reading->xml, "tls"),
	};

	return sslinv_check_branch(reading->sink, &branch, sslinv_xml_line(reading->xml));
}

static int read_upgrade(struct reading *reading)
{
	const struct sslinv_instruction instruction = {
		.distro = sslinv_xml_attribute(reading->xml, "product"),
		.release = sslinv_xml_attribute(reading->xml, "release"),
		.format = sslinv_xml_attribute(reading->xml, "format"),
		.command = sslinv_xml_attribute(reading->xml, "command"),
		.advisory = optional(reading, "advisory"),
	};

	return sslinv_check_instruction(reading->sink, &instruction, sslinv_xml_line(reading->xml));
}

static int read_page(struct reading *reading)
{
	const struct sslinv_page page = {
		.product = sslinv_xml_attribute(reading->xml, "product"),
		.about = sslinv_xml_attribute(reading->xml, "about"),
		.address = sslinv_xml_attribute(reading->xml, "address"),
	};

	return sslinv_check_page(reading->sink, &page, sslinv_xml_line(reading->xml));
}

static int read_range(struct reading *reading, const char *cve)
{
	struct sslinv_range range = { .cve = cve };
	int rc;

	if (!sslinv_xml_is(reading->xml, "range"))
		return unknown_element(reading);
	rc = required(reading, "library", &range.library);
	if (rc == 0)
		rc = required(reading, "from", &range.from);
	if (rc != 0)
		return rc;
	range.until = optional(reading, "until");
	range.last = optional(reading, "last");
	return sslinv_check_range(reading->sink, &range, sslinv_xml_line(reading->xml));
}

static int read_vulnerability(struct reading *reading)
{
	int depth = sslinv_xml_depth(reading->xml);
	struct sslinv_vulnerability vulnerability = { .cve = NULL };
	int rc = keep(reading, "cve", true, &vulnerability.cve);

	if (rc != 0)
		return rc;
	vulnerability.published = optional(reading, "published");
	vulnerability.severity = optional(reading, "severity");
	vulnerability.title = optional(reading, "title");
	vulnerability.url = optional(reading, "url");
	/* Without any of these it only holds ranges. */
	if (vulnerability.severity || vulnerability.published || vulnerability.title || vulnerability.url)
		rc = sslinv_check_vulnerability(reading->sink, &vulnerability, sslinv_xml_line(reading->xml));
	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0)
		rc = read_range(reading, vulnerability.cve);
	return rc;
}

static int read_statement(struct reading *reading, const struct sslinv_statement *package)
{
	struct sslinv_statement statement = *package;
	unsigned long line = sslinv_xml_line(reading->xml);
	const char *status;
	const char *doubtful = sslinv_xml_attribute(reading->xml, "doubtful");
	int rc;

	if (!sslinv_xml_is(reading->xml, "statement"))
		return unknown_element(reading);
	rc = required(reading, "cve", &statement.cve);
	if (rc == 0)
		rc = required(reading, "status", &status);
	if (rc != 0)
		return rc;
	statement.issued = optional(reading, "issued");
	statement.fixed_version = optional(reading, "fixed-version");
	statement.introduced = optional(reading, "introduced");
	statement.last_affected = optional(reading, "last-affected");
	statement.arch = optional(reading, "arch");
	statement.advisory = optional(reading, "advisory");
	statement.severity = optional(reading, "severity");
	statement.url = optional(reading, "url");
	statement.note = optional(reading, "note");
	statement.is_doubtful = doubtful && strcmp(doubtful, "true") == 0;
	if (!sslinv_status_parse(status, &statement.status)) {
		statement.status = SSLINV_STATUS_UNKNOWN;
		rc = sslinv_check_warn(reading->sink, line, "%s: status %s is not known here; taken as unknown",
				       statement.cve, status);
	}
	return rc != 0 ? rc : sslinv_check_statement(reading->sink, &statement, line);
}

static int read_package(struct reading *reading, struct sslinv_statement *statement)
{
	int depth = sslinv_xml_depth(reading->xml);
	const char *kind = sslinv_xml_attribute(reading->xml, "kind");
	int rc;

	if (!sslinv_xml_is(reading->xml, "package"))
		return unknown_element(reading);
	statement->kind = kind && strcmp(kind, "source") == 0 ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY;
	rc = keep(reading, "name", true, &statement->package);
	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0)
		rc = read_statement(reading, statement);
	return rc;
}

static int read_release(struct reading *reading, struct sslinv_statement *statement)
{
	int depth = sslinv_xml_depth(reading->xml);
	int rc;

	if (!sslinv_xml_is(reading->xml, "release"))
		return unknown_element(reading);
	rc = keep(reading, "version", true, &statement->release);
	if (rc == 0)
		rc = keep(reading, "stream", false, &statement->stream);
	if (!statement->stream)
		statement->stream = "";
	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0)
		rc = read_package(reading, statement);
	return rc;
}

static int read_distribution(struct reading *reading)
{
	int depth = sslinv_xml_depth(reading->xml);
	struct sslinv_statement statement = { .stream = "" };
	int rc = keep(reading, "id", true, &statement.distro);

	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0)
		rc = read_release(reading, &statement);
	return rc;
}

static int read_feed(struct reading *reading)
{
	static const struct {
		const char *name;
		int (*read)(struct reading *reading);
	} elements[] = {
		{ "life", read_life },
		{ "vulnerability", read_vulnerability },
		{ "distribution", read_distribution },
		{ "branch", read_branch },
		{ "upgrade", read_upgrade },
		{ "page", read_page },
	};
	int depth = sslinv_xml_depth(reading->xml);
	struct sslinv_feed feed = { .name = NULL };
	int rc = required(reading, "name", &feed.name);

	if (rc == 0)
		rc = required(reading, "vendor", &feed.vendor);
	if (rc == 0)
		rc = required(reading, "format", &feed.format);
	if (rc == 0)
		rc = required(reading, "identity", &feed.identity);
	feed.published = optional(reading, "published");
	if (rc == 0)
		rc = sslinv_check_feed(reading->sink, &feed, sslinv_xml_line(reading->xml));
	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, depth, reading->error)) > 0) {
		size_t i = 0;

		while (i < SSLINV_ARRAY_SIZE(elements) && !sslinv_xml_is(reading->xml, elements[i].name))
			i++;
		rc = i < SSLINV_ARRAY_SIZE(elements) ? elements[i].read(reading) : unknown_element(reading);
	}
	sslinv_arena_free(&reading->arena);
	return rc;
}

static int check_namespace(struct reading *reading)
{
	const char *uri = sslinv_xml_namespace(reading->xml);

	if (strcmp(uri, SSLINV_NATIVE_NAMESPACE) == 0)
		return 0;
	return sslinv_xml_fail(reading->xml, SSLINV_E_UNSUPPORTED, reading->error,
			       "guidance of the namespace %.100s; this program reads %s", uri, SSLINV_NATIVE_NAMESPACE);
}

static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct reading reading = { .sink = sink, .error = error };
	int rc = sslinv_xml_open(input, &reading.xml, error);

	if (rc == 0)
		rc = sslinv_xml_root(reading.xml, "guidance", error);
	if (rc > 0)
		rc = check_namespace(&reading);
	while (rc == 0 && (rc = sslinv_xml_child(reading.xml, 0, error)) > 0)
		rc = sslinv_xml_is(reading.xml, "feed") ? read_feed(&reading) : unknown_element(&reading);
	while (rc == 0 && (rc = sslinv_xml_next(reading.xml, error)) > 0)
		rc = 0;
	sslinv_xml_free(reading.xml);
	sslinv_arena_free(&reading.arena);
	return rc;
}

const struct sslinv_reader sslinv_reader_native = {
	.format = "native",
	.title = "sslinv's own guidance",
	.recognise = recognise,
	.read = read_document,
};
