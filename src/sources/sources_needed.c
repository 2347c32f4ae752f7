/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sources are needed, and what each is once the site's changes are made and its blanks are filled. */
#include "sources/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/confine.h"
#include "base/num.h"
#include "base/str.h"
#include "sources/sources_internal.h"

/* What may come is so many times of what usually comes, and never less than that. */
#define MAX_FACTOR 8
#define MAX_FLOOR (64ull << 20)

static const struct sslinv_source_row *site_row(const struct sslinv_source_table *sources, const char *id)
{
	for (size_t i = 0; i < sources->site.count; i++)
		if (strcmp(sources->site.items[i].text[SSLINV_SOURCE_ID], id) == 0)
			return &sources->site.items[i];
	return NULL;
}

/* What the site says of this id, over the row; the id itself stays. */
static void override(const struct sslinv_source_table *sources, const char *id, struct sslinv_source_row *row)
{
	const struct sslinv_source_row *site = site_row(sources, id);

	for (int i = SSLINV_SOURCE_ID + 1; site && i < SSLINV_SOURCE_ATTRIBUTE_COUNT; i++)
		if (site->text[i])
			row->text[i] = site->text[i];
}

static uint64_t number_of(const char *text)
{
	uint64_t number = 0;

	return text && sslinv_parse_number(text, UINT64_MAX, &number) ? number : 0;
}

static bool is_picked(const struct sslinv_source_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].id, id) == 0)
			return true;
	return false;
}

/* Is one of the first `count` what a place made of the id with braces? `alpine-edge-main` is a row of its own. */
static bool is_picked_for(const struct sslinv_source_list *list, size_t count, const char *pattern)
{
	for (size_t i = 0; i < count; i++)
		if (list->items[i].pattern && strcmp(list->items[i].pattern, pattern) == 0)
			return true;
	return false;
}

static int add(struct sslinv_source_list *list, const struct sslinv_source_row *row, struct sslinv_error *error)
{
	const char *const *text = row->text;
	struct sslinv_source *source;

	if (is_picked(list, text[SSLINV_SOURCE_ID]))
		return 0;
	source = sslinv_array_add(list);
	if (!source)
		return sslinv_error_memory(error);
	*source = (struct sslinv_source){
		.id = text[SSLINV_SOURCE_ID],
		.distro = text[SSLINV_SOURCE_DISTRO],
		.format = text[SSLINV_SOURCE_FORMAT],
		.address = text[SSLINV_SOURCE_ADDRESS],
		.redirects = text[SSLINV_SOURCE_REDIRECTS],
		.ca = text[SSLINV_SOURCE_CA],
		.follow = (enum sslinv_source_follow)sslinv_source_word(sslinv_source_follow_words, SSLINV_FOLLOW_COUNT,
									text[SSLINV_SOURCE_FOLLOW]),
		.need = (enum sslinv_source_need)sslinv_source_word(sslinv_source_need_words, SSLINV_NEED_COUNT,
								    text[SSLINV_SOURCE_NEEDED]),
		.bytes = number_of(text[SSLINV_SOURCE_BYTES]),
		.max_bytes = number_of(text[SSLINV_SOURCE_MAX_BYTES]),
	};
	if (!source->max_bytes)
		source->max_bytes = source->bytes * MAX_FACTOR > MAX_FLOOR ? source->bytes * MAX_FACTOR : MAX_FLOOR;
	/* The process that fetches would be killed there. */
	if (source->max_bytes > SSLINV_CONFINE_MAX_FILE_SIZE)
		source->max_bytes = SSLINV_CONFINE_MAX_FILE_SIZE;
	return 0;
}

