/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the header and the segments of an ELF file. */
#include "elf/elf.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/search.h"
#include "elf/elf_reader.h"

/* Linux refuses a program with more than 64 KiB of program headers; glibc and musl count them in 16 bits. */
#define MAX_SEGMENTS 65535
/* PATH_MAX of Linux: what the kernel takes for the name of an interpreter. */
#define MAX_INTERP 4096

/* Reads the beginning of the file and the fixed fields of its header. `head_size` is as much as is asked for. */
static int read_header(struct sslinv_elf_reader *reader, size_t head_size)
{
	struct sslinv_elf *elf = reader->elf;
	const unsigned char *head = reader->head;
	const struct sslinv_elf_layout *layout;
	ssize_t got = sslinv_elf_read_at(reader->fd, reader->head, head_size, 0, reader->error);

	if (got < 0)
		return (int)got;
	reader->head_length = (size_t)got;
	if (reader->size > reader->head_length && reader->head_length < head_size)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file shrank while its header was read");
	if (reader->head_length < SELFMAG || memcmp(head, ELFMAG, SELFMAG) != 0)
		return 0;
	elf->is_elf = true;
	if (reader->head_length < EI_NIDENT)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file is cut off in its ELF header, at byte %zu",
					reader->head_length);
	if (head[EI_CLASS] != ELFCLASS32 && head[EI_CLASS] != ELFCLASS64)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "its ELF header is of an unknown class, %u",
					head[EI_CLASS]);
	if (head[EI_DATA] != ELFDATA2LSB && head[EI_DATA] != ELFDATA2MSB)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "its ELF header is of an unknown byte order, %u",
					head[EI_DATA]);
	elf->is_64bit = head[EI_CLASS] == ELFCLASS64;
	elf->is_big_endian = head[EI_DATA] == ELFDATA2MSB;
	layout = sslinv_elf_layout(elf);
	if (reader->head_length < layout->header_size)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file is cut off in its ELF header, at byte %zu",
					reader->head_length);
	elf->type = sslinv_elf_half(elf, head + offsetof(Elf64_Ehdr, e_type));
	elf->machine = sslinv_elf_half(elf, head + offsetof(Elf64_Ehdr, e_machine));
	elf->flags = sslinv_elf_word(elf, head + layout->flags);
	reader->section_offset = sslinv_elf_wide(elf, head + layout->shoff);
	reader->section_entry = sslinv_elf_half(elf, head + layout->shentsize);
	reader->section_count = sslinv_elf_half(elf, head + layout->shnum);
	return 0;
}

/* How many program headers: the field is too small for some files, which then say so in the first section (gABI, PN_XNUM).
 */
static int count_segments(struct sslinv_elf_reader *reader, size_t *count)
{
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(reader->elf);
	unsigned char buffer[sizeof(Elf64_Shdr)];
	const unsigned char *first;

	*count = sslinv_elf_half(reader->elf, reader->head + layout->phnum);
	if (*count != PN_XNUM || reader->section_offset == 0)
		return 0;
	first = sslinv_elf_view(reader, reader->section_offset, layout->section_size, buffer, "first section header");
	if (!first)
		return reader->error->code;
	*count = sslinv_elf_word(reader->elf, first + layout->sh_info);
	if (*count > MAX_SEGMENTS)
		return sslinv_error_set(reader->error, SSLINV_E_LIMIT,
					"it has %zu program headers, more than any loader takes", *count);
	return 0;
}

static struct sslinv_elf_program segment_at(const struct sslinv_elf *elf, const unsigned char *table, size_t index)
{
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	const unsigned char *header = table + index * layout->program_size;

	return (struct sslinv_elf_program){
		.type = sslinv_elf_word(elf, header),
		.flags = sslinv_elf_word(elf, header + layout->p_flags),
		.offset = sslinv_elf_wide(elf, header + layout->p_offset),
		.address = sslinv_elf_wide(elf, header + layout->p_vaddr),
		.size = sslinv_elf_wide(elf, header + layout->p_filesz),
		.alignment = sslinv_elf_wide(elf, header + layout->p_align),
	};
}

