/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One running process: what of interest it has mapped, and what it is. */
#ifndef SSLINV_PROCESS_READING_H
#define SSLINV_PROCESS_READING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "facts/facts.h"
#include "process/disk.h"
#include "process/namespaces.h"
#include "process/providers.h"
#include "process/users.h"

/* A mapped file that was looked at. */
struct sslinv_known_mapping {
	const struct sslinv_mount_view *view;
	struct sslinv_map map; /* its path is in the arena */
	struct sslinv_mapped mapped;
	const char *path, *version; /* of `mapped`, in their stored form; in the arena of the facts */
};

/* What the process before had: thousands are of one unit and user. Texts are in the arena of the facts. */
struct sslinv_last_process {
	struct sslinv_str groups; /* all of its /proc/PID/cgroup; "": there was none */
	const char *unit, *container;
	unsigned user_id;
	const char *user; /* NULL: there was none */
};

/* An example of those whose mappings may not be read: the one with the lowest pid. */
struct sslinv_hidden_process {
	uint64_t pid;     /* 0: there is none */
	char command[64]; /* raw; "" where it is not known */
};

/* What a thread that reads processes has for itself, beside what all share. */
struct sslinv_process_reading {
	int proc; /* the directory /proc; borrowed, like the next two */
	const struct sslinv_users *users;
	const struct sslinv_provider_files *files;
	int64_t boot; /* seconds since the epoch, like `now` */
	int64_t now;
	long ticks; /* in a second */
	struct sslinv_namespaces namespaces;
	struct sslinv_last_process last;
	struct sslinv_arena arena;
	struct {
		struct sslinv_known_mapping **items;
		size_t count, capacity;
	} known;
	struct sslinv_facts facts; /* processes and hidden_pids alone; they speak of the packages of the scan */
	uint64_t read, cut;        /* processes; those that have more mapped than is told */
	struct sslinv_hidden_process hidden;
	struct sslinv_error error;
};

/*
 * Adds to reading->facts what the process has mapped, or its pid to the hidden ones; nothing where it ends meanwhile, or
 * becomes another program. `name` is its directory in /proc. Returns 0 or a negative code.
 */
int sslinv_process_read(struct sslinv_process_reading *reading, uint64_t pid, const char *name) SSLINV_MUST_CHECK;

/* Makes `one` the example if its pid is lower. */
void sslinv_hidden_process_add(struct sslinv_hidden_process *lowest, const struct sslinv_hidden_process *one);

/* Frees what the thread has for itself. */
void sslinv_process_reading_free(struct sslinv_process_reading *reading);

#endif
