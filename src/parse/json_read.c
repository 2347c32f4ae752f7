/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON by yajl's callbacks: rules compiled to a graph that is walked along with the document. */
#include "guidance/check.h"
#include "parse/json_internal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "parse/json_sieve.h"

#define CHUNK_SIZE ((size_t)64 * 1024)

/* ---- yajl's callbacks: 1 goes on, 0 ends ---- */

static const char *kind_name(unsigned kinds)
{
	static const struct {
		unsigned kind;
		const char *name;
	} names[] = {
		{ SSLINV_JSON_OBJECT, "an object" },      { SSLINV_JSON_ARRAY, "an array" },
		{ SSLINV_JSON_STRING, "a string" },       { SSLINV_JSON_NUMBER, "a number" },
		{ SSLINV_JSON_BOOLEAN, "true or false" },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++) {
		if (kinds & names[i].kind)
			return names[i].name;
	}
	return "nothing";
}

/* The node of the value that begins now, or -1; an array's elements all have the same. */
static int take_next(struct sslinv_json *json)
{
	int node = json->next;

	json->had_event = true;
	if (json->depth && json->frames[json->depth - 1].is_array == false)
		json->next = -1;
	return node;
}

static bool is_expected(struct sslinv_json *json, int node, enum sslinv_json_kind kind)
{
	const struct sslinv_json_node *what = &json->graph.nodes.items[node];

	if (what->kinds & kind)
		return true;
	sslinv_json_fail(json, SSLINV_E_FORMAT, "`%.*s` is %s where %s is expected; get the file again from the vendor",
			 what->path_length ? what->path_length : 12, what->path_length ? what->path : "the document",
			 kind_name(kind), kind_name(what->kinds));
	return false;
}

/* Into json->text: UTF-8 without control characters. yajl lets through surrogates and overlong forms, which are none. */
static int clean(struct sslinv_json *json, const char *bytes, size_t length)
{
	struct sslinv_str *text = &json->text;
	int rc = 0;

	sslinv_str_reset(text);
	if (sslinv_str_is_printable(bytes, length))
		return sslinv_str_add_bytes(text, bytes, length);
	for (size_t at = 0, size; at < length && rc >= 0; at += size) {
		for (size = 1; size < 4 && size < length - at && !sslinv_str_is_printable(bytes + at, size); size++)
			;
		if (sslinv_str_is_printable(bytes + at, size)) {
			rc = sslinv_str_add_bytes(text, bytes + at, size);
		} else {
			size = 1;
			rc = sslinv_str_add(text, (unsigned char)bytes[at] < 0x20 || bytes[at] == 0x7f ? " " : "?");
		}
	}
	return rc;
}

static int scalar(struct sslinv_json *json, enum sslinv_json_kind kind, const char *bytes, size_t length)
{
	int node = take_next(json);
	const struct sslinv_json_rule *rule;

	if (length > SSLINV_JSON_MAX_TOKEN) {
		sslinv_json_fail(json, SSLINV_E_LIMIT, "a string is longer than %zu bytes", SSLINV_JSON_MAX_TOKEN);
		return 0;
	}
	if (node < 0)
		return 1;
	if (!is_expected(json, node, kind))
		return 0;
	rule = json->graph.nodes.items[node].rule;
	if (clean(json, bytes, length) < 0) {
		json->rc = sslinv_error_memory(json->error);
		return 0;
	}
	if (rule->into) {
		char *kept = sslinv_json_keep_in(json, rule->brief, sslinv_str_text(&json->text));

		if (!kept)
			return 0;
		memcpy((char *)json->context + rule->into - 1, &kept, sizeof(kept));
	}
	if (rule->value)
		json->rc = rule->value(json, json->context, sslinv_str_text(&json->text));
	return json->rc >= 0;
}

static int on_null(void *context)
{
	take_next(context);
	return 1;
}

