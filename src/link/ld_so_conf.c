/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the configuration of the dynamic loaders. Includes are globs, matched here so that they cannot leave the root. */
#include "link/ld_so_conf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"

/* Far above any real configuration. */
#define MAX_FILE_SIZE ((size_t)1 << 20)
#define MAX_FILES 1024
#define MAX_DEPTH 16
#define MAX_DIRECTORIES 4096
#define MAX_MATCHES 4096
/* fnmatch(3) may try every way to divide a name among the stars. */
#define MAX_STARS 6

struct reader {
	const struct sslinv_root *root;
	const struct sslinv_problem_sink *sink;
	struct sslinv_arena *arena;
	struct sslinv_directories *directories;
	unsigned files;
	bool is_full; /* a limit was reached and told */
};

/* The files being read: each includes the next. */
struct chain {
	const struct chain *outer;
	const char *path;
	unsigned depth;
};

struct paths {
	char **items;
	size_t count, capacity;
};

static void free_paths(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
}

static void tell(const struct sslinv_problem_sink *sink, const char *path, const char *message)
{
	if (sink && sink->problem)
		sink->problem(sink->context, path, message);
}

static void tell_limit(struct reader *reader, const char *path, const char *message)
{
	if (!reader->is_full)
		tell(reader->sink, path, message);
	reader->is_full = true;
}

int sslinv_directories_add(struct sslinv_directories *directories, struct sslinv_arena *arena, const char *path,
			   size_t length)
{
	const char **slot;
	char *copy;

	while (length > 1 && path[length - 1] == '/')
		length--;
	for (size_t i = 0; i < directories->count; i++)
		if (strncmp(directories->items[i], path, length) == 0 && directories->items[i][length] == '\0')
			return 0;
	copy = sslinv_arena_strndup(arena, path, length);
	slot = copy ? sslinv_array_add(directories) : NULL;
	if (!slot)
		return SSLINV_E_MEMORY;
	*slot = copy;
	return 0;
}

/* Returns 1 with the text, 0 where there is nothing to read (told, unless it is missing), or SSLINV_E_MEMORY. */
static int read_text(const struct sslinv_root *root, const char *path, const struct sslinv_problem_sink *sink, char **text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;
	size_t length;
	int rc = sslinv_root_read(root, path, MAX_FILE_SIZE, text, &length);

	if (rc == 0)
		return 1;
	*text = NULL;
	if (rc == -ENOENT || rc == -ENOTDIR)
		return 0;
	if (rc == -ENOMEM)
		return SSLINV_E_MEMORY;
	message = sslinv_str_format(
		"cannot read the loader's configuration: %s; libraries in the directories that it names may be missed",
		rc == -ENOTSUP ? "it is not a regular file"
		: rc == -EFBIG ? "it is larger than 1 MiB"
			       : strerror(-rc));
	if (!message)
		return SSLINV_E_MEMORY;
	tell(sink, path, message);
	return 0;
}

