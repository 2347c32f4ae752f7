/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The TLS and cryptography libraries beside OpenSSL, and who uses them. */
#include "link/others.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "crypto/crypto_version.h"
#include "link/owned.h"

struct adding {
	struct sslinv_facts *facts;
	struct sslinv_examiner *examiner;
	struct sslinv_chooser *chooser;
	const char **labels; /* of packages, by their index; NULL: not asked for yet */
	bool failed;         /* out of memory */
};

/* A text of the facts; NULL for NULL. */
static const char *keep(struct adding *adding, const char *text)
{
	const char *kept = sslinv_facts_text(adding->facts, text);

	adding->failed |= text && !kept;
	return kept;
}

/*
 * A package that has to do with OpenSSL is called as there. Another has its architecture in its name where a package of that
 * name is installed in several.
 */
static const char *label_of(struct adding *adding, uint32_t package)
{
	if (package == SSLINV_NO_PACKAGE)
		return NULL;
	if (!adding->labels[package])
		adding->labels[package] = sslinv_facts_label_alone(adding->facts, package);
	adding->failed |= !adding->labels[package];
	return adding->labels[package];
}

static uint32_t owner_of(const struct adding *adding, const char *path)
{
	const struct sslinv_elf_file *file = path ? sslinv_examined_find(&adding->examiner->others, path) : NULL;

	if (file)
		return file->package;
	return path ? sslinv_owned_by_path(adding->facts, sslinv_raw(path)) : SSLINV_NO_PACKAGE;
}

/* The version that the file states; else that of the library's own package. */
static const char *version_of(struct adding *adding, const struct sslinv_elf_file *file, uint32_t library,
			      const struct sslinv_crypto_carried *carried)
{
	const struct sslinv_package *package = file->package == SSLINV_NO_PACKAGE
						       ? NULL
						       : &adding->facts->packages.items[file->package];
	char version[SSLINV_CRYPTO_VERSION_SIZE];

	if (carried->version)
		return keep(adding, carried->version);
	if (!package || !file->crypto.is_library || carried != file->crypto.carried ||
	    !sslinv_crypto_is_package(adding->examiner->table, library, package->name, package->source_name) ||
	    !sslinv_crypto_version_of_package(package->version, version))
		return NULL;
	return keep(adding, version);
}

static int add_library(struct adding *adding, const struct sslinv_elf_file *file,
		       const struct sslinv_crypto_carried *carried)
{
	const struct sslinv_crypto_table *table = adding->examiner->table;
	struct sslinv_facts *facts = adding->facts;
	struct sslinv_other_library *added;
	int library = sslinv_crypto_find_library(table, carried->library);
	bool is_library = file->crypto.is_library && carried == file->crypto.carried;
	const struct sslinv_crypto_stem *stem = is_library
							? sslinv_crypto_find_stem(table, file->elf.soname ? file->elf.soname
													  : file->path.bytes)
							: NULL;

	/* Only of a table that is not the one that the file was searched with. */
	if (library < 0)
		return 0;
	added = sslinv_array_add(&facts->other_libraries);
	if (!added)
		return SSLINV_E_MEMORY;
	added->path = keep(adding, file->path.bytes);
	added->package = label_of(adding, file->package);
	added->library = keep(adding, carried->library);
	added->soname = is_library ? keep(adding, file->elf.soname) : NULL;
	added->version = version_of(adding, file, (uint32_t)library, carried);
	added->version_text = keep(adding, carried->text);
	added->evidence = is_library ? SSLINV_EVIDENCE_NEEDED : SSLINV_EVIDENCE_EMBEDDED;
	added->purpose = keep(adding, stem ? stem->does : sslinv_crypto_does(table, (uint32_t)library));
	added->package_version = file->package == SSLINV_NO_PACKAGE ? NULL : facts->packages.items[file->package].version;
	added->branch_eol = keep(adding, sslinv_crypto_branch_end(table, (uint32_t)library, added->version));
	return 0;
}

/* Is it there already? A file may list one name twice. The linkages of one file follow one another. */
static bool has_linkage(const struct sslinv_facts *facts, const struct sslinv_other_linkage *linkage)
{
	for (size_t i = facts->other_linkages.count; i > 0; i--) {
		const struct sslinv_other_linkage *other = &facts->other_linkages.items[i - 1];

		if (strcmp(other->path, linkage->path) != 0)
			return false;
		if (other->evidence == linkage->evidence && sslinv_str_compare(other->soname, linkage->soname) == 0 &&
		    strcmp(other->library, linkage->library) == 0)
			return true;
	}
	return false;
}

