/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One running process: what of interest it has mapped, and what it is. */
#include "process/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "openssl/soname.h"
#include "process/cgroup.h"
#include "process/maps.h"
#include "process/sockets.h"
#include "process/status.h"

/* A process has a handful; who maps more by far wants to fill the inventory. */
#define MAX_MAPPED 64

/* So many files are told by one thread, and of so many different ones the contents are looked at: users can make up any
 * number. */
#define MAX_TOLD 50000
#define MAX_LOOKED_INTO 2000

/* The files of one process that are of interest. */
struct mapped_files {
	struct sslinv_process_reading *reading;
	bool is_cut; /* there are more */
	struct {
		struct sslinv_map *items; /* their paths are owned */
		size_t count, capacity;
	} maps;
};

static void free_maps(struct mapped_files *files)
{
	while (files->maps.count)
		free((char *)files->maps.items[--files->maps.count].path);
}

static void free_files(struct mapped_files *files)
{
	free_maps(files);
	free(files->maps.items);
}

/* By its name, by the path or the number of a library that the scan knows. */
static bool is_of_interest(const struct sslinv_process_reading *reading, const struct sslinv_map *map)
{
	size_t length = sslinv_map_name_length(map->path);
	char name[PATH_MAX];

	if (sslinv_map_is_memory(map->path))
		return false;
	if (sslinv_soname_is_openssl(map->path) || sslinv_provider_has_inode(reading->files, map->inode))
		return true;
	if (length >= sizeof(name))
		return false;
	memcpy(name, map->path, length);
	name[length] = '\0';
	return sslinv_provider_by_path(reading->files, name) || sslinv_provider_by_path(reading->files, map->path);
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
static const struct sslinv_known_mapping *look_at(struct sslinv_process_reading *reading,
						  const struct sslinv_mount_view *view, int fd, const struct sslinv_map *map)
{
	struct sslinv_known_mapping *known, **place;

	for (size_t i = reading->known.count; i > 0; i--) {
		known = reading->known.items[i - 1];
		if (known->view == view && is_same_file(&known->map, map) &&
		    (view->has_root || known->mapped.fate != SSLINV_MAPPED_NOT_SEEN))
			return known;
	}
	known = sslinv_arena_alloc(&reading->arena, sizeof(*known));
	if (!known)
		return NULL;
	known->view = view;
	known->map = *map;
	known->map.path = sslinv_arena_strdup(&reading->arena, map->path);
	if (!known->map.path || sslinv_mapped_look(reading->files, view, fd, map, reading->known.count < MAX_LOOKED_INTO,
						   &reading->arena, &known->mapped) < 0)
		return NULL;
	known->path = sslinv_facts_text(&reading->facts, known->mapped.path);
	known->version = sslinv_facts_text(&reading->facts, known->mapped.version);
	if (!known->path || (known->mapped.version && !known->version))
		return NULL;
	place = sslinv_array_add(&reading->known);
	if (!place)
		return NULL;
	*place = known;
	return known;
}

/* Who has ended, or has become another program, has that memory no more. */
static bool is_still_there(int maps)
{
	char byte;

	return pread(maps, &byte, 1, 0) == 1;
}

/* A text of a process in its stored form; NULL for an empty one. Returns 0 or SSLINV_E_MEMORY. */
static int keep_text(struct sslinv_facts *facts, const struct sslinv_str *text, const char **kept)
{
	*kept = text->length ? sslinv_facts_text(facts, text->data) : NULL;
	return text->length && !*kept ? SSLINV_E_MEMORY : 0;
}

/* Takes those groups for the last ones. */
static int parse_groups(struct sslinv_process_reading *reading, const char *text)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str unit = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str container = { 0 };
	struct sslinv_last_process *last = &reading->last;

	sslinv_str_reset(&last->groups);
	if (sslinv_cgroup_parse(text, &unit, &container) < 0 || keep_text(&reading->facts, &unit, &last->unit) < 0 ||
	    keep_text(&reading->facts, &container, &last->container) < 0)
		return SSLINV_E_MEMORY;
	return sslinv_str_add(&last->groups, text);
}

static int find_groups(struct sslinv_process_reading *reading, int fd, struct sslinv_process *process)
{
	char text[16384];

	if (sslinv_process_file(fd, "cgroup", text, sizeof(text)) <= 0)
		return 0;
	if (strcmp(text, sslinv_str_text(&reading->last.groups)) != 0 && parse_groups(reading, text) < 0)
		return SSLINV_E_MEMORY;
	process->unit = reading->last.unit;
	process->container = reading->last.container;
	return 0;
}

/* The directory of a process belongs to its effective user. */
static int find_user(struct sslinv_process_reading *reading, int fd, struct sslinv_process *process)
{
	struct stat status;
	const char *name;
	char number[16];

	if (fstat(fd, &status) < 0)
		return 0;
	process->user = reading->last.user;
	if (process->user && reading->last.user_id == status.st_uid)
		return 0;
	snprintf(number, sizeof(number), "%u", (unsigned)status.st_uid);
	name = sslinv_users_name(reading->users, status.st_uid);
	process->user = reading->last.user = sslinv_facts_text(&reading->facts, name ? name : number);
	reading->last.user_id = status.st_uid;
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

static int find_listening(struct sslinv_process_reading *reading, int fd, struct sslinv_process *process)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	const struct sslinv_network_view *view = sslinv_namespaces_network(&reading->namespaces, fd);

	if (!view || sslinv_sockets_of(&view->sockets, fd, &text) < 0)
		return SSLINV_E_MEMORY;
	if (text.length == 0)
		return 0;
	process->listening = sslinv_facts_text(&reading->facts, text.data);
	return process->listening ? 0 : SSLINV_E_MEMORY;
}

