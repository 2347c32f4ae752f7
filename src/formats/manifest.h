/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The manifest of a bundle: what `sslinv feed bundle` packed, when, and of which dates.
 *
 *   <bundle xmlns="urn:sslinv:bundle:1" created size sha256 feeds for>
 *     <feed identity vendor source published dated confirmed digest entries/>
 *   </bundle>
 *
 * A bundle is a tar with two members: this, and then the guidance in sslinv's own format, with the same feeds in the same
 * order.
 */
#ifndef SSLINV_FORMATS_MANIFEST_H
#define SSLINV_FORMATS_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "parse/input.h"

#define SSLINV_BUNDLE_NAMESPACE "urn:sslinv:bundle:1"
#define SSLINV_BUNDLE_MANIFEST "manifest.xml"
#define SSLINV_BUNDLE_GUIDANCE "guidance.xml"

/* What the guidance in a bundle may unpack to, and how many feeds it may have. */
#define SSLINV_BUNDLE_MAX_BYTES (1ull << 30)
#define SSLINV_BUNDLE_MAX_FEEDS 200000u

/* One feed; texts are in the manifest's arena. */
struct sslinv_manifest_feed {
	const char *identity;
	const char *vendor;
	const char *source;    /* the id of what it was fetched from (sslinv-sources(5)); NULL where it was imported */
	const char *published; /* ISO 8601; NULL: nothing in it has a date */
	bool is_dated;         /* the document or the user gave `published` */
	const char *confirmed; /* when the vendor last had nothing newer; NULL where nobody asked */
	const char *digest;    /* SHA-256 of the vendor's document, in hexadecimal */
	uint64_t entries;
};

struct sslinv_manifest {
	struct sslinv_arena arena;
	const char *created; /* `2026-11-28T14:00:00Z` */
	const char *scope;   /* the ids it was made for, with blanks between; NULL: all */
	const char *sha256;  /* of the guidance */
	uint64_t size;       /* the same, in bytes */
	struct {
		struct sslinv_manifest_feed *items; /* by identity, each once */
		size_t count, capacity;
	} feeds;
};

/* Do these bytes begin a manifest, of whatever version? */
bool sslinv_manifest_recognise(const char *head, size_t length);

/*
 * Reads the current document. SSLINV_E_FORMAT, SSLINV_E_LIMIT or SSLINV_E_UNSUPPORTED with file, line and reason for one
 * that is not whole, contradicts itself, or is of another version. The caller frees with sslinv_manifest_free(), whatever
 * the result.
 */
int sslinv_manifest_read(struct sslinv_input *input, struct sslinv_manifest *manifest, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

int sslinv_manifest_write(const struct sslinv_manifest *manifest, FILE *file, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The feed of that identity, or NULL. */
const struct sslinv_manifest_feed *sslinv_manifest_find(const struct sslinv_manifest *manifest, const char *identity);

/* When a feed was last known to be current: the later of its two dates; NULL if it has none. */
const char *sslinv_manifest_date(const char *published, const char *confirmed);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_manifest_free(struct sslinv_manifest *manifest);

#endif
