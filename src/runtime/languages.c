/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PHP, R, Erlang, and the runtimes of which a package tells the version. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/describe.h"
#include "runtime/told.h"

int sslinv_by_package(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	int rc;
	const char *version = sslinv_told_by_package(finder, use->package, module->version, &rc);

	if (version)
		module->version = version;
	return rc;
}

/* What PHP calls its interface for modules, by the day that it was fixed (ZEND_MODULE_API_NO). */
static const struct {
	const char *day, *version;
} php_interfaces[] = {
	{ "20100525", "5.4" }, { "20121212", "5.5" }, { "20131226", "5.6" }, { "20151012", "7.0" }, { "20160303", "7.1" },
	{ "20170718", "7.2" }, { "20180731", "7.3" }, { "20190902", "7.4" }, { "20200930", "8.0" }, { "20210902", "8.1" },
	{ "20220829", "8.2" }, { "20230831", "8.3" }, { "20240924", "8.4" }, { "20250925", "8.5" },
};

/* The path of `name` in the directory `above` levels above the file's own; NULL where there are not so many. */
static const char *path_above(struct sslinv_finder *finder, const char *path, int above, const char *name, int *rc)
{
	size_t length = strlen(path);

	for (; above >= 0; above--) {
		while (length > 0 && path[length - 1] != '/')
			length--;
		if (length <= 1)
			return NULL;
		length--;
	}
	path = sslinv_finder_text(finder, "%.*s/%s", (int)length, path, name);
	*rc = path ? 0 : SSLINV_E_MEMORY;
	return path;
}

/* By the header of an installation, beside `bin`, `sbin` or `lib/php/extensions/API`. */
static int php_version_by_header(struct sslinv_finder *finder, const char *path, const char *branch, const char **version)
{
	static const int above[] = { 1, 4 };
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(above) && !*version && rc == 0; i++) {
		const char *header = path_above(finder, path, above[i], "include/php/main/php_version.h", &rc);

		if (header)
			rc = sslinv_told_quoted(finder, header, "#define PHP_VERSION ", version);
		if (*version && !sslinv_told_is_of_branch(*version, branch))
			*version = NULL;
	}
	return rc;
}

/* From what the path has: the day of an interface, `8.2`, or `82` and `8` as distributions write them. NULL for none. */
static const char *php_branch(struct sslinv_finder *finder, const char *text, int *rc)
{
	const char *branch = text;

	*rc = 0;
	if (!text || strchr(text, '.'))
		return text;
	if (strlen(text) == 2) {
		branch = sslinv_finder_text(finder, "%c.%c", text[0], text[1]);
		*rc = branch ? 0 : SSLINV_E_MEMORY;
		return branch;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(php_interfaces); i++)
		if (strcmp(php_interfaces[i].day, text) == 0)
			return php_interfaces[i].version;
	return strlen(text) == 1 ? text : NULL;
}

/* A package of PHP itself, whose version is PHP's: those of single modules may have versions of their own. */
static bool is_of_php(const struct sslinv_finder *finder, uint32_t package, const char *branch)
{
	static const char *const parts[] = { "-common", "-cli", "-cgi", "-fpm" };
	const char *name = package == SSLINV_NO_PACKAGE ? "" : finder->facts->packages.items[package].name;
	bool is_part = strcmp(name, "php") == 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++)
		is_part |= sslinv_str_ends(name, parts[i]);
	return sslinv_str_starts(name, "php") && (branch || is_part);
}

int sslinv_php_module(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	const char *version = NULL;
	int rc;

	module->version = php_branch(finder, module->version, &rc);
	if (rc < 0)
		return rc;
	if (is_of_php(finder, use->package, module->version))
		return sslinv_by_package(finder, use, module);
	rc = php_version_by_header(finder, use->path, module->version, &version);
	if (version)
		module->version = version;
	return rc;
}

/* `Built: R 4.2.2; x86_64-pc-linux-gnu; ...` of the file DESCRIPTION that each installed package of R has. */
int sslinv_r_package(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	const char *built = NULL, *version = NULL;
	size_t length;
	int rc = 0;
	const char *file = path_above(finder, use->path, 1, "DESCRIPTION", &rc);

	module->runtime = NULL;
	if (file)
		text = sslinv_told_head(finder, file, &length, &rc);
	if (text)
		built = sslinv_told_value(finder, text, "Built", ':', &rc);
	if (!built || strncmp(built, "R ", 2) != 0)
		return rc;
	version = sslinv_told_value(finder, text, "Version", ':', &rc);
	if (rc < 0)
		return rc;
	module->runtime = "R";
	module->version = sslinv_arena_strndup(&finder->arena, built + 2, sslinv_told_numbers(built + 2));
	module->module_version = version;
	module->owner_kind = "R package";
	module->group = file;
	return module->version ? 0 : SSLINV_E_MEMORY;
}

/* The release of Erlang/OTP: its number is the second word of start_erl.data, and a file of that directory has it whole. */
static int otp_version(struct sslinv_finder *finder, const char *top, const char **version)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *start = sslinv_str_path(top, "releases/start_erl.data");
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *whole = NULL;
	const char *release, *file;
	size_t length;
	int rc;

	if (!start)
		return SSLINV_E_MEMORY;
	text = sslinv_told_head(finder, start, &length, &rc);
	release = text ? strchr(text, ' ') : NULL;
	if (!release || sslinv_told_numbers(release + 1) == 0)
		return rc;
	file = sslinv_finder_text(finder, "%s/releases/%.*s/OTP_VERSION", top, (int)sslinv_told_numbers(release + 1),
				  release + 1);
	if (!file)
		return SSLINV_E_MEMORY;
	whole = sslinv_told_head(finder, file, &length, &rc);
	if (!whole || sslinv_told_numbers(whole) == 0)
		return rc;
	*version = sslinv_arena_strndup(&finder->arena, whole, sslinv_told_numbers(whole));
	return *version ? 0 : SSLINV_E_MEMORY;
}

int sslinv_erlang_application(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	const char *lib = strstr(use->path, "/lib/"), *priv = NULL;
	const char *top;
	int rc;

	/* The last `/lib/` before the application. */
	for (const char *at = lib; at; at = strstr(at + 1, "/lib/"))
		if (strncmp(at + 5, module->module, strlen(module->module)) == 0 && at[5 + strlen(module->module)] == '-')
			lib = at;
	priv = strstr(lib, "/priv/");
	top = sslinv_arena_strndup(&finder->arena, use->path, (size_t)(lib - use->path));
	module->group = sslinv_arena_strndup(&finder->arena, use->path,
					     priv ? (size_t)(priv - use->path) : strlen(use->path));
	if (!top || !module->group)
		return SSLINV_E_MEMORY;
	/* Its TLS is written in Erlang. */
	module->is_tls_unused = strcmp(module->module, "crypto") == 0;
	module->owner_kind = "Erlang application";
	rc = otp_version(finder, top, &module->version);
	return rc;
}
