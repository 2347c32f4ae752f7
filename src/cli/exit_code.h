/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exit codes of every command, as each man page has them. */
#ifndef SSLINV_CLI_EXIT_CODE_H
#define SSLINV_CLI_EXIT_CODE_H

enum sslinv_exit {
	SSLINV_EXIT_CLEAN = 0,      /* done; the host needs nothing */
	SSLINV_EXIT_FINDINGS = 1,   /* done; the host needs action */
	SSLINV_EXIT_USAGE = 2,      /* the command line is wrong; nothing was done */
	SSLINV_EXIT_FAILED = 3,     /* nothing was stored */
	SSLINV_EXIT_INCOMPLETE = 4, /* stored, but a source failed or guidance is missing */
};

#endif
