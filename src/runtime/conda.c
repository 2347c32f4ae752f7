/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conda: which of its packages brought a file. */
#include "runtime/conda.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/told.h"

/* More entries than any real environment has are not looked at. */
#define MAX_ENTRIES 10000

/* The packages that have libraries of OpenSSL or of its forks. */
static const char *const names[] = { "openssl", "libopenssl-static", "libressl", "aws-lc" };

/* `openssl-3.0.13-h7f8727e_0.json`: the name of such a package, then its version. */
static size_t name_length(const char *entry)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		size_t length = strlen(names[i]);

		if (strncmp(entry, names[i], length) == 0 && entry[length] == '-' && sslinv_str_ends(entry, ".json"))
			return length;
	}
	return 0;
}

/* Does the package's file list that one: `"lib/libcrypto.so.3"`? */
static int is_listed(struct sslinv_finder *finder, const char *directory, const char *entry, const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = sslinv_str_format("%s/conda-meta/%s", directory, entry);
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format("\"%s\"", path + strlen(directory) + 1);

	return file && text ? sslinv_told_has(finder, file, text) : SSLINV_E_MEMORY;
}

int sslinv_conda_find(struct sslinv_finder *finder, const char *directory, const char *path, const char **owner)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *place = sslinv_str_path(directory, "conda-meta");
	SSLINV_CLEANUP(sslinv_close_fd) int fd = place ? sslinv_root_open_no_links(finder->root, place,
										   O_RDONLY | O_DIRECTORY)
						       : -ENOMEM;
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	int rc = 0;

	*owner = NULL;
	if (!stream)
		return fd == -ENOMEM || (fd >= 0 && errno == ENOMEM) ? SSLINV_E_MEMORY : 0;
	(void)sslinv_take_fd(&fd);
	for (size_t i = 0; i < MAX_ENTRIES && rc == 0 && (entry = readdir(stream)); i++) {
		size_t length = name_length(entry->d_name);
		const char *version = entry->d_name + length + 1;

		if (length == 0)
			continue;
		rc = is_listed(finder, directory, entry->d_name, path);
		if (rc <= 0)
			continue;
		*owner = sslinv_finder_text(finder, "conda package %.*s %.*s", (int)length, entry->d_name,
					    (int)strcspn(version, "-"), version);
		return *owner ? 0 : SSLINV_E_MEMORY;
	}
	return rc < 0 ? rc : 0;
}
