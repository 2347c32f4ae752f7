/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of a configuration: a section, a value, or what governs the reading. */
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "policy/configuration_internal.h"

static char *skip_space(char *at)
{
	while (sslinv_configuration_is_space(*at))
		at++;
	return at;
}

static void trim(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && sslinv_configuration_is_space(text[length - 1]))
		length--;
	text[length] = '\0';
}

static char *skip_escape(char *at)
{
	return at[1] ? at + 2 : at + 1;
}

static char *skip_name(const struct sslinv_configuration_reader *reader, char *at)
{
	for (;;) {
		if (*at == '\\')
			at = skip_escape(at);
		else if (sslinv_configuration_is_name(*at) || (*at == '$' && reader->has_dollar_names))
			at++;
		else
			return at;
	}
}

static char *skip_quoted(char *at)
{
	char quote = *at++;

	while (*at && *at != quote) {
		if (*at == '\\' && !*++at)
			return at;
		at++;
	}
	return at + (*at == quote);
}

/* A `#` begins a comment where no quotes are around it and no backslash is before it. */
static void cut_comment(char *at)
{
	while (*at && *at != '#') {
		if (sslinv_configuration_is_quote(*at))
			at = skip_quoted(at);
		else
			at = *at == '\\' ? skip_escape(at) : at + 1;
	}
	*at = '\0';
}

/* `[ name ]`; inside the name there may be spaces. */
static int take_section(struct sslinv_configuration_reader *reader, char *text)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str name = { 0 };
	struct sslinv_configuration_section *section;
	char *first = skip_space(text), *at = first, *end;
	bool is_open;
	int rc;

	for (;;) {
		char *next;

		end = skip_name(reader, at);
		next = skip_space(end);
		if (*next == ']')
			break;
		if (!*next || next == at)
			return sslinv_configuration_refuse(reader, "a section's name is not closed by ]");
		at = next;
	}
	*end = '\0';
	/* No section is at hand where the name of one is read. */
	rc = sslinv_configuration_expand(reader, "default", first, &name, &is_open);
	if (rc == 0 && is_open)
		rc = sslinv_configuration_doubt(reader, "a section is named by an environment variable");
	if (rc != 0)
		return rc;
	section = sslinv_configuration_open(reader, sslinv_str_text(&name), &rc);
	if (section)
		reader->section = section->name;
	return rc;
}

static int take_flag(struct sslinv_configuration_reader *reader, const char *value, bool *flag)
{
	bool is_on = strcasecmp(value, "on") == 0 || strcasecmp(value, "true") == 0;

	if (!is_on && strcasecmp(value, "off") != 0 && strcasecmp(value, "false") != 0)
		return sslinv_configuration_refuse(reader, "a .pragma is not valid");
	*flag = is_on;
	return 0;
}

/* `.pragma keyword:value`; one that is not known says nothing. */
static int take_pragma(struct sslinv_configuration_reader *reader, char *text)
{
	char *value = strchr(text, ':');
	int rc = 0;

	trim(text);
	if (!value || value == text || !value[1])
		return sslinv_configuration_refuse(reader, "a .pragma is not valid");
	*value++ = '\0';
	trim(text);
	value = skip_space(value);
	if (strcmp(text, "dollarid") == 0)
		rc = take_flag(reader, value, &reader->has_dollar_names);
	else if (strcmp(text, "abspath") == 0)
		rc = take_flag(reader, value, &reader->needs_absolute);
	else if (strcmp(text, "includedir") == 0)
		reader->include_dir = sslinv_configuration_keep(reader, value, &rc);
	return rc;
}

/* `.include path`: what is not named by an absolute path is looked for in the directory that the program is in. */
static int take_include(struct sslinv_configuration_reader *reader, const char *section, char *text)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str name = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	const char *directory = reader->include_dir, *written;
	bool is_open, has_slash;
	int rc;

	trim(text);
	rc = sslinv_configuration_expand(reader, section, text, &name, &is_open);
	if (rc == 0 && is_open)
		rc = sslinv_configuration_doubt(reader, "what it includes is named by an environment variable");
	if (rc != 0)
		return rc;
	written = sslinv_str_text(&name);
	if (written[0] == '/' || !directory) {
		path = strdup(written);
	} else {
		has_slash = directory[0] && directory[strlen(directory) - 1] == '/';
		path = sslinv_str_format("%s%s%s", directory, has_slash ? "" : "/", written);
	}
	if (!path)
		return SSLINV_E_MEMORY;
	if (path[0] == '/')
		return sslinv_configuration_include(reader, path);
	if (reader->needs_absolute)
		return sslinv_configuration_refuse(reader, "what it includes has no absolute path");
	if (!path[0])
		return 0;
	return sslinv_configuration_doubt(
		reader, "what it includes depends on the directory that a program is in; name it by an absolute path");
}

/* Does the name begin with that word, with a value after it? Then *rest is the value. */
static bool is_word(char *name, char *after, const char *word, char **rest)
{
	size_t length = strlen(word);

	if (strncmp(name, word, length) != 0 || (after == name + length && *after != '='))
		return false;
	*rest = *after == '=' ? skip_space(after + 1) : after;
	return true;
}

static int take_value(struct sslinv_configuration_reader *reader, const char *section, const char *name, char *text)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str value = { 0 };
	bool is_open;
	int rc;

	trim(text);
	rc = sslinv_configuration_expand(reader, section, text, &value, &is_open);
	return rc != 0 ? rc : sslinv_configuration_set(reader, section, name, sslinv_str_text(&value), is_open);
}

int sslinv_configuration_take_line(struct sslinv_configuration_reader *reader, char *line)
{
	const char *section = reader->section;
	char *name, *end, *after, *rest;

	cut_comment(line);
	name = skip_space(line);
	if (!*name)
		return 0;
	if (*name == '[')
		return take_section(reader, name + 1);
	end = skip_name(reader, name);
	if (end[0] == ':' && end[1] == ':') {
		*end = '\0';
		section = name;
		name = end + 2;
		end = skip_name(reader, name);
	}
	after = skip_space(end);
	if (reader->rules->has_pragma && is_word(name, after, ".pragma", &rest))
		return take_pragma(reader, rest);
	if (reader->rules->has_include && is_word(name, after, ".include", &rest))
		return take_include(reader, section, rest);
	if (*after != '=')
		return sslinv_configuration_refuse(reader, "an equal sign is missing");
	*end = '\0';
	return take_value(reader, section, name, skip_space(after + 1));
}
