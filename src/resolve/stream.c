/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What streams are of, and what the text of a version tells of its own. */
#include "resolve/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"
#include "version/version_part.h"

/* The last word of a stream's name: `7-els`, `esm`, `hpc-ltss`; and SUSE's products and modules. */
static const char *const continued[] = {
	"esm",      "els",     "lts", "elts",     "ltss",   "espos",   "bcl",     "teradata",  "sap", "hpc",
	"extended", "extreme", "rt",  "security", "legacy", "manager", "storage", "openstack", "pos",
};

/* Takes a number of at most four digits. */
static bool take_number(const char **at, unsigned *number)
{
	size_t digits = 0;

	*number = 0;
	while (sslinv_byte_is_digit(**at) && digits++ < 4)
		*number = *number * 10 + (unsigned)(*(*at)++ - '0');
	return digits > 0 && !sslinv_byte_is_digit(**at);
}

bool sslinv_stream_minor(const char *stream, unsigned *major, unsigned *minor)
{
	return take_number(&stream, major) && *stream++ == '.' && take_number(&stream, minor) && *stream == '-';
}

enum sslinv_stream_kind sslinv_stream_kind(const char *stream)
{
	const char *word = strrchr(stream, '-');
	unsigned major, minor;

	if (!stream[0])
		return SSLINV_STREAM_PLAIN;
	if (sslinv_stream_minor(stream, &major, &minor))
		return SSLINV_STREAM_MINOR;
	word = word ? word + 1 : stream;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(continued); i++) {
		if (strcmp(word, continued[i]) == 0)
			return SSLINV_STREAM_CONTINUED;
	}
	return SSLINV_STREAM_APART;
}

/* What a flavour's version contains, and the stream it is of. A row without a distribution is for all. */
static const struct {
	const char *distro;
	const char *text;
	unsigned flavour;
	const char *stream;
} flavours[] = {
	{ NULL, ".ksplice", SSLINV_FLAVOUR_KSPLICE, "ksplice" },
	/* However it is joined to the rest: `.fips.7`, `+Fips1`, `~fips2`, `_fips`. */
	{ "ubuntu", "fips", SSLINV_FLAVOUR_FIPS, "fips-updates" },
	{ NULL, "fips", SSLINV_FLAVOUR_FIPS, "fips" },
	{ NULL, ".ael7b", SSLINV_FLAVOUR_POWER_LE, "" },
	/* openEuler's service packs: `.oe2203sp1`. */
	{ "openEuler", "sp1", 0, "sp1" },
	{ "openEuler", "sp2", 0, "sp2" },
	{ "openEuler", "sp3", 0, "sp3" },
	{ "openEuler", "sp4", 0, "sp4" },
	{ "openEuler", "sp5", 0, "sp5" },
	{ "ubuntu", "esm", 0, "esm" }, /* ESM's versions are in one line with the plain ones */
};

/* Ubuntu writes `+Fips1` as well. */
static bool has_text(const char *version, const char *text)
{
	size_t length = strlen(text);

	for (; *version; version++) {
		size_t i = 0;

		while (i < length && (version[i] | (version[i] >= 'A' && version[i] <= 'Z' ? 0x20 : 0)) == text[i])
			i++;
		if (i == length)
			return true;
	}
	return false;
}

/* `.el9_4`, `+el8`, `_el7`, `.ael7b_1`. */
static bool read_tag(const char *at, struct sslinv_line *line)
{
	const char *start = at;

	if (*at != '.' && *at != '_' && *at != '+')
		return false;
	at += at[1] == 'a' ? 2 : 1;
	if (at[0] != 'e' || at[1] != 'l')
		return false;
	at += 2;
	if (!take_number(&at, &line->major))
		return false;
	line->has_tag = true;
	at += *at == 'b';
	if (at[0] == '_' && sslinv_byte_is_digit(at[1])) {
		const char *after = at + 1;

		if (take_number(&after, &line->minor)) {
			line->has_minor = true;
			at = after;
		}
	}
	snprintf(line->tag, sizeof(line->tag), "%.*s", (int)(at - start), start);
	return true;
}

struct sslinv_line sslinv_line_of(const char *distro, const char *version)
{
	struct sslinv_line line = { .stream = "" };

	for (const char *at = version; *at && !line.has_tag; at++)
		read_tag(at, &line);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(flavours); i++) {
		if ((flavours[i].distro && sslinv_str_compare(flavours[i].distro, distro) != 0) ||
		    !has_text(version, flavours[i].text))
			continue;
		line.flavours |= flavours[i].flavour;
		if (!line.stream[0])
			line.stream = flavours[i].stream;
	}
	return line;
}

bool sslinv_line_shares_tag(const struct sslinv_line *a, const struct sslinv_line *b)
{
	return a->has_minor && b->has_minor && a->major == b->major && a->minor == b->minor;
}
