/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Python. */
#include "runtime/python.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/describe.h"
#include "runtime/environment.h"
#include "runtime/site.h"
#include "runtime/told.h"

/* Modules without a library of their own: by their distribution, and the directory of that which they go by. */
static const struct {
	const char *distribution, *by;
} dependents[] = {
	{ "pyopenssl", "cryptography/" },
};

#define VIRTUAL_FILE "pyvenv.cfg"

/* `/python3.11/`, also `/pypy3.9/`: where the version begins, behind the last such part of the path; NULL. */
static const char *version_in_path(const char *path)
{
	static const char *const names[] = { "/python", "/pypy" };
	const char *found = NULL;

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
			const char *at = slash + strlen(names[i]);

			if (sslinv_str_starts(slash, names[i]) && isdigit((unsigned char)*at) && at[1] == '.' &&
			    strchr(at, '/'))
				found = at;
		}
	return found;
}

/* Of `x.cpython-311-x86_64-linux-gnu.so` the version 3.11. */
static const char *version_in_name(struct sslinv_finder *finder, const char *path)
{
	const char *mark = strstr(strrchr(path, '/'), ".cpython-");
	const char *digits = mark ? mark + strlen(".cpython-") : "";
	size_t count = strspn(digits, "0123456789");

	return count < 2 || count > 4 ? NULL : sslinv_finder_text(finder, "%c.%.*s", digits[0], (int)count - 1, digits + 1);
}

/* `#define PY_VERSION "3.11.2"` of the installation whose `lib/python3.11` is the path's. */
static int version_by_header(struct sslinv_finder *finder, const char *path, const char *at, const char *branch,
			     const char **version)
{
	const char *slash = at ? at : path + strlen(path), *header, *found;
	int rc;

	/* Back over `lib` and `python3.11`, or over `lib/libpython3.11.so` or `bin/python3.11`. */
	for (int names = 0; names < 2 && slash > path; names++)
		for (slash--; slash > path && *slash != '/';)
			slash--;
	header = sslinv_finder_text(finder, "%.*s/include/python%s/patchlevel.h", (int)(slash - path), path, branch);
	rc = header ? sslinv_told_quoted(finder, header, "#define PY_VERSION", &found) : SSLINV_E_MEMORY;
	if (rc < 0 || !found || !sslinv_told_is_of_branch(found, branch))
		return rc;
	*version = sslinv_arena_strndup(&finder->arena, found, sslinv_told_numbers(found));
	return *version ? 0 : SSLINV_E_MEMORY;
}

/* The version as an environment's directory is called: `/root/.pyenv/versions/3.11.7`. */
static const char *version_of_directory(const struct sslinv_module *module)
{
	const char *name = module->environment_path ? strrchr(module->environment_path, '/') : NULL;

	if (!name || !module->version || strcmp(module->environment, SSLINV_ENVIRONMENT_VIRTUAL) == 0)
		return NULL;
	return sslinv_told_is_of_branch(name + 1, module->version) && name[1 + sslinv_told_numbers(name + 1)] == '\0'
		       ? name + 1
		       : NULL;
}

/* The value of a key in the file of the virtual environment that the module is in; NULL. */
static int virtual_value(struct sslinv_finder *finder, const char *file, const char *key, const char **value)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	size_t length;
	int rc;

	*value = NULL;
	text = sslinv_told_head(finder, file, &length, &rc);
	if (text)
		*value = sslinv_told_value(finder, text, key, '=', &rc);
	return rc;
}

/* `version = 3.11.2` of venv, `version_info = 3.11.2.final.0` of virtualenv. */
static int virtual_version(struct sslinv_finder *finder, const char *file, const char **version)
{
	const char *text;
	int rc = virtual_value(finder, file, "version", &text);

	if (rc == 0 && !text)
		rc = virtual_value(finder, file, "version_info", &text);
	*version = NULL;
	if (rc < 0 || !text || sslinv_told_numbers(text) == 0)
		return rc;
	*version = sslinv_arena_strndup(&finder->arena, text, sslinv_told_numbers(text));
	return *version ? 0 : SSLINV_E_MEMORY;
}

