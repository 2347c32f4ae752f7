/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Matches the texts by which OpenSSL and its forks say who they are (include/openssl/opensslv.h of their releases, and what
 * vendors made of it):
 *   OpenSSL 0.9.6b [engine] 9 Jul 2001        OpenSSL 0.9.7a Feb 19 2003
 *   OpenSSL 0.9.8zh 3 Dec 2015                OpenSSL 1.0.2k-fips  26 Jan 2017
 *   OpenSSL 1.0.2-dev  xx xxx xxxx            OpenSSL 1.1.1-pre8 (beta) 20 Jun 2018
 *   OpenSSL 1.1.1k  FIPS 25 Mar 2021          OpenSSL 3.0.0 7 sep 2021
 *   OpenSSL 3.0.8+quic 7 Feb 2023             OpenSSL 3.2.0-beta1 26 Oct 2023
 *   OpenSSL 3.2.0-dev
 *   LibreSSL 3.8.2
 *   OpenSSL 1.1.1 (compatible; BoringSSL)
 *   OpenSSL 1.1.1 (compatible; AWS-LC 1.30.1) AWS-LC FIPS 1.30.1
 *   Tongsuo 8.4.0                             BabaSSL 8.3.2
 */
#include "openssl/openssl_text.h"

#include <string.h>
#include <strings.h>

#include "base/attributes.h"

/* The bytes that are left; nothing is read beyond `end`. */
struct cursor {
	const char *at, *end;
};

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

/* What OpenSSL appends to a version before its release; any other suffix is the vendor's, not part of the version. */
static const char *const pre_releases[] = { "-alpha", "-beta", "-pre", "-dev" };

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool is_upper(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static bool skip_word(struct cursor *cursor, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

/* Skips the bytes of a class, at most `max`, and returns how many. */
static size_t skip_class(struct cursor *cursor, bool (*is_member)(char), size_t max)
{
	size_t count = 0;

	while (count < max && cursor->at < cursor->end && is_member(*cursor->at)) {
		cursor->at++;
		count++;
	}
	return count;
}

static bool is_space(char byte)
{
	return byte == ' ';
}

static bool skip_numbers(struct cursor *cursor)
{
	return skip_class(cursor, is_digit, 3) > 0 && skip_word(cursor, ".") && skip_class(cursor, is_digit, 3) > 0 &&
	       skip_word(cursor, ".") && skip_class(cursor, is_digit, 3) > 0;
}

static bool is_suffix(char byte)
{
	return is_digit(byte) || is_lower(byte) || is_upper(byte) || byte == '.' || byte == '_';
}

static bool is_letter(char byte)
{
	return is_lower(byte) || is_upper(byte);
}

/* `FIPS`, `(beta)`, `[engine]`: a word of prose is neither in capitals nor in brackets. */
static bool skip_tag(struct cursor *cursor)
{
	if (skip_word(cursor, "("))
		return skip_class(cursor, is_letter, 8) > 0 && skip_word(cursor, ")");
	if (skip_word(cursor, "["))
		return skip_class(cursor, is_letter, 8) > 0 && skip_word(cursor, "]");
	return skip_class(cursor, is_upper, 8) > 0;
}

static bool is_end_of_word(const struct cursor *cursor)
{
	return cursor->at == cursor->end || !(is_digit(*cursor->at) || is_lower(*cursor->at) || is_upper(*cursor->at));
}

/* 3.0.0 was of `7 sep 2021`. */
static bool skip_month(struct cursor *cursor)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(months); i++)
		if (cursor->end - cursor->at >= 3 && strncasecmp(cursor->at, months[i], 3) == 0) {
			cursor->at += 3;
			return true;
		}
	return false;
}

static bool skip_date(struct cursor *cursor)
{
	struct cursor date = *cursor;
	bool is_date;

	/* Development trees up to 1.1.1 have letters for a date. */
	if (cursor->end - cursor->at >= 11 && strncasecmp(cursor->at, "xx xxx xxxx", 11) == 0) {
		cursor->at += 11;
		return is_end_of_word(cursor);
	}
	/* 0.9.7a was of `Feb 19 2003`. */
	if (skip_month(&date))
		is_date = skip_word(&date, " ") && skip_class(&date, is_digit, 2) > 0;
	else
		is_date = skip_class(&date, is_digit, 2) > 0 && skip_word(&date, " ") && skip_month(&date);
	if (!is_date || !skip_word(&date, " ") || skip_class(&date, is_digit, 4) != 4 || !is_end_of_word(&date))
		return false;
	*cursor = date;
	return true;
}

static void add(struct sslinv_openssl_text *match, const char *from, const char *to)
{
	size_t have = strlen(match->version), more = (size_t)(to - from);

	if (more < sizeof(match->version) - have) {
		memcpy(match->version + have, from, more);
		match->version[have + more] = '\0';
	}
}

