/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Talk for the user on stderr. Only cli/ and main() call these; stages report through their results. */
#ifndef SSLINV_BASE_LOG_H
#define SSLINV_BASE_LOG_H

#include <stdbool.h>

#include "base/attributes.h"

/* "sslinv: text\n" */
void sslinv_log_error(const char *format, ...) SSLINV_PRINTF(1, 2);
void sslinv_log_warning(const char *format, ...) SSLINV_PRINTF(1, 2);
/* Shown with --verbose only. */
void sslinv_log_verbose(const char *format, ...) SSLINV_PRINTF(1, 2);
void sslinv_log_set_verbose(bool on);

/*
 * One line that overwrites itself, at most ten times a second, and only when stderr is a terminal. An empty text erases it.
 */
void sslinv_log_progress(const char *format, ...) SSLINV_PRINTF(1, 2);

#endif
