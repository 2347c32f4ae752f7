/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at single files. */
#include "link/examine.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/search.h"
#include "base/str.h"
#include "elf/data_name.h"
#include "link/members.h"
#include "link/owned.h"
#include "openssl/soname.h"

/* A copy of libcrypto with only a digest in use adds more than this to a program; smaller files are not searched for one. */
#define EMBEDDED_MIN_SIZE UINT64_C(131072)
/* So many different marks of the library's own code do not come about by chance (openssl_ident.h). */
#define EMBEDDED_MIN_MARKS 2u

int sslinv_examiner_init(struct sslinv_examiner *examiner, const struct sslinv_root *root, struct sslinv_facts *facts,
			 struct sslinv_file_cache *cache)
{
	memset(examiner, 0, sizeof(*examiner));
	examiner->root = root;
	examiner->facts = facts;
	examiner->cache = cache;
	if (pthread_mutex_init(&examiner->lock, NULL) != 0)
		return SSLINV_E_MEMORY;
	examiner->on_disk = calloc(facts->packages.count + 1, sizeof(*examiner->on_disk));
	return examiner->on_disk ? sslinv_presence_init(&examiner->presence, facts->packages.count) : SSLINV_E_MEMORY;
}

void sslinv_examiner_free(struct sslinv_examiner *examiner)
{
	free(examiner->files.items);
	free(examiner->others.items);
	free(examiner->on_disk);
	sslinv_presence_free(&examiner->presence);
	free(examiner->missing.items);
	free(examiner->links.items);
	sslinv_map_free(&examiner->half_roots);
	sslinv_unreadable_free(&examiner->unreadable);
	sslinv_arena_free(&examiner->arena);
	(void)pthread_mutex_destroy(&examiner->lock);
	memset(examiner, 0, sizeof(*examiner));
}

static int compare_path(const void *path, const void *file)
{
	return strcmp(path, ((const struct sslinv_elf_file *)file)->path.bytes);
}

static int by_path(const void *a, const void *b)
{
	return compare_path(((const struct sslinv_elf_file *)a)->path.bytes, b);
}

void sslinv_examined_sort(struct sslinv_examined *files)
{
	size_t kept = 0;

	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), by_path);
	for (size_t i = 0; i < files->count; i++)
		if (kept == 0 || by_path(&files->items[kept - 1], &files->items[i]) != 0)
			files->items[kept++] = files->items[i];
	files->count = kept;
}

struct sslinv_elf_file *sslinv_examined_find(const struct sslinv_examined *files, const char *path)
{
	return sslinv_search_find(path, files->items, files->count, sizeof(*files->items), compare_path);
}

struct sslinv_elf_file *sslinv_examiner_file(const struct sslinv_examiner *examiner, const char *path)
{
	return sslinv_examined_find(&examiner->files, path);
}

/* The lock is held. */
static int record_unreadable(struct sslinv_examiner *examiner, bool *complete, const char *source, const char *path,
			     const char *reason)
{
	*complete = false;
	return sslinv_unreadable_add(&examiner->unreadable, source, path, reason);
}

int sslinv_examine_unreadable(struct sslinv_examiner *examiner, bool *complete, const char *source, const char *path,
			      const char *reason)
{
	int rc;

	pthread_mutex_lock(&examiner->lock);
	rc = record_unreadable(examiner, complete, source, path, reason);
	pthread_mutex_unlock(&examiner->lock);
	return rc;
}

/* `needed` shrinks to what concerns OpenSSL: most programs need a dozen libraries, and only these are ever asked for. */
static void keep_openssl_names(struct sslinv_elf *elf)
{
	size_t kept = 0, optional = 0;

	for (size_t i = 0; i < elf->needed_count; i++)
		if (sslinv_soname_is_openssl(elf->needed[i])) {
			optional += i >= elf->needed_count - elf->optional_count;
			elf->needed[kept++] = elf->needed[i];
		}
	elf->needed_count = kept;
	elf->optional_count = optional;
}

/* A version text alone proves nothing: programs that were merely compiled against OpenSSL have it too. */
static bool is_embedded(const struct sslinv_elf_file *file)
{
	return file->ident.kind != SSLINV_LIBRARY_NONE &&
	       (file->elf.defines_openssl || file->ident.own_code >= EMBEDDED_MIN_MARKS);
}

