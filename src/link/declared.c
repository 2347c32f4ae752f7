/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evidence from package metadata alone. */
#include "link/declared.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "elf/openssl_ident.h"
#include "version/vercmp.h"

static uint32_t provider_of(const struct sslinv_facts *facts, const char *soname)
{
	for (size_t i = 0; i < facts->packages.count; i++)
		for (size_t k = 0; k < facts->packages.items[i].provides_count; k++)
			if (strcmp(facts->packages.items[i].provides[k], soname) == 0)
				return (uint32_t)i;
	return SSLINV_NO_PACKAGE;
}

static int add_library(struct sslinv_facts *facts, uint32_t index, const char *soname)
{
	struct sslinv_library *library = sslinv_array_add(&facts->libraries);
	struct sslinv_package *package = &facts->packages.items[index];
	const char *source = package->source_name ? package->source_name : package->name;
	char version[48];

	if (!library)
		return SSLINV_E_MEMORY;
	library->package = index;
	library->library = sslinv_library_name(strstr(source, "libressl") ? SSLINV_LIBRARY_LIBRESSL
									  : SSLINV_LIBRARY_OPENSSL);
	library->soname = soname;
	library->evidence = SSLINV_EVIDENCE_DECLARED;
	package->is_provider = true;
	if (sslinv_openssl_version_of(package->version, version, sizeof(version))) {
		library->version = sslinv_arena_strdup(&facts->arena, version);
		if (!library->version)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int add_linkage(struct sslinv_facts *facts, uint32_t index, const char *soname)
{
	struct sslinv_linkage *linkage = sslinv_array_add(&facts->linkages);

	if (!linkage)
		return SSLINV_E_MEMORY;
	linkage->package = index;
	linkage->soname = soname;
	linkage->provider_package = provider_of(facts, soname);
	linkage->evidence = SSLINV_EVIDENCE_DECLARED;
	linkage->confidence = SSLINV_CONFIDENCE_LIKELY;
	facts->packages.items[index].is_consumer = true;
	return 0;
}

/* A package that lists libssl or libcrypto, none of which was found: the package counts all the same, by what it says. */
static int add_missing(struct sslinv_facts *facts, uint32_t index, const char *name, bool on_disk)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
	const char *soname = sslinv_facts_text(facts, name);

	if (!soname || add_library(facts, index, soname) < 0)
		return SSLINV_E_MEMORY;
	if (!on_disk)
		return 0;
	facts->files_complete = false;
	message = sslinv_str_format(
		"the package %s is installed, but its %s was not found: which OpenSSL is used in its place is not known",
		facts->packages.items[index].name, soname);
	return message ? sslinv_facts_add_problem(facts, "files", NULL, true, message) : SSLINV_E_MEMORY;
}

int sslinv_declared_add(struct sslinv_facts *facts, const struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if (examiner->on_disk[i])
			continue;
		for (size_t k = 0; k < package->provides_count && rc == 0; k++)
			rc = add_library(facts, (uint32_t)i, package->provides[k]);
		for (size_t k = 0; k < package->requires_count && rc == 0; k++)
			rc = add_linkage(facts, (uint32_t)i, package->requires[k]);
	}
	for (size_t i = 0; i < examiner->missing.count && rc == 0; i++) {
		const struct sslinv_missing_file *file = &examiner->missing.items[i];

		if (!facts->packages.items[file->package].is_provider)
			rc = add_missing(facts, file->package, file->name.bytes, examiner->on_disk[file->package]);
	}
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
