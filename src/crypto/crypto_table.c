/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds rows in the table of libraries. */
#include "crypto/crypto_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/str.h"
#include "openssl/soname.h"

void sslinv_crypto_table_free(struct sslinv_crypto_table *table)
{
	free(table->libraries.items);
	free(table->stems.items);
	free(table->texts.items);
	free(table->sources.items);
	free(table->packages.items);
	free(table->branches.items);
	sslinv_arena_free(&table->arena);
	memset(table, 0, sizeof(*table));
}

/* FNV-1a, with the end of each text. */
void sslinv_crypto_table_add_mark(struct sslinv_crypto_table *table, const char *text)
{
	uint64_t mark = table->mark ? table->mark : UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i <= strlen(text); i++)
		mark = (mark ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	table->mark = mark ? mark : 1;
}

int sslinv_crypto_table_add_source(struct sslinv_crypto_table *table, uint32_t library, const char *file)
{
	size_t length = strlen(file), suffix = sslinv_str_ends(file, ".cpp") ? 4 : 2;
	struct sslinv_crypto_source *row;
	unsigned char *first;

	if (length <= suffix || length > SSLINV_CRYPTO_MAX_SOURCE || (suffix == 2 && !sslinv_str_ends(file, ".c")))
		return SSLINV_E_FORMAT;
	if (table->sources.count == SSLINV_CRYPTO_MAX_SOURCES)
		return SSLINV_E_LIMIT;
	row = sslinv_array_add(&table->sources);
	if (!row)
		return SSLINV_E_MEMORY;
	first = &table->first_source[(unsigned char)file[length - suffix - 1]];
	*row = (struct sslinv_crypto_source){ library, file, length, *first };
	*first = (unsigned char)table->sources.count;
	return 0;
}

const struct sslinv_crypto_stem *sslinv_crypto_find_stem(const struct sslinv_crypto_table *table, const char *soname)
{
	const char *slash = strrchr(soname, '/'), *name = slash ? slash + 1 : soname;

	/* This is asked of every library that any program needs. */
	if (strncmp(name, "lib", 3) != 0)
		return NULL;
	for (size_t i = 0; i < table->stems.count; i++)
		if (table->stems.items[i].stem[3] == name[3] && sslinv_soname_has_stem(name, table->stems.items[i].stem))
			return &table->stems.items[i];
	return NULL;
}

int sslinv_crypto_find_library(const struct sslinv_crypto_table *table, const char *name)
{
	for (size_t i = 0; i < table->libraries.count; i++)
		if (strcmp(table->libraries.items[i].name, name) == 0)
			return (int)i;
	return -1;
}

const char *sslinv_crypto_does(const struct sslinv_crypto_table *table, uint32_t library)
{
	const char *does = NULL;

	for (size_t i = 0; i < table->stems.count; i++) {
		const struct sslinv_crypto_stem *stem = &table->stems.items[i];

		if (stem->library != library)
			continue;
		if (does && strcmp(does, stem->does) != 0)
			return "both";
		does = stem->does;
	}
	return does;
}

const char *sslinv_crypto_branch_end(const struct sslinv_crypto_table *table, uint32_t library, const char *version)
{
	for (size_t i = 0; i < table->branches.count && version; i++) {
		const struct sslinv_crypto_branch *branch = &table->branches.items[i];
		size_t length = strlen(branch->name);

		if (branch->library == library && strncmp(branch->name, version, length) == 0 &&
		    (version[length] == '.' || version[length] == '\0'))
			return branch->ended;
	}
	return NULL;
}

static bool fits(const char *wanted, const char *name)
{
	size_t length = strlen(wanted);

	if (!name)
		return false;
	return wanted[length - 1] == '*' ? strncmp(wanted, name, length - 1) == 0 : strcmp(wanted, name) == 0;
}

bool sslinv_crypto_is_package(const struct sslinv_crypto_table *table, uint32_t library, const char *name,
			      const char *source_name)
{
	for (size_t i = 0; i < table->packages.count; i++) {
		const struct sslinv_crypto_package *package = &table->packages.items[i];

		if (package->library == library && (fits(package->name, name) || fits(package->name, source_name)))
			return true;
	}
	return false;
}