static int refine_by_environment(struct sslinv_finder *finder, struct sslinv_module *module, const char **version)
{
	const char *file;
	int rc;

	if (!module->environment_path || strcmp(module->environment, SSLINV_ENVIRONMENT_VIRTUAL) != 0) {
		*version = version_of_directory(module);
		return 0;
	}
	file = sslinv_finder_text(finder, "%s/" VIRTUAL_FILE, module->environment_path);
	rc = file ? virtual_version(finder, file, version) : SSLINV_E_MEMORY;
	if (*version && !sslinv_told_is_of_branch(*version, module->version))
		*version = NULL;
	return rc;
}

/* From `3.11` to `3.11.2`, where something tells. */
static int refine(struct sslinv_finder *finder, const char *path, struct sslinv_module *module)
{
	const char *at = version_in_path(path), *version = NULL;
	int rc;

	if (!module->version && at)
		module->version = sslinv_arena_strndup(&finder->arena, at, sslinv_told_numbers(at));
	if (!module->version && !at && strstr(strrchr(path, '/'), ".cpython-"))
		module->version = version_in_name(finder, path);
	if (!module->version)
		return at ? SSLINV_E_MEMORY : 0;
	rc = refine_by_environment(finder, module, &version);
	if (rc == 0 && !version)
		rc = version_by_header(finder, path, at, module->version, &version);
	if (version)
		module->version = version;
	return rc;
}

int sslinv_python_runtime(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	int rc = refine(finder, use->path, module);

	if (rc == 0 && module->version &&
	    !strchr(strchr(module->version, '.') ? strchr(module->version, '.') + 1 : "", '.')) {
		const char *version = sslinv_told_by_package(finder, use->package, module->version, &rc);

		if (version)
			module->version = version;
	}
	return rc;
}

/* The directory of distributions that the file lies in: the last `site-packages` or `dist-packages`. */
static const char *site_by_name(struct sslinv_finder *finder, const char *path, int *rc)
{
	const char *found = NULL;

	for (const char *at = strstr(path, "-packages/"); at; at = strstr(at + 1, "-packages/"))
		if (at - path >= 5 && (strncmp(at - 5, "/site", 5) == 0 || strncmp(at - 5, "/dist", 5) == 0))
			found = at + strlen("-packages");
	if (!found)
		return NULL;
	found = sslinv_arena_strndup(&finder->arena, path, (size_t)(found - path));
	*rc = found ? 0 : SSLINV_E_MEMORY;
	return found;
}

/* So many directories above a file are asked for metadata, where none has the usual name: `pip install --target`. */
#define MAX_ABOVE 6

static const char *site_by_metadata(struct sslinv_finder *finder, const char *path, int *rc)
{
	size_t length = strlen(path);

	for (int above = 0; above < MAX_ABOVE; above++) {
		const char *directory;

		while (length > 1 && path[length - 1] != '/')
			length--;
		if (length <= 1)
			return NULL;
		directory = sslinv_arena_strndup(&finder->arena, path, --length);
		*rc = directory ? sslinv_site_is_one(finder, directory) : SSLINV_E_MEMORY;
		if (*rc == 1) {
			*rc = 0;
			return directory;
		}
		if (*rc < 0)
			return NULL;
	}
	return NULL;
}

/* Of a file in an egg, `site/x-1.0-py3.8.egg/...`, the distribution that the egg is. Returns 1, 0 or SSLINV_E_MEMORY. */
static int read_egg(struct sslinv_finder *finder, const char *site, const char *path,
		    struct sslinv_distribution *distribution)
{
	const char *name = path + strlen(site) + 1;
	size_t length = strcspn(name, "/");
	const char *metadata;
	int rc;

	if (length < 4 || strncmp(name + length - 4, ".egg", 4) != 0)
		return 0;
	metadata = sslinv_finder_text(finder, "%s/%.*s/EGG-INFO", site, (int)length, name);
	rc = metadata ? sslinv_distribution_read(finder, metadata, distribution) : SSLINV_E_MEMORY;
	return rc < 0 ? rc : distribution->name != NULL;
}

