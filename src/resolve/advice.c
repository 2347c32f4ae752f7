/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what an administrator has to do: the command first, then what it mends, then all that it does not. */
#include "resolve/advice.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "distro/machine.h"
#include "link/leftover.h"
#include "resolve/action.h"
#include "resolve/lifecycle.h"
#include "resolve/renew.h"
#include "resolve/restart_text.h"
#include "resolve/severity.h"
#include "resolve/weigh.h"
#include "version/vercmp.h"

/* Of each kind so many things are named one by one. */
#define MAX_NAMED 10

/* So many days before its end a support is told to end. */
#define NOTICE_DAYS 90

/* The findings of one thing that ask for the same. */
struct group {
	const struct sslinv_judged *judged;
	const struct sslinv_finding *highest; /* whose fix is the highest version; else the first */
	const struct sslinv_finding *worst;   /* by severity */
	size_t count;
};

static bool is_higher(const struct sslinv_subject *subject, const char *version, const char *than)
{
	/* A copy has no package format: its fixes are releases of OpenSSL. */
	sslinv_vercmp_function vercmp = sslinv_vercmp_for(subject->format ? subject->format : "openssl");

	return version && (!than || (vercmp && vercmp(version, than) > 0));
}

/* The findings of a thing that ask for `verdict`. */
static struct group find_group(const struct sslinv_judged *judged, enum sslinv_verdict verdict)
{
	const struct sslinv_judgement *judgement = judged->judgement;
	struct group group = { .judged = judged };

	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (sslinv_verdict_of_finding(judged, finding) != verdict)
			continue;
		if (!group.highest || is_higher(judged->subject, finding->fixed_version, group.highest->fixed_version))
			group.highest = finding;
		if (!group.worst || sslinv_severity_rank(finding->severity) > sslinv_severity_rank(group.worst->severity))
			group.worst = finding;
		group.count++;
	}
	return group;
}

struct groups {
	struct group *items;
	size_t count, capacity;
};

static void free_groups(struct groups *groups)
{
	free(groups->items);
}

/*
 * The architecture that a command has to name, or NULL: apt takes a name for the native package alone, and every other
 * package manager for all that are installed.
 */
static const char *arch_to_name(const struct sslinv_verdict_input *input, const struct sslinv_subject *subject)
{
	const char *machine = sslinv_machine_of(subject->arch);

	if (subject->is_copy || !machine || sslinv_str_compare(subject->format, "deb") != 0)
		return NULL;
	return input->arch && strcmp(machine, input->arch) == 0 ? NULL : subject->arch;
}

/* What one command upgrades is one line. */
static bool is_there(const struct groups *groups, const struct sslinv_verdict_input *input,
		     const struct sslinv_judged *judged)
{
	const char *arch = arch_to_name(input, judged->subject);

	/* Each copy is a line of its own. */
	for (size_t i = 0; !judged->path && i < groups->count; i++) {
		const struct sslinv_judged *other = groups->items[i].judged;

		if (!other->path && sslinv_str_compare(judged->subject->package, other->subject->package) == 0 &&
		    sslinv_str_compare(judged->subject->version, other->subject->version) == 0 &&
		    sslinv_str_compare(arch, arch_to_name(input, other->subject)) == 0)
			return true;
	}
	return false;
}

static int find_groups(const struct sslinv_verdict_input *input, enum sslinv_verdict verdict, struct groups *groups)
{
	for (size_t i = 0; i < input->judged_count; i++) {
		struct group group = find_group(&input->judged[i], verdict);
		struct group *item;

		if (group.count == 0 || is_there(groups, input, &input->judged[i]))
			continue;
		item = sslinv_array_add(groups);
		if (!item)
			return SSLINV_E_MEMORY;
		*item = group;
	}
	return 0;
}

/* `libssl3 3.0.19-1~deb12u2`, or `/opt/x/libcrypto.so.3 (OpenSSL 3.0.8)`. */
static int add_name(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	const struct sslinv_subject *subject = judged->subject;
	const char *arch = arch_to_name(input, subject);
	const char *version = subject->version ? subject->version : judged->judgement->upstream_version;
	const char *owner = subject->package;

	if (!judged->path)
		return sslinv_str_printf(out, "%s%s%s %s", owner ? owner : "?", arch ? ":" : "", arch ? arch : "", version);
	return sslinv_str_printf(out, "%s (%s %s%s%s)", judged->path, judged->library ? judged->library : "OpenSSL",
				 version[0] ? version : "of unknown version",
				 owner ? ", in the package " : ", in no package", owner ? owner : "");
}

