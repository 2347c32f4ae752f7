/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The suffixes of package managers. */
#include "link/leftover.h"

#include <string.h>

#include "base/array.h"
#include "base/str.h"

/* What dpkg, rpm, apk and ucf append to the name of a file for a while, or for good. */
static const char *const leftovers[] = {
	".apk-new",  ".dpkg-backup", ".dpkg-bak", ".dpkg-dist", ".dpkg-inst", ".dpkg-new", ".dpkg-old", ".dpkg-remove",
	".dpkg-tmp", ".rpmmoved",    ".rpmnew",   ".rpmorig",   ".rpmsave",   ".ucf-dist", ".ucf-new",  ".ucf-old",
};

size_t sslinv_leftover_length(const char *path)
{
	const char *semicolon = strrchr(path, ';');

	/* rpm unpacks to `NAME;5f3a01bc` first. */
	if (semicolon && strlen(semicolon + 1) == 8 && strspn(semicolon + 1, "0123456789abcdef") == 8)
		return strlen(semicolon);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(leftovers); i++)
		if (sslinv_str_ends(path, leftovers[i]))
			return strlen(leftovers[i]);
	return 0;
}
