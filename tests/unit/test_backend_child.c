/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Backends that crash, hang, lie or write where they should not: the scan loses one source and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "elf_writer.h"
#include "evil_backend.h"
#include "memory.h"

#include "backend/child.h"
#include "backend/details.h"
#include "backend/find.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"

static char *scratch; /* plugins/, root/, tmp/ */
static struct sslinv_root root = SSLINV_ROOT_INIT;

/* What came from the child. */
struct seen {
	size_t packages, files;
	size_t vendor;       /* length of the last */
	char problems[8192]; /* a line each */
	size_t changelogs, candidates;
	int answer; /* what the sink returns */
};

static int see_package(void *context, const struct sslinv_backend_package *package)
{
	struct seen *seen = context;

	seen->packages++;
	seen->vendor = package->vendor ? strlen(package->vendor) : 0;
	return seen->answer;
}

static int see_file(void *context, const char *path)
{
	struct seen *seen = context;

	assert_string_equal(path, "/usr/lib/file");
	seen->files++;
	return 0;
}

static int see_changelog(void *context, int64_t when, const char *version, const char *text)
{
	struct seen *seen = context;

	assert_int_equal(when, 0);
	assert_null(version);
	assert_string_equal(text, "an entry");
	seen->changelogs++;
	return 0;
}

static int see_candidate(void *context, const struct sslinv_backend_candidate *candidate)
{
	struct seen *seen = context;

	assert_string_equal(candidate->name, "curl");
	assert_string_equal(candidate->version, "4");
	seen->candidates++;
	return 0;
}

static int see_problem(void *context, const char *path, const char *message)
{
	struct seen *seen = context;
	size_t length = strlen(seen->problems);

	snprintf(seen->problems + length, sizeof(seen->problems) - length, "%s%s%s\n", path ? path : "", path ? ": " : "",
		 message);
	return 0;
}

static char *plugin(const char *name)
{
	char *path = sslinv_str_format("%s/plugins/%s.so", scratch, name);

	assert_non_null(path);
	return path;
}

static void build(const char *name, const char *options)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = plugin(name);
	const char *top = getenv("srcdir");
	char *output;

	if (run_command(&output, "%s -std=gnu11 -shared -fPIC -I'%s/include' %s -o '%s' '%s/plugins/evil.c' 2>&1",
			compiler(), top && *top ? top : ".", options, path, scratch) != 0)
		fail_msg("%s", output);
	free(output);
}

static int make(void **state)
{
	char *path;

	(void)state;
	scratch = scratch_make();
	put_text(scratch, "plugins/evil.c", evil_backend);
	put_text(scratch, "root/etc/hostname", "x\n");
	put_text(scratch, "tmp/mark", "");
	path = sslinv_str_format("%s/tmp", scratch);
	setenv("TMPDIR", path, 1);
	free(path);
	setenv("SECRET", "of the parent", 1);
	path = sslinv_str_format("%s/root", scratch);
	if (sslinv_root_open(&root, path, NULL) < 0)
		return -1;
	free(path);
	if (compiler())
		build("evil", "");
	return 0;
}

static int unmake(void **state)
{
	(void)state;
	sslinv_root_close(&root);
	scratch_remove(scratch);
	return 0;
}

static void need_compiler(void)
{
	if (!compiler()) {
		print_message("there is no C compiler to build a backend with\n");
		skip();
	}
}

