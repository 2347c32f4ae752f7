/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running processes that have OpenSSL mapped. */
#include "process/processes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/search.h"
#include "base/str.h"
#include "openssl/soname.h"
#include "process/cgroup.h"
#include "process/disk.h"
#include "process/maps.h"
#include "process/namespaces.h"
#include "process/providers.h"
#include "process/sockets.h"
#include "process/status.h"
#include "process/users.h"

/* A process has a handful; who maps more by far wants to fill the inventory. */
#define MAX_MAPPED 64

/* A mapped file that was looked at, with the strings of its key in the arena of what is read. */
struct known {
	const struct sslinv_mount_view *view;
	struct sslinv_map map;
	struct sslinv_mapped mapped;
};

struct reading {
	const struct sslinv_root *root;
	struct sslinv_facts *facts;
	struct sslinv_error *error;
	int proc; /* the directory */
	int64_t boot;
	long ticks; /* in a second */
	int64_t now;
	struct sslinv_users users;
	struct sslinv_provider_files files;
	struct sslinv_namespaces namespaces;
	struct sslinv_arena arena;
	struct {
		struct known **items;
		size_t count, capacity;
	} known;
	uint64_t read;
	uint64_t cut; /* so many have more mapped than is told */
};

/* The files of one process that are of interest. */
struct mapped_files {
	struct reading *reading;
	bool is_cut; /* there are more */
	struct {
		struct sslinv_map *items; /* their paths are owned */
		size_t count, capacity;
	} maps;
};

static void free_files(struct mapped_files *files)
{
	for (size_t i = 0; i < files->maps.count; i++)
		free((char *)files->maps.items[i].path);
	free(files->maps.items);
}

/* By its name, by the path or the number of a library that the scan knows. */
static bool is_of_interest(const struct reading *reading, const struct sslinv_map *map)
{
	size_t length = sslinv_map_name_length(map->path);
	char name[PATH_MAX];

	if (sslinv_map_is_memory(map->path))
		return false;
	if (sslinv_soname_is_openssl(map->path) || sslinv_provider_has_inode(&reading->files, map->inode))
		return true;
	if (length >= sizeof(name))
		return false;
	memcpy(name, map->path, length);
	name[length] = '\0';
	return sslinv_provider_by_path(&reading->files, name) || sslinv_provider_by_path(&reading->files, map->path);
}

static bool is_same_file(const struct sslinv_map *a, const struct sslinv_map *b)
{
	return a->inode == b->inode && a->major == b->major && a->minor == b->minor && strcmp(a->path, b->path) == 0;
}

static int take_map(void *context, const struct sslinv_map *map)
{
	struct mapped_files *files = context;
	struct sslinv_map *place;
	char *path;

	if (!is_of_interest(files->reading, map))
		return 0;
	for (size_t i = 0; i < files->maps.count; i++)
		if (is_same_file(&files->maps.items[i], map))
			return 0;
	if (files->maps.count == MAX_MAPPED) {
		files->is_cut = true;
		return 0;
	}
	path = strdup(map->path);
	place = path ? sslinv_array_add(&files->maps) : NULL;
	if (!place) {
		free(path);
		return -ENOMEM;
	}
	*place = *map;
	place->path = path;
	return 0;
}

/* What is known of a mapped file of that mount namespace; looked at once. NULL when out of memory. */
static const struct sslinv_mapped *look_at(struct reading *reading, const struct sslinv_mount_view *view, int fd,
					   const struct sslinv_map *map)
{
	struct known *known, **place;

	for (size_t i = reading->known.count; i > 0; i--) {
		known = reading->known.items[i - 1];
		if (known->view == view && is_same_file(&known->map, map) &&
		    (view->has_root || known->mapped.fate != SSLINV_MAPPED_NOT_SEEN))
			return &known->mapped;
	}
	known = sslinv_arena_alloc(&reading->arena, sizeof(*known));
	if (!known)
		return NULL;
	known->view = view;
	known->map = *map;
	known->map.path = sslinv_arena_strdup(&reading->arena, map->path);
	if (!known->map.path || sslinv_mapped_look(&reading->files, view, fd, map, &reading->arena, &known->mapped) < 0)
		return NULL;
	place = sslinv_array_add(&reading->known);
	if (!place)
		return NULL;
	*place = known;
	return &known->mapped;
}

/* Who has ended, or has become another program, has that memory no more. */
static bool is_still_there(int maps)
{
	char byte;

	return pread(maps, &byte, 1, 0) == 1;
}

static int find_groups(int fd, struct sslinv_facts *facts, struct sslinv_process *process)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str unit = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str container = { 0 };
	char text[16384];
	int rc = sslinv_process_file(fd, "cgroup", text, sizeof(text));

	if (rc < 0)
		return 0;
	rc = sslinv_cgroup_parse(text, &unit, &container);
	if (rc == 0 && unit.length) {
		process->unit = sslinv_facts_text(facts, unit.data);
		rc = process->unit ? 0 : SSLINV_E_MEMORY;
	}
	if (rc == 0 && container.length) {
		process->container = sslinv_facts_text(facts, container.data);
		rc = process->container ? 0 : SSLINV_E_MEMORY;
	}
	return rc;
}

