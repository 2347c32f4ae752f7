/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One error object: a code, and a message that names the file, the place, the reason and what the user can do. */
#ifndef SSLINV_BASE_ERROR_H
#define SSLINV_BASE_ERROR_H

#include "base/attributes.h"

/* Negative, so that functions can return them beside 0. */
enum sslinv_code {
	SSLINV_OK = 0,
	SSLINV_E_SYSTEM = -1,      /* a system call failed */
	SSLINV_E_MEMORY = -2,      /* out of memory */
	SSLINV_E_FORMAT = -3,      /* the input is not what it claims to be */
	SSLINV_E_LIMIT = -4,       /* a limit of time, size or count was reached */
	SSLINV_E_UNSUPPORTED = -5, /* understood, but nothing here can handle it */
	SSLINV_E_NOT_FOUND = -6,
	SSLINV_E_BUSY = -7,    /* locked by somebody else */
	SSLINV_E_USAGE = -8,   /* the caller's words are wrong */
	SSLINV_E_STOPPED = -9, /* a callback asked to stop */
};

struct sslinv_error {
	enum sslinv_code code;
	char message[1024]; /* "" while code is SSLINV_OK; cut at the end when too long */
};

#define SSLINV_ERROR_INIT                                                                                                   \
	{                                                                                                                   \
		.code = SSLINV_OK, .message = ""                                                                            \
	}

/* Sets code and message, and returns code, so that `return sslinv_error_set(...)` works. `error` may be NULL. */
int sslinv_error_set(struct sslinv_error *error, enum sslinv_code code, const char *format, ...) SSLINV_PRINTF(3, 4)
	SSLINV_COLD;

/* The same with SSLINV_E_SYSTEM (SSLINV_E_MEMORY for ENOMEM) and ": strerror(errno)" at the end; keeps errno. */
int sslinv_error_errno(struct sslinv_error *error, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_COLD;

/* Puts "prefix: " before the message; returns the code. Called once, where the context is known. */
int sslinv_error_prefix(struct sslinv_error *error, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_COLD;

/* The message for running out of memory. */
int sslinv_error_memory(struct sslinv_error *error) SSLINV_COLD;

void sslinv_error_clear(struct sslinv_error *error);

#endif
