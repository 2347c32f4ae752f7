/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a file says of its contents. */
#include "elf/data_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"

/*
 * Both are sorted as strcmp() does, for the search. In neither is what a loader, a virtual machine or a kernel takes for
 * native code, with one exception: `.go`, which is Go's source far more often than what Guile compiles, is ELF there, but
 * needs no library.
 */
static const char *const data[] = {
	"Debian",  "R",      "Rd",   "S",       "a",     "ac",    "am",     "base64",     "bc",     "bz2", "c",    "catalog",
	"cc",      "cmake",  "conf", "cpp",     "crt",   "css",   "csv",    "desktop",    "dtd",    "el",  "elc",  "enc",
	"gemspec", "gif",    "go",   "golden",  "gox",   "gz",    "h",      "hh",         "hpp",    "htm", "html", "hxx",
	"ico",     "idl",    "ini",  "ipp",     "java",  "jpeg",  "jpg",    "js",         "json",   "la",  "list", "lm",
	"m4",      "map",    "md",   "md5sums", "mk",    "mo",    "msg",    "otf",        "ott",    "pbm", "pc",   "pdf",
	"pem",     "ph",     "pm",   "png",     "po",    "pod",   "policy", "properties", "ps",     "pyc", "pyi",  "rbs",
	"rdb",     "rdoc",   "rds",  "rdx",     "rst",   "rules", "s",      "service",    "socket", "sql", "srt",  "svg",
	"tar",     "target", "tcc",  "tex",     "timer", "tmpl",  "ts",     "ttf",        "txt",    "ui",  "vim",  "wav",
	"woff",    "woff2",  "xba",  "xml",     "xpm",   "xsd",   "xsl",    "xz",         "yaml",   "yml", "zip",
};

static const char *const scripts[] = {
	"awk", "cocci", "lua", "php", "pl", "py", "rb", "sh", "tcl",
};

static int compare(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

enum sslinv_name_kind sslinv_name_kind(const char *name)
{
	const char *point = strrchr(name, '.');

	if (point && bsearch(point + 1, data, SSLINV_ARRAY_SIZE(data), sizeof(*data), compare))
		return SSLINV_NAME_DATA;
	if (point && bsearch(point + 1, scripts, SSLINV_ARRAY_SIZE(scripts), sizeof(*scripts), compare))
		return SSLINV_NAME_SCRIPT;
	return SSLINV_NAME_OTHER;
}
