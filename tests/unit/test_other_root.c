/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Roots within a root: recognised wherever they lie, by what they hold; and what looks like one and is not. */
#include "elf_writer.h"
#include "link_helper.h"

#include "link/walk.h"

#define SYSTEM "another root, a system of its own"
#define STORE "parts of other roots"

struct file {
	const char *path, *text;
};

/* A tree at /srv/x: its files, the program in it, and what is told of which path; NULL: the walk goes into it. */
static const struct tree {
	struct file files[3];
	const char *program;
	const char *told, *what;
} trees[] = {
	{ { { "etc/os-release", "ID=debian\n" }, { "var/lib/dpkg/status", "" } }, "usr/bin/app", "", SYSTEM },
	{ { { "usr/lib/os-release", "ID=x\n" }, { "var/lib/dpkg/status.d/base", "" } }, "app", "", SYSTEM },
	{ { { "etc/redhat-release", "x\n" }, { "var/lib/rpm/Packages", "" } }, "app", "", SYSTEM },
	{ { { "etc/centos-release", "x\n" }, { "var/lib/rpm/Packages", "" } }, "app", "", SYSTEM },
	{ { { "etc/oracle-release", "x\n" }, { "var/lib/rpm/Packages", "" } }, "app", "", SYSTEM },
	{ { { "etc/fedora-release", "x\n" }, { "var/lib/rpm/Packages", "" } }, "app", "", SYSTEM },
	{ { { "usr/lib/os-release", "ID=x\n" }, { "usr/share/rpm/rpmdb.sqlite", "" } }, "usr/app", "", SYSTEM },
	{ { { "usr/lib/os-release", "ID=x\n" }, { "usr/lib/sysimage/rpm/Packages.db", "" } }, "usr/app", "", SYSTEM },
	{ { { "etc/alpine-release", "3\n" }, { "lib/apk/db/installed", "" } }, "lib/app", "", SYSTEM },
	{ { { "etc/arch-release", "" }, { "var/lib/pacman/local/x", "" } }, "opt/app", "", SYSTEM },
	{ { { "meta/snap.yaml", "name: x\n" } }, "bin/app", "", "another root, a snap" },
	{ { { "metadata", "[Application]\nname=x\n" }, { "files/x", "" } }, "files/bin/app", "", "another root, a Flatpak" },
	{ { { "metadata", "[Runtime]\nname=x\n" }, { "files/x", "" } }, "files/lib/app", "", "another root, a Flatpak" },
	{ { { "config", "lxc.rootfs.path = dir:/x\n" }, { "rootfs/x", "" } },
	  "rootfs/app",
	  "/rootfs",
	  "another root, a container" },
	{ { { "config.json", "{\"ociVersion\":\"1.0\"}" }, { "rootfs/x", "" } },
	  "rootfs/app",
	  "/rootfs",
	  "another root, a container" },
	{ { { "metadata.yaml", "architecture: x86_64\n" }, { "rootfs/x", "" } },
	  "rootfs/bin/app",
	  "/rootfs",
	  "another root, a container" },
	{ { { "backup.yaml", "container:\n" }, { "rootfs/x", "" } }, "rootfs/app", "/rootfs", "another root, a container" },
	{ { { "info.xml", "<?xml version=\"1.0\"?><snapshot/>\n<snapshot>" }, { "snapshot/x", "" } },
	  "snapshot/home/app",
	  "/snapshot",
	  "another root, a snapshot" },
	{ { { "config", "[core]\nrepo_version=1\n" }, { "objects/ab/x", "" } }, "objects/ab/cd.file", "/objects", STORE },
	{ { { "one/link", "ABCDEFGHIJKLMNOPQRSTUVWXY2" }, { "one/diff/x", "" } }, "one/diff/app", "", STORE },
	{ { { "one/link", "ABCDEFGHIJKLMNOPQRSTUVWXY2" }, { "one/diff/x", "" } }, "one/merged/app", "", STORE },
	{ { { "metadata.db", "" }, { "snapshots/1/fs/x", "" } }, "snapshots/1/fs/app", "/snapshots", STORE },
	{ { { "metadata_v2.db", "" }, { "snapshots/1/fs/x", "" } }, "snapshots/1/fs/app", "/snapshots", STORE },
	/* A jail has no packages, and a directory with packages alone is no system. */
	{ { { "etc/os-release", "ID=debian\n" }, { "usr/lib/x", "" } }, "usr/bin/app", NULL, NULL },
	{ { { "etc/passwd", "" }, { "var/lib/dpkg/status", "" } }, "usr/bin/app", NULL, NULL },
	/* Names alone say nothing. */
	{ { { "link", "not a layer" }, { "diff/x", "" } }, "diff/app", NULL, NULL },
	{ { { "link", "ABCDEFGHIJKLMNOPQRSTUVWXY2" }, { "diff", "" } }, "app", NULL, NULL },
	{ { { "config", "x=1\n" }, { "rootfs/x", "" } }, "rootfs/app", NULL, NULL },
	{ { { "config.json", "{}" }, { "rootfs/x", "" } }, "rootfs/app", NULL, NULL },
	{ { { "config.json", "{\"ociVersion\":\"1.0\"}" }, { "rootfs", "" } }, "app", NULL, NULL },
	{ { { "metadata", "x\n" }, { "files/x", "" } }, "files/app", NULL, NULL },
	{ { { "meta/other.yaml", "" } }, "bin/app", NULL, NULL },
	{ { { "info.xml", "<x/>" }, { "snapshot/x", "" } }, "snapshot/app", NULL, NULL },
	{ { { "config", "[core]\n" }, { "objects/x", "" } }, "objects/app", NULL, NULL },
	{ { { "metadata.db", "" } }, "snapshot/app", NULL, NULL },
};

