/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of a host in the groups that one action settles. */
#include "resolve/groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/str.h"
#include "distro/machine.h"
#include "resolve/severity.h"
#include "resolve/weigh.h"
#include "version/vercmp.h"

bool sslinv_group_is_higher(const struct sslinv_subject *subject, const char *version, const char *than)
{
	/* A copy has no package format: its fixes are releases of OpenSSL. */
	sslinv_vercmp_function vercmp = sslinv_vercmp_for(subject->format ? subject->format : "openssl");

	return version && (!than || (vercmp && vercmp(version, than) > 0));
}

struct sslinv_group sslinv_group_of(const struct sslinv_judged *judged, enum sslinv_verdict verdict)
{
	const struct sslinv_judgement *judgement = judged->judgement;
	struct sslinv_group group = { .judged = judged };

	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (sslinv_verdict_of_finding(judged, finding) != verdict)
			continue;
		if (!group.highest ||
		    sslinv_group_is_higher(judged->subject, finding->fixed_version, group.highest->fixed_version))
			group.highest = finding;
		if (!group.worst || sslinv_severity_rank(finding->severity) > sslinv_severity_rank(group.worst->severity))
			group.worst = finding;
		group.count++;
	}
	return group;
}

void sslinv_groups_free(struct sslinv_groups *groups)
{
	free(groups->items);
}

const char *sslinv_group_arch(const struct sslinv_verdict_input *input, const struct sslinv_subject *subject)
{
	const char *machine = sslinv_machine_of(subject->arch);

	if (subject->is_copy || !machine || sslinv_str_compare(subject->format, "deb") != 0)
		return NULL;
	return input->arch && strcmp(machine, input->arch) == 0 ? NULL : subject->arch;
}

/* What one command upgrades is one line. */
static bool is_there(const struct sslinv_groups *groups, const struct sslinv_verdict_input *input,
		     const struct sslinv_judged *judged)
{
	const char *arch = sslinv_group_arch(input, judged->subject);

	/* Each copy is a line of its own. */
	for (size_t i = 0; !judged->path && i < groups->count; i++) {
		const struct sslinv_judged *other = groups->items[i].judged;

		if (!other->path && sslinv_str_compare(judged->subject->package, other->subject->package) == 0 &&
		    sslinv_str_compare(judged->subject->version, other->subject->version) == 0 &&
		    sslinv_str_compare(arch, sslinv_group_arch(input, other->subject)) == 0)
			return true;
	}
	return false;
}

int sslinv_groups_find(const struct sslinv_verdict_input *input, enum sslinv_verdict verdict, struct sslinv_groups *groups)
{
	for (size_t i = 0; i < input->judged_count; i++) {
		struct sslinv_group group = sslinv_group_of(&input->judged[i], verdict);
		struct sslinv_group *item;

		if (group.count == 0 || is_there(groups, input, &input->judged[i]))
			continue;
		item = sslinv_array_add(groups);
		if (!item)
			return SSLINV_E_MEMORY;
		*item = group;
	}
	return 0;
}

struct sslinv_upgrade sslinv_group_upgrade(const struct sslinv_verdict_input *input, const struct sslinv_group *group)
{
	const struct sslinv_subject *subject = group->judged->subject;

	return (struct sslinv_upgrade){
		.package = subject->package,
		.arch = sslinv_group_arch(input, subject),
		.candidate = subject->candidate_version,
		.advisory = group->highest->advisory,
	};
}
