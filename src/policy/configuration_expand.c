/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the text of a value to the value: quotes, escapes, variables. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "policy/configuration_internal.h"

/* OpenSSL's own bound on a value with variables in it. */
#define MAX_VALUE 65536

bool sslinv_configuration_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool sslinv_configuration_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool sslinv_configuration_is_name(char c)
{
	return sslinv_configuration_is_word(c) || (c && strchr("!.%&*+,/;?@^~|-", c));
}

bool sslinv_configuration_is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* An expansion under way. */
struct expansion {
	struct sslinv_configuration_reader *reader;
	const char *section;
	const char *at;
	struct sslinv_str *value;
	bool *is_open;
};

static int add(struct expansion *expansion, char c)
{
	return sslinv_str_add_bytes(expansion->value, &c, 1);
}

static int take_quoted(struct expansion *expansion)
{
	char quote = *expansion->at++;
	int rc = 0;

	while (*expansion->at && *expansion->at != quote && rc == 0) {
		if (*expansion->at == '\\' && !*++expansion->at)
			break;
		rc = add(expansion, *expansion->at++);
	}
	expansion->at += *expansion->at == quote;
	return rc;
}

static int take_escaped(struct expansion *expansion)
{
	static const char letters[] = "rnbt", meant[] = "\r\n\b\t";
	char c = *++expansion->at;
	const char *letter;

	if (!c)
		return 0;
	expansion->at++;
	letter = strchr(letters, c);
	return add(expansion, letter ? meant[letter - letters] : c);
}

static bool is_word(const struct expansion *expansion, char c)
{
	return sslinv_configuration_is_word(c) || (c == '$' && expansion->reader->has_dollar_names);
}

static const char *skip_word(const struct expansion *expansion, const char *at)
{
	while (is_word(expansion, *at))
		at++;
	return at;
}

/* A variable's reference: `$name`, `$section::name`, `${...}`, `$(...)`; where it ends, and the two names. */
struct reference {
	char *section; /* NULL: none is named */
	char *name;
	const char *end;
	bool is_closed;
};

static void free_reference(struct reference *reference)
{
	free(reference->section);
	free(reference->name);
}

static int read_reference(const struct expansion *expansion, struct reference *reference)
{
	const char *first = expansion->at + 1, *end;
	char close = *first == '{' ? '}' : *first == '(' ? ')' : '\0';

	first += close != '\0';
	end = skip_word(expansion, first);
	if (end[0] == ':' && end[1] == ':') {
		reference->section = strndup(first, (size_t)(end - first));
		if (!reference->section)
			return SSLINV_E_MEMORY;
		first = end + 2;
		end = skip_word(expansion, first);
	}
	reference->name = strndup(first, (size_t)(end - first));
	reference->is_closed = !close || *end == close;
	reference->end = end + (close && reference->is_closed);
	return reference->name ? 0 : SSLINV_E_MEMORY;
}

/* What the environment of a program has is not known; without the variable the section `default` is asked. */
static int take_environment(struct expansion *expansion, const struct reference *reference)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *reason = NULL;

	if (sslinv_configuration_value(expansion->reader->configuration, "default", reference->name)) {
		*expansion->is_open = true;
		return sslinv_str_printf(expansion->value, "$ENV::%s", reference->name);
	}
	reason = sslinv_str_format("a program without the environment variable %s takes nothing of it", reference->name);
	return reason ? sslinv_configuration_doubt(expansion->reader, reason) : SSLINV_E_MEMORY;
}

static int take_variable(struct expansion *expansion)
{
	SSLINV_CLEANUP(free_reference) struct reference reference = { 0 };
	const struct sslinv_configuration *configuration = expansion->reader->configuration;
	const struct sslinv_configuration_value *found;
	int rc = read_reference(expansion, &reference);

	if (rc < 0)
		return rc;
	if (!reference.is_closed)
		return sslinv_configuration_refuse(expansion->reader, "the brace of a variable is not closed");
	found = sslinv_configuration_value(configuration, reference.section ? reference.section : expansion->section,
					   reference.name);
	if (reference.section && strcmp(reference.section, "ENV") == 0) {
		rc = take_environment(expansion, &reference);
		expansion->at = reference.end;
		return rc;
	}
	if (!found)
		return sslinv_configuration_refuse(expansion->reader, "a variable has no value");
	expansion->at = reference.end;
	*expansion->is_open |= found->is_open;
	if (expansion->value->length + strlen(found->value) + strlen(expansion->at) > MAX_VALUE)
		return sslinv_configuration_refuse(expansion->reader, "a value with its variables is too long");
	rc = sslinv_configuration_count(expansion->reader, strlen(found->value));
	return rc != 0 ? rc : sslinv_str_add(expansion->value, found->value);
}

static bool is_variable(const struct expansion *expansion)
{
	const char *at = expansion->at;

	return at[0] == '$' && (!expansion->reader->has_dollar_names || at[1] == '{' || at[1] == '(');
}

int sslinv_configuration_expand(struct sslinv_configuration_reader *reader, const char *section, const char *text,
				struct sslinv_str *value, bool *is_open)
{
	struct expansion expansion = {
		.reader = reader, .section = section, .at = text, .value = value, .is_open = is_open
	};
	int rc = 0;

	*is_open = false;
	while (*expansion.at && rc == 0) {
		if (sslinv_configuration_is_quote(*expansion.at))
			rc = take_quoted(&expansion);
		else if (*expansion.at == '\\')
			rc = take_escaped(&expansion);
		else if (is_variable(&expansion))
			rc = take_variable(&expansion);
		else
			rc = add(&expansion, *expansion.at++);
	}
	return rc;
}
