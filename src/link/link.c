/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From packages and files to providers and consumers. */
#include "link/link.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "host/arch.h"
#include "host/mounts.h"
#include "link/declared.h"
#include "link/examine.h"
#include "link/loader.h"
#include "link/owned.h"
#include "link/chooser.h"
#include "link/others.h"
#include "link/unlisted.h"
#include "link/verify.h"
#include "link/walk.h"

/* A copy that exports the library's functions, or shows this many marks of its code, is certain. */
#define CERTAIN_MARKS 3u

struct linking {
	struct sslinv_facts *facts;
	struct sslinv_examiner examiner;
	struct sslinv_loader *loader;
	struct sslinv_chooser chooser;
	bool is_over; /* all is known of OpenSSL */
};

static void loader_problem(void *context, const char *path, const char *message)
{
	struct linking *linking = context;

	/* What only the libraries beside OpenSSL led to changes nothing of what is known of OpenSSL. */
	if (linking->is_over)
		return;
	linking->facts->files_complete = false;
	/* Out of memory here shows at the next allocation; the flag above is what counts. */
	if (sslinv_facts_add_problem(linking->facts, "loader", path, true, message) < 0)
		return;
}

/* Paths that were looked at as providers and turned out to be nothing that is kept (damaged, or no OpenSSL). Borrowed. */
struct tried {
	const char **items;
	size_t count, capacity;
};

static bool was_tried(const struct tried *tried, const char *path)
{
	/* The loader hands out one string for one path. */
	for (size_t i = 0; i < tried->count; i++)
		if (tried->items[i] == path)
			return true;
	return false;
}

/* The provider of one soname of a file, if it is not among the files yet. */
static int examine_provider(struct linking *linking, const struct sslinv_elf_file *file, const char *soname,
			    struct tried *tried, struct sslinv_error *error)
{
	size_t count = linking->examiner.files.count;
	struct sslinv_loader_result result;
	const char **slot;

	if (sslinv_chooser_find(&linking->chooser, file, soname, &result, error) < 0)
		return error->code;
	if (!result.path || sslinv_examiner_file(&linking->examiner, result.path) || was_tried(tried, result.path))
		return 0;
	slot = sslinv_array_add(tried);
	if (!slot)
		return sslinv_error_memory(error);
	*slot = result.path;
	if (sslinv_examine_path(&linking->examiner, result.path, error) < 0)
		return error->code;
	if (linking->examiner.files.count > count)
		sslinv_examined_sort(&linking->examiner.files);
	return 0;
}

static int examine_providers_of(struct linking *linking, const struct sslinv_elf_file *file, struct tried *tried,
				struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < file->elf.needed_count && rc == 0; i++)
		rc = examine_provider(linking, file, file->elf.needed[i], tried, error);
	for (size_t i = 0; i < file->elf.dlopen_count && rc == 0; i++)
		rc = examine_provider(linking, file, file->elf.dlopens[i].soname, tried, error);
	return rc;
}

/* A provider that neither a package lists nor the walk met (it was left out) is looked at now; again until none is new. */
static int examine_providers(struct linking *linking, struct sslinv_error *error)
{
	struct tried tried = { 0 };
	size_t before;
	int rc = 0;

	do {
		before = linking->examiner.files.count;
		for (size_t i = 0; i < linking->examiner.files.count && rc == 0; i++) {
			/* By value: the array grows and moves while we look. */
			const struct sslinv_elf_file file = linking->examiner.files.items[i];

			rc = examine_providers_of(linking, &file, &tried, error);
		}
	} while (rc == 0 && linking->examiner.files.count > before);
	free(tried.items);
	return rc;
}

static bool is_same_directory(const char *a, const char *b)
{
	size_t length = (size_t)(strrchr(a, '/') - a);

	return strncmp(a, b, length + 1) == 0 && !strchr(b + length + 1, '/');
}

/* Are both files of one build: of one package, or of packages made from one source; without owners, of one directory? */
static bool is_one_build(const struct sslinv_facts *facts, const struct sslinv_elf_file *a, const struct sslinv_elf_file *b)
{
	const struct sslinv_package *left, *right;

	if (a->package == b->package)
		return a->package != SSLINV_NO_PACKAGE || is_same_directory(a->path.bytes, b->path.bytes);
	if (a->package == SSLINV_NO_PACKAGE || b->package == SSLINV_NO_PACKAGE)
		return false;
	left = &facts->packages.items[a->package];
	right = &facts->packages.items[b->package];
	return left->source_name && right->source_name && strcmp(left->source_name, right->source_name) == 0 &&
	       strcmp(left->version, right->version) == 0 && strcmp(left->arch, right->arch) == 0;
}

static bool tells_version(const struct linking *linking, const struct sslinv_elf_file *file,
			  const struct sslinv_elf_file *crypto)
{
	return crypto && crypto != file && crypto->ident.version[0] && crypto->ident.kind == file->ident.kind &&
	       is_one_build(linking->facts, file, crypto);
}

