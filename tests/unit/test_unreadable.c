/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What could not be read: each path once, the first ones by name, in whatever order they were met. */
#include "elf_writer.h"
#include "link_helper.h"

#include "link/unreadable.h"

static void add(struct sslinv_unreadable *files, const char *source, const char *path, const char *reason)
{
	assert_int_equal(sslinv_unreadable_add(files, source, path, reason), 0);
}

static void each_path_is_told_once(void **state)
{
	struct world *world = *state;
	struct sslinv_unreadable files = { 0 };

	add(&files, "walk", "/b", "Permission denied");
	add(&files, "files", "/b", "cannot be looked up: Permission denied");
	add(&files, "files", "/b", "cannot be looked up: Permission denied");
	add(&files, "walk", "/a", "Permission denied");
	add(&files, "elf", "/c", "is cut off");
	add(&files, "walk", "/c", "Permission denied");
	add(&files, "walk", "/c/d", "Permission denied");
	/* Two kinds of damage are two things to tell. */
	add(&files, "elf", "/e", "is cut off");
	add(&files, "files", "/e", "Input/output error");
	assert_int_equal(sslinv_unreadable_tell(&files, &world->facts), 0);
	assert_problems(world, "walk /a Permission denied !\n"
			       "files /b cannot be looked up: Permission denied !\n"
			       "elf /c is cut off !\n"
			       "walk /c/d Permission denied !\n"
			       "elf /e is cut off !\n"
			       "files /e Input/output error !\n");
	assert_int_equal(files.count, 0);
	assert_null(files.items);
}

/* Whatever the order: the first by path are named, and of each source that has more it is said. */
static void the_first_are_named(void **state)
{
	struct world *world = *state;

	for (int order = 0; order < 3; order++) {
		struct sslinv_unreadable files = { 0 };

		for (unsigned k = 0; k < SSLINV_UNREADABLE_NAMED + 50; k++) {
			unsigned i = order == 0 ? k : order == 1 ? SSLINV_UNREADABLE_NAMED + 49 - k : k * 101 % 250;
			char path[16];

			snprintf(path, sizeof(path), "/%03u", i);
			add(&files, i % 2 ? "walk" : "files", path, "Permission denied");
		}
		/* One that is named already takes no place. */
		add(&files, "files", "/000", "Permission denied");
		assert_int_equal(files.count, SSLINV_UNREADABLE_NAMED);
		assert_int_equal(sslinv_unreadable_tell(&files, &world->facts), 0);
		assert_int_equal(world->facts.problems.count, SSLINV_UNREADABLE_NAMED + 2);
		for (unsigned i = 0; i < SSLINV_UNREADABLE_NAMED; i++) {
			char path[16];

			snprintf(path, sizeof(path), "/%03u", i);
			assert_string_equal(world->facts.problems.items[i].path, path);
			assert_true(world->facts.problems.items[i].is_failure);
		}
		for (size_t i = 0; i < 2; i++) {
			const struct sslinv_problem *problem = &world->facts.problems.items[SSLINV_UNREADABLE_NAMED + i];

			assert_null(problem->path);
			assert_string_equal(problem->source, i ? "walk" : "files");
			assert_string_equal(problem->message, "more files than are named here could not be read");
			assert_true(problem->is_failure);
		}
		sslinv_facts_free(&world->facts);
	}
}

/* As many as have room, and not one more. */
static void none_is_left_out_without_need(void **state)
{
	struct world *world = *state;
	struct sslinv_unreadable files = { 0 };

	for (unsigned i = 0; i < SSLINV_UNREADABLE_NAMED; i++) {
		char path[16];

		snprintf(path, sizeof(path), "/%03u", i);
		add(&files, "walk", path, "Permission denied");
	}
	/* Told again, each of them is named already, the last one too. */
	for (unsigned i = 0; i < SSLINV_UNREADABLE_NAMED; i++) {
		char path[16];

		snprintf(path, sizeof(path), "/%03u", i);
		add(&files, "walk", path, "Permission denied");
	}
	assert_int_equal(sslinv_unreadable_tell(&files, &world->facts), 0);
	assert_int_equal(world->facts.problems.count, SSLINV_UNREADABLE_NAMED);
	/* The same path with another reason, and one that is not named any more. */
	add(&files, "walk", "/x", "a");
	add(&files, "walk", "/x", "b");
	sslinv_unreadable_free(&files);
	sslinv_unreadable_free(&files);
	assert_int_equal(files.count, 0);
}

/* Each kind that is left out is told, and no other: here only damaged files are. */
static void what_is_left_out_is_told_by_its_kind(void **state)
{
	struct world *world = *state;
	struct sslinv_unreadable files = { 0 };

	for (unsigned i = 0; i < SSLINV_UNREADABLE_NAMED; i++) {
		char path[16];

		snprintf(path, sizeof(path), "/%03u", i);
		add(&files, i + 1 < SSLINV_UNREADABLE_NAMED ? "walk" : "elf", path, "Permission denied");
	}
	/* It takes the place of the damaged one, which sorts last. */
	add(&files, "files", "/000/file", "Permission denied");
	assert_int_equal(sslinv_unreadable_tell(&files, &world->facts), 0);
	assert_int_equal(world->facts.problems.count, SSLINV_UNREADABLE_NAMED + 1);
	assert_string_equal(world->facts.problems.items[1].path, "/000/file");
	assert_string_equal(world->facts.problems.items[SSLINV_UNREADABLE_NAMED].source, "elf");
	assert_null(world->facts.problems.items[SSLINV_UNREADABLE_NAMED].path);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_path_is_told_once),
		TEST(the_first_are_named),
		TEST(none_is_left_out_without_need),
		TEST(what_is_left_out_is_told_by_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
