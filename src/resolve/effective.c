/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the newest release of OpenSSL whose fixes a package carries altogether. */
#include "resolve/effective.h"

#include <stdint.h>
#include <string.h>

#include "version/cve.h"

/* Where the way up the branch ends: at a release, which is not reached, or just after one, which is. */
struct barrier {
	struct sslinv_openssl_version version;
	bool is_after;
	const struct sslinv_effective_input *input; /* NULL: nowhere */
	const struct sslinv_range *range;
};

/* The version of this branch that ends `range`. */
static bool read_fix(const struct sslinv_range *range, const struct sslinv_openssl_version *branch,
		     struct sslinv_openssl_version *fix)
{
	return sslinv_upstream_fix_of(range, fix) && sslinv_openssl_branch_compare(fix, branch) == 0;
}

static bool is_open(enum sslinv_status status)
{
	return status != SSLINV_STATUS_FIXED && status != SSLINV_STATUS_NOT_AFFECTED;
}

static int compare_barriers(const struct barrier *a, const struct barrier *b)
{
	int order = sslinv_openssl_version_compare(&a->version, &b->version);

	if (!order)
		order = a->is_after - b->is_after;
	return order ? order : sslinv_cve_compare(a->input->cve, b->input->cve);
}

/* Where the range that holds the version ends in its branch; false if none holds it, or the range has no end there. */
static bool find_barrier(const struct sslinv_effective_input *input, const char *upstream_version,
			 const struct sslinv_openssl_version *version, const struct sslinv_upstream_lives *lives,
			 struct barrier *barrier)
{
	const struct sslinv_range *range = input->is_judged
						   ? input->range
						   : sslinv_upstream_judge(upstream_version, &input->record, lives).range;

	*barrier = (struct barrier){ .input = input, .range = range };
	if (!range)
		return false;
	if (range->until)
		return read_fix(range, version, &barrier->version);
	barrier->is_after = true;
	return range->last && sslinv_openssl_version_parse(range->last, &barrier->version) &&
	       sslinv_openssl_branch_compare(&barrier->version, version) == 0;
}

static bool is_before(const struct sslinv_openssl_version *version, const struct barrier *barrier)
{
	int order;

	if (!barrier->input)
		return true;
	order = sslinv_openssl_version_compare(version, &barrier->version);
	return barrier->is_after ? order <= 0 : order < 0;
}

/* The newest release that any range names as a fix, above `level` and before the barrier. */
static void climb(const struct sslinv_effective_input *input, const struct barrier *barrier,
		  struct sslinv_openssl_version *level)
{
	for (size_t i = 0; i < input->record.range_count; i++) {
		struct sslinv_openssl_version fix;

		if (read_fix(&input->record.ranges[i], level, &fix) && fix.stage == SSLINV_OPENSSL_RELEASE &&
		    is_before(&fix, barrier) && sslinv_openssl_version_compare(&fix, level) > 0)
			*level = fix;
	}
}

bool sslinv_effective_level(const char *upstream_version, const struct sslinv_effective_input *inputs, size_t count,
			    const struct sslinv_upstream_lives *lives, struct sslinv_effective *effective)
{
	struct barrier lowest = { .input = NULL };
	struct sslinv_openssl_version version;
	struct sslinv_openssl_version level;

	*effective = (struct sslinv_effective){ .blocking_status = SSLINV_STATUS_UNKNOWN };
	if (!upstream_version || !sslinv_openssl_version_parse(upstream_version, &version))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct barrier barrier;

		if (is_open(inputs[i].status) && find_barrier(&inputs[i], upstream_version, &version, lives, &barrier) &&
		    (!lowest.input || compare_barriers(&barrier, &lowest) < 0))
			lowest = barrier;
	}
	level = version;
	for (size_t i = 0; i < count; i++)
		climb(&inputs[i], &lowest, &level);
	for (size_t i = 0; i < count; i++) {
		struct barrier barrier;

		if (!is_open(inputs[i].status) && find_barrier(&inputs[i], upstream_version, &version, lives, &barrier))
			effective->carried += sslinv_openssl_version_compare(&barrier.version, &level) <= 0;
	}
	if (lowest.input) {
		effective->blocking_cve = lowest.input->cve;
		effective->blocking_release = lowest.range->until;
		effective->blocking_last = lowest.is_after ? lowest.range->last : NULL;
		effective->blocking_status = lowest.input->status;
	}
	return sslinv_openssl_version_format(&level, effective->version, sizeof(effective->version));
}
