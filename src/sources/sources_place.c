/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places of hosts, and the blanks in ids and addresses that they fill. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "distro/distro.h"
#include "distro/inherits.h"
#include "distro/line.h"
#include "distro/machine.h"
#include "sources/sources_internal.h"

/* What an address is asked for where no host tells its machine. */
#define COMMON_MACHINE "x86_64"

static const char *const blanks[SSLINV_BLANK_COUNT] = {
	[SSLINV_BLANK_RELEASE] = "{release}",   [SSLINV_BLANK_MAJOR] = "{major}", [SSLINV_BLANK_MINOR] = "{minor}",
	[SSLINV_BLANK_CODENAME] = "{codename}", [SSLINV_BLANK_ARCH] = "{arch}",
};

static enum sslinv_source_blank blank_at(const char *text)
{
	for (int i = 0; i < SSLINV_BLANK_COUNT; i++)
		if (sslinv_str_starts(text, blanks[i]))
			return (enum sslinv_source_blank)i;
	return SSLINV_BLANK_COUNT;
}

bool sslinv_source_has_blanks(const char *text)
{
	for (const char *at = text; (at = strchr(at, '{')); at++)
		if (blank_at(at) != SSLINV_BLANK_COUNT)
			return true;
	return false;
}

/* A value goes into addresses: nothing of it may be a path or a query. */
static void set_value(struct sslinv_source_values *values, enum sslinv_source_blank blank, const char *text, size_t length)
{
	const size_t size = sizeof(values->text[blank]);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("._-", text[i]))
			return;
	if (length < size && text[0] != '.')
		snprintf(values->text[blank], size, "%.*s", (int)length, text);
}

/* The length of the first parts of a version. */
static size_t parts(const char *version, int count)
{
	size_t length = 0;

	while (version[length] && (version[length] != '.' || --count > 0))
		length++;
	return length;
}

void sslinv_source_values_of(const struct sslinv_source_place *place, struct sslinv_source_values *values)
{
	const char *version = place->version ? place->version : "", *machine = sslinv_machine_of(place->arch), *codename;
	struct sslinv_distro line = { .distro = "" };

	memset(values, 0, sizeof(*values));
	if (place->distro)
		(void)sslinv_distro_from_words(place->distro, version, NULL, &line);
	codename = sslinv_distro_codename(line.distro, line.release);
	set_value(values, SSLINV_BLANK_RELEASE, line.release, strlen(line.release));
	/* A code name in place of a number was made a number; and what is to be the next one, as Alpine's edge, has a name.
	 */
	version = isdigit((unsigned char)version[0]) && isdigit((unsigned char)line.release[0]) ? version : line.release;
	set_value(values, SSLINV_BLANK_MAJOR, version, parts(version, 1));
	if (isdigit((unsigned char)version[0]))
		set_value(values, SSLINV_BLANK_MINOR, version, parts(version, 2));
	if (codename)
		set_value(values, SSLINV_BLANK_CODENAME, codename, strlen(codename));
	machine = machine ? machine : COMMON_MACHINE;
	set_value(values, SSLINV_BLANK_ARCH, machine, strlen(machine));
}

size_t sslinv_source_next_word(const char **text, const char **word)
{
	*word = *text + strspn(*text, " ");
	*text = *word + strcspn(*word, " ");
	return (size_t)(*text - *word);
}

/* Is the distribution that of the word, or, where that is told, the one whose packages it rebuilds? */
static bool is_word_of(const char *word, size_t length, const char *distro, bool inherits)
{
	char id[64];
	const char *from;

	if (strlen(distro) == length && strncmp(word, distro, length) == 0)
		return true;
	if (!inherits || length >= sizeof(id))
		return false;
	memcpy(id, word, length);
	id[length] = '\0';
	from = sslinv_distro_inherits(id, NULL);
	return from && strcmp(from, distro) == 0;
}

/* The words `ID` or `ID:RELEASE` one after the other; `release` NULL: any will do. */
static bool has(const char *distros, const char *distro, const char *release, bool inherits)
{
	const char *word;
	size_t length;

	if (!distros)
		return false;
	while ((length = sslinv_source_next_word(&distros, &word)) > 0) {
		const char *colon = memchr(word, ':', length);
		size_t id = colon ? (size_t)(colon - word) : length;

		if (!is_word_of(word, id, distro, inherits))
			continue;
		if (!release || !colon ||
		    (strlen(release) == length - id - 1 && strncmp(colon + 1, release, length - id - 1) == 0))
			return true;
	}
	return false;
}

bool sslinv_source_covers(const char *distros, const struct sslinv_source_place *place)
{
	struct sslinv_distro line = { .distro = "" };

	if (!place->distro)
		return false;
	(void)sslinv_distro_from_words(place->distro, place->version ? place->version : "", NULL, &line);
	return has(distros, line.distro, line.release, false);
}

bool sslinv_source_is_of(const char *distros, const char *word)
{
	return has(distros, word, NULL, false);
}

bool sslinv_source_may_speak(const char *distros, const char *distro, const char *release)
{
	return !distros || has(distros, distro, release, true);
}

/* The longest text that a blank takes, and gives back what the rest of the pattern needs. */
static bool match_from(const char *pattern, const char *text, struct sslinv_source_values *values)
{
	enum sslinv_source_blank blank = *pattern == '{' ? blank_at(pattern) : SSLINV_BLANK_COUNT;

	if (blank == SSLINV_BLANK_COUNT) {
		if (*pattern != *text)
			return false;
		return *pattern == '\0' || match_from(pattern + 1, text + 1, values);
	}
	for (size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"); length > 0;
	     length--) {
		if (!match_from(pattern + strlen(blanks[blank]), text + length, values))
			continue;
		set_value(values, blank, text, length);
		return values->text[blank][0] != '\0';
	}
	return false;
}

bool sslinv_source_match(const char *pattern, const char *text, struct sslinv_source_values *values)
{
	memset(values, 0, sizeof(*values));
	return sslinv_source_has_blanks(pattern) && match_from(pattern, text, values);
}

const char *sslinv_source_fill(struct sslinv_arena *arena, const char *pattern, const struct sslinv_source_values *values,
			       bool *failed)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str filled = { 0 };
	const char *kept;
	int rc = 0;

	while (*pattern && rc == 0) {
		enum sslinv_source_blank blank = blank_at(pattern);

		if (blank == SSLINV_BLANK_COUNT) {
			rc = sslinv_str_add_bytes(&filled, pattern++, 1);
			continue;
		}
		if (!values->text[blank][0])
			return NULL;
		rc = sslinv_str_add(&filled, values->text[blank]);
		pattern += strlen(blanks[blank]);
	}
	kept = rc == 0 ? sslinv_arena_strdup(arena, sslinv_str_text(&filled)) : NULL;
	*failed |= !kept;
	return kept;
}
