/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that concern OpenSSL, or another library of its kind. */
#include "elf/elf_file.h"
#include "openssl/soname.h"

#include <elf.h>

struct sslinv_file_key sslinv_file_key(const struct stat *status)
{
	return (struct sslinv_file_key){
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = (uint64_t)status->st_size,
		.modified = status->st_mtim.tv_sec * INT64_C(1000000000) + status->st_mtim.tv_nsec,
		.changed = status->st_ctim.tv_sec * INT64_C(1000000000) + status->st_ctim.tv_nsec,
	};
}

int sslinv_file_key_compare(const struct sslinv_file_key *a, const struct sslinv_file_key *b)
{
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	if (a->modified != b->modified)
		return a->modified < b->modified ? -1 : 1;
	if (a->changed != b->changed)
		return a->changed < b->changed ? -1 : 1;
	return 0;
}

bool sslinv_elf_file_concerns_openssl(const struct sslinv_elf_file *file)
{
	return file->elf.needed_count > 0 || file->elf.dlopen_count > 0 || file->elf.asks_host ||
	       file->ident.kind != SSLINV_LIBRARY_NONE;
}

bool sslinv_elf_file_concerns_others(const struct sslinv_elf_file *file)
{
	return file->crypto.needed_count > 0 || file->crypto.dlopen_count > 0 || file->crypto.carried_count > 0;
}

bool sslinv_elf_file_is_library(const struct sslinv_elf_file *file)
{
	/* A library's soname says what it is; its file's name only where it has none. */
	if (file->elf.type != ET_DYN || !file->elf.has_dynamic)
		return false;
	if (file->elf.soname)
		return sslinv_soname_is_openssl(file->elf.soname);
	return file->path.bytes && sslinv_soname_is_openssl(file->path.bytes);
}
