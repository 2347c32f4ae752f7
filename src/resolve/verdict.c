/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on a host: what its findings ask for, the worst first, and how old the guidance may be. */
#include "resolve/verdict.h"

#include <string.h>

#include "resolve/advice.h"
#include "resolve/freshness.h"
#include "resolve/restart.h"
#include "resolve/weigh.h"

int sslinv_verdict_find(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result)
{
	int rc;

	memset(result, 0, sizeof(*result));
	result->verdict = SSLINV_VERDICT_OK;
	for (size_t i = 0; i < input->judged_count; i++)
		sslinv_verdict_weigh(input, &input->judged[i], result);
	/* OpenSSL's records speak for copies, and nobody for what else a release has: that is not a clean host. */
	result->is_unspoken = input->judged_count > 0 && !input->is_covered && result->verdict == SSLINV_VERDICT_OK;
	if (result->is_unspoken) {
		result->unknown++;
		result->verdict = SSLINV_VERDICT_UNKNOWN;
	}
	/* It gets its OpenSSL in a way that is not known here (LD_LIBRARY_PATH, a mount), or from nowhere. */
	result->unknown += input->unresolved_files + input->unresolved_packages;
	if (input->unresolved)
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	if (input->restarts && input->restarts->are_due)
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_RESTART);
	if (input->restarts && input->restarts->unknown > 0) {
		result->unknown += input->restarts->unknown;
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	}
	if (!input->scan_complete) {
		result->unknown++;
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	}
	rc = sslinv_freshness_find(input, result, &result->freshness);
	/* Without a date nobody can say that it is fresh. */
	if (rc == 0 && input->judged_count > 0 && input->max_age_days > 0 &&
	    sslinv_freshness_exceeds(&result->freshness, input->max_age_days))
		sslinv_verdict_worsen(&result->verdict, SSLINV_VERDICT_UNKNOWN);
	if (rc == 0)
		rc = sslinv_advice_write(input, result, &result->freshness);
	if (rc < 0)
		sslinv_verdict_result_free(result);
	return rc;
}

void sslinv_verdict_result_free(struct sslinv_verdict_result *result)
{
	sslinv_str_free(&result->action);
	sslinv_freshness_free(&result->freshness);
}
