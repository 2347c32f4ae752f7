/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin interface between sslinv and the backends that read package databases.
 *
 * A backend is a shared object in $(pkglibdir)/backends which exports one symbol, `sslinv_backend`, of type
 * `const struct sslinv_backend`.  It is the only header a backend needs.  See sslinv-backend(3).
 *
 * Rules for a backend:
 *  - It runs alone in a child process, with a time limit and resource limits, and may call exit(), crash or hang without
 *    harm to the scan: whatever happens instead of a return of 0 makes the source "failed" and the scan "incomplete".
 *  - It hands records to the sink.  It prints nothing (stdout and stderr are /dev/null), it never writes below the root,
 *    takes no lock there, executes nothing found there and follows no link out of it: it opens files of the root through
 *    `struct sslinv_backend_host`.
 *  - Every string is NUL-terminated and borrowed: whoever receives one copies it before returning.
 */
#ifndef SSLINV_BACKEND_H
#define SSLINV_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a structure below changes in a way that an older backend cannot survive. */
#define SSLINV_BACKEND_ABI 1u

/* What sslinv offers to a backend. Valid from probe() to close(). */
struct sslinv_backend_host {
	size_t size;           /* sizeof(struct sslinv_backend_host) of the caller */
	int root_fd;           /* O_PATH descriptor of the root's directory; borrowed */
	const char *root_path; /* the root as the user named it; for messages only, never to be opened */

	/*
	 * Open `path` (absolute or relative, as seen from inside the root) so that neither `..` nor a symbolic link leads
	 * out of the root, with openat2(2) RESOLVE_IN_ROOT or its equivalent. `flags` as for open(2); O_CLOEXEC is added,
	 * and flags that write are refused. Returns a descriptor that the caller closes, or a negative errno.
	 */
	int (*open)(const struct sslinv_backend_host *host, const char *path, int flags);

	/*
	 * The path of an empty directory outside the root, mode 0700, for private copies. Made at the first call, removed
	 * with all that is in it when the child ends. NULL if it cannot be made (errno says why). Borrowed until close().
	 */
	const char *(*private_dir)(const struct sslinv_backend_host *host);
};

/* One installed package. Strings may be NULL where the database does not say, except name, version and arch. */
struct sslinv_backend_package {
	size_t size;                /* sizeof(struct sslinv_backend_package) of the backend */
	const char *name;           /* `openssl-libs`, `libssl3` (no `:amd64` suffix) */
	const char *version;        /* the full vendor string: rpm `[epoch:]version-release` (epoch only when the header has
				       one), deb as in the status file */
	const char *arch;           /* the vendor's word: `x86_64`, `amd64`, `noarch`, `all` */
	const char *source_name;    /* `openssl` */
	const char *source_version; /* deb: version of the source package; rpm: version-release from SOURCERPM */
	const char *source_package; /* rpm: SOURCERPM unchanged (`openssl-3.0.7-27.el9.src.rpm`); deb: NULL */
	const char *vendor;         /* rpm VENDOR; deb: NULL (the package does not say) */
	void *handle; /* the backend's own; passed back to each_file() and others, valid during the callback only */
};

/* What a package declares about shared libraries, without looking at any file. */
enum sslinv_backend_dependency {
	SSLINV_BACKEND_REQUIRES = 0, /* `libssl.so.3()(64bit)`, or a deb dependency's package name */
	SSLINV_BACKEND_PROVIDES = 1,
};

/* The algorithm of a digest, by the numbers of OpenPGP (RFC 4880, 9.4), as in rpm's FILEDIGESTALGO. */
enum sslinv_backend_digest {
	SSLINV_BACKEND_MD5 = 1,
	SSLINV_BACKEND_SHA1 = 2,
	SSLINV_BACKEND_SHA256 = 8,
	SSLINV_BACKEND_SHA384 = 9,
	SSLINV_BACKEND_SHA512 = 10,
	SSLINV_BACKEND_SHA224 = 11,
};

/* A version that the host's configured repositories offer for an installed package. */
struct sslinv_backend_candidate {
	size_t size;
	const char *name;
	const char *arch;
	const char *version;
	const char *origin;    /* `Debian`, or NULL */
	const char *label;     /* `Debian-Security`, or NULL */
	const char *archive;   /* `stable-security`, or NULL */
	const char *held_by;   /* why the package manager would not install it: `pin`, `hold`; or why nothing newer than the
				  installed version, which this is: `versionlock`, `lock`, `exclude`; NULL where it would */
	const char *chosen_by; /* `pin`: it would as the administrator's pins raise it above what its archive has by itself;
				  else NULL */
};

/*
 * What a database or a repository tells of whose build an installed package is. NULL where it does not say. It may come in
 * several records: each repository that offers the very version that is installed is one of its own.
 */
