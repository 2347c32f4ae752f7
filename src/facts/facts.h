/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The facts of one scan, as plain structs: what the earlier stages leave for the later ones (backends -> link -> resolve ->
 * store, out). All strings live in the arena and are in their stored form (sslinv_str_add_quoted), except where it says raw.
 */
#ifndef SSLINV_FACTS_FACTS_H
#define SSLINV_FACTS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/attributes.h"
#include "base/error.h"

/*
 * Bytes as the file system or a package database has them. Stored texts are quoted where they have to be: raw bytes are a
 * type of their own, so that one is never compared with the other.
 */
struct sslinv_raw {
	const char *bytes;
};

static inline struct sslinv_raw sslinv_raw(const char *bytes)
{
	return (struct sslinv_raw){ bytes };
}

/* How a linkage or a library is known. */
enum sslinv_evidence {
	SSLINV_EVIDENCE_NEEDED = 0,   /* DT_NEEDED; for a library: the file is libssl or libcrypto itself */
	SSLINV_EVIDENCE_DLOPEN,       /* ELF .note.dlopen */
	SSLINV_EVIDENCE_EMBEDDED,     /* a copy inside the file */
	SSLINV_EVIDENCE_DECLARED,     /* package metadata only */
	SSLINV_EVIDENCE_HOST_PROCESS, /* a plugin that takes the functions from the process which loads it */
	SSLINV_EVIDENCE_COUNT,
};

enum sslinv_confidence {
	SSLINV_CONFIDENCE_CERTAIN = 0,
	SSLINV_CONFIDENCE_LIKELY,
	SSLINV_CONFIDENCE_POSSIBLE,
	SSLINV_CONFIDENCE_COUNT,
};

enum sslinv_mode {
	SSLINV_MODE_FULL = 0,      /* packages, and the walk for what no package owns */
	SSLINV_MODE_PACKAGES_ONLY, /* files of packages only */
	SSLINV_MODE_COUNT,
};

/* What a scan looks for. */
enum sslinv_scope {
	SSLINV_SCOPE_OPENSSL = 0, /* OpenSSL and its forks */
	SSLINV_SCOPE_ALL,         /* and the other TLS and cryptography libraries of crypto/crypto_table.h */
	SSLINV_SCOPE_COUNT,
};

enum sslinv_outcome {
	SSLINV_OUTCOME_COMPLETE = 0,
	SSLINV_OUTCOME_INCOMPLETE,
	SSLINV_OUTCOME_COUNT,
};

/* How sure it is whose build a package is; see origin/origin.h. */
enum sslinv_strength {
	SSLINV_STRENGTH_OPEN = 0,
	SSLINV_STRENGTH_LIKELY,
	SSLINV_STRENGTH_CERTAIN,
	SSLINV_STRENGTH_COUNT,
};

/* Is what a process has in its memory still what its file holds? */
enum sslinv_process_state {
	SSLINV_PROCESS_CURRENT = 0,
	SSLINV_PROCESS_STALE,   /* the file is another one now */
	SSLINV_PROCESS_UNKNOWN, /* there is no evidence for the one or the other */
	SSLINV_PROCESS_STATE_COUNT,
};

/* The words of the enums above, as they stand in SQL and in output. Static. */
const char *sslinv_evidence_name(enum sslinv_evidence evidence);
const char *sslinv_confidence_name(enum sslinv_confidence confidence);
const char *sslinv_mode_name(enum sslinv_mode mode);
const char *sslinv_scope_name(enum sslinv_scope scope);
const char *sslinv_outcome_name(enum sslinv_outcome outcome);
const char *sslinv_strength_name(enum sslinv_strength strength);
const char *sslinv_process_state_name(enum sslinv_process_state state);

/* A number that may not be known; zero-initialised it is not. */
struct sslinv_known_count {
	bool is_known;
	uint64_t number;
};

