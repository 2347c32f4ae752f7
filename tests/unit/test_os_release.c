/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a root says of itself: os-release, machine-id, hostname, in all their forms. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "elf_writer.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "host/arch.h"
#include "host/os_release.h"
#include "host/os_release_value.h"

static void values_are_read_in_every_form(void **state)
{
	static const struct {
		const char *text, *value; /* of ID; NULL: there is none */
	} cases[] = {
		{ "ID=debian\n", "debian" },
		{ "ID=debian", "debian" },
		{ "ID=\"debian\"\n", "debian" },
		{ "ID='debian'\n", "debian" },
		{ "ID=\n", "" },
		{ "ID=\"\"\n", "" },
		{ "ID=\"a b\"\n", "a b" },
		{ "ID=\"a \\\"b\\\" \\\\ \\$x \\`y\"\n", "a \"b\" \\ $x `y" },
		{ "ID='a \\b \"c'\n", "a \\b \"c" },
		{ "ID=a\\ b\n", "a b" },
		{ "ID=debian \n", "debian" },
		{ "ID=Linux From Scratch \t\n", "Linux From Scratch" },
		{ "ID=a\\ \n", "a " },
		{ "ID=\" a \"\n", " a " },
		{ "ID=debian\r\n", "debian" },
		{ "ID=\"debian\"\r\n", "debian" },
		{ "ID=one\nID=two\n", "two" },
		{ "VERSION_ID=1\nID=x\nPRETTY_ID=2\n", "x" },
		{ "ID_LIKE=debian\n", NULL },
		{ "# ID=debian\n", NULL },
		{ "id=debian\n", NULL },
		{ "", NULL },
		{ "\n\n", NULL },
		{ "ID\n", NULL },
		{ "ID=\"open\nVERSION_ID=1\n", "open" },
		{ "ID=x\\", "x\\" },
		{ "ID=0123456789012345678901234567890123456789\n", "0123456789012345678" },
	};
	char value[20];

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		bool found = sslinv_os_release_value(cases[i].text, "ID", value, sizeof(value));

		if (found != (cases[i].value != NULL) || (found && strcmp(value, cases[i].value) != 0))
			fail_msg("%s: %s", cases[i].text, found ? value : "none");
	}
}

struct world {
	char *scratch;
	struct sslinv_root root;
	struct sslinv_facts facts;
};

static int make(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	char *path;

	assert_non_null(world);
	world->scratch = scratch_make();
	put_text(world->scratch, "image7/etc/mark", "");
	path = sslinv_str_format("%s/image7", world->scratch);
	world->root = (struct sslinv_root)SSLINV_ROOT_INIT;
	if (sslinv_root_open(&world->root, path, NULL) < 0)
		return -1;
	free(path);
	*state = world;
	return 0;
}

static int unmake(void **state)
{
	struct world *world = *state;

	sslinv_facts_free(&world->facts);
	sslinv_root_close(&world->root);
	scratch_remove(world->scratch);
	free(world);
	return 0;
}

static const struct sslinv_host_facts *describe(struct world *world, const char *name)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	sslinv_facts_free(&world->facts);
	if (sslinv_host_describe(&world->root, name, &world->facts, &error) < 0)
		fail_msg("%s", error.message);
	return &world->facts.host;
}

