/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the room: one package whose builder is looked for, and what was found so far. */
#ifndef SSLINV_ORIGIN_ORIGIN_INTERNAL_H
#define SSLINV_ORIGIN_ORIGIN_INTERNAL_H

#include "base/str.h"
#include "distro/distro.h"
#include "facts/facts.h"
#include "origin/origin_shape.h"

/* What is the same for all packages of a host. */
struct sslinv_origin_host {
	const struct sslinv_facts *facts;
	const struct sslinv_origin_table *table;
	struct sslinv_distro place;                  /* what the host says it is */
	const struct sslinv_origin_builder *builder; /* of the host's own distribution; NULL if it is not listed */
	const char *vendor;                          /* of most rpm packages; NULL where none has one */
	bool is_signed;                              /* the host's packages are signed with listed keys */
};

struct sslinv_origin_question {
	const struct sslinv_origin_host *host;
	const struct sslinv_package *package;
	const struct sslinv_origin_hint *hints;
	size_t hint_count;
	struct sslinv_origin_shape shape;

	/* The answer. */
	const struct sslinv_origin_builder *builder;
	const char *builder_name; /* where it is not listed; NULL */
	bool has_line;            /* the build belongs to `line` */
	struct sslinv_distro line;
	enum sslinv_strength strength;
	struct sslinv_str evidence;
	bool is_out_of_memory;
};

/* Adds a clause to the evidence. */
void sslinv_origin_note(struct sslinv_origin_question *question, const char *format, ...) SSLINV_PRINTF(2, 3);

/* The build is of this release; "" where the distribution has none, or it is not known. */
void sslinv_origin_set_line(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
			    const char *release, const char *stream);

/* The build is of a line of nobody's. `name` may be NULL. */
void sslinv_origin_set_stranger(struct sslinv_origin_question *question, const char *name, enum sslinv_strength strength);

/* The builder of a clue; of several the one whose family is that of the shape, and then the host's own. NULL if none. */
const struct sslinv_origin_builder *sslinv_origin_builder_of(const struct sslinv_origin_question *question,
							     enum sslinv_origin_clue clue, const char *text);

/* Does the host's distribution take this builder's builds as its own? True for its own builder. */
bool sslinv_origin_is_taken(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder);

/* The builder of this family: the host's own, else the first; NULL if none. */
const struct sslinv_origin_builder *sslinv_origin_builder_of_family(const struct sslinv_origin_question *question,
								    const char *family);

/* Does the version begin with this base, and go on with something else than its last number? */
bool sslinv_origin_has_base(const char *version, const char *base);

/* Is it a package of OpenSSL itself whose number OpenSSL never gave: `3.0.17+quic`? */
bool sslinv_origin_has_strange_number(const struct sslinv_origin_question *question);

/* Has it an epoch above all that this builder's OpenSSL ever had? */
bool sslinv_origin_has_strange_epoch(const struct sslinv_origin_question *question,
				     const struct sslinv_origin_builder *builder);

/* The two formats; each fills in the answer. */
void sslinv_origin_ask_deb(struct sslinv_origin_question *question);
void sslinv_origin_ask_rpm(struct sslinv_origin_question *question);

#endif
