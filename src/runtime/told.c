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

/* Of a program's bytes, so many at once. */
#define WINDOW ((size_t)1 << 20)
#define PROGRAM_MAX ((off_t)1 << 30)

/* One window: what stands in it is whole but for its last bytes, which the next one has again. */
static int look_in(struct sslinv_finder *finder, const char *bytes, size_t length, const char *mark, const char **version)
{
	const char *at = memmem(bytes, length, mark, strlen(mark));
	size_t rest, count = 0;

	if (!at)
		return 0;
	at += strlen(mark);
	rest = length - (size_t)(at - bytes);
	while (count < rest && (isdigit((unsigned char)at[count]) || at[count] == '.'))
		count++;
	if (count == 0 || count > 32)
		return 0;
	*version = sslinv_arena_strndup(&finder->arena, at, count);
	return *version ? 0 : SSLINV_E_MEMORY;
}

int sslinv_told_behind(struct sslinv_finder *finder, const char *path, const char *mark, const char **version)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(finder->root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *window = malloc(WINDOW);
	const size_t overlap = strlen(mark) + 64;

	*version = NULL;
	if (!window || fd == -ENOMEM)
		return SSLINV_E_MEMORY;
	for (off_t offset = 0; fd >= 0 && offset < PROGRAM_MAX && !*version; offset += (off_t)(WINDOW - overlap)) {
		ssize_t got = pread(fd, window, WINDOW, offset);

		if (got <= 0)
			break;
		if (look_in(finder, window, (size_t)got, mark, version) < 0)
			return SSLINV_E_MEMORY;
		if ((size_t)got < WINDOW)
			break;
	}
	return 0;
}
