/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program's side of fetching: the spool, the child, requests and answers. */
#include "fetch/fetch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "fetch/fetch_serve.h"
#include "fetch/fetch_wire.h"
#include "fetch/part.h"

/* A program that was killed leaves a child behind that dies a moment later. */
#define LOCK_TRIES 40
#define LOCK_PAUSE_NANOSECONDS 50000000L
/* What the child may be late with an answer, beyond the limit of the transfer. */
#define SLACK_SECONDS 30
#define MAX_PART_SECONDS (7 * 86400)

struct sslinv_fetcher {
	char *spool; /* absolute */
	int spool_fd;
	pid_t pid;                       /* 0: there is no child */
	struct sslinv_fetch_reach reach; /* of the child */
	struct sslinv_wire_writer requests;
	struct sslinv_fetch_reader answers;
};

/* The one that is open, for a signal that ends the program. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sslinv_fetcher *open_fetcher;

/* What broke off is of use for some days; after that the vendor has another edition. */
static bool is_of_use(int spool_fd, const char *name)
{
	struct stat status;

	return sslinv_part_has_mark(spool_fd, name) && fstatat(spool_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(status.st_mode) && status.st_mtime > time(NULL) - MAX_PART_SECONDS;
}

/* Only plain files are ours: anything else in a directory of that name stays. */
static void empty_spool(int spool_fd)
{
	int copy = openat(spool_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	SSLINV_CLEANUP(sslinv_close_dir) DIR *directory = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (!is_of_use(spool_fd, entry->d_name))
			(void)unlinkat(spool_fd, entry->d_name, 0);
	if (!directory && copy >= 0)
		close(copy);
}

static int busy(const char *spool, struct sslinv_error *error)
{
	return sslinv_error_set(error, SSLINV_E_BUSY, "%s: another `sslinv feed update` is at work; wait for its end",
				spool);
}

/* Whoever had the lock before removed the directory at the end: what was waited for is not there any more. */
static bool is_removed(const struct sslinv_fetcher *fetcher, const char *spool)
{
	struct stat ours, present;

	return fstat(fetcher->spool_fd, &ours) < 0 || lstat(spool, &present) < 0 || ours.st_dev != present.st_dev ||
	       ours.st_ino != present.st_ino;
}

static int lock_spool(struct sslinv_fetcher *fetcher, struct sslinv_error *error)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NANOSECONDS };

	for (int i = 0; flock(fetcher->spool_fd, LOCK_EX | LOCK_NB) < 0; i++) {
		if (errno != EWOULDBLOCK)
			return sslinv_error_errno(error, "%s: the spool cannot be locked", fetcher->spool);
		if (i == LOCK_TRIES)
			return busy(fetcher->spool, error);
		nanosleep(&pause, NULL);
	}
	return 0;
}

static void close_spool(struct sslinv_fetcher *fetcher)
{
	if (fetcher->spool_fd >= 0)
		close(fetcher->spool_fd);
	free(fetcher->spool);
	fetcher->spool_fd = -1;
	fetcher->spool = NULL;
}

/* Returns 1 where another update removed the directory meanwhile. */
static int try_spool(struct sslinv_fetcher *fetcher, const char *spool, struct sslinv_error *error)
{
	struct stat status;
	int rc;

	if (mkdir(spool, 0700) < 0 && errno != EEXIST)
		return sslinv_error_errno(error, "%s: the spool cannot be made", spool);
	fetcher->spool_fd = open(spool, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fetcher->spool_fd < 0 && errno == ENOENT)
		return 1;
	fetcher->spool = realpath(spool, NULL);
	if (!fetcher->spool && errno == ENOENT)
		return 1;
	if (fetcher->spool_fd < 0 || !fetcher->spool || fstat(fetcher->spool_fd, &status) < 0)
		return sslinv_error_errno(error, "%s: the spool cannot be opened", spool);
	if (status.st_uid != geteuid() || (status.st_mode & 022))
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: others can write here; remove it, it is made again",
					spool);
	rc = lock_spool(fetcher, error);
	return rc == 0 && is_removed(fetcher, spool) ? 1 : rc;
}

