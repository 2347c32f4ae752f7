/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is to be said of a part of a host in one line. */
#include "resolve/part_answer.h"

#include <string.h>

#include "base/cleanup.h"
#include "resolve/restart_text.h"
#include "resolve/severity.h"

/* So many libraries are named in one line. */
#define MAX_NAMED 3

static bool is_running(const struct sslinv_part *part)
{
	return part->kind == SSLINV_PART_UNIT || part->kind == SSLINV_PART_CONTAINER || part->kind == SSLINV_PART_PROCESS;
}

int sslinv_part_subject(struct sslinv_str *out, const struct sslinv_part *part)
{
	switch (part->kind) {
	case SSLINV_PART_PACKAGE:
		return sslinv_str_printf(out, "package %s %s", part->name,
					 part->facts.packages.items[part->package].version);
	case SSLINV_PART_PROCESS:
		return sslinv_str_printf(out, "process %s (%s)", part->name, part->command);
	case SSLINV_PART_UNIT:
		return sslinv_str_printf(out, "unit %s%s%s", part->name, part->container ? " of the container " : "",
					 part->container ? part->container : "");
	case SSLINV_PART_CONTAINER:
		return sslinv_str_printf(out, "container %s", part->name);
	default:
		return sslinv_str_add(out, part->name);
	}
}

/* A list of names in a line: the first ones, each once, and how many more. */
struct list {
	struct sslinv_str *out;
	const char *beginning; /* before the first */
	size_t count;
	int rc;
};

static void add_item(struct list *list, const char *text)
{
	if (list->rc == 0 && ++list->count <= MAX_NAMED)
		list->rc = sslinv_str_printf(list->out, "%s%s", list->count == 1 ? list->beginning : ", ", text);
}

static int end_list(struct list *list)
{
	if (list->rc == 0 && list->count > MAX_NAMED)
		list->rc = sslinv_str_printf(list->out, " and %zu more", list->count - MAX_NAMED);
	return list->rc;
}

/* The different libraries that processes run, by the first row of each; not more than a person can read. */
struct distinct {
	const struct sslinv_process *items[64];
	size_t count;
};

/* Are they of one package, or of one directory that no package has? */
static bool is_of_one_owner(const struct sslinv_process *a, const struct sslinv_process *b)
{
	const char *slash = strrchr(a->library_path, '/');
	size_t length = slash ? (size_t)(slash - a->library_path) + 1 : 0;

	if (a->package != SSLINV_NO_PACKAGE || b->package != SSLINV_NO_PACKAGE)
		return a->package == b->package;
	return strncmp(a->library_path, b->library_path, length) == 0 && !strchr(b->library_path + length, '/');
}

/* Of one owner, in the same state, and of the same version as far as the row states one. */
static bool is_told_by(const struct sslinv_process *process, const struct sslinv_process *other)
{
	return process->state == other->state && is_of_one_owner(process, other) &&
	       (!process->version || sslinv_str_compare(process->version, other->version) == 0);
}

static void add_distinct(struct distinct *distinct, const struct sslinv_process *process)
{
	for (size_t i = 0; i < distinct->count; i++)
		if (is_told_by(process, distinct->items[i]))
			return;
	if (distinct->count < SSLINV_ARRAY_SIZE(distinct->items))
		distinct->items[distinct->count++] = process;
}

/* What states its version goes first: a libssl that states none is told with its libcrypto. */
static void find_distinct(const struct sslinv_part *part, struct distinct *distinct)
{
	for (int states = 1; states >= 0; states--)
		for (size_t i = 0; i < part->facts.processes.count; i++)
			if ((part->facts.processes.items[i].version != NULL) == states)
				add_distinct(distinct, &part->facts.processes.items[i]);
}