struct sslinv_backend_origin {
	size_t size;
	const char *maintainer;        /* deb: Maintainer; rpm: PACKAGER */
	const char *build_host;        /* rpm: BUILDHOST */
	const char *signing_key;       /* rpm: the 16 hexadecimal digits, in small letters, of the key id of the signature */
	const char *distribution;      /* rpm: DISTTAG, else DISTRIBUTION */
	const char *changelog_version; /* deb: of the newest entry of the changelog, like the next */
	const char *changelog_suite;   /* `bookworm-security`, `unstable` */
	const char
		*repository_origin; /* deb: Origin of a repository that offers the installed version, like the next three */
	const char *repository_label;
	const char *repository_suite;
	const char *repository_codename;
	int64_t built; /* rpm: BUILDTIME, in seconds since the epoch; 0 if unknown. A deb says it in its changelog */
};

/*
 * Where records go. Each function returns 0, or a negative value that the backend must hand back at once from the operation
 * it is in (the reader is gone or a limit is reached).
 */
struct sslinv_backend_sink {
	size_t size;
	void *context;
	int (*package)(void *context, const struct sslinv_backend_package *package);
	/* `path` is absolute as seen inside the root, where the file really lies on disk (diversions applied). */
	int (*file)(void *context, const char *path);
	int (*dependency)(void *context, enum sslinv_backend_dependency kind, const char *name);
	/* One changelog entry. `when` in seconds since the epoch, 0 if unknown; `version` may be NULL. */
	int (*changelog)(void *context, int64_t when, const char *version, const char *text);
	int (*candidate)(void *context, const struct sslinv_backend_candidate *candidate);
	/*
	 * Something that could not be read, though the backend goes on: the scan becomes incomplete. `path` as seen from
	 * inside the root, may be NULL; `message` says what, why, and what the user can do.
	 */
	int (*problem)(void *context, const char *path, const char *message);
	/*
	 * What the database says of the contents of a file, by the path that file() is given, or would be given if another
	 * package had not replaced the file. `hex` is the digest in hexadecimal.
	 */
	int (*digest)(void *context, const char *path, enum sslinv_backend_digest algorithm, const char *hex);
	/* Whose build the package is. There only where `size` reaches so far. */
	int (*origin)(void *context, const struct sslinv_backend_origin *origin);
};

/* Results of probe(). */
enum sslinv_backend_probe {
	SSLINV_BACKEND_ABSENT = 0,  /* this root has no such database: nothing to do, and no failure */
	SSLINV_BACKEND_PRESENT = 1, /* there is one, or there are signs of one: open() must read it or fail */
};

/*
 * The operations. NULL means "cannot". Those that return int return 0, or a negative errno after they have told the sink's
 * problem() why, unless the negative value came from the sink itself.
 */
struct sslinv_backend {
	uint32_t abi;        /* SSLINV_BACKEND_ABI; checked before anything else is touched */
	uint32_t size;       /* sizeof(struct sslinv_backend); checked next. What lies past it counts as NULL */
	const char *name;    /* `rpm`, `apt` */
	const char *format;  /* package format for sslinv's version ordering: `rpm`, `deb`, `apk` */
	const char *summary; /* one line for `sslinv backends`: what is read, with which library */

	/* Is there such a database? enum sslinv_backend_probe. Opens nothing but the root's own directories and files. */
	int (*probe)(const struct sslinv_backend_host *host);
	/* Sets *state; sslinv calls close() for it once, also after failures of other operations. */
	int (*open)(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, void **state);
	/* Calls sink->package once for each installed package; inside that call sslinv may call each_file and
	   each_dependency for the package it was given. */
	int (*each_package)(void *state, const struct sslinv_backend_sink *sink);
	int (*each_file)(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink);
	int (*each_dependency)(void *state, const struct sslinv_backend_package *package,
			       const struct sslinv_backend_sink *sink);
	/* The changelog of the package, newest entry first; called inside sink->package like each_file. */
	int (*changelog)(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink);
	/* Calls sink->candidate where the root's repositories offer a version of name:arch, installed or newer: first what
	   the package manager would install, then versions of other origins that it would take as willingly. No network.
	   Called outside each_package. */
	int (*candidate)(void *state, const char *name, const char *arch, const struct sslinv_backend_sink *sink);
	void (*close)(void *state); /* accepts NULL */
	/* Calls sink->digest for each file of the package whose digest the database holds. Called inside sink->package like
	   each_file, after it, and only for packages that concern OpenSSL. */
	int (*each_digest)(void *state, const struct sslinv_backend_package *package,
			   const struct sslinv_backend_sink *sink);
	/* Calls sink->origin for what is known of whose build the package is; called inside sink->package like changelog,
	   and only for packages that concern OpenSSL. */
	int (*origin)(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink);
};

/* The symbol's name, for dlsym(). */
#define SSLINV_BACKEND_SYMBOL "sslinv_backend"

#ifdef __cplusplus
}
#endif
#endif
