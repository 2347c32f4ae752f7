/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files whose names say that they are data. */
#include "link/data_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* Sorted as strcmp() does, for the search. Nothing that a loader, an interpreter or a virtual machine opens as native code. */
static const char *const suffixes[] = {
	"Debian", "awk", "bc", "bz2", "c", "cc", "cmake", "conf", "cpp", "crt", "css", "csv", "desktop", "dtd", "el",
	"elc", "gemspec", "gif", "gz", "h", "hh", "hpp", "htm", "html", "ico", "ini", "jar", "java", "jpg", "js", "json",
	"list", "lua", "m4", "map", "md", "md5sums", "mo", "otf", "ott", "pc", "pem", "ph", "php", "pl", "pm", "png",
	"po", "pod", "policy", "properties", "ps", "py", "pyc", "pyi", "rb", "rbs", "rdoc", "rst", "rules", "service",
	"sh", "socket", "sql", "svg", "target", "tcl", "tex", "timer", "ts", "ttf", "txt", "ui", "vim", "wav", "xba",
	"xml", "xpm", "xsd", "xsl", "xz", "yaml", "yml",
};

static int compare(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

bool sslinv_is_data_name(const char *name)
{
	const char *point = strrchr(name, '.');

	return point && bsearch(point + 1, suffixes, SSLINV_ARRAY_SIZE(suffixes), sizeof(*suffixes), compare);
}
