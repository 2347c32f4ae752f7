/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of the resolver: the question that its rules answer. First what holds for the subject (where it belongs, which
 * statements bind it, in which stream it is), then what is asked about one CVE.
 */
#ifndef SSLINV_RESOLVE_QUESTION_H
#define SSLINV_RESOLVE_QUESTION_H

#include "distro/distro.h"
#include "resolve/finding.h"
#include "resolve/stream.h"
#include "resolve/upstream.h"
#include "version/vercmp.h"

#define SSLINV_NAME_SIZE 128

/* A statement about the subject's package, in its release, of any stream. */
struct sslinv_bound {
	const struct sslinv_statement *statement;
	uint32_t feed;
	bool by_source; /* its version is the source package's */
	bool is_alias; /* it names the binary package that is called as the source is: counts where nothing closer is said */
	bool is_inherited;       /* another vendor's, by sslinv_distro_inherits() */
	struct sslinv_line line; /* of its fixed version */
};

struct sslinv_question {
	const struct sslinv_subject *subject;
	const struct sslinv_guidance_set *set;
	struct sslinv_arena *arena;
	bool is_out_of_memory; /* set by sslinv_say(); the judgement is void then */

	/* Where the subject belongs. */
	struct sslinv_distro place;
	bool has_minor; /* of the host's release: `9.4` */
	unsigned minor;
	char source[SSLINV_NAME_SIZE];
	const char *source_version; /* for statements about the source package */
	sslinv_vercmp_function vercmp;
	bool is_rpm;

	/* In which line of updates. */
	struct sslinv_line line;
	const char *stream;
	const char *stream_reason;
	enum sslinv_stream_kind kind;

	/* All statements that bind, by CVE. */
	struct {
		struct sslinv_bound *items;
		size_t count, capacity;
	} bound;

	const char *upstream_version; /* NULL if not known */
	struct sslinv_upstream_lives lives;

	/* One CVE. */
	const char *cve;
	const struct sslinv_bound *first, *end; /* those about it */
	const struct sslinv_vulnerability *vulnerability;
	struct sslinv_upstream_record record;
	struct sslinv_upstream upstream;
	const struct sslinv_bound *outdated; /* the vendor's status that the changelog beats; NULL */
};

/* A formatted text in the question's arena; "" when out of memory, which the question remembers. */
const char *sslinv_say(struct sslinv_question *question, const char *format, ...) SSLINV_PRINTF(2, 3);

/* The subject's version against another of its package; the source package's where `by_source`. As strcmp(). */
int sslinv_question_compare(const struct sslinv_question *question, bool by_source, const char *other);

/* Does the changelog of the installed package name the CVE? */
bool sslinv_question_in_changelog(const struct sslinv_question *question);

/* Fills place, source, and the statements that bind. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_question_bind(struct sslinv_question *question) SSLINV_MUST_CHECK;

/* Decides on the stream, once the statements are bound. */
void sslinv_question_choose_stream(struct sslinv_question *question);

/* A release with its stream in words: `rhel 9`, `rhel 9, stream 9.4-eus`. In the arena. */
const char *sslinv_question_place(struct sslinv_question *question, const char *distro, const char *stream);

/* The rules, each true if it answers. `finding` says that the CVE is unknown; a rule fills in what it knows. */
bool sslinv_rule_vendor_fix(struct sslinv_question *question, struct sslinv_finding *finding);
bool sslinv_rule_vendor_status(struct sslinv_question *question, struct sslinv_finding *finding);
/* The plain release's fix for a package of a stream whose own statements are silent: where no closer rule answers. */
bool sslinv_rule_plain_fix(struct sslinv_question *question, struct sslinv_finding *finding);

/* The fix of an extended support that goes on from the plain release, which itself has none. */
bool sslinv_rule_extended_fix(struct sslinv_question *question, struct sslinv_finding *finding);

/* Asks the rules in their order about the CVE. */
void sslinv_question_answer(struct sslinv_question *question, struct sslinv_finding *finding);

#endif
