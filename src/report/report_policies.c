/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the protocols that programs speak by default, a line for each libcrypto. */
#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "report/format.h"

/* So many lines are shown; the inventory has them all. */
#define MAX_SHOWN 20

/* What a program carries has rules of its own, and of a fork nothing is known. */
static bool is_told(const struct sslinv_facts *facts, const struct sslinv_policy *policy)
{
	if (policy->lowest_protocol)
		return true;
	for (size_t i = 0; i < facts->libraries.count && policy->evidence; i++)
		if (sslinv_str_compare(facts->libraries.items[i].path, policy->path) == 0)
			return facts->libraries.items[i].evidence == SSLINV_EVIDENCE_NEEDED;
	return false;
}

/* ` (/etc/ssl/openssl.cnf, crypto policy DEFAULT, security level 2)` */
static void print_source(FILE *file, const struct sslinv_policy *policy)
{
	const char *separator = " (";

	if (policy->configuration) {
		fprintf(file, "%s%s", separator, policy->configuration);
		separator = ", ";
	}
	if (policy->crypto_policy) {
		fprintf(file, "%scrypto policy %s", separator, policy->crypto_policy);
		separator = ", ";
	}
	if (policy->security_level.is_known) {
		fprintf(file, "%ssecurity level %" PRIu64, separator, policy->security_level.number);
		separator = ", ";
	}
	if (separator[0] == ',')
		fputc(')', file);
}

static void print_abilities(FILE *file, const struct sslinv_policy *policy)
{
	if (policy->pqc.is_known)
		fputs(policy->pqc.number ? "; ML-KEM" : "; no ML-KEM", file);
	if (policy->fips.is_known && policy->fips.number)
		fprintf(file, "; FIPS module%s%s", policy->fips_version ? " " : "",
			policy->fips_version ? policy->fips_version : "");
}

/* `  libssl3: TLSv1.2 to TLSv1.3 (/etc/ssl/openssl.cnf, security level 2); no ML-KEM` */
static void print_policy(FILE *file, const struct sslinv_facts *facts, const struct sslinv_policy *policy)
{
	const char *package = sslinv_facts_package_label(facts, policy->package);

	fprintf(file, "  %s: ", package ? package : policy->path ? policy->path : "a library that is not known");
	if (!policy->lowest_protocol)
		fprintf(file, "%s", policy->evidence);
	else if (sslinv_str_compare(policy->lowest_protocol, policy->highest_protocol) == 0)
		fprintf(file, "%s only", policy->lowest_protocol);
	else
		fprintf(file, "%s to %s", policy->lowest_protocol,
			policy->highest_protocol ? policy->highest_protocol : "a protocol that is not known");
	print_source(file, policy);
	print_abilities(file, policy);
	fputc('\n', file);
}

static bool allows_old_tls(const struct sslinv_policy *policy)
{
	return policy->lowest_protocol &&
	       (strcmp(policy->lowest_protocol, "TLSv1") == 0 || strcmp(policy->lowest_protocol, "TLSv1.1") == 0);
}

void sslinv_report_policies(FILE *file, const struct sslinv_facts *facts, bool all)
{
	size_t shown = 0, left = 0;

	for (size_t i = 0; i < facts->policies.count; i++) {
		const struct sslinv_policy *policy = &facts->policies.items[i];

		if (!all && !allows_old_tls(policy))
			continue;
		if (shown == MAX_SHOWN) {
			left += policy->lowest_protocol != NULL;
			continue;
		}
		if (!is_told(facts, policy))
			continue;
		if (shown++ == 0)
			fputs(all ? "\nProtocols where a program sets none\n" : "\nStill allow TLS before 1.2\n", file);
		print_policy(file, facts, policy);
	}
	if (left)
		fprintf(file, "  and %zu more (`sslinv query 'SELECT * FROM policies'` lists them)\n", left);
}
