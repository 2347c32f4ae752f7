/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of the page. */
#include "report/html/html_table.h"

#include <inttypes.h>

#include "report/html/html_text.h"
#include "report/open.h"

static void put_columns(FILE *file, const struct sslinv_html_kind *kind)
{
	fputs("<thead><tr>", file);
	for (size_t i = 0; i < SSLINV_HTML_COLUMNS && kind->columns[i].title; i++) {
		const struct sslinv_html_column *column = &kind->columns[i];

		fprintf(file, "<th scope=\"col\"%s%s%s%s>%s</th>", column->flags & SSLINV_HTML_NUMBER ? " class=\"n\"" : "",
			column->flags & SSLINV_HTML_FILTER ? " data-filter" : "",
			column->flags & SSLINV_HTML_HOSTS ? " data-hosts" : "",
			column->flags & SSLINV_HTML_SORTED ? " aria-sort=\"descending\"" : "", column->title);
	}
	fputs("</tr></thead>\n<tbody>\n", file);
}

void sslinv_html_table_head(FILE *file, const struct sslinv_html_kind *kind, uint64_t total)
{
	fprintf(file,
		"<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s-caption\" tabindex=\"0\">\n"
		"<table class=\"rows\" id=\"%s-table\" data-noun=\"%s\" data-total=\"%" PRIu64 "\">\n"
		"<caption id=\"%s-caption\">%s</caption>\n",
		kind->id, kind->id, kind->noun, total, kind->id, kind->caption);
	put_columns(file, kind);
}

/* Behind the rows that are laid out at once. */
static void put_rest_head(const struct sslinv_html_table *table)
{
	const struct sslinv_html_kind *kind = table->kind;

	fprintf(table->file,
		"</tbody>\n</table>\n</div>\n<noscript data-for=\"%s-table\">\n"
		"<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s-more\" tabindex=\"0\">\n<table>\n"
		"<caption id=\"%s-more\">More %s</caption>\n",
		kind->id, kind->id, kind->id, kind->noun);
	put_columns(table->file, kind);
}

static void begin_row(struct sslinv_html_table *table)
{
	if (table->count++ == SSLINV_HTML_FIRST_ROWS)
		put_rest_head(table);
}

void sslinv_html_table_row(struct sslinv_html_table *table, const char *name, const char *attributes)
{
	begin_row(table);
	fprintf(table->file, "<tr%s><th scope=\"row\">", attributes);
	sslinv_html_print(table->file, "%s</th>", name);
}

void sslinv_html_table_word_row(struct sslinv_html_table *table, const char *word, const char *colour, int rank)
{
	begin_row(table);
	fprintf(table->file, "<tr><th scope=\"row\" class=\"mark %s\" data-k=\"%d\">", colour, rank);
	sslinv_html_print(table->file, "%s</th>", word);
}

void sslinv_html_table_end(struct sslinv_html_table *table)
{
	fputs("</tbody>\n</table>\n</div>\n", table->file);
	if (table->count > SSLINV_HTML_FIRST_ROWS)
		fputs("</noscript>\n", table->file);
}

void sslinv_html_cell(struct sslinv_html_table *table, const char *text)
{
	sslinv_html_print(table->file, "<td>%s</td>", text);
}

void sslinv_html_cell_number(struct sslinv_html_table *table, uint64_t number)
{
	fputs("<td class=\"n\">", table->file);
	sslinv_html_number(table->file, number);
	fputs("</td>", table->file);
}

void sslinv_html_cell_word(struct sslinv_html_table *table, const char *word, const char *colour, int rank)
{
	if (*colour)
		fprintf(table->file, "<td class=\"mark %s\" data-k=\"%d\">", colour, rank);
	else
		fprintf(table->file, "<td data-k=\"%d\">", rank);
	sslinv_html_print(table->file, "%s</td>", word);
}

void sslinv_html_cell_severity(struct sslinv_html_table *table, int severity)
{
	const char *name = severity < 0 ? "" : sslinv_severity_class_name((enum sslinv_severity_class)severity);

	sslinv_html_cell_word(table, name, name, severity);
}

void sslinv_html_cell_doing(struct sslinv_html_table *table, const char *command, const char *words)
{
	if (command && *command)
		sslinv_html_print(table->file, "<td class=\"w\"><code>%s</code></td>", command);
	else
		sslinv_html_print(table->file, "<td class=\"w\">%s</td>", words);
}