/* Searches a file for OpenSSL, and for the libraries of `others` where that is not NULL. */
static int search_file(int fd, struct sslinv_elf_file *file, struct sslinv_crypto_search *others, struct sslinv_error *error)
{
	bool is_library = sslinv_elf_file_is_library(file);
	bool is_program = file->elf.type == ET_EXEC || file->elf.type == ET_DYN;
	int rc;

	if (!is_library && !(is_program && file->key.size >= EMBEDDED_MIN_SIZE)) {
		struct sslinv_openssl_ident unasked;
		struct sslinv_error unsaid = SSLINV_ERROR_INIT;

		/* A small library of the others: for its version alone, so that nothing depends on whether it can be had. */
		rc = others && others->library >= 0 ? sslinv_openssl_ident_read(fd, &file->elf, others, &unasked, &unsaid)
						    : 0;
		if (rc == SSLINV_E_MEMORY)
			return sslinv_error_memory(error);
		if (rc < 0)
			others->is_full = true;
		return 0;
	}
	rc = sslinv_openssl_ident_read(fd, &file->elf, others, &file->ident, error);
	if (rc < 0)
		return rc;
	if (!is_library && !is_embedded(file))
		memset(&file->ident, 0, sizeof(file->ident));
	/* Its name says what it is, even where its text does not. */
	if (is_library && file->ident.kind == SSLINV_LIBRARY_NONE)
		file->ident.kind = SSLINV_LIBRARY_OPENSSL;
	return 0;
}

/* The same, and what follows for the libraries beside OpenSSL. The names that the file needs are as they were read. */
static int search_for_all(const struct sslinv_crypto_table *table, int fd, struct sslinv_arena *arena,
			  struct sslinv_elf_file *file, struct sslinv_error *error)
{
	struct sslinv_crypto_search others;
	int rc;

	if (sslinv_crypto_take_names(table, &file->elf, arena, &file->crypto) < 0)
		return sslinv_error_memory(error);
	keep_openssl_names(&file->elf);
	sslinv_crypto_search_begin(&others, table, &file->elf, file->path.bytes);
	rc = search_file(fd, file, &others, error);
	if (rc < 0)
		return rc;
	if (sslinv_crypto_settle(&others, file->path.bytes, arena, &file->crypto) < 0)
		return sslinv_error_memory(error);
	/* A fork of OpenSSL by its code is one, whatever it is called. */
	if (file->ident.kind != SSLINV_LIBRARY_NONE && file->crypto.is_library) {
		file->crypto.is_library = false;
		file->crypto.carried_count = 0;
	}
	return 0;
}

/* Reads an ELF file; *related tells whether it concerns what is looked for. SSLINV_E_MEMORY or what is wrong with the file.
 */
static int read_file(const struct sslinv_crypto_table *table, int fd, const struct stat *status, struct sslinv_arena *arena,
		     struct sslinv_elf_file *file, bool *related, struct sslinv_error *error)
{
	int rc = sslinv_elf_read(fd, (uint64_t)status->st_size, arena, &file->elf, error);

	*related = false;
	if (rc < 0 || !file->elf.is_elf)
		return rc;
	if (file->elf.is_packed)
		return sslinv_error_set(
			error, SSLINV_E_FORMAT,
			"the program is packed with UPX and was not looked into; `upx -d` unpacks a copy of it");
	if (table)
		rc = search_for_all(table, fd, arena, file, error);
	else {
		keep_openssl_names(&file->elf);
		rc = search_file(fd, file, NULL, error);
	}
	*related = rc == 0 && (sslinv_elf_file_concerns_openssl(file) || sslinv_elf_file_concerns_others(file));
	return rc;
}

/* The same file, as the libraries beside OpenSSL see it. */
static int add_other(struct sslinv_examiner *examiner, const struct sslinv_elf_file *file)
{
	struct sslinv_elf_file *added = sslinv_array_add(&examiner->others);

	if (!added)
		return SSLINV_E_MEMORY;
	*added = *file;
	added->elf.needed = file->crypto.needed;
	added->elf.needed_count = file->crypto.needed_count;
	added->elf.optional_count = file->crypto.optional_count;
	added->elf.dlopens = file->crypto.dlopens;
	added->elf.dlopen_count = file->crypto.dlopen_count;
	memset(&added->ident, 0, sizeof(added->ident));
	return 0;
}

/* The lock is held. */
static int add_file(struct sslinv_examiner *examiner, const struct sslinv_elf_file *file, const char *directory,
		    const char *name, uint32_t package)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, name);
	struct sslinv_elf_file known = *file, *added;

	if (!path)
		return SSLINV_E_MEMORY;
	known.path = sslinv_raw(sslinv_arena_strdup(&examiner->arena, path));
	known.package = package;
	if (!known.path.bytes)
		return SSLINV_E_MEMORY;
	if (sslinv_elf_file_concerns_openssl(file)) {
		added = sslinv_array_add(&examiner->files);
		if (!added)
			return SSLINV_E_MEMORY;
		*added = known;
	}
	return sslinv_elf_file_concerns_others(file) ? add_other(examiner, &known) : 0;
}

