/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory of installed Python distributions, and which of them brought a file. */
#include "runtime/site.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/told.h"

/* A list of the files of one distribution, and of all in one directory, is read up to here. */
#define LIST_MAX ((size_t)16 << 20)
#define LISTS_MAX ((size_t)128 << 20)

/* A distribution, by its entry in the directory: `cryptography-41.0.3.dist-info`. */
struct entry {
	const char *path; /* raw */
	const char *name; /* the last component */
	struct sslinv_distribution distribution;
	bool is_read; /* its metadata was */
};

/* A file that concerns OpenSSL, and what brought it. */
struct brought {
	const char *relative; /* its path below the site */
	const struct entry *by;
};

struct site {
	const char *path;
	struct {
		struct entry *items;
		size_t count, capacity;
	} entries;
	struct sslinv_map files; /* struct brought by relative path */
	size_t open;             /* files that nothing is known to have brought yet */
	size_t lists_read;       /* bytes */
};

static bool is_separator(char c)
{
	return c == '-' || c == '_' || c == '.';
}

bool sslinv_distribution_is_called(const char *name, size_t length, const char *other, size_t other_length)
{
	size_t i = 0, k = 0;

	while (i < length && k < other_length) {
		if (is_separator(name[i]) != is_separator(other[k]))
			return false;
		if (!is_separator(name[i]) && tolower((unsigned char)name[i]) != tolower((unsigned char)other[k]))
			return false;
		if (!is_separator(name[i])) {
			i++;
			k++;
			continue;
		}
		while (i < length && is_separator(name[i]))
			i++;
		while (k < other_length && is_separator(other[k]))
			k++;
	}
	return i == length && k == other_length;
}

static bool is_metadata(const char *name)
{
	return sslinv_str_ends(name, ".dist-info") || sslinv_str_ends(name, ".egg-info");
}

/* Of `cryptography-41.0.3.dist-info` the length of the name. */
static size_t name_length(const char *name)
{
	size_t length = strcspn(name, "-");

	return name[length] ? length : strlen(name) - strlen(strrchr(name, '.') ? strrchr(name, '.') : "");
}

/* Name and version as the directory is called; of eggs `-py3.11` comes after them. */
int sslinv_distribution_by_name(struct sslinv_finder *finder, const char *path, struct sslinv_distribution *distribution)
{
	const char *name = strrchr(path, '/') + 1, *point = strrchr(name, '.');
	size_t length = name_length(name);
	const char *version = name[length] == '-' ? name + length + 1 : NULL,
		   *python = version ? strstr(version, "-py") : NULL;
	const char *end = python ? python : point;

	if (strcmp(name, "EGG-INFO") == 0)
		return 0;
	distribution->name = sslinv_arena_strndup(&finder->arena, name, length);
	if (version && end > version)
		distribution->version = sslinv_arena_strndup(&finder->arena, version, (size_t)(end - version));
	return distribution->name && (!version || end <= version || distribution->version) ? 0 : SSLINV_E_MEMORY;
}

/* Opens the first file with metadata that is there. */
static char *read_metadata(struct sslinv_finder *finder, const char *path, const char **where, int *rc)
{
	static const char *const names[] = { "/METADATA", "/PKG-INFO", "" };
	char *text = NULL;

	*rc = 0;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names) && !text && *rc == 0; i++) {
		const char *file = sslinv_finder_text(finder, "%s%s", path, names[i]);
		size_t length;

		if (!file) {
			*rc = SSLINV_E_MEMORY;
			break;
		}
		text = sslinv_told_head(finder, file, &length, rc);
		if (text)
			*where = file;
	}
	return text;
}

int sslinv_distribution_read(struct sslinv_finder *finder, const char *path, struct sslinv_distribution *distribution)
{
	int rc;
	const char *where = path, *name = NULL, *version = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = read_metadata(finder, path, &where, &rc);

	*distribution = (struct sslinv_distribution){ .metadata = where, .is_egg = !sslinv_str_ends(path, ".dist-info") };
	if (rc == 0 && text)
		name = sslinv_told_value(finder, text, "Name", ':', &rc);
	if (rc == 0 && text)
		version = sslinv_told_value(finder, text, "Version", ':', &rc);
	if (rc == 0)
		rc = sslinv_distribution_by_name(finder, path, distribution);
	if (name)
		distribution->name = name;
	if (text)
		distribution->version = version;
	return rc;
}

