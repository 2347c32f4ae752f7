/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps from the parser what nobody will read: of an object with many members, most of which concern other things, the
 * insides of those are checked and dropped.
 */
#ifndef SSLINV_PARSE_JSON_SIEVE_H
#define SSLINV_PARSE_JSON_SIEVE_H

#include "parse/json_scan.h"

/* Zero-initialised, with `wants` set, it stands before a document. */
struct sslinv_json_sieve {
	/* Is the outermost member of that name to be read? Names that are long or have escapes always are. */
	bool (*wants)(const char *name);
	struct sslinv_json_scan scan;
	size_t ahead; /* the scan is so many bytes further than what was handed out */
	bool is_dropping;
};

enum sslinv_sieved {
	SSLINV_SIEVED_BAD = 0, /* what is to be dropped is not JSON */
	SSLINV_SIEVED_KEPT,    /* for the parser; it tells what is wrong with it */
	SSLINV_SIEVED_DROPPED, /* the inside of an object */
};

/* The next piece of the bytes from *at on, which is moved to its end. */
enum sslinv_sieved sslinv_json_sieve(struct sslinv_json_sieve *sieve, const char **at, const char *end);

#endif
