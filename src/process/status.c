/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc/PID/stat and /proc/stat say. */
#include "process/status.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

/* PF_KTHREAD of the kernel's include/linux/sched.h. */
#define KERNEL_THREAD 0x00200000u

int sslinv_process_file(int fd, const char *name, char *buffer, int size)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int length = 0;

	if (file < 0)
		return -errno;
	/* The kernel makes such a file at once, and gives all of it that the buffer can take. */
	do {
		length = (int)read(file, buffer, (size_t)(size - 1));
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		return -errno;
	buffer[length] = '\0';
	return length;
}

/* The text behind the next `count` blanks; NULL where there are not so many. */
static const char *field(const char *text, unsigned count)
{
	while (count-- > 0 && (text = strchr(text, ' ')))
		text++;
	return text;
}

/* The decimal number that the text begins with; false for NULL, and where there is none. */
static bool take_number(const char *text, uint64_t *number)
{
	if (!text || *text < '0' || *text > '9')
		return false;
	*number = strtoull(text, NULL, 10);
	return true;
}

/* `42 (name) S 1 ...`: the name may hold anything, parentheses and newlines too. */
int sslinv_process_status_read(int fd, struct sslinv_process_status *status)
{
	char text[1024];
	const char *open, *close, *at;
	uint64_t flags;
	int length = sslinv_process_file(fd, "stat", text, sizeof(text));

	if (length < 0)
		return length;
	open = strchr(text, '(');
	close = memrchr(text, ')', (size_t)length);
	if (!open || !close || close < open || (size_t)(close - open) > sizeof(status->command))
		return -EIO;
	memcpy(status->command, open + 1, (size_t)(close - open - 1));
	status->command[close - open - 1] = '\0';
	/* state ppid pgrp session tty_nr tpgid flags, then twelve numbers before starttime */
	if (!(at = field(close + 1, 1)) || !take_number(field(at, 1), &status->parent) ||
	    !take_number(field(at, 6), &flags) || !take_number(field(at, 19), &status->started))
		return -EIO;
	status->is_kernel = flags & KERNEL_THREAD;
	status->is_zombie = *at == 'Z' || *at == 'X';
	return 0;
}

uint64_t sslinv_process_link(int fd, const char *name, const char *kind)
{
	size_t length = strlen(kind);
	uint64_t number;
	char link[64];
	ssize_t got = readlinkat(fd, name, link, sizeof(link) - 1);

	if (got < 0)
		return 0;
	link[got] = '\0';
	if (strncmp(link, kind, length) != 0 || strncmp(link + length, ":[", 2) != 0)
		return 0;
	return take_number(link + length + 2, &number) ? number : 0;
}

int64_t sslinv_process_boot_time(int fd)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = openat(fd, "stat", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	SSLINV_CLEANUP(sslinv_close_file) FILE *stream = file < 0 ? NULL : fdopen(file, "r");
	SSLINV_CLEANUP(sslinv_free_ptr) char *line = NULL;
	size_t capacity = 0;
	long long seconds;

	if (!stream)
		return 0;
	file = -1;
	while (getline(&line, &capacity, stream) > 0)
		if (sscanf(line, "btime %lld", &seconds) == 1)
			return seconds;
	return 0;
}
