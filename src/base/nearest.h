/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The word that was probably meant. */
#ifndef SSLINV_BASE_NEAREST_H
#define SSLINV_BASE_NEAREST_H

#include <stddef.h>

/* A search: `word` is set, the rest zero. */
struct sslinv_nearest {
	const char *word;    /* as it was typed */
	const char *nearest; /* the best so far, borrowed; NULL where none is near enough to be meant */
	size_t distance;     /* its distance; letters that are added, lost, changed, or swapped with their neighbour */
};

/* Compares one more candidate; the first of several that are as near stays. Case does not count. */
void sslinv_nearest_try(struct sslinv_nearest *search, const char *candidate);

#endif