static int on_boolean(void *context, int value)
{
	return scalar(context, SSLINV_JSON_BOOLEAN, value ? "true" : "false", value ? 4 : 5);
}

static int on_number(void *context, const char *bytes, size_t length)
{
	return scalar(context, SSLINV_JSON_NUMBER, bytes, length);
}

static int on_string(void *context, const unsigned char *bytes, size_t length)
{
	return scalar(context, SSLINV_JSON_STRING, (const char *)bytes, length);
}

static int on_start(struct sslinv_json *json, enum sslinv_json_kind kind)
{
	size_t wildcards = json->next_wildcards;
	int node = take_next(json);
	const struct sslinv_json_rule *rule;
	struct sslinv_json_frame *frame;

	if (json->depth == SSLINV_JSON_MAX_DEPTH) {
		sslinv_json_fail(json, SSLINV_E_LIMIT, "arrays and objects are nested more than %d deep",
				 SSLINV_JSON_MAX_DEPTH);
		return 0;
	}
	if (json->depth && json->frames[json->depth - 1].is_array)
		wildcards = json->frames[json->depth - 1].wildcards;
	frame = &json->frames[json->depth++];
	*frame = (struct sslinv_json_frame){ .node = node, .is_array = kind == SSLINV_JSON_ARRAY, .wildcards = wildcards };
	json->next = -1;
	if (node < 0)
		return 1;
	if (!is_expected(json, node, kind))
		return 0;
	rule = json->graph.nodes.items[node].rule;
	if (rule && rule->begin) {
		json->rc = rule->begin(json, json->context);
		if (json->rc < 0)
			return 0;
		if (json->rc == SSLINV_JSON_SKIP)
			frame->node = -1;
		json->rc = 0;
	}
	if (frame->is_array && frame->node >= 0) {
		const struct sslinv_json_edge *edge = sslinv_json_graph_find(&json->graph, frame->node,
									     SSLINV_JSON_EDGE_ELEMENT, NULL, 0);

		json->next = edge ? edge->to : -1;
	}
	return 1;
}

static int on_end(struct sslinv_json *json)
{
	struct sslinv_json_frame *frame = &json->frames[--json->depth];
	const struct sslinv_json_rule *rule = frame->node >= 0 ? json->graph.nodes.items[frame->node].rule : NULL;

	json->had_event = true;
	json->next = -1;
	if (json->depth == 0) {
		json->is_over = true;
		json->end = json->chunk + sslinv_json_position(json);
	}
	if (json->depth && json->frames[json->depth - 1].is_array && json->frames[json->depth - 1].node >= 0) {
		const struct sslinv_json_edge *edge = sslinv_json_graph_find(
			&json->graph, json->frames[json->depth - 1].node, SSLINV_JSON_EDGE_ELEMENT, NULL, 0);

		json->next = edge ? edge->to : -1;
	}
	if (rule && rule->end)
		json->rc = rule->end(json, json->context);
	return json->rc >= 0;
}

static int on_start_map(void *context)
{
	return on_start(context, SSLINV_JSON_OBJECT);
}

static int on_start_array(void *context)
{
	return on_start(context, SSLINV_JSON_ARRAY);
}

static int on_end_any(void *context)
{
	return on_end(context);
}

