/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of a scan as a short text: the host, each OpenSSL on it with those that use it, and what could not be seen. */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "guidance/model.h"
#include "report/providers.h"
#include "report/report.h"

#define WIDTH 100
#define INDENT 6
/* So many names of a kind are shown; the inventory has them all. */
#define MAX_PATHS 8
#define MAX_PACKAGES 200
#define MAX_UNRESOLVED 20

static const char *package_version(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? "" : facts->packages.items[package].version;
}

/* The consumer's name: its package, or its path. */
static const char *consumer_name(const struct sslinv_facts *facts, const struct sslinv_linkage *linkage)
{
	return linkage->package == SSLINV_NO_PACKAGE ? linkage->path : sslinv_facts_package_label(facts, linkage->package);
}

/* The first `limit` names in the width of a page. */
static void print_names(FILE *file, const struct sslinv_names *names, size_t limit)
{
	size_t column = 0;

	for (size_t i = 0; i < names->count && i < limit; i++) {
		const char *name = names->items[i];

		if (column > 0 && column + strlen(name) + 2 > WIDTH) {
			fputs(",\n", file);
			column = 0;
		} else if (column > 0) {
			fputs(", ", file);
			column += 2;
		}
		if (column == 0)
			column = (size_t)fprintf(file, "%*s", INDENT, "");
		column += (size_t)fprintf(file, "%s", name);
	}
	if (names->count > limit)
		fprintf(file, "\n%*sand %zu more (`sslinv query --named openssl-users` lists them)", INDENT, "",
			names->count - limit);
	fputc('\n', file);
}

static void print_users(FILE *file, const struct sslinv_provider *provider)
{
	static const struct {
		const char *what;
		size_t limit;
	} kinds[SSLINV_USER_KIND_COUNT] = {
		[SSLINV_USER_PACKAGE] = { "packages", MAX_PACKAGES },
		[SSLINV_USER_FILE] = { "files that no package owns", MAX_PATHS },
	};

	for (size_t kind = 0; kind < SSLINV_ARRAY_SIZE(kinds); kind++) {
		if (provider->users[kind].count == 0)
			continue;
		fprintf(file, "    used by %zu %s:\n", provider->users[kind].count, kinds[kind].what);
		print_names(file, &provider->users[kind], kinds[kind].limit);
	}
}

static void print_provider(FILE *file, const struct sslinv_facts *facts, const struct sslinv_provider *provider)
{
	const struct sslinv_library *library = provider->library;

	fprintf(file, "  %s %s", library->library, library->version ? library->version : "(version not stated)");
	if (library->evidence == SSLINV_EVIDENCE_EMBEDDED)
		fputs(", a copy inside", file);
	else if (library->evidence == SSLINV_EVIDENCE_DECLARED)
		fputs(", by package metadata only", file);
	if (library->package != SSLINV_NO_PACKAGE)
		fprintf(file, ": %s %s", sslinv_facts_package_label(facts, library->package),
			package_version(facts, library->package));
	fputc('\n', file);
	for (size_t i = 0; i < provider->files.count; i++)
		fprintf(file, "    %s\n", provider->files.items[i]);
	print_users(file, provider);
}

static void print_providers(FILE *file, const struct sslinv_facts *facts, const struct sslinv_providers *providers,
			    const char *title, bool owned)
{
	bool titled = false;

	for (size_t i = 0; i < providers->count; i++) {
		if ((providers->items[i].library->package != SSLINV_NO_PACKAGE) != owned)
			continue;
		if (!titled)
			fprintf(file, "\n%s\n", title);
		titled = true;
		print_provider(file, facts, &providers->items[i]);
	}
}

static void print_unresolved(FILE *file, const struct sslinv_facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (linkage->provider_path || linkage->provider_package != SSLINV_NO_PACKAGE)
			continue;
		if (count++ == 0)
			fputs("\nNeeded, but nobody provides it\n", file);
		if (count > MAX_UNRESOLVED)
			continue;
		fprintf(file, "  %s needs %s%s\n", linkage->path ? linkage->path : consumer_name(facts, linkage),
			linkage->soname,
			linkage->evidence == SSLINV_EVIDENCE_DLOPEN ? " (loads it at run time, if at all)" : "");
	}
	if (count > MAX_UNRESOLVED)
		fprintf(file, "  and %zu more (`sslinv query --named unresolved` lists them)\n", count - MAX_UNRESOLVED);
}

