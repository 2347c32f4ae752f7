/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sections of the page share. */
#include "report/html/html_section.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/num.h"
#include "report/html/html_text.h"

#define PAIR(a, b)                                                                                                          \
	const struct sslinv_html_entry *left = *(struct sslinv_html_entry *const *)(a),                                     \
				       *right = *(struct sslinv_html_entry *const *)(b)

int sslinv_html_by_open(const void *a, const void *b)
{
	PAIR(a, b);

	if (left->counts[SSLINV_HTML_OPEN] != right->counts[SSLINV_HTML_OPEN])
		return sslinv_compare(right->counts[SSLINV_HTML_OPEN], left->counts[SSLINV_HTML_OPEN]);
	if (left->rank != right->rank)
		return sslinv_compare(right->rank, left->rank);
	return -strcmp(left->words[0], right->words[0]);
}

/* By verdict, then severity, then hosts. */
int sslinv_html_by_urgency(const void *a, const void *b)
{
	PAIR(a, b);

	if (left->state != right->state)
		return sslinv_compare(right->state, left->state);
	if (left->rank != right->rank)
		return sslinv_compare(right->rank, left->rank);
	return sslinv_html_by_hosts(a, b);
}

int sslinv_html_by_hosts(const void *a, const void *b)
{
	PAIR(a, b);

	if (left->hosts != right->hosts)
		return sslinv_compare(right->hosts, left->hosts);
	return sslinv_compare(left->index, right->index);
}

int sslinv_html_by_branch(const void *a, const void *b)
{
	PAIR(a, b);
	int order = strverscmp(left->words[0], right->words[0]);

	return order ? order : sslinv_compare(left->index, right->index);
}

void sslinv_html_section_begin(FILE *file, const char *id, const char *title, const char *about)
{
	fprintf(file, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n<p>%s</p>\n", id, id,
		id, title, about);
}

void sslinv_html_section_end(FILE *file)
{
	fputs("</section>\n", file);
}

/* No table is silently shorter than what it tells. */
static void put_left_out(FILE *file, uint64_t left_out)
{
	if (left_out > 0)
		fputs("<p class=\"note\">There is more than this page lists; <code>sslinv query</code> has all.</p>\n",
		      file);
}

/* The entries of a tally in an order; NULL when out of memory. The caller frees the array. */
static struct sslinv_html_entry **sorted(const struct sslinv_html_tally *tally, sslinv_html_order *order)
{
	struct sslinv_html_entry **items = calloc(tally->entries.count + 1, sizeof(*items));

	if (items && tally->entries.count > 0) {
		memcpy(items, tally->entries.items, tally->entries.count * sizeof(*items));
		qsort(items, tally->entries.count, sizeof(*items), order);
	}
	return items;
}

int sslinv_html_list(const struct sslinv_html *html, const struct sslinv_html_tally *tally,
		     const struct sslinv_html_list *list, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_html_entry **items = sorted(tally, list->order);
	struct sslinv_html_table table = { .kind = list->kind, .file = html->file };

	if (!items)
		return sslinv_error_memory(error);
	sslinv_html_section_begin(html->file, list->kind->id, list->title, list->about);
	sslinv_html_table_head(html->file, list->kind, tally->entries.count);
	for (size_t i = 0; i < tally->entries.count; i++) {
		list->row(html, &table, items[i]);
		fputs("</tr>\n", html->file);
	}
	if (list->foot)
		list->foot(html);
	sslinv_html_table_end(&table);
	put_left_out(html->file, tally->left_out);
	sslinv_html_section_end(html->file);
	return 0;
}

int sslinv_html_rows_section(struct sslinv_html *html, struct sslinv_html_rows *rows, const char *title, const char *about,
			     struct sslinv_error *error)
{
	int rc;

	sslinv_html_section_begin(html->file, rows->table.kind->id, title, about);
	sslinv_html_table_head(html->file, rows->table.kind, rows->table.count);
	sslinv_html_table_end(&rows->table);
	rc = sslinv_scratch_pour(&rows->scratch, html->file, error);
	sslinv_html_section_end(html->file);
	return rc;
}