/* `-beta1-dev+quic`, `-fips-rhel5`, `~rc1`: keeps OpenSSL's own tags. */
static void skip_suffixes(struct cursor *cursor, struct sslinv_openssl_text *match)
{
	bool is_own = true;

	while (cursor->at < cursor->end && (*cursor->at == '-' || *cursor->at == '+' || *cursor->at == '~')) {
		struct cursor begin = *cursor;
		bool is_known = false;

		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pre_releases) && !is_known; i++) {
			struct cursor tag = begin;

			is_known = skip_word(&tag, pre_releases[i]) && (skip_class(&tag, is_digit, 3), is_end_of_word(&tag));
		}
		cursor->at++;
		(void)skip_class(cursor, is_suffix, 24);
		is_own = is_own && is_known;
		if (is_own)
			add(match, begin.at, cursor->at);
	}
}

/* Behind `OpenSSL `. */
static bool match_openssl(struct cursor *cursor, struct sslinv_openssl_text *match)
{
	const char *begin = cursor->at;

	if (!skip_numbers(cursor))
		return false;
	(void)skip_class(cursor, is_lower, 2);
	add(match, begin, cursor->at);
	skip_suffixes(cursor, match);
	if (skip_class(cursor, is_space, 2) == 0)
		return false;
	if (skip_word(cursor, "(compatible; BoringSSL)")) {
		match->kind = SSLINV_LIBRARY_BORINGSSL;
		match->version[0] = '\0';
		return true;
	}
	if (skip_word(cursor, "(compatible; AWS-LC")) {
		match->kind = SSLINV_LIBRARY_AWS_LC;
		match->version[0] = '\0';
		(void)skip_word(cursor, " FIPS");
		(void)skip_word(cursor, " ");
		begin = cursor->at;
		if (skip_numbers(cursor))
			add(match, begin, cursor->at);
		(void)skip_class(cursor, is_suffix, 16);
		return skip_word(cursor, ")");
	}
	match->kind = SSLINV_LIBRARY_OPENSSL;
	/* Built from the middle of a branch: no date, the space is there. */
	if (cursor->at < cursor->end && *cursor->at == '\0' && strstr(match->version, "-dev")) {
		cursor->at--;
		return true;
	}
	for (unsigned tags = 0; tags < 3; tags++) {
		if (skip_date(cursor))
			return true;
		if (!skip_tag(cursor) || skip_class(cursor, is_space, 2) == 0)
			return false;
	}
	return skip_date(cursor);
}

/* A version that ends its string. */
static bool match_whole(struct cursor *cursor, struct sslinv_openssl_text *match)
{
	const char *begin = cursor->at;

	if (!skip_numbers(cursor))
		return false;
	add(match, begin, cursor->at);
	skip_suffixes(cursor, match);
	return cursor->at < cursor->end && *cursor->at == '\0';
}

bool sslinv_openssl_text_match(const char *text, size_t length, struct sslinv_openssl_text *match)
{
	struct cursor cursor = { text,
				 text + (length < SSLINV_OPENSSL_TEXT_MAX + 1 ? length : SSLINV_OPENSSL_TEXT_MAX + 1) };
	bool is_match = false;

	memset(match, 0, sizeof(*match));
	if (skip_word(&cursor, "OpenSSL ")) {
		is_match = match_openssl(&cursor, match);
	} else if (skip_word(&cursor, "LibreSSL ")) {
		match->kind = SSLINV_LIBRARY_LIBRESSL;
		is_match = match_whole(&cursor, match);
	} else if (skip_word(&cursor, "Tongsuo ") || skip_word(&cursor, "BabaSSL ")) {
		match->kind = SSLINV_LIBRARY_TONGSUO;
		is_match = match_whole(&cursor, match);
	} else if (skip_word(&cursor, "AWS-LC ")) {
		match->kind = SSLINV_LIBRARY_AWS_LC;
		(void)skip_word(&cursor, "FIPS ");
		is_match = match_whole(&cursor, match);
	}
	match->length = (size_t)(cursor.at - text);
	return is_match;
}

bool sslinv_openssl_text_is_bare_version(const char *text, size_t length, struct sslinv_openssl_text *match)
{
	struct cursor cursor = { text,
				 text + (length < SSLINV_OPENSSL_TEXT_MAX + 1 ? length : SSLINV_OPENSSL_TEXT_MAX + 1) };

	memset(match, 0, sizeof(*match));
	if (length == 0 || text[0] < '3' || text[0] > '9' || !match_whole(&cursor, match))
		return false;
	match->length = (size_t)(cursor.at - text);
	return true;
}
