/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorts libraries into providers, and linkages to the provider that each of them gets. */
#include "report/providers.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"

/* A library, and the place of its provider. */
struct entry {
	const struct sslinv_library *library;
	size_t provider;
};

/* A user of the provider. */
struct use {
	size_t provider;
	enum sslinv_user_kind kind;
	const char *name;
};

/* What is needed while the providers are found. */
struct finding {
	const struct sslinv_facts *facts;
	struct entry *by_provider; /* all libraries, those of one provider side by side */
	struct entry *by_path;     /* those that have a path, by it */
	size_t count, path_count;
	struct {
		struct use *items;
		size_t count, capacity;
	} uses;
};

static void free_finding(struct finding *finding)
{
	free(finding->by_provider);
	free(finding->by_path);
	free(finding->uses.items);
}

static int compare_provider(const struct sslinv_library *a, const struct sslinv_library *b)
{
	int order = sslinv_compare(a->package, b->package);

	if (order == 0)
		order = sslinv_compare(a->evidence, b->evidence);
	/* Each copy without an owner is a provider of its own. */
	if (order == 0 && a->package == SSLINV_NO_PACKAGE)
		return sslinv_compare(a, b);
	if (order == 0)
		order = sslinv_str_compare(a->version, b->version);
	return order ? order : strcmp(a->library, b->library);
}

static int by_provider(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = compare_provider(first->library, second->library);

	return order ? order : sslinv_compare(first->library, second->library);
}

static int by_path(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = strcmp(first->library->path, second->library->path);

	return order ? order : sslinv_compare(first->library, second->library);
}

static int by_use(const void *a, const void *b)
{
	const struct use *first = a, *second = b;
	int order = sslinv_compare(first->provider, second->provider);

	if (order == 0)
		order = sslinv_compare(first->kind, second->kind);
	return order ? order : strcmp(first->name, second->name);
}

/* Numbers the providers in the order of their first libraries, which is where `first_of` leads from each library. */
static void number_providers(struct finding *finding, struct sslinv_providers *providers, size_t *first_of)
{
	const struct sslinv_library *libraries = finding->facts->libraries.items;

	for (size_t i = 0, first = 0; i < finding->count; i++) {
		struct entry *entry = &finding->by_provider[i];

		if (compare_provider(entry->library, finding->by_provider[first].library) != 0)
			first = i;
		first_of[entry->library - libraries] = (size_t)(finding->by_provider[first].library - libraries);
	}
	for (size_t i = 0; i < finding->count; i++) {
		if (first_of[i] == i)
			providers->items[providers->count++].library = &libraries[i];
		/* The first library comes before the others: its place is the provider's by now. */
		first_of[i] = first_of[i] == i ? providers->count - 1 : first_of[first_of[i]];
	}
}

static int find_providers(struct finding *finding, struct sslinv_providers *providers)
{
	SSLINV_CLEANUP(sslinv_free_ptr) size_t *provider_of = calloc(finding->count + 1, sizeof(*provider_of));

	finding->by_provider = calloc(finding->count + 1, sizeof(*finding->by_provider));
	finding->by_path = calloc(finding->count + 1, sizeof(*finding->by_path));
	providers->items = calloc(finding->count + 1, sizeof(*providers->items));
	if (!provider_of || !finding->by_provider || !finding->by_path || !providers->items)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < finding->count; i++)
		finding->by_provider[i].library = &finding->facts->libraries.items[i];
	qsort(finding->by_provider, finding->count, sizeof(*finding->by_provider), by_provider);
	number_providers(finding, providers, provider_of);
	for (size_t i = 0; i < finding->count; i++) {
		struct entry *entry = &finding->by_provider[i];

		entry->provider = provider_of[entry->library - finding->facts->libraries.items];
		if (entry->library->path)
			finding->by_path[finding->path_count++] = *entry;
	}
	qsort(finding->by_path, finding->path_count, sizeof(*finding->by_path), by_path);
	return 0;
}

static int set_files(const struct finding *finding, struct sslinv_providers *providers)
{
	size_t count = 0;

	providers->files = calloc(finding->count + 1, sizeof(*providers->files));
	if (!providers->files)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < finding->count; i++) {
		const struct entry *entry = &finding->by_provider[i];
		struct sslinv_names *files = &providers->items[entry->provider].files;

		if (!entry->library->path)
			continue;
		if (files->count++ == 0)
			files->items = &providers->files[count];
		providers->files[count++] = entry->library->path;
	}
	return 0;
}

