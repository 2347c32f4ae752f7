/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What standard output is, for text that people read. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool sslinv_terminal_has_color(void)
{
	const char *refused = getenv("NO_COLOR"), *kind = getenv("TERM");

	if (refused && *refused)
		return false;
	return kind && *kind && strcmp(kind, "dumb") != 0 && isatty(STDOUT_FILENO);
}
