/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the hosts of an inventory are, and whose builds they have. */
#ifndef SSLINV_UPDATE_PLACES_H
#define SSLINV_UPDATE_PLACES_H

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "sources/sources.h"
#include "store/store.h"

struct sslinv_places {
	struct sslinv_arena arena;
	struct sslinv_source_place *items; /* each once; texts in the arena */
	size_t count, capacity;
};

/* Reads them. The caller frees with sslinv_places_free() whatever the result. */
int sslinv_places_read(struct sslinv_store *store, struct sslinv_places *places, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_places_free(struct sslinv_places *places);

#endif
