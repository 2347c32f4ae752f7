/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads AlmaLinux's `errata.full.json`, one file for each major release: all its advisories with their packages and, as
 * references, their CVEs. The file does not say of which release it is; the dist tags of its packages do.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/num.h"
#include "base/str.h"
#include "guidance/check.h"
#include "distro/distro.h"
#include "openssl/package_name.h"
#include "parse/json.h"
#include "formats/readers.h"
#include "version/word.h"

#define MAX_CVES 2000     /* of one advisory */
#define MAX_PACKAGES 1000 /* that concern OpenSSL, of one advisory */

struct cve {
	char id[SSLINV_CVE_SIZE];
};

struct package {
	char name[128];
	char version[256]; /* epoch:version-release */
};

struct errata {
	struct sslinv_input *input;
	const struct sslinv_checked_sink *sink;
	bool is_announced;
	size_t dropped; /* before that */
	/* Of one advisory. */
	const char *id, *severity;
	char issued[SSLINV_TIME_SIZE];
	char url[256];
	char release[24]; /* of its first package with a dist tag, "" if none has one */
	struct {
		struct cve *items;
		size_t count, capacity;
	} cves;
	struct {
		struct package *items;
		size_t count, capacity;
	} packages;
	/* Of one package, or one reference. */
	const char *name, *epoch, *version, *package_release, *arch;
	const char *reference, *type, *href;
};

static int begin_advisory(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;

	(void)json;
	errata->id = errata->severity = NULL;
	errata->issued[0] = errata->url[0] = errata->release[0] = '\0';
	errata->cves.count = errata->packages.count = 0;
	return 0;
}

/* Seconds since the epoch. */
static int take_issued(struct sslinv_json *json, void *context, const char *text)
{
	struct errata *errata = context;
	uint64_t seconds;

	/* Up to the year 9999. */
	if (!sslinv_parse_number(text, UINT64_C(253402300799), &seconds)) {
		sslinv_json_warn(json, "`issued_date` is not a time: left out");
		return 0;
	}
	sslinv_str_time(errata->issued, (long long)seconds);
	errata->issued[SSLINV_DATE_SIZE - 1] = '\0';
	return 0;
}

static int begin_package(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;

	(void)json;
	errata->name = errata->epoch = errata->version = errata->package_release = errata->arch = NULL;
	return 0;
}

static int add_package(struct sslinv_json *json, struct errata *errata)
{
	struct package package = { .name = "" }, *slot;
	/* Who leaves the epoch out did not say that it is 0. */
	int length = snprintf(package.version, sizeof(package.version), "%s%s%s-%s", errata->epoch ? errata->epoch : "",
			      errata->epoch && errata->epoch[0] ? ":" : "", errata->version ? errata->version : "",
			      errata->package_release ? errata->package_release : "");

	/* What is too long, or lacks a part, is no version, and becomes a statement that could not be evaluated. */
	if (length < 0 || (size_t)length >= sizeof(package.version) || !errata->version || !errata->package_release)
		package.version[0] = '\0';
	snprintf(package.name, sizeof(package.name), "%s", errata->name);
	/* One package stands there for each architecture. */
	for (size_t i = 0; i < errata->packages.count; i++) {
		const struct package *known = &errata->packages.items[i];

		if (strcmp(known->name, package.name) == 0 && strcmp(known->version, package.version) == 0)
			return 0;
	}
	if (errata->packages.count >= MAX_PACKAGES)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "an advisory lists more than %d packages of OpenSSL",
					MAX_PACKAGES);
	slot = sslinv_array_add(&errata->packages);
	if (!slot)
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	*slot = package;
	return 0;
}

static int end_package(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;
	struct sslinv_distro tagged;
	int rc = 0;

	if (!errata->release[0] && errata->package_release && sslinv_distro_from_dist_tag(errata->package_release, &tagged))
		snprintf(errata->release, sizeof(errata->release), "%s", tagged.release);
	if (errata->name && sslinv_package_name_is_openssl(errata->name) &&
	    !(errata->arch && strcmp(errata->arch, "src") == 0))
		rc = add_package(json, errata);
	return rc;
}

static int begin_reference(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;

	(void)json;
	errata->reference = errata->type = errata->href = NULL;
	return 0;
}

static int end_reference(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;
	struct cve *slot;

	if (errata->type && errata->href && strcmp(errata->type, "self") == 0) {
		snprintf(errata->url, sizeof(errata->url), "%s", errata->href);
		return 0;
	}
	if (!errata->reference || !sslinv_cve_is(errata->reference))
		return 0;
	for (size_t i = 0; i < errata->cves.count; i++) {
		if (strcmp(errata->cves.items[i].id, errata->reference) == 0)
			return 0;
	}
	if (errata->cves.count >= MAX_CVES)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "an advisory names more than %d CVEs", MAX_CVES);
	slot = sslinv_array_add(&errata->cves);
	if (!slot)
		return sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
	snprintf(slot->id, sizeof(slot->id), "%s", errata->reference);
	return 0;
}

