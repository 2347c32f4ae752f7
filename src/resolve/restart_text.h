/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of an action that tell what has to be restarted. */
#ifndef SSLINV_RESOLVE_RESTART_TEXT_H
#define SSLINV_RESOLVE_RESTART_TEXT_H

#include "resolve/restart.h"

/*
 * Appends the commands that restart what is due now, then a line for each thing, with what it still runs: nothing where
 * nothing is due. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_restart_text_now(struct sslinv_str *out, const struct sslinv_restarts *restarts) SSLINV_MUST_CHECK;

/* The beginning of the line that tells what has to be restarted after the upgrade. */
#define SSLINV_RESTART_AFTERWARDS "restart afterwards: "

/* Appends that line: commands and words; nothing where there is nothing. */
int sslinv_restart_text_afterwards(struct sslinv_str *out, const struct sslinv_restarts *restarts) SSLINV_MUST_CHECK;

/* Appends a line on the processes of which nobody knows; nothing where there are none. */
int sslinv_restart_text_unknown(struct sslinv_str *out, const struct sslinv_restarts *restarts) SSLINV_MUST_CHECK;

/* Appends what it is called, whichever its processes are: a unit, `python3 (user alice)`, `session of alice`. */
int sslinv_restart_text_subject(struct sslinv_str *out, const struct sslinv_restart *restart) SSLINV_MUST_CHECK;

/* Appends the command that restarts this one; nothing where no command does it. */
int sslinv_restart_text_command(struct sslinv_str *out, const struct sslinv_restart *restart) SSLINV_MUST_CHECK;

/* Appends what it still runs and why, and what a person does where no command does it: in words, on one line. */
int sslinv_restart_text_reason(struct sslinv_str *out, const struct sslinv_restarts *restarts,
			       const struct sslinv_restart *restart) SSLINV_MUST_CHECK;

/* Appends how many processes nobody knows of, and the first of them, on one line. There is one: restarts->unclear. */
int sslinv_restart_text_unclear(struct sslinv_str *out, const struct sslinv_restarts *restarts) SSLINV_MUST_CHECK;

#endif
