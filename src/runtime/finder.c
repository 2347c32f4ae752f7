/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that concern OpenSSL, and the rows that come of them. */
#include "runtime/finder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/search.h"
#include "base/str.h"
#include "link/owned.h"
#include "openssl/soname.h"
#include "openssl/tls.h"

static int by_path(const void *a, const void *b)
{
	const struct sslinv_use *left = a, *right = b;

	return strcmp(left->path, right->path);
}

#define RANK_CRYPTO 4

/* How much a linkage tells of the libcrypto that a file gets. */
static int rank_of(const struct sslinv_linkage *linkage)
{
	if (!linkage)
		return 0;
	if (linkage->evidence == SSLINV_EVIDENCE_HOST_PROCESS)
		return 1;
	if (!linkage->soname)
		return 2;
	return strstr(linkage->soname, "libcrypto") ? RANK_CRYPTO : RANK_CRYPTO - 1;
}

static bool is_of_openssl(const struct sslinv_linkage *linkage)
{
	return linkage->path && (!linkage->soname || sslinv_soname_is_openssl(linkage->soname));
}

/* The file of a stored path: one more, unless the last is of that path. */
static struct sslinv_use *use_of(struct sslinv_finder *finder, const char *stored)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_unquoted(stored);
	struct sslinv_use *use = finder->uses.count ? &finder->uses.items[finder->uses.count - 1] : NULL;

	if (!path)
		return NULL;
	if (use && strcmp(use->path, path) == 0)
		return use;
	use = sslinv_array_add(&finder->uses);
	if (!use)
		return NULL;
	use->path = sslinv_arena_strdup(&finder->arena, path);
	use->library = sslinv_map_find_text(&finder->libraries, stored);
	return use->path ? use : NULL;
}

static int take_linkages(struct sslinv_finder *finder)
{
	const struct sslinv_facts *facts = finder->facts;

	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];
		struct sslinv_use *use;

		if (!is_of_openssl(linkage))
			continue;
		use = use_of(finder, linkage->path);
		if (!use)
			return SSLINV_E_MEMORY;
		use->package = linkage->package;
		use->does_tls |= !linkage->soname || !strstr(linkage->soname, "libcrypto");
		if (rank_of(linkage) > rank_of(use->linkage))
			use->linkage = linkage;
	}
	return 0;
}

/* A library alone: a copy that was brought, and that nothing beside it seems to use. */
static int take_lone_libraries(struct sslinv_finder *finder)
{
	const struct sslinv_facts *facts = finder->facts;
	size_t linked = finder->uses.count;

	for (size_t i = 0; i < facts->libraries.count; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = library->path ? sslinv_str_unquoted(library->path) : NULL;
		const struct sslinv_use wanted = { .path = path };
		struct sslinv_use *use;

		if (!library->path)
			continue;
		if (!path)
			return SSLINV_E_MEMORY;
		if (linked && bsearch(&wanted, finder->uses.items, linked, sizeof(wanted), by_path))
			continue;
		use = use_of(finder, library->path);
		if (!use)
			return SSLINV_E_MEMORY;
		use->package = library->package;
	}
	return 0;
}

/* What needs libssl alone gets the libcrypto of that. */
static int follow_libssl(struct sslinv_finder *finder)
{
	for (size_t i = 0; i < finder->uses.count; i++) {
		struct sslinv_use *use = &finder->uses.items[i];
		const struct sslinv_linkage *linkage = use->linkage;
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
		const struct sslinv_use *libssl;

		use->confidence = linkage ? linkage->confidence : SSLINV_CONFIDENCE_CERTAIN;
		if (!linkage || !linkage->soname || !linkage->provider_path || strstr(linkage->soname, "libcrypto"))
			continue;
		path = sslinv_str_unquoted(linkage->provider_path);
		if (!path)
			return SSLINV_E_MEMORY;
		libssl = sslinv_finder_use(finder, path);
		if (!libssl || libssl == use || rank_of(libssl->linkage) != RANK_CRYPTO)
			continue;
		use->linkage = libssl->linkage;
		if (libssl->linkage->confidence > use->confidence)
			use->confidence = libssl->linkage->confidence;
	}
	return 0;
}

static void sort(struct sslinv_finder *finder)
{
	if (finder->uses.count)
		qsort(finder->uses.items, finder->uses.count, sizeof(*finder->uses.items), by_path);
}

int sslinv_finder_init(struct sslinv_finder *finder, const struct sslinv_root *root, struct sslinv_facts *facts)
{
	int rc = 0;

	*finder = (struct sslinv_finder){ .root = root, .facts = facts };
	for (size_t i = 0; i < facts->libraries.count && rc == 0; i++) {
		struct sslinv_library *library = &facts->libraries.items[i];

		if (library->path && !sslinv_map_find_text(&finder->libraries, library->path))
			rc = sslinv_map_add_text(&finder->libraries, library->path, library);
	}
	if (rc == 0)
		rc = take_linkages(finder);
	sort(finder);
	if (rc == 0)
		rc = take_lone_libraries(finder);
	sort(finder);
	return rc < 0 ? rc : follow_libssl(finder);
}

