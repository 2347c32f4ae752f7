/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a libcrypto, or a file with a copy inside, says of how it was built: where its configuration and its modules lie, the
 * security level, whether it has ML-KEM. OpenSSL_version(3) gives the same texts, which lie in the file as they are.
 */
#ifndef SSLINV_POLICY_LIBRARY_MARKS_H
#define SSLINV_POLICY_LIBRARY_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "facts/facts.h"

struct sslinv_library_marks {
	char openssl_dir[1024];                   /* OPENSSLDIR; "" where the file does not say, like the next three */
	char modules_dir[1024];                   /* MODULESDIR: of providers, since 3.0 */
	char fips_object[32];                     /* `2.0.16`: of the FIPS Object Module linked into it */
	char fips_version[64];                    /* of a module, `3.0.7-395c1a240fbfffd8`; not looked for in a library */
	struct sslinv_known_count security_level; /* OPENSSL_TLS_SECURITY_LEVEL, where the builder set it */
	bool has_compiler;                        /* it tells the options of the compiler at all */
	bool has_system_ciphers;                  /* its default ciphers are those of crypto-policies */
	bool has_ml_kem;                          /* it knows ML-KEM-768 by a name */
	bool has_ml_kem_group;                    /* and the TLS group X25519MLKEM768 */
};

/*
 * Reads a file that is open for reading, in windows of bounded size; `is_module` for the file of a provider. Returns 0 or a
 * negative errno: -EFBIG where more than a gigabyte would have to be read.
 */
int sslinv_library_marks_read(int fd, bool is_module, struct sslinv_library_marks *marks) SSLINV_MUST_CHECK;

#endif