/* All that is the same for every library of a process. */
static int describe(struct sslinv_process_reading *reading, int fd, const struct sslinv_process_status *status,
		    struct sslinv_process *process)
{
	process->command = sslinv_facts_text(&reading->facts, status->command);
	process->started = reading->boot + (int64_t)(status->started / (uint64_t)reading->ticks);
	if (!process->command || find_groups(reading, fd, process) < 0 || find_user(reading, fd, process) < 0 ||
	    find_executable(fd, &reading->facts, process) < 0 || find_listening(reading, fd, process) < 0)
		return SSLINV_E_MEMORY;
	return 0;
}

/* One library of a process. */
static int add_process(struct sslinv_process_reading *reading, const struct sslinv_process *described,
		       const struct sslinv_known_mapping *known)
{
	struct sslinv_process *process = sslinv_array_add(&reading->facts.processes);
	const struct sslinv_mapped *mapped = &known->mapped;
	enum sslinv_mapped_fate fate = sslinv_mapped_fate_since(mapped, described->started, reading->now);

	if (!process)
		return SSLINV_E_MEMORY;
	*process = *described;
	process->library_path = known->path;
	process->state = sslinv_mapped_state(fate);
	process->evidence = sslinv_mapped_evidence(fate);
	process->package = mapped->in_place ? mapped->in_place->package : SSLINV_NO_PACKAGE;
	process->version = known->version;
	return 0;
}

/* A process that has something of interest mapped; what is found is taken back where it changes meanwhile. */
static int add_files(struct sslinv_process_reading *reading, uint64_t pid, int fd, int maps,
		     const struct mapped_files *files)
{
	struct sslinv_process process = { .pid = pid };
	size_t before = reading->facts.processes.count;
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
		const struct sslinv_known_mapping *known = look_at(reading, view, fd, &files->maps.items[i]);

		if (!known || add_process(reading, &process, known) < 0)
			return SSLINV_E_MEMORY;
	}
	if (!is_still_there(maps))
		reading->facts.processes.count = before;
	return 0;
}

void sslinv_hidden_process_add(struct sslinv_hidden_process *lowest, const struct sslinv_hidden_process *one)
{
	if (one->pid > 0 && (lowest->pid == 0 || one->pid < lowest->pid))
		*lowest = *one;
}

static int add_hidden(struct sslinv_process_reading *reading, uint64_t pid)
{
	uint64_t *place = sslinv_array_add(&reading->facts.hidden_pids);

	if (!place)
		return sslinv_error_memory(&reading->error);
	*place = pid;
	return 0;
}

/* Its mappings may not be read, if it has any. */
static int hide(struct sslinv_process_reading *reading, uint64_t pid, int fd)
{
	struct sslinv_hidden_process hidden = { .pid = pid };
	struct sslinv_process_status status = { .command = "" };
	int rc = sslinv_process_status_read(fd, &status);

	if (rc == -ESRCH || rc == -ENOENT || (rc == 0 && (status.is_kernel || status.is_zombie)))
		return 0;
	snprintf(hidden.command, sizeof(hidden.command), "%s", rc == 0 ? status.command : "");
	sslinv_hidden_process_add(&reading->hidden, &hidden);
	return add_hidden(reading, pid);
}

int sslinv_process_read(struct sslinv_process_reading *reading, uint64_t pid, const char *name)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = openat(reading->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	SSLINV_CLEANUP(sslinv_close_fd) int maps = fd < 0 ? -1 : openat(fd, "maps", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	SSLINV_CLEANUP(free_files) struct mapped_files files = { .reading = reading };
	int rc;

	if (maps < 0) {
		reading->namespaces.is_exhausted |= errno == EMFILE || errno == ENFILE;
		return errno == ENOENT || errno == ESRCH ? 0 : hide(reading, pid, fd);
	}
	rc = sslinv_maps_read(maps, take_map, &files);
	if (rc == -ENOMEM)
		return sslinv_error_memory(&reading->error);
	if (rc < 0 && rc != -ESRCH)
		return hide(reading, pid, fd);
	reading->read++;
	if (reading->facts.processes.count >= MAX_TOLD && files.maps.count) {
		files.is_cut = true;
		free_maps(&files);
	}
	if (files.is_cut) {
		reading->cut++;
		if (add_hidden(reading, pid) < 0)
			return reading->error.code;
	}
	if (files.maps.count && add_files(reading, pid, fd, maps, &files) < 0)
		return sslinv_error_memory(&reading->error);
	return 0;
}

void sslinv_process_reading_free(struct sslinv_process_reading *reading)
{
	sslinv_namespaces_free(&reading->namespaces);
	free(reading->known.items);
	sslinv_str_free(&reading->last.groups);
	sslinv_arena_free(&reading->arena);
	sslinv_facts_free(&reading->facts);
}
