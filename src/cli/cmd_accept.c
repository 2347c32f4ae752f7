/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv accept: notes that a person accepts the risk of CVEs for some time. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/log.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/inventory.h"
#include "cli/operand.h"
#include "store/acceptances.h"

/* Who types: it is for the record, and gives no right. */
static const char *user_name(char number[32])
{
	static const char *const variables[] = { "SUDO_USER", "LOGNAME" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(variables); i++) {
		const char *name = secure_getenv(variables[i]);

		if (name && *name)
			return name;
	}
	snprintf(number, 32, "user %ld", (long)getuid());
	return number;
}

/* A day that is not over yet. */
static bool take_until(const char *text, char day[SSLINV_DATE_SIZE])
{
	char today[SSLINV_TIME_SIZE];

	sslinv_str_time(today, time(NULL));
	if (text && sslinv_date_parse(text, day) && strcmp(day, text) == 0 && sslinv_date_compare(day, today) >= 0)
		return true;
	sslinv_log_error("--until needs the last day of the acceptance, today or later, like 2027-01-31%s%s",
			 text ? ", not " : "", text ? text : "");
	return false;
}

static bool is_word_missing(const struct sslinv_arguments *arguments, const char *option, const char *what)
{
	const char *value = sslinv_argument(arguments, option);

	if (value && *value)
		return false;
	sslinv_log_error("--%s needs %s", option, what);
	return true;
}

/* Is a pattern given, and empty? A script whose variable is not set does not mean all. */
static bool is_pattern_empty(const struct sslinv_arguments *arguments, const char *option)
{
	const char *value = sslinv_argument(arguments, option);

	if (!value || *value)
		return false;
	sslinv_log_error("--%s needs a pattern; leave it out for all", option);
	return true;
}

/* *last is the number of the last one; they are numbered one after the other. */
static int accept_all(struct sslinv_store *store, const struct sslinv_arguments *arguments,
		      struct sslinv_acceptance *acceptance, int64_t *last, struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < arguments->operand_count && rc == 0; i++) {
		acceptance->cve = arguments->operands[i];
		rc = sslinv_store_accept(store, acceptance, time(NULL), last, error);
	}
	return rc;
}

/* What is asked for, checked. */
struct order {
	struct sslinv_acceptance acceptance;
	char until[SSLINV_DATE_SIZE], number[32];
	uint64_t withdrawn; /* 0: something is accepted */
	int64_t last;       /* the number of the last acceptance */
};

static bool take_withdrawal(const struct sslinv_arguments *arguments, const char *id, struct order *order)
{
	if (sslinv_parse_number(id, INT64_MAX, &order->withdrawn) && order->withdrawn > 0 && arguments->operand_count == 0)
		return true;
	sslinv_log_error("--withdraw takes the number of one acceptance, and nothing beside it");
	return false;
}

static bool take_order(const struct sslinv_arguments *arguments, struct order *order)
{
	const char *withdrawn = sslinv_argument(arguments, "withdraw"), *host = sslinv_argument(arguments, "host");
	const char *subject = sslinv_argument(arguments, "subject"), *by = sslinv_argument(arguments, "by");

	if (withdrawn)
		return take_withdrawal(arguments, withdrawn, order);
	if (arguments->operand_count == 0) {
		sslinv_log_error("name the CVEs that are accepted");
		return false;
	}
	for (size_t i = 0; i < arguments->operand_count; i++)
		if (!sslinv_operand_cve(arguments->operands[i]))
			return false;
	if (is_word_missing(arguments, "reason", "the reason, for whoever reads it later") ||
	    is_pattern_empty(arguments, "host") || is_pattern_empty(arguments, "subject") ||
	    !take_until(sslinv_argument(arguments, "until"), order->until))
		return false;
	order->acceptance = (struct sslinv_acceptance){
		.host = host ? host : "*",
		.subject = subject ? subject : "*",
		.reason = sslinv_argument(arguments, "reason"),
		.accepted_by = by && *by ? by : user_name(order->number),
		.until = order->until,
	};
	return true;
}

static int carry_out(struct sslinv_store *store, const struct sslinv_arguments *arguments, struct order *order,
		     struct sslinv_error *error)
{
	int rc = sslinv_store_begin(store, SSLINV_SQL_WRITE, error);

	if (rc < 0)
		return rc;
	rc = order->withdrawn ? sslinv_store_withdraw(store, (int64_t)order->withdrawn, time(NULL), error)
			      : accept_all(store, arguments, &order->acceptance, &order->last, error);
	if (rc == 0)
		rc = sslinv_store_commit(store, error);
	else
		sslinv_store_rollback(store);
	return rc;
}

static void tell(const struct sslinv_arguments *arguments, const struct order *order)
{
	int64_t first = order->last - (int64_t)arguments->operand_count + 1;

	if (order->withdrawn)
		printf("%" PRIu64 ": withdrawn\n", order->withdrawn);
	for (size_t i = 0; i < arguments->operand_count; i++)
		printf("%" PRId64 ": %s is accepted until %s\n", first + (int64_t)i, arguments->operands[i], order->until);
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_inventory_close) struct sslinv_store *store = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_inventory_path(sslinv_argument(arguments, "db"));
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct order order = { 0 };

	if (!take_order(arguments, &order))
		return SSLINV_EXIT_USAGE;
	if (!path || !sslinv_inventory_exists(path) || sslinv_inventory_open(path, SSLINV_SQL_WRITE, &store) < 0)
		return SSLINV_EXIT_FAILED;
	if (carry_out(store, arguments, &order, &error) == 0) {
		tell(arguments, &order);
		return SSLINV_EXIT_CLEAN;
	}
	sslinv_log_error("%s", error.message);
	return error.code == SSLINV_E_NOT_FOUND ? SSLINV_EXIT_USAGE : SSLINV_EXIT_FAILED;
}

const struct sslinv_command sslinv_command_accept = {
	.name = "accept",
	.operands = "[CVE...]",
	.summary = "accept the risk of CVEs up to a day, with a reason",
	.max_operands = SIZE_MAX,
	.stores = true,
	.run = run,
	.options = {
		{ "db", "FILE", "the inventory" },
		{ "host", "GLOB", "of hosts whose names match this pattern (default: all)" },
		{ "subject", "GLOB", "of packages or paths that match this pattern (default: all)" },
		{ "reason", "TEXT", "why" },
		{ "until", "DAY", "the last day" },
		{ "by", "NAME", "who accepts it (default: the user)" },
		{ "withdraw", "NUMBER", "end this acceptance" },
		{ 0 },
	},
};
