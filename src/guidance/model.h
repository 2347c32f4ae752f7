/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guidance: everything vendors say, in one shape whatever the format it came in. Readers hand these structs to a sink; the
 * store keeps them; the resolver reads them back.
 */
#ifndef SSLINV_GUIDANCE_MODEL_H
#define SSLINV_GUIDANCE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/error.h"

/* The VEX statuses, and `fixed` with a version. */
enum sslinv_status {
	SSLINV_STATUS_FIXED = 0,
	SSLINV_STATUS_NOT_AFFECTED,
	SSLINV_STATUS_AFFECTED, /* no fix yet, or fix deferred */
	SSLINV_STATUS_WILL_NOT_FIX,
	SSLINV_STATUS_UNDER_INVESTIGATION,
	SSLINV_STATUS_UNKNOWN, /* the vendor's statement could not be evaluated; never read as not affected */
	SSLINV_STATUS_COUNT,
};

/* "fixed", "not_affected", ... as in SQL and in output; static. */
const char *sslinv_status_name(enum sslinv_status status);
/* The way back; false for another word. */
bool sslinv_status_parse(const char *word, enum sslinv_status *status);

/* What a statement's package name is the name of. */
enum sslinv_package_kind {
	SSLINV_PACKAGE_BINARY = 0,
	SSLINV_PACKAGE_SOURCE = 1,
};

/*
 * One vendor's statement: in this release and stream, for this package, about this CVE. Strings are UTF-8; those that are
 * optional are NULL when not said.
 */
struct sslinv_statement {
	const char *distro;  /* os-release ID: rhel, centos, almalinux, rocky, ol, amzn, fedora, sles, opensuse-leap, debian,
				ubuntu, azurelinux, mariner, ... */
	const char *release; /* VERSION_ID as far as the vendor's statement goes: `9`, `8`, `12`, `22.04`, `15.6`, `2023` */
	const char *stream;  /* "" for the plain release; `9.4-eus`, `8.6-aus`, `7-els`, `esm`, `fips`, `fips-updates`,
				`fips-preview`,  `ksplice`, `ltss`, ... never NULL */
	const char *package;
	enum sslinv_package_kind kind;
	const char *cve; /* `CVE-2024-0727` */
	enum sslinv_status status;
	const char *fixed_version; /* the first fixed version where status is FIXED, else NULL */
	const char *introduced; /* the first affected version, where those before it never were; NULL: all before the fix */
	const char
		*last_affected; /* the last affected version, where no fix is named and those behind it are not; else NULL */
	const char *arch;       /* the only architecture it binds, or NULL for all */
	const char *advisory;   /* `RHSA-2024:0310`, `DSA-5764-1` */
	const char *severity;   /* lower case: critical, important, high, moderate, medium, low, or the vendor's word */
	const char *issued;     /* `2024-10-31` */
	const char *url;
	const char *note; /* the vendor's words (for will_not_fix), or why it is doubtful */
	bool is_doubtful; /* obeyed, but reported as doubtful */
};

/* A CVE of OpenSSL itself. */
struct sslinv_vulnerability {
	const char *cve;
	const char *severity;  /* OpenSSL's own: low, moderate, high, critical; NULL if it never said */
	const char *published; /* `2024-01-25` */
	const char *title;
	const char *url;
};

/* One affected range of OpenSSL versions: from <= V < fixed. */
struct sslinv_range {
	const char *cve;
	const char *library; /* `OpenSSL` */
	const char *from;    /* first affected version of the branch, inclusive; never NULL */
	const char *until;   /* first version that is not affected, exclusive; NULL: all later ones of the branch */
	const char *last;    /* or the last affected one, inclusive, where that is what is known; NULL otherwise */
};

/* Life cycle of a branch of OpenSSL or of a release of a distribution. Dates `2026-09-07`, NULL when not known. */
struct sslinv_life {
	const char *product; /* `openssl`, or the distro as in a statement */
	const char *release; /* `3.0`; `9` */
	const char *stream;  /* "" or the name of an extended support */
	const char *name;    /* `bookworm`, NULL if none */
	const char *released;
	const char *end; /* the last day of this support */
};

/*
 * What is known of a CVE's use by attackers. It ranks what to do, and decides nothing: that nobody is known to use a fault
 * does not make it harmless.
 */
struct sslinv_exploitation {
	const char *cve;
	const char *known_since; /* the day on which it was listed as exploited (CISA's catalogue); NULL: it is not */
	const char
		*probability; /* that it is exploited in the next 30 days (EPSS), with five decimals: `0.94421`; or NULL */
};

/* What a branch of OpenSSL brought, and those behind it have up to the next one that is listed. */
struct sslinv_branch {
	const char *library; /* `OpenSSL` */
	const char *version; /* `1.0.1` */
	const char *tls;     /* the newest TLS that it speaks: `1.2` */
};

/* The command that upgrades packages. */
struct sslinv_instruction {
	const char *distro;   /* as in a statement; "" for all */
	const char *release;  /* the same */
	const char *format;   /* `rpm`, `deb`, `apk`; "" for all */
	const char *command;  /* guidance/template.h: `dnf upgrade [--advisory={advisories}] {packages}` */
	const char *advisory; /* how the ids begin that fit in there; NULL: there is no place for them */
};

/* Where a vendor says more about an advisory or a CVE. */
struct sslinv_page {
	const char *product; /* `openssl`, or the distro as in a statement */
	const char *about;   /* how the ids begin whose page it is: `CVE-` */
	const char *address; /* guidance/template.h: `https://access.redhat.com/errata/{id}` */
};

/* What one feed is. */
struct sslinv_feed {
	const char *name;      /* file name, or member of an archive */
	const char *vendor;    /* `Red Hat`, `Debian`, ... */
	const char *format;    /* `oval`, `updateinfo`, `errata`, `csaf-vex`, `osv`, `openvex`, `debian-tracker`,
				  `arch-tracker`, `secdb`,    `kev`, `epss`, `openssl-cve`, `openssl-xml`, `native`, `tsv`,
				  `handbook` */
	const char *published; /* ISO 8601, from the document; NULL if it does not say */
	const char *identity;  /* what makes a newer edition replace an older one: the same identity; never NULL. A feed that
				  covers a release names it (`oval/rhel-9`), one about one CVE names that
				  (`csaf-vex/Red-Hat/CVE-2024-0727`) */
	const char *confirmed; /* ISO 8601, when the vendor was last asked and this was its current edition; NULL where
				  nobody asked */
	bool is_withdrawn;     /* the document takes back all that it said before */
};

/* Do vendors publish a document for each CVE or advisory in this format, and archives of them? */
bool sslinv_format_is_by_cve(const char *format);

#endif
