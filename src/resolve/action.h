/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an administrator types, and reads, on this very distribution. */
#ifndef SSLINV_RESOLVE_ACTION_H
#define SSLINV_RESOLVE_ACTION_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/str.h"
#include "guidance/set.h"

/* Appends one word of a command line, quoted where a shell would read it as more than text. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_action_word(struct sslinv_str *out, const char *word) SSLINV_MUST_CHECK;

/* One package that is to be upgraded. Borrowed. */
struct sslinv_upgrade {
	const char *package;
	const char *candidate; /* the version that the host's repositories offer; NULL if not known */
	const char *advisory;  /* of the fix; NULL */
	const char *arch;      /* where the command has to name it, as for dpkg's foreign architectures; else NULL */
};

/*
 * Appends the one command that upgrades all of them, each named once, as the set has it for this distribution:
 * `apt-get install --only-upgrade libssl3:i386=3.0.22-1~deb12u2`, `dnf upgrade --advisory=RHSA-2024:0310 openssl-libs`.
 * Words that a shell would read as more than text are quoted; where a package has a name that no command may hold, or no
 * command is known, the packages are named in words. A command of an imported feed is followed by a line that says so.
 * `os_id` and `os_version` are os-release's ID and VERSION_ID, and `format` the package format; each may be NULL. Returns 0
 * or SSLINV_E_MEMORY.
 */
int sslinv_action_command(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
			  const char *os_version, const char *format, const struct sslinv_upgrade *upgrades, size_t count)
	SSLINV_MUST_CHECK;

/*
 * The same, but the command alone, on one line: nothing where none is known or can be written. `*imported` is the name of
 * the imported feed that has it, borrowed from the set; NULL for one that came with the program.
 */
int sslinv_action_line(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
		       const char *os_version, const char *format, const struct sslinv_upgrade *upgrades, size_t count,
		       const char **imported) SSLINV_MUST_CHECK;

/*
 * Appends the address of the vendor's own page about the advisory, or else about the CVE; nothing if there is none, or
 * OpenSSL's where the distribution is not known. `cve` and `advisory` may be NULL. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_action_page(struct sslinv_str *out, const struct sslinv_guidance_set *set, const char *os_id,
		       const char *os_version, const char *cve, const char *advisory) SSLINV_MUST_CHECK;

#endif
