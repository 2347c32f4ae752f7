/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the dynamic section of an ELF file, and the strings that it names. */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "elf/elf_reader.h"

/* Strings of the dynamic section that lie so close together are read at once. */
#define STRINGS_AT_ONCE 8192
#define STRING_STEP 512

/* What the dynamic section says; offsets of strings in the string table, UINT64_MAX for none. */
struct dynamic {
	uint64_t strtab, strsz, symtab, gnu_hash, hash; /* addresses */
	uint64_t soname, rpath, runpath;
	size_t needed_count, optional_count; /* those of DT_AUXILIARY count in both */
	bool has_end, has_strsz;
};

/*
 * A string of the dynamic section. `near` are `near_length` bytes of the string table from `near_begin` on, which were read
 * before; what does not lie there whole is read for itself.
 */
static int read_string(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables, uint64_t position,
		       const unsigned char *near, uint64_t near_begin, uint64_t near_length, const char **string)
{
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *part = NULL;
	uint64_t rest, length;
	const unsigned char *end = NULL;

	if (position >= tables->strings_size)
		return sslinv_error_set(
			reader->error, SSLINV_E_FORMAT,
			"its dynamic section names a string at %llu, but the string table has only %llu bytes",
			(unsigned long long)position, (unsigned long long)tables->strings_size);
	if (position >= near_begin && position < near_begin + near_length) {
		near += position - near_begin;
		end = memchr(near, '\0', (size_t)(near_begin + near_length - position));
	}
	rest = tables->strings_size - position;
	for (uint64_t step = STRING_STEP; !end; step *= 4) {
		length = step < rest ? step : rest;
		free(sslinv_take_ptr(part));
		part = sslinv_elf_load_part(reader, tables->strings + position, length, "string table");
		if (!part)
			return reader->error->code;
		near = part;
		end = memchr(part, '\0', (size_t)length);
		if (!end && length == rest)
			return sslinv_error_set(reader->error, SSLINV_E_FORMAT,
						"a string of its dynamic section has no end");
	}
	reader->read_strings += (uint64_t)(end - near) + STRING_STEP;
	if (reader->read_strings > SSLINV_ELF_MAX_PART)
		return sslinv_error_set(reader->error, SSLINV_E_LIMIT,
					"the strings of its dynamic section have more bytes than any loader would map");
	*string = sslinv_arena_strndup(reader->arena, (const char *)near, (size_t)(end - near));
	return *string ? 0 : sslinv_error_memory(reader->error);
}

static void parse_dynamic(struct sslinv_elf *elf, const unsigned char *entries, size_t count, struct dynamic *dynamic)
{
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	size_t width = layout->dynamic_size / 2U;

	*dynamic = (struct dynamic){ .soname = UINT64_MAX, .rpath = UINT64_MAX, .runpath = UINT64_MAX };
	for (size_t i = 0; i < count && !dynamic->has_end; i++) {
		const unsigned char *entry = entries + i * layout->dynamic_size;
		uint64_t tag = sslinv_elf_wide(elf, entry), value = sslinv_elf_wide(elf, entry + width);

		/* Of a tag that is there twice, the loaders take the last. */
		switch (tag) {
		case DT_NULL:
			dynamic->has_end = true;
			break;
		case DT_AUXILIARY:
			dynamic->optional_count++;
			dynamic->needed_count++;
			break;
		case DT_NEEDED:
		case DT_FILTER:
			dynamic->needed_count++;
			break;
		case DT_STRTAB:
			dynamic->strtab = value;
			break;
		case DT_STRSZ:
			dynamic->strsz = value;
			dynamic->has_strsz = true;
			break;
		case DT_SYMTAB:
			dynamic->symtab = value;
			break;
		case DT_HASH:
			dynamic->hash = value;
			break;
		case DT_GNU_HASH:
			dynamic->gnu_hash = value;
			break;
		case DT_SONAME:
			dynamic->soname = value;
			break;
		case DT_RPATH:
			dynamic->rpath = value;
			break;
		case DT_RUNPATH:
			dynamic->runpath = value;
			break;
		case DT_FLAGS_1:
			elf->is_pie = value & DF_1_PIE;
			elf->no_default_lib = value & DF_1_NODEFLIB;
			break;
		case DT_GNU_PRELINKED:
			elf->is_prelinked = true;
			break;
		}
	}
}

