/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resolve_helper.h"

const char *keep(struct sslinv_guidance_set *set, const char *text)
{
	const char *copy = sslinv_arena_strdup(&set->arena, text);

	assert_true(copy != NULL || text == NULL);
	return copy;
}

void add_feed(struct sslinv_guidance_set *set, const char *vendor, const char *format, const char *published)
{
	struct sslinv_set_feed *feed = sslinv_array_add(&set->feeds);

	assert_non_null(feed);
	feed->feed = (struct sslinv_feed){
		.name = vendor, .vendor = vendor, .format = format, .published = published, .identity = vendor
	};
}

struct sslinv_statement *add_statement(struct sslinv_guidance_set *set, const char *distro, const char *release,
				       const char *stream, const char *package, enum sslinv_package_kind kind,
				       const char *cve, enum sslinv_status status, const char *fixed)
{
	struct sslinv_set_statement *item = sslinv_array_add(&set->statements);

	assert_non_null(item);
	item->statement = (struct sslinv_statement){
		.distro = keep(set, distro),
		.release = keep(set, release),
		.stream = keep(set, stream),
		.package = keep(set, package),
		.kind = kind,
		.cve = keep(set, cve),
		.status = status,
		.fixed_version = keep(set, fixed),
	};
	return &item->statement;
}

struct sslinv_statement *add_rhel_fix(struct sslinv_guidance_set *set, const char *release, const char *stream,
				      const char *cve, const char *fixed, const char *advisory)
{
	struct sslinv_statement *statement = add_statement(set, "rhel", release, stream, "openssl", SOURCE, cve,
							   SSLINV_STATUS_FIXED, fixed);

	statement->advisory = keep(set, advisory);
	return statement;
}

void add_range(struct sslinv_guidance_set *set, const char *cve, const char *from, const char *until)
{
	struct sslinv_range *range = sslinv_array_add(&set->ranges);

	assert_non_null(range);
	*range = (struct sslinv_range){ .cve = cve, .library = "OpenSSL", .from = from, .until = until };
}

void add_vulnerability(struct sslinv_guidance_set *set, const char *cve, const char *severity, const char *published)
{
	struct sslinv_vulnerability *vulnerability = sslinv_array_add(&set->vulnerabilities);

	assert_non_null(vulnerability);
	*vulnerability = (struct sslinv_vulnerability){ .cve = cve, .severity = severity, .published = published };
}

void add_life(struct sslinv_guidance_set *set, const char *product, const char *release, const char *stream, const char *end)
{
	struct sslinv_life *life = sslinv_array_add(&set->lives);

	assert_non_null(life);
	*life = (struct sslinv_life){ .product = product, .release = release, .stream = stream, .end = end };
}

const struct sslinv_finding *judge_cve(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set,
				       const char *cve, struct sslinv_judgement *judgement)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(sslinv_judge(subject, set, &cve, 1, judgement, &error), 0);
	assert_int_equal(judgement->findings.count, 1);
	assert_string_equal(judgement->findings.items[0].cve, cve);
	assert_non_null(judgement->findings.items[0].reason);
	assert_non_null(judgement->stream_reason);
	return &judgement->findings.items[0];
}

const char *verdict_on(const struct sslinv_subject *subject, const struct sslinv_guidance_set *set, const char *cve)
{
	static char text[512];
	struct sslinv_judgement judgement = { 0 };
	const struct sslinv_finding *finding = judge_cve(subject, set, cve, &judgement);

	snprintf(text, sizeof(text), "%s %s %s %s", sslinv_status_name(finding->status), sslinv_rule_name(finding->rule),
		 finding->fixed_version ? finding->fixed_version : "-", finding->stream[0] ? finding->stream : "plain");
	sslinv_judgement_free(&judgement);
	return text;
}

struct sslinv_subject rpm_subject(const char *distro, const char *release, const char *package, const char *version)
{
	return (struct sslinv_subject){
		.distro = distro, .release = release, .format = "rpm", .package = package, .version = version
	};
}

struct sslinv_subject deb_subject(const char *distro, const char *release, const char *package, const char *version)
{
	return (struct sslinv_subject){
		.distro = distro, .release = release, .format = "deb", .package = package, .version = version
	};
}
