/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a host that a word names. */
#include "resolve/part.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *sslinv_part_kind_name(enum sslinv_part_kind kind)
{
	static const char *const names[SSLINV_PART_KIND_COUNT] = {
		"cve", "path", "package", "unit", "container", "process"
	};

	return names[kind];
}

void sslinv_parts_free(struct sslinv_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		struct sslinv_part *part = &parts->items[i];

		free(part->facts.libraries.items);
		free(part->facts.linkages.items);
		free(part->facts.processes.items);
		free(part->facts.problems.items);
		free(part->things.items);
		sslinv_host_result_free(&part->result);
	}
	free(parts->items);
	sslinv_arena_free(&parts->arena);
	memset(parts, 0, sizeof(*parts));
}

bool sslinv_part_is_cve(const char *word)
{
	return strncasecmp(word, "CVE-", 4) == 0;
}
