/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs guidance and its manifest as one compressed file. */
#ifndef SSLINV_FORMATS_WRITE_BUNDLE_H
#define SSLINV_FORMATS_WRITE_BUNDLE_H

#include <stdio.h>

#include "formats/manifest.h"

/*
 * Writes the bundle on `file`: manifest and guidance as a tar, compressed with zstd. `guidance` is read from its beginning
 * to its end; size and digest in the manifest are set from it, for which the texts live in its arena. The same manifest and
 * guidance give the same bytes. Returns 0 or a negative code; then the file is not whole.
 */
int sslinv_bundle_write(FILE *file, struct sslinv_manifest *manifest, FILE *guidance, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
