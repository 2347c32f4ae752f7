/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole host against guidance. */
#include "resolve/host.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "openssl/package_name.h"
#include "resolve/actions.h"
#include "resolve/build.h"
#include "resolve/coverage.h"
#include "resolve/exposure.h"
#include "resolve/lifecycle.h"
#include "resolve/pinned.h"
#include "resolve/restart.h"
#include "version/vercmp.h"

void sslinv_host_things_free(struct sslinv_host_things *things)
{
	for (size_t i = 0; i < things->count; i++) {
		sslinv_judgement_free(&things->items[i].judgement);
		free(things->items[i].changelog);
		free(things->items[i].line);
	}
	free(things->items);
	memset(things, 0, sizeof(*things));
}

/* Is the package OpenSSL as a vendor ships it, so that the vendor's guidance is about it? Its name may be the vendor's own.
 */
static bool is_vendors(const struct sslinv_package *package)
{
	if (sslinv_package_name_is_openssl(package->name) || sslinv_package_name_is_openssl(package->source_name))
		return true;
	return package->build_of && package->is_provider &&
	       (strstr(package->name, "openssl") || (package->source_name && strstr(package->source_name, "openssl")));
}

/* Is the file another release of OpenSSL than its package? Then somebody put it there (`make install`), and no vendor. */
static bool is_overwritten(const struct sslinv_package *package, const struct sslinv_library *library)
{
	char of_package[SSLINV_OPENSSL_VERSION_SIZE], of_file[SSLINV_OPENSSL_VERSION_SIZE];

	return library->evidence == SSLINV_EVIDENCE_NEEDED && library->version &&
	       sslinv_openssl_version_of(package->version, of_package, sizeof(of_package)) &&
	       sslinv_openssl_version_of(library->version, of_file, sizeof(of_file)) && strcmp(of_package, of_file) != 0;
}

static int add_changelog(struct sslinv_host_thing *thing, const struct sslinv_facts *facts, uint32_t package)
{
	size_t count = 0;

	thing->changelog = calloc(facts->changelog.count + 1, sizeof(*thing->changelog));
	if (!thing->changelog)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->changelog.count; i++)
		if (facts->changelog.items[i].package == package)
			thing->changelog[count++] = facts->changelog.items[i].cve;
	thing->subject.changelog_cves = thing->changelog;
	thing->subject.changelog_count = count;
	return 0;
}

/* Does the candidate go before the one that was found? One that can be installed does; else the newer one. */
static bool is_better_candidate(const struct sslinv_host_thing *thing, const struct sslinv_candidate *candidate,
				sslinv_vercmp_function compare)
{
	const struct sslinv_subject *subject = &thing->subject;
	bool is_held = candidate->held_by != NULL, is_best_held = subject->candidate_held_by != NULL;

	if (!subject->candidate_version)
		return true;
	/* The installed version itself is an offer, and no way out of a hold. */
	if (is_held != is_best_held &&
	    compare(is_held ? subject->candidate_version : candidate->version, subject->version) > 0)
		return is_best_held;
	return compare(candidate->version, subject->candidate_version) > 0;
}

/* The newest that the repositories offer of the package's own line; where they offer other lines only, what is installed. */
static void add_candidate(struct sslinv_host_thing *thing, const struct sslinv_facts *facts, uint32_t package)
{
	sslinv_vercmp_function compare = sslinv_vercmp_for(thing->package->format);
	struct sslinv_subject *subject = &thing->subject;
	bool is_foreign = false;

	for (size_t i = 0; i < facts->candidates.count; i++) {
		const struct sslinv_candidate *candidate = &facts->candidates.items[i];

		if (candidate->package != package || !compare)
			continue;
		is_foreign |= candidate->is_foreign;
		if (candidate->is_foreign || !is_better_candidate(thing, candidate, compare))
			continue;
		subject->candidate_version = candidate->version;
		subject->candidate_held_by = candidate->held_by;
		subject->candidate_is_security = (candidate->label && strstr(candidate->label, "Security")) ||
						 (candidate->archive && strstr(candidate->archive, "security"));
	}
	if (!subject->candidate_version && is_foreign)
		subject->candidate_version = thing->package->version;
	thing->pinned = sslinv_pinned_candidate(facts, package);
	if (!thing->pinned)
		return;
	subject->candidate_version = thing->pinned->version;
	subject->candidate_held_by = NULL;
	subject->candidate_is_security = false;
}

