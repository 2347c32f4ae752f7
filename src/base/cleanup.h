/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ownership that ends with the scope: `SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;`. A variable so marked is always
 * initialised; where ownership moves on, the move is written out with sslinv_take_ptr() or sslinv_take_fd().
 */
#ifndef SSLINV_BASE_CLEANUP_H
#define SSLINV_BASE_CLEANUP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SSLINV_CLEANUP(function) __attribute__((cleanup(function)))

/* free(); for a variable of any pointer type. */
static inline void sslinv_free_ptr(void *pointer)
{
	free(*(void **)pointer);
}

/* close() of a descriptor that is not negative. */
static inline void sslinv_close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void sslinv_close_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

static inline void sslinv_close_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

/* The value of the pointer variable, which becomes NULL: the caller of the function owns it now. */
#define sslinv_take_ptr(variable)                                                                                           \
	__extension__({                                                                                                     \
		__typeof__(variable) taken = (variable);                                                                    \
		(variable) = NULL;                                                                                          \
		taken;                                                                                                      \
	})

/* The same for a descriptor, which becomes -1. */
static inline int sslinv_take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

#endif
