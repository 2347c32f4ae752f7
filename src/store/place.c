/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the inventory is kept. */
#include "store/store_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sql/file_look.h"

#ifndef SSLINV_STATE_DIR
#define SSLINV_STATE_DIR "/var/lib/sslinv"
#endif

#define FILE_NAME "inventory.db"

/* The variable's value, or NULL where it is unset or empty. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

char *sslinv_store_default_path(void)
{
	const char *value = environment("SSLINV_DB");

	if (value)
		return strdup(value);
	if (geteuid() == 0)
		return strdup(SSLINV_STATE_DIR "/" FILE_NAME);
	/* The XDG base directory specification: a relative path is invalid and to be ignored. */
	value = environment("XDG_STATE_HOME");
	if (value && value[0] == '/')
		return sslinv_str_format("%s/sslinv/" FILE_NAME, value);
	value = environment("HOME");
	if (value)
		return sslinv_str_format("%s/.local/state/sslinv/" FILE_NAME, value);
	errno = ENOENT;
	return NULL;
}

static bool is_default(const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *ours = sslinv_store_default_path();

	return ours && strcmp(ours, path) == 0;
}

int sslinv_store_make_place(const char *path, struct sslinv_error *error)
{
	return is_default(path) ? sslinv_sql_make_directory(path, error) : 0;
}

int sslinv_store_check_place(const char *path, struct sslinv_error *error)
{
	return is_default(path) ? 0 : sslinv_sql_check_directory(path, "name another place with --db", error);
}
