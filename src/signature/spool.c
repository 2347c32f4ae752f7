/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private copies of files. */
#include "signature/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/write_all.h"

#define BLOCK_SIZE (64 * 1024)

/* A file that has no name any more. */
static int make(const char *beside, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s.spool-XXXXXX", beside);
	int fd;

	if (!path)
		return sslinv_error_memory(error);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return sslinv_error_errno(error, "%s: cannot be made", path);
	unlink(path);
	return fd;
}

static int copy(int from, int to, const char *path, uint64_t max, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *block = malloc(BLOCK_SIZE);
	uint64_t total = 0;
	ssize_t length;
	int rc;

	if (!block)
		return sslinv_error_memory(error);
	while ((length = read(from, block, BLOCK_SIZE)) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return sslinv_error_errno(error, "%s: cannot be read", path);
		total += (uint64_t)length;
		if (total > max)
			return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: has more than %" PRIu64 " bytes; refused", path,
						max);
		rc = sslinv_write_all(to, block, (size_t)length);
		errno = -rc;
		if (rc < 0)
			return sslinv_error_errno(error, "%s: cannot be copied to where its signature is checked", path);
	}
	return 0;
}

int sslinv_spool_copy(const char *path, const char *beside, uint64_t max, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(path);
	SSLINV_CLEANUP(sslinv_close_fd) int from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	SSLINV_CLEANUP(sslinv_close_fd) int to = -1;
	struct stat status;
	int rc;

	if (!quoted)
		return sslinv_error_memory(error);
	if (from < 0 && errno == ENOENT)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: is not there", quoted);
	if (from < 0 || fstat(from, &status) < 0)
		return sslinv_error_errno(error, "%s: cannot be opened", quoted);
	if (S_ISDIR(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is a directory; name the files in it", quoted);
	to = make(beside, error);
	if (to < 0)
		return to;
	rc = copy(from, to, quoted, max, error);
	return rc < 0 ? rc : sslinv_take_fd(&to);
}
