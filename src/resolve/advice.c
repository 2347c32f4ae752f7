/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes what an administrator has to do: the command first, then what it mends, then all that it does not. */
#include "resolve/advice.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "resolve/action.h"
#include "resolve/groups.h"
#include "resolve/lifecycle.h"
#include "resolve/reasons.h"
#include "resolve/renew.h"
#include "resolve/restart_text.h"
#include "resolve/severity.h"
#include "resolve/weigh.h"

/* Of each kind so many things are named one by one. */
#define MAX_NAMED 10

/* `libssl3 3.0.19-1~deb12u2`, or `/opt/x/libcrypto.so.3 (OpenSSL 3.0.8)`. */
static int add_name(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct sslinv_judged *judged)
{
	const struct sslinv_subject *subject = judged->subject;
	const char *arch = sslinv_group_arch(input, subject);
	const char *version = subject->version ? subject->version : judged->judgement->upstream_version;
	const char *owner = subject->package;

	if (!judged->path)
		return sslinv_str_printf(out, "%s%s%s %s", owner ? owner : "?", arch ? ":" : "", arch ? arch : "", version);
	return sslinv_str_printf(out, "%s (%s %s%s%s)", judged->path, judged->library ? judged->library : "OpenSSL",
				 version[0] ? version : "of unknown version",
				 owner                ? ", in the package "
				 : judged->brought_by ? ", brought by "
						      : ", in no package",
				 owner                ? owner
				 : judged->brought_by ? judged->brought_by
						      : "");
}

/* `13 CVEs, the worst CVE-2026-45447 (high)`. */
static int add_count(struct sslinv_str *out, const struct sslinv_group *group)
{
	const struct sslinv_finding *worst = group->worst;
	int rc = sslinv_str_printf(out, "%zu %s", group->count, group->count == 1 ? "finding" : "findings");

	if (rc < 0 || !worst->cve)
		return rc;
	return sslinv_str_printf(
		out, ", %s%s%s%s%s", group->count > 1 && sslinv_severity_rank(worst->severity) ? "the worst " : "",
		worst->cve, worst->severity ? " (" : "", worst->severity ? worst->severity : "", worst->severity ? ")" : "");
}

static int add_more(struct sslinv_str *out, size_t count)
{
	return count > MAX_NAMED ? sslinv_str_printf(out, "and %zu more\n", count - MAX_NAMED) : 0;
}

static int add_see(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct sslinv_finding *finding,
		   bool is_copy)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str page = { 0 };
	int rc = sslinv_reason_page(&page, input, finding, is_copy);

	return rc < 0 || page.length == 0 ? rc : sslinv_str_printf(out, "see %s\n", sslinv_str_text(&page));
}

static int add_command(struct sslinv_str *out, const struct sslinv_verdict_input *input, const struct sslinv_groups *groups)
{
	SSLINV_CLEANUP(sslinv_free_ptr) struct sslinv_upgrade *upgrades = calloc(groups->count, sizeof(*upgrades));
	int rc;

	if (!upgrades)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < groups->count; i++)
		upgrades[i] = sslinv_group_upgrade(input, &groups->items[i]);
	rc = sslinv_action_command(out, input->set, input->os_id, input->os_version,
				   groups->items[0].judged->subject->format, upgrades, groups->count);
	return rc < 0 ? rc : sslinv_str_add(out, "\n");
}

static int add_upgrades(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	SSLINV_CLEANUP(sslinv_groups_free) struct sslinv_groups groups = { 0 };
	const struct sslinv_finding *worst = NULL;
	int rc = sslinv_groups_find(input, SSLINV_VERDICT_UPGRADE, &groups);

	if (rc < 0 || groups.count == 0)
		return rc;
	rc = add_command(out, input, &groups);
	for (size_t i = 0; rc == 0 && i < groups.count; i++) {
		const struct sslinv_group *group = &groups.items[i];
		const char *candidate = group->judged->subject->candidate_version;

		if (!worst || sslinv_severity_rank(group->worst->severity) > sslinv_severity_rank(worst->severity))
			worst = group->worst;
		if (i >= MAX_NAMED)
			continue;
		rc = add_name(out, input, group->judged);
		if (rc == 0)
			rc = sslinv_str_printf(out, " -> %s%s: ", candidate ? "" : "at least ",
					       candidate ? candidate : group->highest->fixed_version);
		if (rc == 0)
			rc = add_count(out, group);
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
	}
	if (rc == 0)
		rc = add_more(out, groups.count);
	return rc < 0 ? rc : add_see(out, input, worst, false);
}

static int add_copies(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	SSLINV_CLEANUP(sslinv_groups_free) struct sslinv_groups groups = { 0 };
	int rc = sslinv_groups_find(input, SSLINV_VERDICT_REPLACE, &groups);

	for (size_t i = 0; rc == 0 && i < groups.count && i < MAX_NAMED; i++) {
		const struct sslinv_group *group = &groups.items[i];

		rc = sslinv_str_add(out, "replace ");
		if (rc == 0)
			rc = add_name(out, input, group->judged);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = add_count(out, group);
		if (rc == 0)
			rc = sslinv_str_add(out, "; ");
		if (rc == 0)
			rc = sslinv_reason_supplier(out, group);
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
	}
	return rc < 0 ? rc : add_more(out, groups.count);
}

