/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conda: which of its packages brought a file. */
#ifndef SSLINV_RUNTIME_CONDA_H
#define SSLINV_RUNTIME_CONDA_H

#include "base/attributes.h"
#include "runtime/finder.h"

/*
 * *owner becomes `conda package openssl 3.0.13` of the package that lists the file `path` of the environment `directory`
 * (both raw), NULL where none of those is known to that may bring a library of OpenSSL. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_conda_find(struct sslinv_finder *finder, const char *directory, const char *path, const char **owner)
	SSLINV_MUST_CHECK;

#endif
