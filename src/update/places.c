/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the hosts of an inventory are. */
#include "update/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "distro/line.h"
#include "sql/rows.h"

/* The hosts' own places, and the lines that packages were built for where those are others. */
#define PLACES                                                                                                              \
	"SELECT DISTINCT os_id, os_version, arch, NULL FROM hosts WHERE os_id IS NOT NULL"                                  \
	" UNION SELECT DISTINCT NULL, NULL, hosts.arch, packages.build_of FROM packages"                                    \
	" JOIN hosts ON hosts.host = packages.host WHERE packages.build_of IS NOT NULL"

static int begin(struct sslinv_rows *rows, const char *const *columns, size_t count, struct sslinv_error *error)
{
	(void)rows;
	(void)columns;
	(void)count;
	(void)error;
	return 0;
}

static int end(struct sslinv_rows *rows, struct sslinv_error *error)
{
	(void)rows;
	(void)error;
	return 0;
}

static int add(struct sslinv_places *places, const char *distro, const char *version, const char *arch,
	       struct sslinv_error *error)
{
	struct sslinv_source_place *place;

	for (size_t i = 0; i < places->count; i++)
		if (sslinv_str_compare(places->items[i].distro, distro) == 0 &&
		    sslinv_str_compare(places->items[i].version, version) == 0 &&
		    sslinv_str_compare(places->items[i].arch, arch) == 0)
			return 0;
	place = sslinv_array_add(places);
	if (!place)
		return sslinv_error_memory(error);
	place->distro = sslinv_arena_strdup(&places->arena, distro);
	place->version = sslinv_arena_strdup(&places->arena, version);
	place->arch = sslinv_arena_strdup(&places->arena, arch);
	return place->distro && (!version || place->version) && (!arch || place->arch) ? 0 : sslinv_error_memory(error);
}

static int take_row(struct sslinv_rows *rows, const struct sslinv_value *values, size_t count, struct sslinv_error *error)
{
	struct sslinv_places *places = rows->state;
	struct sslinv_distro line;

	(void)count;
	if (values[0].text)
		return add(places, values[0].text, values[1].text, values[2].text, error);
	return sslinv_distro_from_line(values[3].text, &line) ? add(places, line.distro, line.release, values[2].text, error)
							      : 0;
}

int sslinv_places_read(struct sslinv_store *store, struct sslinv_places *places, struct sslinv_error *error)
{
	static const struct sslinv_rows_ops ops = { .name = "places", .begin = begin, .row = take_row, .end = end };
	struct sslinv_rows rows = { .ops = &ops, .state = places };

	memset(places, 0, sizeof(*places));
	return sslinv_store_query(store, PLACES, NULL, 0, &rows, error);
}

void sslinv_places_free(struct sslinv_places *places)
{
	free(places->items);
	sslinv_arena_free(&places->arena);
	memset(places, 0, sizeof(*places));
}
