/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts in the text format of Prometheus, for the textfile collector. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/scratch.h"
#include "report/format.h"
#include "report/open.h"
#include "store/store.h"

/* A host as the metrics tell it. */
struct told {
	FILE *file;
	const char *metric;
	const struct sslinv_report_fleet *fleet;
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
	const struct sslinv_open *open;
};

/* A label's value, with its quotes. */
static void put_value(FILE *file, const char *value)
{
	fputc('"', file);
	for (; value && *value; value++) {
		if (*value == '\\' || *value == '"')
			fputc('\\', file);
		if (*value == '\n')
			fputs("\\n", file);
		else
			fputc(*value, file);
	}
	fputc('"', file);
}

/* A sample with the host and, where it is not NULL, one label more. */
static void put_sample(const struct told *told, const char *label, const char *value, int64_t number)
{
	fprintf(told->file, "%s{host=", told->metric);
	put_value(told->file, told->facts->host.host);
	if (label) {
		fprintf(told->file, ",%s=", label);
		put_value(told->file, value);
	}
	fprintf(told->file, "} %" PRId64 "\n", number);
}

static void put_info(const struct told *told)
{
	const struct sslinv_host_facts *host = &told->facts->host;

	fprintf(told->file, "%s{host=", told->metric);
	put_value(told->file, host->host);
	fputs(",os_id=", told->file);
	put_value(told->file, host->os_id);
	fputs(",os_version=", told->file);
	put_value(told->file, host->os_version);
	fputs(",arch=", told->file);
	put_value(told->file, host->arch);
	fputs("} 1\n", told->file);
}

static void put_verdict(const struct told *told)
{
	put_sample(told, "verdict", sslinv_verdict_name(told->result->verdict), 1);
}

/* Unknown as a whole: a number of findings would look as if they had been judged. */
static bool is_unjudged(const struct told *told)
{
	return told->result->verdict == SSLINV_VERDICT_UNKNOWN && told->result->unknown == 0;
}

/* All severities of each host, so that none vanishes when nothing is open. */
static void put_open(const struct told *told)
{
	for (int i = 0; i < SSLINV_SEVERITY_CLASS_COUNT && !is_unjudged(told); i++)
		put_sample(told, "severity", sslinv_severity_class_name((enum sslinv_severity_class)i),
			   (int64_t)told->open->by_severity[i]);
}

/* Neither open nor clean. */
static void put_accepted(const struct told *told)
{
	if (!is_unjudged(told))
		put_sample(told, NULL, NULL, (int64_t)told->open->accepted);
}

static void put_unknown(const struct told *told)
{
	if (!is_unjudged(told))
		put_sample(told, NULL, NULL, (int64_t)told->result->unknown);
}

static void put_stale(const struct told *told)
{
	if (told->result->stale_processes.is_known)
		put_sample(told, NULL, NULL, (int64_t)told->result->stale_processes.number);
}

static void put_complete(const struct told *told)
{
	put_sample(told, NULL, NULL, sslinv_facts_outcome(told->facts) == SSLINV_OUTCOME_COMPLETE);
}

static void put_scanned(const struct told *told)
{
	if (told->facts->finished > 0)
		put_sample(told, NULL, NULL, told->facts->finished);
}

static void put_guidance(const struct told *told)
{
	int64_t seconds;

	if (sslinv_date_seconds(told->result->guidance_date, &seconds))
		put_sample(told, NULL, NULL, seconds);
}

static void put_cves(const struct told *told)
{
	for (size_t i = 0; i < told->open->count && told->fleet->request->by_cve; i++) {
		const struct sslinv_host_finding *finding = told->open->items[i];

		/* What has no name is in the numbers alone: two such would be one series. */
		if (!finding->cve)
			continue;
		fprintf(told->file, "%s{host=", told->metric);
		put_value(told->file, told->facts->host.host);
		fputs(",cve=", told->file);
		put_value(told->file, finding->cve);
		fprintf(told->file, ",severity=\"%s\"} 1\n",
			sslinv_severity_class_name(sslinv_severity_class(finding->severity)));
	}
}

