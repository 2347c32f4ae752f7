/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mount and network namespaces of processes, each looked at once. */
#include "process/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "process/status.h"

/* So many descriptors the threads need to read processes. */
#define RESERVED_FDS 64

void sslinv_namespaces_init(struct sslinv_namespaces *namespaces, int proc, const struct sslinv_root *root,
			    struct sslinv_networks *networks)
{
	struct rlimit limit;

	memset(namespaces, 0, sizeof(*namespaces));
	namespaces->proc = proc;
	namespaces->root = root;
	namespaces->networks = networks;
	namespaces->own = sslinv_process_link(proc, "self/ns/mnt", "mnt");
	namespaces->max_fd = INT_MAX;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < INT_MAX)
		namespaces->max_fd = (int)limit.rlim_cur - RESERVED_FDS;
}

static void close_root(struct sslinv_mount_view *view)
{
	if (view->has_root && !view->is_own)
		sslinv_close_fd(&view->root.fd);
	sslinv_mounts_free(&view->mounts);
}

void sslinv_namespaces_free(struct sslinv_namespaces *namespaces)
{
	for (size_t i = 0; i < namespaces->mounts.count; i++) {
		close_root(namespaces->mounts.items[i]);
		free(namespaces->mounts.items[i]);
	}
	free(namespaces->mounts.items);
	memset(namespaces, 0, sizeof(*namespaces));
}

void sslinv_networks_free(struct sslinv_networks *networks)
{
	for (size_t i = 0; i < networks->count; i++) {
		sslinv_sockets_free(&networks->items[i]->sockets);
		free(networks->items[i]);
	}
	free(networks->items);
	pthread_mutex_destroy(&networks->lock);
}

/*
 * Takes the root of a process for that of the namespace, unless the process has changed it (chroot(2)): then the link names
 * the place in the namespace.
 */
static bool take_root(struct sslinv_namespaces *namespaces, int fd, struct sslinv_mount_view *view)
{
	char link[2];

	if (sslinv_process_link(fd, "ns/mnt", "mnt") != view->namespace || readlinkat(fd, "root", link, sizeof(link)) != 1 ||
	    link[0] != '/')
		return false;
	view->root = *namespaces->root;
	view->root.path = view->root.real_path = (char *)"/";
	view->root.fd = openat(fd, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (view->root.fd > namespaces->max_fd || (view->root.fd < 0 && (errno == EMFILE || errno == ENFILE))) {
		namespaces->is_exhausted = true;
		sslinv_close_fd(&view->root.fd);
		view->root.fd = -1;
	}
	view->has_root = view->root.fd >= 0;
	return view->has_root;
}

static bool take_root_of_parent(struct sslinv_namespaces *namespaces, uint64_t parent, struct sslinv_mount_view *view)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	char name[24];

	snprintf(name, sizeof(name), "%" PRIu64, parent);
	fd = openat(namespaces->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && take_root(namespaces, fd, view);
}

static bool is_same_directory(int a, int b)
{
	struct stat left, right;

	return fstat(a, &left) == 0 && fstat(b, &right) == 0 && left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

/* What is mounted there; what cannot be read is as nothing. Returns 0 or SSLINV_E_MEMORY. */
static int read_mounts(int fd, struct sslinv_mount_view *view)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("/proc/self/fd/%d/mountinfo", fd);
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!path)
		return SSLINV_E_MEMORY;
	return sslinv_mounts_read(&view->root, path, &view->mounts, &error) == SSLINV_E_MEMORY ? SSLINV_E_MEMORY : 0;
}

/* A view that has no root yet gets one where this process or its parent shows it. Returns 0 or SSLINV_E_MEMORY. */
static int complete(struct sslinv_namespaces *namespaces, int fd, uint64_t parent, struct sslinv_mount_view *view)
{
	if (view->has_root)
		return 0;
	if (view->is_own) {
		view->root = *namespaces->root;
		view->has_root = true;
	} else if (!take_root(namespaces, fd, view) && !take_root_of_parent(namespaces, parent, view)) {
		return 0;
	}
	view->shares_root = is_same_directory(view->root.fd, namespaces->root->fd);
	return read_mounts(fd, view);
}

struct sslinv_mount_view *sslinv_namespaces_mounts(struct sslinv_namespaces *namespaces, int fd, uint64_t parent)
{
	uint64_t namespace = sslinv_process_link(fd, "ns/mnt", "mnt");
	struct sslinv_mount_view *view = NULL, **slot;

	for (size_t i = namespaces->mounts.count; i > 0 && !view; i--)
		if (namespaces->mounts.items[i - 1]->namespace == namespace)
			view = namespaces->mounts.items[i - 1];
	if (!view) {
		slot = sslinv_array_add(&namespaces->mounts);
		if (!slot)
			return NULL;
		*slot = view = calloc(1, sizeof(*view));
		if (!view) {
			namespaces->mounts.count--;
			return NULL;
		}
		view->namespace = namespace;
		view->is_own = namespace && namespace == namespaces->own;
	}
	return complete(namespaces, fd, parent, view) < 0 ? NULL : view;
}

static struct sslinv_network_view *find_network(const struct sslinv_networks *networks, uint64_t namespace)
{
	for (size_t i = networks->count; i > 0; i--)
		if (networks->items[i - 1]->namespace == namespace)
			return networks->items[i - 1];
	return NULL;
}

/* Reads that of a process. NULL when out of memory. */
static struct sslinv_network_view *add_network(struct sslinv_networks *networks, uint64_t namespace, int fd)
{
	struct sslinv_network_view *view, **slot = sslinv_array_add(networks);

	if (!slot)
		return NULL;
	*slot = view = calloc(1, sizeof(*view));
	if (!view) {
		networks->count--;
		return NULL;
	}
	view->namespace = namespace;
	return sslinv_sockets_read(fd, &view->sockets) < 0 ? NULL : view;
}

const struct sslinv_network_view *sslinv_namespaces_network(struct sslinv_namespaces *namespaces, int fd)
{
	uint64_t namespace = sslinv_process_link(fd, "ns/net", "net");
	struct sslinv_networks *networks = namespaces->networks;
	struct sslinv_network_view *view;

	pthread_mutex_lock(&networks->lock);
	view = find_network(networks, namespace);
	if (!view)
		view = add_network(networks, namespace, fd);
	pthread_mutex_unlock(&networks->lock);
	return view;
}
