/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a verdict is found from, and the verdict: plain structs that its parts share. */
#ifndef SSLINV_RESOLVE_JUDGED_H
#define SSLINV_RESOLVE_JUDGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "resolve/finding.h"

struct sslinv_restarts;

/* How far others can reach a thing; what lists them by urgency takes them in this order. */
enum sslinv_exposure {
	SSLINV_EXPOSURE_NONE = 0,  /* nothing is known to load it */
	SSLINV_EXPOSURE_LINKED,    /* something that is installed would */
	SSLINV_EXPOSURE_LOADED,    /* a process has */
	SSLINV_EXPOSURE_LISTENING, /* the same, and that listens on the network */
};

/* One judged thing of the host. */
struct sslinv_judged {
	const struct sslinv_subject *subject;
	const struct sslinv_judgement *judgement;
	const char *path;       /* of a copy without owner; NULL for a package */
	const char *library;    /* `OpenSSL`, ... */
	const char *brought_by; /* of a copy that no package owns: `wheel cryptography 41.0.3`; NULL if not known */
	const char *label;      /* of the package among others, as sslinv_package_label() has it; NULL: subject->package */
	enum sslinv_exposure exposure;
	const struct sslinv_process *listener; /* the first process that makes it LISTENING; else NULL */
};

/* All that one publisher says: OpenSSL, or the vendor of a distribution. */
struct sslinv_freshness_source {
	const char *id;    /* `openssl`, or the distribution as in a statement; borrowed from the set */
	const char *date;  /* of the oldest publication that the verdict depends on; NULL where one has no date */
	bool is_confirmed; /* the vendor was asked on that date, and had nothing newer */
	int64_t age;       /* of the date, in days */
};

struct sslinv_freshness {
	struct sslinv_freshness_source *items; /* what the verdict depends on: OpenSSL, then the distributions */
	size_t count, capacity;
};

struct sslinv_verdict_input {
	const char *os_id, *os_version, *arch; /* may be NULL */
	const struct sslinv_judged *judged;
	size_t judged_count;
	size_t unresolved_files;                 /* that need an OpenSSL which nobody provides */
	size_t unresolved_packages;              /* the same of packages whose files are not at hand, by what they declare */
	const struct sslinv_linkage *unresolved; /* the first of all these; NULL if there is none */
	const char *unresolved_name;             /* its file, or its package where no file is at hand */
	const struct sslinv_guidance_set *set;
	bool is_covered; /* some statement at hand speaks of the host's release */
	bool scan_complete;
	int64_t now;                /* seconds since the epoch */
	unsigned max_age_days;      /* guidance older than this is `unknown`; 0: never */
	const char *const *updates; /* what `sslinv feed update` can fetch, sorted: `debian`, `openssl`; NULL for nothing */
	size_t update_count;
	bool takes_bundles; /* the site demands signatures: a bundle renews guidance, and no update does */
	const struct sslinv_restarts *restarts; /* NULL: of processes nothing is known */
};

struct sslinv_verdict_result {
	enum sslinv_verdict verdict;
	struct sslinv_str action; /* what to do, in the host's own words; several lines */
	size_t affected;          /* findings that are affected (or will not be fixed) */
	size_t unknown;           /* findings that are unknown, and sources that failed */
	char guidance_date[16];   /* of the oldest feed that the verdict depends on, `2026-11-24`; "" if one has none */
	bool is_stale;            /* that date is more than 30 days back, or not known: named in the action */
	struct sslinv_freshness freshness;
	bool is_unspoken; /* nothing is known against it, but nobody speaks for the release of the host */
};

#endif