static void start_task(enum sslinv_backend_task task, const char *deed, unsigned seconds,
		       struct sslinv_backend_process *process)
{
	static const struct sslinv_backend_selection curl = { .name = "curl", .arch = "amd64" };
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = plugin("evil");
	const struct sslinv_backend_request request = {
		.plugin = path,
		.task = task,
		.root = &root,
		.selection = &curl,
		.selection_count = 1,
		.seconds = seconds,
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (deed)
		put_text(scratch, "root/deed", deed);
	if (sslinv_backend_start(&request, process, &error) < 0)
		fail_msg("%s", error.message);
}

/* Without `deed`, it stays as it was. */
static void start(const char *deed, unsigned seconds, struct sslinv_backend_process *process)
{
	start_task(SSLINV_BACKEND_PACKAGES, deed, seconds, process);
}

/* Nothing is left of a child's private directory. */
static void assert_tidy(void)
{
	char *output;

	assert_int_equal(run_command(&output, "ls '%s/tmp'", scratch), 0);
	assert_string_equal(output, "mark\n");
	free(output);
}

static int finish(struct sslinv_backend_process *process, struct seen *seen, struct sslinv_error *error)
{
	const struct sslinv_backend_sink sink = {
		.size = sizeof(sink),
		.context = seen,
		.package = see_package,
		.file = see_file,
		.changelog = see_changelog,
		.candidate = see_candidate,
		.problem = see_problem,
	};
	pid_t child = process->pid;
	int rc = sslinv_backend_finish(process, &sink, error);

	/* It is gone, and was reaped. */
	assert_int_equal(kill(child, 0), -1);
	assert_int_equal(process->fd, -1);
	assert_null(process->private_dir);
	assert_tidy();
	return rc;
}

static int run(const char *deed, unsigned seconds, struct seen *seen, struct sslinv_error *error)
{
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;

	memset(seen, 0, sizeof(*seen));
	sslinv_error_clear(error);
	start(deed, seconds, &process);
	return finish(&process, seen, error);
}

static void a_good_child_is_heard_to_its_end(void **state)
{
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen = { 0 };

	(void)state;
	need_compiler();
	start("good", 60, &process);
	assert_int_equal(finish(&process, &seen, &error), 0);
	assert_int_equal(seen.packages, 2);
	assert_int_equal(seen.files, 2);
	assert_string_equal(seen.problems, "");
	assert_true(process.described);
	assert_false(process.absent);
	assert_string_equal(process.name, "evil");
	assert_string_equal(process.format, "deb");
	assert_string_equal(process.summary, "does harm");
}

/* How each ends that does not do what it should: the code, a word of the reason, and what was heard before. */
static void bad_ends_are_named(void **state)
{
	static const struct {
		const char *deed;
		unsigned seconds;
		enum sslinv_code code;
		const char *reason, *problem;
		size_t packages, files;
	} cases[] = {
		{ "crash", 60, SSLINV_E_SYSTEM, "signal 11", "", 0, 0 },
		{ "abort", 60, SSLINV_E_SYSTEM, "signal 6", "", 0, 0 },
		{ "exit", 60, SSLINV_E_SYSTEM, "exit status 1", "", 0, 0 },
		{ "exit 0", 60, SSLINV_E_SYSTEM, "exit status 0", "", 0, 0 },
		{ "sleep", 1, SSLINV_E_LIMIT, "within 1 seconds", "", 0, 0 },
		{ "close", 1, SSLINV_E_LIMIT, "within 1 seconds", "", 0, 0 },
		{ "probe fails", 60, SSLINV_E_FORMAT, "Input/output error", "", 0, 0 },
		{ "open fails", 60, SSLINV_E_FORMAT, "Bad message", "/db: it is broken\n", 0, 0 },
		{ "fail", 60, SSLINV_E_FORMAT, "Input/output error", "", 0, 0 },
		{ "least", 60, SSLINV_E_FORMAT, "", "", 0, 0 },
		{ "cached", 60, SSLINV_E_FORMAT, "broken record", "", 0, 0 },
		{ "no type", 60, SSLINV_E_FORMAT, "broken record", "", 0, 0 },
		{ "too long", 60, SSLINV_E_FORMAT, "broken record", "", 0, 0 },
		{ "more", 60, SSLINV_E_FORMAT, "broken record", "", 0, 0 },
		{ "less", 60, SSLINV_E_FORMAT, "broken record", "", 0, 0 },
		{ "huge", 60, SSLINV_E_FORMAT, "Argument list too long", "", 0, 0 },
		{ "end first", 60, SSLINV_OK, "", "", 0, 0 },
		{ "long", 60, SSLINV_OK, "", "", 1, 1 },
		{ "nameless", 60, SSLINV_OK, "", "the database has a package without a name, version or architecture\n", 1,
		  1 },
		{ "files fail", 60, SSLINV_OK, "", "the file list of package libssl3 cannot be read: Input/output error\n",
		  2, 1 },
		{ "huge file", 60, SSLINV_OK, "",
		  "the file list of package libssl3 cannot be read: Argument list too long\n", 2, 1 },
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen;

	(void)state;
	need_compiler();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		int rc = run(cases[i].deed, cases[i].seconds, &seen, &error);

		if (rc != (int)cases[i].code || !strstr(error.message, cases[i].reason))
			fail_msg("%s: %d %s", cases[i].deed, rc, error.message);
		assert_string_equal(seen.problems, cases[i].problem);
		assert_int_equal(seen.packages, cases[i].packages);
		assert_int_equal(seen.files, cases[i].files);
	}
	assert_int_equal(run("long", 60, &seen, &error), 0);
	assert_int_equal(seen.vendor, 4000000);
}

/* Changelogs and candidates are told of what was asked for, and what keeps the one back does not keep the other. */
static void details_are_told_one_without_the_other(void **state)
{
	static const struct {
		const char *deed;
		enum sslinv_code code;
		size_t changelogs;
	} cases[] = { { "good", SSLINV_OK, 1 }, { "nameless", SSLINV_OK, 1 }, { "fail", SSLINV_E_FORMAT, 0 } };

	(void)state;
	need_compiler();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
		struct sslinv_error error = SSLINV_ERROR_INIT;
		struct seen seen = { 0 };

		start_task(SSLINV_BACKEND_DETAILS, cases[i].deed, 60, &process);
		if (finish(&process, &seen, &error) != (int)cases[i].code)
			fail_msg("%s: %s", cases[i].deed, error.message);
		assert_int_equal(seen.changelogs, cases[i].changelogs);
		assert_int_equal(seen.packages, cases[i].changelogs);
		assert_int_equal(seen.candidates, 1);
		assert_string_equal(seen.problems, "");
	}
}