static void plant(const struct world *world, const struct tree *tree, const char *place)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *program = sslinv_str_format("root%s/%s", place, tree->program);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tree->files) && tree->files[i].path; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("root%s/%s", place, tree->files[i].path);

		put_text(world->top, path, tree->files[i].text);
	}
	put_elf(world->top, program, &program_spec);
}

/* Notes of trees that may be roots are taken out; the number of them. */
static size_t take_half_roots(struct sslinv_facts *facts)
{
	size_t kept = 0, count = facts->problems.count;

	for (size_t i = 0; i < count; i++)
		if (strncmp(facts->problems.items[i].message, "looks like a system of its own, but lacks ", 42) != 0)
			facts->problems.items[kept++] = facts->problems.items[i];
	facts->problems.count = kept;
	return count - kept;
}

static void roots_are_recognised_by_what_they_are(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(trees); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *place = sslinv_str_format("/srv/%zu/x", i);
		SSLINV_CLEANUP(sslinv_free_ptr) char *command = NULL;
		SSLINV_CLEANUP(sslinv_free_ptr) char *told = sslinv_str_format("%s%s", place,
									       trees[i].told ? trees[i].told : "");

		plant(world, &trees[i], place);
		link_all(world);
		(void)take_half_roots(&world->facts);
		if (world->facts.linkages.count != (trees[i].told ? 0 : 1) ||
		    world->facts.problems.count != (trees[i].told ? 1 : 0))
			fail_msg("tree %zu: %zu linkages, %zu problems", i, world->facts.linkages.count,
				 world->facts.problems.count);
		command = sslinv_str_format("`sslinv scan --root %s%s`", world->tree, told);
		for (size_t k = 0; k < world->facts.problems.count; k++) {
			const struct sslinv_problem *problem = &world->facts.problems.items[k];

			assert_string_equal(problem->source, "walk");
			assert_string_equal(problem->path, told);
			assert_false(problem->is_failure);
			assert_non_null(strstr(problem->message, trees[i].what));
			assert_true(strcmp(trees[i].what, STORE) == 0 || strstr(problem->message, command));
		}
		assert_true(world->facts.walk_complete);
		assert_int_equal(run_command(NULL, "rm -r '%s/srv'", world->tree), 0);
		forget_facts(world);
	}
}