struct sslinv_package {
	const char *name;
	const char *label;   /* what tells it from the others: see sslinv_package_label(); NULL where that is the name */
	const char *version; /* full vendor string */
	const char *arch;
	const char *format;      /* `rpm`, `deb`, `apk` */
	const char *backend;     /* which told of it in this scan; NULL where it is from the inventory */
	const char *source_name; /* NULL if unknown, like the next two */
	const char *source_version;
	const char *vendor;
	const char *origin;   /* who built it: `Debian`; NULL if not known. These three are of packages of OpenSSL only */
	const char *build_of; /* the line of updates it was built for, `debian:12`, `rhel:8/jbcs`; NULL: none known */
	const char *origin_evidence; /* `certain: ...`, `likely: ...`, `open: ...`; NULL: it was never asked for */
	const char *built;     /* when, in UTC: `2024-02-01T07:05:59Z`; NULL if not known. Of packages of OpenSSL only */
	const char **requires; /* the OpenSSL sonames it declares to need: `libssl.so.3` */
	size_t requires_count;
	const char **provides; /* the OpenSSL sonames it declares to provide */
	size_t provides_count;
	bool is_openssl;  /* its name, its source or a file's name says that it belongs to OpenSSL: its changelog and
			     candidate were  asked for */
	bool is_provider; /* owns a library (set by link/) */
	bool is_consumer; /* owns a linkage (set by link/) */
};

#define SSLINV_NO_PACKAGE UINT32_MAX

/* A file that a package lists. `directory` indexes facts->directories, `package` facts->packages. */
struct sslinv_owned_file {
	uint32_t directory;
	uint32_t package;
	struct sslinv_raw name; /* the last component */
};

/* What a package's database says of the contents of one of its files. */
struct sslinv_file_digest {
	uint32_t package;
	struct sslinv_raw path; /* as the package lists it */
	int algorithm;          /* enum sslinv_backend_digest */
	const char *hex;
};

/* libssl, libcrypto, or a file with a copy inside. */
struct sslinv_library {
	const char *path;    /* NULL where only package metadata is at hand (DECLARED) */
	uint32_t package;    /* index into packages, or SSLINV_NO_PACKAGE */
	const char *library; /* `OpenSSL`, `LibreSSL`, ... */
	const char *soname;  /* NULL if it has none */
	const char *version; /* `3.0.19`; NULL if the file does not say. A libssl that does not say has that of the libcrypto
				it would load */
	const char *version_text; /* `OpenSSL 3.0.19 27 Jan 2026`; NULL if the file does not say */
	enum sslinv_evidence evidence;
	const char *brought_by; /* what brought a file that no package owns: `wheel cryptography 41.0.3`; NULL if not known
				 */
};

struct sslinv_linkage {
	const char *path;          /* the consumer; NULL where only package metadata is at hand */
	uint32_t package;          /* the consumer's owner, or SSLINV_NO_PACKAGE */
	const char *soname;        /* NULL for an embedded copy */
	const char *provider_path; /* what the loader would pick; NULL: nobody provides it */
	uint32_t provider_package; /* its owner, or SSLINV_NO_PACKAGE */
	enum sslinv_evidence evidence;
	enum sslinv_confidence confidence;
};

/* A TLS or cryptography library beside OpenSSL, or a file with a copy of one inside. Nothing is judged by it. */
struct sslinv_other_library {
	const char *path;
	const char *package;      /* what the owner is called; NULL: no package owns it. As of the linkages below */
	const char *library;      /* the project: `GnuTLS` */
	const char *soname;       /* NULL if it has none, and for a copy */
	const char *version;      /* the project's own; NULL if it cannot be told */
	const char *version_text; /* the text in the file that tells it; NULL where the version is from elsewhere */
	enum sslinv_evidence evidence;
	const char *purpose;         /* `tls`, `crypto`, `both` */
	const char *package_version; /* the owner's full vendor string */
	const char *branch_eol;      /* when the project's line of releases ended or will end; NULL: not known */
};

/* Who uses one. */
struct sslinv_other_linkage {
	const char *path;
	const char *package;
	const char *soname; /* NULL for a copy inside the file */
	const char *provider_path;
	const char *provider_package;
	enum sslinv_evidence evidence;
	enum sslinv_confidence confidence;
	const char *library; /* the project, as of the library */
	const char *purpose;
};

