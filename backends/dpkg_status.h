/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What dpkg's database says is installed: var/lib/dpkg/status, the journal of an interrupted dpkg in updates/, and the
 * stanzas of distroless images in status.d/. libapt-pkg passes over damage in silence, so it is looked for here, and
 * libapt-pkg reads a private copy of the stanzas that were found whole.
 */
#ifndef SSLINV_BACKENDS_DPKG_STATUS_H
#define SSLINV_BACKENDS_DPKG_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "dpkg_io.h"

#pragma GCC visibility push(hidden)

#define SSLINV_DPKG_DIRECTORY "var/lib/dpkg"
#define SSLINV_DPKG_STATUS "var/lib/dpkg/status"
#define SSLINV_DPKG_STATUS_D "var/lib/dpkg/status.d"

/* dpkg's states, in its order. */
enum sslinv_dpkg_state {
	SSLINV_DPKG_NOT_INSTALLED,
	SSLINV_DPKG_CONFIG_FILES,
	SSLINV_DPKG_HALF_INSTALLED,
	SSLINV_DPKG_UNPACKED,
	SSLINV_DPKG_HALF_CONFIGURED,
	SSLINV_DPKG_TRIGGERS_AWAITED,
	SSLINV_DPKG_TRIGGERS_PENDING,
	SSLINV_DPKG_INSTALLED,
};

/* One package of the database. */
struct sslinv_dpkg_entry {
	char *name; /* owned */
	char *arch; /* owned; "" where the stanza has none */
	enum sslinv_dpkg_state state;
	bool installed;   /* a state with files on disk, and a version */
	bool has_status;  /* the stanza has a Status field: those of status.d have none */
	unsigned rank;    /* where two stanzas speak of one package, the higher rank holds */
	const char *file; /* name inside status.d, or NULL; borrowed from the status */
	const char *text; /* the stanza; borrowed from the status */
	size_t length;
};

#define SSLINV_DPKG_ARCHITECTURES_MAX 64u

struct sslinv_dpkg_status {
	struct sslinv_dpkg_entry *entries; /* sorted by name, then arch; each pair once; owned */
	size_t count, capacity;
	size_t installed;   /* entries that are installed */
	size_t from_status; /* installed ones that status (or its journal) names, not status.d */
	char **texts;       /* the files as they were read; owned */
	size_t text_count;
	struct sslinv_dpkg_names distroless;                /* file names in status.d */
	char *architectures[SSLINV_DPKG_ARCHITECTURES_MAX]; /* native first; owned */
	size_t architecture_count;
	bool have_status; /* var/lib/dpkg/status exists */
};

/*
 * Reads it all; *status is zero before, and freed by the caller also after a failure. Damage is told to the sink, and
 * stanzas that are damaged are left out. Returns 0, a negative errno after a problem that leaves nothing to be read, or what
 * the sink returned.
 */
int sslinv_dpkg_status_read(struct sslinv_dpkg_status *status, const struct sslinv_backend_host *host,
			    const struct sslinv_backend_sink *sink);

/* Writes the stanzas of installed packages to a new file, as one status file. Returns 0 or a negative errno. */
int sslinv_dpkg_status_write(const struct sslinv_dpkg_status *status, const char *path);

/* The entry of a package, or NULL. An `arch` of NULL takes the first of that name. */
const struct sslinv_dpkg_entry *sslinv_dpkg_status_find(const struct sslinv_dpkg_status *status, const char *name,
							const char *arch);

void sslinv_dpkg_status_free(struct sslinv_dpkg_status *status);

#pragma GCC visibility pop

#endif
