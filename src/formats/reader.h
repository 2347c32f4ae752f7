/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader per format, in one table; each recognises its format from the first bytes and reads by a stream. */
#ifndef SSLINV_FORMATS_READER_H
#define SSLINV_FORMATS_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "guidance/check.h"
#include "parse/input.h"

struct sslinv_guidance_sink;

struct sslinv_reader {
	const char *format; /* as in struct sslinv_feed */
	const char *title;  /* for `feed list` and messages: "OVAL 5 definitions" */
	bool is_endless;    /* a document does not tell where it ends: one that is cut off between two lines looks whole */
	bool is_own;        /* a format of sslinv, which may speak of everything: a source has to be declared to bring it */
	/* Do these first bytes (up to 4096) begin a document of this format? */
	bool (*recognise)(const char *head, size_t length);
	/*
	 * May be NULL. The identity of the feed that this whole document would be, malloc'ed, where it is surely of this
	 * format, sound, and says nothing about OpenSSL; NULL for every other. It is asked before `recognise`.
	 */
	char *(*silent)(const char *bytes, size_t length);
	/*
	 * Reads the current document of `input` to its end, and hands all it says to `sink`. Returns 0, or a negative code:
	 * SSLINV_E_FORMAT with line and reason for what cannot be read as the format; then the caller drops all the document
	 * gave.
	 */
	int (*read)(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error);
};

/* All readers; the last has a NULL format. */
extern const struct sslinv_reader *const sslinv_readers[];

/*
 * What a caller may want to know around each document; each may be NULL, and fails the reading by a negative code. Where
 * `begin` returns 1, the caller has read the document itself.
 */
struct sslinv_guidance_hooks {
	void *context;
	int (*opened)(void *context, struct sslinv_input *input); /* once, before the first document */
	int (*begin)(void *context, struct sslinv_input *input);  /* its name is known now */
	int (*end)(void *context, struct sslinv_input *input);    /* a reader has read it */
	/*
	 * Is the feed of that identity at hand? 1 or 0. Where this hook is set, documents of an archive that say nothing of
	 * OpenSSL, and whose feed is not at hand, are counted and passed over.
	 */
	int (*is_known)(void *context, const char *identity);
	/*
	 * No reader knows the document of an archive, or it gave no feed. 1 where one that was called so before gave one:
	 * then it counts as one that cannot be read.
	 */
	int (*is_lost)(void *context, struct sslinv_input *input);
	/*
	 * A document of an archive (of a format that is by CVE) cannot be read, and *error says why. 0: what it gave is
	 * dropped, go on with the next one. Without this hook the reading ends there.
	 */
	int (*failed)(void *context, struct sslinv_input *input, const struct sslinv_error *error);
	bool is_one_of_many; /* the file is one document of a folder: it fails as one of an archive does */
	/*
	 * The input was fetched from a source, which brings documents of the format that it is declared to bring, and no
	 * others. `format` NULL: any but sslinv's own.
	 */
	bool is_fetched;
	const char *format;
	/* A document of an archive is of another format than that, and passed over. */
	int (*foreign)(void *context, struct sslinv_input *input, const struct sslinv_reader *reader);
};

/* The reader of that format, or NULL. */
const struct sslinv_reader *sslinv_reader_find(const char *format);

/* sslinv_guidance_read() of what is open already, with hooks. */
int sslinv_guidance_read_with(struct sslinv_input *input, const struct sslinv_guidance_sink *sink,
			      const struct sslinv_guidance_hooks *hooks, size_t *documents, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Reads every document of a file ("-": standard input): recognises each and calls its reader. A document that no reader
 * recognises is an error that names it (in an archive: a warning, and the others are read). `*documents` counts what was
 * read.
 */
int sslinv_guidance_read(const char *path, const struct sslinv_guidance_sink *sink, size_t *documents,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
