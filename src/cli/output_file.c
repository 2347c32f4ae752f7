/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that a command writes. */
#include "cli/output_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

/* A device or a pipe is written to where it is: another file in its place would be of no use to anyone. */
static bool is_stream(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/*
 * Hands on what is in the stream's buffer. What failed before is gone from the buffer, so only the stream's mark tells of
 * it; by then errno may speak of something else.
 */
static int finish(FILE *file, const char *path, struct sslinv_error *error)
{
	errno = 0;
	if (fflush(file) == 0 && !ferror(file))
		return 0;
	return errno ? sslinv_error_errno(error, "%s: cannot be written", path)
		     : sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: cannot be written whole: is there room left?", path);
}

static int write_stream(const char *path, int (*write)(void *context, FILE *file, struct sslinv_error *error), void *context,
			struct sslinv_error *error)
{
	FILE *file = fopen(path, "we");
	int rc = file ? write(context, file, error) : sslinv_error_errno(error, "%s: cannot be written", path);

	if (rc == 0)
		rc = finish(file, path, error);
	if (file && fclose(file) != 0 && rc == 0)
		rc = sslinv_error_errno(error, "%s: cannot be written", path);
	return rc;
}

int sslinv_output_file(const char *path, int (*write)(void *context, FILE *file, struct sslinv_error *error), void *context,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *private = NULL;
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = NULL;
	mode_t mask;
	int rc = 0, fd;

	if (strcmp(path, "-") == 0)
		return write(context, stdout, error);
	if (is_stream(path))
		return write_stream(path, write, context, error);
	private = sslinv_str_format("%s.XXXXXX", path);
	if (!private)
		return sslinv_error_memory(error);
	mask = umask(0);
	umask(mask);
	fd = mkstemp(private);
	if (fd < 0)
		return sslinv_error_errno(error, "%s: cannot be made", path);
	file = fdopen(fd, "w");
	if (!file) {
		rc = sslinv_error_errno(error, "%s: cannot be written", path);
		close(fd);
	}
	if (rc == 0)
		rc = write(context, file, error);
	if (rc == 0)
		rc = finish(file, path, error);
	if (rc == 0 && (fchmod(fd, 0666 & ~mask) < 0 || fsync(fd) < 0 || rename(private, path) < 0))
		rc = sslinv_error_errno(error, "%s: cannot be written", path);
	if (rc < 0)
		unlink(private);
	return rc;
}
