/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why something is open, and where the remedy comes from, in words. */
#include "resolve/reasons.h"

#include <string.h>

#include "base/date.h"
#include "link/leftover.h"
#include "resolve/action.h"
#include "resolve/weigh.h"

/* So many days before its end a support is told to end. */
#define NOTICE_DAYS 90

const char sslinv_reason_incomplete[] =
	"the scan is incomplete: see what failed with `sslinv query --named incomplete`, and scan again";
const char sslinv_reason_no_release[] = "no file says which distribution this is, so no vendor's guidance covers its "
					"packages: see that /etc/os-release is there and has an ID";

/* What keeps a fix from being installed, and the way out: around the version that is offered, and the package's name. */
static const struct hold {
	const char *word;
	bool is_lock; /* of the installed version, whatever the repositories offer */
	const char *before, *between, *after;
} holds[] = {
	{ "pin", false, "the repositories offer ", ", but a pin keeps apt from it: see `apt-cache policy ",
	  "` and change the pin" },
	{ "hold", false, "the repositories offer ", ", but dpkg holds the package: release it with `apt-mark unhold ", "`" },
	{ "versionlock", true, "a version lock keeps the package at ",
	  ": see `dnf versionlock list`, and delete the lock of ", " (on older hosts with yum)" },
	{ "lock", true, "a lock keeps the package at ", ": see `zypper locks`, and remove the lock of ", "" },
	{ "exclude", true, "the package stays at ", ": the configuration of dnf or yum excludes ", " from updates" },
};

static const struct hold *find_hold(const char *word)
{
	for (size_t i = 0; word && i < SSLINV_ARRAY_SIZE(holds); i++)
		if (strcmp(holds[i].word, word) == 0)
			return &holds[i];
	return NULL;
}

int sslinv_reason_open(struct sslinv_str *out, const struct sslinv_group *group, const char **note)
{
	const struct sslinv_finding *finding = group->highest;
	const struct sslinv_subject *subject = group->judged->subject;
	const char *candidate = subject->candidate_version;
	const struct hold *hold = find_hold(subject->candidate_held_by);

	*note = NULL;
	if (finding->fixed_version && hold &&
	    (hold->is_lock || !sslinv_group_is_higher(subject, finding->fixed_version, candidate)))
		return sslinv_str_printf(out, "%s%s%s%s%s", hold->before, candidate, hold->between, subject->package,
					 hold->after);
	if (finding->fixed_version && sslinv_verdict_is_left_over(subject))
		return sslinv_str_printf(out,
					 "%s %s has %s, but none of the host's repositories is known to offer it: replace "
					 "the package by the one "
					 "of the host's release, or remove it",
					 subject->distro, subject->release, finding->fixed_version);
	if (finding->is_in_candidate)
		return sslinv_str_printf(
			out, "a pin prefers %s of another release or vendor, which is not known to have the fix", candidate);
	if (finding->fixed_version && candidate && !sslinv_verdict_is_extended(group->judged, finding))
		return sslinv_str_printf(
			out,
			"the vendor has %s, but the host's repositories offer only %s: a repository or a subscription is "
			"missing, or their lists are old",
			finding->fixed_version, candidate);
	*note = group->worst->note;
	return sslinv_str_add(out, group->worst->reason ? group->worst->reason : "the vendor has no fix");
}

int sslinv_reason_supplier(struct sslinv_str *out, const struct sslinv_group *group)
{
	const char *fixed = group->highest->fixed_version, *owner = group->judged->subject->package;

	if (!owner && group->judged->path && sslinv_leftover_length(group->judged->path))
		return sslinv_str_add(out, "a package manager left this file: let it finish, or remove the file");
	return sslinv_str_printf(out, "ask %s%s for one with OpenSSL %s%s",
				 owner ? "the maker of the package " : "its supplier", owner ? owner : "",
				 fixed ? fixed : "of a supported branch", fixed ? " or newer" : "");
}

int sslinv_reason_page(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		       const struct sslinv_finding *finding, bool is_copy)
{
	size_t before = out->length;
	int rc = sslinv_action_page(out, input->set, is_copy ? NULL : input->os_id, input->os_version, finding->cve,
				    finding->advisory);

	return rc == 0 && out->length == before && finding->url ? sslinv_str_add(out, finding->url) : rc;
}

/* The stream of the packages, for the extended support that they follow. */
static const char *stream_of(const struct sslinv_verdict_input *input)
{
	for (size_t i = 0; i < input->judged_count; i++) {
		if (!input->judged[i].subject->is_copy && input->judged[i].judgement->stream &&
		    input->judged[i].judgement->stream[0])
			return input->judged[i].judgement->stream;
	}
	return "";
}

int sslinv_reason_release(struct sslinv_str *out, const struct sslinv_verdict_input *input, enum sslinv_life_state *state)
{
	struct sslinv_life_answer life = sslinv_lifecycle_distro(input->set, input->os_id, input->os_version,
								 stream_of(input), input->now);
	int64_t over;

	*state = life.state == SSLINV_LIFE_ENDED ? SSLINV_LIFE_ENDED : SSLINV_LIFE_SUPPORTED;
	if (life.state == SSLINV_LIFE_ENDED && life.extended && sslinv_date_age(life.extended_end, input->now, &over) &&
	    over <= 0)
		return sslinv_str_printf(
			out, "%s %s ended on %s; move to a newer release, or take its extended support (%s, until %s)",
			input->os_id, input->os_version, life.end, life.extended, life.extended_end);
	if (life.state == SSLINV_LIFE_ENDED)
		return sslinv_str_printf(out, "%s %s ended on %s: move to a newer release", input->os_id, input->os_version,
					 life.until ? life.until : life.end);
	if (!life.until || !sslinv_date_age(life.until, input->now, &over) || over < -NOTICE_DAYS)
		return 0;
	*state = SSLINV_LIFE_EXTENDED;
	/* The date, and not the days that are left: a text that changes every day would be news every day. */
	return sslinv_str_printf(out, "%s %s ends on %s: move to a newer release before then", input->os_id,
				 input->os_version, life.until);
}

const char *sslinv_reason_branch_end(const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	struct sslinv_life_answer life;

	if (!judged->subject->is_copy)
		return NULL;
	life = sslinv_lifecycle_branch(input->set, judged->judgement->branch, input->now);
	return life.state == SSLINV_LIFE_ENDED ? life.end : NULL;
}

const char *sslinv_reason_source(const struct sslinv_judged *judged)
{
	return judged->subject->is_copy ? "openssl" : judged->subject->distro;
}

bool sslinv_reason_is_vendor_silent(const struct sslinv_verdict_input *input, const struct sslinv_verdict_result *result)
{
	bool is_silent = result->is_unspoken;

	for (size_t i = 0; i < input->judged_count; i++)
		is_silent |= !input->judged[i].subject->is_copy && !input->judged[i].judgement->has_vendor &&
			     input->judged[i].subject->build == SSLINV_BUILD_OWN;
	return is_silent && result->unknown > 0;
}

int sslinv_reason_unresolved(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	size_t count = input->unresolved_files + input->unresolved_packages;
	const char *who;

	if (input->unresolved_packages == 0)
		who = count == 1 ? "file needs" : "files need";
	else if (input->unresolved_files == 0)
		who = count == 1 ? "package needs" : "packages need";
	else
		who = "files and packages need";
	return sslinv_str_printf(out, "%zu %s an OpenSSL that was not found, the first %s (%s)", count, who,
				 input->unresolved_name, input->unresolved->soname);
}
