/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does a plugin take functions of OpenSSL from whatever loads it? It refers to them and needs no library that has them. Only
 * files without a name of their own are asked: a library that others need has one.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "elf/elf_reader.h"
#include "openssl/soname.h"

/* How names begin that only OpenSSL and its forks have. Those with SSL_ alone NSS has, too. */
static const char *const beginnings[] = { "EVP_", "SSL_CTX_" };

static bool is_plugin(const struct sslinv_elf *elf)
{
	if (elf->type != ET_DYN || elf->soname || elf->has_interp || elf->is_pie || elf->defines_openssl)
		return false;
	for (size_t i = 0; i < elf->needed_count; i++)
		if (sslinv_soname_is_openssl(elf->needed[i]))
			return false;
	return true;
}

static bool begins_so(const char *name, size_t rest)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(beginnings); i++) {
		size_t length = strlen(beginnings[i]);

		if (rest > length && memcmp(name, beginnings[i], length) == 0)
			return true;
	}
	return false;
}

/* Nearly no file has such a name, and then its symbols need not be looked at. */
static bool has_name(const unsigned char *strings, size_t size)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(beginnings); i++)
		if (memmem(strings, size, beginnings[i], strlen(beginnings[i])))
			return true;
	return false;
}

/* How many symbols there are from the first on that may be undefined: a GNU hash table leaves them at the beginning. */
static uint64_t count_symbols(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables)
{
	uint64_t all = tables->symbols_size / sslinv_elf_layout(reader->elf)->symbol_size;
	unsigned char buffer[8];
	const unsigned char *head;
	uint32_t first;

	if (tables->gnu_hash_size >= sizeof(buffer))
		head = sslinv_elf_view(reader, tables->gnu_hash, sizeof(buffer), buffer, "GNU hash table");
	else if (tables->hash_size >= sizeof(buffer))
		head = sslinv_elf_view(reader, tables->hash, sizeof(buffer), buffer, "hash table");
	else
		return 0;
	if (!head)
		return 0;
	first = sslinv_elf_word(reader->elf, head + 4);
	return first < all ? first : all;
}

static int look_at_symbols(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables,
			   const unsigned char *strings, uint64_t count)
{
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(reader->elf);
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *symbols = NULL;

	symbols = sslinv_elf_load_part(reader, tables->symbols, count * layout->symbol_size, "symbol table");
	if (!symbols)
		return reader->error->code;
	for (uint64_t i = 0; i < count && !reader->elf->asks_host; i++) {
		const unsigned char *symbol = symbols + i * layout->symbol_size;
		uint64_t name = sslinv_elf_word(reader->elf, symbol);

		if (name < tables->strings_size && sslinv_elf_half(reader->elf, symbol + layout->st_shndx) == SHN_UNDEF &&
		    begins_so((const char *)strings + name, tables->strings_size - name))
			reader->elf->asks_host = true;
	}
	return 0;
}

/* What cannot be read is no evidence, and what concerns the loader was read before. */
static int forgive(struct sslinv_elf_reader *reader)
{
	if (reader->error->code == SSLINV_E_MEMORY)
		return SSLINV_E_MEMORY;
	sslinv_error_clear(reader->error);
	return 0;
}

int sslinv_elf_read_undefined(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables)
{
	SSLINV_CLEANUP(sslinv_free_ptr) unsigned char *strings = NULL;
	uint64_t count, most = SSLINV_ELF_MAX_PART / sslinv_elf_layout(reader->elf)->symbol_size;

	if (!is_plugin(reader->elf) || tables->strings_size == 0 || tables->symbols_size == 0 ||
	    tables->strings_size > SSLINV_ELF_MAX_PART)
		return 0;
	strings = sslinv_elf_load_part(reader, tables->strings, tables->strings_size, "string table");
	if (!strings)
		return forgive(reader);
	if (!has_name(strings, tables->strings_size))
		return 0;
	count = count_symbols(reader, tables);
	if (count > 0 && count <= most && look_at_symbols(reader, tables, strings, count) == 0)
		return 0;
	return forgive(reader);
}
