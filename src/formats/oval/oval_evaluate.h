/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the walk over the criteria (oval_evaluate.c) and the statements made of it (oval_emit.c). */
#ifndef SSLINV_FORMATS_OVAL_OVAL_EVALUATE_H
#define SSLINV_FORMATS_OVAL_OVAL_EVALUATE_H

#include "formats/oval/oval.h"

/* One test of a package, and the conjunction it stands in. */
struct sslinv_oval_hit {
	const struct sslinv_oval_definition *definition; /* whose text the node's offsets are in */
	const struct sslinv_oval_node *node;
	bool never;         /* "is installed" and "is not installed": the vendor's way to say not affected */
	const char *reason; /* why it cannot be evaluated, or NULL */
	const char *arch;   /* the only one, or NULL */
	bool has_platforms; /* the conjunction names some: those from `first` on, `count` of them */
	size_t first, count;
};

struct sslinv_oval_hits {
	struct sslinv_oval_hit *items;
	size_t count, capacity;
	struct sslinv_oval_distros platforms; /* what hits point into */
};

/* What one test says of the package. */
struct sslinv_oval_outcome {
	enum sslinv_status status;
	const char *version;       /* the first fixed one */
	const char *last_affected; /* or the last affected one, where that is what the state says */
	const char *arch;
	const char *arches; /* more than one, as in the state: `aarch64|s390x`; NULL where it is said of all */
	const char *note;
	bool is_presence; /* it asks only whether the package is there */
};

void sslinv_oval_judge_test(const struct sslinv_oval_definition *definition, const struct sslinv_oval_node *node,
			    struct sslinv_oval_outcome *outcome);

/* Makes statements of the hits of one definition; `statements` counts those of the document. */
int sslinv_oval_emit(struct sslinv_oval *oval, const struct sslinv_oval_definition *definition,
		     struct sslinv_oval_hits *hits, const struct sslinv_checked_sink *sink, size_t *statements,
		     struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