static int on_key(void *context, const unsigned char *bytes, size_t length)
{
	struct sslinv_json *json = context;
	struct sslinv_json_frame *frame = &json->frames[json->depth - 1];
	const struct sslinv_json_edge *edge;

	json->had_event = true;
	json->next = -1;
	if (length > SSLINV_JSON_MAX_TOKEN) {
		sslinv_json_fail(json, SSLINV_E_LIMIT, "a name is longer than %zu bytes", SSLINV_JSON_MAX_TOKEN);
		return 0;
	}
	if (frame->node < 0)
		return 1;
	json->next_wildcards = frame->wildcards;
	edge = sslinv_json_graph_find(&json->graph, frame->node, SSLINV_JSON_EDGE_NAME, (const char *)bytes, length);
	if (edge) {
		uint64_t bit = UINT64_C(1) << (edge->bit % 64);

		if (frame->seen & bit) {
			sslinv_json_fail(json, SSLINV_E_FORMAT,
					 "`%.*s` is twice in one object, so it is not known which counts", (int)edge->length,
					 edge->name);
			return 0;
		}
		frame->seen |= bit;
		json->next = edge->to;
		return 1;
	}
	edge = sslinv_json_graph_find(&json->graph, frame->node, SSLINV_JSON_EDGE_ANY, NULL, 0);
	if (edge && frame->wildcards < SSLINV_JSON_WILDCARDS) {
		if (clean(json, (const char *)bytes, length) < 0) {
			json->rc = sslinv_error_memory(json->error);
			return 0;
		}
		sslinv_str_reset(&json->wildcards[frame->wildcards]);
		if (sslinv_str_add(&json->wildcards[frame->wildcards], sslinv_str_text(&json->text)) < 0) {
			json->rc = sslinv_error_memory(json->error);
			return 0;
		}
		json->next_wildcards = frame->wildcards + 1;
		json->next = edge->to;
	}
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end_any,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_any,
};

/* ---- Reading ---- */

static void free_parser(yajl_handle *parser)
{
	if (*parser)
		yajl_free(*parser);
}

static void json_free(struct sslinv_json **pointer)
{
	struct sslinv_json *json = *pointer;

	if (!json)
		return;
	free_parser(&json->parser);
	sslinv_json_graph_free(&json->graph);
	for (size_t i = 0; i < SSLINV_JSON_WILDCARDS; i++)
		sslinv_str_free(&json->wildcards[i]);
	sslinv_str_free(&json->text);
	sslinv_arena_free(&json->arena);
	sslinv_arena_free(&json->brief);
	for (size_t i = 0; i < json->warnings.count; i++)
		free(json->warnings.items[i].text);
	free(json->warnings.items);
	free(json);
}

/* As much as fits, so that a string is put together from few pieces. */
static ssize_t fill(struct sslinv_input *input, char *buffer, struct sslinv_error *error)
{
	size_t length = 0;

	while (length < CHUNK_SIZE) {
		ssize_t got = sslinv_input_read(input, buffer + length, CHUNK_SIZE - length, error);

		if (got < 0)
			return got;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	return (ssize_t)length;
}

/* What the parser says, on one line. */
static int parser_failed(struct sslinv_json *json, yajl_status status)
{
	char reason[256];
	unsigned char *text;

	if (json->rc < 0)
		return json->rc;
	text = status == yajl_status_error ? yajl_get_error(json->parser, 0, NULL, 0) : NULL;
	snprintf(reason, sizeof(reason), "%s", text ? (const char *)text : "parsing stopped");
	if (text)
		yajl_free_error(json->parser, text);
	reason[strcspn(reason, "\n")] = '\0';
	return sslinv_json_fail(json, SSLINV_E_FORMAT,
				"byte %llu: this is not JSON (%s); get the file again from the vendor",
				json->bytes_before + sslinv_json_position(json), reason);
}

/* yajl passes over a string that follows the document and has no end itself. */
static int check_end(struct sslinv_json *json)
{
	const char *end = json->chunk + json->chunk_length;

	for (const char *at = json->end ? json->end : json->chunk; json->is_over && at < end; at++)
		if (!strchr(" \t\r\n\v\f", *at) || !*at)
			return sslinv_json_fail(json, SSLINV_E_FORMAT,
						"byte %llu: this is not JSON (something follows the end); get the file "
						"again from the vendor",
						json->bytes_before + (unsigned long long)(at - json->chunk));
	json->end = NULL;
	return 0;
}

/* Hands a piece of the document to the parser. */
static int feed(struct sslinv_json *json, const char *bytes, size_t length)
{
	yajl_status status;

	json->chunk = bytes;
	json->chunk_length = length;
	json->had_event = false;
	status = yajl_parse(json->parser, (const unsigned char *)bytes, length);
	if (status != yajl_status_ok || json->rc < 0)
		return parser_failed(json, status);
	if (check_end(json) < 0)
		return json->rc;
	json->silent = json->had_event ? 0 : json->silent + length;
	if (json->silent > SSLINV_JSON_MAX_TOKEN)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "a string, number or blank is longer than %zu bytes",
					SSLINV_JSON_MAX_TOKEN);
	return 0;
}

