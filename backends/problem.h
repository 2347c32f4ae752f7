/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a backend tells the sink, printf-style, what it could not read. */
#ifndef SSLINV_BACKENDS_PROBLEM_H
#define SSLINV_BACKENDS_PROBLEM_H

#include <stdarg.h>
#include <stdio.h>

#include "sslinv/backend.h"

/* Hands a formatted message to sink->problem and returns 0, or its negative value, which must be handed back at once. */
static inline int sslinv_backend_problem(const struct sslinv_backend_sink *sink, const char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static inline int sslinv_backend_problem(const struct sslinv_backend_sink *sink, const char *path, const char *format, ...)
{
	char message[1024];
	va_list arguments;
	int rc;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	rc = sink->problem(sink->context, path, message);
	return rc < 0 ? rc : 0;
}

#endif
