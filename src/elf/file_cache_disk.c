/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file cache as a file: reads it where it is whole and the caller's own, and replaces it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "base/wire.h"
#include "base/write_all.h"
#include "elf/file_cache_internal.h"
#include "elf/file_record.h"

/* Raised whenever what is learned of a file changes its meaning or its form: then everything is read again. */
#define FORMAT 7u
#define MAGIC "SSLINVF"
/* 40 bytes for each of 25 million files; a larger cache is not believed. */
#define MAX_SIZE (INT64_C(1) << 30)

struct header {
	char magic[8];
	uint32_t format;
	uint32_t key_size;
	uint64_t searched;
	uint64_t unrelated_count;
	uint64_t related_bytes;
	uint64_t checksum; /* of all that follows */
};

/* FNV-1a over 64-bit words: it has to find accidents, and to be quick over megabytes. */
static uint64_t checksum(uint64_t sum, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t word;

	for (; length >= sizeof(word); at += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		sum = (sum ^ word) * UINT64_C(0x100000001b3);
		sum ^= sum >> 29;
	}
	for (; length > 0; at++, length--)
		sum = (sum ^ *at) * UINT64_C(0x100000001b3);
	return sum;
}

#define CHECKSUM_START UINT64_C(0xcbf29ce484222325)

static bool read_whole(int fd, void *buffer, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = read(fd, (char *)buffer + done, size - done);

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return false;
		if (got > 0)
			done += (size_t)got;
	}
	return true;
}

static bool take_related(struct sslinv_file_cache *cache, const char *bytes, size_t length)
{
	while (length > 0) {
		struct sslinv_wire_record record;
		long used = sslinv_wire_parse(bytes, length, &record);
		struct sslinv_elf_file *file;

		if (used <= 0 || record.type != SSLINV_WIRE_CACHED)
			return false;
		file = sslinv_array_add(&cache->related);
		if (!file || !sslinv_file_record_take(&record, &cache->arena, file))
			return false;
		bytes += used;
		length -= (size_t)used;
	}
	return true;
}

static bool is_own(int fd, off_t *size)
{
	struct stat status;

	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 022))
		return false;
	*size = status.st_size;
	return true;
}

bool sslinv_file_cache_read(struct sslinv_file_cache *cache)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(cache->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	SSLINV_CLEANUP(sslinv_free_ptr) char *related = NULL;
	struct header header;
	uint64_t keys_size;
	off_t size;

	if (fd < 0 || !is_own(fd, &size) || size > MAX_SIZE || !read_whole(fd, &header, sizeof(header)))
		return false;
	if (memcmp(header.magic, MAGIC, sizeof(header.magic)) != 0 || header.format != FORMAT ||
	    header.key_size != sizeof(struct sslinv_file_key) || header.searched != cache->searched ||
	    !sslinv_mul(header.unrelated_count, (uint64_t)sizeof(struct sslinv_file_key), &keys_size) ||
	    keys_size > (uint64_t)size || header.related_bytes > (uint64_t)size ||
	    sizeof(header) + keys_size + header.related_bytes != (uint64_t)size)
		return false;
	related = malloc(header.related_bytes + 1);
	if (!related || sslinv_array_reserve(&cache->unrelated.items, &cache->unrelated.capacity, 0,
					     header.unrelated_count + 1, sizeof(*cache->unrelated.items)) < 0)
		return false;
	if (!read_whole(fd, cache->unrelated.items, keys_size) || !read_whole(fd, related, header.related_bytes))
		return false;
	if (checksum(checksum(CHECKSUM_START, cache->unrelated.items, keys_size), related, header.related_bytes) !=
	    header.checksum)
		return false;
	cache->unrelated.count = header.unrelated_count;
	return take_related(cache, related, header.related_bytes);
}

int sslinv_file_cache_write(const struct sslinv_file_cache *cache, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *temporary = sslinv_str_format("%s.XXXXXX", cache->path);
	SSLINV_CLEANUP(sslinv_wire_free) struct sslinv_wire_writer writer = { .fd = -1 };
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	size_t keys_size = cache->new_unrelated.count * sizeof(*cache->new_unrelated.items);
	struct header header = {
		.magic = MAGIC,
		.format = FORMAT,
		.key_size = sizeof(struct sslinv_file_key),
		.searched = cache->searched,
		.unrelated_count = cache->new_unrelated.count,
	};

	if (!temporary)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < cache->new_related.count; i++)
		if (sslinv_file_record_put(&writer, &cache->new_related.items[i]) < 0)
			return sslinv_error_memory(error);
	header.related_bytes = writer.data.length;
	header.checksum = checksum(CHECKSUM_START, cache->new_unrelated.items, keys_size);
	header.checksum = checksum(header.checksum, sslinv_str_text(&writer.data), writer.data.length);
	fd = mkstemp(temporary);
	if (fd < 0)
		return sslinv_error_errno(error, "cannot write the file cache %s", cache->path);
	if (sslinv_write_all(fd, &header, sizeof(header)) < 0 ||
	    sslinv_write_all(fd, cache->new_unrelated.items, keys_size) < 0 ||
	    sslinv_write_all(fd, sslinv_str_text(&writer.data), writer.data.length) < 0 ||
	    rename(temporary, cache->path) < 0) {
		int rc = sslinv_error_errno(error, "cannot write the file cache %s", cache->path);

		(void)unlink(temporary);
		return rc;
	}
	return 0;
}
