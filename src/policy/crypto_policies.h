/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Red Hat's crypto-policies (crypto-policies(7)): which one is configured, which one's files are in place. */
#ifndef SSLINV_POLICY_CRYPTO_POLICIES_H
#define SSLINV_POLICY_CRYPTO_POLICIES_H

#include "base/attributes.h"
#include "facts/facts.h"
#include "host/root.h"

/* Texts in the arena of the facts; NULL where nothing says it. */
struct sslinv_crypto_policies {
	const char *configured; /* `DEFAULT:NO-SHA1`, as /etc/crypto-policies/config has it */
	const char *applied;    /* as /etc/crypto-policies/state/current has it */
	const char *ciphers;    /* the default ciphers of OpenSSL, which its back end has */
};

/* Reads them; tells it as a problem where the two differ. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_crypto_policies_read(const struct sslinv_root *root, struct sslinv_facts *facts,
				struct sslinv_crypto_policies *policies) SSLINV_MUST_CHECK;

#endif
