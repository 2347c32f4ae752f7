/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Package URLs (purl): what other programs call a package. */
#ifndef SSLINV_REPORT_PURL_H
#define SSLINV_REPORT_PURL_H

#include "base/attributes.h"
#include "base/str.h"
#include "facts/facts.h"

/*
 * Appends the purl of a package: `pkg:deb/debian/libssl3@3.0.22-1~deb12u2?arch=amd64&distro=debian-12`. Its namespace is
 * whose build the package is, where that is known, else the host's distribution. Appends nothing where the format of the
 * package has no type of purl, or a namespace is needed and not known. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_purl_package(const struct sslinv_package *package, const struct sslinv_host_facts *host, struct sslinv_str *purl)
	SSLINV_MUST_CHECK;

/* The same for a copy of a library: `pkg:generic/openssl@3.0.7`; nothing where its version is not known. */
int sslinv_purl_library(const struct sslinv_library *library, struct sslinv_str *purl) SSLINV_MUST_CHECK;

/* For what has none: an IRI of the host and the path, `urn:sslinv:web1:%2Fopt%2Fx`. */
int sslinv_purl_host(const char *host, const char *path, struct sslinv_str *iri) SSLINV_MUST_CHECK;

#endif