/* Fills the blanks of id and address, and adds the source. What a place cannot fill is not for it. */
static int add_filled(struct sslinv_source_table *sources, const struct sslinv_source_row *row,
		      const struct sslinv_source_values *values, struct sslinv_source_list *list, struct sslinv_error *error)
{
	struct sslinv_source_row filled = *row;
	const char *id, *address = NULL;
	const size_t before = list->count;
	bool failed = false;
	int rc;

	id = sslinv_source_fill(&sources->arena, row->text[SSLINV_SOURCE_ID], values, &failed);
	if (id && strcmp(id, row->text[SSLINV_SOURCE_ID]) != 0)
		override(sources, id, &filled);
	if (id)
		address = sslinv_source_fill(&sources->arena, filled.text[SSLINV_SOURCE_ADDRESS], values, &failed);
	if (failed)
		return sslinv_error_memory(error);
	if (!address)
		return 0;
	filled.text[SSLINV_SOURCE_ID] = id;
	filled.text[SSLINV_SOURCE_ADDRESS] = address;
	rc = add(list, &filled, error);
	if (list->count > before && strcmp(id, row->text[SSLINV_SOURCE_ID]) != 0)
		list->items[before].pattern = row->text[SSLINV_SOURCE_ID];
	return rc;
}

/* The rows one after the other: those that came with the program with the site's changes, then the site's own; NULL at the
 * end. */
static bool row_at(const struct sslinv_source_table *sources, size_t index, struct sslinv_source_row *row)
{
	struct sslinv_source_values values;

	if (index < sources->shipped.count) {
		*row = sources->shipped.items[index];
		override(sources, row->text[SSLINV_SOURCE_ID], row);
		return true;
	}
	index -= sources->shipped.count;
	if (index >= sources->site.count)
		return false;
	*row = sources->site.items[index];
	/* One that only changes a row was counted with it. */
	for (size_t i = 0; i < sources->shipped.count; i++) {
		const char *id = sources->shipped.items[i].text[SSLINV_SOURCE_ID];

		if (strcmp(id, row->text[SSLINV_SOURCE_ID]) == 0 ||
		    sslinv_source_match(id, row->text[SSLINV_SOURCE_ID], &values))
			row->text[SSLINV_SOURCE_ADDRESS] = NULL;
	}
	return true;
}

static bool is_template(const struct sslinv_source_row *row)
{
	return sslinv_source_has_blanks(row->text[SSLINV_SOURCE_ID]);
}

static bool is_need(const struct sslinv_source_row *row, enum sslinv_source_need need)
{
	return sslinv_source_word(sslinv_source_need_words, SSLINV_NEED_COUNT, row->text[SSLINV_SOURCE_NEEDED]) == (int)need;
}

/* Adds the row for each of the places that it speaks of. */
static int add_for_places(struct sslinv_source_table *sources, const struct sslinv_source_row *row,
			  const struct sslinv_source_place *places, size_t count, struct sslinv_source_list *list,
			  struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct sslinv_source_values values;

		if (!sslinv_source_covers(row->text[SSLINV_SOURCE_DISTRO], &places[i]))
			continue;
		sslinv_source_values_of(&places[i], &values);
		rc = add_filled(sources, row, &values, list, error);
	}
	return rc;
}

int sslinv_sources_needed(struct sslinv_source_table *sources, const struct sslinv_source_place *places, size_t count,
			  struct sslinv_source_list *list, struct sslinv_error *error)
{
	struct sslinv_source_row row;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row_at(sources, i, &row); i++) {
		if (!row.text[SSLINV_SOURCE_ADDRESS])
			continue;
		if (is_need(&row, SSLINV_NEED_ALWAYS))
			rc = add(list, &row, error);
		else if (is_need(&row, SSLINV_NEED_DISTRO))
			rc = add_for_places(sources, &row, places, count, list, error);
	}
	return rc;
}

/* Is there a row of just that id? Then the word is not one that an id with braces stands for: `alpine-edge-main`. */
static bool has_row(const struct sslinv_source_table *sources, const char *id)
{
	for (size_t i = 0; i < sources->shipped.count; i++)
		if (strcmp(sources->shipped.items[i].text[SSLINV_SOURCE_ID], id) == 0)
			return true;
	return false;
}

