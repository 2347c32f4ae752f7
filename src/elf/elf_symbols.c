/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does an ELF file define the functions of OpenSSL? Asked of its hash tables (gABI chapter 5; for DT_GNU_HASH the format
 * that GNU ld and glibc share), as the loader would: a few reads for each name, however many symbols there are.
 */
#include <elf.h>
#include <string.h>

#include "base/num.h"
#include "elf/elf_reader.h"

/* A chain of a real table has a handful of members; the longest one that anybody would wait for. */
#define MAX_CHAIN 65536

/*
 * Functions of every libssl and of every libcrypto, old and new, and of the forks: the file defines OpenSSL if it defines
 * all of a row. Neither a program that puts itself before a function or two of OpenSSL (LD_PRELOAD) nor what GnuTLS has for
 * old programs (libgnutls-openssl) defines a whole row.
 */
#define NAME_SIZE 40
static const char rows[][4][NAME_SIZE] = {
	{ "SSL_CTX_new", "SSL_read", "SSL_SESSION_free", "SSL_CTX_use_certificate_chain_file" },
	{ "EVP_DigestInit_ex", "EVP_EncryptInit_ex", "RSA_new", "CRYPTO_free" },
};

_Static_assert(sizeof(Elf64_Sym) <= NAME_SIZE, "one buffer is enough for both");

struct lookup {
	struct sslinv_elf_reader *reader;
	const struct sslinv_elf_tables *tables;
	const char *name;
};

static int lie(struct sslinv_elf_reader *reader, const char *what)
{
	return sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file lies: its %s", what);
}

/* Reads `length` bytes of a table at `position`, which must lie inside it. */
static const unsigned char *table_view(struct sslinv_elf_reader *reader, uint64_t table, uint64_t table_size,
				       uint64_t position, size_t length, void *buffer, const char *what)
{
	if (!sslinv_range_inside(position, length, table_size)) {
		(void)sslinv_error_set(reader->error, SSLINV_E_FORMAT, "the file lies: its %s reaches beyond its segment",
				       what);
		return NULL;
	}
	return sslinv_elf_view(reader, table + position, length, buffer, what);
}

/* Is the symbol a function of the looked-up name that this file defines? */
static int check_symbol(const struct lookup *lookup, uint64_t index, bool *found)
{
	const struct sslinv_elf_tables *tables = lookup->tables;
	struct sslinv_elf_reader *reader = lookup->reader;
	const struct sslinv_elf_layout *layout = sslinv_elf_layout(reader->elf);
	size_t length = strlen(lookup->name) + 1;
	unsigned char buffer[NAME_SIZE]; /* a symbol is smaller */
	const unsigned char *symbol, *name;
	uint32_t position;
	uint8_t type;

	symbol = table_view(reader, tables->symbols, tables->symbols_size, index * layout->symbol_size, layout->symbol_size,
			    buffer, "symbol table");
	if (!symbol)
		return reader->error->code;
	position = sslinv_elf_word(reader->elf, symbol);
	type = ELF32_ST_TYPE(symbol[layout->st_info]);
	if (sslinv_elf_half(reader->elf, symbol + layout->st_shndx) == SHN_UNDEF ||
	    (type != STT_FUNC && type != STT_GNU_IFUNC))
		return 0;
	if (position >= tables->strings_size)
		return lie(reader, "symbols name strings beyond its string table");
	/* A shorter rest cannot hold the name. */
	if (!sslinv_range_inside(position, length, tables->strings_size))
		return 0;
	name = sslinv_elf_view(reader, tables->strings + position, length, buffer, "string table");
	if (!name)
		return reader->error->code;
	*found = memcmp(name, lookup->name, length) == 0;
	return 0;
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;

	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash;
}

