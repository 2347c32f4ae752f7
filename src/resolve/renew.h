/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says which guidance is old, and the command that renews it. */
#ifndef SSLINV_RESOLVE_RENEW_H
#define SSLINV_RESOLVE_RENEW_H

#include <stddef.h>

#include "base/str.h"
#include "resolve/freshness.h"

/*
 * Adds what has to be typed for guidance about the distribution of the host, or of a package that was built for another one;
 * NULL for nobody's: the update where it has a source, else what to import. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_renew_distro(struct sslinv_str *out, const struct sslinv_verdict_input *input, const char *distro)
	SSLINV_MUST_CHECK;

/* Appends `sslinv feed update debian`; nothing where no update brings the source. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_renew_command(struct sslinv_str *out, const struct sslinv_verdict_input *input, const char *id) SSLINV_MUST_CHECK;

/*
 * Appends why the guidance of a source has to be renewed, and how where no command does it: nothing where it is fresh.
 * Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_renew_reason(struct sslinv_str *out, const struct sslinv_verdict_input *input,
			const struct sslinv_freshness_source *source) SSLINV_MUST_CHECK;

/* A line for all that is old, one for all that is older than the limit, and one for all whose age is not known. */
int sslinv_renew_lines(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		       const struct sslinv_freshness *freshness) SSLINV_MUST_CHECK;

#endif
