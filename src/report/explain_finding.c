/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a judgement is based on, as indented text. */
#include "report/explain_finding.h"

static const char *or_dash(const char *text)
{
	return text && *text ? text : "-";
}

/* How likely it is that somebody uses it, where a feed at hand says so. */
static void tell_exploitation(FILE *file, const char *cve, const struct sslinv_guidance_set *set)
{
	const struct sslinv_exploitation *told = cve ? sslinv_guidance_set_exploitation(set, cve) : NULL;

	if (told && told->known_since)
		fprintf(file, "        known to be exploited: CISA listed it on %s\n", told->known_since);
	if (told && told->probability)
		fprintf(file, "        exploited within 30 days with a probability of %s (EPSS)\n", told->probability);
}

void sslinv_explain_finding(FILE *file, const struct sslinv_finding *finding, const struct sslinv_guidance_set *set)
{
	fprintf(file, "    %s: %s by the rule %s", finding->cve ? finding->cve : "(no CVE)",
		sslinv_status_name(finding->status), sslinv_rule_name(finding->rule));
	if (finding->fixed_version)
		fprintf(file, ", fixed in %s", finding->fixed_version);
	if (finding->severity)
		fprintf(file, ", severity %s", finding->severity);
	fprintf(file, "\n        %s\n", or_dash(finding->reason));
	if (finding->advisory || finding->url)
		fprintf(file, "        see %s%s%s\n", finding->advisory ? finding->advisory : "",
			finding->advisory && finding->url ? ", " : "", finding->url ? finding->url : "");
	tell_exploitation(file, finding->cve, set);
	if (finding->feed < set->feeds.count) {
		const struct sslinv_set_feed *feed = &set->feeds.items[finding->feed];

		fprintf(file, "        feed %s of %s%s%.10s (%s)\n", feed->feed.name,
			feed->feed.published ? feed->feed.published : "unknown date",
			feed->feed.confirmed ? ", confirmed " : "", feed->feed.confirmed ? feed->feed.confirmed : "",
			or_dash(feed->feed.vendor));
	}
	if (finding->note)
		fprintf(file, "        %s%s\n", finding->is_doubtful ? "doubtful: " : "", finding->note);
	for (size_t i = 0; i < finding->other_count; i++) {
		const struct sslinv_opinion *other = &finding->others[i];

		fprintf(file, "        the rule %s would say %s%s%s: %s\n", sslinv_rule_name(other->rule),
			sslinv_status_name(other->status), other->fixed_version ? ", fixed in " : "",
			other->fixed_version ? other->fixed_version : "", or_dash(other->reason));
	}
}

void sslinv_explain_summary(FILE *file, const struct sslinv_judgement *judgement)
{
	size_t counts[SSLINV_STATUS_COUNT] = { 0 };
	const char *separator = " ";

	for (size_t i = 0; i < judgement->findings.count; i++)
		counts[judgement->findings.items[i].status]++;
	fputs("    in all:", file);
	for (int status = 0; status < SSLINV_STATUS_COUNT; status++)
		if (counts[status]) {
			fprintf(file, "%s%zu %s", separator, counts[status], sslinv_status_name(status));
			separator = ", ";
		}
	fputc('\n', file);
}

void sslinv_explain_judgement(FILE *file, const struct sslinv_judgement *judgement)
{
	const struct sslinv_effective *effective = &judgement->effective;

	if (judgement->stream_reason)
		fprintf(file, "    stream: %s (%s)\n", judgement->stream && *judgement->stream ? judgement->stream : "plain",
			judgement->stream_reason);
	if (!judgement->upstream_version[0])
		return;
	fprintf(file, "    upstream %s", judgement->upstream_version);
	if (judgement->has_effective)
		fprintf(file, ", effective upstream %s", effective->version);
	if (judgement->has_effective && effective->carried > 0)
		fprintf(file, ": carries the fixes of %zu CVE%s up to it", effective->carried,
			effective->carried == 1 ? "" : "s");
	if (judgement->has_effective && effective->blocking_cve)
		fprintf(file, "\n    held back by %s (%s)%s%s", effective->blocking_cve,
			sslinv_status_name(effective->blocking_status),
			effective->blocking_release ? ", which OpenSSL fixed in " : ", which OpenSSL has up to ",
			or_dash(effective->blocking_release ? effective->blocking_release : effective->blocking_last));
	fputc('\n', file);
}
