/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changelogs, candidates and origins of the packages that are OpenSSL. */
#include "backend/details.h"

#include <stdlib.h>
#include <string.h>

#include "backend/find.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "guidance/model.h"
#include "openssl/package_name.h"
#include "openssl/soname.h"
#include "version/cve.h"

/* Seconds since the epoch of the year in which the first OpenSSL came out, 1998. */
#define FIRST_BUILD 883612800

struct sslinv_details {
	struct sslinv_backend_files files;
	struct sslinv_backend_process *processes; /* for each backend */
	struct {
		struct sslinv_backend_selection *items;
		size_t count, capacity;
	} selection;
};

/* Where the records of one child go. */
struct receiver {
	struct sslinv_facts *facts;
	const char *backend;
	uint32_t package; /* that the changelog belongs to */
};

static void mark(struct sslinv_facts *facts)
{
	for (size_t i = 0; i < facts->packages.count; i++) {
		struct sslinv_package *package = &facts->packages.items[i];

		package->is_openssl = package->provides_count > 0 || sslinv_package_name_is_openssl(package->name) ||
				      (package->source_name && sslinv_package_name_is_openssl(package->source_name));
	}
	for (size_t i = 0; i < facts->owned_files.count; i++)
		if (sslinv_soname_is_openssl(facts->owned_files.items[i].name.bytes))
			facts->packages.items[facts->owned_files.items[i].package].is_openssl = true;
}

/*
 * Is it a package that every system of rpm has, small and of the vendor's? How it is signed tells how the others ought to
 * be.
 */
static bool is_reference(const struct sslinv_package *package)
{
	return sslinv_str_compare(package->format, "rpm") == 0 && strcmp(package->name, "filesystem") == 0;
}

static int add_selected(struct sslinv_details *details, const struct sslinv_package *package)
{
	struct sslinv_backend_selection *selected = sslinv_array_add(&details->selection);

	if (!selected)
		return SSLINV_E_MEMORY;
	*selected = (struct sslinv_backend_selection){ .name = package->name, .arch = package->arch };
	return 0;
}

/* The packages of one backend that are asked for, in place of those of another. */
static int select_packages(struct sslinv_details *details, const struct sslinv_facts *facts, const char *backend)
{
	const struct sslinv_package *reference = NULL;
	int rc = 0;

	details->selection.count = 0;
	for (size_t i = 0; i < facts->packages.count && rc == 0; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if (sslinv_str_compare(package->backend, backend) != 0)
			continue;
		if (package->is_openssl)
			rc = add_selected(details, package);
		else if (is_reference(package))
			reference = package;
	}
	/* It is worth nothing by itself. */
	return rc == 0 && reference && details->selection.count > 0 ? add_selected(details, reference) : rc;
}

int sslinv_details_start(const struct sslinv_root *root, const char *directory, unsigned seconds, struct sslinv_facts *facts,
			 struct sslinv_details **details, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_details_free) struct sslinv_details *new = calloc(1, sizeof(*new));
	struct sslinv_error failure = SSLINV_ERROR_INIT;

	*details = NULL;
	facts->details_complete = true;
	if (!new)
		return sslinv_error_memory(error);
	mark(facts);
	/* A directory of backends that cannot be read was told with the packages. */
	if (sslinv_backend_files_find(directory, &new->files, &failure) < 0) {
		facts->details_complete = false;
		return 0;
	}
	new->processes = calloc(new->files.count + 1, sizeof(*new->processes));
	if (!new->processes)
		return sslinv_error_memory(error);
	for (size_t i = 0; i < new->files.count; i++) {
		struct sslinv_backend_request request = {
			.plugin = new->files.items[i].path,
			.task = SSLINV_BACKEND_DETAILS,
			.root = root,
			.seconds = seconds,
		};

		if (select_packages(new, facts, new->files.items[i].name) < 0)
			return sslinv_error_memory(error);
		request.selection = new->selection.items;
		request.selection_count = new->selection.count;
		if (request.selection_count == 0 || sslinv_backend_start(&request, &new->processes[i], &failure) == 0)
			continue;
		facts->details_complete = false;
		if (sslinv_facts_add_problem(facts, new->files.items[i].name, NULL, false, failure.message) < 0)
			return sslinv_error_memory(error);
	}
	*details = sslinv_take_ptr(new);
	return 0;
}