/* In the order in which they are told. All are gauges. */
static const struct metric {
	const char *name, *help;
	void (*put)(const struct told *told);
} metrics[] = {
	{ "sslinv_host_info", "What a host is; always 1.", put_info },
	{ "sslinv_host_verdict", "The verdict of a host, as a label; always 1.", put_verdict },
	{ "sslinv_host_open_vulnerabilities", "Open CVEs of OpenSSL on a host, by severity.", put_open },
	{ "sslinv_host_accepted_vulnerabilities", "CVEs of OpenSSL on a host whose risk somebody accepts for now.",
	  put_accepted },
	{ "sslinv_host_unknown_findings", "Findings of a host that nobody could judge.", put_unknown },
	{ "sslinv_host_stale_processes", "Processes of a host that run an older OpenSSL than is on disk.", put_stale },
	{ "sslinv_host_scan_complete", "Whether the last scan of a host saw everything.", put_complete },
	{ "sslinv_host_last_scan_timestamp_seconds", "When the last scan of a host ended.", put_scanned },
	{ "sslinv_host_guidance_timestamp_seconds", "The date of the oldest guidance that a verdict depends on.",
	  put_guidance },
	{ "sslinv_host_vulnerability", "An open CVE of OpenSSL on a host; always 1.", put_cves },
};

/* All samples of a metric stand together: those of each wait in a place of their own. */
struct prometheus {
	FILE *file;
	struct sslinv_scratch samples[SSLINV_ARRAY_SIZE(metrics)];
};

static void put_head(FILE *file, const char *name, const char *help)
{
	fprintf(file, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_totals *totals = &item->fleet->totals;
	struct prometheus *prometheus = context;

	put_head(prometheus->file, "sslinv_build_info", "The version of sslinv that wrote this; always 1.");
	fputs("sslinv_build_info{version=\"" PACKAGE_VERSION "\"} 1\n", prometheus->file);
	put_head(prometheus->file, "sslinv_hosts", "Hosts of the report, by verdict.");
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		fprintf(prometheus->file, "sslinv_hosts{verdict=\"%s\"} %zu\n",
			sslinv_verdict_name((enum sslinv_verdict)verdict), totals->by_verdict[verdict]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(metrics) && item->error->code == 0; i++)
		(void)!sslinv_scratch_open(&prometheus->samples[i], item->error);
}

static void take_host(void *context, const struct sslinv_report_item *item)
{
	struct prometheus *prometheus = context;
	struct sslinv_open open;
	struct told told = { .fleet = item->fleet, .facts = item->data->facts, .result = item->data->result, .open = &open };

	if (sslinv_open_find(item->data->result, &open) < 0) {
		sslinv_error_memory(item->error);
		return;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(metrics); i++) {
		told.file = prometheus->samples[i].file;
		told.metric = metrics[i].name;
		metrics[i].put(&told);
	}
	sslinv_open_free(&open);
}

static void end_fleet(void *context, const struct sslinv_report_item *item)
{
	struct prometheus *prometheus = context;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(metrics) && item->error->code == 0; i++) {
		if (sslinv_scratch_is_empty(&prometheus->samples[i]))
			continue;
		put_head(prometheus->file, metrics[i].name, metrics[i].help);
		(void)!sslinv_scratch_pour(&prometheus->samples[i], prometheus->file, item->error);
	}
}

static void *begin(FILE *file)
{
	struct prometheus *prometheus = calloc(1, sizeof(*prometheus));

	if (prometheus)
		prometheus->file = file;
	return prometheus;
}

static void end(void *context)
{
	struct prometheus *prometheus = context;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(metrics); i++)
		sslinv_scratch_free(&prometheus->samples[i]);
	free(prometheus);
}

const struct sslinv_report_format sslinv_report_prometheus = {
	.name = "prometheus",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = begin_fleet,
		[SSLINV_REPORT_HOST_BEGIN] = take_host,
		[SSLINV_REPORT_FLEET_END] = end_fleet,
	},
	.end = end,
	.records = SSLINV_STORE_OPEN_FINDINGS,
};
