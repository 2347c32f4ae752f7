/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has to be restarted, and how: the units, sessions, containers and processes that run an older OpenSSL than is on
 * disk. */
#ifndef SSLINV_RESOLVE_RESTART_H
#define SSLINV_RESOLVE_RESTART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "facts/facts.h"
#include "guidance/set.h"
#include "resolve/stale.h"
#include "resolve/things.h"

/* How it is restarted; in the order in which a person does it. */
enum sslinv_restart_kind {
	SSLINV_RESTART_SERVICE = 0, /* systemctl restart; those that listen first */
	SSLINV_RESTART_USER_UNIT,   /* the same for a unit of a user */
	SSLINV_RESTART_INIT,        /* process 1 takes itself over: systemctl daemon-reexec */
	SSLINV_RESTART_PROCESS,     /* by hand */
	SSLINV_RESTART_DISPLAY,     /* a display manager: whoever works at its screen loses what is open */
	SSLINV_RESTART_SESSION,     /* the user logs out and in */
	SSLINV_RESTART_CONTAINER,   /* made again from a newer image, or restarted */
	SSLINV_RESTART_REBOOT,      /* nothing but a reboot replaces it */
	SSLINV_RESTART_KIND_COUNT,
};

/* So many processes of one thing are named. */
#define SSLINV_RESTART_NAMED 10

/* One of them. Texts are borrowed from the facts. */
struct sslinv_restart {
	enum sslinv_restart_kind kind;
	const char *name;                                             /* the unit, user, container or command */
	const struct sslinv_process *process;                         /* the first of it */
	const struct sslinv_process *named[SSLINV_RESTART_NAMED];     /* the first ones of it, with that */
	const struct sslinv_process *listeners[SSLINV_RESTART_NAMED]; /* the first ones that listen, each elsewhere */
	size_t processes, listener_count;
	bool is_now;        /* a stale process of it asks for a restart */
	bool is_afterwards; /* a process of it uses a package that is to be upgraded */
	/* That thing; NULL where it is not set. */
	const struct sslinv_host_thing *upgraded;
	const struct sslinv_process *stale_process; /* whose old file asks most; NULL where is_now is not set */
	struct sslinv_stale stale;
};

struct sslinv_restarts {
	struct sslinv_restart *items; /* in the order of kinds; not more than a person can read */
	size_t count, capacity;
	bool are_due;                         /* a process asks for a restart now */
	size_t stale;                         /* processes */
	size_t unknown;                       /* processes of which nobody knows */
	const struct sslinv_process *unclear; /* the first of those */
	struct sslinv_stale_finder finder;
};

/*
 * Finds them from the processes of the facts, which are sorted by pid. Facts, things and set are borrowed. Returns 0 or a
 * negative code; the caller frees.
 */
int sslinv_restarts_find(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 const struct sslinv_guidance_set *set, struct sslinv_restarts *restarts, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The unit as systemctl knows it: `app.service` of the user's `user@1000.service/app.service`. */
const char *sslinv_restart_unit(const char *unit);

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_restarts_free(struct sslinv_restarts *restarts);

#endif
