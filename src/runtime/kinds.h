/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files that concern OpenSSL are modules of a language's runtime: a table, a row a kind of module. */
#ifndef SSLINV_RUNTIME_KINDS_H
#define SSLINV_RUNTIME_KINDS_H

#include "base/attributes.h"
#include "base/error.h"
#include "runtime/finder.h"

struct sslinv_kinds;

/* Compiles the table. The caller frees with sslinv_kinds_free(). Returns 0 or SSLINV_E_MEMORY. */
int sslinv_kinds_new(struct sslinv_kinds **kinds) SSLINV_MUST_CHECK;

/* Fit for SSLINV_CLEANUP. */
void sslinv_kinds_free(struct sslinv_kinds **kinds);

/* Adds the row of a file, if it is a module of any kind. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_kinds_take(const struct sslinv_kinds *kinds, struct sslinv_finder *finder, const struct sslinv_use *use)
	SSLINV_MUST_CHECK;

#endif