/* The root that is scanned is a system, too; and what one of its links leads to counts as that root would see it. */
static void the_root_itself_is_walked(void **state)
{
	struct world *world = *state;

	put_text(world->top, "root/etc/os-release", "ID=debian\n");
	put_text(world->top, "root/var/lib/dpkg/status", "");
	put_text(world->top, "root/meta/snap.yaml", "name: x\n");
	put_elf(world->top, "root/opt/app", &program_spec);
	/* Its os-release is a link to that of the root that it lies in, if one follows it from there. */
	put_link(world->top, "root/opt/tree/etc/os-release", "/etc/os-release");
	put_text(world->top, "root/opt/tree/var/lib/dpkg/status", "");
	put_elf(world->top, "root/opt/tree/app", &program_spec);
	/* This one leads to its own. */
	put_link(world->top, "root/opt/other/etc/os-release", "/usr/lib/os-release");
	put_text(world->top, "root/opt/other/usr/lib/os-release", "ID=x\n");
	put_link(world->top, "root/opt/other/var", "/usr/var");
	put_text(world->top, "root/opt/other/usr/var/lib/dpkg/status", "");
	put_elf(world->top, "root/opt/other/app", &program_spec);
	link_all(world);
	assert_linkages(world, "/opt/app - libssl.so.3 -> - - needed\n/opt/tree/app - libssl.so.3 -> - - needed\n");
	assert_int_equal(take_half_roots(&world->facts), 1);
	assert_int_equal(world->facts.problems.count, 1);
	assert_string_equal(world->facts.problems.items[0].path, "/opt/other");
}

/* Hundreds of layers lie beside each other: their place is told once. */
static void layers_are_told_by_their_place(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < 20; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *place = sslinv_str_format("/data/overlay2/%d", i);
		const struct tree layer = {
			{ { "link", "ABCDEFGHIJKLMNOPQRSTUVWXY2" }, { "diff/x", "" } }, "diff/app", NULL, NULL
		};

		plant(world, &layer, place);
	}
	link_all(world);
	assert_linkages(world, "");
	assert_problems(world,
			"walk /data/overlay2 not entered: layers of images lie there, which are parts of other roots; "
			"scan each root with --root\n");
}

