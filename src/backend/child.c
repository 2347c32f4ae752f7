/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parent's side of a backend's child process: start, read its records, know how it ended. */
#include "backend/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backend/serve.h"
#include "base/wire.h"
#include "base/cleanup.h"
#include "base/private_directory.h"
#include "base/str.h"

#define MAX_WAIT_MILLISECONDS 200

/* The children there are, for a signal that ends the program: in this process, under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sslinv_backend_child {
	pid_t pid; /* 0 before it is started */
	char *private_dir;
	struct sslinv_backend_child *next;
} * children;

void sslinv_backend_abandon(void)
{
	pthread_mutex_lock(&lock);
	for (struct sslinv_backend_child *child = children; child; child = child->next)
		if (child->pid > 0)
			kill(child->pid, SIGKILL);
	for (struct sslinv_backend_child *child = children; child; child = child->next)
		while (child->pid > 0 && waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
}

/* Puts a directory, which it takes over, on the list of children. */
static struct sslinv_backend_child *add_child(char *private_dir)
{
	struct sslinv_backend_child *child = calloc(1, sizeof(*child));

	if (!child)
		return NULL;
	*child = (struct sslinv_backend_child){ .private_dir = private_dir, .next = children };
	children = child;
	return child;
}

/* Removes the directory of a child that is gone, and takes it off the list. */
static void forget_child(struct sslinv_backend_child *gone)
{
	pthread_mutex_lock(&lock);
	for (struct sslinv_backend_child **place = &children; *place; place = &(*place)->next)
		if (*place == gone) {
			*place = gone->next;
			break;
		}
	pthread_mutex_unlock(&lock);
	sslinv_private_directory_remove(&gone->private_dir);
	free(gone);
}

static void release(struct sslinv_backend_process *process)
{
	if (process->fd >= 0)
		close(process->fd);
	process->fd = -1;
	process->pid = 0;
	if (process->child)
		forget_child(process->child);
	process->child = NULL;
	process->private_dir = NULL;
}

/* Starts the child, with its directory, so that a signal finds both or none. */
static int start_child(const struct sslinv_backend_request *request, struct sslinv_backend_process *process, int ends[2],
		       struct sslinv_error *error)
{
	char *private_dir;
	int rc = sslinv_private_directory_make(&private_dir, error);

	if (rc < 0)
		return rc;
	process->child = add_child(private_dir);
	if (!process->child) {
		sslinv_private_directory_remove(&private_dir);
		return sslinv_error_memory(error);
	}
	process->private_dir = private_dir;
	/* Signals that end the program stay blocked in the child: it ends when its parent has seen to it, or is gone. */
	process->pid = fork();
	if (process->pid == 0) {
		close(ends[0]);
		sslinv_backend_serve(request, private_dir, ends[1]);
	}
	process->child->pid = process->pid > 0 ? process->pid : 0;
	return process->pid < 0 ? sslinv_error_errno(error, "cannot start a child process") : 0;
}

int sslinv_backend_start(const struct sslinv_backend_request *request, struct sslinv_backend_process *process,
			 struct sslinv_error *error)
{
	int ends[2], rc;

	memset(process, 0, sizeof(*process));
	process->fd = -1;
	process->seconds = request->seconds;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return sslinv_error_errno(error, "cannot make a pipe");
	pthread_mutex_lock(&lock);
	rc = start_child(request, process, ends, error);
	pthread_mutex_unlock(&lock);
	close(ends[1]);
	process->fd = ends[0];
	if (rc < 0)
		release(process);
	return rc;
}

void sslinv_backend_cancel(struct sslinv_backend_process *process)
{
	if (process->pid > 0) {
		kill(process->pid, SIGKILL);
		while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	release(process);
}

struct reading {
	struct sslinv_backend_process *process;
	const struct sslinv_backend_sink *sink;
	bool ended;         /* an END record came */
	int64_t result;     /* what it said */
	bool stopped;       /* the sink does not want more */
	long long deadline; /* milliseconds of the monotonic clock */
};

#define STRING(variable) (sslinv_wire_take_string(record, &(variable)))

static bool take_describe(struct reading *reading, struct sslinv_wire_record *record)
{
	struct sslinv_backend_process *process = reading->process;
	const struct {
		char *buffer;
		size_t size;
	} members[] = {
		{ process->name, sizeof(process->name) },
		{ process->format, sizeof(process->format) },
		{ process->summary, sizeof(process->summary) },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(members); i++) {
		const char *text;

		if (!STRING(text) || !text)
			return false;
		snprintf(members[i].buffer, members[i].size, "%s", text);
	}
	process->described = true;
	return true;
}

static bool take_package(struct reading *reading, struct sslinv_wire_record *record)
{
	struct sslinv_backend_package package = { .size = sizeof(package) };

	if (!STRING(package.name) || !STRING(package.version) || !STRING(package.arch) || !STRING(package.source_name) ||
	    !STRING(package.source_version) || !STRING(package.source_package) || !STRING(package.vendor))
		return false;
	if (!package.name || !package.version || !package.arch)
		return false;
	if (reading->sink->package)
		reading->stopped = reading->sink->package(reading->sink->context, &package) < 0;
	return true;
}

static bool take_file(struct reading *reading, struct sslinv_wire_record *record)
{
	const char *path;

	if (!STRING(path) || !path)
		return false;
	if (reading->sink->file)
		reading->stopped = reading->sink->file(reading->sink->context, path) < 0;
	return true;
}

static bool take_dependency(struct reading *reading, struct sslinv_wire_record *record)
{
	const char *name;
	int64_t kind;

	if (!sslinv_wire_take_number(record, &kind) || !STRING(name) || !name ||
	    (kind != SSLINV_BACKEND_REQUIRES && kind != SSLINV_BACKEND_PROVIDES))
		return false;
	if (reading->sink->dependency)
		reading->stopped = reading->sink->dependency(reading->sink->context, (enum sslinv_backend_dependency)kind,
							     name) < 0;
	return true;
}

static bool take_digest(struct reading *reading, struct sslinv_wire_record *record)
{
	const char *path, *hex;
	int64_t algorithm;

	if (!STRING(path) || !path || !sslinv_wire_take_number(record, &algorithm) || !STRING(hex) || !hex ||
	    algorithm < 0 || algorithm > UINT8_MAX)
		return false;
	if (reading->sink->digest)
		reading->stopped = reading->sink->digest(reading->sink->context, path, (enum sslinv_backend_digest)algorithm,
							 hex) < 0;
	return true;
}

static bool take_changelog(struct reading *reading, struct sslinv_wire_record *record)
{
	const char *version, *text;
	int64_t when;

	if (!sslinv_wire_take_number(record, &when) || !STRING(version) || !STRING(text) || !text)
		return false;
	if (reading->sink->changelog)
		reading->stopped = reading->sink->changelog(reading->sink->context, when, version, text) < 0;
	return true;
}

static bool take_candidate(struct reading *reading, struct sslinv_wire_record *record)
{
	struct sslinv_backend_candidate candidate = { .size = sizeof(candidate) };

	if (!STRING(candidate.name) || !STRING(candidate.arch) || !STRING(candidate.version) || !STRING(candidate.origin) ||
	    !STRING(candidate.label) || !STRING(candidate.archive) || !STRING(candidate.held_by) ||
	    !STRING(candidate.chosen_by))
		return false;
	if (!candidate.name || !candidate.arch || !candidate.version)
		return false;
	if (reading->sink->candidate)
		reading->stopped = reading->sink->candidate(reading->sink->context, &candidate) < 0;
	return true;
}

static bool take_origin(struct reading *reading, struct sslinv_wire_record *record)
{
	struct sslinv_backend_origin origin = { .size = sizeof(origin) };

	if (!STRING(origin.maintainer) || !STRING(origin.build_host) || !STRING(origin.signing_key) ||
	    !STRING(origin.distribution) || !STRING(origin.changelog_version) || !STRING(origin.changelog_suite) ||
	    !STRING(origin.repository_origin) || !STRING(origin.repository_label) || !STRING(origin.repository_suite) ||
	    !STRING(origin.repository_codename) || !sslinv_wire_take_number(record, &origin.built))
		return false;
	if (reading->sink->origin)
		reading->stopped = reading->sink->origin(reading->sink->context, &origin) < 0;
	return true;
}

static bool take_problem(struct reading *reading, struct sslinv_wire_record *record)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *absolute = NULL;
	const char *path, *message;

	if (!STRING(path) || !STRING(message) || !message)
		return false;
	/* As seen from inside the root, whether the backend began it with a slash or not. */
	if (path && path[0] != '/') {
		absolute = sslinv_str_format("/%s", path);
		path = absolute ? absolute : path;
	}
	if (reading->sink->problem)
		reading->stopped = reading->sink->problem(reading->sink->context, path, message) < 0;
	return true;
}

static bool take_absent(struct reading *reading, struct sslinv_wire_record *record)
{
	(void)record;
	reading->process->absent = true;
	return true;
}

static bool take_end(struct reading *reading, struct sslinv_wire_record *record)
{
	reading->ended = true;
	return sslinv_wire_take_number(record, &reading->result);
}

static bool (*const takers[SSLINV_WIRE_TYPE_COUNT])(struct reading *reading, struct sslinv_wire_record *record) = {
	[SSLINV_WIRE_DESCRIBE] = take_describe,
	[SSLINV_WIRE_ABSENT] = take_absent,
	[SSLINV_WIRE_PACKAGE] = take_package,
	[SSLINV_WIRE_FILE] = take_file,
	[SSLINV_WIRE_DEPENDENCY] = take_dependency,
	[SSLINV_WIRE_CHANGELOG] = take_changelog,
	[SSLINV_WIRE_CANDIDATE] = take_candidate,
	[SSLINV_WIRE_PROBLEM] = take_problem,
	[SSLINV_WIRE_END] = take_end,
	[SSLINV_WIRE_DIGEST] = take_digest,
	[SSLINV_WIRE_ORIGIN] = take_origin,
};

/* Hands on all whole records in `data` and keeps the rest. */
static int take_records(struct reading *reading, struct sslinv_str *data, struct sslinv_error *error)
{
	size_t done = 0;

	while (!reading->stopped && !reading->ended) {
		struct sslinv_wire_record record;
		long used = sslinv_wire_parse(data->data + done, data->length - done, &record);

		if (used == 0)
			break;
		/* There are types that no backend sends. */
		if (used < 0 || !takers[record.type] || !takers[record.type](reading, &record) || record.at != record.end)
			return sslinv_error_set(error, SSLINV_E_FORMAT, "the backend sent a broken record");
		done += (size_t)used;
	}
	memmove(data->data, data->data + done, data->length - done);
	data->length -= done;
	return reading->stopped ? SSLINV_E_STOPPED : 0;
}

static long long now_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int out_of_time(const struct reading *reading, struct sslinv_error *error)
{
	return sslinv_error_set(error, SSLINV_E_LIMIT, "the backend did not end within %u seconds and was stopped",
				reading->process->seconds);
}

static int read_all(struct reading *reading, struct sslinv_error *error)
{
	struct sslinv_backend_process *process = reading->process;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str data = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(SSLINV_WIRE_BUFFER);

	if (!buffer)
		return sslinv_error_memory(error);
	for (;;) {
		struct pollfd waiting = { .fd = process->fd, .events = POLLIN };
		long long left = reading->deadline - now_milliseconds();
		ssize_t got;
		int rc;

		if (left <= 0)
			return out_of_time(reading, error);
		/* Woken by time or a signal: look at both again. A signal between the look and the call wakes nothing. */
		if (poll(&waiting, 1, left < MAX_WAIT_MILLISECONDS ? (int)left : MAX_WAIT_MILLISECONDS) <= 0)
			continue;
		got = read(process->fd, buffer, SSLINV_WIRE_BUFFER);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sslinv_error_errno(error, "cannot read from the backend");
		if (got == 0)
			return 0;
		if (sslinv_str_add_bytes(&data, buffer, (size_t)got) < 0)
			return sslinv_error_memory(error);
		rc = take_records(reading, &data, error);
		if (rc < 0 || reading->ended)
			return rc;
	}
}

/* Waits for a child that has closed its end, which is when it ends itself. One that lives on is killed at the deadline. */
static int reap(const struct reading *reading, int *ended, struct sslinv_error *error)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	pid_t child = reading->process->pid;

	while (waitpid(child, ended, WNOHANG) == 0) {
		if (now_milliseconds() >= reading->deadline) {
			kill(child, SIGKILL);
			while (waitpid(child, ended, 0) < 0 && errno == EINTR)
				;
			return out_of_time(reading, error);
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

int sslinv_backend_finish(struct sslinv_backend_process *process, const struct sslinv_backend_sink *sink,
			  struct sslinv_error *error)
{
	struct reading reading = {
		.process = process,
		.sink = sink,
		.deadline = now_milliseconds() + process->seconds * 1000LL,
	};
	int rc = read_all(&reading, error), ended = 0;

	/* One that failed or has said all is not waited for: it may be wrecked, and never end. */
	if (rc < 0 || reading.ended)
		kill(process->pid, SIGKILL);
	close(process->fd);
	process->fd = -1;
	if (rc == 0)
		rc = reap(&reading, &ended, error);
	else
		while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
			;
	release(process);
	if (rc < 0)
		return rc;
	if (reading.ended && reading.result < 0)
		return sslinv_error_set(error, SSLINV_E_FORMAT, "%s",
					strerror(reading.result < -INT_MAX ? EPROTO : (int)-reading.result));
	if (reading.ended)
		return 0;
	if (WIFSIGNALED(ended))
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "the backend was ended by signal %d (%s)%s", WTERMSIG(ended),
					strsignal(WTERMSIG(ended)),
					WTERMSIG(ended) == SIGXCPU ? ": it used up its CPU time" : "");
	return sslinv_error_set(error, SSLINV_E_SYSTEM,
				"the backend gave up with exit status %d before it was done (its library found the data "
				"unreadable, or memory"
				" ran out)",
				WEXITSTATUS(ended));
}
