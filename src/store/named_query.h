/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Named queries: files NAME.sql in one directory, each with a header of comments:
 *
 *     -- title: What it answers, in one line
 *     -- parameter: NAME: what it is [type: T] [default: X]
 *     -- example: sslinv query --named NAME key=value
 *
 * then one SQL statement with the parameters as :NAME. A name is [a-z0-9-]+, so none leads out of the directory. Type and
 * default may be missing. A value has to be of the type, unless it is the default: `cve` (CVE-2024-0727), `day` (2026-11-24)
 * or `time` (a day, or 2026-11-24T06:55:26Z).
 */
#ifndef SSLINV_STORE_NAMED_QUERY_H
#define SSLINV_STORE_NAMED_QUERY_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "store/store.h"

struct sslinv_parameter_type;

struct sslinv_named_parameter {
	char *name;
	char *text;                               /* what it is; without type and default */
	const struct sslinv_parameter_type *type; /* NULL: any text; static */
	char *default_value;                      /* NULL: it has to be given; "" is a default too */
};

struct sslinv_named_query {
	char *name;
	char *title;
	char *example;
	char *sql; /* the whole file */
	struct {
		struct sslinv_named_parameter *items;
		size_t count, capacity;
	} parameters; /* in the order of the header */
};

/* All of a directory, sorted by name. */
struct sslinv_named_queries {
	struct sslinv_named_query *items;
	size_t count, capacity;
};

/*
 * Loads one query. SSLINV_E_USAGE for a name that is none, SSLINV_E_NOT_FOUND (naming --list) where there is no such query,
 * SSLINV_E_FORMAT with file and line for a header that is wrong. Free it with sslinv_named_query_free().
 */
int sslinv_named_query_load(const char *directory, const char *name, struct sslinv_named_query *query,
			    struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Loads all queries of the directory; files of other names are passed over. */
int sslinv_named_queries_load(const char *directory, struct sslinv_named_queries *queries, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * The values of all parameters of the query, for sslinv_store_query(): those `given`, and the defaults of the others.
 * `bound` has room for query->parameters.count; its texts are borrowed from `given` and the query. SSLINV_E_USAGE, naming
 * the parameter and what it is, for one that is missing, unknown, given twice or not of its type.
 */
int sslinv_named_query_bind(const struct sslinv_named_query *query, const struct sslinv_query_parameter *given, size_t count,
			    struct sslinv_query_parameter *bound, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accept zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_named_query_free(struct sslinv_named_query *query);
void sslinv_named_queries_free(struct sslinv_named_queries *queries);

#endif