/* Opens the file that lstat saw; without a trace in its access time where we may ask for that. */
static int open_seen(int directory_fd, const char *name, struct stat *status)
{
	const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = openat(directory_fd, name, flags | O_NOATIME);

	if (fd < 0 && errno == EPERM)
		fd = openat(directory_fd, name, flags);
	if (fd < 0 || fstat(fd, status) < 0)
		return -errno;
	return S_ISREG(status->st_mode) ? sslinv_take_fd(&fd) : -ENOENT;
}

/* What was learned of a file that was opened now, or could not be (`rc` is below 0 then). */
struct looked_at {
	struct sslinv_elf_file file;
	struct sslinv_arena arena; /* of the file's strings: nearly all that is read is forgotten at once */
	struct sslinv_error error;
	bool was_opened, related;
	bool is_archive; /* whose members concern the scan */
	int rc;
};

/* The lock is held. */
static int record(struct sslinv_examiner *examiner, struct looked_at *looked, const char *directory, const char *name,
		  uint32_t package, bool *complete)
{
	const struct sslinv_elf_file *file = &looked->file;

	examiner->facts->files_read += looked->was_opened;
	if (looked->rc == SSLINV_E_MEMORY)
		return SSLINV_E_MEMORY;
	if (looked->rc < 0) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, name);
		/* What only the walk can see is told by the walk: a scan of packages alone must not take it back. */
		const char *source = package == SSLINV_NO_PACKAGE ? "walk" : file->elf.is_elf ? "elf" : "files";

		return path ? record_unreadable(examiner, complete, source, path, looked->error.message) : SSLINV_E_MEMORY;
	}
	if (looked->is_archive)
		return 0;
	if (!looked->related)
		return sslinv_file_cache_add(examiner->cache, &file->key, NULL);
	if (sslinv_file_cache_add(examiner->cache, &file->key, file) < 0)
		return SSLINV_E_MEMORY;
	/* The strings of this file stay. */
	sslinv_arena_join(&examiner->arena, &looked->arena);
	return add_file(examiner, file, directory, name, package);
}

/* An archive that is being looked into. */
struct archive {
	struct sslinv_examiner *examiner;
	const struct sslinv_elf_file *file; /* the archive */
	const char *directory, *name;
	bool has_related;
};

/* One member of an archive. */
static int look_at_member(void *context, const char *member, int fd, uint64_t size, struct sslinv_error *error)
{
	struct archive *archive = context;
	struct sslinv_examiner *examiner = archive->examiner;
	struct looked_at looked = { .file = *archive->file };
	const struct stat status = { .st_size = (off_t)size };
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("%s%s%s", archive->name, SSLINV_MEMBER_MARK, member);
	int rc = SSLINV_E_MEMORY;

	looked.file.key.size = size;
	looked.file.archive_length = strlen(archive->directory) + (strcmp(archive->directory, "/") != 0) +
				     strlen(archive->name);
	if (name)
		rc = read_file(examiner->table, fd, &status, &looked.arena, &looked.file, &looked.related, error);
	if (rc == 0 && looked.related) {
		archive->has_related = true;
		pthread_mutex_lock(&examiner->lock);
		sslinv_arena_join(&examiner->arena, &looked.arena);
		rc = add_file(examiner, &looked.file, archive->directory, name, archive->file->package);
		pthread_mutex_unlock(&examiner->lock);
	}
	sslinv_arena_free(&looked.arena);
	return rc < 0 && rc != SSLINV_E_MEMORY ? rc : rc < 0 ? sslinv_error_memory(error) : 0;
}

/*
 * What is in the file, where it is an archive: as files of their own. Only an archive in which nothing is of interest is
 * kept in the cache.
 */
static void look_inside(struct sslinv_examiner *examiner, int fd, const struct stat *status, const char *directory,
			const char *name, struct looked_at *looked)
{
	struct archive archive = { .examiner = examiner, .file = &looked->file, .directory = directory, .name = name };

	looked->rc = sslinv_members_each(fd, (uint64_t)status->st_size, look_at_member, &archive, &looked->error);
	looked->is_archive = archive.has_related;
}