static int compare_offsets(const void *a, const void *b)
{
	const struct sslinv_elf_load *left = a, *right = b;

	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* Read-only ones first, code last: in the order in which constant strings are likely. */
static unsigned unlikeliness(const struct sslinv_elf_load *load)
{
	return (load->flags & PF_X ? 2U : 0U) + (load->flags & PF_W ? 1U : 0U);
}

/* Cuts what two segments share from the later one. */
static void cut_overlaps(struct sslinv_elf_load *loads, size_t count)
{
	uint64_t end = 0;

	qsort(loads, count, sizeof(*loads), compare_offsets);
	for (size_t i = 0; i < count; i++) {
		uint64_t load_end = loads[i].offset + loads[i].size;

		loads[i].offset = loads[i].offset < end ? end : loads[i].offset;
		loads[i].size = load_end > loads[i].offset ? load_end - loads[i].offset : 0;
		end = load_end > end ? load_end : end;
	}
}

/* Code, and what is written by linkers alone: no string that a compiler made lies there. Odd flags are no such section's. */
static bool has_no_constants(const struct sslinv_elf_section *section)
{
	switch (section->type) {
	case SHT_PROGBITS:
		return section->flags == (SHF_ALLOC | SHF_EXECINSTR);
	case SHT_DYNSYM:
	case SHT_STRTAB:
	case SHT_RELA:
	case SHT_REL:
	case SHT_GNU_HASH:
	case SHT_GNU_versym:
		return !(section->flags & ~(uint64_t)(SHF_ALLOC | SHF_INFO_LINK));
	default:
		return false;
	}
}

static int compare_begin(const void *offset, const void *load)
{
	return sslinv_compare(*(const uint64_t *)offset, ((const struct sslinv_elf_load *)load)->offset);
}

/* The loads are sorted and do not overlap: a file may have as many of them as of sections. */
static bool lies_in_code(const struct sslinv_elf_reader *reader, const struct sslinv_elf_section *section)
{
	/* The last load that begins at the section's begin or before it. */
	size_t end = sslinv_search_end(&section->offset, reader->loads, reader->load_count, sizeof(*reader->loads),
				       compare_begin);
	const struct sslinv_elf_load *load = end > 0 ? &reader->loads[end - 1] : NULL;

	return load && (load->flags & PF_X) &&
	       sslinv_range_inside(section->offset - load->offset, section->size, load->size);
}

/* A bit for each table of which a file that is loaded has one; 0 for other sections. */
static unsigned table_bit(const struct sslinv_elf_section *section)
{
	if (!(section->flags & SHF_ALLOC))
		return 0;
	switch (section->type) {
	case SHT_DYNSYM:
		return 1U << 0;
	case SHT_STRTAB:
		return 1U << 1;
	case SHT_GNU_HASH:
		return 1U << 2;
	case SHT_GNU_versym:
		return 1U << 3;
	default:
		return 0;
	}
}

/*
 * No loader reads the headers of sections: a file runs as well with damaged ones, which must not hide what it carries. They
 * count where they agree with each other and with the segments: no two sections share a byte, code lies in a segment of
 * code, and no table is there twice (relocations are of one of two kinds). `ranges` has a place for each section.
 */
static bool are_consistent(const struct sslinv_elf_reader *reader, const struct sslinv_elf_section *sections, size_t count,
			   struct sslinv_elf_load *ranges)
{
	size_t used = 0;
	unsigned seen = 0;
	bool has_rel = false, has_rela = false;

	for (size_t i = 0; i < count; i++) {
		const struct sslinv_elf_section *section = &sections[i];

		if (section->type == SHT_NULL || section->type == SHT_NOBITS || section->size == 0)
			continue;
		if (!sslinv_range_inside(section->offset, section->size, reader->size) || (seen & table_bit(section)) ||
		    (section->type == SHT_PROGBITS && has_no_constants(section) && !lies_in_code(reader, section)))
			return false;
		seen |= table_bit(section);
		has_rel |= section->type == SHT_REL;
		has_rela |= section->type == SHT_RELA;
		ranges[used++] = (struct sslinv_elf_load){ .offset = section->offset, .size = section->size };
	}
	if (used)
		qsort(ranges, used, sizeof(*ranges), compare_offsets);
	for (size_t i = 1; i < used; i++)
		if (ranges[i].offset < ranges[i - 1].offset + ranges[i - 1].size)
			return false;
	return !has_rel || !has_rela;
}

/* The sections without constants, sorted by offset: from the section headers, if the file still has them. malloc'ed. */
static int read_barren(struct sslinv_elf_reader *reader, struct sslinv_elf_load **barren, size_t *count)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_section *sections = NULL;
	size_t total;
	int rc = sslinv_elf_read_sections(reader, &sections, &total);

	*count = 0;
	if (rc < 0)
		return rc;
	*barren = malloc((total + 1) * sizeof(**barren));
	if (!*barren)
		return sslinv_error_memory(reader->error);
	if (!are_consistent(reader, sections, total, *barren))
		return 0;
	for (size_t i = 0; i < total; i++)
		if (has_no_constants(&sections[i]) && sections[i].size > 0)
			(*barren)[(*count)++] = (struct sslinv_elf_load){ .offset = sections[i].offset,
									  .size = sections[i].size };
	if (*count)
		qsort(*barren, *count, sizeof(**barren), compare_offsets);
	return 0;
}

