/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over stored hosts, and the formats that it is written in. */
#include "report/fleet.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "report/format.h"

static const struct sslinv_report_format *const formats[] = {
	&sslinv_report_fleet_text, &sslinv_report_json,      &sslinv_report_csv,
	&sslinv_report_markdown,   &sslinv_report_html,      &sslinv_report_nagios,
	&sslinv_report_prometheus, &sslinv_report_cyclonedx, &sslinv_report_openvex,
};

const struct sslinv_report_format *sslinv_report_fleet_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

int sslinv_report_fleet_fail(const struct sslinv_report_format *format, FILE *file, const char *message)
{
	return format->fail ? format->fail(file, message) : -1;
}

/* What every line about a host needs. */
#define ALWAYS (SSLINV_RECORD_BIT(SSLINV_RECORD_PROBLEM) | SSLINV_RECORD_BIT(SSLINV_RECORD_VERDICT))

/* A host's place in the report. */
struct place {
	int64_t host;
	enum sslinv_verdict verdict;
	uint64_t affected;
	size_t by_name;
};

/* A walk that is under way. */
struct walk {
	const struct sslinv_report_format *format;
	struct sslinv_store *store;
	void *context;
	struct place *places;
	struct sslinv_report_fleet fleet;
};

static int worst_first(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	int order = sslinv_verdict_compare(left->verdict, left->affected, right->verdict, right->affected);

	return order ? order : sslinv_compare(left->by_name, right->by_name);
}

/* Counts a host, and notes its place. */
static int survey_host(struct walk *walk, int64_t host, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	struct sslinv_report_totals *totals = &walk->fleet.totals;
	int rc = sslinv_store_load_records(walk->store, host, ALWAYS, &facts, &result, error);

	if (rc < 0)
		return rc;
	walk->places[totals->hosts] = (struct place){ host, result.verdict, result.affected, totals->hosts };
	totals->hosts++;
	totals->by_verdict[result.verdict]++;
	totals->incomplete += sslinv_facts_outcome(&facts) != SSLINV_OUTCOME_COMPLETE;
	return 0;
}

static int survey(struct walk *walk, struct sslinv_error *error)
{
	const char *pattern = walk->fleet.request->pattern;
	struct sslinv_store_hosts hosts = { 0 };
	int rc = sslinv_store_list_hosts(walk->store, pattern, &hosts, error);

	if (rc == 0 && hosts.count == 0)
		rc = sslinv_error_set(error, SSLINV_E_NOT_FOUND, "the inventory has no host%s%s",
				      pattern ? " that matches " : "", pattern ? pattern : "");
	if (rc == 0) {
		walk->places = calloc(hosts.count, sizeof(*walk->places));
		if (!walk->places)
			rc = sslinv_error_memory(error);
	}
	for (size_t i = 0; i < hosts.count && rc == 0; i++)
		rc = survey_host(walk, hosts.items[i], error);
	free(hosts.items);
	if (rc == 0)
		qsort(walk->places, walk->fleet.totals.hosts, sizeof(*walk->places), worst_first);
	return rc;
}

/* Of a single host, and where all is asked for, some formats tell more. */
static void choose_format(struct walk *walk)
{
	if (walk->format->of_one && (walk->fleet.request->all || walk->fleet.totals.hosts == 1))
		walk->format = walk->format->of_one;
}

static int tell_host(struct walk *walk, int64_t host, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_host_result_free) struct sslinv_host_result result = { 0 };
	SSLINV_CLEANUP(sslinv_providers_free) struct sslinv_providers providers = { 0 };
	const struct sslinv_report_data data = {
		.facts = &facts,
		.result = &result,
		.style = { walk->fleet.request->all, walk->fleet.request->color },
	};
	const struct sslinv_report_item item = {
		.data = &data, .providers = &providers, .fleet = &walk->fleet, .host = host, .error = error
	};
	const unsigned records = walk->format->records | ALWAYS;
	int rc = sslinv_store_load_records(walk->store, host, records, &facts, &result, error);

	if (rc == 0 && walk->format->has_providers && sslinv_providers_find(&facts, &providers) < 0)
		rc = sslinv_error_memory(error);
	if (rc < 0)
		return rc;
	sslinv_report_take(walk->format, walk->context, SSLINV_REPORT_HOST_BEGIN, &item);
	for (int step = SSLINV_REPORT_HOST; step <= SSLINV_REPORT_VERDICT; step++)
		sslinv_report_take(walk->format, walk->context, (enum sslinv_report_step)step, &item);
	sslinv_report_take(walk->format, walk->context, SSLINV_REPORT_HOST_END, &item);
	return error->code;
}

static int tell(struct walk *walk, FILE *file, struct sslinv_error *error)
{
	const struct sslinv_report_item item = { .fleet = &walk->fleet, .error = error };
	int rc;

	choose_format(walk);
	walk->context = walk->format->begin(file);
	if (!walk->context)
		return sslinv_error_memory(error);
	sslinv_report_take(walk->format, walk->context, SSLINV_REPORT_FLEET_BEGIN, &item);
	rc = error->code;
	for (size_t i = 0; i < walk->fleet.totals.hosts && rc == 0 && !ferror(file); i++)
		rc = tell_host(walk, walk->places[i].host, error);
	if (rc == 0) {
		sslinv_report_take(walk->format, walk->context, SSLINV_REPORT_FLEET_END, &item);
		rc = error->code;
	}
	walk->fleet.totals.exit_code = walk->format->exit_code ? walk->format->exit_code(walk->context) : -1;
	walk->format->end(walk->context);
	return rc;
}

int sslinv_report_fleet(const struct sslinv_report_format *format, FILE *file, struct sslinv_store *store,
			const struct sslinv_report_request *request, struct sslinv_report_totals *totals,
			struct sslinv_error *error)
{
	struct walk walk = { .format = format, .store = store, .fleet = { .request = request, .store = store } };
	int rc = survey(&walk, error);

	if (rc == 0)
		rc = tell(&walk, file, error);
	*totals = walk.fleet.totals;
	free(walk.places);
	return rc;
}
