/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guidance_helper.h"

const char bundled_text[] = HEAD FEED("sslinv/debian", "2026-06-01") PACKAGE(
	"debian", "12", "openssl", "source",
	FIXED("CVE-2024-0727", "3.0.13-1~deb12u1")
		FIXED("CVE-2023-5678",
		      "3.0.13-1~deb12u1")) "</feed>" FEED("sslinv/openssl",
							  "2026-06-01") "<life product='openssl' release='3.0' "
									"released='2021-09-07' end='2026-09-07'/>"
									"<vulnerability cve='CVE-2024-0727' severity='low' "
									"published='2024-01-25'>"
									"<range library='OpenSSL' from='3.0.0' "
									"until='3.0.13'/></vulnerability></feed>\n" TAIL;

void write_text(const char *path, const char *text)
{
	write_file(path, text, strlen(text));
}

int make_bundle(void **state)
{
	struct place *place;
	int rc = make_place(state);

	place = *state;
	assert_int_equal(mkdir(in(place, "data"), 0755), 0);
	write_text(in(place, "data/a.xml"), bundled_text);
	write_text(in(place, "data/libraries.xml"), "<libraries/>");
	return rc;
}

struct sslinv_guidance_store *open_guidance(const struct place *place, enum sslinv_sql_access access)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_guidance_store *store;

	if (sslinv_guidance_store_open(in(place, "guidance.db"), access, in(place, "data"), &store, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(error.code, 0);
	return store;
}

void expect_rows(const struct place *place, const char *sql, const char *expected)
{
	char *rows = file_rows(in(place, "guidance.db"), sql);

	assert_string_equal(rows, expected);
	free(rows);
}

int import_text(const struct place *place, struct sslinv_guidance_store *store, const char *text,
		struct sslinv_guidance_imported *imported, struct sslinv_error *error)
{
	write_text(in(place, "feed"), text);
	sslinv_error_clear(error);
	return sslinv_guidance_store_import(store, in(place, "feed"), NULL, NULL, imported, error);
}

void import_ok(const struct place *place, const char *text, size_t added, size_t replaced, size_t unchanged)
{
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_WRITE);
	struct sslinv_guidance_imported imported;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (import_text(place, store, text, &imported, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(imported.documents, 1);
	assert_int_equal(imported.added, added);
	assert_int_equal(imported.replaced, replaced);
	assert_int_equal(imported.unchanged, unchanged);
	sslinv_guidance_store_close(store);
}

void expect_set(const struct place *place, const char *distro, const char *expected)
{
	struct sslinv_guidance_store *store = open_guidance(place, SSLINV_SQL_READ);
	struct sslinv_guidance_set set = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_str text = { 0 };

	if (sslinv_guidance_store_load(store, distro, &set, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_guidance_store_close(store);
	for (size_t i = 0; i < set.statements.count; i++) {
		const struct sslinv_statement *statement = &set.statements.items[i].statement;

		assert_true(set.statements.items[i].feed < set.feeds.count);
		assert_int_equal(sslinv_str_printf(&text, "%s %s %s %s %s\n", statement->distro, statement->cve,
						   statement->kind == SSLINV_PACKAGE_SOURCE ? "source" : "binary",
						   statement->fixed_version ? statement->fixed_version
									    : sslinv_status_name(statement->status),
						   set.feeds.items[set.statements.items[i].feed].feed.identity),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
	sslinv_str_free(&text);
	sslinv_guidance_set_free(&set);
}
