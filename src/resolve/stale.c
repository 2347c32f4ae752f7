/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process runs that has an older file mapped than the one on disk, and what a restart would mend. */
#include "resolve/stale.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "openssl/openssl_version.h"
#include "resolve/severity.h"
#include "version/vercmp.h"

void sslinv_stale_finder_free(struct sslinv_stale_finder *finder)
{
	free(finder->gains.items);
	sslinv_arena_free(&finder->arena);
	memset(finder, 0, sizeof(*finder));
}

static bool is_open(const struct sslinv_finding *finding)
{
	return finding->status == SSLINV_STATUS_AFFECTED || finding->status == SSLINV_STATUS_WILL_NOT_FIX;
}

static int add_gain(struct sslinv_stale_finder *finder, struct sslinv_gain *gain, const struct sslinv_finding *finding)
{
	gain->count++;
	gain->exploited += sslinv_guidance_set_is_exploited(finder->set, finding->cve);
	if (gain->cve && sslinv_severity_rank(finding->severity) <= sslinv_severity_rank(gain->severity))
		return 0;
	gain->cve = sslinv_arena_strdup(&finder->arena, finding->cve);
	gain->severity = sslinv_arena_strdup(&finder->arena, finding->severity);
	return gain->cve && (gain->severity || !finding->severity) ? 0 : SSLINV_E_MEMORY;
}

/* The thing as it was in that version: what else is known of it is about the present one. */
static struct sslinv_subject subject_of(const struct sslinv_host_thing *thing, const char *version,
					const char *source_version)
{
	struct sslinv_subject subject = thing->subject;

	subject.version = version;
	subject.source_version = source_version;
	subject.upstream_version = subject.is_copy ? version : NULL;
	subject.changelog_cves = NULL;
	subject.changelog_count = 0;
	subject.built = subject.candidate_version = subject.candidate_held_by = NULL;
	subject.candidate_is_security = false;
	return subject;
}

/* What that version lacks. An open question is no ground to leave a process as it is, where the vendor names a fix. */
static int judge_version(struct sslinv_stale_finder *finder, struct sslinv_gain *gain, const char *source_version,
			 struct sslinv_error *error)
{
	const struct sslinv_subject subject = subject_of(gain->thing, gain->version, source_version);
	struct sslinv_judgement judgement;
	int rc = sslinv_judge(&subject, finder->set, NULL, 0, &judgement, error);

	for (size_t i = 0; rc == 0 && i < judgement.findings.count; i++) {
		const struct sslinv_finding *finding = &judgement.findings.items[i];
		bool is_lacking = is_open(finding) || finding->status == SSLINV_STATUS_UNKNOWN ||
				  finding->status == SSLINV_STATUS_UNDER_INVESTIGATION;

		if (finding->cve && is_lacking && sslinv_judgement_closes(&gain->thing->judgement, finding->cve) &&
		    add_gain(finder, gain, finding) < 0)
			rc = sslinv_error_memory(error);
	}
	sslinv_judgement_free(&judgement);
	return rc;
}

static int find_gain(struct sslinv_stale_finder *finder, const struct sslinv_host_thing *thing, const char *version,
		     const char *source_version, struct sslinv_gain *found, struct sslinv_error *error)
{
	struct sslinv_gain *gain;

	for (size_t i = 0; i < finder->gains.count; i++) {
		gain = &finder->gains.items[i];
		if (gain->thing == thing && strcmp(gain->version, version) == 0) {
			*found = *gain;
			return 0;
		}
	}
	gain = sslinv_array_add(&finder->gains);
	if (!gain)
		return sslinv_error_memory(error);
	gain->thing = thing;
	gain->version = version;
	if (judge_version(finder, gain, source_version, error) < 0)
		return error->code;
	*found = *gain;
	return 0;
}

