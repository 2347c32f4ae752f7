/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the actions: guidance that is missing or old, and what nobody but a person can find out. */
#include "resolve/actions_internal.h"

#include <string.h>

#include "base/cleanup.h"
#include "distro/distro.h"
#include "resolve/freshness.h"
#include "resolve/reasons.h"
#include "resolve/renew.h"
#include "resolve/restart_text.h"

static const struct sslinv_action_entry ask = {
	.action = { .action = SSLINV_ACTION_ASK, .verdict = SSLINV_VERDICT_UNKNOWN },
	.tier = SSLINV_TIER_NOT_KNOWN,
};

/* The source as statements name it: `sles` of `sles_sap`. */
static int add_source(struct sslinv_str *out, const char *distro)
{
	struct sslinv_distro place = { .distro = "" };

	sslinv_distro_from_words(distro, "", NULL, &place);
	return sslinv_str_add(out, place.distro[0] ? place.distro : distro);
}

/* Is the source in the list already? What is missing goes before what is old. */
static bool is_there(const struct sslinv_action_finder *finder, const char *id)
{
	for (size_t i = 0; i < finder->list.count; i++)
		if (finder->list.items[i].action.action == SSLINV_ACTION_IMPORT &&
		    strcmp(finder->list.items[i].action.subject, id) == 0)
			return true;
	return false;
}

/* `reason` is freed. */
static int add_import(struct sslinv_action_finder *finder, const char *id, enum sslinv_verdict verdict, int rc,
		      struct sslinv_str *reason)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str command = { 0 };
	struct sslinv_action_entry model = {
		.action = { .action = SSLINV_ACTION_IMPORT, .verdict = verdict },
		.tier = SSLINV_TIER_MISSING,
	};

	if (rc == 0)
		rc = sslinv_renew_command(&command, finder->input, id);
	model.action.command = sslinv_str_text(&command);
	return sslinv_action_add_words(&finder->list, &model, id, rc, reason);
}

/* What is to be typed follows where no command is known. */
static int add_remedy(struct sslinv_action_finder *finder, struct sslinv_str *reason, const char *id)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str command = { 0 };
	int rc = id ? sslinv_renew_command(&command, finder->input, id) : 0;

	if (rc < 0 || command.length > 0)
		return rc;
	rc = sslinv_str_add(reason, ": ");
	return rc < 0 ? rc : sslinv_renew_distro(reason, finder->input, id);
}

/* The guidance of a distribution that says nothing at all about the host, or about one of its packages. */
static int add_missing(struct sslinv_action_finder *finder, const char *distro, const char *release, const char *what)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str id = { 0 };
	struct sslinv_str reason = { 0 };
	int rc = add_source(&id, distro);

	if (rc < 0 || is_there(finder, sslinv_str_text(&id)))
		return rc;
	rc = sslinv_str_printf(&reason, "no guidance for %s%s%s covers %s", distro, release ? " " : "",
			       release ? release : "", what);
	if (rc == 0)
		rc = add_remedy(finder, &reason, sslinv_str_text(&id));
	return add_import(finder, sslinv_str_text(&id), SSLINV_VERDICT_UNKNOWN, rc, &reason);
}

/* A thing of which no feed says anything at all, and nobody knows whose word is missing. */
static int add_stranger(struct sslinv_action_finder *finder, const struct sslinv_judged *judged)
{
	struct sslinv_action_entry model = ask;
	struct sslinv_str reason = { 0 };
	int rc = sslinv_str_add(&reason, "no guidance covers it");

	model.action.from_version = judged->subject->version;
	if (rc == 0)
		rc = add_remedy(finder, &reason, NULL);
	return sslinv_action_add_words(&finder->list, &model, sslinv_bundle_label(judged), rc, &reason);
}

static int add_uncovered(struct sslinv_action_finder *finder)
{
	int rc = 0;

	for (size_t i = 0; i < finder->input->judged_count && rc == 0; i++) {
		const struct sslinv_judged *judged = &finder->input->judged[i];
		const char *source = sslinv_reason_source(judged);

		if (judged->judgement->findings.count > 0)
			continue;
		rc = source ? add_missing(finder, source, judged->subject->is_copy ? NULL : judged->subject->release,
					  sslinv_bundle_label(judged))
			    : add_stranger(finder, judged);
	}
	return rc;
}

static int add_silent_vendor(struct sslinv_action_finder *finder)
{
	const struct sslinv_verdict_input *input = finder->input;
	struct sslinv_str reason = { 0 };

	if (!sslinv_reason_is_vendor_silent(input, finder->verdict))
		return 0;
	if (input->os_id)
		return add_missing(finder, input->os_id, input->os_version,
				   finder->verdict->is_unspoken ? "the host" : "the package");
	return sslinv_action_add_words(&finder->list, &ask, "/etc/os-release",
				       sslinv_str_add(&reason, sslinv_reason_no_release), &reason);
}

static int add_old(struct sslinv_action_finder *finder)
{
	const struct sslinv_freshness *freshness = &finder->verdict->freshness;
	const struct sslinv_verdict_input *input = finder->input;
	int rc = 0;

	for (size_t i = 0; i < freshness->count && rc == 0 && input->judged_count > 0; i++) {
		const struct sslinv_freshness_source *source = &freshness->items[i];
		bool is_over = input->max_age_days > 0 && (!source->date || source->age > (int64_t)input->max_age_days);
		struct sslinv_str reason = { 0 };

		rc = is_there(finder, source->id) ? 0 : sslinv_renew_reason(&reason, input, source);
		if (reason.length > 0)
			rc = add_import(finder, source->id, is_over ? SSLINV_VERDICT_UNKNOWN : SSLINV_VERDICT_OK, rc,
					&reason);
	}
	return rc;
}

int sslinv_actions_of_guidance(struct sslinv_action_finder *finder)
{
	int rc = add_silent_vendor(finder);

	if (rc == 0)
		rc = add_uncovered(finder);
	return rc < 0 ? rc : add_old(finder);
}

int sslinv_actions_of_gaps(struct sslinv_action_finder *finder)
{
	const struct sslinv_verdict_input *input = finder->input;
	struct sslinv_str reason = { 0 };
	int rc = 0;

	if (!input->scan_complete)
		rc = sslinv_action_add_words(&finder->list, &ask, "scan", sslinv_str_add(&reason, sslinv_reason_incomplete),
					     &reason);
	if (rc == 0 && input->unresolved)
		rc = sslinv_action_add_words(&finder->list, &ask,
					     input->unresolved_name ? input->unresolved_name : "linkages",
					     sslinv_reason_unresolved(&reason, input), &reason);
	if (rc == 0 && input->restarts && input->restarts->unclear)
		rc = sslinv_action_add_words(&finder->list, &ask, "processes",
					     sslinv_restart_text_unclear(&reason, input->restarts), &reason);
	return rc;
}
