/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The set of header numbers. */
#include "rpm_numbers.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_CAPACITY 1024

/* The slot that holds `number`, or the free one where it belongs. */
static size_t find_slot(const uint32_t *slots, size_t capacity, uint32_t number)
{
	uint32_t mixed = (number ^ number >> 16) * 0x45d9f3bu;
	size_t slot = (mixed ^ mixed >> 16) & (capacity - 1);

	while (slots[slot] && slots[slot] != number)
		slot = (slot + 1) & (capacity - 1);
	return slot;
}

static int grow(struct sslinv_rpm_numbers *numbers)
{
	size_t capacity = numbers->capacity ? numbers->capacity * 2 : FIRST_CAPACITY;
	uint32_t *slots = calloc(capacity, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < numbers->capacity; i++) {
		if (numbers->slots[i])
			slots[find_slot(slots, capacity, numbers->slots[i])] = numbers->slots[i];
	}
	free(numbers->slots);
	numbers->slots = slots;
	numbers->capacity = capacity;
	return 0;
}

int sslinv_rpm_numbers_add(struct sslinv_rpm_numbers *numbers, uint32_t number)
{
	size_t slot;

	if (numbers->count >= numbers->capacity / 2) {
		int rc = grow(numbers);

		if (rc < 0)
			return rc;
	}
	slot = find_slot(numbers->slots, numbers->capacity, number);
	if (numbers->slots[slot])
		return 0;
	numbers->slots[slot] = number;
	numbers->count++;
	return 1;
}

bool sslinv_rpm_numbers_has(const struct sslinv_rpm_numbers *numbers, uint32_t number)
{
	return number && numbers->capacity && numbers->slots[find_slot(numbers->slots, numbers->capacity, number)];
}

void sslinv_rpm_numbers_free(struct sslinv_rpm_numbers *numbers)
{
	free(numbers->slots);
	*numbers = (struct sslinv_rpm_numbers){ .slots = NULL };
}
