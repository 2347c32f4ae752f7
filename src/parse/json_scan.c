/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks over JSON sixteen bytes at a time where nothing has to be looked at. */
#include "parse/json_scan.h"

#include <string.h>

#include "base/bytes16.h"

/* What may come where no token is being read. */
enum expect {
	EXPECT_DOCUMENT = 0,
	EXPECT_FIRST_NAME,
	EXPECT_NAME,
	EXPECT_COLON,
	EXPECT_FIRST_VALUE,
	EXPECT_VALUE,
	EXPECT_NEXT,
	EXPECT_NOTHING,
	EXPECT_NEVER, /* it was bad */
};

enum token {
	TOKEN_NONE = 0,
	TOKEN_STRING,
	TOKEN_CHARACTER, /* of several bytes */
	TOKEN_ESCAPE,
	TOKEN_HEX,
	TOKEN_LITERAL,
	TOKEN_MINUS,
	TOKEN_ZERO,
	TOKEN_NUMBER,
	TOKEN_POINT,
	TOKEN_FRACTION,
	TOKEN_E,
	TOKEN_SIGN,
	TOKEN_EXPONENT,
};

typedef signed char signed_bytes __attribute__((vector_size(16)));

/* To the first byte that is no plain character of a string: a quote, a backslash, a control character, or beyond ASCII. */
static const char *skip_plain(const char *at, const char *end)
{
	for (; end - at >= 16; at += 16) {
		sslinv_bytes16 bytes = sslinv_bytes16_load(at);
		/* Signed, what is beyond ASCII is below it, too. */
		sslinv_bytes16 special = SSLINV_BYTES16_IS(bytes, '"') | SSLINV_BYTES16_IS(bytes, '\\') |
					 (sslinv_bytes16)((signed_bytes)bytes < (signed char)0x20);
		size_t first = sslinv_bytes16_first(special);

		if (first < 16)
			return at + first;
	}
	while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80)
		at++;
	return at;
}

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at)) {
		size_t spaces = 16;

		at++;
		/* Indentation. */
		while (spaces == 16 && end - at >= 16) {
			spaces = sslinv_bytes16_first(~SSLINV_BYTES16_IS(sslinv_bytes16_load(at), ' '));
			at += spaces;
		}
	}
	return at;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
	return is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static enum sslinv_scan_event bad(struct sslinv_json_scan *scan)
{
	scan->expect = EXPECT_NEVER;
	scan->token = TOKEN_NONE;
	return SSLINV_SCAN_BAD;
}

/* The event, if anybody wants to know. */
static enum sslinv_scan_event tell(struct sslinv_json_scan *scan, enum sslinv_scan_event event)
{
	return scan->level <= scan->levels ? event : SSLINV_SCAN_MORE;
}

static enum sslinv_scan_event open_one(struct sslinv_json_scan *scan, bool is_array)
{
	if (scan->depth == SSLINV_JSON_MAX_DEPTH)
		return bad(scan);
	scan->arrays &= ~(UINT64_C(1) << scan->depth);
	scan->arrays |= (uint64_t)is_array << scan->depth;
	scan->level = scan->depth++;
	scan->expect = is_array ? EXPECT_FIRST_VALUE : EXPECT_FIRST_NAME;
	return tell(scan, SSLINV_SCAN_OPENED);
}

static bool is_in_array(const struct sslinv_json_scan *scan)
{
	return scan->depth > 0 && (scan->arrays >> (scan->depth - 1) & 1) != 0;
}

static enum sslinv_scan_event close_one(struct sslinv_json_scan *scan, bool is_array)
{
	if (scan->depth == 0 || is_in_array(scan) != is_array)
		return bad(scan);
	scan->level = --scan->depth;
	scan->expect = scan->depth > 0 ? EXPECT_NEXT : EXPECT_NOTHING;
	return tell(scan, SSLINV_SCAN_CLOSED);
}

static enum sslinv_scan_event begin_string(struct sslinv_json_scan *scan, bool is_name)
{
	scan->token = TOKEN_STRING;
	scan->is_name = is_name;
	scan->level = scan->depth;
	scan->has_text = scan->level <= scan->levels;
	scan->length = 0;
	return SSLINV_SCAN_MORE;
}

static enum sslinv_scan_event begin_token(struct sslinv_json_scan *scan, enum token token)
{
	scan->token = (unsigned char)token;
	return SSLINV_SCAN_MORE;
}

