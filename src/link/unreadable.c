/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that could not be read. */
#include "link/unreadable.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

static const char *const sources[] = { "elf", "files", "walk" };

static unsigned source_bit(const char *source)
{
	for (unsigned i = 0; i < SSLINV_ARRAY_SIZE(sources); i++)
		if (strcmp(sources[i], source) == 0)
			return 1u << i;
	return 0;
}

static int compare(const struct sslinv_unreadable_file *a, const char *source, const char *path, const char *reason)
{
	int order = strcmp(a->path, path);

	if (order == 0)
		order = strcmp(a->source, source);
	return order != 0 ? order : strcmp(a->reason, reason);
}

static int compare_items(const void *a, const void *b)
{
	const struct sslinv_unreadable_file *other = b;

	return compare(a, other->source, other->path, other->reason);
}

static size_t find_last(const struct sslinv_unreadable *files)
{
	size_t last = 0;

	for (size_t i = 1; i < files->count; i++)
		if (compare_items(&files->items[i], &files->items[last]) > 0)
			last = i;
	return last;
}

static void free_texts(struct sslinv_unreadable_file *file)
{
	free(file->path);
	free(file->reason);
}

int sslinv_unreadable_add(struct sslinv_unreadable *files, const char *source, const char *path, const char *reason)
{
	bool is_full = files->count == SSLINV_UNREADABLE_NAMED;
	struct sslinv_unreadable_file new = { .source = source }, *place;

	if (is_full && compare(&files->items[files->last], source, path, reason) < 0) {
		files->dropped |= source_bit(source);
		return 0;
	}
	/* A directory is told again for each of its files. */
	for (size_t i = 0; i < files->count; i++)
		if (compare(&files->items[i], source, path, reason) == 0)
			return 0;
	new.path = strdup(path);
	new.reason = strdup(reason);
	place = is_full ? &files->items[files->last] : sslinv_array_add(files);
	if (!new.path || !new.reason || !place) {
		free_texts(&new);
		if (place && !is_full)
			files->count--;
		return SSLINV_E_MEMORY;
	}
	if (is_full) {
		files->dropped |= source_bit(place->source);
		free_texts(place);
	}
	*place = new;
	if (files->count == SSLINV_UNREADABLE_NAMED)
		files->last = find_last(files);
	return 0;
}

int sslinv_unreadable_tell(struct sslinv_unreadable *files, struct sslinv_facts *facts)
{
	int rc = 0;

	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), compare_items);
	for (size_t i = 0; i < files->count && rc == 0; i++) {
		/* What the walk could not read either was told already: of one path, `walk` sorts last. */
		if (i > 0 && strcmp(files->items[i].source, "walk") == 0 &&
		    strcmp(files->items[i].path, files->items[i - 1].path) == 0)
			continue;
		rc = sslinv_facts_add_problem(facts, files->items[i].source, files->items[i].path, true,
					      files->items[i].reason);
	}
	for (unsigned i = 0; i < SSLINV_ARRAY_SIZE(sources) && rc == 0; i++)
		if (files->dropped & (1u << i))
			rc = sslinv_facts_add_problem(facts, sources[i], NULL, true,
						      "more files than are named here could not be read");
	sslinv_unreadable_free(files);
	return rc;
}

void sslinv_unreadable_free(struct sslinv_unreadable *files)
{
	for (size_t i = 0; i < files->count; i++)
		free_texts(&files->items[i]);
	free(files->items);
	*files = (struct sslinv_unreadable){ 0 };
}