static int add_entry(struct sslinv_finder *finder, struct site *site, const char *name)
{
	struct entry *entry = sslinv_array_add(&site->entries);

	if (!entry)
		return SSLINV_E_MEMORY;
	entry->path = sslinv_finder_text(finder, "%s/%s", strcmp(site->path, "/") == 0 ? "" : site->path, name);
	if (!entry->path)
		return SSLINV_E_MEMORY;
	entry->name = strrchr(entry->path, '/') + 1;
	return 0;
}

/* Calls `found` for the metadata in a directory, until it returns another number than 0, which is returned then. */
static int each_metadata(struct sslinv_finder *finder, const char *directory,
			 int (*found)(struct sslinv_finder *finder, struct site *site, const char *name), struct site *site)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_no_links(finder->root, directory, O_RDONLY | O_DIRECTORY);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	int rc = 0;

	if (!stream)
		return fd == -ENOMEM || (fd >= 0 && errno == ENOMEM) ? SSLINV_E_MEMORY : 0;
	(void)sslinv_take_fd(&fd);
	for (size_t i = 0; i < SSLINV_SITE_MAX_ENTRIES && rc == 0 && (entry = readdir(stream)); i++)
		if (is_metadata(entry->d_name))
			rc = found(finder, site, entry->d_name);
	return rc;
}

static int is_found(struct sslinv_finder *finder, struct site *site, const char *name)
{
	(void)finder;
	(void)site;
	(void)name;
	return 1;
}

int sslinv_site_is_one(struct sslinv_finder *finder, const char *directory)
{
	return each_metadata(finder, directory, is_found, NULL);
}

/* The files of the site that concern OpenSSL. */
static int add_files(struct sslinv_finder *finder, struct site *site)
{
	size_t first, end, length = strcmp(site->path, "/") == 0 ? 1 : strlen(site->path) + 1;

	sslinv_finder_below(finder, site->path, &first, &end);
	for (size_t i = first; i < end; i++) {
		struct brought *file = sslinv_arena_alloc(&finder->arena, sizeof(*file));

		if (!file)
			return SSLINV_E_MEMORY;
		*file = (struct brought){ .relative = finder->uses.items[i].path + length };
		if (sslinv_map_add_text(&site->files, file->relative, file) < 0)
			return SSLINV_E_MEMORY;
		site->open++;
	}
	return 0;
}

/* The path in a line of RECORD, which is CSV (RFC 4180); ends it with a NUL. */
static char *path_of_line(char *line)
{
	char *from = line + 1, *to = line;

	if (line[0] != '"') {
		line[strcspn(line, ",\r")] = '\0';
		return line;
	}
	while (*from && (*from != '"' || from[1] == '"')) {
		from += *from == '"';
		*to++ = *from++;
	}
	*to = '\0';
	return line;
}

/* The line names a file of the site: then the entry brought it. */
static void take_line(struct site *site, const struct entry *entry, char *line)
{
	const char *path = path_of_line(line);
	struct brought *file;

	/* installed-files.txt counts from the directory that it lies in. */
	if (sslinv_str_starts(path, "../"))
		path += 3;
	file = sslinv_map_find_text(&site->files, path);
	if (!file || file->by)
		return;
	file->by = entry;
	site->open--;
}

/* Reads the entry's list. Returns 1, 0 where it has none that can be read, or SSLINV_E_MEMORY. */
static int read_list(struct sslinv_finder *finder, struct site *site, const struct entry *entry)
{
	const char *name = sslinv_str_ends(entry->name, ".dist-info") ? "RECORD" : "installed-files.txt";
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(entry->path, name);
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	size_t length;
	int rc;

	if (!path)
		return SSLINV_E_MEMORY;
	if (site->lists_read > LISTS_MAX)
		return 0;
	rc = sslinv_root_read(finder->root, path, LIST_MAX, &text, &length);
	if (rc < 0)
		return rc == -ENOMEM ? SSLINV_E_MEMORY : 0;
	site->lists_read += length;
	for (char *line = text, *next; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		take_line(site, entry, line);
	}
	return 1;
}

/* The name of the file's directory, as far as a distribution may be called so: `psycopg2_binary.libs/` and `_x.abi3.so`,
 * too.
 */
static size_t top_length(const char *relative)
{
	return strcspn(relative, "/.");
}

