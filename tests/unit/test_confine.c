/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a child that talks to the network may read, where the kernel has Landlock. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/confine.h"
#include "base/str.h"
#include "fetch/reach.h"

static char directory[64];

static int make_directory(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "%s", "/tmp/sslinv-confine-XXXXXX");
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *command = sslinv_str_format("rm -r '%s'", directory);

	(void)state;
	return system(command);
}

static char *put(const char *name)
{
	char *path = sslinv_str_path(directory, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("text\n", file);
	fclose(file);
	return path;
}

static void make(const char *name)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, name);

	assert_int_equal(mkdir(path, 0700), 0);
}

static void need_landlock(void)
{
	long abi = -1;

#ifdef SYS_landlock_create_ruleset
	abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
#endif
	if (abi >= 1)
		return;
	print_message("this kernel has no Landlock\n");
	skip();
}

/* What becomes of each path that a confined child opens for reading: 0, or an errno. */
static void open_confined(const char *const *readable, size_t readable_count, const char *const *paths, int *results,
			  size_t count)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *spool = sslinv_str_path(directory, "spool");
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		const int kept = sslinv_confine_above_standard(ends[1]);
		const struct sslinv_confinement confinement = { .cpu_seconds = 10,
								.writable = spool,
								.kept = &kept,
								.kept_count = 1,
								.readable = readable,
								.readable_count = readable_count };

		sslinv_confine_child(&confinement);
		for (size_t i = 0; i < count; i++) {
			int result = open(paths[i], O_RDONLY) >= 0 ? 0 : errno;

			if (write(kept, &result, sizeof(result)) != sizeof(result))
				_exit(1);
		}
		_exit(0);
	}
	assert_true(pid > 0);
	close(ends[1]);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(read(ends[0], &results[i], sizeof(results[i])), sizeof(results[i]));
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void only_what_is_readable_is_read(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *secret = put("secret");
	SSLINV_CLEANUP(sslinv_free_ptr) char *one = put("one");
	SSLINV_CLEANUP(sslinv_free_ptr) char *tree = sslinv_str_path(directory, "tree");
	SSLINV_CLEANUP(sslinv_free_ptr) char *link = sslinv_str_path(directory, "tree/link");
	SSLINV_CLEANUP(sslinv_free_ptr) char *missing = sslinv_str_path(directory, "missing");
	SSLINV_CLEANUP(sslinv_free_ptr) char *leaf = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *spooled = NULL;
	const char *const readable[] = { one, missing, tree };
	int results[8];

	(void)state;
	need_landlock();
	make("tree");
	make("spool");
	leaf = put("tree/leaf");
	spooled = put("spool/file");
	assert_int_equal(symlink(secret, link), 0);
	{
		const char *const paths[] = { one, leaf, tree, spooled, secret, link, directory, "/etc/passwd" };
		static const int wanted[] = { 0, 0, 0, 0, EACCES, EACCES, EACCES, EACCES };

		open_confined(readable, SSLINV_ARRAY_SIZE(readable), paths, results, SSLINV_ARRAY_SIZE(paths));
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++)
			if (results[i] != wanted[i])
				fail_msg("%s: %s", paths[i], strerror(results[i]));
		/* Without a list everything is. */
		open_confined(NULL, 0, paths, results, SSLINV_ARRAY_SIZE(paths));
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++)
			assert_int_equal(results[i], 0);
	}
}

static void the_network_sees_nothing_of_the_user(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *ca = put("ca.pem");
	SSLINV_CLEANUP(sslinv_free_ptr) char *key = put("ca.key");
	const struct sslinv_fetch_request local = { .address = "/srv/mirror", .ca = ca },
					  web = { .address = "https://vendor.example/", .ca = ca },
					  plain = { .address = "https://vendor.example/" };
	const char *const paths[] = { ca, "/dev/null", key, "/etc/passwd", "/etc", "/root", "/proc/self/environ", "/" };
	static const int wanted[] = { 0, 0, EACCES, EACCES, EACCES, EACCES, EACCES, EACCES };
	struct sslinv_fetch_reach reach = { 0 };
	const char *room[SSLINV_FETCH_READABLE];
	int results[SSLINV_ARRAY_SIZE(wanted)];
	size_t count;

	(void)state;
	assert_int_equal(sslinv_fetch_reach_set(&reach, &local), 0);
	assert_true(sslinv_fetch_reach_fits(&reach, &local) && !sslinv_fetch_reach_fits(&reach, &web));
	assert_null(sslinv_fetch_reach_readable(&reach, room, &count));
	assert_int_equal(sslinv_fetch_reach_set(&reach, &plain), 0);
	assert_true(sslinv_fetch_reach_fits(&reach, &plain) && !sslinv_fetch_reach_fits(&reach, &web) &&
		    !sslinv_fetch_reach_fits(&reach, &local));
	assert_int_equal(sslinv_fetch_reach_set(&reach, &web), 0);
	assert_true(sslinv_fetch_reach_fits(&reach, &web) && !sslinv_fetch_reach_fits(&reach, &plain));
	need_landlock();
	{
		const char *const *readable = sslinv_fetch_reach_readable(&reach, room, &count);

		/* No directory above private keys of the system's. */
		for (size_t i = 0; i < count; i++)
			assert_true(strcmp(readable[i], "/etc/ssl") != 0 && strcmp(readable[i], "/etc/pki/tls") != 0 &&
				    strcmp(readable[i], "/etc") != 0);
		open_confined(readable, count, paths, results, SSLINV_ARRAY_SIZE(paths));
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(paths); i++)
		if (results[i] != wanted[i] && results[i] != ENOENT)
			fail_msg("%s: %s", paths[i], strerror(results[i]));
	free(reach.ca);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_readable_is_read),
		cmocka_unit_test(the_network_sees_nothing_of_the_user),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
