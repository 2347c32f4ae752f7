/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expands $ORIGIN, $LIB and $PLATFORM. */
#include "link/loader_path.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"

/* No linker wrote more; a loader with so many would take seconds for each library. */
#define MAX_PLACES 1024

enum token { ORIGIN, LIB, PLATFORM, TOKENS };

static const char *const token_names[TOKENS] = { "ORIGIN", "LIB", "PLATFORM" };

/* One value for each token; NULL: cannot be known. */
struct values {
	const char *of[TOKENS];
};

/* At a `$`: which token follows, with or without braces, and how long it is. TOKENS for none. */
static enum token token_at(const char *at, const char *end, size_t *length)
{
	bool has_brace = end - at > 1 && at[1] == '{';
	const char *name = at + 1 + has_brace;

	for (enum token token = 0; token < TOKENS; token++) {
		size_t name_length = strlen(token_names[token]);

		if ((size_t)(end - name) < name_length + has_brace || strncmp(name, token_names[token], name_length) != 0 ||
		    (has_brace && name[name_length] != '}'))
			continue;
		*length = 1 + name_length + 2U * has_brace;
		return token;
	}
	return TOKENS;
}

/* Which tokens does the text use? False for one that musl does not know: it takes no notice of the whole list then. */
static bool find_tokens(const char *begin, const char *end, bool is_musl, bool used[TOKENS])
{
	memset(used, 0, TOKENS * sizeof(*used));
	for (const char *at = begin; (at = memchr(at, '$', (size_t)(end - at))); at++) {
		size_t length;
		enum token token = token_at(at, end, &length);

		if (is_musl && token != ORIGIN)
			return false;
		if (token < TOKENS)
			used[token] = true;
	}
	return true;
}

static int add_place(struct sslinv_loader_places *places, const char *begin, const char *end, const struct values *values,
		     bool is_guess, bool is_alternative, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str path = { 0 };
	struct sslinv_loader_place *place;
	int rc = 0;

	for (const char *at = begin; at < end && rc == 0;) {
		const char *dollar = memchr(at, '$', (size_t)(end - at));
		size_t length = 1;
		enum token token = TOKENS;

		rc = sslinv_str_add_bytes(&path, at, (size_t)((dollar ? dollar : end) - at));
		if (!dollar || rc < 0)
			break;
		token = token_at(dollar, end, &length);
		if (token == TOKENS)
			rc = sslinv_str_add(&path, "$");
		else if (values->of[token])
			rc = sslinv_str_add(&path, values->of[token]);
		else
			return 0;
		at = dollar + length;
	}
	if (rc < 0)
		return sslinv_error_memory(error);
	if (path.length == 0 || path.length >= PATH_MAX || path.data[0] != '/')
		return 0;
	place = sslinv_array_add(places);
	if (!place)
		return sslinv_error_memory(error);
	place->path = sslinv_take_ptr(path.data);
	place->is_guess = is_guess;
	place->is_alternative = is_alternative;
	return 0;
}

/* The values of $LIB, the likeliest first; a NULL ends them. */
static void fill_libs(const struct sslinv_loader_abi *abi, char multiarch[64], const char *libs[4])
{
	size_t count = 0;

	if (abi->lib) {
		libs[count++] = abi->lib;
	} else {
		if (abi->machine->triplets[0]) {
			snprintf(multiarch, 64, "lib/%s", abi->machine->triplets[0]);
			libs[count++] = multiarch;
		}
		libs[count++] = abi->machine->lib;
		if (strcmp(abi->machine->lib, "lib") != 0)
			libs[count++] = "lib";
	}
	libs[count] = NULL;
}

/* The path without `.`, `..` and doubled slashes, and with a slash at its end. */
static void normalize(const char *path, char *normal)
{
	size_t length = 0;

	while (*path) {
		size_t part = strcspn(path, "/");

		if (part == 2 && strncmp(path, "..", 2) == 0) {
			while (length > 0 && normal[--length] != '/')
				continue;
		} else if (part > 0 && !(part == 1 && *path == '.')) {
			normal[length++] = '/';
			memcpy(normal + length, path, part);
			length += part;
		}
		path += part + (path[part] == '/');
	}
	normal[length++] = '/';
	normal[length] = '\0';
}

