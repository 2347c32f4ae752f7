/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ZIP archive (APPNOTE.TXT of PKWARE, 6.3) by its central directory, in a range of a file: as Java and Python read their
 * archives. libarchive would read the header of every member, of which a large program has ten thousands, where the few that
 * matter are known by their names.
 */
#ifndef SSLINV_LINK_ZIP_H
#define SSLINV_LINK_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

/* A larger central directory, and more members, are refused. */
#define SSLINV_ZIP_MAX_DIRECTORY ((uint64_t)32 << 20)
#define SSLINV_ZIP_MAX_MEMBERS 500000u

/* Zero-initialised but for the first three is one that is not opened. */
struct sslinv_zip {
	int fd;        /* borrowed */
	uint64_t base; /* where the archive begins in the file */
	uint64_t size;
	unsigned char *directory; /* the central one; owned */
	size_t length;
	uint64_t shift; /* what stands before the archive proper: a program that unpacks it */
};

struct sslinv_zip_member {
	const unsigned char *name; /* `name_length` bytes without a NUL; borrowed from the directory */
	size_t name_length;
	uint64_t packed, size; /* bytes, as the directory says */
	uint64_t offset;       /* of its header, in the archive */
	uint32_t crc;
	uint16_t method;
	bool is_encrypted;
};

/*
 * Reads the central directory. Returns 1, 0 for what is no ZIP archive, SSLINV_E_FORMAT for one that lies, SSLINV_E_LIMIT
 * for a directory that is too large, SSLINV_E_SYSTEM or SSLINV_E_MEMORY.
 */
int sslinv_zip_open(struct sslinv_zip *zip, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Fit for SSLINV_CLEANUP. */
void sslinv_zip_close(struct sslinv_zip *zip);

/* The member at `*at` of the directory, and moves on. Returns 1, 0 at the end, or SSLINV_E_FORMAT. */
int sslinv_zip_next(const struct sslinv_zip *zip, size_t *at, struct sslinv_zip_member *member, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Where the packed bytes of the member begin in the file. Returns 0 or a negative code as above. */
int sslinv_zip_place(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, uint64_t *place,
		     struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Unpacks the member into a file in memory; its size is that of the directory, and its checksum is compared. Returns a
 * descriptor that the caller closes, or a negative code: SSLINV_E_FORMAT for what is damaged, encrypted or packed by another
 * method.
 */
int sslinv_zip_unpack(const struct sslinv_zip *zip, const struct sslinv_zip_member *member, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
