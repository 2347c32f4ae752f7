/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a root says of itself: os-release(5), machine-id(5), hostname(5). */
#ifndef SSLINV_HOST_OS_RELEASE_H
#define SSLINV_HOST_OS_RELEASE_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Fills facts->host (all but arch, where the root is not the running host). `name` is the name the user gave it, or NULL:
 * then it is the kernel's host name for the running host, and for another root its own /etc/hostname, unless that is missing
 * or equals the running host's (an image made here): then the name of the root's directory. A file that is missing leaves
 * its members NULL; one that cannot be read is a problem in facts. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_host_describe(const struct sslinv_root *root, const char *name, struct sslinv_facts *facts,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