/* The bloom filter says at once of nearly every file that it has no such symbol. */
static int gnu_lookup(const struct lookup *lookup, bool *found)
{
	struct sslinv_elf_reader *reader = lookup->reader;
	const struct sslinv_elf *elf = reader->elf;
	uint64_t table = lookup->tables->gnu_hash, size = lookup->tables->gnu_hash_size, position, filter;
	uint32_t buckets, first, words, shift, hash = gnu_hash(lookup->name), index;
	unsigned bits = elf->is_64bit ? 64 : 32;
	unsigned char buffer[16];
	const unsigned char *part = table_view(reader, table, size, 0, 16, buffer, "GNU hash table");

	if (!part)
		return reader->error->code;
	buckets = sslinv_elf_word(elf, part);
	first = sslinv_elf_word(elf, part + 4);
	words = sslinv_elf_word(elf, part + 8);
	shift = sslinv_elf_word(elf, part + 12);
	if (buckets == 0)
		return 0;
	if (words == 0 || (words & (words - 1)) != 0 || shift > 31)
		return lie(reader, "GNU hash table has an impossible filter");
	part = table_view(reader, table, size, 16 + (uint64_t)(hash / bits & (words - 1)) * (bits / 8), bits / 8, buffer,
			  "GNU hash table");
	if (!part)
		return reader->error->code;
	filter = sslinv_elf_wide(elf, part);
	if (!(filter >> (hash % bits) & 1) || !(filter >> ((hash >> shift) % bits) & 1))
		return 0;
	position = 16 + (uint64_t)words * (bits / 8);
	part = table_view(reader, table, size, position + (uint64_t)(hash % buckets) * 4, 4, buffer, "GNU hash table");
	if (!part)
		return reader->error->code;
	index = sslinv_elf_word(elf, part);
	if (index == 0)
		return 0;
	if (index < first)
		return lie(reader, "GNU hash table names a symbol that it does not have");
	position += (uint64_t)buckets * 4;
	for (unsigned step = 0; step < MAX_CHAIN; step++, index++) {
		uint32_t value;
		int rc = 0;

		part = table_view(reader, table, size, position + (uint64_t)(index - first) * 4, 4, buffer,
				  "GNU hash table");
		if (!part)
			return reader->error->code;
		value = sslinv_elf_word(elf, part);
		if ((value | 1) == (hash | 1))
			rc = check_symbol(lookup, index, found);
		if (rc < 0 || *found || value & 1)
			return rc;
	}
	return lie(reader, "GNU hash table has a chain with no end");
}

static uint32_t old_hash(const char *name)
{
	uint32_t hash = 0;

	for (; *name; name++) {
		hash = (hash << 4) + (unsigned char)*name;
		hash ^= (hash & 0xf0000000) >> 24;
		hash &= 0x0fffffff;
	}
	return hash;
}

static int old_lookup(const struct lookup *lookup, bool *found)
{
	struct sslinv_elf_reader *reader = lookup->reader;
	const struct sslinv_elf *elf = reader->elf;
	uint64_t table = lookup->tables->hash, size = lookup->tables->hash_size;
	/* The processor supplements of Alpha and of 64-bit S/390 made the words of this table wide. */
	size_t entry = elf->is_64bit && (elf->machine == EM_ALPHA || elf->machine == EM_S390) ? 8 : 4;
	uint64_t buckets, chains, index;
	unsigned char buffer[16];
	const unsigned char *part = table_view(reader, table, size, 0, 2 * entry, buffer, "hash table");

#define ENTRY(bytes) (entry == 8 ? sslinv_elf_wide(elf, (bytes)) : sslinv_elf_word(elf, (bytes)))
	if (!part)
		return reader->error->code;
	buckets = ENTRY(part);
	chains = ENTRY(part + entry);
	if (buckets == 0)
		return 0;
	if (buckets > UINT32_MAX || chains > UINT32_MAX)
		return lie(reader, "hash table has impossible sizes");
	part = table_view(reader, table, size, (2 + old_hash(lookup->name) % buckets) * entry, entry, buffer, "hash table");
	if (!part)
		return reader->error->code;
	index = ENTRY(part);
	for (unsigned step = 0; step < MAX_CHAIN && step <= chains; step++) {
		int rc;

		if (index == STN_UNDEF)
			return 0;
		if (index >= chains)
			return lie(reader, "hash table names a symbol that it does not have");
		rc = check_symbol(lookup, index, found);
		if (rc < 0 || *found)
			return rc;
		part = table_view(reader, table, size, (2 + buckets + index) * entry, entry, buffer, "hash table");
		if (!part)
			return reader->error->code;
		index = ENTRY(part);
	}
#undef ENTRY
	return lie(reader, "hash table has a chain with no end");
}

int sslinv_elf_read_symbols(struct sslinv_elf_reader *reader, const struct sslinv_elf_tables *tables)
{
	struct lookup lookup = { reader, tables, NULL };

	if (tables->gnu_hash_size == 0 && tables->hash_size == 0)
		return 0;
	for (size_t row = 0; row < SSLINV_ARRAY_SIZE(rows); row++) {
		bool found = true;

		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows[row]) && found; i++) {
			int rc;

			found = false;
			lookup.name = rows[row][i];
			rc = tables->gnu_hash_size > 0 ? gnu_lookup(&lookup, &found) : old_lookup(&lookup, &found);
			if (rc < 0)
				return rc;
		}
		if (found)
			reader->elf->defines_openssl = true;
	}
	return 0;
}
