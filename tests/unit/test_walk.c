/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk for files that no package owns: where it goes, where it does not, and that it says so. */
#include "elf_writer.h"
#include "link_helper.h"

#include <sys/socket.h>
#include <sys/un.h>

#include "link/walk.h"

static void copies_that_nobody_owns_are_found(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app");

	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_elf(world->top, "root/opt/it's new\n\xff/app", &program_spec);
	put_elf(world->top, "root/opt/deep/a/b/c/d/app", &program_spec);
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/srv/other", &other_spec);
	put_text(world->top, "root/srv/text", "libssl.so.3\n");
	own(world, app, "/usr/bin/app");
	link_all(world);
	assert_linkages(world, "/opt/deep/a/b/c/d/app - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "$'/opt/it\\'s new\\n\\xff/app' - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "/usr/bin/app app libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "/usr/lib/multi/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n");
	assert_libraries(world, "/usr/lib/multi/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/usr/lib/multi/libssl.so.3 - libssl.so.3 3.0.19\n");
	assert_problems(world, "");
	assert_true(world->facts.walk_complete);
}

/* Links, within and out of the root, loops, and everything that is no regular file. */
static void nothing_leads_astray(void **state)
{
	struct world *world = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	char *path;

	put_elf(world->top, "outside/app", &program_spec);
	put_elf(world->top, "root/srv/app", &program_spec);
	put_link(world->top, "root/out", "../outside");
	put_link(world->top, "root/abs", "/etc");
	put_link(world->top, "root/srv/loop", "..");
	put_link(world->top, "root/srv/self", "self");
	put_link(world->top, "root/srv/alias", "app");
	put_link(world->top, "root/srv/outside", "../../outside/app");
	path = sslinv_str_format("%s/srv/fifo", world->tree);
	assert_int_equal(mkfifo(path, 0600), 0);
	free(path);
	path = sslinv_str_format("%s/srv/device", world->tree);
	if (mknod(path, S_IFCHR | 0600, 0x105) < 0)
		print_message("no right to make a device\n");
	free(path);
	assert_int_equal(chdir(world->tree), 0);
	strcpy(address.sun_path, "srv/socket");
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	close(listener);
	assert_int_equal(chdir("/"), 0);
	link_all(world);
	assert_linkages(world, "/srv/app - libssl.so.3 -> - - needed\n");
	assert_problems(world, "");
	assert_true(world->facts.walk_complete);
	/* That one and ld.so.conf. */
	assert_int_equal(world->facts.files_read, 2);
}

static void stores_of_containers_are_named(void **state)
{
	static const char *const stores[] = {
		"/var/lib/docker/overlay2",
		"/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs",
		"/var/lib/containers/storage/overlay",
		"/var/lib/machines/guest",
		"/home/me/.local/share/containers/storage/overlay",
	};
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stores); i++) {
		char *path = sslinv_str_format("root%s/x/usr/bin/app", stores[i]);

		put_elf(world->top, path, &program_spec);
		free(path);
	}
	put_elf(world->top, "root/var/lib/docker/app", &program_spec);
	put_elf(world->top, "root/var/lib/docker/overlay22/app", &program_spec);
	put_elf(world->top, "root/opt/var/lib/docker/overlay2/app", &program_spec);
	link_all(world);
	assert_linkages(world, "/opt/var/lib/docker/overlay2/app - libssl.so.3 -> - - needed\n"
			       "/var/lib/docker/app - libssl.so.3 -> - - needed\n"
			       "/var/lib/docker/overlay22/app - libssl.so.3 -> - - needed\n");
	assert_int_equal(world->facts.problems.count, SSLINV_ARRAY_SIZE(stores));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(stores); i++) {
		bool named = false;

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(stores); k++)
			named |= strcmp(world->facts.problems.items[k].path, stores[i]) == 0;
		assert_true(named);
		assert_false(world->facts.problems.items[i].is_failure);
	}
	/* It was left out by rule: nothing is missing. */
	assert_true(world->facts.walk_complete);
}

