/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the word of a line of updates. */
#include "distro/line.h"

#include <string.h>

/* Copies the part up to `end` and moves *text past it; false where it is empty or does not fit. */
static bool take(const char **text, const char *ends, char *part, size_t size)
{
	size_t length = strcspn(*text, ends);

	if (length == 0 || length >= size)
		return false;
	memcpy(part, *text, length);
	part[length] = '\0';
	*text += length;
	return true;
}

bool sslinv_distro_from_line(const char *text, struct sslinv_distro *line)
{
	memset(line, 0, sizeof(*line));
	if (!text || !take(&text, ":/", line->distro, sizeof(line->distro)))
		return false;
	if (*text == ':') {
		text++;
		if (!take(&text, "/", line->release, sizeof(line->release)))
			return false;
	}
	if (*text == '/') {
		text++;
		return take(&text, "", line->stream, sizeof(line->stream));
	}
	return *text == '\0';
}
