/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guidance file handed on, in an order that is the same each time: for an export of everything, or of one product. */
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "catalogue/guidance_internal.h"

struct walk {
	struct sslinv_guidance_store *store;
	const struct sslinv_guidance_sink *sink;
	struct sslinv_error *error;
	/* What selects the rows: a feed's number, or a product's name. */
	sqlite3_int64 feed;
	const char *product;
};

static int select_rows(struct walk *walk, enum sslinv_guidance_statement which, sqlite3_stmt **row)
{
	int sqlite_code, rc = sslinv_guidance_statement(walk->store, which, row, walk->error);

	if (rc < 0)
		return rc;
	sqlite_code = walk->product ? sqlite3_bind_text(*row, 1, walk->product, -1, SQLITE_STATIC)
				    : sqlite3_bind_int64(*row, 1, walk->feed);
	return sqlite_code == SQLITE_OK ? 0
					: sslinv_sql_error(walk->store->base.db, walk->store->base.path, NULL, walk->error);
}

/* Hands each row that `which` selects to `tell`. */
static int tell_rows(struct walk *walk, enum sslinv_guidance_statement which,
		     int (*tell)(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row))
{
	sqlite3_stmt *row;
	int rc = select_rows(walk, which, &row);

	while (rc == 0 && (rc = sslinv_sql_step(&walk->store->base, row, walk->error)) > 0)
		rc = tell(walk->sink, row);
	return rc;
}

static int tell_life(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_life life;

	sslinv_guidance_get_life(row, 0, &life);
	return sink->life(sink->context, &life);
}

static int tell_statement(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_statement statement;

	sslinv_guidance_get_statement(row, 0, &statement);
	return sink->statement(sink->context, &statement);
}

static int tell_exploitation(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_exploitation exploitation;

	sslinv_guidance_get_exploitation(row, 0, &exploitation);
	return sink->exploitation(sink->context, &exploitation);
}

static int tell_branch(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_branch branch;

	sslinv_guidance_get_branch(row, 0, &branch);
	return sink->branch(sink->context, &branch);
}

static int tell_instruction(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_instruction instruction;

	sslinv_guidance_get_instruction(row, 0, &instruction);
	return sink->instruction(sink->context, &instruction);
}

static int tell_page(const struct sslinv_guidance_sink *sink, sqlite3_stmt *row)
{
	struct sslinv_page page;

	sslinv_guidance_get_page(row, 0, &page);
	return sink->page(sink->context, &page);
}

/* What an administrator is told. */
static int tell_handbook(struct walk *walk, enum sslinv_guidance_statement branches,
			 enum sslinv_guidance_statement instructions, enum sslinv_guidance_statement pages)
{
	int rc = tell_rows(walk, branches, tell_branch);

	if (rc == 0)
		rc = tell_rows(walk, instructions, tell_instruction);
	return rc < 0 ? rc : tell_rows(walk, pages, tell_page);
}

/* Both are in the order of CVEs: each vulnerability with its ranges behind it. */
static int tell_vulnerabilities(struct walk *walk, enum sslinv_guidance_statement vulnerabilities,
				enum sslinv_guidance_statement ranges)
{
	sqlite3_stmt *row, *range_row;
	int more = 0, more_ranges = 0, rc = select_rows(walk, vulnerabilities, &row);

	if (rc == 0)
		rc = select_rows(walk, ranges, &range_row);
	if (rc == 0)
		rc = more = sslinv_sql_step(&walk->store->base, row, walk->error);
	if (rc >= 0)
		rc = more_ranges = sslinv_sql_step(&walk->store->base, range_row, walk->error);
	while (rc >= 0 && (more > 0 || more_ranges > 0)) {
		struct sslinv_vulnerability vulnerability = { .cve = NULL };
		struct sslinv_range range = { .cve = NULL };

		if (more > 0)
			sslinv_guidance_get_vulnerability(row, 0, &vulnerability);
		if (more_ranges > 0)
			sslinv_guidance_get_range(range_row, 0, &range);
		if (more > 0 && (more_ranges == 0 || sslinv_str_compare(vulnerability.cve, range.cve) <= 0)) {
			rc = walk->sink->vulnerability(walk->sink->context, &vulnerability);
			if (rc >= 0)
				rc = more = sslinv_sql_step(&walk->store->base, row, walk->error);
		} else {
			rc = walk->sink->range(walk->sink->context, &range);
			if (rc >= 0)
				rc = more_ranges = sslinv_sql_step(&walk->store->base, range_row, walk->error);
		}
	}
	return rc < 0 ? rc : 0;
}

