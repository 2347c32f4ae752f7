/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order of Alpine's versions, `digits[.digits]...[letter][_suffix[digits]]...[~hash][-r digits]`, as apk-tools has it:
 * token by token, and where the kinds of the next tokens differ, the kind decides.
 */
#include "version/vercmp.h"

#include "base/attributes.h"
#include "version/version_part.h"

/*
 * Kinds of tokens in their order. A suffix such as `_rc` makes a version older than it is without, one such as `_p` newer.
 * A text that leaves the grammar is compared by its remaining bytes, behind all that keeps to it.
 */
enum kind {
	KIND_SUFFIX_BEFORE,
	KIND_END,
	KIND_REVISION,
	KIND_HASH,
	KIND_SUFFIX_NUMBER,
	KIND_SUFFIX_AFTER,
	KIND_LETTER,
	KIND_NUMBER,
	KIND_INVALID,
};

#define AFTER(kind) (1u << (kind))
#define AFTER_NUMBER AFTER(KIND_NUMBER)
#define AFTER_SUFFIX (AFTER(KIND_SUFFIX_BEFORE) | AFTER(KIND_SUFFIX_AFTER))
#define AFTER_VERSION (AFTER_NUMBER | AFTER_SUFFIX | AFTER(KIND_LETTER) | AFTER(KIND_SUFFIX_NUMBER))

struct token {
	enum kind kind;
	size_t suffix; /* index in suffixes[] */
	struct sslinv_part text;
};

struct reader {
	struct sslinv_part rest;
	enum kind last;
	bool is_first; /* nothing was read yet */
};

static const struct {
	const char *name;
	enum kind kind;
} suffixes[] = {
	/* In their order. */
	{ "alpha", KIND_SUFFIX_BEFORE }, { "beta", KIND_SUFFIX_BEFORE }, { "pre", KIND_SUFFIX_BEFORE },
	{ "rc", KIND_SUFFIX_BEFORE },    { "cvs", KIND_SUFFIX_AFTER },   { "svn", KIND_SUFFIX_AFTER },
	{ "git", KIND_SUFFIX_AFTER },    { "hg", KIND_SUFFIX_AFTER },    { "p", KIND_SUFFIX_AFTER },
};

static bool is_hash(char byte)
{
	return sslinv_byte_is_digit(byte) || (byte >= 'a' && byte <= 'f');
}

/* How each kind is introduced, what it consists of, and what it may follow. */
static const struct {
	enum kind kind;
	const char *introduction;
	bool (*is_part)(char);
	unsigned int after;
	bool is_single; /* one byte only */
} grammar[] = {
	{ KIND_NUMBER, ".", sslinv_byte_is_digit, AFTER_NUMBER, false },
	{ KIND_LETTER, "", sslinv_byte_is_lower, AFTER_NUMBER, true },
	{ KIND_SUFFIX_AFTER, "_", sslinv_byte_is_lower, AFTER_VERSION, false },
	{ KIND_SUFFIX_NUMBER, "", sslinv_byte_is_digit, AFTER_SUFFIX, false },
	{ KIND_HASH, "~", is_hash, AFTER_VERSION, false },
	{ KIND_REVISION, "-r", sslinv_byte_is_digit, AFTER_VERSION | AFTER(KIND_HASH), false },
};

static bool find_suffix(struct token *token)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(suffixes); i++) {
		if (!sslinv_part_equals(token->text, suffixes[i].name))
			continue;
		token->kind = suffixes[i].kind;
		token->suffix = i;
		return true;
	}
	return false;
}

/* Takes the introduction and the bytes behind it that belong; false if there are none. */
static bool take(struct sslinv_part *rest, const char *introduction, bool (*is_part)(char), bool is_single,
		 struct token *token)
{
	size_t length = strlen(introduction);

	if (sslinv_part_length(*rest) < length || memcmp(rest->at, introduction, length))
		return false;
	rest->at += length;
	token->text = sslinv_part_take(rest, is_part);
	if (token->text.at == token->text.end)
		return false;
	if (is_single)
		rest->at = token->text.end = token->text.at + 1;
	return true;
}

static bool take_by_grammar(struct reader *reader, struct token *token)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(grammar); i++) {
		struct sslinv_part rest = reader->rest;

		if (!(grammar[i].after & AFTER(reader->last)) ||
		    !take(&rest, grammar[i].introduction, grammar[i].is_part, grammar[i].is_single, token))
			continue;
		token->kind = grammar[i].kind;
		if (token->kind == KIND_SUFFIX_AFTER && !find_suffix(token))
			return false;
		reader->rest = rest;
		return true;
	}
	return false;
}

static struct token next_token(struct reader *reader)
{
	struct token token = { .kind = KIND_END };

	if (reader->rest.at == reader->rest.end)
		return token;
	token.kind = KIND_NUMBER;
	if (!(reader->is_first ? take(&reader->rest, "", sslinv_byte_is_digit, false, &token)
			       : take_by_grammar(reader, &token))) {
		token = (struct token){ .kind = KIND_INVALID, .text = reader->rest };
		reader->rest.at = reader->rest.end;
	}
	reader->last = token.kind;
	reader->is_first = false;
	return token;
}

static int compare_tokens(const struct token *a, const struct token *b, bool is_first)
{
	if (a->kind != b->kind)
		return a->kind > b->kind ? 1 : -1;
	switch (a->kind) {
	case KIND_SUFFIX_BEFORE:
	case KIND_SUFFIX_AFTER:
		return (a->suffix > b->suffix) - (a->suffix < b->suffix);
	case KIND_NUMBER:
		/* Behind a point, leading zeros are like the places of a fraction: 1.05 < 1.1. */
		if (!is_first && (sslinv_part_begins(a->text, '0') || sslinv_part_begins(b->text, '0')))
			return sslinv_part_compare_bytes(a->text, b->text);
		return sslinv_part_compare_numbers(a->text, b->text);
	case KIND_REVISION:
	case KIND_SUFFIX_NUMBER:
		return sslinv_part_compare_numbers(a->text, b->text);
	case KIND_HASH:
	case KIND_LETTER:
	case KIND_INVALID:
		return sslinv_part_compare_bytes(a->text, b->text);
	case KIND_END:
		break;
	}
	return 0;
}

int sslinv_vercmp_apk(const char *a, const char *b)
{
	struct reader reader_a = { .rest = sslinv_part_of(a), .is_first = true };
	struct reader reader_b = { .rest = sslinv_part_of(b), .is_first = true };

	for (;;) {
		bool is_first = reader_a.is_first;
		struct token token_a = next_token(&reader_a);
		struct token token_b = next_token(&reader_b);
		int order = compare_tokens(&token_a, &token_b, is_first);

		if (order)
			return order > 0 ? 1 : -1;
		if (token_a.kind == KIND_END)
			return 0;
	}
}
