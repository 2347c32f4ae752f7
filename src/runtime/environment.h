/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose installation a file belongs to: the system's, a virtual environment, one that a manager of versions made. */
#ifndef SSLINV_RUNTIME_ENVIRONMENT_H
#define SSLINV_RUNTIME_ENVIRONMENT_H

#include "base/attributes.h"
#include "runtime/finder.h"

/* Of `path`, raw and in the finder: sets environment and environment_path, NULL where nothing tells. 0 or SSLINV_E_MEMORY.
 */
int sslinv_environment_find(struct sslinv_finder *finder, const char *path, uint32_t package, struct sslinv_module *module)
	SSLINV_MUST_CHECK;

#define SSLINV_ENVIRONMENT_VIRTUAL "virtual environment"

#endif
