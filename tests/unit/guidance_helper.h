/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of the guidance file: bundled guidance in a directory of their own, feeds, and what the file holds. */
#ifndef SSLINV_TESTS_GUIDANCE_HELPER_H
#define SSLINV_TESTS_GUIDANCE_HELPER_H

#include "store_helper.h"

#include "catalogue/guidance_internal.h"

#define HEAD "<?xml version='1.0'?>\n<guidance xmlns='urn:sslinv:guidance:1'>\n"
#define TAIL "</guidance>\n"
#define FEED(identity, published)                                                                                           \
	"<feed name='" identity "' vendor='V' format='native' published='" published "' identity='" identity "'>\n"
#define PACKAGE(distro, release, name, kind, statements)                                                                    \
	"<distribution id='" distro "'><release version='" release "'><package name='" name "' kind='" kind "'>" statements \
	"</package></release></distribution>\n"
#define FIXED(cve, version) "<statement cve='" cve "' status='fixed' fixed-version='" version "'/>\n"
#define IS(cve, status) "<statement cve='" cve "' status='" status "'/>\n"

/* Everything but the times of import. */
#define ALL_FEEDS                                                                                                           \
	"SELECT identity, name, vendor, format, published, digest, entries, bundled FROM feed ORDER BY identity, bundled"
#define ALL_STATEMENTS                                                                                                      \
	"SELECT distro, release, stream, package, kind, cve, status, fixed_version, is_doubtful, note, identity, bundled"   \
	" FROM statement JOIN feed USING (feed_id) ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"

/* What make_bundle() puts into data/: two feeds. */
extern const char bundled_text[];

void write_text(const char *path, const char *text);

int make_bundle(void **state);

struct sslinv_guidance_store *open_guidance(const struct place *place, enum sslinv_sql_access access);

void expect_rows(const struct place *place, const char *sql, const char *expected);

/* Imports a text; 0 or the code, with the reason in *error. */
int import_text(const struct place *place, struct sslinv_guidance_store *store, const char *text,
		struct sslinv_guidance_imported *imported, struct sslinv_error *error);

void import_ok(const struct place *place, const char *text, size_t added, size_t replaced, size_t unchanged);

#define EDITION(date, version)                                                                                              \
	HEAD FEED("oval/rhel-9", date)                                                                                      \
		PACKAGE("rhel", "9", "openssl", "binary", FIXED("CVE-2024-0727", version)) "</feed>" TAIL

/* The statements of a distribution as the resolver gets them. */
void expect_set(const struct place *place, const char *distro, const char *expected);

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_bundle, remove_place)

#endif
