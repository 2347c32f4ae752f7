/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "shared.h"

const char *shared_path(const char *name)
{
	static char path[PATH_MAX];
	const char *directory = getenv("SSLINV_SHARED"), *source = getenv("srcdir");

	if (directory)
		snprintf(path, sizeof(path), "%s/%s", *directory ? directory : "/nonexistent", name);
	else
		snprintf(path, sizeof(path), "%s/../shared/%s", source ? source : ".", name);
	return path;
}

bool shared_has(const char *name)
{
	if (access(shared_path(name), R_OK) == 0)
		return true;
	print_message("# not at hand: %s\n", shared_path(name));
	return false;
}

const char *shared_or_skip(const char *name)
{
	if (!shared_has(name))
		skip();
	return shared_path(name);
}
