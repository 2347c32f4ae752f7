/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing to files and pipes. */
#ifndef SSLINV_BASE_WRITE_ALL_H
#define SSLINV_BASE_WRITE_ALL_H

#include <stddef.h>

#include "base/attributes.h"

/* Writes all of it, whatever signals come. Returns 0 or a negative errno. */
int sslinv_write_all(int fd, const void *bytes, size_t length) SSLINV_MUST_CHECK;

#endif
