/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The error object. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int sslinv_error_set(struct sslinv_error *error, enum sslinv_code code, const char *format, ...)
{
	va_list arguments;

	if (!error)
		return code;
	error->code = code;
	va_start(arguments, format);
	vsnprintf(error->message, sizeof(error->message), format, arguments);
	va_end(arguments);
	return code;
}

int sslinv_error_errno(struct sslinv_error *error, const char *format, ...)
{
	int number = errno;
	enum sslinv_code code = number == ENOMEM ? SSLINV_E_MEMORY : SSLINV_E_SYSTEM;
	va_list arguments;
	int length;

	if (!error)
		return code;
	error->code = code;
	va_start(arguments, format);
	length = vsnprintf(error->message, sizeof(error->message), format, arguments);
	va_end(arguments);
	if (length >= 0 && (size_t)length < sizeof(error->message))
		snprintf(error->message + length, sizeof(error->message) - (size_t)length, ": %s", strerror(number));
	errno = number;
	return code;
}

int sslinv_error_prefix(struct sslinv_error *error, const char *format, ...)
{
	char prefix[sizeof(error->message)];
	size_t room = sizeof(error->message), length, kept;
	va_list arguments;

	if (!error)
		return SSLINV_E_SYSTEM;
	va_start(arguments, format);
	vsnprintf(prefix, sizeof(prefix) - 2, format, arguments);
	va_end(arguments);
	strcat(prefix, ": ");
	length = strlen(prefix);
	kept = strnlen(error->message, room - 1);
	if (kept > room - 1 - length)
		kept = room - 1 - length;
	memmove(error->message + length, error->message, kept);
	memcpy(error->message, prefix, length);
	error->message[length + kept] = '\0';
	return error->code;
}

int sslinv_error_memory(struct sslinv_error *error)
{
	return sslinv_error_set(error, SSLINV_E_MEMORY, "out of memory");
}

void sslinv_error_clear(struct sslinv_error *error)
{
	error->code = SSLINV_OK;
	error->message[0] = '\0';
}