static void mounts_are_entered_or_named(void **state)
{
	struct world *world = *state;
	struct sslinv_mount items[] = {
		{ .path = (char[]){ "/data" }, .type = (char[]){ "ext4" }, .source = (char[]){ "/dev/sdb" } },
		{ .path = (char[]){ "/net" },
		  .type = (char[]){ "nfs4" },
		  .source = (char[]){ "server:/x" },
		  .skip = "a network file system" },
	};
	const struct sslinv_mounts mounts = { .items = items, .count = 2 };
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_examiner examiner;

	put_elf(world->top, "root/data/app", &program_spec);
	put_elf(world->top, "root/net/app", &program_spec);
	put_elf(world->top, "root/network/app", &program_spec);
	assert_int_equal(sslinv_examiner_init(&examiner, &world->root, &world->facts, cache), 0);
	assert_int_equal(sslinv_walk(&examiner, &mounts, &error), 0);
	assert_int_equal(examiner.files.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(strcmp(examiner.files.items[i].path.bytes, "/data/app") == 0 ||
			    strcmp(examiner.files.items[i].path.bytes, "/network/app") == 0);
	assert_problems(world, "mount /net not entered: nfs4 on server:/x is a network file system\n");
	assert_true(world->facts.walk_complete);
	sslinv_examiner_free(&examiner);
	sslinv_file_cache_free(&cache);
}

/* A provider that only a package's program leads to is looked at, though the walk is left out. */
static void packages_only_sees_the_providers(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app");
	struct elf_spec spec = program_spec;

	spec.rpath = "/opt/ssl/lib";
	put_elf(world->top, "root/usr/bin/app", &spec);
	put_elf(world->top, "root/usr/bin/unowned", &program_spec);
	put_elf(world->top, "root/opt/ssl/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	own(world, app, "/usr/bin/app");
	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	link_all(world);
	assert_linkages(world, "/opt/ssl/lib/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n"
			       "/usr/bin/app app libssl.so.3 -> /opt/ssl/lib/libssl.so.3 - needed\n");
	/* Nobody says that they are of one build. */
	assert_libraries(world, "/opt/ssl/lib/libssl.so.3 - libssl.so.3 -\n"
				"/usr/lib/multi/libcrypto.so.3 - libcrypto.so.3 3.0.19\n");
	assert_false(world->facts.walk_complete);
	assert_true(world->facts.files_complete);
}

static enum sslinv_confidence confidence_of(const struct world *world, const char *path)
{
	for (size_t i = 0; i < world->facts.linkages.count; i++)
		if (strcmp(world->facts.linkages.items[i].path, path) == 0)
			return world->facts.linkages.items[i].confidence;
	fail_msg("no linkage of %s", path);
	return SSLINV_CONFIDENCE_POSSIBLE;
}

/* An application with an OpenSSL of its own: only the program's RPATH, which its libraries inherit, says where that is. */
static void libraries_inherit_the_rpath(void **state)
{
	struct world *world = *state;
	struct elf_spec program = program_spec;
	const struct elf_spec plugin = { X86_64, .needed = { "libssl.so.3" } },
			      old = { X86_64, .needed = { "libssl.so.1.1" } };
	struct elf_spec own_ssl = ssl_spec, old_ssl = ssl_spec, settled = plugin;

	program.rpath = "$ORIGIN/../lib";
	own_ssl.needed[0] = NULL;
	old_ssl.needed[0] = NULL;
	old_ssl.soname = "libssl.so.1.1";
	settled.runpath = "/usr/lib/multi";
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &own_ssl);
	put_elf(world->top, "root/usr/lib/multi/plugin.so", &plugin);
	put_elf(world->top, "root/opt/app/bin/app", &program);
	put_elf(world->top, "root/opt/app/lib/libssl.so.3.0.19", &own_ssl);
	put_link(world->top, "root/opt/app/lib/libssl.so.3", "libssl.so.3.0.19");
	put_elf(world->top, "root/opt/app/lib/libssl.so.1.1", &old_ssl);
	put_elf(world->top, "root/opt/app/lib/plugin.so", &plugin);
	put_elf(world->top, "root/opt/app/lib/settled.so", &settled);
	put_elf(world->top, "root/opt/app/lib/old.so", &old);
	put_cache(world->top, "root", (const char *const[]){ "/usr/lib/multi", NULL });
	link_all(world);
	assert_linkages(world, "/opt/app/bin/app - libssl.so.3 -> /opt/app/lib/libssl.so.3.0.19 - needed\n"
			       "/opt/app/lib/old.so - libssl.so.1.1 -> /opt/app/lib/libssl.so.1.1 - needed\n"
			       "/opt/app/lib/plugin.so - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "/opt/app/lib/settled.so - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "/usr/lib/multi/plugin.so - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n");
	assert_int_equal(confidence_of(world, "/opt/app/bin/app"), SSLINV_CONFIDENCE_CERTAIN);
	assert_int_equal(confidence_of(world, "/opt/app/lib/old.so"), SSLINV_CONFIDENCE_LIKELY);
	assert_int_equal(confidence_of(world, "/opt/app/lib/plugin.so"), SSLINV_CONFIDENCE_LIKELY);
	/* What the process has of that name already may be the application's. */
	assert_int_equal(confidence_of(world, "/opt/app/lib/settled.so"), SSLINV_CONFIDENCE_LIKELY);
	assert_int_equal(confidence_of(world, "/usr/lib/multi/plugin.so"), SSLINV_CONFIDENCE_LIKELY);
}

/* UPX leaves nothing to read: the file is named, in every scan, and the scan is not complete. */
static void packed_programs_are_named(void **state)
{
	struct world *world = *state;
	const struct elf_spec spec = { X86_64, .hash = ELF_HASH_NONE };
	struct elf_image image = elf_write(&spec);

	/* Right after the two program headers. */
	memcpy(image.bytes + sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) + 4, "UPX!", 4);
	put_file(world->top, "root/opt/tool", image.bytes, image.size);
	free(image.bytes);
	link_all(world);
	assert_problems(world,
			"walk /opt/tool the program is packed with UPX and was not looked into; `upx -d` unpacks a copy "
			"of it !\n");
	assert_false(world->facts.walk_complete);
}

