/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over what was found, and the formats that it is written in. */
#include "report/report.h"

#include <string.h>

#include "base/cleanup.h"
#include "report/format.h"

static const struct sslinv_report_format *const formats[] = {
	&sslinv_report_text,
	&sslinv_report_json,
};

const struct sslinv_report_format *sslinv_report_format(const char *name)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(formats); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* A walk that is under way. */
struct walk {
	const struct sslinv_report_format *format;
	void *context;
	struct sslinv_report_item item;
};

static void take(struct walk *walk, enum sslinv_report_step step)
{
	sslinv_report_take(walk->format, walk->context, step, &walk->item);
}

static int begin(struct walk *walk, const struct sslinv_report_format *format, FILE *file,
		 const struct sslinv_report_data *data, struct sslinv_error *error)
{
	*walk = (struct walk){ .format = format, .context = format->begin(file), .item = { .data = data } };
	return walk->context ? 0 : sslinv_error_memory(error);
}

int sslinv_report_scan(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_providers_free) struct sslinv_providers providers = { 0 };
	struct walk walk;

	if (sslinv_providers_find(data->facts, &providers) < 0)
		return sslinv_error_memory(error);
	if (begin(&walk, format, file, data, error) < 0)
		return error->code;
	walk.item.providers = &providers;
	for (int step = SSLINV_REPORT_HOST; step <= SSLINV_REPORT_VERDICT; step++)
		take(&walk, (enum sslinv_report_step)step);
	format->end(walk.context);
	return 0;
}

int sslinv_report_check(const struct sslinv_report_format *format, FILE *file, const struct sslinv_report_data *data,
			struct sslinv_error *error)
{
	struct walk walk;

	if (begin(&walk, format, file, data, error) < 0)
		return error->code;
	take(&walk, SSLINV_REPORT_SUMMARY);
	format->end(walk.context);
	return 0;
}
