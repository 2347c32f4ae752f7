/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The apt backend on damaged and hostile databases: never a crash, a hang, or "complete" with something missing. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "apt_harness.h"
#include "sslinv/backend.h"

#define FIXTURE_PACKAGES 10u
#define CUTS 60u

static const char *copy_or_skip(void)
{
	const char *root = apt_copy();

	if (!root)
		skip();
	return root;
}

/* Runs a shell command in var/lib/dpkg of a fresh copy, then the backend. */
static struct apt_result run_changed(const char *command, unsigned ask)
{
	const char *root = copy_or_skip();
	struct apt_result result;
	char *before, *after;

	apt_shell("cd '%s/var/lib/dpkg' && { %s; }", root, command);
	before = apt_snapshot(root);
	result = apt_run(root, ask, NULL);
	after = apt_snapshot(root);
	assert_string_equal(before, after);
	free(before);
	free(after);
	apt_shell("rm -rf '%s'", root);
	return result;
}

struct damage {
	const char *name;
	const char *command; /* in var/lib/dpkg */
	const char *problem; /* is part of what is told */
	long packages;       /* how many are found all the same; -1: open() fails */
};

/* All of it must be told, whatever is found in spite of it. */
static const struct damage damages[] = {
	{ "a FIFO as status", "rm status; mkfifo status", "status: cannot be read: it is not a regular file", -1 },
	{ "a directory as status", "rm status; mkdir status", "status: cannot be read: it is not a regular file", -1 },
	{ "no status", "rm status", "status: does not exist, but there are packages", -1 },
	{ "an empty status", ": >status", "status: has no package for 11 of 11 lists", -1 },
	{ "garbage as status", "head -c 100000 /dev/urandom >status", "status: ", -1 },
	{ "text as status", "printf 'all is well\\n\\n' >status", "status: not a status file of dpkg", -1 },
	{ "zeros as status", "head -c 4096 /dev/zero >status", "status: ", -1 },
	{ "an endless status", "rm status; truncate -s 100G status", "status: cannot be read: it is larger", -1 },
	{ "an absolute link out",
	  "cp status ../../../../outside-status; rm status; ln -s $(cd ../../../..; pwd)/outside-status status",
	  "status: cannot be read: it is a symbolic link that leads nowhere inside the root", -1 },
	{ "a relative link out", "cp status ../../../../outside-status; rm status; ln -s ../../../../outside-status status",
	  "status: cannot be read: it is a symbolic link that leads nowhere inside the root", -1 },
	{ "a loop of links", "rm status; ln -s loop status; ln -s status loop",
	  "status: cannot be read: it is a symbolic link", -1 },
	{ "a link as the directory", "cd ..; mv dpkg ../../../moved-$$; ln -s ../../../moved-$$ dpkg",
	  "var/lib/dpkg: cannot be read: it is a symbolic link that leads nowhere inside the root", -1 },
	{ "a file as the directory", "cd ..; rm -r dpkg; echo >dpkg", "var/lib/dpkg: cannot be read: Not a directory", -1 },
	{ "a package twice", "sed -n '/^Package: tool$/,/^$/p' status >twice; cat twice >>status",
	  "packages are in it twice", 10 },
	{ "a stanza of garbage", "sed -i 's/^Package: tool$/@@@@/' status", "1 of 11 stanzas are damaged and left out", 9 },
	{ "a NUL in a stanza", "sed -i 's/^Version: 0.9-1$/Version: 0.9-\\x001/' status", "1 of 11 stanzas are damaged", 9 },
	{ "a name that is a path", "sed -i 's|^Package: tool$|Package: ../../../etc/tool|' status",
	  "1 of 11 stanzas are damaged", 9 },
	{ "an unknown state", "sed -i 's/^Status: hold ok installed$/Status: hold ok purring/' status",
	  "1 of 11 stanzas are damaged", 9 },
	{ "no Status field", "sed -i '/^Status: hold ok installed$/d' status", "1 of 11 stanzas are damaged", 9 },
	{ "no Version field", "sed -i '/^Version: 0.9-1$/d' status",
	  "1 packages are partly unpacked and have no version (the first: broken)", 9 },
	{ "a FIFO in the journal", "mkfifo updates/0000", "updates/0000: cannot be read: it is not a regular file", 10 },
	{ "a damaged journal", "printf 'Package: tool\\nStatus: ins' >updates/0000", "updates/0000: is cut off", 10 },
	{ "no info", "rm -r info", "info: does not exist", 10 },
	{ "a link as info", "mv info ../../../../moved-info-$$; ln -s ../../../../moved-info-$$ info",
	  "info: cannot be read: it is a symbolic link", -1 },
	{ "an unknown format", "echo 2 >info/format", "info/format: a format that sslinv does not know", 10 },
	{ "a missing list", "rm info/tool.list",
	  "info/tool.list: cannot be read: it does not exist; which files tool owns is not known", 10 },
	{ "an empty list", ": >info/tool.list", "info/tool.list: is empty", 10 },
	{ "a list cut off", "printf '/.\\n/usr/bin/pla' >info/tool.list", "info/tool.list: is cut off in line 2", 10 },
	{ "a FIFO as list", "rm info/tool.list; mkfifo info/tool.list",
	  "info/tool.list: cannot be read: it is not a regular file", 10 },
	{ "a link as list", "mv info/tool.list info/t; ln -s t info/tool.list",
	  "info/tool.list: cannot be read: it is a symbolic link", 10 },
	{ "a huge list", "truncate -s 1G info/tool.list", "info/tool.list: cannot be read: it is larger", 10 },
	{ "lines without a path", "printf '/.\\nusr/bin/x\\n\\n/a\\0b\\n/usr/bin/good\\n' >info/tool.list",
	  "info/tool.list: has 3 lines that name no file, the first at line 2", 10 },
	{ "a list of nobody", "cp info/tool.list info/nobody.list", "status: has no package for 1 of 12 lists", 10 },
	{ "a list of nobody's architecture", "cp info/tool.list info/libssl3:sparc.list",
	  "status: has no package for 1 of 12 lists", 10 },
	{ "diversions cut off", "printf '/a\\n/b\\nc\\n/d\\n' >diversions", "diversions: is damaged after 1 records", 10 },
	{ "diversions of garbage", "head -c 1000 /dev/urandom >diversions", "diversions: is damaged", 10 },
	{ "a FIFO as diversions", "rm diversions; mkfifo diversions", "diversions: cannot be read: it is not a regular file",
	  10 },
	{ "too many architectures", "for i in $(seq 100); do echo arch$i; done >arch",
	  "arch: cannot be read: it holds more entries", -1 },
	{ "a FIFO in status.d", "mkdir status.d; mkfifo status.d/x", "status.d/x: cannot be read: it is not a regular file",
	  10 },
	{ "a directory in status.d", "mkdir -p status.d/x", "status.d/x: cannot be read: it is not a regular file", 10 },
	{ "garbage in status.d", "mkdir status.d; head -c 5000 /dev/urandom >status.d/x; echo >>status.d/x",
	  "status.d/x: ", 10 },
};

