/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening files of the root so that nothing leads out of it. */
#include "host/root.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef HAVE_LINUX_OPENAT2_H
#include <linux/openat2.h>
#else
/* openat2(2), for kernel headers before Linux 5.6. */
struct open_how {
	uint64_t flags, mode, resolve;
};
#define RESOLVE_NO_MAGICLINKS 0x02
#define RESOLVE_NO_SYMLINKS 0x04
#define RESOLVE_IN_ROOT 0x10
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif

#include "base/cleanup.h"
#include "base/str.h"

/* As many links as Linux follows in one path resolution (path_resolution(7)). */
#define MAX_LINKS 40

/* The mount that a descriptor lies in, by the number that the kernel gives it; "" where it does not say. */
static void find_mount(int fd, char mount[32])
{
	SSLINV_CLEANUP(sslinv_close_file) FILE *stream = NULL;
	char path[64], line[128];

	mount[0] = '\0';
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	stream = fopen(path, "re");
	while (stream && fgets(line, sizeof(line), stream))
		if (sscanf(line, "mnt_id: %31[0-9]", mount) == 1)
			return;
}

/* Is the directory the one that the path leads to? */
static bool is_at(int fd, const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int other = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	char own_mount[32], other_mount[32];
	struct stat own, seen;

	if (other < 0 || fstat(fd, &own) < 0 || fstat(other, &seen) < 0 || own.st_dev != seen.st_dev ||
	    own.st_ino != seen.st_ino)
		return false;
	find_mount(fd, own_mount);
	find_mount(other, other_mount);
	return strcmp(own_mount, other_mount) == 0;
}

/* What stands behind /proc/PID/root in a path, *length bytes from its beginning; NULL for another one. */
static const char *behind_process(const char *path, size_t *length)
{
	size_t digits;

	if (!sslinv_str_starts(path, "/proc/"))
		return NULL;
	digits = strspn(path + strlen("/proc/"), "0123456789");
	*length = strlen("/proc/") + digits;
	path += *length;
	return digits > 0 && sslinv_str_starts(path, "/root") && (path[5] == '/' || path[5] == '\0') ? path + 5 : NULL;
}

