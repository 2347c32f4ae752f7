/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of a host by who can settle them together. */
#include "resolve/bundles.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "openssl/soname.h"
#include "resolve/severity.h"
#include "resolve/weigh.h"

void sslinv_bundles_free(struct sslinv_bundles *bundles)
{
	for (size_t i = 0; i < bundles->count; i++)
		sslinv_groups_free(&bundles->items[i]->groups);
	free(bundles->items);
	sslinv_map_free(&bundles->by_owner);
	sslinv_arena_free(&bundles->arena);
	memset(bundles, 0, sizeof(*bundles));
}

const char *sslinv_bundle_label(const struct sslinv_judged *judged)
{
	const char *label = judged->label ? judged->label : judged->subject->package;

	return label ? label : judged->path ? judged->path : "?";
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* Who can settle it. No stored text has a control character, so that no two owners share a key. */
static int owner_of(struct sslinv_str *key, const struct sslinv_judged *judged)
{
	const struct sslinv_subject *subject = judged->subject;
	const char *name;

	if (!judged->path)
		return sslinv_str_printf(key, "source\n%s\n%s\n%s\n%s", or_empty(subject->format), or_empty(subject->distro),
					 or_empty(subject->release),
					 subject->source_name ? subject->source_name : or_empty(subject->package));
	if (subject->package)
		return sslinv_str_printf(key, "owner\n%s", sslinv_bundle_label(judged));
	name = strrchr(judged->path, '/');
	/* libssl and libcrypto of one build lie side by side; a program with a copy inside is one by itself. */
	if (name && subject->version && sslinv_soname_is_openssl(name + 1))
		return sslinv_str_printf(key, "directory\n%.*s\n%s\n%s", (int)(name - judged->path), judged->path,
					 or_empty(judged->library), subject->version);
	return sslinv_str_printf(key, "file\n%s", judged->path);
}

struct sslinv_bundle *sslinv_bundles_of(struct sslinv_bundles *bundles, const struct sslinv_judged *judged, bool *failed)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };

	if (owner_of(&key, judged) == 0)
		return sslinv_map_find_text(&bundles->by_owner, sslinv_str_text(&key));
	*failed = true;
	return NULL;
}

static struct sslinv_bundle *add_bundle(struct sslinv_bundles *bundles, const struct sslinv_judged *judged)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str key = { 0 };
	struct sslinv_bundle *bundle = sslinv_arena_alloc(&bundles->arena, sizeof(*bundle)), **item;
	const char *owner;

	if (!bundle || owner_of(&key, judged) < 0)
		return NULL;
	memset(bundle, 0, sizeof(*bundle));
	owner = sslinv_arena_strdup(&bundles->arena, sslinv_str_text(&key));
	item = owner ? sslinv_array_add(bundles) : NULL;
	if (!item)
		return NULL;
	*item = bundle;
	return sslinv_map_add_text(&bundles->by_owner, owner, bundle) < 0 ? NULL : bundle;
}

static int rank_of(const struct sslinv_group *group)
{
	return group->worst ? sslinv_severity_rank(group->worst->severity) : -1;
}

int sslinv_bundles_add(struct sslinv_bundles *bundles, const struct sslinv_group *group)
{
	bool failed = false;
	struct sslinv_bundle *bundle = sslinv_bundles_of(bundles, group->judged, &failed);
	struct sslinv_group *item;

	if (!bundle && !failed)
		bundle = add_bundle(bundles, group->judged);
	item = bundle ? sslinv_array_add(&bundle->groups) : NULL;
	if (!item)
		return SSLINV_E_MEMORY;
	*item = *group;
	if (rank_of(item) > rank_of(&bundle->groups.items[bundle->worst]))
		bundle->worst = bundle->groups.count - 1;
	if (group->judged->exposure > bundle->exposure) {
		bundle->exposure = group->judged->exposure;
		bundle->listener = group->judged->listener;
	}
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The CVEs of all groups, each once. */
static int count_cves(const struct sslinv_verdict_input *input, struct sslinv_bundle *bundle, enum sslinv_verdict verdict)
{
	SSLINV_CLEANUP(sslinv_free_ptr) const char **cves = NULL;
	size_t count = 0, total = 0;

	for (size_t i = 0; i < bundle->groups.count; i++)
		total += bundle->groups.items[i].count;
	cves = calloc(total + 1, sizeof(*cves));
	if (!cves)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < bundle->groups.count; i++) {
		const struct sslinv_judged *judged = bundle->groups.items[i].judged;

		for (size_t k = 0; k < judged->judgement->findings.count; k++) {
			const struct sslinv_finding *finding = &judged->judgement->findings.items[k];

			if (finding->cve && sslinv_verdict_of_finding(judged, finding) == verdict)
				cves[count++] = finding->cve;
		}
	}
	qsort(cves, count, sizeof(*cves), by_text);
	for (size_t i = 0; i < count; i++) {
		bool is_new = i == 0 || strcmp(cves[i - 1], cves[i]) != 0;

		bundle->cves += is_new;
		bundle->exploited += is_new && sslinv_guidance_set_is_exploited(input->set, cves[i]);
	}
	return 0;
}

int sslinv_bundles_find(const struct sslinv_verdict_input *input, enum sslinv_verdict verdict,
			struct sslinv_bundles *bundles)
{
	int rc = 0;

	for (size_t i = 0; i < input->judged_count && rc == 0; i++) {
		struct sslinv_group group = sslinv_group_of(&input->judged[i], verdict);

		if (group.count > 0)
			rc = sslinv_bundles_add(bundles, &group);
	}
	for (size_t i = 0; i < bundles->count && rc == 0; i++)
		rc = count_cves(input, bundles->items[i], verdict);
	return rc;
}
