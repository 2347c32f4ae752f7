/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changed, as text for a person: a heading for each host where anything did, and a line for each change. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "report/diff_format.h"
#include "report/layout.h"

struct text {
	FILE *file;
	struct sslinv_diff_host host; /* its texts live until host_end() */
	bool has_heading;
};

static void *begin(FILE *file)
{
	struct text *text = calloc(1, sizeof(*text));

	if (text)
		text->file = file;
	return text;
}

/* As it is, but for what would move the text after it. */
static void put(FILE *file, const char *text)
{
	sslinv_layout_bytes(file, text, strlen(text));
}

static void tell_heading(struct text *text)
{
	const struct sslinv_diff_host *host = &text->host;

	if (text->has_heading)
		return;
	text->has_heading = true;
	put(text->file, host->name);
	fputs(": ", text->file);
	switch (host->presence) {
	case SSLINV_DIFF_NEW:
		fprintf(text->file, "new, with the verdict %s\n", host->after);
		return;
	case SSLINV_DIFF_GONE:
		fprintf(text->file, "gone, with the verdict %s\n", host->before);
		return;
	case SSLINV_DIFF_NO_MOMENT:
		fputs("not compared: it has no scan to compare with\n", text->file);
		return;
	case SSLINV_DIFF_BOTH:
	case SSLINV_DIFF_PRESENCE_COUNT:
		break;
	}
	if (strcmp(host->before, host->after) == 0)
		fprintf(text->file, "%s, as before", host->after);
	else
		fprintf(text->file, "%s -> %s", host->before, host->after);
	fputs(host->is_incomplete ? "; its last scan is INCOMPLETE\n" : "\n", text->file);
}

static void tell_host(void *context, const struct sslinv_diff_host *host)
{
	struct text *text = context;

	text->host = *host;
	text->has_heading = false;
	if (host->presence != SSLINV_DIFF_BOTH || host->is_incomplete || strcmp(host->before, host->after) != 0)
		tell_heading(text);
}

/* What became of it, as the first word of its line. */
static const char *word_of(const struct sslinv_diff_change *change)
{
	if (change->course != SSLINV_DIFF_SAME)
		return sslinv_diff_course_name(change->course);
	if (!change->before)
		return "new";
	return change->after ? "changed" : "gone";
}

static void tell_change(void *context, const struct sslinv_diff_change *change)
{
	struct text *text = context;
	FILE *file = text->file;

	tell_heading(text);
	fprintf(file, "  %-8s ", word_of(change));
	if (change->kind == SSLINV_MOMENT_FINDING) {
		put(file, *change->detail ? change->detail : "a newer version");
		fputs(" in ", file);
		put(file, change->subject);
	} else {
		fprintf(file, "%s ", sslinv_diff_kind_name(change->kind));
		put(file, change->subject);
		fputs(*change->detail ? " " : "", file);
		put(file, change->detail);
	}
	fputs(": ", file);
	put(file, change->before ? change->before : change->after);
	if (change->before && change->after) {
		fputs(" -> ", file);
		put(file, change->after);
	}
	fputc('\n', file);
}

static void end_host(void *context)
{
	struct text *text = context;

	if (text->has_heading)
		fputc('\n', text->file);
}

static void end(void *context, const struct sslinv_diff_totals *totals)
{
	struct text *text = context;
	size_t same = totals->hosts - totals->changed - totals->not_compared;

	fprintf(text->file, "%zu %s: %zu worse, %zu better, %zu changed otherwise, %zu as before", totals->hosts,
		sslinv_str_plural(totals->hosts, "host", "hosts"), totals->worse, totals->better,
		totals->changed - totals->worse - totals->better, same);
	if (totals->incomplete)
		fprintf(text->file, ", %zu with an incomplete scan", totals->incomplete);
	if (totals->not_compared)
		fprintf(text->file, ", %zu not compared", totals->not_compared);
	fputc('\n', text->file);
	free(text);
}

const struct sslinv_diff_format sslinv_diff_text = {
	.name = "text",
	.begin = begin,
	.host = tell_host,
	.change = tell_change,
	.host_end = end_host,
	.end = end,
};
