/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts with places to fill in: what may stand in them, and filling them in. */
#include "guidance/template.h"

#include <string.h>

#include "base/cleanup.h"

/* What each may be filled in with. */
static const char *const command_names[] = { "packages", "packages=versions", "advisories", NULL };
static const char *const address_names[] = { "id", "dashed-id", "release", NULL };

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* Nothing in these means anything to a shell. */
static const char command_bytes[] = LETTERS_AND_DIGITS " .,_+-:=@%/";
static const char address_bytes[] = LETTERS_AND_DIGITS ".,_+-:=@%/~?#&";

static bool is_name(const char *at, size_t length, const char *const *names)
{
	for (; *names; names++) {
		if (strlen(*names) == length && strncmp(*names, at, length) == 0)
			return true;
	}
	return false;
}

/* Does `text` hold nothing but these bytes, known names and brackets in pairs, and one of `wanted` outside of brackets? */
static bool is_well_formed(const char *text, const char *bytes, const char *const *names, const char *const *wanted)
{
	bool is_optional = false, has_wanted = false;

	if (!text || strlen(text) > SSLINV_TEMPLATE_MAX)
		return false;
	while (*text) {
		size_t length = strspn(text, bytes);

		text += length;
		if (length > 0 || *text == '\0')
			continue;
		if (*text == '[' || *text == ']') {
			if ((*text == '[') == is_optional)
				return false;
			is_optional = *text == '[';
			text++;
			continue;
		}
		length = strcspn(text, "}");
		if (*text != '{' || text[length] != '}' || !is_name(text + 1, length - 1, names))
			return false;
		has_wanted |= !is_optional && is_name(text + 1, length - 1, wanted);
		text += length + 1;
	}
	return has_wanted && !is_optional;
}

bool sslinv_template_is_command(const char *text)
{
	static const char *const wanted[] = { "packages", "packages=versions", NULL };

	return text && text[0] != ' ' && text[0] != '-' && is_well_formed(text, command_bytes, command_names, wanted);
}

bool sslinv_template_is_address(const char *text)
{
	static const char *const wanted[] = { "id", "dashed-id", NULL };

	return text && sslinv_str_starts(text, "https://") && is_well_formed(text, address_bytes, address_names, wanted);
}

static const char *find_value(const char *name, size_t length, const struct sslinv_template_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(values[i].name) == length && strncmp(values[i].name, name, length) == 0)
			return values[i].text;
	}
	return NULL;
}

/* Fills in what stands before `end`; *is_known is false where a value is not. */
static int fill_part(struct sslinv_str *out, const char *text, const char *end, const struct sslinv_template_value *values,
		     size_t count, bool *is_known)
{
	int rc = 0;

	while (rc == 0 && text < end) {
		size_t length = strcspn(text, "{");
		const char *value;

		if (length > (size_t)(end - text))
			length = (size_t)(end - text);
		rc = sslinv_str_add_bytes(out, text, length);
		text += length;
		if (rc < 0 || text == end)
			return rc;
		length = strcspn(text, "}");
		value = find_value(text + 1, length - 1, values, count);
		*is_known &= value != NULL;
		rc = value ? sslinv_str_add(out, value) : 0;
		text += length + 1;
	}
	return rc;
}

int sslinv_template_fill(struct sslinv_str *out, const char *text, const struct sslinv_template_value *values, size_t count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str part = { 0 };
	int rc = 0;

	while (rc == 0 && *text) {
		bool is_optional = *text == '[', is_known = true;
		const char *end;

		text += is_optional;
		end = text + strcspn(text, is_optional ? "]" : "[");
		sslinv_str_reset(&part);
		rc = fill_part(&part, text, end, values, count, &is_known);
		if (rc == 0 && (is_known || !is_optional))
			rc = sslinv_str_add(out, sslinv_str_text(&part));
		text = end + (is_optional && *end);
	}
	return rc;
}
