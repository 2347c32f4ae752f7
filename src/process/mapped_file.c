/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mapped file itself, whatever became of its names. */
#include "process/mapped_file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "elf/elf.h"
#include "elf/openssl_ident.h"

#define PIECE 65536

/* Larger files are not read: nobody maps a gigabyte to execute it. */
#define MAX_SIZE ((off_t)1024 * 1024 * 1024)

/* A shorter one was made by hand, and may be that of several builds. */
#define MIN_BUILD_ID 16

void sslinv_mapped_file_open(int fd, const struct sslinv_map *map, bool reads, struct sslinv_mapped_file *file)
{
	char name[64];

	file->fd = -1;
	snprintf(name, sizeof(name), "map_files/%" PRIx64 "-%" PRIx64, map->begin, map->end);
	file->has_status = fstatat(fd, name, &file->status, 0) == 0;
	/* A device could act when it is opened. */
	if (!reads || !file->has_status || !S_ISREG(file->status.st_mode) || file->status.st_size > MAX_SIZE)
		return;
	file->fd = openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOATIME);
	if (file->fd < 0)
		file->fd = openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

void sslinv_mapped_file_close(struct sslinv_mapped_file *file)
{
	sslinv_close_fd(&file->fd);
	file->fd = -1;
}

bool sslinv_mapped_file_equals(const struct sslinv_mapped_file *file, int fd)
{
	char own[PIECE], other[PIECE];
	off_t at = 0;

	for (;;) {
		ssize_t got = pread(file->fd, own, sizeof(own), at), read = 0, more;

		while (got > 0 && read < got && (more = pread(fd, other + read, (size_t)(got - read), at + read)) > 0)
			read += more;
		if (got < 0 || read != got || (got > 0 && memcmp(own, other, (size_t)got) != 0))
			return false;
		if (got == 0)
			return at == file->status.st_size && pread(fd, other, 1, at) == 0;
		at += got;
	}
}

static bool read_elf(int fd, struct sslinv_arena *arena, struct sslinv_elf *elf)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct stat status;

	memset(elf, 0, sizeof(*elf));
	return fd >= 0 && fstat(fd, &status) == 0 &&
	       sslinv_elf_read(fd, (uint64_t)status.st_size, arena, elf, &error) == 0 && elf->is_elf;
}

bool sslinv_mapped_file_is_same_build(const struct sslinv_mapped_file *file, int fd)
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_elf own, other;

	return read_elf(file->fd, &arena, &own) && read_elf(fd, &arena, &other) && own.build_id_size >= MIN_BUILD_ID &&
	       own.build_id_size == other.build_id_size && memcmp(own.build_id, other.build_id, own.build_id_size) == 0;
}

bool sslinv_mapped_file_version(const struct sslinv_mapped_file *file, char version[SSLINV_MAPPED_VERSION_SIZE])
{
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_openssl_ident ident;
	struct sslinv_elf elf;

	if (!read_elf(file->fd, &arena, &elf) || sslinv_openssl_ident_read(file->fd, &elf, NULL, &ident, &error) < 0 ||
	    !ident.version[0])
		return false;
	snprintf(version, SSLINV_MAPPED_VERSION_SIZE, "%s", ident.version);
	return true;
}
