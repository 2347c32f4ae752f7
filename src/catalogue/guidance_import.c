/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Importing feeds: what a reader hands on goes straight into the file, within a transaction, so that memory is bounded
 * whatever the feed's size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/reader.h"
#include "catalogue/guidance_import.h"

/* What one document of a source may expand to; the longest that vendors publish come to some hundred megabytes. */
#define SOURCE_MAX_BYTES (2ull << 30)

static void free_import(struct sslinv_guidance_import *import)
{
	free(import->document);
	sslinv_vocabulary_free(import->words);
	sslinv_manifest_free(&import->unpack.manifest);
}

static int opened(void *context, struct sslinv_input *input)
{
	const struct sslinv_guidance_import *import = context;

	sslinv_input_want_digest(input);
	/* What comes by itself is watched more closely than what a person chose. */
	if (import->store->source)
		sslinv_input_set_limits(input, SOURCE_MAX_BYTES, SSLINV_INPUT_MAX_MEMBERS);
	return 0;
}

static int refuse_bundle(struct sslinv_guidance_import *import, struct sslinv_input *input)
{
	const char *head;
	ssize_t length = sslinv_input_peek(input, &head, import->error);

	if (length < 0 || !sslinv_manifest_recognise(head, (size_t)length))
		return length < 0 ? (int)length : 0;
	return sslinv_error_set(import->error, SSLINV_E_FORMAT,
				"%s: a bundle, which no source may bring; take it with `sslinv feed import FILE`",
				sslinv_input_name(input));
}

static int begin(void *context, struct sslinv_input *input)
{
	struct sslinv_guidance_import *import = context;

	free(import->document);
	import->document = strdup(sslinv_input_name(input));
	import->is_archive = sslinv_input_is_archive(input);
	import->feed = import->document_first = 0;
	import->is_withdrawn = false;
	if (!import->document)
		return sslinv_error_memory(import->error);
	if (import->is_bundled)
		return 0;
	/* It would speak for every other source. */
	if (import->store->source)
		return refuse_bundle(import, input);
	return sslinv_guidance_unpack_begin(&import->unpack, import->store, input, import->error);
}

static int end(void *context, struct sslinv_input *input)
{
	struct sslinv_guidance_import *import = context;
	char digest[SSLINV_INPUT_DIGEST_SIZE];
	int rc = sslinv_input_digest(input, digest, import->error);

	if (rc == 0 && import->unpack.is_bundle)
		rc = sslinv_guidance_unpack_end(&import->unpack, input, digest, import->error);
	return rc == 0 ? sslinv_guidance_import_settle(import, digest) : rc;
}

/* An edition that is there has to be compared even with one that says nothing any more. */
static int is_known(void *context, const char *identity)
{
	struct sslinv_guidance_import *import = context;
	SSLINV_CLEANUP(sslinv_free_ptr) char *own = NULL;
	sqlite3_stmt *row;
	int rc = import->store->source ? sslinv_guidance_source_identity(import->store, identity, &own, import->error) : 0;

	if (rc == 0)
		rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_FEED_EDITIONS, &row, import->error);
	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, own ? own : identity) != SQLITE_OK || sqlite3_bind_int(row, 2, 0) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	rc = sslinv_sql_step(&import->store->base, row, import->error);
	sqlite3_reset(row);
	return rc;
}

/* Where a document gave a feed before, and gives none now, something else lies in its place. */
static int is_lost(void *context, struct sslinv_input *input)
{
	struct sslinv_guidance_import *import = context;
	const char *name = sslinv_input_name(input), *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name,
		   *space = strrchr(last, ' ');
	sqlite3_stmt *row;
	int rc;

	if (!import->store->source || import->document_first || import->is_withdrawn)
		return 0;
	rc = sslinv_guidance_statement(import->store, SSLINV_GUIDANCE_SOURCE_NAME, &row, import->error);
	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, import->store->source) != SQLITE_OK ||
	    sslinv_sql_bind_text(row, 2, space ? space + 1 : last) != SQLITE_OK)
		return sslinv_guidance_import_sql_failed(import);
	rc = sslinv_sql_step(&import->store->base, row, import->error);
	sqlite3_reset(row);
	return rc;
}

static int foreign(void *context, struct sslinv_input *input, const struct sslinv_reader *reader)
{
	struct sslinv_guidance_import *import = context;
	SSLINV_CLEANUP(sslinv_free_ptr) char *what = sslinv_str_format("the format %s", reader->format);
	char message[160];

	(void)input;
	if (!what)
		return sslinv_error_memory(import->error);
	sslinv_guidance_import_foreign(import, what);
	snprintf(message, sizeof(message), "%.60s (%.30s), which its source is not declared to bring; passed over",
		 reader->title, reader->format);
	return sslinv_guidance_import_warn(import, 0, message);
}

/* What a damaged document gave is dropped, and what was there of it stays. */
static int failed(void *context, struct sslinv_input *input, const struct sslinv_error *error)
{
	struct sslinv_guidance_import *import = context;
	int rc = import->error->code;

	/* What a hook refused, as a manifest, is no document. */
	if (rc < 0)
		return rc;
	/* A bundle is what its manifest says, or nothing. */
	if (import->unpack.is_bundle)
		return error->code;
	rc = sslinv_guidance_import_damaged(import, sslinv_input_name(input), error->message);
	return rc < 0 ? rc : sslinv_guidance_import_drop(import);
}