/* By its id, or by what its id stands for with some release in it; the other values are those of a host of its distribution.
 */
static int add_by_id(struct sslinv_source_table *sources, const struct sslinv_source_row *row, const char *word,
		     const struct sslinv_source_place *places, size_t count, struct sslinv_source_list *list,
		     struct sslinv_error *error)
{
	struct sslinv_source_place place = { .distro = row->text[SSLINV_SOURCE_DISTRO] };
	struct sslinv_source_values named, values;

	if (!is_template(row))
		return strcmp(row->text[SSLINV_SOURCE_ID], word) == 0 ? add(list, row, error) : 0;
	if (has_row(sources, word) || !sslinv_source_match(row->text[SSLINV_SOURCE_ID], word, &named))
		return 0;
	for (int i = 0; i <= SSLINV_BLANK_CODENAME && !place.version; i++)
		place.version = named.text[i][0] ? named.text[i] : NULL;
	for (size_t i = 0; i < count && !place.arch; i++)
		place.arch = sslinv_source_covers(row->text[SSLINV_SOURCE_DISTRO], &places[i]) ? places[i].arch : NULL;
	sslinv_source_values_of(&place, &values);
	for (int i = 0; i < SSLINV_BLANK_COUNT; i++)
		if (named.text[i][0])
			memcpy(values.text[i], named.text[i], sizeof(values.text[i]));
	return add_filled(sources, row, &values, list, error);
}

#define NO_HOST "no host of %s is in the inventory that could tell its releases; name one: its sources are called like %s"

static bool has_host(const char *distro, const struct sslinv_source_place *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sslinv_source_covers(distro, &places[i]))
			return true;
	return false;
}

/* Adds the row as it is, with the reason why it cannot be fetched. */
static int add_unfilled(struct sslinv_source_table *sources, const struct sslinv_source_row *row, const char *distro,
			struct sslinv_source_list *list, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *reason = sslinv_str_format(NO_HOST, distro, row->text[SSLINV_SOURCE_ID]);
	const char *kept = reason ? sslinv_arena_strdup(&sources->arena, reason) : NULL;
	const size_t before = list->count;
	int rc = kept ? add(list, row, error) : sslinv_error_memory(error);

	if (rc == 0 && list->count > before)
		list->items[before].obstacle = kept;
	return rc;
}

/*
 * The sources of a distribution that its hosts would fill. Those of another release than its hosts have are not needed;
 * where it has no host, or none that tells its release, nobody can know.
 */
static int add_all_unfilled(struct sslinv_source_table *sources, const char *distro,
			    const struct sslinv_source_place *places, size_t count, struct sslinv_source_list *list,
			    struct sslinv_error *error)
{
	const bool is_known = has_host(distro, places, count);
	struct sslinv_source_row row;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row_at(sources, i, &row); i++) {
		const char *const *text = row.text;

		if (!text[SSLINV_SOURCE_ADDRESS] || !is_template(&row) || is_need(&row, SSLINV_NEED_NAMED) ||
		    !sslinv_source_is_of(text[SSLINV_SOURCE_DISTRO], distro))
			continue;
		if (!is_picked_for(list, list->count, text[SSLINV_SOURCE_ID]) &&
		    (!is_known || has_host(text[SSLINV_SOURCE_DISTRO], places, count)))
			rc = add_unfilled(sources, &row, distro, list, error);
	}
	return rc;
}