/* A libssl that does not state its version is of one build with the libcrypto beside it, where there is no other. */
static void a_libssl_is_as_old_as_what_lies_beside_it(void **state)
{
	struct world *world = *state;

	put_elf(world->top, "root/opt/app/lib/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/opt/app/lib/libcrypto.so.3", &crypto_spec);
	link_all(world);
	assert_linkages(world, "/opt/app/lib/libssl.so.3 - libcrypto.so.3 -> /opt/app/lib/libcrypto.so.3 - needed\n");
	assert_libraries(world, "/opt/app/lib/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/opt/app/lib/libssl.so.3 - libssl.so.3 3.0.19\n");
}

static void mode_of(const struct world *world, const char *path, mode_t mode)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *full = sslinv_str_format("%s%s", world->tree, path);

	assert_int_equal(chmod(full, mode), 0);
}

/*
 * A scan of packages alone opens no file of a package for whose name and mode nobody would run or load it; every other file
 * is opened, and a full scan opens those too.
 */
static void names_of_data_spare_the_reading(void **state)
{
	static const char *const paths[] = { "/usr/share/app/no-suffix", "/usr/share/app/page.html",
					     "/usr/share/app/loaded.py", "/usr/share/app/plugin.node",
					     "/usr/share/app/run.py" };
	const bool is_full = *(bool *)*state;
	void *own_state = NULL;
	struct world *world;
	uint32_t app;

	assert_int_equal(make_world(&own_state), 0);
	world = own_state;
	app = add_package(world, "app");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("root%s", paths[i]);

		put_elf(world->top, path, &program_spec);
		own(world, app, paths[i]);
		mode_of(world, paths[i], strstr(paths[i], "run") ? 0755 : 0644);
	}
	world->facts.mode = is_full ? SSLINV_MODE_FULL : SSLINV_MODE_PACKAGES_ONLY;
	link_all(world);
	assert_int_equal(world->facts.linkages.count, is_full ? 5 : 3);
	for (size_t i = 0; i < world->facts.linkages.count; i++)
		if (!is_full) {
			assert_string_not_equal(world->facts.linkages.items[i].path, paths[1]);
			assert_string_not_equal(world->facts.linkages.items[i].path, paths[2]);
		}
	assert_int_equal(free_world(&own_state), 0);
}