/* What the host's configured repositories offer for an installed package: its own or a newer version. */
struct sslinv_candidate {
	uint32_t package;
	const char *version;
	const char *origin;    /* `Debian`; NULL if unknown, like the next two */
	const char *label;     /* `Debian-Security` */
	const char *archive;   /* `stable-security` */
	const char *held_by;   /* why the package manager would not install it: `pin`, `hold`; NULL where it would */
	const char *chosen_by; /* why it would, where the administrator wants it: `pin`; else NULL */
	bool is_foreign; /* of another line than the installed build, and than the host's: no fix to advise. Not stored */
	const char *build_of; /* the line that it is of, as of a package; NULL: none known. Not stored either */
};

/*
 * What tells whose build an installed package is, as its database and the repositories say it: one record or several of a
 * package. NULL where they do not say. See origin/origin.h for what follows from it.
 */
struct sslinv_origin_hint {
	uint32_t package;
	const char *maintainer;
	const char *build_host;
	const char *signing_key; /* 16 hexadecimal digits */
	const char *distribution;
	const char *changelog_version;
	const char *changelog_suite;
	const char *repository_origin;
	const char *repository_label;
	const char *repository_suite;
	const char *repository_codename;
};

/* A CVE that the changelog of an installed package names. */
struct sslinv_changelog_entry {
	uint32_t package;
	const char *cve; /* `CVE-2024-0727` */
};

/* Of a process with a root of its own, by no manager of containers that is known. */
#define SSLINV_CONTAINER_UNNAMED "unnamed"

/* A library, or a file with a copy inside, that a running process has mapped to execute. Never its arguments or environment.
 */
struct sslinv_process {
	uint64_t pid;
	const char *command;      /* as the kernel knows it (at most 15 bytes) */
	const char *unit;         /* `nginx.service`, `user@1000.service/x.service`, `session-2.scope`; NULL: none */
	const char *container;    /* `docker 3f2a...`, `lxc web`, SSLINV_CONTAINER_UNNAMED; NULL: none */
	const char *library_path; /* as the process's mount namespace has it; where the file was, if it is gone */
	enum sslinv_process_state state;
	const char *listening;  /* `tcp 0.0.0.0:443, tcp [::]:443`; NULL: on nothing */
	const char *user;       /* the name that the host gives the effective user, else the number */
	const char *executable; /* its file; NULL if not known */
	int64_t started;        /* seconds since the epoch */
	uint32_t package;       /* that owns the file of that path now, or SSLINV_NO_PACKAGE */
	const char *version;    /* OpenSSL's own, of what is mapped; NULL if not known */
	const char *evidence;   /* what the state is known by */
};

/* A module of a language's runtime, and the library that does its TLS or cryptography. NULL is not known. */
struct sslinv_runtime {
	const char *runtime;          /* `Python`, `Node.js`; never NULL */
	const char *version;          /* of the runtime: `3.11.2`, or as much of it as is known */
	const char *path;             /* of the file that the module is known by; never NULL */
	const char *module;           /* `_ssl`, `cryptography`; never NULL */
	const char *library_path;     /* what it gets: libcrypto, else libssl, or the file with a copy inside */
	const char *openssl_version;  /* of the library */
	const char *module_version;   /* by the module's own metadata */
	uint32_t provider_package;    /* that owns the library, or SSLINV_NO_PACKAGE */
	const char *tls;              /* the best that the library has: `TLS 1.3`; `none` where the module does no TLS */
	const char *environment;      /* `system`, `virtual environment`, `pyenv`, `conda`, ... */
	const char *environment_path; /* its directory */
	uint32_t package;             /* that owns the file, or SSLINV_NO_PACKAGE */
	const char *owner;            /* what brought the file beside the system's packages: `wheel cryptography 41.0.3` */
	const char *through;    /* what stands between the module and the library: a library's path, or another module */
	const char *library;    /* `OpenSSL`, `BoringSSL`, ... */
	const char *evidence;   /* how the library is known: a word of enum sslinv_evidence */
	const char *confidence; /* a word of enum sslinv_confidence */
};

/*
 * What one libcrypto can do, and what the host's configuration lets it do where a program sets nothing itself. NULL and
 * unknown counts are what nothing tells.
 */
