/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where vendors publish: the table sources.xml (its schema is sources.rng, its manual sslinv-sources(5)), what a site
 * changed of it, and which rows a distribution needs. Nothing here opens a connection.
 */
#ifndef SSLINV_SOURCES_SOURCES_H
#define SSLINV_SOURCES_SOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "fetch/limits.h"

/* How a source is followed. */
enum sslinv_source_follow {
	SSLINV_FOLLOW_FILE = 0,    /* one file */
	SSLINV_FOLLOW_REPOMD,      /* an rpm repository: repodata/repomd.xml names updateinfo */
	SSLINV_FOLLOW_MIRROR_LIST, /* a text whose first line is such a repository */
	SSLINV_FOLLOW_ARCHIVE,     /* Red Hat's folder: an archive, what changed since, what was deleted */
	SSLINV_FOLLOW_COUNT,
};

/* Who needs a source. */
enum sslinv_source_need {
	SSLINV_NEED_DISTRO = 0, /* the hosts of its distributions */
	SSLINV_NEED_ALWAYS,     /* everybody */
	SSLINV_NEED_NAMED,      /* whoever names it */
	SSLINV_NEED_COUNT,
};

/* One source; the texts are borrowed from the table. */
struct sslinv_source {
	const char *id;
	const char *distro;    /* words `ID` or `ID:RELEASE`; NULL for none */
	const char *format;    /* as `feed list` has it; for people */
	const char *address;   /* `https://...`, `http://...`, `file:///...`, or an absolute path */
	const char *redirects; /* other hosts that it may redirect to, words; NULL for none */
	const char *ca;        /* a file with the authorities that may vouch for the host; NULL: the system's */
	enum sslinv_source_follow follow;
	enum sslinv_source_need need;
	const char *pattern; /* the id with braces that it was made of; NULL where it had none */
	uint64_t bytes;      /* what a transfer costs, about; 0: not known */
	uint64_t max_bytes;  /* what it may cost */
	/* Why nobody can fetch it, and what to do: it was named without what fills its braces. NULL as a rule. */
	const char *obstacle;
};

/* A place where a host is: os-release ID and VERSION_ID, and the machine; NULL for what is not known. */
struct sslinv_source_place {
	const char *distro, *version, *arch;
};

struct sslinv_source_row;

struct sslinv_source_table {
	struct sslinv_arena arena;
	struct {
		struct sslinv_source_row *items;
		size_t count, capacity;
	} shipped, site;
	struct sslinv_fetch_limits limits;
};

/* Sources that were picked: each once, in the order of the table. */
struct sslinv_source_list {
	struct sslinv_source *items;
	size_t count, capacity;
};

/*
 * Reads DATA/sources.xml, and CONF/sources.xml where it is there. Returns 0 or a negative code with file and line. The
 * caller frees with sslinv_sources_free() whatever the result.
 */
int sslinv_sources_load(const char *data_directory, const char *conf_directory, struct sslinv_source_table *sources,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_sources_free(struct sslinv_source_table *sources);

/* Adds what everybody needs, and what hosts in these places do. The list's items are freed by the caller. */
int sslinv_sources_needed(struct sslinv_source_table *sources, const struct sslinv_source_place *places, size_t count,
			  struct sslinv_source_list *list, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Adds what a user names: the source of that id, and, where the word is a distribution, all that its hosts in these places
 * need. Where none is in these places, sources with braces are added as they are, with an obstacle. SSLINV_E_NOT_FOUND with
 * what can be named where there is nothing else.
 */
int sslinv_sources_named(struct sslinv_source_table *sources, const char *word, const struct sslinv_source_place *places,
			 size_t count, struct sslinv_source_list *list, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Adds all that are not there yet; those for any release have its place still in braces: `almalinux-{release}`. */
int sslinv_sources_others(struct sslinv_source_table *sources, struct sslinv_source_list *list, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Is there a source that hosts in this place need? */
bool sslinv_sources_speak_of(struct sslinv_source_table *sources, const struct sslinv_source_place *place);

/*
 * May a source whose `distro` has these words speak of that distribution and release? NULL: of any. Of a rebuild it may be
 * served what the rebuild's vendor says. `release` NULL: any will do.
 */
bool sslinv_source_may_speak(const char *distros, const char *distro, const char *release);

/* Words, sorted, each once; borrowed from the table. */
struct sslinv_source_words {
	const char **items;
	size_t count, capacity;
};

/* The distributions, and `openssl`, that sslinv_sources_named() knows. The items are freed by the caller. */
int sslinv_sources_distros(struct sslinv_source_table *sources, struct sslinv_source_words *words,
			   struct sslinv_error *error) SSLINV_MUST_CHECK;

const char *sslinv_source_follow_name(enum sslinv_source_follow follow);

#endif