/* `13 CVEs, the worst CVE-2026-45447 (high)`. */
static int add_count(struct sslinv_str *out, const struct group *group)
{
	const struct sslinv_finding *worst = group->worst;
	int rc = sslinv_str_printf(out, "%zu %s", group->count, group->count == 1 ? "finding" : "findings");

	if (rc < 0 || !worst->cve)
		return rc;
	return sslinv_str_printf(
		out, ", %s%s%s%s%s", group->count > 1 && sslinv_severity_rank(worst->severity) ? "the worst " : "",
		worst->cve, worst->severity ? " (" : "", worst->severity ? worst->severity : "", worst->severity ? ")" : "");
}

static int add_more(struct sslinv_str *out, size_t count)
{
	return count > MAX_NAMED ? sslinv_str_printf(out, "and %zu more\n", count - MAX_NAMED) : 0;
}

static int add_see(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct sslinv_finding *finding,
		   bool is_copy)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str page = { 0 };
	int rc = sslinv_action_page(&page, input->set, is_copy ? NULL : input->os_id, input->os_version, finding->cve,
				    finding->advisory);

	if (rc < 0)
		return rc;
	if (page.length == 0 && finding->url)
		rc = sslinv_str_add(&page, finding->url);
	return rc < 0 || page.length == 0 ? rc : sslinv_str_printf(out, "see %s\n", sslinv_str_text(&page));
}

static int add_command(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct groups *groups)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_upgrade *upgrades = calloc(groups->count, sizeof(*upgrades));
	int rc;

	if (!upgrades)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < groups->count; i++) {
		const struct group *group = &groups->items[i];

		upgrades[i] = (struct sslinv_upgrade){
			.package = group->judged->subject->package,
			.arch = arch_to_name(input, group->judged->subject),
			.candidate = group->judged->subject->candidate_version,
			.advisory = group->highest->advisory,
		};
	}
	rc = sslinv_action_command(out, input->set, input->os_id, input->os_version,
				   groups->items[0].judged->subject->format, upgrades, groups->count);
	return rc < 0 ? rc : sslinv_str_add(out, "\n");
}

static int add_upgrades(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	SSLINV_CLEANUP(free_groups) struct groups groups = { 0 };
	const struct sslinv_finding *worst = NULL;
	int rc = find_groups(input, SSLINV_VERDICT_UPGRADE, &groups);

	if (rc < 0 || groups.count == 0)
		return rc;
	rc = add_command(out, input, &groups);
	for (size_t i = 0; rc == 0 && i < groups.count; i++) {
		const struct group *group = &groups.items[i];
		const char *candidate = group->judged->subject->candidate_version;

		if (!worst || sslinv_severity_rank(group->worst->severity) > sslinv_severity_rank(worst->severity))
			worst = group->worst;
		if (i >= MAX_NAMED)
			continue;
		rc = add_name(out, input, group->judged);
		if (rc == 0)
			rc = sslinv_str_printf(out, " -> %s%s: ", candidate ? "" : "at least ",
					       candidate ? candidate : group->highest->fixed_version);
		if (rc == 0)
			rc = add_count(out, group);
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
	}
	if (rc == 0)
		rc = add_more(out, groups.count);
	return rc < 0 ? rc : add_see(out, input, worst, false);
}

/* Where a copy comes from: who makes the package, whoever put it there, or a package manager that was not through. */
static int add_supplier(struct sslinv_str *out, const struct group *group)
{
	const char *fixed = group->highest->fixed_version, *owner = group->judged->subject->package;

	if (!owner && group->judged->path && sslinv_leftover_length(group->judged->path))
		return sslinv_str_add(out, "; a package manager left this file: let it finish, or remove the file\n");
	return sslinv_str_printf(out, "; ask %s%s for one with OpenSSL %s%s\n",
				 owner ? "the maker of the package " : "its supplier", owner ? owner : "",
				 fixed ? fixed : "of a supported branch", fixed ? " or newer" : "");
}

