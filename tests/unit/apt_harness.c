/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the apt backend on a root and keeps what it hands over; makes and changes roots. For tests only. */
#include "apt_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "sslinv/backend.h"

extern const struct sslinv_backend sslinv_backend;

static char base[128];

const char *apt_base(void)
{
	const char *parent = getenv("TMPDIR");

	if (!*base) {
		snprintf(base, sizeof(base), "%s/sslinv-apt-XXXXXX", parent ? parent : "/tmp");
		assert_non_null(mkdtemp(base));
	}
	return base;
}

void apt_remove_base(void)
{
	if (*base)
		apt_shell("chmod -R u+rwX '%s'; rm -rf '%s'", base, base);
	*base = '\0';
}

const char *apt_format(const char *format, ...)
{
	static char texts[16][1024];
	static unsigned next;
	char *text = texts[next++ % 16];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(texts[0]), format, arguments);
	va_end(arguments);
	return text;
}

static char *run_shell(const char *command)
{
	FILE *pipe = popen(command, "r"), *memory;
	char *text = NULL, chunk[4096];
	size_t length = 0, got;
	int rc;

	assert_non_null(pipe);
	memory = open_memstream(&text, &length);
	assert_non_null(memory);
	while ((got = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		fwrite(chunk, 1, got, memory);
	fclose(memory);
	rc = pclose(pipe);
	if (rc != 0)
		print_message("# status %d from: %s\n", rc, command);
	assert_int_equal(rc, 0);
	return text;
}

#define FORMATTED(variable, format)                                                                                         \
	do {                                                                                                                \
		va_list arguments;                                                                                          \
		va_start(arguments, format);                                                                                \
		assert_true(vasprintf(&(variable), format, arguments) >= 0);                                                \
		va_end(arguments);                                                                                          \
	} while (0)

void apt_shell(const char *format, ...)
{
	char *command = NULL;

	FORMATTED(command, format);
	free(run_shell(command));
	free(command);
}

char *apt_output(const char *format, ...)
{
	char *command = NULL, *text;

	FORMATTED(command, format);
	text = run_shell(command);
	free(command);
	return text;
}

char *apt_snapshot(const char *directory)
{
	return apt_output("cd '%s' && find . -printf '%%p %%y %%m %%s %%T@ %%C@ %%i %%l\\n' | LC_ALL=C sort && "
			  "find . -type f -size -20M -exec sha256sum {} + | LC_ALL=C sort",
			  directory);
}

void apt_write(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

char *apt_read(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *bytes;
	long size;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	rewind(file);
	bytes = malloc((size_t)size + 1);
	assert_non_null(bytes);
	*length = fread(bytes, 1, (size_t)size, file);
	assert_int_equal(*length, size);
	bytes[size] = '\0';
	fclose(file);
	return bytes;
}

const char *apt_fixture(void)
{
	static char root[192];
	const char *srcdir = getenv("srcdir");

	if (*root)
		return root;
	if (system("dpkg --version >/dev/null 2>&1 && dpkg-deb --version >/dev/null 2>&1") != 0) {
		print_message("# skipped: the fixtures are made with dpkg and dpkg-deb, which are not installed\n");
		return NULL;
	}
	apt_shell("sh '%s/tests/fixtures/make_deb_fixtures.sh' '%s/made' >&2", srcdir ? srcdir : ".", apt_base());
	snprintf(root, sizeof(root), "%s/made/root", apt_base());
	return root;
}

const char *apt_copy(void)
{
	static unsigned number;
	static char root[192];

	if (!apt_fixture())
		return NULL;
	snprintf(root, sizeof(root), "%s/copy%u", apt_base(), number++);
	apt_shell("cp -a '%s' '%s'", apt_fixture(), root);
	return root;
}

/*
 * ---- the host and the sink
 * ------------------------------------------------------------------------------------------------
 */

struct collector {
	struct sslinv_backend_host host;
	struct sslinv_backend_sink sink;
	struct apt_result *result;
	void *state;
	unsigned ask;
	size_t stop;
	int stop_value;
	char private_path[160];
	FILE *packages, *files, *dependencies, *changelogs, *candidates, *problems, *origins;
	const struct sslinv_backend_package *package; /* of which is spoken */
};

static int host_open(const struct sslinv_backend_host *host, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(unsigned)flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT };
	long fd;

	if ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)))
		return -EINVAL;
	fd = syscall(SYS_openat2, host->root_fd, path, &how, sizeof(how));
	return fd < 0 ? -errno : (int)fd;
}

