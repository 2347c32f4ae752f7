/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON (RFC 8259) as a stream: a reader names the paths it wants in a table of rules, and everything else passes by without
 * being kept. Whatever the size of the document, memory is bounded: nesting, the length of one string and the sum of what is
 * kept all have limits, and reaching one is an error, never a silent loss.
 */
#ifndef SSLINV_PARSE_JSON_H
#define SSLINV_PARSE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "parse/input.h"

#define SSLINV_JSON_MAX_DEPTH 64
#define SSLINV_JSON_MAX_TOKEN ((size_t)1 << 20)
#define SSLINV_JSON_MAX_KEPT ((size_t)24 << 20)

struct sslinv_json;
struct sslinv_checked_sink;

/* What a rule's begin() returns to pass over all that is inside. */
#define SSLINV_JSON_SKIP 1

enum sslinv_json_kind {
	SSLINV_JSON_OBJECT = 1,
	SSLINV_JSON_ARRAY = 2,
	SSLINV_JSON_STRING = 4,
	SSLINV_JSON_NUMBER = 8,
	SSLINV_JSON_BOOLEAN = 16,
};

/* Where a string goes that is just to be kept: a `const char *` member of the reader's context. */
#define SSLINV_JSON_INTO(type, member) (offsetof(type, member) + 1)

/*
 * One path that matters. `a.b[].*[]`: member b of member a, each element, any member (its name is a "wildcard"), each
 * element; "" is the whole document. Where a path is named, nothing but what the table expects may stand (or null, which
 * counts as absent): another kind of value there, or a name that stands twice in one object, fails the document. The
 * functions return 0 or a negative code that ends the reading; begin() may return SSLINV_JSON_SKIP.
 */
struct sslinv_json_rule {
	const char *path;
	const char *same_as; /* what is here has the shape of that other path: for structures inside themselves */
	unsigned kinds;      /* which scalars: a set of enum sslinv_json_kind; 0 is SSLINV_JSON_STRING */
	size_t into;         /* SSLINV_JSON_INTO(): keep the string there */
	bool brief;          /* keep it only until sslinv_json_forget_brief() */
	/* `text` is valid UTF-8 in which control characters became spaces; borrowed for the call. */
	int (*value)(struct sslinv_json *json, void *context, const char *text);
	int (*begin)(struct sslinv_json *json, void *context);
	int (*end)(struct sslinv_json *json, void *context);
};

/*
 * Reads the current document of `input` to its end. Returns 0 or a negative code; messages carry name and line. What cannot
 * be parsed, is cut off or has something behind its end is SSLINV_E_FORMAT.
 */
int sslinv_json_read(struct sslinv_input *input, const struct sslinv_json_rule *rules, size_t count, void *context,
		     struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The same of a document that is an object with very many members. Where `wants` says no to a member's name and it is an
 * object, the rule of that member sees an object without anything in it: the inside is checked to be JSON, and dropped.
 */
int sslinv_json_read_members(struct sslinv_input *input, const struct sslinv_json_rule *rules, size_t count,
			     bool (*wants)(const char *name), void *context, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* For the functions of a rule: the line in the document, counted from 1. */
unsigned long sslinv_json_line(const struct sslinv_json *json);

/* The name that stands for the n-th `*` of the path at hand. Borrowed until the next name there. */
const char *sslinv_json_wildcard(const struct sslinv_json *json, size_t n);

/* Ends the reading with this reason; returns `code`. */
int sslinv_json_fail(struct sslinv_json *json, enum sslinv_code code, const char *format, ...) SSLINV_PRINTF(3, 4)
	SSLINV_COLD;

/*
 * Memory (zeroed) and copies of strings that live until the reading ends, or until the next forget of their sort. NULL when
 * the limit is reached or there is no more memory; the reading has failed then, and the caller returns sslinv_json_status().
 */
void *sslinv_json_alloc(struct sslinv_json *json, size_t size) SSLINV_MUST_CHECK;
void *sslinv_json_alloc_brief(struct sslinv_json *json, size_t size) SSLINV_MUST_CHECK;
char *sslinv_json_keep(struct sslinv_json *json, const char *text) SSLINV_MUST_CHECK;
char *sslinv_json_printf(struct sslinv_json *json, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_MUST_CHECK;
int sslinv_json_status(const struct sslinv_json *json);
void sslinv_json_forget(struct sslinv_json *json);
void sslinv_json_forget_brief(struct sslinv_json *json);

/*
 * Warnings about the line at hand. They are kept back, because a feed must be announced before anything that belongs to it;
 * the reader hands them on with the second function. Beyond some dozens they are only counted.
 */
void sslinv_json_warn(struct sslinv_json *json, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_COLD;
int sslinv_json_flush_warnings(struct sslinv_json *json, const struct sslinv_checked_sink *sink) SSLINV_MUST_CHECK;

/* What the first bytes of a document show, for recognition: names of the outermost object, or of the first object in its
 * array. */
#define SSLINV_JSON_HEAD_KEYS 24
struct sslinv_json_head {
	bool is_array;
	size_t count;
	char keys[SSLINV_JSON_HEAD_KEYS][32]; /* cut off when longer */
	char inner[32];                       /* the first name that stands deeper, "" if none */
};

/* False if it does not begin like JSON with an object or an array of objects. */
bool sslinv_json_head(const char *head, size_t length, struct sslinv_json_head *result);
bool sslinv_json_head_has(const struct sslinv_json_head *head, const char *key);

#endif
