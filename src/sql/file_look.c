/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands at a path before SQLite touches it: SQLite would wait for ever on a FIFO, and makes files where it can. */
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
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

int sslinv_file_look(const char *path, struct sslinv_file_look *look, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	unsigned char header[HEADER_SIZE];
	struct stat status;
	ssize_t length;
	int code;

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
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is a directory, and no inventory; name the file in it",
					path);
	if (!S_ISREG(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is no regular file, and so no inventory", path);
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
		return sslinv_error_set(error, SSLINV_E_FORMAT,
					"%s: is no inventory of sslinv (no SQLite file); it was left as it is", path);
	look->is_wal = header[HEADER_READ_VERSION] == 2;
	code = look_beside(path, "-wal", &look->has_wal, &look->wal_size, error);
	if (code == 0)
		code = look_beside(path, "-journal", &look->has_journal, &look->journal_size, error);
	return code;
}