static const char *host_private_dir(const struct sslinv_backend_host *host)
{
	/* The host is the collector's first member. */
	struct collector *collector = (struct collector *)host;

	if (!*collector->private_path) {
		snprintf(collector->private_path, sizeof(collector->private_path), "%s/private-XXXXXX", apt_base());
		assert_non_null(mkdtemp(collector->private_path));
	}
	return collector->private_path;
}

static int take_package(void *context, const struct sslinv_backend_package *package)
{
	struct collector *collector = context;
	int rc = 0;

	assert_int_equal(package->size, sizeof(*package));
	assert_null(package->source_package);
	assert_null(package->vendor);
	if (++collector->result->package_count == collector->stop)
		return collector->stop_value;
	fprintf(collector->packages, "%s:%s %s %s %s\n", package->name, package->arch, package->version,
		package->source_name, package->source_version);
	collector->package = package;
	if (collector->ask & APT_FILES)
		rc = sslinv_backend.each_file(collector->state, package, &collector->sink);
	if (!rc && (collector->ask & APT_DEPENDENCIES))
		rc = sslinv_backend.each_dependency(collector->state, package, &collector->sink);
	if (!rc && (collector->ask & APT_CHANGELOG))
		rc = sslinv_backend.changelog(collector->state, package, &collector->sink);
	if (!rc && (collector->ask & APT_ORIGIN))
		rc = sslinv_backend.origin(collector->state, package, &collector->sink);
	return rc;
}

static int take_file(void *context, const char *path)
{
	struct collector *collector = context;

	fprintf(collector->files, "%s:%s %s\n", collector->package->name, collector->package->arch, path);
	return 0;
}

static int take_dependency(void *context, enum sslinv_backend_dependency kind, const char *name)
{
	struct collector *collector = context;

	fprintf(collector->dependencies, "%s:%s %s %s\n", collector->package->name, collector->package->arch,
		kind == SSLINV_BACKEND_PROVIDES ? "provides" : "requires", name);
	return 0;
}

static int take_changelog(void *context, int64_t when, const char *version, const char *text)
{
	struct collector *collector = context;

	fprintf(collector->changelogs, "%s:%s %lld %s|", collector->package->name, collector->package->arch, (long long)when,
		version ? version : "-");
	for (; *text; text++)
		fputc(*text == '\n' ? '/' : *text, collector->changelogs);
	fputc('\n', collector->changelogs);
	return 0;
}

static int take_origin(void *context, const struct sslinv_backend_origin *origin)
{
	const char *const words[] = { origin->maintainer,         origin->changelog_version, origin->changelog_suite,
				      origin->repository_origin,  origin->repository_label,  origin->repository_suite,
				      origin->repository_codename };
	struct collector *collector = context;

	fprintf(collector->origins, "%s:%s ", collector->package->name, collector->package->arch);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		fprintf(collector->origins, "%s%s", i ? "|" : "", words[i] ? words[i] : "-");
	fputc('\n', collector->origins);
	return 0;
}

static int take_candidate(void *context, const struct sslinv_backend_candidate *candidate)
{
	struct collector *collector = context;

	fprintf(collector->candidates, "%s:%s %s %s %s %s%s%s\n", candidate->name, candidate->arch, candidate->version,
		candidate->origin ? candidate->origin : "-", candidate->label ? candidate->label : "-",
		candidate->archive ? candidate->archive : "-", candidate->held_by ? " held by " : "",
		candidate->held_by ? candidate->held_by : "");
	return 0;
}