/* The input holds nothing that can be read, and *error says so. So many documents counted as damaged before it. */
static int judge_nothing(struct sslinv_guidance_import *import, const char *name, size_t damaged, struct sslinv_error *error)
{
	/* It was counted already, or is empty. */
	if (import->store->is_one_of_many) {
		if (import->imported->damaged == damaged && sslinv_guidance_import_damaged(import, name, error->message) < 0)
			return sslinv_error_memory(error);
		sslinv_error_clear(error);
		return 0;
	}
	/* None of them can be read: then the first tells why. */
	return import->imported->damaged ? sslinv_error_set(error, SSLINV_E_FORMAT, "%s", import->imported->damaged_reason)
					 : SSLINV_E_UNSUPPORTED;
}

/* Imports an input, of which nothing was read yet, within the transaction that is open. */
static int import_input(struct sslinv_guidance_store *store, struct sslinv_input *input, bool is_bundled,
			sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
			struct sslinv_error *error)
{
	struct sslinv_error own = SSLINV_ERROR_INIT;
	SSLINV_CLEANUP(free_import) struct sslinv_guidance_import import = {
		.store = store,
		.is_bundled = is_bundled,
		.warning = warning,
		.context = context,
		.imported = imported,
		.error = &own,
		.words = sslinv_vocabulary_new(),
	};
	const struct sslinv_guidance_sink sink = sslinv_guidance_import_sink(&import);
	const struct sslinv_guidance_hooks hooks = {
		.context = &import,
		.opened = opened,
		.begin = begin,
		.end = end,
		.is_known = is_known,
		.is_lost = is_lost,
		.failed = store->goes_on ? failed : NULL,
		.is_one_of_many = store->is_one_of_many,
		.is_fetched = store->source != NULL,
		.format = store->format,
		.foreign = foreign,
	};
	const size_t damaged = imported->damaged;
	sqlite3_stmt *row;
	int rc;

	if (!import.words)
		return sslinv_error_memory(error);
	rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_FEED_NEXT, &row, error);
	sslinv_str_time(import.imported_at, time(NULL));
	if (rc == 0)
		rc = sslinv_sql_step(&store->base, row, error);
	if (rc < 0)
		return rc;
	import.first = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	rc = sslinv_guidance_read_with(input, &sink, &hooks, &imported->documents, error);
	if (rc == 0 && import.unpack.is_bundle) {
		snprintf(imported->bundle, sizeof(imported->bundle), "%s", import.unpack.manifest.created);
		rc = sslinv_guidance_unpack_finish(&import.unpack, store, &imported->removed, error);
	}
	/* A reader hands a callback's code back; the reason is ours. */
	if (rc < 0 && own.code) {
		if (error)
			*error = own;
		return own.code;
	}
	return rc == SSLINV_E_UNSUPPORTED ? judge_nothing(&import, sslinv_input_file(input), damaged, error) : rc;
}

int sslinv_guidance_import_file(struct sslinv_guidance_store *store, const char *file, bool is_bundled,
				sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(file, &input, error);

	if (rc == 0)
		rc = import_input(store, input, is_bundled, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_import_fd(struct sslinv_guidance_store *store, int fd, const char *name,
			      sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
			      struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open_fd(fd, name, &input, error);

	if (rc == 0)
		rc = import_input(store, input, false, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_begin_import(struct sslinv_guidance_store *store, struct sslinv_error *error)
{
	int rc;

	if (store->base.access != SSLINV_SQL_WRITE)
		return sslinv_error_set(error, SSLINV_E_USAGE, "%s: is open for reading alone", store->base.path);
	rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_BEGIN, error);
	return rc < 0 ? sslinv_guidance_explain(store, rc, error) : 0;
}

static int import_in_transaction(struct sslinv_guidance_store *store, struct sslinv_input *input,
				 sslinv_guidance_warning *warning, void *context, struct sslinv_guidance_imported *imported,
				 struct sslinv_error *error)
{
	int rc = sslinv_guidance_begin_import(store, error);

	if (rc < 0)
		return rc;
	store->goes_on = true;
	rc = import_input(store, input, false, warning, context, imported, error);
	store->goes_on = false;
	if (rc == 0)
		rc = sslinv_guidance_run(store, SSLINV_GUIDANCE_COMMIT, error);
	if (rc < 0) {
		rc = sslinv_guidance_explain(store, rc, error);
		sslinv_sql_rollback(&store->base);
		memset(imported, 0, sizeof(*imported));
	}
	return rc;
}

int sslinv_guidance_store_import(struct sslinv_guidance_store *store, const char *file, sslinv_guidance_warning *warning,
				 void *context, struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(file, &input, error);

	memset(imported, 0, sizeof(*imported));
	if (rc == 0)
		rc = import_in_transaction(store, input, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}

int sslinv_guidance_store_import_fd(struct sslinv_guidance_store *store, int fd, const char *name,
				    sslinv_guidance_warning *warning, void *context,
				    struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open_fd(fd, name, &input, error);

	memset(imported, 0, sizeof(*imported));
	if (rc == 0)
		rc = import_in_transaction(store, input, warning, context, imported, error);
	sslinv_input_free(input);
	return rc;
}
