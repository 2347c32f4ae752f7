/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Talk on stderr. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool verbose;
static bool progress_shown;

static void erase_progress(void)
{
	if (progress_shown)
		fputs("\r\033[K", stderr);
	progress_shown = false;
}

SSLINV_PRINTF(2, 0)
static void say(const char *kind, const char *format, va_list arguments)
{
	/* The thread that waits for signals speaks as well: a line is whole before the next begins. */
	flockfile(stderr);
	erase_progress();
	fprintf(stderr, "sslinv: %s", kind);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	funlockfile(stderr);
}

void sslinv_log_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("", format, arguments);
	va_end(arguments);
}

void sslinv_log_warning(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("warning: ", format, arguments);
	va_end(arguments);
}

void sslinv_log_verbose(const char *format, ...)
{
	va_list arguments;

	if (!verbose)
		return;
	va_start(arguments, format);
	say("", format, arguments);
	va_end(arguments);
}

void sslinv_log_set_verbose(bool on)
{
	verbose = on;
}

void sslinv_log_progress(const char *format, ...)
{
	static struct timespec last;
	static int terminal = -1;
	struct timespec now;
	va_list arguments;

	if (terminal < 0)
		terminal = isatty(STDERR_FILENO);
	if (!terminal)
		return;
	if (!*format) {
		erase_progress();
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (progress_shown && (now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000 < 100)
		return;
	last = now;
	fputs("\r\033[K", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fflush(stderr);
	progress_shown = true;
}
