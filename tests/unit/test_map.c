/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map: what was added is found, in its order, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/map.h"

static void an_empty_map_has_nothing(void **state)
{
	struct sslinv_map map = { 0 };

	(void)state;
	assert_null(sslinv_map_find(&map, "", 0));
	assert_null(sslinv_map_find_text(&map, "a"));
	assert_null(sslinv_map_next(&map, NULL));
	sslinv_map_free(&map);
}

static void keys_are_found_by_all_their_bytes(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} keys[] = {
		{ "", 0 },         { "\0", 1 },           { "\0\0", 2 },         { "a", 1 },         { "a\0", 2 },
		{ "a\0b", 3 },     { "1234567", 7 },      { "12345678", 8 },     { "123456789", 9 }, { "12345678\0", 9 },
		{ "23456781", 8 }, { "\xff\xff\xff", 3 }, { "12345678\0a", 10 },
	};
	SSLINV_CLEANUP(sslinv_map_free) struct sslinv_map map = { 0 };
	int values[sizeof(keys) / sizeof(*keys)];

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		assert_null(sslinv_map_find(&map, keys[i].bytes, keys[i].length));
		assert_int_equal(sslinv_map_add(&map, keys[i].bytes, keys[i].length, &values[i]), 0);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		assert_ptr_equal(sslinv_map_find(&map, keys[i].bytes, keys[i].length), &values[i]);
	assert_ptr_equal(sslinv_map_find_text(&map, "a"), &values[3]);
	assert_null(sslinv_map_find_text(&map, "b"));
	sslinv_map_free(&map);
	assert_null(sslinv_map_find_text(&map, "a"));
}

static void many_entries_keep_their_order(void **state)
{
	enum { COUNT = 20000 };
	SSLINV_CLEANUP(sslinv_map_free) struct sslinv_map map = { 0 };
	static uint64_t keys[COUNT];
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		keys[i] = (uint64_t)i * 4096;
		assert_int_equal(sslinv_map_add(&map, &keys[i], sizeof(keys[i]), &keys[i]), 0);
	}
	for (const struct sslinv_map_entry *entry = sslinv_map_next(&map, NULL); entry; entry = sslinv_map_next(&map, entry))
		assert_ptr_equal(sslinv_map_value(entry), &keys[count++]);
	assert_int_equal(count, COUNT);
	for (size_t i = 0; i < COUNT; i++)
		assert_ptr_equal(sslinv_map_find(&map, &keys[i], sizeof(keys[i])), &keys[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(keys_are_found_by_all_their_bytes),
		cmocka_unit_test(many_entries_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
