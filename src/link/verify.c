/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose a file is by its contents. */
#include "link/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/search.h"
#include "base/str.h"
#include "elf/file_digest.h"
#include "link/digests.h"
#include "link/leftover.h"
#include "link/owned.h"
#include "openssl/package_name.h"

/* No library comes near to this; what is larger is a hole, which would be read for days. */
#define DIGEST_MAX (UINT64_C(1) << 30)

/* For each package, what is known of its provider files. */
enum proof {
	NO_FILE = 0,
	LISTED, /* it lists one that is on disk */
	PROVED, /* one on disk fits its digest */
};

struct verification {
	struct sslinv_examiner *examiner;
	struct sslinv_digests digests; /* of the files that are verified */
	enum proof *proofs;            /* for each package */
};

/* What is said of one path: [first, end) of the owned files, and of the digests. */
struct claims {
	size_t first, end;
	size_t first_digest, end_digest;
};

static bool is_library_of_openssl(const struct sslinv_package *package)
{
	return sslinv_package_name_is_openssl(package->name) || sslinv_package_name_is_openssl(package->source_name);
}

static bool is_provider(const struct sslinv_examiner *examiner, const struct sslinv_elf_file *file, uint32_t package)
{
	return file->ident.kind != SSLINV_LIBRARY_NONE &&
	       (sslinv_elf_file_is_library(file) || is_library_of_openssl(&examiner->facts->packages.items[package]));
}

static int compare_name(const void *name, const void *file)
{
	return strcmp(name, ((const struct sslinv_owned_file *)file)->name.bytes);
}

static int find_claims(const struct verification *verification, const char *path, struct claims *claims)
{
	const struct sslinv_facts *facts = verification->examiner->facts;
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(path);
	const char *name = strrchr(path, '/') + 1;
	const struct sslinv_owned_file *files = facts->owned_files.items;
	size_t first, end;

	if (!directory)
		return SSLINV_E_MEMORY;
	*claims = (struct claims){ .first = 0 };
	sslinv_owned_directory(facts, sslinv_raw(directory), &first, &end);
	if (first < end) {
		claims->first = first + sslinv_search_first(name, &files[first], end - first, sizeof(*files), compare_name);
		claims->end = first + sslinv_search_end(name, &files[first], end - first, sizeof(*files), compare_name);
	}
	return sslinv_digests_of(&verification->digests, path, &claims->first_digest, &claims->end_digest);
}

/* What the database of the package says of the contents; NULL where it does not. */
static const struct sslinv_file_digest *digest_of(const struct verification *verification, const struct claims *claims,
						  uint32_t package)
{
	return sslinv_digests_find(&verification->digests, claims->first_digest, claims->end_digest, package);
}

/* Reads the file, and makes sure that it is the one that was looked at. Returns 0 or a negative errno. */
static int read_digest(const struct sslinv_examiner *examiner, const struct sslinv_elf_file *file,
		       enum sslinv_backend_digest algorithm, struct sslinv_digest *digest)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(examiner->root, file->path.bytes,
									   O_RDONLY | O_NONBLOCK);
	struct stat status;
	struct sslinv_file_key key;
	int rc;

	if (fd < 0)
		return fd;
	if (file->key.size > DIGEST_MAX)
		return -EFBIG;
	rc = sslinv_digest_read(fd, algorithm, digest);
	if (rc < 0)
		return rc;
	if (fstat(fd, &status) < 0)
		return -errno;
	key = sslinv_file_key(&status);
	return sslinv_file_key_compare(&key, &file->key) == 0 ? 0 : -ESTALE;
}

/* The digest of a file, which is kept for this scan and later ones. *known is false where the file cannot be read. */
static int find_digest(struct sslinv_examiner *examiner, struct sslinv_elf_file *file, enum sslinv_backend_digest algorithm,
		       bool *known)
{
	int rc = 0;

	*known = file->digest.algorithm == algorithm;
	if (*known)
		return 0;
	rc = read_digest(examiner, file, algorithm, &file->digest);
	if (rc == -ENOMEM)
		return SSLINV_E_MEMORY;
	if (rc < 0) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *reason = sslinv_str_format(
			"cannot be compared with its package: %s",
			rc == -ESTALE  ? "it was changed during the scan; scan again"
			: rc == -EFBIG ? "it is larger than 1 GiB; reinstall the package"
				       : strerror(-rc));

		file->digest = (struct sslinv_digest){ 0 };
		return reason ? sslinv_examine_unreadable(examiner, &examiner->facts->files_complete, "files",
							  file->path.bytes, reason)
			      : SSLINV_E_MEMORY;
	}
	*known = true;
	return sslinv_file_cache_add(examiner->cache, &file->key, file);
}

