/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a CSAF document comes to (https://docs.oasis-open.org/csaf/csaf/v2.0/), shared by the files that read one: the
 * products of its tree that concern OpenSSL, and the statements about them.
 */
#ifndef SSLINV_FORMATS_CSAF_CSAF_H
#define SSLINV_FORMATS_CSAF_CSAF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/map.h"
#include "distro/distro.h"
#include "parse/json.h"
#include "guidance/check.h"

/* A remediation, a threat or a flag: what is said of the products it names. */
struct sslinv_csaf_note {
	struct sslinv_csaf_note *next;
	const char *category, *details, *url, *date;
	bool is_kept; /* its strings outlive the vulnerability */
};

/* The groups of product_status, as bits. */
enum sslinv_csaf_status {
	SSLINV_CSAF_FIXED = 1,
	SSLINV_CSAF_AFFECTED = 2,
	SSLINV_CSAF_NOT_AFFECTED = 4,
	SSLINV_CSAF_UNDER_INVESTIGATION = 8,
	SSLINV_CSAF_RECOMMENDED = 16, /* SUSE's word for fixed; contradicts nothing */
	SSLINV_CSAF_OTHER = 32,
};

/* A product of the tree: a platform (has no package), a package, or a package on a platform. */
struct sslinv_csaf_product {
	const char *id;
	const char *name;    /* of a platform that is to be told where it is not known */
	const char *package; /* NULL: a platform */
	const char *version; /* with epoch; NULL if not said */
	const char *arch;
	bool is_source;
	bool has_distro; /* else it is none known here */
	struct sslinv_distro distro;
	/* What the current vulnerability says. */
	struct sslinv_csaf_product *touched; /* the next in the list of those it names */
	bool is_touched;
	unsigned statuses;
	struct sslinv_csaf_note *fix, *refusal, *pending, *impact, *flag;
};

/*
 * The feed that this whole document would be, where it is surely one of CSAF and says nothing about OpenSSL: malloc'ed. NULL
 * for every other: the reader tells what it is, and what is wrong with it.
 */
char *sslinv_csaf_silent(const char *bytes, size_t length) SSLINV_MUST_CHECK;

struct sslinv_csaf_tree {
	struct sslinv_map by_id;
	unsigned long dropped;
};

/* One product as the tree describes it; the strings are borrowed for the call, any may be NULL. */
struct sslinv_csaf_described {
	const char *category; /* of the branch */
	const char *id, *name, *cpe, *purl;
};

/* Takes a product into the tree if it is a platform or a package that concerns OpenSSL; others are counted. */
int sslinv_csaf_tree_add(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const struct sslinv_csaf_described *what)
	SSLINV_MUST_CHECK;

/* The product `id` is the package `component` on the platform `platform`. */
int sslinv_csaf_tree_relate(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const char *id, const char *component,
			    const char *platform) SSLINV_MUST_CHECK;

/* NULL if it was not taken in. */
struct sslinv_csaf_product *sslinv_csaf_tree_find(const struct sslinv_csaf_tree *tree, const char *id);

void sslinv_csaf_tree_free(struct sslinv_csaf_tree *tree);

/* What holds for all statements of a vulnerability. */
struct sslinv_csaf_vulnerability {
	const char *cve;
	const char *url;
	const char *severity; /* where no threat names the product */
	/* For an advisory; NULL in a VEX document, where the remediation says it. */
	const char *advisory, *issued;
};

struct sslinv_csaf_statements {
	struct sslinv_map by_key;
	struct sslinv_str key; /* of the one that is looked for */
	struct sslinv_csaf_group *groups, **end;
};

void sslinv_csaf_statements_init(struct sslinv_csaf_statements *statements);

/* One vulnerability's word about one product, whose arches are folded together. */
int sslinv_csaf_statements_add(struct sslinv_csaf_statements *statements, struct sslinv_json *json,
			       const struct sslinv_csaf_vulnerability *vulnerability,
			       const struct sslinv_csaf_product *product) SSLINV_MUST_CHECK;

int sslinv_csaf_statements_emit(const struct sslinv_csaf_statements *statements, const struct sslinv_checked_sink *sink)
	SSLINV_MUST_CHECK;

void sslinv_csaf_statements_free(struct sslinv_csaf_statements *statements);

#endif
