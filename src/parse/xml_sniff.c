/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What XML document do these first bytes begin? Told without a parser, for a parser would complain that they are cut off. */
#include <string.h>

#include "parse/xml.h"

static bool is_space(char character)
{
	return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

static bool is_name(char character)
{
	return !is_space(character) && !strchr("<>/=\"'!?", character) && character != '\0';
}

static bool starts(const char *at, const char *end, const char *text)
{
	return (size_t)(end - at) >= strlen(text) && memcmp(at, text, strlen(text)) == 0;
}

static const char *find(const char *at, const char *end, const char *text)
{
	for (; at < end; at++) {
		if (starts(at, end, text))
			return at;
	}
	return NULL;
}

/* The end of <!DOCTYPE ...>, whose internal subset may hold angle brackets. */
static const char *skip_document_type(const char *at, const char *end)
{
	int brackets = 0;

	for (; at < end; at++) {
		if (*at == '[')
			brackets++;
		else if (*at == ']')
			brackets--;
		else if (*at == '>' && brackets <= 0)
			return at + 1;
	}
	return NULL;
}

/* The `<` of the root element, or NULL. */
static const char *find_root(const char *at, const char *end)
{
	if (starts(at, end, "\xef\xbb\xbf"))
		at += 3;
	while (at) {
		while (at < end && is_space(*at))
			at++;
		if (at >= end || *at != '<')
			return NULL;
		if (starts(at, end, "<?")) {
			at = find(at, end, "?>");
			at = at ? at + 2 : NULL;
		} else if (starts(at, end, "<!--")) {
			at = find(at + 4, end, "-->");
			at = at ? at + 3 : NULL;
		} else if (starts(at, end, "<!DOCTYPE")) {
			at = skip_document_type(at, end);
		} else {
			return at;
		}
	}
	return NULL;
}

static void copy(char *target, size_t size, const char *text, size_t length)
{
	if (size == 0)
		return;
	if (length >= size)
		length = size - 1;
	memcpy(target, text, length);
	target[length] = '\0';
}

/* The value of the attribute `xmlns`, or `xmlns:prefix`, among the attributes at `at`. */
static void find_namespace(const char *at, const char *end, const char *prefix, size_t prefix_length, char *uri,
			   size_t uri_size)
{
	while (at < end && *at != '>') {
		const char *name = at;
		const char *value;
		size_t length;
		bool fits;

		if (!is_name(*at)) {
			at++;
			continue;
		}
		while (at < end && is_name(*at))
			at++;
		length = (size_t)(at - name);
		while (at < end && (is_space(*at) || *at == '='))
			at++;
		if (at >= end || (*at != '"' && *at != '\''))
			continue;
		value = at + 1;
		at = memchr(value, *at, (size_t)(end - value));
		if (!at)
			return;
		fits = prefix_length == 0 ? length == 5 && memcmp(name, "xmlns", 5) == 0
					  : length == 6 + prefix_length && memcmp(name, "xmlns:", 6) == 0 &&
						    memcmp(name + 6, prefix, prefix_length) == 0;
		if (fits) {
			copy(uri, uri_size, value, (size_t)(at - value));
			return;
		}
		at++;
	}
}

bool sslinv_xml_sniff(const char *head, size_t length, char *name, size_t size, char *uri, size_t uri_size)
{
	const char *end = head + length;
	const char *at = find_root(head, end);
	const char *prefix;
	size_t prefix_length = 0;

	if (uri)
		copy(uri, uri_size, "", 0);
	if (!at)
		return false;
	prefix = ++at;
	while (at < end && is_name(*at)) {
		if (*at == ':' && prefix_length == 0)
			prefix_length = (size_t)(at - prefix);
		at++;
	}
	if (at == prefix || at == end)
		return false;
	if (prefix_length > 0)
		copy(name, size, prefix + prefix_length + 1, (size_t)(at - prefix) - prefix_length - 1);
	else
		copy(name, size, prefix, (size_t)(at - prefix));
	if (uri)
		find_namespace(at, end, prefix, prefix_length, uri, uri_size);
	return true;
}
