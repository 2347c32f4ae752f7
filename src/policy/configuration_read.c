/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole configuration, from its file on. */
#include "policy/configuration_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* The canonical path of the file; stays NULL where there is none. */
static int find_file(const struct sslinv_root *root, const char *path, char **canonical)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(root, path, O_PATH);

	if (fd == -ENOENT || fd == -ENOTDIR)
		return 0;
	if (fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	if (fd >= 0)
		*canonical = sslinv_root_path_of(root, fd);
	if (!*canonical && (fd < 0 || errno != ENOMEM))
		*canonical = strdup(path);
	return *canonical ? 0 : SSLINV_E_MEMORY;
}

int sslinv_configuration_read(const struct sslinv_root *root, const char *path,
			      const struct sslinv_configuration_rules *rules, struct sslinv_configuration *configuration)
{
	struct sslinv_configuration_reader reader = {
		.root = root,
		.rules = rules,
		.configuration = configuration,
		.section = "default",
		.take_line = sslinv_configuration_take_line,
	};
	int rc;

	memset(configuration, 0, sizeof(*configuration));
	rc = find_file(root, path, &configuration->path);
	if (rc < 0 || !configuration->path)
		return rc;
	/* The one section that every configuration has. */
	if (!sslinv_configuration_open(&reader, reader.section, &rc))
		return rc;
	rc = sslinv_configuration_read_file(&reader, path, false);
	return rc < 0 ? rc : 0;
}

void sslinv_configuration_free(struct sslinv_configuration *configuration)
{
	for (const struct sslinv_map_entry *entry = NULL; (entry = sslinv_map_next(&configuration->sections, entry));) {
		struct sslinv_configuration_section *section = sslinv_map_value(entry);

		free(section->items);
		sslinv_map_free(&section->values);
	}
	sslinv_map_free(&configuration->sections);
	sslinv_arena_free(&configuration->arena);
	free(configuration->path);
	memset(configuration, 0, sizeof(*configuration));
}
