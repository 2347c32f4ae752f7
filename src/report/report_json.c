/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of a scan as JSON: the rows of the views of sslinv-schema(5), under the same names. */
#include <string.h>
#include <yajl/yajl_gen.h>

#include "base/str.h"
#include "report/report.h"

static void key(yajl_gen gen, const char *name)
{
	yajl_gen_string(gen, (const unsigned char *)name, strlen(name));
}

static void text(yajl_gen gen, const char *name, const char *value)
{
	key(gen, name);
	if (value)
		yajl_gen_string(gen, (const unsigned char *)value, strlen(value));
	else
		yajl_gen_null(gen);
}

static void number(yajl_gen gen, const char *name, uint64_t value)
{
	key(gen, name);
	yajl_gen_integer(gen, (long long)value);
}

static void when(yajl_gen gen, const char *name, int64_t seconds)
{
	char buffer[SSLINV_TIME_SIZE];

	sslinv_str_time(buffer, seconds);
	text(gen, name, buffer);
}

static void put_host(yajl_gen gen, const struct sslinv_facts *facts)
{
	const struct sslinv_host_facts *host = &facts->host;

	key(gen, "host");
	yajl_gen_map_open(gen);
	text(gen, "host", host->host);
	text(gen, "machine_id", host->machine_id);
	text(gen, "os_id", host->os_id);
	text(gen, "os_version", host->os_version);
	text(gen, "os_name", host->os_name);
	text(gen, "arch", host->arch);
	yajl_gen_map_close(gen);
}

static void put_scan(yajl_gen gen, const struct sslinv_facts *facts)
{
	key(gen, "scan");
	yajl_gen_map_open(gen);
	when(gen, "started", facts->started);
	when(gen, "finished", facts->finished);
	text(gen, "root", facts->root);
	text(gen, "mode", sslinv_mode_name(facts->mode));
	text(gen, "outcome", sslinv_outcome_name(sslinv_facts_outcome(facts)));
	number(gen, "packages_seen", facts->packages_seen);
	number(gen, "files_read", facts->files_read);
	text(gen, "tool_version", PACKAGE_VERSION);
	yajl_gen_map_close(gen);
}

static void put_packages(yajl_gen gen, const struct sslinv_facts *facts)
{
	static const char *const roles[] = { NULL, "provider", "consumer", "both" };

	key(gen, "packages");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];
		int role = package->is_provider + 2 * package->is_consumer;

		if (!role)
			continue;
		yajl_gen_map_open(gen);
		text(gen, "name", package->name);
		text(gen, "version", package->version);
		text(gen, "arch", package->arch);
		text(gen, "format", package->format);
		text(gen, "source_name", package->source_name);
		text(gen, "source_version", package->source_version);
		text(gen, "vendor", package->vendor);
		text(gen, "origin", package->origin);
		text(gen, "build_of", package->build_of);
		text(gen, "origin_evidence", package->origin_evidence);
		text(gen, "role", roles[role]);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_libraries(yajl_gen gen, const struct sslinv_facts *facts)
{
	key(gen, "libraries");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < facts->libraries.count; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];

		yajl_gen_map_open(gen);
		text(gen, "path", library->path);
		text(gen, "package", sslinv_facts_package_label(facts, library->package));
		text(gen, "library", library->library);
		text(gen, "soname", library->soname);
		text(gen, "version", library->version);
		text(gen, "version_text", library->version_text);
		text(gen, "evidence", sslinv_evidence_name(library->evidence));
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_linkages(yajl_gen gen, const struct sslinv_facts *facts)
{
	key(gen, "linkages");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		yajl_gen_map_open(gen);
		text(gen, "path", linkage->path);
		text(gen, "package", sslinv_facts_package_label(facts, linkage->package));
		text(gen, "soname", linkage->soname);
		text(gen, "provider_path", linkage->provider_path);
		text(gen, "provider_package", sslinv_facts_package_label(facts, linkage->provider_package));
		text(gen, "evidence", sslinv_evidence_name(linkage->evidence));
		text(gen, "confidence", sslinv_confidence_name(linkage->confidence));
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_problems(yajl_gen gen, const struct sslinv_facts *facts)
{
	key(gen, "scan_errors");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		yajl_gen_map_open(gen);
		text(gen, "source", problem->source);
		text(gen, "path", problem->path);
		text(gen, "message", problem->message);
		key(gen, "is_failure");
		yajl_gen_bool(gen, problem->is_failure);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_findings(yajl_gen gen, const struct sslinv_host_result *result)
{
	key(gen, "findings");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < result->findings.count; i++) {
		const struct sslinv_host_finding *finding = &result->findings.items[i];

		yajl_gen_map_open(gen);
		text(gen, "package", finding->package);
		text(gen, "installed_version", finding->installed_version);
		text(gen, "path", finding->path);
		text(gen, "cve", finding->cve);
		text(gen, "severity", finding->severity);
		text(gen, "status", finding->status);
		text(gen, "fixed_version", finding->fixed_version);
		text(gen, "advisory", finding->advisory);
		text(gen, "feed", finding->feed);
		text(gen, "stream", finding->stream);
		text(gen, "rule", finding->rule);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_levels(yajl_gen gen, const struct sslinv_host_result *result)
{
	key(gen, "levels");
	yajl_gen_array_open(gen);
	for (size_t i = 0; i < result->levels.count; i++) {
		const struct sslinv_host_level *level = &result->levels.items[i];

		yajl_gen_map_open(gen);
		text(gen, "package", level->package);
		text(gen, "path", level->path);
		text(gen, "version", level->version);
		text(gen, "upstream_version", level->upstream_version);
		text(gen, "effective_upstream", level->effective_upstream);
		text(gen, "branch", level->branch);
		text(gen, "branch_eol", level->branch_eol);
		text(gen, "blocking_cve", level->blocking_cve);
		text(gen, "blocking_status", level->blocking_status);
		number(gen, "tls12", level->tls12);
		number(gen, "tls13", level->tls13);
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
}

static void put_verdict(yajl_gen gen, const struct sslinv_host_result *result)
{
	key(gen, "verdict");
	yajl_gen_map_open(gen);
	text(gen, "verdict", sslinv_verdict_name(result->verdict));
	text(gen, "action", result->action);
	number(gen, "affected", result->affected);
	number(gen, "stale_processes", 0);
	number(gen, "unknown", result->unknown);
	text(gen, "guidance_date", result->guidance_date);
	yajl_gen_map_close(gen);
}

static void print(void *context, const char *bytes, size_t length)
{
	fwrite(bytes, 1, length, context);
}

int sslinv_report_json(FILE *file, const struct sslinv_facts *facts, const struct sslinv_host_result *result,
		       struct sslinv_error *error)
{
	yajl_gen gen = yajl_gen_alloc(NULL);

	if (!gen)
		return sslinv_error_memory(error);
	yajl_gen_config(gen, yajl_gen_beautify, 1);
	yajl_gen_config(gen, yajl_gen_indent_string, "  ");
	yajl_gen_config(gen, yajl_gen_print_callback, print, file);
	yajl_gen_map_open(gen);
	put_host(gen, facts);
	put_scan(gen, facts);
	put_packages(gen, facts);
	put_libraries(gen, facts);
	put_linkages(gen, facts);
	put_problems(gen, facts);
	put_findings(gen, result);
	put_levels(gen, result);
	put_verdict(gen, result);
	yajl_gen_map_close(gen);
	yajl_gen_free(gen);
	return 0;
}