static int not_named(const struct sslinv_source_table *sources, const char *word, struct sslinv_error *error)
{
	for (size_t i = 0; i < sources->shipped.count; i++) {
		const char *const *text = sources->shipped.items[i].text;

		if (sslinv_source_is_of(text[SSLINV_SOURCE_DISTRO], word))
			return sslinv_error_set(error, SSLINV_E_NOT_FOUND, NO_HOST, word, text[SSLINV_SOURCE_ID]);
	}
	if (sslinv_source_has_blanks(word))
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND,
					"'%s' means a source for each release; name one, as almalinux-9 or"
					" fedora-43-x86_64",
					word);
	return sslinv_error_set(error, SSLINV_E_NOT_FOUND,
				"no source is called '%s'; `sslinv feed sources` lists those that there are", word);
}

int sslinv_sources_named(struct sslinv_source_table *sources, const char *word, const struct sslinv_source_place *places,
			 size_t count, struct sslinv_source_list *list, struct sslinv_error *error)
{
	const size_t before = list->count;
	bool is_there = is_picked(list, word);
	struct sslinv_source_row row;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row_at(sources, i, &row); i++) {
		if (!row.text[SSLINV_SOURCE_ADDRESS])
			continue;
		rc = add_by_id(sources, &row, word, places, count, list, error);
		if (rc < 0 || is_need(&row, SSLINV_NEED_NAMED) || !sslinv_source_is_of(row.text[SSLINV_SOURCE_DISTRO], word))
			continue;
		is_there = is_there || !is_template(&row);
		rc = is_template(&row) ? add_for_places(sources, &row, places, count, list, error) : add(list, &row, error);
	}
	if (rc < 0)
		return rc;
	return list->count > before || is_there ? add_all_unfilled(sources, word, places, count, list, error)
						: not_named(sources, word, error);
}

int sslinv_sources_others(struct sslinv_source_table *sources, struct sslinv_source_list *list, struct sslinv_error *error)
{
	const size_t before = list->count;
	struct sslinv_source_row row;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row_at(sources, i, &row); i++) {
		if (row.text[SSLINV_SOURCE_ADDRESS] && !is_picked_for(list, before, row.text[SSLINV_SOURCE_ID]))
			rc = add(list, &row, error);
	}
	return rc;
}

bool sslinv_sources_speak_of(struct sslinv_source_table *sources, const struct sslinv_source_place *place)
{
	struct sslinv_source_row row;

	for (size_t i = 0; row_at(sources, i, &row); i++)
		if (row.text[SSLINV_SOURCE_ADDRESS] && is_need(&row, SSLINV_NEED_DISTRO) &&
		    sslinv_source_covers(row.text[SSLINV_SOURCE_DISTRO], place))
			return true;
	return false;
}

static int by_word(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Adds the distributions of one row, without their releases. */
static int add_words(struct sslinv_source_table *sources, const char *distros, struct sslinv_source_words *words,
		     struct sslinv_error *error)
{
	const char *word;
	size_t length;

	while (distros && (length = sslinv_source_next_word(&distros, &word)) > 0) {
		const char *colon = memchr(word, ':', length);
		const char **place = sslinv_array_add(words);

		if (place)
			*place = sslinv_arena_strndup(&sources->arena, word, colon ? (size_t)(colon - word) : length);
		if (!place || !*place)
			return sslinv_error_memory(error);
	}
	return 0;
}

int sslinv_sources_distros(struct sslinv_source_table *sources, struct sslinv_source_words *words,
			   struct sslinv_error *error)
{
	struct sslinv_source_row row;
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && row_at(sources, i, &row); i++)
		if (row.text[SSLINV_SOURCE_ADDRESS] && !is_need(&row, SSLINV_NEED_NAMED))
			rc = add_words(sources, row.text[SSLINV_SOURCE_DISTRO], words, error);
	if (rc < 0)
		return rc;
	if (words->count > 1)
		qsort(words->items, words->count, sizeof(*words->items), by_word);
	for (size_t i = 0; i < words->count; i++)
		if (kept == 0 || strcmp(words->items[kept - 1], words->items[i]) != 0)
			words->items[kept++] = words->items[i];
	words->count = kept;
	return 0;
}
