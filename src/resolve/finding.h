/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is judged, and what comes of it: plain structs that every part of the resolver shares. */
#ifndef SSLINV_RESOLVE_FINDING_H
#define SSLINV_RESOLVE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "guidance/set.h"
#include "resolve/effective.h"

enum sslinv_rule {
	SSLINV_RULE_VENDOR_FIX = 0,
	SSLINV_RULE_VENDOR_STATUS,
	SSLINV_RULE_CHANGELOG,
	SSLINV_RULE_UPSTREAM_RANGE,
	SSLINV_RULE_CANDIDATE,
	SSLINV_RULE_UPSTREAM_AFFECTED, /* copies without a vendor */
	SSLINV_RULE_UNKNOWN,
	SSLINV_RULE_COUNT,
};

/* "vendor-fix", ... as in findings.rule; static. */
const char *sslinv_rule_name(enum sslinv_rule rule);

/* Whose build the subject is, and whose word binds it. */
enum sslinv_build {
	SSLINV_BUILD_OWN = 0,  /* of the line that distro and release name: their word binds it */
	SSLINV_BUILD_OTHER,    /* the same, and that line is not the host's */
	SSLINV_BUILD_STRANGER, /* of no line that anybody speaks for: `distro` is NULL */
	SSLINV_BUILD_OPEN,     /* it may be of that line: its word can open a finding, and close none */
};

/* What is judged. Borrowed strings; NULL where not known. */
struct sslinv_subject {
	const char *distro;  /* os-release ID; NULL: none (then only a copy can be judged) */
	const char *release; /* VERSION_ID: `9.4`, `12`, `22.04`, `2023` */
	const char *stream;  /* as the user named it, or as its build is of, or NULL: decided from the version's dist tag and
				flavour */
	const char *format;  /* `rpm`, `deb`, `apk` */
	const char *package; /* binary package's name */
	const char *version; /* full vendor string */
	const char *arch;
	const char *source_name;
	const char *source_version;
	const char *upstream_version;      /* that the library itself states, or NULL: taken from `version` */
	bool is_installed;                 /* read from a package database: an epoch that is not there is 0 */
	bool is_copy;                      /* no vendor maintains it: bundled, static, built by hand */
	const char *const *changelog_cves; /* sorted */
	size_t changelog_count;
	const char *built;             /* when, ISO 8601; NULL if not known */
	const char *candidate_version; /* what the host's repositories offer, or NULL */
	bool candidate_is_security;    /* its origin is a security archive */
	const char *candidate_held_by; /* what keeps it from being installed: `pin`, `hold`, ...; NULL */
	enum sslinv_build build;
	bool is_taken;              /* another distribution's build that the host's own takes: of the same release */
	const char *build_evidence; /* how that is known, or NULL */
};

/* What another rule would have said. */
struct sslinv_opinion {
	enum sslinv_rule rule;
	enum sslinv_status status;
	const char *fixed_version;
	const char *reason; /* one sentence */
};

struct sslinv_finding {
	const char *cve;      /* NULL: a newer version from a security origin that no known CVE explains */
	const char *severity; /* the vendor's, else OpenSSL's; NULL */
	enum sslinv_status status;
	const char *fixed_version;
	const char *advisory;
	const char *url;
	uint32_t feed;      /* index into set->feeds, UINT32_MAX for none */
	const char *stream; /* in which it was judged; "" for the plain release */
	enum sslinv_rule rule;
	const char *reason; /* one sentence: why this rule says so */
	const char *note;   /* the vendor's words, or what is doubtful; NULL */
	bool is_doubtful;
	bool is_in_candidate;          /* what the repositories offer is not known to be without it either */
	struct sslinv_opinion *others; /* rules further down that disagree; in the arena */
	size_t other_count;
};

/* The result for one subject; all in its arena, or borrowed from the set and subject. */
struct sslinv_judgement {
	struct sslinv_arena arena;
	struct {
		struct sslinv_finding *items; /* sorted by cve (year, number) */
		size_t count, capacity;
	} findings;
	const char *stream;                                 /* the stream decided on */
	const char *stream_reason;                          /* `named by the user`, `by its dist tag .el9_4`, ... */
	char upstream_version[SSLINV_OPENSSL_VERSION_SIZE]; /* "" if it has none */
	char branch[SSLINV_OPENSSL_VERSION_SIZE];
	bool has_effective;
	struct sslinv_effective effective;
	bool has_vendor; /* the set has statements about this package in this release */
};

#endif
