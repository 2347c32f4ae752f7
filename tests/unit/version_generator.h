/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Version texts that nearly equal each other, the same in every run: where two implementations of an order differ, such
 * pairs tell.
 */
#ifndef SSLINV_TESTS_VERSION_GENERATOR_H
#define SSLINV_TESTS_VERSION_GENERATOR_H

#include <stdint.h>
#include <string.h>

#define VERSION_SIZE 256

struct version_generator {
	uint64_t state; /* the seed, not 0 */
};

uint32_t version_random(struct version_generator *generator, uint32_t below);

void version_mutate(struct version_generator *generator, char *version);

/* A text and one that mostly differs a little from it. */
void version_generate_pair(struct version_generator *generator, char a[VERSION_SIZE], char b[VERSION_SIZE]);

#endif
