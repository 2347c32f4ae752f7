/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running processes that have OpenSSL mapped. */
#include "process/processes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "base/workers.h"
#include "process/reading.h"
#include "process/status.h"

/* So many processes a thread takes at once. */
#define SHARE 16

struct processes {
	const struct sslinv_root *root;
	struct sslinv_facts *facts;
	struct sslinv_error *error;
	int proc; /* the directory */
	int64_t boot, now;
	long ticks;
	struct sslinv_users users;
	struct sslinv_provider_files files;
	struct sslinv_networks networks;
	struct {
		uint64_t *items;
		size_t count, capacity;
	} pids;
	pthread_mutex_t lock; /* is held while what follows, the facts or the error are changed */
	size_t next;          /* the first pid that nobody has taken */
	uint64_t read, cut;
	struct sslinv_hidden_process hidden;
	bool is_exhausted; /* there were not enough descriptors */
	int rc;
};

static int list_pids(struct processes *processes)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *entries = NULL;
	const struct dirent *entry;
	uint64_t pid, *place;
	int fd = openat(processes->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	entries = fd < 0 ? NULL : fdopendir(fd);
	if (!entries) {
		sslinv_close_fd(&fd);
		return sslinv_error_errno(processes->error, "cannot list the processes in /proc");
	}
	while ((entry = readdir(entries))) {
		if (!sslinv_parse_number(entry->d_name, UINT64_MAX, &pid))
			continue;
		place = sslinv_array_add(&processes->pids);
		if (!place)
			return sslinv_error_memory(processes->error);
		*place = pid;
	}
	return 0;
}

/* The next pids from *first to before the result; none where all are taken, or where it failed. */
static size_t take_share(struct processes *processes, size_t *first)
{
	size_t end;

	pthread_mutex_lock(&processes->lock);
	*first = processes->next;
	end = *first + SHARE < processes->pids.count ? *first + SHARE : processes->pids.count;
	processes->next = end;
	if (processes->rc < 0)
		end = *first;
	pthread_mutex_unlock(&processes->lock);
	return end;
}

static int join(struct processes *processes, struct sslinv_process_reading *reading)
{
	struct sslinv_facts *facts = processes->facts, *own = &reading->facts;

	if (sslinv_array_reserve(&facts->processes.items, &facts->processes.capacity, facts->processes.count,
				 own->processes.count, sizeof(*own->processes.items)) < 0 ||
	    sslinv_array_reserve(&facts->hidden_pids.items, &facts->hidden_pids.capacity, facts->hidden_pids.count,
				 own->hidden_pids.count, sizeof(*own->hidden_pids.items)) < 0)
		return sslinv_error_memory(&reading->error);
	for (size_t i = 0; i < own->processes.count; i++)
		facts->processes.items[facts->processes.count++] = own->processes.items[i];
	for (size_t i = 0; i < own->hidden_pids.count; i++)
		facts->hidden_pids.items[facts->hidden_pids.count++] = own->hidden_pids.items[i];
	sslinv_arena_join(&facts->arena, &own->arena);
	processes->read += reading->read;
	processes->cut += reading->cut;
	processes->is_exhausted |= reading->namespaces.is_exhausted;
	sslinv_hidden_process_add(&processes->hidden, &reading->hidden);
	return 0;
}

/* A thread: reads with caches of its own, and puts what it found to that of the others at its end. */
static void work(void *context)
{
	struct processes *processes = context;
	struct sslinv_process_reading reading = { .proc = processes->proc,
						  .users = &processes->users,
						  .files = &processes->files,
						  .boot = processes->boot,
						  .now = processes->now,
						  .ticks = processes->ticks };
	size_t first, end;
	char name[24];
	int rc = 0;

	sslinv_namespaces_init(&reading.namespaces, processes->proc, processes->root, &processes->networks);
	while (rc == 0 && (end = take_share(processes, &first)) > first)
		for (; rc == 0 && first < end; first++) {
			snprintf(name, sizeof(name), "%" PRIu64, processes->pids.items[first]);
			rc = sslinv_process_read(&reading, processes->pids.items[first], name);
		}
	pthread_mutex_lock(&processes->lock);
	if (rc == 0)
		rc = join(processes, &reading);
	if (rc < 0 && processes->rc == 0) {
		processes->rc = rc;
		*processes->error = reading.error;
	}
	pthread_mutex_unlock(&processes->lock);
	sslinv_process_reading_free(&reading);
}

static int read_all(struct processes *processes)
{
	if (list_pids(processes) < 0)
		return processes->error->code;
	sslinv_workers_run(work, processes);
	return processes->rc;
}

static int by_pid_and_path(const void *a, const void *b)
{
	const struct sslinv_process *left = a, *right = b;

	return left->pid != right->pid ? sslinv_compare(left->pid, right->pid)
				       : strcmp(left->library_path, right->library_path);
}

static int tell(struct sslinv_facts *facts, bool is_failure, const char *message)
{
	return sslinv_facts_add_problem(facts, "processes", NULL, is_failure, message);
}

/*
 * What a container brings with it is judged with its own root, and not with this one. Told with the first process, by whose
 * directory that root can be scanned, and without a count, which would be news at every scan.
 */
