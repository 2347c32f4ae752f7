/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the inventory is kept, and the directory for it. */
#include "store/store_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

#ifndef SSLINV_STATE_DIR
#define SSLINV_STATE_DIR "/var/lib/sslinv"
#endif

#define FILE_NAME "inventory.db"

/* The variable's value, or NULL where it is unset or empty. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

char *sslinv_store_default_path(void)
{
	const char *value = environment("SSLINV_DB");

	if (value)
		return strdup(value);
	if (geteuid() == 0)
		return strdup(SSLINV_STATE_DIR "/" FILE_NAME);
	/* The XDG base directory specification: a relative path is invalid and to be ignored. */
	value = environment("XDG_STATE_HOME");
	if (value && value[0] == '/')
		return sslinv_str_format("%s/sslinv/" FILE_NAME, value);
	value = environment("HOME");
	if (value)
		return sslinv_str_format("%s/.local/state/sslinv/" FILE_NAME, value);
	errno = ENOENT;
	return NULL;
}

int sslinv_place_make_directory(const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = strdup(path);
	char *slash;

	if (!directory)
		return sslinv_error_memory(error);
	slash = strrchr(directory, '/');
	if (!slash || slash == directory)
		return 0;
	*slash = '\0';
	/* From the top down; what is there already is left as it is. */
	for (slash = directory; slash; slash = strchr(slash + 1, '/')) {
		const char *next = strchr(slash + 1, '/');
		size_t length = next ? (size_t)(next - directory) : strlen(directory);
		char kept = directory[length];
		int failed;

		directory[length] = '\0';
		failed = mkdir(directory, 0700) < 0 && errno != EEXIST ? errno : 0;
		if (failed) {
			struct stat status;

			/* A directory above that may be neither made nor written, but is there (EROFS, EACCES). */
			if (stat(directory, &status) < 0 || !S_ISDIR(status.st_mode)) {
				errno = failed;
				return sslinv_error_errno(error, "%s: the directory cannot be made", directory);
			}
		}
		directory[length] = kept;
	}
	return 0;
}
