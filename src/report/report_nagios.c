/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stored hosts as a monitoring plugin tells them (Monitoring Plugins Development Guidelines): one line, performance data,
 * and an exit code.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "report/format.h"
#include "report/open.h"
#include "store/store.h"

#define DAY INT64_C(86400)

/* The worst last: what is not known may be worse than what a warning is about. */
enum state { STATE_OK, STATE_WARNING, STATE_UNKNOWN, STATE_CRITICAL, STATE_COUNT };

static const struct {
	const char *name, *label;
	int exit_code;
} states[STATE_COUNT] = {
	[STATE_OK] = { "OK", "hosts_ok", 0 },
	[STATE_WARNING] = { "WARNING", "hosts_warning", 1 },
	[STATE_UNKNOWN] = { "UNKNOWN", "hosts_unknown", 3 },
	[STATE_CRITICAL] = { "CRITICAL", "hosts_critical", 2 },
};

/* Something that has an age in seconds, where it is known. */
struct age {
	bool is_known;
	int64_t seconds;
};

/* What there is to say of a host. */
struct told {
	const char *name;
	enum state state;
	enum sslinv_verdict verdict;
	bool is_complete;
	struct sslinv_open open;
	uint64_t unknown;
	struct age scan, guidance;
};

struct nagios {
	FILE *file;
	size_t hosts[STATE_COUNT];
	size_t open[SSLINV_SEVERITY_CLASS_COUNT]; /* CVEs, added up over the hosts */
	struct age scan, guidance;                /* the greatest; not known where that of one host is not */
	enum state worst;
	char *line; /* of the first of the worst hosts; malloc'ed, NULL before there is one, or when out of memory */
};

/* What a monitoring system, its pages and its shells take for their own becomes a question mark. */
static void put_clean(FILE *file, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || strchr("|<>&`$\"'\\", *text) ? '?' : *text, file);
}

static enum state worse(enum state a, enum state b)
{
	return a > b ? a : b;
}

/* Too old is bad; so is what has no age, or one of more than a day to come. */
static enum state judge_age(const struct age *age, const struct sslinv_report_days *limits)
{
	if (!age->is_known || age->seconds < -DAY)
		return STATE_UNKNOWN;
	if (limits->critical && age->seconds > limits->critical * DAY)
		return STATE_CRITICAL;
	return limits->warning && age->seconds > limits->warning * DAY ? STATE_WARNING : STATE_OK;
}

/* An open CVE without a severity is as bad as a warning: nobody said that it is not. */
static enum state judge_open(const struct told *told, const struct sslinv_report_request *request)
{
	enum sslinv_severity_class severity = SSLINV_SEVERITY_CLASS_COUNT;

	while (severity > SSLINV_SEVERITY_UNRATED && told->open.by_severity[severity - 1] == 0)
		severity--;
	if (severity > SSLINV_SEVERITY_UNRATED && severity - 1 >= request->critical)
		return STATE_CRITICAL;
	if (severity > SSLINV_SEVERITY_UNRATED && severity - 1 >= request->warning)
		return STATE_WARNING;
	return told->open.by_severity[SSLINV_SEVERITY_UNRATED] ? STATE_WARNING : STATE_OK;
}

/* What is to be done without an open CVE, or beside it. */
static enum state judge_verdict(const struct told *told)
{
	switch (told->verdict) {
	case SSLINV_VERDICT_OK:
		return STATE_OK;
	case SSLINV_VERDICT_RESTART:
	case SSLINV_VERDICT_UNSUPPORTED:
		return STATE_WARNING;
	case SSLINV_VERDICT_UNKNOWN:
		return STATE_UNKNOWN;
	default:
		/* Where all that is open was accepted, somebody has decided on it. */
		return told->open.count || told->open.accepted ? STATE_OK : STATE_WARNING;
	}
}

static enum state judge(const struct told *told, const struct sslinv_report_request *request)
{
	enum state state = worse(judge_verdict(told), judge_open(told, request));

	state = worse(state, judge_age(&told->scan, &request->scan_age));
	/* Without OpenSSL there is nothing to judge, and guidance is not needed. */
	if (told->guidance.is_known || told->verdict != SSLINV_VERDICT_OK)
		state = worse(state, judge_age(&told->guidance, &request->guidance_age));
	return !told->is_complete || told->unknown ? worse(state, STATE_UNKNOWN) : state;
}

static void put_age(FILE *file, const char *what, const struct age *age)
{
	if (!age->is_known)
		fprintf(file, ", %s of unknown age", what);
	else if (age->seconds < -DAY)
		fprintf(file, ", %s in the future", what);
	else if (age->seconds < 2 * DAY)
		fprintf(file, ", %s %" PRId64 " h old", what, (age->seconds < 0 ? 0 : age->seconds) / 3600);
	else
		fprintf(file, ", %s %" PRId64 " days old", what, age->seconds / DAY);
}

static void put_told(FILE *file, const struct told *told)
{
	const struct sslinv_host_finding *worst = told->open.worst;

	put_clean(file, told->name);
	fprintf(file, ": %s", sslinv_verdict_name(told->verdict));
	if (told->open.count)
		fprintf(file, ", %zu open CVE%s", told->open.count, told->open.count == 1 ? "" : "s");
	if (worst && worst->cve) {
		fputs(", worst ", file);
		put_clean(file, worst->cve);
		fputs(" (", file);
		put_clean(file, worst->severity ? worst->severity : "severity not known");
		fputc(')', file);
	}
	if (told->open.accepted)
		fprintf(file, ", %zu accepted", told->open.accepted);
	if (told->unknown)
		fprintf(file, ", %" PRIu64 " not judged", told->unknown);
	if (!told->is_complete)
		fputs(", scan incomplete", file);
	put_age(file, "scan", &told->scan);
	put_age(file, "guidance", &told->guidance);
}

