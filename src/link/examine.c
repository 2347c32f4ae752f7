/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking at single files. */
#include "link/examine.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "link/owned.h"

/* A copy of libcrypto with only a digest in use adds more than this to a program; smaller files are not searched for one. */
#define EMBEDDED_MIN_SIZE UINT64_C(131072)
/* So many different marks of the library's own code are no chance (openssl_ident.h). */
#define EMBEDDED_MIN_MARKS 2u
/* More are counted, not named: a tree of another user's files must not fill the inventory. */
#define MAX_NAMED 200

int sslinv_examiner_init(struct sslinv_examiner *examiner, const struct sslinv_root *root, struct sslinv_facts *facts,
			 struct sslinv_file_cache *cache)
{
	memset(examiner, 0, sizeof(*examiner));
	examiner->root = root;
	examiner->facts = facts;
	examiner->cache = cache;
	examiner->on_disk = calloc(facts->packages.count + 1, sizeof(*examiner->on_disk));
	return examiner->on_disk ? 0 : SSLINV_E_MEMORY;
}

void sslinv_examiner_free(struct sslinv_examiner *examiner)
{
	free(examiner->files.items);
	free(examiner->on_disk);
	free(examiner->missing.items);
	sslinv_arena_free(&examiner->arena);
	memset(examiner, 0, sizeof(*examiner));
}

int sslinv_examine_unreadable(struct sslinv_examiner *examiner, const char *source, const char *path, const char *reason)
{
	if (++examiner->unreadable > MAX_NAMED)
		return examiner->unreadable > MAX_NAMED + 1
			       ? 0
			       : sslinv_facts_add_problem(examiner->facts, source, NULL, true,
							  "more files than are named here could not be read");
	return sslinv_facts_add_problem(examiner->facts, source, path, true, reason);
}

/* `needed` shrinks to what concerns OpenSSL: most programs need a dozen libraries, and only these are ever asked for. */
static void keep_openssl_names(struct sslinv_elf *elf)
{
	size_t kept = 0;

	for (size_t i = 0; i < elf->needed_count; i++)
		if (sslinv_elf_is_openssl_soname(elf->needed[i]))
			elf->needed[kept++] = elf->needed[i];
	elf->needed_count = kept;
}

/* A version text alone proves nothing: programs that were merely compiled against OpenSSL have it too. */
static bool is_embedded(const struct sslinv_elf_file *file)
{
	return file->ident.kind != SSLINV_LIBRARY_NONE &&
	       (file->elf.defines_openssl || file->ident.own_code >= EMBEDDED_MIN_MARKS);
}

/* Reads an ELF file; *related tells whether it concerns OpenSSL. SSLINV_E_MEMORY or what is wrong with the file. */
static int read_file(int fd, const struct stat *status, struct sslinv_arena *arena, struct sslinv_elf_file *file, bool *related,
		     struct sslinv_error *error)
{
	int result = sslinv_elf_read(fd, (uint64_t)status->st_size, arena, &file->elf, error);
	bool is_library, is_program;

	*related = false;
	if (result < 0 || !file->elf.is_elf)
		return result;
	keep_openssl_names(&file->elf);
	is_library = sslinv_elf_file_is_library(file);
	is_program = file->elf.type == ET_EXEC || file->elf.type == ET_DYN;
	if (is_library || (is_program && file->key.size >= EMBEDDED_MIN_SIZE)) {
		result = sslinv_openssl_ident_read(fd, &file->elf, &file->ident, error);
		if (result < 0)
			return result;
		if (!is_library && !is_embedded(file))
			memset(&file->ident, 0, sizeof(file->ident));
		/* Its name says what it is, even where its text does not. */
		if (is_library && file->ident.kind == SSLINV_LIBRARY_NONE)
			file->ident.kind = SSLINV_LIBRARY_OPENSSL;
	}
	*related = file->elf.needed_count > 0 || file->elf.dlopen_count > 0 || file->ident.kind != SSLINV_LIBRARY_NONE;
	return 0;
}

