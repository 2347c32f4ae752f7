/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paragraphs of `sslinv explain`. */
#include "report/explain.h"

#include <string.h>

#include "base/str.h"

static const char *or_dash(const char *text)
{
	return text && *text ? text : "-";
}

void sslinv_explain_host(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	char when[SSLINV_TIME_SIZE];

	sslinv_str_time(when, facts->finished);
	fprintf(file, "%s: %s, scanned %s (%s)\n", facts->host.host,
		facts->host.os_name ? facts->host.os_name : "unknown operating system", when,
		sslinv_outcome_name(sslinv_facts_outcome(facts)));
}

static void print_library(FILE *file, const struct sslinv_library *library)
{
	fprintf(file, "    %s is %s %s", library->path ? library->path : "(files not available)", library->library,
		library->version ? library->version : "(version not stated)");
	if (library->version_text)
		fprintf(file, ": it states \"%s\"", library->version_text);
	fprintf(file, " [%s]\n", sslinv_evidence_name(library->evidence));
}

static void print_linkage(FILE *file, const struct sslinv_facts *facts, const struct sslinv_linkage *linkage)
{
	const char *provider = sslinv_facts_package_label(facts, linkage->provider_package);

	if (linkage->evidence == SSLINV_EVIDENCE_HOST_PROCESS) {
		fprintf(file, "    %s takes OpenSSL from the process that loads it [%s, %s]\n", linkage->path,
			sslinv_evidence_name(linkage->evidence), sslinv_confidence_name(linkage->confidence));
		return;
	}
	if (linkage->evidence == SSLINV_EVIDENCE_EMBEDDED)
		return;
	fprintf(file, "    %s uses %s from %s (%s) [%s, %s]\n", linkage->path ? linkage->path : "(files not available)",
		or_dash(linkage->soname),
		linkage->provider_path ? linkage->provider_path : "nobody: the loader finds no such file",
		provider ? provider : "no package", sslinv_evidence_name(linkage->evidence),
		sslinv_confidence_name(linkage->confidence));
}

void sslinv_explain_package(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	uint32_t index = item->package;
	const struct sslinv_package *package = &facts->packages.items[index];

	fprintf(file, "\n%s %s (%s, %s), built from %s %s\n", sslinv_package_label(package), package->version, package->arch,
		package->format, or_dash(package->source_name), package->source_version ? package->source_version : "");
	if (package->origin_evidence)
		fprintf(file, "    build of %s%s%s%s: %s\n", package->build_of ? package->build_of : "no line that is known",
			package->origin ? " (" : "", package->origin ? package->origin : "", package->origin ? ")" : "",
			package->origin_evidence);
	for (size_t i = 0; i < facts->libraries.count; i++)
		if (facts->libraries.items[i].package == index)
			print_library(file, &facts->libraries.items[i]);
	for (size_t i = 0; i < facts->linkages.count; i++)
		if (facts->linkages.items[i].package == index)
			print_linkage(file, facts, &facts->linkages.items[i]);
	for (size_t i = 0; i < facts->candidates.count; i++) {
		const struct sslinv_candidate *candidate = &facts->candidates.items[i];

		if (candidate->package == index)
			fprintf(file, "    the repositories offer %s (%s)\n", candidate->version,
				or_dash(candidate->label ? candidate->label : candidate->origin));
	}
}

static const char *owner_of(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? "no package" : sslinv_facts_package_label(facts, package);
}

/* The path with its owner, once. */
static void print_path(FILE *file, const struct sslinv_facts *facts, const char *path, uint32_t package, bool *printed)
{
	if (!*printed)
		fprintf(file, "\n%s, of %s\n", path, owner_of(facts, package));
	*printed = true;
}

void sslinv_explain_path(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const char *path = item->word;
	bool printed = false;

	for (size_t i = 0; i < facts->libraries.count; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];

		if (sslinv_str_compare(library->path, path) != 0)
			continue;
		print_path(file, facts, path, library->package, &printed);
		print_library(file, library);
	}
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (sslinv_str_compare(linkage->path, path) != 0)
			continue;
		print_path(file, facts, path, linkage->package, &printed);
		print_linkage(file, facts, linkage);
	}
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (linkage->path && sslinv_str_compare(linkage->provider_path, path) == 0 &&
		    strcmp(linkage->path, path) != 0)
			fprintf(file, "    used by %s (%s)\n", linkage->path, owner_of(facts, linkage->package));
	}
}

void sslinv_explain_vulnerability(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_guidance_set *set = item->data->set;
	const char *cve = item->word;
	const struct sslinv_vulnerability *vulnerability = sslinv_guidance_set_vulnerability(set, cve);
	size_t first, end;

	fprintf(file, "\n%s: %s\n    OpenSSL's severity: %s, published %s\n", cve, or_dash(vulnerability->title),
		or_dash(vulnerability->severity), or_dash(vulnerability->published));
	sslinv_guidance_set_ranges(set, cve, &first, &end);
	for (size_t i = first; i < end; i++) {
		const struct sslinv_range *range = &set->ranges.items[i];

		fprintf(file, "    upstream affected from %s %s %s\n", range->from,
			range->until  ? "until before"
			: range->last ? "to"
				      : "on, without a fix",
			range->until  ? range->until
			: range->last ? range->last
				      : "");
	}
	if (vulnerability->url)
		fprintf(file, "    %s\n", vulnerability->url);
}

