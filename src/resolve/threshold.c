/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Of the many versions at which a vendor fixed one CVE, only those of the package's own line bind it; neither the highest
 * nor the lowest of all does.
 */
#include "resolve/threshold.h"

#include <string.h>

#include "base/str.h"

static bool is_in_scope(const struct sslinv_question *question, const struct sslinv_bound *bound, enum sslinv_scope scope)
{
	const char *stream = bound->statement->stream;
	unsigned major, minor;

	switch (scope) {
	case SSLINV_SCOPE_OWN:
		return strcmp(stream, question->stream) == 0;
	case SSLINV_SCOPE_PLAIN:
		return !stream[0];
	case SSLINV_SCOPE_CONTINUED:
		return sslinv_stream_kind(stream) == SSLINV_STREAM_CONTINUED;
	case SSLINV_SCOPE_SHARED:
		return strcmp(stream, question->stream) != 0 && sslinv_stream_minor(stream, &major, &minor) &&
		       sslinv_line_shares_tag(&bound->line, &question->line);
	}
	return false;
}

/* How much of its beginning, up to a point or dash, a version shares with the subject's. */
static size_t shared_start(const struct sslinv_question *question, const char *fixed)
{
	const char *version = question->subject->version;
	const char *colon = strchr(version, ':'), *fixed_colon = strchr(fixed, ':');
	size_t shared = 0;

	version = colon ? colon + 1 : version;
	fixed = fixed_colon ? fixed_colon + 1 : fixed;
	for (size_t i = 0; version[i] && version[i] == fixed[i]; i++) {
		if (strchr(".-_", version[i]))
			shared = i;
	}
	return shared;
}

/* Is it of a stream of the minor release that the version was built for? */
static bool is_of_minor(const struct sslinv_question *question, const struct sslinv_bound *bound)
{
	unsigned major, minor;

	return question->line.has_minor && sslinv_stream_minor(bound->statement->stream, &major, &minor) &&
	       minor == question->line.minor;
}

/* Is `a` the better threshold than `b`, both being of one scope? */
static bool is_better(const struct sslinv_question *question, const struct sslinv_bound *a, const struct sslinv_bound *b)
{
	bool a_shares = sslinv_line_shares_tag(&a->line, &question->line),
	     b_shares = sslinv_line_shares_tag(&b->line, &question->line);

	if (a->is_inherited != b->is_inherited)
		return !a->is_inherited;
	if (a->is_alias != b->is_alias)
		return !a->is_alias;
	/* A release that goes through minor releases may get a fix again in the next one. */
	if (a_shares != b_shares)
		return a_shares;
	if (is_of_minor(question, a) != is_of_minor(question, b))
		return is_of_minor(question, a);
	/* One advisory with several versions speaks of several lines. */
	if (a->statement->advisory && sslinv_str_compare(a->statement->advisory, b->statement->advisory) == 0) {
		size_t a_start = shared_start(question, a->statement->fixed_version);
		size_t b_start = shared_start(question, b->statement->fixed_version);

		if (a_start != b_start)
			return a_start > b_start;
	}
	/* Where sources disagree, the higher is the safe one. */
	return question->vercmp(a->statement->fixed_version, b->statement->fixed_version) > 0;
}

static bool is_of_csaf(const struct sslinv_question *question, const struct sslinv_bound *bound)
{
	return bound->feed < question->set->feeds.count &&
	       sslinv_str_compare(question->set->feeds.items[bound->feed].feed.format, "csaf-vex") == 0;
}

/* Was the package built for a later minor release than the fix, or for one that nobody knows? */
static bool is_of_later_minor(const struct sslinv_question *question, const struct sslinv_bound *fix)
{
	bool is_known = question->line.has_minor || question->has_minor;
	unsigned minor = question->line.has_minor ? question->line.minor : question->minor;

	return fix->line.has_minor && (!is_known || minor > fix->line.minor);
}

bool sslinv_fix_is_open_later(const struct sslinv_question *question, const struct sslinv_bound *fix)
{
	if (!is_of_csaf(question, fix) || !is_of_later_minor(question, fix))
		return false;
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (bound->feed == fix->feed && strcmp(bound->statement->stream, fix->statement->stream) == 0 &&
		    bound->statement->status != SSLINV_STATUS_FIXED &&
		    bound->statement->status != SSLINV_STATUS_NOT_AFFECTED)
			return true;
	}
	return false;
}

/*
 * Where one document of CSAF lists several builds as fixed, each of them is: the package's own build counts, however high
 * the others are. NULL if it is not listed.
 */
static const struct sslinv_bound *find_own_build(const struct sslinv_question *question, enum sslinv_scope scope,
						 const struct sslinv_bound *best)
{
	if (!best || !is_of_csaf(question, best))
		return NULL;
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (bound->statement->status == SSLINV_STATUS_FIXED && bound->feed == best->feed &&
		    is_in_scope(question, bound, scope) &&
		    sslinv_question_compare(question, bound->by_source, bound->statement->fixed_version) == 0)
			return bound;
	}
	return NULL;
}

const struct sslinv_bound *sslinv_fix_find(const struct sslinv_question *question, enum sslinv_scope scope)
{
	const struct sslinv_bound *best = NULL, *own;

	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (bound->statement->status != SSLINV_STATUS_FIXED || !is_in_scope(question, bound, scope) ||
		    sslinv_fix_is_open_later(question, bound))
			continue;
		if (bound->line.flavours != question->line.flavours && question->kind != SSLINV_STREAM_APART)
			continue;
		if (!best || is_better(question, bound, best))
			best = bound;
	}
	own = find_own_build(question, scope, best);
	return own ? own : best;
}

bool sslinv_fix_is_in(const struct sslinv_question *question, const struct sslinv_bound *fix)
{
	return fix && sslinv_question_compare(question, fix->by_source, fix->statement->fixed_version) >= 0;
}
