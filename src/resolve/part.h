/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a host that a word names: a CVE, a file, a package, a unit, a container, a process. One word may name
 * several. Each is concluded from as the whole host is, so that both never say different things.
 */
#ifndef SSLINV_RESOLVE_PART_H
#define SSLINV_RESOLVE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "resolve/things.h"

enum sslinv_part_kind {
	SSLINV_PART_CVE = 0,
	SSLINV_PART_PATH,
	SSLINV_PART_PACKAGE,
	SSLINV_PART_UNIT,
	SSLINV_PART_CONTAINER,
	SSLINV_PART_PROCESS,
	SSLINV_PART_KIND_COUNT,
};

/* "cve", "path", ...; static. */
const char *sslinv_part_kind_name(enum sslinv_part_kind kind);

/* What of a part nobody judges: no answer may be `ok` with it. */
struct sslinv_unjudged {
	size_t count;
	const char *path; /* the first of it; NULL where there is none, or where no file is at hand */
	const char *why;  /* static */
};

/* Texts are borrowed from the word, and from facts and things of the host. */
struct sslinv_part {
	enum sslinv_part_kind kind;
	const char *name;
	const char *container;     /* of a unit: that which it runs in, or NULL */
	const char *command;       /* of a process */
	uint32_t package;          /* of a package: its place in the facts; else SSLINV_NO_PACKAGE */
	struct sslinv_facts facts; /* of the host; libraries, linkages, processes and problems are those of the part alone */
	struct sslinv_host_things things; /* that are judged of it; of a CVE with the findings about it alone */
	struct sslinv_unjudged unjudged;
	struct sslinv_host_result result;
};

struct sslinv_parts {
	struct sslinv_arena arena;
	const char *word;          /* in its stored form */
	struct sslinv_part *items; /* by kind, in the order of the facts */
	size_t count, capacity;
};

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_parts_free(struct sslinv_parts *parts);

/* Does the word have the form of a CVE id, in whatever letters? */
bool sslinv_part_is_cve(const char *word);

#endif
