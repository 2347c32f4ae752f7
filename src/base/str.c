/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings that grow, and their quoted form. */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/num.h"

static int reserve(struct sslinv_str *str, size_t more)
{
	size_t wanted, room = str->capacity ? str->capacity : 64;
	char *grown;

	if (!sslinv_add(str->length, more, &wanted) || !sslinv_add(wanted, (size_t)1, &wanted))
		return SSLINV_E_MEMORY;
	if (wanted <= str->capacity)
		return 0;
	while (room < wanted)
		if (!sslinv_mul(room, (size_t)2, &room))
			return SSLINV_E_MEMORY;
	grown = realloc(str->data, room);
	if (!grown)
		return SSLINV_E_MEMORY;
	str->data = grown;
	str->capacity = room;
	return 0;
}

int sslinv_str_add_bytes(struct sslinv_str *str, const void *bytes, size_t length)
{
	if (reserve(str, length) < 0)
		return SSLINV_E_MEMORY;
	if (length)
		memcpy(str->data + str->length, bytes, length);
	str->length += length;
	str->data[str->length] = '\0';
	return 0;
}

int sslinv_str_add(struct sslinv_str *str, const char *text)
{
	return sslinv_str_add_bytes(str, text, strlen(text));
}

SSLINV_PRINTF(2, 0)
static int add_formatted(struct sslinv_str *str, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0 || reserve(str, (size_t)length) < 0)
		return SSLINV_E_MEMORY;
	vsnprintf(str->data + str->length, (size_t)length + 1, format, arguments);
	str->length += (size_t)length;
	return 0;
}

int sslinv_str_printf(struct sslinv_str *str, const char *format, ...)
{
	va_list arguments;
	int rc;

	va_start(arguments, format);
	rc = add_formatted(str, format, arguments);
	va_end(arguments);
	return rc;
}

void sslinv_str_reset(struct sslinv_str *str)
{
	str->length = 0;
	if (str->data)
		str->data[0] = '\0';
}

void sslinv_str_free(struct sslinv_str *str)
{
	free(str->data);
	memset(str, 0, sizeof(*str));
}

const char *sslinv_str_text(const struct sslinv_str *str)
{
	return str->data ? str->data : "";
}

char *sslinv_str_format(const char *format, ...)
{
	struct sslinv_str str = { 0 };
	va_list arguments;
	int rc;

	va_start(arguments, format);
	rc = add_formatted(&str, format, arguments);
	va_end(arguments);
	if (rc < 0) {
		sslinv_str_free(&str);
		return NULL;
	}
	return str.data;
}

char *sslinv_str_path(const char *directory, const char *name)
{
	size_t before = strcmp(directory, "/") == 0 ? 0 : strlen(directory), after = strlen(name);
	char *path = malloc(before + after + 2);

	if (!path)
		return NULL;
	memcpy(path, directory, before);
	path[before] = '/';
	memcpy(path + before + 1, name, after + 1);
	return path;
}

char *sslinv_str_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash > path ? strndup(path, (size_t)(slash - path)) : strdup("/");
}

bool sslinv_str_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool sslinv_str_ends(const char *text, const char *suffix)
{
	size_t length = strlen(text), tail = strlen(suffix);

	return length >= tail && memcmp(text + length - tail, suffix, tail) == 0;
}