static int tell_feed(struct walk *walk, const struct sslinv_feed *feed)
{
	int rc = walk->sink->feed(walk->sink->context, feed);

	if (rc == 0)
		rc = tell_rows(walk, SSLINV_GUIDANCE_EACH_LIFE, tell_life);
	if (rc == 0)
		rc = tell_vulnerabilities(walk, SSLINV_GUIDANCE_EACH_VULNERABILITY, SSLINV_GUIDANCE_EACH_RANGE);
	if (rc == 0)
		rc = tell_rows(walk, SSLINV_GUIDANCE_EACH_STATEMENT, tell_statement);
	if (rc == 0)
		rc = tell_rows(walk, SSLINV_GUIDANCE_EACH_EXPLOITATION, tell_exploitation);
	return rc ? rc
		  : tell_handbook(walk, SSLINV_GUIDANCE_EACH_BRANCH, SSLINV_GUIDANCE_EACH_INSTRUCTION,
				  SSLINV_GUIDANCE_EACH_PAGE);
}

int sslinv_guidance_tell_feed(struct sslinv_guidance_store *store, sqlite3_int64 id, const struct sslinv_feed *feed,
			      const struct sslinv_guidance_sink *sink, struct sslinv_error *error)
{
	struct walk walk = { .store = store, .sink = sink, .error = error, .feed = id };

	return tell_feed(&walk, feed);
}

static int each_feed(struct walk *walk)
{
	sqlite3_stmt *row;
	int rc = sslinv_guidance_statement(walk->store, SSLINV_GUIDANCE_EACH_FEED, &row, walk->error);

	while (rc == 0 && (rc = sslinv_sql_step(&walk->store->base, row, walk->error)) > 0) {
		struct sslinv_feed feed;

		sslinv_guidance_get_feed(row, 1, &feed);
		walk->feed = sqlite3_column_int64(row, 0);
		rc = tell_feed(walk, &feed);
	}
	return rc;
}

/* Who publishes what a product's statements are made from; a distribution that is not here goes by its ID. */
static const char *vendor_of(const char *product)
{
	static const struct {
		const char *product, *vendor;
	} vendors[] = {
		{ "openssl", "OpenSSL" },
		{ "rhel", "Red Hat" },
		{ "centos", "CentOS" },
		{ "almalinux", "AlmaLinux" },
		{ "rocky", "Rocky Linux" },
		{ "ol", "Oracle" },
		{ "amzn", "Amazon" },
		{ "fedora", "Fedora" },
		{ "sles", "SUSE" },
		{ "sle-micro", "SUSE" },
		{ "opensuse-leap", "openSUSE" },
		{ "opensuse-leap-micro", "openSUSE" },
		{ "opensuse-tumbleweed", "openSUSE" },
		{ "debian", "Debian" },
		{ "ubuntu", "Ubuntu" },
		{ "azurelinux", "Microsoft" },
		{ "mariner", "Microsoft" },
		{ "alpine", "Alpine Linux" },
		{ "arch", "Arch Linux" },
		{ "photon", "VMware" },
		{ "wolfi", "Chainguard" },
		{ "chainguard", "Chainguard" },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(vendors); i++)
		if (strcmp(vendors[i].product, product) == 0)
			return vendors[i].vendor;
	return product;
}

/* The date of a part of what is known of the product; *published is NULL where nothing has one. The caller frees. */
static int date_of(struct walk *walk, enum sslinv_guidance_statement which, char **published)
{
	char today[SSLINV_TIME_SIZE];
	sqlite3_stmt *row;
	const char *text;
	int rc = select_rows(walk, which, &row);

	*published = NULL;
	sslinv_str_time(today, time(NULL));
	if (rc == 0 && sslinv_sql_bind_text(row, 2, today) != SQLITE_OK)
		rc = sslinv_sql_error(walk->store->base.db, walk->store->base.path, NULL, walk->error);
	if (rc == 0)
		rc = sslinv_sql_step(&walk->store->base, row, walk->error);
	if (rc <= 0)
		return rc;
	text = sslinv_guidance_text(row, 0);
	if (text)
		*published = strdup(text);
	sqlite3_reset(row);
	return text && !*published ? sslinv_error_memory(walk->error) : 0;
}

