/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host and a sink for the rpm backend, and what tests do to files. */
#include "rpm_harness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/openat2.h>
#include <sqlite3.h>

#include "sslinv/backend.h"

#define FINISHED 42

extern const struct sslinv_backend sslinv_backend;

/* Sanitizers end a child with a status of their own, so that librpm's exit(1) cannot be taken for it. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=99";
}

const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:exitcode=99:print_stacktrace=1";
}

static char base[256];
static char private_directory[300];

/* The sink of the child, and where its texts go. */
struct recorder {
	void *state;
	const struct sslinv_backend_sink *sink;
	FILE *packages, *records, *problems;
	const char *name; /* of the package that is handed over */
	size_t package_count, problem_count, stop;
};

static int open_in_root(const struct sslinv_backend_host *host, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(flags | O_CLOEXEC), .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	long fd;

	if ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0)
		return -EINVAL;
	fd = syscall(SYS_openat2, host->root_fd, path, &how, sizeof(how));
	return fd < 0 ? -errno : (int)fd;
}

static const char *make_private_directory(const struct sslinv_backend_host *host)
{
	(void)host;
	if (mkdir(private_directory, 0700) < 0 && errno != EEXIST)
		return NULL;
	return private_directory;
}

static const char *or_none(const char *text)
{
	return text ? text : "(null)";
}

static int take_package(void *context, const struct sslinv_backend_package *package)
{
	struct recorder *recorder = context;
	int rc;

	recorder->package_count++;
	fprintf(recorder->packages, "%s|%s|%s|%s|%s|%s|%s\n", package->name, package->version, package->arch,
		or_none(package->vendor), or_none(package->source_package), or_none(package->source_name),
		or_none(package->source_version));
	if (recorder->package_count == recorder->stop)
		return -ECANCELED;
	recorder->name = package->name;
	rc = sslinv_backend.each_file(recorder->state, package, recorder->sink);
	if (rc == 0)
		rc = sslinv_backend.each_dependency(recorder->state, package, recorder->sink);
	if (rc == 0)
		rc = sslinv_backend.changelog(recorder->state, package, recorder->sink);
	if (rc == 0)
		rc = sslinv_backend.origin(recorder->state, package, recorder->sink);
	return rc;
}

static int take_file(void *context, const char *path)
{
	const struct recorder *recorder = context;

	fprintf(recorder->records, "%s F %s\n", recorder->name, path);
	return 0;
}

static int take_dependency(void *context, enum sslinv_backend_dependency kind, const char *name)
{
	const struct recorder *recorder = context;

	fprintf(recorder->records, "%s %c %s\n", recorder->name, kind == SSLINV_BACKEND_REQUIRES ? 'R' : 'P', name);
	return 0;
}

static int take_changelog(void *context, int64_t when, const char *version, const char *text)
{
	const struct recorder *recorder = context;

	fprintf(recorder->records, "%s C %" PRId64 "|%s|", recorder->name, when, or_none(version));
	for (; *text; text++)
		fputc(*text == '\n' ? '/' : *text, recorder->records);
	fputc('\n', recorder->records);
	return 0;
}

static int take_origin(void *context, const struct sslinv_backend_origin *origin)
{
	const struct recorder *recorder = context;

	fprintf(recorder->records, "%s O %s|%s|%s|%s|%" PRId64 "\n", recorder->name, or_none(origin->signing_key),
		or_none(origin->maintainer), or_none(origin->build_host), or_none(origin->distribution), origin->built);
	return 0;
}

static int take_problem(void *context, const char *path, const char *message)
{
	struct recorder *recorder = context;

	recorder->problem_count++;
	fprintf(recorder->problems, "%s: %s\n", or_none(path), message);
	return 0;
}