/* `OpenSSL 3.0.17 of libssl3 (stale)` */
static void add_mapped(struct list *list, const struct sslinv_part *part, const struct sslinv_process *process)
{
	const struct sslinv_host_thing *thing = sslinv_things_of_process(&part->things, &part->facts, process);
	const char *package = sslinv_facts_package_label(&part->facts, process->package);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	if (list->rc == 0)
		list->rc = sslinv_str_printf(&text, "%s %s of %s (%s)", thing ? thing->library : "OpenSSL",
					     process->version ? process->version : "of unknown version",
					     package ? package : process->library_path,
					     sslinv_process_state_name(process->state));
	add_item(list, sslinv_str_text(&text));
}

static size_t count_processes(const struct sslinv_part *part)
{
	size_t count = 0;

	for (size_t i = 0; i < part->facts.processes.count; i++)
		count += i == 0 || part->facts.processes.items[i].pid != part->facts.processes.items[i - 1].pid;
	return count;
}

static int add_run(struct sslinv_str *out, const struct sslinv_part *part)
{
	struct list list = { .out = out, .beginning = "" };
	struct distinct distinct = { .count = 0 };
	size_t count = count_processes(part);

	if (part->kind == SSLINV_PART_PROCESS)
		list.rc = sslinv_str_add(out, ", runs ");
	else
		list.rc = sslinv_str_printf(out, ", %zu %s ", count, count == 1 ? "process runs" : "processes run");
	find_distinct(part, &distinct);
	for (size_t i = 0; i < distinct.count; i++)
		add_mapped(&list, part, distinct.items[i]);
	return end_list(&list);
}

/* What is a part's own is not used by it. */
static bool is_own(const struct sslinv_part *part, const struct sslinv_host_thing *thing)
{
	if (part->kind == SSLINV_PART_PACKAGE)
		return thing->package == &part->facts.packages.items[part->package];
	return part->facts.libraries.count > 0;
}

/* `libssl3 3.0.17-1~deb12u2`, `OpenSSL 1.1.1w of /opt/app/libssl.so.1.1` */
static void add_thing(struct list *list, const struct sslinv_host_thing *thing)
{
	const char *version = thing->subject.version ? thing->subject.version : "of unknown version";
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	if (list->rc == 0)
		list->rc = thing->path ? sslinv_str_printf(&text, "%s %s of %s", thing->library, version, thing->path)
				       : sslinv_str_printf(&text, "%s %s", sslinv_package_label(thing->package), version);
	add_item(list, sslinv_str_text(&text));
}

static void add_library(struct list *list, const struct sslinv_part *part, const struct sslinv_library *library)
{
	const char *package = sslinv_facts_package_label(&part->facts, library->package);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };

	if (list->rc == 0)
		list->rc = sslinv_str_printf(&text, "%s %s of %s", library->library,
					     library->version ? library->version : "of unknown version",
					     package ? package : "no package");
	add_item(list, sslinv_str_text(&text));
}

static int add_is(struct sslinv_str *out, const struct sslinv_part *part)
{
	bool is_copy = part->facts.libraries.count && part->facts.libraries.items[0].evidence == SSLINV_EVIDENCE_EMBEDDED;
	struct list list = { .out = out, .beginning = is_copy ? ", holds " : ", is " };

	for (size_t i = 0; part->kind == SSLINV_PART_PATH && i < part->facts.libraries.count; i++)
		add_library(&list, part, &part->facts.libraries.items[i]);
	return end_list(&list);
}

static int add_uses(struct sslinv_str *out, const struct sslinv_part *part)
{
	struct list list = { .out = out, .beginning = ", uses " };

	for (size_t i = 0; i < part->things.count; i++)
		if (!is_own(part, &part->things.items[i]))
			add_thing(&list, &part->things.items[i]);
	return end_list(&list);
}