/* A directory of another mount namespace: the kernel tells where it is there. */
static int find_foreign(struct sslinv_root *root, struct sslinv_error *error)
{
	size_t process = 0;
	const char *rest = behind_process(root->path, &process);
	char link[64], own[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", root->fd);
	length = readlink(link, own, sizeof(own) - 1);
	own[length < 0 ? 0 : length] = '\0';
	if (!rest || strcmp(own, *rest ? rest : "/") != 0)
		return sslinv_error_set(
			error, SSLINV_E_USAGE,
			"cannot use %s as a root: it is in another mount namespace; name it by a process there,"
			" as /proc/PID/root, without links after that",
			root->path);
	root->is_foreign = true;
	root->real_path = strdup(own);
	root->mountinfo = sslinv_str_format("%.*s/mountinfo", (int)process, root->path);
	return root->real_path && root->mountinfo ? 0 : sslinv_error_memory(error);
}

static int open_root(struct sslinv_root *root, const char *path, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *real = NULL;
	struct stat own, seen;

	root->fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return sslinv_error_errno(error, "cannot use %s as a root", path);
	root->path = strdup(path);
	real = root->path ? realpath(path, NULL) : NULL;
	if (!root->path || (!real && errno == ENOMEM))
		return sslinv_error_memory(error);
	if (!real || !is_at(root->fd, real))
		return find_foreign(root, error);
	root->is_host = stat("/", &own) == 0 && fstat(root->fd, &seen) == 0 && own.st_dev == seen.st_dev &&
			own.st_ino == seen.st_ino;
	root->real_path = sslinv_take_ptr(real);
	root->mountinfo = strdup("/proc/self/mountinfo");
	return root->mountinfo ? 0 : sslinv_error_memory(error);
}

int sslinv_root_open(struct sslinv_root *root, const char *path, struct sslinv_error *error)
{
	int rc;

	memset(root, 0, sizeof(*root));
	root->fd = -1;
	rc = open_root(root, path, error);
	if (rc < 0)
		sslinv_root_close(root);
	return rc;
}

const char *sslinv_root_shown(const struct sslinv_root *root)
{
	return root->is_foreign ? root->path : root->real_path;
}

void sslinv_root_close(struct sslinv_root *root)
{
	if (root->fd >= 0)
		close(root->fd);
	free(root->path);
	free(root->real_path);
	free(root->mountinfo);
	memset(root, 0, sizeof(*root));
	root->fd = -1;
}

/*
 * The components still to be walked, as one string: a link's target goes in front of what is left.
 * Returns 0 or a negative errno.
 */
static int put_before(char **rest, const char *target)
{
	/* What is left begins with a slash, or is nothing: a slash after the target of the last link would ask for a
	 * directory. */
	char *joined = sslinv_str_format("%s%s", target, *rest);

	if (!joined)
		return -ENOMEM;
	free(*rest);
	*rest = joined;
	return strlen(joined) >= (size_t)PATH_MAX * 4 ? -ENAMETOOLONG : 0;
}

/* A path on its way to a descriptor: what is left of it, and an O_PATH descriptor for each directory that was entered. */
struct way {
	char *rest; /* owned */
	int flags;
	bool follow;
	int links;
	size_t depth;
	int stack[PATH_MAX / 2]; /* the first is the root's */
};

/* No descriptor and no error yet. */
#define GO_ON INT_MIN

static void go_up(struct way *way)
{
	if (way->depth > 0)
		close(way->stack[way->depth--]);
}

static int or_errno(int fd)
{
	return fd < 0 ? -errno : fd;
}

/* Puts what a link says before the rest of the path. */
static int follow_link(struct way *way, int link)
{
	char target[PATH_MAX];
	ssize_t length;
	int rc;

	if (!way->follow || ++way->links > MAX_LINKS)
		return -ELOOP;
	length = readlinkat(link, "", target, sizeof(target) - 1);
	if (length < 0)
		return -errno;
	target[length] = '\0';
	while (target[0] == '/' && way->depth > 0)
		go_up(way);
	rc = put_before(&way->rest, target);
	return rc < 0 ? rc : GO_ON;
}

/* `is_end`: the path has nothing after the component, not even a slash; `is_last`: no further component. */
static int enter(struct way *way, const char *component, bool is_last, bool is_end)
{
	SSLINV_CLEANUP(sslinv_close_fd)
	int next = openat(way->stack[way->depth], component, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (next < 0 || fstat(next, &status) < 0)
		return -errno;
	if (S_ISLNK(status.st_mode) && !(is_last && is_end && (way->flags & O_NOFOLLOW)))
		return follow_link(way, next);
	if (S_ISDIR(status.st_mode)) {
		if (way->depth + 1 >= SSLINV_ARRAY_SIZE(way->stack))
			return -ENAMETOOLONG;
		way->stack[++way->depth] = sslinv_take_fd(&next);
		return GO_ON;
	}
	if (!is_last || !is_end)
		return -ENOTDIR;
	return or_errno(openat(way->stack[way->depth], component, way->flags | O_NOFOLLOW | O_CLOEXEC));
}

/* Takes the next component off the path. The descriptor that was asked for, a negative errno, or GO_ON. */
static int step(struct way *way)
{
	char *name = way->rest + strspn(way->rest, "/"), *end = name + strcspn(name, "/");
	bool is_last = end[strspn(end, "/")] == '\0', is_end = *end == '\0';
	char component[NAME_MAX + 1];

	/* The path ended in a directory: open it again with the flags that were asked for. */
	if (*name == '\0')
		return or_errno(openat(way->stack[way->depth], ".", way->flags | O_CLOEXEC));
	if ((size_t)(end - name) > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(component, name, (size_t)(end - name));
	component[end - name] = '\0';
	memmove(way->rest, end, strlen(end) + 1);
	if (strcmp(component, ".") == 0)
		return GO_ON;
	if (strcmp(component, "..") == 0) {
		go_up(way);
		return GO_ON;
	}
	return enter(way, component, is_last, is_end);
}

/*
 * openat2(RESOLVE_IN_ROOT) in user space: one O_PATH descriptor for each directory on the way, so that `..` never climbs
 * above the root, and every link is read and walked by ourselves; or, without `follow`, is -ELOOP.
 */
static int open_by_component(const struct sslinv_root *root, const char *path, int flags, bool follow)
{
	struct way way;
	int rc = GO_ON;

	way.rest = strdup(path);
	if (!way.rest)
		return -ENOMEM;
	way.flags = flags;
	way.follow = follow;
	way.links = 0;
	way.depth = 0;
	way.stack[0] = root->fd;
	while (rc == GO_ON)
		rc = step(&way);
	while (way.depth > 0)
		go_up(&way);
	free(way.rest);
	return rc;
}

/* One try with the kernel's own means, else by component. */
static int open_once(const struct sslinv_root *root, const char *path, int flags, bool follow)
{
	struct open_how how = {
		.flags = (uint64_t)(unsigned)flags,
		.resolve = RESOLVE_IN_ROOT | (follow ? RESOLVE_NO_MAGICLINKS : RESOLVE_NO_SYMLINKS),
	};
	long fd;

	/* EAGAIN: something was renamed meanwhile and the kernel could not be sure (openat2(2)). */
	for (int tries = 0; tries < 32 && !root->no_openat2; tries++) {
		fd = syscall(SYS_openat2, root->fd, *path ? path : ".", &how, sizeof(how));
		if (fd >= 0)
			return (int)fd;
		/* Before Linux 5.6 there is no such call, and a path may be longer than the kernel takes at once. */
		if (errno == ENOSYS || errno == ENAMETOOLONG)
			break;
		if (errno != EAGAIN)
			return -errno;
	}
	return open_by_component(root, path, flags, follow);
}

static int open_checked(const struct sslinv_root *root, const char *path, int flags, bool follow)
{
	int fd;

	if ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC | O_APPEND)))
		return -EINVAL;
	flags |= O_CLOEXEC;
	if (flags & O_PATH)
		return open_once(root, path, flags, follow);
	/* Reading leaves no trace in the access time where we may ask for that (the owner and root may). */
	fd = open_once(root, path, flags | O_NOCTTY | O_NOATIME, follow);
	return fd == -EPERM ? open_once(root, path, flags | O_NOCTTY, follow) : fd;
}