/* The child: what it found goes to files. */
static void run_backend(const char *root, size_t stop)
{
	struct recorder recorder = { .packages = fopen(rpm_path("%s/out.packages", base), "w"),
				     .records = fopen(rpm_path("%s/out.records", base), "w"),
				     .problems = fopen(rpm_path("%s/out.problems", base), "w"),
				     .stop = stop };
	const struct sslinv_backend_sink sink = { .size = sizeof(sink),
						  .context = &recorder,
						  .package = take_package,
						  .file = take_file,
						  .dependency = take_dependency,
						  .changelog = take_changelog,
						  .problem = take_problem,
						  .origin = take_origin };
	const struct sslinv_backend_host host = { .size = sizeof(host),
						  .root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC),
						  .root_path = root,
						  .open = open_in_root,
						  .private_dir = make_private_directory };
	int probe, opened, each = 1;
	FILE *result;

	recorder.sink = &sink;
	probe = sslinv_backend.probe(&host);
	opened = sslinv_backend.open(&host, &sink, &recorder.state);
	if (opened == 0)
		each = sslinv_backend.each_package(recorder.state, &sink);
	sslinv_backend.close(recorder.state);
	close(host.root_fd);
	fclose(recorder.packages);
	fclose(recorder.records);
	fclose(recorder.problems);

	result = fopen(rpm_path("%s/out.result", base), "w");
	fprintf(result, "%d %d %d %zu %zu\n", probe, opened, each, recorder.package_count, recorder.problem_count);
	fclose(result);
	/* no private copy may stay behind */
	if (rmdir(private_directory) < 0 && errno != ENOENT)
		_exit(98);
	/* no leak check here: the child has what the tests of the parent still hold */
	_exit(FINISHED);
}

void rpm_sort_lines(char *text)
{
	size_t count = 0, length = strlen(text);
	char **lines, *copy, *rest, *line, *to = text;

	for (const char *at = text; *at; at++)
		count += *at == '\n';
	lines = calloc(count + 1, sizeof(*lines));
	copy = rest = strdup(text);
	assert_non_null(lines);
	assert_non_null(copy);
	count = 0;
	while ((line = strsep(&rest, "\n")) && rest)
		lines[count++] = line;
	for (size_t i = 1; i < count; i++) {
		char *moved = lines[i];
		size_t k = i;

		for (; k > 0 && strcmp(lines[k - 1], moved) > 0; k--)
			lines[k] = lines[k - 1];
		lines[k] = moved;
	}
	for (size_t i = 0; i < count; i++)
		to += sprintf(to, "%s\n", lines[i]);
	assert_true((size_t)(to - text) <= length);
	free(copy);
	free(lines);
}

void rpm_run_until(const char *root, size_t stop, struct rpm_result *result)
{
	pid_t child;
	FILE *file;
	size_t length;

	*result = (struct rpm_result){ .probe = -1 };
	snprintf(private_directory, sizeof(private_directory), "%s/private", rpm_base());
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit seconds = { 20, 20 };

		setrlimit(RLIMIT_CPU, &seconds);
		alarm(60);
		run_backend(root, stop);
	}
	assert_int_equal(waitpid(child, &result->wait_status, 0), child);
	if (!WIFEXITED(result->wait_status) || WEXITSTATUS(result->wait_status) != FINISHED)
		return;

	result->is_finished = true;
	file = fopen(rpm_path("%s/out.result", base), "r");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d %d %d %zu %zu", &result->probe, &result->open, &result->each, &result->packages,
				&result->problems),
			 5);
	fclose(file);
	result->packages_text = (char *)rpm_read_file(rpm_path("%s/out.packages", base), &length);
	result->records_text = (char *)rpm_read_file(rpm_path("%s/out.records", base), &length);
	result->problems_text = (char *)rpm_read_file(rpm_path("%s/out.problems", base), &length);
	rpm_sort_lines(result->packages_text);
}

void rpm_run(const char *root, struct rpm_result *result)
{
	rpm_run_until(root, 0, result);
}

void rpm_result_free(struct rpm_result *result)
{
	free(result->packages_text);
	free(result->records_text);
	free(result->problems_text);
	*result = (struct rpm_result){ .probe = -1 };
}

bool rpm_is_complete(const struct rpm_result *result)
{
	return result->is_finished && result->open == 0 && result->each == 0 && result->problems == 0;
}

static uint64_t digest_file(const char *path)
{
	uint64_t digest = 14695981039346656037u;
	FILE *file = fopen(path, "rb");
	int byte;

	while (file && (byte = getc_unlocked(file)) != EOF)
		digest = (digest ^ (unsigned int)byte) * 1099511628211u;
	if (file)
		fclose(file);
	return digest;
}

