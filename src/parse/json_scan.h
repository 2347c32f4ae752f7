/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks over JSON (RFC 8259) faster than a parser does, for all that nobody will read: whether it is JSON at all is checked
 * to the last byte, and of its outermost levels the names and strings are told. It takes what yajl takes, but for documents
 * that are one string, number or word.
 */
#ifndef SSLINV_PARSE_JSON_SCAN_H
#define SSLINV_PARSE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parse/json.h"

/* Levels of which anything is told at most. */
#define SSLINV_SCAN_LEVELS 3
/* A text that is longer, or has an escape in it, is not told: the level's text is then NULL. */
#define SSLINV_SCAN_TEXT 80

enum sslinv_scan_event {
	SSLINV_SCAN_BAD = 0, /* this is not JSON, or it is beyond the limits of parse/json.h; for good */
	SSLINV_SCAN_MORE,    /* all bytes are read */
	SSLINV_SCAN_NAME,    /* a member's name was read */
	SSLINV_SCAN_STRING,  /* a string that is a value */
	SSLINV_SCAN_OPENED,  /* an object or array began */
	SSLINV_SCAN_CLOSED,  /* and ended */
};

/* Zero-initialised it stands before a document. */
struct sslinv_json_scan {
	size_t levels; /* set by the caller, up to SSLINV_SCAN_LEVELS: events of higher levels are not told */

	size_t level;         /* of the event: in so many objects and arrays the name, string, object or array is */
	size_t depth;         /* so many are open */
	uint64_t arrays;      /* bit n: the one opened at level n is an array */
	unsigned char expect; /* what may come next */
	unsigned char token;  /* what is being read */
	unsigned char rest;   /* so many bytes of it must follow */
	const char *literal;
	size_t length; /* of the string being read */
	bool is_name;
	bool has_text;
	char text[SSLINV_SCAN_TEXT];                      /* of a string */
	char names[SSLINV_SCAN_LEVELS][SSLINV_SCAN_TEXT]; /* of the members that lead here, by level - 1 */
};

/*
 * Reads on from *at, which is moved to what follows the event. Bytes that are cut anywhere go on with the next call. The end
 * of a document is no event: see sslinv_json_scan_is_whole().
 */
enum sslinv_scan_event sslinv_json_scan(struct sslinv_json_scan *scan, const char **at, const char *end);

/* Is what was read so far one whole document, and nothing else? */
bool sslinv_json_scan_is_whole(const struct sslinv_json_scan *scan);

/* The string of SSLINV_SCAN_STRING or the name of SSLINV_SCAN_NAME; NULL where it is not told. Borrowed until the next call.
 */
const char *sslinv_json_scan_text(const struct sslinv_json_scan *scan);

/* Is what the event is about in objects alone? Nothing in an array has a path. */
static inline bool sslinv_json_scan_has_path(const struct sslinv_json_scan *scan)
{
	return (scan->arrays & ((UINT64_C(1) << scan->level) - 1)) == 0;
}

/* Is what the event is about the member of that path, as `document.tracking`? */
bool sslinv_json_scan_is_at(const struct sslinv_json_scan *scan, const char *path);

#endif
