/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is judged on a host. */
#ifndef SSLINV_RESOLVE_THINGS_H
#define SSLINV_RESOLVE_THINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "distro/distro.h"
#include "facts/facts.h"
#include "resolve/backport.h"

/* One thing on the host that is judged: a vendor's package, or a copy that no vendor maintains. */
struct sslinv_host_thing {
	struct sslinv_subject subject;
	struct sslinv_judgement judgement;
	const struct sslinv_package *package; /* NULL for a file without owner; borrowed from the facts, like the next two */
	const char *path;                     /* of a copy; NULL for a package */
	const char *library;
	const char *brought_by; /* as of the library of a copy; NULL */
	const char **changelog; /* owned; what the subject refers to, like the next */
	struct sslinv_distro *line;
	/* Of another line, which a pin would install; NULL. Borrowed from the facts. */
	const struct sslinv_candidate *pinned;
	bool is_fork; /* LibreSSL, BoringSSL, AWS-LC: OpenSSL's records say nothing about it */
};

struct sslinv_host_things {
	struct sslinv_host_thing *items;
	size_t count, capacity;
};

/*
 * The thing that a library at `path` (in its stored form, or NULL) is judged as, where the package at that place of the
 * facts owns it, or SSLINV_NO_PACKAGE: the copy itself, or else its package. NULL: it is not judged.
 */
const struct sslinv_host_thing *sslinv_things_find(const struct sslinv_host_things *things, const struct sslinv_facts *facts,
						   uint32_t package, const char *path);

/* The same for what a process has mapped: a path of a container says nothing about this host's file of that path. */
const struct sslinv_host_thing *sslinv_things_of_process(const struct sslinv_host_things *things,
							 const struct sslinv_facts *facts,
							 const struct sslinv_process *process);

#endif
