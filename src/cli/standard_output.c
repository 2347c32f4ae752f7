/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of a program whose output cannot be written. */
#include "cli/standard_output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

/* As the program was started. */
static void (*former)(int) = SIG_DFL;

void sslinv_output_begin(void)
{
	former = signal(SIGPIPE, SIG_IGN);
	if (former == SIG_ERR)
		former = SIG_DFL;
}

void sslinv_output_only(void)
{
	(void)signal(SIGPIPE, former);
}

/* Is it a pipe that nobody reads any more? */
static bool is_reader_gone(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&output, 1, 0) > 0 && output.revents & POLLERR;
}

enum sslinv_exit sslinv_output_finish(enum sslinv_exit code, bool stores)
{
	bool is_bad = ferror(stdout) != 0;

	errno = 0;
	if (fflush(stdout) == 0 && !is_bad)
		return code;
	if (is_reader_gone() && former == SIG_DFL) {
		sslinv_output_only();
		(void)raise(SIGPIPE);
	}
	sslinv_log_error("cannot write to standard output%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
	if (!stores || code == SSLINV_EXIT_FAILED || code == SSLINV_EXIT_USAGE)
		return SSLINV_EXIT_FAILED;
	return SSLINV_EXIT_INCOMPLETE;
}