/* Two files of one name, each of a major release, are two feeds. */
static int announce(struct errata *errata)
{
	char identity[64];
	const struct sslinv_feed feed = {
		.name = sslinv_input_name(errata->input),
		.vendor = "AlmaLinux",
		.format = "errata",
		.identity = identity,
	};

	int rc;

	errata->is_announced = true;
	snprintf(identity, sizeof(identity), "errata/almalinux%s%s", errata->release[0] ? "-" : "", errata->release);
	rc = sslinv_check_feed(errata->sink, &feed, 0);
	if (rc >= 0)
		rc = sslinv_check_dropped(errata->sink, errata->dropped);
	errata->dropped = 0;
	return rc;
}

static int drop(struct errata *errata)
{
	if (errata->is_announced)
		return sslinv_check_dropped(errata->sink, 1);
	errata->dropped++;
	return 0;
}

static int tell_package(struct sslinv_json *json, const struct errata *errata, const struct package *package,
			const struct cve *cve)
{
	struct sslinv_distro tagged;
	struct sslinv_distro distro;
	struct sslinv_statement statement;

	if (sslinv_distro_from_dist_tag(package->version, &tagged))
		sslinv_distro_from_words("almalinux", tagged.release, NULL, &distro);
	else
		sslinv_distro_from_words("almalinux", errata->release, NULL, &distro);
	if (!distro.release[0])
		return sslinv_check_warn(errata->sink, sslinv_json_line(json),
					 "advisory %s: cannot tell the release of package %s; left out", errata->id,
					 package->name);
	statement = (struct sslinv_statement){
		.distro = distro.distro,
		.release = distro.release,
		.stream = "",
		.package = package->name,
		.kind = SSLINV_PACKAGE_BINARY,
		.cve = cve->id,
		.status = SSLINV_STATUS_FIXED,
		.fixed_version = package->version,
		.advisory = errata->id,
		.severity = errata->severity,
		.issued = errata->issued[0] ? errata->issued : NULL,
		.url = errata->url[0] ? errata->url : NULL,
	};
	return sslinv_check_statement(errata->sink, &statement, sslinv_json_line(json));
}

static int end_advisory(struct sslinv_json *json, void *context)
{
	struct errata *errata = context;
	int rc = 0;

	if (!errata->id || !sslinv_word_is_name(errata->id)) {
		sslinv_json_warn(json, "an advisory without an `id`: left out");
		errata->packages.count = 0;
	}
	/* Which release it is about, the first advisory that has a package tells. */
	if (!errata->is_announced && (errata->release[0] || errata->packages.count > 0))
		rc = announce(errata);
	if (rc >= 0 && errata->is_announced)
		rc = sslinv_json_flush_warnings(json, errata->sink);
	if (rc >= 0 && (errata->packages.count == 0 || errata->cves.count == 0))
		rc = drop(errata);
	else
		for (size_t i = 0; rc >= 0 && i < errata->cves.count; i++)
			for (size_t j = 0; rc >= 0 && j < errata->packages.count; j++)
				rc = tell_package(json, errata, &errata->packages.items[j], &errata->cves.items[i]);
	sslinv_json_forget_brief(json);
	return rc;
}

#define INTO(member) .into = SSLINV_JSON_INTO(struct errata, member), .brief = true

static const struct sslinv_json_rule rules[] = {
	{ .path = "data[]", .begin = begin_advisory, .end = end_advisory },
	{ .path = "data[].id", INTO(id) },
	{ .path = "data[].severity", INTO(severity) },
	{ .path = "data[].issued_date", .kinds = SSLINV_JSON_NUMBER, .value = take_issued },
	{ .path = "data[].packages[]", .begin = begin_package, .end = end_package },
	{ .path = "data[].packages[].name", INTO(name) },
	{ .path = "data[].packages[].epoch", .kinds = SSLINV_JSON_STRING | SSLINV_JSON_NUMBER, INTO(epoch) },
	{ .path = "data[].packages[].version", INTO(version) },
	{ .path = "data[].packages[].release", INTO(package_release) },
	{ .path = "data[].packages[].arch", INTO(arch) },
	{ .path = "data[].references[]", .begin = begin_reference, .end = end_reference },
	{ .path = "data[].references[].id", INTO(reference) },
	{ .path = "data[].references[].type", INTO(type) },
	{ .path = "data[].references[].href", INTO(href) },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && !head.is_array && sslinv_json_head_has(&head, "schema_version") &&
	       sslinv_json_head_has(&head, "data") &&
	       (memmem(bytes, length, "\"ALSA-", 6) || memmem(bytes, length, "\"ALBA-", 6) ||
		memmem(bytes, length, "\"ALEA-", 6));
}

static int read_errata(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct errata errata = { .input = input, .sink = sink };
	int rc = sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &errata, error);

	if (rc >= 0 && !errata.is_announced)
		rc = announce(&errata);
	free(errata.cves.items);
	free(errata.packages.items);
	return rc < 0 ? rc : 0;
}

const struct sslinv_reader sslinv_reader_errata = {
	.format = "errata",
	.title = "AlmaLinux's errata (JSON)",
	.recognise = recognise,
	.read = read_errata,
};
