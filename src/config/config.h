/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of a site: sslinv.conf, lines `key = value` (its manual is sslinv.conf(5)). */
#ifndef SSLINV_CONFIG_CONFIG_H
#define SSLINV_CONFIG_CONFIG_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"

#define SSLINV_CONFIG_FILE "sslinv.conf"

struct sslinv_config {
	bool requires_signature; /* `feed-signature = required`: what enters the guidance is signed */
};

/*
 * Reads DIRECTORY/sslinv.conf; where it is not there, all is as without it. Returns 0 or a negative code with file, line and
 * reason: an unknown key, one that is there twice, a wrong value, a file that is not root's alone (base/trusted.h). Then
 * nothing may be done that a setting could forbid.
 */
int sslinv_config_load(const char *directory, struct sslinv_config *config, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
