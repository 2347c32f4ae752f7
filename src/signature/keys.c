/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys that a site trusts. */
#include "signature/keys.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/trusted.h"

#define SUFFIX ".gpg"
#define ARMOR "-----BEGIN PGP"

static int compare_path(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A keyring in armor makes gpgv find no key at all, not even in the others. */
static int check(const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_trusted_open(path, error);
	char head[sizeof(ARMOR) - 1];
	ssize_t length;

	if (fd < 0)
		return fd;
	length = read(fd, head, sizeof(head));
	if (length < 0)
		return sslinv_error_errno(error, "%s: cannot be read", path);
	if (length == 0 || (length == (ssize_t)sizeof(head) && memcmp(head, ARMOR, sizeof(head)) == 0))
		return sslinv_error_set(
			error, SSLINV_E_FORMAT,
			"%s: %s; `gpg --export KEY` writes a keyring, and `gpg --dearmor` makes one of a text", path,
			length == 0 ? "is empty" : "is a text, and not a keyring");
	return 0;
}

static int add(struct sslinv_keys *keys, const char *directory, const char *name, struct sslinv_error *error)
{
	char **item = sslinv_array_add(keys);

	if (item)
		*item = sslinv_str_path(directory, name);
	return item && *item ? check(*item, error) : sslinv_error_memory(error);
}

static int read_directory(DIR *dir, const char *path, struct sslinv_keys *keys, struct sslinv_error *error)
{
	const struct dirent *entry;
	int rc = 0;

	while (rc == 0 && (errno = 0, entry = readdir(dir)))
		if (entry->d_name[0] != '.' && sslinv_str_ends(entry->d_name, SUFFIX))
			rc = add(keys, path, entry->d_name, error);
	if (rc == 0 && errno)
		rc = sslinv_error_errno(error, "%s: cannot be read", path);
	if (rc == 0 && keys->count == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: has no keyring *" SUFFIX, path);
	return rc;
}

int sslinv_keys_find(const char *directory, struct sslinv_keys *keys, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = realpath(directory, NULL);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *dir = NULL;
	int rc, fd;

	memset(keys, 0, sizeof(*keys));
	fd = sslinv_trusted_open(path ? path : directory, error);
	if (fd < 0)
		return fd;
	dir = path ? fdopendir(fd) : NULL;
	if (!dir) {
		rc = sslinv_error_errno(error, "%s: cannot be read", directory);
		close(fd);
		return rc;
	}
	rc = read_directory(dir, path, keys, error);
	if (keys->count > 1)
		qsort(keys->items, keys->count, sizeof(*keys->items), compare_path);
	return rc;
}

void sslinv_keys_free(struct sslinv_keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		free(keys->items[i]);
	free(keys->items);
	memset(keys, 0, sizeof(*keys));
}
