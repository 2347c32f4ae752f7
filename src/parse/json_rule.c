/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the functions of rules ask of the document that is read: its lines, its memory, its warnings. */
#include "guidance/check.h"
#include "parse/json_internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"

#define MAX_WARNINGS 50

size_t sslinv_json_position(const struct sslinv_json *json)
{
	size_t consumed = json->parser ? yajl_get_bytes_consumed(json->parser) : 0;

	return consumed < json->chunk_length ? consumed : json->chunk_length;
}

unsigned long sslinv_json_count_lines(const char *bytes, size_t length)
{
	const char *end = bytes + length, *at = bytes;
	unsigned long lines = 0;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		lines++;
		at++;
	}
	return lines;
}

unsigned long sslinv_json_line(const struct sslinv_json *json)
{
	return json->lines_before + 1 + (json->chunk ? sslinv_json_count_lines(json->chunk, sslinv_json_position(json)) : 0);
}

const char *sslinv_json_wildcard(const struct sslinv_json *json, size_t n)
{
	return n < SSLINV_JSON_WILDCARDS ? sslinv_str_text(&json->wildcards[n]) : "";
}

int sslinv_json_fail(struct sslinv_json *json, enum sslinv_code code, const char *format, ...)
{
	char reason[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	json->rc = sslinv_error_set(json->error, code, "%s:%lu: %s", json->name, sslinv_json_line(json), reason);
	return json->rc;
}

int sslinv_json_status(const struct sslinv_json *json)
{
	return json->rc;
}

static void *alloc_in(struct sslinv_json *json, bool brief, size_t size)
{
	size_t *kept = brief ? &json->kept_brief : &json->kept;
	void *memory;

	if (size > SSLINV_JSON_MAX_KEPT - *kept) {
		sslinv_json_fail(json, SSLINV_E_LIMIT,
				 "the document says more about OpenSSL than the %zu MiB that are kept of one; import a "
				 "smaller part of it",
				 SSLINV_JSON_MAX_KEPT >> 20);
		return NULL;
	}
	memory = sslinv_arena_alloc(brief ? &json->brief : &json->arena, size ? size : 1);
	if (!memory) {
		json->rc = sslinv_error_memory(json->error);
		return NULL;
	}
	*kept += size;
	return memory;
}

char *sslinv_json_keep_in(struct sslinv_json *json, bool brief, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = alloc_in(json, brief, size);

	return copy ? memcpy(copy, text, size) : NULL;
}

void *sslinv_json_alloc(struct sslinv_json *json, size_t size)
{
	void *memory = alloc_in(json, false, size);

	return memory ? memset(memory, 0, size) : NULL;
}

void *sslinv_json_alloc_brief(struct sslinv_json *json, size_t size)
{
	void *memory = alloc_in(json, true, size);

	return memory ? memset(memory, 0, size) : NULL;
}

char *sslinv_json_keep(struct sslinv_json *json, const char *text)
{
	return sslinv_json_keep_in(json, false, text);
}

char *sslinv_json_printf(struct sslinv_json *json, const char *format, ...)
{
	va_list arguments, again;
	char *text = NULL;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length >= 0)
		text = alloc_in(json, false, (size_t)length + 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

void sslinv_json_forget(struct sslinv_json *json)
{
	sslinv_arena_free(&json->arena);
	json->kept = 0;
}

void sslinv_json_forget_brief(struct sslinv_json *json)
{
	if (json->kept_brief)
		sslinv_arena_free(&json->brief);
	json->kept_brief = 0;
}

void sslinv_json_warn(struct sslinv_json *json, const char *format, ...)
{
	struct sslinv_json_warning *warning = json->warnings.count < MAX_WARNINGS ? sslinv_array_add(&json->warnings) : NULL;
	char text[512];
	va_list arguments;

	if (!warning) {
		json->more_warnings++;
		return;
	}
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	warning->line = sslinv_json_line(json);
	warning->text = sslinv_str_format("%s", text);
}

int sslinv_json_flush_warnings(struct sslinv_json *json, const struct sslinv_checked_sink *sink)
{
	int rc = 0;

	for (size_t i = 0; i < json->warnings.count; i++) {
		struct sslinv_json_warning *warning = &json->warnings.items[i];

		if (rc >= 0)
			rc = sslinv_check_warn(sink, warning->line, "%s", warning->text ? warning->text : "out of memory");
		free(warning->text);
	}
	json->warnings.count = 0;
	if (rc >= 0 && json->more_warnings)
		rc = sslinv_check_warn(sink, 0, "%lu more warnings like these", json->more_warnings);
	json->more_warnings = 0;
	return rc < 0 ? rc : 0;
}
