/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which libraries an ELF file says that it loads with dlopen(3): the UAPI group's "ELF dlopen Metadata". A note's
 * description is a JSON array of objects with `soname` (a string or an array of them) and perhaps `priority`.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "elf/elf_reader.h"
#include "openssl/soname.h"

#define NOTE_DLOPEN 0x407c0c0aU
/* The array, an object in it, and the array of its sonames; deeper is what we do not know and skip, up to here. */
#define MAX_DEPTH 16
#define MAX_SONAMES 4096

struct names {
	struct sslinv_elf_dlopen *items;
	size_t count, capacity;
	size_t object_begin; /* the first that belongs to the object being read */
};

struct parser {
	struct sslinv_elf_reader *reader;
	struct names openssl, others;
	char *priority;
	uint32_t group; /* of the object being read */
	unsigned depth;
	enum { KEY_OTHER, KEY_SONAME, KEY_PRIORITY } key;
	bool is_bad, no_memory;
};

static int open_bracket(struct parser *parser, bool is_map)
{
	parser->depth++;
	if (parser->depth > MAX_DEPTH || (parser->depth == 1 && is_map) || (parser->depth == 2 && !is_map)) {
		parser->is_bad = true;
		return 0;
	}
	if (parser->depth == 2) {
		parser->openssl.object_begin = parser->openssl.count;
		parser->others.object_begin = parser->others.count;
		parser->group++;
		parser->priority = NULL;
		parser->key = KEY_OTHER;
	}
	return 1;
}

static int on_start_map(void *context)
{
	return open_bracket(context, true);
}

static int on_start_array(void *context)
{
	return open_bracket(context, false);
}

static void set_priority(struct names *names, const char *priority)
{
	for (size_t i = names->object_begin; i < names->count; i++)
		names->items[i].priority = priority;
}

static int on_end_map(void *context)
{
	struct parser *parser = context;

	/* The priority may come before or after the sonames. */
	if (parser->depth == 2) {
		set_priority(&parser->openssl, parser->priority);
		set_priority(&parser->others, parser->priority);
	}
	parser->depth--;
	return 1;
}

static int on_end_array(void *context)
{
	struct parser *parser = context;

	parser->depth--;
	return 1;
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
	struct parser *parser = context;

	if (parser->depth == 2)
		parser->key = length == 6 && memcmp(text, "soname", 6) == 0     ? KEY_SONAME
			      : length == 8 && memcmp(text, "priority", 8) == 0 ? KEY_PRIORITY
										: KEY_OTHER;
	return 1;
}

static int add_soname(struct parser *parser, const char *soname)
{
	const struct sslinv_elf *elf = parser->reader->elf;
	bool is_openssl = sslinv_soname_is_openssl(soname);
	struct names *names = is_openssl ? &parser->openssl : &parser->others;
	struct sslinv_elf_dlopen *item;

	/* Of the others as many as any honest note has: they do not make a file unreadable. */
	if ((is_openssl ? elf->dlopen_count : elf->other_dlopen_count) + names->count >= MAX_SONAMES) {
		parser->is_bad |= is_openssl;
		return !is_openssl;
	}
	item = sslinv_array_add(names);
	if (!item) {
		parser->no_memory = true;
		return 0;
	}
	item->soname = soname;
	item->group = parser->group;
	return 1;
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
	struct parser *parser = context;
	bool is_soname = parser->key == KEY_SONAME && (parser->depth == 2 || parser->depth == 3);
	bool is_priority = parser->key == KEY_PRIORITY && parser->depth == 2;
	char *copy;

	if (!is_soname && !is_priority)
		return 1;
	/* A name with a NUL in it would be another one to us. */
	if (memchr(text, '\0', length)) {
		parser->is_bad = true;
		return 0;
	}
	copy = sslinv_arena_strndup(parser->reader->arena, (const char *)text, length);
	if (!copy) {
		parser->no_memory = true;
		return 0;
	}
	if (is_soname)
		return add_soname(parser, copy);
	parser->priority = copy;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end_map,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_array,
};

static void free_handle(yajl_handle *handle)
{
	if (*handle)
		yajl_free(*handle);
}

/* Appends the names to what earlier notes had. */
static int keep(struct sslinv_elf_reader *reader, const struct names *names, struct sslinv_elf_dlopen **items, size_t *count)
{
	struct sslinv_elf_dlopen *all;

	if (names->count == 0)
		return 0;
	all = sslinv_arena_alloc(reader->arena, (*count + names->count) * sizeof(*all));
	if (!all)
		return sslinv_error_memory(reader->error);
	if (*count > 0)
		memcpy(all, *items, *count * sizeof(*all));
	memcpy(all + *count, names->items, names->count * sizeof(*all));
	*items = all;
	*count += names->count;
	return 0;
}

static uint32_t last_group(const struct sslinv_elf_dlopen *items, size_t count)
{
	return count > 0 ? items[count - 1].group : 0;
}

