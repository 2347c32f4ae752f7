/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The columns of every record that is stored and shown, a row each: the SQL of the inventory, what is bound and loaded, and
 * the JSON of a report are all made from these tables. A new column is one row here, a migration of the schema
 * (store/schema.c) and its description in sslinv-schema(5).
 */
#ifndef SSLINV_FACTS_COLUMNS_H
#define SSLINV_FACTS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/str.h"
#include "facts/facts.h"
#include "facts/result.h"

/* What stands at a column's offset in its record, and what becomes of it. */
enum sslinv_column_kind {
	SSLINV_COLUMN_TEXT = 0,    /* const char *; NULL is NULL */
	SSLINV_COLUMN_LINES,       /* the same, of one line or several */
	SSLINV_COLUMN_WORD,        /* an enum, by its name */
	SSLINV_COLUMN_FLAG,        /* bool: 0 or 1, in JSON false or true */
	SSLINV_COLUMN_BIT,         /* bool: 0 or 1, in JSON too */
	SSLINV_COLUMN_COUNT,       /* uint64_t */
	SSLINV_COLUMN_KNOWN_COUNT, /* struct sslinv_known_count; NULL where it is not known */
	SSLINV_COLUMN_TIME,        /* int64_t, seconds since the epoch: UTC in ISO 8601 */
	SSLINV_COLUMN_PACKAGE, /* uint32_t, a place in facts->packages: the package's label; NULL for SSLINV_NO_PACKAGE */
	SSLINV_COLUMN_PACKAGE_NAME, /* the same: its name alone; the next column is its architecture */
	SSLINV_COLUMN_PACKAGE_ARCH,
	SSLINV_COLUMN_PACKAGE_VERSION, /* the same, where it is told: the last column */
	SSLINV_COLUMN_ROLE,            /* of a struct sslinv_package: what it is to OpenSSL */
	SSLINV_COLUMN_COMPUTED, /* follows from the facts, by the function `compute`; loaded by `restore`, if at all */
};

/* Where a column is left out. */
enum {
	SSLINV_COLUMN_NOT_STORED = 1, /* not in the inventory */
	SSLINV_COLUMN_NOT_SHOWN = 2,  /* not in JSON */
	SSLINV_COLUMN_IS_KEPT = 4,    /* of a host: what was known once stays where a later scan does not say */
	SSLINV_COLUMN_IS_MARK = 16,   /* of a stored fact alone, and kept apart from it */
	SSLINV_COLUMN_IS_NOTE = 8,    /* of a fact: what is known about it; another value does not make another fact */
};

/* It has no column in the table of its record. */
#define SSLINV_COLUMN_HAS_NO_PLACE (SSLINV_COLUMN_NOT_STORED | SSLINV_COLUMN_IS_MARK)

/* A value on its way out of a record. */
struct sslinv_cell {
	bool is_number;
	int64_t number;
	const char *text;            /* NULL is NULL, where it is no number; borrowed from the record, or `time` */
	char time[SSLINV_TIME_SIZE]; /* room for a time's text */
};

struct sslinv_column {
	const char *name; /* in views and in JSON */
	enum sslinv_column_kind kind;
	size_t offset;
	unsigned flags;
	const char *table_name; /* in the table of the inventory, where it is another there */
	const char *(*word)(int value);
	int word_count;
	void (*compute)(const struct sslinv_facts *facts, struct sslinv_cell *cell);
	int (*restore)(struct sslinv_facts *facts, const char *text); /* NULL: what was stored is not needed again */
};

/* The records there are. */
enum sslinv_record_kind {
	SSLINV_RECORD_HOST = 0,
	SSLINV_RECORD_SCAN,
	SSLINV_RECORD_PACKAGE,
	SSLINV_RECORD_LIBRARY,
	SSLINV_RECORD_LINKAGE,
	SSLINV_RECORD_OTHER_LIBRARY, /* told only of a scan that looked for them, as the next */
	SSLINV_RECORD_OTHER_LINKAGE,
	SSLINV_RECORD_PROBLEM,
	SSLINV_RECORD_CANDIDATE,
	SSLINV_RECORD_CHANGELOG,
	SSLINV_RECORD_PROCESS,
	SSLINV_RECORD_RUNTIME,
	SSLINV_RECORD_POLICY,
	SSLINV_RECORD_FINDING,
	SSLINV_RECORD_LEVEL,
	SSLINV_RECORD_VERDICT,
	SSLINV_RECORD_ACTION,
	SSLINV_RECORD_COUNT,
};

/* A record's bit in a set of them. */
#define SSLINV_RECORD_BIT(kind) (1u << (kind))

struct sslinv_record {
	const char *name;  /* of its view, and its key in JSON */
	const char *table; /* in the inventory */
	const struct sslinv_column *columns;
	size_t column_count;
	bool is_result;                    /* it lies in the result, not in the facts */
	bool is_single;                    /* one, at `offset`; else an array */
	size_t offset;                     /* of an array: of its `items`, which `count` and `capacity` follow */
	size_t size;                       /* of one */
	bool (*is_told)(const void *item); /* NULL: each is */
};

/* Is its value a number where it is not NULL, 0 or 1 for a flag? */
static inline bool sslinv_column_is_number(const struct sslinv_column *column)
{
	return column->kind == SSLINV_COLUMN_FLAG || column->kind == SSLINV_COLUMN_BIT ||
	       column->kind == SSLINV_COLUMN_COUNT || column->kind == SSLINV_COLUMN_KNOWN_COUNT;
}

/* The description of a record; static. */
const struct sslinv_record *sslinv_record(enum sslinv_record_kind kind);

/* How many there are. Of facts and result the one in which the record does not lie may be NULL. */
size_t sslinv_record_count(const struct sslinv_record *record, const struct sslinv_facts *facts,
			   const struct sslinv_host_result *result);

/* Number `index` of them; NULL for one that is not told: a package that has nothing to do with OpenSSL. */
const void *sslinv_record_item(const struct sslinv_record *record, const struct sslinv_facts *facts,
			       const struct sslinv_host_result *result, size_t index);

/* One more of them at the end, zeroed, to be filled column by column; NULL when out of memory. Not for single ones. */
void *sslinv_record_add(const struct sslinv_record *record, struct sslinv_facts *facts, struct sslinv_host_result *result)
	SSLINV_MUST_CHECK;

/* The value of a column of an item. */
void sslinv_column_get(const struct sslinv_column *column, const struct sslinv_facts *facts, const void *item,
		       struct sslinv_cell *cell);

/*
 * Puts a value into an item, but for the kinds that are a package's place (the caller knows the packages). `text` NULL is
 * NULL; for numbers it is not looked at. Texts are copied into `arena`. Returns 0 or SSLINV_E_MEMORY; a word that is unknown
 * is the first of its enum.
 */
int sslinv_column_put(const struct sslinv_column *column, struct sslinv_arena *arena, void *item, const char *text,
		      int64_t number) SSLINV_MUST_CHECK;

#endif
