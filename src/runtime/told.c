/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What small text files of a runtime tell. */
#include "runtime/told.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"

char *sslinv_told_head(const struct sslinv_finder *finder, const char *path, size_t *length, int *rc)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(finder->root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;

	*length = 0;
	*rc = fd == -ENOMEM ? SSLINV_E_MEMORY : 0;
	if (fd < 0)
		return NULL;
	text = malloc(SSLINV_TOLD_MAX + 1);
	if (!text) {
		*rc = SSLINV_E_MEMORY;
		return NULL;
	}
	while (*length < SSLINV_TOLD_MAX) {
		ssize_t got = read(fd, text + *length, SSLINV_TOLD_MAX - *length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return NULL;
		if (got == 0)
			break;
		*length += (size_t)got;
	}
	text[*length] = '\0';
	return sslinv_take_ptr(text);
}

static const char *skip_spaces(const char *at)
{
	return at + strspn(at, " \t");
}

const char *sslinv_told_value(struct sslinv_finder *finder, const char *text, const char *key, char separator, int *rc)
{
	size_t key_length = strlen(key);
	const char *next, *value = NULL;

	*rc = 0;
	for (const char *line = text; *line && !value; line = next) {
		size_t length = strcspn(line, "\n");

		next = line + length + (line[length] == '\n');
		if (separator == ':' && (length == 0 || strncmp(line, "\r\n", 2) == 0))
			return NULL; /* what follows is a description, and may look like anything */
		if (strncasecmp(line, key, key_length) == 0 && *skip_spaces(line + key_length) == separator)
			value = skip_spaces(skip_spaces(line + key_length) + 1);
	}
	if (value) {
		size_t length = strcspn(value, "\r\n");

		while (length > 0 && isspace((unsigned char)value[length - 1]))
			length--;
		if (length == 0 || length > SSLINV_TOLD_MAX_VALUE)
			return NULL;
		value = sslinv_arena_strndup(&finder->arena, value, length);
		*rc = value ? 0 : SSLINV_E_MEMORY;
	}
	return value;
}

size_t sslinv_told_numbers(const char *text)
{
	size_t length = 0;

	while (isdigit((unsigned char)text[length]) ||
	       (text[length] == '.' && length > 0 && isdigit((unsigned char)text[length + 1])))
		length++;
	return length;
}

bool sslinv_told_is_of_branch(const char *version, const char *branch)
{
	size_t length = branch ? strlen(branch) : 0;

	return strncmp(version, branch ? branch : "", length) == 0 &&
	       (length == 0 || version[length] == '\0' || version[length] == '.');
}

const char *sslinv_told_by_package(struct sslinv_finder *finder, uint32_t package, const char *branch, int *rc)
{
	const char *version = package == SSLINV_NO_PACKAGE ? NULL : finder->facts->packages.items[package].version;
	const char *colon = version ? strchr(version, ':') : NULL, *upstream;

	*rc = 0;
	if (!version)
		return NULL;
	version = colon ? colon + 1 : version;
	upstream = sslinv_arena_strndup(&finder->arena, version, sslinv_told_numbers(version));
	if (!upstream)
		*rc = SSLINV_E_MEMORY;
	return upstream && *upstream && sslinv_told_is_of_branch(upstream, branch) ? upstream : NULL;
}

/* In the line that `at` is in: the text between two quotes of one kind. */
static const char *quoted_in_line(const char *at, size_t *length)
{
	const char *quote = at + strcspn(at, "\"'\n");
	const char *end = *quote && *quote != '\n' ? strpbrk(quote + 1, *quote == '"' ? "\"\n" : "'\n") : NULL;

	*length = end && *end == *quote ? (size_t)(end - quote) - 1 : 0;
	return *length > 0 && *length <= SSLINV_TOLD_MAX_VALUE ? quote + 1 : NULL;
}

int sslinv_told_quoted(struct sslinv_finder *finder, const char *path, const char *mark, const char **value)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	const char *found = NULL;
	size_t length;
	int rc;

	*value = NULL;
	text = sslinv_told_head(finder, path, &length, &rc);
	for (const char *at = text ? strstr(text, mark) : NULL; at && !found; at = strstr(at + 1, mark))
		found = quoted_in_line(at + strlen(mark), &length);
	if (!found)
		return rc;
	*value = sslinv_arena_strndup(&finder->arena, found, length);
	return *value ? 0 : SSLINV_E_MEMORY;
}

/* Of a program's bytes, so many at once. */
#define WINDOW ((size_t)1 << 20)
#define PROGRAM_MAX ((off_t)1 << 30)

/* The longest version behind a mark. */
#define VERSION_MAX 32

/* The numbers and points behind a mark; none where they are more than any version has. */
static size_t version_length(const char *at, size_t rest)
{
	size_t count = 0;

	while (count < rest && (isdigit((unsigned char)at[count]) || at[count] == '.'))
		count++;
	return count <= VERSION_MAX ? count : 0;
}

/* Calls `found` with the places of the mark until it returns another number than 0, which is returned then. */
static int look_through(struct sslinv_finder *finder, const char *path, const char *mark,
			int (*found)(struct sslinv_finder *finder, const char *at, size_t rest, const char **version),
			const char **version)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(finder->root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *window = malloc(WINDOW);
	/* What begins so near to the end of a window is looked at as a whole in the next one. */
	const size_t length = strlen(mark), overlap = length + VERSION_MAX + 1;
	ssize_t got = (ssize_t)WINDOW;
	int rc = 0;

	if (!window || fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	for (off_t offset = 0; fd >= 0 && offset < PROGRAM_MAX && rc == 0 && got == (ssize_t)WINDOW;
	     offset += (off_t)(WINDOW - overlap)) {
		const char *end, *last;

		got = pread(fd, window, WINDOW, offset);
		end = window + (got > 0 ? got : 0);
		last = got == (ssize_t)WINDOW ? end - overlap : end;
		for (const char *at = window; rc == 0 && (at = memmem(at, (size_t)(end - at), mark, length)) && at < last;
		     at++)
			rc = found(finder, at + length, (size_t)(end - at) - length, version);
	}
	return rc;
}

static int take_version(struct sslinv_finder *finder, const char *at, size_t rest, const char **version)
{
	size_t length = version_length(at, rest);

	if (length == 0)
		return 0;
	*version = sslinv_arena_strndup(&finder->arena, at, length);
	return *version ? 1 : SSLINV_E_MEMORY;
}

int sslinv_told_behind(struct sslinv_finder *finder, const char *path, const char *mark, const char **version)
{
	int rc;

	*version = NULL;
	rc = look_through(finder, path, mark, take_version, version);
	return rc < 0 ? rc : 0;
}

static int take_any(struct sslinv_finder *finder, const char *at, size_t rest, const char **version)
{
	(void)finder;
	(void)at;
	(void)rest;
	(void)version;
	return 1;
}

int sslinv_told_has(struct sslinv_finder *finder, const char *path, const char *text)
{
	return look_through(finder, path, text, take_any, NULL);
}