/* The directory of a process belongs to its effective user. */
static int find_user(const struct reading *reading, int fd, struct sslinv_process *process)
{
	struct stat status;
	const char *name;
	char number[16];

	if (fstat(fd, &status) < 0)
		return 0;
	snprintf(number, sizeof(number), "%u", (unsigned)status.st_uid);
	name = sslinv_users_name(&reading->users, status.st_uid);
	process->user = sslinv_facts_text(reading->facts, name ? name : number);
	return process->user ? 0 : SSLINV_E_MEMORY;
}

static int find_executable(int fd, struct sslinv_facts *facts, struct sslinv_process *process)
{
	char path[PATH_MAX];
	ssize_t length = readlinkat(fd, "exe", path, sizeof(path) - 1);

	if (length < 0)
		return 0;
	path[length] = '\0';
	path[sslinv_map_name_length(path)] = '\0';
	process->executable = sslinv_facts_text(facts, path);
	return process->executable ? 0 : SSLINV_E_MEMORY;
}

static int find_listening(struct reading *reading, int fd, struct sslinv_process *process)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	const struct sslinv_network_view *view = sslinv_namespaces_network(&reading->namespaces, fd);

	if (!view || sslinv_sockets_of(&view->sockets, fd, &text) < 0)
		return SSLINV_E_MEMORY;
	if (text.length == 0)
		return 0;
	process->listening = sslinv_facts_text(reading->facts, text.data);
	return process->listening ? 0 : SSLINV_E_MEMORY;
}

/* All that is the same for every library of a process. */
static int describe(struct reading *reading, int fd, const struct sslinv_process_status *status,
		    struct sslinv_process *process)
{
	process->command = sslinv_facts_text(reading->facts, status->command);
	process->started = reading->boot + (int64_t)(status->started / (uint64_t)reading->ticks);
	if (!process->command || find_groups(fd, reading->facts, process) < 0 || find_user(reading, fd, process) < 0 ||
	    find_executable(fd, reading->facts, process) < 0 || find_listening(reading, fd, process) < 0)
		return SSLINV_E_MEMORY;
	return 0;
}

/* One library of a process. */
static int add_process(struct reading *reading, const struct sslinv_process *described, const struct sslinv_mapped *mapped)
{
	struct sslinv_process *process = sslinv_array_add(&reading->facts->processes);
	enum sslinv_mapped_fate fate = sslinv_mapped_fate_since(mapped, described->started, reading->now);

	if (!process)
		return SSLINV_E_MEMORY;
	*process = *described;
	process->library_path = sslinv_facts_text(reading->facts, mapped->path);
	process->state = sslinv_mapped_state(fate);
	process->evidence = sslinv_mapped_evidence(fate);
	process->package = mapped->in_place ? mapped->in_place->package : SSLINV_NO_PACKAGE;
	process->version = sslinv_facts_text(reading->facts, mapped->version);
	return !process->library_path || (mapped->version && !process->version) ? SSLINV_E_MEMORY : 0;
}

/* A process that has something of interest mapped; what is found is taken back where it changes meanwhile. */
static int add_files(struct reading *reading, uint64_t pid, int fd, int maps, const struct mapped_files *files)
{
	struct sslinv_process process = { .pid = pid };
	size_t before = reading->facts->processes.count;
	struct sslinv_process_status status;
	const struct sslinv_mount_view *view;

	if (sslinv_process_status_read(fd, &status) < 0 || status.is_zombie)
		return 0;
	view = sslinv_namespaces_mounts(&reading->namespaces, fd, status.parent);
	if (!view || describe(reading, fd, &status, &process) < 0)
		return SSLINV_E_MEMORY;
	if (!process.container && !view->is_own && !view->shares_root)
		process.container = SSLINV_CONTAINER_UNNAMED;
	for (size_t i = 0; i < files->maps.count; i++) {
		const struct sslinv_mapped *mapped = look_at(reading, view, fd, &files->maps.items[i]);

		if (!mapped || add_process(reading, &process, mapped) < 0)
			return SSLINV_E_MEMORY;
	}
	if (!is_still_there(maps))
		reading->facts->processes.count = before;
	return 0;
}

/* Its mappings may not be read: does it have any? */
static bool may_have_mappings(int fd)
{
	struct sslinv_process_status status;
	int rc = sslinv_process_status_read(fd, &status);

	return rc != -ESRCH && rc != -ENOENT && !(rc == 0 && (status.is_kernel || status.is_zombie));
}

static int add_hidden(struct reading *reading, uint64_t pid)
{
	uint64_t *place = sslinv_array_add(&reading->facts->hidden_pids);

	if (!place)
		return sslinv_error_memory(reading->error);
	*place = pid;
	return 0;
}