int sslinv_str_compare(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* By RFC 3629, table of well-formed sequences. */
size_t sslinv_str_character(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	static const struct {
		unsigned char first, last;             /* the first byte */
		unsigned char second_low, second_high; /* the second byte */
		size_t size;
	} forms[] = {
		{ 0xc2, 0xc2, 0xa0, 0xbf, 2 }, { 0xc3, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	/* Nearly all are of ASCII. */
	if (bytes[0] >= 0x20 && bytes[0] <= 0x7e)
		return 1;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(forms); i++) {
		if (bytes[0] < forms[i].first || bytes[0] > forms[i].last)
			continue;
		if (forms[i].size > length)
			return 0;
		if (bytes[1] < forms[i].second_low || bytes[1] > forms[i].second_high)
			return 0;
		for (size_t k = 2; k < forms[i].size; k++)
			if ((bytes[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].size;
	}
	return 0;
}

/* How many bytes at the beginning are plain ASCII, eight at a time: nearly all of most texts. */
static size_t plain_length(const char *bytes, size_t length)
{
	const uint64_t ones = UINT64_MAX / 0xff;
	size_t i = 0;

	for (uint64_t word; length - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		/* A byte shows in its high bit: where it has one, is below a space, or is DEL. */
		if ((word | (word - ones * ' ') | (word + ones)) & (ones * 0x80))
			break;
	}
	return i;
}

bool sslinv_str_is_printable(const char *bytes, size_t length)
{
	for (size_t i = plain_length(bytes, length), step; i < length; i += step) {
		step = sslinv_str_character(bytes + i, length - i);
		if (step == 0)
			return false;
	}
	return true;
}

bool sslinv_str_is_lines(const char *bytes, size_t length)
{
	for (size_t i = 0, step; i < length; i += step) {
		step = bytes[i] == '\n' ? 1 : sslinv_str_character(bytes + i, length - i);
		if (step == 0)
			return false;
	}
	return true;
}

int sslinv_str_add_quoted(struct sslinv_str *out, const char *bytes, size_t length)
{
	size_t before = out->length;
	int rc;

	/* A text that looks quoted already is quoted once more, so that the way back is unique. */
	if (sslinv_str_is_printable(bytes, length) && !(length >= 2 && bytes[0] == '$' && bytes[1] == '\''))
		return sslinv_str_add_bytes(out, bytes, length);
	rc = sslinv_str_add(out, "$'");
	for (size_t i = 0, step; i < length && rc == 0; i += step) {
		step = sslinv_str_character(bytes + i, length - i);
		if (bytes[i] == '\\' || bytes[i] == '\'')
			rc = sslinv_str_printf(out, "\\%c", bytes[i]);
		else if (step > 0)
			rc = sslinv_str_add_bytes(out, bytes + i, step);
		else if (bytes[i] == '\n')
			rc = sslinv_str_add(out, "\\n");
		else if (bytes[i] == '\t')
			rc = sslinv_str_add(out, "\\t");
		else
			rc = sslinv_str_printf(out, "\\x%02x", (unsigned char)bytes[i]);
		if (step == 0)
			step = 1;
	}
	if (rc == 0)
		rc = sslinv_str_add(out, "'");
	if (rc < 0 && out->data) {
		out->length = before;
		out->data[before] = '\0';
	}
	return rc;
}

char *sslinv_str_quoted(const char *text)
{
	struct sslinv_str str = { 0 };

	if (!text)
		return NULL;
	if (sslinv_str_add_quoted(&str, text, strlen(text)) < 0) {
		sslinv_str_free(&str);
		return NULL;
	}
	return str.data ? str.data : strdup("");
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

char *sslinv_str_unquoted(const char *form)
{
	size_t length = strlen(form), used = 0;
	SSLINV_CLEANUP(sslinv_free_ptr) char *out = malloc(length + 1);

	if (!out)
		return NULL;
	if (!sslinv_str_starts(form, "$'")) {
		memcpy(out, form, length + 1);
		return sslinv_take_ptr(out);
	}
	if (length < 3 || form[length - 1] != '\'')
		return NULL;
	for (size_t i = 2; i < length - 1; i++) {
		char c = form[i];

		if (c == '\'')
			return NULL;
		if (c == '\\') {
			c = form[++i];
			if (i >= length - 1)
				return NULL;
			if (c == 'n') {
				c = '\n';
			} else if (c == 't') {
				c = '\t';
			} else if (c == 'x') {
				int high = hex_digit(form[i + 1]), low = high < 0 ? -1 : hex_digit(form[i + 2]);

				/* A NUL would end the string before its end. */
				if (high < 0 || low < 0 || (high == 0 && low == 0))
					return NULL;
				c = (char)(high * 16 + low);
				i += 2;
			} else if (c != '\\' && c != '\'') {
				return NULL;
			}
		}
		out[used++] = c;
	}
	out[used] = '\0';
	return sslinv_take_ptr(out);
}

void sslinv_str_time(char buffer[SSLINV_TIME_SIZE], long long seconds)
{
	time_t when = (time_t)seconds;
	struct tm parts;

	if (!gmtime_r(&when, &parts) || strftime(buffer, SSLINV_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
		strcpy(buffer, "1970-01-01T00:00:00Z");
}
