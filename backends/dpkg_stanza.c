/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stanzas of deb822(5), as in dpkg's status file and in apt's lists of packages. */
#include "dpkg_stanza.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const field_names[SSLINV_DPKG_FIELDS] = {
	[SSLINV_DPKG_FIELD_PACKAGE] = "Package",
	[SSLINV_DPKG_FIELD_STATUS] = "Status",
	[SSLINV_DPKG_FIELD_ARCHITECTURE] = "Architecture",
	[SSLINV_DPKG_FIELD_VERSION] = "Version",
	[SSLINV_DPKG_FIELD_SOURCE] = "Source",
	[SSLINV_DPKG_FIELD_MAINTAINER] = "Maintainer",
	[SSLINV_DPKG_FIELD_DESCRIPTION] = "Description",
};

static struct sslinv_dpkg_slice trim(const char *text, size_t length)
{
	while (length && isspace((unsigned char)*text)) {
		text++;
		length--;
	}
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return (struct sslinv_dpkg_slice){ text, length };
}

bool sslinv_dpkg_is_word(struct sslinv_dpkg_slice slice, const char *more)
{
	if (!slice.length || slice.length > SSLINV_DPKG_WORD_MAX)
		return false;
	for (size_t i = 0; i < slice.length; i++) {
		unsigned char c = (unsigned char)slice.text[i];

		if (c >= 0x80 || (!isalnum(c) && !(c && strchr(more, c))))
			return false;
	}
	return true;
}

static void read_line(struct sslinv_dpkg_stanza *stanza, const char *line, size_t length)
{
	const char *colon;

	if (memchr(line, '\0', length))
		stanza->malformed = true;
	if (*line == ' ' || *line == '\t') {
		stanza->malformed |= stanza->last_field < 0;
		return;
	}
	colon = memchr(line, ':', length);
	if (!colon || colon == line) {
		stanza->malformed = true;
		stanza->last_field = -1;
		return;
	}
	stanza->last_field = SSLINV_DPKG_FIELDS;
	for (int i = 0; i < SSLINV_DPKG_FIELDS; i++) {
		size_t name = strlen(field_names[i]);

		if ((size_t)(colon - line) != name || strncasecmp(line, field_names[i], name) != 0)
			continue;
		stanza->last_field = i;
		stanza->malformed |= stanza->fields[i].text != NULL;
		stanza->fields[i] = trim(colon + 1, length - name - 1);
		return;
	}
}

bool sslinv_dpkg_stanza_next(struct sslinv_dpkg_stanza_reader *reader, struct sslinv_dpkg_stanza *stanza)
{
	*stanza = (struct sslinv_dpkg_stanza){ .last_field = -1 };
	while (reader->left) {
		const char *line = reader->at, *newline = memchr(line, '\n', reader->left);
		size_t length = newline ? (size_t)(newline - line) : reader->left;

		reader->line++;
		reader->at += length + (newline != NULL);
		reader->left -= length + (newline != NULL);
		if (!length) {
			if (!stanza->whole.text)
				continue;
			stanza->blank_line = true;
			return true;
		}
		if (!stanza->whole.text) {
			stanza->whole.text = line;
			stanza->first_line = reader->line;
		}
		stanza->whole.length = (size_t)(line - stanza->whole.text) + length + (newline != NULL);
		stanza->cut = !newline;
		read_line(stanza, line, length);
	}
	return stanza->whole.text != NULL;
}
