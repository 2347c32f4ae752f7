/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the security databases of Alpine, Wolfi and Chainguard
 * (https://secdb.alpinelinux.org/, https://packages.wolfi.dev/os/security.json): one file for each repository, in it each
 * source package with the versions that fixed something. Which release it is of may stand at the end.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "distro/distro.h"
#include "formats/readers.h"
#include "openssl/package_name.h"
#include "parse/json.h"
#include "version/cve.h"
#include "version/word.h"

/* Far more than OpenSSL ever had; the lists are searched. */
#define MAX_VERSIONS 2000
#define MAX_FIXES 5000

/* What parts the ids that stand in one string: `CVE-2022-42333 CVE-2022-43334 XSA-428`. */
#define SEPARATORS " \t,;()"

/* A version of the package at hand. */
struct version {
	struct version *next;
	const char *text;
	bool has_ids; /* of whatever sort */
};

/* What should be a CVE of the package at hand. */
struct id {
	struct id *next;
	const struct version *version;
	const char *text;
};

/* One CVE of OpenSSL, and the version that fixed it. */
struct fix {
	struct fix *next;
	const char *package, *version, *cve;
};

struct secdb {
	const struct sslinv_checked_sink *sink;
	const char *input_name;
	const char *release, *repository, *address;
	struct fix *fixes;
	size_t count;
	unsigned long dropped;
	/* Of one package. */
	const char *package;
	struct version *versions;
	struct id *ids;
	unsigned long aliases; /* entries without a CVE */
};

/* Whose database it is, by the address that its packages have. One without releases is of a rolling distribution. */
static const struct publisher {
	const char *address, *distro, *vendor;
	bool has_releases;
} publishers[] = {
	{ "//packages.wolfi.dev", "wolfi", "Wolfi", false },
	{ ".cgr.dev", "chainguard", "Chainguard", false },
	{ "alpinelinux.org", "alpine", "Alpine Linux", true },
	{ "/alpine", "alpine", "Alpine Linux", true },
};

/* ---- packages ---- */

static int begin_package(struct sslinv_json *json, void *context)
{
	struct secdb *secdb = context;

	sslinv_json_forget_brief(json);
	secdb->package = NULL;
	secdb->versions = NULL;
	secdb->ids = NULL;
	secdb->aliases = 0;
	return 0;
}

/* The name may stand behind. */
static int begin_fixes(struct sslinv_json *json, void *context)
{
	const struct secdb *secdb = context;

	(void)json;
	return !secdb->package || sslinv_package_name_is_openssl(secdb->package) ? 0 : SSLINV_JSON_SKIP;
}

static char *keep_brief(struct sslinv_json *json, const char *text, size_t length)
{
	char *copy = sslinv_json_alloc_brief(json, length + 1);

	return copy ? memcpy(copy, text, length) : NULL;
}

static int begin_version(struct sslinv_json *json, void *context)
{
	struct secdb *secdb = context;
	const char *text = sslinv_json_wildcard(json, 0);
	struct version *version = sslinv_json_alloc_brief(json, sizeof(*version));

	if (!version)
		return sslinv_json_status(json);
	version->text = keep_brief(json, text, strlen(text));
	version->next = secdb->versions;
	secdb->versions = version;
	return version->text ? 0 : sslinv_json_status(json);
}

static int add_id(struct sslinv_json *json, struct secdb *secdb, const char *word, size_t length)
{
	struct id *id = sslinv_json_alloc_brief(json, sizeof(*id));

	if (!id)
		return sslinv_json_status(json);
	id->version = secdb->versions;
	id->text = keep_brief(json, word, length);
	id->next = secdb->ids;
	secdb->ids = id;
	return id->text ? 0 : sslinv_json_status(json);
}

static int take_ids(struct sslinv_json *json, void *context, const char *text)
{
	struct secdb *secdb = context;
	bool has_cve = false;
	int rc = 0;

	secdb->versions->has_ids = true;
	for (size_t length; rc == 0 && *text; text += length) {
		text += strspn(text, SEPARATORS);
		length = strcspn(text, SEPARATORS);
		/* Others are aliases: GHSA-, CGA-, XSA-. */
		if (strncasecmp(text, "CVE", 3) != 0)
			continue;
		has_cve = true;
		rc = add_id(json, secdb, text, length);
	}
	secdb->aliases += !has_cve;
	return rc;
}

/* One string in place of a list. */
static int take_version(struct sslinv_json *json, void *context, const char *text)
{
	int rc = begin_version(json, context);

	return rc < 0 ? rc : take_ids(json, context, text);
}

static int refuse_repeated(struct sslinv_json *json, const struct secdb *secdb)
{
	size_t count = 0;

	for (const struct version *version = secdb->versions; version; version = version->next) {
		if (++count > MAX_VERSIONS)
			return sslinv_json_fail(json, SSLINV_E_LIMIT, "%.100s has more than %d versions", secdb->package,
						MAX_VERSIONS);
		for (const struct version *other = version->next; other; other = other->next)
			if (strcmp(other->text, version->text) == 0)
				return sslinv_json_fail(json, SSLINV_E_FORMAT,
							"`%.100s` is twice in one object, so it is not known which counts",
							version->text);
	}
	return 0;
}

static int keep_fix(struct sslinv_json *json, struct secdb *secdb, const char *package, const struct id *id)
{
	struct fix *fix = sslinv_json_alloc(json, sizeof(*fix));

	if (!fix)
		return sslinv_json_status(json);
	if (++secdb->count > MAX_FIXES)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "more than %d fixes in OpenSSL", MAX_FIXES);
	fix->package = package;
	fix->version = sslinv_json_keep(json, id->version->text);
	fix->cve = sslinv_json_keep(json, id->text);
	fix->next = secdb->fixes;
	secdb->fixes = fix;
	return fix->version && fix->cve ? 0 : sslinv_json_status(json);
}

