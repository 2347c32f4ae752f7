/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance that commands judge by. */
#ifndef SSLINV_CLI_GUIDANCE_H
#define SSLINV_CLI_GUIDANCE_H

#include "base/attributes.h"
#include "judge/sets.h"

/*
 * Opens the guidance beside the inventory of that path. Where it cannot be had, says so, and everything will be unknown.
 * `max_age` is the option's value or NULL. Returns 0, or SSLINV_E_USAGE after a message for a wrong value.
 */
int sslinv_guidance_open(struct sslinv_guidance_cache *cache, const char *inventory_path, const char *max_age)
	SSLINV_MUST_CHECK;

#endif
