/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of the page, which page.js sorts and filters. Write errors stay in the FILE for its owner to find. */
#ifndef SSLINV_REPORT_HTML_TABLE_H
#define SSLINV_REPORT_HTML_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SSLINV_HTML_COLUMNS 10

/* What a column is. */
enum {
	SSLINV_HTML_NUMBER = 1 << 0,
	SSLINV_HTML_FILTER = 1 << 1, /* one of few words: there is a list to choose from */
	SSLINV_HTML_HOSTS = 1 << 2,  /* how many hosts have what the first column names: leads to them */
	SSLINV_HTML_SORTED = 1 << 3, /* the rows are in its order, from the highest */
};

struct sslinv_html_column {
	const char *title;
	unsigned flags;
};

struct sslinv_html_kind {
	const char *id;                                         /* of its section; the table's is this and `-table` */
	const char *noun;                                       /* what the rows are: "hosts" */
	const char *caption;                                    /* our own text, as HTML */
	struct sslinv_html_column columns[SSLINV_HTML_COLUMNS]; /* those with a title; the first names the row */
};

/* A table that is being written. */
struct sslinv_html_table {
	const struct sslinv_html_kind *kind;
	FILE *file; /* the rows go there: that of the page, or where they wait for it */
	uint64_t count;
};

/*
 * A browser that runs scripts lays out only the first rows; the rest it gets as text. Without scripts it shows them in a
 * table behind the first.
 */
#define SSLINV_HTML_FIRST_ROWS 100

/* All before the first row; `total` is how many rows there are. */
void sslinv_html_table_head(FILE *file, const struct sslinv_html_kind *kind, uint64_t total);

/* Begins a row with the cell that names it; `attributes` as ` data-c="1"`, or "". */
void sslinv_html_table_row(struct sslinv_html_table *table, const char *name, const char *attributes);

/* The same where the name is a word with its colour. */
void sslinv_html_table_word_row(struct sslinv_html_table *table, const char *word, const char *colour, int rank);

/* The end of the rows. */
void sslinv_html_table_end(struct sslinv_html_table *table);

/* Cells of the row. */
void sslinv_html_cell(struct sslinv_html_table *table, const char *text);
void sslinv_html_cell_number(struct sslinv_html_table *table, uint64_t number);
/* A word with its colour, which sorts by `rank`; an empty one has none. */
void sslinv_html_cell_word(struct sslinv_html_table *table, const char *word, const char *colour, int rank);
/* The class of a severity; none for a negative one. */
void sslinv_html_cell_severity(struct sslinv_html_table *table, int severity);
/* A command that can be copied; where it is NULL or "", words, which may be NULL. */
void sslinv_html_cell_doing(struct sslinv_html_table *table, const char *command, const char *words);

#endif
