/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An OpenSSL configuration file with what it includes, as OpenSSL's own parser has it: config(5), and what that page does
 * not say. It is read, and nothing that it names is run or loaded.
 */
#ifndef SSLINV_POLICY_CONFIGURATION_H
#define SSLINV_POLICY_CONFIGURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/map.h"
#include "host/root.h"

/* What a version of OpenSSL understands. */
struct sslinv_configuration_rules {
	bool has_include; /* `.include`, since 1.1.1 */
	bool has_pragma;  /* `.pragma`, since 3.0 */
};

struct sslinv_configuration_value {
	const char *name, *value;
	bool is_open;     /* it depends on an environment variable: what stands here is the text with `$ENV::NAME` in it */
	bool is_replaced; /* the name was set again later: this one does not count */
};

/* In the order in which OpenSSL goes through it. */
struct sslinv_configuration_section {
	const char *name;
	struct sslinv_configuration_value **items;
	size_t count, capacity;
	size_t valid;             /* those that are not replaced */
	struct sslinv_map values; /* by name: what counts; of the reader's own kind */
};

struct sslinv_configuration {
	struct sslinv_arena arena;
	char *path; /* canonical; owned. NULL: there is no such file, and everything below is empty */
	struct sslinv_map sections;
	size_t bytes;             /* of all that is kept, or was put together */
	bool reads_crypto_policy; /* a file below /etc/crypto-policies is included */
	const char *refusal;      /* why OpenSSL takes nothing of it: `line 3 of /etc/ssl/openssl.cnf: ...`; NULL: it does */
	const char *doubt;        /* why a program may read something else; NULL: nothing of that kind was seen */
};

/*
 * Reads the file `path` of the root. What hinders it is told in the configuration: in `refusal` where OpenSSL would not take
 * it either, in `doubt` where only this reader cannot know. Returns 0 or SSLINV_E_MEMORY; the caller frees.
 */
int sslinv_configuration_read(const struct sslinv_root *root, const char *path,
			      const struct sslinv_configuration_rules *rules, struct sslinv_configuration *configuration)
	SSLINV_MUST_CHECK;

/* The section of that name; NULL where there is none. */
const struct sslinv_configuration_section *sslinv_configuration_section(const struct sslinv_configuration *configuration,
									const char *name);

/* The value of a name in a section, else in the section `default`; NULL where it has none. */
const struct sslinv_configuration_value *sslinv_configuration_value(const struct sslinv_configuration *configuration,
								    const char *section, const char *name);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_configuration_free(struct sslinv_configuration *configuration);

#endif
