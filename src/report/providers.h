/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OpenSSLs of a host, each with its files and with who uses it: what a report shows in place of single files. */
#ifndef SSLINV_REPORT_PROVIDERS_H
#define SSLINV_REPORT_PROVIDERS_H

#include <stddef.h>

#include "base/attributes.h"
#include "facts/facts.h"

/* Who uses a provider. */
enum sslinv_user_kind {
	SSLINV_USER_PACKAGE = 0,
	SSLINV_USER_FILE, /* a file that no package owns */
	SSLINV_USER_KIND_COUNT,
};

/* Names in the order of strcmp(), each once. Borrowed from the facts. */
struct sslinv_names {
	const char **items;
	size_t count;
};

/* One OpenSSL: the libraries of one package that state the same version, or one copy that no package owns. */
struct sslinv_provider {
	const struct sslinv_library *library; /* the first of them; borrowed from the facts */
	struct sslinv_names files;            /* in the order of the facts */
	struct sslinv_names users[SSLINV_USER_KIND_COUNT];
};

struct sslinv_providers {
	struct sslinv_provider *items; /* in the order of their first library */
	size_t count;
	const char **files, **users; /* what the names above point into */
};

/*
 * Finds the providers in n log n steps. A copy inside a program is a provider, and its program is not among the users.
 * Returns 0 or SSLINV_E_MEMORY; the caller frees with sslinv_providers_free().
 */
int sslinv_providers_find(const struct sslinv_facts *facts, struct sslinv_providers *providers) SSLINV_MUST_CHECK;

/* Accepts zero-initialised ones. Fit for SSLINV_CLEANUP. */
void sslinv_providers_free(struct sslinv_providers *providers);

#endif
