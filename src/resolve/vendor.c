/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules that hold by the vendor's word. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "resolve/action.h"
#include "resolve/question.h"
#include "resolve/threshold.h"

static void add_note(struct sslinv_question *question, struct sslinv_finding *finding, const char *note)
{
	if (note && note[0])
		finding->note = finding->note ? sslinv_say(question, "%s; %s", finding->note, note) : note;
}

/* Where the vendor names several versions for one line, the others are told beside the one that counts. */
static void note_other_thresholds(struct sslinv_question *question, struct sslinv_finding *finding,
				  const struct sslinv_bound *fix)
{
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		const struct sslinv_statement *statement = bound->statement;

		if (statement->status != SSLINV_STATUS_FIXED || bound->is_alias != fix->is_alias ||
		    bound->is_inherited != fix->is_inherited || bound->line.flavours != fix->line.flavours ||
		    strcmp(statement->stream, fix->statement->stream) != 0 ||
		    strcmp(statement->fixed_version, fix->statement->fixed_version) == 0)
			continue;
		add_note(question, finding,
			 sslinv_say(question, "the vendor also names %s%s%s%s", statement->fixed_version,
				    statement->advisory ? " (" : "", statement->advisory ? statement->advisory : "",
				    statement->advisory ? ")" : ""));
	}
}

/* The vendor's own page, for a statement that does not say where to read more. */
static const char *find_page(struct sslinv_question *question, const struct sslinv_statement *statement)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str page = { 0 };
	int rc = sslinv_action_page(&page, question->set, statement->distro, statement->release, statement->cve,
				    statement->advisory);

	question->is_out_of_memory |= rc < 0;
	return page.length > 0 ? sslinv_say(question, "%s", sslinv_str_text(&page)) : NULL;
}

static void take_statement(struct sslinv_question *question, struct sslinv_finding *finding,
			   const struct sslinv_bound *bound)
{
	const struct sslinv_statement *statement = bound->statement;

	finding->severity = statement->severity;
	finding->advisory = statement->advisory;
	finding->url = statement->url ? statement->url : find_page(question, statement);
	finding->feed = bound->feed;
	finding->stream = statement->stream;
	finding->is_doubtful = statement->is_doubtful;
	add_note(question, finding, statement->note);
	if (bound->is_inherited)
		add_note(question, finding, "judged by Red Hat's data, as this distribution is a rebuild of it");
}

/* Fixes of streams that the host may or may not be entitled to. */
static void note_other_streams(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_bound *told[4];
	size_t count = 0;

	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		const struct sslinv_statement *statement = bound->statement;
		enum sslinv_stream_kind kind = sslinv_stream_kind(statement->stream);
		unsigned major, minor;
		bool is_near = kind == SSLINV_STREAM_CONTINUED || kind == SSLINV_STREAM_PLAIN;
		size_t i = 0;

		if (statement->status != SSLINV_STATUS_FIXED || strcmp(statement->stream, finding->stream) == 0 ||
		    bound->is_alias || sslinv_str_compare(statement->fixed_version, finding->fixed_version) == 0)
			continue;
		if (sslinv_stream_minor(statement->stream, &major, &minor))
			is_near = (question->line.has_minor && question->line.minor == minor) ||
				  (question->has_minor && question->minor == minor);
		else if (kind == SSLINV_STREAM_APART)
			is_near = bound->line.flavours && bound->line.flavours == question->line.flavours;
		while (i < count && strcmp(told[i]->statement->fixed_version, statement->fixed_version) != 0)
			i++;
		if (!is_near || i < count || count == SSLINV_ARRAY_SIZE(told))
			continue;
		told[count++] = bound;
		add_note(question, finding,
			 sslinv_say(question, "%s%s has the fix %s%s%s%s",
				    statement->stream[0] ? "the stream " : "the plain release", statement->stream,
				    statement->fixed_version, statement->advisory ? " (" : "",
				    statement->advisory ? statement->advisory : "", statement->advisory ? ")" : ""));
	}
}

/* Does the version carry the release's own mark: `.el9`, `deb12`? Then it was built for it, whatever it is made from. */
static bool has_release_mark(const struct sslinv_question *question)
{
	const char *version = question->subject->version;
	struct sslinv_distro tag;
	char mark[32];

	if (question->is_rpm)
		return sslinv_distro_from_dist_tag(version, &tag) && strcmp(tag.release, question->place.release) == 0;
	snprintf(mark, sizeof(mark), "deb%s", question->place.release);
	return strstr(version, mark) != NULL;
}

/*
 * Is the package, whose OpenSSL is known, made from another branch than `fixed_version`, which the vendor speaks of? A
 * package of the next release on this one (pinning, half an upgrade) is not below the fix, and yet may be without it.
 */
