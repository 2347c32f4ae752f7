/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads libraries.xml, the table of the TLS and cryptography libraries beside OpenSSL. */
#ifndef SSLINV_FORMATS_READ_LIBRARIES_H
#define SSLINV_FORMATS_READ_LIBRARIES_H

#include "base/attributes.h"
#include "base/error.h"
#include "crypto/crypto_table.h"

/*
 * Reads the table out of the directory of the program's data. Returns 0 or a negative code, with file and line where one of
 * its elements is wrong; the table is empty then. The caller frees with sslinv_crypto_table_free().
 */
int sslinv_libraries_read(const char *data_directory, struct sslinv_crypto_table *table, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
