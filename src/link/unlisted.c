/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages of which no database says which files they have. */
#include "link/unlisted.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "version/vercmp.h"

/* The directories that a distribution's own libraries lie in; below them one more, as /usr/lib/x86_64-linux-gnu. */
static const char *const directories[] = { "/lib", "/lib64", "/usr/lib", "/usr/lib64" };

static bool is_system_directory(const char *path)
{
	size_t length = (size_t)(strrchr(path, '/') - path);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(directories); i++) {
		size_t begin = strlen(directories[i]);

		if (strncmp(path, directories[i], begin) != 0 || length < begin)
			continue;
		if (length == begin || (path[begin] == '/' && memchr(path + begin + 1, '/', length - begin - 1) == NULL))
			return true;
	}
	return false;
}

/* Debian calls the package of libssl.so.1.1 `libssl1.1`, that of libssl.so.3 `libssl3` or `libssl3t64`. */
static bool is_package_of(const char *package, const char *soname)
{
	const char *version = strstr(soname, ".so.");
	size_t length;

	if (!version || strncmp(package, "libssl", 6) != 0)
		return false;
	version += strlen(".so.");
	length = strlen(version);
	return strncmp(package + 6, version, length) == 0 &&
	       (package[6 + length] == '\0' || strcmp(package + 6 + length, "t64") == 0);
}

/* The version that the file states; a libssl that states none has that of the libcrypto beside it. */
static const char *version_beside(const struct sslinv_examiner *examiner, const struct sslinv_elf_file *file)
{
	size_t length = (size_t)(strrchr(file->path.bytes, '/') - file->path.bytes) + 1;

	if (file->ident.version[0])
		return file->ident.version;
	for (size_t i = 0; i < examiner->files.count; i++) {
		const struct sslinv_elf_file *other = &examiner->files.items[i];

		if (strncmp(other->path.bytes, file->path.bytes, length) != 0 || strchr(other->path.bytes + length, '/') ||
		    !other->elf.soname)
			continue;
		for (size_t k = 0; k < file->elf.needed_count; k++)
			if (strcmp(file->elf.needed[k], other->elf.soname) == 0)
				return other->ident.version;
	}
	return "";
}

static bool fits(const struct sslinv_examiner *examiner, const struct sslinv_elf_file *file,
		 const struct sslinv_package *package)
{
	char version[sizeof(file->ident.version)];

	return file->elf.soname && is_package_of(package->name, file->elf.soname) &&
	       sslinv_openssl_version_of(package->version, version, sizeof(version)) &&
	       strcmp(version_beside(examiner, file), version) == 0;
}

/* *package is the only one that the file fits, else SSLINV_NO_PACKAGE. */
static void find_package(const struct sslinv_examiner *examiner, const struct sslinv_elf_file *file, const bool *has_files,
			 uint32_t *package)
{
	const struct sslinv_facts *facts = examiner->facts;

	*package = SSLINV_NO_PACKAGE;
	for (size_t i = 0; i < facts->packages.count; i++) {
		if (has_files[i] || !fits(examiner, file, &facts->packages.items[i]))
			continue;
		if (*package != SSLINV_NO_PACKAGE) {
			*package = SSLINV_NO_PACKAGE;
			return;
		}
		*package = (uint32_t)i;
	}
}

static int adopt(struct sslinv_examiner *examiner, struct sslinv_elf_file *file, uint32_t package)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = sslinv_str_format(
		"counts as a file of the package %s by its name and version: the list of the package's files is missing",
		examiner->facts->packages.items[package].name);

	file->package = package;
	examiner->on_disk[package] = true;
	return message ? sslinv_facts_add_problem(examiner->facts, "files", file->path.bytes, false, message)
		       : SSLINV_E_MEMORY;
}

int sslinv_unlisted_adopt(struct sslinv_examiner *examiner, struct sslinv_error *error)
{
	const struct sslinv_facts *facts = examiner->facts;
	SSLINV_CLEANUP(sslinv_free_ptr) bool *has_files = calloc(facts->packages.count + 1, sizeof(*has_files));
	int rc = 0;

	if (!has_files)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < facts->owned_files.count; i++)
		has_files[facts->owned_files.items[i].package] = true;
	for (size_t i = 0; i < examiner->files.count && rc == 0; i++) {
		struct sslinv_elf_file *file = &examiner->files.items[i];
		uint32_t package;

		if (file->package != SSLINV_NO_PACKAGE || file->ident.kind == SSLINV_LIBRARY_NONE ||
		    !sslinv_elf_file_is_library(file) || !is_system_directory(file->path.bytes))
			continue;
		find_package(examiner, file, has_files, &package);
		if (package != SSLINV_NO_PACKAGE)
			rc = adopt(examiner, file, package);
	}
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
