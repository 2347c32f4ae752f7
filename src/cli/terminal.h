/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What standard output is, for text that people read. */
#ifndef SSLINV_CLI_TERMINAL_H
#define SSLINV_CLI_TERMINAL_H

#include <stdbool.h>

/*
 * Is standard output a terminal with colours? Never where NO_COLOR is set to anything (https://no-color.org), or where TERM
 * is `dumb`, empty or not set.
 */
bool sslinv_terminal_has_color(void);

#endif
