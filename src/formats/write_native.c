/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer of sslinv's own guidance XML. */
#include "formats/write_native.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/native.h"
#include "parse/xml_write.h"

struct sslinv_native_writer {
	struct sslinv_xml_writer *xml;
	struct sslinv_guidance_sink sink;
	bool in_feed;
	/* The open groups, NULL if none: what the next entry must share to stand in them. */
	char *vulnerability;
	char *distro;
	char *release;
	char *stream;
	char *package;
	enum sslinv_package_kind kind;
};

static int start(struct sslinv_native_writer *writer, const char *name)
{
	return sslinv_xml_writer_start(writer->xml, name);
}

static int end(struct sslinv_native_writer *writer)
{
	return sslinv_xml_writer_end(writer->xml);
}

#define attributes(writer, ...) sslinv_xml_writer_attributes((writer)->xml, SSLINV_XML_PAIRS(__VA_ARGS__))

static const char *or_none(const char *text)
{
	return text && text[0] ? text : NULL;
}

static int close_one(struct sslinv_native_writer *writer, char **group)
{
	if (!*group)
		return 0;
	free(*group);
	*group = NULL;
	return end(writer);
}

/* Ends the open groups, down to the feed. */
static int close_groups(struct sslinv_native_writer *writer)
{
	int rc = close_one(writer, &writer->vulnerability);

	if (rc == 0)
		rc = close_one(writer, &writer->package);
	if (rc == 0)
		rc = close_one(writer, &writer->release);
	if (rc == 0)
		rc = close_one(writer, &writer->distro);
	return rc;
}

static int remember(struct sslinv_native_writer *writer, char **group, const char *value)
{
	*group = strdup(value);
	return *group ? 0 : sslinv_xml_writer_fail(writer->xml);
}

static int write_feed(void *context, const struct sslinv_feed *feed)
{
	struct sslinv_native_writer *writer = context;
	int rc = close_groups(writer);

	if (rc == 0 && writer->in_feed)
		rc = end(writer);
	if (rc == 0)
		rc = start(writer, "feed");
	writer->in_feed = true;
	if (rc == 0)
		rc = attributes(writer, { "name", feed->name }, { "vendor", feed->vendor }, { "format", feed->format },
				{ "published", or_none(feed->published) }, { "identity", feed->identity });
	return rc;
}

/* An element of the feed that holds nothing; its attributes are what is behind. */
#define write_single(writer, name, ...) write_element(writer, name, SSLINV_XML_PAIRS(__VA_ARGS__))

static int write_element(struct sslinv_native_writer *writer, const char *name, const struct sslinv_xml_pair *values,
			 size_t count)
{
	int rc = close_groups(writer);

	if (rc == 0)
		rc = start(writer, name);
	if (rc == 0)
		rc = sslinv_xml_writer_attributes(writer->xml, values, count);
	return rc < 0 ? rc : end(writer);
}

static int write_life(void *context, const struct sslinv_life *life)
{
	return write_single(context, "life", { "product", life->product }, { "release", life->release },
			    { "stream", or_none(life->stream) }, { "name", or_none(life->name) },
			    { "released", or_none(life->released) }, { "end", or_none(life->end) });
}

static int write_exploitation(void *context, const struct sslinv_exploitation *exploitation)
{
	return write_single(context, "exploitation", { "cve", exploitation->cve },
			    { "known-since", or_none(exploitation->known_since) },
			    { "probability", or_none(exploitation->probability) });
}

static int write_branch(void *context, const struct sslinv_branch *branch)
{
	return write_single(context, "branch", { "library", branch->library }, { "version", branch->version },
			    { "tls", branch->tls });
}

static int write_instruction(void *context, const struct sslinv_instruction *instruction)
{
	return write_single(context, "upgrade", { "product", or_none(instruction->distro) },
			    { "release", or_none(instruction->release) }, { "format", or_none(instruction->format) },
			    { "advisory", or_none(instruction->advisory) }, { "command", instruction->command });
}

static int write_page(void *context, const struct sslinv_page *page)
{
	return write_single(context, "page", { "product", page->product }, { "about", page->about },
			    { "address", page->address });
}

static int open_vulnerability(struct sslinv_native_writer *writer, const char *cve)
{
	int rc = close_groups(writer);

	if (rc == 0)
		rc = start(writer, "vulnerability");
	if (rc == 0)
		rc = remember(writer, &writer->vulnerability, cve);
	return rc < 0 ? rc : attributes(writer, { "cve", cve });
}

static int write_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability)
{
	struct sslinv_native_writer *writer = context;
	int rc = open_vulnerability(writer, vulnerability->cve);

	if (rc == 0)
		rc = attributes(writer, { "severity", or_none(vulnerability->severity) },
				{ "published", or_none(vulnerability->published) },
				{ "title", or_none(vulnerability->title) }, { "url", or_none(vulnerability->url) });
	return rc;
}

