/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds as streams: a file or standard input, plain or compressed (gz, bz2, xz, zst), alone or in a tar or zip with many
 * members, through libarchive, in bounded memory. Nothing is ever unpacked to disk, so the names of members are only names.
 */
#ifndef SSLINV_PARSE_INPUT_H
#define SSLINV_PARSE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_input;

/* What one document may expand to, and how many members an archive may have: bombs end here, with SSLINV_E_LIMIT. */
#define SSLINV_INPUT_MAX_BYTES (8ull << 30)
#define SSLINV_INPUT_MAX_MEMBERS 1000000ul

/* Opens a file, or standard input for "-". The caller frees with sslinv_input_free(). */
int sslinv_input_open(const char *path, struct sslinv_input **input, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The same for a file that is open: `fd` is read from its beginning, where it has one, and stays the caller's. `name` is
 * what it is called in messages.
 */
int sslinv_input_open_fd(int fd, const char *name, struct sslinv_input **input, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Goes on to the next document: the file itself, or the next regular member of the archive. Returns 1, 0 at the end, or a
 * negative code. The rest of an unread document is skipped.
 */
int sslinv_input_next(struct sslinv_input *input, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The current document's name for messages: `file` or `archive: member` (quoted form). Borrowed until the next document. */
const char *sslinv_input_name(const struct sslinv_input *input);

/*
 * The first bytes of the current document, up to 4096 of them, without consuming them: for recognition. Returns the count,
 * or a negative code.
 */
ssize_t sslinv_input_peek(struct sslinv_input *input, const char **bytes, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * The whole of the current document, if it is no longer than `limit`, without consuming it. Returns 1, 0 for one that is
 * longer, or a negative code. Borrowed until the next document.
 */
int sslinv_input_hold(struct sslinv_input *input, size_t limit, const char **bytes, size_t *length,
		      struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Reads on; returns the number of bytes, 0 at the end of the document, or a negative code. */
ssize_t sslinv_input_read(struct sslinv_input *input, void *buffer, size_t size, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Is this an archive, with members of their own names? Known once sslinv_input_next() has returned 1. */
bool sslinv_input_is_archive(const struct sslinv_input *input);

/* The file's own name for messages, whatever document it is at (quoted form). */
const char *sslinv_input_file(const struct sslinv_input *input);

/* The current member's name as the archive has it; NULL where it has none, or this is no archive. Borrowed likewise. */
const char *sslinv_input_member(const struct sslinv_input *input);

/* How many members were come by so far, with the current one, and with those that are no files. */
unsigned long sslinv_input_members(const struct sslinv_input *input);

/* From now on a member that is no regular file fails sslinv_input_next(), where it is passed over else. */
void sslinv_input_want_files(struct sslinv_input *input);
/* Has the file or archive itself turned out to be damaged, or too large? Then there is no next document. */
bool sslinv_input_has_failed(const struct sslinv_input *input);

/* Lowers the limits above, for a caller who has less patience. */
void sslinv_input_set_limits(struct sslinv_input *input, unsigned long long bytes, unsigned long members);

/* From now on each document's digest is computed while it is read; to be called before the first sslinv_input_next(). */
void sslinv_input_want_digest(struct sslinv_input *input);

/*
 * The SHA-256 of the current document in lower-case hexadecimal: of its bytes as a reader sees them, unpacked, so that the
 * same document has one digest however it came. Reads what is left of the document; to be called once for each.
 */
#define SSLINV_INPUT_DIGEST_SIZE 65
int sslinv_input_digest(struct sslinv_input *input, char hex[SSLINV_INPUT_DIGEST_SIZE], struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Accepts NULL. */
void sslinv_input_free(struct sslinv_input *input);

/* The same, fit for SSLINV_CLEANUP. */
void sslinv_input_close(struct sslinv_input **input);

#endif
