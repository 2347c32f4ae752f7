/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `sslinv explain` says: first each answer in a line, then what it is based on. A new format is one file with a table
 * of steps, and one row in explain.c.
 */
#ifndef SSLINV_REPORT_EXPLAIN_H
#define SSLINV_REPORT_EXPLAIN_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "guidance/set.h"
#include "resolve/part.h"

/* What is explained, borrowed: the words, and the parts of the host that each of them names. */
struct sslinv_explanation {
	const struct sslinv_facts *facts;
	const struct sslinv_guidance_set *set;
	const struct sslinv_parts *parts; /* of each word */
	size_t word_count;
};

/* What a step is about; which of the words and of its parts, where it is about one. */
struct sslinv_explain_item {
	const struct sslinv_explanation *explanation;
	size_t word;
	size_t index;
	const struct sslinv_part *part;
};

struct sslinv_explain_format {
	const char *name;
	/* What is written to from now on; NULL when out of memory. It is handed to the steps, and to end(). */
	void *(*begin)(FILE *file);
	/* NULL: this format does not tell it. Those that return one: 0 or SSLINV_E_MEMORY. */
	int (*answer)(void *context, const struct sslinv_explain_item *item); /* a part in a line; all before what follows */
	void (*host)(void *context, const struct sslinv_explain_item *item);
	void (*begin_word)(void *context, const struct sslinv_explain_item *item);
	int (*part)(void *context, const struct sslinv_explain_item *item);
	void (*end_word)(void *context, const struct sslinv_explain_item *item);
	void (*end)(void *context);
};

extern const struct sslinv_explain_format sslinv_explain_text;
extern const struct sslinv_explain_format sslinv_explain_json;

/* The format of that name, or NULL. */
const struct sslinv_explain_format *sslinv_explain_format(const char *name);

/* Writes it. Returns 0 or SSLINV_E_MEMORY. Write errors stay in the FILE for its owner to find. */
int sslinv_explain(const struct sslinv_explain_format *format, FILE *file, const struct sslinv_explanation *explanation,
		   struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