static int add_file(struct sslinv_examiner *examiner, const struct sslinv_elf_file *file, const char *path, uint32_t package)
{
	struct sslinv_elf_file *added = sslinv_array_add(&examiner->files);

	if (!added)
		return SSLINV_E_MEMORY;
	*added = *file;
	added->path = sslinv_arena_strdup(&examiner->arena, path);
	added->package = package;
	return added->path ? 0 : SSLINV_E_MEMORY;
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

/* What only the walk can see is told by the walk: a scan of packages alone must not take it back. */
static const char *source_of(uint32_t package, const char *source)
{
	return package == SSLINV_NO_PACKAGE ? "walk" : source;
}

static int read_new(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name, uint32_t package,
		    bool *complete)
{
	/* A scratch arena: nearly all that is read here is forgotten at once. */
	SSLINV_CLEANUP(sslinv_arena_free) struct sslinv_arena scratch = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_elf_file file = { .package = package };
	struct stat status;
	char magic[SELFMAG];
	bool related = false;
	int result;

	fd = open_seen(directory_fd, name, &status);
	if (fd == -ENOENT || fd == -ELOOP)
		return 0; /* it went away, or became something else, since lstat */
	if (fd >= 0) {
		ssize_t got = pread(fd, magic, sizeof(magic), 0);

		examiner->facts->files_read++;
		if (got >= 0 && (got < (ssize_t)sizeof(magic) || memcmp(magic, ELFMAG, SELFMAG) != 0)) {
			file.key = sslinv_file_key(&status);
			return sslinv_file_cache_add(examiner->cache, &file.key, NULL);
		}
		if (got < 0) {
			int number = errno;

			close(sslinv_take_fd(&fd));
			fd = -number;
		}
	}
	path = sslinv_str_format("%s/%s", strcmp(directory, "/") == 0 ? "" : directory, name);
	if (!path)
		return SSLINV_E_MEMORY;
	if (fd < 0) {
		*complete = false;
		return sslinv_examine_unreadable(examiner, source_of(package, "files"), path, strerror(-fd));
	}
	file.key = sslinv_file_key(&status);
	file.path = path;
	result = read_file(fd, &status, &scratch, &file, &related, &error);
	if (result < 0) {
		if (error.code == SSLINV_E_MEMORY)
			return SSLINV_E_MEMORY;
		*complete = false;
		return sslinv_examine_unreadable(examiner, source_of(package, "elf"), path, error.message);
	}
	if (!related)
		return sslinv_file_cache_add(examiner->cache, &file.key, NULL);
	if (sslinv_file_cache_add(examiner->cache, &file.key, &file) < 0)
		return SSLINV_E_MEMORY;
	/* The strings of this file stay. */
	sslinv_arena_join(&examiner->arena, &scratch);
	return add_file(examiner, &file, path, package);
}

int sslinv_examine(struct sslinv_examiner *examiner, int directory_fd, const char *directory, const char *name,
		   const struct stat *status, uint32_t package, bool *complete)
{
	const struct sslinv_elf_file *known = NULL;
	struct sslinv_file_key key = sslinv_file_key(status);

	examiner->looked_at++;
	if (examiner->progress && examiner->looked_at % 256 == 0)
		examiner->progress(examiner->progress_context, examiner->looked_at, directory);
	if (status->st_size < SELFMAG)
		return 0;
	switch (sslinv_file_cache_find(examiner->cache, &key, &known)) {
	case SSLINV_FILE_UNRELATED:
		return 0;
	case SSLINV_FILE_RELATED: {
		SSLINV_CLEANUP(sslinv_free_ptr)
		char *path = sslinv_str_format("%s/%s", strcmp(directory, "/") == 0 ? "" : directory, name);

		return path ? add_file(examiner, known, path, package) : SSLINV_E_MEMORY;
	}
	case SSLINV_FILE_NEW:
		break;
	}
	return read_new(examiner, directory_fd, directory, name, package, complete);
}

/* `libssl.so.3`, `libcrypto.so.1.1.1k`: the library itself, and not the link that a compiler asks for (`libssl.so`). */
static bool is_runtime_name(const char *name)
{
	return sslinv_elf_is_openssl_soname(name) && strstr(name, ".so.") != NULL;
}

/* A listed file is not there: that is common for documentation, and has to be told of a library. */
static int note_missing(struct sslinv_examiner *examiner, size_t index)
{
	size_t *slot;

	if (!is_runtime_name(examiner->facts->owned_files.items[index].name))
		return 0;
	slot = sslinv_array_add(&examiner->missing);
	if (!slot)
		return SSLINV_E_MEMORY;
	*slot = index;
	return 0;
}

/* The listed files [first, end) of one directory. */
static int examine_directory(struct sslinv_examiner *examiner, const char *directory, size_t first, size_t end)
{
	struct sslinv_facts *facts = examiner->facts;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(examiner->root, directory, O_PATH | O_DIRECTORY);
	bool is_there = false; /* the file of the name that was looked at last */

	if (fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP) {
		int result = 0;

		for (size_t i = first; i < end && result == 0; i++)
			result = note_missing(examiner, i);
		return result;
	}
	if (fd < 0) {
		facts->files_complete = false;
		return sslinv_examine_unreadable(examiner, "files", directory, strerror(-fd));
	}
	for (size_t i = first; i < end; i++) {
		const struct sslinv_owned_file *file = &facts->owned_files.items[i];
		struct stat status;
		int result = 0;

		/* Listed by several packages: directories, mostly. The first is the owner. */
		if (i > first && strcmp(file->name, facts->owned_files.items[i - 1].name) == 0) {
			examiner->on_disk[file->package] |= is_there;
			continue;
		}
		is_there = false;
		if (fstatat(fd, file->name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0) {
			if (errno == ENOENT || errno == ENOTDIR) {
				result = note_missing(examiner, i);
			} else {
				facts->files_complete = false;
				result = sslinv_examine_unreadable(examiner, "files", directory, strerror(errno));
			}
		} else if (S_ISREG(status.st_mode)) {
			examiner->on_disk[file->package] = is_there = true;
			result = sslinv_examine(examiner, fd, directory, file->name, &status, file->package, &facts->files_complete);
		}
		if (result < 0)
			return result;
	}
	return 0;
}

int sslinv_examine_owned(struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	struct sslinv_facts *facts = examiner->facts;

	for (size_t first = 0, end; first < facts->owned_files.count; first = end) {
		uint32_t directory = facts->owned_files.items[first].directory;

		for (end = first; end < facts->owned_files.count && facts->owned_files.items[end].directory == directory;)
			end++;
		if (examine_directory(examiner, facts->directories.items[directory], first, end) < 0)
			return sslinv_error_memory(error);
	}
	return 0;
}

int sslinv_examine_path(struct sslinv_examiner *examiner, const char *path, struct sslinv_error *error)
{
	const char *slash = strrchr(path, '/');
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = slash > path ? strndup(path, (size_t)(slash - path)) : strdup("/");
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	struct stat status;

	if (!directory)
		return sslinv_error_memory(error);
	fd = sslinv_root_open_no_links(examiner->root, directory, O_PATH | O_DIRECTORY);
	if (fd < 0 || fstatat(fd, slash + 1, &status, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(status.st_mode))
		return 0; /* it went away meanwhile */
	if (sslinv_examine(examiner, fd, directory, slash + 1, &status, sslinv_owned_by_path(examiner->facts, path),
			   &examiner->facts->files_complete) < 0)
		return sslinv_error_memory(error);
	return 0;
}