/* Asks for the details of one package; from the `count`th allocation on that reading them takes, one fails. */
static bool read_details(size_t count, struct sslinv_facts *facts, int *rc)
{
	SSLINV_CLEANUP(sslinv_details_free) struct sslinv_details *details = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = sslinv_str_format("%s/plugins", scratch);
	struct sslinv_package *package = sslinv_array_add(&facts->packages);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_true(directory && package);
	*package = (struct sslinv_package){
		.name = "curl", .version = "3", .arch = "amd64", .backend = "evil", .provides_count = 1
	};
	assert_int_equal(sslinv_details_start(&root, directory, 60, facts, &details, &error), 0);
	memory_fails_after(count);
	*rc = sslinv_details_finish(details, facts, &error);
	assert_int_equal(*rc, error.code);
	return memory_has_failed();
}

/* A candidate that is held must never look like one that is not. */
static void no_details_without_memory_look_whole(void **state)
{
	bool has_failed = true;
	size_t count = 0;

	(void)state;
	need_compiler();
	put_text(scratch, "root/deed", "good");
	for (; has_failed; count++) {
		struct sslinv_facts facts = { 0 };
		int rc;

		has_failed = read_details(count, &facts, &rc);
		assert_true(rc == 0 || has_failed);
		if (rc == 0 && facts.details_complete) {
			assert_int_equal(facts.candidates.count, 1);
			assert_string_equal(facts.candidates.items[0].origin, "Debian");
			assert_string_equal(facts.candidates.items[0].held_by, "pin");
			assert_string_equal(facts.candidates.items[0].chosen_by, "me");
		}
		sslinv_facts_free(&facts);
	}
	assert_true(count > 5);
}

/* The second of two names is as it was sent, with nothing of the longer first. */
static void a_second_description_replaces_the_first(void **state)
{
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen = { 0 };

	(void)state;
	need_compiler();
	start("twice", 60, &process);
	/* The other was written past the writer, so the true one comes last. */
	assert_int_equal(finish(&process, &seen, &error), 0);
	assert_string_equal(process.name, "evil");
	assert_string_equal(process.format, "deb");
	assert_int_equal(seen.packages, 2);
}

