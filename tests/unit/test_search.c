/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary search finds the first and the end of what is wanted in arrays of every length, and looks at few items. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/num.h"
#include "base/search.h"

#define MOST 33

struct item {
	char padding[3]; /* an item of an odd size */
	uint8_t number;
	char more;
};

static size_t looks;

static int compare(const void *wanted, const void *item)
{
	looks++;
	return sslinv_compare(*(const int *)wanted, ((const struct item *)item)->number);
}

static size_t first_of(const struct item *items, size_t count, int wanted)
{
	size_t i = 0;

	while (i < count && items[i].number < wanted)
		i++;
	return i;
}

static void check(const struct item *items, size_t count, int wanted)
{
	size_t first = first_of(items, count, wanted), end = first_of(items, count, wanted + 1);
	const struct item *found = sslinv_search_find(&wanted, items, count, sizeof(*items), compare);

	assert_int_equal(sslinv_search_first(&wanted, items, count, sizeof(*items), compare), first);
	assert_int_equal(sslinv_search_end(&wanted, items, count, sizeof(*items), compare), end);
	assert_ptr_equal(found, first < end ? &items[first] : NULL);
}

/* Each number `repeat` times, in steps of two: what is wanted lies before all, among them, between two, or after all. */
static void every_length_and_place(void **state)
{
	struct item *items;

	(void)state;
	for (size_t count = 1; count <= MOST; count++)
		for (size_t repeat = 1; repeat <= 4; repeat++) {
			items = calloc(count, sizeof(*items)); /* of this length: a sanitizer sees each step outside */
			assert_non_null(items);
			for (size_t i = 0; i < count; i++)
				items[i].number = (uint8_t)(2 * (i / repeat) + 1);
			for (int wanted = 0; wanted <= 2 * MOST + 2; wanted++)
				check(items, count, wanted);
			free(items);
		}
}

static void nothing_in_nothing(void **state)
{
	const int wanted = 1;

	(void)state;
	looks = 0;
	assert_int_equal(sslinv_search_first(&wanted, NULL, 0, sizeof(struct item), compare), 0);
	assert_int_equal(sslinv_search_end(&wanted, NULL, 0, sizeof(struct item), compare), 0);
	assert_null(sslinv_search_find(&wanted, NULL, 0, sizeof(struct item), compare));
	assert_int_equal(looks, 0);
}

static void looks_at_few(void **state)
{
	struct item items[255] = { 0 };

	(void)state;
	for (size_t i = 0; i < 255; i++)
		items[i].number = (uint8_t)i;
	for (int wanted = -1; wanted <= 255; wanted++) {
		looks = 0;
		sslinv_search_first(&wanted, items, 255, sizeof(*items), compare);
		assert_true(looks <= 8);
		looks = 0;
		sslinv_search_end(&wanted, items, 255, sizeof(*items), compare);
		assert_true(looks <= 8);
	}
}

static void numbers_compare(void **state)
{
	(void)state;
	assert_int_equal(sslinv_compare(UINT64_MAX, UINT64_C(1)), 1);
	assert_int_equal(sslinv_compare(INT64_MIN, INT64_MAX), -1);
	assert_int_equal(sslinv_compare(UINT32_MAX, UINT32_MAX), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length_and_place),
		cmocka_unit_test(nothing_in_nothing),
		cmocka_unit_test(looks_at_few),
		cmocka_unit_test(numbers_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
