/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libapt-pkg for a C program. It reads only below `directory`, which is private to this process: nothing of the scanned root
 * is ever named to it. Its configuration is global, so it is used by one thread; caches that are open stay valid beside each
 * other.
 */
#ifndef SSLINV_BACKENDS_APT_SHIM_H
#define SSLINV_BACKENDS_APT_SHIM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(hidden)

struct sslinv_apt;

struct sslinv_apt_setup {
	const char *directory; /* absolute, holds all that may be read: etc/apt, var/lib/apt/lists; they may be missing */
	const char *status;    /* absolute; an existing regular file */
	const char *const *architectures; /* native first */
	size_t architecture_count;        /* at least 1 */
};

/* Strings are borrowed until sslinv_apt_close(). */
struct sslinv_apt_package {
	const char *name, *arch, *version, *source_name, *source_version;
	const void *handle; /* for sslinv_apt_each_dependency(); valid until sslinv_apt_close() */
};

struct sslinv_apt_candidate {
	const char *version;
	const char *origin, *label, *archive; /* NULL where the repository does not say */
	const char *held_by;                  /* `pin`, `hold`: apt would not install it; else NULL */
	const char *chosen_by; /* `pin`: apt would install it as the administrator's pins raise it; else NULL */
};

/* A repository that offers a version. NULL where it does not say. */
struct sslinv_apt_offer {
	const char *origin, *label, *suite, *codename;
};

enum sslinv_apt_relation { SSLINV_APT_REQUIRES, SSLINV_APT_PROVIDES };

typedef int (*sslinv_apt_package_function)(void *context, const struct sslinv_apt_package *package);
typedef int (*sslinv_apt_relation_function)(void *context, enum sslinv_apt_relation relation, const char *name);
typedef int (*sslinv_apt_candidate_function)(void *context, const struct sslinv_apt_candidate *candidate);
typedef int (*sslinv_apt_offer_function)(void *context, const struct sslinv_apt_offer *offer);

/*
 * All functions return 0, a negative errno with libapt-pkg's own words in `message`, or the first value other than 0 that
 * the callback returned (`message` is "" then). No exception leaves them.
 */
int sslinv_apt_open(struct sslinv_apt **apt, const struct sslinv_apt_setup *setup, char *message, size_t size);

/* Each installed package. */
int sslinv_apt_each_package(struct sslinv_apt *apt, sslinv_apt_package_function function, void *context, char *message,
			    size_t size);

/* What the package depends on and provides: names of packages. */
int sslinv_apt_each_dependency(struct sslinv_apt *apt, const void *handle, sslinv_apt_relation_function function,
			       void *context, char *message, size_t size);

/*
 * Calls the function for the version that apt would have of the package, where a repository offers it or a newer one that
 * the pins forbid; then for each other version that is newer than the installed one: those of other archives or suites to
 * which apt's pins give no lower priority, and those that a pin or dpkg's hold keeps from being installed.
 */
int sslinv_apt_each_candidate(struct sslinv_apt *apt, const char *name, const char *arch,
			      sslinv_apt_candidate_function function, void *context, char *message, size_t size);

/* Each repository that offers this very version of the package. */
int sslinv_apt_each_offer(struct sslinv_apt *apt, const char *name, const char *arch, const char *version,
			  sslinv_apt_offer_function function, void *context, char *message, size_t size);

/* Accepts NULL. */
void sslinv_apt_close(struct sslinv_apt *apt);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif
#endif