/* What the file belongs to; *distribution is zeroed where nothing tells. */
static int find_distribution(struct sslinv_finder *finder, const char *site, const char *path,
			     struct sslinv_distribution *distribution)
{
	const struct sslinv_distribution *found;
	int rc;

	*distribution = (struct sslinv_distribution){ 0 };
	rc = read_egg(finder, site, path, distribution);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = sslinv_site_find(finder, site, path, &found);
	if (rc == 0 && found)
		*distribution = *found;
	return rc;
}

/* `_ssl` of `_ssl.cpython-311-x86_64-linux-gnu.so` */
static const char *file_name(struct sslinv_finder *finder, const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	return sslinv_arena_strndup(&finder->arena, name, strcspn(name, "."));
}

/* The module as its directory or file is called. */
static const char *import_name(struct sslinv_finder *finder, const char *site, const char *path)
{
	const char *relative = path + strlen(site) + 1;

	return sslinv_arena_strndup(&finder->arena, relative, strcspn(relative, "/."));
}

/* Of a file in an egg that is an archive, the distribution that the egg is. */
static int read_archive(struct sslinv_finder *finder, const char *path, const char *mark,
			struct sslinv_distribution *distribution)
{
	const char *egg = sslinv_arena_strndup(&finder->arena, path, (size_t)(mark - path));

	*distribution = (struct sslinv_distribution){ .metadata = egg, .is_egg = true };
	return egg ? sslinv_distribution_by_name(finder, egg, distribution) : SSLINV_E_MEMORY;
}

int sslinv_python_distribution(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	struct sslinv_distribution distribution = { 0 };
	int rc = 0;
	const char *site = site_by_name(finder, use->path, &rc), *mark = strstr(use->path, "!/");

	if (!site && rc == 0 && !mark)
		site = site_by_metadata(finder, use->path, &rc);
	if (rc == 0)
		rc = refine(finder, use->path, module);
	if (rc == 0 && mark && mark - use->path >= 4 && sslinv_str_starts(mark - 4, ".egg"))
		rc = read_archive(finder, use->path, mark, &distribution);
	else if (rc == 0 && site)
		rc = find_distribution(finder, site, use->path, &distribution);
	if (rc < 0)
		return rc;
	module->owner_kind = !distribution.name ? NULL : distribution.is_egg ? "egg" : "wheel";
	module->module = distribution.name ? distribution.name
			 : site            ? import_name(finder, site, use->path)
					   : file_name(finder, use->path);
	module->module_version = distribution.version;
	module->group = distribution.metadata;
	return module->module ? 0 : SSLINV_E_MEMORY;
}

static bool is_dependent(const char *name, size_t index)
{
	size_t length = strcspn(name, "-"), bare = strcspn(name, ".");

	return (sslinv_str_ends(name, ".dist-info") || sslinv_str_ends(name, ".egg-info")) &&
	       sslinv_distribution_is_called(name, length < bare ? length : bare, dependents[index].distribution,
					     strlen(dependents[index].distribution));
}

bool sslinv_python_wants(const char *name)
{
	bool wants = strcmp(name, VIRTUAL_FILE) == 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dependents); i++)
		wants |= is_dependent(name, i);
	return wants;
}

/* The file that a row goes by, in the finder; NULL for a library that is not known. */
static const struct sslinv_use *use_of_row(const struct sslinv_finder *finder, const struct sslinv_runtime *row)
{
	return row ? finder->row_uses.items[row - finder->facts->runtimes.items] : NULL;
}

