/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads Debian's security tracker as JSON (https://security-tracker.debian.org/tracker/data/json): one object of all source
 * packages, in each its CVEs, in each the releases with their status. It is large, and nearly all of it concerns other
 * packages.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "distro/distro.h"
#include "openssl/package_name.h"
#include "parse/json.h"
#include "formats/readers.h"
#include "version/word.h"

/* For the names that are remembered: one package has some hundreds of CVEs. */
#define MAX_SEEN ((size_t)128 * 1024)

struct debian {
	const struct sslinv_checked_sink *sink;
	struct sslinv_str
		seen; /* names of packages, CVEs and releases so far, each between blanks: a name must not come twice */
	size_t seen_package, seen_cve; /* how much of it names packages; and CVEs of this one */
	/* Of one release. */
	const char *status, *fixed_version, *urgency, *nodsa, *nodsa_reason;
};

/* Fails where `name` stands twice in the object whose names are in `seen` from `start` on. */
static int see(struct sslinv_json *json, struct debian *debian, size_t start, const char *name)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *word = sslinv_str_format(" %s ", name);

	if (!word)
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	if (debian->seen.length > start && strstr(debian->seen.data + start, word))
		return sslinv_json_fail(json, SSLINV_E_FORMAT,
					"`%s` is twice in one object, so it is not known which counts", name);
	if (debian->seen.length > MAX_SEEN)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "one package has more entries than can be kept");
	if (sslinv_str_add(&debian->seen, word) < 0)
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	return 0;
}

static void unsee(struct debian *debian, size_t length)
{
	debian->seen.length = length;
	if (debian->seen.data)
		debian->seen.data[length] = '\0';
}

static int begin_package(struct sslinv_json *json, void *context)
{
	struct debian *debian = context;
	const char *package = sslinv_json_wildcard(json, 0);
	int rc;

	if (!sslinv_package_name_is_openssl(package)) {
		rc = sslinv_check_dropped(debian->sink, 1);
		return rc < 0 ? rc : SSLINV_JSON_SKIP;
	}
	if (!sslinv_word_is_name(package))
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "`%.100s` is not a package name", package);
	unsee(debian, debian->seen_package);
	rc = see(json, debian, 0, package);
	debian->seen_package = debian->seen_cve = debian->seen.length;
	return rc;
}

static int begin_cve(struct sslinv_json *json, void *context)
{
	struct debian *debian = context;
	const char *cve = sslinv_json_wildcard(json, 1);
	int rc;

	/* `TEMP-0000000-0CA7E3`: not a CVE yet. */
	if (!sslinv_cve_is(cve)) {
		rc = sslinv_check_dropped(debian->sink, 1);
		return rc < 0 ? rc : SSLINV_JSON_SKIP;
	}
	unsee(debian, debian->seen_cve);
	rc = see(json, debian, debian->seen_package, cve);
	debian->seen_cve = debian->seen.length;
	return rc;
}

static int begin_release(struct sslinv_json *json, void *context)
{
	struct debian *debian = context;

	debian->status = debian->fixed_version = debian->urgency = debian->nodsa = debian->nodsa_reason = NULL;
	return see(json, debian, debian->seen_cve, sslinv_json_wildcard(json, 2));
}

