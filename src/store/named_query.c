/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named queries: found by name, their header parsed, their parameters filled in. */
#include "store/named_query.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "version/cve.h"

#define SUFFIX ".sql"
#define FILE_MAX ((size_t)64 * 1024)
#define NAME_MAX_LENGTH 64

static bool is_name(const char *text, size_t length)
{
	return length > 0 && length <= NAME_MAX_LENGTH && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= length;
}

static bool is_parameter_name(const char *text, size_t length)
{
	return length > 0 && length <= NAME_MAX_LENGTH && !(text[0] >= '0' && text[0] <= '9') &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") >= length;
}

void sslinv_named_query_free(struct sslinv_named_query *query)
{
	for (size_t i = 0; i < query->parameters.count; i++) {
		free(query->parameters.items[i].name);
		free(query->parameters.items[i].text);
		free(query->parameters.items[i].default_value);
	}
	free(query->parameters.items);
	free(query->name);
	free(query->title);
	free(query->example);
	free(query->sql);
	memset(query, 0, sizeof(*query));
}

void sslinv_named_queries_free(struct sslinv_named_queries *queries)
{
	for (size_t i = 0; i < queries->count; i++)
		sslinv_named_query_free(&queries->items[i]);
	free(queries->items);
	memset(queries, 0, sizeof(*queries));
}

/* The whole of a small regular file. */
static int read_file(const char *path, char **text, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str content = { 0 };
	char buffer[4096];
	struct stat status;
	ssize_t length;

	if (fd < 0) {
		if (errno == ENOENT)
			return SSLINV_E_NOT_FOUND;
		return sslinv_error_errno(error, "%s: cannot be opened", path);
	}
	if (fstat(fd, &status) < 0)
		return sslinv_error_errno(error, "%s", path);
	if (!S_ISREG(status.st_mode))
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: not a regular file", path);
	while ((length = read(fd, buffer, sizeof(buffer))) > 0) {
		if (memchr(buffer, '\0', (size_t)length))
			return sslinv_error_set(error, SSLINV_E_FORMAT, "%s: not a text", path);
		if (content.length + (size_t)length > FILE_MAX)
			return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: is longer than %zu bytes, too long for a query",
						path, FILE_MAX);
		if (sslinv_str_add_bytes(&content, buffer, (size_t)length) < 0)
			return sslinv_error_memory(error);
	}
	if (length < 0)
		return sslinv_error_errno(error, "%s: cannot be read", path);
	if (!content.data && sslinv_str_add(&content, "") < 0)
		return sslinv_error_memory(error);
	*text = sslinv_take_ptr(content.data);
	return *text ? 0 : sslinv_error_memory(error);
}

static int wrong_header(const char *path, size_t line, const char *why, struct sslinv_error *error)
{
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%s:%zu: %s", path, line, why);
}

struct sslinv_parameter_type {
	const char *name;
	const char *wanted; /* for a message */
	bool (*is_one)(const char *value);
};

static bool is_cve(const char *value)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *upper = strdup(value);

	for (char *at = upper; at && *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	return upper && sslinv_cve_is(upper);
}

/* As the inventory has it, and no other way: they are compared as texts. */
static bool is_day(const char *value)
{
	char day[SSLINV_DATE_SIZE];

	return sslinv_date_parse(value, day) && strcmp(day, value) == 0;
}

static bool is_time(const char *value)
{
	char time[SSLINV_TIME_SIZE];
	int64_t seconds;

	if (is_day(value))
		return true;
	if (!sslinv_date_seconds(value, &seconds))
		return false;
	sslinv_str_time(time, seconds);
	return strcmp(time, value) == 0;
}

static const struct sslinv_parameter_type types[] = {
	{ "cve", "an id like CVE-2024-0727", is_cve },
	{ "day", "a day like 2026-11-24", is_day },
	{ "time", "a day like 2026-11-24, or a time like 2026-11-24T06:55:26Z", is_time },
};

static const struct sslinv_parameter_type *find_type(const char *name, size_t length)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(types); i++)
		if (strlen(types[i].name) == length && strncmp(types[i].name, name, length) == 0)
			return &types[i];
	return NULL;
}

/*
 * The X of `[WORD: X]` at the end of the text from `text` to before `*end`, which is then what comes before it; NULL where
 * there is none. `*length` is that of X.
 */
