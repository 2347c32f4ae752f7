/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules in their order: the first that answers is the finding, those further down that disagree are told beside it. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "resolve/question.h"

static const char *const rule_names[SSLINV_RULE_COUNT] = {
	[SSLINV_RULE_VENDOR_FIX] = "vendor-fix", [SSLINV_RULE_VENDOR_STATUS] = "vendor-status",
	[SSLINV_RULE_CHANGELOG] = "changelog",   [SSLINV_RULE_UPSTREAM_RANGE] = "upstream-range",
	[SSLINV_RULE_CANDIDATE] = "candidate",   [SSLINV_RULE_UPSTREAM_AFFECTED] = "upstream-affected",
	[SSLINV_RULE_UNKNOWN] = "unknown",
};

const char *sslinv_rule_name(enum sslinv_rule rule)
{
	return (unsigned)rule < SSLINV_RULE_COUNT ? rule_names[rule] : "unknown";
}

/* What the vendor said before the package was built is told beside what its changelog says. */
static void note_outdated(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (question->outdated)
		finding->note = sslinv_say(question, "the package was built on %.10s, after the vendor called it %s",
					   question->subject->built,
					   sslinv_status_name(question->outdated->statement->status));
}

static bool rule_changelog(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (!sslinv_question_in_changelog(question))
		return false;
	finding->rule = SSLINV_RULE_CHANGELOG;
	finding->status = SSLINV_STATUS_FIXED;
	finding->reason = "the changelog of the installed package names this CVE";
	note_outdated(question, finding);
	return true;
}

static bool rule_upstream_range(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (question->upstream.answer != SSLINV_UPSTREAM_NOT_AFFECTED)
		return false;
	finding->rule = SSLINV_RULE_UPSTREAM_RANGE;
	finding->status = SSLINV_STATUS_NOT_AFFECTED;
	finding->reason = sslinv_say(question, "OpenSSL %s: %s", question->upstream_version, question->upstream.reason);
	return true;
}

/* Is the version that the repositories offer newer than the installed one? */
static bool is_candidate_newer(const struct sslinv_question *question)
{
	const char *candidate = question->subject->candidate_version;

	return candidate && question->subject->version && question->vercmp(candidate, question->subject->version) > 0;
}

/* Is it past OpenSSL's own fix of this CVE? */
static bool is_candidate_past_fix(const struct sslinv_question *question)
{
	char version[SSLINV_OPENSSL_VERSION_SIZE];

	return is_candidate_newer(question) && question->upstream.answer == SSLINV_UPSTREAM_AFFECTED &&
	       sslinv_openssl_version_of(question->subject->candidate_version, version, sizeof(version)) &&
	       sslinv_upstream_judge(version, &question->record, &question->lives).answer == SSLINV_UPSTREAM_NOT_AFFECTED;
}

static bool rule_candidate(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (!is_candidate_past_fix(question))
		return false;
	finding->rule = SSLINV_RULE_CANDIDATE;
	finding->status = SSLINV_STATUS_AFFECTED;
	finding->fixed_version = question->subject->candidate_version;
	finding->reason = sslinv_say(
		question,
		"OpenSSL lists %s as affected, no statement of the vendor is at hand, and its repositories offer %s, "
		"which is past OpenSSL's fix",
		question->upstream_version, question->subject->candidate_version);
	return true;
}

static bool rule_upstream_affected(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (question->upstream.answer != SSLINV_UPSTREAM_AFFECTED)
		return false;
	finding->rule = SSLINV_RULE_UPSTREAM_AFFECTED;
	finding->status = SSLINV_STATUS_AFFECTED;
	finding->fixed_version = question->upstream.range->until;
	finding->reason = sslinv_say(question, "OpenSSL %s: %s, and nobody maintains this copy apart from OpenSSL",
				     question->upstream_version, question->upstream.reason);
	return true;
}

