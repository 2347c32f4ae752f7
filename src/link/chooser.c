/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which library a file gets for a soname. */
#include "link/chooser.h"

#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "link/loader_machine.h"

/* Is it started by itself, and not loaded by another file? */
static bool is_program(const struct sslinv_elf *elf)
{
	return elf->type != ET_DYN || elf->has_interp || elf->is_pie;
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What the loader gives for `elf` where it lies in `origin`. */
static int look_up(struct sslinv_chooser *chooser, const struct sslinv_elf *elf, const char *origin, bool is_secure,
		   const char *soname, struct sslinv_loader_result *result, struct sslinv_error *error)
{
	const struct sslinv_loader_consumer consumer = { elf, origin, is_secure };

	return sslinv_loader_find(chooser->loader, &consumer, soname, result, error);
}

/* The loader hands out one string for one path. */
static bool is_other(const struct sslinv_loader_result *a, const struct sslinv_loader_result *b)
{
	return a->path != b->path;
}

/* Does whoever starts the program gain rights by it: setuid, setgid, or capabilities of the file? */
static bool gains_rights(const struct sslinv_root *root, const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(root, path, O_RDONLY | O_NONBLOCK);
	bool is_readable = fd >= 0;
	struct stat status;

	if (!is_readable)
		fd = sslinv_root_open_no_links(root, path, O_PATH);
	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		return false;
	/* Without the group's right to execute it, the setgid bit has another meaning. */
	if ((status.st_mode & S_ISUID) || (status.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		return true;
	return is_readable && fgetxattr(fd, "security.capability", NULL, 0) > 0;
}

static bool uses_origin(const struct sslinv_elf *elf, const char *soname)
{
	const char *list = elf->runpath ? elf->runpath : elf->rpath;

	return (list && strchr(list, '$')) || strchr(soname, '$');
}

/* Root itself gains nothing by a setuid program: where both searches differ, the answer depends on who starts it. */
static int find_for_program(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *origin,
			    const char *soname, struct sslinv_loader_result *result, struct sslinv_error *error)
{
	struct sslinv_loader_result secure;
	int rc;

	if (!uses_origin(&file->elf, soname) || !gains_rights(chooser->root, file->path.bytes))
		return 0;
	rc = look_up(chooser, &file->elf, origin, true, soname, &secure, error);
	if (rc < 0 || !is_other(&secure, result))
		return rc;
	if (secure.path)
		*result = secure;
	result->exact = false;
	return 0;
}

/* Another place in which the loader may have looked first. */
static void consider(struct sslinv_loader_result *result, const struct sslinv_loader_result *other)
{
	if (!other->path || !is_other(other, result))
		return;
	if (!result->path)
		result->path = other->path;
	result->exact = false;
}

/*
 * Which program loads a library is not known; but an application that brings its own OpenSSL names, in its RPATH, the
 * directory in which its libraries lie (ld.so(8); musl hands a RUNPATH on, too). Where the library's own search ends
 * elsewhere, or nowhere, and a file of that name lies beside it, the answer is only likely; where there is no other,
 * it is that file.
 */
static int find_beside(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *origin,
		       const char *soname, struct sslinv_loader_result *result, struct sslinv_error *error)
{
	struct sslinv_elf beside = file->elf;
	struct sslinv_loader_result other;
	int rc;

	if (file->elf.runpath && !result->is_musl)
		return 0;
	beside.rpath = "$ORIGIN";
	beside.runpath = NULL;
	rc = look_up(chooser, &beside, origin, false, soname, &other, error);
	if (rc == 0)
		consider(result, &other);
	return rc;
}

static int resolve_link(struct sslinv_chooser *chooser, const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(chooser->root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *target = fd >= 0 ? sslinv_root_path_of(chooser->root, fd) : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(path);
	struct sslinv_chooser_link *link;

	if (!directory)
		return sslinv_error_memory(error);
	if (!target)
		return 0;
	link = sslinv_array_add(&chooser->links);
	if (!link)
		return sslinv_error_memory(error);
	*link = (struct sslinv_chooser_link){ sslinv_take_ptr(target), sslinv_take_ptr(directory) };
	return 0;
}

static int resolve_links(struct sslinv_chooser *chooser, struct sslinv_error *error)
{
	const struct sslinv_examiner *examiner = chooser->examiner;
	int rc = 0;

	for (size_t i = 0; i < examiner->links.count && !chooser->links_are_resolved && rc == 0; i++)
		rc = resolve_link(chooser, examiner->links.items[i], error);
	chooser->links_are_resolved = true;
	return rc;
}

/* $ORIGIN of a library is the directory in which it was found, a link's as well; of a program it is its own. */
static int find_by_links(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *soname,
			 struct sslinv_loader_result *result, struct sslinv_error *error)
{
	int rc = uses_origin(&file->elf, soname) ? resolve_links(chooser, error) : 0;

	for (size_t i = 0; i < chooser->links.count && uses_origin(&file->elf, soname) && rc == 0; i++) {
		const struct sslinv_chooser_link *link = &chooser->links.items[i];
		struct sslinv_loader_result other;

		if (strcmp(link->target, file->path.bytes) != 0)
			continue;
		rc = look_up(chooser, &file->elf, link->directory, false, soname, &other, error);
		if (rc == 0)
			consider(result, &other);
	}
	return rc;
}

int sslinv_chooser_find(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *soname,
			struct sslinv_loader_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *origin = sslinv_str_directory(file->path.bytes);
	int rc;

	if (!origin)
		return sslinv_error_memory(error);
	rc = look_up(chooser, &file->elf, origin, false, soname, result, error);
	if (rc < 0)
		return rc;
	if (is_program(&file->elf))
		return find_for_program(chooser, file, origin, soname, result, error);
	rc = find_beside(chooser, file, origin, soname, result, error);
	return rc < 0 ? rc : find_by_links(chooser, file, soname, result, error);
}

static bool has_name(const struct sslinv_elf_file *file, const char *name)
{
	return strcmp(file->elf.soname ? file->elf.soname : name_of(file->path.bytes), name) == 0;
}

/* Is `file` a library, and is there another file than `path` that its process may have for `soname` already? */
static bool has_rival(const struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, const char *soname,
		      const char *path)
{
	if (is_program(&file->elf))
		return false;
	for (size_t i = 0; i < chooser->files->count; i++) {
		const struct sslinv_elf_file *other = &chooser->files->items[i];

		/* What is in an archive is loaded from another place, if at all. */
		if (other->archive_length)
			continue;
		if ((other->ident.kind != SSLINV_LIBRARY_NONE || other->crypto.is_library) &&
		    has_name(other, name_of(soname)) && strcmp(other->path.bytes, path) != 0 &&
		    sslinv_loader_machine_accepts(&file->elf, &other->elf))
			return true;
	}
	return false;
}

/* The innermost directory that may be a root of its own, and holds the file; NULL where there is none. */
static const char *half_root_of(const struct sslinv_chooser *chooser, const char *path)
{
	const char *found = NULL;

	for (size_t length = strlen(path); length > 0 && !found; length--)
		if (path[length] == '/')
			found = sslinv_map_find(&chooser->examiner->half_roots, path, length);
	return found;
}

int sslinv_chooser_needed(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, size_t index,
			  struct sslinv_choice *choice, struct sslinv_error *error)
{
	const char *soname = file->elf.needed[index];
	struct sslinv_loader_result result;
	bool is_certain;

	*choice = (struct sslinv_choice){ 0 };
	if (sslinv_chooser_find(chooser, file, soname, &result, error) < 0)
		return error->code;
	/* An archive has code for many systems side by side, and loads what fits. */
	if (!result.path && (index >= file->elf.needed_count - file->elf.optional_count || file->archive_length))
		return 0;
	is_certain = !result.path ||
		     (result.exact && !file->archive_length && !has_rival(chooser, file, soname, result.path) &&
		      half_root_of(chooser, file->path.bytes) == half_root_of(chooser, result.path));
	*choice = (struct sslinv_choice){ soname, result.path,
					  is_certain ? SSLINV_CONFIDENCE_CERTAIN : SSLINV_CONFIDENCE_LIKELY };
	return 0;
}

int sslinv_chooser_dlopen(struct sslinv_chooser *chooser, const struct sslinv_elf_file *file, size_t *first,
			  struct sslinv_choice *choice, struct sslinv_error *error)
{
	const struct sslinv_elf *elf = &file->elf;
	const struct sslinv_elf_dlopen *chosen = &elf->dlopens[*first];
	bool suggested = chosen->priority && strcmp(chosen->priority, "suggested") == 0;
	struct sslinv_loader_result result = { 0 };
	size_t at = *first;

	for (; at < elf->dlopen_count && elf->dlopens[at].group == chosen->group && !result.path; at++)
		if (sslinv_chooser_find(chooser, file, elf->dlopens[at].soname, &result, error) < 0)
			return error->code;
	if (result.path)
		chosen = &elf->dlopens[at - 1];
	while (at < elf->dlopen_count && elf->dlopens[at].group == chosen->group)
		at++;
	*first = at;
	*choice = (struct sslinv_choice){ chosen->soname, result.path,
					  suggested ? SSLINV_CONFIDENCE_POSSIBLE : SSLINV_CONFIDENCE_LIKELY };
	return 0;
}

void sslinv_chooser_free(struct sslinv_chooser *chooser)
{
	for (size_t i = 0; i < chooser->links.count; i++) {
		free(chooser->links.items[i].target);
		free(chooser->links.items[i].directory);
	}
	free(chooser->links.items);
}
