/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the facts of a host mean: the rows that are stored and shown, as plain structs. */
#ifndef SSLINV_FACTS_RESULT_H
#define SSLINV_FACTS_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "facts/facts.h"

/* The worst first, as architecture and man pages have them. */
enum sslinv_verdict {
	SSLINV_VERDICT_UPGRADE = 0,
	SSLINV_VERDICT_RESTART,
	SSLINV_VERDICT_REPLACE,
	SSLINV_VERDICT_NO_FIX,
	SSLINV_VERDICT_UNSUPPORTED,
	SSLINV_VERDICT_UNKNOWN,
	SSLINV_VERDICT_OK,
	SSLINV_VERDICT_COUNT,
};

/* "upgrade", ...; static. */
const char *sslinv_verdict_name(enum sslinv_verdict verdict);

/* What a person does about it, as the view `actions` has it. */
enum sslinv_action_kind {
	SSLINV_ACTION_UPGRADE = 0, /* packages, by the package manager */
	SSLINV_ACTION_RESTART,     /* what runs an older OpenSSL than is on disk, or will after an upgrade */
	SSLINV_ACTION_REPLACE,     /* a copy that no vendor maintains */
	SSLINV_ACTION_MOVE,        /* to a release or a branch that is still supported */
	SSLINV_ACTION_IMPORT,      /* guidance that is missing or old */
	SSLINV_ACTION_ASK,         /* whoever can say more, or decide: there is no fix, or nobody knows */
	SSLINV_ACTION_COUNT,
};

/* "upgrade", ...; static. */
const char *sslinv_action_kind_name(enum sslinv_action_kind kind);

/*
 * One row of the view `actions`: one thing to do, whatever it settles. Texts are one line each, live in the result's arena,
 * and are NULL where there is nothing to tell. The same kind, verdict, subject and from_version are there once.
 */
struct sslinv_host_action {
	uint64_t rank; /* 1 is what a person does first */
	enum sslinv_action_kind action;
	const char *subject; /* packages (`libssl3, openssl`), a path, a unit, a distribution, a source of guidance */
	const char *from_version, *to_version;
	const char *command; /* to be pasted into a shell as it is */
	const char *advisory, *url;
	uint64_t findings;                         /* CVEs that it settles, each once */
	const char *worst_cve, *worst_severity;    /* of those */
	struct sslinv_known_count known_exploited; /* of those; not known without such a feed */
	enum sslinv_verdict verdict;               /* that the host would have for this alone */
	const char *reason;                        /* in words; what to do where there is no command */
	uint64_t files;                            /* of a copy: how many files have it; else 0 */
};

/* One row of the view `findings`. Texts live in the result's arena. */
struct sslinv_host_finding {
	const char *package; /* NULL for a file that no package owns, like the next */
	const char *installed_version;
	const char *path; /* of a copy inside a file; NULL where the package is what is judged */
	const char *cve;  /* NULL: a newer version from a security archive that no known CVE explains */
	const char *severity;
	const char *status;
	const char *fixed_version;
	const char *advisory;
	const char *feed; /* its name */
	const char *stream;
	const char *rule;
	const char *known_exploited; /* the day on which the CVE was listed as exploited; NULL: it is not, or nobody says */
	const char *accepted_until;  /* of a stored finding: somebody accepts the risk up to that day; NULL: nobody */
	const char *accepted_reason; /* and why */
	const char *exploit_probability; /* that it is exploited in the next 30 days: `0.94421`; NULL if nobody says */
};

/* One row of the view `levels`. */
struct sslinv_host_level {
	const char *package; /* NULL for a copy; then `path` is set */
	const char *path;
	const char *version;
	const char *upstream_version;
	const char *effective_upstream; /* NULL where it could not be found */
	const char *blocking_cve;       /* the CVE that holds it back, with its status; NULL if none does. Not stored */
	const char *blocking_status;
	const char *branch;
	const char *branch_eol;         /* a date, NULL if not known */
	bool tls12, tls13;              /* what this OpenSSL can do at best */
	struct sslinv_known_count pqc;  /* 1: it has ML-KEM, 0: not */
	struct sslinv_known_count fips; /* 1: a FIPS provider or module is installed, 0: not */
	const char *fips_version;       /* the module's own; NULL if not known */
	const char *pqc_evidence, *fips_evidence;
};

struct sslinv_host_result {
	struct sslinv_arena arena;
	struct {
		struct sslinv_host_finding *items;
		size_t count, capacity;
	} findings;
	struct {
		struct sslinv_host_level *items;
		size_t count, capacity;
	} levels;
	struct {
		struct sslinv_host_action *items; /* by rank */
		size_t count, capacity;
	} actions;
	enum sslinv_verdict verdict;
	const char *action; /* several lines */
	uint64_t affected, unknown;
	struct sslinv_known_count stale_processes; /* not known where nobody looked at processes */
	const char *guidance_date;                 /* NULL if there is none */
};

/* The order of hosts for people, the worst first: by verdict, then by how many findings are affected. */
int sslinv_verdict_compare(enum sslinv_verdict verdict, uint64_t affected, enum sslinv_verdict other,
			   uint64_t other_affected);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_host_result_free(struct sslinv_host_result *result);

#endif