/* The failure that is told of a path, or NULL. */
static const struct sslinv_problem *failed(const struct world *world, const char *path)
{
	for (size_t i = 0; i < world->facts.problems.count; i++)
		if (world->facts.problems.items[i].is_failure &&
		    sslinv_str_compare(world->facts.problems.items[i].path, path) == 0)
			return &world->facts.problems.items[i];
	return NULL;
}

/* A file that lies about itself is a failure of the source it belongs to, and of nothing else. */
static void broken_files_make_it_incomplete(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app");
	struct elf_image image = elf_write(&program_spec);

	put_file(world->top, "root/usr/bin/cut", image.bytes, 60);
	put_file(world->top, "root/opt/cut", image.bytes, image.size / 2);
	put_file(world->top, "root/opt/magic", "\177ELF", 4);
	put_file(world->top, "root/opt/tiny", "\177EL", 3);
	put_text(world->top, "root/opt/empty", "");
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	own(world, app, "/usr/bin/app");
	own(world, app, "/usr/bin/missing");
	link_all(world);
	assert_true(world->facts.files_complete);
	assert_false(world->facts.walk_complete);
	assert_linkages(world, "/usr/bin/app app libssl.so.3 -> - - needed\n");
	assert_int_equal(world->facts.problems.count, 3);
	assert_true(failed(world, "/opt/cut") && failed(world, "/opt/magic") && failed(world, "/usr/bin/cut"));
	sslinv_facts_free(&world->facts);
	app = add_package(world, "app");
	own(world, app, "/usr/bin/cut");
	link_all(world);
	assert_false(world->facts.files_complete);
	assert_string_equal(failed(world, "/usr/bin/cut")->source, "elf");
	free(image.bytes);
}

/* Many that cannot be read are counted, not named one by one. */
static void many_failures_are_bounded(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < 300; i++) {
		char *path = sslinv_str_format("root/opt/%d", i);

		put_file(world->top, path, "\177ELF broken", 11);
		free(path);
	}
	link_all(world);
	assert_int_equal(world->facts.problems.count, 201);
	assert_null(world->facts.problems.items[200].path);
	assert_non_null(strstr(world->facts.problems.items[200].message, "more files"));
	/* Always the same ones, whatever thread meets them when: the first by path, of which there are so many before
	 * `/opt/28`. */
	for (int i = 0; i < 200; i++) {
		assert_true(strcmp(world->facts.problems.items[i].path, "/opt/28") < 0);
		assert_true(i == 0 ||
			    strcmp(world->facts.problems.items[i - 1].path, world->facts.problems.items[i].path) < 0);
	}
}

/* What somebody who is not root sees: the exit status says which of the expectations failed. */
static int look_as_nobody(struct world *world)
{
	static const char *const closed[] = { "/usr/bin/closed", "/srv/closed", "/opt/closed", "/opt/closed/sub",
					      "/opt/names" };

	link_all(world);
	if (world->facts.files_complete || world->facts.walk_complete)
		return 11;
	if (world->facts.linkages.count != 1 || strcmp(world->facts.linkages.items[0].path, "/usr/bin/app") != 0)
		return 12;
	for (size_t i = 0; i < world->facts.problems.count; i++)
		if (!strstr(world->facts.problems.items[i].message, "Permission denied") ||
		    !world->facts.problems.items[i].is_failure)
			return 13;
	/* The closed file of a package and that of nobody; the closed directory in the walk, and what a package has in it;
	 * the directory that shows its names alone.
	 */
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(closed); i++) {
		bool named = false;

		for (size_t k = 0; k < world->facts.problems.count; k++)
			named |= strcmp(world->facts.problems.items[k].path, closed[i]) == 0;
		if (!named)
			return 14;
	}
	return 0;
}