struct sslinv_policy {
	const char *path;          /* of the library, or of the file with a copy inside; NULL: by package metadata only */
	uint32_t package;          /* its owner, or SSLINV_NO_PACKAGE */
	const char *configuration; /* the openssl.cnf that it reads; NULL: there is none */
	const char *section;       /* with the settings for all programs: `system_default_sect` */
	const char *min_protocol;  /* the settings, as they are written */
	const char *max_protocol;
	const char *cipher_string;
	const char *ciphersuites;
	struct sslinv_known_count security_level; /* in effect: of the settings, else of the build */
	const char *groups;
	const char *crypto_policy;         /* of Red Hat's crypto-policies, as configured: `DEFAULT:NO-SHA1` */
	const char *crypto_policy_applied; /* the one whose files are in place */
	const char *lowest_protocol;       /* that a client or a server speaks by default: `TLSv1.2` */
	const char *highest_protocol;
	const char *evidence;          /* what the protocols are known by */
	struct sslinv_known_count pqc; /* 1: it has ML-KEM, 0: not */
	const char *pqc_evidence;
	struct sslinv_known_count fips; /* 1: a FIPS provider or module is installed for it, 0: not */
	const char *fips_version;       /* the module's own */
	const char *fips_evidence;
};

/* A version of a package with a library that was there before, as an inventory remembers it. */
struct sslinv_former {
	const char *name, *arch, *version;
	const char *source_version;  /* NULL if unknown */
	int64_t first_seen, gone_at; /* seconds since the epoch */
};

/* Something to tell about the scan. */
struct sslinv_problem {
	const char *source;  /* `rpm`, `apt`, `walk`, `elf`, `loader`, `mount`, ... */
	const char *path;    /* NULL if it is about no single file */
	const char *message; /* what, why, and what the user can do */
	bool is_failure;     /* true: the scan is incomplete because of it; false: told for completeness (a skipped mount) */
};

/* What the host says of itself. NULL where it does not. */
struct sslinv_host_facts {
	const char *host; /* the name it has in the inventory; never NULL */
	const char *machine_id;
	const char *os_id;      /* os-release ID */
	const char *os_version; /* VERSION_ID */
	const char *os_name;    /* PRETTY_NAME */
	const char *arch;       /* of the running kernel, or of the root's own programs */
};

struct sslinv_facts {
	struct sslinv_arena arena;
	struct sslinv_host_facts host;
	const char *root; /* canonical path of the root */
	enum sslinv_mode mode;
	enum sslinv_scope scope;
	int64_t started; /* seconds since the epoch */
	int64_t finished;
	const char *tool_version;                   /* of a stored scan: of the program that made it; NULL: of this one */
	uint64_t packages_seen;                     /* all installed packages, whether they use OpenSSL or not */
	struct sslinv_known_count processes_read;   /* whose mappings were read; not known where nobody looked */
	struct sslinv_known_count processes_hidden; /* whose mappings may not be read, as far as they can be counted */
	uint64_t files_read;     /* files opened and read in this scan (not those known from the file cache) */
	bool packages_complete;  /* every package database was read whole */
	bool details_complete;   /* every changelog and candidate that was asked for was read */
	bool files_complete;     /* every file of the packages was read */
	bool processes_complete; /* every process that is there was read, or is one of hidden_pids */
	bool walk_complete;      /* the walk for unowned files was made and saw everything it should; false in
				    SSLINV_MODE_PACKAGES_ONLY */
	struct {
		struct sslinv_package *items;
		size_t count, capacity;
	} packages;
	struct {
		struct sslinv_raw *items; /* absolute; canonical once link/ has seen them */
		size_t count, capacity;
	} directories;
	struct {
		struct sslinv_owned_file *items;
		size_t count, capacity;
	} owned_files;
	struct {
		struct sslinv_file_digest *items; /* of the packages that concern OpenSSL */
		size_t count, capacity;
	} digests;
	struct {
		struct sslinv_library *items;
		size_t count, capacity;
	} libraries;
	struct {
		struct sslinv_linkage *items;
		size_t count, capacity;
	} linkages;
	struct {
		struct sslinv_other_library *items; /* sorted by path, as the next; none where the scope is OpenSSL */
		size_t count, capacity;
	} other_libraries;
	struct {
		struct sslinv_other_linkage *items;
		size_t count, capacity;
	} other_linkages;
	struct {
		struct sslinv_candidate *items; /* sorted by package */
		size_t count, capacity;
	} candidates;
	struct {
		struct sslinv_origin_hint *items; /* in no order; of this scan alone */
		size_t count, capacity;
	} origin_hints;
	struct {
		struct sslinv_changelog_entry *items; /* sorted by package and CVE, each once */
		size_t count, capacity;
	} changelog;
	struct {
		struct sslinv_process *items; /* sorted by pid and path */
		size_t count, capacity;
	} processes;
	struct {
		struct sslinv_runtime *items; /* sorted by path, module and environment */
		size_t count, capacity;
	} runtimes;
	struct {
		struct sslinv_raw *items; /* of files and directories that the walk was asked to note; in no order */
		size_t count, capacity;
	} noted;
	struct {
		uint64_t *items; /* of the processes whose mappings could not be read, or not all of them */
		size_t count, capacity;
	} hidden_pids;
	struct {
		struct sslinv_policy *items; /* in the order of the libraries */
		size_t count, capacity;
	} policies;
	struct {
		const char **items; /* of libraries that scans before found, in their stored form; given to a scan */
		size_t count, capacity;
	} known_paths;
	struct {
		struct sslinv_former *items; /* in no order; of an inventory alone */
		size_t count, capacity;
	} formers;
	struct {
		struct sslinv_problem *items;
		size_t count, capacity;
	} problems;
};

