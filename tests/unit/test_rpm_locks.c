/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What keeps an rpm at its version: the lists of locks of dnf, yum and zypper, and what dnf and yum exclude. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "rpm_locks.h"

#define DNF "etc/dnf/plugins/versionlock.list"
#define YUM "etc/yum/pluginconf.d/versionlock.list"
#define TOML "etc/dnf/versionlock.toml"
#define ZYPP "etc/zypp/locks"
#define CONF "etc/dnf/dnf.conf"
#define EVR(name, evr)                                                                                                      \
	"[[packages]]\nname = \"" name "\"\n[[packages.conditions]]\nkey = \"evr\"\ncomparator = \"=\"\nvalue = \"" evr     \
	"\"\n"
#define ZYPPER(name, match) "type: package\nmatch_type: " match "\ncase_sensitive: on\nsolvable_name: " name "\n"

/* What one file says of openssl-libs 1:3.0.7-27.el9, x86_64; NULL: it keeps nothing back. */
static const struct {
	const char *path, *text, *held_by;
} rows[] = {
	{ "etc/motd", "openssl-libs-1:3.0.7-27.el9.*\n", NULL },
	{ DNF, "# Added lock on Mon Jan  1 00:00:00 2024\nopenssl-libs-1:3.0.7-27.el9.*\n", "versionlock" },
	{ DNF, "openssl-libs-1:3.0.7-27.el9.x86_64\n", "versionlock" },
	{ DNF, "  openssl-libs-1:3.0.7-27.el9.*  \r\n", "versionlock" },
	{ DNF, "openssl-libs-1:3.0.7-27.el9.aarch64\n", NULL },
	{ DNF, "openssl-libs-0:3.0.7-27.el9.*\n", NULL },
	{ DNF, "openssl-libs-3.0.7-27.el9.*\n", "versionlock" },
	{ DNF, "openssl*-1:3.0.7-27.el9.*\n", "versionlock" },
	{ DNF, "openssl-libs-1:3.0.7-28.el9.*\n", NULL },
	{ DNF, "openssl-1:3.0.7-27.el9.*\n", NULL },
	{ DNF, "openssl-libs-*\n", NULL },
	{ DNF, "#openssl-libs-1:3.0.7-27.el9.*\n!openssl-libs-1:3.0.7-27.el9.*\n", NULL },
	{ DNF, "*o*p*e*n*s*s*l*-libs-1:3.0.7-27.el9.*\n", NULL },
	{ YUM, "1:openssl-libs-3.0.7-27.el9.*\n", "versionlock" },
	{ YUM, "0:openssl-libs-3.0.7-27.el9.*\n", NULL },
	{ TOML, "version = \"1.0\"\n" EVR("openssl-libs", "1:3.0.7-27.el9"), "versionlock" },
	{ TOML, EVR("bash", "5.2-1") EVR("openssl-libs", "1:3.0.7-27.el9"), "versionlock" },
	{ TOML, EVR("bash", "1:3.0.7-27.el9"), NULL },
	{ TOML, EVR("openssl-libs", "1:3.0.7-28.el9"), NULL },
	{ TOML, EVR("openssl-libs", "3.0.7-27.el9"), NULL },
	{ ZYPP, "\n" ZYPPER("openssl-libs", "glob"), "lock" },
	{ ZYPP, ZYPPER("bash", "glob") "\n" ZYPPER("openssl*", "glob") "\n", "lock" },
	{ ZYPP, ZYPPER("OPENSSL-LIBS", "exact"), NULL },
	{ ZYPP, ZYPPER("openssl", "exact"), NULL },
	{ ZYPP, "solvable_name: openssl\n", "lock" },
	{ ZYPP, "type: patch\nsolvable_name: openssl-libs\n", NULL },
	{ ZYPP, ZYPPER("openssl-libs", "glob") "version: < 4\n", NULL },
	{ CONF, "[main]\ngpgcheck=1\nexclude=kernel* openssl*\n", "exclude" },
	{ CONF, "[main]\nexcludepkgs = kernel*,\n  openssl-libs\n", "exclude" },
	{ CONF, "[main]\nexclude=kernel*\ninstallonly_limit=3\n", NULL },
	{ CONF, "[main]\n#exclude=openssl*\n[other]\nexclude=openssl*\n", NULL },
	{ "etc/yum.conf", "[main]\nexclude=openssl-libs.x86_64\n", "exclude" },
};