static void an_image_says_what_it_is(void **state)
{
	struct world *world = *state;
	const struct sslinv_host_facts *host;

	put_text(world->scratch, "image7/usr/lib/os-release",
		 "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n");
	put_link(world->scratch, "image7/etc/os-release", "../usr/lib/os-release");
	put_text(world->scratch, "image7/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
	put_text(world->scratch, "image7/etc/hostname", "web1.example\n");
	for (int i = 0; i < 2; i++) {
		world->root.no_openat2 = i == 1;
		host = describe(world, NULL);
		assert_string_equal(host->host, "web1.example");
		assert_string_equal(host->machine_id, "0123456789abcdef0123456789abcdef");
		assert_string_equal(host->os_id, "debian");
		assert_string_equal(host->os_version, "12");
		assert_string_equal(host->os_name, "Debian GNU/Linux 12 (bookworm)");
		/* Its architecture is told by its programs, not by this machine. */
		assert_null(host->arch);
		assert_int_equal(world->facts.problems.count, 0);
	}
	assert_string_equal(describe(world, "given")->host, "given");
}

/* One file of a root, and what it says the root is; NULL: not known. */
static void a_root_without_os_release(void **state)
{
	static const struct {
		const char *files[2][2]; /* path and text */
		const char *id, *version, *name;
	} cases[] = {
		{ { { "redhat-release", "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n" } },
		  "rhel",
		  "6.10",
		  "Red Hat Enterprise Linux Server release 6.10 (Santiago) (by /etc/redhat-release)" },
		{ { { "redhat-release", "CentOS release 6.10 (Final)\n" } },
		  "centos",
		  "6.10",
		  "CentOS release 6.10 (Final) (by /etc/redhat-release)" },
		{ { { "centos-release", "CentOS Linux release 7.9.2009 (Core)\n" } },
		  "centos",
		  "7.9.2009",
		  "CentOS Linux release 7.9.2009 (Core) (by /etc/centos-release)" },
		{ { { "redhat-release", "CentOS Stream release 8\n" } }, "centos", "8-stream", NULL },
		{ { { "oracle-release", "Oracle Linux Server release 6.10\n" },
		    { "redhat-release", "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n" } },
		  "ol",
		  "6.10",
		  NULL },
		{ { { "system-release", "Amazon Linux AMI release 2018.03\n" } }, "amzn", "2018.03", NULL },
		{ { { "lsb-release",
		      "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\nDISTRIB_DESCRIPTION=\"Ubuntu 10.04.4 LTS\"\n" },
		    { "debian_version", "squeeze/sid\n" } },
		  "ubuntu",
		  "10.04",
		  "Ubuntu 10.04.4 LTS (by /etc/lsb-release)" },
		{ { { "debian_version", "6.0.10\n" } }, "debian", "6", "Debian 6.0.10 (by /etc/debian_version)" },
		{ { { "debian_version", "3.1\n" } }, "debian", "3.1", NULL },
		{ { { "debian_version", "forky/sid\n" } }, "debian", "14", NULL },
		{ { { "lsb-release", "DISTRIB_ID=Toaster\nDISTRIB_RELEASE=1\n" } }, NULL, NULL, NULL },
		{ { { "SuSE-release", "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n" } },
		  "sles",
		  "11.4",
		  "SUSE Linux Enterprise Server 11 (x86_64) (by /etc/SuSE-release)" },
		{ { { "SuSE-release", "openSUSE 13.2 (x86_64)\nVERSION = 13.2\n" } }, "opensuse", "13.2", NULL },
		{ { { "alpine-release", "3.4.6\n" } }, "alpine", "3.4.6", "Alpine Linux 3.4.6 (by /etc/alpine-release)" },
		{ { { "redhat-release", "Toaster release 6\n" } }, NULL, NULL, NULL },
		{ { { "debian_version", "jammy/sid\n" } }, NULL, NULL, NULL },
		/* With os-release, which says too little. */
		{ { { "os-release", "ID=debian\nVERSION_CODENAME=forky\n" } }, "debian", "14", NULL },
		{ { { "os-release", "ID=debian\n" }, { "debian_version", "forky/sid\n" } }, "debian", "14", NULL },
		{ { { "os-release", "ID=debian\n" }, { "debian_version", "next\n" } }, "debian", NULL, NULL },
		{ { { "os-release", "ID=toaster\n" }, { "debian_version", "forky/sid\n" } }, "toaster", NULL, NULL },
		{ { { "os-release", "NAME=\"CentOS Stream\"\nID=centos\nVERSION_ID=8\n" } }, "centos", "8-stream", NULL },
		{ { { "os-release", "NAME=\"CentOS Linux\"\nID=centos\nVERSION_ID=8\n" } }, "centos", "8", NULL },
		{ { { "os-release", "NAME=\"CentOS Stream\"\nID=centos\nVERSION_ID=9\n" } }, "centos", "9", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		char *paths[2] = { NULL, NULL };
		const struct sslinv_host_facts *host;

		for (size_t j = 0; j < 2 && cases[i].files[j][0]; j++) {
			paths[j] = sslinv_str_format("image7/etc/%s", cases[i].files[j][0]);
			put_text(world->scratch, paths[j], cases[i].files[j][1]);
		}
		host = describe(world, NULL);
		if (sslinv_str_compare(host->os_id, cases[i].id) != 0 ||
		    sslinv_str_compare(host->os_version, cases[i].version) != 0 ||
		    (cases[i].name && sslinv_str_compare(host->os_name, cases[i].name) != 0))
			fail_msg("%s: %s %s, %s", cases[i].files[0][1], host->os_id, host->os_version, host->os_name);
		for (size_t j = 0; j < 2 && paths[j]; j++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/%s", world->scratch, paths[j]);

			unlink(path);
			free(paths[j]);
			paths[j] = NULL;
		}
	}
}

/* A row: dpkg's file, the packages as `name arch` pairs, and the machine that follows. */
static void the_packages_say_which_machine_it_is(void **state)
{
	static const struct {
		const char *dpkg;
		const char *packages[4][2];
		const char *machine;
	} cases[] = {
		{ "amd64\ni386\n", { { "libssl3", "i386" }, { "libc6", "i386" } }, "x86_64" },
		{ "i386\namd64\n", { { "libssl3", "amd64" } }, "i686" },
		{ "\n", { { "dpkg", "arm64" }, { "libssl3", "armhf" }, { "libc6", "armhf" } }, "aarch64" },
		{ NULL, { { "libssl3", "i386" }, { "libc6", "i386" }, { "dpkg", "amd64" } }, "x86_64" },
		{ NULL, { { "openssl-libs", "i686" }, { "glibc", "x86_64" }, { "rpm", "x86_64" } }, "x86_64" },
		{ NULL, { { "a", "i686" }, { "b", "x86_64" }, { "c", "x86_64" }, { "d", "noarch" } }, "x86_64" },
		{ NULL, { { "a", "noarch" }, { "b", "all" } }, NULL },
		{ NULL, { { NULL } }, NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		put_text(world->scratch, "image7/var/lib/dpkg/arch", cases[i].dpkg ? cases[i].dpkg : "");
		describe(world, NULL);
		for (size_t k = 0; k < 4 && cases[i].packages[k][0]; k++) {
			struct sslinv_package *package = sslinv_array_add(&world->facts.packages);

			assert_non_null(package);
			package->name = cases[i].packages[k][0];
			package->arch = cases[i].packages[k][1];
		}
		assert_int_equal(sslinv_host_find_arch(&world->root, &world->facts, NULL), 0);
		if (sslinv_str_compare(world->facts.host.arch, cases[i].machine) != 0)
			fail_msg("row %zu: %s", i, world->facts.host.arch ? world->facts.host.arch : "(none)");
	}
}

static void an_empty_image_is_named_by_its_directory(void **state)
{
	struct world *world = *state;
	const struct sslinv_host_facts *host = describe(world, NULL);
	struct utsname names;

	assert_string_equal(host->host, "image7");
	assert_true(!host->machine_id && !host->os_id && !host->os_version && !host->os_name);
	assert_int_equal(world->facts.problems.count, 0);
	/* An image that was made here has this machine's name, which is not its own. */
	assert_int_equal(uname(&names), 0);
	put_text(world->scratch, "image7/etc/hostname", names.nodename);
	assert_string_equal(describe(world, NULL)->host, "image7");
	put_text(world->scratch, "image7/etc/hostname", "\n");
	assert_string_equal(describe(world, NULL)->host, "image7");
}

static void odd_machine_ids_are_none(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"uninitialized\n",
		"0123456789abcdef0123456789abcde\n",
		"0123456789ABCDEF0123456789ABCDEF\n",
		"0123456789abcdef0123456789abcdef0\n",
		"01234567-89ab-cdef-0123-456789abcdef\n",
		"0123456789abcdef0123456789abcdefx\n",
	};
	struct world *world = *state;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++) {
		put_text(world->scratch, "image7/etc/machine-id", texts[i]);
		if (describe(world, NULL)->machine_id)
			fail_msg("%s", texts[i]);
	}
	put_text(world->scratch, "image7/etc/machine-id", "0123456789abcdef0123456789abcdef");
	assert_non_null(describe(world, NULL)->machine_id);
}

/* What cannot be read is told; a name with orders for a terminal is stored in its quoted form. */
static void hostile_files_are_told_or_quoted(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *fifo = sslinv_str_format("%s/image7/etc/os-release", world->scratch);
	const struct sslinv_host_facts *host;

	put_text(world->scratch, "image7/etc/hostname", "a\033[2Jb c\n");
	host = describe(world, NULL);
	assert_string_equal(host->host, "$'a\\x1b[2Jb'");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	put_text(world->scratch, "image7/usr/lib/os-release", "ID=debian\n");
	host = describe(world, NULL);
	assert_null(host->os_id);
	assert_int_equal(world->facts.problems.count, 1);
	assert_string_equal(world->facts.problems.items[0].path, "/etc/os-release");
	assert_true(world->facts.problems.items[0].is_failure);
	assert_int_equal(unlink(fifo), 0);
	put_link(world->scratch, "image7/etc/os-release", "os-release");
	describe(world, NULL);
	assert_int_equal(world->facts.problems.count, 1);
	assert_int_equal(unlink(fifo), 0);
	/* A link that leads nowhere is a file that is not there. */
	put_link(world->scratch, "image7/etc/os-release", "/missing");
	assert_string_equal(describe(world, NULL)->os_id, "debian");
	assert_int_equal(world->facts.problems.count, 0);
}

static void the_running_host_is_asked(void **state)
{
	struct sslinv_root root = SSLINV_ROOT_INIT;
	struct sslinv_facts facts = { 0 };
	struct utsname names;

	(void)state;
	assert_int_equal(uname(&names), 0);
	assert_int_equal(sslinv_root_open(&root, "/", NULL), 0);
	assert_int_equal(sslinv_host_describe(&root, NULL, &facts, NULL), 0);
	assert_string_equal(facts.host.host, names.nodename);
	assert_string_equal(facts.host.arch, names.machine);
	sslinv_facts_free(&facts);
	sslinv_root_close(&root);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_in_every_form),
		TEST(a_root_without_os_release),
		TEST(an_image_says_what_it_is),
		TEST(the_packages_say_which_machine_it_is),
		TEST(an_empty_image_is_named_by_its_directory),
		TEST(odd_machine_ids_are_none),
		TEST(hostile_files_are_told_or_quoted),
		cmocka_unit_test(the_running_host_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
