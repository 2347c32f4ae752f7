/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv report: what the inventory knows of one host or many, in the form that other programs and people read. */
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/num.h"
#include "base/scratch.h"
#include "cli/commands.h"
#include "cli/inventory.h"
#include "cli/output_file.h"
#include "cli/terminal.h"
#include "cli/verdict_exit.h"
#include "report/diff.h"
#include "report/fleet.h"

#define MAX_DAYS 36500

/* A report that is being written. */
struct writing {
	const struct sslinv_report_format *format;
	const struct sslinv_report_request *request;
	struct sslinv_store *store;
	struct sslinv_report_totals totals;
	/* Where only what changed is told: how, since when, and what it was. */
	const struct sslinv_diff_format *changes;
	struct sslinv_diff_when since;
	struct sslinv_diff_totals changed;
};

static int write_changes(struct writing *writing, FILE *file, struct sslinv_error *error)
{
	const struct sslinv_diff_request request = {
		.before = { writing->store, writing->since },
		.after = { .store = writing->store },
		.pattern = writing->request->pattern,
	};

	return sslinv_diff(writing->changes, file, &request, &writing->changed, error);
}

/* All of one moment. */
static int write_moment(struct writing *writing, FILE *file, struct sslinv_error *error)
{
	int rc = sslinv_store_begin(writing->store, SSLINV_SQL_READ, error);

	if (rc == 0 && writing->changes)
		rc = write_changes(writing, file, error);
	else if (rc == 0)
		rc = sslinv_report_fleet(writing->format, file, writing->store, writing->request, &writing->totals, error);
	/* Nothing was changed. */
	sslinv_store_rollback(writing->store);
	sslinv_inventory_close(&writing->store);
	return rc;
}

static int pour(void *context, FILE *file, struct sslinv_error *error)
{
	return sslinv_scratch_pour(context, file, error);
}

/* The inventory is closed before anything is written to its destination: a slow reader keeps no scan waiting. */
static int write_report(struct writing *writing, const char *output, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_scratch_free) struct sslinv_scratch scratch = { 0 };
	int rc = sslinv_scratch_open(&scratch, error);

	if (rc == 0)
		rc = write_moment(writing, scratch.file, error);
	return rc < 0 ? rc : sslinv_output_file(output ? output : "-", pour, &scratch, error);
}

/* Would the report take the place of what it tells? A link to the inventory is replaced itself. */
static bool is_inventory(const char *output, const char *path)
{
	struct stat target, inventory;

	return output && lstat(output, &target) == 0 && stat(path, &inventory) == 0 && target.st_dev == inventory.st_dev &&
	       target.st_ino == inventory.st_ino;
}

/* As of a check: what is not known may be worse than what was found. */
static enum sslinv_exit exit_of(const struct sslinv_report_totals *totals)
{
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

	if (totals->exit_code >= 0)
		return (enum sslinv_exit)totals->exit_code;
	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		if (totals->by_verdict[verdict] && code != SSLINV_EXIT_INCOMPLETE) {
			enum sslinv_exit own = sslinv_verdict_exit((enum sslinv_verdict)verdict, !totals->incomplete);

			code = own == SSLINV_EXIT_CLEAN ? code : own;
		}
	return code;
}

/* As of `sslinv diff`. */
static enum sslinv_exit exit_of_changes(const struct sslinv_diff_totals *changed)
{
	if (changed->worse)
		return SSLINV_EXIT_FINDINGS;
	return changed->incomplete ? SSLINV_EXIT_INCOMPLETE : SSLINV_EXIT_CLEAN;
}

/* Says what is wrong where the format's readers look for it. */
static enum sslinv_exit fail(const struct sslinv_report_format *format, enum sslinv_exit code, const char *message)
{
	int own = format ? sslinv_report_fleet_fail(format, stdout, message) : -1;

	if (own >= 0)
		return (enum sslinv_exit)own;
	sslinv_log_error("%s", message);
	return code;
}

static int take_severity(const char *word, enum sslinv_severity_class *severity, struct sslinv_error *error)
{
	if (!word)
		return 0;
	*severity = sslinv_severity_class(word);
	if (strcmp(word, "never") == 0)
		*severity = SSLINV_SEVERITY_CLASS_COUNT;
	if (*severity != SSLINV_SEVERITY_UNRATED)
		return 0;
	return sslinv_error_set(error, SSLINV_E_USAGE,
				"'%.100s' is not a severity; use low, medium, high, critical or never", word);
}

/* `WARNING,CRITICAL` in days. */
static int take_days(const char *words, struct sslinv_report_days *days, struct sslinv_error *error)
{
	const char *comma = words ? strchr(words, ',') : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *first = comma ? strndup(words, (size_t)(comma - words)) : NULL;
	uint64_t warning = 0, critical = 0;

	if (!words)
		return 0;
	if (!first || !sslinv_parse_number(first, MAX_DAYS, &warning) ||
	    !sslinv_parse_number(comma + 1, MAX_DAYS, &critical) || (critical && warning > critical))
		return sslinv_error_set(
			error, SSLINV_E_USAGE,
			"'%.100s' does not name two ages in days, like 2,7: of a warning, and not below it of what "
			"is critical (0: never)",
			words);
	*days = (struct sslinv_report_days){ (int64_t)warning, (int64_t)critical };
	return 0;
}