static int add_list(struct sslinv_str *out, const struct sslinv_verdict_input *input, enum sslinv_verdict verdict,
		    const char *word)
{
	SSLINV_CLEANUP(sslinv_groups_free) struct sslinv_groups groups = { 0 };
	int rc = sslinv_groups_find(input, verdict, &groups);

	for (size_t i = 0; rc == 0 && i < groups.count && i < MAX_NAMED; i++) {
		const char *note = NULL;

		rc = sslinv_str_printf(out, "%s: ", word);
		if (rc == 0)
			rc = add_name(out, input, groups.items[i].judged);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = add_count(out, &groups.items[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = sslinv_reason_open(out, &groups.items[i], &note);
		/* On a line of its own: the two together are no line that anybody reads to its end. */
		if (rc == 0 && note)
			rc = sslinv_str_printf(out, "\nnote: %s", note);
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
		if (rc == 0 && verdict == SSLINV_VERDICT_NO_FIX)
			rc = add_see(out, input, groups.items[i].worst, false);
	}
	return rc < 0 ? rc : add_more(out, groups.count);
}

static int add_lives(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	enum sslinv_life_state state;
	int rc = sslinv_reason_release(out, input, &state);

	if (rc == 0 && state != SSLINV_LIFE_SUPPORTED)
		rc = sslinv_str_add(out, "\n");
	for (size_t i = 0, named = 0; rc == 0 && i < input->judged_count && named < MAX_NAMED; i++) {
		const struct sslinv_judged *judged = &input->judged[i];
		const char *end = sslinv_reason_branch_end(input, judged);

		if (!end)
			continue;
		rc = add_name(out, input, judged);
		if (rc == 0)
			rc = sslinv_str_printf(out, ": OpenSSL %s ended on %s: move to a supported branch\n",
					       judged->judgement->branch, end);
		named++;
	}
	return rc;
}

/* Things of which no feed says anything at all. */
static int add_uncovered(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	size_t count = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < input->judged_count; i++) {
		if (input->judged[i].judgement->findings.count > 0 || ++count > MAX_NAMED)
			continue;
		rc = sslinv_str_add(out, "unknown: no guidance covers ");
		if (rc == 0)
			rc = add_name(out, input, &input->judged[i]);
		if (rc == 0)
			rc = sslinv_str_add(out, ": ");
		if (rc == 0)
			rc = sslinv_renew_distro(out, input, sslinv_reason_source(&input->judged[i]));
		if (rc == 0)
			rc = sslinv_str_add(out, "\n");
	}
	return rc < 0 ? rc : add_more(out, count);
}

static int add_silent_vendor(struct sslinv_str *out, const struct sslinv_verdict_input *input,
			     const struct sslinv_verdict_result *result)
{
	int rc;

	if (!input->os_id)
		return sslinv_str_printf(out, "%s\n", sslinv_reason_no_release);
	rc = sslinv_str_printf(out, "no guidance for %s%s%s covers the %s: ", input->os_id, input->os_version ? " " : "",
			       input->os_version ? input->os_version : "", result->is_unspoken ? "host" : "package");
	if (rc == 0)
		rc = sslinv_renew_distro(out, input, input->os_id);
	return rc ? rc : sslinv_str_add(out, "\n");
}

static int add_feeds(struct sslinv_str *out, const struct sslinv_verdict_input *input,
		     const struct sslinv_verdict_result *result, const struct sslinv_freshness *freshness)
{
	int rc = sslinv_reason_is_vendor_silent(input, result) ? add_silent_vendor(out, input, result) : 0;

	if (rc == 0 && input->judged_count > 0)
		rc = sslinv_renew_lines(out, input, freshness);
	if (rc == 0 && !input->scan_complete)
		rc = sslinv_str_printf(out, "%s\n", sslinv_reason_incomplete);
	return rc;
}

static int add_unresolved(struct sslinv_str *out, const struct sslinv_verdict_input *input)
{
	int rc;

	if (!input->unresolved)
		return 0;
	rc = sslinv_str_add(out, "unknown: ");
	if (rc == 0)
		rc = sslinv_reason_unresolved(out, input);
	return rc < 0 ? rc : sslinv_str_add(out, "\n");
}

int sslinv_advice_write(const struct sslinv_verdict_input *input, struct sslinv_verdict_result *result,
			const struct sslinv_freshness *freshness)
{
	struct sslinv_str *out = &result->action;
	int rc = 0;

	rc = add_upgrades(out, input);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_afterwards(out, input->restarts);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_now(out, input->restarts);
	if (rc == 0)
		rc = add_copies(out, input);
	if (rc == 0)
		rc = add_list(out, input, SSLINV_VERDICT_NO_FIX, "no fix");
	/* Also where all is well today: nothing that is found from now on will be fixed. */
	if (rc == 0)
		rc = add_lives(out, input);
	if (rc == 0)
		rc = add_list(out, input, SSLINV_VERDICT_UNKNOWN, "unknown");
	if (rc == 0)
		rc = add_uncovered(out, input);
	if (rc == 0)
		rc = add_feeds(out, input, result, freshness);
	if (rc == 0)
		rc = add_unresolved(out, input);
	if (rc == 0 && input->restarts)
		rc = sslinv_restart_text_unknown(out, input->restarts);
	/* Lines, and no empty one at the end. */
	if (rc == 0 && out->length > 0)
		out->data[--out->length] = '\0';
	return rc;
}
