/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of a site. */
#include "config/config.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/trusted.h"

/* A file of settings is not longer than this. */
#define MAX_SIZE (64 * 1024)

/* A setting with two words as its values. */
struct setting {
	const char *key, *on, *off;
	size_t offset; /* of a bool in struct sslinv_config */
};

static const struct setting settings[] = {
	{ "feed-signature", "required", "optional", offsetof(struct sslinv_config, requires_signature) },
};

struct reading {
	const char *path;
	unsigned long line;
	unsigned long seen[SSLINV_ARRAY_SIZE(settings)]; /* the line of each, 0 where it has none yet */
	struct sslinv_config *config;
	struct sslinv_error *error;
};

static int refuse(const struct reading *reading, const char *reason, const char *word)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = sslinv_str_quoted(word);

	return sslinv_error_set(reading->error, SSLINV_E_FORMAT, "%s:%lu: %s '%.100s'; see sslinv.conf(5)", reading->path,
				reading->line, reason, quoted ? quoted : "?");
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	for (length = strlen(text); length > 0 && strchr(" \t\r", text[length - 1]); length--)
		text[length - 1] = '\0';
	return text;
}

static int set(struct reading *reading, const char *key, const char *value)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(settings); i++) {
		const struct setting *setting = &settings[i];
		bool is_on = strcmp(value, setting->on) == 0;

		if (strcmp(key, setting->key) != 0)
			continue;
		if (reading->seen[i])
			return refuse(reading, "a second line for", key);
		if (!is_on && strcmp(value, setting->off) != 0)
			return sslinv_error_set(reading->error, SSLINV_E_FORMAT,
						"%s:%lu: %s takes %s or %s; see sslinv.conf(5)", reading->path,
						reading->line, key, setting->on, setting->off);
		reading->seen[i] = reading->line;
		*(bool *)((char *)reading->config + setting->offset) = is_on;
		return 0;
	}
	return refuse(reading, "an unknown key", key);
}

static int read_line(struct reading *reading, char *line)
{
	char *text = trim(line), *equals = strchr(text, '=');

	if (text[0] == '\0' || text[0] == '#')
		return 0;
	if (!equals)
		return refuse(reading, "not `key = value`:", text);
	*equals = '\0';
	return set(reading, trim(text), trim(equals + 1));
}

static int read_lines(struct reading *reading, FILE *file)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *line = NULL;
	size_t size = 0, total = 0;
	ssize_t length;
	int rc = 0;

	while (rc == 0 && (errno = 0, length = getline(&line, &size, file)) >= 0) {
		reading->line++;
		total += (size_t)length;
		if (total > MAX_SIZE || strlen(line) != (size_t)length)
			return sslinv_error_set(reading->error, SSLINV_E_FORMAT, "%s:%lu: not a file of settings",
						reading->path, reading->line);
		if (length > 0 && line[length - 1] == '\n')
			line[length - 1] = '\0';
		rc = read_line(reading, line);
	}
	return rc == 0 && ferror(file) ? sslinv_error_errno(reading->error, "%s: cannot be read", reading->path) : rc;
}

int sslinv_config_load(const char *directory, struct sslinv_config *config, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, SSLINV_CONFIG_FILE);
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = NULL;
	struct reading reading = { .path = path, .config = config, .error = error };
	int fd;

	memset(config, 0, sizeof(*config));
	if (!path)
		return sslinv_error_memory(error);
	fd = sslinv_trusted_open(path, error);
	if (fd == SSLINV_E_NOT_FOUND) {
		sslinv_error_clear(error);
		return 0;
	}
	if (fd < 0)
		return fd;
	file = fdopen(fd, "r");
	if (!file) {
		sslinv_close_fd(&fd);
		return sslinv_error_memory(error);
	}
	return read_lines(&reading, file);
}
