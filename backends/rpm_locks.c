/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the lists of locks of dnf, yum and zypper, and what dnf and yum exclude from all repositories. */
#include "rpm_locks.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "rpm_database.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* No honest list comes near. */
#define LOCKS_MAX (1u << 20)
/* A full name with its version and architecture. */
#define FULL_SIZE 512
#define ASTERISKS_MAX 8u

/* Above all versions that a package ever had: a lock that admits it is none. */
#define ANY_LATER "9999:9999-9999"

/* Cuts the blanks off both ends. */
static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		text[--length] = '\0';
	return text;
}

/* Splits `key = value` or `key: value` at the sign; NULL where there is none, or the key is another. Quotes are cut off. */
static char *value_of(char *line, const char *key, char sign)
{
	size_t length = strlen(key);
	char *value;

	line = trim(line);
	if (strncasecmp(line, key, length) != 0)
		return NULL;
	value = trim(line + length);
	if (*value != sign)
		return NULL;
	value = trim(value + 1);
	length = strlen(value);
	if (length >= 2 && strchr("\"'", value[0]) && value[length - 1] == value[0]) {
		value[length - 1] = '\0';
		value++;
	}
	return value;
}

/* What follows the epoch; *epoch is "0" where there is none. */
static const char *split_epoch(const char *version, char *epoch, size_t size)
{
	size_t digits = strspn(version, "0123456789");
	bool has_epoch = digits > 0 && digits < size && version[digits] == ':';

	snprintf(epoch, size, "%.*s", has_epoch ? (int)digits : 1, has_epoch ? version : "0");
	return has_epoch ? version + digits + 1 : version;
}

/* Each asterisk more makes fnmatch(3) try again what it tried; a name needs few. */
static bool matches(const char *pattern, const char *text, int flags)
{
	size_t asterisks = 0;

	for (const char *at = pattern; *at; at++)
		asterisks += *at == '*';
	return asterisks <= ASTERISKS_MAX && fnmatch(pattern, text, flags) == 0;
}

/* Does the pattern of a list fit the package in this version? dnf and yum write the epoch in different places. */
static bool fits(const char *pattern, const struct sslinv_rpm_installed *installed, const char *version)
{
	char epoch[16], full[FULL_SIZE];
	const char *bare = split_epoch(version, epoch, sizeof(epoch));

	snprintf(full, sizeof(full), "%s-%s:%s.%s", installed->name, epoch, bare, installed->arch);
	if (matches(pattern, full, 0))
		return true;
	snprintf(full, sizeof(full), "%s:%s-%s.%s", epoch, installed->name, bare, installed->arch);
	if (matches(pattern, full, 0))
		return true;
	snprintf(full, sizeof(full), "%s-%s.%s", installed->name, bare, installed->arch);
	return matches(pattern, full, 0);
}

/* Lines `openssl-libs-1:3.0.7-27.el9.*` of dnf, `1:openssl-libs-1.0.2k-26.el7_9.*` of yum; what `!` precedes is left out. */
static bool holds_list(char *text, const struct sslinv_rpm_installed *installed)
{
	char *line;

	while ((line = strsep(&text, "\n"))) {
		line = trim(line);
		if (*line && !strchr("#!", *line) && fits(line, installed, installed->version) &&
		    !fits(line, installed, ANY_LATER))
			return true;
	}
	return false;
}

static bool is_version(const char *value, const struct sslinv_rpm_installed *installed)
{
	char epoch[16], own_epoch[16];
	const char *bare = split_epoch(value, epoch, sizeof(epoch));

	return strcmp(bare, split_epoch(installed->version, own_epoch, sizeof(own_epoch))) == 0 &&
	       strcmp(epoch, own_epoch) == 0;
}

/* dnf 5: a table `[[packages]]` with a name, and in it conditions, each a key, a comparator and a value. */
static bool holds_toml(char *text, const struct sslinv_rpm_installed *installed)
{
	bool is_named = false, is_evr = false, is_equal = false;
	char *line, *value;

	while ((line = strsep(&text, "\n"))) {
		line = trim(line);
		if (*line == '[') {
			is_named = is_named && strcmp(line, "[[packages]]") != 0;
			is_evr = is_equal = false;
		} else if ((value = value_of(line, "name", '='))) {
			is_named = matches(value, installed->name, 0);
		} else if ((value = value_of(line, "key", '='))) {
			is_evr = strcmp(value, "evr") == 0;
		} else if ((value = value_of(line, "comparator", '='))) {
			is_equal = strcmp(value, "=") == 0 || strcmp(value, "==") == 0;
		} else if ((value = value_of(line, "value", '='))) {
			if (is_named && is_evr && is_equal && is_version(value, installed))
				return true;
		}
	}
	return false;
}

/* One lock of zypper's. */
struct zypp_lock {
	const char *name, *match;
	bool is_exact_case;
	bool is_other; /* of another kind than a package, or of some of its versions */
};

static bool holds_zypp_lock(const struct zypp_lock *lock, const struct sslinv_rpm_installed *installed)
{
	const char *match = lock->match ? lock->match : "substring";

	if (!lock->name || lock->is_other)
		return false;
	if (strcmp(match, "glob") == 0)
		return matches(lock->name, installed->name, lock->is_exact_case ? 0 : FNM_CASEFOLD);
	/* Nobody writes one but by hand, and the root need not be a friend's. */
	if (strcmp(match, "regex") == 0)
		return false;
	if (strcmp(match, "exact") == 0)
		return (lock->is_exact_case ? strcmp : strcasecmp)(lock->name, installed->name) == 0;
	return strcasestr(installed->name, lock->name) != NULL;
}