/* `library` and `purpose` are the table's. */
static int add_linkage(struct adding *adding, const struct sslinv_elf_file *file, const struct sslinv_choice *choice,
		       enum sslinv_evidence evidence, const char *library, const char *purpose)
{
	const struct sslinv_other_linkage linkage = {
		.path = keep(adding, file->path.bytes),
		.package = label_of(adding, file->package),
		.soname = keep(adding, choice->soname),
		.provider_path = keep(adding, choice->path),
		.provider_package = label_of(adding, owner_of(adding, choice->path)),
		.evidence = evidence,
		.confidence = choice->confidence,
		.library = keep(adding, library),
		.purpose = keep(adding, purpose),
	};
	struct sslinv_other_linkage *added;

	if (adding->failed)
		return SSLINV_E_MEMORY;
	if (has_linkage(adding->facts, &linkage))
		return 0;
	added = sslinv_array_add(&adding->facts->other_linkages);
	if (!added)
		return SSLINV_E_MEMORY;
	*added = linkage;
	return 0;
}

/* What a file asks for by a soname of the table. `rc` is what the chooser said: a doubt is no failure of the scan. */
static int add_asked(struct adding *adding, const struct sslinv_elf_file *file, int rc, struct sslinv_choice *choice,
		     const char *soname, enum sslinv_evidence evidence)
{
	const struct sslinv_crypto_table *table = adding->examiner->table;
	const struct sslinv_crypto_stem *stem;

	if (rc == SSLINV_E_MEMORY)
		return rc;
	if (rc < 0)
		*choice = (struct sslinv_choice){ soname, NULL, SSLINV_CONFIDENCE_POSSIBLE };
	stem = choice->soname ? sslinv_crypto_find_stem(table, choice->soname) : NULL;
	return stem ? add_linkage(adding, file, choice, evidence, table->libraries.items[stem->library].name, stem->does)
		    : 0;
}

static int link_file(struct adding *adding, const struct sslinv_elf_file *file)
{
	const struct sslinv_elf *elf = &file->elf;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_choice choice;
	int rc = 0;

	for (size_t i = 0; i < elf->needed_count && rc == 0; i++) {
		rc = sslinv_chooser_needed(adding->chooser, file, i, &choice, &error);
		rc = add_asked(adding, file, rc, &choice, elf->needed[i], SSLINV_EVIDENCE_NEEDED);
		sslinv_error_clear(&error);
	}
	for (size_t i = 0, first = 0; i < elf->dlopen_count && rc == 0; first = i) {
		rc = sslinv_chooser_dlopen(adding->chooser, file, &i, &choice, &error);
		rc = add_asked(adding, file, rc, &choice, elf->dlopens[first].soname, SSLINV_EVIDENCE_DLOPEN);
		i += i == first;
		sslinv_error_clear(&error);
	}
	return rc;
}

static int add_file(struct adding *adding, const struct sslinv_elf_file *file)
{
	const struct sslinv_crypto_table *table = adding->examiner->table;
	int rc = 0;

	for (size_t i = 0; i < file->crypto.carried_count && rc == 0; i++)
		rc = add_library(adding, file, &file->crypto.carried[i]);
	if (rc == 0)
		rc = link_file(adding, file);
	for (size_t i = file->crypto.is_library; i < file->crypto.carried_count && rc == 0; i++) {
		const struct sslinv_choice itself = { NULL, file->path.bytes, SSLINV_CONFIDENCE_LIKELY };
		const char *name = file->crypto.carried[i].library;
		int library = sslinv_crypto_find_library(table, name);

		if (library >= 0)
			rc = add_linkage(adding, file, &itself, SSLINV_EVIDENCE_EMBEDDED, name,
					 sslinv_crypto_does(table, (uint32_t)library));
	}
	return adding->failed ? SSLINV_E_MEMORY : rc;
}

int sslinv_others_add(struct sslinv_facts *facts, struct sslinv_examiner *examiner, struct sslinv_chooser *chooser,
		      struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) const char **labels = calloc(facts->packages.count + 1, sizeof(*labels));
	struct adding adding = { facts, examiner, chooser, labels, false };
	int rc = labels ? 0 : SSLINV_E_MEMORY;

	if (!examiner->table)
		return 0;
	sslinv_examined_sort(&examiner->others);
	chooser->files = &examiner->others;
	for (size_t i = 0; i < examiner->others.count && rc == 0; i++)
		rc = add_file(&adding, &examiner->others.items[i]);
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