static void an_endless_loop_ends_by_its_cpu_time(void **state)
{
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen = { 0 };
	siginfo_t info;

	(void)state;
	need_compiler();
	start("loop", 1, &process);
	assert_int_equal(waitid(P_PID, (id_t)process.pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(finish(&process, &seen, &error), SSLINV_E_SYSTEM);
	assert_non_null(strstr(error.message, "used up its CPU time"));
}

static void a_flood_ends_by_time_or_by_the_sink(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct seen seen = { .answer = -1 };

	(void)state;
	need_compiler();
	start("flood", 60, &process);
	assert_int_equal(finish(&process, &seen, &error), SSLINV_E_STOPPED);
	assert_int_equal(seen.packages, 1);
	/* The wall clock or the CPU's, whichever is first. */
	assert_true(run("flood", 1, &seen, &error) < 0);
	assert_true(seen.packages > 100);
	/* Nobody reads, so it waits; and it can be told to go. */
	start("flood", 60, &process);
	sslinv_backend_cancel(&process);
	assert_tidy();
	sslinv_backend_cancel(&process);
}

static void no_database_is_no_failure(void **state)
{
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *deed = sslinv_str_format("%s/root/deed", scratch);

	(void)state;
	need_compiler();
	/* A link that leads out of the root is not followed there. */
	put_text(scratch, "deed", "good");
	unlink(deed);
	put_link(scratch, "root/deed", "../deed");
	start(NULL, 60, &process);
	assert_int_equal(finish(&process, &seen, &error), 0);
	assert_true(process.absent);
	assert_int_equal(seen.packages, 0);
	assert_int_equal(unlink(deed), 0);
}

static void wrong_plugins_are_not_touched(void **state)
{
	static const struct {
		const char *name, *options, *reason;
	} cases[] = {
		{ "abi", "-DABI=2", "was built for ABI 2" },
		{ "size", "-DSIZE=8", "(8 bytes)" },
		{ "symbol", "-DSYMBOL=other_backend", "has no symbol `sslinv_backend`" },
		{ "operation", "-DPACKAGES=NULL", "lacks one of" },
	};
	struct sslinv_backend_files files;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char *directory;

	(void)state;
	need_compiler();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		build(cases[i].name, cases[i].options);
	/* One of before origin() is served. */
	build("older", "-DSIZE='offsetof(struct sslinv_backend,origin)'");
	put_text(scratch, "plugins/text.so", "this is no library\n");
	put_text(scratch, "plugins/.hidden.so", "");
	directory = sslinv_str_format("%s/plugins", scratch);
	assert_int_equal(sslinv_backend_files_find(directory, &files, &error), 0);
	free(directory);
	assert_int_equal(files.count, 7);
	for (size_t i = 0; i < files.count; i++) {
		const struct sslinv_backend_request request = {
			.plugin = files.items[i].path,
			.task = SSLINV_BACKEND_DESCRIBE,
			.seconds = 60,
		};
		struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
		const char *reason = "cannot be loaded";
		struct seen seen = { 0 };

		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(cases); k++)
			if (strcmp(cases[k].name, files.items[i].name) == 0)
				reason = cases[k].reason;
		assert_int_equal(sslinv_backend_start(&request, &process, &error), 0);
		if (strcmp(files.items[i].name, "evil") == 0 || strcmp(files.items[i].name, "older") == 0) {
			assert_int_equal(finish(&process, &seen, &error), 0);
			assert_true(process.described);
			continue;
		}
		assert_int_equal(finish(&process, &seen, &error), SSLINV_E_FORMAT);
		assert_false(process.described);
		if (!strstr(seen.problems, reason) || strncmp(seen.problems, request.plugin, strlen(request.plugin)) != 0)
			fail_msg("%s: %s", files.items[i].name, seen.problems);
	}
	sslinv_backend_files_free(&files);
	assert_int_equal(sslinv_backend_files_find("/nonexistent/backends", &files, &error), SSLINV_E_SYSTEM);
	sslinv_backend_files_free(&files);
}

static void nothing_outside_is_written_or_executed(void **state)
{
	static const char *const deeds[] = { "create", "write", "empty",  "mkdir",  "symlink", "fifo",
					     "device", "link",  "rename", "unlink", "execute" };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	long abi = -1;
	struct seen seen;
	char *output;

	(void)state;
	need_compiler();
#ifdef SYS_landlock_create_ruleset
	abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
#endif
	if (abi < 1) {
		print_message("this kernel has no Landlock\n");
		skip();
	}
	for (int place = 0; place < 2; place++) {
		char *victim = sslinv_str_format("%s/%s", scratch, place ? "outside/file" : "root/file");

		put_text(scratch, place ? "outside/file" : "root/file", "precious\n");
		put_text(scratch, "root/victim", victim);
		assert_int_equal(run("outside", 60, &seen, &error), 0);
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(deeds); i++) {
			char *line = sslinv_str_format("%s ", deeds[i]), *found = strstr(seen.problems, line);
			int number = found ? atoi(found + strlen(line)) : 0;

			if (number != EACCES && number != EXDEV && number != EPERM)
				fail_msg("%s", seen.problems);
			free(line);
		}
		if (abi >= 3) {
			assert_null(strstr(seen.problems, "truncated"));
			assert_int_equal(run_command(&output, "cat '%s'", victim), 0);
			assert_string_equal(output, "precious\n");
			free(output);
		}
		free(victim);
	}
	assert_int_equal(run_command(&output, "ls '%s/outside'", scratch), 0);
	assert_string_equal(output, "file\n");
	free(output);
}