/* The lock is on the directory itself, so one that was removed while it was waited for is made again. */
static int make_spool(struct sslinv_fetcher *fetcher, const char *spool, struct sslinv_error *error)
{
	int rc;

	for (int i = 0; (rc = try_spool(fetcher, spool, error)) > 0 && i < LOCK_TRIES; i++)
		close_spool(fetcher);
	return rc > 0 ? busy(spool, error) : rc;
}

int sslinv_fetcher_open(const char *spool, struct sslinv_fetcher **result, struct sslinv_error *error)
{
	struct sslinv_fetcher *fetcher = calloc(1, sizeof(*fetcher));
	int rc;

	*result = NULL;
	if (!fetcher)
		return sslinv_error_memory(error);
	fetcher->spool_fd = fetcher->requests.fd = fetcher->answers.fd = -1;
	rc = make_spool(fetcher, spool, error);
	if (rc < 0) {
		close_spool(fetcher);
		free(fetcher);
		return rc;
	}
	empty_spool(fetcher->spool_fd);
	pthread_mutex_lock(&lock);
	open_fetcher = fetcher;
	pthread_mutex_unlock(&lock);
	*result = fetcher;
	return 0;
}

static void close_pipes(struct sslinv_fetcher *fetcher)
{
	if (fetcher->requests.fd >= 0)
		close(fetcher->requests.fd);
	if (fetcher->answers.fd >= 0)
		close(fetcher->answers.fd);
	fetcher->requests.fd = fetcher->answers.fd = -1;
	sslinv_wire_free(&fetcher->requests);
	sslinv_str_free(&fetcher->answers.data);
	fetcher->answers.used = 0;
}

