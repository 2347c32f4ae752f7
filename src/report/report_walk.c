/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over what was found, and the formats that it is written in. */
#include "report/report.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "report/format.h"

static const struct sslinv_report_format *const formats[] = {
	&sslinv_report_text,
	&sslinv_report_json,
};

const struct sslinv_report_format *sslinv_report_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* A walk that is under way. */
struct walk {
	const struct sslinv_report_format *format;
	void *context;
	struct sslinv_report_item item;
};

static void take(struct walk *walk, enum sslinv_report_step step)
{
	sslinv_report_take(walk->format, walk->context, step, &walk->item);
}

static int begin(struct walk *walk, const struct sslinv_report_format *format, FILE *file,
		 const struct sslinv_report_data *data, struct sslinv_error *error)
{
	*walk = (struct walk){ .format = format, .context = format->begin(file), .item = { .data = data } };
	return walk->context ? 0 : sslinv_error_memory(error);
}

int sslinv_report_scan(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_providers_free) struct sslinv_providers providers = { 0 };
	struct walk walk;

	if (sslinv_providers_find(data->facts, &providers) < 0)
		return sslinv_error_memory(error);
	if (begin(&walk, format, file, data, error) < 0)
		return error->code;
	walk.item.providers = &providers;
	for (int step = SSLINV_REPORT_HOST; step <= SSLINV_REPORT_VERDICT; step++)
		take(&walk, (enum sslinv_report_step)step);
	format->end(walk.context);
	return 0;
}

int sslinv_report_check(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			struct sslinv_error *error)
{
	struct walk walk;

	if (begin(&walk, format, file, data, error) < 0)
		return error->code;
	take(&walk, SSLINV_REPORT_SUMMARY);
	format->end(walk.context);
	return 0;
}

bool sslinv_report_is_cve(const char *word)
{
	return strncasecmp(word, "CVE-", 4) == 0;
}

/* A package, by its name (with or without the architecture) or its source's. */
static bool is_named(const struct sslinv_package *package, const char *word)
{
	return package && (sslinv_package_is_called(package, word) || sslinv_str_compare(package->source_name, word) == 0);
}

static bool explain_package(struct walk *walk, const char *word)
{
	const struct sslinv_report_data *data = walk->item.data;
	bool found = false;

	for (size_t i = 0; i < data->facts->packages.count; i++)
		if (is_named(&data->facts->packages.items[i], word)) {
			walk->item.package = (uint32_t)i;
			take(walk, SSLINV_REPORT_EXPLAINED_PACKAGE);
			found = true;
		}
	for (size_t i = 0; i < data->things->count; i++)
		if (is_named(data->things->items[i].package, word)) {
			walk->item.thing = &data->things->items[i];
			take(walk, SSLINV_REPORT_EXPLAINED_THING);
		}
	return found;
}

/* Is it a library, or does it use one? */
static bool is_known_path(const struct sslinv_facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->libraries.count; i++)
		if (sslinv_str_compare(facts->libraries.items[i].path, path) == 0)
			return true;
	for (size_t i = 0; i < facts->linkages.count; i++)
		if (sslinv_str_compare(facts->linkages.items[i].path, path) == 0)
			return true;
	return false;
}

static bool explain_path(struct walk *walk, const char *word)
{
	const struct sslinv_report_data *data = walk->item.data;
	bool found = is_known_path(data->facts, word);

	walk->item.word = word;
	if (found)
		take(walk, SSLINV_REPORT_EXPLAINED_PATH);
	walk->item.word = NULL;
	for (size_t i = 0; i < data->things->count; i++)
		if (sslinv_str_compare(data->things->items[i].path, word) == 0) {
			walk->item.thing = &data->things->items[i];
			take(walk, SSLINV_REPORT_EXPLAINED_THING);
		}
	return found;
}

static bool has_finding(const struct sslinv_host_thing *thing, const char *cve)
{
	for (size_t i = 0; i < thing->judgement.findings.count; i++)
		if (sslinv_str_compare(thing->judgement.findings.items[i].cve, cve) == 0)
			return true;
	return false;
}

static bool explain_cve(struct walk *walk, const char *word)
{
	const struct sslinv_report_data *data = walk->item.data;
	bool found = sslinv_guidance_set_vulnerability(data->set, word) != NULL;

	walk->item.word = word;
	if (found)
		take(walk, SSLINV_REPORT_EXPLAINED_VULNERABILITY);
	for (size_t i = 0; i < data->things->count; i++) {
		walk->item.thing = &data->things->items[i];
		take(walk, SSLINV_REPORT_EXPLAINED_THING);
		found |= has_finding(walk->item.thing, word);
	}
	walk->item.word = NULL;
	return found;
}

int sslinv_report_explain(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			  const char *const *words, size_t count, bool *found, struct sslinv_error *error)
{
	struct walk walk;

	if (begin(&walk, format, file, data, error) < 0)
		return error->code;
	take(&walk, SSLINV_REPORT_EXPLAINED_HOST);
	for (size_t i = 0; i < count; i++)
		found[i] = sslinv_report_is_cve(words[i])  ? explain_cve(&walk, words[i])
			   : strchr(words[i], '/') != NULL ? explain_path(&walk, words[i])
							   : explain_package(&walk, words[i]);
	format->end(walk.context);
	return 0;
}
