/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns of every record that is stored and shown, and how a value gets out of a record and into one. */
#include "facts/columns.h"

#include <string.h>

#include "base/array.h"
#include "base/date.h"

#define TEXT(record, member)                                                                                                \
	{                                                                                                                   \
		.name = #member, .kind = SSLINV_COLUMN_TEXT, .offset = offsetof(struct record, member)                      \
	}
#define OTHER(record, member, its_kind)                                                                                     \
	{                                                                                                                   \
		.name = #member, .kind = its_kind, .offset = offsetof(struct record, member)                                \
	}
#define WORD(record, member, function, count)                                                                               \
	{                                                                                                                   \
		.name = #member, .kind = SSLINV_COLUMN_WORD, .offset = offsetof(struct record, member), .word = function,   \
		.word_count = count                                                                                         \
	}
#define FLAGGED(record, member, its_flags)                                                                                  \
	{                                                                                                                   \
		.name = #member, .kind = SSLINV_COLUMN_TEXT, .offset = offsetof(struct record, member), .flags = its_flags  \
	}
#define COMPUTED(its_name, its_flags, function)                                                                             \
	{                                                                                                                   \
		.name = its_name, .kind = SSLINV_COLUMN_COMPUTED, .flags = its_flags, .compute = function                   \
	}

#define RESTORED(member, its_flags)                                                                                         \
	{                                                                                                                   \
		.name = #member, .kind = SSLINV_COLUMN_COMPUTED, .flags = its_flags, .compute = member,                     \
		.restore = restore_##member                                                                                 \
	}

static const char *evidence_word(int value)
{
	return sslinv_evidence_name((enum sslinv_evidence)value);
}

static const char *confidence_word(int value)
{
	return sslinv_confidence_name((enum sslinv_confidence)value);
}

static const char *process_state_word(int value)
{
	return sslinv_process_state_name((enum sslinv_process_state)value);
}

static const char *mode_word(int value)
{
	return sslinv_mode_name((enum sslinv_mode)value);
}

static const char *scope_word(int value)
{
	return sslinv_scope_name((enum sslinv_scope)value);
}

static const char *verdict_word(int value)
{
	return sslinv_verdict_name((enum sslinv_verdict)value);
}

static const char *action_word(int value)
{
	return sslinv_action_kind_name((enum sslinv_action_kind)value);
}

static void set_number(struct sslinv_cell *cell, int64_t number)
{
	cell->is_number = true;
	cell->number = number;
}

/* SQLite makes one. */
static void no_identity(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	(void)facts;
	(void)cell;
}

static void outcome(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	cell->text = sslinv_outcome_name(sslinv_facts_outcome(facts));
}

/* Of a stored scan it is that of the program which made it. */
static void tool_version(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	cell->text = facts->tool_version ? facts->tool_version : PACKAGE_VERSION;
}

static int restore_tool_version(struct sslinv_facts *facts, const char *text)
{
	facts->tool_version = sslinv_arena_strdup(&facts->arena, text);
	return text && !facts->tool_version ? SSLINV_E_MEMORY : 0;
}

/* Not known before the host is judged. */
static void no_guidance_date(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	(void)facts;
	(void)cell;
}

/* Each source that was read whole implies the one before. */
static void packages_complete(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	set_number(cell, facts->packages_complete);
}

static void files_complete(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	set_number(cell, facts->packages_complete && facts->files_complete);
}

static void walk_complete(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	set_number(cell, facts->packages_complete && facts->files_complete && facts->walk_complete);
}

static void processes_complete(const struct sslinv_facts *facts, struct sslinv_cell *cell)
{
	set_number(cell, facts->processes_complete);
}

#define RESTORE(member)                                                                                                     \
	static int restore_##member(struct sslinv_facts *facts, const char *text)                                           \
	{                                                                                                                   \
		facts->member = text && strcmp(text, "1") == 0;                                                             \
		return 0;                                                                                                   \
	}
RESTORE(packages_complete)
RESTORE(files_complete)
RESTORE(walk_complete)
RESTORE(processes_complete)