/* The same of a build that no listed line has: OpenSSL's own word is all there is. */
static bool rule_stranger_affected(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (question->subject->build != SSLINV_BUILD_STRANGER || question->upstream.answer != SSLINV_UPSTREAM_AFFECTED)
		return false;
	finding->rule = SSLINV_RULE_UPSTREAM_AFFECTED;
	finding->status = SSLINV_STATUS_AFFECTED;
	finding->reason = sslinv_say(question, "OpenSSL %s: %s%s%s, and nobody publishes about this build",
				     question->upstream_version, question->upstream.reason,
				     question->upstream.range->until ? " until " : "",
				     question->upstream.range->until ? question->upstream.range->until : "");
	return true;
}

static const char *why_unknown(struct sslinv_question *question)
{
	if (!question->upstream_version)
		return "which OpenSSL this is is not known, and no statement of a vendor is at hand";
	if (!question->vulnerability && question->record.range_count == 0)
		return question->subject->is_copy
			       ? "OpenSSL's records at hand do not have this CVE"
			       : "OpenSSL's records at hand do not have this CVE, and no statement of the "
				 "vendor is at hand";
	if (question->upstream.answer != SSLINV_UPSTREAM_AFFECTED)
		return sslinv_say(question, "OpenSSL %s: %s%s", question->upstream_version, question->upstream.reason,
				  question->subject->is_copy ? "" : "; no statement of the vendor is at hand");
	if (question->subject->build == SSLINV_BUILD_OPEN)
		return sslinv_say(question, "OpenSSL lists %s as affected, and it is not certain whose build this is",
				  question->upstream_version);
	if (!question->place.distro[0])
		return sslinv_say(question, "OpenSSL lists %s as affected, and the distribution is not known",
				  question->upstream_version);
	return sslinv_say(question, "OpenSSL lists %s as affected, and no statement of the vendor is at hand for %s",
			  question->upstream_version,
			  sslinv_question_place(question, question->place.distro, question->stream));
}

/* Fixes in streams that do not bind are still worth knowing of. */
static void note_unbound(struct sslinv_question *question, struct sslinv_finding *finding)
{
	for (const struct sslinv_bound *bound = question->first; bound < question->end && !finding->note; bound++) {
		const struct sslinv_statement *statement = bound->statement;

		if (strcmp(statement->stream, question->stream) == 0 ||
		    sslinv_stream_kind(statement->stream) == SSLINV_STREAM_MINOR)
			continue;
		finding->note = sslinv_say(question, "of %s%s the vendor says: %s%s%s",
					   statement->stream[0] ? "the stream " : "the plain release", statement->stream,
					   sslinv_status_name(statement->status), statement->fixed_version ? " in " : "",
					   statement->fixed_version ? statement->fixed_version : "");
	}
}

static bool rule_unknown(struct sslinv_question *question, struct sslinv_finding *finding)
{
	finding->reason = why_unknown(question);
	note_unbound(question, finding);
	return true;
}

typedef bool (*rule_function)(struct sslinv_question *question, struct sslinv_finding *finding);

/* `is_last_resort`: speaks only where no rule before it did, and is no opinion otherwise. */
struct rule {
	rule_function function;
	bool is_last_resort;
};

static const struct rule package_rules[] = {
	{ sslinv_rule_vendor_fix, false }, { sslinv_rule_vendor_status, false }, { rule_changelog, false },
	{ rule_upstream_range, false },    { sslinv_rule_plain_fix, false },     { sslinv_rule_extended_fix, false },
	{ rule_candidate, true },          { rule_stranger_affected, true },     { rule_unknown, true },
};

static const struct rule copy_rules[] = {
	{ rule_upstream_range, false },
	{ rule_upstream_affected, false },
	{ rule_unknown, true },
};

enum side { SIDE_CLOSED, SIDE_OPEN, SIDE_UNKNOWN };

static enum side side_of(enum sslinv_status status)
{
	if (status == SSLINV_STATUS_FIXED || status == SSLINV_STATUS_NOT_AFFECTED)
		return SIDE_CLOSED;
	return status == SSLINV_STATUS_UNKNOWN ? SIDE_UNKNOWN : SIDE_OPEN;
}

