/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The root: the kernel's way and ours find the same files, and neither leads out. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "elf_writer.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "host/root.h"

static char *scratch;
/* With openat2 (where there is one), and without. */
static struct sslinv_root kernel = SSLINV_ROOT_INIT, own = SSLINV_ROOT_INIT;

static void make_links(void)
{
	char name[32], target[32];

	/* `chain40` is forty links long, and one more is too many. */
	put_link(scratch, "root/chain1", "a/file");
	for (int i = 2; i <= 41; i++) {
		snprintf(name, sizeof(name), "root/chain%d", i);
		snprintf(target, sizeof(target), "chain%d", i - 1);
		put_link(scratch, name, target);
	}
	put_link(scratch, "root/abs", "/a/file");
	put_link(scratch, "root/absdir", "/a/b");
	put_link(scratch, "root/up", "../../../../a/file");
	put_link(scratch, "root/a/b/up", "../../../../../a/b/c");
	put_link(scratch, "root/slash", "a/");
	put_link(scratch, "root/fileslash", "a/file/");
	put_link(scratch, "root/top", "/");
	put_link(scratch, "root/a/here", ".");
	put_link(scratch, "root/loop", "loop");
	put_link(scratch, "root/ping", "pong");
	put_link(scratch, "root/pong", "ping");
	put_link(scratch, "root/dangling", "/missing");
	put_link(scratch, "root/out", "../outside");
	put_link(scratch, "root/outfile", "../outside/secret");
	put_link(scratch, "root/a/b/out", "../../../outside");
}

static int make(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	char *path;

	(void)state;
	scratch = scratch_make();
	put_text(scratch, "outside/secret", "secret\n");
	put_text(scratch, "root/a/file", "text\n");
	put_text(scratch, "root/a/b/c/file", "deeper\n");
	put_text(scratch, "root/empty", "");
	put_text(scratch, "root2/file", "a neighbour\n");
	make_links();
	path = sslinv_str_format("%s/outside/secret", scratch);
	put_link(scratch, "root/outabs", path);
	free(path);
	path = sslinv_str_format("%s/root", scratch);
	if (sslinv_root_open(&kernel, path, NULL) < 0 || sslinv_root_open(&own, path, NULL) < 0 || chdir(path) < 0)
		return -1;
	free(path);
	own.no_openat2 = true;
	if (mkfifo("fifo", 0600) < 0)
		return -1;
	strcpy(address.sun_path, "socket");
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -1;
	close(listener);
	/* A number that is left free for experiments: nothing is there to open. */
	if (mknod("device", S_IFCHR | 0600, makedev(60, 0)) < 0)
		print_message("no right to make a device\n");
	return chdir("/");
}

static int unmake(void **state)
{
	(void)state;
	sslinv_root_close(&kernel);
	sslinv_root_close(&own);
	sslinv_root_close(&own);
	scratch_remove(scratch);
	return 0;
}

static const int all_flags[] = {
	O_PATH,
	O_PATH | O_NOFOLLOW,
	O_PATH | O_DIRECTORY,
	O_RDONLY | O_NONBLOCK,
	O_RDONLY | O_NONBLOCK | O_NOFOLLOW,
	O_RDONLY | O_DIRECTORY,
	O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
};

/* The file that was opened as its inode, or the negative errno. What was opened lies in the root. */
static long long answer(const struct sslinv_root *root, const char *path, int flags, bool links)
{
	int fd = links ? sslinv_root_openat(root, path, flags) : sslinv_root_open_no_links(root, path, flags);
	SSLINV_CLEANUP(sslinv_free_ptr) char *where = NULL;
	struct stat status;

	if (fd < 0)
		return fd;
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fstat(fd, &status), 0);
	where = sslinv_root_path_of(root, fd);
	close(fd);
	if (!where)
		fail_msg("%s leads out: %s", path, strerror(errno));
	return (long long)status.st_ino;
}

static void compare(const char *path)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(all_flags); i++)
		for (int links = 0; links < 2; links++) {
			long long first = answer(&kernel, path, all_flags[i], links),
				  second = answer(&own, path, all_flags[i], links);

			if (first != second)
				fail_msg("%s, flags %#o, links %d: %lld and %lld", path, all_flags[i], links, first, second);
		}
}

static long long inode(const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *full = sslinv_str_format("%s/%s", scratch, path);
	struct stat status;

	assert_int_equal(lstat(full, &status), 0);
	return (long long)status.st_ino;
}