static int read_new(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name,
		    uint32_t package, bool *complete)
{
	struct looked_at looked = { .file = { .package = package, .path = { name } }, .error = SSLINV_ERROR_INIT };
	struct stat status;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open_seen(directory_fd, name, &status);
	int rc;

	if (fd == -ENOENT || fd == -ELOOP)
		return 0; /* it went away, or became something else, since lstat */
	if (fd < 0) {
		looked.rc = sslinv_error_set(&looked.error, SSLINV_E_SYSTEM, "%s", strerror(-fd));
	} else {
		looked.was_opened = true;
		looked.file.key = sslinv_file_key(&status);
		looked.rc = read_file(examiner->table, fd, &status, &looked.arena, &looked.file, &looked.related,
				      &looked.error);
		if (looked.rc == 0 && !looked.file.elf.is_elf && sslinv_members_has(name))
			look_inside(examiner, fd, &status, directory, name, &looked);
	}
	pthread_mutex_lock(&examiner->lock);
	rc = record(examiner, &looked, directory, name, package, complete);
	pthread_mutex_unlock(&examiner->lock);
	sslinv_arena_free(&looked.arena);
	return rc;
}

static void show_progress(struct sslinv_examiner *examiner, const char *directory)
{
	uint64_t count = __atomic_add_fetch(&examiner->looked_at, 1, __ATOMIC_RELAXED);

	if (!examiner->progress || count % 256 != 0)
		return;
	pthread_mutex_lock(&examiner->lock);
	examiner->progress(examiner->progress_context, count, directory);
	pthread_mutex_unlock(&examiner->lock);
}

/* A script's name that nobody may execute: it is loaded by an interpreter, if at all. A full scan opens every file. */
static bool is_plain_script(const struct sslinv_examiner *examiner, const char *name, const struct stat *status,
			    uint32_t package)
{
	return examiner->facts->mode != SSLINV_MODE_FULL && package != SSLINV_NO_PACKAGE &&
	       !(status->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) && sslinv_name_kind(name) == SSLINV_NAME_SCRIPT;
}

int sslinv_examine(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name,
		   const struct stat *status, uint32_t package, bool *complete)
{
	const struct sslinv_elf_file *known = NULL;
	struct sslinv_file_key key = sslinv_file_key(status);
	int rc;

	show_progress(examiner, directory);
	if (status->st_size < SELFMAG)
		return 0;
	switch (sslinv_file_trust_ask(sslinv_file_cache_trust(examiner->cache), directory_fd, name, key.device)
			? sslinv_file_cache_find(examiner->cache, &key, &known)
			: SSLINV_FILE_NEW) {
	case SSLINV_FILE_UNRELATED:
		return 0;
	case SSLINV_FILE_RELATED:
		pthread_mutex_lock(&examiner->lock);
		rc = add_file(examiner, known, directory, name, package);
		pthread_mutex_unlock(&examiner->lock);
		return rc;
	case SSLINV_FILE_NEW:
		break;
	}
	return is_plain_script(examiner, name, status, package)
		       ? 0
		       : read_new(examiner, directory_fd, directory, name, package, complete);
}

int sslinv_examine_link(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	char target[PATH_MAX];
	const char **slot;
	ssize_t length;
	int rc = 0;

	if (!strstr(name, ".so"))
		return 0;
	length = readlinkat(directory_fd, name, target, sizeof(target));
	/* Most lead to a file beside them. */
	if (length <= 0 || !memchr(target, '/', (size_t)length))
		return 0;
	path = sslinv_str_path(directory, name);
	if (!path)
		return SSLINV_E_MEMORY;
	pthread_mutex_lock(&examiner->lock);
	slot = sslinv_array_add(&examiner->links);
	if (slot)
		*slot = sslinv_arena_strdup(&examiner->arena, path);
	if (!slot || !*slot)
		rc = SSLINV_E_MEMORY;
	pthread_mutex_unlock(&examiner->lock);
	return rc;
}

int sslinv_examine_path(struct sslinv_examiner *examiner, const char *path, struct sslinv_error *error)
{
	const char *slash = strrchr(path, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(path);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct stat status;

	if (!directory)
		return sslinv_error_memory(error);
	fd = sslinv_root_open_no_links(examiner->root, directory, O_PATH | O_DIRECTORY);
	if (fd < 0 || fstatat(fd, slash + 1, &status, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(status.st_mode))
		return 0; /* it went away meanwhile */
	if (sslinv_examine(examiner, fd, directory, slash + 1, &status,
			   sslinv_owned_by_path(examiner->facts, sslinv_raw(path)), &examiner->facts->files_complete) < 0)
		return sslinv_error_memory(error);
	return 0;
}
