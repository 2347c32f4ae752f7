/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file has to do with the TLS and cryptography libraries beside OpenSSL. */
#include "elf/crypto_ident.h"

#include <elf.h>
#include <string.h>

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_word(char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
}

static int take_needed(const struct sslinv_crypto_table *table, const struct sslinv_elf *elf, struct sslinv_arena *arena,
		       struct sslinv_elf_crypto *crypto)
{
	for (size_t i = 0; i < elf->needed_count; i++) {
		if (!sslinv_crypto_find_stem(table, elf->needed[i]))
			continue;
		/* Most files need none of them. */
		if (!crypto->needed)
			crypto->needed = sslinv_arena_alloc(arena, elf->needed_count * sizeof(*crypto->needed));
		if (!crypto->needed)
			return SSLINV_E_MEMORY;
		crypto->optional_count += i >= elf->needed_count - elf->optional_count;
		crypto->needed[crypto->needed_count++] = elf->needed[i];
	}
	return 0;
}

static int take_dlopens(const struct sslinv_crypto_table *table, const struct sslinv_elf *elf, struct sslinv_arena *arena,
			struct sslinv_elf_crypto *crypto)
{
	for (size_t i = 0; i < elf->other_dlopen_count; i++) {
		if (!sslinv_crypto_find_stem(table, elf->other_dlopens[i].soname))
			continue;
		if (!crypto->dlopens)
			crypto->dlopens = sslinv_arena_alloc(arena, elf->other_dlopen_count * sizeof(*crypto->dlopens));
		if (!crypto->dlopens)
			return SSLINV_E_MEMORY;
		crypto->dlopens[crypto->dlopen_count++] = elf->other_dlopens[i];
	}
	return 0;
}

int sslinv_crypto_take_names(const struct sslinv_crypto_table *table, const struct sslinv_elf *elf,
			     struct sslinv_arena *arena, struct sslinv_elf_crypto *crypto)
{
	memset(crypto, 0, sizeof(*crypto));
	if (take_needed(table, elf, arena, crypto) < 0)
		return SSLINV_E_MEMORY;
	return take_dlopens(table, elf, arena, crypto);
}

void sslinv_crypto_search_begin(struct sslinv_crypto_search *search, const struct sslinv_crypto_table *table,
				const struct sslinv_elf *elf, const char *name)
{
	const struct sslinv_crypto_stem *stem = NULL;

	search->table = table;
	search->count = 0;
	search->is_full = search->has_any = false;
	memset(search->has_source, 0, sizeof(search->has_source));
	/* As for OpenSSL: a library's soname says what it is; its file's name only where it has none. */
	if (elf->type == ET_DYN && elf->has_dynamic)
		stem = sslinv_crypto_find_stem(table, elf->soname ? elf->soname : name);
	search->library = stem ? (int)stem->library : -1;
}

static void add_hit(struct sslinv_crypto_search *search, uint32_t library, const struct sslinv_crypto_text *text,
		    const char *version)
{
	struct sslinv_crypto_hit hit = { .library = library };
	size_t length = text ? text->length : 0;

	strcpy(hit.version, version);
	if (text) {
		memcpy(hit.text, text->text, length);
		strcpy(hit.text + length, version);
	}
	search->has_any = true;
	for (size_t i = 0; i < search->count; i++)
		if (search->hits[i].library == library && strcmp(search->hits[i].version, version) == 0)
			return;
	if (search->count == SSLINV_CRYPTO_MAX_HITS)
		search->is_full = true;
	else
		search->hits[search->count++] = hit;
}

/* Where the number before the point begins; NULL where it is none, or a long one. */
static const char *number_before(const char *begin, const char *point)
{
	const char *at = point;

	while (at > begin && is_digit(at[-1]) && point - at < 5)
		at--;
	return at < point && point - at < 5 ? at : NULL;
}

/* The end of a source file's name, where the string ends with it; NULL where it does not. */
static const char *name_end(const char *point, const char *end)
{
	static const char *const suffixes[] = { ".c", ".cpp" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(suffixes); i++) {
		size_t length = strlen(suffixes[i]) + 1;

		if ((size_t)(end - point) >= length && memcmp(point, suffixes[i], length) == 0)
			return point + length - 1;
	}
	return NULL;
}

static void look_at_source(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end)
{
	const char *stop = name_end(point, end);
	unsigned char place = stop && point > begin ? search->table->first_source[(unsigned char)point[-1]] : 0;

	while (place) {
		const struct sslinv_crypto_source *source = &search->table->sources.items[place - 1];
		const char *first = stop - source->length;

		if ((size_t)(stop - begin) >= source->length && memcmp(first, source->file, source->length) == 0 &&
		    (first == begin || !is_word(first[-1])))
			search->has_any = search->has_source[place - 1] = true;
		place = source->next;
	}
}

static void look_at_version(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end)
{
	const char *at = number_before(begin, point);
	char version[SSLINV_CRYPTO_VERSION_SIZE];

	if (!at || at == begin || at[-1] != ' ')
		return;
	for (size_t i = 0; i < search->table->texts.count; i++) {
		const struct sslinv_crypto_text *text = &search->table->texts.items[i];
		const char *first = at - text->length;

		if ((size_t)(at - begin) < text->length || memcmp(first, text->text, text->length) != 0 ||
		    (first > begin && is_word(first[-1])))
			continue;
		if (sslinv_crypto_version_take(at, end, version) > 0)
			add_hit(search, text->library, text, version);
	}
}

