/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lowest and the highest protocol that programs speak by default, by the version, the build and the settings. */
#ifndef SSLINV_POLICY_PROTOCOLS_H
#define SSLINV_POLICY_PROTOCOLS_H

#include <stdbool.h>

#include "base/attributes.h"
#include "facts/facts.h"
#include "openssl/openssl_version.h"
#include "policy/library_marks.h"
#include "policy/settings.h"

struct sslinv_protocols_input {
	const struct sslinv_openssl_version *version;
	const struct sslinv_library_marks *marks;
	const struct sslinv_system_default *settings; /* of a version that reads none: all zeros */
	const char *system_ciphers; /* the default ciphers of crypto-policies, where the build takes them; else NULL */
	bool is_ubuntu;             /* Ubuntu's build: its 1.1.1 has no protocol before TLS 1.2 at level 2 */
};

/* Does the version read settings for all programs? Since 1.1.1. */
bool sslinv_protocols_have_settings(const struct sslinv_openssl_version *version);

/* Fills security_level, lowest_protocol, highest_protocol and evidence of the policy. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_protocols_find(const struct sslinv_protocols_input *input, struct sslinv_facts *facts,
			  struct sslinv_policy *policy) SSLINV_MUST_CHECK;

#endif
