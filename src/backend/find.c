/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where backends are, and how one is loaded. */
#include "backend/find.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"

const char *sslinv_backend_directory(void)
{
	const char *directory = secure_getenv("SSLINV_BACKENDS");

	return directory && *directory ? directory : SSLINV_BACKEND_DIR;
}

static int by_name(const void *a, const void *b)
{
	const struct sslinv_backend_file *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int sslinv_backend_files_find(const char *directory, struct sslinv_backend_files *files, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = opendir(directory);
	struct dirent *entry;

	memset(files, 0, sizeof(*files));
	if (!stream)
		return sslinv_error_errno(error, "cannot read the directory of backends %s", directory);
	while ((entry = readdir(stream))) {
		struct sslinv_backend_file *file;

		if (!sslinv_str_ends(entry->d_name, ".so") || entry->d_name[0] == '.')
			continue;
		file = sslinv_array_add(files);
		if (!file)
			return sslinv_error_memory(error);
		file->name = strndup(entry->d_name, strlen(entry->d_name) - strlen(".so"));
		file->path = sslinv_str_format("%s/%s", directory, entry->d_name);
		if (!file->name || !file->path)
			return sslinv_error_memory(error);
	}
	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), by_name);
	return 0;
}

void sslinv_backend_files_free(struct sslinv_backend_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->items[i].name);
		free(files->items[i].path);
	}
	free(files->items);
	memset(files, 0, sizeof(*files));
}

const struct sslinv_backend *sslinv_backend_load(const char *path, struct sslinv_error *error)
{
	const struct sslinv_backend *backend;
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!handle) {
		sslinv_error_set(error, SSLINV_E_UNSUPPORTED, "cannot be loaded: %s", dlerror());
		return NULL;
	}
	backend = dlsym(handle, SSLINV_BACKEND_SYMBOL);
	if (!backend)
		sslinv_error_set(error, SSLINV_E_UNSUPPORTED, "not an sslinv backend: it has no symbol `%s`",
				 SSLINV_BACKEND_SYMBOL);
	else if (backend->abi != SSLINV_BACKEND_ABI || backend->size < SSLINV_BACKEND_SIZE_MIN ||
		 backend->size > sizeof(*backend))
		sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
				 "was built for ABI %u (%u bytes), this sslinv has ABI %u (%zu bytes): install the backend "
				 "of this version",
				 backend->abi, backend->size, SSLINV_BACKEND_ABI, sizeof(*backend));
	else if (!backend->name || !backend->format || !backend->summary || !backend->probe || !backend->open ||
		 !backend->each_package || !backend->close)
		sslinv_error_set(error, SSLINV_E_UNSUPPORTED,
				 "lacks one of name, format, summary, probe, open, each_package, close");
	else
		return backend;
	dlclose(handle);
	return NULL;
}
