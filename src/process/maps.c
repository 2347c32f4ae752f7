/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that a process has mapped to execute them. */
#include "process/maps.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

/* No path that the kernel writes is longer than a page; what is, is passed over. */
#define LINE_MAX_BYTES (PATH_MAX * 4)

static const char deleted[] = " (deleted)";

/* Reads a number to the byte `end`, behind which *at is then. */
static bool take_number(const char **at, unsigned base, char end, uint64_t *number)
{
	const char *begin = *at;

	for (*number = 0;; (*at)++) {
		char byte = **at;
		unsigned digit = byte >= '0' && byte <= '9'   ? (unsigned)(byte - '0')
				 : byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10
							      : 16;

		if (digit >= base)
			break;
		*number = *number * base + digit;
	}
	return *at > begin && *(*at)++ == end;
}

/* The kernel writes a newline in a name as \012, and nothing else so. In place. */
static void decode(char *path)
{
	char *out;

	path += strcspn(path, "\\");
	for (out = path; *path; out++) {
		bool is_newline = strncmp(path, "\\012", 4) == 0;

		*out = is_newline ? '\n' : *path;
		path += is_newline ? 4 : 1;
	}
	*out = '\0';
}

/* Most lines are of other mappings: their permissions tell that, before anything is parsed. */
static bool may_execute(const char *line)
{
	const char *permissions = strchr(line, ' ');

	return permissions && permissions[1] && permissions[2] && permissions[3] == 'x';
}

/* `7f0c2a400000-7f0c2a600000 r-xp 00028000 08:01 1234    /usr/lib/libssl.so.3` */
static int take_line(char *line, sslinv_map_take *take, void *context)
{
	const char *at = line;
	uint64_t major, minor, offset;
	struct sslinv_map map;
	char *path;

	if (!may_execute(line))
		return 0;
	if (!take_number(&at, 16, '-', &map.begin) || !take_number(&at, 16, ' ', &map.end) || strnlen(at, 5) < 5)
		return 0;
	at += 5;
	if (!take_number(&at, 16, ' ', &offset) || !take_number(&at, 16, ':', &major) ||
	    !take_number(&at, 16, ' ', &minor) || !take_number(&at, 10, ' ', &map.inode) || map.inode == 0)
		return 0;
	path = line + (at - line) + strspn(at, " ");
	if (*path != '/')
		return 0;
	decode(path);
	map.major = (unsigned)major;
	map.minor = (unsigned)minor;
	map.path = path;
	return take(context, &map);
}

/* The whole lines of the buffer; *length becomes that of the rest, which moves to the front. */
static int take_lines(char *buffer, size_t *length, bool *is_too_long, sslinv_map_take *take, void *context)
{
	char *line = buffer, *end;
	int rc = 0;

	while (rc == 0 && (end = memchr(line, '\n', *length - (size_t)(line - buffer)))) {
		*end = '\0';
		if (!*is_too_long)
			rc = take_line(line, take, context);
		*is_too_long = false;
		line = end + 1;
	}
	*length -= (size_t)(line - buffer);
	memmove(buffer, line, *length);
	return rc;
}

int sslinv_maps_read(int fd, sslinv_map_take *take, void *context)
{
	char buffer[LINE_MAX_BYTES * 2];
	bool is_too_long = false;
	size_t length = 0;
	int rc = 0;

	while (rc == 0) {
		ssize_t got = read(fd, buffer + length, sizeof(buffer) - 1 - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -errno : 0;
		length += (size_t)got;
		rc = take_lines(buffer, &length, &is_too_long, take, context);
		if (length >= LINE_MAX_BYTES) {
			is_too_long = true;
			length = 0;
		}
	}
	return rc;
}

bool sslinv_map_is_memory(const char *path)
{
	static const char *const names[] = {
		"/memfd:", "/SYSV", "/dev/zero", "/anon_hugepage", "/[aio]", "/dmabuf:", "/drm"
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		if (sslinv_str_starts(path, names[i]))
			return strcmp(names[i], "/memfd:") == 0 || !strchr(path + strlen(names[i]), '/');
	return false;
}

size_t sslinv_map_name_length(const char *path)
{
	size_t length = strlen(path);

	return sslinv_str_ends(path, deleted) ? length - strlen(deleted) : length;
}
