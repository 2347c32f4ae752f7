/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts with places to fill in, as guidance has them for commands and addresses: `{name}` is replaced by a value, and what
 * stands in `[...]` is left out where a value in it is not known. Whoever wrote the text is not trusted: what is not one of
 * the characters allowed refuses it, and nothing of it is ever executed.
 */
#ifndef SSLINV_GUIDANCE_TEMPLATE_H
#define SSLINV_GUIDANCE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/str.h"

/* The longest text, in bytes. */
#define SSLINV_TEMPLATE_MAX 200

/*
 * May this be a command: in one line, nothing in it that means anything to a shell, with `{packages}` or
 * `{packages=versions}` outside of brackets? Or an address: https, with `{id}` or `{dashed-id}`? False for NULL.
 */
bool sslinv_template_is_command(const char *text);
bool sslinv_template_is_address(const char *text);

struct sslinv_template_value {
	const char *name;
	const char *text; /* NULL: not known; taken over as it is otherwise */
};

/* Appends the text with its values. It was checked before. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_template_fill(struct sslinv_str *out, const char *text, const struct sslinv_template_value *values, size_t count)
	SSLINV_MUST_CHECK;

#endif
