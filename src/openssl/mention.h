/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a document can speak of OpenSSL at all, told from its raw bytes. */
#ifndef SSLINV_OPENSSL_MENTION_H
#define SSLINV_OPENSSL_MENTION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Could a name of sslinv_package_name_is_openssl() come out of these bytes of JSON, be it escaped, or a package URL in it?
 * False is sure; true is a guess.
 */
bool sslinv_mention_is_possible(const char *bytes, size_t length);

#endif
