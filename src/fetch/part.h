/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What came of a file before its transfer broke off, kept in the spool for the next update: the bytes in `part-HASH`, and in
 * `part-HASH.mark` the address and the strong ETag of the edition that they are of. They are gone on with only where the
 * server says, by If-Range, that this is still its edition.
 */
#ifndef SSLINV_FETCH_PART_H
#define SSLINV_FETCH_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "fetch/response.h"

struct sslinv_part {
	int spool; /* borrowed */
	const char *address;
	char name[40], mark[48];
};

/*
 * Opens the part of the file at `address`, or an empty one. Returns the descriptor, behind what is there, which is *have
 * bytes of the edition `etag` ("" for none); or a negative errno.
 */
int sslinv_part_open(int spool, const char *address, struct sslinv_part *part, uint64_t *have, char etag[SSLINV_HEADER_SIZE])
	SSLINV_MUST_CHECK;

/* The edition whose body begins now, or "": then nothing of it can be gone on with later. */
void sslinv_part_mark(const struct sslinv_part *part, const char *etag);

/* The file is whole: it gets its name in the spool. Returns 0 or a negative errno. */
int sslinv_part_finish(const struct sslinv_part *part, const char *name) SSLINV_MUST_CHECK;

/* Is it the name of a part or a mark, and is the other one there, too? */
bool sslinv_part_has_mark(int spool, const char *name);

/* Nothing of it is kept. */
void sslinv_part_drop(const struct sslinv_part *part);

#endif