static bool is_other_branch(const struct sslinv_question *question, const char *fixed_version)
{
	char own[SSLINV_OPENSSL_VERSION_SIZE], version[SSLINV_OPENSSL_VERSION_SIZE], fixed[SSLINV_OPENSSL_VERSION_SIZE];

	return sslinv_openssl_branch_of(question->upstream_version, own, sizeof(own)) &&
	       sslinv_openssl_version_of(fixed_version, version, sizeof(version)) &&
	       sslinv_openssl_branch_of(version, fixed, sizeof(fixed)) && strcmp(own, fixed) != 0;
}

/* OpenSSL says that the version inside is affected, and what the vendor said was about builds of another branch. */
static bool is_foreign_fix(const struct sslinv_question *question, const struct sslinv_bound *fix)
{
	return question->upstream.answer == SSLINV_UPSTREAM_AFFECTED && !has_release_mark(question) &&
	       is_other_branch(question, fix->statement->fixed_version);
}

/* The same of a statement without a version: told by all fixes of this package in the release. */
static bool is_foreign_release(const struct sslinv_question *question)
{
	bool has_fixes = false;

	if (question->upstream.answer != SSLINV_UPSTREAM_AFFECTED || has_release_mark(question))
		return false;
	for (size_t i = 0; i < question->bound.count; i++) {
		const struct sslinv_statement *statement = question->bound.items[i].statement;

		if (statement->status != SSLINV_STATUS_FIXED)
			continue;
		if (!is_other_branch(question, statement->fixed_version))
			return false;
		has_fixes = true;
	}
	return has_fixes;
}

static void tell_fix(struct sslinv_question *question, struct sslinv_finding *finding, const struct sslinv_bound *fix,
		     enum sslinv_status status)
{
	finding->rule = SSLINV_RULE_VENDOR_FIX;
	finding->status = status;
	finding->fixed_version = fix->statement->fixed_version;
	take_statement(question, finding, fix);
	finding->reason = sslinv_say(question, "%s is %sbelow %s, where it was fixed in %s",
				     fix->by_source ? question->source_version : question->subject->version,
				     status == SSLINV_STATUS_FIXED ? "not " : "", fix->statement->fixed_version,
				     sslinv_question_place(question, fix->statement->distro, fix->statement->stream));
	note_other_thresholds(question, finding, fix);
}

static bool answer_fixed(struct sslinv_question *question, struct sslinv_finding *finding, const struct sslinv_bound *fix)
{
	if (is_foreign_fix(question, fix))
		return false;
	tell_fix(question, finding, fix, SSLINV_STATUS_FIXED);
	return true;
}

static bool answer_affected(struct sslinv_question *question, struct sslinv_finding *finding, const struct sslinv_bound *fix)
{
	tell_fix(question, finding, fix, SSLINV_STATUS_AFFECTED);
	note_other_streams(question, finding);
	return true;
}

/*
 * Was the version built for a later minor release than the stream it is said to be in? Then its fixes are not that stream's.
 */
static bool is_beyond_stream(const struct sslinv_question *question, const struct sslinv_bound *own)
{
	unsigned major, minor;

	/* The minor release of a version that names none is 0. */
	return sslinv_stream_minor(question->stream, &major, &minor) && question->line.minor > minor &&
	       own->line.minor < question->line.minor;
}

/*
 * Does the package's changelog name the CVE, the plain release having fixed it only in a later minor release? Then the fix
 * may have come to this minor release's own line, of which the vendor's statements at hand do not speak.
 */
static bool is_overruled_by_changelog(const struct sslinv_question *question, const struct sslinv_bound *plain)
{
	/* Red Hat alone keeps minor releases up beside each other. */
	return strcmp(question->place.distro, "rhel") == 0 && question->line.has_minor && plain->line.has_tag &&
	       (!plain->line.has_minor || plain->line.minor > question->line.minor) &&
	       sslinv_question_in_changelog(question);
}

/* Has the vendor said of the release that this CVE is open, or will stay so? */
static bool is_plain_open(const struct sslinv_question *question)
{
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (!bound->statement->stream[0] && bound->statement->status != SSLINV_STATUS_FIXED &&
		    bound->statement->status != SSLINV_STATUS_NOT_AFFECTED)
			return true;
	}
	return false;
}

static bool judge_flavour(struct sslinv_question *question, struct sslinv_finding *finding, const struct sslinv_bound *own)
{
	if (!own)
		return false;
	if (!sslinv_fix_is_in(question, own))
		return answer_affected(question, finding, own);
	/* A package that is not of the flavour cannot have its fix, though its version is higher. */
	return own->line.flavours == question->line.flavours && answer_fixed(question, finding, own);
}