/* Between two such sections nothing but filling is this short. */
#define FILLING 64

static void add_constants(struct sslinv_elf *elf, uint64_t offset, uint64_t end, uint64_t at_least)
{
	if (offset < end && end - offset >= at_least)
		elf->constants[elf->constants_count++] = (struct sslinv_elf_segment){ offset, end - offset };
}

static int compare_end(const void *offset, const void *load)
{
	const struct sslinv_elf_load *section = load;

	return sslinv_compare(*(const uint64_t *)offset, section->offset + section->size);
}

/* Adds what of a segment can hold constants. */
static void add_load(struct sslinv_elf *elf, const struct sslinv_elf_load *load, const struct sslinv_elf_load *barren,
		     size_t barren_count)
{
	uint64_t at = load->offset, end = at + load->size;
	/* The first section that ends after the segment begins. */
	size_t i = sslinv_search_end(&at, barren, barren_count, sizeof(*barren), compare_end);

	for (; i < barren_count && barren[i].offset < end; i++) {
		add_constants(elf, at, barren[i].offset, FILLING);
		at = barren[i].offset + barren[i].size;
	}
	add_constants(elf, at, end, at == load->offset ? 1 : FILLING);
}

/* Less than this is read sooner than the section headers are. */
#define MUCH UINT64_C(131072)

/*
 * What is loaded, but for code and the linker's own tables: more than half of a program is that. Whoever reads the constants
 * reads no byte of the file twice. Reorders the loads.
 */
static int set_constants(struct sslinv_elf_reader *reader)
{
	struct sslinv_elf *elf = reader->elf;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_load *barren = NULL;
	size_t barren_count = 0;
	int rc = 0;

	if (reader->load_count == 0)
		return 0;
	cut_overlaps(reader->loads, reader->load_count);
	if (reader->size >= MUCH)
		rc = read_barren(reader, &barren, &barren_count);
	if (rc < 0)
		return rc;
	/* Segments do not overlap any more, nor do sections: each of these cuts one range in two at most. */
	elf->constants = sslinv_arena_alloc(reader->arena, (reader->load_count + barren_count) * sizeof(*elf->constants));
	if (!elf->constants)
		return sslinv_error_memory(reader->error);
	for (unsigned kind = 0; kind < 4; kind++)
		for (size_t i = 0; i < reader->load_count; i++)
			if (unlikeliness(&reader->loads[i]) == kind)
				add_load(elf, &reader->loads[i], barren, barren_count);
	return 0;
}

