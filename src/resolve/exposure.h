/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far others can reach what is judged: who loads it, and whether that listens on the network. */
#ifndef SSLINV_RESOLVE_EXPOSURE_H
#define SSLINV_RESOLVE_EXPOSURE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "facts/facts.h"
#include "resolve/judged.h"
#include "resolve/things.h"

/*
 * Sets exposure and listener of each of `judged`, which are the things in their order. A process in a container has its own
 * files, and says nothing about the host's. Takes n log n steps. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_exposure_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 struct sslinv_judged *judged) SSLINV_MUST_CHECK;

/* Is one of the addresses reached from elsewhere? `listening` as of a process: `tcp 0.0.0.0:443, tcp [::1]:25`; or NULL. */
bool sslinv_exposure_is_network(const char *listening);

#endif
