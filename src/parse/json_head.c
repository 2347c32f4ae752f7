/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the first bytes of a JSON document show, so that a reader can recognise its format. */
#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/cleanup.h"
#include "parse/json.h"

static void free_parser(yajl_handle *parser)
{
	if (*parser)
		yajl_free(*parser);
}

struct head_state {
	struct sslinv_json_head *head;
	size_t depth, base; /* depth of the outermost object */
	bool is_done;
};

static int head_start_map(void *context)
{
	struct head_state *state = context;

	state->depth++;
	if (!state->base)
		state->base = state->depth;
	return 1;
}

static int head_start_array(void *context)
{
	struct head_state *state = context;

	state->depth++;
	if (state->depth == 1)
		state->head->is_array = true;
	return state->depth < SSLINV_JSON_MAX_DEPTH;
}

static int head_end(void *context)
{
	struct head_state *state = context;

	return --state->depth >= state->base;
}

static int head_key(void *context, const unsigned char *bytes, size_t length)
{
	struct head_state *state = context;
	struct sslinv_json_head *head = state->head;
	int shown = length < sizeof(head->inner) ? (int)length : (int)sizeof(head->inner) - 1;

	if (state->depth == state->base && head->count < SSLINV_JSON_HEAD_KEYS)
		snprintf(head->keys[head->count++], sizeof(head->keys[0]), "%.*s", shown, (const char *)bytes);
	else if (state->depth > state->base && !head->inner[0])
		snprintf(head->inner, sizeof(head->inner), "%.*s", shown, (const char *)bytes);
	return 1;
}

bool sslinv_json_head(const char *head, size_t length, struct sslinv_json_head *result)
{
	static const yajl_callbacks head_callbacks = {
		.yajl_start_map = head_start_map,
		.yajl_map_key = head_key,
		.yajl_end_map = head_end,
		.yajl_start_array = head_start_array,
		.yajl_end_array = head_end,
	};
	struct head_state state = { .head = result };
	SSLINV_CLEANUP(free_parser) yajl_handle parser = NULL;

	memset(result, 0, sizeof(*result));
	if (length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) {
		head += 3;
		length -= 3;
	}
	while (length && strchr(" \t\r\n", *head) && *head) {
		head++;
		length--;
	}
	if (!length || (*head != '{' && *head != '['))
		return false;
	parser = yajl_alloc(&head_callbacks, NULL, &state);
	/* What is wrong further on is the reader's to say, with the line. */
	if (parser)
		yajl_parse(parser, (const unsigned char *)head, length);
	return result->count > 0;
}

bool sslinv_json_head_has(const struct sslinv_json_head *head, const char *key)
{
	for (size_t i = 0; i < head->count; i++) {
		if (strcmp(head->keys[i], key) == 0)
			return true;
	}
	return false;
}
