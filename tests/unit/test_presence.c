/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages without their programs and libraries: a database alone is not a host that was seen. */
#include "elf_writer.h"
#include "link_helper.h"

#include "link/presence.h"

static void places(void **state)
{
	static const struct {
		const char *directory;
		enum sslinv_presence_place place;
	} rows[] = {
		{ "/bin", SSLINV_PRESENCE_ROOT },
		{ "/lib64", SSLINV_PRESENCE_ROOT },
		{ "/lib/x86_64-linux-gnu", SSLINV_PRESENCE_ROOT },
		{ "/usr/bin", SSLINV_PRESENCE_USR },
		{ "//usr//libexec/sudo", SSLINV_PRESENCE_USR },
		{ "/opt/vendor/app", SSLINV_PRESENCE_OPT },
		{ "/opt", SSLINV_PRESENCE_OPT },
		/* What hosts leave out, or have from elsewhere. */
		{ "/", SSLINV_PRESENCE_NOT_COUNTED },
		{ "", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/usr", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/usr/share/doc/bash/lib", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/usr/share/locale/de/LC_MESSAGES", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/usr/include/bin", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/etc/opt", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/var/lib/dpkg", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/library", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/usr/li", SSLINV_PRESENCE_NOT_COUNTED },
		{ "/optional", SSLINV_PRESENCE_NOT_COUNTED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (sslinv_presence_place(rows[i].directory) != rows[i].place)
			fail_msg("%s: %d", rows[i].directory, (int)sslinv_presence_place(rows[i].directory));
}

/* The root is asked; `expected` is what the scan tells of the files, or "" where it is complete. */
static void assert_told(struct world *world, const char *expected)
{
	static const char rest[] =
		" packages are not in this root: see whether /usr and its other file systems are mounted, and "
		"whether it was copied whole !\n";
	char told[400] = "";

	assert_int_equal(link_all(world), 0);
	if (expected[0])
		snprintf(told, sizeof(told), "files - the programs and libraries of %s%s", expected, rest);
	assert_problems(world, told);
	assert_int_equal(world->facts.files_complete, !expected[0]);
}

static void a_database_alone(void **state)
{
	struct world *world = *state;
	uint32_t node = add_package(world, "nodejs"), bash = add_package(world, "bash");

	own(world, node, "/usr/bin/node");
	own(world, bash, "/bin/bash");
	own(world, bash, "/etc/bash.bashrc");
	own(world, add_package(world, "tzdata"), "/usr/share/zoneinfo/UTC");
	put_text(world->top, "root/etc/bash.bashrc", "");
	put_text(world->top, "root/usr/share/zoneinfo/UTC", "");
	assert_told(world, "2 of 2");
}

/* `/usr` is another file system, and not mounted: what lies beside it is there. */
static void usr_alone_is_not_there(void **state)
{
	struct world *world = *state;
	uint32_t coreutils = add_package(world, "coreutils"), bash = add_package(world, "bash"),
		 login = add_package(world, "login");

	own(world, coreutils, "/bin/cat");
	own(world, coreutils, "/usr/bin/cut");
	own(world, bash, "/bin/bash");
	own(world, login, "/usr/sbin/nologin");
	put_text(world->top, "root/bin/cat", "");
	put_text(world->top, "root/bin/bash", "");
	put_text(world->top, "root/usr/.keep", "");
	assert_told(world, "2 of 3");
}

/* Directories are no files: an empty tree of them is an image that was copied in part. */
static void directories_alone(void **state)
{
	struct world *world = *state;
	uint32_t perl = add_package(world, "perl");

	own(world, perl, "/usr/lib/perl");
	own(world, perl, "/usr/lib/perl/auto");
	own(world, perl, "/usr/bin/perl");
	put_text(world->top, "root/usr/lib/perl/auto/.keep", "");
	assert_told(world, "1 of 1");
}

static void sound_hosts(void **state)
{
	struct world *world = *state;
	uint32_t a = add_package(world, "a"), b = add_package(world, "b"), c = add_package(world, "c");

	/* Documentation, data and single files may be left out, and so may a package's only program. */
	own(world, a, "/usr/bin/a");
	own(world, a, "/usr/bin/a-too");
	own(world, a, "/usr/share/doc/a/copyright");
	own(world, b, "/bin/b");
	own(world, b, "/lib/systemd/system/b.service");
	own(world, c, "/usr/bin/c");
	own(world, add_package(world, "data"), "/usr/lib/data/table.json");
	/* A link is a file, wherever it leads, and so is a file that two packages list. */
	put_link(world->top, "root/usr/bin/a", "/etc/alternatives/a");
	put_link(world->top, "root/bin", "usr/bin");
	put_text(world->top, "root/usr/bin/b", "");
	own(world, add_package(world, "d"), "/usr/bin/b");
	assert_told(world, "");
}

static void half_is_not_more_than_half(void **state)
{
	struct world *world = *state;

	own(world, add_package(world, "here"), "/usr/bin/here");
	own(world, add_package(world, "gone"), "/usr/bin/gone");
	put_text(world->top, "root/usr/bin/here", "");
	assert_told(world, "");
	own(world, add_package(world, "vendor"), "/opt/vendor/program");
	assert_told(world, "2 of 3");
}

/* `/opt` is another file system: that few packages have something there does not matter. */
static void opt_alone_is_not_there(void **state)
{
	struct world *world = *state;

	own(world, add_package(world, "a"), "/usr/bin/a");
	own(world, add_package(world, "b"), "/usr/bin/b");
	own(world, add_package(world, "vendor"), "/opt/vendor/program");
	put_text(world->top, "root/usr/bin/a", "");
	put_text(world->top, "root/usr/bin/b", "");
	assert_int_equal(link_all(world), 0);
	assert_problems(world,
			"files /opt none of the programs and libraries that packages have there are in this root: see "
			"whether it is mounted, and whether it was copied !\n");
	assert_false(world->facts.files_complete);
}

static void no_packages(void **state)
{
	assert_told(*state, "");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),     TEST(a_database_alone), TEST(usr_alone_is_not_there),
		TEST(directories_alone),      TEST(sound_hosts),      TEST(half_is_not_more_than_half),
		TEST(opt_alone_is_not_there), TEST(no_packages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