static void damage_is_told(void **state)
{
	(void)state;
	if (!apt_fixture())
		skip();
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		const struct damage *damage = &damages[i];
		struct apt_result result = run_changed(damage->command, APT_FILES | APT_DEPENDENCIES);

		if (result.probe != SSLINV_BACKEND_PRESENT || !strstr(result.problems, damage->problem) ||
		    (damage->packages < 0) != (result.open < 0) ||
		    (damage->packages >= 0 && result.package_count != (size_t)damage->packages))
			fail_msg("%s: probe %d, open %d, %zu packages, told: %s", damage->name, result.probe, result.open,
				 result.package_count, result.problems);
		apt_result_free(&result);
	}
}

static void a_status_cut_anywhere_is_not_complete(void **state)
{
	const char *root = copy_or_skip(), *path = apt_format("%s/var/lib/dpkg/status", root);
	struct apt_result whole = apt_run(root, 0, NULL);
	size_t length, cut_off = 0;
	char *bytes = apt_read(path, &length);

	(void)state;
	assert_true(apt_is_complete(&whole));
	assert_int_equal(whole.package_count, FIXTURE_PACKAGES);
	for (size_t i = 0; i < 2 * CUTS; i++) {
		size_t at = i < CUTS ? i * length / CUTS : 0;
		struct apt_result result;

		/* The second half of the cuts falls between stanzas and behind lines, where nothing looks odd. */
		if (i >= CUTS) {
			char *line = strchr(bytes + (i - CUTS) * length / CUTS, i % 2 ? '\n' : 'P');

			line = i % 2 || !line ? line : strstr(line, "\n\n");
			at = line ? (size_t)(line - bytes) + (i % 2 ? 1 : 2) : length;
			if (at == length)
				continue;
		}
		apt_write(path, bytes, at);
		result = apt_run(root, 0, NULL);
		/*
		 * Where the last description alone is cut, all packages are there, and yet it is told unless at a line's
		 * end.
		 */
		if (apt_is_complete(&result) && strcmp(result.packages, whole.packages) != 0)
			fail_msg("cut at %zu of %zu: complete with %zu packages", at, length, result.package_count);
		cut_off += !apt_is_complete(&result);
		/* What is found is true. */
		for (char *rest = NULL, *line = strtok_r(result.packages, "\n", &rest); line;
		     line = strtok_r(NULL, "\n", &rest))
			if (!apt_has_line(whole.packages, line))
				fail_msg("cut at %zu of %zu: %s", at, length, line);
		apt_result_free(&result);
	}
	assert_true(cut_off > CUTS);
	free(bytes);
	apt_result_free(&whole);
}

