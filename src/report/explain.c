/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over what `sslinv explain` says, and its formats. */
#include "report/explain.h"

#include <string.h>

static const struct sslinv_explain_format *const formats[] = {
	&sslinv_explain_text,
	&sslinv_explain_json,
};

const struct sslinv_explain_format *sslinv_explain_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

typedef int take_part(void *context, const struct sslinv_explain_item *item);

/* Each part of the word. */
static int take_parts(take_part *take, void *context, struct sslinv_explain_item *item)
{
	const struct sslinv_parts *parts = &item->explanation->parts[item->word];
	int rc = 0;

	for (item->index = 0; take && rc == 0 && item->index < parts->count; item->index++) {
		item->part = &parts->items[item->index];
		rc = take(context, item);
	}
	item->part = NULL;
	return rc;
}

static int walk(const struct sslinv_explain_format *format, void *context, const struct sslinv_explanation *explanation)
{
	struct sslinv_explain_item item = { .explanation = explanation };
	int rc = 0;

	for (item.word = 0; rc == 0 && item.word < explanation->word_count; item.word++)
		rc = take_parts(format->answer, context, &item);
	if (rc == 0 && format->host)
		format->host(context, &item);
	for (item.word = 0; rc == 0 && item.word < explanation->word_count; item.word++) {
		if (format->begin_word)
			format->begin_word(context, &item);
		rc = take_parts(format->part, context, &item);
		if (format->end_word)
			format->end_word(context, &item);
	}
	return rc;
}

int sslinv_explain(const struct sslinv_explain_format *format, FILE *file, const struct sslinv_explanation *explanation,
		   struct sslinv_error *error)
{
	void *context = format->begin(file);
	int rc;

	if (!context)
		return sslinv_error_memory(error);
	rc = walk(format, context, explanation);
	if (format->end)
		format->end(context);
	return rc < 0 ? sslinv_error_memory(error) : 0;
}