/* Stanzas, parted by empty lines: `solvable_name: libopenssl3`, `match_type: glob`. */
static bool holds_zypp(char *text, const struct sslinv_rpm_installed *installed)
{
	static const char *const narrower[] = { "version", "edition", "repo", "arch", "complex", "query_string" };
	struct zypp_lock lock = { .is_exact_case = true };
	char *line, *value;

	while ((line = strsep(&text, "\n"))) {
		line = trim(line);
		if (!*line) {
			if (holds_zypp_lock(&lock, installed))
				return true;
			lock = (struct zypp_lock){ .is_exact_case = true };
		} else if ((value = value_of(line, "solvable_name", ':'))) {
			lock.name = value;
		} else if ((value = value_of(line, "match_type", ':'))) {
			lock.match = value;
		} else if ((value = value_of(line, "case_sensitive", ':'))) {
			lock.is_exact_case = strcmp(value, "off") != 0;
		} else if ((value = value_of(line, "type", ':'))) {
			lock.is_other |= strcmp(value, "package") != 0;
		}
		for (size_t i = 0; *line && i < COUNT(narrower); i++)
			lock.is_other |= value_of(line, narrower[i], ':') != NULL;
	}
	return holds_zypp_lock(&lock, installed);
}

/* A list of patterns of names, each with or without an architecture, parted by blanks or commas. */
static bool excludes(char *list, const struct sslinv_rpm_installed *installed)
{
	char full[FULL_SIZE], *pattern;

	snprintf(full, sizeof(full), "%s.%s", installed->name, installed->arch);
	while ((pattern = strsep(&list, " \t,")))
		if (*pattern && (matches(pattern, installed->name, 0) || matches(pattern, full, 0)))
			return true;
	return false;
}

/* `exclude=` or `excludepkgs=` in the section `[main]`; a line that begins with a blank goes on with the one before. */
static bool holds_exclude(char *text, const struct sslinv_rpm_installed *installed)
{
	bool is_main = true, is_exclude = false;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		bool goes_on = *line == ' ' || *line == '\t';
		char *value = line;

		if (*line == '#' || *line == ';')
			continue;
		if (*line == '[')
			is_main = strncmp(line, "[main]", 6) == 0;
		if (!goes_on) {
			value = value_of(line, "excludepkgs", '=');
			if (!value)
				value = value_of(line, "exclude", '=');
			is_exclude = value != NULL;
		}
		if (is_main && is_exclude && excludes(value, installed))
			return true;
	}
	return false;
}

static const struct {
	const char *path;
	const char *settings; /* of the plugin that reads it: `enabled`, and `locklist` for another path; NULL */
	const char *held_by;
	bool (*holds)(char *text, const struct sslinv_rpm_installed *installed);
} sources[] = {
	{ "etc/dnf/plugins/versionlock.list", "etc/dnf/plugins/versionlock.conf", "versionlock", holds_list },
	{ "etc/yum/pluginconf.d/versionlock.list", "etc/yum/pluginconf.d/versionlock.conf", "versionlock", holds_list },
	{ "etc/dnf/versionlock.toml", NULL, "versionlock", holds_toml },
	{ "etc/zypp/locks", NULL, "lock", holds_zypp },
	{ "etc/dnf/dnf.conf", NULL, "exclude", holds_exclude },
	{ "etc/yum.conf", NULL, "exclude", holds_exclude },
};

/* The text of a file, which the caller frees; NULL where there is none, or after a problem. */
static char *read_text(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, const char *path,
		       int *rc)
{
	struct stat status;
	int fd = sslinv_rpm_open_regular(host, path, &status);
	char *text = NULL;

	if (fd == -ENOENT || fd == -ENOTDIR)
		return NULL;
	if (fd >= 0 && status.st_size <= LOCKS_MAX)
		text = calloc(1, (size_t)status.st_size + 1);
	if (text && sslinv_rpm_read_at(fd, text, (size_t)status.st_size, 0) < 0) {
		free(text);
		text = NULL;
	}
	if (!text)
		*rc = sslinv_backend_problem(sink, path,
					     "cannot be read: what it keeps from being updated is not known%s%s; make it "
					     "readable",
					     fd < 0 ? ": " : "", fd < 0 ? strerror(-fd) : "");
	if (fd >= 0)
		close(fd);
	return text;
}

/* What the plugin's settings say: false where it is switched off. `path` becomes the one of the list. */
static bool read_settings(char *text, char *path, size_t size)
{
	bool is_enabled = true;
	char *line, *value;

	while ((line = strsep(&text, "\n"))) {
		if ((value = value_of(line, "enabled", '=')))
			is_enabled = !strchr("0nNfF", value[0]) || !value[0];
		else if ((value = value_of(line, "locklist", '=')) && value[0] == '/')
			snprintf(path, size, "%s", value + 1);
	}
	return is_enabled;
}

int sslinv_rpm_lock_find(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
			 const struct sslinv_rpm_installed *installed, const char **held_by)
{
	int rc = 0;

	*held_by = NULL;
	for (size_t i = 0; i < COUNT(sources) && rc >= 0 && !*held_by; i++) {
		char path[1024], *text;
		bool is_enabled = true;

		snprintf(path, sizeof(path), "%s", sources[i].path);
		text = sources[i].settings ? read_text(host, sink, sources[i].settings, &rc) : NULL;
		if (text)
			is_enabled = read_settings(text, path, sizeof(path));
		free(text);
		text = is_enabled && rc >= 0 ? read_text(host, sink, path, &rc) : NULL;
		if (text && sources[i].holds(text, installed))
			*held_by = sources[i].held_by;
		free(text);
	}
	return rc < 0 ? rc : 0;
}