static int tell_containers(struct sslinv_facts *facts)
{
	const struct sslinv_process *first = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *message = NULL;

	for (size_t i = 0; i < facts->processes.count && !first; i++)
		if (facts->processes.items[i].container && facts->processes.items[i].package == SSLINV_NO_PACKAGE)
			first = &facts->processes.items[i];
	if (!first)
		return 0;
	message = sslinv_str_format("containers run OpenSSL of their own, which is not judged here, the first in process"
				    " %" PRIu64 " (%s); scan each (`sslinv scan --root /proc/%" PRIu64 "/root`)",
				    first->pid, first->command, first->pid);
	return message ? tell(facts, false, message) : SSLINV_E_MEMORY;
}

/*
 * Processes whose mappings may not be read. They started after the boot, so that none can have an older file mapped where
 * all libraries were put in place before: then it is told, and the scan is complete.
 */
static int tell_hidden(const struct processes *processes, uint64_t count)
{
	bool may_be_stale = processes->files.changed >= processes->boot;
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_quoted(processes->hidden.command);
	SSLINV_CLEANUP(sslinv_free_ptr) char *message =
		name ? sslinv_str_format("%" PRIu64 " process%s may not be read, %s%" PRIu64 "%s%s%s%s%s", count,
					 count == 1 ? "" : "es", count == 1 ? "" : "the first ", processes->hidden.pid,
					 *name ? " (" : "", name, *name ? ")" : "",
					 may_be_stale ? "" : "; OpenSSL was last changed before the system started",
					 geteuid() == 0 ? "" : "; scan as root")
		     : NULL;

	return message ? tell(processes->facts, may_be_stale, message) : SSLINV_E_MEMORY;
}

/* What nobody may see is told once, and is no clean host. */
static int conclude(struct processes *processes)
{
	struct sslinv_facts *facts = processes->facts;
	struct stat status;
	bool is_all_seen = fstatat(processes->proc, "1", &status, 0) == 0;
	int rc = 0;

	if (facts->processes.count)
		qsort(facts->processes.items, facts->processes.count, sizeof(*facts->processes.items), by_pid_and_path);
	facts->processes_read = (struct sslinv_known_count){ true, processes->read };
	facts->processes_hidden = (struct sslinv_known_count){ is_all_seen, facts->hidden_pids.count - processes->cut };
	facts->processes_complete = is_all_seen;
	if (!is_all_seen)
		rc = tell(facts, true, "the kernel hides the processes of other users (hidepid of proc(5)); scan as root");
	if (rc == 0 && facts->hidden_pids.count > processes->cut)
		rc = tell_hidden(processes, facts->hidden_pids.count - processes->cut);
	if (rc == 0)
		rc = tell_containers(facts);
	if (rc == 0 && processes->cut > 0)
		rc = tell(facts, true, "a process has more files of OpenSSL mapped than are told");
	if (rc == 0 && processes->is_exhausted)
		rc = tell(facts, true,
			  "the limit of open files is too low for the mount namespaces here; raise it (`ulimit -n`) and scan"
			  " again");
	return rc;
}

/* Each mount namespace takes a descriptor of every thread. */
static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == limit.rlim_max)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* Is the root that of the running system? In a chroot(2) it is not that of process 1. */
static bool is_of_system(const struct processes *processes)
{
	struct stat own, first;

	if (!processes->root->is_host || fstat(processes->root->fd, &own) < 0)
		return false;
	return fstatat(processes->proc, "1/root", &first, 0) < 0 ||
	       (own.st_dev == first.st_dev && own.st_ino == first.st_ino);
}

static void close_processes(struct processes *processes)
{
	sslinv_users_free(&processes->users);
	sslinv_provider_files_free(&processes->files);
	sslinv_networks_free(&processes->networks);
	free(processes->pids.items);
	sslinv_close_fd(&processes->proc);
	pthread_mutex_destroy(&processes->lock);
}

int sslinv_processes_read(const struct sslinv_root *root, const char *proc, struct sslinv_facts *facts,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(close_processes)
	struct processes processes = { .root = root,
				       .facts = facts,
				       .error = error,
				       .proc = -1,
				       .lock = PTHREAD_MUTEX_INITIALIZER,
				       .networks = SSLINV_NETWORKS_INIT };

	if (!root->is_host)
		return 0;
	processes.proc = open(proc, O_PATH | O_DIRECTORY | O_CLOEXEC);
	processes.boot = processes.proc < 0 ? 0 : sslinv_process_boot_time(processes.proc);
	if (processes.boot == 0)
		return tell(facts, true, "/proc is not mounted: what runs on this host is not known") < 0
			       ? sslinv_error_memory(error)
			       : 0;
	if (!is_of_system(&processes))
		return tell(facts, false, "the root is not that of process 1 (a chroot): processes were not looked at") < 0
			       ? sslinv_error_memory(error)
			       : 0;
	processes.ticks = sysconf(_SC_CLK_TCK);
	processes.ticks = processes.ticks > 0 ? processes.ticks : 100;
	processes.now = time(NULL);
	raise_limit();
	if (sslinv_users_read(root, &processes.users) < 0 || sslinv_provider_files_find(root, facts, &processes.files) < 0)
		return sslinv_error_memory(error);
	if (read_all(&processes) < 0)
		return error->code;
	return conclude(&processes) < 0 ? sslinv_error_memory(error) : 0;
}
