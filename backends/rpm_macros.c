/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the rpm of a root has its database by its own configuration. */
#include "rpm_macros.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rpm_database.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MACROS_MAX (1u << 20)
/* Of macro files in one directory. */
#define NAMES_MAX 1000u

/* In rpm's order. With a name that begins with a dot, all files of that directory whose names begin with `macros`. */
static const char *const files[] = {
	"usr/lib/rpm/macros", "usr/lib/rpm/macros.d/.", "usr/lib/rpm/redhat/macros", "usr/lib/rpm/suse/macros",
	"etc/rpm/.",          "etc/rpm/macros",         "root/.rpmmacros",           "root/.config/rpm/macros",
};

/* What a definition may be made of. The one of Debian runs a shell for the home directory of whom rpm is run by. */
static const struct {
	const char *macro, *value;
} values[] = {
	{ "%(bash -c 'echo ~/.rpmdb')", "/root/.rpmdb" },
	{ "%{getenv:HOME}", "/root" },
	{ "%{_localstatedir}", "/var" },
	{ "%_localstatedir", "/var" },
	{ "%{_sharedstatedir}", "/var/lib" },
	{ "%_sharedstatedir", "/var/lib" },
	{ "%{_var}", "/var" },
	{ "%_var", "/var" },
	{ "%{_prefix}", "/usr" },
	{ "%_prefix", "/usr" },
	{ "%{_usr}", "/usr" },
	{ "%_usr", "/usr" },
};

/* Appends to a text of bounded size; false where it is full. */
static bool append(char *text, size_t size, const char *more, size_t length)
{
	size_t used = strlen(text);

	if (length >= size - used)
		return false;
	memcpy(text + used, more, length);
	text[used + length] = '\0';
	return true;
}

/* The value of the macro at `at`, and its length; NULL for any other. */
static const char *value_at(const char *at, size_t *length)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		*length = strlen(values[i].macro);
		if (strncmp(at, values[i].macro, *length) == 0)
			return values[i].value;
	}
	return NULL;
}

static bool expand(const char *text, char path[SSLINV_RPM_DBPATH_SIZE])
{
	path[0] = '\0';
	while (*text) {
		size_t length = 1;
		const char *value = *text == '%' ? value_at(text, &length) : text;

		if (!value || !append(path, SSLINV_RPM_DBPATH_SIZE, value, *text == '%' ? strlen(value) : 1))
			return false;
		text += length;
	}
	return path[0] == '/' && path[1] != '\0';
}

/* A line `%_dbpath VALUE`; its blanks at both ends do not count. */
static void read_line(char *line, const char *file, struct sslinv_rpm_dbpath *dbpath)
{
	static const char name[] = "%_dbpath";
	char path[SSLINV_RPM_DBPATH_SIZE];
	size_t length;

	line += strspn(line, " \t");
	if (strncmp(line, name, sizeof(name) - 1) != 0 || !strchr(" \t", line[sizeof(name) - 1]))
		return;
	line += sizeof(name) - 1;
	line += strspn(line, " \t");
	length = strlen(line);
	while (length > 0 && strchr(" \t\r/", line[length - 1]))
		line[--length] = '\0';
	memset(dbpath, 0, sizeof(*dbpath));
	snprintf(dbpath->file, sizeof(dbpath->file), "%s", file);
	if (expand(line, path))
		memcpy(dbpath->path, path + 1, strlen(path));
	else
		snprintf(dbpath->unknown, sizeof(dbpath->unknown), "%s", *line ? line : "nothing");
}

/* What it says is not known: only a definition in a later file makes up for it. */
static void note_unread(struct sslinv_rpm_dbpath *dbpath, const char *path)
{
	memset(dbpath, 0, sizeof(*dbpath));
	dbpath->is_unread = true;
	snprintf(dbpath->file, sizeof(dbpath->file), "%s", path);
}

static void read_file(const struct sslinv_backend_host *host, const char *path, struct sslinv_rpm_dbpath *dbpath)
{
	struct stat status;
	int fd = sslinv_rpm_open_regular(host, path, &status);
	char *text, *rest, *line;

	if (fd < 0)
		return;
	text = status.st_size <= MACROS_MAX ? calloc(1, (size_t)status.st_size + 1) : NULL;
	if (text && sslinv_rpm_read_at(fd, text, (size_t)status.st_size, 0) == 0) {
		rest = text;
		while ((line = strsep(&rest, "\n")))
			read_line(line, path, dbpath);
	} else {
		note_unread(dbpath, path);
	}
	free(text);
	close(fd);
}

/* Not what a package manager or an editor left there; rpm passes over the same. */
static int is_macro_file(const struct dirent *entry)
{
	static const char *const ends[] = { ".rpmnew", ".rpmsave", ".rpmorig", "~" };
	size_t length = strlen(entry->d_name);

	if (strncmp(entry->d_name, "macros.", 7) != 0)
		return 0;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (length >= strlen(ends[i]) && strcmp(entry->d_name + length - strlen(ends[i]), ends[i]) == 0)
			return 0;
	return 1;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

/* `directory` ends with a slash. */
static void read_directory(const struct sslinv_backend_host *host, const char *directory, struct sslinv_rpm_dbpath *dbpath)
{
	int fd = host->open(host, directory, O_RDONLY | O_DIRECTORY);
	struct dirent **entries = NULL;
	int count;

	if (fd < 0)
		return;
	count = scandirat(fd, ".", &entries, is_macro_file, by_name);
	close(fd);
	for (int i = 0; i < count; i++) {
		char path[320];

		snprintf(path, sizeof(path), "%s%s", directory, entries[i]->d_name);
		if ((unsigned)i < NAMES_MAX)
			read_file(host, path, dbpath);
		free(entries[i]);
	}
	free(entries);
}

void sslinv_rpm_dbpath_read(const struct sslinv_backend_host *host, struct sslinv_rpm_dbpath *dbpath)
{
	memset(dbpath, 0, sizeof(*dbpath));
	for (size_t i = 0; i < COUNT(files); i++) {
		char directory[64];
		size_t length = strlen(files[i]);

		if (files[i][length - 1] != '.') {
			read_file(host, files[i], dbpath);
			continue;
		}
		snprintf(directory, sizeof(directory), "%.*s", (int)length - 1, files[i]);
		read_directory(host, directory, dbpath);
	}
}