static void add_opinion(struct sslinv_question *question, struct sslinv_finding *finding, const struct sslinv_finding *other)
{
	if (side_of(other->status) == side_of(finding->status) || side_of(other->status) == SIDE_UNKNOWN)
		return;
	if (!finding->others)
		finding->others = sslinv_arena_alloc(question->arena,
						     SSLINV_ARRAY_SIZE(package_rules) * sizeof(*finding->others));
	if (!finding->others) {
		question->is_out_of_memory = true;
		return;
	}
	finding->others[finding->other_count++] = (struct sslinv_opinion){
		.rule = other->rule,
		.status = other->status,
		.fixed_version = other->fixed_version,
		.reason = other->reason,
	};
}

/*
 * The vendor has no fix yet, as far as its statement at hand knows, and the repositories offer a version past OpenSSL's own:
 * the statement is older than the fix.
 */
static void use_candidate(struct sslinv_question *question, struct sslinv_finding *finding)
{
	if (finding->rule != SSLINV_RULE_VENDOR_STATUS || !is_candidate_past_fix(question) ||
	    (finding->status != SSLINV_STATUS_AFFECTED && finding->status != SSLINV_STATUS_UNDER_INVESTIGATION))
		return;
	finding->status = SSLINV_STATUS_AFFECTED;
	finding->fixed_version = question->subject->candidate_version;
	finding->note = sslinv_say(question,
				   "%s%sthe repositories offer %s, which is past OpenSSL's fix: the statement is older",
				   finding->note ? finding->note : "", finding->note ? "; " : "", finding->fixed_version);
}

/* Where it is open whose build it is, nothing but OpenSSL's own records can close a finding. */
static bool may_say(const struct sslinv_question *question, const struct sslinv_finding *answer)
{
	return question->subject->build != SSLINV_BUILD_OPEN || side_of(answer->status) != SIDE_CLOSED ||
	       answer->rule == SSLINV_RULE_UPSTREAM_RANGE;
}

/* By whose line it was judged, where that is not the host's, and how sure that is: the first word of the evidence. */
static void note_build(struct sslinv_question *question, struct sslinv_finding *finding)
{
	const struct sslinv_subject *subject = question->subject;
	const char *note, *evidence = subject->build_evidence ? subject->build_evidence : "";
	int length = (int)strcspn(evidence, ":");

	if (subject->build == SSLINV_BUILD_OWN)
		return;
	if (!subject->distro)
		note = sslinv_say(question, "judged as a build that no vendor speaks for (%.*s)", length, evidence);
	else
		note = sslinv_say(question, "judged as a build of %s (%.*s)%s",
				  sslinv_question_place(question, question->place.distro, question->stream), length,
				  evidence, subject->build == SSLINV_BUILD_OPEN ? ", whose word closes nothing here" : "");
	finding->note = finding->note ? sslinv_say(question, "%s; %s", finding->note, note) : note;
}

void sslinv_question_answer(struct sslinv_question *question, struct sslinv_finding *finding)
{
	bool is_copy = question->subject->is_copy;
	const struct rule *rules = is_copy ? copy_rules : package_rules;
	size_t count = is_copy ? SSLINV_ARRAY_SIZE(copy_rules) : SSLINV_ARRAY_SIZE(package_rules);
	/* Unknown, until a rule says something else. */
	const struct sslinv_finding empty = {
		.cve = question->cve,
		.rule = SSLINV_RULE_UNKNOWN,
		.status = SSLINV_STATUS_UNKNOWN,
		.feed = UINT32_MAX,
		.stream = question->stream,
	};
	bool is_answered = false;

	for (size_t i = 0; i < count; i++) {
		struct sslinv_finding answer = empty;

		if ((is_answered && rules[i].is_last_resort) || !rules[i].function(question, &answer) ||
		    !may_say(question, &answer))
			continue;
		if (is_answered)
			add_opinion(question, finding, &answer);
		else
			*finding = answer;
		is_answered = true;
	}
	use_candidate(question, finding);
	note_build(question, finding);
	if (!finding->severity && question->vulnerability)
		finding->severity = question->vulnerability->severity;
	if (!finding->url && question->vulnerability)
		finding->url = question->vulnerability->url;
}