/* What an open of a path gives, following links and not. */
static void both_ways_find_what_is_there(void **state)
{
	static const struct {
		const char *path;
		const char *file; /* below the scratch directory; NULL: an error */
		int error, error_without_links;
	} cases[] = {
		{ "/", "root", 0, 0 },
		{ "", "root", 0, 0 },
		{ ".", "root", 0, 0 },
		{ "/..", "root", 0, 0 },
		{ "../../..", "root", 0, 0 },
		{ "a/file", "root/a/file", 0, 0 },
		{ "/a/file", "root/a/file", 0, 0 },
		{ "//a//.//b/..///file", "root/a/file", 0, 0 },
		{ "/../../a/b/c/../../file", "root/a/file", 0, 0 },
		{ "a/b/", "root/a/b", 0, 0 },
		{ "abs", "root/a/file", 0, ELOOP },
		{ "absdir/c/file", "root/a/b/c/file", 0, ELOOP },
		{ "absdir/../file", "root/a/file", 0, ELOOP },
		{ "up", "root/a/file", 0, ELOOP },
		{ "a/b/up/file", "root/a/b/c/file", 0, ELOOP },
		{ "slash", "root/a", 0, ELOOP },
		{ "slash/file", "root/a/file", 0, ELOOP },
		{ "top/top/top/a/here/here/file", "root/a/file", 0, ELOOP },
		{ "chain40", "root/a/file", 0, ELOOP },
		{ "chain41", NULL, ELOOP, ELOOP },
		{ "loop", NULL, ELOOP, ELOOP },
		{ "ping/x", NULL, ELOOP, ELOOP },
		{ "fileslash", NULL, ENOTDIR, ELOOP },
		{ "a/file/", NULL, ENOTDIR, ENOTDIR },
		{ "a/file/.", NULL, ENOTDIR, ENOTDIR },
		{ "a/file/..", NULL, ENOTDIR, ENOTDIR },
		{ "a/file/x", NULL, ENOTDIR, ENOTDIR },
		{ "missing", NULL, ENOENT, ENOENT },
		{ "missing/..", NULL, ENOENT, ENOENT },
		{ "dangling", NULL, ENOENT, ELOOP },
		{ "out", NULL, ENOENT, ELOOP },
		{ "out/secret", NULL, ENOENT, ELOOP },
		{ "outfile", NULL, ENOENT, ELOOP },
		{ "outabs", NULL, ENOENT, ELOOP },
		{ "a/b/out/secret", NULL, ENOENT, ELOOP },
		{ "../outside/secret", NULL, ENOENT, ENOENT },
		{ "fifo", "root/fifo", 0, 0 },
		{ "socket", "root/socket", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		long long found = answer(&own, cases[i].path, O_PATH, true);

		if (found != (cases[i].file ? inode(cases[i].file) : -cases[i].error))
			fail_msg("%s: %lld", cases[i].path, found);
		found = answer(&own, cases[i].path, O_PATH, false);
		if (found != (cases[i].error_without_links ? -cases[i].error_without_links : inode(cases[i].file)))
			fail_msg("%s without links: %lld", cases[i].path, found);
		compare(cases[i].path);
	}
	compare("device");
	/* A link itself, where that is asked for. */
	assert_int_equal(answer(&own, "abs", O_PATH | O_NOFOLLOW, true), inode("root/abs"));
	assert_int_equal(answer(&own, "abs", O_PATH | O_NOFOLLOW, false), inode("root/abs"));
	assert_int_equal(answer(&own, "abs", O_RDONLY | O_NOFOLLOW, true), -ELOOP);
}

static void both_ways_agree_on_any_path(void **state)
{
	static const char *const parts[] = { "a",  "b",   "c",    "file",  "..",  ".",       "",        "absdir",
					     "up", "top", "here", "slash", "out", "chain39", "missing", "fifo" };
	unsigned seed = 20261124;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str path = { 0 };

		for (int count = 1 + rand_r(&seed) % 7; count > 0; count--)
			assert_int_equal(sslinv_str_printf(&path, "%s%s",
							   parts[(size_t)rand_r(&seed) % SSLINV_ARRAY_SIZE(parts)],
							   count > 1 || rand_r(&seed) % 4 == 0 ? "/" : ""),
					 0);
		compare(sslinv_str_text(&path));
	}
}

