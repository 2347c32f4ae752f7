/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads changes.csv and deletions.csv. */
#include "update/changes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"

#define PIECE_SIZE ((size_t)32 * 1024)
#define YEAR_DIGITS 4
/* No honest line comes near. */
#define MAX_LINE 200
/* All CVEs there are come to a tenth of this. */
#define MAX_CHANGES 5000000

/* `YYYY/cve-YYYY-N.json`: it goes into addresses. */
static bool is_name(const char *name)
{
	unsigned year, again;
	int end = 0;

	if (sscanf(name, "%4u/cve-%4u-%*[0-9]%n", &year, &again, &end) != 2 || end == 0)
		return false;
	for (const char *at = name; *at; at++)
		if (isspace((unsigned char)*at) || *at == '+')
			return false;
	return year == again && strcmp(name + end, ".json") == 0;
}

const char *sslinv_changes_document(const char *name)
{
	const char *slash = strrchr(name, '/'), *part = slash && slash - name >= YEAR_DIGITS ? slash - YEAR_DIGITS : NULL;

	return part && is_name(part) && strlen(part) < sizeof(((struct sslinv_change *)NULL)->name) ? part : NULL;
}

/* The text between two quotes, which the line may leave out; NULL where they do not match. */
static char *unquote(char *text)
{
	size_t length = strlen(text);

	if (text[0] != '"')
		return strchr(text, '"') ? NULL : text;
	if (length < 2 || text[length - 1] != '"')
		return NULL;
	text[length - 1] = '\0';
	return text + 1;
}

static bool parse_line(char *line, struct sslinv_change *change)
{
	char *comma = strchr(line, ','), *name, *when;

	if (!comma)
		return false;
	*comma = '\0';
	name = unquote(line);
	when = unquote(comma + 1);
	if (!name || !when || strlen(name) >= sizeof(change->name) || !is_name(name) ||
	    !sslinv_date_seconds(when, &change->seconds))
		return false;
	memcpy(change->name, name, strlen(name) + 1);
	return true;
}

struct reading {
	struct sslinv_input *input;
	struct sslinv_changes *changes;
	struct sslinv_error *error;
	char line[MAX_LINE];
	size_t length;
	unsigned long number;
};

static int take_line(struct reading *reading)
{
	struct sslinv_change change, *place;

	reading->number++;
	if (reading->length && reading->line[reading->length - 1] == '\r')
		reading->length--;
	reading->line[reading->length] = '\0';
	if (reading->length == 0)
		return 0;
	reading->length = 0;
	if (!parse_line(reading->line, &change))
		return sslinv_error_set(reading->error, SSLINV_E_FORMAT,
					"%s:%lu: not a line `\"YEAR/cve-YEAR-NUMBER.json\",\"TIME\"`; try again later, or"
					" correct the address in sources.xml",
					sslinv_input_name(reading->input), reading->number);
	if (reading->changes->count >= MAX_CHANGES)
		return sslinv_error_set(reading->error, SSLINV_E_LIMIT, "%s: has more than %d lines; refused",
					sslinv_input_name(reading->input), MAX_CHANGES);
	place = sslinv_array_add(reading->changes);
	if (!place)
		return sslinv_error_memory(reading->error);
	*place = change;
	return 0;
}

static int take_bytes(struct reading *reading, const char *bytes, size_t length)
{
	int rc = 0;

	for (size_t i = 0; i < length && rc == 0; i++) {
		if (bytes[i] == '\n')
			rc = take_line(reading);
		else if (reading->length + 1 < sizeof(reading->line) && bytes[i])
			reading->line[reading->length++] = bytes[i];
		else
			rc = sslinv_error_set(reading->error, SSLINV_E_FORMAT,
					      "%s:%lu: the line is too long for a list of changes",
					      sslinv_input_name(reading->input), reading->number + 1);
	}
	return rc;
}

/* By name, the newest first. */
static int by_name(const void *left, const void *right)
{
	const struct sslinv_change *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	return order ? order : sslinv_compare(b->seconds, a->seconds);
}

static void keep_newest(struct sslinv_changes *changes)
{
	size_t kept = 0;

	if (changes->count > 1)
		qsort(changes->items, changes->count, sizeof(*changes->items), by_name);
	for (size_t i = 0; i < changes->count; i++)
		if (kept == 0 || strcmp(changes->items[kept - 1].name, changes->items[i].name) != 0)
			changes->items[kept++] = changes->items[i];
	changes->count = kept;
}

int sslinv_changes_read(struct sslinv_input *input, struct sslinv_changes *changes, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *piece = malloc(PIECE_SIZE);
	struct reading reading = { .input = input, .changes = changes, .error = error };
	ssize_t length;
	int rc = 0;

	memset(changes, 0, sizeof(*changes));
	if (!piece)
		return sslinv_error_memory(error);
	while (rc == 0 && (length = sslinv_input_read(input, piece, PIECE_SIZE, error)) != 0)
		rc = length < 0 ? (int)length : take_bytes(&reading, piece, (size_t)length);
	if (rc == 0 && reading.length)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: it is cut off in its line %lu; try again later",
				      sslinv_input_name(input), reading.number + 1);
	keep_newest(changes);
	return rc;
}

static int compare_name(const void *name, const void *item)
{
	return strcmp(name, ((const struct sslinv_change *)item)->name);
}

const struct sslinv_change *sslinv_changes_find(const struct sslinv_changes *changes, const char *name)
{
	return sslinv_search_find(name, changes->items, changes->count, sizeof(*changes->items), compare_name);
}

int64_t sslinv_changes_newest(const struct sslinv_changes *changes)
{
	const int64_t now = (int64_t)time(NULL);
	int64_t newest = 0;

	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].seconds > newest && changes->items[i].seconds <= now)
			newest = changes->items[i].seconds;
	return newest;
}

int sslinv_changes_archive_name(struct sslinv_input *input, char **name, struct sslinv_error *error)
{
	const char *head = NULL;
	ssize_t length = sslinv_input_peek(input, &head, error);

	if (length < 0)
		return (int)length;
	*name = strndup(head, (size_t)length);
	if (!*name)
		return sslinv_error_memory(error);
	(*name)[strcspn(*name, "\r\n")] = '\0';
	for (const char *at = *name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("._-", *at))
			(*name)[0] = '\0';
	if (isalnum((unsigned char)(*name)[0]))
		return 0;
	return sslinv_error_set(error, SSLINV_E_FORMAT,
				"%s: not the name of an archive; try again later, or correct the address in sources.xml",
				sslinv_input_name(input));
}

bool sslinv_changes_archive_day(const char *name, int64_t *seconds)
{
	char day[SSLINV_DATE_SIZE];
	int year, month, number, end;

	for (const char *at = strpbrk(name, "0123456789"); at; at = strpbrk(at, "0123456789")) {
		end = 0;
		if (sscanf(at, "%4d-%2d-%2d%n", &year, &month, &number, &end) == 3 && end + 1 == SSLINV_DATE_SIZE) {
			snprintf(day, sizeof(day), "%.*s", end, at);
			return sslinv_date_seconds(day, seconds);
		}
		at += strspn(at, "0123456789");
	}
	return false;
}
