/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judging stored hosts again, for every command that offers it. */
#ifndef SSLINV_CLI_CHECK_H
#define SSLINV_CLI_CHECK_H

#include <stdbool.h>

#include "cli/exit_code.h"

/*
 * `sslinv check`: of the inventory `db` (NULL: the default one) the hosts that match the shell pattern (NULL: all), with the
 * option's value or NULL for the oldest guidance that may be used. Prints verdicts, in full
 * where `all` is set, and what is wrong.
 */
enum sslinv_exit sslinv_check_stored(const char *db, const char *hosts, const char *max_age, bool all);

#endif