static int add_use(struct finding *finding, const struct sslinv_linkage *linkage, size_t provider)
{
	bool is_owned = linkage->package != SSLINV_NO_PACKAGE;
	const char *name = is_owned ? sslinv_facts_package_label(finding->facts, linkage->package) : linkage->path;
	struct use *use = name ? sslinv_array_add(&finding->uses) : NULL;

	if (!name)
		return 0;
	if (!use)
		return SSLINV_E_MEMORY;
	*use = (struct use){ provider, is_owned ? SSLINV_USER_PACKAGE : SSLINV_USER_FILE, name };
	return 0;
}

static int compare_path(const void *path, const void *item)
{
	return strcmp(path, ((const struct entry *)item)->library->path);
}

/* What package metadata alone knows of a package. */
static int compare_declared(const void *package, const void *item)
{
	const struct sslinv_library *library = ((const struct entry *)item)->library;
	int order = sslinv_compare(*(const uint32_t *)package, library->package);

	return order ? order : sslinv_compare(SSLINV_EVIDENCE_DECLARED, library->evidence);
}

/* Package metadata names a package, and so every provider that is known by its metadata alone. */
static int add_declared_use(struct finding *finding, const struct sslinv_linkage *linkage)
{
	const struct entry *entries = finding->by_provider;
	const uint32_t package = linkage->provider_package;
	size_t i = sslinv_search_first(&package, entries, finding->count, sizeof(*entries), compare_declared);
	size_t last = SIZE_MAX;
	int rc = 0;

	if (package == SSLINV_NO_PACKAGE)
		return 0;
	for (; rc == 0 && i < finding->count && compare_declared(&package, &entries[i]) == 0; i++) {
		if (entries[i].provider != last)
			rc = add_use(finding, linkage, entries[i].provider);
		last = entries[i].provider;
	}
	return rc;
}

static int find_uses(struct finding *finding)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < finding->facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &finding->facts->linkages.items[i];
		const struct entry *entry;

		if (linkage->evidence == SSLINV_EVIDENCE_EMBEDDED)
			continue;
		if (!linkage->provider_path) {
			rc = add_declared_use(finding, linkage);
			continue;
		}
		entry = sslinv_search_find(linkage->provider_path, finding->by_path, finding->path_count, sizeof(*entry),
					   compare_path);
		if (entry)
			rc = add_use(finding, linkage, entry->provider);
	}
	return rc;
}

/* Sorts the uses, and gives each provider its own, each name once. */
static int set_users(struct finding *finding, struct sslinv_providers *providers)
{
	size_t count = finding->uses.count;

	providers->users = calloc(count + 1, sizeof(*providers->users));
	if (!providers->users)
		return SSLINV_E_MEMORY;
	if (count)
		qsort(finding->uses.items, count, sizeof(*finding->uses.items), by_use);
	for (size_t i = 0, kept = 0; i < count; i++) {
		const struct use *use = &finding->uses.items[i];
		struct sslinv_names *users = &providers->items[use->provider].users[use->kind];

		if (i > 0 && by_use(use, use - 1) == 0)
			continue;
		if (users->count++ == 0)
			users->items = &providers->users[kept];
		providers->users[kept++] = use->name;
	}
	return 0;
}

int sslinv_providers_find(const struct sslinv_facts *facts, struct sslinv_providers *providers)
{
	SSLINV_CLEANUP(free_finding) struct finding finding = { .facts = facts, .count = facts->libraries.count };
	int rc;

	memset(providers, 0, sizeof(*providers));
	rc = find_providers(&finding, providers);
	if (rc == 0)
		rc = set_files(&finding, providers);
	if (rc == 0)
		rc = find_uses(&finding);
	if (rc == 0)
		rc = set_users(&finding, providers);
	if (rc < 0)
		sslinv_providers_free(providers);
	return rc;
}

void sslinv_providers_free(struct sslinv_providers *providers)
{
	free(providers->items);
	free(providers->files);
	free(providers->users);
	memset(providers, 0, sizeof(*providers));
}