static int end_package(struct sslinv_json *json, void *context)
{
	struct secdb *secdb = context;
	char *package;
	int rc;

	if (!sslinv_package_name_is_openssl(secdb->package)) {
		secdb->dropped++;
		return 0;
	}
	secdb->dropped += secdb->aliases;
	rc = refuse_repeated(json, secdb);
	package = rc == 0 ? sslinv_json_keep(json, secdb->package) : NULL;
	if (!package)
		return sslinv_json_status(json);
	for (const struct version *version = secdb->versions; version; version = version->next)
		if (!version->has_ids)
			sslinv_json_warn(json, "%.100s %.100s: what it fixed is not told", package, version->text);
	for (const struct id *id = secdb->ids; rc == 0 && id; id = id->next) {
		if (sslinv_cve_is(id->text))
			rc = keep_fix(json, secdb, package, id);
		else
			sslinv_json_warn(json, "%.100s %.100s: `%.40s` is not a CVE id: left out", package,
					 id->version->text, id->text);
	}
	return rc;
}

/* ---- The whole ---- */

static const struct publisher *find_publisher(const struct secdb *secdb)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(publishers); i++) {
		if (publishers[i].has_releases != (secdb->release != NULL))
			continue;
		/* Without an address the releases tell: nobody else writes them so. */
		if (secdb->address ? strstr(secdb->address, publishers[i].address) != NULL : publishers[i].has_releases)
			return &publishers[i];
	}
	return NULL;
}

/* `v3.19`, and `edge`. */
static bool take_release(const struct secdb *secdb, const struct publisher *publisher, struct sslinv_distro *place)
{
	const char *release = secdb->release;

	if (!release)
		return sslinv_distro_from_words(publisher->distro, "", NULL, place);
	if (strcmp(release, "edge") != 0 && (*release++ != 'v' || strspn(release, "0123456789.") != strlen(release)))
		return false;
	return *release && sslinv_distro_from_words(publisher->distro, release, NULL, place);
}

