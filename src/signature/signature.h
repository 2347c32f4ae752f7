/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is a file signed by a key that the site trusts? Detached OpenPGP signatures, as gpg --detach-sign makes them. */
#ifndef SSLINV_SIGNATURE_SIGNATURE_H
#define SSLINV_SIGNATURE_SIGNATURE_H

#include "base/attributes.h"
#include "base/error.h"

/* What a signature may have. */
#define SSLINV_SIGNATURE_MAX_BYTES (64 * 1024)

struct sslinv_signer {
	char fingerprint[65]; /* of the primary key, in hexadecimal */
	char made[11];        /* the day */
};

/*
 * Verifies the bytes of `data` by the signature in `signature` and the keyrings *.gpg of `keys_directory`. Both descriptors
 * are read from their beginnings; `name` is the file's, for messages. One valid signature is enough; one that is not of
 * these bytes is too much, and what is made with MD5 or SHA-1 is none. Returns 0, or a negative code: SSLINV_E_NOT_FOUND
 * where gpgv or keys are missing, SSLINV_E_UNSUPPORTED with the reason for what is not signed as it should.
 */
int sslinv_signature_verify(const char *name, int data, int signature, const char *keys_directory,
			    struct sslinv_signer *signer, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
