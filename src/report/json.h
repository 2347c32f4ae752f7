/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON of records, from the tables of their columns: for the formats in JSON. */
#ifndef SSLINV_REPORT_JSON_H
#define SSLINV_REPORT_JSON_H

#include <stdbool.h>
#include <stdio.h>
#include <yajl/yajl_gen.h>

#include "facts/columns.h"

/* An indented document to that FILE; NULL when out of memory. The caller frees it. */
yajl_gen sslinv_json_begin(FILE *file);

/* What a generator writes to a FILE with: its yajl_print_t. */
void sslinv_json_print(void *file, const char *bytes, size_t length);

void sslinv_json_text(yajl_gen gen, const char *text);

/* A key and a text; NULL is null. */
void sslinv_json_pair(yajl_gen gen, const char *key, const char *text);

/* A key and a text, where there is one; nothing for NULL. */
void sslinv_json_put(yajl_gen gen, const char *key, const char *text);

/* Open a map or an array; `key` is NULL inside an array. */
void sslinv_json_open_map(yajl_gen gen, const char *key);
void sslinv_json_open_array(yajl_gen gen, const char *key);

/*
 * Opens the next map of an array whose brackets others write, on a line of its own. `gen` writes nothing else; *has_items is
 * false before the first.
 */
yajl_gen sslinv_json_next(yajl_gen gen, bool *has_items);

/* `urn:uuid:` and a number that nobody else has (RFC 9562, version 4). */
void sslinv_json_uuid(FILE *file);

/* The columns of one item, as keys and values; of what `is_stored` without those that the inventory does not keep. */
void sslinv_json_columns(yajl_gen gen, const struct sslinv_record *record, const struct sslinv_facts *facts,
			 const void *item, bool is_stored);

/* The record's name, and all of its items. Of facts and result the one in which it does not lie may be NULL. */
void sslinv_json_record(yajl_gen gen, enum sslinv_record_kind kind, const struct sslinv_facts *facts,
			const struct sslinv_host_result *result, bool is_stored);

#endif
