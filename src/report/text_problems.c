/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: what could not be read, and what was passed over: what is the same of many paths is told once. */
#include <errno.h>
#include <string.h>

#include "report/text.h"

/* So many reasons are shown, and paths of each; `--all` has them all. */
#define MAX_REASONS 6
#define MAX_PATHS 3
#define PATH_WIDTH 60

/* The part of a message that is the same for all paths: what to do about one of them follows. */
static size_t reason_length(const struct sslinv_problem *problem)
{
	const char *end = strstr(problem->message, "; ");

	return end && problem->path && strstr(end, problem->path) ? (size_t)(end - problem->message)
								  : strlen(problem->message);
}

static bool is_alike(const struct sslinv_problem *a, const struct sslinv_problem *b)
{
	size_t length = reason_length(a);

	return a->is_failure == b->is_failure && a->path && b->path && reason_length(b) == length &&
	       strncmp(a->message, b->message, length) == 0;
}

/* The kernel's own file systems are on every host, and hold nothing. */
static bool is_common(const struct sslinv_problem *problem)
{
	return !problem->is_failure && sslinv_str_ends(problem->message, " is a pseudo file system of the kernel");
}

static bool is_told(const struct sslinv_facts *facts, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_alike(&facts->problems.items[i], &facts->problems.items[index]))
			return true;
	return false;
}

/* `Permission denied: /root, /etc/shadow and 12 more` */
static void tell_reason(FILE *file, const struct sslinv_facts *facts, size_t first)
{
	const struct sslinv_problem *problem = &facts->problems.items[first];
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	size_t count = 0;
	int rc;

	for (size_t i = first; i < facts->problems.count; i++)
		count += i == first || is_alike(problem, &facts->problems.items[i]);
	if (count == 1)
		rc = sslinv_str_printf(&text, "%s%s%s: %s", problem->source, problem->path ? ": " : "",
				       problem->path ? problem->path : "", problem->message);
	else
		rc = sslinv_str_printf(&text, "%.*s:", (int)reason_length(problem), problem->message);
	for (size_t i = first, shown = 0; count > 1 && rc == 0 && i < facts->problems.count && shown < MAX_PATHS; i++) {
		if (!is_alike(problem, &facts->problems.items[i]))
			continue;
		rc = sslinv_str_add(&text, shown++ ? ", " : " ");
		if (rc == 0)
			rc = sslinv_layout_add(&text, facts->problems.items[i].path, PATH_WIDTH);
	}
	if (rc == 0 && count > MAX_PATHS)
		rc = sslinv_str_printf(&text, " and %zu more", count - MAX_PATHS);
	if (rc == 0 && problem->is_failure && strcmp(problem->message, strerror(EACCES)) == 0)
		rc = sslinv_str_add(&text, ": scan as root to read it all");
	if (rc < 0)
		return;
	fputs("  ", file);
	sslinv_layout_sentence(file, 2, 4, sslinv_str_text(&text));
}

/* Each problem by itself. */
static void tell_each(FILE *file, const struct sslinv_facts *facts, bool failures)
{
	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		if (problem->is_failure != failures)
			continue;
		fprintf(file, "  %s: ", problem->source);
		if (problem->path) {
			sslinv_layout_text(file, problem->path, 0);
			fputs(": ", file);
		}
		sslinv_layout_text(file, problem->message, 0);
		fputc('\n', file);
	}
}

static void tell_reasons(FILE *file, const struct sslinv_facts *facts, bool failures)
{
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < facts->problems.count; i++) {
		const struct sslinv_problem *problem = &facts->problems.items[i];

		if (problem->is_failure != failures || is_common(problem) || is_told(facts, i))
			continue;
		if (shown++ < MAX_REASONS)
			tell_reason(file, facts, i);
		else
			more++;
	}
	if (more)
		fprintf(file, "  and %zu more, with --all\n", more);
}

static bool has_any(const struct sslinv_facts *facts, bool failures, bool all)
{
	for (size_t i = 0; i < facts->problems.count; i++)
		if (facts->problems.items[i].is_failure == failures && (all || !is_common(&facts->problems.items[i])))
			return true;
	return false;
}

void sslinv_text_problems(FILE *file, const struct sslinv_report_item *item)
{
	static const char *const titles[] = { "Noted", "Could not be read" };
	const struct sslinv_facts *facts = item->data->facts;
	bool all = sslinv_text_style(item)->all;

	for (int failures = 1; failures >= 0; failures--) {
		if (!has_any(facts, failures, all))
			continue;
		sslinv_layout_title(file, sslinv_text_style(item), titles[failures]);
		if (all)
			tell_each(file, facts, failures);
		else
			tell_reasons(file, facts, failures);
	}
}
