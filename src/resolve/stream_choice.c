/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which stream a version is judged in. What the user names comes first; then what the version itself proves, being the very
 * one that a stream's advisory brought; then its flavour. A dist tag is only a hint: `.el9_4` was built while 9.4 was the
 * newest release, or for its extended support; so it stays with the plain release, and fixes of its own minor release count
 * beside.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "resolve/question.h"

/* Of several streams that published the same version, the one named earlier; any other comes after these. */
static const char *const preferred[] = { "esm", "els", "ltss", "fips-updates", "eus", "e4s", "aus", "tus", "ll" };

static size_t preference(const char *stream)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(preferred); i++) {
		if (sslinv_str_ends(stream, preferred[i]))
			return i;
	}
	return SSLINV_ARRAY_SIZE(preferred);
}

/* `eus` of 9.4 is `9.4-eus`, `els` of 7 is `7-els`: Red Hat's streams carry their release. */
static const char *complete_name(struct sslinv_question *question, const char *stream)
{
	static const char *const of_minor[] = { "eus", "aus", "tus", "e4s", "ll" };

	if (strcmp(question->place.distro, "rhel") != 0)
		return sslinv_say(question, "%s", stream);
	if (strcmp(stream, "els") == 0)
		return sslinv_say(question, "%s-els", question->place.release);
	for (size_t i = 0; question->has_minor && i < SSLINV_ARRAY_SIZE(of_minor); i++) {
		if (strcmp(stream, of_minor[i]) == 0)
			return sslinv_say(question, "%s.%u-%s", question->place.release, question->minor, stream);
	}
	return sslinv_say(question, "%s", stream);
}

/* Is `version` the fixed version of this statement, in the same flavour? */
static bool is_fix_itself(const struct sslinv_question *question, const struct sslinv_bound *bound, const char *version)
{
	const char *fixed = bound->statement->fixed_version;

	if (!fixed || bound->is_inherited)
		return false;
	if (version)
		return question->vercmp(version, fixed) == 0;
	return bound->line.flavours == question->line.flavours &&
	       sslinv_question_compare(question, bound->by_source, fixed) == 0;
}

/*
 * The statement whose fixed version is the very `version` (NULL: the subject's), of the plain release if it published it
 * too: then the build is in the plain line. NULL if there is none.
 */
static const struct sslinv_bound *find_proof(const struct sslinv_question *question, const char *version)
{
	const struct sslinv_bound *proof = NULL;

	for (size_t i = 0; i < question->bound.count; i++) {
		const struct sslinv_bound *bound = &question->bound.items[i];

		if (!is_fix_itself(question, bound, version))
			continue;
		if (!bound->statement->stream[0])
			return bound;
		if (!proof || preference(bound->statement->stream) < preference(proof->statement->stream))
			proof = bound;
	}
	return proof;
}

static void choose(struct sslinv_question *question, const char *stream, const char *reason)
{
	question->stream = stream;
	question->stream_reason = reason;
	question->kind = sslinv_stream_kind(stream);
}

static const char *describe_proof(struct sslinv_question *question, const struct sslinv_bound *proof, const char *what)
{
	const char *advisory = proof->statement->advisory;

	return sslinv_say(question, "%s is the very fix that this stream published%s%s%s", what, advisory ? " (" : "",
			  advisory ? advisory : "", advisory ? ")" : "");
}

/* What is left: the plain release, and in words what the dist tag hints at. */
static const char *describe_plain(struct sslinv_question *question)
{
	const struct sslinv_line *line = &question->line;

	if (!line->has_tag)
		return "the plain release, as nothing says otherwise";
	if (!line->has_minor || strcmp(question->place.distro, "rhel") != 0)
		return sslinv_say(question, "the plain release, by its dist tag %s", line->tag);
	return sslinv_say(
		question,
		"the plain release, by its dist tag %s, and the extended streams of %u.%u where they name a fix: the tag "
		"does not tell them apart",
		line->tag, line->major, line->minor);
}

void sslinv_question_choose_stream(struct sslinv_question *question)
{
	const struct sslinv_subject *subject = question->subject;
	const struct sslinv_bound *proof;
	struct sslinv_distro product = question->place;

	if (subject->is_copy || !subject->version) {
		choose(question, "", subject->is_copy ? "none: no vendor maintains it" : "none: its version is not known");
		return;
	}
	if (subject->distro)
		sslinv_distro_add_product(&product, subject->distro);
	if (question->place.stream[0]) {
		choose(question, complete_name(question, product.stream),
		       subject->build_evidence ? "that of its build" : "named by the user");
		return;
	}
	if (product.stream[0]) {
		choose(question, sslinv_say(question, "%s", product.stream), "by the distribution's own name");
		return;
	}
	proof = find_proof(question, NULL);
	if (proof && proof->statement->stream[0] && (!question->line.stream[0] || question->line.flavours)) {
		choose(question, proof->statement->stream, describe_proof(question, proof, "the version"));
		return;
	}
	if (question->line.stream[0]) {
		choose(question, question->line.stream,
		       sslinv_say(question, "by the flavour that its version %s names", subject->version));
		return;
	}
	/* What the repositories offer tells which of them the host follows. */
	proof = subject->candidate_version ? find_proof(question, subject->candidate_version) : NULL;
	if (proof && sslinv_stream_kind(proof->statement->stream) != SSLINV_STREAM_PLAIN &&
	    sslinv_stream_kind(proof->statement->stream) != SSLINV_STREAM_APART) {
		choose(question, proof->statement->stream,
		       describe_proof(question, proof, "the version that the repositories offer"));
		return;
	}
	choose(question, "", describe_plain(question));
}
