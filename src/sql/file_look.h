/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands at a path before SQLite touches it, and the directory for it. */
#ifndef SSLINV_SQL_FILE_LOOK_H
#define SSLINV_SQL_FILE_LOOK_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/error.h"

/* What stands at a path before SQLite touches it. */
struct sslinv_file_look {
	bool exists;
	bool is_empty;
	bool is_wal;               /* the header says that the file goes with a write-ahead log */
	bool has_wal, has_journal; /* files of that name exist beside it */
	long long wal_size, journal_size;
	unsigned long long device, inode;
};

/* Fails where it is something else than a regular file, or no SQLite file; never blocks on a FIFO. `product` is what the
 * file should be, for messages. */
int sslinv_file_look(const char *path, const char *product, struct sslinv_file_look *look, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * Fails where the directory of `path` is not there: a name that was mistyped is not made, for nobody would look there again.
 * `remedy` ends the message.
 */
int sslinv_sql_check_directory(const char *path, const char *remedy, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Makes the directory of `path` (and those above it), mode 0700, where it is missing. */
int sslinv_sql_make_directory(const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