/* Is the file in a directory of that distribution's name? */
static bool is_called_so(const struct entry *entry, const char *relative)
{
	return sslinv_distribution_is_called(relative, top_length(relative), entry->name, name_length(entry->name));
}

static bool may_have_brought(const struct site *site, const struct entry *entry)
{
	for (const struct sslinv_map_entry *at = sslinv_map_next(&site->files, NULL); at;
	     at = sslinv_map_next(&site->files, at)) {
		const struct brought *file = sslinv_map_value(at);

		if (!file->by && is_called_so(entry, file->relative))
			return true;
	}
	return false;
}

/* It has no list: it brought what lies in the directory of its name. */
static void take_by_name(struct site *site, const struct entry *entry)
{
	for (const struct sslinv_map_entry *at = sslinv_map_next(&site->files, NULL); at;
	     at = sslinv_map_next(&site->files, at)) {
		struct brought *file = sslinv_map_value(at);

		if (file->by || !is_called_so(entry, file->relative))
			continue;
		file->by = entry;
		site->open--;
	}
}

/* Those first whose name says that they brought something: the lists of all others are seldom needed. */
static int settle(struct sslinv_finder *finder, struct site *site)
{
	int rc = 0;

	for (size_t i = 0; i < site->entries.count && site->open > 0 && rc >= 0; i++) {
		struct entry *entry = &site->entries.items[i];

		if (!may_have_brought(site, entry))
			continue;
		entry->is_read = true;
		rc = read_list(finder, site, entry);
		if (rc == 0)
			take_by_name(site, entry);
	}
	for (size_t i = 0; i < site->entries.count && site->open > 0 && rc >= 0; i++)
		if (!site->entries.items[i].is_read)
			rc = read_list(finder, site, &site->entries.items[i]);
	for (size_t i = 0; i < site->entries.count; i++)
		site->entries.items[i].is_read = false;
	return rc < 0 ? rc : 0;
}

static int by_entry_name(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void free_site(struct site *site)
{
	free(site->entries.items);
	sslinv_map_free(&site->files);
}

/* What is known of a site: of each file in it the distribution, in the finder's arena. */
static int load_site(struct sslinv_finder *finder, const char *path, struct sslinv_map *known)
{
	SSLINV_CLEANUP(free_site) struct site site = { .path = path };
	int rc = add_files(finder, &site);

	if (rc == 0)
		rc = each_metadata(finder, path, add_entry, &site);
	if (rc == 0 && site.entries.count)
		qsort(site.entries.items, site.entries.count, sizeof(*site.entries.items), by_entry_name);
	if (rc == 0)
		rc = settle(finder, &site);
	for (const struct sslinv_map_entry *at = sslinv_map_next(&site.files, NULL); at && rc == 0;
	     at = sslinv_map_next(&site.files, at)) {
		const struct brought *file = sslinv_map_value(at);
		struct entry *entry = file->by ? &site.entries.items[file->by - site.entries.items] : NULL;
		struct sslinv_distribution *distribution;

		if (!entry)
			continue;
		if (!entry->is_read)
			rc = sslinv_distribution_read(finder, entry->path, &entry->distribution);
		entry->is_read = true;
		distribution = rc == 0 ? sslinv_arena_alloc(&finder->arena, sizeof(*distribution)) : NULL;
		if (!distribution)
			return SSLINV_E_MEMORY;
		*distribution = entry->distribution;
		rc = sslinv_map_add_text(known, file->relative, distribution);
	}
	return rc;
}

static int site_of(struct sslinv_finder *finder, const char *path, struct sslinv_site **site)
{
	struct sslinv_site *found = sslinv_map_find_text(&finder->sites, path);
	int rc;

	*site = found;
	if (found)
		return 0;
	found = sslinv_arena_alloc(&finder->arena, sizeof(*found));
	if (!found)
		return SSLINV_E_MEMORY;
	*found = (struct sslinv_site){ 0 };
	rc = sslinv_map_add_text(&finder->sites, path, found);
	if (rc == 0)
		rc = load_site(finder, path, &found->files);
	*site = found;
	return rc;
}

int sslinv_site_find(struct sslinv_finder *finder, const char *site, const char *path,
		     const struct sslinv_distribution **found)
{
	struct sslinv_site *known;
	int rc = site_of(finder, site, &known);

	*found = rc == 0 ? sslinv_map_find_text(&known->files, path + strlen(site) + (strcmp(site, "/") != 0)) : NULL;
	return rc;
}
