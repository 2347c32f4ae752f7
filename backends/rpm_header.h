/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is read from one package's header, with every type, count and index checked before it is used. */
#ifndef SSLINV_BACKENDS_RPM_HEADER_H
#define SSLINV_BACKENDS_RPM_HEADER_H

#include <stdbool.h>
#include <stdint.h>

#include <rpm/header.h>
#include <rpm/rpmts.h>

#include "problem.h"

#pragma GCC visibility push(hidden)

/* A package inside of sink->package: what its handle points to. */
struct sslinv_rpm_package {
	Header header;
	uint32_t number;  /* in the database */
	const char *path; /* of the database; for messages */
	const char *name; /* borrowed from the header */
};

/* A transaction set that checks digests, and looks for no keys: librpm would open the database of this machine for them. */
rpmts sslinv_rpm_checker_new(void);

/*
 * Makes a header of a blob after its digests were checked, where it has any. NULL with a reason in `why` where it is
 * damaged. The caller frees with headerFree().
 */
#define SSLINV_RPM_WHY_SIZE 256
Header sslinv_rpm_header_read(rpmts checker, const void *blob, size_t length, char why[SSLINV_RPM_WHY_SIZE]);

/* The text of a tag of type string; NULL where it has none, or another type. Borrowed from the header. */
const char *sslinv_rpm_header_string(Header header, rpmTagVal tag);

/* The bytes of a binary tag, borrowed from the header; NULL where there is none or it is of another type. */
const uint8_t *sslinv_rpm_header_bytes(Header header, rpmTagVal tag, size_t *length);

/* The only value of a tag of 32 bits. Returns 1, 0 where there is none, -EBADMSG where it is of another type or count. */
int sslinv_rpm_header_number(Header header, rpmTagVal tag, uint32_t *number);

/*
 * The lists of a package. What is damaged in them is told to the sink, and leaves out that list or entry. Return 0, or
 * what the sink returned.
 */
int sslinv_rpm_header_files(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink);
int sslinv_rpm_header_digests(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink);
int sslinv_rpm_header_dependencies(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink);
int sslinv_rpm_header_changelog(const struct sslinv_rpm_package *package, const struct sslinv_backend_sink *sink);

#pragma GCC visibility pop

#endif
