/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page that is being made: what the walk leaves for it, as rows that wait in a scratch file, and counts over all hosts. */
#ifndef SSLINV_REPORT_HTML_HTML_H
#define SSLINV_REPORT_HTML_HTML_H

#include <stdio.h>

#include "base/error.h"
#include "base/scratch.h"
#include "report/format.h"
#include "report/html/html_table.h"
#include "report/html/html_tally.h"
#include "report/html/html_time.h"

/* What a CVE means for a host, from the best to the worst. */
enum sslinv_html_state {
	SSLINV_HTML_NOT_AFFECTED = 0,
	SSLINV_HTML_FIXED,
	SSLINV_HTML_ASKED, /* unknown, or under investigation */
	SSLINV_HTML_OPEN,  /* affected, or it will not be fixed */
	SSLINV_HTML_STATE_COUNT,
};

/* Of a branch: where it was found. */
enum {
	SSLINV_HTML_PACKAGES = 0,
	SSLINV_HTML_COPIES,
};

/* Of an action, and of a package or copy. */
enum {
	SSLINV_HTML_CVES = 0, /* the most on one host */
	SSLINV_HTML_FIRST,    /* hosts of whose verdict it is the first action */
};

/* What is kept of the only host. */
enum {
	SSLINV_HTML_OWN_NAME = 0,
	SSLINV_HTML_OWN_SYSTEM,
	SSLINV_HTML_OWN_FIRST, /* what to do first */
	SSLINV_HTML_OWN_COUNT,
};

/* A table whose rows are known before what stands above it. */
struct sslinv_html_rows {
	struct sslinv_scratch scratch;
	struct sslinv_html_table table;
};

struct sslinv_html {
	FILE *file;
	const struct sslinv_report_fleet *fleet;
	uint64_t host; /* the number of the host that is walked over, from 1 */
	struct sslinv_html_rows hosts, findings, own_actions, own_levels;
	bool has_all_findings;
	bool has_nameless; /* something is open for which no CVE is named */
	/* By the CVE and, as its counts, its state on the hosts. */
	struct sslinv_html_tally cves;
	/* By the CVEs that are open on a host, as their numbers with commas. */
	struct sslinv_html_tally sets;
	/* By branch and its end of life. */
	struct sslinv_html_tally branches;
	/* By package or name of the file, installed version, fixed version: of what is open. */
	struct sslinv_html_tally things;
	/* By verdict, kind, subject, command, and the reason where there is no command. */
	struct sslinv_html_tally actions;
	/* By source, path and message: what made scans incomplete. */
	struct sslinv_html_tally problems;
	struct {
		struct sslinv_html_entry **items; /* the CVEs of this host, each once */
		size_t count, capacity;
	} touched;
	struct sslinv_html_history history;
	struct sslinv_html_axis axis;                                          /* of the branches */
	char oldest_guidance[SSLINV_TIME_SIZE], oldest_scan[SSLINV_TIME_SIZE]; /* "" where there is none */
	uint64_t without_guidance, without_scan;
	uint64_t clean; /* hosts that are `ok` and have nothing to judge */
	struct sslinv_str own[SSLINV_HTML_OWN_COUNT];
	bool has_command; /* what to do first on the only host is one */
};

/* More open findings are not told one by one. */
#define SSLINV_HTML_FINDINGS_MAX 10000

/* How many hosts have that verdict. */
static inline uint64_t sslinv_html_count(const struct sslinv_html *html, enum sslinv_verdict verdict)
{
	return html->fleet->totals.by_verdict[verdict];
}

/* Is the page about one host? It then tells more of it, and no pictures of many. */
static inline bool sslinv_html_is_single(const struct sslinv_html *html)
{
	return html->fleet->totals.hosts == 1;
}

#endif