/* The libcrypto of the same package, where the loader would take another one. */
static const char *version_of_package(const struct linking *linking, const struct sslinv_elf_file *file)
{
	for (size_t i = 0; i < linking->examiner.files.count && file->package != SSLINV_NO_PACKAGE; i++) {
		const struct sslinv_elf_file *other = &linking->examiner.files.items[i];

		if (other->package != file->package || !other->elf.soname || !tells_version(linking, file, other))
			continue;
		for (size_t k = 0; k < file->elf.needed_count; k++)
			if (strcmp(file->elf.needed[k], other->elf.soname) == 0)
				return other->ident.version;
	}
	return NULL;
}

/* Some libssl do not state their version: they have that of the libcrypto of the same build. */
static const char *version_of(struct linking *linking, const struct sslinv_elf_file *file)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (file->ident.version[0])
		return file->ident.version;
	for (size_t i = 0; i < file->elf.needed_count; i++) {
		struct sslinv_loader_result result;
		const struct sslinv_elf_file *crypto;

		if (sslinv_chooser_find(&linking->chooser, file, file->elf.needed[i], &result, &error) < 0 || !result.path)
			continue;
		crypto = sslinv_examiner_file(&linking->examiner, result.path);
		if (tells_version(linking, file, crypto))
			return crypto->ident.version;
	}
	return version_of_package(linking, file);
}

/* The owner of the file that the loader gives: by its contents, where it was looked at. */
static uint32_t owner_of(const struct linking *linking, const char *path)
{
	const struct sslinv_elf_file *file = path ? sslinv_examiner_file(&linking->examiner, path) : NULL;

	if (file)
		return file->package;
	return path ? sslinv_owned_by_path(linking->facts, sslinv_raw(path)) : SSLINV_NO_PACKAGE;
}

static int add_library(struct linking *linking, const struct sslinv_elf_file *file, struct sslinv_error *error)
{
	struct sslinv_facts *facts = linking->facts;
	struct sslinv_library *library = sslinv_array_add(&facts->libraries);
	const char *version = version_of(linking, file);

	if (!library)
		return sslinv_error_memory(error);
	library->path = sslinv_facts_text(facts, file->path.bytes);
	library->package = file->package;
	library->library = sslinv_library_name(file->ident.kind);
	library->soname = sslinv_facts_text(facts, file->elf.soname);
	library->version = sslinv_facts_text(facts, version);
	library->version_text = file->ident.version_text[0] ? sslinv_facts_text(facts, file->ident.version_text) : NULL;
	library->evidence = sslinv_elf_file_is_library(file) ? SSLINV_EVIDENCE_NEEDED : SSLINV_EVIDENCE_EMBEDDED;
	if (!library->path || (file->elf.soname && !library->soname) || (version && !library->version) ||
	    (file->ident.version_text[0] && !library->version_text))
		return sslinv_error_memory(error);
	if (file->package != SSLINV_NO_PACKAGE)
		facts->packages.items[file->package].is_provider = true;
	return 0;
}

/* Is it there already? A file may list one name twice. The linkages of one file follow one another. */
static bool has_linkage(const struct sslinv_facts *facts, const struct sslinv_linkage *linkage)
{
	for (size_t i = facts->linkages.count; i > 0; i--) {
		const struct sslinv_linkage *other = &facts->linkages.items[i - 1];

		if (strcmp(other->path, linkage->path) != 0)
			return false;
		if (other->evidence == linkage->evidence && sslinv_str_compare(other->soname, linkage->soname) == 0)
			return true;
	}
	return false;
}

static int add_linkage(struct linking *linking, const struct sslinv_elf_file *file, const char *soname, const char *provider,
		       enum sslinv_evidence evidence, enum sslinv_confidence confidence, struct sslinv_error *error)
{
	struct sslinv_facts *facts = linking->facts;
	const struct sslinv_linkage linkage = {
		.path = sslinv_facts_text(facts, file->path.bytes),
		.package = file->package,
		.soname = sslinv_facts_text(facts, soname),
		.provider_path = sslinv_facts_text(facts, provider),
		.provider_package = owner_of(linking, provider),
		.evidence = evidence,
		.confidence = confidence,
	};
	struct sslinv_linkage *added;

	if (!linkage.path || (soname && !linkage.soname) || (provider && !linkage.provider_path))
		return sslinv_error_memory(error);
	if (has_linkage(facts, &linkage))
		return 0;
	added = sslinv_array_add(&facts->linkages);
	if (!added)
		return sslinv_error_memory(error);
	*added = linkage;
	if (file->package != SSLINV_NO_PACKAGE && evidence != SSLINV_EVIDENCE_EMBEDDED)
		facts->packages.items[file->package].is_consumer = true;
	return 0;
}

/* A soname that the file needs; one of the last may be missing. */
static int link_needed(struct linking *linking, const struct sslinv_elf_file *file, size_t index, struct sslinv_error *error)
{
	struct sslinv_choice choice;

	if (sslinv_chooser_needed(&linking->chooser, file, index, &choice, error) < 0)
		return error->code;
	return choice.soname ? add_linkage(linking, file, choice.soname, choice.path, SSLINV_EVIDENCE_NEEDED,
					   choice.confidence, error)
			     : 0;
}

