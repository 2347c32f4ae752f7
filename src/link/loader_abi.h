/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the loader of a root is like, for one kind of consumer: glibc's or musl's, its built-in directories and names. */
#ifndef SSLINV_LINK_LOADER_ABI_H
#define SSLINV_LINK_LOADER_ABI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"
#include "elf/elf.h"
#include "link/ld_so_conf.h"
#include "link/loader_machine.h"

struct sslinv_loader_abi {
	const struct sslinv_loader_machine *machine;
	uint16_t e_machine;
	uint32_t flags; /* the part of e_flags that counts */
	bool is_big_endian;
	bool has_interp; /* for consumers that name their loader */
	bool is_musl;
	char musl_arch[32];
	const char *musl_prefix; /* "" where the loader lies in /lib */
	unsigned glibc_minor;    /* N of glibc 2.N in this root; 0 if unknown */
	const char *lib;         /* $LIB: where the root's C library lies, below / or /usr. NULL: the root has none */
	struct sslinv_directories built_in;
	struct sslinv_directories musl_path;
	struct sslinv_loader_processor processor; /* all unknown where the root is not the running host */
};

/* Zero-initialised is empty. */
struct sslinv_loader_abis {
	struct sslinv_loader_abi **items;
	size_t count;
	size_t capacity;
};

/* The one for a consumer, made at the first question. *abi is borrowed until sslinv_loader_abis_free(). */
int sslinv_loader_abi_get(struct sslinv_loader_abis *abis, const struct sslinv_root *root,
			  const struct sslinv_problem_sink *sink, struct sslinv_arena *arena,
			  const struct sslinv_elf *consumer, const struct sslinv_loader_abi **abi,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

void sslinv_loader_abis_free(struct sslinv_loader_abis *abis);

/* How a file and a consumer go together. */
enum sslinv_loader_fit {
	SSLINV_LOADER_ABSENT, /* no file that can be opened */
	SSLINV_LOADER_MISFIT, /* not a library for this consumer */
	SSLINV_LOADER_DOUBT,  /* it fits unless the kernel is too old for it, and which kernel runs is not known */
	SSLINV_LOADER_FITS,
};

struct sslinv_loader_wanted {
	const struct sslinv_elf *consumer;
	const char *soname;   /* that the library has to state, if it states any; or NULL */
	unsigned glibc_minor; /* of the loader; 0 if unknown, or for another one */
};

/*
 * Is the file at `path` a library that a loader accepts for a consumer? Then *canonical is its malloc'ed canonical path (the
 * caller frees), else NULL. Fails only where the answer cannot be had: out of memory or of descriptors, or a read error.
 */
int sslinv_loader_open_library(const struct sslinv_root *root, const char *path, const struct sslinv_loader_wanted *wanted,
			       char **canonical, enum sslinv_loader_fit *fit, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Does the library at `path` state this soname? */
int sslinv_loader_has_soname(const struct sslinv_root *root, const char *path, const char *soname, bool *has_it,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
