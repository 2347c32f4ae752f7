/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bounded reads of an ELF file, its section headers, and the map from addresses to offsets. */
#include "elf/elf_reader.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

static const struct sslinv_elf_layout layouts[2] = {
	{
		.header_size = sizeof(Elf32_Ehdr),
		.program_size = sizeof(Elf32_Phdr),
		.dynamic_size = sizeof(Elf32_Dyn),
		.section_size = sizeof(Elf32_Shdr),
		.symbol_size = sizeof(Elf32_Sym),
		.phoff = offsetof(Elf32_Ehdr, e_phoff),
		.shoff = offsetof(Elf32_Ehdr, e_shoff),
		.flags = offsetof(Elf32_Ehdr, e_flags),
		.phentsize = offsetof(Elf32_Ehdr, e_phentsize),
		.phnum = offsetof(Elf32_Ehdr, e_phnum),
		.shentsize = offsetof(Elf32_Ehdr, e_shentsize),
		.shnum = offsetof(Elf32_Ehdr, e_shnum),
		.p_flags = offsetof(Elf32_Phdr, p_flags),
		.p_offset = offsetof(Elf32_Phdr, p_offset),
		.p_vaddr = offsetof(Elf32_Phdr, p_vaddr),
		.p_filesz = offsetof(Elf32_Phdr, p_filesz),
		.p_align = offsetof(Elf32_Phdr, p_align),
		.sh_flags = offsetof(Elf32_Shdr, sh_flags),
		.sh_offset = offsetof(Elf32_Shdr, sh_offset),
		.sh_size = offsetof(Elf32_Shdr, sh_size),
		.sh_info = offsetof(Elf32_Shdr, sh_info),
		.sh_addralign = offsetof(Elf32_Shdr, sh_addralign),
		.st_info = offsetof(Elf32_Sym, st_info),
		.st_shndx = offsetof(Elf32_Sym, st_shndx),
	},
	{
		.header_size = sizeof(Elf64_Ehdr),
		.program_size = sizeof(Elf64_Phdr),
		.dynamic_size = sizeof(Elf64_Dyn),
		.section_size = sizeof(Elf64_Shdr),
		.symbol_size = sizeof(Elf64_Sym),
		.phoff = offsetof(Elf64_Ehdr, e_phoff),
		.shoff = offsetof(Elf64_Ehdr, e_shoff),
		.flags = offsetof(Elf64_Ehdr, e_flags),
		.phentsize = offsetof(Elf64_Ehdr, e_phentsize),
		.phnum = offsetof(Elf64_Ehdr, e_phnum),
		.shentsize = offsetof(Elf64_Ehdr, e_shentsize),
		.shnum = offsetof(Elf64_Ehdr, e_shnum),
		.p_flags = offsetof(Elf64_Phdr, p_flags),
		.p_offset = offsetof(Elf64_Phdr, p_offset),
		.p_vaddr = offsetof(Elf64_Phdr, p_vaddr),
		.p_filesz = offsetof(Elf64_Phdr, p_filesz),
		.p_align = offsetof(Elf64_Phdr, p_align),
		.sh_flags = offsetof(Elf64_Shdr, sh_flags),
		.sh_offset = offsetof(Elf64_Shdr, sh_offset),
		.sh_size = offsetof(Elf64_Shdr, sh_size),
		.sh_info = offsetof(Elf64_Shdr, sh_info),
		.sh_addralign = offsetof(Elf64_Shdr, sh_addralign),
		.st_info = offsetof(Elf64_Sym, st_info),
		.st_shndx = offsetof(Elf64_Sym, st_shndx),
	},
};

const struct sslinv_elf_layout *sslinv_elf_layout(const struct sslinv_elf *elf)
{
	return &layouts[elf->is_64bit];
}

