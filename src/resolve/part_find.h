/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the parts of a host that a word names, and what follows for each. */
#ifndef SSLINV_RESOLVE_PART_FIND_H
#define SSLINV_RESOLVE_PART_FIND_H

#include "base/attributes.h"
#include "base/error.h"
#include "resolve/host.h"
#include "resolve/part.h"

/*
 * Finds what the word names: a CVE id (in capitals) that guidance or a finding knows; the path of a library, of a program
 * that uses one, or that a process runs; a package or source package, with or without the architecture; a unit, with or
 * without `.service`, of the system or of a user, also by the name before the `@`; a container by kind and name, name, or
 * identity; a process by its number. A path is known by its bytes or its stored form. `things` are those of the facts;
 * facts, things, set and word are borrowed. Returns 0 or a negative code; the caller frees.
 */
int sslinv_parts_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
		      const struct sslinv_guidance_set *set, const struct sslinv_host_options *options, const char *word,
		      struct sslinv_parts *parts, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
