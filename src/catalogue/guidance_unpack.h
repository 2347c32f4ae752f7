/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bundle as it is imported: whether what comes out of it is what its manifest says, and whether it may take the place of
 * what is held. Nothing outside catalogue/ includes it.
 */
#ifndef SSLINV_CATALOGUE_GUIDANCE_UNPACK_H
#define SSLINV_CATALOGUE_GUIDANCE_UNPACK_H

#include "catalogue/guidance_internal.h"
#include "formats/manifest.h"

struct sslinv_guidance_unpack {
	bool is_bundle;    /* its manifest was read */
	bool has_guidance; /* that was begun, too */
	size_t feeds;      /* so many were handed on */
	struct sslinv_manifest manifest;
};

/*
 * A document begins. Returns 1 for a manifest, which is read to its end: then what follows is a bundle's. 0 for another one,
 * and a negative code for what a bundle may not hold, and for one that is older than what is held.
 */
int sslinv_guidance_unpack_begin(struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
				 struct sslinv_input *input, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* A feed begins in the bundle's guidance: what the manifest says of it, or SSLINV_E_FORMAT where that is another one. */
int sslinv_guidance_unpack_feed(struct sslinv_guidance_unpack *unpack, const struct sslinv_feed *feed,
				const struct sslinv_manifest_feed **item, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Holds what a feed was found to have against the manifest; `is_partial`: the reader said what it left out. */
int sslinv_guidance_unpack_count(const struct sslinv_manifest_feed *item, uint64_t entries, bool is_partial,
				 struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The bundle's guidance was read, and has this digest. */
int sslinv_guidance_unpack_end(const struct sslinv_guidance_unpack *unpack, struct sslinv_input *input, const char *digest,
			       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* All was read: drops what bundles brought before and this one has no more, counts it, and notes when sources were asked. */
int sslinv_guidance_unpack_finish(const struct sslinv_guidance_unpack *unpack, struct sslinv_guidance_store *store,
				  size_t *removed, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
