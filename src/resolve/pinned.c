/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges what pins would install from another line. */
#include "resolve/pinned.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "resolve/backport.h"
#include "resolve/build.h"

const struct sslinv_candidate *sslinv_pinned_candidate(const struct sslinv_facts *facts, uint32_t package)
{
	for (size_t i = 0; i < facts->candidates.count; i++) {
		const struct sslinv_candidate *candidate = &facts->candidates.items[i];

		if (candidate->package == package && candidate->is_foreign && candidate->chosen_by && !candidate->held_by)
			return candidate;
	}
	return NULL;
}

static void settle(struct sslinv_host_thing *thing, const struct sslinv_judgement *pinned)
{
	for (size_t i = 0; i < thing->judgement.findings.count; i++) {
		struct sslinv_finding *finding = &thing->judgement.findings.items[i];

		if (finding->status != SSLINV_STATUS_AFFECTED)
			continue;
		if (finding->cve && sslinv_judgement_closes(pinned, finding->cve))
			finding->fixed_version = thing->pinned->version;
		else
			finding->is_in_candidate = true;
	}
}

int sslinv_pinned_settle(struct sslinv_host_thing *thing, const struct sslinv_facts *facts,
			 const struct sslinv_guidance_set *set, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_distro *line = NULL;
	struct sslinv_package offered = *thing->package;
	struct sslinv_judgement judgement;
	struct sslinv_subject subject = {
		.distro = facts->host.os_id,
		.release = facts->host.os_version,
		.format = offered.format,
		.package = offered.name,
		.version = thing->pinned->version,
		.arch = offered.arch,
		.source_name = offered.source_name,
	};
	int rc;

	offered.build_of = thing->pinned->build_of;
	offered.origin_evidence = "likely: a pin chose it";
	if (sslinv_build_apply(&offered, &facts->host, &subject, &line) < 0)
		return sslinv_error_memory(error);
	rc = sslinv_judge(&subject, set, NULL, 0, &judgement, error);
	if (rc < 0)
		return rc;
	settle(thing, &judgement);
	sslinv_judgement_free(&judgement);
	return 0;
}