static enum sslinv_scan_event begin_literal(struct sslinv_json_scan *scan, const char *rest)
{
	scan->literal = rest;
	return begin_token(scan, TOKEN_LITERAL);
}

static enum sslinv_scan_event begin_value(struct sslinv_json_scan *scan, char byte)
{
	switch (byte) {
	case '{':
		return open_one(scan, false);
	case '[':
		return open_one(scan, true);
	case '"':
		return begin_string(scan, false);
	case 't':
		return begin_literal(scan, "rue");
	case 'f':
		return begin_literal(scan, "alse");
	case 'n':
		return begin_literal(scan, "ull");
	case '-':
		return begin_token(scan, TOKEN_MINUS);
	case '0':
		return begin_token(scan, TOKEN_ZERO);
	default:
		return is_digit(byte) ? begin_token(scan, TOKEN_NUMBER) : bad(scan);
	}
}

/* A byte that is no blank, where no token is being read. */
static enum sslinv_scan_event take_mark(struct sslinv_json_scan *scan, char byte)
{
	switch (scan->expect) {
	case EXPECT_DOCUMENT:
		return byte == '{' || byte == '[' ? open_one(scan, byte == '[') : bad(scan);
	case EXPECT_NEXT:
		if (byte != ',')
			return byte == '}' || byte == ']' ? close_one(scan, byte == ']') : bad(scan);
		scan->expect = is_in_array(scan) ? EXPECT_VALUE : EXPECT_NAME;
		return SSLINV_SCAN_MORE;
	case EXPECT_FIRST_NAME:
		if (byte == '}')
			return close_one(scan, false);
		return byte == '"' ? begin_string(scan, true) : bad(scan);
	case EXPECT_NAME:
		return byte == '"' ? begin_string(scan, true) : bad(scan);
	case EXPECT_COLON:
		scan->expect = EXPECT_VALUE;
		return byte == ':' ? SSLINV_SCAN_MORE : bad(scan);
	case EXPECT_FIRST_VALUE:
		return byte == ']' ? close_one(scan, true) : begin_value(scan, byte);
	case EXPECT_VALUE:
		return begin_value(scan, byte);
	default:
		return bad(scan);
	}
}

static void end_value(struct sslinv_json_scan *scan)
{
	scan->token = TOKEN_NONE;
	scan->expect = EXPECT_NEXT;
}

static enum sslinv_scan_event end_string(struct sslinv_json_scan *scan)
{
	end_value(scan);
	if (scan->has_text)
		scan->text[scan->length] = '\0';
	if (!scan->is_name)
		return tell(scan, SSLINV_SCAN_STRING);
	scan->expect = EXPECT_COLON;
	if (scan->level > scan->levels)
		return SSLINV_SCAN_MORE;
	/* What is not told is no name that anybody looks for. */
	memcpy(scan->names[scan->level - 1], scan->has_text ? scan->text : "", scan->has_text ? scan->length + 1 : 1);
	return SSLINV_SCAN_NAME;
}

/* A part of a string; false where that is too long. */
static bool add_text(struct sslinv_json_scan *scan, const char *bytes, size_t length)
{
	if (scan->has_text && length < sizeof(scan->text) - scan->length)
		memcpy(scan->text + scan->length, bytes, length);
	else
		scan->has_text = false;
	scan->length += length;
	return scan->length <= SSLINV_JSON_MAX_TOKEN;
}

/* How many bytes follow the first one of a character, as yajl has it; 0: it begins none. */
static unsigned char following(char first)
{
	unsigned char byte = (unsigned char)first;

	if (byte >> 5 == 6)
		return 1;
	if (byte >> 4 == 14)
		return 2;
	return byte >> 3 == 30 ? 3 : 0;
}

static enum sslinv_scan_event in_string(struct sslinv_json_scan *scan, const char **at, const char *end)
{
	const char *stop = skip_plain(*at, end);
	bool is_short = add_text(scan, *at, (size_t)(stop - *at));

	*at = stop;
	if (!is_short)
		return bad(scan);
	if (stop == end)
		return SSLINV_SCAN_MORE;
	*at = stop + 1;
	if (*stop == '"')
		return end_string(scan);
	if (*stop == '\\') {
		scan->has_text = false;
		return begin_token(scan, TOKEN_ESCAPE);
	}
	scan->rest = following(*stop);
	return scan->rest > 0 && add_text(scan, stop, 1) ? begin_token(scan, TOKEN_CHARACTER) : bad(scan);
}