bool sslinv_rule_vendor_fix(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_bound *own = sslinv_fix_find(question, SSLINV_SCOPE_OWN);
	const struct sslinv_bound *plain, *continued, *shared;

	if (question->kind == SSLINV_STREAM_APART)
		return judge_flavour(question, finding, own);
	plain = sslinv_fix_find(question, SSLINV_SCOPE_PLAIN);
	continued = sslinv_fix_find(question, SSLINV_SCOPE_CONTINUED);
	shared = sslinv_fix_find(question, SSLINV_SCOPE_SHARED);
	if (own && question->kind != SSLINV_STREAM_PLAIN && !is_beyond_stream(question, own))
		return sslinv_fix_is_in(question, own) ? answer_fixed(question, finding, own)
						       : answer_affected(question, finding, own);
	if (sslinv_fix_is_in(question, plain))
		return answer_fixed(question, finding, plain);
	if (sslinv_fix_is_in(question, shared))
		return answer_fixed(question, finding, shared);
	if (sslinv_fix_is_in(question, continued))
		return answer_fixed(question, finding, continued);
	if (question->kind == SSLINV_STREAM_PLAIN && own)
		return (shared || !is_overruled_by_changelog(question, own)) && answer_affected(question, finding, own);
	if (question->kind == SSLINV_STREAM_CONTINUED && plain)
		return answer_affected(question, finding, plain);
	if (shared && !is_plain_open(question)) {
		answer_affected(question, finding, shared);
		if (question->kind == SSLINV_STREAM_PLAIN)
			add_note(question, finding,
				 sslinv_say(question, "only hosts with the support of %s get this fix",
					    shared->statement->stream));
		return true;
	}
	/* The version is beyond the stream named, and no stream of its own has a fix. */
	return own && !sslinv_fix_is_in(question, own) && answer_affected(question, finding, own);
}

bool sslinv_rule_plain_fix(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_bound *plain = question->kind == SSLINV_STREAM_MINOR
						   ? sslinv_fix_find(question, SSLINV_SCOPE_PLAIN)
						   : NULL;

	if (!plain || sslinv_fix_is_in(question, plain) || is_overruled_by_changelog(question, plain))
		return false;
	answer_affected(question, finding, plain);
	/* This stream does not deliver the fix. */
	finding->fixed_version = NULL;
	finding->stream = question->stream;
	finding->note = NULL;
	note_other_streams(question, finding);
	add_note(question, finding, sslinv_say(question, "the stream %s names no fix", question->stream));
	return true;
}

bool sslinv_rule_extended_fix(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_bound *fix = question->kind == SSLINV_STREAM_PLAIN
						 ? sslinv_fix_find(question, SSLINV_SCOPE_CONTINUED)
						 : NULL;

	if (!fix || sslinv_fix_is_in(question, fix))
		return false;
	answer_affected(question, finding, fix);
	add_note(question, finding,
		 sslinv_say(question, "the plain release has no fix: only hosts with the support of %s get this one",
			    fix->statement->stream));
	return true;
}

/*
 * Of several statements the one that counts: what cannot be evaluated last, "not affected" only where nothing else is said.
 */
static int weight(enum sslinv_status status)
{
	static const int weights[SSLINV_STATUS_COUNT] = {
		[SSLINV_STATUS_WILL_NOT_FIX] = 5, [SSLINV_STATUS_AFFECTED] = 4, [SSLINV_STATUS_UNDER_INVESTIGATION] = 3,
		[SSLINV_STATUS_NOT_AFFECTED] = 2, [SSLINV_STATUS_UNKNOWN] = 1,
	};

	return weights[status];
}

static bool is_closer_status(const struct sslinv_question *question, const struct sslinv_bound *a,
			     const struct sslinv_bound *b)
{
	bool a_own = strcmp(a->statement->stream, question->stream) == 0,
	     b_own = strcmp(b->statement->stream, question->stream) == 0;
	int order;

	if (a_own != b_own)
		return a_own;
	if (a->is_inherited != b->is_inherited)
		return !a->is_inherited;
	if (a->is_alias != b->is_alias)
		return !a->is_alias;
	/* A later statement replaces an earlier one, if both say when. */
	order = a->statement->issued && b->statement->issued ? strcmp(a->statement->issued, b->statement->issued) : 0;
	if (order && a->statement->status != SSLINV_STATUS_UNKNOWN && b->statement->status != SSLINV_STATUS_UNKNOWN)
		return order > 0;
	return weight(a->statement->status) > weight(b->statement->status);
}

/* Does the same stream name a fix that binds? Then what else it says of the CVE is from before. */
static bool is_superseded(const struct sslinv_question *question, const struct sslinv_bound *status)
{
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (bound->statement->status == SSLINV_STATUS_FIXED && bound->line.flavours == question->line.flavours &&
		    strcmp(bound->statement->stream, status->statement->stream) == 0 &&
		    !sslinv_fix_is_open_later(question, bound))
			return true;
	}
	return false;
}

