/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Perl: `.../auto/Net/SSLeay/SSLeay.so` is the module Net::SSLeay, and `.../Net/SSLeay.pm` its text. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/describe.h"
#include "runtime/told.h"

#define AUTO "/auto/"

/* From `Net/SSLeay` to `Net::SSLeay`. */
static const char *module_name(struct sslinv_finder *finder, const char *path)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str name = { 0 };

	for (const char *at = path; *at; at++)
		if ((*at == '/' ? sslinv_str_add(&name, "::") : sslinv_str_add_bytes(&name, at, 1)) < 0)
			return NULL;
	return sslinv_arena_strdup(&finder->arena, sslinv_str_text(&name));
}

/* `/5.36/`, `/5.38.0/`: the last such directory before the module. */
static const char *version_in_path(struct sslinv_finder *finder, const char *path, const char *end, int *rc)
{
	const char *found = NULL;

	*rc = 0;
	for (const char *at = strstr(path, "/5."); at && at < end; at = strstr(at + 1, "/5."))
		if (isdigit((unsigned char)at[3]) && at[1 + sslinv_told_numbers(at + 1)] == '/')
			found = at + 1;
	if (!found)
		return NULL;
	found = sslinv_arena_strndup(&finder->arena, found, sslinv_told_numbers(found));
	*rc = found ? 0 : SSLINV_E_MEMORY;
	return found;
}

int sslinv_perl_module(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	const char *slash = use->path, *text, *version = NULL;
	int rc;

	for (const char *at = strstr(use->path, AUTO); at; at = strstr(at + 1, AUTO))
		slash = at;
	text = sslinv_finder_text(finder, "%.*s/%s.pm", (int)(slash - use->path), use->path, module->module);
	module->module = module_name(finder, module->module);
	if (!text || !module->module)
		return SSLINV_E_MEMORY;
	rc = sslinv_told_quoted(finder, text, "VERSION =", &version);
	if (rc == 0 && !version)
		rc = sslinv_told_quoted(finder, text, "VERSION=", &version);
	if (rc < 0)
		return rc;
	module->module_version = version && isdigit((unsigned char)version[version[0] == 'v']) ? version : NULL;
	module->owner_kind = "Perl module";
	module->version = version_in_path(finder, use->path, slash, &rc);
	return rc;
}