/* Frees everything in it; it is zero-initialised again. Fit for SSLINV_CLEANUP. */
void sslinv_facts_free(struct sslinv_facts *facts);

/*
 * Records a problem; `path` are raw bytes or NULL. Returns 0 or SSLINV_E_MEMORY. The same problem (source, path, message) is
 * kept once.
 */
int sslinv_facts_add_problem(struct sslinv_facts *facts, const char *source, const char *path, bool is_failure,
			     const char *message) SSLINV_MUST_CHECK;

/* A copy of `text` in its stored form in the arena; NULL for NULL and when out of memory. */
const char *sslinv_facts_text(struct sslinv_facts *facts, const char *text) SSLINV_MUST_CHECK;

/* The same of a formatted text. */
const char *sslinv_facts_printf(struct sslinv_facts *facts, const char *format, ...) SSLINV_PRINTF(2, 3) SSLINV_MUST_CHECK;

/* Complete unless a problem is a failure. */
enum sslinv_outcome sslinv_facts_outcome(const struct sslinv_facts *facts);

/* Finds the labels of the packages that are a provider or a consumer, from all such. Returns 0 or SSLINV_E_MEMORY. */
int sslinv_facts_label_packages(struct sslinv_facts *facts) SSLINV_MUST_CHECK;

/*
 * What a package is called beside others: its name; where the host has providers or consumers of that name in several
 * architectures, the name with its own, as its format writes it (`libssl3:i386` of dpkg, `openssl-libs.i686` of rpm).
 * Borrowed from the facts.
 */
const char *sslinv_package_label(const struct sslinv_package *package);

/*
 * What a package is called beside all that are installed: as above where it is a provider or a consumer; else its name, with
 * its architecture where a package of its name is installed in another one too. In the arena, or borrowed; NULL when out of
 * memory.
 */
const char *sslinv_facts_label_alone(struct sslinv_facts *facts, uint32_t package) SSLINV_MUST_CHECK;

/* The same by the package's place in the facts; NULL for SSLINV_NO_PACKAGE. */
const char *sslinv_facts_package_label(const struct sslinv_facts *facts, uint32_t package);

/* Does nobody provide what it asks for? What takes OpenSSL from the process that loads it asks for nothing. */
bool sslinv_linkage_is_unresolved(const struct sslinv_linkage *linkage);

/* How sure it is whose build it is, by the first word of its evidence; open where it was never asked for. */
enum sslinv_strength sslinv_package_strength(const struct sslinv_package *package);

/* Is `word` the name of the package, or its name with its architecture? */
bool sslinv_package_is_called(const struct sslinv_package *package, const char *word);

#endif