/* What the tracker's words mean; where they say something this program does not know, the status stays unknown. */
static void judge(struct sslinv_json *json, const struct debian *debian, struct sslinv_statement *statement)
{
	const char *status = debian->status ? debian->status : "";
	bool has_version = debian->fixed_version && sslinv_word_is_name(debian->fixed_version);

	statement->status = SSLINV_STATUS_UNKNOWN;
	if (strcmp(status, "resolved") == 0 && has_version && strcmp(debian->fixed_version, "0") == 0) {
		statement->status = SSLINV_STATUS_NOT_AFFECTED;
	} else if (strcmp(status, "resolved") == 0 && has_version) {
		statement->status = SSLINV_STATUS_FIXED;
		statement->fixed_version = debian->fixed_version;
	} else if (strcmp(status, "open") == 0) {
		bool is_ignored = debian->nodsa_reason && strcmp(debian->nodsa_reason, "ignored") == 0;
		bool is_over = debian->urgency && strcmp(debian->urgency, "end-of-life") == 0;

		statement->status = is_ignored || is_over ? SSLINV_STATUS_WILL_NOT_FIX : SSLINV_STATUS_AFFECTED;
		if (is_over && !statement->note)
			statement->note = "end-of-life";
	} else if (strcmp(status, "undetermined") == 0) {
		statement->note = "undetermined";
	} else {
		sslinv_json_warn(json, "%s %s, %s: status `%.40s`%s cannot be evaluated", statement->package, statement->cve,
				 sslinv_json_wildcard(json, 2), status, has_version ? "" : " without a version");
	}
}

static int end_release(struct sslinv_json *json, void *context)
{
	struct debian *debian = context;
	const char *release = sslinv_json_wildcard(json, 2);
	struct sslinv_statement statement = {
		.package = sslinv_json_wildcard(json, 0),
		.kind = SSLINV_PACKAGE_SOURCE,
		.cve = sslinv_json_wildcard(json, 1),
		.severity = debian->urgency,
		.note = debian->nodsa && debian->nodsa[0] ? debian->nodsa : NULL,
	};
	char url[128];
	struct sslinv_distro distro;
	int rc;

	if (!sslinv_distro_from_codename(release, &distro)) {
		sslinv_json_warn(json, "%s %s: no release of Debian is called `%.40s`", statement.package, statement.cve,
				 release);
		goto out;
	}
	statement.distro = distro.distro;
	statement.release = distro.release;
	statement.stream = distro.stream;
	snprintf(url, sizeof(url), "https://security-tracker.debian.org/tracker/%s", statement.cve);
	statement.url = url;
	judge(json, debian, &statement);
	rc = sslinv_check_statement(debian->sink, &statement, sslinv_json_line(json));
	if (rc < 0)
		return rc;
out:
	sslinv_json_forget_brief(json);
	return sslinv_json_flush_warnings(json, debian->sink);
}

static const struct sslinv_json_rule rules[] = {
	{ .path = "*", .begin = begin_package },
	{ .path = "*.*", .begin = begin_cve },
	{ .path = "*.*.releases.*", .begin = begin_release, .end = end_release },
	{ .path = "*.*.releases.*.status", .into = SSLINV_JSON_INTO(struct debian, status), .brief = true },
	{ .path = "*.*.releases.*.fixed_version", .into = SSLINV_JSON_INTO(struct debian, fixed_version), .brief = true },
	{ .path = "*.*.releases.*.urgency", .into = SSLINV_JSON_INTO(struct debian, urgency), .brief = true },
	{ .path = "*.*.releases.*.nodsa", .into = SSLINV_JSON_INTO(struct debian, nodsa), .brief = true },
	{ .path = "*.*.releases.*.nodsa_reason", .into = SSLINV_JSON_INTO(struct debian, nodsa_reason), .brief = true },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array &&
	       (sslinv_cve_is(head.inner) || sslinv_str_starts(head.inner, "TEMP-"));
}

static int read_debian(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct debian debian = { .sink = sink };
	const struct sslinv_feed feed = {
		.name = sslinv_input_name(input),
		.vendor = "Debian",
		.format = "debian-tracker",
		.identity = "debian-tracker",
	};
	int rc = sslinv_check_feed(sink, &feed, 0);

	if (rc >= 0)
		rc = sslinv_json_read_members(input, rules, SSLINV_ARRAY_SIZE(rules), sslinv_package_name_is_openssl,
					      &debian, error);
	sslinv_str_free(&debian.seen);
	return rc < 0 ? rc : 0;
}

const struct sslinv_reader sslinv_reader_debian = {
	.format = "debian-tracker",
	.title = "Debian security tracker (JSON)",
	.recognise = recognise,
	.read = read_debian,
};