static int open_below(const struct sslinv_backend_host *host, const char *path, int flags)
{
	int fd = openat(host->root_fd, path, flags | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static int take_problem(void *context, const char *path, const char *message)
{
	(void)path;
	(void)message;
	++*(int *)context;
	return 0;
}

static void write_below(const char *root, const char *path, const char *text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *command = sslinv_str_format("mkdir -p \"$(dirname '%s/%s')\"", root, path);
	SSLINV_CLEANUP(sslinv_free_ptr) char *full = sslinv_str_format("%s/%s", root, path);
	FILE *file;

	assert_int_equal(system(command), 0);
	file = fopen(full, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* What keeps the package back in a root with these files, each a path and a text; problems are counted. */
static const char *find(const char *const (*files)[2], size_t count, int *problems)
{
	char root[] = "/tmp/sslinv-locks.XXXXXX";
	const struct sslinv_rpm_installed installed = { "openssl-libs", "x86_64", "1:3.0.7-27.el9" };
	const struct sslinv_backend_sink sink = { .size = sizeof(sink), .context = problems, .problem = take_problem };
	struct sslinv_backend_host host = { .size = sizeof(host), .root_path = root, .open = open_below };
	SSLINV_CLEANUP(sslinv_free_ptr) char *command = NULL;
	const char *held_by;

	*problems = 0;
	assert_non_null(mkdtemp(root));
	for (size_t i = 0; i < count; i++)
		write_below(root, files[i][0], files[i][1]);
	host.root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(sslinv_rpm_lock_find(&host, &sink, &installed, &held_by), 0);
	close(host.root_fd);
	command = sslinv_str_format("rm -rf '%s'", root);
	assert_int_equal(system(command), 0);
	return held_by;
}

static void each_list_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		const char *const file[1][2] = { { rows[i].path, rows[i].text } };
		int problems;
		const char *held_by = find(file, 1, &problems);

		assert_int_equal(problems, 0);
		if (sslinv_str_compare(held_by, rows[i].held_by) != 0)
			fail_msg("row %zu: %s: %s, and not %s", i, rows[i].path, held_by ? held_by : "nothing",
				 rows[i].held_by ? rows[i].held_by : "nothing");
	}
}

static void a_plugin_can_be_off_or_have_its_list_elsewhere(void **state)
{
	static const char lock[] = "openssl-libs-1:3.0.7-27.el9.*\n";
	const char *const off[2][2] = { { DNF, lock }, { "etc/dnf/plugins/versionlock.conf", "[main]\nenabled = 0\n" } };
	const char *const on[2][2] = { { DNF, lock }, { "etc/dnf/plugins/versionlock.conf", "[main]\nenabled = 1\n" } };
	const char *const elsewhere[2][2] = {
		{ "etc/locks", lock },
		{ "etc/dnf/plugins/versionlock.conf", "[main]\nenabled = 1\nlocklist = /etc/locks\n" },
	};
	int problems;

	(void)state;
	assert_null(find(off, 2, &problems));
	assert_string_equal(find(on, 2, &problems), "versionlock");
	assert_string_equal(find(elsewhere, 2, &problems), "versionlock");
}

static void what_cannot_be_read_is_told(void **state)
{
	/* The list is a directory. */
	const char *const files[1][2] = { { DNF "/x", "" } };
	int problems;

	(void)state;
	assert_null(find(files, 1, &problems));
	assert_int_equal(problems, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_list_is_read),
		cmocka_unit_test(a_plugin_can_be_off_or_have_its_list_elsewhere),
		cmocka_unit_test(what_cannot_be_read_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
