/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes a revision apart by the patterns of the table. */
#include "origin/origin_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "distro/distro.h"
#include "version/version_part.h"

/* A revision has a handful of marks; more than this is none. */
#define MAX_MARKS 8

static size_t count_digits(const char *text)
{
	size_t count = 0;

	while (sslinv_byte_is_digit(text[count]))
		count++;
	return count;
}

/* `2.1.3`; the last point of `2.` is not part of it. */
static size_t count_numbers(const char *text)
{
	size_t count = count_digits(text);

	while (count && text[count] == '.' && sslinv_byte_is_digit(text[count + 1]))
		count += 1 + count_digits(text + count + 1);
	return count;
}

static void set_release(char *release, const char *text, size_t length)
{
	snprintf(release, SSLINV_ORIGIN_RELEASE_SIZE, "%.*s", (int)length, text);
}

static size_t take_number(const char *text, char *release)
{
	(void)release;
	return count_digits(text);
}

static size_t take_numbers(const char *text, char *release)
{
	(void)release;
	return count_numbers(text);
}

static size_t take_major(const char *text, char *release)
{
	size_t length = count_digits(text);

	if (length >= SSLINV_ORIGIN_RELEASE_SIZE)
		return 0;
	set_release(release, text, length);
	return length;
}

static size_t take_month(const char *text, char *release)
{
	if (count_digits(text) != 2 || text[2] != '.' || count_digits(text + 3) != 2)
		return 0;
	set_release(release, text, 5);
	return 5;
}

static size_t take_name(const char *text, const char *of, char *release)
{
	char word[32];
	struct sslinv_distro distro;
	size_t length = 0;

	while (text[length] >= 'a' && text[length] <= 'z' && length + 1 < sizeof(word))
		length++;
	snprintf(word, sizeof(word), "%.*s", (int)length, text);
	if (!length || !sslinv_distro_from_codename(word, &distro) || (of && strcmp(distro.distro, of) != 0))
		return 0;
	set_release(release, distro.release, strlen(distro.release));
	return length;
}

static size_t take_codename(const char *text, char *release)
{
	return take_name(text, NULL, release);
}

static size_t take_debian(const char *text, char *release)
{
	return take_name(text, "debian", release);
}

static size_t take_codestream(const char *text, char *release)
{
	unsigned major, pack;

	if (count_digits(text) != 6 || sscanf(text, "%2u%2u", &major, &pack) != 2 || strncmp(text + 4, "00", 2) != 0)
		return 0;
	if (pack || major > 15)
		snprintf(release, SSLINV_ORIGIN_RELEASE_SIZE, "%u.%u", major, pack);
	else
		snprintf(release, SSLINV_ORIGIN_RELEASE_SIZE, "%u", major);
	return 6;
}

/* What stands in braces; each returns how much of the text it takes, 0 where it does not fit. */
static const struct {
	const char *name;
	size_t (*take)(const char *text, char *release);
} places[] = {
	{ "{n}", take_number },
	{ "{v}", take_numbers },
	{ "{major}", take_major },
	{ "{yy.mm}", take_month },
	{ "{codename}", take_codename },
	{ "{debian}", take_debian },
	{ "{codestream}", take_codestream },
};

bool sslinv_origin_pattern_fits(const char *pattern, const char *text, char release[SSLINV_ORIGIN_RELEASE_SIZE])
{
	while (*pattern) {
		size_t place = 0, taken;

		while (place < SSLINV_ARRAY_SIZE(places) && !sslinv_str_starts(pattern, places[place].name))
			place++;
		if (place == SSLINV_ARRAY_SIZE(places)) {
			if (*pattern++ != *text++)
				return false;
			continue;
		}
		taken = places[place].take(text, release);
		if (!taken)
			return false;
		text += taken;
		pattern += strlen(places[place].name);
	}
	return *text == '\0';
}

