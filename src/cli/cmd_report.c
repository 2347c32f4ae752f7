/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv report: what the inventory knows of one host or many, in the form that other programs and people read. */
#include <time.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/scratch.h"
#include "cli/commands.h"
#include "cli/inventory.h"
#include "cli/output_file.h"
#include "cli/verdict_exit.h"
#include "report/fleet.h"

/* A report that is being written. */
struct writing {
	const struct sslinv_report_format *format;
	const struct sslinv_report_request *request;
	struct sslinv_store *store;
	struct sslinv_report_totals totals;
};

/* All of one moment. */
static int write_moment(struct writing *writing, FILE *file, struct sslinv_error *error)
{
	int rc = sslinv_store_begin(writing->store, SSLINV_SQL_READ, error);

	if (rc == 0)
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

/* Whoever is slow to read it keeps no scan waiting: the inventory is free before anything is written to where it shall go.
 */
static int write_report(struct writing *writing, const char *output, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_scratch_free) struct sslinv_scratch scratch = { 0 };
	int rc = sslinv_scratch_open(&scratch, error);

	if (rc == 0)
		rc = write_moment(writing, scratch.file, error);
	return rc < 0 ? rc : sslinv_output_file(output ? output : "-", pour, &scratch, error);
}

/* As of a check: what is not known may be worse than what was found. */
static enum sslinv_exit exit_of(const struct sslinv_report_totals *totals)
{
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

	for (int verdict = 0; verdict < SSLINV_VERDICT_COUNT; verdict++)
		if (totals->by_verdict[verdict] && code != SSLINV_EXIT_INCOMPLETE) {
			enum sslinv_exit own = sslinv_verdict_exit((enum sslinv_verdict)verdict, !totals->incomplete);

			code = own == SSLINV_EXIT_CLEAN ? code : own;
		}
	return code;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *name = sslinv_argument(arguments, "format"), *output = sslinv_argument(arguments, "output");
	const struct sslinv_report_request request = {
		.pattern = sslinv_argument(arguments, "host"),
		.now = time(NULL),
		.all = sslinv_argument(arguments, "all") != NULL,
	};
	struct writing writing = { .format = sslinv_report_fleet_format(name ? name : "text"), .request = &request };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	if (!writing.format) {
		sslinv_log_error("unknown format '%s'; use %s", name, sslinv_report_fleet_formats());
		return SSLINV_EXIT_USAGE;
	}
	if (sslinv_inventory_open(sslinv_argument(arguments, "db"), SSLINV_SQL_READ, &writing.store) < 0)
		return SSLINV_EXIT_FAILED;
	rc = write_report(&writing, output, &error);
	sslinv_inventory_close(&writing.store);
	if (rc < 0) {
		sslinv_log_error("%s", error.message);
		return rc == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
	}
	return exit_of(&writing.totals);
}

const struct sslinv_command sslinv_command_report = {
	.name = "report",
	.summary = "tell what is known of one host or many, for people and programs",
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "only hosts whose names match this shell pattern" },
		{ "format", "FORMAT", "text (default), json, csv or markdown" },
		{ "output", "FILE", "write to this file, which is replaced as a whole" },
		{ "all", NULL, "in text and markdown, tell each host in full" },
		{ 0 },
	},
};