static void pass(struct sslinv_json *json, const char *bytes, size_t length)
{
	json->lines_before += sslinv_json_count_lines(bytes, length);
	json->bytes_before += (unsigned long long)length;
	json->chunk = NULL;
	json->chunk_length = 0;
}

/* The same without the insides of what nobody wants. */
static int feed_sieved(struct sslinv_json *json, struct sslinv_json_sieve *sieve, const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;
	int rc = 0;

	while (rc == 0 && at < end) {
		const char *from = at;
		enum sslinv_sieved sieved = sslinv_json_sieve(sieve, &at, end);

		if (sieved == SSLINV_SIEVED_KEPT)
			rc = feed(json, from, (size_t)(at - from));
		if (rc == 0)
			pass(json, from, (size_t)(at - from));
		if (sieved == SSLINV_SIEVED_BAD)
			return sslinv_json_fail(json, SSLINV_E_FORMAT,
						"byte %llu: this is not JSON; get the file again from the vendor",
						json->bytes_before);
	}
	return rc;
}

static int parse(struct sslinv_json *json, struct sslinv_input *input, struct sslinv_json_sieve *sieve, char *buffer)
{
	bool is_first = true;

	for (;;) {
		ssize_t length = fill(input, buffer, json->error);
		size_t mark = 0;
		int rc;

		if (length < 0)
			return (int)length;
		if (length == 0)
			break;
		/* A byte order mark is no part of the text (RFC 8259, 8.1). */
		if (is_first && length >= 3 && memcmp(buffer, "\xef\xbb\xbf", 3) == 0)
			mark = 3;
		is_first = false;
		pass(json, buffer, mark);
		if (sieve) {
			rc = feed_sieved(json, sieve, buffer + mark, (size_t)length - mark);
		} else {
			rc = feed(json, buffer + mark, (size_t)length - mark);
			if (rc == 0)
				pass(json, buffer + mark, (size_t)length - mark);
		}
		if (rc < 0)
			return rc;
	}
	json->chunk = NULL;
	json->chunk_length = 0;
	return yajl_complete_parse(json->parser) == yajl_status_ok ? 0 : parser_failed(json, yajl_status_error);
}

int sslinv_json_read(struct sslinv_input *input, const struct sslinv_json_rule *rules, size_t count, void *context,
		     struct sslinv_error *error)
{
	return sslinv_json_read_members(input, rules, count, NULL, context, error);
}

int sslinv_json_read_members(struct sslinv_input *input, const struct sslinv_json_rule *rules, size_t count,
			     bool (*wants)(const char *name), void *context, struct sslinv_error *error)
{
	struct sslinv_json_sieve sieve = { .wants = wants };
	SSLINV_CLEANUP(json_free) struct sslinv_json *json = calloc(1, sizeof(*json));
	SSLINV_CLEANUP(sslinv_free_ptr) char *buffer = malloc(CHUNK_SIZE);
	int rc;

	if (!json || !buffer)
		return sslinv_error_memory(error);
	json->context = context;
	json->error = error;
	json->name = sslinv_input_name(input);
	rc = sslinv_json_graph_compile(&json->graph, rules, count, error);
	if (rc < 0)
		return rc;
	json->parser = yajl_alloc(&callbacks, NULL, json);
	if (!json->parser)
		return sslinv_error_memory(error);
	return parse(json, input, wants ? &sieve : NULL, buffer);
}