int sslinv_root_openat(const struct sslinv_root *root, const char *path, int flags)
{
	return open_checked(root, path, flags, true);
}

int sslinv_root_open_no_links(const struct sslinv_root *root, const char *path, int flags)
{
	return open_checked(root, path, flags, false);
}

static int check_regular(int fd)
{
	struct stat status;

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) < 0)
		return -errno;
	return S_ISREG(status.st_mode) ? 0 : -ENOTSUP;
}

int sslinv_root_open_regular(const struct sslinv_root *root, const char *path)
{
	/* There are devices that act when they are opened: looked at first, and once more what was opened then. */
	SSLINV_CLEANUP(sslinv_close_fd) int look = sslinv_root_openat(root, path, O_PATH);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	int rc = check_regular(look);

	if (rc < 0)
		return rc;
	fd = sslinv_root_openat(root, path, O_RDONLY | O_NONBLOCK);
	rc = check_regular(fd);
	return rc < 0 ? rc : sslinv_take_fd(&fd);
}

char *sslinv_root_path_of(const struct sslinv_root *root, int fd)
{
	char link[64], path[PATH_MAX];
	size_t prefix = strcmp(root->real_path, "/") == 0 ? 0 : strlen(root->real_path);
	struct stat status;
	ssize_t length;

	if (fstat(fd, &status) < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0) {
		/* An open descriptor has its link, unless /proc is not mounted. */
		errno = errno == ENOENT ? ENOTSUP : errno;
		return NULL;
	}
	path[length] = '\0';
	if (status.st_nlink == 0 && sslinv_str_ends(path, " (deleted)")) {
		errno = ENOENT;
		return NULL;
	}
	if (prefix > 0 && (strncmp(path, root->real_path, prefix) != 0 || (path[prefix] != '/' && path[prefix] != '\0'))) {
		errno = EXDEV;
		return NULL;
	}
	return strdup(path[prefix] ? path + prefix : "/");
}

int sslinv_root_read(const struct sslinv_root *root, const char *path, size_t max, char **data, size_t *length)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_open_regular(root, path);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	char buffer[4096];
	ssize_t got;

	if (fd < 0)
		return fd;
	while ((got = read(fd, buffer, sizeof(buffer))) != 0) {
		if (got < 0) {
			if (errno == EINTR)
				continue;
			return -errno;
		}
		if (text.length + (size_t)got > max)
			return -EFBIG;
		if (sslinv_str_add_bytes(&text, buffer, (size_t)got) < 0)
			return -ENOMEM;
	}
	if (!text.data && sslinv_str_add(&text, "") < 0)
		return -ENOMEM;
	*length = text.length;
	*data = sslinv_take_ptr(text.data);
	return 0;
}
