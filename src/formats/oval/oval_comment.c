/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the comments of OVAL criteria say: every vendor's generator writes them in a few fixed sentences. And which package a
 * regular expression means.
 */
#include <stdio.h>
#include <string.h>

#include "formats/oval/oval.h"
#include "openssl/package_name.h"

/* The first that is found in the comment counts. */
static const struct {
	const char *part;
	enum sslinv_oval_comment kind;
} sentences[] = {
	{ " is signed with ", SSLINV_OVAL_COMMENT_SIGNED },
	{ " must be installed", SSLINV_OVAL_COMMENT_FAMILY },
	{ " is earlier than ", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " package in ", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " package exist and is the version ", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is <", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is >", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is ==", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is affected", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is not affected", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " is not installed", SSLINV_OVAL_COMMENT_PACKAGE },
	{ " arch is ", SSLINV_OVAL_COMMENT_ARCH },
	{ " architecture", SSLINV_OVAL_COMMENT_ARCH },
	{ "Installed architecture is ", SSLINV_OVAL_COMMENT_ARCH },
};

static bool is_word(char letter)
{
	return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
	       letter == '.' || letter == '_' || letter == '+' || letter == '-' || letter == '~';
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (is_word(text[length]))
		length++;
	return length;
}

static bool find_concerned(const char *comment, char *name, size_t size)
{
	char word[128];

	for (const char *at = comment; *at;) {
		size_t length = word_length(at);

		if (length > 0 && length < sizeof(word)) {
			memcpy(word, at, length);
			word[length] = '\0';
			if (sslinv_package_name_is_openssl(word)) {
				if (name)
					snprintf(name, size, "%s", word);
				return true;
			}
		}
		at += length > 0 ? length : 1;
	}
	return false;
}

enum sslinv_oval_comment sslinv_oval_classify_comment(const char *comment, bool *concerns, char *name, size_t size)
{
	bool found = find_concerned(comment, name, size);
	struct sslinv_distro distro;

	if (concerns)
		*concerns = found;
	if (sslinv_str_starts(comment, "Module ") && strstr(comment, " is enabled"))
		return SSLINV_OVAL_COMMENT_MODULE;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(sentences); i++) {
		if (strstr(comment, sentences[i].part))
			return sentences[i].kind;
	}
	if (strstr(comment, " is installed")) {
		/* `Debian 11 is installed`, `openssl-1.1.1 is installed`: products have blanks in their names. */
		if (!found && (sslinv_distro_from_platform(comment, &distro) ||
			       word_length(comment) < (size_t)(strstr(comment, " is installed") - comment)))
			return SSLINV_OVAL_COMMENT_PLATFORM;
		return SSLINV_OVAL_COMMENT_PACKAGE;
	}
	return SSLINV_OVAL_COMMENT_OTHER;
}

bool sslinv_oval_comment_arch(const char *comment, char *arch, size_t size)
{
	static const char *const before[] = { " arch is ", "Installed architecture is " };
	const char *at = comment;
	size_t length;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(before); i++) {
		const char *found = strstr(comment, before[i]);

		if (found)
			at = found + strlen(before[i]);
	}
	length = word_length(at);
	if (length == 0 || length >= size)
		return false;
	snprintf(arch, size, "%.*s", (int)length, at);
	return strcmp(arch, "all") != 0 && strcmp(arch, "noarch") != 0;
}

/* Ubuntu's sentences about a package, Red Hat's resolutions, SUSE's words. The first that is found counts. */
static const struct {
	const char *part;
	enum sslinv_status status;
} verdicts[] = {
	{ "has been fixed", SSLINV_STATUS_FIXED },
	{ "is not affected", SSLINV_STATUS_NOT_AFFECTED },
	{ "Not affected", SSLINV_STATUS_NOT_AFFECTED },
	{ "decision has been made to ignore", SSLINV_STATUS_WILL_NOT_FIX },
	{ "decision has been made to defer", SSLINV_STATUS_AFFECTED },
	{ "pending publication", SSLINV_STATUS_AFFECTED },
	{ "might be vulnerable", SSLINV_STATUS_UNDER_INVESTIGATION },
	{ "pending evaluation", SSLINV_STATUS_UNDER_INVESTIGATION },
	{ "needs triage", SSLINV_STATUS_UNDER_INVESTIGATION },
	{ "is affected", SSLINV_STATUS_AFFECTED },
	{ "needs fixing", SSLINV_STATUS_AFFECTED },
	{ "Will not fix", SSLINV_STATUS_WILL_NOT_FIX },
	{ "Out of support scope", SSLINV_STATUS_WILL_NOT_FIX },
	{ "Under investigation", SSLINV_STATUS_UNDER_INVESTIGATION },
	{ "Fix deferred", SSLINV_STATUS_AFFECTED },
	{ "Affected", SSLINV_STATUS_AFFECTED },
	{ "New", SSLINV_STATUS_UNDER_INVESTIGATION },
};

bool sslinv_oval_status_in(const char *text, enum sslinv_status *status)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(verdicts); i++) {
		if (strstr(text, verdicts[i].part)) {
			*status = verdicts[i].status;
			return true;
		}
	}
	return false;
}

enum sslinv_oval_name sslinv_oval_read_name(const char *value, char *name, size_t size)
{
	bool is_begun = *value == '^';
	size_t length = 0;

	value += is_begun;
	while (*value && !strchr("($[|*?", *value) && length + 1 < size) {
		if (*value == '.' && value[1] && strchr("*+?", value[1]))
			break;
		if (*value == '\\') {
			/* `\+` stands for a plus; `\s` ends the name. */
			if (value[1] == 's' || value[1] == 'w' || value[1] == '\0')
				break;
			value++;
		}
		name[length++] = *value++;
	}
	name[length] = '\0';
	if (!*value)
		return is_begun ? SSLINV_OVAL_NAME_PATTERN : SSLINV_OVAL_NAME_BARE;
	/* Behind the name in a line of a manifest come its architecture and a blank. */
	if (is_begun && (strcmp(value, "$") == 0 || sslinv_str_starts(value, "\\s") || sslinv_str_starts(value, "(?::")))
		return SSLINV_OVAL_NAME_WHOLE;
	return SSLINV_OVAL_NAME_PATTERN;
}
