/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighs one finding: what the verdict and the text of its action have to agree on. */
#include "resolve/weigh.h"

#include "resolve/stream.h"
#include "version/vercmp.h"

bool sslinv_verdict_can_get(const struct sslinv_subject *subject, const struct sslinv_finding *finding)
{
	sslinv_vercmp_function vercmp = subject->format ? sslinv_vercmp_for(subject->format) : NULL;

	if (!finding->fixed_version)
		return false;
	return !subject->candidate_version || !vercmp || vercmp(subject->candidate_version, finding->fixed_version) >= 0;
}

bool sslinv_verdict_is_extended(const struct sslinv_judged *judged, const struct sslinv_finding *finding)
{
	const char *stream = judged->judgement->stream;

	return finding->fixed_version && finding->stream && (!stream || !stream[0]) &&
	       sslinv_stream_kind(finding->stream) == SSLINV_STREAM_CONTINUED;
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
		return sslinv_verdict_can_get(judged->subject, finding) ? SSLINV_VERDICT_UPGRADE : SSLINV_VERDICT_NO_FIX;
	case SSLINV_STATUS_WILL_NOT_FIX:
		return judged->subject->is_copy ? SSLINV_VERDICT_REPLACE : SSLINV_VERDICT_NO_FIX;
	default:
		return SSLINV_VERDICT_UNKNOWN;
	}
}