static const struct sslinv_column host_columns[] = {
	{ .name = "host", .table_name = "name", .offset = offsetof(struct sslinv_host_facts, host) },
	FLAGGED(sslinv_host_facts, machine_id, SSLINV_COLUMN_IS_KEPT),
	TEXT(sslinv_host_facts, os_id),
	TEXT(sslinv_host_facts, os_version),
	TEXT(sslinv_host_facts, os_name),
	TEXT(sslinv_host_facts, arch),
};

static const struct sslinv_column scan_columns[] = {
	COMPUTED("identity", SSLINV_COLUMN_NOT_SHOWN, no_identity),
	OTHER(sslinv_facts, started, SSLINV_COLUMN_TIME),
	OTHER(sslinv_facts, finished, SSLINV_COLUMN_TIME),
	TEXT(sslinv_facts, root),
	WORD(sslinv_facts, mode, mode_word, SSLINV_MODE_COUNT),
	COMPUTED("outcome", 0, outcome),
	OTHER(sslinv_facts, packages_seen, SSLINV_COLUMN_COUNT),
	OTHER(sslinv_facts, files_read, SSLINV_COLUMN_COUNT),
	RESTORED(tool_version, 0),
	COMPUTED("guidance_date", SSLINV_COLUMN_NOT_SHOWN, no_guidance_date),
	RESTORED(packages_complete, SSLINV_COLUMN_NOT_SHOWN),
	RESTORED(files_complete, SSLINV_COLUMN_NOT_SHOWN),
	RESTORED(walk_complete, SSLINV_COLUMN_NOT_SHOWN),
	OTHER(sslinv_facts, processes_read, SSLINV_COLUMN_KNOWN_COUNT),
	OTHER(sslinv_facts, processes_hidden, SSLINV_COLUMN_KNOWN_COUNT),
	RESTORED(processes_complete, SSLINV_COLUMN_NOT_SHOWN),
	{ .name = "library",
	  .kind = SSLINV_COLUMN_WORD,
	  .offset = offsetof(struct sslinv_facts, scope),
	  .word = scope_word,
	  .word_count = SSLINV_SCOPE_COUNT },
};