/* The version that the package's own libraries state: the oldest of several. A file that somebody overwrote says nothing. */
static const char *version_of_files(const struct sslinv_facts *facts, uint32_t index)
{
	sslinv_vercmp_function compare = sslinv_vercmp_for("openssl");
	const char *oldest = NULL;

	for (size_t i = 0; i < facts->libraries.count; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];

		if (library->package != index || library->evidence != SSLINV_EVIDENCE_NEEDED || !library->version ||
		    is_overwritten(&facts->packages.items[index], library))
			continue;
		if (!oldest || compare(library->version, oldest) < 0)
			oldest = library->version;
	}
	return oldest;
}

static int add_package(struct sslinv_host_things *things, const struct sslinv_facts *facts, uint32_t index)
{
	const struct sslinv_package *package = &facts->packages.items[index];
	struct sslinv_host_thing *thing = sslinv_array_add(things);

	if (!thing)
		return SSLINV_E_MEMORY;
	thing->package = package;
	thing->library = "OpenSSL";
	thing->subject = (struct sslinv_subject){
		.distro = facts->host.os_id,
		.release = facts->host.os_version,
		.format = package->format,
		.package = package->name,
		.version = package->version,
		.arch = package->arch,
		.source_name = package->source_name,
		.source_version = package->source_version,
		.is_installed = true,
		.built = package->built,
	};
	thing->subject.upstream_version = version_of_files(facts, index);
	if (sslinv_build_apply(package, &facts->host, &thing->subject, &thing->line) < 0)
		return SSLINV_E_MEMORY;
	add_candidate(thing, facts, index);
	return add_changelog(thing, facts, index);
}

static int add_copy(struct sslinv_host_things *things, const struct sslinv_facts *facts,
		    const struct sslinv_library *library)
{
	struct sslinv_host_thing *thing = sslinv_array_add(things);

	if (!thing)
		return SSLINV_E_MEMORY;
	thing->package = library->package == SSLINV_NO_PACKAGE ? NULL : &facts->packages.items[library->package];
	thing->path = library->path;
	thing->library = library->library;
	thing->brought_by = library->brought_by;
	thing->is_fork = strcmp(library->library, "OpenSSL") != 0;
	thing->subject = (struct sslinv_subject){
		.distro = facts->host.os_id,
		.release = facts->host.os_version,
		.package = thing->package ? thing->package->name : NULL,
		.version = library->version,
		.upstream_version = library->version,
		.is_copy = true,
	};
	return 0;
}

/*
 * Is it a fork that a program of a vendor's own carries, as chromium has BoringSSL? The vendor maintains it with the
 * program, and nobody publishes about the fork: it is listed, and there is nothing to judge.
 */
static bool is_vendors_fork(const struct sslinv_facts *facts, const struct sslinv_library *library)
{
	return library->package != SSLINV_NO_PACKAGE && library->evidence == SSLINV_EVIDENCE_EMBEDDED &&
	       strcmp(library->library, "OpenSSL") != 0 &&
	       sslinv_build_is_hosts(&facts->packages.items[library->package], &facts->host);
}

