/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the sqlite reader: a file that SQLite reads through an open descriptor, and the write-ahead log. */
#ifndef SSLINV_BACKENDS_RPM_SQLITE_H
#define SSLINV_BACKENDS_RPM_SQLITE_H

#include <sqlite3.h>

#include "rpm_database.h"

#pragma GCC visibility push(hidden)

/*
 * Opens the database behind a descriptor, read-only and immutable: no path is used, no lock taken, nothing is created. The
 * descriptor stays the caller's and must outlive *connection, of which one can be open at a time. Returns an SQLite code;
 * *connection is to be given to sslinv_rpm_descriptor_close() whatever it was.
 */
int sslinv_rpm_descriptor_open(int fd, sqlite3 **connection);
void sslinv_rpm_descriptor_close(sqlite3 *connection);

/*
 * SQLite ends a write-ahead log at the first frame that is damaged and says nothing. Finds out whether it would: *why is
 * then the reason, and else NULL. Returns 0 or a negative errno.
 */
int sslinv_rpm_wal_check(int fd, uint64_t size, const char **why);

#pragma GCC visibility pop

#endif
