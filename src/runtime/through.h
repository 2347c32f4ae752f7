/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules that get OpenSSL by another library (PHP's curl by libcurl), or look for it while they run (.NET). */
#ifndef SSLINV_RUNTIME_THROUGH_H
#define SSLINV_RUNTIME_THROUGH_H

#include <stdbool.h>

#include "base/attributes.h"
#include "runtime/finder.h"

/* Is it the name of such a module's file? */
bool sslinv_through_wants(const char *name);

/*
 * What such a file (raw canonical path, in the finder) uses: *use, with *found true. Not found is a file that needs OpenSSL
 * itself, which the finder has already, one that cannot be read, and one that is no ELF file. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_through_find(struct sslinv_finder *finder, const char *path, struct sslinv_use *use, bool *found)
	SSLINV_MUST_CHECK;

#endif