/* The first pattern that fits an end of `text`, the longest end first; *start is where it begins. */
static const struct sslinv_origin_pattern *find_mark(const struct sslinv_origin_table *table, const char *format,
						     const char *text, size_t *start, char *release)
{
	for (size_t i = 0; i < table->patterns.count; i++) {
		const struct sslinv_origin_pattern *pattern = &table->patterns.items[i];

		if (strcmp(pattern->format, format) != 0)
			continue;
		for (*start = 0; text[*start]; (*start)++) {
			release[0] = '\0';
			if (sslinv_origin_pattern_fits(pattern->text, text + *start, release))
				return pattern;
		}
	}
	return NULL;
}

/* What one mark adds to what is known. The outermost tells whose build it is: it was made of what stands before. */
static void take_mark(struct sslinv_origin_shape *shape, const struct sslinv_origin_pattern *pattern, const char *release)
{
	shape->has_own_epoch |= pattern->has_epoch;
	if (pattern->adds)
		shape->adder = shape->adder ? shape->adder : pattern->by;
	else if (pattern->by && !shape->by)
		shape->by = pattern->by;
	if (pattern->stream && !shape->stream)
		shape->stream = pattern->stream;
	if (!pattern->family || (shape->family && strcmp(shape->family, pattern->family) != 0))
		return;
	shape->family = pattern->family;
	if (!shape->release[0] && release[0]) {
		set_release(shape->release, release, strlen(release));
		shape->is_floor = pattern->is_floor;
	}
}

/* What follows `epoch:`; NULL without an epoch. */
static const char *after_epoch(const char *version)
{
	size_t digits = count_digits(version);

	return digits && version[digits] == ':' ? version + digits + 1 : NULL;
}

/* What packagers write for OpenSSL's words for what comes before a release. */
static const char *const stages[] = { "alpha", "beta", "dev", "pre", "rc" };

/* `~beta1`, `~~pre9`: how much of the text it is. */
static size_t count_stage(const char *text)
{
	size_t sign = strspn(text, "~"), length;

	for (size_t i = 0; sign && i < SSLINV_ARRAY_SIZE(stages); i++) {
		if (!sslinv_str_starts(text + sign, stages[i]))
			continue;
		length = sign + strlen(stages[i]);
		return length + count_digits(text + length);
	}
	return 0;
}

/* Is it a number, a letter or two, and a stage, and nothing else? Whoever adds to it built something else. */
static bool is_number_of_openssl(const char *text, const char *end)
{
	size_t length = count_numbers(text), letters = 0;

	while (letters < 2 && text[length + letters] >= 'a' && text[length + letters] <= 'z')
		letters++;
	length += letters;
	return length && text + length + count_stage(text + length) == end;
}

struct sslinv_origin_shape sslinv_origin_shape_of(const struct sslinv_origin_table *table, const char *format,
						  const char *version)
{
	struct sslinv_origin_shape shape = { .is_listed = false };
	const char *bare = after_epoch(version), *dash;
	char rest[sizeof(shape.revision)];

	shape.has_epoch = bare != NULL;
	dash = strrchr(bare ? bare : version, '-');
	if (!dash || (size_t)snprintf(rest, sizeof(rest), "%s", dash + 1) >= sizeof(rest))
		return shape;
	shape.is_openssl = is_number_of_openssl(bare ? bare : version, dash);
	snprintf(shape.revision, sizeof(shape.revision), "%s", rest);
	for (int marks = 0; marks < MAX_MARKS; marks++) {
		char release[SSLINV_ORIGIN_RELEASE_SIZE];
		size_t start;
		const struct sslinv_origin_pattern *pattern = find_mark(table, format, rest, &start, release);

		if (!pattern)
			break;
		take_mark(&shape, pattern, release);
		rest[start] = '\0';
	}
	shape.is_listed = shape.revision[0] && rest[count_numbers(rest)] == '\0';
	return shape;
}
