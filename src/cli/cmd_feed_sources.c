/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv feed sources: where vendors publish, what is held of each, and what is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "catalogue/guidance_source.h"
#include "cli/feed.h"
#include "cli/inventory.h"

int sslinv_feed_sources_load(const struct sslinv_arguments *arguments, struct sslinv_feed_sources *sources)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	memset(sources, 0, sizeof(*sources));
	if (!path)
		return SSLINV_E_NOT_FOUND;
	rc = sslinv_sources_load(sslinv_data_directory(), sslinv_conf_directory(), &sources->table, &error);
	/* Before the first scan there is no inventory, and no host that needs anything. */
	if (rc == 0 && access(path, F_OK) == 0) {
		if (sslinv_inventory_open(path, SSLINV_SQL_READ, &store) < 0)
			return SSLINV_E_SYSTEM;
		rc = sslinv_places_read(store, &sources->places, &error);
	}
	if (rc < 0)
		sslinv_log_error("%s", error.message);
	return rc;
}

void sslinv_feed_sources_free(struct sslinv_feed_sources *sources)
{
	free(sources->list.items);
	sslinv_str_free(&sources->missing);
	sslinv_places_free(&sources->places);
	sslinv_sources_free(&sources->table);
}

static const char *const columns[] = { "source", "distro",  "format",  "follow",    "address", "bytes",
				       "needed", "edition", "entries", "confirmed", "age",     "missing" };
#define COLUMN_COUNT SSLINV_ARRAY_SIZE(columns)

/* What people look for first, for a terminal. */
static const size_t short_columns[] = { 0, 2, 6, 7, 8, 10 };
/* A day, or the seconds since the epoch that a repository is numbered by. */
#define SHORT_EDITION ((size_t)10)

static struct sslinv_value text_value(const char *text)
{
	if (!text)
		return (struct sslinv_value){ .type = SSLINV_VALUE_NULL };
	return (struct sslinv_value){ .type = SSLINV_VALUE_TEXT, .text = text, .length = strlen(text) };
}

static struct sslinv_value number_value(uint64_t number, bool is_known)
{
	if (!is_known)
		return (struct sslinv_value){ .type = SSLINV_VALUE_NULL };
	return (struct sslinv_value){ .type = SSLINV_VALUE_INTEGER, .integer = (int64_t)number };
}

/* What there is to do, as a sentence; NULL where nothing is. */
static char *missing_of(const struct sslinv_source *source, const struct sslinv_guidance_source *held, bool is_needed)
{
	if (held->failure)
		return sslinv_str_format("not updated on %.10s: %s", held->tried ? held->tried : "", held->failure);
	if (held->confirmed && sslinv_date_is_future(held->confirmed))
		return sslinv_str_format("confirmed on %.10s, by a clock that was wrong: ask its vendor again",
					 held->confirmed);
	if (is_needed && !held->confirmed)
#ifdef HAVE_UPDATE
		return sslinv_str_format("never fetched: run `sslinv feed update %s`", source->id);
#else
		return sslinv_str_format("never fetched: import it from %s", source->address);
#endif
	return NULL;
}

static int write_row(struct sslinv_rows *rows, const struct sslinv_value *values, bool is_short, struct sslinv_error *error)
{
	struct sslinv_value few[SSLINV_ARRAY_SIZE(short_columns)];

	if (!is_short)
		return sslinv_rows_row(rows, values, COLUMN_COUNT, error);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(few); i++)
		few[i] = values[short_columns[i]];
	if (few[3].length > SHORT_EDITION)
		few[3].length = SHORT_EDITION;
	return sslinv_rows_row(rows, few, SSLINV_ARRAY_SIZE(few), error);
}

static int begin_rows(struct sslinv_rows *rows, bool is_short, struct sslinv_error *error)
{
	const char *few[SSLINV_ARRAY_SIZE(short_columns)];

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(few); i++)
		few[i] = columns[short_columns[i]];
	return is_short ? sslinv_rows_begin(rows, few, SSLINV_ARRAY_SIZE(few), error)
			: sslinv_rows_begin(rows, columns, COLUMN_COUNT, error);
}

static int show(struct sslinv_feed_sources *sources, struct sslinv_guidance_store *store, size_t index, bool is_needed,
		struct sslinv_rows *rows, struct sslinv_error *error)
{
	const struct sslinv_source *source = &sources->list.items[index];
	SSLINV_CLEANUP(sslinv_guidance_source_free) struct sslinv_guidance_source held = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *missing = NULL;
	struct sslinv_value values[COLUMN_COUNT];
	int64_t days = 0;
	bool has_age;
	int rc = sslinv_guidance_source_read(store, source->id, &held, error);

	if (rc < 0)
		return rc;
	missing = missing_of(source, &held, is_needed);
	has_age = sslinv_date_age(held.confirmed, time(NULL), &days) && !sslinv_date_is_future(held.confirmed);
	values[0] = text_value(source->id);
	values[1] = text_value(source->distro);
	values[2] = text_value(source->format);
	values[3] = text_value(sslinv_source_follow_name(source->follow));
	values[4] = text_value(source->address);
	values[5] = number_value(source->bytes, source->bytes > 0);
	values[6] = text_value(is_needed ? "yes" : "no");
	values[7] = text_value(held.edition ? held.edition : held.published);
	/* Its first word is for people. */
	if (values[7].text)
		values[7].length = strcspn(values[7].text, " ");
	values[8] = number_value(held.entries, held.confirmed != NULL);
	values[9] = text_value(held.confirmed);
	values[10] = number_value(days > 0 ? (uint64_t)days : 0, has_age);
	values[11] = text_value(missing);
	if (sources->is_short && missing && sslinv_str_printf(&sources->missing, "%s: %s\n", source->id, missing) < 0)
		return sslinv_error_memory(error);
	return write_row(rows, values, sources->is_short, error);
}

static int show_all(void *context, struct sslinv_guidance_store *store, struct sslinv_rows *rows, struct sslinv_error *error)
{
	struct sslinv_feed_sources *sources = context;
	size_t needed = 0;
	int rc = sslinv_sources_needed(&sources->table, sources->places.items, sources->places.count, &sources->list, error);

	if (rc == 0) {
		needed = sources->list.count;
		rc = sslinv_sources_others(&sources->table, &sources->list, error);
	}
	if (rc == 0)
		rc = begin_rows(rows, sources->is_short, error);
	for (size_t i = 0; i < sources->list.count && rc == 0; i++)
		rc = show(sources, store, i, i < needed, rows, error);
	if (rc == 0)
		rc = sslinv_rows_end(rows, error);
	if (rc == 0 && sources->missing.length)
		printf("\n%s", sslinv_str_text(&sources->missing));
	return rc;
}

enum sslinv_exit sslinv_feed_sources(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_feed_sources_free) struct sslinv_feed_sources sources = { 0 };

	if (sslinv_feed_sources_load(arguments, &sources) < 0)
		return SSLINV_EXIT_FAILED;
	sources.is_short = sslinv_feed_is_short(arguments);
	return sslinv_feed_show(arguments, show_all, &sources);
}