/* Runs `look` in a process that is not root's; its exit status has to be 0. */
static void as_nobody(struct world *world, int (*look)(struct world *world))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(10);
		_exit(access(world->tree, R_OK | X_OK) < 0 ? 77 : look(world));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("the temporary directory is closed to others\n");
		skip();
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void skip_without_root(void)
{
	if (geteuid() != 0) {
		print_message("only root can become another user\n");
		skip();
	}
}

static void unreadable_places_make_it_incomplete(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app");

	skip_without_root();
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_elf(world->top, "root/usr/bin/closed", &program_spec);
	put_elf(world->top, "root/srv/closed", &program_spec);
	put_elf(world->top, "root/opt/closed/app", &program_spec);
	put_elf(world->top, "root/opt/names/app", &program_spec);
	own(world, app, "/usr/bin/app");
	own(world, app, "/usr/bin/closed");
	own(world, app, "/opt/closed/sub/file");
	assert_int_equal(run_command(NULL,
				     "chmod -R a+rX '%s' && chmod 0 '%s/opt/closed' '%s/usr/bin/closed' '%s/srv/closed' && "
				     "chmod 744 '%s/opt/names'",
				     world->top, world->tree, world->tree, world->tree, world->tree),
			 0);
	as_nobody(world, look_as_nobody);
}

/* Without a walk it is the package's list alone that leads there. */
static int look_at_packages(struct world *world)
{
	link_all(world);
	if (world->facts.files_complete)
		return 11;
	if (world->facts.problems.count != 1 || strcmp(world->facts.problems.items[0].path, "/opt/names") != 0 ||
	    !world->facts.problems.items[0].is_failure)
		return 12;
	return 0;
}

static void listed_files_that_cannot_be_looked_at_make_it_incomplete(void **state)
{
	struct world *world = *state;
	uint32_t app = add_package(world, "app");

	skip_without_root();
	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_elf(world->top, "root/opt/names/app", &program_spec);
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	own(world, app, "/usr/bin/app");
	own(world, app, "/opt/names/app");
	assert_int_equal(run_command(NULL, "chmod -R a+rX '%s' && chmod 744 '%s/opt/names'", world->top, world->tree), 0);
	as_nobody(world, look_at_packages);
}

/* A tree that several threads read at once: every file is found, each once, and in order. */
static void a_wide_and_deep_tree(void **state)
{
	struct world *world = *state;

	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	for (unsigned wide = 0; wide < 40; wide++)
		for (unsigned deep = 0; deep < 5; deep++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("/srv/%02u%.*s/app", wide,
										       (int)(deep * 2), "/a/b/c/d/e");
			SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root%s", path);

			put_elf(world->top, below, &program_spec);
		}
	link_all(world);
	assert_int_equal(world->facts.linkages.count, 40 * 5 + 1);
	for (size_t i = 1; i < world->facts.linkages.count; i++)
		assert_true(strcmp(world->facts.linkages.items[i - 1].path, world->facts.linkages.items[i].path) < 0);
	assert_true(world->facts.walk_complete);
	assert_problems(world, "");
}

int main(void)
{
	static bool full = true, packages_only = false;
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
	const struct CMUnitTest tests[] = {
		TEST(copies_that_nobody_owns_are_found),
		TEST(nothing_leads_astray),
		TEST(stores_of_containers_are_named),
		TEST(mounts_are_entered_or_named),
		TEST(packages_only_sees_the_providers),
		TEST(a_wide_and_deep_tree),
		TEST(libraries_inherit_the_rpath),
		TEST(packed_programs_are_named),
		TEST(a_libssl_is_as_old_as_what_lies_beside_it),
		cmocka_unit_test_prestate(names_of_data_spare_the_reading, &full),
		cmocka_unit_test_prestate(names_of_data_spare_the_reading, &packages_only),
		TEST(broken_files_make_it_incomplete),
		TEST(many_failures_are_bounded),
		TEST(unreadable_places_make_it_incomplete),
		TEST(listed_files_that_cannot_be_looked_at_make_it_incomplete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
