/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv query: asks the inventory, in SQL or by the name of a prepared question. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"
#include "catalogue/guidance_store.h"
#include "cli/inventory.h"
#include "report/rows.h"
#include "store/named_query.h"

#define MAX_PARAMETERS 16

static enum sslinv_exit complain(const struct sslinv_error *error)
{
	sslinv_log_error("%s", error->message);
	return error->code == SSLINV_E_USAGE || error->code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
}

static enum sslinv_exit list(const char *directory)
{
	SSLINV_CLEANUP(sslinv_named_queries_free) struct sslinv_named_queries queries = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_named_queries_load(directory, &queries, &error) < 0)
		return complain(&error);
	for (size_t i = 0; i < queries.count; i++) {
		const struct sslinv_named_query *query = &queries.items[i];

		printf("%s\n    %s\n", query->name, query->title);
		for (size_t k = 0; k < query->parameters.count; k++) {
			const struct sslinv_named_parameter *parameter = &query->parameters.items[k];

			printf("    %s=: %s%s%s%s\n", parameter->name, parameter->text,
			       parameter->default_value ? " (default: " : "",
			       parameter->default_value ? parameter->default_value : "",
			       parameter->default_value ? ")" : "");
		}
	}
	return SSLINV_EXIT_CLEAN;
}

/* Names have no escapes in SQL: one that is asked for stands in the text. */
static bool names_guidance(const char *sql)
{
	static const char *const views[] = { "advisories", "feeds" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(views); i++)
		if (strcasestr(sql, views[i]))
			return true;
	return false;
}

/* Without it the query fails by itself, or did not mean those views at all. */
static void attach_guidance(struct sslinv_store *store, const char *inventory)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_guidance_store_path(inventory);
	struct sslinv_guidance_store *guidance = NULL;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (!path)
		sslinv_error_memory(&error);
	/* Once opened it is made where it is missing, and holds what is bundled now. */
	else if (sslinv_guidance_store_open(path, SSLINV_SQL_READ, sslinv_data_directory(), &guidance, &error) == 0)
		(void)!sslinv_guidance_attach(sslinv_store_file(store), path, &error);
	sslinv_guidance_store_close(guidance);
	if (error.code < 0)
		sslinv_log_warning("without the views 'advisories' and 'feeds': %s", error.message);
}

static enum sslinv_exit ask(const struct sslinv_arguments *arguments, const char *sql,
			    const struct sslinv_query_parameter *parameters, size_t count)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_present_path(sslinv_argument(arguments, "db"));
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	const char *format = sslinv_argument(arguments, "format");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_rows *rows = NULL;
	int rc = sslinv_rows_new(format ? format : "table", stdout, &rows, &error);

	if (rc < 0)
		return complain(&error);
	if (!path || sslinv_inventory_open(path, SSLINV_SQL_READ, &store) < 0) {
		sslinv_rows_free(rows);
		return SSLINV_EXIT_FAILED;
	}
	if (names_guidance(sql))
		attach_guidance(store, path);
	rc = sslinv_store_query(store, sql, parameters, count, rows, &error);
	sslinv_rows_free(rows);
	return rc < 0 ? complain(&error) : SSLINV_EXIT_CLEAN;
}

/* The operands `key=value`, split in place. */
static enum sslinv_exit ask_named(const struct sslinv_arguments *arguments, const char *name)
{
	SSLINV_CLEANUP(sslinv_named_query_free) struct sslinv_named_query query = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_query_parameter *bound = NULL;
	struct sslinv_query_parameter given[MAX_PARAMETERS];
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_named_query_load(sslinv_query_directory(), name, &query, &error) < 0)
		return complain(&error);
	if (arguments->operand_count > MAX_PARAMETERS) {
		sslinv_log_error("more than %d parameters", MAX_PARAMETERS);
		return SSLINV_EXIT_USAGE;
	}
	for (size_t i = 0; i < arguments->operand_count; i++) {
		char *equals = strchr(arguments->operands[i], '=');

		if (!equals) {
			sslinv_log_error("a parameter is given as name=value, not as '%s'", arguments->operands[i]);
			return SSLINV_EXIT_USAGE;
		}
		*equals = '\0';
		given[i] = (struct sslinv_query_parameter){ .name = arguments->operands[i], .value = equals + 1 };
	}
	bound = calloc(query.parameters.count + 1, sizeof(*bound));
	if (!bound) {
		sslinv_log_error("out of memory");
		return SSLINV_EXIT_FAILED;
	}
	if (sslinv_named_query_bind(&query, given, arguments->operand_count, bound, &error) < 0)
		return complain(&error);
	return ask(arguments, query.sql, bound, query.parameters.count);
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *name = sslinv_argument(arguments, "named");

	if (sslinv_argument(arguments, "list"))
		return list(sslinv_query_directory());
	if (name)
		return ask_named(arguments, name);
	if (arguments->operand_count != 1) {
		sslinv_log_error("'sslinv query' needs one SQL statement, or --named NAME, or --list");
		return SSLINV_EXIT_USAGE;
	}
	return ask(arguments, arguments->operands[0], NULL, 0);
}

const struct sslinv_command sslinv_command_query = {
	.name = "query",
	.operands = "SQL | --named NAME [KEY=VALUE...] | --list",
	.summary = "ask the inventory, in SQL or by the name of a prepared question",
	.max_operands = MAX_PARAMETERS + 1,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory to ask" },
		{ "format", "FORMAT", "table (default), csv or json" },
		{ "named", "NAME", "run the prepared query of that name" },
		{ "list", NULL, "list the prepared queries with their parameters" },
		{ 0 },
	},
};
