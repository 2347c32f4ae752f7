/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An rpm database as a file that hands out numbered blobs, one header each, whatever its format. The formats are read here
 * without librpm: its own readers end silently where a database is damaged, and one of them writes.
 */
#ifndef SSLINV_BACKENDS_RPM_DATABASE_H
#define SSLINV_BACKENDS_RPM_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "problem.h"

#pragma GCC visibility push(hidden)

/* A header is at least two counts and one index entry; librpm itself writes none above 256 MiB, real ones stay below 30. */
#define SSLINV_RPM_BLOB_MIN 24u
#define SSLINV_RPM_BLOB_MAX (128u << 20)

struct sslinv_rpm_format;

/* One database file, found in the root and opened for reading. */
struct sslinv_rpm_database {
	const struct sslinv_backend_host *host;
	const struct sslinv_rpm_format *format;
	char path[96];      /* as seen from inside the root; for messages and the files beside it */
	int fd;             /* a regular file that is not empty; owned */
	struct stat status; /* of fd when it was opened */
};

/*
 * Takes one blob, borrowed during the call. `number` is the package's key in the database, not 0, the same number may come
 * twice. A value other than 0 ends the reading and is what each() returns.
 */
typedef int (*sslinv_rpm_blob_function)(void *context, uint32_t number, const void *blob, size_t length);

struct sslinv_rpm_format {
	const char *name; /* for messages */
	const char *file; /* inside the database directory */
	/*
	 * Hands all blobs to `function`. What cannot be read is told to the sink; whatever the format has to say about how
	 * many there must be is checked. Returns 0, a negative errno after a problem that ended the reading, or what the
	 * function or the sink returned.
	 */
	int (*each)(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
		    sslinv_rpm_blob_function function, void *context);
};

/* sqlite of rpm 4.16 and newer, with its write-ahead log. */
int sslinv_rpm_sqlite_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			   sslinv_rpm_blob_function function, void *context);

/* ndb of SUSE. */
int sslinv_rpm_ndb_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			sslinv_rpm_blob_function function, void *context);

/* Berkeley DB hash of rpm 4 up to 4.15, and btree of rpm 5. */
int sslinv_rpm_bdb_each(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink,
			sslinv_rpm_blob_function function, void *context);

/* Reads exactly `length` bytes at `offset`. Returns 0, -ENODATA where the file ends before, or another negative errno. */
int sslinv_rpm_read_at(int fd, void *buffer, size_t length, uint64_t offset);

/*
 * Opens a regular file of the root, asking what it is before opening it: a device may act on being opened. Returns a
 * descriptor that the caller closes and fills *status, or a negative errno: -ENOTSUP for what is no regular file.
 */
int sslinv_rpm_open_regular(const struct sslinv_backend_host *host, const char *path, struct stat *status);

/* Tells the sink and returns -ENOMEM, or what the sink returned. */
int sslinv_rpm_out_of_memory(const struct sslinv_rpm_database *database, const struct sslinv_backend_sink *sink);

/* Does a file that was read look as it did before? */
bool sslinv_rpm_same_state(const struct stat *before, const struct stat *after);

#pragma GCC visibility pop

#endif
