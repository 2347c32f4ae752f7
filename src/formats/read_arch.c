/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads Arch's security tracker (https://security.archlinux.org/all.json): a list of groups, each of packages that are
 * built together, of CVEs, and of one status for all of them.
 */
#include <string.h>

#include "base/str.h"
#include "formats/readers.h"
#include "openssl/package_name.h"
#include "parse/json.h"
#include "version/cve.h"
#include "version/word.h"

/* Of one group, each package with each CVE: far more than a group ever had. */
#define MAX_NAMES 2000

struct name {
	struct name *next;
	const char *text;
};

struct arch {
	const struct sslinv_checked_sink *sink;
	/* Of one group. */
	const char *id, *status, *severity, *fixed;
	struct name *packages, *cves;
	size_t count; /* of both */
};

static int begin_group(struct sslinv_json *json, void *context)
{
	struct arch *arch = context;

	sslinv_json_forget_brief(json);
	*arch = (struct arch){ .sink = arch->sink };
	return 0;
}

static int add_name(struct sslinv_json *json, struct arch *arch, struct name **names, const char *text)
{
	size_t size = strlen(text) + 1;
	struct name *name = sslinv_json_alloc_brief(json, sizeof(*name));
	char *copy = name ? sslinv_json_alloc_brief(json, size) : NULL;

	if (++arch->count > MAX_NAMES)
		return sslinv_json_fail(json, SSLINV_E_LIMIT, "a group has more than %d packages of OpenSSL and CVEs",
					MAX_NAMES);
	if (!copy)
		return sslinv_json_status(json);
	name->text = memcpy(copy, text, size);
	name->next = *names;
	*names = name;
	return 0;
}

static int take_package(struct sslinv_json *json, void *context, const char *text)
{
	struct arch *arch = context;

	return sslinv_package_name_is_openssl(text) ? add_name(json, arch, &arch->packages, text) : 0;
}

static int take_cve(struct sslinv_json *json, void *context, const char *text)
{
	struct arch *arch = context;

	return sslinv_cve_is(text) ? add_name(json, arch, &arch->cves, text) : 0;
}

/* What the tracker's words mean. A fix that is being tested is a fix: what is below it is affected, whatever is offered. */
static const struct {
	const char *word;
	enum sslinv_status status;
	const char *note;
} statuses[] = {
	{ "Not affected", SSLINV_STATUS_NOT_AFFECTED, NULL },
	{ "Vulnerable", SSLINV_STATUS_AFFECTED, NULL },
	{ "Fixed", SSLINV_STATUS_FIXED, NULL },
	{ "Testing", SSLINV_STATUS_FIXED, "the fix is in the testing repositories" },
	{ "Unknown", SSLINV_STATUS_UNDER_INVESTIGATION, NULL },
};

static void judge(struct sslinv_json *json, const struct arch *arch, struct sslinv_statement *statement)
{
	const char *said = arch->status ? arch->status : "";

	statement->status = SSLINV_STATUS_UNKNOWN;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(statuses); i++) {
		if (strcmp(said, statuses[i].word) != 0)
			continue;
		statement->status = statuses[i].status;
		statement->note = statuses[i].note;
	}
	if (statement->status == SSLINV_STATUS_FIXED && sslinv_word_is_name(arch->fixed))
		statement->fixed_version = arch->fixed;
	else if (statement->status == SSLINV_STATUS_FIXED || statement->status == SSLINV_STATUS_UNKNOWN) {
		statement->status = SSLINV_STATUS_UNKNOWN;
		sslinv_json_warn(json, "%.40s: status `%.40s` without a version cannot be evaluated",
				 arch->id ? arch->id : "a group", said);
	}
}

static int emit(struct sslinv_json *json, const struct arch *arch)
{
	struct sslinv_statement statement = {
		.distro = "arch",
		.release = "",
		.stream = "",
		/* Packages are built as they are named; the tracker knows no sources. */
		.kind = SSLINV_PACKAGE_BINARY,
		.advisory = arch->id,
		.severity = arch->severity,
	};
	int rc = 0;

	judge(json, arch, &statement);
	for (const struct name *package = arch->packages; package; package = package->next)
		for (const struct name *cve = arch->cves; rc == 0 && cve; cve = cve->next) {
			statement.package = package->text;
			statement.cve = cve->text;
			rc = sslinv_check_statement(arch->sink, &statement, sslinv_json_line(json));
		}
	return rc;
}

static int end_group(struct sslinv_json *json, void *context)
{
	const struct arch *arch = context;
	int rc;

	if (!arch->packages)
		return sslinv_check_dropped(arch->sink, 1);
	if (!arch->cves)
		sslinv_json_warn(json, "%.40s names no CVE: left out", arch->id ? arch->id : "a group");
	rc = emit(json, arch);
	return rc < 0 ? rc : sslinv_json_flush_warnings(json, arch->sink);
}

#define BRIEFLY(member) .into = SSLINV_JSON_INTO(struct arch, member), .brief = true

static const struct sslinv_json_rule rules[] = {
	{ .path = "[]", .begin = begin_group, .end = end_group },
	{ .path = "[].name", BRIEFLY(id) },
	{ .path = "[].status", BRIEFLY(status) },
	{ .path = "[].severity", BRIEFLY(severity) },
	{ .path = "[].fixed", BRIEFLY(fixed) },
	{ .path = "[].packages[]", .value = take_package },
	{ .path = "[].issues[]", .value = take_cve },
};

static bool recognise(const char *bytes, size_t length)
{
	struct sslinv_json_head head;

	return sslinv_json_head(bytes, length, &head) && head.is_array && sslinv_json_head_has(&head, "packages") &&
	       sslinv_json_head_has(&head, "issues") && sslinv_json_head_has(&head, "affected");
}

static int read_arch(struct sslinv_input *input, const struct sslinv_checked_sink *sink, struct sslinv_error *error)
{
	struct arch arch = { .sink = sink };
	const struct sslinv_feed feed = {
		.name = sslinv_input_name(input),
		.vendor = "Arch Linux",
		.format = "arch-tracker",
		.identity = "arch-tracker",
	};
	int rc = sslinv_check_feed(sink, &feed, 0);

	return rc < 0 ? rc : sslinv_json_read(input, rules, SSLINV_ARRAY_SIZE(rules), &arch, error);
}

const struct sslinv_reader sslinv_reader_arch = {
	.format = "arch-tracker",
	.title = "Arch Linux security tracker (JSON)",
	.recognise = recognise,
	.read = read_arch,
};
