/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Python: virtual environments, and modules that go by another one. */
#ifndef SSLINV_RUNTIME_PYTHON_H
#define SSLINV_RUNTIME_PYTHON_H

#include "base/attributes.h"
#include "runtime/finder.h"

/* Is it the name of a virtual environment's file, or of the metadata of a module that goes by another one? */
bool sslinv_python_wants(const char *name);

/*
 * Adds the rows of such a file or directory, `path` (raw, canonical, in the finder), after those of all files that concern
 * OpenSSL. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_python_noted(struct sslinv_finder *finder, const char *path) SSLINV_MUST_CHECK;

#endif