static int add_copies(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	SSLINV_CLEANUP(free_groups) struct groups groups = { 0 };
	int rc = find_groups(input, SSLINV_VERDICT_REPLACE, &groups);

	for (size_t i = 0; rc == 0 && i < groups.count && i < MAX_NAMED; i++) {
		const struct group *group = &groups.items[i];

		rc = sslinv_str_add(out, "replace ");
		if (rc == 0)
			rc = add_name(out, input, group->judged);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = add_count(out, group);
		if (rc == 0)
			rc = add_supplier(out, group);
	}
	return rc < 0 ? rc : add_more(out, groups.count);
}

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

/* Why there is none: the vendor's word, or what keeps the host from it. */
static int add_reason(struct sslinv_str *out, const struct group *group)
{
	const struct sslinv_finding *finding = group->highest;
	const struct sslinv_subject *subject = group->judged->subject;
	const char *candidate = subject->candidate_version;
	const struct hold *hold = find_hold(subject->candidate_held_by);
	int rc;

	if (finding->fixed_version && hold && (hold->is_lock || !is_higher(subject, finding->fixed_version, candidate)))
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
	rc = sslinv_str_add(out, group->worst->reason ? group->worst->reason : "the vendor has no fix");
	/* On a line of its own: the two together are no line that anybody reads to its end. */
	if (rc == 0 && group->worst->note)
		rc = sslinv_str_printf(out, "\nnote: %s", group->worst->note);
	return rc;
}

