/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One host at two moments: rows of the same order, side by side. */
#include "report/diff_host.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

/* What nobody can judge any more is not known to be better. */
static enum sslinv_diff_course course_of(enum sslinv_moment_kind kind, int before, int after)
{
	const int not_judged = kind == SSLINV_MOMENT_FINDING ? SSLINV_MOMENT_INVESTIGATED_RANK : SSLINV_MOMENT_UNKNOWN_RANK;

	if (after > before)
		return SSLINV_DIFF_WORSE;
	return after == before || (after > 0 && after <= not_judged) ? SSLINV_DIFF_SAME : SSLINV_DIFF_BETTER;
}

static void note_course(struct sslinv_diff_walk *walk, enum sslinv_diff_course course)
{
	walk->has_worse |= course == SSLINV_DIFF_WORSE;
	walk->has_better |= course == SSLINV_DIFF_BETTER;
}

/* One of the rows may be NULL. */
static void tell_change(struct sslinv_diff_walk *walk, enum sslinv_moment_kind kind, const struct sslinv_moment_row *before,
			const struct sslinv_moment_row *after)
{
	const struct sslinv_moment_row *row = before ? before : after;
	const int old = before ? before->rank : 0, new = after ? after->rank : 0;
	char *quoted[4] = { NULL };
	struct sslinv_diff_change change = { .kind = kind, .course = course_of(kind, old, new) };

	if ((before && after && strcmp(before->value, after->value) == 0) ||
	    (kind == SSLINV_MOMENT_FINDING && old == 0 && new == 0))
		return;
	change.subject = sslinv_diff_shown(row->subject, &quoted[0]);
	change.detail = sslinv_diff_shown(row->detail, &quoted[1]);
	change.before = sslinv_diff_shown(before ? before->value : NULL, &quoted[2]);
	change.after = sslinv_diff_shown(after ? after->value : NULL, &quoted[3]);
	walk->has_change = true;
	note_course(walk, change.course);
	walk->format->change(walk->context, &change);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(quoted); i++)
		free(quoted[i]);
}

/* The rows of one kind on one side, one of them in sight. */
struct rows {
	struct sslinv_moment *moment;
	struct sslinv_moment_row row;
	int has_row; /* 1, 0 at the end, or a negative code */
};

static void next_row(struct rows *rows, struct sslinv_error *error)
{
	rows->has_row = sslinv_moment_next(rows->moment, &rows->row, error);
}

static int open_rows(struct rows *rows, const struct sslinv_diff_place *place, enum sslinv_moment_kind kind,
		     struct sslinv_error *error)
{
	int rc = sslinv_moment_open(place->store, place->host, kind, sslinv_diff_time(place), &rows->moment, error);

	if (rc < 0)
		return rc;
	next_row(rows, error);
	return rows->has_row < 0 ? rows->has_row : 0;
}

static int compare_rows(const struct sslinv_moment_row *a, const struct sslinv_moment_row *b)
{
	int order = strcmp(a->subject, b->subject);

	return order ? order : strcmp(a->detail, b->detail);
}

/* Both are in one order: the smaller of the two rows in sight is alone, or both are of the same thing. */
static int merge_rows(struct sslinv_diff_walk *walk, enum sslinv_moment_kind kind, struct rows *before, struct rows *after,
		      struct sslinv_error *error)
{
	while (before->has_row > 0 || after->has_row > 0) {
		int order = before->has_row <= 0 ? 1 : after->has_row <= 0 ? -1 : compare_rows(&before->row, &after->row);

		tell_change(walk, kind, order <= 0 ? &before->row : NULL, order >= 0 ? &after->row : NULL);
		if (order <= 0)
			next_row(before, error);
		if (order >= 0)
			next_row(after, error);
		if (before->has_row < 0 || after->has_row < 0)
			return error->code;
	}
	return 0;
}

static int compare_kind(struct sslinv_diff_walk *walk, enum sslinv_moment_kind kind, const struct sslinv_diff_place *before,
			const struct sslinv_diff_place *after, struct sslinv_error *error)
{
	struct rows old = { 0 }, new = { 0 };
	int rc = open_rows(&old, before, kind, error);

	if (rc == 0)
		rc = open_rows(&new, after, kind, error);
	if (rc == 0)
		rc = merge_rows(walk, kind, &old, &new, error);
	sslinv_moment_close(old.moment);
	sslinv_moment_close(new.moment);
	return rc;
}

/* A verdict, and how bad it is: a host that was never judged is unknown. */
struct judged {
	char *verdict; /* NULL: the host is not there */
	int rank;
};

static int find_verdict(const struct sslinv_diff_place *place, struct judged *judged, struct sslinv_error *error)
{
	struct rows rows = { 0 };
	int rc = place->host ? open_rows(&rows, place, SSLINV_MOMENT_VERDICT, error) : 0;

	if (rc == 0 && place->host) {
		judged->verdict = sslinv_str_quoted(rows.has_row ? rows.row.value : "unknown");
		judged->rank = rows.has_row ? rows.row.rank : SSLINV_MOMENT_UNKNOWN_RANK;
		rc = judged->verdict ? 0 : sslinv_error_memory(error);
	}
	sslinv_moment_close(rows.moment);
	return rc;
}

int sslinv_diff_host_compare(struct sslinv_diff_walk *walk, struct sslinv_diff_host *host,
			     const struct sslinv_diff_place *before, const struct sslinv_diff_place *after,
			     struct sslinv_error *error)
{
	struct judged old = { 0 }, new = { 0 };
	int rc = find_verdict(before, &old, error);

	if (rc == 0)
		rc = find_verdict(after, &new, error);
	if (rc == 0 && after->host)
		rc = sslinv_store_scan_whole(after->store, after->host, sslinv_diff_time(after), error);
	host->is_incomplete = rc == 0 && after->host;
	rc = rc < 0 ? rc : 0;
	host->before = old.verdict;
	host->after = new.verdict;
	/* A host that is gone is no better. */
	host->course = host->presence == SSLINV_DIFF_GONE ? SSLINV_DIFF_SAME
							  : course_of(SSLINV_MOMENT_VERDICT, old.rank, new.rank);
	if (rc == 0) {
		walk->has_change = host->presence != SSLINV_DIFF_BOTH || strcmp(old.verdict, new.verdict) != 0;
		note_course(walk, host->course);
		walk->format->host(walk->context, host);
		for (int kind = SSLINV_MOMENT_FINDING; kind < SSLINV_MOMENT_KIND_COUNT && rc == 0; kind++)
			if (host->presence == SSLINV_DIFF_BOTH)
				rc = compare_kind(walk, (enum sslinv_moment_kind)kind, before, after, error);
		walk->format->host_end(walk->context);
	}
	free(old.verdict);
	free(new.verdict);
	return rc;
}