/* The vendor's own packages are judged as packages; every other library is a copy that its owner, if any, has to replace. */
static int gather(struct sslinv_host_things *things, const struct sslinv_facts *facts)
{
	int rc = 0;

	for (size_t i = 0; i < facts->packages.count && rc == 0; i++)
		if (is_vendors(&facts->packages.items[i]) &&
		    (facts->packages.items[i].is_provider || facts->packages.items[i].is_consumer))
			rc = add_package(things, facts, (uint32_t)i);
	for (size_t i = 0; i < facts->libraries.count && rc == 0; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];

		if (is_vendors_fork(facts, library))
			continue;
		if (library->package == SSLINV_NO_PACKAGE || !is_vendors(&facts->packages.items[library->package]) ||
		    is_overwritten(&facts->packages.items[library->package], library))
			rc = add_copy(things, facts, library);
	}
	return rc;
}

/* A copy in the result's arena; NULL for NULL. Sets *failed when out of memory. */
static const char *keep(struct sslinv_host_result *result, const char *text, bool *failed)
{
	const char *kept = sslinv_arena_strdup(&result->arena, text);

	*failed |= text && !kept;
	return kept;
}

static int add_finding(struct sslinv_host_result *result, const struct sslinv_host_thing *thing,
		       const struct sslinv_guidance_set *set, const struct sslinv_finding *found)
{
	const struct sslinv_exploitation *exploitation = found->cve ? sslinv_guidance_set_exploitation(set, found->cve)
								    : NULL;
	struct sslinv_host_finding *finding = sslinv_array_add(&result->findings);
	bool failed = false;

	if (!finding)
		return SSLINV_E_MEMORY;
	finding->package = keep(result, thing->package ? sslinv_package_label(thing->package) : NULL, &failed);
	finding->installed_version = keep(result, thing->subject.version, &failed);
	finding->path = keep(result, thing->path, &failed);
	finding->cve = keep(result, found->cve, &failed);
	finding->severity = keep(result, found->severity, &failed);
	finding->status = sslinv_status_name(found->status);
	finding->fixed_version = keep(result, found->fixed_version, &failed);
	finding->advisory = keep(result, found->advisory, &failed);
	finding->feed = keep(result, found->feed < set->feeds.count ? set->feeds.items[found->feed].feed.name : NULL,
			     &failed);
	finding->stream = keep(result, found->stream, &failed);
	finding->rule = sslinv_rule_name(found->rule);
	if (exploitation) {
		finding->known_exploited = keep(result, exploitation->known_since, &failed);
		finding->exploit_probability = keep(result, exploitation->probability, &failed);
	}
	return failed ? SSLINV_E_MEMORY : 0;
}

/* Is the policy of a library of that thing: of the copy itself, or of a file of the package or its sister from one source?
 */
static bool is_of_thing(const struct sslinv_facts *facts, const struct sslinv_policy *policy,
			const struct sslinv_host_thing *thing)
{
	const struct sslinv_package *owner;

	if (thing->path)
		return sslinv_str_compare(policy->path, thing->path) == 0;
	if (policy->package == SSLINV_NO_PACKAGE)
		return false;
	owner = &facts->packages.items[policy->package];
	return owner == thing->package ||
	       (owner->source_name && sslinv_str_compare(owner->source_name, thing->package->source_name) == 0 &&
		strcmp(owner->version, thing->package->version) == 0 && strcmp(owner->arch, thing->package->arch) == 0);
}

/* What the thing's libraries can do; not known where it has none that was looked at. */
static int add_abilities(struct sslinv_host_result *result, const struct sslinv_facts *facts,
			 const struct sslinv_host_thing *thing, struct sslinv_host_level *level)
{
	const struct sslinv_policy *policy = NULL;
	bool failed = false;

	for (size_t i = 0; i < facts->policies.count && !policy; i++)
		if (is_of_thing(facts, &facts->policies.items[i], thing))
			policy = &facts->policies.items[i];
	if (!policy)
		return 0;
	level->pqc = policy->pqc;
	level->fips = policy->fips;
	level->fips_version = keep(result, policy->fips_version, &failed);
	level->pqc_evidence = keep(result, policy->pqc_evidence, &failed);
	level->fips_evidence = keep(result, policy->fips_evidence, &failed);
	return failed ? SSLINV_E_MEMORY : 0;
}