static int add_list(struct sslinv_str *out, const struct sslinv_verdict_input *input, enum sslinv_verdict verdict,
		    const char *word)
{
	SSLINV_CLEANUP(free_groups) struct groups groups = { 0 };
	int rc = find_groups(input, verdict, &groups);

	for (size_t i = 0; rc == 0 && i < groups.count && i < MAX_NAMED; i++) {
		rc = sslinv_str_printf(out, "%s: ", word);
		if (rc == 0)
			rc = add_name(out, input, groups.items[i].judged);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = add_count(out, &groups.items[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = add_reason(out, &groups.items[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
		if (rc == 0 && verdict == SSLINV_VERDICT_NO_FIX)
			rc = add_see(out, input, groups.items[i].worst, false);
	}
	return rc < 0 ? rc : add_more(out, groups.count);
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

static int add_lives(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	struct sslinv_life_answer life = sslinv_lifecycle_distro(input->set, input->os_id, input->os_version,
								 stream_of(input), input->now);
	int64_t over;
	int rc = 0;

	if (life.state == SSLINV_LIFE_ENDED && life.extended && sslinv_date_age(life.extended_end, input->now, &over) &&
	    over <= 0)
		rc = sslinv_str_printf(
			out, "%s %s ended on %s; move to a newer release, or take its extended support (%s, until %s)\n",
			input->os_id, input->os_version, life.end, life.extended, life.extended_end);
	else if (life.state == SSLINV_LIFE_ENDED)
		rc = sslinv_str_printf(out, "%s %s ended on %s: move to a newer release\n", input->os_id, input->os_version,
				       life.until ? life.until : life.end);
	else if (life.until && sslinv_date_age(life.until, input->now, &over) && over >= -NOTICE_DAYS)
		/* The date, and not the days that are left: a text that changes every day would be news every day. */
		rc = sslinv_str_printf(out, "%s %s ends on %s: move to a newer release before then\n", input->os_id,
				       input->os_version, life.until);
	for (size_t i = 0, named = 0; rc == 0 && i < input->judged_count && named < MAX_NAMED; i++) {
		const struct sslinv_judged *judged = &input->judged[i];

		if (!judged->subject->is_copy)
			continue;
		life = sslinv_lifecycle_branch(input->set, judged->judgement->branch, input->now);
		if (life.state != SSLINV_LIFE_ENDED)
			continue;
		rc = add_name(out, input, judged);
		if (rc == 0)
			rc = sslinv_str_printf(out, ": OpenSSL %s ended on %s: move to a supported branch\n",
					       judged->judgement->branch, life.end);
		named++;
	}
	return rc;
}

/* Whose word is missing: OpenSSL's of a copy, the distribution's of a package; NULL where nobody is known. */
static const char *source_of(const struct sslinv_judged *judged)
{
	return judged->subject->is_copy ? "openssl" : judged->subject->distro;
}

/* Things of which no feed says anything at all. */
static int add_uncovered(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	size_t count = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < input->judged_count; i++) {
		if (input->judged[i].judgement->findings.count > 0 || ++count > MAX_NAMED)
			continue;
		rc = sslinv_str_add(out, "unknown: no guidance covers ");
		if (rc == 0)
			rc = add_name(out, input, &input->judged[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = sslinv_renew_distro(out, input, source_of(&input->judged[i]));
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
	}
	return rc < 0 ? rc : add_more(out, count);
}

/* Is there a vendor whose statements are missing? */
static bool is_vendor_silent(const struct sslinv_verdict_input *input, const struct sslinv_verdict_result *result)
{
	bool is_silent = result->is_unspoken;

	for (size_t i = 0; i < input->judged_count; i++)
		is_silent |= !input->judged[i].subject->is_copy && !input->judged[i].judgement->has_vendor &&
			     input->judged[i].subject->build == SSLINV_BUILD_OWN;
	return is_silent && result->unknown > 0;
}

static int add_silent_vendor(struct sslinv_str *out, const struct sslinv_verdict_input *input,
			     const struct sslinv_verdict_result *result)
{
	int rc;

	if (!input->os_id)
		return sslinv_str_add(
			out, "no file says which distribution this is, so no vendor's guidance covers its packages: "
			     "see that /etc/os-release is there and has an ID\n");
	rc = sslinv_str_printf(out, "no guidance for %s%s%s covers the %s: ", input->os_id, input->os_version ? " " : "",
			       input->os_version ? input->os_version : "", result->is_unspoken ? "host" : "package");
	if (rc == 0)
		rc = sslinv_renew_distro(out, input, input->os_id);
	return rc ? rc : sslinv_str_add(out, "\n");
}

static int add_feeds(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		     const struct sslinv_verdict_result *result, const struct sslinv_freshness *freshness)
{
	int rc = is_vendor_silent(input, result) ? add_silent_vendor(out, input, result) : 0;

	if (rc == 0 && input->judged_count > 0)
		rc = sslinv_renew_lines(out, input, freshness);
	if (rc == 0 && !input->scan_complete)
		rc = sslinv_str_add(
			out,
			"the scan is incomplete: see what failed with `sslinv query --named incomplete`, and scan again\n");
	return rc;
}

static int add_unresolved(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	size_t count = input->unresolved_files + input->unresolved_packages;
	const char *who;

	if (!input->unresolved)
		return 0;
	if (input->unresolved_packages == 0)
		who = count == 1 ? "file needs" : "files need";
	else if (input->unresolved_files == 0)
		who = count == 1 ? "package needs" : "packages need";
	else
		who = "files and packages need";
	return sslinv_str_printf(out, "unknown: %zu %s an OpenSSL that was not found, the first %s (%s)\n", count, who,
				 input->unresolved_name, input->unresolved->soname);
}

int sslinv_advice_write(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result,
			const struct sslinv_freshness *freshness)
{
	struct sslinv_str *out = &result->action;
	int rc = 0;

	rc = add_upgrades(out, input);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_afterwards(out, input->restarts);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_now(out, input->restarts);
	if (rc == 0)
		rc = add_copies(out, input);
	if (rc == 0)
		rc = add_list(out, input, SSLINV_VERDICT_NO_FIX, "no fix");
	/* Also where all is well today: nothing that is found from now on will be fixed. */
	if (rc == 0)
		rc = add_lives(out, input);
	if (rc == 0)
		rc = add_list(out, input, SSLINV_VERDICT_UNKNOWN, "unknown");
	if (rc == 0)
		rc = add_uncovered(out, input);
	if (rc == 0)
		rc = add_feeds(out, input, result, freshness);
	if (rc == 0)
		rc = add_unresolved(out, input);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_unknown(out, input->restarts);
	/* Lines, and no empty one at the end. */
	if (rc == 0 && out->length > 0)
		out->data[--out->length] = '\0';
	return rc;
}
