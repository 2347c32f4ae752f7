/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `sslinv explain` says, as text. */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/explain.h"
#include "report/explain_finding.h"
#include "report/explain_process.h"
#include "resolve/part_answer.h"

static const char *or_dash(const char *text)
{
	return text && *text ? text : "-";
}

/* `process 812 (nginx): restart, runs ...` */
static int tell_answer(void *file, const struct sslinv_explain_item *item)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str line = { 0 };
	int rc = sslinv_part_subject(&line, item->part);

	if (rc == 0)
		rc = sslinv_str_add(&line, ": ");
	if (rc == 0)
		rc = sslinv_part_answer(&line, item->part);
	if (rc == 0)
		fprintf(file, "%s\n", sslinv_str_text(&line));
	return rc;
}

/* Which host, and when it was looked at. */
static void tell_host(void *file, const struct sslinv_explain_item *item)
{
	const struct sslinv_facts *facts = item->explanation->facts;
	char when[SSLINV_TIME_SIZE];
	bool has_answers = false;

	for (size_t i = 0; i < item->explanation->word_count; i++)
		has_answers |= item->explanation->parts[i].count > 0;
	sslinv_str_time(when, facts->finished);
	fprintf(file, "%s%s: %s, scanned %s (%s)\n", has_answers ? "\n" : "", facts->host.host,
		facts->host.os_name ? facts->host.os_name : "unknown operating system", when,
		sslinv_outcome_name(sslinv_facts_outcome(facts)));
}

static void print_library(FILE *file, const struct sslinv_library *library)
{
	fprintf(file, "    %s is %s %s", library->path ? library->path : "(files not available)", library->library,
		library->version ? library->version : "(version not stated)");
	if (library->version_text)
		fprintf(file, ": it states \"%s\"", library->version_text);
	fprintf(file, " [%s]%s%s\n", sslinv_evidence_name(library->evidence), library->brought_by ? ", brought by " : "",
		library->brought_by ? library->brought_by : "");
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

static const char *owner_of(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? "no package" : sslinv_facts_package_label(facts, package);
}

/* The libraries of the part, and what its files use. */
static void print_files(FILE *file, const struct sslinv_part *part)
{
	const struct sslinv_facts *facts = &part->facts;

	for (size_t i = 0; i < facts->libraries.count; i++)
		print_library(file, &facts->libraries.items[i]);
	for (size_t i = 0; i < facts->linkages.count; i++)
		if (part->kind != SSLINV_PART_PATH || sslinv_str_compare(facts->linkages.items[i].path, part->name) == 0)
			print_linkage(file, facts, &facts->linkages.items[i]);
}

/* Its version, source, libraries, what of it uses which OpenSSL, and what the repositories offer. */
static void print_package(FILE *file, const struct sslinv_part *part)
{
	const struct sslinv_facts *facts = &part->facts;
	const struct sslinv_package *package = &facts->packages.items[part->package];

	fprintf(file, "\n%s %s (%s, %s), built from %s %s\n", sslinv_package_label(package), package->version, package->arch,
		package->format, or_dash(package->source_name), package->source_version ? package->source_version : "");
	if (package->origin_evidence)
		fprintf(file, "    build of %s%s%s%s: %s\n", package->build_of ? package->build_of : "no line that is known",
			package->origin ? " (" : "", package->origin ? package->origin : "", package->origin ? ")" : "",
			package->origin_evidence);
	print_files(file, part);
	for (size_t i = 0; i < facts->candidates.count; i++) {
		const struct sslinv_candidate *candidate = &facts->candidates.items[i];

		if (candidate->package == part->package)
			fprintf(file, "    the repositories offer %s (%s)\n", candidate->version,
				or_dash(candidate->label ? candidate->label : candidate->origin));
	}
}

/* The package that owns the path; false where no fact of the part names it. */
static bool find_owner(const struct sslinv_part *part, uint32_t *package)
{
	for (size_t i = 0; i < part->facts.libraries.count; i++) {
		*package = part->facts.libraries.items[i].package;
		return true;
	}
	for (size_t i = 0; i < part->facts.linkages.count; i++) {
		*package = part->facts.linkages.items[i].package;
		if (sslinv_str_compare(part->facts.linkages.items[i].path, part->name) == 0)
			return true;
	}
	return false;
}

/* What it is, what it gets, and who gets it. */
static void print_path(FILE *file, const struct sslinv_part *part)
{
	const struct sslinv_facts *facts = &part->facts;
	uint32_t package;

	if (find_owner(part, &package))
		fprintf(file, "\n%s, of %s\n", part->name, owner_of(facts, package));
	else
		fprintf(file, "\n%s\n", part->name);
	print_files(file, part);
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (linkage->path && sslinv_str_compare(linkage->provider_path, part->name) == 0 &&
		    strcmp(linkage->path, part->name) != 0)
			fprintf(file, "    used by %s (%s)\n", linkage->path, owner_of(facts, linkage->package));
	}
}