static int take_problem(void *context, const char *path, const char *message)
{
	struct collector *collector = context;

	assert_non_null(message);
	assert_true(*message);
	fprintf(collector->problems, "%s: %s\n", path ? path : "-", message);
	collector->result->problem_count++;
	return 0;
}

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_lines(char **text)
{
	char **lines = NULL, *sorted = NULL, *rest = NULL;
	size_t count = 0, length = 0;
	FILE *memory;

	for (char *line = strtok_r(*text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if ((count & (count - 1)) == 0) {
			lines = realloc(lines, (count ? 2 * count : 1) * sizeof(*lines));
			assert_non_null(lines);
		}
		lines[count++] = line;
	}
	if (count)
		qsort(lines, count, sizeof(*lines), compare_lines);
	memory = open_memstream(&sorted, &length);
	for (size_t i = 0; i < count; i++)
		fprintf(memory, "%s\n", lines[i]);
	fclose(memory);
	free(lines);
	free(*text);
	*text = sorted;
}

static struct apt_result run(struct collector *collector, const char *root, const char *const *wanted)
{
	struct apt_result result = { 0 };
	size_t lengths[7];
	char *temporary = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
	struct {
		FILE **file;
		char **text;
	} const outputs[] = {
		{ &collector->packages, &result.packages },         { &collector->files, &result.files },
		{ &collector->dependencies, &result.dependencies }, { &collector->changelogs, &result.changelogs },
		{ &collector->candidates, &result.candidates },     { &collector->problems, &result.problems },
		{ &collector->origins, &result.origins },
	};

	collector->host = (struct sslinv_backend_host){
		.size = sizeof(collector->host),
		.root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC),
		.root_path = root,
		.open = host_open,
		.private_dir = host_private_dir,
	};
	collector->sink = (struct sslinv_backend_sink){
		.size = sizeof(collector->sink),
		.context = collector,
		.package = take_package,
		.file = take_file,
		.dependency = take_dependency,
		.changelog = take_changelog,
		.candidate = take_candidate,
		.problem = take_problem,
		.origin = take_origin,
	};
	assert_true(collector->host.root_fd >= 0);
	collector->result = &result;
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
		*outputs[i].file = open_memstream(outputs[i].text, &lengths[i]);
		assert_non_null(*outputs[i].file);
	}
	/* Whatever blocks ends the program, and so the test. */
	alarm(120);
	result.probe = sslinv_backend.probe(&collector->host);
	if (result.probe == SSLINV_BACKEND_PRESENT)
		result.open = sslinv_backend.open(&collector->host, &collector->sink, &collector->state);
	if (result.probe == SSLINV_BACKEND_PRESENT && !result.open) {
		result.each = sslinv_backend.each_package(collector->state, &collector->sink);
		for (size_t i = 0; wanted && wanted[i]; i++) {
			char name[128], arch[32];
			int rc;

			assert_int_equal(sscanf(wanted[i], "%127s %31s", name, arch), 2);
			rc = sslinv_backend.candidate(collector->state, name, arch, &collector->sink);
			result.candidate = rc ? rc : result.candidate;
		}
	}
	sslinv_backend.close(collector->state);
	alarm(0);
	/* The backend has a process of its own, and sets this for it. */
	if (temporary)
		setenv("TMPDIR", temporary, 1);
	else
		unsetenv("TMPDIR");
	free(temporary);
	close(collector->host.root_fd);
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		fclose(*outputs[i].file);
	sort_lines(&result.packages);
	sort_lines(&result.files);
	if (*collector->private_path)
		apt_shell("rm -rf '%s'", collector->private_path);
	return result;
}

struct apt_result apt_run(const char *root, unsigned ask, const char *const *wanted)
{
	struct collector collector = { .ask = ask };

	return run(&collector, root, wanted);
}

struct apt_result apt_run_until(const char *root, size_t stop, int value)
{
	struct collector collector = { .stop = stop, .stop_value = value };

	return run(&collector, root, NULL);
}

void apt_result_free(struct apt_result *result)
{
	free(result->packages);
	free(result->files);
	free(result->dependencies);
	free(result->changelogs);
	free(result->candidates);
	free(result->origins);
	free(result->problems);
	memset(result, 0, sizeof(*result));
}

bool apt_is_complete(const struct apt_result *result)
{
	return result->probe == SSLINV_BACKEND_PRESENT && !result->open && !result->each && !result->candidate &&
	       !result->problem_count;
}

bool apt_has_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (const char *at = text; (at = strstr(at, line)); at++)
		if ((at == text || at[-1] == '\n') && at[length] == '\n')
			return true;
	return false;
}
