/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From texts to their numbers and back, with those last used at hand. */
#include "catalogue/guidance_words.h"

#include <stdlib.h>
#include <string.h>

/* A power of two: more than one release of a distribution says. */
#define SLOTS 4096

struct slot {
	sqlite3_int64 number; /* 0: empty */
	char *text;           /* owned where it was looked for by its text, else in the arena of who asked */
};

struct sslinv_vocabulary {
	struct slot by_text[SLOTS], by_number[SLOTS];
};

struct sslinv_vocabulary *sslinv_vocabulary_new(void)
{
	return calloc(1, sizeof(struct sslinv_vocabulary));
}

void sslinv_vocabulary_free(struct sslinv_vocabulary *words)
{
	for (size_t i = 0; words && i < SLOTS; i++)
		free(words->by_text[i].text);
	free(words);
}

/* FNV-1a. */
static size_t hash(const char *text)
{
	uint32_t value = 2166136261u;

	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 16777619u;
	return (value ^ value >> 16) & (SLOTS - 1);
}

/* One statement with the text as its parameter: 1 with the number in its first column, 0 without, or a negative code. */
static int run_with_text(struct sslinv_guidance_store *store, enum sslinv_guidance_statement which, const char *text,
			 sqlite3_int64 *number, struct sslinv_error *error)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(store, which, &row, error);

	if (rc < 0)
		return rc;
	if (sslinv_sql_bind_text(row, 1, text) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	rc = sslinv_sql_step(&store->base, row, error);
	if (rc > 0)
		*number = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return rc;
}

int sslinv_vocabulary_number(struct sslinv_vocabulary *words, struct sslinv_guidance_store *store, const char *text,
			     sqlite3_int64 *number, struct sslinv_error *error)
{
	struct slot *slot = &words->by_text[hash(text)];
	int rc;

	if (slot->number && strcmp(slot->text, text) == 0) {
		*number = slot->number;
		return 0;
	}
	rc = run_with_text(store, SSLINV_GUIDANCE_WORD_FIND, text, number, error);
	if (rc == 0) {
		rc = run_with_text(store, SSLINV_GUIDANCE_WORD_INSERT, text, number, error);
		*number = sqlite3_last_insert_rowid(store->base.db);
	}
	if (rc < 0)
		return rc;
	free(slot->text);
	*slot = (struct slot){ .number = *number, .text = strdup(text) };
	if (slot->text)
		return 0;
	slot->number = 0;
	return sslinv_error_memory(error);
}

int sslinv_vocabulary_text(struct sslinv_vocabulary *words, struct sslinv_guidance_store *store, struct sslinv_arena *arena,
			   sqlite3_int64 number, const char **text, struct sslinv_error *error)
{
	struct slot *slot = &words->by_number[(uint64_t)number & (SLOTS - 1)];
	const char *found;
	sqlite3_stmt *row;
	int rc;

	if (slot->number == number && number != 0) {
		*text = slot->text;
		return 0;
	}
	rc = sslinv_guidance_statement(store, SSLINV_GUIDANCE_WORD_TEXT, &row, error);
	if (rc < 0)
		return rc;
	if (sqlite3_bind_int64(row, 1, number) != SQLITE_OK)
		return sslinv_sql_error(store->base.db, store->base.path, NULL, error);
	rc = sslinv_sql_step(&store->base, row, error);
	found = rc > 0 ? sslinv_guidance_text(row, 0) : NULL;
	if (rc >= 0 && !found)
		rc = sslinv_guidance_damaged(store, error);
	if (rc > 0) {
		*slot = (struct slot){ .number = number, .text = sslinv_arena_strdup(arena, found) };
		*text = slot->text;
		rc = slot->text ? 0 : sslinv_error_memory(error);
	}
	sqlite3_reset(row);
	return rc;
}

void sslinv_statement_to_texts(const struct sslinv_statement *statement, const char *texts[SSLINV_STATEMENT_TEXTS])
{
	const char *const values[SSLINV_STATEMENT_TEXTS] = {
		statement->distro,
		statement->release,
		statement->stream ? statement->stream : "",
		statement->package,
		statement->kind == SSLINV_PACKAGE_SOURCE ? "source" : "binary",
		statement->cve,
		sslinv_status_name(statement->status),
		statement->fixed_version,
		statement->arch,
		statement->advisory,
		statement->severity,
		statement->issued,
		statement->url,
		statement->note,
		statement->introduced,
		statement->last_affected,
	};

	memcpy(texts, values, sizeof(values));
}

bool sslinv_statement_from_texts(const char *const texts[SSLINV_STATEMENT_TEXTS], struct sslinv_statement *statement)
{
	*statement = (struct sslinv_statement){
		.distro = texts[0],
		.release = texts[1],
		.stream = texts[2],
		.package = texts[3],
		.kind = texts[4] && strcmp(texts[4], "source") == 0 ? SSLINV_PACKAGE_SOURCE : SSLINV_PACKAGE_BINARY,
		.cve = texts[5],
		.status = SSLINV_STATUS_UNKNOWN,
		.fixed_version = texts[7],
		.arch = texts[8],
		.advisory = texts[9],
		.severity = texts[10],
		.issued = texts[11],
		.url = texts[12],
		.note = texts[13],
		.introduced = texts[14],
		.last_affected = texts[15],
	};
	/* The seven that every statement has. */
	for (size_t i = 0; i < 7; i++)
		if (!texts[i])
			return false;
	return sslinv_status_parse(texts[6], &statement->status) &&
	       (statement->status == SSLINV_STATUS_FIXED) == (statement->fixed_version != NULL);
}