/* One byte of a character of several, an escape or a word; false where it fits not. */
static bool take_byte(struct sslinv_json_scan *scan, char byte)
{
	switch (scan->token) {
	case TOKEN_CHARACTER:
		scan->token = --scan->rest > 0 ? TOKEN_CHARACTER : TOKEN_STRING;
		return ((unsigned char)byte & 0xc0) == 0x80 && add_text(scan, &byte, 1);
	case TOKEN_ESCAPE:
		scan->rest = 4;
		scan->token = byte == 'u' ? TOKEN_HEX : TOKEN_STRING;
		return byte == 'u' || (byte && strchr("\"\\/bfnrt", byte));
	case TOKEN_HEX:
		scan->token = --scan->rest > 0 ? TOKEN_HEX : TOKEN_STRING;
		return is_hex(byte);
	default:
		if (byte != *scan->literal)
			return false;
		if (!*++scan->literal)
			end_value(scan);
		return true;
	}
}

/* What a number may go on with; TOKEN_NONE: it ends before this byte. */
static enum token next_of_number(enum token token, char byte)
{
	bool is_e = byte == 'e' || byte == 'E';

	switch (token) {
	case TOKEN_MINUS:
		return byte == '0' ? TOKEN_ZERO : is_digit(byte) ? TOKEN_NUMBER : TOKEN_NONE;
	case TOKEN_ZERO:
	case TOKEN_NUMBER:
		if (token == TOKEN_NUMBER && is_digit(byte))
			return TOKEN_NUMBER;
		return byte == '.' ? TOKEN_POINT : is_e ? TOKEN_E : TOKEN_NONE;
	case TOKEN_POINT:
	case TOKEN_FRACTION:
		if (is_digit(byte))
			return TOKEN_FRACTION;
		return is_e && token == TOKEN_FRACTION ? TOKEN_E : TOKEN_NONE;
	case TOKEN_E:
		if (byte == '+' || byte == '-')
			return TOKEN_SIGN;
		return is_digit(byte) ? TOKEN_EXPONENT : TOKEN_NONE;
	default:
		return is_digit(byte) ? TOKEN_EXPONENT : TOKEN_NONE;
	}
}

static bool may_end(enum token token)
{
	return token == TOKEN_ZERO || token == TOKEN_NUMBER || token == TOKEN_FRACTION || token == TOKEN_EXPONENT;
}

static bool in_number(struct sslinv_json_scan *scan, const char **at, const char *end)
{
	for (; *at < end; ++*at) {
		enum token next = next_of_number((enum token)scan->token, **at);

		if (next == TOKEN_NONE) {
			if (!may_end((enum token)scan->token))
				return false;
			end_value(scan);
			return true;
		}
		scan->token = (unsigned char)next;
	}
	return true;
}

enum sslinv_scan_event sslinv_json_scan(struct sslinv_json_scan *scan, const char **at, const char *end)
{
	enum sslinv_scan_event event = scan->expect == EXPECT_NEVER ? SSLINV_SCAN_BAD : SSLINV_SCAN_MORE;

	while (event == SSLINV_SCAN_MORE && *at < end) {
		if (scan->token == TOKEN_STRING) {
			event = in_string(scan, at, end);
		} else if (scan->token == TOKEN_NONE) {
			*at = skip_blanks(*at, end);
			if (*at < end)
				event = take_mark(scan, *(*at)++);
		} else if (!(scan->token >= TOKEN_MINUS ? in_number(scan, at, end) : take_byte(scan, *(*at)++))) {
			event = bad(scan);
		}
	}
	return event;
}

bool sslinv_json_scan_is_whole(const struct sslinv_json_scan *scan)
{
	return scan->expect == EXPECT_NOTHING;
}

const char *sslinv_json_scan_text(const struct sslinv_json_scan *scan)
{
	return scan->has_text ? scan->text : NULL;
}

bool sslinv_json_scan_is_at(const struct sslinv_json_scan *scan, const char *path)
{
	if (!sslinv_json_scan_has_path(scan))
		return false;
	for (size_t i = 0; i < scan->level; i++) {
		size_t length = strcspn(path, ".");

		if (!length || strncmp(scan->names[i], path, length) != 0 || scan->names[i][length] != '\0')
			return false;
		path += length;
		path += *path == '.';
	}
	return *path == '\0';
}