/* What OpenSSL says of it. */
static void print_vulnerability(FILE *file, const struct sslinv_guidance_set *set, const char *cve)
{
	const struct sslinv_vulnerability *vulnerability = sslinv_guidance_set_vulnerability(set, cve);
	size_t first, end;

	fprintf(file, "\n%s: %s\n", cve, vulnerability ? or_dash(vulnerability->title) : "OpenSSL has no record of it");
	if (!vulnerability)
		return;
	fprintf(file, "    OpenSSL's severity: %s, published %s\n", or_dash(vulnerability->severity),
		or_dash(vulnerability->published));
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

/* Was it told with a part before? Of a CVE each is told with the findings about that alone. */
static bool was_told(const struct sslinv_explain_item *item, const struct sslinv_host_thing *thing)
{
	for (size_t word = 0; word <= item->word; word++) {
		const struct sslinv_parts *parts = &item->explanation->parts[word];
		size_t end = word < item->word ? parts->count : item->index;

		for (size_t i = 0; i < end; i++)
			for (size_t k = 0; parts->items[i].kind != SSLINV_PART_CVE && k < parts->items[i].things.count; k++)
				if (parts->items[i].things.items[k].package == thing->package &&
				    parts->items[i].things.items[k].path == thing->path)
					return true;
	}
	return false;
}

static void print_findings(FILE *file, const struct sslinv_explain_item *item, const struct sslinv_host_thing *thing)
{
	const struct sslinv_judgement *judgement = &thing->judgement;
	bool is_of_cve = item->part->kind == SSLINV_PART_CVE;

	for (size_t i = 0; i < judgement->findings.count; i++) {
		const struct sslinv_finding *finding = &judgement->findings.items[i];

		if (is_of_cve || (finding->status != SSLINV_STATUS_FIXED && finding->status != SSLINV_STATUS_NOT_AFFECTED))
			sslinv_explain_finding(file, finding, item->explanation->set);
	}
	if (!is_of_cve)
		sslinv_explain_summary(file, judgement);
	else if (judgement->findings.count == 0)
		fprintf(file, "    %s: no statement covers it\n", item->part->name);
}

/* One judged thing: its stream and level, and the findings with their evidence. */
static void print_thing(FILE *file, const struct sslinv_explain_item *item, const struct sslinv_host_thing *thing)
{
	fprintf(file, "\n  %s %s%s%s\n", thing->package ? sslinv_package_label(thing->package) : thing->path,
		or_dash(thing->subject.version), thing->package && thing->path ? " in " : "",
		thing->package && thing->path ? thing->path : "");
	if (item->part->kind != SSLINV_PART_CVE && was_told(item, thing)) {
		fputs("    as above\n", file);
		return;
	}
	sslinv_explain_judgement(file, &thing->judgement);
	print_findings(file, item, thing);
}

/* The whole action, where it is more than what the answer has of it. */
static void print_action(FILE *file, const struct sslinv_part *part)
{
	const char *line = part->result.action ? part->result.action : "";

	if (!*line || (part->result.verdict != SSLINV_VERDICT_OK && !strchr(line, '\n')))
		return;
	fputs("    what to do:\n", file);
	while (*line) {
		int length = (int)strcspn(line, "\n");

		fprintf(file, "        %.*s\n", length, line);
		line += length + (line[length] == '\n');
	}
}

static int tell_part(void *file, const struct sslinv_explain_item *item)
{
	const struct sslinv_part *part = item->part;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str subject = { 0 };

	if (sslinv_part_subject(&subject, part) < 0)
		return SSLINV_E_MEMORY;
	if (part->kind == SSLINV_PART_CVE)
		print_vulnerability(file, item->explanation->set, part->name);
	else if (part->kind == SSLINV_PART_PATH)
		print_path(file, part);
	else if (part->kind == SSLINV_PART_PACKAGE)
		print_package(file, part);
	else
		fprintf(file, "\n%s\n", sslinv_str_text(&subject));
	if (part->kind != SSLINV_PART_CVE)
		sslinv_explain_processes(file, &part->facts);
	print_action(file, part);
	for (size_t i = 0; i < part->things.count; i++)
		print_thing(file, item, &part->things.items[i]);
	return 0;
}

static void *begin(FILE *file)
{
	return file;
}

const struct sslinv_explain_format sslinv_explain_text = {
	.name = "text",
	.begin = begin,
	.answer = tell_answer,
	.host = tell_host,
	.part = tell_part,
};
