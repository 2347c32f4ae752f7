/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of header numbers: tells a package that a damaged database hands out twice, and one that it does not hand out. */
#ifndef SSLINV_BACKENDS_RPM_NUMBERS_H
#define SSLINV_BACKENDS_RPM_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* Zero-initialised is the empty set. */
struct sslinv_rpm_numbers {
	uint32_t *slots; /* open addressing, 0 is a free slot; owned */
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* Adds `number`, which is not 0. Returns 1 if it is new, 0 if it was there, -ENOMEM. */
int sslinv_rpm_numbers_add(struct sslinv_rpm_numbers *numbers, uint32_t number);

bool sslinv_rpm_numbers_has(const struct sslinv_rpm_numbers *numbers, uint32_t number);

void sslinv_rpm_numbers_free(struct sslinv_rpm_numbers *numbers);

#pragma GCC visibility pop

#endif
