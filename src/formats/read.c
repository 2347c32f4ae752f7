/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of readers, and the way from a file to the reader that knows its format. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/readers.h"
#include "guidance/sink.h"
#include "parse/xml.h"

/* The first that recognises a document reads it; those that look closest come first. */
const struct sslinv_reader *const sslinv_readers[] = {
	&sslinv_reader_native,
	&sslinv_reader_oval,
	&sslinv_reader_updateinfo,
	&sslinv_reader_openssl_xml,
	&sslinv_reader_csaf,
	&sslinv_reader_osv,
	&sslinv_reader_openvex,
	&sslinv_reader_openssl_cve,
	&sslinv_reader_debian,
	&sslinv_reader_errata,
	&sslinv_reader_secdb,
	&sslinv_reader_arch,
	&sslinv_reader_endoflife,
	&sslinv_reader_tsv,
	&sslinv_reader_kev,
	&sslinv_reader_epss,
	&(const struct sslinv_reader){ .format = NULL },
};

/* What the document is, as far as its beginning shows: for the message that refuses it. */
static char *describe(const char *head, size_t length)
{
	char name[64];
	char uri[128];
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted_uri = NULL;
	size_t start = 0;

	if (length == 0)
		return strdup("it is empty");
	if (sslinv_xml_sniff(head, length, name, sizeof(name), uri, sizeof(uri))) {
		quoted = sslinv_str_quoted(name);
		quoted_uri = sslinv_str_quoted(uri);
		if (!quoted || !quoted_uri)
			return NULL;
		return uri[0] ? sslinv_str_format("an XML document of <%s> in the namespace %s", quoted, quoted_uri)
			      : sslinv_str_format("an XML document of <%s>", quoted);
	}
	while (start < length && strchr(" \t\r\n", head[start]) && head[start])
		start++;
	if (start < length && (head[start] == '{' || head[start] == '['))
		return strdup("a JSON document of no schema that is known here");
	return strdup("neither XML nor JSON nor a table of facts");
}

static int call(int (*hook)(void *context, struct sslinv_input *input), const struct sslinv_guidance_hooks *hooks,
		struct sslinv_input *input)
{
	return hook ? hook(hooks->context, input) : 0;
}

static int refuse(struct sslinv_input *input, const char *head, size_t length, const struct sslinv_checked_sink *sink,
		  const struct sslinv_guidance_hooks *hooks, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *what = describe(head, length);
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
	int rc;

	if (what)
		message = sslinv_str_format("%s: not guidance that can be read here: %s", sslinv_input_name(input), what);
	if (!message)
		return sslinv_error_memory(error);
	rc = sslinv_input_is_archive(input) ? call(hooks->is_lost, hooks, input) : 0;
	if (rc < 0)
		return rc;
	if (rc > 0)
		return sslinv_error_set(error, SSLINV_E_UNSUPPORTED, "%s", message);
	if (sslinv_input_is_archive(input))
		return sslinv_check_warn(sink, 0, "%s", message);
	return sslinv_error_set(
		error, SSLINV_E_UNSUPPORTED,
		"%s; known are OVAL, updateinfo, AlmaLinux's errata, CSAF, OSV, OpenVEX, Debian's and Arch's "
		"trackers, secdb, OpenSSL's CVE records and vulnerabilities.xml, fact tables, and sslinv's own guidance",
		message);
}

const struct sslinv_reader *sslinv_reader_find(const char *format)
{
	for (size_t i = 0; sslinv_readers[i]->format; i++)
		if (strcmp(sslinv_readers[i]->format, format) == 0)
			return sslinv_readers[i];
	return NULL;
}

/* A source speaks in the format that it is declared to speak in: what another reader makes of its words was never meant. */
static bool may_read(const struct sslinv_reader *reader, const struct sslinv_guidance_hooks *hooks)
{
	if (!hooks->is_fetched)
		return true;
	return hooks->format ? strcmp(reader->format, hooks->format) == 0 : !reader->is_own;
}

static int refuse_format(struct sslinv_input *input, const struct sslinv_reader *reader,
			 const struct sslinv_guidance_hooks *hooks, struct sslinv_error *error)
{
	int rc = sslinv_input_is_archive(input) ? call(hooks->is_lost, hooks, input) : 1;

	if (rc < 0)
		return rc;
	if (rc == 0 && hooks->foreign)
		return hooks->foreign(hooks->context, input, reader);
	return sslinv_error_set(
		error, SSLINV_E_FORMAT,
		"%s: %s (%s), which its source is not declared to bring; correct its address, or its `format`"
		" in sources.xml",
		sslinv_input_name(input), reader->title, reader->format);
}

static const struct sslinv_reader *find_reader(const char *head, size_t length)
{
	for (size_t i = 0; sslinv_readers[i]->format; i++) {
		if (sslinv_readers[i]->recognise(head, length))
			return sslinv_readers[i];
	}
	return NULL;
}

