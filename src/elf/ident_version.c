/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which version a copy of OpenSSL has. */
#include "elf/ident_version.h"

#include <stdio.h>
#include <string.h>

#include "openssl/release.h"

void sslinv_ident_add_text(struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	for (size_t i = 0; i < versions->text_count; i++) {
		struct sslinv_ident_text *known = &versions->texts[i];

		if (strcmp(known->whole, text->whole) != 0)
			continue;
		known->is_part_of = known->is_part_of || text->is_part_of;
		known->has_company = known->has_company || text->has_company;
		return;
	}
	if (versions->text_count == SSLINV_IDENT_MAX_TEXTS)
		versions->is_full = true;
	else
		versions->texts[versions->text_count++] = *text;
}

static bool is_bare(const struct sslinv_ident_versions *versions, const char *version)
{
	for (size_t i = 0; i < versions->bare_count; i++)
		if (strcmp(versions->bare[i], version) == 0)
			return true;
	return false;
}

void sslinv_ident_add_bare(struct sslinv_ident_versions *versions, const char *version)
{
	if (is_bare(versions, version) || strlen(version) >= sizeof(*versions->bare))
		return;
	if (versions->bare_count == SSLINV_IDENT_MAX_BARE)
		versions->is_full = true;
	else
		strcpy(versions->bare[versions->bare_count++], version);
}

typedef bool test(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text);

static bool is_any(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	(void)versions;
	(void)text;
	return true;
}

static bool is_part_of(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	(void)versions;
	return text->is_part_of;
}

static bool has_company(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	(void)versions;
	return text->has_company;
}

static bool has_bare(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	return is_bare(versions, text->version);
}

static bool has_both(const struct sslinv_ident_versions *versions, const struct sslinv_ident_text *text)
{
	return has_bare(versions, text) && has_company(versions, text);
}

/* The text that passes the test, if all that pass name one version. *any tells whether one passes. */
static const struct sslinv_ident_text *sole_text(const struct sslinv_ident_versions *versions, test *passes, bool *any)
{
	const struct sslinv_ident_text *found = NULL;
	bool is_sole = true;

	for (size_t i = 0; i < versions->text_count; i++) {
		const struct sslinv_ident_text *text = &versions->texts[i];

		if (!passes(versions, text))
			continue;
		is_sole = is_sole && (!found || strcmp(found->version, text->version) == 0);
		found = found ? found : text;
	}
	*any = found != NULL;
	return is_sole ? found : NULL;
}

/* Of the bare versions the one that is a release of OpenSSL; NULL for none and for several. */
static const char *sole_release(const struct sslinv_ident_versions *versions)
{
	const char *found = NULL;

	for (size_t i = 0; i < versions->bare_count; i++) {
		if (!sslinv_openssl_is_release(versions->bare[i]))
			continue;
		if (found)
			return NULL;
		found = versions->bare[i];
	}
	return versions->is_full ? NULL : found;
}

/* The first of the tests that any text passes decides. */
static const struct sslinv_ident_text *choose_text(const struct sslinv_ident_versions *versions, bool has_provider)
{
	static test *const without[] = { is_part_of, is_any, has_company }, *const with[] = { has_bare, has_both };
	test *const *tests = has_provider && versions->bare_count > 0 ? with : without;
	size_t count = has_provider && versions->bare_count > 0 ? 2 : 3;
	const struct sslinv_ident_text *found = NULL;
	bool any;

	for (size_t i = 0; i < count && !found; i++)
		found = sole_text(versions, tests[i], &any);
	return versions->is_full ? NULL : found;
}

static void name_all(const struct sslinv_ident_versions *versions, char *whole)
{
	size_t length = 0;

	for (size_t i = 0; i < versions->text_count; i++) {
		size_t more = strlen(versions->texts[i].whole) + (length > 0 ? 2 : 0);

		if (length + more > SSLINV_OPENSSL_TEXT_MAX)
			return;
		snprintf(whole + length, more + 1, "%s%s", length > 0 ? ", " : "", versions->texts[i].whole);
		length += more;
	}
}

void sslinv_ident_choose(const struct sslinv_ident_versions *versions, bool has_provider, char version[48], char *whole)
{
	const struct sslinv_ident_text *text = choose_text(versions, has_provider);
	const char *release = has_provider && !text ? sole_release(versions) : NULL;
	bool any_bare;

	version[0] = whole[0] = '\0';
	(void)sole_text(versions, has_bare, &any_bare);
	if (text) {
		strcpy(version, text->version);
		strcpy(whole, text->whole);
	} else if (release && !any_bare) {
		/* The texts are those of headers. */
		strcpy(version, release);
	} else {
		name_all(versions, whole);
	}
}
