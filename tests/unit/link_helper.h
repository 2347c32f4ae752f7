/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of link/: a small root, the packages that own some of it, and what was found as text. */
#ifndef SSLINV_TESTS_LINK_HELPER_H
#define SSLINV_TESTS_LINK_HELPER_H

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "elf_writer.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "crypto/crypto_table.h"
#include "elf/file_digest.h"
#include "host/root.h"
#include "link/link.h"
#include "link/owned.h"

struct world {
	char *top;  /* holds the root, and beside it what nothing may reach */
	char *tree; /* the root's directory */
	struct sslinv_root root;
	struct sslinv_facts facts;
};

/* A library's constants, which state its version: 3.0.19, and 3.5.4. */
extern const char version_text[29], other_text[27];

#define X86_64 .is_64bit = true, .machine = EM_X86_64
extern const struct elf_spec crypto_spec, ssl_spec, program_spec, other_spec;

int make_world(void **state);

int free_world(void **state);

/* Begins anew: no packages, nothing found, and a full scan. The files stay. */
void forget_facts(struct world *world);

uint32_t add_package(struct world *world, const char *name);

/* The package lists the path, as a database would have it. */
void own(struct world *world, uint32_t package, const char *path);

/* The package's database has this digest for the path. */
void say_digest(struct world *world, uint32_t package, const char *path, enum sslinv_backend_digest algorithm,
		const char *hex);

/* The same, with the digest of what lies at `source` now. */
void say_digest_of(struct world *world, uint32_t package, const char *path, const char *source,
		   enum sslinv_backend_digest algorithm);

/* The package needs and provides these, as it declares itself; NULL: nothing. */
void declare(struct world *world, uint32_t package, const char *requires, const char *provides);

/* A libcrypto of version 3.0.19, and one of 3.5.4; `path` is a path in the root. */
void put_crypto(const struct world *world, const char *path);

void put_other(const struct world *world, const char *path);

/* A program with a copy of OpenSSL 3.0.19 in it. */
void put_embedded(const struct world *world, const char *path);

int link_all(struct world *world);

/* The table that comes with the program; the caller frees. */
void load_table(struct sslinv_crypto_table *table);

/* The same with the other libraries of the table (NULL: not looked for), and a file cache that is loaded and saved (NULL).
 */
void link_with(struct world *world, const struct sslinv_crypto_table *table, const char *cache_path);

const char *or_none(const char *text);

/*
 * Replaces the text by the other libraries and who uses them: `path owner library soname version purpose text` and
 * `path owner soname -> provider owner library purpose evidence confidence`.
 */
void describe_others(const struct world *world, struct sslinv_str *text);

const char *owner(const struct world *world, uint32_t package);

/* `path owner soname -> provider owner`, `path owner library version`, `source path message !`: sorted as they are. */
void assert_linkages(const struct world *world, const char *expected);

void assert_libraries(const struct world *world, const char *expected);

void assert_problems(const struct world *world, const char *expected);

#endif
