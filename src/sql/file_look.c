/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands at a path before SQLite touches it: SQLite would wait for ever on a FIFO, and makes files where it can. */
#include "sql/file_look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/str.h"

/* The header of an SQLite file, as its file format page has it. */
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_READ_VERSION 19 /* 2 where the file goes with a write-ahead log */
#define HEADER_SIZE 100

static int look_beside(const char *path, const char *suffix, bool *exists, long long *size, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *beside = sslinv_str_format("%s%s", path, suffix);
	struct stat status;

	*exists = false;
	*size = 0;
	if (!beside)
		return sslinv_error_memory(error);
	if (lstat(beside, &status) < 0) {
		if (errno == ENOENT)
			return 0;
		return sslinv_error_errno(error, "%s", beside);
	}
	*exists = true;
	*size = status.st_size;
	return 0;
}

int sslinv_file_look(const char *path, const char *product, struct sslinv_file_look *look, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	unsigned char header[HEADER_SIZE];
	struct stat status;
	ssize_t length;
	int rc;

	memset(look, 0, sizeof(*look));
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		if (errno == ENOENT)
			return 0;
		return sslinv_error_errno(error, "%s: cannot be opened", path);
	}
	if (fstat(fd, &status) < 0)
		return sslinv_error_errno(error, "%s", path);
	look->exists = true;
	if (S_ISDIR(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: a directory, not an sslinv %s; name the file in it",
					path, product);
	if (!S_ISREG(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: not a regular file, so not an sslinv %s", path,
					product);
	look->device = status.st_dev;
	look->inode = status.st_ino;
	if (status.st_size == 0) {
		look->is_empty = true;
		return 0;
	}
	length = pread(fd, header, sizeof(header), 0);
	if (length < 0)
		return sslinv_error_errno(error, "%s: cannot be read", path);
	if (length < HEADER_SIZE || memcmp(header, HEADER_MAGIC, sizeof(HEADER_MAGIC)) != 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: not an sslinv %s (not an SQLite file); not changed",
					path, product);
	look->is_wal = header[HEADER_READ_VERSION] == 2;
	rc = look_beside(path, "-wal", &look->has_wal, &look->wal_size, error);
	if (rc == 0)
		rc = look_beside(path, "-journal", &look->has_journal, &look->journal_size, error);
	return rc;
}

int sslinv_sql_check_directory(const char *path, const char *remedy, struct sslinv_error *error)
{
	const char *slash = strrchr(path, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = slash > path ? strndup(path, (size_t)(slash - path)) : strdup(".");
	struct stat status;

	if (!directory)
		return sslinv_error_memory(error);
	if (slash == path || stat(directory, &status) == 0)
		return 0;
	if (errno == ENOENT)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: no directory %s; make it, or %s", path, directory,
					remedy);
	return sslinv_error_errno(error, "%s", directory);
}

int sslinv_sql_make_directory(const char *path, struct sslinv_error *error)
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
