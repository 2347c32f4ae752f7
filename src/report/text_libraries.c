/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the OpenSSLs of the host, a line each, and the copies of which nothing is to be done. */
#include <string.h>

#include "base/map.h"
#include "guidance/model.h"
#include "report/text.h"
#include "resolve/action.h"

/* So many lines of a section are shown; `--all` has them all. */
#define MAX_LINES 8
#define PATH_WIDTH 50

/* Is it what programs of the host load, from the host's packages? All else is a copy. */
static bool is_shared(const struct sslinv_library *library)
{
	return library->package != SSLINV_NO_PACKAGE && library->evidence != SSLINV_EVIDENCE_EMBEDDED;
}

/* The level of a package, where it carries the fixes of a newer release. */
static const struct sslinv_host_level *level_of(const struct sslinv_host_result *result, const char *package)
{
	for (size_t i = 0; i < result->levels.count; i++) {
		const struct sslinv_host_level *level = &result->levels.items[i];

		if (!level->path && level->effective_upstream && sslinv_str_compare(level->package, package) == 0 &&
		    strcmp(level->effective_upstream, level->upstream_version) != 0)
			return level;
	}
	return NULL;
}

/* `  libssl3 3.0.22-1~deb12u2: OpenSSL 3.0.22 with the fixes of 3.0.23, used by 23 packages and 48 other files` */
static void tell_shared(FILE *file, const struct sslinv_report_data *data, const struct sslinv_provider *provider)
{
	const struct sslinv_library *library = provider->library;
	const char *label = sslinv_facts_package_label(data->facts, library->package);
	const struct sslinv_host_level *level = level_of(data->result, label);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	size_t packages = provider->users[SSLINV_USER_PACKAGE].count, files = provider->users[SSLINV_USER_FILE].count;
	int rc = sslinv_str_printf(&text, "%s %s: %s %s", label, data->facts->packages.items[library->package].version,
				   library->library, library->version ? library->version : "(version not stated)");

	if (rc == 0 && level)
		rc = sslinv_str_printf(&text, " with the fixes of %s", level->effective_upstream);
	if (rc == 0 && library->evidence == SSLINV_EVIDENCE_DECLARED)
		rc = sslinv_str_add(&text, ", by package metadata only");
	if (rc == 0 && packages)
		rc = sslinv_str_printf(&text, ", used by %zu %s", packages, packages == 1 ? "package" : "packages");
	if (rc == 0 && files)
		rc = sslinv_str_printf(&text, "%s %zu %s without an owner", packages ? " and" : ", used by", files,
				       files == 1 ? "file" : "files");
	if (rc < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

/* The paths of copies that something is to be done about. */
static int find_open(const struct sslinv_host_result *result, struct sslinv_map *paths)
{
	static char is_open;
	int rc = 0;

	for (size_t i = 0; i < result->findings.count && rc == 0; i++) {
		const struct sslinv_host_finding *finding = &result->findings.items[i];
		enum sslinv_status status = SSLINV_STATUS_UNKNOWN;

		if (!finding->path || (sslinv_status_parse(finding->status, &status) &&
				       (status == SSLINV_STATUS_FIXED || status == SSLINV_STATUS_NOT_AFFECTED)))
			continue;
		if (!sslinv_map_find_text(paths, finding->path))
			rc = sslinv_map_add_text(paths, finding->path, &is_open);
	}
	return rc;
}

/* `  /opt/x/libcrypto.so.3: OpenSSL 3.5.9` */
static void tell_copy(FILE *file, const struct sslinv_facts *facts, const struct sslinv_provider *provider)
{
	const struct sslinv_library *library = provider->library;
	const char *owner = sslinv_facts_package_label(facts, library->package);

	fputs("  ", file);
	sslinv_layout_text(file, owner ? owner : library->path ? library->path : "?", PATH_WIDTH);
	fprintf(file, ": %s %s", library->library, library->version ? library->version : "(version not stated)");
	if (provider->files.count > 1)
		fprintf(file, " (%zu files)", provider->files.count);
	fputc('\n', file);
}

/* Nothing is said of them but that they are there. */
static void tell_copies(FILE *file, const struct sslinv_report_item *item)
{
	struct sslinv_map paths = { 0 };
	size_t shown = 0, count = 0;

	if (find_open(item->data->result, &paths) < 0) {
		sslinv_map_free(&paths);
		return;
	}
	for (size_t i = 0; i < item->providers->count; i++) {
		const struct sslinv_provider *provider = &item->providers->items[i];

		if (is_shared(provider->library) ||
		    (provider->library->path && sslinv_map_find_text(&paths, provider->library->path)))
			continue;
		if (count++ == 0)
			sslinv_layout_title(file, sslinv_text_style(item), "Other copies");
		if (count > MAX_LINES)
			continue;
		tell_copy(file, item->data->facts, provider);
		shown++;
	}
	if (count > shown)
		fprintf(file, "  and %zu more, with --all\n", count - shown);
	sslinv_map_free(&paths);
}

void sslinv_text_libraries(FILE *file, const struct sslinv_report_item *item)
{
	bool is_titled = false;

	for (size_t i = 0; i < item->providers->count; i++) {
		if (!is_shared(item->providers->items[i].library))
			continue;
		if (!is_titled)
			sslinv_layout_title(file, sslinv_text_style(item), "OpenSSL in packages");
		is_titled = true;
		tell_shared(file, item->data, &item->providers->items[i]);
	}
	tell_copies(file, item);
}

/* A command and its last word. */
static void tell_command(FILE *file, const char *command, const char *word, size_t length)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str whole = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str quoted = { 0 };

	if (sslinv_str_add_bytes(&whole, word, length) < 0 || sslinv_action_word(&quoted, sslinv_str_text(&whole)) < 0)
		return;
	fputs(command, file);
	sslinv_layout_bytes(file, sslinv_str_text(&quoted), quoted.length);
	fputc('\n', file);
}

/* What a reader may want next. */
void sslinv_text_more(FILE *file, const struct sslinv_report_item *item)
{
	const struct sslinv_host_action *first = sslinv_text_first_action(item->data->result);
	const char *host = item->data->facts->host.host;

	fputc('\n', file);
	if (first && first->findings > 0)
		tell_command(file, "Why:   sslinv explain ", first->subject, strcspn(first->subject, ","));
	fputs("Users: sslinv query --named openssl-users\n", file);
	tell_command(file, "All:   sslinv report --all --host ", host, strlen(host));
}
