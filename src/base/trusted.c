/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that decide what root believes. */
#include "base/trusted.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Cuts the last name off the path; false where there was one alone. */
static bool cut_last_name(char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	while (length > 0 && path[length - 1] != '/')
		length--;
	path[length] = '\0';
	return length > 1;
}

/* Was nothing ever put there, or does a link, of the file itself or of a directory above it, lead to nothing now? */
static bool is_absent(const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = strdup(path);
	struct stat status;

	while (name && lstat(name, &status) < 0) {
		if (errno != ENOENT)
			return false;
		if (!cut_last_name(name) || stat(name, &status) == 0)
			return true;
		/* Without it lstat() would follow the link. */
		while (name[1] && name[strlen(name) - 1] == '/')
			name[strlen(name) - 1] = '\0';
	}
	return false;
}

int sslinv_trusted_open(const char *path, struct sslinv_error *error)
{
	/* A FIFO would keep us waiting. */
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;

	if (fd < 0 && errno == ENOENT && is_absent(path))
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "%s: is not there", path);
	if (fd < 0 && errno == ENOENT)
		return sslinv_error_set(error, SSLINV_E_SYSTEM,
					"%s: is a link, or below one, that leads to nothing; mount what it leads to,"
					" or remove the link",
					path);
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