/* Does it lie in or below one of the directories that are built into the loader? */
static bool is_trusted(const char *path, const struct sslinv_loader_abi *abi)
{
	char normal[PATH_MAX + 2];

	normalize(path, normal);
	for (size_t i = 0; i < abi->built_in.count; i++) {
		size_t length = strlen(abi->built_in.items[i]);

		if (strncmp(normal, abi->built_in.items[i], length) == 0 && normal[length] == '/')
			return true;
	}
	return false;
}

/* In a program that gains rights an element counts with $ORIGIN at its begin alone, followed by a slash or nothing. */
static bool is_safe_origin(const char *begin, const char *end)
{
	size_t length;

	return token_at(begin, end, &length) == ORIGIN && (begin + length == end || begin[length] == '/') &&
	       !memchr(begin + 1, '$', (size_t)(end - begin - 1));
}

static int expand(const char *begin, const char *end, const struct sslinv_loader_expansion *expansion,
		  struct sslinv_loader_places *places, struct sslinv_error *error)
{
	const struct sslinv_loader_abi *abi = expansion->abi;
	const char *origin = expansion->origin && expansion->origin[0] == '/' ? expansion->origin : NULL;
	const char *platform = abi->processor.platform ? abi->processor.platform : abi->machine->platform;
	/* What glibc of 2.26 to 2.36 may take for $PLATFORM. */
	const char *const platforms[] = { platform, "haswell", "xeon_phi" };
	bool is_known = abi->processor.platform || abi->glibc_minor > 36;
	/* Of a machine that nobody here knows there is none. */
	bool is_x86_64 = platform && strcmp(platform, "x86_64") == 0;
	size_t platform_count = !is_known && is_x86_64 ? SSLINV_ARRAY_SIZE(platforms) : 1;
	const char *libs[4];
	char multiarch[64];
	bool used[TOKENS];
	int rc = 0;

	if (!find_tokens(begin, end, abi->is_musl, used) ||
	    (used[ORIGIN] && expansion->is_secure && !is_safe_origin(begin, end)))
		return 0;
	fill_libs(abi, multiarch, libs);
	/* Alternatives first: what comes first of all that exist is not the last word then. */
	for (size_t p = used[PLATFORM] ? platform_count : 1; p-- > 0;)
		for (size_t l = 0; libs[l] && (l == 0 || used[LIB]) && rc == 0; l++) {
			struct values values = { { origin, libs[l], platforms[p] } };
			bool is_guess = (used[LIB] && !abi->lib) || (used[PLATFORM] && !abi->processor.platform);
			size_t count = places->count;

			rc = add_place(places, begin, end, &values, is_guess, p > 0, error);
			if (places->count > count && used[ORIGIN] && expansion->is_secure &&
			    !is_trusted(places->items[count].path, abi))
				free(places->items[--places->count].path);
		}
	if (rc == 0 && places->count > MAX_PLACES)
		return sslinv_error_set(error, SSLINV_E_LIMIT, "its RPATH or RUNPATH names more than %d directories",
					MAX_PLACES);
	return rc;
}

int sslinv_loader_expand_list(const char *list, const struct sslinv_loader_expansion *expansion,
			      struct sslinv_loader_places *places, struct sslinv_error *error)
{
	bool is_musl = expansion->abi->is_musl, used[TOKENS];

	/* musl: one unknown token, or one at all in a program that gains rights, and it takes no notice of the list. */
	if (!find_tokens(list, list + strlen(list), is_musl, used) || (is_musl && expansion->is_secure && strchr(list, '$')))
		return 0;
	for (;;) {
		size_t length = strcspn(list, ":");
		int rc = expand(list, list + length, expansion, places, error);

		if (rc < 0 || list[length] == '\0')
			return rc;
		list += length + 1;
	}
}

int sslinv_loader_expand_path(const char *path, const struct sslinv_loader_expansion *expansion,
			      struct sslinv_loader_places *places, struct sslinv_error *error)
{
	/* To musl a `$` in a soname is a letter like others. */
	if (expansion->abi->is_musl && strchr(path, '$'))
		return 0;
	return expand(path, path + strlen(path), expansion, places, error);
}

void sslinv_loader_places_free(struct sslinv_loader_places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->items[i].path);
	free(places->items);
}
