/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises the small words of feeds. */
#include "version/word.h"

#include <string.h>

#include "base/attributes.h"

#define MAX_NAME 256

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *text)
{
	size_t count = 0;

	while (is_digit(text[count]))
		count++;
	return count;
}

bool sslinv_word_is_cve(const char *text)
{
	size_t number;

	if (!text || strncmp(text, "CVE-", 4) != 0 || count_digits(text + 4) != 4 || text[8] != '-')
		return false;
	number = count_digits(text + 9);
	return number >= 4 && number <= 19 && text[9 + number] == '\0';
}

const char *sslinv_word_cve_at_end(const char *id)
{
	for (const char *at = id ? strstr(id, "CVE-") : NULL; at; at = strstr(at + 1, "CVE-")) {
		if ((at == id || at[-1] == '-') && sslinv_word_is_cve(at))
			return at;
	}
	return NULL;
}

bool sslinv_word_is_name(const char *text)
{
	size_t length = 0;

	for (; text && text[length]; length++) {
		if (text[length] <= ' ' || text[length] > '~' || length == MAX_NAME)
			return false;
	}
	return length > 0;
}

bool sslinv_word_day(const char *text, char day[SSLINV_DAY_SIZE])
{
	static const char shape[] = "dddd-dd-dd";
	size_t i;

	for (i = 0; text && shape[i]; i++) {
		if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-')
			return false;
	}
	if (!text || is_digit(text[i]))
		return false;
	memcpy(day, text, SSLINV_DAY_SIZE - 1);
	day[SSLINV_DAY_SIZE - 1] = '\0';
	return strcmp(day + 5, "01") >= 0 && strcmp(day + 5, "13") < 0 && strcmp(day + 8, "01") >= 0 &&
	       strcmp(day + 8, "32") < 0;
}

bool sslinv_word_severity(const char *text, char severity[SSLINV_SEVERITY_SIZE])
{
	static const char *const none[] = { "none", "unknown", "unspecified", "n/a" };
	size_t length = 0;

	for (; text && text[length] && text[length] != '*'; length++) {
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
