/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a file's numbers tell that it was changed, by the type of its file system. */
#include "elf/file_trust.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/cleanup.h"

/* An entry is a device << 2 with these; 0 is a free place. Entries are read and written as atomics, and never changed. */
#define IS_KNOWN UINT64_C(1)
#define IS_TRUSTED UINT64_C(2)

/*
 * Image file systems, which are made once and then only read, by the numbers of statfs(2) and linux/magic.h. squashfs,
 * cramfs and romfs store no ctime: the kernel shows the mtime or 0 for it. erofs and iso9660 store what the maker of the
 * image wrote, and reproducible builds write one time for all files (SOURCE_DATE_EPOCH).
 */
bool sslinv_file_trust_type(uint32_t type)
{
	static const uint32_t images[] = {
		0x73717368, /* SQUASHFS_MAGIC */
		0xe0f5e1e2, /* EROFS_SUPER_MAGIC_V1 */
		0x28cd3d45, /* CRAMFS_MAGIC */
		0x453dcd28, /* CRAMFS_MAGIC_WEND */
		0x9660,     /* ISOFS_SUPER_MAGIC */
		0x7275,     /* ROMFS_MAGIC */
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(images); i++)
		if (type == images[i])
			return false;
	return true;
}

/* The entry of a device, or 0. */
static uint64_t entry_of(const struct sslinv_file_trust *trust, uint64_t device)
{
	for (size_t i = 0; i < SSLINV_FILE_TRUST_DEVICES; i++) {
		uint64_t entry = __atomic_load_n(&trust->devices[i], __ATOMIC_RELAXED);

		if (entry == 0)
			return 0;
		if (entry >> 2 == device)
			return entry;
	}
	return 0;
}

static void remember(struct sslinv_file_trust *trust, uint64_t entry)
{
	/* Two threads may take the same place: then one of the devices is asked for again. */
	for (size_t i = 0; i < SSLINV_FILE_TRUST_DEVICES; i++)
		if (__atomic_load_n(&trust->devices[i], __ATOMIC_RELAXED) == 0) {
			__atomic_store_n(&trust->devices[i], entry, __ATOMIC_RELAXED);
			return;
		}
}

bool sslinv_file_trust_ask(struct sslinv_file_trust *trust, int directory_fd, const char *name, uint64_t device)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	uint64_t entry = entry_of(trust, device);
	struct statfs file_system;
	struct stat status;
	bool is_trusted;

	if (entry)
		return entry & IS_TRUSTED;
	/* The file itself, not its directory: a single file may be a mount point, with a file system of its own. */
	fd = openat(directory_fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0 || status.st_dev != device || fstatfs(fd, &file_system) < 0)
		return false;
	is_trusted = sslinv_file_trust_type((uint32_t)file_system.f_type);
	if (device << 2 >> 2 == device)
		remember(trust, device << 2 | IS_KNOWN | (is_trusted ? IS_TRUSTED : 0));
	return is_trusted;
}

bool sslinv_file_trust_is_denied(const struct sslinv_file_trust *trust, uint64_t device)
{
	uint64_t entry = entry_of(trust, device);

	return entry && !(entry & IS_TRUSTED);
}
