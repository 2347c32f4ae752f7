/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Red Hat's lists of documents, changes.csv and deletions.csv: lines
 * `"2026/cve-2026-1234.json","2026-11-28T10:00:00+00:00"`. */
#ifndef SSLINV_UPDATE_CHANGES_H
#define SSLINV_UPDATE_CHANGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "parse/input.h"

struct sslinv_change {
	char name[40];   /* `2026/cve-2026-1234.json`; nothing else passes */
	int64_t seconds; /* since the epoch */
};

/* Each document once, with its newest time; sorted by name. */
struct sslinv_changes {
	struct sslinv_change *items;
	size_t count, capacity;
	int64_t newest; /* of all; 0 for an empty list */
};

/*
 * Reads the document that is open. A line that is no such line is SSLINV_E_FORMAT, and so is a last line that does not end:
 * the list would be cut off. The caller frees the items.
 */
int sslinv_changes_read(struct sslinv_input *input, struct sslinv_changes *changes, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The entry of that name, or NULL. */
const struct sslinv_change *sslinv_changes_find(const struct sslinv_changes *changes, const char *name);

#endif
