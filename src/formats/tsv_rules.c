/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of the fact tables: statuses, releases, and the rows that their README warns of. */
#include "formats/tsv_rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"
#include "guidance/check.h"

static const char *const reasons[SSLINV_TSV_DROP_COUNT] = {
	[SSLINV_TSV_KEEP] = "",
	[SSLINV_TSV_CHANGELOG] = "come from a changelog, which is not a threshold; left out",
	[SSLINV_TSV_DOUBTFUL] = "are marked doubtful in the table; left out",
	[SSLINV_TSV_NO_CVE] = "name no CVE; left out",
	[SSLINV_TSV_PLACE] = "name a release that is not known; left out",
	[SSLINV_TSV_STATUS] = "have a status that is not known; taken as unknown",
};

const char *sslinv_tsv_drop_reason(enum sslinv_tsv_drop drop)
{
	return (unsigned)drop < SSLINV_TSV_DROP_COUNT ? reasons[drop] : "";
}

bool sslinv_tsv_is_upstream(const struct sslinv_tsv_row *row)
{
	return strcmp(row->distro, "upstream") == 0;
}

enum sslinv_tsv_drop sslinv_tsv_judge(const struct sslinv_tsv_row *row)
{
	struct sslinv_distro places[SSLINV_TSV_MAX_PLACES];

	if (sslinv_str_ends(row->distro, "-changelog"))
		return SSLINV_TSV_CHANGELOG;
	if (strstr(row->source, "(doubtful)"))
		return SSLINV_TSV_DOUBTFUL;
	if (!sslinv_cve_is(row->cve))
		return SSLINV_TSV_NO_CVE;
	if (!sslinv_tsv_is_upstream(row) && sslinv_tsv_places(row, places) == 0)
		return SSLINV_TSV_PLACE;
	return SSLINV_TSV_KEEP;
}

/*
 * By the beginning of the word; the first that fits counts. What follows it, and some words themselves, say more than the
 * status.
 */
static const struct {
	const char *word;
	enum sslinv_status status;
	bool is_note;
} statuses[] = {
	{ "fixed", SSLINV_STATUS_FIXED, false },
	{ "released", SSLINV_STATUS_FIXED, false },
	{ "not_affected", SSLINV_STATUS_NOT_AFFECTED, false },
	{ "known_not_affected", SSLINV_STATUS_NOT_AFFECTED, false },
	{ "not-affected", SSLINV_STATUS_NOT_AFFECTED, false },
	{ "fix_deferred", SSLINV_STATUS_AFFECTED, true },
	{ "deferred", SSLINV_STATUS_AFFECTED, true },
	{ "needed", SSLINV_STATUS_AFFECTED, false },
	{ "pending", SSLINV_STATUS_AFFECTED, true },
	{ "known_affected no_fix_planned", SSLINV_STATUS_WILL_NOT_FIX, true },
	{ "known_affected", SSLINV_STATUS_AFFECTED, true },
	{ "affected", SSLINV_STATUS_AFFECTED, false },
	{ "will_not_fix", SSLINV_STATUS_WILL_NOT_FIX, false },
	{ "out_of_support", SSLINV_STATUS_WILL_NOT_FIX, true },
	{ "ignored", SSLINV_STATUS_WILL_NOT_FIX, true },
	{ "under_investigation", SSLINV_STATUS_UNDER_INVESTIGATION, false },
	{ "needs-triage", SSLINV_STATUS_UNDER_INVESTIGATION, false },
	{ "unknown", SSLINV_STATUS_UNKNOWN, false },
};

bool sslinv_tsv_status(const char *word, enum sslinv_status *status, bool *is_note)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(statuses); i++) {
		size_t length = strlen(statuses[i].word);

		if (strncmp(word, statuses[i].word, length) != 0 ||
		    (word[length] != '\0' && word[length] != ' ' && word[length] != ':'))
			continue;
		*status = statuses[i].status;
		*is_note = statuses[i].is_note || word[length] != '\0';
		return true;
	}
	*status = SSLINV_STATUS_UNKNOWN;
	*is_note = true;
	return false;
}

/* Red Hat's product ids: `BaseOS-9.4.0.GA` and `red_hat_enterprise_linux_6` are the plain release. */
static bool from_product_id(const char *id, struct sslinv_distro *place)
{
	const char *at = strpbrk(id, "0123456789");
	char release[8];

	if (!at)
		return false;
	snprintf(release, sizeof(release), "%.*s", (int)strspn(at, "0123456789") % 8, at);
	return sslinv_distro_from_words("rhel", release, NULL, place);
}

unsigned sslinv_tsv_places(const struct sslinv_tsv_row *row, struct sslinv_distro places[SSLINV_TSV_MAX_PLACES])
{
	const char *more = strstr(row->release, "/SP");
	char first[40];
	char second[40];
	size_t length;

	if (strcmp(row->distro, "rhel-vex") == 0)
		return from_product_id(row->release, &places[0]) ? 1 : 0;
	if (!more)
		return sslinv_distro_from_words(row->distro, row->release, row->stream, &places[0]) ? 1 : 0;
	/* `SLE 15-SP2/SP3`: the same for both. */
	length = (size_t)(more - row->release);
	if (length >= sizeof(first) || strlen(more) >= sizeof(second) - length)
		return 0;
	snprintf(first, sizeof(first), "%.*s", (int)length, row->release);
	snprintf(second, sizeof(second), "%.*s%s", (int)(strcspn(first, "-_") + 1), first, more + 1);
	return sslinv_distro_from_words(row->distro, first, row->stream, &places[0]) &&
			       sslinv_distro_from_words(row->distro, second, row->stream, &places[1])
		       ? 2
		       : 0;
}

/* Distributions whose trackers go by source package. */
static const char *const by_source[] = { "rhel",   "debian", "ubuntu",     "azurelinux", "mariner",
					 "alpine", "wolfi",  "chainguard", "photon",     "arch" };

/* What a source package is never called. */
static const char *const binary_ends[] = { "-libs",      "-devel",       "-perl", "-static",
					   "-debuginfo", "-debugsource", "-dev",  "-doc" };

bool sslinv_tsv_is_source(const char *distro, const char *package)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(binary_ends); i++) {
		if (sslinv_str_ends(package, binary_ends[i]))
			return false;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(by_source); i++) {
		if (strcmp(distro, by_source[i]) == 0)
			return true;
	}
	return false;
}
