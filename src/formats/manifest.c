/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes the manifest of a bundle. */
#include "formats/manifest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"
#include "parse/xml.h"
#include "parse/xml_write.h"

/* What the namespaces of all versions begin with. */
#define FAMILY "urn:sslinv:bundle:"

#define DIGEST_LENGTH 64

struct reading {
	struct sslinv_xml *xml;
	struct sslinv_manifest *manifest;
	struct sslinv_error *error;
};

bool sslinv_manifest_recognise(const char *head, size_t length)
{
	char name[16], uri[64];

	return sslinv_xml_sniff(head, length, name, sizeof(name), uri, sizeof(uri)) && strcmp(name, "bundle") == 0 &&
	       sslinv_str_starts(uri, FAMILY);
}

static bool is_digest(const char *text)
{
	return strlen(text) == DIGEST_LENGTH && strspn(text, "0123456789abcdef") == DIGEST_LENGTH;
}

/* A time to the second, in UTC, as sslinv_str_time() writes it: two of them compare as texts. */
static bool is_time(const char *text)
{
	char again[SSLINV_TIME_SIZE];
	int64_t seconds;

	if (!sslinv_date_seconds(text, &seconds))
		return false;
	sslinv_str_time(again, seconds);
	return strcmp(again, text) == 0;
}

static bool is_date(const char *text)
{
	char day[SSLINV_DATE_SIZE];

	return sslinv_date_parse(text, day);
}

static bool is_any(const char *text)
{
	return text[0] != '\0';
}

/* An attribute of the current element, kept in the arena where it has this form; NULL where it may be missing and is. */
static int keep(struct reading *reading, const char *name, bool is_required, bool (*has_form)(const char *text),
		const char **value)
{
	const char *text = sslinv_xml_attribute(reading->xml, name);

	if (!text && !is_required)
		return 0;
	if (!text || !has_form(text))
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "the manifest has a <%s> whose %s %s",
				       sslinv_xml_name(reading->xml), name, text ? "has not the right form" : "is missing");
	*value = sslinv_arena_strdup(&reading->manifest->arena, text);
	return *value ? 0 : sslinv_error_memory(reading->error);
}

static int read_number(struct reading *reading, const char *name, uint64_t max, uint64_t *number)
{
	const char *text = sslinv_xml_attribute(reading->xml, name);

	if (text && sslinv_parse_number(text, max, number))
		return 0;
	return sslinv_xml_fail(reading->xml, text ? SSLINV_E_LIMIT : SSLINV_E_FORMAT, reading->error,
			       "the manifest has a <%s> whose %s is not a number up to %" PRIu64,
			       sslinv_xml_name(reading->xml), name, max);
}

static int read_feed(struct reading *reading)
{
	struct sslinv_manifest *manifest = reading->manifest;
	struct sslinv_manifest_feed *feed = NULL, *before;
	const char *dated;
	int rc;

	if (!sslinv_xml_is(reading->xml, "feed"))
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error, "the manifest has an element <%s>",
				       sslinv_xml_name(reading->xml));
	if (manifest->feeds.count < SSLINV_BUNDLE_MAX_FEEDS)
		feed = sslinv_array_add(&manifest->feeds);
	else
		return sslinv_xml_fail(reading->xml, SSLINV_E_LIMIT, reading->error, "the manifest has more than %u feeds",
				       SSLINV_BUNDLE_MAX_FEEDS);
	if (!feed)
		return sslinv_error_memory(reading->error);
	dated = sslinv_xml_attribute(reading->xml, "dated");
	feed->is_dated = dated && strcmp(dated, "true") == 0;
	rc = keep(reading, "identity", true, is_any, &feed->identity);
	if (rc == 0)
		rc = keep(reading, "vendor", true, is_any, &feed->vendor);
	if (rc == 0)
		rc = keep(reading, "source", false, is_any, &feed->source);
	if (rc == 0)
		rc = keep(reading, "published", false, is_date, &feed->published);
	if (rc == 0)
		rc = keep(reading, "confirmed", false, is_time, &feed->confirmed);
	if (rc == 0)
		rc = keep(reading, "digest", true, is_digest, &feed->digest);
	if (rc == 0)
		rc = read_number(reading, "entries", INT64_MAX, &feed->entries);
	if (rc < 0)
		return rc;
	before = manifest->feeds.count > 1 ? feed - 1 : NULL;
	if (before && strcmp(before->identity, feed->identity) >= 0)
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				       "the manifest has %.200s twice, or out of order", feed->identity);
	if (feed->confirmed && strcmp(feed->confirmed, manifest->created) > 0)
		return sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				       "the manifest has %.200s as confirmed after the bundle was made", feed->identity);
	return 0;
}