/* Does the entry name a library to load: one that must be there, or another? */
static bool is_needed(uint64_t tag, bool is_optional)
{
	return is_optional ? tag == DT_AUXILIARY : tag == DT_NEEDED || tag == DT_FILTER;
}

static int locate_table(struct sslinv_elf_reader *reader, uint64_t address, const char *what, uint64_t *offset,
			uint64_t *size)
{
	if (address == 0)
		return 0;
	*offset = sslinv_elf_offset_of(reader, address, size);
	if (*offset == UINT64_MAX)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT,
					"its %s (address 0x%llx) lies in no segment of the file", what,
					(unsigned long long)address);
	return 0;
}

static int locate_tables(struct sslinv_elf_reader *reader, const struct dynamic *dynamic, struct sslinv_elf_tables *tables)
{
	int rc;

	if (!dynamic->has_end)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "its dynamic section has no end");
	/* The gABI asks for both in every dynamic section. */
	if (dynamic->strtab == 0 || dynamic->symtab == 0)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "its dynamic section names no %s",
					dynamic->strtab == 0 ? "string table" : "symbol table");
	rc = locate_table(reader, dynamic->strtab, "string table", &tables->strings, &tables->strings_size);
	if (rc < 0)
		return rc;
	if (dynamic->has_strsz && dynamic->strsz > tables->strings_size)
		return sslinv_error_set(
			reader->error, SSLINV_E_FORMAT,
			"its string table of %llu bytes reaches beyond the %llu that are left of its segment",
			(unsigned long long)dynamic->strsz, (unsigned long long)tables->strings_size);
	if (dynamic->has_strsz)
		tables->strings_size = dynamic->strsz;
	rc = locate_table(reader, dynamic->symtab, "symbol table", &tables->symbols, &tables->symbols_size);
	if (rc < 0)
		return rc;
	rc = locate_table(reader, dynamic->gnu_hash, "GNU hash table", &tables->gnu_hash, &tables->gnu_hash_size);
	if (rc < 0)
		return rc;
	return locate_table(reader, dynamic->hash, "hash table", &tables->hash, &tables->hash_size);
}

/* From where on and to where the strings of a file begin. */
struct span {
	uint64_t first, last;
};

static void widen(struct span *span, uint64_t position)
{
	if (position == UINT64_MAX)
		return;
	span->first = position < span->first ? position : span->first;
	span->last = position > span->last ? position : span->last;
}

static struct span span_of(const struct sslinv_elf *elf, const struct dynamic *dynamic, const unsigned char *entries)
{
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	struct span span = { .first = UINT64_MAX };

	widen(&span, dynamic->soname);
	widen(&span, dynamic->rpath);
	widen(&span, dynamic->runpath);
	for (size_t i = 0, seen = 0; seen < dynamic->needed_count; i++) {
		const unsigned char *entry = entries + i * layout->dynamic_size;

		if (!is_needed(sslinv_elf_wide(elf, entry), false) && !is_needed(sslinv_elf_wide(elf, entry), true))
			continue;
		widen(&span, sslinv_elf_wide(elf, entry + layout->dynamic_size / 2U));
		seen++;
	}
	return span;
}