/* The line of a host, in place of that of a better one. */
static void keep_line(struct nagios *nagios, const struct told *told)
{
	size_t size;
	FILE *memory;

	if (nagios->line && told->state <= nagios->worst)
		return;
	free(nagios->line);
	nagios->line = NULL;
	memory = open_memstream(&nagios->line, &size);
	if (!memory)
		return;
	put_told(memory, told);
	fclose(memory);
}

static void add_age(struct age *sum, const struct age *age, bool is_first)
{
	if (is_first || !age->is_known || (sum->is_known && age->seconds > sum->seconds))
		*sum = *age;
}

static void take_host(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_facts *facts = item->data->facts;
	const struct sslinv_host_result *result = item->data->result;
	const struct sslinv_report_request *request = item->fleet->request;
	struct nagios *nagios = context;
	bool is_first = nagios->worst == STATE_OK && nagios->hosts[STATE_OK] == 0;
	int64_t published = 0;
	struct told told = {
		.name = facts->host.host,
		.verdict = result->verdict,
		.is_complete = sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE,
		.unknown = result->unknown,
		.scan = { facts->finished > 0, request->now - facts->finished },
		.guidance.is_known = sslinv_date_seconds(result->guidance_date, &published),
	};

	told.guidance.seconds = request->now - published;
	if (sslinv_open_find(result, &told.open) < 0) {
		sslinv_error_memory(item->error);
		return;
	}
	told.state = judge(&told, request);
	keep_line(nagios, &told);
	nagios->worst = worse(nagios->worst, told.state);
	nagios->hosts[told.state]++;
	for (int i = 0; i < SSLINV_SEVERITY_CLASS_COUNT; i++)
		nagios->open[i] += told.open.by_severity[i];
	add_age(&nagios->scan, &told.scan, is_first);
	add_age(&nagios->guidance, &told.guidance, is_first);
	sslinv_open_free(&told.open);
}

static void put_age_data(FILE *file, const char *label, const struct age *age, const struct sslinv_report_days *limits)
{
	fprintf(file, " %s=", label);
	if (age->is_known)
		fprintf(file, "%" PRId64 "s;", age->seconds < 0 ? 0 : age->seconds);
	else
		fputs("U;", file);
	if (limits->warning)
		fprintf(file, "%" PRId64, limits->warning * DAY);
	fputc(';', file);
	if (limits->critical)
		fprintf(file, "%" PRId64, limits->critical * DAY);
	fputs(";0", file);
}

static void put_status(FILE *file, const struct nagios *nagios, size_t hosts)
{
	const char *separator = ": ";

	fprintf(file, "SSLINV %s - ", states[nagios->worst].name);
	if (hosts > 1) {
		fprintf(file, "%zu hosts", hosts);
		for (int state = STATE_CRITICAL; state >= STATE_OK; state--)
			if (nagios->hosts[state]) {
				fprintf(file, "%s%zu %s", separator, nagios->hosts[state], states[state].name);
				separator = ", ";
			}
		fputs(nagios->worst == STATE_OK ? "; for example " : "; worst ", file);
	}
	fputs(nagios->line ? nagios->line : "out of memory", file);
}

static void put_all(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_report_request *request = item->fleet->request;
	size_t hosts = item->fleet->totals.hosts;
	struct nagios *nagios = context;

	put_status(nagios->file, nagios, hosts);
	fprintf(nagios->file, " | hosts=%zu;;;0", hosts);
	for (int state = STATE_OK; state < STATE_COUNT; state++)
		fprintf(nagios->file, " %s=%zu;;;0;%zu", states[state].label, nagios->hosts[state], hosts);
	for (int i = SSLINV_SEVERITY_CLASS_COUNT - 1; i >= 0; i--)
		fprintf(nagios->file, " open_%s=%zu;;;0", sslinv_severity_class_name((enum sslinv_severity_class)i),
			nagios->open[i]);
	put_age_data(nagios->file, "scan_age", &nagios->scan, &request->scan_age);
	put_age_data(nagios->file, "guidance_age", &nagios->guidance, &request->guidance_age);
	fputc('\n', nagios->file);
}

static int exit_code(void *context)
{
	const struct nagios *nagios = context;

	return states[nagios->worst].exit_code;
}

static int fail(FILE *file, const char *message)
{
	fprintf(file, "SSLINV %s - ", states[STATE_UNKNOWN].name);
	put_clean(file, message);
	fputc('\n', file);
	return states[STATE_UNKNOWN].exit_code;
}

static void *begin(FILE *file)
{
	struct nagios *nagios = calloc(1, sizeof(*nagios));

	if (nagios)
		nagios->file = file;
	return nagios;
}

static void end(void *context)
{
	struct nagios *nagios = context;

	free(nagios->line);
	free(nagios);
}

const struct sslinv_report_format sslinv_report_nagios = {
	.name = "nagios",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_HOST_BEGIN] = take_host,
		[SSLINV_REPORT_FLEET_END] = put_all,
	},
	.end = end,
	.records = SSLINV_STORE_OPEN_FINDINGS,
	.exit_code = exit_code,
	.fail = fail,
};