/* Does the vendor say of any branched stream of the release something else than that it never had the flaw? */
static bool has_flawed_branch(const struct sslinv_question *question)
{
	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (sslinv_stream_kind(bound->statement->stream) == SSLINV_STREAM_MINOR &&
		    bound->statement->status != SSLINV_STATUS_NOT_AFFECTED)
			return true;
	}
	return false;
}

/*
 * What is said of the plain release holds for a stream that goes on from it. For one that branched off a minor release,
 * whose own statements are silent, it holds too where it is a status: not affected in all of the release is not affected in
 * its streams, unless the vendor says otherwise of one of them. A fix is no status, and none is ever borrowed.
 */
static bool does_status_bind(const struct sslinv_question *question, const struct sslinv_bound *bound)
{
	if (bound->statement->status == SSLINV_STATUS_FIXED || is_superseded(question, bound))
		return false;
	if (strcmp(bound->statement->stream, question->stream) == 0)
		return true;
	if (bound->statement->stream[0] || question->kind == SSLINV_STREAM_APART)
		return false;
	return question->kind == SSLINV_STREAM_CONTINUED || bound->statement->status != SSLINV_STATUS_NOT_AFFECTED ||
	       !has_flawed_branch(question);
}

/*
 * The last day on which the vendor said it: each edition of a feed says again what is in it. NULL where nothing tells it.
 */
static const char *day_of_statement(const struct sslinv_question *question, const struct sslinv_bound *bound)
{
	const struct sslinv_set_feed *feed;

	if (bound->feed >= question->set->feeds.count)
		return NULL;
	feed = &question->set->feeds.items[bound->feed];
	return sslinv_date_later(feed->feed.published ? feed->feed.published : feed->imported,
				 sslinv_date_later(feed->feed.confirmed, bound->statement->issued));
}

/* Was the package built after the last day on which the vendor said it? */
static bool is_built_later(const struct sslinv_question *question, const struct sslinv_bound *bound)
{
	const char *built = question->subject->built, *said = day_of_statement(question, bound);
	int64_t built_seconds, said_seconds;

	return sslinv_date_seconds(built, &built_seconds) && sslinv_date_seconds(said, &said_seconds) &&
	       sslinv_date_compare(said, built) < 0;
}

/*
 * Does the changelog of the installed package name the CVE, and is the package newer than what the vendor says of it? It
 * also may be where the vendor's record was read while the CVE was open, and is marked so.
 */
static bool is_older_than_package(struct sslinv_question *question, const struct sslinv_bound *bound)
{
	enum sslinv_status status = bound->statement->status;
	bool is_open = status == SSLINV_STATUS_AFFECTED || status == SSLINV_STATUS_UNDER_INVESTIGATION;

	/* Where it is not certain whose build it is, its changelog closes nothing. */
	if (question->subject->build == SSLINV_BUILD_OPEN || status == SSLINV_STATUS_NOT_AFFECTED ||
	    !sslinv_question_in_changelog(question))
		return false;
	if (is_built_later(question, bound))
		question->outdated = bound;
	return question->outdated || (is_open && bound->statement->is_doubtful);
}

static const char *const status_words[SSLINV_STATUS_COUNT] = {
	[SSLINV_STATUS_NOT_AFFECTED] = "is not affected",
	[SSLINV_STATUS_AFFECTED] = "is affected, with no fix yet",
	[SSLINV_STATUS_WILL_NOT_FIX] = "will get no fix",
	[SSLINV_STATUS_UNDER_INVESTIGATION] = "is being looked at",
	[SSLINV_STATUS_UNKNOWN] = "has a statement that could not be evaluated",
};

bool sslinv_rule_vendor_status(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_bound *best = NULL;

	for (const struct sslinv_bound *bound = question->first; bound < question->end; bound++) {
		if (does_status_bind(question, bound) && (!best || is_closer_status(question, bound, best)))
			best = bound;
	}
	if (!best || is_older_than_package(question, best) ||
	    (best->statement->status == SSLINV_STATUS_NOT_AFFECTED && is_foreign_release(question)))
		return false;
	finding->rule = SSLINV_RULE_VENDOR_STATUS;
	finding->status = best->statement->status;
	take_statement(question, finding, best);
	finding->reason = sslinv_say(question, "the vendor says that %s in %s %s", best->statement->package,
				     sslinv_question_place(question, best->statement->distro, best->statement->stream),
				     status_words[finding->status]);
	if (finding->status != SSLINV_STATUS_NOT_AFFECTED)
		note_other_streams(question, finding);
	else if (question->kind == SSLINV_STREAM_MINOR && !best->statement->stream[0])
		add_note(question, finding,
			 sslinv_say(question, "said of all of the release; of the stream %s itself nothing is said",
				    question->stream));
	return true;
}