static int add_dependent(struct sslinv_finder *finder, const char *path, const char *by)
{
	struct sslinv_distribution distribution;
	struct sslinv_module module = { .runtime = "Python" };
	const struct sslinv_use *use;
	SSLINV_CLEANUP(sslinv_free_ptr) char *site = sslinv_str_directory(path);
	int rc = site ? sslinv_distribution_read(finder, path, &distribution) : SSLINV_E_MEMORY;

	if (rc < 0 || !distribution.name)
		return rc;
	module.path = distribution.metadata;
	module.module = distribution.name;
	module.module_version = distribution.version;
	module.owner_kind = distribution.is_egg ? "egg" : "wheel";
	module.group = distribution.metadata;
	use = use_of_row(finder, sslinv_finder_row(finder, site, by));
	module.through = use ? use->path : NULL;
	rc = sslinv_environment_find(finder, module.path, sslinv_finder_owner(finder, module.path), &module);
	if (rc == 0)
		rc = refine(finder, path, &module);
	return rc < 0 ? rc : sslinv_finder_add(finder, &module, use);
}

/* The use of the row of a file whose name begins so, in a directory of the root; NULL. Takes over the directory's path. */
static int use_in(struct sslinv_finder *finder, char *taken, const char *name, const struct sslinv_use **use)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = taken;
	SSLINV_CLEANUP(sslinv_close_fd) int fd = directory
							 ? sslinv_root_openat(finder->root, directory, O_PATH | O_DIRECTORY)
							 : -ENOMEM;
	SSLINV_CLEANUP(sslinv_free_ptr) char *canonical = fd >= 0 ? sslinv_root_path_of(finder->root, fd) : NULL;

	*use = NULL;
	if (!name || fd == -ENOMEM || (fd >= 0 && !canonical && errno == ENOMEM))
		return SSLINV_E_MEMORY;
	*use = canonical ? use_of_row(finder, sslinv_finder_row(finder, canonical, name)) : NULL;
	return 0;
}

/*
 * The `_ssl` of the installation that a virtual environment was made from: `home` is its directory of programs. It is a file
 * of its own, or built into the library or the program.
 */
static int base_use(struct sslinv_finder *finder, const char *home, const char *version, const struct sslinv_use **use)
{
	static const char *const libraries[] = { "lib", "lib64" };
	const char *minor = strchr(version, '.');
	const int length = minor ? (int)(minor - version) + 1 + (int)strspn(minor + 1, "0123456789") : 0;
	int rc = 0;

	*use = NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(libraries) && length && !*use && rc == 0; i++) {
		rc = use_in(finder,
			    sslinv_str_format("%s/../%s/python%.*s/lib-dynload", home, libraries[i], length, version),
			    "_ssl.", use);
		if (rc == 0 && !*use)
			rc = use_in(finder, sslinv_str_format("%s/../%s", home, libraries[i]),
				    sslinv_finder_text(finder, "libpython%.*s.", length, version), use);
	}
	if (rc == 0 && !*use && length)
		rc = use_in(finder, strdup(home), sslinv_finder_text(finder, "python%.*s", length, version), use);
	return rc;
}

static int add_virtual(struct sslinv_finder *finder, const char *path)
{
	struct sslinv_module module = {
		.runtime = "Python", .path = path, .module = "_ssl", .environment = SSLINV_ENVIRONMENT_VIRTUAL
	};
	const struct sslinv_use *use = NULL;
	const char *home;
	int rc = virtual_value(finder, path, "home", &home);

	if (rc == 0)
		rc = virtual_version(finder, path, &module.version);
	/* Without a version it is no virtual environment's, whatever its name. */
	if (rc < 0 || !home || !module.version)
		return rc;
	module.environment_path = sslinv_arena_strndup(&finder->arena, path, (size_t)(strrchr(path, '/') - path));
	if (!module.environment_path)
		return SSLINV_E_MEMORY;
	if (home[0] == '/')
		rc = base_use(finder, home, module.version, &use);
	module.through = use ? use->path : NULL;
	return rc < 0 ? rc : sslinv_finder_add(finder, &module, use);
}

int sslinv_python_noted(struct sslinv_finder *finder, const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	if (strcmp(name, VIRTUAL_FILE) == 0)
		return add_virtual(finder, path);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(dependents); i++)
		if (is_dependent(name, i))
			return add_dependent(finder, path, dependents[i].by);
	return 0;
}
