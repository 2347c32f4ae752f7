/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mount and network namespaces of processes (namespaces(7)), each looked at once. */
#ifndef SSLINV_PROCESS_NAMESPACES_H
#define SSLINV_PROCESS_NAMESPACES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "host/mounts.h"
#include "host/root.h"
#include "process/sockets.h"

/* The files as the processes of one mount namespace see them. */
struct sslinv_mount_view {
	uint64_t namespace;
	bool is_own;             /* that of this process */
	bool has_root;           /* the others are set */
	bool shares_root;        /* its root is that of this process: only what is mounted below may differ */
	struct sslinv_root root; /* the root of the namespace: paths in /proc/PID/maps begin there */
	struct sslinv_mounts mounts;
};

struct sslinv_network_view {
	uint64_t namespace;
	struct sslinv_sockets sockets;
};

/* The network namespaces, for all threads: a busy server has a hundred thousand sockets, which are read once. */
struct sslinv_networks {
	pthread_mutex_t lock;
	struct sslinv_network_view **items;
	size_t count, capacity;
};

#define SSLINV_NETWORKS_INIT                                                                                                \
	{                                                                                                                   \
		.lock = PTHREAD_MUTEX_INITIALIZER                                                                           \
	}

/* What a thread has looked at. */
struct sslinv_namespaces {
	int proc;                         /* the directory /proc; borrowed */
	struct sslinv_networks *networks; /* borrowed */
	const struct sslinv_root *root;   /* of this process; borrowed */
	uint64_t own;                     /* mount namespace; 0 if not known */
	int max_fd;                       /* the highest descriptor that a root may have: the others are for reading */
	bool is_exhausted;                /* there were more roots than descriptors: some views have none */
	struct {
		struct sslinv_mount_view **items;
		size_t count, capacity;
	} mounts;
};

void sslinv_namespaces_init(struct sslinv_namespaces *namespaces, int proc, const struct sslinv_root *root,
			    struct sslinv_networks *networks);

/* Fit for SSLINV_CLEANUP. */
void sslinv_networks_free(struct sslinv_networks *networks);

/* Fit for SSLINV_CLEANUP. */
void sslinv_namespaces_free(struct sslinv_namespaces *namespaces);

/*
 * The view of the process whose directory `fd` is open on; `parent` is the pid of its parent, whose root is taken where the
 * process has another root than its namespace. Borrowed. NULL when out of memory.
 */
struct sslinv_mount_view *sslinv_namespaces_mounts(struct sslinv_namespaces *namespaces, int fd, uint64_t parent)
	SSLINV_MUST_CHECK;

/* The same of its network, which no thread changes any more. */
const struct sslinv_network_view *sslinv_namespaces_network(struct sslinv_namespaces *namespaces, int fd) SSLINV_MUST_CHECK;

#endif