/* Could the process have that version of the package mapped? */
static bool is_candidate(const struct sslinv_former *former, const struct sslinv_package *package,
			 const struct sslinv_process *process)
{
	char upstream[SSLINV_OPENSSL_VERSION_SIZE];

	if (strcmp(former->name, package->name) != 0 || sslinv_str_compare(former->arch, package->arch) != 0 ||
	    strcmp(former->version, package->version) == 0 || former->gone_at <= process->started)
		return false;
	return !process->version || !sslinv_openssl_version_of(former->version, upstream, sizeof(upstream)) ||
	       strcmp(upstream, process->version) == 0;
}

/* The file stated its version, but a libssl states none: that of the libcrypto of the same process and package is its own.
 */
static const char *version_of(const struct sslinv_stale_finder *finder, const struct sslinv_process *process)
{
	const struct sslinv_process *first = finder->facts->processes.items, *other = process;
	const struct sslinv_process *end = first + finder->facts->processes.count;
	const char *version = process->version;

	while (other > first && other[-1].pid == process->pid)
		other--;
	for (; !version && other < end && other->pid == process->pid; other++)
		if (other->package == process->package && other->state == process->state)
			version = other->version;
	return version;
}

static void take_gain(struct sslinv_stale *stale, const struct sslinv_gain *gain)
{
	if (gain->count == 0 ||
	    (stale->asks_restart && sslinv_severity_rank(gain->severity) <= sslinv_severity_rank(stale->severity)))
		return;
	*stale = (struct sslinv_stale){ true, gain->version, gain->count, gain->exploited, gain->cve, gain->severity };
}

/* By the versions that the inventory has seen; *is_known where one of them was there when the process started. */
static int judge_package(struct sslinv_stale_finder *finder, const struct sslinv_host_thing *thing,
			 const struct sslinv_process *process, bool *is_known, struct sslinv_stale *stale,
			 struct sslinv_error *error)
{
	struct sslinv_process known = *process;

	known.version = version_of(finder, process);
	for (size_t i = 0; i < finder->facts->formers.count; i++) {
		const struct sslinv_former *former = &finder->facts->formers.items[i];
		struct sslinv_gain gain;

		if (!is_candidate(former, thing->package, &known))
			continue;
		if (find_gain(finder, thing, former->version, former->source_version, &gain, error) < 0)
			return error->code;
		*is_known |= former->first_seen <= process->started;
		take_gain(stale, &gain);
		/* None of them lacks anything, so far: it is named all the same. */
		if (!stale->asks_restart)
			stale->version = former->version;
	}
	return 0;
}

static int judge_copy(struct sslinv_stale_finder *finder, const struct sslinv_host_thing *thing,
		      const struct sslinv_process *process, bool *is_known, struct sslinv_stale *stale,
		      struct sslinv_error *error)
{
	const char *version = version_of(finder, process);
	struct sslinv_gain gain;

	if (!version || thing->is_fork)
		return 0;
	if (find_gain(finder, thing, version, NULL, &gain, error) < 0)
		return error->code;
	*is_known = true;
	stale->version = version;
	take_gain(stale, &gain);
	return 0;
}

/* Does what is on disk mend anything, or at least leave nothing open? */
static bool is_worth_it(const struct sslinv_host_thing *thing)
{
	bool has_open = false;

	for (size_t i = 0; thing && i < thing->judgement.findings.count; i++) {
		const struct sslinv_finding *finding = &thing->judgement.findings.items[i];

		if (finding->status == SSLINV_STATUS_FIXED)
			return true;
		has_open |= is_open(finding);
	}
	return !has_open;
}

int sslinv_stale_find(struct sslinv_stale_finder *finder, const struct sslinv_process *process, struct sslinv_stale *stale,
		      struct sslinv_error *error)
{
	const struct sslinv_host_thing *thing = sslinv_things_of_process(finder->things, finder->facts, process);
	bool is_known = false;
	int rc = 0;

	*stale = (struct sslinv_stale){ 0 };
	if (thing && thing->path)
		rc = judge_copy(finder, thing, process, &is_known, stale, error);
	else if (thing)
		rc = judge_package(finder, thing, process, &is_known, stale, error);
	if (rc == 0 && !is_known && !stale->asks_restart)
		*stale = (struct sslinv_stale){ .asks_restart = is_worth_it(thing) };
	return rc;
}