/* The strings that the entries name: those of a usual file with one read. */
static int read_strings(struct sslinv_elf_reader *reader, const struct dynamic *dynamic,
			const struct sslinv_elf_tables *tables, const unsigned char *entries)
{
	struct sslinv_elf *elf = reader->elf;
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	const struct {
		uint64_t position;
		const char **string;
	} single[] = {
		{ dynamic->soname, &elf->soname },
		{ dynamic->rpath, &elf->rpath },
		{ dynamic->runpath, &elf->runpath },
	};
	const struct span span = span_of(elf, dynamic, entries);
	uint64_t length = 0;
	unsigned char buffer[STRINGS_AT_ONCE + STRING_STEP];
	const unsigned char *near = NULL;
	size_t width = layout->dynamic_size / 2U;
	bool was_optional = false;
	int rc = 0;

	if (span.first < tables->strings_size && span.last - span.first <= STRINGS_AT_ONCE) {
		length = span.last - span.first + STRING_STEP;
		length = length < tables->strings_size - span.first ? length : tables->strings_size - span.first;
		near = sslinv_elf_view(reader, tables->strings + span.first, (size_t)length, buffer, "string table");
		if (!near)
			return reader->error->code;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(single) && rc == 0; i++)
		if (single[i].position != UINT64_MAX)
			rc = read_string(reader, tables, single[i].position, near, span.first, length, single[i].string);
	if (rc < 0 || dynamic->needed_count == 0)
		return rc;
	elf->needed = sslinv_arena_alloc(reader->arena, dynamic->needed_count * sizeof(*elf->needed));
	if (!elf->needed)
		return sslinv_error_memory(reader->error);
	elf->optional_count = dynamic->optional_count;
	for (size_t i = 0; elf->needed_count < dynamic->needed_count && rc == 0; i++) {
		bool is_optional = elf->needed_count >= dynamic->needed_count - dynamic->optional_count;
		const unsigned char *entry;

		/* The others once more from the begin. */
		if (is_optional && !was_optional)
			i = 0;
		was_optional = is_optional;
		entry = entries + i * layout->dynamic_size;
		if (is_needed(sslinv_elf_wide(elf, entry), is_optional))
			rc = read_string(reader, tables, sslinv_elf_wide(elf, entry + width), near, span.first, length,
					 &elf->needed[elf->needed_count++]);
	}
	return rc;
}

int sslinv_elf_read_dynamic(struct sslinv_elf_reader *reader, const struct sslinv_elf_program *segment)
{
	struct sslinv_elf *elf = reader->elf;
	size_t entry_size = sslinv_elf_layout(elf)->dynamic_size;
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *large = NULL;
	unsigned char buffer[2048];
	const unsigned char *entries;
	struct sslinv_elf_tables tables = { 0 };
	struct dynamic dynamic;
	uint64_t rest = 0, offset;
	int rc;

	/* No contents: as objcopy leaves it in a file of separate debug information. */
	if (segment->size == 0)
		return 0;
	offset = sslinv_elf_offset_of(reader, segment->address, &rest);
	if (offset == UINT64_MAX || rest < segment->size)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT,
					"its dynamic section (address 0x%llx, %llu bytes) lies in no segment of the file",
					(unsigned long long)segment->address, (unsigned long long)segment->size);
	if (segment->size <= sizeof(buffer))
		entries = sslinv_elf_view(reader, offset, (size_t)segment->size, buffer, "dynamic section");
	else
		entries = large = sslinv_elf_load_part(reader, offset, segment->size, "dynamic section");
	if (!entries)
		return reader->error->code;
	parse_dynamic(elf, entries, (size_t)(segment->size / entry_size), &dynamic);
	if (dynamic.has_end && dynamic.strtab == 0 && dynamic.needed_count == 0 && dynamic.soname == UINT64_MAX &&
	    dynamic.rpath == UINT64_MAX && dynamic.runpath == UINT64_MAX) {
		/* It says nothing: a program that is never linked, or what happens to lie at this place of a debug file. */
		bool is_debug = false;

		rc = sslinv_elf_is_debug_file(reader, &is_debug);
		elf->has_dynamic = rc == 0 && !is_debug;
		return rc;
	}
	rc = locate_tables(reader, &dynamic, &tables);
	if (rc == 0)
		rc = read_strings(reader, &dynamic, &tables, entries);
	if (rc == 0)
		rc = sslinv_elf_read_symbols(reader, &tables);
	if (rc == 0)
		rc = sslinv_elf_read_undefined(reader, &tables);
	elf->has_dynamic = rc == 0;
	return rc;
}