/* The command can be pasted into a shell, whatever the name of the directory. */
static void the_command_is_quoted_for_a_shell(void **state)
{
	static const char *const names[][2] = {
		{ "plain-1.0_x,y:z@a+b=%", "%s/srv/plain-1.0_x,y:z@a+b=%`" },
		{ "it's $HOME", "'%s/srv/it'\\''s $HOME'`" },
		{ "a;b", "'%s/srv/a;b'`" },
		{ "line\n", "$'%s/srv/line\\n'`" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *place = sslinv_str_format("/srv/%s", names[i][0]);
		const char *mark = strstr(names[i][1], "%s");
		SSLINV_CLEANUP(sslinv_free_ptr) char *command = sslinv_str_format(
			"--root %.*s%s%s", (int)(mark - names[i][1]), names[i][1], world->tree, mark + 2);

		plant(world, &trees[0], place);
		link_all(world);
		assert_int_equal(world->facts.problems.count, 1);
		assert_non_null(strstr(world->facts.problems.items[0].message, command));
		assert_int_equal(run_command(NULL, "rm -r '%s/srv'", world->tree), 0);
		forget_facts(world);
	}
}

/* A tree that was made for it must not fill the inventory. */
static void only_so_many_are_named(void **state)
{
	struct world *world = *state;
	bool is_told = false;

	assert_int_equal(run_command(NULL,
				     "cd '%s' && mkdir srv && cd srv && seq 2005 | sed 's|$|/meta|' | xargs mkdir -p && "
				     "for i in */meta; do : >$i/snap.yaml; done",
				     world->tree),
			 0);
	link_all(world);
	assert_int_equal(world->facts.problems.count, 2001);
	for (size_t i = 0; i < world->facts.problems.count; i++) {
		assert_false(world->facts.problems.items[i].is_failure);
		is_told |= !world->facts.problems.items[i].path;
	}
	assert_true(is_told);
}

/* The program at that path has a provider, and this is certain or not. */
static void assert_confidence(const struct world *world, const char *path, enum sslinv_confidence confidence)
{
	size_t found = 0;

	for (size_t i = 0; i < world->facts.linkages.count; i++) {
		const struct sslinv_linkage *linkage = &world->facts.linkages.items[i];

		if (strcmp(linkage->path, path) != 0)
			continue;
		assert_non_null(linkage->provider_path);
		assert_int_equal(linkage->confidence, confidence);
		found++;
	}
	assert_int_equal(found, 1);
}

/* Anyone may make any number of trees that look like roots: some are named, and none of them is certain. */
static void of_what_may_be_roots_only_so_many_are_named(void **state)
{
	struct world *world = *state;

	assert_int_equal(run_command(NULL,
				     "cd '%s' && mkdir srv && cd srv && seq 2005 | sed 's|$|/etc|' | xargs mkdir -p && "
				     "for i in */etc; do : >$i/os-release; done && for i in *; do mkdir $i/usr; done",
				     world->tree),
			 0);
	put_elf(world->top, "root/usr/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/srv/1/usr/app", &program_spec);
	put_elf(world->top, "root/srv/2005/usr/app", &program_spec);
	link_all(world);
	assert_confidence(world, "/srv/1/usr/app", SSLINV_CONFIDENCE_LIKELY);
	assert_confidence(world, "/srv/2005/usr/app", SSLINV_CONFIDENCE_LIKELY);
	assert_int_equal(take_half_roots(&world->facts), 2000);
	assert_problems(world, "walk - more other roots, or what may be one, were found than are named here\n");
}

/* Of trees within each other the innermost is the one that a program runs in. */
static void a_program_belongs_to_the_innermost_tree(void **state)
{
	struct world *world = *state;
	struct elf_spec spec = program_spec;

	spec.runpath = "/srv/usr/lib";
	put_text(world->top, "root/srv/etc/os-release", "ID=x\n");
	put_text(world->top, "root/srv/usr/in/etc/os-release", "ID=y\n");
	put_text(world->top, "root/srv/usr/in/usr/x", "");
	put_elf(world->top, "root/srv/usr/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/srv/usr/in/app", &spec);
	put_elf(world->top, "root/srv/usr/app", &spec);
	link_all(world);
	assert_int_equal(take_half_roots(&world->facts), 2);
	assert_confidence(world, "/srv/usr/in/app", SSLINV_CONFIDENCE_LIKELY);
	assert_confidence(world, "/srv/usr/app", SSLINV_CONFIDENCE_CERTAIN);
}

/* A provider in another root that a program of this one names is looked at all the same. */
static void what_is_used_is_looked_at(void **state)
{
	struct world *world = *state;
	struct elf_spec spec = program_spec;

	spec.runpath = "/srv/guest/lib";
	put_text(world->top, "root/srv/guest/etc/os-release", "ID=x\n");
	put_text(world->top, "root/srv/guest/var/lib/dpkg/status", "");
	put_elf(world->top, "root/srv/guest/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/opt/app", &spec);
	link_all(world);
	assert_libraries(world, "/srv/guest/lib/libssl.so.3 - libssl.so.3 -\n");
}

static size_t walk_with(struct world *world, struct sslinv_mount *items, size_t count, const char *expected)
{
	const struct sslinv_mounts mounts = { .items = items, .count = count };
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_examiner examiner;
	size_t found;

	assert_int_equal(sslinv_examiner_init(&examiner, &world->root, &world->facts, cache), 0);
	assert_int_equal(sslinv_walk(&examiner, &mounts, &error), 0);
	found = examiner.files.count;
	for (size_t i = 0; i < found; i++)
		assert_non_null(strstr(expected, examiner.files.items[i].path.bytes));
	sslinv_examiner_free(&examiner);
	sslinv_file_cache_free(&cache);
	return found;
}

#define MOUNT(where)                                                                                                        \
	.path = (char[]){ where }, .type = (char[]){ "ext4" }, .source = (char[])                                           \
	{                                                                                                                   \
		"/dev/sda"                                                                                                  \
	}
#define TWICE(where, from, place)                                                                                           \
	MOUNT(where), .subtree = (char[]){ from }, .skip = "seen elsewhere", .elsewhere = (char[])                          \
	{                                                                                                                   \
		place                                                                                                       \
	}

/* A bind mount is left out only while the walk sees its other place. */
static void what_is_seen_nowhere_else_is_walked(void **state)
{
	struct world *world = *state;
	struct sslinv_mount mounts[] = {
		{ TWICE("/mnt/data", "/srv/data", "/srv/data") },
		{ TWICE("/mnt/guest", "/srv/guest/opt", "/srv/guest/opt") },
		/* A name that only begins as that of another root. */
		{ TWICE("/mnt/guest2", "/srv/guest2", "/srv/guest2") },
		{ MOUNT("/mnt/nfs"), .skip = "a network file system" },
		{ MOUNT("/mnt/nfs/local"), .subtree = (char[]){ "/" } },
		{ MOUNT("/srv/guest/tmp"), .subtree = (char[]){ "/" } },
	};

	put_text(world->top, "root/srv/guest/etc/os-release", "ID=x\n");
	put_text(world->top, "root/srv/guest/var/lib/dpkg/status", "");
	put_elf(world->top, "root/srv/guest/tmp/app", &program_spec);
	put_elf(world->top, "root/srv/guest2/app", &program_spec);
	put_elf(world->top, "root/mnt/guest2/app", &program_spec);
	put_elf(world->top, "root/srv/data/app", &program_spec);
	put_elf(world->top, "root/mnt/data/app", &program_spec);
	put_elf(world->top, "root/mnt/guest/app", &program_spec);
	put_elf(world->top, "root/mnt/nfs/app", &program_spec);
	put_elf(world->top, "root/mnt/nfs/local/app", &program_spec);
	assert_int_equal(walk_with(world, mounts, SSLINV_ARRAY_SIZE(mounts),
				   "/srv/data/app /srv/guest2/app /mnt/guest/app /mnt/nfs/local/app"),
			 4);
	/* The one that was walked after all is not named; the one that is seen elsewhere is. */
	assert_int_equal(world->facts.problems.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_not_equal(world->facts.problems.items[i].path, "/mnt/guest");
	assert_true(world->facts.walk_complete);
}

/* What a mount hides at a place, a bind mount of that place shows. */
static void hidden_directories_are_lifted(void **state)
{
	struct world *world = *state;
	struct sslinv_mount mounts[] = {
		{ MOUNT("/data/over"), .subtree = (char[]){ "/" }, .minor = 5 },
		{ MOUNT("/data/self"), .subtree = (char[]){ "/data/self" } },
		{ MOUNT("/data/with"), .subtree = (char[]){ "/data/without" } },
		{ TWICE("/mnt/bind", "/data", "/data") },
	};

	put_elf(world->top, "root/data/over/app", &program_spec);
	put_elf(world->top, "root/data/self/app", &program_spec);
	put_elf(world->top, "root/mnt/bind/app", &program_spec);
	put_elf(world->top, "root/mnt/bind/over/app", &program_spec);
	put_elf(world->top, "root/mnt/bind/self/app", &program_spec);
	put_elf(world->top, "root/mnt/bind/with/app", &program_spec);
	assert_int_equal(walk_with(world, mounts, SSLINV_ARRAY_SIZE(mounts),
				   "/data/over/app /data/self/app /data/with/app /mnt/bind/over/app /mnt/bind/with/app"),
			 4);
}

/* A mount that is left out, and may hold files of this root, makes the scan incomplete. */
static void a_mount_that_may_hold_files_is_a_failure(void **state)
{
	struct world *world = *state;
	struct sslinv_mount mounts[] = {
		{ MOUNT("/opt"), .skip = "a network file system", .may_hold_files = true },
		{ MOUNT("/proc"), .skip = "a pseudo file system" },
	};

	put_text(world->top, "root/opt/x", "");
	put_text(world->top, "root/proc/x", "");
	assert_int_equal(walk_with(world, mounts, SSLINV_ARRAY_SIZE(mounts), ""), 0);
	assert_int_equal(world->facts.problems.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(world->facts.problems.items[i].is_failure,
				 strcmp(world->facts.problems.items[i].path, "/opt") == 0);
	assert_false(world->facts.walk_complete);
	assert_int_equal(sslinv_facts_outcome(&world->facts), SSLINV_OUTCOME_INCOMPLETE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(roots_are_recognised_by_what_they_are),
		TEST(the_root_itself_is_walked),
		TEST(layers_are_told_by_their_place),
		TEST(the_command_is_quoted_for_a_shell),
		TEST(only_so_many_are_named),
		TEST(of_what_may_be_roots_only_so_many_are_named),
		TEST(a_program_belongs_to_the_innermost_tree),
		TEST(what_is_used_is_looked_at),
		TEST(what_is_seen_nowhere_else_is_walked),
		TEST(hidden_directories_are_lifted),
		TEST(a_mount_that_may_hold_files_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
