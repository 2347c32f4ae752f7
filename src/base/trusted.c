/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that decide what root believes. */
#include "base/trusted.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

int sslinv_trusted_open(const char *path, struct sslinv_error *error)
{
	/* A FIFO would keep us waiting. */
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: is not there", path);
	if (fd < 0 || fstat(fd, &status) < 0)
		return sslinv_error_errno(error, "%s: cannot be read", path);
	if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is neither a file nor a directory", path);
	if (geteuid() == 0 && (status.st_uid != 0 || (status.st_mode & (S_IWGRP | S_IWOTH))))
		return sslinv_error_set(
			error, SSLINV_E_UNSUPPORTED,
			"%s: others than root may write it, so root does not believe it; `chown root %s` and "
			"`chmod go-w %s`",
			path, path, path);
	return sslinv_take_fd(&fd);
}
