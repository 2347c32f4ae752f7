/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What repomd.xml of an rpm repository says of its updateinfo. */
#ifndef SSLINV_UPDATE_REPOMD_H
#define SSLINV_UPDATE_REPOMD_H

#include "base/attributes.h"
#include "base/error.h"
#include "parse/input.h"

struct sslinv_repomd {
	char revision[32];      /* seconds since the epoch, as a rule; "" where there is none */
	char location[512];     /* of updateinfo, below the repository */
	char checksum_type[16]; /* `sha256` */
	char checksum[160];     /* in hexadecimal */
};

/* Reads the document that is open. SSLINV_E_NOT_FOUND where it names no updateinfo, SSLINV_E_FORMAT for what is no repomd.
 */
int sslinv_repomd_read(struct sslinv_input *input, struct sslinv_repomd *repomd, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
