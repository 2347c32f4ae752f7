/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard output: a full disk is an error, and a reader that went away ends the program as it ends any other in a pipeline.
 */
#ifndef SSLINV_CLI_STANDARD_OUTPUT_H
#define SSLINV_CLI_STANDARD_OUTPUT_H

#include "cli/command.h"

/* To be called first: until more is known a reader that goes away shows as a write error, so that what is stored is stored.
 */
void sslinv_output_begin(void);

/* From now on nothing is done but printing: a reader that goes away ends the program at once (SIGPIPE). */
void sslinv_output_only(void);

/*
 * Ends a command that prints, which gave `code`: a write error on stdout (a full disk) is an error and gives
 * SSLINV_EXIT_FAILED instead, or SSLINV_EXIT_INCOMPLETE where something is stored all the same. Where the reader of a pipe
 * went away it does not return, unless the program was started with SIGPIPE ignored.
 */
enum sslinv_exit sslinv_output_finish(enum sslinv_exit code, bool stores);

#endif