static int add_path(struct paths *paths, char *path)
{
	char **slot = path ? sslinv_array_add(paths) : NULL;

	if (!slot) {
		free(path);
		return SSLINV_E_MEMORY;
	}
	*slot = path;
	return 0;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_wildcard(const char *component)
{
	return strpbrk(component, "*?[") != NULL;
}

/* Adds the entries of directory `prefix` that match, sorted as glob(3) does in the C locale. */
static int match_entries(struct reader *reader, const char *prefix, const char *component, bool is_last, struct paths *found)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = NULL;
	int fd = sslinv_root_openat(reader->root, *prefix ? prefix : "/", O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	size_t begin = found->count;
	struct dirent *entry;

	if (fd < 0) {
		if (fd != -ENOENT && fd != -ENOTDIR)
			tell(reader->sink, *prefix ? prefix : "/",
			     "cannot list this directory of the loader's configuration; libraries may be missed");
		return 0;
	}
	directory = fdopendir(fd);
	if (!directory) {
		close(fd);
		return SSLINV_E_MEMORY;
	}
	while ((entry = readdir(directory))) {
		if (fnmatch(component, entry->d_name, FNM_PERIOD) != 0 || (is_last && entry->d_type == DT_DIR))
			continue;
		if (found->count >= MAX_MATCHES) {
			tell_limit(reader, prefix,
				   "the loader's configuration includes too many files; those beyond 4096 are left out");
			break;
		}
		if (add_path(found, sslinv_str_format("%s/%s", prefix, entry->d_name)) < 0)
			return SSLINV_E_MEMORY;
	}
	if (found->count > begin)
		qsort(found->items + begin, found->count - begin, sizeof(*found->items), compare_paths);
	return 0;
}

/* The files that an absolute pattern matches. */
static int expand_pattern(struct reader *reader, char *pattern, struct paths *result)
{
	SSLINV_CLEANUP(free_paths) struct paths current = { 0 };
	char *state = NULL;
	char *component = strtok_r(pattern, "/", &state);

	if (add_path(&current, strdup("")) < 0)
		return SSLINV_E_MEMORY;
	while (component) {
		char *next_component = strtok_r(NULL, "/", &state);
		SSLINV_CLEANUP(free_paths) struct paths next = { 0 };
		struct paths swap;
		unsigned stars = 0;

		for (const char *at = component; *at; at++)
			stars += *at == '*';
		if (strlen(component) > NAME_MAX || stars > MAX_STARS)
			return 0;
		for (size_t i = 0; i < current.count; i++) {
			int rc = has_wildcard(component)
					 ? match_entries(reader, current.items[i], component, !next_component, &next)
					 : add_path(&next, sslinv_str_format("%s/%s", current.items[i], component));

			if (rc < 0)
				return rc;
		}
		swap = current;
		current = next;
		next = swap;
		component = next_component;
	}
	*result = current;
	current = (struct paths){ 0 };
	return 0;
}

static int read_conf(struct reader *reader, const char *path, const struct chain *outer);

/* `include PATTERN...`: relative patterns start at the including file's directory. */
static int read_includes(struct reader *reader, char *patterns, const struct chain *chain)
{
	char *state = NULL;

	for (char *pattern = strtok_r(patterns, " \t\r", &state); pattern; pattern = strtok_r(NULL, " \t\r", &state)) {
		SSLINV_CLEANUP(free_paths) struct paths found = { 0 };
		const char *slash = strrchr(chain->path, '/');
		SSLINV_CLEANUP(sslinv_free_ptr) char *absolute =
			pattern[0] == '/'
				? strdup(pattern)
				: sslinv_str_format("%.*s/%s", slash ? (int)(slash - chain->path) : 0, chain->path, pattern);

		if (!absolute || expand_pattern(reader, absolute, &found) < 0)
			return SSLINV_E_MEMORY;
		for (size_t i = 0; i < found.count; i++)
			if (read_conf(reader, found.items[i], chain) < 0)
				return SSLINV_E_MEMORY;
	}
	return 0;
}

static int read_line(struct reader *reader, char *line, const struct chain *chain)
{
	size_t length;

	line[strcspn(line, "#")] = '\0';
	line += strspn(line, " \t\r\v\f");
	length = strlen(line);
	while (length > 0 && strchr(" \t\r\v\f", line[length - 1]))
		line[--length] = '\0';
	if (strncmp(line, "include", 7) == 0 && (line[7] == ' ' || line[7] == '\t'))
		return read_includes(reader, line + 8, chain);
	/* `hwcap 1 nosegneg` has no meaning any more. A relative directory has none for ldconfig either. */
	if (line[0] != '/')
		return 0;
	if (reader->directories->count >= MAX_DIRECTORIES) {
		tell_limit(reader, chain->path,
			   "the loader's configuration names too many directories; those beyond 4096 are left out");
		return 0;
	}
	/* `/lib=libc6`: the kind of library that lies there, from the time of libc5. */
	return sslinv_directories_add(reader->directories, reader->arena, line, strcspn(line, "="));
}

static int read_conf(struct reader *reader, const char *path, const struct chain *outer)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	struct chain chain = { outer, path, outer ? outer->depth + 1 : 0 };
	int rc;

	for (const struct chain *above = outer; above; above = above->outer)
		if (strcmp(above->path, path) == 0) {
			tell_limit(reader, path, "this file of the loader's configuration includes itself");
			return 0;
		}
	if (chain.depth >= MAX_DEPTH || reader->files >= MAX_FILES) {
		tell_limit(reader, path,
			   "the loader's configuration includes too many files, or too deeply; the rest is left out");
		return 0;
	}
	reader->files++;
	rc = read_text(reader->root, path, reader->sink, &text);
	if (rc <= 0)
		return rc;
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (read_line(reader, line, &chain) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

int sslinv_ld_so_conf_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			   struct sslinv_arena *arena, struct sslinv_directories *directories, struct sslinv_error *error)
{
	struct reader reader = { .root = root, .sink = sink, .arena = arena, .directories = directories };

	return read_conf(&reader, "/etc/ld.so.conf", NULL) < 0 ? sslinv_error_memory(error) : 0;
}

int sslinv_ld_so_preload_read(const struct sslinv_root *root, const struct sslinv_problem_sink *sink,
			      struct sslinv_arena *arena, struct sslinv_directories *names, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	char *state = NULL;
	int rc = read_text(root, "/etc/ld.so.preload", sink, &text);

	if (rc <= 0)
		return rc < 0 ? sslinv_error_memory(error) : 0;
	for (char *comment = text; (comment = strchr(comment, '#'));)
		for (; *comment && *comment != '\n'; comment++)
			*comment = ' ';
	for (char *name = strtok_r(text, " \t\r\n:", &state); name; name = strtok_r(NULL, " \t\r\n:", &state))
		if (names->count < MAX_DIRECTORIES && sslinv_directories_add(names, arena, name, strlen(name)) < 0)
			return sslinv_error_memory(error);
	return 0;
}

int sslinv_ld_musl_path_read(const struct sslinv_root *root, const char *prefix, const char *arch,
			     const struct sslinv_problem_sink *sink, struct sslinv_arena *arena,
			     struct sslinv_directories *directories, struct sslinv_error *error)
{
	static const char *const built_in[] = { "/lib", "/usr/local/lib", "/usr/lib" };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/etc/ld-musl-%s.path", prefix, arch);
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	char *state = NULL;
	int rc = path ? read_text(root, path, sink, &text) : SSLINV_E_MEMORY;
	bool has_file = rc > 0;

	if (rc < 0)
		return sslinv_error_memory(error);
	rc = 0;
	if (has_file) {
		for (char *item = strtok_r(text, "\n:", &state); item && rc == 0; item = strtok_r(NULL, "\n:", &state))
			if (item[0] == '/' && directories->count < MAX_DIRECTORIES)
				rc = sslinv_directories_add(directories, arena, item, strlen(item));
	} else {
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(built_in) && rc == 0; i++)
			rc = sslinv_directories_add(directories, arena, built_in[i], strlen(built_in[i]));
	}
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