/* prelink(8) of older distributions rewrote libraries in their place: then the digest says nothing. */
static int tell_prelinked(struct sslinv_examiner *examiner, const struct sslinv_elf_file *file)
{
	return sslinv_facts_add_problem(examiner->facts, "files", file->path.bytes, false,
					"cannot be compared with its package: it was changed by prelink; undo that with "
					"`prelink -u`, and scan again");
}

static int tell_difference(struct sslinv_examiner *examiner, const struct sslinv_elf_file *file,
			   const struct sslinv_file_digest *digest)
{
	const struct sslinv_package *package = &examiner->facts->packages.items[digest->package];
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"differs from the file of the package %s %s (%s): it counts as a copy of its own; reinstall the package",
		package->name, package->version, sslinv_digest_name(digest->algorithm));

	return message ? sslinv_facts_add_problem(examiner->facts, "files", file->path.bytes, false, message)
		       : SSLINV_E_MEMORY;
}

/* The package whose digest the file fits though it does not list the path: rpm has its file for replaced by another build's.
 */
static int find_replaced(struct verification *verification, struct sslinv_elf_file *file, const struct claims *claims,
			 uint32_t *owner)
{
	for (size_t i = claims->first_digest; i < claims->end_digest && *owner == SSLINV_NO_PACKAGE; i++) {
		const struct sslinv_file_digest *digest = verification->digests.items[i].digest;
		bool known;

		if (find_digest(verification->examiner, file, digest->algorithm, &known) < 0)
			return SSLINV_E_MEMORY;
		if (known && sslinv_digest_is(&file->digest, digest->algorithm, digest->hex))
			*owner = digest->package;
	}
	return 0;
}

/*
 * Compares the file with what the packages that list its path say of it. *owner is the first that it fits, else the first
 * that says nothing; SSLINV_NO_PACKAGE where it fits none, and then *denied is the digest of one.
 */
static int compare(struct verification *verification, struct sslinv_elf_file *file, const struct claims *claims,
		   uint32_t *owner, const struct sslinv_file_digest **denied)
{
	const struct sslinv_facts *facts = verification->examiner->facts;
	uint32_t silent = SSLINV_NO_PACKAGE;

	*owner = SSLINV_NO_PACKAGE;
	*denied = NULL;
	for (size_t i = claims->first; i < claims->end; i++) {
		uint32_t package = facts->owned_files.items[i].package;
		const struct sslinv_file_digest *digest = digest_of(verification, claims, package);
		bool known = false;

		if (digest && find_digest(verification->examiner, file, digest->algorithm, &known) < 0)
			return SSLINV_E_MEMORY;
		if (!known) {
			silent = silent == SSLINV_NO_PACKAGE ? package : silent;
			continue;
		}
		if (sslinv_digest_is(&file->digest, digest->algorithm, digest->hex)) {
			*owner = package;
			return 0;
		}
		*denied = digest;
	}
	*owner = silent;
	return *denied && silent == SSLINV_NO_PACKAGE ? find_replaced(verification, file, claims, owner) : 0;
}

/* A package that has digests has one of each file: a file without one was not in the package, or the list was changed. */
static int tell_unlisted(const struct verification *verification, const struct sslinv_elf_file *file, uint32_t owner)
{
	struct sslinv_facts *facts = verification->examiner->facts;
	const struct sslinv_package *package = &facts->packages.items[owner];
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;

	if (!verification->digests.has_any[owner])
		return 0;
	message = sslinv_str_format("cannot be compared with its package: %s %s has digests but none of this file that can "
				    "be read; reinstall the package",
				    package->name, package->version);
	return message ? sslinv_examine_unreadable(verification->examiner, &facts->files_complete, "files", file->path.bytes,
						   message)
		       : SSLINV_E_MEMORY;
}

static void note_listed(struct verification *verification, uint32_t package)
{
	enum proof *proof = &verification->proofs[package];

	*proof = *proof == NO_FILE ? LISTED : *proof;
}