/* `version` NULL: the first of that name; rpm can have several side by side, each with a changelog of its own. */
static uint32_t find_package(const struct sslinv_facts *facts, const char *name, const char *arch, const char *version)
{
	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if ((package->is_openssl || is_reference(package)) && strcmp(package->name, name) == 0 &&
		    strcmp(package->arch, arch) == 0 && (!version || strcmp(package->version, version) == 0))
			return (uint32_t)i;
	}
	return SSLINV_NO_PACKAGE;
}

static int take_package(void *context, const struct sslinv_backend_package *package)
{
	struct receiver *receiver = context;

	receiver->package = find_package(receiver->facts, package->name, package->arch, package->version);
	return 0;
}

/* The first time that is told counts, if it is one: no package comes from the future, nor from before there was OpenSSL. */
static int take_built(struct sslinv_facts *facts, struct sslinv_package *package, int64_t when)
{
	char text[SSLINV_TIME_SIZE];

	if (package->built || when < FIRST_BUILD || when > facts->started)
		return 0;
	sslinv_str_time(text, when);
	package->built = sslinv_arena_strdup(&facts->arena, text);
	return package->built ? 0 : SSLINV_E_MEMORY;
}

/* Is a changelog's entry that of the installed version, or of the source that it was built from? */
static bool is_own_entry(const struct sslinv_package *package, const char *version)
{
	return sslinv_str_compare(version, package->version) == 0 ||
	       (package->source_version && sslinv_str_compare(version, package->source_version) == 0);
}

