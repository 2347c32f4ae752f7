/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The settings that a configuration has for every program which speaks TLS: `openssl_conf` names a section of modules, its
 * `ssl_conf` one of names, and the name `system_default` a section of commands (SSL_CONF_cmd(3)).
 */
#ifndef SSLINV_POLICY_SYSTEM_DEFAULT_H
#define SSLINV_POLICY_SYSTEM_DEFAULT_H

#include "base/arena.h"
#include "base/attributes.h"
#include "openssl/openssl_version.h"
#include "policy/configuration.h"
#include "policy/settings.h"

/*
 * Reads what applies to a library of that version, 1.1.1 or later. Texts that are made are put into `arena`. Returns 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_system_default_read(const struct sslinv_configuration *configuration,
			       const struct sslinv_openssl_version *version, struct sslinv_arena *arena,
			       struct sslinv_system_default *settings) SSLINV_MUST_CHECK;

#endif
