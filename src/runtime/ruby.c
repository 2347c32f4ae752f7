/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ruby: its own modules, and gems. */
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/describe.h"
#include "runtime/told.h"

/* By rbconfig.rb, which lies with the compiled modules of an installation: `CONFIG["TEENY"] = "2"`. */
static int version_by_file(struct sslinv_finder *finder, const char *file, const char *branch, const char **version)
{
	static const char *const names[] = { "CONFIG[\"MAJOR\"] = ", "CONFIG[\"MINOR\"] = ", "CONFIG[\"TEENY\"] = " };
	const char *numbers[SSLINV_ARRAY_SIZE(names)] = { NULL };
	int rc = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names) && rc == 0; i++)
		rc = sslinv_told_quoted(finder, file, names[i], &numbers[i]);
	if (rc < 0 || !numbers[0] || !numbers[1] || !numbers[2])
		return rc;
	*version = sslinv_finder_text(finder, "%s.%s.%s", numbers[0], numbers[1], numbers[2]);
	if (!*version)
		return SSLINV_E_MEMORY;
	if (!sslinv_told_is_of_branch(*version, branch) || (*version)[sslinv_told_numbers(*version)])
		*version = NULL;
	return 0;
}

/* The module may lie some directories below: `digest/sha1.so`. */
#define MAX_ABOVE 3

static int version_by_config(struct sslinv_finder *finder, const char *path, const char *branch, const char **version)
{
	size_t length = strlen(path);
	int rc = 0;

	for (int above = 0; above < MAX_ABOVE && rc == 0 && !*version; above++) {
		const char *file;

		while (length > 1 && path[length - 1] != '/')
			length--;
		file = sslinv_finder_text(finder, "%.*s/rbconfig.rb", (int)--length, path);
		rc = file ? version_by_file(finder, file, branch, version) : SSLINV_E_MEMORY;
		if (length <= 1)
			break;
	}
	return rc;
}

/* Where the texts of Ruby's own modules may lie: beside the compiled ones, above them, or where no machine is named. */
static int version_of_openssl(struct sslinv_finder *finder, const char *directory, const char **version)
{
	const char *slash = strrchr(directory, '/'), *ruby = strstr(directory, "/ruby/"), *machine = ruby;
	const char *files[3] = { NULL };
	int rc = 0;

	while (machine && machine > directory && machine[-1] != '/')
		machine--;
	files[0] = sslinv_finder_text(finder, "%s/openssl/version.rb", directory);
	files[1] = sslinv_finder_text(finder, "%.*s/openssl/version.rb", (int)(slash - directory), directory);
	files[2] = machine ? sslinv_finder_text(finder, "%.*s%s/openssl/version.rb", (int)(machine - directory) - 1,
						directory, ruby)
			   : files[0];
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(files) && rc == 0 && !*version; i++)
		rc = files[i] ? sslinv_told_quoted(finder, files[i], "VERSION = ", version) : SSLINV_E_MEMORY;
	return rc;
}

int sslinv_ruby_module(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_directory(use->path);
	const char *version = NULL;
	int rc = directory ? version_by_config(finder, use->path, module->version, &version) : SSLINV_E_MEMORY;

	if (rc == 0 && !version)
		version = sslinv_told_by_package(finder, use->package, module->version, &rc);
	/* Only the package of Ruby itself has Ruby's version. */
	if (version && use->package != SSLINV_NO_PACKAGE && !strstr(use->path, "_ruby/"))
		module->version = version;
	else if (version && use->package == SSLINV_NO_PACKAGE)
		module->version = version;
	if (rc == 0 && strcmp(module->module, "openssl") == 0)
		rc = version_of_openssl(finder, directory, &module->module_version);
	return rc;
}

/* One gem has its files below `gems/` and below `extensions/PLATFORM/API/` of the same place. */
int sslinv_ruby_gem(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	static const char *const parts[] = { "/extensions/", "/gems/" };
	size_t length = strlen(use->path);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(parts); i++) {
		const char *part = NULL;

		for (const char *at = strstr(use->path, parts[i]); at; at = strstr(at + 1, parts[i]))
			part = at;
		if (part) {
			length = (size_t)(part - use->path);
			break;
		}
	}
	module->owner_kind = "gem";
	module->group = sslinv_finder_text(finder, "%.*s/gems/%s-%s", (int)length, use->path, module->module,
					   module->module_version ? module->module_version : "");
	return module->group ? 0 : SSLINV_E_MEMORY;
}
