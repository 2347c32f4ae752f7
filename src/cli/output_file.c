/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that a command writes. */
#include "cli/output_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

int sslinv_output_file(const char *path, int (*write)(void *context, FILE *file, struct sslinv_error *error), void *context,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *private = NULL;
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = NULL;
	mode_t mask;
	int rc = 0, fd;

	if (strcmp(path, "-") == 0)
		return write(context, stdout, error);
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
	if (rc == 0 && (fflush(file) != 0 || fchmod(fd, 0666 & ~mask) < 0 || fsync(fd) < 0 || rename(private, path) < 0))
		rc = sslinv_error_errno(error, "%s: cannot be written", path);
	if (rc < 0)
		unlink(private);
	return rc;
}
