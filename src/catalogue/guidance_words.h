/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statements are many, and say the same few things: each text is stored once, and a statement is a row of numbers. The view
 * `statement` shows the texts.
 */
#ifndef SSLINV_CATALOGUE_GUIDANCE_WORDS_H
#define SSLINV_CATALOGUE_GUIDANCE_WORDS_H

#include "catalogue/guidance_internal.h"

/* The texts of a statement, in the order of its columns. */
#define SSLINV_STATEMENT_TEXTS 16

/* The texts of `statement` (borrowed from it), and back. False where the texts are no statement: the file is damaged. */
void sslinv_statement_to_texts(const struct sslinv_statement *statement, const char *texts[SSLINV_STATEMENT_TEXTS]);
bool sslinv_statement_from_texts(const char *const texts[SSLINV_STATEMENT_TEXTS], struct sslinv_statement *statement);

/* Some of the words of a file, at hand; of bounded size. */
struct sslinv_vocabulary;

/* Made empty, NULL when out of memory. To be used within one transaction, as what a rollback takes back is not noticed. */
struct sslinv_vocabulary *sslinv_vocabulary_new(void) SSLINV_MUST_CHECK;

/* Accepts NULL. */
void sslinv_vocabulary_free(struct sslinv_vocabulary *words);

/* The number of a text that is added where it is missing. */
int sslinv_vocabulary_number(struct sslinv_vocabulary *words, struct sslinv_guidance_store *store, const char *text,
			     sqlite3_int64 *number, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The text of a number, in the arena; an error where the file has none. */
int sslinv_vocabulary_text(struct sslinv_vocabulary *words, struct sslinv_guidance_store *store, struct sslinv_arena *arena,
			   sqlite3_int64 number, const char **text, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
