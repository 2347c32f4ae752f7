/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises the small words of feeds. */
#include "version/word.h"

#include <string.h>
#include <strings.h>

#include "base/attributes.h"

#define MAX_NAME 256

bool sslinv_word_is_name(const char *text)
{
	size_t length = 0;

	for (; text && text[length]; length++) {
		if (text[length] <= ' ' || text[length] > '~' || length == MAX_NAME)
			return false;
	}
	return length > 0;
}

bool sslinv_word_severity(const char *text, char severity[SSLINV_SEVERITY_SIZE])
{
	static const char *const none[] = { "none", "unknown", "unspecified", "untriaged", "n/a" };
	static const char prefix[] = "severity_";
	size_t length = 0;

	/* Rocky's SEVERITY_CRITICAL. */
	if (text && strncasecmp(text, prefix, strlen(prefix)) == 0)
		text += strlen(prefix);
	/* `low**`, `High (7.5)`. */
	for (; text && text[length] && text[length] != '*' && strncmp(text + length, " (", 2) != 0; length++) {
		char c = text[length];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (length == SSLINV_SEVERITY_SIZE - 1 || !((c >= 'a' && c <= 'z') || c == '-' || c == '/'))
			return false;
		severity[length] = c;
	}
	severity[length] = '\0';
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(none); i++) {
		if (strcmp(severity, none[i]) == 0)
			return false;
	}
	return length > 0;
}