static void names_and_paths_may_be_long(void **state)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str path = { 0 };
	char name[NAME_MAX + 2], *full = sslinv_str_format("%s/root", scratch);
	struct stat status;
	int fd;

	(void)state;
	memset(name, 'n', sizeof(name));
	name[NAME_MAX + 1] = '\0';
	compare(name);
	assert_int_equal(answer(&own, name, O_PATH, true), -ENAMETOOLONG);
	name[200] = '\0';
	assert_int_equal(chdir(full), 0);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(mkdir(name, 0700), 0);
		assert_int_equal(chdir(name), 0);
		assert_int_equal(sslinv_str_printf(&path, "/%s", name), 0);
	}
	fd = open("file", O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "deep\n", 5), 5);
	assert_int_equal(fstat(fd, &status), 0);
	close(fd);
	assert_int_equal(symlink("/a/file", "back"), 0);
	assert_int_equal(chdir("/"), 0);
	for (int i = 0; i < 2; i++) {
		const struct sslinv_root *root = i ? &own : &kernel;
		SSLINV_CLEANUP(sslinv_free_ptr) char *data = NULL;
		size_t length, depth = path.length;

		assert_int_equal(sslinv_str_add(&path, "/file"), 0);
		assert_int_equal(sslinv_root_read(root, path.data, 100, &data, &length), 0);
		assert_string_equal(data, "deep\n");
		path.data[path.length = depth] = '\0';
		assert_int_equal(sslinv_str_add(&path, "/back"), 0);
		assert_int_equal(answer(root, path.data, O_PATH, true), inode("root/a/file"));
		assert_int_equal(sslinv_root_open_no_links(root, path.data, O_PATH), -ELOOP);
		path.data[path.length = depth] = '\0';
		/* Its path is too long to be told. */
		fd = sslinv_root_openat(root, path.data, O_PATH);
		assert_true(fd >= 0);
		assert_null(sslinv_root_path_of(root, fd));
		assert_int_equal(errno, ENAMETOOLONG);
		close(fd);
	}
	assert_int_equal(run_command(NULL, "rm -rf '%s/%s'", full, name), 0);
	free(full);
}

static void flags_that_write_are_refused(void **state)
{
	static const int flags[] = { O_WRONLY,
				     O_RDWR,
				     O_RDONLY | O_CREAT,
				     O_RDONLY | O_TRUNC,
				     O_RDONLY | O_APPEND,
				     O_WRONLY | O_PATH,
				     O_TMPFILE | O_RDWR,
				     O_TMPFILE | O_RDONLY };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(flags); i++)
		for (int links = 0; links < 2; links++) {
			assert_int_equal(answer(&kernel, "a", flags[i], links), -EINVAL);
			assert_int_equal(answer(&own, "a", flags[i], links), -EINVAL);
		}
}

static void only_regular_files_are_read(void **state)
{
	static const char *const others[] = { "a", "fifo", "device", "absdir", "/" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		const struct sslinv_root *root = i ? &own : &kernel;
		char *data = NULL;
		size_t length = 77;

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(others); k++) {
			int expected = answer(root, others[k], O_PATH, true) < 0 ? -ENOENT : -ENOTSUP;

			/* A device that was opened would say ENXIO. */
			assert_int_equal(sslinv_root_open_regular(root, others[k]), expected);
			assert_int_equal(sslinv_root_read(root, others[k], 100, &data, &length), expected);
		}
		assert_int_equal(sslinv_root_read(root, "socket", 100, &data, &length), -ENOTSUP);
		assert_int_equal(sslinv_root_read(root, "missing", 100, &data, &length), -ENOENT);
		assert_int_equal(sslinv_root_read(root, "a/file", 4, &data, &length), -EFBIG);
		assert_null(data);
		assert_int_equal(length, 77);
		assert_int_equal(sslinv_root_read(root, "abs", 5, &data, &length), 0);
		assert_int_equal(length, 5);
		assert_string_equal(data, "text\n");
		free(data);
		assert_int_equal(sslinv_root_read(root, "empty", 0, &data, &length), 0);
		assert_int_equal(length, 0);
		assert_string_equal(data, "");
		free(data);
	}
}

static void reading_leaves_the_access_time(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/root/a/file", scratch);
	const struct timespec times[2] = { { .tv_sec = 900000000 }, { .tv_sec = 950000000 } };
	struct stat status;
	size_t length;
	char *data;

	(void)state;
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(sslinv_root_read(i ? &own : &kernel, "a/file", 100, &data, &length), 0);
		free(data);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_atim.tv_sec, 900000000);
	}
}

