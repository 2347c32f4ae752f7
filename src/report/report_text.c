/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for a person: the host, each OpenSSL on it with those that use it, what could not be seen, and what follows. */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "guidance/model.h"
#include "report/format.h"

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
		const char *one, *several;
		size_t limit;
	} kinds[SSLINV_USER_KIND_COUNT] = {
		[SSLINV_USER_PACKAGE] = { "package", "packages", MAX_PACKAGES },
		[SSLINV_USER_FILE] = { "file that no package owns", "files that no package owns", MAX_PATHS },
	};

	for (size_t kind = 0; kind < SSLINV_ARRAY_SIZE(kinds); kind++) {
		if (provider->users[kind].count == 0)
			continue;
		fprintf(file, "    used by %zu %s:\n", provider->users[kind].count,
			provider->users[kind].count == 1 ? kinds[kind].one : kinds[kind].several);
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

		if (!sslinv_linkage_is_unresolved(linkage))
			continue;
		if (count++ == 0)
			fputs("\nNeeded, but not found\n", file);
		if (count > MAX_UNRESOLVED)
			continue;
		fprintf(file, "  %s needs %s%s\n", linkage->path ? linkage->path : consumer_name(facts, linkage),
			linkage->soname,
			linkage->evidence == SSLINV_EVIDENCE_DLOPEN ? " (loaded at run time, if at all)" : "");
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

static void print_lines(FILE *file, const char *indent, const char *lines)
{
	for (const char *line = lines; *line;) {
		size_t length = strcspn(line, "\n");

		fprintf(file, "%s%.*s\n", indent, (int)length, line);
		line += length + (line[length] == '\n');
	}
}

static void tell_host(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_facts *host = &item->data->facts->host;

	fprintf(file, "%s: %s%s%s\n", host->host, host->os_name ? host->os_name : "unknown operating system",
		host->arch ? ", " : "", host->arch ? host->arch : "");
}

static void tell_scan(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;

	fprintf(file, "%s scan of %s (%s): %llu %s installed, %llu %s read, %lld s\n",
		sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE ? "complete" : "INCOMPLETE", facts->root,
		sslinv_mode_name(facts->mode), (unsigned long long)facts->packages_seen,
		facts->packages_seen == 1 ? "package" : "packages", (unsigned long long)facts->files_read,
		facts->files_read == 1 ? "file" : "files", (long long)(facts->finished - facts->started));
}

static void tell_libraries(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;

	print_providers(file, facts, item->providers, "OpenSSL in packages", true);
	print_providers(file, facts, item->providers,
			facts->packages_complete ? "Copies that no package owns"
						 : "Copies without a known owner (not all packages could be read)",
			false);
	if (facts->libraries.count == 0)
		fputs("\nNo OpenSSL was found.\n", file);
}

static void tell_linkages(void *file, const struct sslinv_report_item *item)
{
	print_unresolved(file, item->data->facts);
}

static void tell_others(void *file, const struct sslinv_report_item *item)
{
	sslinv_report_others(file, item->data->facts);
}

static void tell_processes(void *file, const struct sslinv_report_item *item)
{
	sslinv_report_processes(file, item->data->facts);
}

static void tell_runtimes(void *file, const struct sslinv_report_item *item)
{
	sslinv_report_runtimes(file, item->data->facts);
}

static void tell_problems(void *file, const struct sslinv_report_item *item)
{
	print_problems(file, item->data->facts, "Could not be read", true);
	print_problems(file, item->data->facts, "Noted", false);
}

static void tell_findings(void *file, const struct sslinv_report_item *item)
{
	print_findings(file, item->data->result);
}

static void tell_levels(void *file, const struct sslinv_report_item *item)
{
	print_levels(file, item->data->result);
}

static void tell_verdict(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

	fprintf(file, "\nVerdict: %s\n", sslinv_verdict_name(result->verdict));
	print_lines(file, "  ", result->action);
	if (result->guidance_date)
		fprintf(file, "  judged by guidance of %s\n", result->guidance_date);
}

/* A line for the host, and the lines of its action. */
static void tell_summary(void *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

	fprintf(file, "%s: %s", item->data->facts->host.host, sslinv_verdict_name(result->verdict));
	if (result->affected)
		fprintf(file, ", %llu affected", (unsigned long long)result->affected);
	if (result->unknown)
		fprintf(file, ", %llu unknown", (unsigned long long)result->unknown);
	if (result->guidance_date)
		fprintf(file, ", guidance of %s", result->guidance_date);
	fputc('\n', file);
	print_lines(file, "    ", result->action);
}

const struct sslinv_report_format sslinv_report_text = {
	.name = "text",
	.begin = sslinv_report_begin_plain,
	.steps = {
		[SSLINV_REPORT_HOST] = tell_host,
		[SSLINV_REPORT_SCAN] = tell_scan,
		[SSLINV_REPORT_LIBRARIES] = tell_libraries,
		[SSLINV_REPORT_LINKAGES] = tell_linkages,
		[SSLINV_REPORT_OTHERS] = tell_others,
		[SSLINV_REPORT_PROCESSES] = tell_processes,
		[SSLINV_REPORT_RUNTIMES] = tell_runtimes,
		[SSLINV_REPORT_PROBLEMS] = tell_problems,
		[SSLINV_REPORT_FINDINGS] = tell_findings,
		[SSLINV_REPORT_LEVELS] = tell_levels,
		[SSLINV_REPORT_VERDICT] = tell_verdict,
		[SSLINV_REPORT_SUMMARY] = tell_summary,
	},
	.end = sslinv_report_end_plain,
	.records = SSLINV_REPORT_RECORDS,
	.has_providers = true,
};
