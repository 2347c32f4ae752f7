/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of names share: filling in a distribution in the model's spelling. */
#ifndef SSLINV_DISTRO_DISTRO_INTERNAL_H
#define SSLINV_DISTRO_DISTRO_INTERNAL_H

#include "distro/distro.h"
#include "distro/distro_tables.h"

/* The three words as they are; false where one is too long, which is then cut. */
bool sslinv_distro_fill(struct sslinv_distro *result, const char *distro, const char *release, const char *stream);

/* A Red Hat stream carries its minor release in the name: `9.4-eus`, `7-els`. False as for the functions beside. */
bool sslinv_distro_fill_minor(struct sslinv_distro *result, const char *distro, const char *release, const char *kind);

/* Puts what was filled in into the model's spelling; false where the distribution or its release is not known. */
bool sslinv_distro_finish(struct sslinv_distro *result);

/* One spelling of each stream, and without the words that say "plain". */
void sslinv_distro_fit_stream(struct sslinv_distro *result);

/* Copies `text` up to one of the characters in `ends`; returns what follows that character, or NULL at the end. */
const char *sslinv_distro_cut(char *target, size_t size, const char *text, const char *ends);

/* Is it a release that goes by a name for good: `sid`, `edge`? */
bool sslinv_distro_is_named_release(const char *distro, const char *release);

/* The row of a distribution, or NULL. */
const struct sslinv_distro_product *sslinv_distro_product_of(const char *distro);

#endif