static void paths_are_told_from_inside(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *neighbour = sslinv_str_format("%s/root2/file", scratch);
	struct sslinv_root host = SSLINV_ROOT_INIT;
	char *path;
	int fd;

	(void)state;
	put_text(scratch, "root/gone", "");
	put_text(scratch, "root/named (deleted)", "");
	for (int i = 0; i < 3; i++) {
		static const char *const paths[] = { "/", "/a/b/c/file", "/named (deleted)" };

		fd = sslinv_root_openat(&own, paths[i], O_PATH);
		path = sslinv_root_path_of(&own, fd);
		assert_string_equal(path, paths[i]);
		free(path);
		close(fd);
	}
	fd = sslinv_root_openat(&own, "gone", O_PATH);
	path = sslinv_str_format("%s/root/gone", scratch);
	assert_int_equal(unlink(path), 0);
	free(path);
	assert_null(sslinv_root_path_of(&own, fd));
	assert_int_equal(errno, ENOENT);
	close(fd);
	fd = open(neighbour, O_RDONLY);
	assert_null(sslinv_root_path_of(&own, fd));
	assert_int_equal(errno, EXDEV);
	assert_int_equal(sslinv_root_open(&host, "/", NULL), 0);
	assert_true(host.is_host);
	path = sslinv_root_path_of(&host, fd);
	assert_string_equal(path, neighbour);
	free(path);
	close(fd);
	sslinv_root_close(&host);
	assert_null(sslinv_root_path_of(&own, -1));
	assert_int_equal(errno, EBADF);
}

static void a_root_is_a_directory(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = sslinv_str_format("%s/root/a/file", scratch);
	SSLINV_CLEANUP(sslinv_free_ptr) char *link = sslinv_str_format("%s/link/../link", scratch);
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_root root = SSLINV_ROOT_INIT;

	(void)state;
	assert_int_equal(sslinv_root_open(&root, file, &error), SSLINV_E_SYSTEM);
	assert_non_null(strstr(error.message, file));
	assert_int_equal(sslinv_root_open(&root, "/nonexistent/root", &error), SSLINV_E_SYSTEM);
	assert_int_equal(sslinv_root_open(&root, "", &error), SSLINV_E_SYSTEM);
	assert_int_equal(root.fd, -1);
	put_link(scratch, "link", "root");
	assert_int_equal(sslinv_root_open(&root, link, &error), 0);
	assert_string_equal(root.path, link);
	assert_string_equal(root.real_path, own.real_path);
	assert_false(root.is_host);
	sslinv_root_close(&root);
	assert_int_equal(root.fd, -1);
}

/* While a directory and a link out of the root change places, the file outside is never opened. */
static void a_swapped_directory_leads_nowhere(void **state)
{
	long long secret = inode("outside/secret"), good;
	size_t found = 0;
	pid_t child;

	(void)state;
	put_text(scratch, "root/swap/secret", "harmless\n");
	put_link(scratch, "root/swapped", "../outside");
	good = inode("root/swap/secret");
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		for (;;)
			if (renameat2(own.fd, "swap", own.fd, "swapped", RENAME_EXCHANGE) < 0)
				_exit(1);
	}
	/* Where the other process waits for its turn, only one of the two is ever seen: look on until it was the good one.
	 */
	for (int i = 0; i < 4000 || (found == 0 && i < 4000000); i++) {
		int fd = sslinv_root_openat(i % 2 ? &own : &kernel, "swap/secret", O_RDONLY);
		struct stat status;

		if (fd < 0) {
			assert_true(fd == -ENOENT || fd == -ELOOP || fd == -ENOTDIR);
			continue;
		}
		assert_int_equal(fstat(fd, &status), 0);
		assert_true((long long)status.st_ino != secret);
		assert_int_equal(status.st_ino, good);
		found++;
		close(fd);
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_true(found > 0);
}

/* Without /proc nobody can say where a descriptor leads: that is told, and not taken for a file that is gone. */
static void without_proc_no_path_is_told(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;

		if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		    mount("none", "/proc", "tmpfs", 0, NULL) < 0)
			_exit(77);
		path = sslinv_root_path_of(&own, own.fd);
		_exit(!path && errno == ENOTSUP ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("no right to hide /proc\n");
		skip();
	}
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_find_what_is_there),      cmocka_unit_test(both_ways_agree_on_any_path),
		cmocka_unit_test(names_and_paths_may_be_long),       cmocka_unit_test(flags_that_write_are_refused),
		cmocka_unit_test(only_regular_files_are_read),       cmocka_unit_test(reading_leaves_the_access_time),
		cmocka_unit_test(paths_are_told_from_inside),        cmocka_unit_test(a_root_is_a_directory),
		cmocka_unit_test(a_swapped_directory_leads_nowhere), cmocka_unit_test(without_proc_no_path_is_told),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
