/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories of this process alone. */
#include "base/private_directory.h"

#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"

/* Those there are, for a signal that ends the program: in this process, under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	char **items; /* borrowed from who made them */
	size_t count, capacity;
} present;

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	(void)remove(path);
	return 0;
}

static void remove_directory(const char *directory)
{
	(void)nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Under the lock. */
static int make_directory(char **path, struct sslinv_error *error)
{
	const char *base = secure_getenv("TMPDIR");

	if (sslinv_array_reserve(&present.items, &present.capacity, present.count, 1, sizeof(*present.items)) < 0)
		return sslinv_error_memory(error);
	*path = sslinv_str_format("%s/sslinv-XXXXXX", base && *base ? base : "/tmp");
	if (!*path)
		return sslinv_error_memory(error);
	if (!mkdtemp(*path)) {
		sslinv_error_errno(error, "cannot make a private directory %s (set TMPDIR to a place with room)", *path);
		free(*path);
		*path = NULL;
		return error->code;
	}
	present.items[present.count++] = *path;
	return 0;
}

int sslinv_private_directory_make(char **path, struct sslinv_error *error)
{
	int rc;

	*path = NULL;
	pthread_mutex_lock(&lock);
	rc = make_directory(path, error);
	pthread_mutex_unlock(&lock);
	return rc;
}

void sslinv_private_directory_remove(char **path)
{
	if (!*path)
		return;
	pthread_mutex_lock(&lock);
	remove_directory(*path);
	for (size_t i = 0; i < present.count; i++)
		if (present.items[i] == *path) {
			present.items[i] = present.items[--present.count];
			break;
		}
	pthread_mutex_unlock(&lock);
	free(*path);
	*path = NULL;
}

void sslinv_private_directory_abandon(void)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < present.count; i++)
		remove_directory(present.items[i]);
}