ssize_t sslinv_elf_read_at(int fd, void *buffer, size_t length, uint64_t offset, struct sslinv_error *error)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got = pread(fd, (char *)buffer + done, length - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sslinv_error_errno(error, "cannot read at byte %llu", (unsigned long long)(offset + done));
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static int read_all(struct sslinv_elf_reader *reader, void *buffer, size_t length, uint64_t offset, const char *what)
{
	ssize_t got;

	if (!sslinv_range_inside(offset, length, reader->size))
		return sslinv_error_set(
			reader->error, SSLINV_E_FORMAT,
			"the file is cut off or lies: its %s (bytes %llu to %llu) would lie beyond its end at %llu", what,
			(unsigned long long)offset, (unsigned long long)(offset + length), (unsigned long long)reader->size);
	got = sslinv_elf_read_at(reader->fd, buffer, length, offset, reader->error);
	if (got < 0)
		return (int)got;
	if ((size_t)got < length)
		return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file shrank while its %s was read", what);
	return 0;
}

const unsigned char *sslinv_elf_view(struct sslinv_elf_reader *reader, uint64_t offset, size_t length, void *buffer,
				     const char *what)
{
	if (sslinv_range_inside(offset, length, reader->head_length))
		return reader->head + offset;
	return read_all(reader, buffer, length, offset, what) < 0 ? NULL : buffer;
}

unsigned char *sslinv_elf_load_part(struct sslinv_elf_reader *reader, uint64_t offset, uint64_t length, const char *what)
{
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *part = NULL;

	/* Before the limit: what is not there is a lie, however large. */
	if (!sslinv_range_inside(offset, length, reader->size)) {
		(void)read_all(reader, NULL, (size_t)length, offset, what);
		return NULL;
	}
	if (length > SSLINV_ELF_MAX_PART) {
		(void)sslinv_error_set(reader->error, SSLINV_E_LIMIT,
				       "its %s has %llu bytes, more than any loader would map", what,
				       (unsigned long long)length);
		return NULL;
	}
	part = malloc(length ? (size_t)length : 1);
	if (!part) {
		(void)sslinv_error_memory(reader->error);
		return NULL;
	}
	if (read_all(reader, part, (size_t)length, offset, what) < 0)
		return NULL;
	return sslinv_take_ptr(part);
}

int sslinv_elf_read_sections(struct sslinv_elf_reader *reader, struct sslinv_elf_section **sections, size_t *count)
{
	const struct sslinv_elf *elf = reader->elf;
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(elf);
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *table = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_section *found = NULL;
	unsigned char buffer[sizeof(Elf64_Shdr)];
	uint64_t number = reader->section_count;

	*sections = NULL;
	*count = 0;
	/* No loader reads them, and a file that lost them runs as before: so their absence is not an error. */
	if (reader->section_offset == 0 || reader->section_entry != layout->section_size ||
	    !sslinv_range_inside(reader->section_offset, layout->section_size, reader->size))
		return 0;
	if (number == 0) {
		const unsigned char *first = sslinv_elf_view(reader, reader->section_offset, layout->section_size, buffer,
							     "first section header");

		if (!first)
			return reader->error->code;
		number = sslinv_elf_wide(elf, first + layout->sh_size);
	}
	if (number == 0 || number > SSLINV_ELF_MAX_PART / layout->section_size ||
	    !sslinv_range_inside(reader->section_offset, number * layout->section_size, reader->size))
		return 0;
	table = sslinv_elf_load_part(reader, reader->section_offset, number * layout->section_size, "table of sections");
	if (!table)
		return reader->error->code;
	found = calloc((size_t)number, sizeof(*found));
	if (!found)
		return sslinv_error_memory(reader->error);
	for (size_t i = 0; i < number; i++) {
		const unsigned char *header = table + i * layout->section_size;

		found[i] = (struct sslinv_elf_section){
			.type = sslinv_elf_word(elf, header + offsetof(Elf64_Shdr, sh_type)),
			.flags = sslinv_elf_wide(elf, header + layout->sh_flags),
			.offset = sslinv_elf_wide(elf, header + layout->sh_offset),
			.size = sslinv_elf_wide(elf, header + layout->sh_size),
			.alignment = sslinv_elf_wide(elf, header + layout->sh_addralign),
		};
	}
	*sections = sslinv_take_ptr(found);
	*count = (size_t)number;
	return 0;
}

int sslinv_elf_is_debug_file(struct sslinv_elf_reader *reader, bool *is_debug)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_section *sections = NULL;
	size_t count, without = 0, with = 0;
	int rc = sslinv_elf_read_sections(reader, &sections, &count);

	for (size_t i = 0; i < count; i++) {
		if (!(sections[i].flags & SHF_ALLOC) || sections[i].size == 0 || sections[i].type == SHT_NOTE)
			continue;
		if (sections[i].type == SHT_NOBITS)
			without++;
		else
			with++;
	}
	*is_debug = without > 0 && with == 0;
	return rc;
}

uint64_t sslinv_elf_offset_of(const struct sslinv_elf_reader *reader, uint64_t address, uint64_t *rest)
{
	for (size_t i = reader->load_count; i-- > 0;) {
		const struct sslinv_elf_load *load = &reader->loads[i];

		if (address >= load->address && address - load->address < load->size) {
			*rest = load->size - (address - load->address);
			return load->offset + (address - load->address);
		}
	}
	return UINT64_MAX;
}
