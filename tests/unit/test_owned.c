/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package owns a file: merged /usr, linked directories, files of several packages, packages without their files. */
#include "elf_writer.h"
#include "link_helper.h"

#include "link/examine.h"

static void settle(struct world *world)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
	struct sslinv_examiner examiner;

	assert_non_null(cache);
	assert_int_equal(sslinv_examiner_init(&examiner, &world->root, &world->facts, cache), 0);
	if (sslinv_examine_owned(&examiner, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(sslinv_unreadable_tell(&examiner.unreadable, &world->facts), 0);
	sslinv_examiner_free(&examiner);
	sslinv_file_cache_free(&cache);
}

static void assert_owner(const struct world *world, const char *path, const char *name)
{
	if (strcmp(owner(world, sslinv_owned_by_path(&world->facts, sslinv_raw(path))), name) != 0)
		fail_msg("%s belongs to %s", path, owner(world, sslinv_owned_by_path(&world->facts, sslinv_raw(path))));
}

static void directories_become_canonical(void **state)
{
	struct world *world = *state;
	uint32_t a = add_package(world, "a"), b = add_package(world, "b");
	size_t first, end;

	put_text(world->top, "root/usr/lib/multi/file", "");
	put_text(world->top, "root/srv/data/file", "");
	put_link(world->top, "root/lib", "usr/lib");
	put_link(world->top, "root/opt/abs", "/srv/data");
	put_link(world->top, "root/opt/up", "../../../../srv/data");
	put_link(world->top, "root/opt/loop", "loop");
	put_link(world->top, "root/opt/nowhere", "/missing");
	put_link(world->top, "root/opt/file", "/srv/data/file");
	own(world, a, "/lib/multi/one");
	own(world, a, "/usr/lib/multi/two");
	own(world, b, "/opt/abs/three");
	own(world, b, "/opt/up/four");
	own(world, b, "/opt/loop/five");
	own(world, b, "/opt/nowhere/six");
	own(world, b, "/opt/file/seven");
	own(world, b, "/gone/eight");
	own(world, b, "/nine");
	own(world, b, "/usr/lib/../lib//multi/./ten");
	own(world, b, "/usr/lib/./multi/dot");
	own(world, b, "/usr/lib/multi/../multi/up");
	own(world, b, "/usr//lib/multi/slash");
	settle(world);
	assert_owner(world, "/usr/lib/multi/one", "a");
	assert_owner(world, "/usr/lib/multi/two", "a");
	assert_owner(world, "/lib/multi/one", "-");
	assert_owner(world, "/srv/data/three", "b");
	assert_owner(world, "/srv/data/four", "b");
	assert_owner(world, "/opt/loop/five", "b");
	assert_owner(world, "/opt/nowhere/six", "b");
	assert_owner(world, "/gone/eight", "b");
	assert_owner(world, "/nine", "b");
	assert_owner(world, "/usr/lib/multi/ten", "b");
	assert_owner(world, "/usr/lib/multi/dot", "b");
	assert_owner(world, "/usr/lib/multi/up", "b");
	assert_owner(world, "/usr/lib/multi/slash", "b");
	assert_owner(world, "/usr/lib/multi/eleven", "-");
	assert_owner(world, "/usr/lib/mult", "-");
	assert_owner(world, "no path", "-");
	/* What is not there, or a loop, is no failure. */
	assert_problems(world, "");
	sslinv_owned_directory(&world->facts, sslinv_raw("/usr/lib/multi"), &first, &end);
	assert_int_equal(end - first, 6);
	sslinv_owned_directory(&world->facts, sslinv_raw("/usr/lib"), &first, &end);
	assert_int_equal(end - first, 0);
	/* Settled once more, nothing changes. */
	settle(world);
	assert_owner(world, "/usr/lib/multi/one", "a");
	assert_owner(world, "/nine", "b");
}

/* Quoted is only what is stored: a directory reached by a link keeps its bytes, whatever they are. */
static void names_of_any_bytes_are_owned(void **state)
{
	struct world *world = *state;
	uint32_t a = add_package(world, "a");
	static const char *const names[] = { "/opt/caf\xe9", "/opt/it's a\nline", "/opt/$'x'", "/opt/plain" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *real = sslinv_str_format("root%s/lib/libcrypto.so.3", names[i]);
		SSLINV_CLEANUP(sslinv_free_ptr) char *link = sslinv_str_format("root%s/lib64", names[i]);
		SSLINV_CLEANUP(sslinv_free_ptr) char *listed = sslinv_str_format("%s/lib64/libcrypto.so.3", names[i]);
		struct elf_spec spec = crypto_spec;

		spec.needed[0] = spec.needed[1] = "libssl.so.3";
		put_elf(world->top, real, &spec);
		put_link(world->top, link, "lib");
		own(world, a, sslinv_arena_strdup(&world->facts.arena, listed));
	}
	link_all(world);
	assert_problems(world, "");
	assert_libraries(world, "/opt/$'x'/lib/libcrypto.so.3 a libcrypto.so.3 3.0.19\n"
				"$'/opt/caf\\xe9/lib/libcrypto.so.3' a libcrypto.so.3 3.0.19\n"
				"$'/opt/it\\'s a\\nline/lib/libcrypto.so.3' a libcrypto.so.3 3.0.19\n"
				"/opt/plain/lib/libcrypto.so.3 a libcrypto.so.3 3.0.19\n");
	/* A name that is listed twice is one linkage. */
	assert_int_equal(world->facts.linkages.count, SSLINV_ARRAY_SIZE(names));
}

static void nothing_is_owned_by_nobody(void **state)
{
	struct world *world = *state;
	size_t first, end;

	settle(world);
	assert_owner(world, "/usr/bin/x", "-");
	sslinv_owned_directory(&world->facts, sslinv_raw("/"), &first, &end);
	assert_int_equal(end - first, 0);
}

/* A directory that cannot be looked up is told, and the scan goes on. */
static void strange_directories_are_told(void **state)
{
	struct world *world = *state;
	uint32_t a = add_package(world, "a");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str deep = { 0 };
	char name[300];

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(sslinv_str_printf(&deep, "/%s/file", name), 0);
	world->facts.files_complete = true;
	own(world, a, deep.data);
	own(world, a, "/etc/ld.so.conf");
	settle(world);
	assert_false(world->facts.files_complete);
	assert_int_equal(world->facts.problems.count, 1);
	assert_string_equal(world->facts.problems.items[0].message, "cannot be looked up: File name too long");
	assert_owner(world, "/etc/ld.so.conf", "a");
}

/* Deeper than the kernel can say: where no link is followed it need not be asked; else it is told as well. */
static void directories_deeper_than_any_path(void **state)
{
	struct world *world = *state;
	uint32_t a = add_package(world, "a");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str deep = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *linked = NULL;
	char name[202];
	int here = open(".", O_RDONLY | O_DIRECTORY);

	memset(name, 'd', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(chdir(world->tree), 0);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(mkdir(name, 0700), 0);
		assert_int_equal(chdir(name), 0);
		assert_int_equal(sslinv_str_printf(&deep, "/%s", name), 0);
	}
	assert_int_equal(fchdir(here), 0);
	close(here);
	assert_int_equal(sslinv_str_add(&deep, "/file"), 0);
	put_link(world->top, "root/link", name);
	world->facts.files_complete = true;
	own(world, a, deep.data);
	own(world, a, "/etc/ld.so.conf");
	settle(world);
	assert_true(world->facts.files_complete);
	assert_owner(world, deep.data, "a");
	linked = sslinv_str_format("/link%s", deep.data + sizeof(name));
	own(world, a, linked);
	settle(world);
	assert_false(world->facts.files_complete);
	assert_int_equal(world->facts.problems.count, 1);
	assert_owner(world, "/etc/ld.so.conf", "a");
	assert_int_equal(run_command(NULL, "rm -rf '%s/%s'", world->tree, name), 0);
}

static void merged_usr_is_seen_through(void **state)
{
	struct world *world = *state;
	uint32_t ssl = add_package(world, "libssl3"), app = add_package(world, "app");

	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_elf(world->top, "root/usr/bin/true", &other_spec);
	put_link(world->top, "root/lib", "usr/lib");
	put_link(world->top, "root/bin", "usr/bin");
	own(world, ssl, "/lib/multi/libssl.so.3");
	own(world, ssl, "/lib/multi/libcrypto.so.3");
	own(world, app, "/bin/app");
	own(world, app, "/usr/bin/true");
	link_all(world);
	assert_linkages(
		world,
		"/usr/bin/app app libssl.so.3 -> /usr/lib/multi/libssl.so.3 libssl3 needed\n"
		"/usr/lib/multi/libssl.so.3 libssl3 libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 libssl3 needed\n");
	/* libssl says nothing of its version; it is of one build with its libcrypto. */
	assert_libraries(world, "/usr/lib/multi/libcrypto.so.3 libssl3 libcrypto.so.3 3.0.19\n"
				"/usr/lib/multi/libssl.so.3 libssl3 libssl.so.3 3.0.19\n");
	assert_problems(world, "");
	assert_true(world->facts.files_complete && world->facts.walk_complete);
	assert_true(world->facts.packages.items[ssl].is_provider && world->facts.packages.items[app].is_consumer);
	assert_false(world->facts.packages.items[app].is_provider);
	assert_string_equal(world->facts.host.arch, "x86_64");
	/* The two libraries, the two programs and ld.so.conf, each once. */
	assert_int_equal(world->facts.files_read, 5);
}

static void the_first_of_two_owners_counts(void **state)
{
	struct world *world = *state;
	uint32_t first = add_package(world, "first"), second = add_package(world, "second");

	put_elf(world->top, "root/usr/bin/app", &program_spec);
	put_link(world->top, "root/bin", "usr/bin");
	put_elf(world->top, "root/usr/bin/other", &program_spec);
	own(world, second, "/usr/bin/app");
	own(world, first, "/bin/app");
	own(world, second, "/bin/other");
	own(world, first, "/usr/bin/other");
	link_all(world);
	assert_linkages(world, "/usr/bin/app first libssl.so.3 -> - - needed\n"
			       "/usr/bin/other first libssl.so.3 -> - - needed\n");
	assert_true(world->facts.packages.items[first].is_consumer);
	assert_false(world->facts.packages.items[second].is_consumer);
}

/* What packages declare counts where none of their files is there. */
static void declared_evidence_is_for_packages_without_files(void **state)
{
	struct world *world = *state;
	uint32_t ssl = add_package(world, "openssl-libs"), gone = add_package(world, "gone"),
		 here = add_package(world, "here"), shared = add_package(world, "shared"), lost = add_package(world, "lost");

	put_elf(world->top, "root/usr/bin/here", &other_spec);
	put_text(world->top, "root/usr/share/both", "text");
	own(world, ssl, "/usr/lib64/libssl.so.3");
	own(world, gone, "/usr/bin/gone");
	own(world, gone, "/usr");
	own(world, gone, "/usr/bin");
	own(world, here, "/usr/bin/here");
	own(world, here, "/usr");
	own(world, here, "/usr/share/both");
	own(world, shared, "/usr/share/both");
	own(world, shared, "/usr/bin/here");
	own(world, here, "/usr/share/neither");
	own(world, lost, "/usr/share/neither");
	declare(world, ssl, "libcrypto.so.3", "libssl.so.3");
	declare(world, gone, "libssl.so.3", NULL);
	declare(world, here, "libssl.so.3", NULL);
	declare(world, shared, "libssl.so.3", NULL);
	declare(world, lost, "libcrypto.so.1.1", NULL);
	link_all(world);
	/* `gone` and `here` share directories, and `lost` a file that is not there: these are no files at hand. */
	assert_linkages(world, "- openssl-libs libcrypto.so.3 -> - - declared\n"
			       "- gone libssl.so.3 -> - openssl-libs declared\n"
			       "- lost libcrypto.so.1.1 -> - - declared\n");
	assert_libraries(world, "- openssl-libs libssl.so.3 3.0.19\n");
	assert_true(world->facts.packages.items[ssl].is_provider && world->facts.packages.items[gone].is_consumer);
	assert_false(world->facts.packages.items[here].is_consumer || world->facts.packages.items[shared].is_consumer);
	assert_true(world->facts.files_complete);
}

/* However many files a directory has, one that several packages list is read once, and shows each of them to be there. */
static void a_file_of_two_packages_is_read_once(void **state)
{
	struct world *world = *state;
	uint32_t many = add_package(world, "many"), one = add_package(world, "one");
	enum { FILES = 200 };

	for (int i = 0; i < FILES; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *made = sslinv_str_format("/usr/lib/multi/file%03d.so", i);
		SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root%s", made);
		const char *path = sslinv_arena_strdup(&world->facts.arena, made);

		put_elf(world->top, below, &other_spec);
		own(world, many, path);
		if (i > 0)
			own(world, one, path);
	}
	declare(world, many, "libssl.so.3", NULL);
	declare(world, one, "libssl.so.3", NULL);
	link_all(world);
	/* And ld.so.conf. */
	assert_int_equal(world->facts.files_read, FILES + 1);
	assert_linkages(world, "");
	assert_problems(world, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_world, free_world)
	const struct CMUnitTest tests[] = {
		TEST(directories_become_canonical),        TEST(names_of_any_bytes_are_owned),
		TEST(nothing_is_owned_by_nobody),          TEST(strange_directories_are_told),
		TEST(directories_deeper_than_any_path),    TEST(merged_usr_is_seen_through),
		TEST(the_first_of_two_owners_counts),      TEST(declared_evidence_is_for_packages_without_files),
		TEST(a_file_of_two_packages_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
