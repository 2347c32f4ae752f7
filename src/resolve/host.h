/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole host against guidance: what its facts mean, as the rows that are stored and shown. */
#ifndef SSLINV_RESOLVE_HOST_H
#define SSLINV_RESOLVE_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "guidance/set.h"
#include "resolve/backport.h"
#include "resolve/verdict.h"

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
	const char *branch_eol; /* a date, NULL if not known */
	bool tls12, tls13;      /* what this OpenSSL can do at best */
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
	enum sslinv_verdict verdict;
	const char *action; /* several lines */
	uint64_t affected, unknown;
	const char *guidance_date; /* NULL if there is none */
};

/* One thing on the host that is judged: a vendor's package, or a copy that no vendor maintains. */
struct sslinv_host_thing {
	struct sslinv_subject subject;
	struct sslinv_judgement judgement;
	const struct sslinv_package *package; /* NULL for a file without owner; borrowed from the facts, like the next two */
	const char *path;                     /* of a copy; NULL for a package */
	const char *library;
	const char **changelog; /* owned; what the subject refers to */
	bool is_fork;           /* LibreSSL, BoringSSL, AWS-LC: OpenSSL's records say nothing about it */
};

struct sslinv_host_things {
	struct sslinv_host_thing *items;
	size_t count, capacity;
};

/*
 * Judges every package that is OpenSSL and every copy that no package maintains. `cves` limits it as for sslinv_judge(). The
 * set was loaded for the host's distribution; facts and set are borrowed by the things.
 */
int sslinv_host_judge(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set, const char *const *cves,
		      size_t cve_count, struct sslinv_host_things *things, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_host_things_free(struct sslinv_host_things *things);

struct sslinv_host_options {
	int64_t now;           /* seconds since the epoch */
	unsigned max_age_days; /* guidance older than this gives `unknown`; 0: never */
};

/* Judges all of the host and concludes. Returns 0 or a negative code; the caller frees with sslinv_host_result_free(). */
int sslinv_host_resolve(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set,
			const struct sslinv_host_options *options, struct sslinv_host_result *result,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_host_result_free(struct sslinv_host_result *result);

#endif
