/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records as bytes: between child processes and the program, and in the file cache. A record is a 32-bit type, a
 * 32-bit length of its payload, and the payload: strings (32-bit length, bytes; length 0xffffffff is NULL) and 64-bit
 * numbers, in host order, as both ends are the same program. The reader trusts none of it: the child may have been corrupted
 * by what it read, the file by a disk.
 */
#ifndef SSLINV_BASE_WIRE_H
#define SSLINV_BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/str.h"

/* No honest record comes near: the longest are changelog entries. */
#define SSLINV_WIRE_MAX_RECORD (4u << 20)

enum sslinv_wire_type {
	SSLINV_WIRE_DESCRIBE = 1, /* name, format, summary */
	SSLINV_WIRE_ABSENT,       /* probe(): no such database here */
	SSLINV_WIRE_PACKAGE,      /* name, version, arch, source_name, source_version, source_package, vendor */
	SSLINV_WIRE_FILE,         /* path; belongs to the last package, like the next two */
	SSLINV_WIRE_DEPENDENCY,   /* kind, name */
	SSLINV_WIRE_CHANGELOG,    /* when, version, text */
	SSLINV_WIRE_CANDIDATE,    /* name, arch, version, origin, label, archive, held_by, chosen_by */
	SSLINV_WIRE_PROBLEM,      /* path, message */
	SSLINV_WIRE_END,          /* result; nothing follows */
	SSLINV_WIRE_DIGEST,       /* path, algorithm, digest; belongs to the last package */
	SSLINV_WIRE_CACHED,       /* one entry of the file cache (elf/file_record.c) */
	SSLINV_WIRE_ORIGIN,   /* the members of struct sslinv_backend_origin in their order; belongs to the last package */
	SSLINV_WIRE_FETCH,    /* what the fetching child is asked for (fetch/fetch_wire.h) */
	SSLINV_WIRE_PROGRESS, /* bytes that came, bytes that will (-1: not known) */
	SSLINV_WIRE_FETCHED,  /* its answer (fetch/fetch_wire.h) */
	SSLINV_WIRE_TYPE_COUNT,
};

/* Collects records and writes them out in large pieces; with fd -1 it only collects them in `data`. */
struct sslinv_wire_writer {
	int fd;                 /* borrowed */
	struct sslinv_str data; /* what is not written yet */
	size_t record;          /* where the record under construction begins */
};

/*
 * A record is begun, filled, and ended. These return 0 or a negative errno (EPIPE: the reader is gone; E2BIG: it grows too
 * long). After a failure nothing of the record is left, and another can be begun.
 */
int sslinv_wire_begin(struct sslinv_wire_writer *writer, enum sslinv_wire_type type) SSLINV_MUST_CHECK;
int sslinv_wire_string(struct sslinv_wire_writer *writer, const char *string) SSLINV_MUST_CHECK;
int sslinv_wire_number(struct sslinv_wire_writer *writer, int64_t number) SSLINV_MUST_CHECK;
int sslinv_wire_end(struct sslinv_wire_writer *writer) SSLINV_MUST_CHECK;
/* Writes what is still held back. */
int sslinv_wire_flush(struct sslinv_wire_writer *writer) SSLINV_MUST_CHECK;
void sslinv_wire_free(struct sslinv_wire_writer *writer);

/* One record that was read. */
struct sslinv_wire_record {
	enum sslinv_wire_type type;
	const char *at, *end; /* what is left of the payload; borrowed from the buffer */
};

/*
 * Takes the first whole record off `bytes`. Returns the number of bytes it takes up, 0 where more bytes are needed, -1 where
 * it is no record (unknown type, too long).
 */
long sslinv_wire_parse(const char *bytes, size_t length, struct sslinv_wire_record *record) SSLINV_MUST_CHECK;

/*
 * The next string of the record, NUL-terminated in the buffer (borrowed), or NULL for NULL; the next number. They return
 * false where the payload has none such; a string with a NUL inside is refused.
 */
bool sslinv_wire_take_string(struct sslinv_wire_record *record, const char **string) SSLINV_MUST_CHECK;
bool sslinv_wire_take_number(struct sslinv_wire_record *record, int64_t *number) SSLINV_MUST_CHECK;

#endif