static int read_root(struct reading *reading, uint64_t *feeds)
{
	struct sslinv_manifest *manifest = reading->manifest;
	const char *uri = sslinv_xml_namespace(reading->xml);
	int rc;

	if (strcmp(uri, SSLINV_BUNDLE_NAMESPACE) != 0)
		return sslinv_xml_fail(reading->xml, SSLINV_E_UNSUPPORTED, reading->error,
				       "a bundle of the format %.60s, and this program reads %s: use a newer sslinv", uri,
				       SSLINV_BUNDLE_NAMESPACE);
	rc = keep(reading, "created", true, is_time, &manifest->created);
	if (rc == 0)
		rc = keep(reading, "sha256", true, is_digest, &manifest->sha256);
	if (rc == 0)
		rc = keep(reading, "for", false, is_any, &manifest->scope);
	if (rc == 0)
		rc = read_number(reading, "size", SSLINV_BUNDLE_MAX_BYTES, &manifest->size);
	return rc ? rc : read_number(reading, "feeds", SSLINV_BUNDLE_MAX_FEEDS, feeds);
}

static int read_document(struct reading *reading)
{
	uint64_t feeds = 0;
	int rc = sslinv_xml_root(reading->xml, "bundle", reading->error);

	if (rc > 0)
		rc = read_root(reading, &feeds);
	while (rc == 0 && (rc = sslinv_xml_child(reading->xml, 0, reading->error)) > 0)
		rc = read_feed(reading);
	if (rc == 0 && reading->manifest->feeds.count != feeds)
		rc = sslinv_xml_fail(reading->xml, SSLINV_E_FORMAT, reading->error,
				     "the manifest says that it has %" PRIu64 " feeds, and names %zu", feeds,
				     reading->manifest->feeds.count);
	while (rc == 0 && (rc = sslinv_xml_next(reading->xml, reading->error)) > 0)
		rc = 0;
	return rc;
}

int sslinv_manifest_read(struct sslinv_input *input, struct sslinv_manifest *manifest, struct sslinv_error *error)
{
	struct reading reading = { .manifest = manifest, .error = error };
	int rc = sslinv_xml_open(input, &reading.xml, error);

	memset(manifest, 0, sizeof(*manifest));
	if (rc == 0)
		rc = read_document(&reading);
	sslinv_xml_free(reading.xml);
	return rc;
}

static int write_feed(struct sslinv_xml_writer *xml, const struct sslinv_manifest_feed *feed)
{
	char entries[24];
	int rc = sslinv_xml_writer_start(xml, "feed");

	snprintf(entries, sizeof(entries), "%" PRIu64, feed->entries);
	if (rc == 0)
		rc = sslinv_xml_writer_attributes(
			xml, SSLINV_XML_PAIRS({ "identity", feed->identity }, { "vendor", feed->vendor },
					      { "source", feed->source }, { "published", feed->published },
					      { "dated", feed->is_dated ? "true" : NULL }, { "confirmed", feed->confirmed },
					      { "digest", feed->digest }, { "entries", entries }));
	return rc ? rc : sslinv_xml_writer_end(xml);
}

int sslinv_manifest_write(const struct sslinv_manifest *manifest, FILE *file, struct sslinv_error *error)
{
	struct sslinv_xml_writer *xml = NULL;
	char size[24], feeds[24];
	int rc = sslinv_xml_writer_open(file, &xml, error), closed;

	if (rc < 0)
		return rc;
	snprintf(size, sizeof(size), "%" PRIu64, manifest->size);
	snprintf(feeds, sizeof(feeds), "%zu", manifest->feeds.count);
	rc = sslinv_xml_writer_start(xml, "bundle");
	if (rc == 0)
		rc = sslinv_xml_writer_attributes(xml, SSLINV_XML_PAIRS({ "xmlns", SSLINV_BUNDLE_NAMESPACE },
									{ "created", manifest->created }, { "size", size },
									{ "sha256", manifest->sha256 }, { "feeds", feeds },
									{ "for", manifest->scope }));
	for (size_t i = 0; rc == 0 && i < manifest->feeds.count; i++)
		rc = write_feed(xml, &manifest->feeds.items[i]);
	closed = sslinv_xml_writer_close(xml, error);
	return rc < 0 && closed == 0 ? sslinv_error_memory(error) : closed;
}

static int compare_identity(const void *wanted, const void *item)
{
	const struct sslinv_manifest_feed *feed = item;

	return strcmp(wanted, feed->identity);
}

const struct sslinv_manifest_feed *sslinv_manifest_find(const struct sslinv_manifest *manifest, const char *identity)
{
	return sslinv_search_find(identity, manifest->feeds.items, manifest->feeds.count, sizeof(*manifest->feeds.items),
				  compare_identity);
}

const char *sslinv_manifest_date(const char *published, const char *confirmed)
{
	return sslinv_str_compare(published, confirmed) > 0 ? published : confirmed;
}

void sslinv_manifest_free(struct sslinv_manifest *manifest)
{
	free(manifest->feeds.items);
	sslinv_arena_free(&manifest->arena);
	memset(manifest, 0, sizeof(*manifest));
}