/* `first` becomes the index of the next library. */
static int link_dlopen(struct linking *linking, const struct sslinv_elf_file *file, size_t *first,
		       struct sslinv_error *error)
{
	struct sslinv_choice choice;

	if (sslinv_chooser_dlopen(&linking->chooser, file, first, &choice, error) < 0)
		return error->code;
	return add_linkage(linking, file, choice.soname, choice.path, SSLINV_EVIDENCE_DLOPEN, choice.confidence, error);
}

static int link_file(struct linking *linking, const struct sslinv_elf_file *file, struct sslinv_error *error)
{
	const struct sslinv_elf *elf = &file->elf;

	if (file->ident.kind != SSLINV_LIBRARY_NONE && add_library(linking, file, error) < 0)
		return error->code;
	for (size_t i = 0; i < elf->needed_count; i++)
		if (link_needed(linking, file, i, error) < 0)
			return error->code;
	for (size_t i = 0; i < elf->dlopen_count;)
		if (link_dlopen(linking, file, &i, error) < 0)
			return error->code;
	if (elf->asks_host && file->ident.kind == SSLINV_LIBRARY_NONE &&
	    add_linkage(linking, file, NULL, NULL, SSLINV_EVIDENCE_HOST_PROCESS, SSLINV_CONFIDENCE_POSSIBLE, error) < 0)
		return error->code;
	if (file->ident.kind == SSLINV_LIBRARY_NONE || sslinv_elf_file_is_library(file))
		return 0;
	return add_linkage(linking, file, NULL, file->path.bytes, SSLINV_EVIDENCE_EMBEDDED,
			   elf->defines_openssl || file->ident.own_code >= CERTAIN_MARKS ? SSLINV_CONFIDENCE_CERTAIN
											 : SSLINV_CONFIDENCE_LIKELY,
			   error);
}

/* A mounted image has no kernel to ask: its packages say what it runs on, or else its own files. */
static int describe_arch(struct linking *linking, const struct sslinv_root *root, struct sslinv_error *error)
{
	struct sslinv_facts *facts = linking->facts;

	if (sslinv_host_find_arch(root, facts, error) < 0)
		return error->code;

	if (facts->host.arch || linking->examiner.files.count == 0)
		return 0;
	facts->host.arch = sslinv_facts_text(facts, sslinv_elf_machine_name(&linking->examiner.files.items[0].elf));
	return facts->host.arch ? 0 : sslinv_error_memory(error);
}

static int run(struct linking *linking, const struct sslinv_root *root, struct sslinv_error *error)
{
	struct sslinv_facts *facts = linking->facts;
	SSLINV_CLEANUP(sslinv_mounts_free) struct sslinv_mounts mounts = { 0 };

	if (sslinv_examine_owned(&linking->examiner, error) < 0)
		return error->code;
	if (facts->mode == SSLINV_MODE_FULL && (sslinv_mounts_read(root, root->mountinfo, &mounts, error) < 0 ||
						sslinv_walk(&linking->examiner, &mounts, error) < 0))
		return error->code;
	sslinv_examined_sort(&linking->examiner.files);
	if (sslinv_loader_new(root, loader_problem, linking, &linking->loader, error) < 0)
		return error->code;
	linking->chooser = (struct sslinv_chooser){
		.root = root, .examiner = &linking->examiner, .loader = linking->loader, .files = &linking->examiner.files
	};
	if (examine_providers(linking, error) < 0 || sslinv_verify_files(&linking->examiner, error) < 0 ||
	    sslinv_unlisted_adopt(&linking->examiner, error) < 0)
		return error->code;
	for (size_t i = 0; i < linking->examiner.files.count; i++)
		if (link_file(linking, &linking->examiner.files.items[i], error) < 0)
			return error->code;
	if (describe_arch(linking, root, error) < 0)
		return error->code;
	if (sslinv_unreadable_tell(&linking->examiner.unreadable, facts) < 0 ||
	    sslinv_presence_tell(&linking->examiner.presence, facts) < 0)
		return sslinv_error_memory(error);
	if (sslinv_declared_add(facts, &linking->examiner, error) < 0)
		return error->code;
	if (sslinv_facts_label_packages(facts) < 0)
		return sslinv_error_memory(error);
	linking->is_over = true;
	return sslinv_others_add(facts, &linking->examiner, &linking->chooser, error);
}

int sslinv_link(const struct sslinv_root *root, const struct sslinv_link_options *options, struct sslinv_facts *facts,
		struct sslinv_error *error)
{
	struct linking linking = { .facts = facts };
	int rc;

	facts->files_complete = true;
	if (sslinv_examiner_init(&linking.examiner, root, facts, options->cache) < 0) {
		sslinv_examiner_free(&linking.examiner);
		return sslinv_error_memory(error);
	}
	linking.examiner.table = options->others;
	linking.examiner.progress = options->progress;
	linking.examiner.progress_context = options->progress_context;
	linking.examiner.is_noted = options->is_noted;
	rc = run(&linking, root, error);
	sslinv_chooser_free(&linking.chooser);
	sslinv_loader_free(linking.loader);
	sslinv_examiner_free(&linking.examiner);
	return rc;
}
