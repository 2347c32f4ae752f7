/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is open on a host, counted by CVE: for formats that tell numbers. */
#ifndef SSLINV_REPORT_OPEN_H
#define SSLINV_REPORT_OPEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "facts/result.h"

/* Vendors have two words for some of them. */
enum sslinv_severity_class {
	SSLINV_SEVERITY_UNRATED = 0, /* without a word, or with an unknown one */
	SSLINV_SEVERITY_LOW,
	SSLINV_SEVERITY_MEDIUM, /* moderate */
	SSLINV_SEVERITY_HIGH,   /* important */
	SSLINV_SEVERITY_CRITICAL,
	SSLINV_SEVERITY_CLASS_COUNT,
};

/* "unrated", "low", ...; static. */
const char *sslinv_severity_class_name(enum sslinv_severity_class severity);

/* The class of a vendor's word; unrated for NULL. */
enum sslinv_severity_class sslinv_severity_class(const char *word);

/* Is the finding of a status that leaves something to do (affected, with a fix or without one), and not accepted? */
bool sslinv_finding_is_open(const struct sslinv_host_finding *finding);

/* The open CVEs, each once, as severe as its worst finding says. */
struct sslinv_open {
	const struct sslinv_host_finding **items; /* the worst of each CVE, by CVE; borrowed from the result */
	size_t count;
	size_t accepted; /* CVEs of which a finding is accepted; these are not among the others */
	size_t by_severity[SSLINV_SEVERITY_CLASS_COUNT];
	const struct sslinv_host_finding *worst; /* of all; NULL where nothing is open */
};

/* Finds them. Returns 0 or SSLINV_E_MEMORY; the caller frees. */
int sslinv_open_find(const struct sslinv_host_result *result, struct sslinv_open *open) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_open_free(struct sslinv_open *open);

/* A package or a copy with findings that are open, or that nobody could judge. */
struct sslinv_open_thing {
	const struct sslinv_host_finding *worst; /* of the open ones, else of the others; borrowed, and names the thing */
	size_t open, unknown;
};

struct sslinv_open_things {
	struct sslinv_open_thing *items; /* the worst first */
	size_t count, capacity;
};

/* Finds them in any order of findings. Returns 0 or SSLINV_E_MEMORY; the caller frees. */
int sslinv_open_things_find(const struct sslinv_host_result *result, struct sslinv_open_things *things) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_open_things_free(struct sslinv_open_things *things);

#endif
