/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a configuration sets for every program that speaks TLS. */
#ifndef SSLINV_POLICY_SETTINGS_H
#define SSLINV_POLICY_SETTINGS_H

#include "facts/facts.h"

enum sslinv_protocol {
	SSLINV_PROTOCOL_NONE = 0, /* no bound */
	SSLINV_PROTOCOL_SSL3,
	SSLINV_PROTOCOL_TLS1,
	SSLINV_PROTOCOL_TLS1_1,
	SSLINV_PROTOCOL_TLS1_2,
	SSLINV_PROTOCOL_TLS1_3,
	SSLINV_PROTOCOL_COUNT,
};

/* As OpenSSL calls it: `TLSv1.2`; "None" for none. Static. */
const char *sslinv_protocol_name(enum sslinv_protocol protocol);

/* Texts are as they are written, borrowed from the configuration; NULL where nothing was set. */
struct sslinv_system_default {
	const char *section;
	const char *min_protocol, *max_protocol, *cipher_string, *ciphersuites, *groups;
	enum sslinv_protocol min, max;            /* the bounds that follow */
	unsigned disabled;                        /* a bit for each protocol that `Protocol` takes away */
	struct sslinv_known_count security_level; /* of `@SECLEVEL=` */
	const char *note;    /* what OpenSSL does not obey, or why nothing of it applies; NULL: all of it applies */
	const char *doubt;   /* why it is not known what applies; NULL: it is known */
	const char *refusal; /* why no program gets a connection at all; NULL: programs do */
};

#endif