static int read_interp(struct sslinv_elf_reader *reader, const struct sslinv_elf_program *segment)
{
	struct sslinv_elf *elf = reader->elf;
	char buffer[MAX_INTERP];
	const unsigned char *text;

	if (segment->size < 2 || segment->size > sizeof(buffer))
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the name of its interpreter has %llu bytes",
					(unsigned long long)segment->size);
	text = sslinv_elf_view(reader, segment->offset, (size_t)segment->size, buffer, "interpreter's name");
	if (!text)
		return reader->error->code;
	if (text[segment->size - 1] != '\0')
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the name of its interpreter has no end");
	elf->has_interp = true;
	elf->interp = sslinv_arena_strdup(reader->arena, (const char *)text);
	return elf->interp ? 0 : sslinv_error_memory(reader->error);
}

/* dlopen notes that a linker did not cover with a segment: those of files that have no PT_NOTE at all. */
static int read_note_sections(struct sslinv_elf_reader *reader)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_section *sections = NULL;
	size_t count;
	int rc = sslinv_elf_read_sections(reader, &sections, &count);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (sections[i].type == SHT_NOTE)
			rc = sslinv_elf_read_notes(reader, sections[i].offset, sections[i].size, sections[i].alignment);
	return rc;
}

/* Everything after the header, for a file that is made to be loaded. */
static int read_segments(struct sslinv_elf_reader *reader, const unsigned char *table, size_t count)
{
	const struct sslinv_elf *elf = reader->elf;
	struct sslinv_elf_program dynamic = { 0 };
	bool has_dynamic = false, has_note = false;
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct sslinv_elf_program segment = segment_at(elf, table, i);

		if (segment.type == PT_LOAD && segment.size > 0) {
			if (!sslinv_range_inside(segment.offset, segment.size, reader->size))
				return sslinv_error_set(reader->error, SSLINV_E_FORMAT,
							"the file is cut off or lies: a segment (bytes %llu, %llu long) "
							"reaches beyond its end at %llu",
							(unsigned long long)segment.offset, (unsigned long long)segment.size,
							(unsigned long long)reader->size);
			reader->loads[reader->load_count++] = (struct sslinv_elf_load){ segment.address, segment.offset,
											segment.size, segment.flags };
		} else if (segment.type == PT_INTERP && !elf->has_interp) {
			rc = read_interp(reader, &segment);
		} else if (segment.type == PT_DYNAMIC) {
			dynamic = segment;
			has_dynamic = true;
		} else if (segment.type == PT_NOTE) {
			has_note = true;
			rc = sslinv_elf_read_notes(reader, segment.offset, segment.size, segment.alignment);
		}
	}
	if (rc == 0 && has_dynamic)
		rc = sslinv_elf_read_dynamic(reader, &dynamic);
	if (rc == 0 && !has_note)
		rc = read_note_sections(reader);
	return rc < 0 ? rc : set_constants(reader);
}

/* What UPX puts right after the program headers: a checksum, its mark, and more. It leaves no sections. */
#define UPX_MARK "UPX!"
#define UPX_MARK_AT 4

/* The mark alone proves nothing: libmagic holds it, and so does UPX itself. */
static bool is_packed(struct sslinv_elf_reader *reader, uint64_t end_of_headers)
{
	struct sslinv_error unused = SSLINV_ERROR_INIT, *error = reader->error;
	unsigned char buffer[sizeof(UPX_MARK) - 1];
	const unsigned char *mark = NULL;

	reader->error = &unused;
	if (reader->section_offset == 0 || reader->section_count == 0)
		mark = sslinv_elf_view(reader, end_of_headers + UPX_MARK_AT, sizeof(buffer), buffer, "mark of a packer");
	reader->error = error;
	return mark && memcmp(mark, UPX_MARK, sizeof(buffer)) == 0;
}