static const struct sslinv_column package_columns[] = {
	TEXT(sslinv_package, name),
	TEXT(sslinv_package, version),
	TEXT(sslinv_package, arch),
	TEXT(sslinv_package, format),
	TEXT(sslinv_package, source_name),
	TEXT(sslinv_package, source_version),
	TEXT(sslinv_package, vendor),
	{ .name = "role", .kind = SSLINV_COLUMN_ROLE },
	FLAGGED(sslinv_package, origin, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_package, build_of, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_package, origin_evidence, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_package, built, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column library_columns[] = {
	TEXT(sslinv_library, path),
	OTHER(sslinv_library, package, SSLINV_COLUMN_PACKAGE),
	TEXT(sslinv_library, library),
	TEXT(sslinv_library, soname),
	TEXT(sslinv_library, version),
	TEXT(sslinv_library, version_text),
	WORD(sslinv_library, evidence, evidence_word, SSLINV_EVIDENCE_COUNT),
	FLAGGED(sslinv_library, brought_by, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column linkage_columns[] = {
	TEXT(sslinv_linkage, path),
	OTHER(sslinv_linkage, package, SSLINV_COLUMN_PACKAGE),
	TEXT(sslinv_linkage, soname),
	TEXT(sslinv_linkage, provider_path),
	OTHER(sslinv_linkage, provider_package, SSLINV_COLUMN_PACKAGE),
	WORD(sslinv_linkage, evidence, evidence_word, SSLINV_EVIDENCE_COUNT),
	WORD(sslinv_linkage, confidence, confidence_word, SSLINV_CONFIDENCE_COUNT),
};

static const struct sslinv_column other_library_columns[] = {
	TEXT(sslinv_other_library, path),
	TEXT(sslinv_other_library, package),
	TEXT(sslinv_other_library, library),
	TEXT(sslinv_other_library, soname),
	TEXT(sslinv_other_library, version),
	TEXT(sslinv_other_library, version_text),
	WORD(sslinv_other_library, evidence, evidence_word, SSLINV_EVIDENCE_COUNT),
	FLAGGED(sslinv_other_library, purpose, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_other_library, package_version, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_other_library, branch_eol, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column other_linkage_columns[] = {
	TEXT(sslinv_other_linkage, path),
	TEXT(sslinv_other_linkage, package),
	TEXT(sslinv_other_linkage, soname),
	TEXT(sslinv_other_linkage, provider_path),
	TEXT(sslinv_other_linkage, provider_package),
	WORD(sslinv_other_linkage, evidence, evidence_word, SSLINV_EVIDENCE_COUNT),
	WORD(sslinv_other_linkage, confidence, confidence_word, SSLINV_CONFIDENCE_COUNT),
	TEXT(sslinv_other_linkage, library),
	FLAGGED(sslinv_other_linkage, purpose, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column problem_columns[] = {
	TEXT(sslinv_problem, source),
	TEXT(sslinv_problem, path),
	TEXT(sslinv_problem, message),
	OTHER(sslinv_problem, is_failure, SSLINV_COLUMN_FLAG),
};

static const struct sslinv_column candidate_columns[] = {
	OTHER(sslinv_candidate, package, SSLINV_COLUMN_PACKAGE_NAME),
	{ .name = "arch", .kind = SSLINV_COLUMN_PACKAGE_ARCH, .offset = offsetof(struct sslinv_candidate, package) },
	TEXT(sslinv_candidate, version),
	TEXT(sslinv_candidate, origin),
	TEXT(sslinv_candidate, label),
	TEXT(sslinv_candidate, archive),
	TEXT(sslinv_candidate, held_by),
	TEXT(sslinv_candidate, chosen_by),
};

static const struct sslinv_column changelog_columns[] = {
	OTHER(sslinv_changelog_entry, package, SSLINV_COLUMN_PACKAGE_NAME),
	{ .name = "arch", .kind = SSLINV_COLUMN_PACKAGE_ARCH, .offset = offsetof(struct sslinv_changelog_entry, package) },
	TEXT(sslinv_changelog_entry, cve),
	{ .name = "version",
	  .kind = SSLINV_COLUMN_PACKAGE_VERSION,
	  .offset = offsetof(struct sslinv_changelog_entry, package) },
};

static const struct sslinv_column process_columns[] = {
	OTHER(sslinv_process, pid, SSLINV_COLUMN_COUNT),
	TEXT(sslinv_process, command),
	TEXT(sslinv_process, unit),
	TEXT(sslinv_process, container),
	TEXT(sslinv_process, library_path),
	WORD(sslinv_process, state, process_state_word, SSLINV_PROCESS_STATE_COUNT),
	FLAGGED(sslinv_process, listening, SSLINV_COLUMN_IS_NOTE),
	TEXT(sslinv_process, user),
	TEXT(sslinv_process, executable),
	{ .name = "started",
	  .kind = SSLINV_COLUMN_TIME,
	  .offset = offsetof(struct sslinv_process, started),
	  .flags = SSLINV_COLUMN_IS_NOTE },
	{ .name = "package",
	  .kind = SSLINV_COLUMN_PACKAGE,
	  .offset = offsetof(struct sslinv_process, package),
	  .flags = SSLINV_COLUMN_IS_NOTE },
	FLAGGED(sslinv_process, version, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_process, evidence, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column runtime_columns[] = {
	TEXT(sslinv_runtime, runtime),
	TEXT(sslinv_runtime, version),
	TEXT(sslinv_runtime, path),
	TEXT(sslinv_runtime, module),
	TEXT(sslinv_runtime, library_path),
	TEXT(sslinv_runtime, openssl_version),
	TEXT(sslinv_runtime, module_version),
	OTHER(sslinv_runtime, provider_package, SSLINV_COLUMN_PACKAGE),
	TEXT(sslinv_runtime, tls),
	TEXT(sslinv_runtime, environment),
	TEXT(sslinv_runtime, environment_path),
	OTHER(sslinv_runtime, package, SSLINV_COLUMN_PACKAGE),
	TEXT(sslinv_runtime, owner),
	TEXT(sslinv_runtime, through),
	TEXT(sslinv_runtime, library),
	TEXT(sslinv_runtime, evidence),
	TEXT(sslinv_runtime, confidence),
};

static const struct sslinv_column policy_columns[] = {
	TEXT(sslinv_policy, path),
	OTHER(sslinv_policy, package, SSLINV_COLUMN_PACKAGE),
	TEXT(sslinv_policy, configuration),
	TEXT(sslinv_policy, section),
	TEXT(sslinv_policy, min_protocol),
	TEXT(sslinv_policy, max_protocol),
	TEXT(sslinv_policy, cipher_string),
	TEXT(sslinv_policy, ciphersuites),
	OTHER(sslinv_policy, security_level, SSLINV_COLUMN_KNOWN_COUNT),
	TEXT(sslinv_policy, groups),
	TEXT(sslinv_policy, crypto_policy),
	TEXT(sslinv_policy, crypto_policy_applied),
	TEXT(sslinv_policy, lowest_protocol),
	TEXT(sslinv_policy, highest_protocol),
	FLAGGED(sslinv_policy, evidence, SSLINV_COLUMN_IS_NOTE),
	OTHER(sslinv_policy, pqc, SSLINV_COLUMN_KNOWN_COUNT),
	FLAGGED(sslinv_policy, pqc_evidence, SSLINV_COLUMN_IS_NOTE),
	OTHER(sslinv_policy, fips, SSLINV_COLUMN_KNOWN_COUNT),
	TEXT(sslinv_policy, fips_version),
	FLAGGED(sslinv_policy, fips_evidence, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column finding_columns[] = {
	TEXT(sslinv_host_finding, package),
	TEXT(sslinv_host_finding, installed_version),
	TEXT(sslinv_host_finding, path),
	TEXT(sslinv_host_finding, cve),
	TEXT(sslinv_host_finding, severity),
	TEXT(sslinv_host_finding, status),
	TEXT(sslinv_host_finding, fixed_version),
	TEXT(sslinv_host_finding, advisory),
	TEXT(sslinv_host_finding, feed),
	TEXT(sslinv_host_finding, stream),
	TEXT(sslinv_host_finding, rule),
	FLAGGED(sslinv_host_finding, known_exploited, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_host_finding, exploit_probability, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_host_finding, accepted_until, SSLINV_COLUMN_IS_MARK),
	FLAGGED(sslinv_host_finding, accepted_reason, SSLINV_COLUMN_IS_MARK),
};

static const struct sslinv_column level_columns[] = {
	TEXT(sslinv_host_level, package),
	TEXT(sslinv_host_level, path),
	TEXT(sslinv_host_level, version),
	TEXT(sslinv_host_level, upstream_version),
	TEXT(sslinv_host_level, effective_upstream),
	TEXT(sslinv_host_level, branch),
	TEXT(sslinv_host_level, branch_eol),
	FLAGGED(sslinv_host_level, blocking_cve, SSLINV_COLUMN_NOT_STORED),
	FLAGGED(sslinv_host_level, blocking_status, SSLINV_COLUMN_NOT_STORED),
	OTHER(sslinv_host_level, tls12, SSLINV_COLUMN_BIT),
	OTHER(sslinv_host_level, tls13, SSLINV_COLUMN_BIT),
	OTHER(sslinv_host_level, pqc, SSLINV_COLUMN_KNOWN_COUNT),
	OTHER(sslinv_host_level, fips, SSLINV_COLUMN_KNOWN_COUNT),
	TEXT(sslinv_host_level, fips_version),
	FLAGGED(sslinv_host_level, pqc_evidence, SSLINV_COLUMN_IS_NOTE),
	FLAGGED(sslinv_host_level, fips_evidence, SSLINV_COLUMN_IS_NOTE),
};

static const struct sslinv_column verdict_columns[] = {
	WORD(sslinv_host_result, verdict, verdict_word, SSLINV_VERDICT_COUNT),
	OTHER(sslinv_host_result, action, SSLINV_COLUMN_LINES),
	OTHER(sslinv_host_result, affected, SSLINV_COLUMN_COUNT),
	OTHER(sslinv_host_result, stale_processes, SSLINV_COLUMN_KNOWN_COUNT),
	OTHER(sslinv_host_result, unknown, SSLINV_COLUMN_COUNT),
	FLAGGED(sslinv_host_result, guidance_date, SSLINV_COLUMN_IS_NOTE),
};

#define NOTE(member, its_kind)                                                                                              \
	{                                                                                                                   \
		.name = #member, .kind = its_kind, .offset = offsetof(struct sslinv_host_action, member),                   \
		.flags = SSLINV_COLUMN_IS_NOTE                                                                              \
	}

/* The same thing to do is the same fact, however urgent it has become and however much it settles by now. */
static const struct sslinv_column action_columns[] = {
	NOTE(rank, SSLINV_COLUMN_COUNT),
	WORD(sslinv_host_action, action, action_word, SSLINV_ACTION_COUNT),
	TEXT(sslinv_host_action, subject),
	TEXT(sslinv_host_action, from_version),
	NOTE(to_version, SSLINV_COLUMN_TEXT),
	NOTE(command, SSLINV_COLUMN_TEXT),
	NOTE(advisory, SSLINV_COLUMN_TEXT),
	NOTE(url, SSLINV_COLUMN_TEXT),
	NOTE(findings, SSLINV_COLUMN_COUNT),
	NOTE(worst_cve, SSLINV_COLUMN_TEXT),
	NOTE(worst_severity, SSLINV_COLUMN_TEXT),
	NOTE(known_exploited, SSLINV_COLUMN_KNOWN_COUNT),
	WORD(sslinv_host_action, verdict, verdict_word, SSLINV_VERDICT_COUNT),
	NOTE(reason, SSLINV_COLUMN_TEXT),
	NOTE(files, SSLINV_COLUMN_COUNT),
};

static bool uses_openssl(const void *item)
{
	const struct sslinv_package *package = item;

	return package->is_provider || package->is_consumer;
}

#define COLUMNS(table) .columns = table, .column_count = SSLINV_ARRAY_SIZE(table)
#define ARRAY(owner, member, type) .offset = offsetof(struct owner, member), .size = sizeof(struct type)

static const struct sslinv_record records[SSLINV_RECORD_COUNT] = {
	[SSLINV_RECORD_HOST] = { "host", "host", COLUMNS(host_columns), .is_single = true,
				 .offset = offsetof(struct sslinv_facts, host) },
	[SSLINV_RECORD_SCAN] = { "scan", "scan", COLUMNS(scan_columns), .is_single = true },
	[SSLINV_RECORD_PACKAGE] = { "packages", "package", COLUMNS(package_columns),
				    ARRAY(sslinv_facts, packages, sslinv_package), .is_told = uses_openssl },
	[SSLINV_RECORD_LIBRARY] = { "libraries", "library", COLUMNS(library_columns),
				    ARRAY(sslinv_facts, libraries, sslinv_library) },
	[SSLINV_RECORD_LINKAGE] = { "linkages", "linkage", COLUMNS(linkage_columns),
				    ARRAY(sslinv_facts, linkages, sslinv_linkage) },
	[SSLINV_RECORD_OTHER_LIBRARY] = { "other_libraries", "other_library", COLUMNS(other_library_columns),
					  ARRAY(sslinv_facts, other_libraries, sslinv_other_library) },
	[SSLINV_RECORD_OTHER_LINKAGE] = { "other_linkages", "other_linkage", COLUMNS(other_linkage_columns),
					  ARRAY(sslinv_facts, other_linkages, sslinv_other_linkage) },
	[SSLINV_RECORD_PROBLEM] = { "scan_errors", "problem", COLUMNS(problem_columns),
				    ARRAY(sslinv_facts, problems, sslinv_problem) },
	[SSLINV_RECORD_CANDIDATE] = { "candidates", "candidate", COLUMNS(candidate_columns),
				      ARRAY(sslinv_facts, candidates, sslinv_candidate) },
	[SSLINV_RECORD_CHANGELOG] = { "changelog", "changelog", COLUMNS(changelog_columns),
				      ARRAY(sslinv_facts, changelog, sslinv_changelog_entry) },
	[SSLINV_RECORD_PROCESS] = { "processes", "process", COLUMNS(process_columns),
				    ARRAY(sslinv_facts, processes, sslinv_process) },
	[SSLINV_RECORD_RUNTIME] = { "runtimes", "runtime", COLUMNS(runtime_columns),
				    ARRAY(sslinv_facts, runtimes, sslinv_runtime) },
	[SSLINV_RECORD_POLICY] = { "policies", "policy", COLUMNS(policy_columns),
				   ARRAY(sslinv_facts, policies, sslinv_policy) },
	[SSLINV_RECORD_FINDING] = { "findings", "finding", COLUMNS(finding_columns), .is_result = true,
				    ARRAY(sslinv_host_result, findings, sslinv_host_finding) },
	[SSLINV_RECORD_LEVEL] = { "levels", "level", COLUMNS(level_columns), .is_result = true,
				  ARRAY(sslinv_host_result, levels, sslinv_host_level) },
	[SSLINV_RECORD_ACTION] = { "actions", "action", COLUMNS(action_columns), .is_result = true,
				   ARRAY(sslinv_host_result, actions, sslinv_host_action) },
	[SSLINV_RECORD_VERDICT] = { "verdict", "verdict", COLUMNS(verdict_columns), .is_result = true, .is_single = true },
};

const struct sslinv_record *sslinv_record(enum sslinv_record_kind kind)
{
	return &records[kind];
}

/* The members of an array, as base/array.h has them side by side. */
struct items {
	char *first;
	size_t count, capacity;
};

/* Where the record lies: the facts or the result, from its offset on; NULL where that is not at hand. */
static const char *place_of(const struct sslinv_record *record, const struct sslinv_facts *facts,
			    const struct sslinv_host_result *result)
{
	const char *owner = record->is_result ? (const char *)result : (const char *)facts;

	return owner ? owner + record->offset : NULL;
}

size_t sslinv_record_count(const struct sslinv_record *record, const struct sslinv_facts *facts,
			   const struct sslinv_host_result *result)
{
	const char *place = place_of(record, facts, result);
	struct items items;

	if (!place || record->is_single)
		return place ? 1 : 0;
	memcpy(&items, place, sizeof(items));
	return items.count;
}

const void *sslinv_record_item(const struct sslinv_record *record, const struct sslinv_facts *facts,
			       const struct sslinv_host_result *result, size_t index)
{
	const char *place = place_of(record, facts, result), *item = place;
	struct items items;

	if (!record->is_single) {
		memcpy(&items, place, sizeof(items));
		item = items.first + index * record->size;
	}
	return record->is_told && !record->is_told(item) ? NULL : item;
}

void *sslinv_record_add(const struct sslinv_record *record, struct sslinv_facts *facts, struct sslinv_host_result *result)
{
	char *place = record->is_result ? (char *)result + record->offset : (char *)facts + record->offset, *item;
	struct items items;

	memcpy(&items, place, sizeof(items));
	if (sslinv_array_reserve(&items.first, &items.capacity, items.count, 1, record->size) < 0)
		return NULL;
	item = items.first + items.count++ * record->size;
	memset(item, 0, record->size);
	memcpy(place, &items, sizeof(items));
	return item;
}

static const char *role_of(const struct sslinv_package *package)
{
	return !package->is_consumer ? "provider" : !package->is_provider ? "consumer" : "both";
}

void sslinv_column_get(const struct sslinv_column *column, const struct sslinv_facts *facts, const void *item,
		       struct sslinv_cell *cell)
{
	const void *at = (const char *)item + column->offset;

	cell->is_number = false;
	cell->text = NULL;
	switch (column->kind) {
	case SSLINV_COLUMN_TEXT:
	case SSLINV_COLUMN_LINES:
		cell->text = *(const char *const *)at;
		break;
	case SSLINV_COLUMN_WORD:
		cell->text = column->word((int)*(const unsigned *)at);
		break;
	case SSLINV_COLUMN_FLAG:
	case SSLINV_COLUMN_BIT:
		set_number(cell, *(const bool *)at);
		break;
	case SSLINV_COLUMN_COUNT:
		set_number(cell, (int64_t) * (const uint64_t *)at);
		break;
	case SSLINV_COLUMN_KNOWN_COUNT:
		if (((const struct sslinv_known_count *)at)->is_known)
			set_number(cell, (int64_t)((const struct sslinv_known_count *)at)->number);
		break;
	case SSLINV_COLUMN_TIME:
		sslinv_str_time(cell->time, *(const int64_t *)at);
		cell->text = cell->time;
		break;
	case SSLINV_COLUMN_PACKAGE:
		cell->text = sslinv_facts_package_label(facts, *(const uint32_t *)at);
		break;
	case SSLINV_COLUMN_PACKAGE_NAME:
		cell->text = facts->packages.items[*(const uint32_t *)at].name;
		break;
	case SSLINV_COLUMN_PACKAGE_ARCH:
		cell->text = facts->packages.items[*(const uint32_t *)at].arch;
		break;
	case SSLINV_COLUMN_PACKAGE_VERSION:
		cell->text = facts->packages.items[*(const uint32_t *)at].version;
		break;
	case SSLINV_COLUMN_ROLE:
		cell->text = role_of(item);
		break;
	case SSLINV_COLUMN_COMPUTED:
		column->compute(facts, cell);
		break;
	}
}

static void put_word(const struct sslinv_column *column, void *at, const char *text)
{
	unsigned value = 0;

	for (int i = 0; text && i < column->word_count; i++)
		if (strcmp(column->word(i), text) == 0)
			value = (unsigned)i;
	memcpy(at, &value, sizeof(value));
}

static void put_role(struct sslinv_package *package, const char *text)
{
	package->is_provider = text && strcmp(text, "consumer") != 0;
	package->is_consumer = text && strcmp(text, "provider") != 0;
}

static int64_t seconds_of(const char *when)
{
	int64_t seconds;

	return sslinv_date_seconds(when, &seconds) ? seconds : 0;
}

int sslinv_column_put(const struct sslinv_column *column, struct sslinv_arena *arena, void *item, const char *text,
		      int64_t number)
{
	void *at = (char *)item + column->offset;

	switch (column->kind) {
	case SSLINV_COLUMN_TEXT:
	case SSLINV_COLUMN_LINES:
		*(const char **)at = sslinv_arena_strdup(arena, text);
		return text && !*(const char **)at ? SSLINV_E_MEMORY : 0;
	case SSLINV_COLUMN_WORD:
		put_word(column, at, text);
		break;
	case SSLINV_COLUMN_FLAG:
	case SSLINV_COLUMN_BIT:
		*(bool *)at = number != 0;
		break;
	case SSLINV_COLUMN_COUNT:
		*(uint64_t *)at = (uint64_t)number;
		break;
	case SSLINV_COLUMN_KNOWN_COUNT:
		*(struct sslinv_known_count *)at = (struct sslinv_known_count){ true, (uint64_t)number };
		break;
	case SSLINV_COLUMN_TIME:
		*(int64_t *)at = seconds_of(text);
		break;
	case SSLINV_COLUMN_ROLE:
		put_role(item, text);
		break;
	case SSLINV_COLUMN_PACKAGE:
	case SSLINV_COLUMN_PACKAGE_NAME:
	case SSLINV_COLUMN_PACKAGE_ARCH:
	case SSLINV_COLUMN_PACKAGE_VERSION:
	case SSLINV_COLUMN_COMPUTED:
		break;
	}
	return 0;
}