static int add_level(struct sslinv_host_result *result, const struct sslinv_facts *facts,
		     const struct sslinv_host_thing *thing, const struct sslinv_guidance_set *set)
{
	const struct sslinv_judgement *judgement = &thing->judgement;
	struct sslinv_host_level *level;
	bool failed = false;

	/* Without guidance nobody knows what it can do: no level is better than one that says it cannot. */
	if (!judgement->upstream_version[0] || !sslinv_lifecycle_tls(set, judgement->branch))
		return 0;
	level = sslinv_array_add(&result->levels);
	if (!level)
		return SSLINV_E_MEMORY;
	level->package = keep(result, thing->package ? sslinv_package_label(thing->package) : NULL, &failed);
	level->path = keep(result, thing->path, &failed);
	level->version = keep(result, thing->subject.version, &failed);
	level->upstream_version = keep(result, judgement->upstream_version, &failed);
	level->effective_upstream = keep(result, judgement->has_effective ? judgement->effective.version : NULL, &failed);
	if (judgement->has_effective && judgement->effective.blocking_cve) {
		level->blocking_cve = keep(result, judgement->effective.blocking_cve, &failed);
		level->blocking_status = sslinv_status_name(judgement->effective.blocking_status);
	}
	level->branch = keep(result, judgement->branch, &failed);
	level->branch_eol = keep(result, sslinv_lifecycle_branch_end(set, judgement->branch), &failed);
	level->tls12 = sslinv_lifecycle_has_tls(set, judgement->branch, "1.2");
	level->tls13 = sslinv_lifecycle_has_tls(set, judgement->branch, "1.3");
	return failed ? SSLINV_E_MEMORY : add_abilities(result, facts, thing, level);
}

/* OpenSSL's records say nothing about its forks, or about a copy that states no version: unknown, and never clean. */
static int judge_unknown(struct sslinv_host_thing *thing)
{
	struct sslinv_finding *finding = sslinv_array_add(&thing->judgement.findings);

	if (!finding)
		return SSLINV_E_MEMORY;
	finding->status = SSLINV_STATUS_UNKNOWN;
	finding->rule = SSLINV_RULE_UNKNOWN;
	finding->feed = UINT32_MAX;
	finding->stream = "";
	finding->reason = thing->is_fork ? "no guidance covers this fork of OpenSSL"
					 : "the file does not say which version it is";
	return 0;
}

int sslinv_host_judge(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set, const char *const *cves,
		      size_t cve_count, struct sslinv_host_things *things, struct sslinv_error *error)
{
	memset(things, 0, sizeof(*things));
	if (gather(things, facts) < 0)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < things->count; i++) {
		struct sslinv_host_thing *thing = &things->items[i];

		if (thing->is_fork || !thing->subject.version) {
			if (judge_unknown(thing) < 0)
				return sslinv_error_memory(error);
		} else if (sslinv_judge(&thing->subject, set, cves, cve_count, &thing->judgement, error) < 0) {
			return error->code;
		}
		if (thing->pinned && sslinv_pinned_settle(thing, facts, set, error) < 0)
			return error->code;
	}
	return 0;
}