static int write_range(void *context, const struct sslinv_range *range)
{
	struct sslinv_native_writer *writer = context;
	int rc = 0;

	if (!writer->vulnerability || strcmp(writer->vulnerability, range->cve) != 0)
		rc = open_vulnerability(writer, range->cve);
	if (rc == 0)
		rc = start(writer, "range");
	if (rc == 0)
		rc = attributes(writer, { "library", range->library }, { "from", range->from },
				{ "until", or_none(range->until) }, { "last", or_none(range->last) });
	return rc < 0 ? rc : end(writer);
}

/* Opens the groups around a statement, as far as they are not open yet. */
static int open_package(struct sslinv_native_writer *writer, const struct sslinv_statement *statement)
{
	const char *stream = statement->stream ? statement->stream : "";
	bool same_distro = writer->distro && strcmp(writer->distro, statement->distro) == 0;
	bool same_release = same_distro && writer->release && strcmp(writer->release, statement->release) == 0 &&
			    strcmp(writer->stream, stream) == 0;
	bool same_package = same_release && writer->package && strcmp(writer->package, statement->package) == 0 &&
			    writer->kind == statement->kind;
	int rc = close_one(writer, &writer->vulnerability);

	if (rc < 0 || same_package)
		return rc;
	rc = close_one(writer, &writer->package);
	if (rc == 0 && !same_release)
		rc = close_one(writer, &writer->release);
	if (rc == 0 && !same_distro)
		rc = close_one(writer, &writer->distro);
	if (rc == 0 && !same_distro) {
		rc = start(writer, "distribution");
		if (rc == 0)
			rc = remember(writer, &writer->distro, statement->distro);
		if (rc == 0)
			rc = attributes(writer, { "id", statement->distro });
	}
	if (rc == 0 && !same_release) {
		free(writer->stream);
		rc = remember(writer, &writer->stream, stream);
		if (rc == 0)
			rc = start(writer, "release");
		if (rc == 0)
			rc = remember(writer, &writer->release, statement->release);
		if (rc == 0)
			rc = attributes(writer, { "version", statement->release }, { "stream", or_none(stream) });
	}
	if (rc == 0)
		rc = start(writer, "package");
	if (rc == 0)
		rc = remember(writer, &writer->package, statement->package);
	writer->kind = statement->kind;
	if (rc == 0)
		rc = attributes(writer, { "name", statement->package },
				{ "kind", statement->kind == SSLINV_PACKAGE_SOURCE ? "source" : "binary" });
	return rc;
}

static int write_statement(void *context, const struct sslinv_statement *statement)
{
	struct sslinv_native_writer *writer = context;
	int rc = open_package(writer, statement);

	if (rc == 0)
		rc = start(writer, "statement");
	if (rc == 0)
		rc = attributes(writer, { "cve", statement->cve }, { "status", sslinv_status_name(statement->status) },
				{ "fixed-version", or_none(statement->fixed_version) },
				{ "introduced", or_none(statement->introduced) },
				{ "last-affected", or_none(statement->last_affected) }, { "arch", or_none(statement->arch) },
				{ "advisory", or_none(statement->advisory) }, { "severity", or_none(statement->severity) },
				{ "issued", or_none(statement->issued) }, { "url", or_none(statement->url) },
				{ "note", or_none(statement->note) },
				{ "doubtful", statement->is_doubtful ? "true" : NULL });
	return rc < 0 ? rc : end(writer);
}

static int ignore_warning(void *context, unsigned long line, const char *message)
{
	(void)context;
	(void)line;
	(void)message;
	return 0;
}

static int ignore_dropped(void *context)
{
	(void)context;
	return 0;
}

int sslinv_native_open(FILE *file, const char *generated, struct sslinv_native_writer **result, struct sslinv_error *error)
{
	struct sslinv_native_writer *writer = calloc(1, sizeof(*writer));
	int rc;

	*result = NULL;
	if (!writer)
		return sslinv_error_memory(error);
	writer->sink = (struct sslinv_guidance_sink){
		.context = writer,
		.feed = write_feed,
		.statement = write_statement,
		.vulnerability = write_vulnerability,
		.range = write_range,
		.life = write_life,
		.exploitation = write_exploitation,
		.warning = ignore_warning,
		.dropped = ignore_dropped,
		.branch = write_branch,
		.instruction = write_instruction,
		.page = write_page,
	};
	rc = sslinv_xml_writer_open(file, &writer->xml, error);
	if (rc < 0) {
		free(writer);
		return rc;
	}
	rc = start(writer, "guidance");
	if (rc == 0)
		rc = attributes(writer, { "xmlns", SSLINV_NATIVE_NAMESPACE }, { "generated", generated });
	if (rc < 0)
		return sslinv_native_close(writer, error);
	*result = writer;
	return 0;
}

const struct sslinv_guidance_sink *sslinv_native_sink(struct sslinv_native_writer *writer)
{
	return &writer->sink;
}

int sslinv_native_close(struct sslinv_native_writer *writer, struct sslinv_error *error)
{
	int rc;

	if (!writer)
		return 0;
	rc = sslinv_xml_writer_close(writer->xml, error);
	free(writer->vulnerability);
	free(writer->distro);
	free(writer->release);
	free(writer->stream);
	free(writer->package);
	free(writer);
	return rc;
}
