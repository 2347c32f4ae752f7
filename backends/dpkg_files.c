/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files a Debian package owns: dpkg's lists and diversions, and the md5sums of distroless images. */
#include "dpkg_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "dpkg_stanza.h"

#define DIVERSIONS "var/lib/dpkg/diversions"
#define LIST_MAX (64u << 20)
#define DIVERSIONS_MAX (16u << 20)
#define MD5_LENGTH 32u

static bool is_list(const char *name)
{
	return name[0] != '.' && sslinv_dpkg_ends_with(name, ".list");
}

static int compare_diversions(const void *left, const void *right)
{
	const struct sslinv_dpkg_diversion *a = left, *b = right;

	return strcmp(a->from, b->from);
}

/* Ends the line that begins at *at with a NUL, and moves *at behind it. NULL at the end of the text. */
static char *take_line(char **at, const char *end)
{
	char *line = *at, *newline;

	if (line >= end)
		return NULL;
	newline = memchr(line, '\n', (size_t)(end - line));
	*at = newline ? newline + 1 : line + (end - line);
	/* The buffer has a NUL behind its end. */
	if (newline)
		*newline = '\0';
	return line;
}

static bool is_path(const char *line, const char *next)
{
	return line && line[0] == '/' && (line + strlen(line) + 1 == next);
}

/* Records of three lines: where from, where to, which package. */
static int parse_diversions(struct sslinv_dpkg_files *files, size_t length, const struct sslinv_backend_sink *sink)
{
	char *at = files->diversion_text, *end = at + length;
	bool whole = !length || end[-1] == '\n';
	size_t lines = 0;

	for (const char *byte = at; byte < end; byte++)
		lines += *byte == '\n';
	files->diversions = calloc(lines / 3 + 1, sizeof(*files->diversions));
	if (!files->diversions)
		return sslinv_dpkg_out_of_memory(sink);
	for (size_t i = 0; whole && i < lines / 3; i++) {
		struct sslinv_dpkg_diversion *diversion = &files->diversions[files->diversion_count];

		diversion->from = take_line(&at, end);
		whole = is_path(diversion->from, at);
		diversion->to = take_line(&at, end);
		whole = whole && is_path(diversion->to, at);
		diversion->package = take_line(&at, end);
		files->diversion_count += whole;
	}
	if (files->diversion_count)
		qsort(files->diversions, files->diversion_count, sizeof(*files->diversions), compare_diversions);
	if (whole && lines % 3 == 0)
		return 0;
	return sslinv_backend_problem(
		sink, DIVERSIONS,
		"is damaged after %zu records: files may be missed where a package moved those of another; "
		"restore it from diversions-old",
		files->diversion_count);
}

static int read_diversions(struct sslinv_dpkg_files *files, const struct sslinv_backend_host *host,
			   const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular(host, DIVERSIONS);
	size_t capacity = 0, length = 0;
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_read(fd, DIVERSIONS_MAX, &files->diversion_text, &capacity, &length);
	if (rc < 0)
		return sslinv_backend_problem(sink, DIVERSIONS, "cannot be read: %s", sslinv_dpkg_reason(rc));
	return parse_diversions(files, length, sink);
}

/* Format 0 has no NAME:ARCH.list and format 1 has; a later one may have anything. */
static int check_format(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink)
{
	static const char path[] = SSLINV_DPKG_INFO "/format";
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular(host, path);
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *text = NULL;
	size_t capacity = 0, length = 0;
	int rc;

	if (fd == -ENOENT)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_read(fd, 4096, &text, &capacity, &length);
	if (rc < 0)
		return sslinv_backend_problem(sink, path, "cannot be read: %s", sslinv_dpkg_reason(rc));
	if (!strcmp(text, "0\n") || !strcmp(text, "1\n"))
		return 0;
	return sslinv_backend_problem(
		sink, path,
		"a format that sslinv does not know (it knows 0 and 1): files may be missed; use a newer sslinv");
}

int sslinv_dpkg_files_open(struct sslinv_dpkg_files *files, const struct sslinv_backend_host *host,
			   const struct sslinv_backend_sink *sink)
{
	int rc = 0;

	files->info = sslinv_dpkg_open_directory(host, SSLINV_DPKG_INFO);
	if (files->info >= 0)
		rc = sslinv_dpkg_list(files->info, is_list, &files->lists);
	else if (files->info != -ENOENT)
		rc = files->info;
	if (rc < 0)
		return sslinv_dpkg_unreadable(sink, SSLINV_DPKG_INFO, rc);
	files->distroless = sslinv_dpkg_open_directory(host, SSLINV_DPKG_STATUS_D);
	if (files->info >= 0)
		rc = check_format(host, sink);
	return rc ? rc : read_diversions(files, host, sink);
}