static int take_request(const struct sslinv_arguments *arguments, struct sslinv_report_request *request,
			struct sslinv_error *error)
{
	int rc = take_severity(sslinv_argument(arguments, "warning"), &request->warning, error);

	if (rc == 0)
		rc = take_severity(sslinv_argument(arguments, "critical"), &request->critical, error);
	if (rc == 0)
		rc = take_days(sslinv_argument(arguments, "scan-age"), &request->scan_age, error);
	return rc < 0 ? rc : take_days(sslinv_argument(arguments, "guidance-age"), &request->guidance_age, error);
}

static enum sslinv_exit report(struct writing *writing, const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	if (!path)
		return fail(writing->format, SSLINV_EXIT_FAILED,
			    "the place of the inventory is not known; name it with --db");
	if (is_inventory(sslinv_argument(arguments, "output"), path))
		return fail(writing->format, SSLINV_EXIT_USAGE, "--output names the inventory; name another file");
	if (sslinv_store_open(path, SSLINV_SQL_READ, &writing->store, &error) < 0)
		return fail(writing->format, SSLINV_EXIT_FAILED, error.message);
	rc = write_report(writing, sslinv_argument(arguments, "output"), &error);
	sslinv_inventory_close(&writing->store);
	if (rc < 0)
		return fail(writing->format, rc == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED,
			    error.message);
	return writing->changes ? exit_of_changes(&writing->changed) : exit_of(&writing->totals);
}

/* Of what changed since a moment there is text and JSON. */
static int take_since(const struct sslinv_arguments *arguments, struct writing *writing, struct sslinv_error *error)
{
	const char *since = sslinv_argument(arguments, "since"), *name = sslinv_argument(arguments, "format");

	if (!since)
		return 0;
	if (!sslinv_diff_when_parse(since, &writing->since))
		return sslinv_error_set(error, SSLINV_E_USAGE,
					"--since takes a day (2026-11-24) or a time (2026-11-24T06:55:26Z), not '%.100s'",
					since);
	writing->changes = sslinv_diff_format(name ? name : "text");
	return writing->changes ? 0
				: sslinv_error_set(error, SSLINV_E_USAGE,
						   "what changed is told as text or json; --since has no other format");
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *name = sslinv_argument(arguments, "format");
	struct sslinv_report_request request = {
		.pattern = sslinv_argument(arguments, "host"),
		.now = time(NULL),
		.all = sslinv_argument(arguments, "all") != NULL,
		.by_cve = sslinv_argument(arguments, "by-cve") != NULL,
		.color = !sslinv_argument(arguments, "output") && sslinv_terminal_has_color(),
		.warning = SSLINV_SEVERITY_LOW,
		.critical = SSLINV_SEVERITY_HIGH,
		.scan_age = { 2, 7 },
		.guidance_age = { 30, 180 },
	};
	struct writing writing = { .format = sslinv_report_fleet_format(name ? name : "text"), .request = &request };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!writing.format) {
		sslinv_log_error("unknown format '%s'; use " SSLINV_REPORT_FLEET_FORMATS, name);
		return SSLINV_EXIT_USAGE;
	}
	if (take_request(arguments, &request, &error) < 0 || take_since(arguments, &writing, &error) < 0)
		return fail(writing.format, SSLINV_EXIT_USAGE, error.message);
	return report(&writing, arguments);
}

/* Was a format asked for that tells failures itself? */
static enum sslinv_exit misused(char **words)
{
	for (size_t i = 0; words[i]; i++) {
		const char *equals = strchr(words[i], '=');
		const struct sslinv_report_format *format = sslinv_report_fleet_format(equals ? equals + 1 : words[i]);
		int own = format ? sslinv_report_fleet_fail(format, stdout, "the command line is wrong") : -1;

		if (own >= 0)
			return (enum sslinv_exit)own;
	}
	return SSLINV_EXIT_USAGE;
}

const struct sslinv_command sslinv_command_report = {
	.name = "report",
	.summary = "tell what is known of one host or many, for people and programs",
	.run = run,
	.misused = misused,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "only hosts whose names match this shell pattern" },
		{ "format", "FORMAT", SSLINV_REPORT_FLEET_FORMATS " (default: text)" },
		{ "output", "FILE", "write to this file, which is replaced as a whole" },
		{ "since", "WHEN", "tell what changed since a day or a time, in text or json" },
		{ "all", NULL, "in text and markdown, tell each host in full" },
		{ "by-cve", NULL, "in prometheus, add a series for each open CVE of each host" },
		{ "warning", "SEVERITY", "of an open CVE, for nagios (default: low)" },
		{ "critical", "SEVERITY", "the same (default: high)" },
		{ "scan-age", "DAYS", "too old for nagios: warning and critical (default: 2,7)" },
		{ "guidance-age", "DAYS", "the same of the guidance (default: 30,180)" },
		{ 0 },
	},
};