int sslinv_finder_add_uses(struct sslinv_finder *finder, const struct sslinv_use *uses, size_t count)
{
	if (count == 0)
		return 0;
	if (sslinv_array_reserve(&finder->uses.items, &finder->uses.capacity, finder->uses.count, count, sizeof(*uses)) < 0)
		return SSLINV_E_MEMORY;
	memcpy(finder->uses.items + finder->uses.count, uses, count * sizeof(*uses));
	finder->uses.count += count;
	sort(finder);
	return 0;
}

void sslinv_finder_free(struct sslinv_finder *finder)
{
	for (const struct sslinv_map_entry *at = sslinv_map_next(&finder->sites, NULL); at;
	     at = sslinv_map_next(&finder->sites, at))
		sslinv_map_free(&((struct sslinv_site *)sslinv_map_value(at))->files);
	free(finder->uses.items);
	free(finder->paths.items);
	free(finder->row_uses.items);
	sslinv_map_free(&finder->libraries);
	sslinv_map_free(&finder->groups);
	sslinv_map_free(&finder->sites);
	sslinv_map_free(&finder->environments);
	sslinv_loader_free(finder->loader);
	sslinv_arena_free(&finder->arena);
}

/* `A/` against what lies in A. */
static int compare_directory(const void *wanted, const void *item)
{
	const char *directory = wanted, *path = ((const struct sslinv_use *)item)->path;
	size_t length = strlen(directory);
	int order = strncmp(directory, path, length);

	return order ? order : '/' - (unsigned char)path[length];
}

void sslinv_finder_below(const struct sslinv_finder *finder, const char *directory, size_t *first, size_t *end)
{
	const size_t size = sizeof(*finder->uses.items);

	*first = sslinv_search_first(directory, finder->uses.items, finder->uses.count, size, compare_directory);
	*end = sslinv_search_end(directory, finder->uses.items, finder->uses.count, size, compare_directory);
}

const char *sslinv_finder_text(struct sslinv_finder *finder, const char *format, ...)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0) {
		text = NULL;
		return NULL;
	}
	return sslinv_arena_strdup(&finder->arena, text);
}

/* What the use gives of the library. */
static void fill_library(const struct sslinv_finder *finder, const struct sslinv_use *use,
			 const struct sslinv_module *module, struct sslinv_runtime *row)
{
	const struct sslinv_linkage *linkage = use->linkage;
	const struct sslinv_library *library = use->library;

	row->library_path = linkage ? linkage->provider_path : library ? library->path : NULL;
	row->provider_package = linkage ? linkage->provider_package : use->package;
	row->evidence = sslinv_evidence_name(linkage ? linkage->evidence : SSLINV_EVIDENCE_EMBEDDED);
	row->confidence = sslinv_confidence_name(use->confidence);
	if (linkage)
		library = row->library_path ? sslinv_map_find_text(&finder->libraries, row->library_path) : NULL;
	row->library = library ? library->library : NULL;
	row->openssl_version = library ? library->version : NULL;
	row->tls = use->does_tls || !linkage ? sslinv_openssl_tls(row->library, row->openssl_version) : "none";
	if (module->is_tls_unused)
		row->tls = NULL;
}

/* What it goes by does TLS by another library, where these were looked for. Returns 0 or SSLINV_E_MEMORY. */
static int fill_other(struct sslinv_finder *finder, const char *through, struct sslinv_runtime *row)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *stored = sslinv_str_quoted(through);
	SSLINV_CLEANUP(sslinv_free_ptr) char *provider = NULL;
	const struct sslinv_facts *facts = finder->facts;

	if (!stored)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->other_linkages.count && !row->library; i++) {
		const struct sslinv_other_linkage *linkage = &facts->other_linkages.items[i];

		if (strcmp(linkage->path, stored) != 0 || strcmp(linkage->purpose, "crypto") == 0)
			continue;
		row->library = linkage->library;
		row->library_path = linkage->provider_path;
		row->evidence = sslinv_evidence_name(linkage->evidence);
		row->confidence = sslinv_confidence_name(linkage->confidence);
	}
	if (!row->library_path)
		return 0;
	provider = sslinv_str_unquoted(row->library_path);
	if (!provider)
		return SSLINV_E_MEMORY;
	row->provider_package = sslinv_finder_owner(finder, provider);
	return 0;
}

/* Was a file of its group told, with that library? Notes that it is now. Returns 1, 0 or SSLINV_E_MEMORY. */
static int is_told(struct sslinv_finder *finder, const struct sslinv_module *module, const struct sslinv_use *use,
		   const char *library)
{
	const char *key;
	int rc;

	if (!module->group)
		return 0;
	key = sslinv_finder_text(finder, "%s\n%s", module->group, library ? library : "");
	if (!key)
		return SSLINV_E_MEMORY;
	/* A copy of libssl or libcrypto is told by what uses it. */
	if (sslinv_map_find_text(&finder->groups, key) ||
	    (use && use->library && use->library->evidence == SSLINV_EVIDENCE_NEEDED &&
	     sslinv_map_find_text(&finder->groups, module->group)))
		return 1;
	rc = sslinv_map_add_text(&finder->groups, key, finder);
	if (rc == 0 && !sslinv_map_find_text(&finder->groups, module->group))
		rc = sslinv_map_add_text(&finder->groups, module->group, finder);
	return rc;
}