static void print_problems(FILE *file, const struct sslinv_facts *facts, const char *title, bool failures)
{
	bool titled = false;

	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		if (problem->is_failure != failures)
			continue;
		if (!titled)
			fprintf(file, "\n%s\n", title);
		titled = true;
		fprintf(file, "  %s: %s%s%s\n", problem->source, problem->path ? problem->path : "",
			problem->path ? ": " : "", problem->message);
	}
}

/* How many findings of a package or copy have each status. */
static void print_findings(FILE *file, const struct sslinv_host_result *result)
{
	for (size_t first = 0, end; first < result->findings.count; first = end) {
		const struct sslinv_host_finding *finding = &result->findings.items[first];
		size_t counts[SSLINV_STATUS_COUNT] = { 0 };
		const char *separator = ": ";

		for (end = first; end < result->findings.count; end++) {
			const struct sslinv_host_finding *other = &result->findings.items[end];
			enum sslinv_status status = SSLINV_STATUS_UNKNOWN;

			if (sslinv_str_compare(other->package, finding->package) != 0 ||
			    sslinv_str_compare(other->path, finding->path) != 0 ||
			    sslinv_str_compare(other->installed_version, finding->installed_version) != 0)
				break;
			if (sslinv_status_parse(other->status, &status))
				counts[status]++;
		}
		if (first == 0)
			fputs("\nVulnerabilities of OpenSSL\n", file);
		fprintf(file, "  %s%s%s%s%s", finding->package ? finding->package : finding->path,
			finding->installed_version ? " " : "", finding->installed_version ? finding->installed_version : "",
			finding->package && finding->path ? " in " : "",
			finding->package && finding->path ? finding->path : "");
		for (int status = 0; status < SSLINV_STATUS_COUNT; status++)
			if (counts[status]) {
				fprintf(file, "%s%zu %s", separator, counts[status], sslinv_status_name(status));
				separator = ", ";
			}
		fputc('\n', file);
	}
}

static void print_levels(FILE *file, const struct sslinv_host_result *result)
{
	for (size_t i = 0; i < result->levels.count; i++) {
		const struct sslinv_host_level *level = &result->levels.items[i];

		if (level->package && !level->path && level->effective_upstream &&
		    strcmp(level->effective_upstream, level->upstream_version) != 0)
			fprintf(file, "  %s %s carries the fixes of OpenSSL %s%s%s%s%s%s\n", level->package, level->version,
				level->effective_upstream, level->blocking_cve ? "; held back by " : "",
				level->blocking_cve ? level->blocking_cve : "", level->blocking_cve ? " (" : "",
				level->blocking_cve ? level->blocking_status : "", level->blocking_cve ? ")" : "");
	}
}

static void print_verdict(FILE *file, const struct sslinv_host_result *result)
{
	fprintf(file, "\nVerdict: %s\n", sslinv_verdict_name(result->verdict));
	for (const char *line = result->action; *line;) {
		size_t length = strcspn(line, "\n");

		fprintf(file, "  %.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
	if (result->guidance_date)
		fprintf(file, "  judged by guidance of %s\n", result->guidance_date);
}

int sslinv_report_text(FILE *file, const struct sslinv_facts *facts, const struct sslinv_host_result *result,
		       struct sslinv_error *error)
{
	const struct sslinv_host_facts *host = &facts->host;
	SSLINV_CLEANUP(sslinv_providers_free) struct sslinv_providers providers = { 0 };

	if (sslinv_providers_find(facts, &providers) < 0)
		return sslinv_error_memory(error);
	fprintf(file, "%s: %s%s%s\n", host->host, host->os_name ? host->os_name : "operating system not stated",
		host->arch ? ", " : "", host->arch ? host->arch : "");
	fprintf(file, "%s scan of %s (%s): %llu packages installed, %llu files read, %lld s\n",
		sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE ? "complete" : "INCOMPLETE", facts->root,
		sslinv_mode_name(facts->mode), (unsigned long long)facts->packages_seen,
		(unsigned long long)facts->files_read, (long long)(facts->finished - facts->started));
	print_providers(file, facts, &providers, "OpenSSL in packages", true);
	print_providers(file, facts, &providers,
			facts->packages_complete
				? "Copies that no package owns"
				: "Copies that no package is known to own, as not all packages could be read",
			false);
	if (facts->libraries.count == 0)
		fputs("\nNo OpenSSL was found.\n", file);
	print_unresolved(file, facts);
	print_problems(file, facts, "Could not be read", true);
	print_problems(file, facts, "Noted", false);
	print_findings(file, result);
	print_levels(file, result);
	print_verdict(file, result);
	return 0;
}