static int begin_product(struct walk *walk, const char *part, const char *format, const char *published)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *identity = sslinv_str_format("sslinv/%s%s", walk->product, part);
	const struct sslinv_feed feed = {
		.name = identity,
		.vendor = strcmp(format, "endoflife") == 0  ? "endoflife.date"
			  : strcmp(format, "handbook") == 0 ? "sslinv"
							    : vendor_of(walk->product),
		.format = format,
		.published = published,
		.identity = identity,
	};

	return identity ? walk->sink->feed(walk->sink->context, &feed) : sslinv_error_memory(walk->error);
}

/* Is there anything that the query gives? 1 or 0. */
static int has_rows(struct walk *walk, enum sslinv_guidance_statement which)
{
	sqlite3_stmt *row;
	int rc = select_rows(walk, which, &row);

	if (rc == 0)
		rc = sslinv_sql_step(&walk->store->base, row, walk->error);
	sqlite3_reset(row);
	return rc;
}

static int tell_product(struct walk *walk)
{
	static const enum sslinv_guidance_statement handbook[] = { SSLINV_GUIDANCE_PRODUCT_BRANCH,
								   SSLINV_GUIDANCE_PRODUCT_INSTRUCTION,
								   SSLINV_GUIDANCE_PRODUCT_PAGE };
	bool is_openssl = strcmp(walk->product, "openssl") == 0;
	SSLINV_CLEANUP(sslinv_free_ptr) char *published = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *life_published = NULL;
	int has_lives = has_rows(walk, SSLINV_GUIDANCE_PRODUCT_LIFE);
	int has_said = has_rows(walk, is_openssl ? SSLINV_GUIDANCE_PRODUCT_RANGE : SSLINV_GUIDANCE_PRODUCT_STATEMENT);
	int rc = has_lives < 0 ? has_lives : has_said < 0 ? has_said : 0;
	int has_handbook = 0;

	for (size_t i = 0; rc == 0 && !has_handbook && i < SSLINV_ARRAY_SIZE(handbook); i++) {
		has_handbook = has_rows(walk, handbook[i]);
		rc = has_handbook < 0 ? has_handbook : 0;
	}
	if (rc == 0 && !has_lives && !has_said && !has_handbook)
		return sslinv_error_set(
			walk->error, SSLINV_E_NOT_FOUND,
			"%s: says nothing about '%s'; it goes by the ID of os-release, or is openssl or handbook",
			walk->store->base.path, walk->product);
	if (rc == 0 && has_said) {
		rc = date_of(walk, is_openssl ? SSLINV_GUIDANCE_PRODUCT_VULNERABILITY_DATE : SSLINV_GUIDANCE_PRODUCT_DATE,
			     &published);
		if (rc == 0)
			rc = begin_product(walk, "", "native", published);
		if (rc == 0)
			rc = tell_vulnerabilities(walk, SSLINV_GUIDANCE_PRODUCT_VULNERABILITY,
						  SSLINV_GUIDANCE_PRODUCT_RANGE);
		if (rc == 0)
			rc = tell_rows(walk, SSLINV_GUIDANCE_PRODUCT_STATEMENT, tell_statement);
	}
	if (rc == 0 && has_lives) {
		rc = date_of(walk, SSLINV_GUIDANCE_PRODUCT_LIFE_DATE, &life_published);
		if (rc == 0)
			rc = begin_product(walk, "-life", "endoflife", life_published);
		if (rc == 0)
			rc = tell_rows(walk, SSLINV_GUIDANCE_PRODUCT_LIFE, tell_life);
	}
	if (rc == 0 && has_handbook) {
		rc = begin_product(walk, "", "handbook", NULL);
		if (rc == 0)
			rc = tell_handbook(walk, handbook[0], handbook[1], handbook[2]);
	}
	return rc;
}

/* One state of the file, whoever imports meanwhile. */
static int in_transaction(struct walk *walk, int (*tell)(struct walk *walk))
{
	int rc = sslinv_sql_run(walk->store->base.db, walk->store->base.path, "BEGIN", walk->error);

	if (rc < 0)
		return rc;
	rc = tell(walk);
	sslinv_guidance_end_reading(walk->store);
	return rc;
}

int sslinv_guidance_store_each(struct sslinv_guidance_store *store, const struct sslinv_guidance_sink *sink,
			       struct sslinv_error *error)
{
	struct walk walk = { .store = store, .sink = sink, .error = error };

	return in_transaction(&walk, each_feed);
}

int sslinv_guidance_store_product(struct sslinv_guidance_store *store, const char *product,
				  const struct sslinv_guidance_sink *sink, struct sslinv_error *error)
{
	struct walk walk = { .store = store, .sink = sink, .error = error, .product = product };

	return in_transaction(&walk, tell_product);
}