static const char *take_bracket(const char *text, const char **end, const char *opening, size_t *length)
{
	const char *last = *end, *mark = NULL, *value;

	for (const char *at = text; last > text && last[-1] == ']' && at + strlen(opening) < last; at++)
		if (strncmp(at, opening, strlen(opening)) == 0)
			mark = at;
	if (!mark)
		return NULL;
	value = mark + strlen(opening);
	while (value < last - 1 && *value == ' ')
		value++;
	*length = (size_t)(last - 1 - value);
	for (*end = mark; *end > text && (*end)[-1] == ' ';)
		--*end;
	return value;
}

static bool has_parameter(const struct sslinv_named_query *query, const char *name, size_t length)
{
	for (size_t i = 0; i < query->parameters.count; i++)
		if (strlen(query->parameters.items[i].name) == length &&
		    strncmp(query->parameters.items[i].name, name, length) == 0)
			return true;
	return false;
}

/* `NAME: what it is [type: T] [default: X]`; `text` ends where the line does. */
static int add_parameter(struct sslinv_named_query *query, const char *text, size_t length, const char *path, size_t line,
			 struct sslinv_error *error)
{
	const char *colon = memchr(text, ':', length), *end = text + length, *value, *type;
	struct sslinv_named_parameter *parameter;
	size_t value_length = 0, type_length = 0;

	if (!colon || !is_parameter_name(text, (size_t)(colon - text)))
		return wrong_header(path, line,
				    "a parameter is written `-- parameter: NAME: what it is [type: T] [default: X]`", error);
	if (has_parameter(query, text, (size_t)(colon - text)))
		return wrong_header(path, line, "the parameter is in the header twice", error);
	parameter = sslinv_array_add(&query->parameters);
	if (!parameter)
		return sslinv_error_memory(error);
	parameter->name = strndup(text, (size_t)(colon - text));
	colon += 1 + strspn(colon + 1, " ");
	value = take_bracket(colon, &end, "[default:", &value_length);
	type = take_bracket(colon, &end, "[type:", &type_length);
	parameter->type = type ? find_type(type, type_length) : NULL;
	if (type && !parameter->type)
		return wrong_header(path, line, "the types of parameters are cve, day and time", error);
	parameter->default_value = value ? strndup(value, value_length) : NULL;
	while (end > colon && end[-1] == ' ')
		end--;
	parameter->text = strndup(colon, end > colon ? (size_t)(end - colon) : 0);
	return parameter->name && parameter->text && (!value || parameter->default_value) ? 0 : sslinv_error_memory(error);
}

/* The comment lines at the top; other comments among them are left alone. */
static int parse_header(struct sslinv_named_query *query, const char *path, struct sslinv_error *error)
{
	const struct {
		const char *opening;
		char **place; /* NULL: a parameter */
	} fields[] = {
		{ "-- title: ", &query->title },
		{ "-- parameter: ", NULL },
		{ "-- example: ", &query->example },
	};
	const char *line = query->sql;
	size_t number = 1;

	for (; sslinv_str_starts(line, "--"); number++) {
		size_t length = strcspn(line, "\n");
		int rc = 0;

		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(fields) && rc == 0; i++) {
			size_t opening = strlen(fields[i].opening);

			if (!sslinv_str_starts(line, fields[i].opening) || length <= opening)
				continue;
			if (!fields[i].place) {
				rc = add_parameter(query, line + opening, length - opening, path, number, error);
			} else {
				free(*fields[i].place);
				*fields[i].place = strndup(line + opening, length - opening);
				if (!*fields[i].place)
					rc = sslinv_error_memory(error);
			}
		}
		if (rc < 0)
			return rc;
		line += length;
		line += *line == '\n';
	}
	if (!query->title)
		return wrong_header(path, 1, "the query has no `-- title: ` line", error);
	return 0;
}

