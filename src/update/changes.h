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
};

/*
 * Reads the document that is open. A line that is no such line is SSLINV_E_FORMAT, and so is a last line that does not end:
 * the list would be cut off. The caller frees the items.
 */
int sslinv_changes_read(struct sslinv_input *input, struct sslinv_changes *changes, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The entry of that name, or NULL. */
const struct sslinv_change *sslinv_changes_find(const struct sslinv_changes *changes, const char *name);

/*
 * The newest time; 0 for an empty list. One that is still to come is an error of somebody's, and does not count: what
 * changes until then would not be new.
 */
int64_t sslinv_changes_newest(const struct sslinv_changes *changes);

/* The part of a document's name that is like `2026/cve-2026-1234.json`, at its end; NULL where none is. */
const char *sslinv_changes_document(const char *name);

/* Reads archive_latest.txt, which is open: its first line, which goes into an address; malloc'ed. */
int sslinv_changes_archive_name(struct sslinv_input *input, char **name, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The first second of the day in a name like `csaf_vex_2026-11-28.tar.zst`; false where it has none. */
bool sslinv_changes_archive_day(const char *name, int64_t *seconds);

#endif
