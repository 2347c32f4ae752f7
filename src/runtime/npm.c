/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Node.js. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "parse/input.h"
#include "parse/json.h"
#include "runtime/describe.h"
#include "runtime/told.h"

/* A larger package.json is none. */
#define MANIFEST_MAX (1ull << 20)

struct manifest {
	struct sslinv_finder *finder;
	const char *name, *version;
};

/* Keeps a value that is not too long. */
static int keep(struct sslinv_json *json, struct manifest *manifest, const char *text, const char **where)
{
	(void)json;
	if (strlen(text) > SSLINV_TOLD_MAX_VALUE || !*text)
		return 0;
	*where = sslinv_arena_strdup(&manifest->finder->arena, text);
	return *where ? 0 : SSLINV_E_MEMORY;
}

static int take_name(struct sslinv_json *json, void *context, const char *text)
{
	struct manifest *manifest = context;

	return keep(json, manifest, text, &manifest->name);
}

static int take_version(struct sslinv_json *json, void *context, const char *text)
{
	struct manifest *manifest = context;

	return keep(json, manifest, text, &manifest->version);
}

/* What cannot be read or understood tells nothing. Returns 0 or SSLINV_E_MEMORY. */
static int read_manifest(const char *path, struct manifest *manifest)
{
	static const struct sslinv_json_rule rules[] = {
		{ .path = "name", .value = take_name },
		{ .path = "version", .value = take_version },
	};
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(manifest->finder->root, path);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_input *input = NULL;
	int rc = fd < 0 ? fd : sslinv_input_open_fd(fd, path, &input, &error);

	if (rc == 0) {
		sslinv_input_set_limits(input, MANIFEST_MAX, 1);
		rc = sslinv_input_next(input, &error);
	}
	if (rc == 1)
		rc = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), manifest, &error);
	sslinv_input_free(input);
	sslinv_error_clear(&error);
	if (rc < 0)
		manifest->name = manifest->version = NULL;
	return rc == SSLINV_E_MEMORY ? rc : 0;
}

/* How long the directory of the package is that the path lies in: `.../node_modules/@scope/name`; 0 for none. */
static size_t package_length(const char *path)
{
	static const char part[] = "/node_modules/";
	const char *name = NULL, *end;

	for (const char *at = strstr(path, part); at; at = strstr(at + 1, part))
		name = at + strlen(part);
	end = name ? strchr(name, '/') : NULL;
	if (end && name[0] == '@')
		end = strchr(end + 1, '/');
	return end ? (size_t)(end - path) : 0;
}

/* The package's name as its directory has it, which is what programs ask for. */
static const char *name_of(const char *directory)
{
	return strstr(directory, "/@") && !strchr(strchr(strstr(directory, "/@") + 1, '/') + 1, '/')
		       ? strstr(directory, "/@") + 1
		       : strrchr(directory, '/') + 1;
}

int sslinv_npm_package(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	struct manifest manifest = { .finder = finder };
	size_t length = package_length(use->path);
	const char *file, *directory;
	int rc;

	if (length == 0) {
		module->module = strrchr(use->path, '/') + 1;
		return 0;
	}
	directory = sslinv_arena_strndup(&finder->arena, use->path, length);
	file = directory ? sslinv_finder_text(finder, "%s/package.json", directory) : NULL;
	rc = file ? read_manifest(file, &manifest) : SSLINV_E_MEMORY;
	if (rc < 0)
		return rc;
	module->group = file;
	module->module = manifest.name ? manifest.name : name_of(directory);
	module->module_version = manifest.version;
	module->owner_kind = "npm package";
	return 0;
}

/* `#define NODE_MAJOR_VERSION 18` */
static long number_of(const char *text, const char *what)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *mark = sslinv_str_format("#define NODE_%s_VERSION ", what);
	const char *at = mark ? strstr(text, mark) : NULL;
	char *end;
	long number = at ? strtol(at + strlen(mark), &end, 10) : -1;

	return at && end > at + strlen(mark) && number >= 0 && number < 100000 ? number : -1;
}

/* By the header that an installation has beside the program. */
static int version_by_header(struct sslinv_finder *finder, const char *program, const char **version)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *bin = sslinv_str_directory(program);
	SSLINV_CLEANUP(sslinv_free_ptr) char *top = bin ? sslinv_str_directory(bin) : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *header = top ? sslinv_str_path(top, "include/node/node_version.h") : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	long major, minor, patch;
	size_t length;
	int rc;

	if (!header)
		return SSLINV_E_MEMORY;
	text = sslinv_told_head(finder, header, &length, &rc);
	if (!text)
		return rc;
	major = number_of(text, "MAJOR");
	minor = number_of(text, "MINOR");
	patch = number_of(text, "PATCH");
	if (major < 0 || minor < 0 || patch < 0)
		return 0;
	*version = sslinv_finder_text(finder, "%ld.%ld.%ld", major, minor, patch);
	return *version ? 0 : SSLINV_E_MEMORY;
}

/* A package of Node.js itself; its version is Node's. */
static bool is_of_node(const struct sslinv_finder *finder, uint32_t package)
{
	const char *name = package == SSLINV_NO_PACKAGE ? "" : finder->facts->packages.items[package].name;

	return sslinv_str_starts(name, "nodejs") || sslinv_str_starts(name, "libnode") || strcmp(name, "node") == 0;
}

int sslinv_node_program(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	/* The address that the project's own builds say their sources are at. */
	static const char mark[] = "https://nodejs.org/download/release/v";
	const char *version = NULL;
	int rc = 0;

	if (is_of_node(finder, use->package))
		version = sslinv_told_by_package(finder, use->package, NULL, &rc);
	else if (!strstr(use->path, "/libnode.so"))
		rc = version_by_header(finder, use->path, &version);
	if (rc == 0 && !version && !is_of_node(finder, use->package))
		rc = sslinv_told_behind(finder, use->path, mark, &version);
	if (rc < 0)
		return rc;
	module->version = version;
	/* Other projects have programs called `node`. */
	if (!version && !is_of_node(finder, use->package) && !strstr(use->path, "/libnode.so"))
		module->runtime = NULL;
	return 0;
}