/* `wheel cryptography 41.0.3` */
static const char *owner_of(struct sslinv_finder *finder, const struct sslinv_module *module, uint32_t package)
{
	const char *name = module->owner_name ? module->owner_name : module->module;
	const char *version = module->owner_name ? module->owner_version : module->module_version;

	if (!module->owner_kind || package != SSLINV_NO_PACKAGE)
		return NULL;
	return sslinv_finder_text(finder, "%s %s%s%s", module->owner_kind, name, version ? " " : "", version ? version : "");
}

/* Texts in their stored form. Returns 0 or SSLINV_E_MEMORY. */
static int fill_texts(struct sslinv_finder *finder, const struct sslinv_module *module, const char *owner,
		      struct sslinv_runtime *row)
{
	const struct {
		const char **to, *from;
	} texts[] = {
		{ &row->runtime, module->runtime },
		{ &row->version, module->version },
		{ &row->path, module->path },
		{ &row->module, module->module },
		{ &row->module_version, module->module_version },
		{ &row->environment, module->environment },
		{ &row->environment_path, module->environment_path },
		{ &row->owner, owner },
		{ &row->through, module->through },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		*texts[i].to = sslinv_facts_text(finder->facts, texts[i].from);
		if (texts[i].from && !*texts[i].to)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

const struct sslinv_use *sslinv_finder_use(const struct sslinv_finder *finder, const char *path)
{
	const struct sslinv_use wanted = { .path = path };

	return finder->uses.count ? bsearch(&wanted, finder->uses.items, finder->uses.count, sizeof(wanted), by_path) : NULL;
}

int sslinv_finder_loader(struct sslinv_finder *finder, struct sslinv_loader **loader)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = finder->loader ? 0 : sslinv_loader_new(finder->root, NULL, NULL, &finder->loader, &error);

	sslinv_error_clear(&error);
	*loader = finder->loader;
	return rc;
}

uint32_t sslinv_finder_owner(const struct sslinv_finder *finder, const char *path)
{
	return sslinv_owned_by_path(finder->facts, sslinv_raw(path));
}

/* A copy inside the file, or the copy that it is, came with its owner. */
static int note_owner(struct sslinv_finder *finder, const struct sslinv_use *use, const char *owner)
{
	if (!owner || !use->library || use->library->package != SSLINV_NO_PACKAGE)
		return 0;
	use->library->brought_by = sslinv_facts_text(finder->facts, owner);
	return use->library->brought_by ? 0 : SSLINV_E_MEMORY;
}

static int add_row(struct sslinv_finder *finder, const struct sslinv_runtime *row, const char *path,
		   const struct sslinv_use *use)
{
	struct sslinv_runtime *added = sslinv_array_add(&finder->facts->runtimes);
	const char **added_path = added ? sslinv_array_add(&finder->paths) : NULL;
	const struct sslinv_use **added_use = added_path ? sslinv_array_add(&finder->row_uses) : NULL;

	if (!added_use)
		return SSLINV_E_MEMORY;
	*added = *row;
	*added_path = path;
	*added_use = use;
	return 0;
}

int sslinv_finder_add(struct sslinv_finder *finder, const struct sslinv_module *module, const struct sslinv_use *use)
{
	struct sslinv_runtime row = { .package = SSLINV_NO_PACKAGE, .provider_package = SSLINV_NO_PACKAGE };
	const bool is_own = use && strcmp(use->path, module->path) == 0;
	const char *owner;
	int rc;

	if (use && (use->linkage || use->library))
		fill_library(finder, use, module, &row);
	else if (use && use->through && fill_other(finder, use->through, &row) < 0)
		return SSLINV_E_MEMORY;
	row.package = is_own ? use->package : sslinv_finder_owner(finder, module->path);
	owner = owner_of(finder, module, row.package);
	if (module->owner_kind && row.package == SSLINV_NO_PACKAGE && !owner)
		return SSLINV_E_MEMORY;
	if (is_own && !use->through && note_owner(finder, use, owner) < 0)
		return SSLINV_E_MEMORY;
	rc = is_told(finder, module, use, row.library_path);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	return fill_texts(finder, module, owner, &row) < 0 ? SSLINV_E_MEMORY : add_row(finder, &row, module->path, use);
}

const struct sslinv_runtime *sslinv_finder_row(const struct sslinv_finder *finder, const char *directory, const char *name)
{
	size_t length = strlen(directory);

	for (size_t i = 0; i < finder->paths.count; i++) {
		const char *path = finder->paths.items[i];

		if (strncmp(path, directory, length) == 0 && path[length] == '/' &&
		    sslinv_str_starts(path + length + 1, name))
			return &finder->facts->runtimes.items[i];
	}
	return NULL;
}
