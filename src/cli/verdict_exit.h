/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a verdict means for the exit code. */
#ifndef SSLINV_CLI_VERDICT_EXIT_H
#define SSLINV_CLI_VERDICT_EXIT_H

#include <stdbool.h>

#include "cli/exit_code.h"
#include "facts/result.h"

/*
 * An incomplete scan is SSLINV_EXIT_INCOMPLETE whatever it found: what it did not see may be worse. `unknown` is that, too:
 * guidance is missing. `ok` is SSLINV_EXIT_CLEAN, all others SSLINV_EXIT_FINDINGS.
 */
static inline enum sslinv_exit sslinv_verdict_exit(enum sslinv_verdict verdict, bool scan_complete)
{
	if (!scan_complete || verdict == SSLINV_VERDICT_UNKNOWN)
		return SSLINV_EXIT_INCOMPLETE;
	return verdict == SSLINV_VERDICT_OK ? SSLINV_EXIT_CLEAN : SSLINV_EXIT_FINDINGS;
}

#endif