/* Documents are held in memory up to this size to be looked at as a whole. */
#define MAX_HELD ((size_t)8 << 20)

/* 1 where the document says nothing about OpenSSL, and never did: then it is passed over. */
static int is_silent(struct sslinv_input *input, const struct sslinv_guidance_hooks *hooks, struct sslinv_error *error)
{
	const char *bytes;
	size_t length;
	int rc = sslinv_input_is_archive(input) && hooks->is_known
			 ? sslinv_input_hold(input, MAX_HELD, &bytes, &length, error)
			 : 0;

	for (size_t i = 0; rc > 0 && sslinv_readers[i]->format; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *identity = NULL;

		if (sslinv_readers[i]->silent)
			identity = sslinv_readers[i]->silent(bytes, length);
		if (!identity)
			continue;
		rc = hooks->is_known(hooks->context, identity);
		return rc < 0 ? rc : !rc;
	}
	return rc < 0 ? rc : 0;
}

/* 1 where it is read, by *found or as one that says nothing; 0 where no reader knows it, or the caller has read it. */
static int read_document(struct sslinv_input *input, const struct sslinv_checked_sink *checked,
			 const struct sslinv_guidance_hooks *hooks, const struct sslinv_reader **found,
			 struct sslinv_error *error)
{
	const char *head;
	ssize_t length;
	int rc = call(hooks->begin, hooks, input);

	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = is_silent(input, hooks, error);
	if (rc > 0)
		return sslinv_check_dropped(checked, 1) < 0 ? SSLINV_E_STOPPED : 1;
	if (rc < 0)
		return rc;
	length = sslinv_input_peek(input, &head, error);
	if (length < 0)
		return (int)length;
	*found = find_reader(head, (size_t)length);
	if (!*found)
		return refuse(input, head, (size_t)length, checked, hooks, error);
	if (!may_read(*found, hooks))
		return refuse_format(input, *found, hooks, error);
	rc = (*found)->read(input, checked, error);
	if (rc == 0 && sslinv_input_is_archive(input) && (rc = call(hooks->is_lost, hooks, input)) > 0)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: says nothing any more, and does not say why",
				      sslinv_input_name(input));
	if (rc == 0)
		rc = call(hooks->end, hooks, input);
	return rc < 0 ? rc : 1;
}

/* Is it the document alone that cannot be read, and one of many that say nothing of each other? */
static bool is_of_document(struct sslinv_input *input, const struct sslinv_reader *reader,
			   const struct sslinv_guidance_hooks *hooks, int rc)
{
	if (!hooks->failed || (rc != SSLINV_E_FORMAT && rc != SSLINV_E_UNSUPPORTED && rc != SSLINV_E_LIMIT))
		return false;
	return hooks->is_one_of_many || ((!reader || sslinv_format_is_by_cve(reader->format)) &&
					 sslinv_input_is_archive(input) && !sslinv_input_has_failed(input));
}

static int read_documents(struct sslinv_input *input, const struct sslinv_guidance_sink *sink,
			  const struct sslinv_guidance_hooks *hooks, size_t *documents, struct sslinv_error *error)
{
	const struct sslinv_checked_sink checked = { sink };
	int rc = call(hooks->opened, hooks, input);

	while (rc == 0 && (rc = sslinv_input_next(input, error)) > 0) {
		const struct sslinv_reader *reader = NULL;

		rc = read_document(input, &checked, hooks, &reader, error);
		if (rc < 0 && is_of_document(input, reader, hooks, rc)) {
			rc = hooks->failed(hooks->context, input, error);
			sslinv_error_clear(error);
			if (rc == 0 && hooks->is_one_of_many)
				return 0;
		}
		if (rc < 0)
			return rc;
		*documents += rc > 0;
		rc = 0;
	}
	return rc;
}

int sslinv_guidance_read(const char *path, const struct sslinv_guidance_sink *sink, size_t *documents,
			 struct sslinv_error *error)
{
	const struct sslinv_guidance_hooks none = { .context = NULL };
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(path, &input, error);

	*documents = 0;
	if (rc == 0)
		rc = sslinv_guidance_read_with(input, sink, &none, documents, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_read_with(struct sslinv_input *input, const struct sslinv_guidance_sink *sink,
			      const struct sslinv_guidance_hooks *hooks, size_t *documents, struct sslinv_error *error)
{
	int rc;

	*documents = 0;
	rc = read_documents(input, sink, hooks, documents, error);
	if (rc == 0 && *documents == 0)
		rc = sslinv_error_set(error, SSLINV_E_UNSUPPORTED, "%s: holds no guidance that can be read here",
				      sslinv_input_file(input));
	return rc;
}