static int parse(struct sslinv_elf_reader *reader, const unsigned char *text, size_t length)
{
	struct sslinv_elf *elf = reader->elf;
	uint32_t group = last_group(elf->dlopens, elf->dlopen_count);
	uint32_t other_group = last_group(elf->other_dlopens, elf->other_dlopen_count);
	struct parser parser = { .reader = reader, .group = group > other_group ? group : other_group };
	SSLINV_CLEANUP(free_handle) yajl_handle handle = yajl_alloc(&callbacks, NULL, &parser);
	int rc = 0;

	if (!handle)
		return sslinv_error_memory(reader->error);
	/* Assemblers pad the text with NULs. */
	while (length > 0 && text[length - 1] == '\0')
		length--;
	if (yajl_parse(handle, text, length) != yajl_status_ok || yajl_complete_parse(handle) != yajl_status_ok ||
	    parser.is_bad)
		rc = parser.no_memory ? sslinv_error_memory(reader->error)
				      : sslinv_error_set(reader->error, SSLINV_E_FORMAT,
							 "its note of libraries to dlopen is not a JSON array of objects");
	else
		rc = keep(reader, &parser.openssl, &elf->dlopens, &elf->dlopen_count);
	if (rc == 0)
		rc = keep(reader, &parser.others, &elf->other_dlopens, &elf->other_dlopen_count);
	free(parser.openssl.items);
	free(parser.others.items);
	return rc;
}

/* The system that the file is made for, and its oldest version: four words (the gABI's NT_GNU_ABI_TAG). */
static void take_abi(struct sslinv_elf *elf, const unsigned char *text, uint64_t length)
{
	if (length < 16)
		return;
	elf->kernel = sslinv_elf_word(elf, text) != ELF_NOTE_OS_LINUX
			      ? UINT32_MAX
			      : SSLINV_ELF_KERNEL(sslinv_elf_word(elf, text + 4), sslinv_elf_word(elf, text + 8),
						  sslinv_elf_word(elf, text + 12));
}

static void take_build_id(struct sslinv_elf *elf, const unsigned char *text, uint64_t length)
{
	if (length > sizeof(elf->build_id))
		return;
	memcpy(elf->build_id, text, (size_t)length);
	elf->build_id_size = (size_t)length;
}

/* Owner and header of a note; names that matter here are this short. */
#define NOTE_HEADER 12
#define NAME_SIZE 4
/* No real file has so many. */
#define MAX_NOTES 65536

/* Reads the description of a note that matters. */
static int read_text(struct sslinv_elf_reader *reader, uint32_t type, const unsigned char *name, uint64_t offset,
		     uint64_t length)
{
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *large = NULL;
	bool is_dlopen = type == NOTE_DLOPEN && memcmp(name, "FDO", NAME_SIZE) == 0;
	unsigned char buffer[1024];
	const unsigned char *text;

	if (!is_dlopen &&
	    ((type != NT_GNU_ABI_TAG && type != NT_GNU_BUILD_ID) || memcmp(name, ELF_NOTE_GNU, NAME_SIZE) != 0))
		return 0;
	reader->read_notes += length < SSLINV_ELF_MAX_PART ? length : 0;
	if (reader->read_notes > SSLINV_ELF_MAX_PART)
		return sslinv_error_set(reader->error, SSLINV_E_LIMIT,
					"its notes have more bytes than any loader would map");
	if (length <= sizeof(buffer))
		text = sslinv_elf_view(reader, offset, (size_t)length, buffer, "notes");
	else
		text = large = sslinv_elf_load_part(reader, offset, length, "notes");
	if (!text)
		return reader->error->code;
	if (is_dlopen)
		return parse(reader, text, (size_t)length);
	(type == NT_GNU_ABI_TAG ? take_abi : take_build_id)(reader->elf, text, length);
	return 0;
}

int sslinv_elf_read_notes(struct sslinv_elf_reader *reader, uint64_t offset, uint64_t size, uint64_t alignment)
{
	const struct sslinv_elf *elf = reader->elf;
	uint64_t mask = alignment == 8 ? 7 : 3, position = 0;
	unsigned char buffer[NOTE_HEADER + NAME_SIZE];
	int rc = 0;

	/* From header to header: some programs keep all their data in a note. */
	while (size >= sizeof(buffer) && position <= size - sizeof(buffer) && rc == 0) {
		const unsigned char *note = sslinv_elf_view(reader, offset + position, sizeof(buffer), buffer, "notes");
		uint64_t name_size, text_size, text, next;

		if (!note)
			return reader->error->code;
		if (++reader->note_count > MAX_NOTES)
			return sslinv_error_set(reader->error, SSLINV_E_LIMIT, "it has more notes than any real file");
		name_size = sslinv_elf_word(elf, note);
		text_size = sslinv_elf_word(elf, note + 4);
		text = (position + NOTE_HEADER + name_size + mask) & ~mask;
		next = (text + text_size + mask) & ~mask;
		/* No loader needs the notes of others, so what is odd in them ends the search without an error. */
		if (!sslinv_range_inside(text, text_size, size))
			break;
		if (name_size == NAME_SIZE)
			rc = read_text(reader, sslinv_elf_word(elf, note + 8), note + NOTE_HEADER, offset + text, text_size);
		if (next >= size)
			break;
		position = next;
	}
	return rc;
}
