/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of a section of settings, run as SSL_CONF_cmd(3) runs them for a TLS context. */
#ifndef SSLINV_POLICY_COMMANDS_H
#define SSLINV_POLICY_COMMANDS_H

#include "base/arena.h"
#include "base/attributes.h"
#include "openssl/openssl_version.h"
#include "policy/configuration.h"
#include "policy/settings.h"

/*
 * Runs the commands in their order into `settings`. One that fails is noted: OpenSSL 1.1.1 stops at it, later versions go
 * on, and where `is_strict` no program gets a connection. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_commands_run(const struct sslinv_configuration_section *section, const struct sslinv_openssl_version *version,
			bool is_strict, struct sslinv_arena *arena, struct sslinv_system_default *settings)
	SSLINV_MUST_CHECK;

/* The level of the last `@SECLEVEL=N` of a list of ciphers; not known where it has none. */
struct sslinv_known_count sslinv_security_level_of(const char *ciphers);

#endif
