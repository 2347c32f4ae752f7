/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: each OpenSSL with all its files and users, what nobody provides, and what is known of each CVE. */
#include <string.h>

#include "base/width.h"
#include "guidance/model.h"
#include "report/text.h"

#define WIDTH SSLINV_LAYOUT_WIDTH
#define INDENT 6
/* So many are shown without --all; a soname and a remark follow the name. */
#define MAX_UNRESOLVED 5
#define UNRESOLVED_WIDTH 56

static const char *package_version(const struct sslinv_facts *facts, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? "" : facts->packages.items[package].version;
}

/* The consumer's name: its package, or its path. */
static const char *consumer_name(const struct sslinv_facts *facts, const struct sslinv_linkage *linkage)
{
	return linkage->package == SSLINV_NO_PACKAGE ? linkage->path : sslinv_facts_package_label(facts, linkage->package);
}

/* Names in the width of a page. */
static void print_names(FILE *file, const struct sslinv_names *names)
{
	size_t column = 0;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i];

		if (column > 0 && column + sslinv_width(name) + 2 > WIDTH) {
			fputs(",\n", file);
			column = 0;
		} else if (column > 0) {
			fputs(", ", file);
			column += 2;
		}
		if (column == 0)
			column = (size_t)fprintf(file, "%*s", INDENT, "");
		column += sslinv_layout_text(file, name, 0);
	}
	fputc('\n', file);
}

static void print_users(FILE *file, const struct sslinv_provider *provider)
{
	static const struct {
		const char *one, *several;
	} kinds[SSLINV_USER_KIND_COUNT] = {
		[SSLINV_USER_PACKAGE] = { "package", "packages" },
		[SSLINV_USER_FILE] = { "file that no package owns", "files that no package owns" },
	};

	for (size_t kind = 0; kind < SSLINV_ARRAY_SIZE(kinds); kind++) {
		if (provider->users[kind].count == 0)
			continue;
		fprintf(file, "    used by %zu %s:\n", provider->users[kind].count,
			provider->users[kind].count == 1 ? kinds[kind].one : kinds[kind].several);
		print_names(file, &provider->users[kind]);
	}
}

static void print_path(FILE *file, const char *indent, const char *path)
{
	fputs(indent, file);
	sslinv_layout_text(file, path, 0);
	fputc('\n', file);
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
		print_path(file, "    ", provider->files.items[i]);
	print_users(file, provider);
}

static void print_providers(FILE *file, const struct sslinv_report_item *item, const char *title, bool owned)
{
	const struct sslinv_providers *providers = item->providers;
	bool titled = false;

	for (size_t i = 0; i < providers->count; i++) {
		if ((providers->items[i].library->package != SSLINV_NO_PACKAGE) != owned)
			continue;
		if (!titled)
			sslinv_layout_title(file, sslinv_text_style(item), title);
		titled = true;
		print_provider(file, item->data->facts, &providers->items[i]);
	}
}

void sslinv_text_providers(FILE *file, const struct sslinv_report_item *item)
{
	print_providers(file, item, "OpenSSL in packages", true);
	print_providers(file, item,
			item->data->facts->packages_complete
				? "Copies that no package owns"
				: "Copies without a known owner (not all packages could be read)",
			false);
}

static void print_unresolved(FILE *file, const struct sslinv_report_item *item, const struct sslinv_linkage *linkage)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	const char *name = linkage->path ? linkage->path : consumer_name(item->data->facts, linkage);
	int rc = sslinv_layout_add(&text, name, sslinv_text_style(item)->all ? 0 : UNRESOLVED_WIDTH);

	if (rc == 0)
		rc = sslinv_str_printf(&text, " needs %s%s", linkage->soname,
				       linkage->evidence == SSLINV_EVIDENCE_DLOPEN ? " (loaded at run time, if at all)"
										   : "");
	if (rc < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

void sslinv_text_unresolved(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	bool is_all = sslinv_text_style(item)->all;
	size_t count = 0;

	for (size_t i = 0; i < facts->linkages.count; i++) {
		if (!sslinv_linkage_is_unresolved(&facts->linkages.items[i]))
			continue;
		if (count++ == 0)
			sslinv_layout_title(file, sslinv_text_style(item), "Needed, but not found");
		if (count <= MAX_UNRESOLVED || is_all)
			print_unresolved(file, item, &facts->linkages.items[i]);
	}
	if (count > MAX_UNRESOLVED && !is_all)
		fprintf(file, "  and %zu more, with --all\n", count - MAX_UNRESOLVED);
}

/* How many findings of a package or copy have each status. */
void sslinv_text_findings(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

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
			sslinv_layout_title(file, sslinv_text_style(item), "Vulnerabilities of OpenSSL");
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

void sslinv_text_levels(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;

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
