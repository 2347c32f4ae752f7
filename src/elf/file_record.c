/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of an entry: its numbers, its strings, the names that it needs. */
#include "elf/file_record.h"

#include <string.h>

#include "base/str.h"

bool sslinv_file_record_fits(const struct sslinv_elf_file *file)
{
	const size_t counts[] = { file->elf.needed_count, file->elf.dlopen_count, file->crypto.carried_count,
				  file->crypto.needed_count, file->crypto.dlopen_count };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(counts); i++)
		if (counts[i] > SSLINV_FILE_RECORD_MAX_NAMES)
			return false;
	return true;
}

static int put_names(struct sslinv_wire_writer *writer, const char *const *needed, size_t needed_count,
		     const struct sslinv_elf_dlopen *dlopens, size_t dlopen_count)
{
	int rc = 0;

	for (size_t i = 0; i < needed_count && rc == 0; i++)
		rc = sslinv_wire_string(writer, needed[i]);
	for (size_t i = 0; i < dlopen_count && rc == 0; i++) {
		rc = sslinv_wire_string(writer, dlopens[i].soname);
		if (rc == 0)
			rc = sslinv_wire_string(writer, dlopens[i].priority);
		if (rc == 0)
			rc = sslinv_wire_number(writer, dlopens[i].group);
	}
	return rc;
}

static int put_crypto(struct sslinv_wire_writer *writer, const struct sslinv_elf_crypto *crypto)
{
	int rc = put_names(writer, crypto->needed, crypto->needed_count, crypto->dlopens, crypto->dlopen_count);

	for (size_t i = 0; i < crypto->carried_count && rc == 0; i++) {
		const struct sslinv_crypto_carried *carried = &crypto->carried[i];
		const char *const texts[] = { carried->library, carried->version, carried->text };

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(texts) && rc == 0; k++)
			rc = sslinv_wire_string(writer, texts[k]);
	}
	return rc;
}

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
		file->crypto.is_library,
		(int64_t)file->crypto.carried_count,
		(int64_t)file->crypto.needed_count,
		(int64_t)file->crypto.optional_count,
		(int64_t)file->crypto.dlopen_count,
	};
	const char *const strings[] = { elf->interp,     elf->soname,         elf->rpath,
					elf->runpath,    file->ident.version, file->ident.version_text,
					file->digest.hex };
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_CACHED);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(numbers) && rc == 0; i++)
		rc = sslinv_wire_number(writer, numbers[i]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strings) && rc == 0; i++)
		rc = sslinv_wire_string(writer, strings[i]);
	if (rc == 0)
		rc = put_names(writer, elf->needed, elf->needed_count, elf->dlopens, elf->dlopen_count);
	if (rc == 0)
		rc = put_crypto(writer, &file->crypto);
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

static bool take_names(struct sslinv_wire_record *record, struct sslinv_arena *arena, const char ***needed,
		       size_t needed_count, struct sslinv_elf_dlopen **dlopens, size_t dlopen_count)
{
	*needed = sslinv_arena_alloc(arena, (needed_count + 1) * sizeof(**needed));
	*dlopens = sslinv_arena_alloc(arena, (dlopen_count + 1) * sizeof(**dlopens));
	if (!*needed || !*dlopens)
		return false;
	for (size_t i = 0; i < needed_count; i++)
		if (!take_text(record, arena, &(*needed)[i]) || !(*needed)[i])
			return false;
	for (size_t i = 0; i < dlopen_count; i++) {
		struct sslinv_elf_dlopen *item = &(*dlopens)[i];
		int64_t group;

		if (!take_text(record, arena, &item->soname) || !item->soname ||
		    !take_text(record, arena, &item->priority) || !sslinv_wire_take_number(record, &group))
			return false;
		item->group = (uint32_t)group;
	}
	return true;
}

static bool take_crypto(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf_crypto *crypto)
{
	if (!take_names(record, arena, &crypto->needed, crypto->needed_count, &crypto->dlopens, crypto->dlopen_count))
		return false;
	crypto->carried = sslinv_arena_alloc(arena, (crypto->carried_count + 1) * sizeof(*crypto->carried));
	if (!crypto->carried)
		return false;
	for (size_t i = 0; i < crypto->carried_count; i++) {
		struct sslinv_crypto_carried *carried = &crypto->carried[i];

		if (!take_text(record, arena, &carried->library) || !carried->library ||
		    !take_text(record, arena, &carried->version) || !take_text(record, arena, &carried->text))
			return false;
	}
	return true;
}

/* A count of names that a record may hold. */
static bool is_count(int64_t number)
{
	return number >= 0 && number <= SSLINV_FILE_RECORD_MAX_NAMES;
}

/* The counts of a record; false where it was not put by this program. */
static bool take_counts(const int64_t *numbers, struct sslinv_elf_file *file)
{
	struct sslinv_elf *elf = &file->elf;
	struct sslinv_elf_crypto *crypto = &file->crypto;

	if (!is_count(numbers[17]) || !is_count(numbers[18]) || !is_count(numbers[20]) || numbers[20] > numbers[17] ||
	    !is_count(numbers[24]) || !is_count(numbers[25]) || !is_count(numbers[26]) || numbers[26] > numbers[25] ||
	    !is_count(numbers[27]) || (numbers[23] && numbers[24] == 0))
		return false;
	elf->needed_count = (size_t)numbers[17];
	elf->dlopen_count = (size_t)numbers[18];
	elf->optional_count = (size_t)numbers[20];
	crypto->is_library = numbers[23];
	crypto->carried_count = (size_t)numbers[24];
	crypto->needed_count = (size_t)numbers[25];
	crypto->optional_count = (size_t)numbers[26];
	crypto->dlopen_count = (size_t)numbers[27];
	return true;
}

bool sslinv_file_record_take(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf_file *file)
{
	struct sslinv_elf *elf = &file->elf;
	const char *version, *text, *digest;
	int64_t numbers[28];

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
	if (numbers[15] < SSLINV_LIBRARY_NONE || numbers[15] >= SSLINV_LIBRARY_COUNT || !take_counts(numbers, file))
		return false;
	file->ident.kind = (enum sslinv_library_kind)numbers[15];
	file->ident.own_code = (unsigned)numbers[16];
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
	return take_names(record, arena, &elf->needed, elf->needed_count, &elf->dlopens, elf->dlopen_count) &&
	       take_crypto(record, arena, &file->crypto) && record->at == record->end;
}