static int read_body(struct sslinv_elf_reader *reader)
{
	struct sslinv_elf *elf = reader->elf;
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *large = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_load *many = NULL;
	struct sslinv_elf_load few[16];
	unsigned char buffer[16 * sizeof(Elf64_Phdr)];
	uint64_t offset = sslinv_elf_wide(elf, reader->head + layout->phoff);
	const unsigned char *table;
	size_t count;
	int rc = count_segments(reader, &count);

	if (rc < 0 || count == 0)
		return rc;
	if (sslinv_elf_half(elf, reader->head + layout->phentsize) != layout->program_size)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "its program headers have %u bytes each, not %u",
					sslinv_elf_half(elf, reader->head + layout->phentsize), layout->program_size);
	reader->loads = few;
	if (count > SSLINV_ARRAY_SIZE(few)) {
		many = malloc(count * sizeof(*many));
		if (!many)
			return sslinv_error_memory(reader->error);
		reader->loads = many;
	}
	if (count <= SSLINV_ARRAY_SIZE(few))
		table = sslinv_elf_view(reader, offset, count * layout->program_size, buffer, "table of program headers");
	else
		table = large = sslinv_elf_load_part(reader, offset, count * layout->program_size,
						     "table of program headers");
	if (table)
		elf->is_packed = is_packed(reader, offset + count * layout->program_size);
	rc = table ? read_segments(reader, table, count) : (int)reader->error->code;
	reader->loads = NULL;
	return rc;
}

/* Keeps the header's facts and forgets the rest. */
static void forget_body(struct sslinv_elf *elf)
{
	*elf = (struct sslinv_elf){
		.is_elf = elf->is_elf,
		.is_64bit = elf->is_64bit,
		.is_big_endian = elf->is_big_endian,
		.type = elf->type,
		.machine = elf->machine,
		.flags = elf->flags,
	};
}

static void begin(struct sslinv_elf_reader *reader, int fd, uint64_t size, struct sslinv_elf *elf,
		  struct sslinv_error *error)
{
	memset(elf, 0, sizeof(*elf));
	/* The head is filled by reading. */
	memset(reader, 0, offsetof(struct sslinv_elf_reader, head));
	reader->fd = fd;
	reader->size = size;
	reader->elf = elf;
	reader->error = error;
}

int sslinv_elf_read_header(int fd, uint64_t size, struct sslinv_elf *elf, struct sslinv_error *error)
{
	struct sslinv_error own = SSLINV_ERROR_INIT;
	struct sslinv_elf_reader reader;
	int rc;

	begin(&reader, fd, size, elf, &own);
	rc = read_header(&reader, sizeof(Elf64_Ehdr));
	if (rc < 0 && error)
		*error = own;
	return rc;
}

int sslinv_elf_read(int fd, uint64_t size, struct sslinv_arena *arena, struct sslinv_elf *elf, struct sslinv_error *error)
{
	struct sslinv_error own = SSLINV_ERROR_INIT;
	struct sslinv_elf_reader reader;
	int rc;

	begin(&reader, fd, size, elf, &own);
	reader.arena = arena;
	rc = read_header(&reader, sizeof(reader.head));
	/* Object files and core dumps are not loaded: what their headers promise is nobody's linkage. */
	if (rc == 0 && elf->is_elf && (elf->type == ET_EXEC || elf->type == ET_DYN))
		rc = read_body(&reader);
	if (rc < 0)
		forget_body(elf);
	if (rc == SSLINV_E_FORMAT && elf->is_elf) {
		struct sslinv_error unused = SSLINV_ERROR_INIT;
		bool is_debug = false;

		reader.error = &unused;
		if (reader.section_offset > 0 && sslinv_elf_is_debug_file(&reader, &is_debug) == 0 && is_debug)
			rc = 0;
	}
	if (rc < 0 && error)
		*error = own;
	return rc;
}
