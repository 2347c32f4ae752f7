/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A directory of installed Python distributions (`site-packages`), and which of them brought a file. */
#ifndef SSLINV_RUNTIME_SITE_H
#define SSLINV_RUNTIME_SITE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "runtime/finder.h"

struct sslinv_distribution {
	const char *metadata; /* the raw path of METADATA or PKG-INFO, or of the directory that should have one */
	const char *name;     /* `psycopg2-binary` */
	const char *version;  /* NULL if nothing tells it */
	bool is_egg;          /* metadata of setuptools, and no wheel's */
};

/* More entries than any real directory of packages has are not looked at. */
#define SSLINV_SITE_MAX_ENTRIES 50000

/*
 * Which distribution brought the file `path`, that lies below the directory `site`: by RECORD (PEP 376, 627) or
 * installed-files.txt; where a distribution has no such list, by the name of the file's directory. Both raw and in the
 * finder. *found is NULL where none is known to. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_site_find(struct sslinv_finder *finder, const char *site, const char *path,
		     const struct sslinv_distribution **found) SSLINV_MUST_CHECK;

/* Reads what the metadata `path` (`X.dist-info`, `X.egg-info` or `EGG-INFO`; raw, in the finder) tells. 0 or
 * SSLINV_E_MEMORY.
 */
int sslinv_distribution_read(struct sslinv_finder *finder, const char *path, struct sslinv_distribution *distribution)
	SSLINV_MUST_CHECK;

/* What the name of such a directory, or of an egg, tells: `psycopg2-2.8-py3.8-linux-x86_64.egg`. 0 or SSLINV_E_MEMORY. */
int sslinv_distribution_by_name(struct sslinv_finder *finder, const char *path, struct sslinv_distribution *distribution)
	SSLINV_MUST_CHECK;

/* Do both name one distribution? Case does not count, nor which of `-`, `_` and `.` stands between words (PEP 503). */
bool sslinv_distribution_is_called(const char *name, size_t length, const char *other, size_t other_length);

/* Is there a distribution's metadata in the directory? Returns 1, 0 or SSLINV_E_MEMORY. */
int sslinv_site_is_one(struct sslinv_finder *finder, const char *directory) SSLINV_MUST_CHECK;

#endif