/* Ends the child, if there is one; its wait status. */
static int stop_child(struct sslinv_fetcher *fetcher, bool is_killed)
{
	siginfo_t info;
	int status = 0;

	if (fetcher->pid > 0) {
		if (is_killed)
			kill(fetcher->pid, SIGKILL);
		close_pipes(fetcher);
		/* Its number stays taken until the lock is held: nobody kills another process by it. */
		while (waitid(P_PID, (id_t)fetcher->pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
			;
	}
	pthread_mutex_lock(&lock);
	while (fetcher->pid > 0 && waitpid(fetcher->pid, &status, 0) < 0 && errno == EINTR)
		;
	fetcher->pid = 0;
	pthread_mutex_unlock(&lock);
	return status;
}

static void remove_spool(struct sslinv_fetcher *fetcher)
{
	empty_spool(fetcher->spool_fd);
	(void)rmdir(fetcher->spool);
}

void sslinv_fetch_abandon(void)
{
	pthread_mutex_lock(&lock);
	if (!open_fetcher)
		return;
	if (open_fetcher->pid > 0)
		kill(open_fetcher->pid, SIGKILL);
	while (open_fetcher->pid > 0 && waitpid(open_fetcher->pid, NULL, 0) < 0 && errno == EINTR)
		;
	remove_spool(open_fetcher);
}

void sslinv_fetcher_close(struct sslinv_fetcher *fetcher)
{
	if (!fetcher)
		return;
	(void)stop_child(fetcher, true);
	remove_spool(fetcher);
	pthread_mutex_lock(&lock);
	open_fetcher = NULL;
	pthread_mutex_unlock(&lock);
	close_spool(fetcher);
	free(fetcher->reach.ca);
	free(fetcher);
}

int sslinv_fetcher_open_file(const struct sslinv_fetcher *fetcher, const char *name, const char *address,
			     struct sslinv_error *error)
{
	/* A FIFO would keep us waiting. */
	SSLINV_CLEANUP(sslinv_close_fd) int fd = openat(fetcher->spool_fd, name,
							O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0)
		return sslinv_error_errno(error, "%s: cannot be opened in the spool; try again", address);
	if (!S_ISREG(status.st_mode) || status.st_nlink > 1)
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: is not a plain file in the spool; refused", address);
	return sslinv_take_fd(&fd);
}

static int start_child(struct sslinv_fetcher *fetcher, const struct sslinv_fetch_request *request,
		       struct sslinv_error *error)
{
	int requests[2], answers[2];

	if (fetcher->pid > 0 && sslinv_fetch_reach_fits(&fetcher->reach, request))
		return 0;
	/* What a child may read is settled when it begins. */
	(void)stop_child(fetcher, true);
	if (sslinv_fetch_reach_set(&fetcher->reach, request) < 0)
		return sslinv_error_memory(error);
	if (pipe2(requests, O_CLOEXEC) < 0)
		return sslinv_error_errno(error, "cannot make a pipe");
	if (pipe2(answers, O_CLOEXEC) < 0) {
		close(requests[0]);
		close(requests[1]);
		return sslinv_error_errno(error, "cannot make a pipe");
	}
	pthread_mutex_lock(&lock);
	/* Signals that end the program stay blocked in the child: it ends when its parent has seen to it, or is gone. */
	fetcher->pid = fork();
	if (fetcher->pid == 0)
		sslinv_fetch_serve(fetcher->spool, fetcher->spool_fd, requests[0], answers[1], &fetcher->reach);
	pthread_mutex_unlock(&lock);
	close(requests[0]);
	close(answers[1]);
	fetcher->requests.fd = requests[1];
	fetcher->answers.fd = answers[0];
	if (fetcher->pid > 0)
		return 0;
	close_pipes(fetcher);
	fetcher->pid = 0;
	return sslinv_error_errno(error, "cannot start a child process");
}

/* The child is gone, or is not to be talked to any more. */
static int child_failed(struct sslinv_fetcher *fetcher, const char *address, int rc, struct sslinv_error *error)
{
	int status = stop_child(fetcher, rc == -ETIMEDOUT || rc == -EBADMSG);

	if (rc == -ETIMEDOUT)
		return sslinv_error_set(error, SSLINV_E_LIMIT, "%s: the process that fetches does not answer; try again",
					address);
	if (WIFSIGNALED(status) && rc != -EBADMSG)
		return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: the process that fetches died (%s); try again", address,
					strsignal(WTERMSIG(status)));
	return sslinv_error_set(error, SSLINV_E_SYSTEM, "%s: the process that fetches ended too early; try again", address);
}

/* Reads until the answer comes. */
static int read_answer(struct sslinv_fetcher *fetcher, const struct sslinv_fetch_request *request,
		       sslinv_fetch_progress *progress, void *context, struct sslinv_fetch_answer *answer)
{
	const int patience = (int)(request->limits.seconds + SLACK_SECONDS) * 1000;
	struct sslinv_wire_record record;
	int rc;

	while ((rc = sslinv_fetch_next(&fetcher->answers, patience, &record)) > 0) {
		int64_t bytes, total;

		if (record.type != SSLINV_WIRE_PROGRESS)
			return sslinv_fetch_take_answer(&record, answer) ? 0 : -EBADMSG;
		if (!sslinv_wire_take_number(&record, &bytes) || !sslinv_wire_take_number(&record, &total) || bytes < 0)
			return -EBADMSG;
		if (progress)
			progress(context, (uint64_t)bytes, total);
	}
	return rc == 0 ? -EPIPE : rc;
}

int sslinv_fetch(struct sslinv_fetcher *fetcher, const struct sslinv_fetch_request *request, sslinv_fetch_progress *progress,
		 void *context, struct sslinv_fetch_answer *answer, struct sslinv_error *error)
{
	int rc = start_child(fetcher, request, error);

	if (rc < 0)
		return rc;
	rc = sslinv_fetch_send_request(&fetcher->requests, request);
	if (rc == 0)
		rc = read_answer(fetcher, request, progress, context, answer);
	if (rc < 0)
		return child_failed(fetcher, request->address, rc, error);
	switch (answer->outcome) {
	case SSLINV_FETCH_NEW:
	case SSLINV_FETCH_SAME:
		return 0;
	default:
		return sslinv_error_set(error,
					answer->outcome == SSLINV_FETCH_MISSING ? SSLINV_E_NOT_FOUND : SSLINV_E_SYSTEM, "%s",
					answer->reason ? answer->reason : "no reason was told");
	}
}