static void snapshot_into(FILE *out, const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		char path[4096];
		struct stat status;

		snprintf(path, sizeof(path), "%s/%s", directory, name);
		if (strcmp(name, "..") != 0 && lstat(path, &status) == 0) {
			fprintf(out, "%s %o %ju %jd.%ld %jd.%ld %" PRIx64 "\n", path, status.st_mode,
				(uintmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
				(intmax_t)status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
				S_ISREG(status.st_mode) ? digest_file(path) : 0);
			if (S_ISDIR(status.st_mode) && strcmp(name, ".") != 0)
				snapshot_into(out, path);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

char *rpm_snapshot(const char *directory)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	snapshot_into(out, directory);
	fclose(out);
	return text;
}

const char *rpm_base(void)
{
	const char *temporary = getenv("TMPDIR");

	if (!base[0]) {
		snprintf(base, sizeof(base), "%s/sslinv-rpm-XXXXXX", temporary ? temporary : "/tmp");
		assert_non_null(mkdtemp(base));
	}
	return base;
}

/* All paths that were made, until the base is removed. */
static char **paths;
static size_t path_count;

void rpm_remove_base(void)
{
	if (base[0])
		rpm_shell("chmod -R u+w '%s'; rm -rf '%s'", base, base);
	base[0] = '\0';
	while (path_count > 0)
		free(paths[--path_count]);
	free(paths);
	paths = NULL;
}

const char *rpm_path(const char *format, ...)
{
	char *path = NULL;
	va_list arguments;

	va_start(arguments, format);
	assert_true(vasprintf(&path, format, arguments) >= 0);
	va_end(arguments);
	paths = realloc(paths, (path_count + 1) * sizeof(*paths));
	assert_non_null(paths);
	paths[path_count++] = path;
	return path;
}

int rpm_shell(const char *format, ...)
{
	char command[8192];
	va_list arguments;
	int status;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

char *rpm_output(const char *format, ...)
{
	char command[8192], *text = NULL;
	size_t size = 0, length = 0, count;
	va_list arguments;
	FILE *pipe;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	do {
		if (size - length < 4096) {
			size = size ? size * 2 : 65536;
			text = realloc(text, size);
			assert_non_null(text);
		}
		count = fread(text + length, 1, size - length - 1, pipe);
		length += count;
	} while (count > 0);
	text[length] = '\0';
	assert_int_equal(pclose(pipe), 0);
	return text;
}

unsigned char *rpm_read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	unsigned char *bytes;
	struct stat status;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	*length = (size_t)status.st_size;
	bytes = calloc(1, *length + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, *length, file), *length);
	fclose(file);
	return bytes;
}

void rpm_write_file(const char *path, const void *bytes, size_t length)
{
	FILE *file;

	/* some file systems write at once what replaces the content of a file, but not what is in a new one */
	unlink(path);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

bool rpm_make_fixtures(void)
{
	static int status = -1;
	const char *source = getenv("srcdir");

	if (status < 0)
		status = rpm_shell("sh '%s/tests/fixtures/make_rpm_fixtures.sh' '%s/made' >'%s/made.log' 2>&1",
				   source ? source : ".", rpm_base(), base);
	if (status == 77)
		print_message("skipped: rpm, rpmbuild or a compiler is missing\n");
	else if (status != 0)
		rpm_shell("cat '%s/made.log'", base);
	return status == 0;
}

void rpm_make_log(const char *root, const char *sql)
{
	const char *database = rpm_path("%s/var/lib/rpm/rpmdb.sqlite", root);
	sqlite3 *connection;

	assert_int_equal(sqlite3_open(database, &connection), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(connection, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(rpm_shell("cp '%s' '%s.kept' && cp '%s-wal' '%s.log'", database, database, database, database), 0);
	sqlite3_close(connection);
	assert_int_equal(rpm_shell("rm -f '%s-shm'; mv '%s.kept' '%s' && mv '%s.log' '%s-wal'", database, database, database,
				   database, database),
			 0);
}