/* A version `0` says that no build ever had the flaw, which another entry of the same package contradicts. */
static bool is_contradicted(const struct secdb *secdb, const struct fix *never)
{
	for (const struct fix *fix = secdb->fixes; fix; fix = fix->next)
		if (strcmp(fix->version, "0") != 0 && strcmp(fix->cve, never->cve) == 0 &&
		    strcmp(fix->package, never->package) == 0)
			return true;
	return false;
}

static int emit(struct sslinv_json *json, const struct secdb *secdb, const struct sslinv_distro *place)
{
	int rc = 0;

	for (const struct fix *fix = secdb->fixes; fix && rc == 0; fix = fix->next) {
		bool is_never = strcmp(fix->version, "0") == 0;
		const struct sslinv_statement statement = {
			.distro = place->distro,
			.release = place->release,
			.stream = place->stream,
			.package = fix->package,
			.kind = SSLINV_PACKAGE_SOURCE,
			.cve = fix->cve,
			.status = is_never ? SSLINV_STATUS_NOT_AFFECTED : SSLINV_STATUS_FIXED,
			.fixed_version = is_never ? NULL : fix->version,
		};

		if (is_never && is_contradicted(secdb, fix))
			sslinv_json_warn(json, "%.100s: %s is never affected, and fixed in a version: the fix counts",
					 fix->package, fix->cve);
		else
			rc = sslinv_check_statement(secdb->sink, &statement, 0);
	}
	return rc;
}

static int end_document(struct sslinv_json *json, void *context)
{
	const struct secdb *secdb = context;
	const struct publisher *publisher = find_publisher(secdb);
	struct sslinv_distro place;
	struct sslinv_feed feed = { .name = secdb->input_name, .format = "secdb" };
	int rc;

	if (!publisher || !take_release(secdb, publisher, &place))
		return sslinv_json_fail(json, SSLINV_E_UNSUPPORTED,
					"the release `%.40s` of `%.100s` is not from Alpine, Wolfi or Chainguard",
					secdb->release ? secdb->release : "", secdb->address ? secdb->address : "");
	feed.vendor = publisher->vendor;
	feed.identity = sslinv_json_printf(json, "secdb/%s%s%s/%s", place.distro, place.release[0] ? "-" : "", place.release,
					   secdb->repository ? secdb->repository : "");
	if (!feed.identity)
		return sslinv_json_status(json);
	rc = sslinv_check_feed(secdb->sink, &feed, 0);
	if (rc == 0)
		rc = emit(json, secdb, &place);
	if (rc == 0)
		rc = sslinv_check_dropped(secdb->sink, secdb->dropped);
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, secdb->sink);
}

#define INTO(member) .into = SSLINV_JSON_INTO(struct secdb, member)
#define PACKAGE "packages[].pkg"

static const struct sslinv_json_rule rules[] = {
	{ .path = "", .end = end_document },
	{ .path = "distroversion", INTO(release) },
	{ .path = "reponame", INTO(repository) },
	{ .path = "urlprefix", INTO(address) },
	{ .path = PACKAGE, .begin = begin_package, .end = end_package },
	{ .path = PACKAGE ".name", INTO(package), .brief = true },
	{ .path = PACKAGE ".secfixes", .begin = begin_fixes },
	/* An object where a list should be: packages have had that. */
	{ .path = PACKAGE ".secfixes.*",
	  .kinds = SSLINV_JSON_STRING | SSLINV_JSON_OBJECT,
	  .value = take_version,
	  .begin = begin_version },
	{ .path = PACKAGE ".secfixes.*[]", .value = take_ids },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array && sslinv_json_head_has(&head, "packages") &&
	       (strcmp(head.inner, "pkg") == 0 || sslinv_json_head_has(&head, "urlprefix") ||
		sslinv_json_head_has(&head, "apkurl"));
}

static int read_secdb(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct secdb secdb = { .sink = sink, .input_name = sslinv_input_name(input) };

	return sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &secdb, error);
}

const struct sslinv_reader sslinv_reader_secdb = {
	.format = "secdb",
	.title = "Security databases of Alpine, Wolfi and Chainguard",
	.recognise = recognise,
	.read = read_secdb,
};