/* Does the status have the package that a list belongs to, in a state that has files or had some? */
static bool list_is_known(const char *list, const struct sslinv_dpkg_status *status)
{
	char name[256];
	size_t length = strlen(list) - strlen(".list");
	char *arch;
	const struct sslinv_dpkg_entry *entry;

	if (length >= sizeof(name))
		return false;
	memcpy(name, list, length);
	name[length] = '\0';
	arch = strchr(name, ':');
	if (arch)
		*arch++ = '\0';
	entry = sslinv_dpkg_status_find(status, name, arch);
	if (!entry)
		return false;
	/* Of one name there may be several architectures, and all but one of them gone. */
	for (; entry < status->entries + status->count && !strcmp(entry->name, name); entry++)
		if ((!arch || !strcmp(entry->arch, arch)) && entry->state != SSLINV_DPKG_NOT_INSTALLED)
			return true;
	return false;
}

int sslinv_dpkg_files_check(const struct sslinv_dpkg_files *files, const struct sslinv_dpkg_status *status,
			    const struct sslinv_backend_sink *sink)
{
	size_t unknown = 0;
	const char *first = NULL;
	int rc = 0;

	for (size_t i = 0; i < files->lists.count; i++) {
		if (list_is_known(files->lists.names[i], status))
			continue;
		if (!unknown++)
			first = files->lists.names[i];
	}
	if (files->info < 0 && status->from_status)
		return sslinv_backend_problem(sink, SSLINV_DPKG_INFO,
					      "does not exist: which files the %zu packages own is not known",
					      status->from_status);
	if (unknown)
		rc = sslinv_backend_problem(
			sink, SSLINV_DPKG_STATUS,
			"%s for %zu of %zu lists of files in " SSLINV_DPKG_INFO " (the first: %s): it is damaged "
			"or was cut off; restore it from a backup (dpkg keeps some in var/backups) or from status-old",
			status->have_status ? "has no package" : "does not exist, but there are packages", unknown,
			files->lists.count, first);
	if (rc < 0 || !unknown || status->installed)
		return rc;
	return -EBADMSG;
}

/* Where a path that a package lists really lies. */
static const char *divert(const struct sslinv_dpkg_files *files, const char *path, const char *package)
{
	struct sslinv_dpkg_diversion key = { .from = path };
	const struct sslinv_dpkg_diversion *found = NULL;

	if (files->diversion_count)
		found = bsearch(&key, files->diversions, files->diversion_count, sizeof(key), compare_diversions);
	return found && strcmp(found->package, package) != 0 ? found->to : path;
}

/* How a line names a path, and where it goes. */
struct line_format {
	size_t prefix; /* bytes before the path */
	bool rooted;   /* the path begins with a slash; else it is relative to the root */
	bool digests;  /* the sink gets the digests that precede the paths, and not the paths as files */
};

static const struct line_format list_format = { .rooted = true };
static const struct line_format md5sums_format = { .prefix = MD5_LENGTH + 2 };
static const struct line_format digest_format = { .prefix = MD5_LENGTH + 2, .digests = true };

/* The path in a line, made absolute in place; NULL where there is none. */
static char *path_in(char *line, const char *next, const struct line_format *format)
{
	size_t length = strlen(line);
	char *path;

	if (line + length + 1 != next || length <= format->prefix)
		return NULL;
	if (format->digests && (strspn(line, "0123456789abcdefABCDEF") != MD5_LENGTH || line[MD5_LENGTH] != ' '))
		return NULL;
	path = line + format->prefix;
	if (format->rooted)
		return path[0] == '/' ? path : NULL;
	if (path[0] == '.' && path[1] == '/')
		path++;
	else
		*--path = '/';
	return path[1] ? path : NULL;
}

/* Hands on what a line says of the path in it. */
static int take_path(const struct sslinv_dpkg_files *files, char *line, const char *owned, const struct line_format *format,
		     const char *package, const struct sslinv_backend_sink *sink)
{
	const char *path = divert(files, owned, package);

	if (!format->digests)
		return sink->file(sink->context, path);
	line[MD5_LENGTH] = '\0';
	return sink->digest(sink->context, path, SSLINV_BACKEND_MD5, line);
}

static int each_line(struct sslinv_dpkg_files *files, const char *path, size_t length, const struct line_format *format,
		     const char *package, const struct sslinv_backend_sink *sink)
{
	char *at = files->buffer, *end = at + length, *line;
	bool cut = length && end[-1] != '\n';
	size_t number = 0, bad = 0, first_bad = 0;
	int rc;

	if (!length && format->rooted)
		return sslinv_backend_problem(
			sink, path, "is empty: which files %s owns is not known; install the package again", package);
	if (!length && format->digests)
		return sslinv_backend_problem(
			sink, path, "is empty: what the files of %s contain is not known; install the package again",
			package);
	while ((line = take_line(&at, end))) {
		char *owned;

		number++;
		/* A name cut in two is the name of another file. */
		if (cut && at == end)
			break;
		owned = path_in(line, at, format);
		if (!owned) {
			if (!bad++)
				first_bad = number;
			continue;
		}
		if (!strcmp(owned, "/."))
			continue;
		rc = take_path(files, line, owned, format, package, sink);
		if (rc < 0)
			return rc;
	}
	rc = bad ? sslinv_backend_problem(sink, path,
					  "has %zu lines that name no file, the first at line %zu; install %s again", bad,
					  first_bad, package)
		 : 0;
	if (rc < 0 || !cut)
		return rc;
	return sslinv_backend_problem(
		sink, path, "is cut off in line %zu: files of %s are missed; install the package again", number, package);
}

