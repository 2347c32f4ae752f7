/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of an entry: its numbers, its strings, the names that it needs. */
#include "elf/file_record.h"

#include <string.h>

#include "base/str.h"

int sslinv_file_record_put(struct sslinv_wire_writer *writer, const struct sslinv_elf_file *file)
{
	const struct sslinv_elf *elf = &file->elf;
	const int64_t numbers[] = {
		(int64_t)file->key.device,
		(int64_t)file->key.inode,
		(int64_t)file->key.size,
		file->key.modified,
		file->key.changed,
		elf->is_64bit,
		elf->is_big_endian,
		elf->type,
		elf->machine,
		elf->flags,
		elf->has_dynamic,
		elf->is_pie,
		elf->no_default_lib,
		elf->has_interp,
		elf->defines_openssl,
		file->ident.kind,
		file->ident.own_code,
		(int64_t)elf->needed_count,
		(int64_t)elf->dlopen_count,
		file->digest.algorithm,
		(int64_t)elf->optional_count,
		elf->is_prelinked,
		elf->asks_host,
	};
	const char *const strings[] = { elf->interp,     elf->soname,         elf->rpath,
					elf->runpath,    file->ident.version, file->ident.version_text,
					file->digest.hex };
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_CACHED);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers) && rc == 0; i++)
		rc = sslinv_wire_number(writer, numbers[i]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strings) && rc == 0; i++)
		rc = sslinv_wire_string(writer, strings[i]);
	for (size_t i = 0; i < elf->needed_count && rc == 0; i++)
		rc = sslinv_wire_string(writer, elf->needed[i]);
	for (size_t i = 0; i < elf->dlopen_count && rc == 0; i++) {
		rc = sslinv_wire_string(writer, elf->dlopens[i].soname);
		if (rc == 0)
			rc = sslinv_wire_string(writer, elf->dlopens[i].priority);
		if (rc == 0)
			rc = sslinv_wire_number(writer, elf->dlopens[i].group);
	}
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static bool take_text(struct sslinv_wire_record *record, struct sslinv_arena *arena, const char **text)
{
	const char *borrowed;

	if (!sslinv_wire_take_string(record, &borrowed))
		return false;
	*text = sslinv_arena_strdup(arena, borrowed);
	return !borrowed || *text;
}

static bool take_names(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf *elf)
{
	elf->needed = sslinv_arena_alloc(arena, (elf->needed_count + 1) * sizeof(*elf->needed));
	elf->dlopens = sslinv_arena_alloc(arena, (elf->dlopen_count + 1) * sizeof(*elf->dlopens));
	if (!elf->needed || !elf->dlopens)
		return false;
	for (size_t i = 0; i < elf->needed_count; i++)
		if (!take_text(record, arena, &elf->needed[i]) || !elf->needed[i])
			return false;
	for (size_t i = 0; i < elf->dlopen_count; i++) {
		int64_t group;

		if (!take_text(record, arena, &elf->dlopens[i].soname) || !elf->dlopens[i].soname ||
		    !take_text(record, arena, &elf->dlopens[i].priority) || !sslinv_wire_take_number(record, &group))
			return false;
		elf->dlopens[i].group = (uint32_t)group;
	}
	return true;
}

bool sslinv_file_record_take(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf_file *file)
{
	struct sslinv_elf *elf = &file->elf;
	const char *version, *text, *digest;
	int64_t numbers[23];

	memset(file, 0, sizeof(*file));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers); i++)
		if (!sslinv_wire_take_number(record, &numbers[i]))
			return false;
	file->package = UINT32_MAX;
	file->key = (struct sslinv_file_key){ (uint64_t)numbers[0], (uint64_t)numbers[1], (uint64_t)numbers[2], numbers[3],
					      numbers[4] };
	elf->is_elf = true;
	elf->is_64bit = numbers[5];
	elf->is_big_endian = numbers[6];
	elf->type = (uint16_t)numbers[7];
	elf->machine = (uint16_t)numbers[8];
	elf->flags = (uint32_t)numbers[9];
	elf->has_dynamic = numbers[10];
	elf->is_pie = numbers[11];
	elf->no_default_lib = numbers[12];
	elf->has_interp = numbers[13];
	elf->defines_openssl = numbers[14];
	if (numbers[15] < SSLINV_LIBRARY_NONE || numbers[15] >= SSLINV_LIBRARY_COUNT || numbers[17] < 0 ||
	    numbers[17] > SSLINV_FILE_RECORD_MAX_NAMES || numbers[18] < 0 || numbers[18] > SSLINV_FILE_RECORD_MAX_NAMES ||
	    numbers[20] < 0 || numbers[20] > numbers[17])
		return false;
	file->ident.kind = (enum sslinv_library_kind)numbers[15];
	file->ident.own_code = (unsigned)numbers[16];
	elf->needed_count = (size_t)numbers[17];
	elf->dlopen_count = (size_t)numbers[18];
	elf->optional_count = (size_t)numbers[20];
	elf->is_prelinked = numbers[21];
	elf->asks_host = numbers[22];
	file->digest.algorithm = (enum sslinv_backend_digest)numbers[19];
	if (!take_text(record, arena, &elf->interp) || !take_text(record, arena, &elf->soname) ||
	    !take_text(record, arena, &elf->rpath) || !take_text(record, arena, &elf->runpath))
		return false;
	if (!sslinv_wire_take_string(record, &version) || !version || strlen(version) >= sizeof(file->ident.version) ||
	    !sslinv_wire_take_string(record, &text) || !text || strlen(text) >= sizeof(file->ident.version_text))
		return false;
	if (!sslinv_wire_take_string(record, &digest) || !digest ||
	    (*digest && !sslinv_digest_is_valid(file->digest.algorithm, digest)))
		return false;
	strcpy(file->ident.version, version);
	strcpy(file->ident.version_text, text);
	strcpy(file->digest.hex, digest);
	return take_names(record, arena, elf) && record->at == record->end;
}