/* The child finds /dev/null three times, the root, its pipe, and nothing of the parent's. */
static void nothing_of_the_parent_is_inherited(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct seen seen;
	int others[20], saved;

	(void)state;
	need_compiler();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++)
		others[i] = open("/etc/passwd", O_RDONLY);
	for (int round = 0; round < 2; round++) {
		struct sslinv_root low = root;

		/* The second time with the root where standard input should be. */
		saved = dup(0);
		if (round == 1) {
			assert_int_equal(dup2(root.fd, 0), 0);
			root.fd = 0;
		}
		assert_int_equal(run("look", 60, &seen, &error), 0);
		root = low;
		assert_int_equal(dup2(saved, 0), 0);
		close(saved);
		assert_non_null(strstr(seen.problems, "null 0\nnull 1\nnull 2\n"));
		assert_null(strstr(seen.problems, "other "));
		assert_null(strstr(seen.problems, "SECRET"));
		assert_non_null(strstr(seen.problems, "env LC_ALL=C\n"));
		assert_non_null(strstr(seen.problems, "env PATH=/nonexistent\n"));
		assert_non_null(strstr(seen.problems, "\ndirectory "));
		assert_null(strstr(strstr(seen.problems, "\ndirectory ") + 1, "\ndirectory "));
		assert_non_null(strstr(seen.problems, "\npipe "));
		assert_null(strstr(strstr(seen.problems, "\npipe ") + 1, "\npipe "));
		assert_non_null(strstr(seen.problems, "cwd /\n"));
		assert_int_equal(seen.packages, 2);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++)
		close(others[i]);
}

static void a_child_dies_with_its_parent(void **state)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	int ends[2], status = 0;
	pid_t parent, child;
	char ready[4200];

	(void)state;
	need_compiler();
	assert_int_equal(pipe(ends), 0);
	/* The child of a dead parent becomes ours, so that we see how it ended. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	parent = fork();
	assert_true(parent >= 0);
	if (parent == 0) {
		struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;

		start("ready", 600, &process);
		snprintf(ready, sizeof(ready), "%s/ready", process.private_dir);
		while (access(ready, F_OK) < 0)
			nanosleep(&pause, NULL);
		if (write(ends[1], &process.pid, sizeof(process.pid)) < 0)
			_exit(1);
		for (;;)
			nanosleep(&pause, NULL);
	}
	assert_int_equal(read(ends[0], &child, sizeof(child)), sizeof(child));
	assert_int_equal(kill(parent, SIGKILL), 0);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	for (int i = 0; i < 1000 && (status = 0, waitpid(child, &status, WNOHANG)) == 0; i++)
		nanosleep(&pause, NULL);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_child_is_heard_to_its_end),
		cmocka_unit_test(bad_ends_are_named),
		cmocka_unit_test(a_second_description_replaces_the_first),
		cmocka_unit_test(an_endless_loop_ends_by_its_cpu_time),
		cmocka_unit_test(details_are_told_one_without_the_other),
		cmocka_unit_test(no_details_without_memory_look_whole),
		cmocka_unit_test(a_flood_ends_by_time_or_by_the_sink),
		cmocka_unit_test(no_database_is_no_failure),
		cmocka_unit_test(wrong_plugins_are_not_touched),
		cmocka_unit_test(nothing_outside_is_written_or_executed),
		cmocka_unit_test(nothing_of_the_parent_is_inherited),
		cmocka_unit_test(a_child_dies_with_its_parent),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
