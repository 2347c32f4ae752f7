/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenSSL and its forks. */
#ifndef SSLINV_OPENSSL_LIBRARY_H
#define SSLINV_OPENSSL_LIBRARY_H

enum sslinv_library_kind {
	SSLINV_LIBRARY_NONE = 0, /* no trace of any of them */
	SSLINV_LIBRARY_OPENSSL,
	SSLINV_LIBRARY_LIBRESSL,
	SSLINV_LIBRARY_BORINGSSL,
	SSLINV_LIBRARY_AWS_LC,
	SSLINV_LIBRARY_TONGSUO,
	SSLINV_LIBRARY_COUNT,
};

/* The name for people and SQL: "OpenSSL", "LibreSSL", "BoringSSL", "AWS-LC", "Tongsuo"; NULL for NONE. Static. */
const char *sslinv_library_name(enum sslinv_library_kind kind);

#endif