void sslinv_crypto_look_at_point(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end)
{
	if (point[1] == 'c')
		look_at_source(search, begin, point, end);
	else if (is_digit(point[1]))
		look_at_version(search, begin, point, end);
}

static const struct sslinv_crypto_library *own_library(const struct sslinv_crypto_search *search)
{
	return search->library < 0 ? NULL : &search->table->libraries.items[search->library];
}

/* The only version that was found of a library; NULL where there are several or none. */
static const struct sslinv_crypto_hit *sole_hit(const struct sslinv_crypto_search *search, uint32_t library)
{
	const struct sslinv_crypto_hit *found = NULL;

	for (size_t i = 0; i < search->count; i++) {
		if (search->hits[i].library != library)
			continue;
		if (found)
			return NULL;
		found = &search->hits[i];
	}
	return search->is_full ? NULL : found;
}

static bool has_hit(const struct sslinv_crypto_search *search, uint32_t library)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->hits[i].library == library)
			return true;
	return false;
}

bool sslinv_crypto_wants_bare(const struct sslinv_crypto_search *search)
{
	const struct sslinv_crypto_library *library = own_library(search);

	return library && library->has_bare && !has_hit(search, (uint32_t)search->library);
}

void sslinv_crypto_look_at_bare(struct sslinv_crypto_search *search, const char *begin, const char *point, const char *end)
{
	const char *at = number_before(begin, point);
	char version[SSLINV_CRYPTO_VERSION_SIZE];
	size_t length;

	if (!at || at == begin || at[-1] != '\0')
		return;
	length = sslinv_crypto_version_take(at, end, version);
	if (length > 0 && at + length < end && at[length] == '\0')
		add_hit(search, (uint32_t)search->library, NULL, version);
}

static int copy_text(struct sslinv_arena *arena, const char *from, const char **to)
{
	*to = from && *from ? sslinv_arena_strdup(arena, from) : NULL;
	return from && *from && !*to ? SSLINV_E_MEMORY : 0;
}

static int add_carried(const struct sslinv_crypto_search *search, uint32_t library, const char *version, const char *text,
		       struct sslinv_arena *arena, struct sslinv_elf_crypto *crypto)
{
	struct sslinv_crypto_carried *carried = &crypto->carried[crypto->carried_count++];

	carried->library = sslinv_arena_strdup(arena, search->table->libraries.items[library].name);
	if (!carried->library || copy_text(arena, version, &carried->version) < 0)
		return SSLINV_E_MEMORY;
	return copy_text(arena, text, &carried->text);
}

static int add_own(const struct sslinv_crypto_search *search, const char *name, struct sslinv_arena *arena,
		   struct sslinv_elf_crypto *crypto)
{
	const uint32_t library = (uint32_t)search->library;
	const struct sslinv_crypto_hit *hit = sole_hit(search, library);
	char of_file[SSLINV_CRYPTO_VERSION_SIZE];
	const char *version = hit ? hit->version : NULL;

	/* Where its texts name several, its file's name does not decide. */
	if (!has_hit(search, library) && search->table->libraries.items[library].has_file &&
	    sslinv_crypto_version_of_file(name, of_file))
		version = of_file;
	crypto->is_library = true;
	return add_carried(search, library, version, hit ? hit->text : NULL, arena, crypto);
}

/* Does the file get the library from elsewhere? Then a text of it is that of the headers. */
static bool is_needed(const struct sslinv_crypto_search *search, uint32_t library, const struct sslinv_elf_crypto *crypto)
{
	for (size_t i = 0; i < crypto->needed_count; i++)
		if (sslinv_crypto_find_stem(search->table, crypto->needed[i])->library == library)
			return true;
	return false;
}

/* A text alone proves nothing, for headers have it as well; nor do two files of some name. */
#define TEXT_MARKS 2u
#define ENOUGH_MARKS 3u

static bool is_copy(const struct sslinv_crypto_search *search, uint32_t library, const struct sslinv_elf_crypto *crypto)
{
	unsigned marks = has_hit(search, library) ? TEXT_MARKS : 0;

	for (size_t i = 0; i < search->table->sources.count; i++)
		marks += search->has_source[i] && search->table->sources.items[i].library == library;
	return marks >= ENOUGH_MARKS && (int)library != search->library && !is_needed(search, library, crypto);
}

int sslinv_crypto_settle(const struct sslinv_crypto_search *search, const char *name, struct sslinv_arena *arena,
			 struct sslinv_elf_crypto *crypto)
{
	int rc = 0;

	if (!search->has_any && search->library < 0)
		return 0;
	crypto->carried = sslinv_arena_alloc(arena, (search->table->libraries.count + 1) * sizeof(*crypto->carried));
	if (!crypto->carried)
		return SSLINV_E_MEMORY;
	if (search->library >= 0)
		rc = add_own(search, name, arena, crypto);
	for (uint32_t i = 0; i < search->table->libraries.count && rc == 0; i++) {
		const struct sslinv_crypto_hit *hit = sole_hit(search, i);

		if (is_copy(search, i, crypto))
			rc = add_carried(search, i, hit ? hit->version : NULL, hit ? hit->text : NULL, arena, crypto);
	}
	return rc;
}