static void a_status_with_bytes_changed_is_survived(void **state)
{
	const char *root = copy_or_skip(), *path = apt_format("%s/var/lib/dpkg/status", root);
	unsigned seed = 12345;
	size_t length;
	char *bytes = apt_read(path, &length);

	(void)state;
	for (size_t round = 0; round < 40; round++) {
		char *changed = malloc(length);
		struct apt_result result;

		assert_non_null(changed);
		memcpy(changed, bytes, length);
		for (size_t i = 0; i < 1 + round / 4; i++) {
			seed = seed * 1103515245u + 12345u;
			changed[(seed >> 8) % length] = round % 3 ? (char)(seed >> 24) : "\n: \0"[(seed >> 24) % 4];
		}
		apt_write(path, changed, length);
		result = apt_run(root, APT_FILES | APT_DEPENDENCIES, NULL);
		/* A letter changed in a name may pass for another name, but its list of files does not. */
		if (apt_is_complete(&result))
			assert_int_equal(result.package_count, FIXTURE_PACKAGES);
		apt_result_free(&result);
		free(changed);
	}
	free(bytes);
}

static void odd_bytes_in_paths_are_kept(void **state)
{
	struct apt_result result;

	(void)state;
	result = run_changed("printf '/.\\n/usr/bin/\\377\\001\\t x\\n/../../etc\\n' >info/tool.list", APT_FILES);
	assert_string_equal(result.problems, "");
	assert_true(apt_has_line(result.files, "tool:amd64 /usr/bin/\377\001\t x"));
	apt_result_free(&result);
}

static void a_link_inside_the_root_is_followed(void **state)
{
	struct apt_result result;

	(void)state;
	/* As on systems whose database lies below /usr. The absolute link is one inside the root. */
	result = run_changed("cd ..; mkdir -p ../../usr/share; mv dpkg ../../usr/share/dpkg; ln -s /usr/share/dpkg dpkg",
			     APT_FILES);
	assert_string_equal(result.problems, "");
	assert_int_equal(result.package_count, FIXTURE_PACKAGES);
	apt_result_free(&result);
}

static void a_status_without_its_last_blank_line_is_whole(void **state)
{
	struct apt_result result;

	(void)state;
	result = run_changed("sed -i '$d' status; test \"$(tail -n 1 status)\"", APT_FILES);
	assert_string_equal(result.problems, "");
	assert_int_equal(result.package_count, FIXTURE_PACKAGES);
	apt_result_free(&result);
}

static void a_package_that_failed_before_unpacking_needs_no_list(void **state)
{
	struct apt_result result;

	(void)state;
	result = run_changed(
		"sed -i 's/^Status: install ok half-configured$/Status: install reinstreq half-installed/' status; "
		"rm info/broken.*",
		APT_FILES);
	assert_string_equal(result.problems, "");
	assert_int_equal(result.package_count, FIXTURE_PACKAGES);
	apt_result_free(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(a_status_cut_anywhere_is_not_complete),
		cmocka_unit_test(a_status_with_bytes_changed_is_survived),
		cmocka_unit_test(odd_bytes_in_paths_are_kept),
		cmocka_unit_test(a_link_inside_the_root_is_followed),
		cmocka_unit_test(a_status_without_its_last_blank_line_is_whole),
		cmocka_unit_test(a_package_that_failed_before_unpacking_needs_no_list),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	apt_remove_base();
	return failed;
}