static int read_process(struct reading *reading, uint64_t pid, const char *name)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = openat(reading->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	SSLINV_CLEANUP(sslinv_close_fd) int maps = fd < 0 ? -1 : openat(fd, "maps", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	SSLINV_CLEANUP(free_files) struct mapped_files files = { .reading = reading };
	int rc;

	if (maps < 0) {
		if (errno == ENOENT || errno == ESRCH || !may_have_mappings(fd))
			return 0;
		return add_hidden(reading, pid);
	}
	rc = sslinv_maps_read(maps, take_map, &files);
	if (rc == -ENOMEM)
		return sslinv_error_memory(reading->error);
	if (rc < 0 && rc != -ESRCH)
		return may_have_mappings(fd) ? add_hidden(reading, pid) : 0;
	reading->read++;
	if (files.is_cut) {
		reading->cut++;
		if (add_hidden(reading, pid) < 0)
			return reading->error->code;
	}
	if (files.maps.count && add_files(reading, pid, fd, maps, &files) < 0)
		return sslinv_error_memory(reading->error);
	return 0;
}

static int read_all(struct reading *reading)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *entries = NULL;
	const struct dirent *entry;
	uint64_t pid;
	int rc = 0, fd = openat(reading->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	entries = fd < 0 ? NULL : fdopendir(fd);
	if (!entries) {
		sslinv_close_fd(&fd);
		return sslinv_error_errno(reading->error, "cannot list the processes in /proc");
	}
	while (rc == 0 && (entry = readdir(entries)))
		if (sslinv_parse_number(entry->d_name, UINT64_MAX, &pid))
			rc = read_process(reading, pid, entry->d_name);
	return rc;
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

/* What nobody may see is told once, and is no clean host. */
static int conclude(struct reading *reading)
{
	struct sslinv_facts *facts = reading->facts;
	struct stat status;
	bool is_all_seen = fstatat(reading->proc, "1", &status, 0) == 0;
	int rc = 0;

	if (facts->processes.count)
		qsort(facts->processes.items, facts->processes.count, sizeof(*facts->processes.items), by_pid_and_path);
	facts->processes_read = (struct sslinv_known_count){ true, reading->read };
	facts->processes_hidden = (struct sslinv_known_count){ is_all_seen, facts->hidden_pids.count - reading->cut };
	facts->processes_complete = is_all_seen;
	if (!is_all_seen)
		rc = tell(facts, true, "the kernel hides the processes of other users (hidepid of proc(5)); scan as root");
	if (rc == 0 && facts->hidden_pids.count > reading->cut)
		rc = tell(facts, true, "what some processes have in memory may not be read; scan as root");
	if (rc == 0 && reading->cut > 0)
		rc = tell(facts, true, "a process has more files of OpenSSL mapped than are told");
	return rc;
}

/* Is the root that of the running system? In a chroot(2) it is not that of process 1. */
static bool is_of_system(const struct reading *reading)
{
	struct stat own, first;

	if (!reading->root->is_host || fstat(reading->root->fd, &own) < 0)
		return false;
	return fstatat(reading->proc, "1/root", &first, 0) < 0 || (own.st_dev == first.st_dev && own.st_ino == first.st_ino);
}

static void close_reading(struct reading *reading)
{
	sslinv_users_free(&reading->users);
	sslinv_provider_files_free(&reading->files);
	sslinv_namespaces_free(&reading->namespaces);
	free(reading->known.items);
	sslinv_arena_free(&reading->arena);
	sslinv_close_fd(&reading->proc);
}

int sslinv_processes_read(const struct sslinv_root *root, const char *proc, struct sslinv_facts *facts,
			  struct sslinv_error *error)
{
	SSLINV_CLEANUP(close_reading) struct reading reading = { .root = root, .facts = facts, .error = error };

	reading.proc = root->is_host ? open(proc, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	if (!root->is_host)
		return 0;
	reading.boot = reading.proc < 0 ? 0 : sslinv_process_boot_time(reading.proc);
	if (reading.boot == 0)
		return tell(facts, true, "/proc is not mounted: what runs on this host is not known") < 0
			       ? sslinv_error_memory(error)
			       : 0;
	if (!is_of_system(&reading))
		return tell(facts, false, "the root is not that of process 1 (a chroot): processes were not looked at") < 0
			       ? sslinv_error_memory(error)
			       : 0;
	reading.ticks = sysconf(_SC_CLK_TCK);
	reading.ticks = reading.ticks > 0 ? reading.ticks : 100;
	reading.now = time(NULL);
	sslinv_namespaces_init(&reading.namespaces, reading.proc, root);
	if (sslinv_users_read(root, &reading.users) < 0 || sslinv_provider_files_find(root, facts, &reading.files) < 0)
		return sslinv_error_memory(error);
	if (read_all(&reading) < 0)
		return error->code;
	return conclude(&reading) < 0 ? sslinv_error_memory(error) : 0;
}
