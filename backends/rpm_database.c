/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of all rpm database formats need of files. */
#include "rpm_database.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int sslinv_rpm_read_at(int fd, void *buffer, size_t length, uint64_t offset)
{
	char *to = buffer;

	if (offset > INT64_MAX - length)
		return -ENODATA;
	while (length > 0) {
		ssize_t count = pread(fd, to, length, (off_t)offset);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -errno;
		if (count == 0)
			return -ENODATA;
		to += count;
		offset += (uint64_t)count;
		length -= (size_t)count;
	}
	return 0;
}

int sslinv_rpm_open_regular(const struct sslinv_backend_host *host, const char *path, struct stat *status)
{
	struct stat first;
	int fd = host->open(host, path, O_PATH);
	int rc;

	if (fd < 0)
		return fd;
	rc = fstat(fd, &first) < 0 ? -errno : 0;
	close(fd);
	if (rc < 0)
		return rc;
	if (!S_ISREG(first.st_mode))
		return -ENOTSUP;

	fd = host->open(host, path, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return fd;
	if (fstat(fd, status) < 0)
		rc = -errno;
	else if (!S_ISREG(status->st_mode))
		rc = -ENOTSUP;
	if (rc < 0) {
		close(fd);
		return rc;
	}
	return fd;
}

int sslinv_rpm_out_of_memory(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink)
{
	int rc = sslinv_backend_problem(sink, database->path, "out of memory");

	return rc < 0 ? rc : -ENOMEM;
}

bool sslinv_rpm_same_state(const struct stat *before, const struct stat *after)
{
	return before->st_dev == after->st_dev && before->st_ino == after->st_ino && before->st_size == after->st_size &&
	       before->st_mtim.tv_sec == after->st_mtim.tv_sec && before->st_mtim.tv_nsec == after->st_mtim.tv_nsec &&
	       before->st_ctim.tv_sec == after->st_ctim.tv_sec && before->st_ctim.tv_nsec == after->st_ctim.tv_nsec;
}