void sslinv_explain_finding(FILE *file, const struct sslinv_finding *finding, const struct sslinv_guidance_set *set)
{
	fprintf(file, "    %s: %s by the rule %s", finding->cve ? finding->cve : "(no CVE)",
		sslinv_status_name(finding->status), sslinv_rule_name(finding->rule));
	if (finding->fixed_version)
		fprintf(file, ", fixed in %s", finding->fixed_version);
	if (finding->severity)
		fprintf(file, ", severity %s", finding->severity);
	fprintf(file, "\n        %s\n", or_dash(finding->reason));
	if (finding->advisory || finding->url)
		fprintf(file, "        see %s%s%s\n", finding->advisory ? finding->advisory : "",
			finding->advisory && finding->url ? ", " : "", finding->url ? finding->url : "");
	if (finding->feed < set->feeds.count) {
		const struct sslinv_set_feed *feed = &set->feeds.items[finding->feed];

		fprintf(file, "        feed %s of %s%s%.10s (%s)\n", feed->feed.name,
			feed->feed.published ? feed->feed.published : "unknown date",
			feed->feed.confirmed ? ", confirmed " : "", feed->feed.confirmed ? feed->feed.confirmed : "",
			or_dash(feed->feed.vendor));
	}
	if (finding->note)
		fprintf(file, "        %s%s\n", finding->is_doubtful ? "doubtful: " : "", finding->note);
	for (size_t i = 0; i < finding->other_count; i++) {
		const struct sslinv_opinion *other = &finding->others[i];

		fprintf(file, "        the rule %s would say %s%s%s: %s\n", sslinv_rule_name(other->rule),
			sslinv_status_name(other->status), other->fixed_version ? ", fixed in " : "",
			other->fixed_version ? other->fixed_version : "", or_dash(other->reason));
	}
}

void sslinv_explain_summary(FILE *file, const struct sslinv_judgement *judgement)
{
	size_t counts[SSLINV_STATUS_COUNT] = { 0 };
	const char *separator = " ";

	for (size_t i = 0; i < judgement->findings.count; i++)
		counts[judgement->findings.items[i].status]++;
	fputs("    in all:", file);
	for (int status = 0; status < SSLINV_STATUS_COUNT; status++)
		if (counts[status]) {
			fprintf(file, "%s%zu %s", separator, counts[status], sslinv_status_name(status));
			separator = ", ";
		}
	fputc('\n', file);
}

void sslinv_explain_judgement(FILE *file, const struct sslinv_judgement *judgement)
{
	const struct sslinv_effective *effective = &judgement->effective;

	if (judgement->stream_reason)
		fprintf(file, "    stream: %s (%s)\n", judgement->stream && *judgement->stream ? judgement->stream : "plain",
			judgement->stream_reason);
	if (!judgement->upstream_version[0])
		return;
	fprintf(file, "    upstream %s", judgement->upstream_version);
	if (judgement->has_effective)
		fprintf(file, ", effective upstream %s", effective->version);
	if (judgement->has_effective && effective->carried > 0)
		fprintf(file, ": carries the fixes of %zu CVE%s up to it", effective->carried,
			effective->carried == 1 ? "" : "s");
	if (judgement->has_effective && effective->blocking_cve)
		fprintf(file, "\n    held back by %s (%s)%s%s", effective->blocking_cve,
			sslinv_status_name(effective->blocking_status),
			effective->blocking_release ? ", which OpenSSL fixed in " : ", which OpenSSL has up to ",
			or_dash(effective->blocking_release ? effective->blocking_release : effective->blocking_last));
	fputc('\n', file);
}

void sslinv_explain_thing(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_thing *thing = item->thing;
	const char *cve = item->word;
	const struct sslinv_judgement *judgement = &thing->judgement;
	bool found = false;

	fprintf(file, "\n  %s %s%s%s\n", thing->package ? sslinv_package_label(thing->package) : thing->path,
		or_dash(thing->subject.version), thing->package && thing->path ? " in " : "",
		thing->package && thing->path ? thing->path : "");
	sslinv_explain_judgement(file, judgement);
	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (cve ? !finding->cve || strcmp(finding->cve, cve) != 0
			: finding->status == SSLINV_STATUS_FIXED || finding->status == SSLINV_STATUS_NOT_AFFECTED)
			continue;
		found = true;
		sslinv_explain_finding(file, finding, item->data->set);
	}
	if (cve && !found)
		fprintf(file, "    %s: no statement covers it\n", cve);
	if (!cve)
		sslinv_explain_summary(file, judgement);
}