int sslinv_named_query_load(const char *directory, const char *name, struct sslinv_named_query *query,
			    struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_named_query_free) struct sslinv_named_query loaded = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	int rc;

	memset(query, 0, sizeof(*query));
	if (!is_name(name, strlen(name)))
		return sslinv_error_set(error, SSLINV_E_USAGE,
					"\"%.100s\" is not the name of a query (small letters, digits, `-`); `sslinv query "
					"--list` shows them",
					name);
	path = sslinv_str_format("%s/%s" SUFFIX, directory, name);
	if (!path)
		return sslinv_error_memory(error);
	rc = read_file(path, &loaded.sql, error);
	if (rc == SSLINV_E_NOT_FOUND)
		return sslinv_error_set(error, SSLINV_E_NOT_FOUND, "no query \"%s\" in %s; `sslinv query --list` shows them",
					name, directory);
	if (rc < 0)
		return rc;
	loaded.name = strdup(name);
	if (!loaded.name)
		return sslinv_error_memory(error);
	rc = parse_header(&loaded, path, error);
	if (rc < 0)
		return rc;
	*query = loaded;
	memset(&loaded, 0, sizeof(loaded));
	return 0;
}

static int compare_queries(const void *a, const void *b)
{
	return strcmp(((const struct sslinv_named_query *)a)->name, ((const struct sslinv_named_query *)b)->name);
}

int sslinv_named_queries_load(const char *directory, struct sslinv_named_queries *queries, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_named_queries_free) struct sslinv_named_queries loaded = { 0 };
	SSLINV_CLEANUP(sslinv_close_dir) DIR *stream = opendir(directory);
	const struct dirent *entry;

	memset(queries, 0, sizeof(*queries));
	if (!stream)
		return sslinv_error_errno(error, "%s: the directory of the named queries cannot be read", directory);
	while (errno = 0, (entry = readdir(stream)) != NULL) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = NULL;
		size_t length = strlen(entry->d_name);
		struct sslinv_named_query query;
		struct sslinv_named_query *place;
		int rc;

		if (!sslinv_str_ends(entry->d_name, SUFFIX) || !is_name(entry->d_name, length - strlen(SUFFIX)))
			continue;
		name = strndup(entry->d_name, length - strlen(SUFFIX));
		if (!name)
			return sslinv_error_memory(error);
		rc = sslinv_named_query_load(directory, name, &query, error);
		if (rc < 0)
			return rc;
		place = sslinv_array_add(&loaded);
		if (!place) {
			sslinv_named_query_free(&query);
			return sslinv_error_memory(error);
		}
		*place = query;
	}
	if (errno != 0)
		return sslinv_error_errno(error, "%s: the directory of the named queries cannot be read", directory);
	if (loaded.count > 1)
		qsort(loaded.items, loaded.count, sizeof(*loaded.items), compare_queries);
	*queries = loaded;
	memset(&loaded, 0, sizeof(loaded));
	return 0;
}

static bool has_type(const struct sslinv_named_parameter *parameter, const char *value)
{
	return !parameter->type || sslinv_str_compare(value, parameter->default_value) == 0 ||
	       parameter->type->is_one(value);
}

int sslinv_named_query_bind(const struct sslinv_named_query *query, const struct sslinv_query_parameter *given, size_t count,
			    struct sslinv_query_parameter *bound, struct sslinv_error *error)
{
	for (size_t i = 0; i < query->parameters.count; i++) {
		bound[i].name = query->parameters.items[i].name;
		bound[i].value = NULL;
	}
	for (size_t k = 0; k < count; k++) {
		size_t i = 0;

		while (i < query->parameters.count && strcmp(bound[i].name, given[k].name) != 0)
			i++;
		if (i == query->parameters.count)
			return sslinv_error_set(error, SSLINV_E_USAGE, "the query %s has no parameter \"%.100s\"",
						query->name, given[k].name);
		if (bound[i].value)
			return sslinv_error_set(error, SSLINV_E_USAGE, "the parameter %s is given twice", given[k].name);
		bound[i].value = given[k].value;
	}
	for (size_t i = 0; i < query->parameters.count; i++) {
		const struct sslinv_named_parameter *parameter = &query->parameters.items[i];

		if (!bound[i].value)
			bound[i].value = parameter->default_value;
		if (!bound[i].value)
			return sslinv_error_set(error, SSLINV_E_USAGE, "the query %s needs `%s=VALUE`: %s%s%s", query->name,
						parameter->name, parameter->text, query->example ? "; for example: " : "",
						query->example ? query->example : "");
		if (!has_type(parameter, bound[i].value))
			return sslinv_error_set(error, SSLINV_E_USAGE, "%s=%.100s is not %s", parameter->name,
						bound[i].value, parameter->type->wanted);
	}
	return 0;
}