/* A file that packages list. */
static int verify_owned(struct verification *verification, struct sslinv_elf_file *file)
{
	struct sslinv_examiner *examiner = verification->examiner;
	const struct sslinv_file_digest *denied;
	struct claims claims;
	uint32_t owner;

	if (!is_provider(examiner, file, file->package))
		return 0;
	if (find_claims(verification, file->path.bytes, &claims) < 0 ||
	    compare(verification, file, &claims, &owner, &denied) < 0)
		return SSLINV_E_MEMORY;
	if (owner == SSLINV_NO_PACKAGE && denied && file->elf.is_prelinked) {
		note_listed(verification, file->package);
		return tell_prelinked(examiner, file);
	}
	if (owner == SSLINV_NO_PACKAGE && denied) {
		/* The package is installed all the same, and what its vendor says of it holds for what it would be again. */
		examiner->facts->packages.items[file->package].is_provider = true;
		note_listed(verification, file->package);
		file->package = SSLINV_NO_PACKAGE;
		if (tell_difference(examiner, file, denied) < 0)
			return SSLINV_E_MEMORY;
	} else if (owner != SSLINV_NO_PACKAGE) {
		file->package = owner;
	}
	if (owner == SSLINV_NO_PACKAGE)
		return 0;
	if (digest_of(verification, &claims, owner)) {
		verification->proofs[owner] = PROVED;
		return 0;
	}
	note_listed(verification, owner);
	return tell_unlisted(verification, file, owner);
}

/* The path without what a package manager appended to it; NULL where it did not. *failed when out of memory. */
static char *without_leftover(const char *path, bool *failed)
{
	size_t suffix = sslinv_leftover_length(path);
	char *base;

	if (suffix == 0)
		return NULL;
	base = strndup(path, strlen(path) - suffix);
	*failed = !base;
	return base;
}

static int same_contents(struct sslinv_examiner *examiner, struct sslinv_elf_file *a, struct sslinv_elf_file *b, bool *same)
{
	bool known_a, known_b = false;

	*same = false;
	if (a->key.size != b->key.size)
		return 0;
	if (find_digest(examiner, a, SSLINV_BACKEND_SHA256, &known_a) < 0 ||
	    (known_a && find_digest(examiner, b, SSLINV_BACKEND_SHA256, &known_b) < 0))
		return SSLINV_E_MEMORY;
	*same = known_a && known_b && strcmp(a->digest.hex, b->digest.hex) == 0;
	return 0;
}

/* A file beside an owned one with a package manager's suffix. */
static int verify_leftover(struct verification *verification, struct sslinv_elf_file *file)
{
	struct sslinv_examiner *examiner = verification->examiner;
	bool failed = false, same;
	SSLINV_CLEANUP(sslinv_free_ptr) char *base = without_leftover(file->path.bytes, &failed);
	const struct sslinv_file_digest *denied;
	struct sslinv_elf_file *original;
	struct claims claims;
	uint32_t owner;

	if (!base)
		return failed ? SSLINV_E_MEMORY : 0;
	if (find_claims(verification, base, &claims) < 0 || compare(verification, file, &claims, &owner, &denied) < 0)
		return SSLINV_E_MEMORY;
	/* The digest fits; where a package says nothing of the contents, the file beside it does. */
	if (owner != SSLINV_NO_PACKAGE && digest_of(verification, &claims, owner)) {
		file->package = owner;
		return 0;
	}
	original = sslinv_examiner_file(examiner, base);
	if (!original || original->package == SSLINV_NO_PACKAGE)
		return 0;
	if (same_contents(examiner, file, original, &same) < 0)
		return SSLINV_E_MEMORY;
	if (same)
		file->package = original->package;
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct sslinv_elf_file *const *left = a, *const *right = b;

	return sslinv_file_key_compare(&(*left)->key, &(*right)->key);
}