static int each_in(struct sslinv_dpkg_files *files, int directory, const char *directory_path, const char *name,
		   const struct line_format *format, const char *package, const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = sslinv_dpkg_open_regular_at(directory, name);
	char path[512];
	size_t length = 0;
	int rc;

	snprintf(path, sizeof(path), "%s/%s", directory_path, name);
	if (fd == -ENOENT && format->digests)
		return 0;
	rc = fd < 0 ? fd : sslinv_dpkg_read(fd, LIST_MAX, &files->buffer, &files->capacity, &length);
	if (rc < 0)
		return sslinv_backend_problem(sink, path, "cannot be read: %s; which files %s owns is not known",
					      sslinv_dpkg_reason(rc), package);
	return each_line(files, path, length, format, package, sink);
}

int sslinv_dpkg_files_each(struct sslinv_dpkg_files *files, const struct sslinv_dpkg_entry *entry,
			   const struct sslinv_backend_sink *sink)
{
	char name[2 * SSLINV_DPKG_WORD_MAX + sizeof(":.list")];

	if (entry->file) {
		snprintf(name, sizeof(name), "%s.md5sums", entry->file);
		return each_in(files, files->distroless, SSLINV_DPKG_STATUS_D, name, &md5sums_format, entry->name, sink);
	}
	if (files->info < 0)
		return 0; /* said by sslinv_dpkg_files_check() */
	/* Only packages of `Multi-Arch: same` have the architecture in the name, and only since format 1. */
	snprintf(name, sizeof(name), "%s:%s.list", entry->name, entry->arch);
	if (!sslinv_dpkg_names_have(&files->lists, name))
		snprintf(name, sizeof(name), "%s.list", entry->name);
	if (!sslinv_dpkg_names_have(&files->lists, name) && entry->state == SSLINV_DPKG_HALF_INSTALLED)
		return 0; /* it failed before anything was unpacked */
	return each_in(files, files->info, SSLINV_DPKG_INFO, name, &list_format, entry->name, sink);
}

static bool is_list_of_digests(const char *name)
{
	return sslinv_dpkg_ends_with(name, ".md5sums");
}

/*
 * Most of the packages that list files have digests of them, and this one lacks its own: nobody knows whether its files are
 * the package's. Where no package has any, that is how the root is.
 */
static int tell_no_digests(const struct sslinv_dpkg_files *files, const char *name, const struct sslinv_backend_sink *sink)
{
	struct sslinv_dpkg_names digests = { 0 };
	bool have_most = sslinv_dpkg_list(files->info, is_list_of_digests, &digests) == 0 &&
			 digests.count * 2 > files->lists.count;
	char path[640];

	sslinv_dpkg_names_free(&digests);
	if (!have_most)
		return 0;
	snprintf(path, sizeof(path), "%s/%s", SSLINV_DPKG_INFO, name);
	return sslinv_backend_problem(
		sink, path,
		"is missing, and most packages have one: whether the files of the package are its own is "
		"not known; reinstall it");
}

static bool is_missing(int directory, const char *name)
{
	struct stat status;

	return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

int sslinv_dpkg_files_digests(struct sslinv_dpkg_files *files, const struct sslinv_dpkg_entry *entry,
			      const struct sslinv_backend_sink *sink)
{
	int directory = entry->file ? files->distroless : files->info;
	const char *directory_path = entry->file ? SSLINV_DPKG_STATUS_D : SSLINV_DPKG_INFO;
	char name[2 * SSLINV_DPKG_WORD_MAX + sizeof(":.md5sums")];

	if (directory < 0)
		return 0;
	/* As for the lists: NAME:ARCH.md5sums stands beside NAME:ARCH.list. */
	snprintf(name, sizeof(name), "%s:%s.list", entry->name, entry->arch);
	if (!entry->file && sslinv_dpkg_names_have(&files->lists, name))
		snprintf(name, sizeof(name), "%s:%s.md5sums", entry->name, entry->arch);
	else
		snprintf(name, sizeof(name), "%s.md5sums", entry->file ? entry->file : entry->name);
	/* The directory is listed only for that: it has thousands of names. */
	if (!entry->file && is_missing(directory, name))
		return tell_no_digests(files, name, sink);
	return each_in(files, directory, directory_path, name, &digest_format, entry->name, sink);
}

void sslinv_dpkg_files_close(struct sslinv_dpkg_files *files)
{
	sslinv_dpkg_close_fd(&files->info);
	sslinv_dpkg_close_fd(&files->distroless);
	sslinv_dpkg_names_free(&files->lists);
	free(files->diversions);
	free(files->diversion_text);
	free(files->buffer);
	*files = (struct sslinv_dpkg_files)SSLINV_DPKG_FILES_INIT;
}
