/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came of a file before its transfer broke off. */
#include "fetch/part.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/write_all.h"

#define PREFIX "part-"
#define MARK ".mark"
#define HASH_BYTES 8
/* An ETag, an address, and the ends of their lines. */
#define MARK_SIZE (SSLINV_HEADER_SIZE + 2048 + 2)

static void name_part(int spool, const char *address, struct sslinv_part *part)
{
	struct sha256_ctx hash;
	uint8_t digest[HASH_BYTES];
	char text[2 * HASH_BYTES + 1];

	sha256_init(&hash);
	sha256_update(&hash, strlen(address), (const uint8_t *)address);
	sha256_digest(&hash, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	part->spool = spool;
	part->address = address;
	snprintf(part->name, sizeof(part->name), PREFIX "%s", text);
	snprintf(part->mark, sizeof(part->mark), "%s" MARK, part->name);
}

/* A server's word for these bytes and no others. */
static bool is_strong(const char *etag)
{
	return etag[0] == '"' && strlen(etag) < SSLINV_HEADER_SIZE && sslinv_str_is_printable(etag, strlen(etag));
}

/* The mark's ETag, where it is whole and of this address. */
static bool read_mark(const struct sslinv_part *part, char etag[SSLINV_HEADER_SIZE])
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = openat(part->spool, part->mark,
							O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char text[MARK_SIZE + 1], *line, *end;
	ssize_t length = fd >= 0 ? read(fd, text, MARK_SIZE) : -1;

	if (length <= 0)
		return false;
	text[length] = '\0';
	line = strchr(text, '\n');
	end = line ? strchr(line + 1, '\n') : NULL;
	if (!end || end[1])
		return false;
	*line = *end = '\0';
	if (!is_strong(text) || strcmp(line + 1, part->address) != 0)
		return false;
	memcpy(etag, text, strlen(text) + 1);
	return true;
}

int sslinv_part_open(int spool, const char *address, struct sslinv_part *part, uint64_t *have, char etag[SSLINV_HEADER_SIZE])
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct stat status;

	name_part(spool, address, part);
	*have = 0;
	etag[0] = '\0';
	fd = openat(spool, part->name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode) || status.st_nlink > 1)
		return -EEXIST;
	if (status.st_size > 0 && read_mark(part, etag))
		*have = (uint64_t)status.st_size;
	else if (ftruncate(fd, 0) < 0)
		return -errno;
	if (lseek(fd, 0, SEEK_END) < 0)
		return -errno;
	return sslinv_take_fd(&fd);
}

void sslinv_part_mark(const struct sslinv_part *part, const char *etag)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	char text[MARK_SIZE + 1];
	int length = snprintf(text, sizeof(text), "%s\n%s\n", etag, part->address);

	(void)unlinkat(part->spool, part->mark, 0);
	if (!is_strong(etag) || length >= (int)sizeof(text))
		return;
	fd = openat(part->spool, part->mark, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	/* One that is not whole is none. */
	if (fd >= 0)
		(void)!sslinv_write_all(fd, text, (size_t)length);
}

int sslinv_part_finish(const struct sslinv_part *part, const char *name)
{
	(void)unlinkat(part->spool, part->mark, 0);
	return renameat(part->spool, part->name, part->spool, name) < 0 ? -errno : 0;
}

bool sslinv_part_has_mark(int spool, const char *name)
{
	char other[sizeof(((struct sslinv_part *)NULL)->mark)];
	const size_t length = strlen(name), mark = strlen(MARK);
	struct stat status;

	if (!sslinv_str_starts(name, PREFIX) || length + mark >= sizeof(other))
		return false;
	if (sslinv_str_ends(name, MARK))
		snprintf(other, sizeof(other), "%.*s", (int)(length - mark), name);
	else
		snprintf(other, sizeof(other), "%s" MARK, name);
	return fstatat(spool, other, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

void sslinv_part_drop(const struct sslinv_part *part)
{
	(void)unlinkat(part->spool, part->mark, 0);
	(void)unlinkat(part->spool, part->name, 0);
}