/* Of a CVE: what it is in how many of what is judged. */
static int add_statuses(struct sslinv_str *out, const struct sslinv_part *part)
{
	static const enum sslinv_status order[] = { SSLINV_STATUS_AFFECTED, SSLINV_STATUS_WILL_NOT_FIX,
						    SSLINV_STATUS_UNKNOWN,  SSLINV_STATUS_UNDER_INVESTIGATION,
						    SSLINV_STATUS_FIXED,    SSLINV_STATUS_NOT_AFFECTED };
	size_t counts[SSLINV_STATUS_COUNT] = { 0 };
	int rc = 0;

	for (size_t i = 0; i < part->things.count; i++)
		if (part->things.items[i].judgement.findings.count > 0)
			counts[part->things.items[i].judgement.findings.items[0].status]++;
		else
			counts[SSLINV_STATUS_UNKNOWN]++;
	for (size_t i = 0; rc == 0 && i < SSLINV_ARRAY_SIZE(order); i++)
		if (counts[order[i]])
			rc = sslinv_str_printf(out, ", %zu %s", counts[order[i]], sslinv_status_name(order[i]));
	return rc;
}

static const struct sslinv_finding *worst_of(const struct sslinv_part *part)
{
	const struct sslinv_finding *worst = NULL;

	for (size_t i = 0; i < part->things.count; i++)
		for (size_t k = 0; k < part->things.items[i].judgement.findings.count; k++) {
			const struct sslinv_finding *finding = &part->things.items[i].judgement.findings.items[k];
			bool is_open = finding->status == SSLINV_STATUS_AFFECTED ||
				       finding->status == SSLINV_STATUS_WILL_NOT_FIX;

			if (is_open && finding->cve &&
			    (!worst || sslinv_severity_rank(finding->severity) > sslinv_severity_rank(worst->severity)))
				worst = finding;
		}
	return worst;
}

static int add_counts(struct sslinv_str *out, const struct sslinv_part *part)
{
	const struct sslinv_finding *worst = worst_of(part);
	const struct sslinv_host_result *result = &part->result;
	int rc = 0;

	if (result->affected)
		rc = sslinv_str_printf(out, ", %llu affected", (unsigned long long)result->affected);
	if (rc == 0 && worst)
		rc = sslinv_str_printf(out, " (%s%s%s%s)", result->affected > 1 ? "the worst " : "", worst->cve,
				       worst->severity ? ", " : "", worst->severity ? worst->severity : "");
	if (rc == 0 && result->unknown)
		rc = sslinv_str_printf(out, ", %llu unknown", (unsigned long long)result->unknown);
	return rc;
}

static int add_stale(struct sslinv_str *out, const struct sslinv_part *part)
{
	uint64_t stale = part->result.stale_processes.number;

	if (is_running(part) || stale == 0)
		return 0;
	return sslinv_str_printf(out, ", %llu stale %s", (unsigned long long)stale, stale == 1 ? "process" : "processes");
}

/* The first line of the action, and what comes after it. */
static int add_action(struct sslinv_str *out, const struct sslinv_part *part)
{
	/* The verdict said so. */
	static const char *const words[] = { "unknown: ", "no fix: " };
	const char *action = part->result.action ? part->result.action : "";
	const char *after = strstr(action, "\n" SSLINV_RESTART_AFTERWARDS);
	int rc;

	if (part->result.verdict == SSLINV_VERDICT_OK)
		return sslinv_str_add(out, ": nothing to do");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++)
		if (sslinv_str_starts(action, words[i]))
			action += strlen(words[i]);
	rc = *action ? sslinv_str_printf(out, ": %.*s", (int)strcspn(action, "\n"), action) : 0;
	return rc < 0 || !after ? rc : sslinv_str_printf(out, "; %.*s", (int)strcspn(after + 1, "\n"), after + 1);
}

int sslinv_part_answer(struct sslinv_str *out, const struct sslinv_part *part)
{
	int rc = sslinv_str_add(out, sslinv_verdict_name(part->result.verdict));

	if (rc == 0 && is_running(part))
		rc = add_run(out, part);
	else if (rc == 0 && part->kind != SSLINV_PART_CVE)
		rc = add_is(out, part);
	if (rc == 0 && !is_running(part) && part->kind != SSLINV_PART_CVE)
		rc = add_uses(out, part);
	if (rc == 0)
		rc = part->kind == SSLINV_PART_CVE ? add_statuses(out, part) : add_counts(out, part);
	if (rc == 0)
		rc = add_stale(out, part);
	return rc < 0 ? rc : add_action(out, part);
}