/* Hard links: of providers with one key, those without an owner take that of the first which has one. */
static int adopt_links(struct sslinv_examiner *examiner)
{
	size_t count = examiner->files.count, first = 0;
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_elf_file **files = calloc(count + 1, sizeof(struct sslinv_elf_file *));

	if (!files)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < count; i++)
		files[i] = &examiner->files.items[i];
	qsort(files, count, sizeof(struct sslinv_elf_file *), by_key);
	for (size_t end = 1; end <= count; end++) {
		uint32_t owner = SSLINV_NO_PACKAGE;

		if (end < count && by_key(&files[first], &files[end]) == 0)
			continue;
		for (size_t i = first; i < end && owner == SSLINV_NO_PACKAGE; i++)
			owner = files[i]->package;
		for (size_t i = first; i < end; i++)
			if (files[i]->package == SSLINV_NO_PACKAGE && files[i]->ident.kind != SSLINV_LIBRARY_NONE)
				files[i]->package = owner;
		first = end;
	}
	return 0;
}

static bool is_another_build(const struct sslinv_package *a, const struct sslinv_package *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->arch, b->arch) == 0 && strcmp(a->version, b->version) != 0;
}

static int tell_two_builds(struct sslinv_facts *facts, const struct sslinv_package *package,
			   const struct sslinv_package *other, bool is_proved)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		is_proved ? "the database has two builds of %s: %s, which is on disk, and %s; remove the second"
			  : "the database has two builds of %s, %s and %s: which one is on disk is not known; remove one",
		package->name, package->version, other->version);

	facts->files_complete &= is_proved;
	return message ? sslinv_facts_add_problem(facts, "files", NULL, !is_proved, message) : SSLINV_E_MEMORY;
}

/* rpm keeps the former build of a package whose erasure failed: the files on disk say which of them is there. */
static int tell_builds(struct sslinv_facts *facts, const enum proof *proofs)
{
	int rc = 0;

	for (size_t i = 0; i < facts->packages.count; i++)
		for (size_t k = 0; k < facts->packages.count && proofs[i] != NO_FILE && rc == 0; k++)
			/* Of a pair, the one that is proved is told, else the first. */
			if (is_another_build(&facts->packages.items[i], &facts->packages.items[k]) &&
			    (proofs[i] > proofs[k] || (proofs[i] == proofs[k] && i < k)))
				rc = tell_two_builds(facts, &facts->packages.items[i], &facts->packages.items[k],
						     proofs[i] == PROVED && proofs[k] != PROVED);
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Opens the digests of the files that carry OpenSSL, and of those that they were before a package manager renamed them. */
static int open_digests(struct verification *verification)
{
	struct sslinv_examiner *examiner = verification->examiner;
	SSLINV_CLEANUP(sslinv_free_ptr) const char **names = calloc(examiner->files.count * 2 + 1, sizeof(*names));
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena arena = { 0 };
	size_t count = 0;

	if (!names)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < examiner->files.count; i++) {
		const struct sslinv_elf_file *file = &examiner->files.items[i];
		SSLINV_CLEANUP(sslinv_free_ptr) char *base = NULL;
		bool failed = false;

		if (file->ident.kind == SSLINV_LIBRARY_NONE)
			continue;
		names[count++] = strrchr(file->path.bytes, '/') + 1;
		base = without_leftover(file->path.bytes, &failed);
		if (base)
			names[count++] = sslinv_arena_strdup(&arena, strrchr(base, '/') + 1);
		if (failed || !names[count - 1])
			return SSLINV_E_MEMORY;
	}
	qsort(names, count, sizeof(*names), by_text);
	return sslinv_digests_open(&verification->digests, examiner->root, examiner->facts, names, count);
}

static int verify(struct verification *verification)
{
	struct sslinv_examiner *examiner = verification->examiner;
	size_t count = examiner->files.count;
	int rc = open_digests(verification);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (examiner->files.items[i].package != SSLINV_NO_PACKAGE)
			rc = verify_owned(verification, &examiner->files.items[i]);
	if (rc == 0)
		rc = tell_builds(examiner->facts, verification->proofs);
	if (rc == 0)
		rc = adopt_links(examiner);
	for (size_t i = 0; i < count && rc == 0; i++) {
		struct sslinv_elf_file *file = &examiner->files.items[i];

		if (file->package == SSLINV_NO_PACKAGE && file->ident.kind != SSLINV_LIBRARY_NONE)
			rc = verify_leftover(verification, file);
	}
	return rc;
}

int sslinv_verify_files(struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) enum proof *proofs = calloc(examiner->facts->packages.count + 1, sizeof(*proofs));
	struct verification verification = { .examiner = examiner, .proofs = proofs };
	int rc = proofs ? verify(&verification) : SSLINV_E_MEMORY;

	sslinv_digests_free(&verification.digests);
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
