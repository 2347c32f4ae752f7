/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which machine a root is made for. */
#ifndef SSLINV_HOST_ARCH_H
#define SSLINV_HOST_ARCH_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Sets facts->host.arch where it is NULL, from what the package databases say (facts->packages has been read): dpkg's native
 * architecture, else that of the package manager itself, else that of most packages. It stays NULL where none says it.
 * Returns 0 or a negative code (memory only).
 */
int sslinv_host_find_arch(const struct sslinv_root *root, struct sslinv_facts *facts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

#endif