static int take_changelog(void *context, int64_t when, const char *version, const char *text)
{
	struct receiver *receiver = context;
	struct sslinv_package *package;
	char cve[SSLINV_CVE_SIZE];

	if (receiver->package == SSLINV_NO_PACKAGE || !receiver->facts->packages.items[receiver->package].is_openssl)
		return 0;
	package = &receiver->facts->packages.items[receiver->package];
	/* What rpm calls a version here is the packager's text, and its header says when it was built. */
	if (sslinv_str_compare(package->format, "deb") == 0 && is_own_entry(package, version) &&
	    take_built(receiver->facts, package, when) < 0)
		return SSLINV_E_MEMORY;
	while (sslinv_cve_find(&text, cve)) {
		struct sslinv_changelog_entry *entry = sslinv_array_add(&receiver->facts->changelog);

		if (!entry)
			return SSLINV_E_MEMORY;
		entry->package = receiver->package;
		entry->cve = sslinv_facts_text(receiver->facts, cve);
		if (!entry->cve)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/* A text of a record, and where the facts keep it. */
struct text {
	const char *seen;
	const char **kept;
};

static int keep_texts(struct sslinv_facts *facts, const struct text *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		*texts[i].kept = sslinv_facts_text(facts, texts[i].seen);
		if (texts[i].seen && !*texts[i].kept)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

static int take_candidate(void *context, const struct sslinv_backend_candidate *offered)
{
	struct receiver *receiver = context;
	struct sslinv_facts *facts = receiver->facts;
	/* rpm can have several versions, each held by itself. */
	uint32_t package = find_package(facts, offered->name, offered->arch, offered->version);
	struct sslinv_candidate *candidate;

	if (package == SSLINV_NO_PACKAGE)
		package = find_package(facts, offered->name, offered->arch, NULL);
	if (package == SSLINV_NO_PACKAGE)
		return 0;
	candidate = sslinv_array_add(&facts->candidates);
	if (!candidate)
		return SSLINV_E_MEMORY;
	candidate->package = package;

	const struct text texts[] = {
		{ offered->version, &candidate->version }, { offered->origin, &candidate->origin },
		{ offered->label, &candidate->label },     { offered->archive, &candidate->archive },
		{ offered->held_by, &candidate->held_by }, { offered->chosen_by, &candidate->chosen_by },
	};

	return keep_texts(facts, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_origin(void *context, const struct sslinv_backend_origin *seen)
{
	struct receiver *receiver = context;
	struct sslinv_facts *facts = receiver->facts;
	struct sslinv_origin_hint *hint = receiver->package == SSLINV_NO_PACKAGE ? NULL
										 : sslinv_array_add(&facts->origin_hints);

	if (receiver->package == SSLINV_NO_PACKAGE)
		return 0;
	if (!hint || take_built(facts, &facts->packages.items[receiver->package], seen->built) < 0)
		return SSLINV_E_MEMORY;
	hint->package = receiver->package;

	const struct text texts[] = {
		{ seen->maintainer, &hint->maintainer },
		{ seen->build_host, &hint->build_host },
		{ seen->signing_key, &hint->signing_key },
		{ seen->distribution, &hint->distribution },
		{ seen->changelog_version, &hint->changelog_version },
		{ seen->changelog_suite, &hint->changelog_suite },
		{ seen->repository_origin, &hint->repository_origin },
		{ seen->repository_label, &hint->repository_label },
		{ seen->repository_suite, &hint->repository_suite },
		{ seen->repository_codename, &hint->repository_codename },
	};

	return keep_texts(facts, texts, SSLINV_ARRAY_SIZE(texts));
}

static int take_problem(void *context, const char *path, const char *message)
{
	struct receiver *receiver = context;

	receiver->facts->details_complete = false;
	return sslinv_facts_add_problem(receiver->facts, receiver->backend, path, false, message);
}

static int by_package_and_cve(const void *a, const void *b)
{
	const struct sslinv_changelog_entry *left = a, *right = b;

	if (left->package != right->package)
		return left->package < right->package ? -1 : 1;
	return strcmp(left->cve, right->cve);
}

static int by_package(const void *a, const void *b)
{
	const struct sslinv_candidate *left = a, *right = b;

	return left->package < right->package ? -1 : left->package > right->package;
}

static void settle(struct sslinv_facts *facts)
{
	size_t kept = 0;

	if (facts->candidates.count)
		qsort(facts->candidates.items, facts->candidates.count, sizeof(*facts->candidates.items), by_package);
	if (facts->changelog.count)
		qsort(facts->changelog.items, facts->changelog.count, sizeof(*facts->changelog.items), by_package_and_cve);
	for (size_t i = 0; i < facts->changelog.count; i++)
		if (kept == 0 || by_package_and_cve(&facts->changelog.items[kept - 1], &facts->changelog.items[i]) != 0)
			facts->changelog.items[kept++] = facts->changelog.items[i];
	facts->changelog.count = kept;
}

int sslinv_details_finish(struct sslinv_details *details, struct sslinv_facts *facts, struct sslinv_error *error)
{
	for (size_t i = 0; details && i < details->files.count; i++) {
		struct receiver receiver = {
			.facts = facts,
			.backend = details->files.items[i].name,
			.package = SSLINV_NO_PACKAGE,
		};
		const struct sslinv_backend_sink sink = {
			.size = sizeof(sink),
			.context = &receiver,
			.package = take_package,
			.changelog = take_changelog,
			.candidate = take_candidate,
			.problem = take_problem,
			.origin = take_origin,
		};
		struct sslinv_error failure = SSLINV_ERROR_INIT;

		if (details->processes[i].pid <= 0 || sslinv_backend_finish(&details->processes[i], &sink, &failure) == 0)
			continue;
		facts->details_complete = false;
		if (failure.code == SSLINV_E_MEMORY || failure.code == SSLINV_E_STOPPED ||
		    sslinv_facts_add_problem(facts, receiver.backend, NULL, false, failure.message) < 0)
			return sslinv_error_memory(error);
	}
	settle(facts);
	return 0;
}

void sslinv_details_free(struct sslinv_details **details)
{
	struct sslinv_details *old = *details;

	*details = NULL;
	if (!old)
		return;
	for (size_t i = 0; old->processes && i < old->files.count; i++)
		if (old->processes[i].pid > 0)
			sslinv_backend_cancel(&old->processes[i]);
	sslinv_backend_files_free(&old->files);
	free(old->processes);
	free(old->selection.items);
	free(old);
}
