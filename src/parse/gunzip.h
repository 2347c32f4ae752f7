/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gzip for libarchive, decompressed and checked by zlib: libarchive itself does not compare the CRC-32 and the length that
 * end each member (RFC 1952, 2.3.1) with what it read. The reader of Debian's changelogs uses this file too, so it needs
 * nothing but the two libraries.
 */
#ifndef SSLINV_PARSE_GUNZIP_H
#define SSLINV_PARSE_GUNZIP_H

#include <archive.h>

struct sslinv_gunzip;

/*
 * Opens what `fd` holds in `archive`, whose gzip filter must be off: gzip comes out decompressed, all else unchanged. The
 * descriptor stays the caller's and must stay open. Returns a code of libarchive; a failure's reason is in the archive.
 * The caller frees *gunzip with sslinv_gunzip_free(), after the archive.
 */
int sslinv_gunzip_open(struct archive *archive, int fd, struct sslinv_gunzip **gunzip);

/*
 * Goes on in gzip that a format within it did not read to its end, as tar does not, so that its end is checked too. Returns
 * the number of bytes that were passed over, 0 at the end or where nothing is gzip, -1 with the reason in the archive.
 */
la_ssize_t sslinv_gunzip_skip(struct sslinv_gunzip *gunzip);

/* Accepts NULL. */
void sslinv_gunzip_free(struct sslinv_gunzip *gunzip);

#endif