static int add_rows(struct sslinv_host_result *result, const struct sslinv_facts *facts,
		    const struct sslinv_host_things *things, const struct sslinv_guidance_set *set)
{
	for (size_t i = 0; i < things->count; i++) {
		const struct sslinv_host_thing *thing = &things->items[i];

		for (size_t k = 0; k < thing->judgement.findings.count; k++)
			if (add_finding(result, thing, set, &thing->judgement.findings.items[k]) < 0)
				return SSLINV_E_MEMORY;
		if (add_level(result, facts, thing, set) < 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/* Who needs an OpenSSL which nobody provides: files, and packages of which only the metadata is at hand. */
static void find_unresolved(const struct sslinv_facts *facts, struct sslinv_verdict_input *input)
{
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (!sslinv_linkage_is_unresolved(linkage))
			continue;
		if (linkage->evidence == SSLINV_EVIDENCE_NEEDED)
			input->unresolved_files++;
		else if (linkage->evidence == SSLINV_EVIDENCE_DECLARED)
			input->unresolved_packages++;
		else
			continue;
		if (input->unresolved)
			continue;
		input->unresolved = linkage;
		input->unresolved_name = linkage->path ? linkage->path : sslinv_facts_package_label(facts, linkage->package);
	}
}

static int conclude(const struct sslinv_host_things *things, const struct sslinv_facts *facts,
		    const struct sslinv_guidance_set *set, const struct sslinv_host_options *options,
		    struct sslinv_host_result *result, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_judged *judged = calloc(things->count + 1, sizeof(*judged));
	SSLINV_CLEANUP(sslinv_restarts_free) struct sslinv_restarts restarts = { 0 };
	SSLINV_CLEANUP(sslinv_verdict_result_free) struct sslinv_verdict_result verdict = { 0 };
	struct sslinv_verdict_input input = {
		.os_id = facts->host.os_id,
		.os_version = facts->host.os_version,
		.arch = facts->host.arch,
		.judged = judged,
		.judged_count = things->count,
		.set = set,
		.is_covered = sslinv_coverage_of_release(set, facts->host.os_id, facts->host.os_version),
		.scan_complete = sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE,
		.now = options->now,
		.max_age_days = options->max_age_days,
		.updates = options->updates,
		.update_count = options->update_count,
		.takes_bundles = options->takes_bundles,
		.restarts = &restarts,
	};
	bool failed = false;
	int rc;

	if (!judged)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < things->count; i++)
		judged[i] = (struct sslinv_judged){
			.subject = &things->items[i].subject,
			.judgement = &things->items[i].judgement,
			.path = things->items[i].path,
			.library = things->items[i].library,
			.brought_by = things->items[i].brought_by,
			.label = things->items[i].package ? sslinv_package_label(things->items[i].package) : NULL,
		};
	if (sslinv_exposure_find(facts, things, judged) < 0)
		return sslinv_error_memory(error);
	find_unresolved(facts, &input);
	rc = sslinv_restarts_find(facts, things, set, &restarts, error);
	if (rc < 0)
		return rc;
	rc = sslinv_verdict_find(&input, &verdict);
	if (rc == 0) {
		result->stale_processes = (struct sslinv_known_count){ facts->processes_read.is_known, restarts.stale };
		result->verdict = verdict.verdict;
		result->action = keep(result, sslinv_str_text(&verdict.action), &failed);
		result->affected = verdict.affected;
		result->unknown = verdict.unknown;
		result->guidance_date = keep(result, verdict.guidance_date[0] ? verdict.guidance_date : NULL, &failed);
	}
	if (rc == 0)
		rc = sslinv_actions_find(&input, &verdict, facts, result);
	return rc < 0 || failed ? sslinv_error_memory(error) : 0;
}

int sslinv_host_conclude(const struct sslinv_facts *facts, const struct sslinv_host_things *things,
			 const struct sslinv_guidance_set *set, const struct sslinv_host_options *options,
			 struct sslinv_host_result *result, struct sslinv_error *error)
{
	if (add_rows(result, facts, things, set) < 0)
		return sslinv_error_memory(error);
	return conclude(things, facts, set, options, result, error);
}

int sslinv_host_resolve(const struct sslinv_facts *facts, const struct sslinv_guidance_set *set,
			const struct sslinv_host_options *options, struct sslinv_host_result *result,
			struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_host_things_free) struct sslinv_host_things things = { 0 };
	int rc;

	memset(result, 0, sizeof(*result));
	rc = sslinv_host_judge(facts, set, NULL, 0, &things, error);
	return rc < 0 ? rc : sslinv_host_conclude(facts, &things, set, options, result, error);
}
