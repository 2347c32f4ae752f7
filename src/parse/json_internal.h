/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document of JSON while it is read: what json_read.c and json_rule.c share. */
#ifndef SSLINV_PARSE_JSON_INTERNAL_H
#define SSLINV_PARSE_JSON_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yajl/yajl_parse.h>

#include "base/arena.h"
#include "base/str.h"
#include "parse/json.h"
#include "parse/json_graph.h"

#define SSLINV_JSON_WILDCARDS 4

struct sslinv_json_frame {
	int node; /* -1: nothing in here matters */
	bool is_array;
	size_t wildcards; /* how many `*` lead here */
	uint64_t seen;
};

struct sslinv_json_warning {
	unsigned long line;
	char *text;
};

struct sslinv_json {
	void *context;
	struct sslinv_error *error;
	const char *name; /* of the document, for messages */
	int rc;
	yajl_handle parser;

	struct sslinv_json_graph graph;

	struct sslinv_json_frame frames[SSLINV_JSON_MAX_DEPTH];
	size_t depth;
	int next; /* the node of the value that comes next, or -1 */
	size_t next_wildcards;
	struct sslinv_str wildcards[SSLINV_JSON_WILDCARDS];
	struct sslinv_str text;

	const char *chunk; /* what is being parsed, for the line */
	size_t chunk_length;
	unsigned long lines_before;
	unsigned long long bytes_before;
	const char *end; /* of the document, where it is in this chunk */
	bool is_over;    /* it has ended */
	size_t silent;   /* bytes since the last event */
	bool had_event;

	struct sslinv_arena arena, brief;
	size_t kept, kept_brief;
	struct {
		struct sslinv_json_warning *items;
		size_t count, capacity;
	} warnings;
	unsigned long more_warnings;
};

/* How many bytes of the chunk were read. */
size_t sslinv_json_position(const struct sslinv_json *json);

/* A copy of a text, kept until the record is forgotten, or its `brief` part is; NULL and an error beyond the bounds. */
char *sslinv_json_keep_in(struct sslinv_json *json, bool brief, const char *text);

/* How many lines end in these bytes. */
unsigned long sslinv_json_count_lines(const char *bytes, size_t length);

#endif
