/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighs findings: what the verdict and the text of its action have to agree on. */
#include "resolve/weigh.h"

#include "base/str.h"
#include "resolve/stream.h"
#include "resolve/lifecycle.h"
#include "version/vercmp.h"

bool sslinv_verdict_is_left_over(const struct sslinv_subject *subject)
{
	return subject->build == SSLINV_BUILD_OTHER && !subject->is_taken && !subject->candidate_version &&
	       sslinv_str_compare(subject->format, "deb") == 0;
}

/* Has the vendor a fix that this host can get: one that its repositories offer, as far as that is known? */
static bool can_get(const struct sslinv_subject *subject, const struct sslinv_finding *finding)
{
	sslinv_vercmp_function vercmp = subject->format ? sslinv_vercmp_for(subject->format) : NULL;

	if (!finding->fixed_version || subject->candidate_held_by || finding->is_in_candidate)
		return false;
	if (sslinv_verdict_is_left_over(subject))
		return false;
	return !subject->candidate_version || !vercmp || vercmp(subject->candidate_version, finding->fixed_version) >= 0;
}

bool sslinv_verdict_is_extended(const struct sslinv_judged *judged, const struct sslinv_finding *finding)
{
	enum sslinv_stream_kind kind = sslinv_stream_kind(finding->stream);

	return finding->fixed_version && !judged->judgement->stream[0] &&
	       (kind == SSLINV_STREAM_CONTINUED || kind == SSLINV_STREAM_MINOR);
}

enum sslinv_verdict sslinv_verdict_of_finding(const struct sslinv_judged *judged, const struct sslinv_finding *finding)
{
	switch (finding->status) {
	case SSLINV_STATUS_FIXED:
	case SSLINV_STATUS_NOT_AFFECTED:
		return SSLINV_VERDICT_OK;
	case SSLINV_STATUS_AFFECTED:
		if (judged->subject->is_copy)
			return SSLINV_VERDICT_REPLACE;
		/* Only its repositories tell that a host has an extended support. */
		if (sslinv_verdict_is_extended(judged, finding) && !judged->subject->candidate_version)
			return SSLINV_VERDICT_NO_FIX;
		return can_get(judged->subject, finding) ? SSLINV_VERDICT_UPGRADE : SSLINV_VERDICT_NO_FIX;
	case SSLINV_STATUS_WILL_NOT_FIX: /* a vendor's word, and so never of a copy */
		return SSLINV_VERDICT_NO_FIX;
	default:
		return SSLINV_VERDICT_UNKNOWN;
	}
}

/* Has the support of this package's stream ended, or that of a copy's branch of OpenSSL? */
static bool is_past_life(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	const struct sslinv_judgement *judgement = judged->judgement;

	if (judged->subject->is_copy)
		return sslinv_lifecycle_branch(input->set, judgement->branch, input->now).state == SSLINV_LIFE_ENDED;
	return sslinv_lifecycle_distro(input->set, input->os_id, input->os_version, judgement->stream, input->now).state ==
	       SSLINV_LIFE_ENDED;
}

void sslinv_verdict_worsen(enum sslinv_verdict *verdict, enum sslinv_verdict other)
{
	if (other < *verdict)
		*verdict = other;
}

/* Is it a vendor's package of a release that no guidance at hand speaks of? */
static bool is_uncovered(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	return !judged->subject->is_copy && !input->is_covered && !judged->judgement->has_vendor;
}

void sslinv_verdict_weigh(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged,
			  struct sslinv_verdict_result *result)
{
	const struct sslinv_judgement *judgement = judged->judgement;
	bool is_past = is_past_life(input, judged);
	size_t unknown = result->unknown;

	for (size_t i = 0; i < judgement->findings.count; i++) {
		enum sslinv_verdict verdict = sslinv_verdict_of_finding(judged, &judgement->findings.items[i]);

		if (verdict == SSLINV_VERDICT_UNKNOWN) {
			result->unknown++;
			/* Nobody will say any more. */
			if (is_past)
				verdict = SSLINV_VERDICT_UNSUPPORTED;
		} else if (verdict != SSLINV_VERDICT_OK) {
			result->affected++;
		}
		sslinv_verdict_worsen(&result->verdict, verdict);
	}
	/* OpenSSL's ranges alone do not make a distribution's package clean. */
	if (result->unknown == unknown && (judgement->findings.count == 0 || is_uncovered(input, judged))) {
		result->unknown++;
		sslinv_verdict_worsen(&result->verdict, is_past ? SSLINV_VERDICT_UNSUPPORTED : SSLINV_VERDICT_UNKNOWN);
	}
	/* OpenSSL judges no new CVE for a branch past its life; a vendor's own package is the vendor's to judge. */
	if (judged->subject->is_copy && is_past)
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNSUPPORTED);
}
