/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource limits and Landlock for child processes, and what they keep of their parent. */
#include "base/confine.h"

#include <dirent.h>
#include <fcntl.h>
#ifdef HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#endif
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/cleanup.h"

/* The address sanitizer reserves terabytes of address space. */
#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#endif

/* libapt-pkg maps some 100 MB with the lists of a large host; a length of 2 GB in a damaged header must fail. */
#define MAX_MEMORY ((rlim_t)1 << 30)

static void limit(__rlimit_resource_t resource, rlim_t value, rlim_t hard)
{
	const struct rlimit limits = { .rlim_cur = value, .rlim_max = hard };

	/* A lower limit that is in force already is as good. */
	(void)setrlimit(resource, &limits);
}

#if defined(HAVE_LINUX_LANDLOCK_H) && defined(SYS_landlock_create_ruleset)
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#endif
/* The first kernels with Landlock (5.13 to 6.1) know nothing of truncate(2). */
#define ABI_WITH_TRUNCATE 3

/* Of the rights in `access` a file takes those that are for files. */
static int allow(int ruleset, const char *path, uint64_t access)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = { .allowed_access = access, .parent_fd = fd };
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -1;
	if (!S_ISDIR(status.st_mode))
		rule.allowed_access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
	return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static void restrict_files(const struct sslinv_confinement *confinement)
{
	const char *writable = confinement->writable;
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	const uint64_t truncate = abi >= ABI_WITH_TRUNCATE ? LANDLOCK_ACCESS_FS_TRUNCATE : 0;
	/* The rights of Landlock's first ABI; all kernels that have it know them. */
	const uint64_t write = truncate | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
			       LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
			       LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO;
	const uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
	const uint64_t read = confinement->readable ? LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR : 0;
	const struct landlock_ruleset_attr attributes = { .handled_access_fs = write | never | read };
	SSLINV_CLEANUP(sslinv_close_fd) int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes,
								   sizeof(attributes), 0);

	if (ruleset < 0)
		return;
	if (writable && allow(ruleset, writable, write | read) < 0)
		return;
	(void)allow(ruleset, "/dev/null", truncate | LANDLOCK_ACCESS_FS_WRITE_FILE | (read & LANDLOCK_ACCESS_FS_READ_FILE));
	for (size_t i = 0; confinement->readable && i < confinement->readable_count; i++)
		(void)allow(ruleset, confinement->readable[i], read);
	(void)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

#else
static void restrict_files(const struct sslinv_confinement *confinement)
{
	(void)confinement;
}
#endif

static void confine(const struct sslinv_confinement *confinement)
{
	const unsigned cpu_seconds = confinement->cpu_seconds;

	/* SIGXCPU, which tells why; then SIGKILL for one that ignores it. */
	limit(RLIMIT_CPU, cpu_seconds, (rlim_t)cpu_seconds + 1);
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_FSIZE, SSLINV_CONFINE_MAX_FILE_SIZE, SSLINV_CONFINE_MAX_FILE_SIZE);
#ifndef UNDER_ADDRESS_SANITIZER
	limit(RLIMIT_AS, MAX_MEMORY, MAX_MEMORY);
#endif
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	restrict_files(confinement);
}

int sslinv_confine_above_standard(int fd)
{
	return fd < 0 || fd > 2 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

static bool is_kept(const struct sslinv_confinement *confinement, int fd)
{
	for (size_t i = 0; i < confinement->kept_count; i++)
		if (confinement->kept[i] == fd)
			return true;
	return false;
}

static void close_others(const struct sslinv_confinement *confinement)
{
	SSLINV_CLEANUP(sslinv_close_dir) DIR *fds = opendir("/proc/self/fd");
	struct dirent *entry;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 3; fd++)
		if (null < 0 || dup2(null, fd) < 0)
			close(fd);
	while (fds && (entry = readdir(fds))) {
		int fd = atoi(entry->d_name);

		if (fd > 2 && fd != dirfd(fds) && !is_kept(confinement, fd))
			close(fd);
	}
}

/* No setting of the user's reaches the libraries but what is named. */
static void clear_environment(const struct sslinv_confinement *confinement)
{
	static const char *const sanitizers[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", NULL };
	const char *const *lists[] = { sanitizers, confinement->environment };
	struct {
		const char *name, *value;
	} kept[24];
	size_t count = 0;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(lists); i++)
		for (const char *const *name = lists[i]; name && *name && count < SSLINV_ARRAY_SIZE(kept); name++, count++) {
			kept[count].name = *name;
			kept[count].value = getenv(*name);
		}
	clearenv();
	setenv("LC_ALL", "C", 1);
	setenv("HOME", confinement->writable ? confinement->writable : "/", 1);
	setenv("TMPDIR", confinement->writable ? confinement->writable : "/", 1);
	setenv("PATH", "/nonexistent", 1);
	for (size_t i = 0; i < count; i++)
		if (kept[i].value)
			setenv(kept[i].name, kept[i].value, 1);
}

void sslinv_confine_child(const struct sslinv_confinement *confinement)
{
	/* The parent's death is ours: nobody would read what we write. */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	close_others(confinement);
	umask(077);
	(void)!chdir("/");
	clear_environment(confinement);
	confine(confinement);
}
