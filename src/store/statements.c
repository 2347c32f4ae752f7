/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The SQL that changes the inventory, as tables, with the columns of facts/columns.c in their places. Sets of facts are
 * compared by a key over all values, which is equal only where every value is: fact_key() of sql/functions.c.
 */
#include "store/store_internal.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "facts/columns.h"

/*
 * Whether the scan was in a place to see the fact. What was seen itself has the facts of this scan and no others, however
 * much else could not be read; for the rest, a package would show in the packages, an owned file in the packages and their
 * files, an unowned one in the walk. A scan of packages alone passes over files by their names
 * (passed_over.c). Only rpm installs several versions of one package side by side.
 */
#define SEEN_PACKAGE(columns) "(" columns ") IN (SELECT " columns " FROM temp.found_package WHERE gone_at IS NULL)"
#define PACKAGE_SHOWN                                                                                                       \
	"(:packages OR CASE format WHEN 'rpm' THEN " SEEN_PACKAGE("format, name, arch, version") " ELSE " SEEN_PACKAGE(     \
		"format, name, arch") " END)"
#define DETAIL_SHOWN ":details"
#define FILE_SHOWN(table, condition)                                                                                        \
	"CASE WHEN path IS NULL THEN :packages"                                                                             \
	" WHEN path IN (SELECT path FROM temp.found_" table " WHERE gone_at IS NULL" condition ") THEN 1"                   \
	" WHEN package IS NULL THEN :walk WHEN is_read_by_name(path) THEN :files ELSE :names END"
#define LIBRARY_SHOWN FILE_SHOWN("library", "")
/* What provides a soname may lie where the scan could not look: that none was found says nothing against one before. */
#define LINKAGE_SHOWN                                                                                                       \
	FILE_SHOWN("linkage", " AND (found_linkage.provider_path IS NOT NULL OR linkage.provider_path IS NULL"              \
			      " OR found_linkage.package IS NOT linkage.package)")
/* What a runtime gets is found like the provider of a linkage. */
#define RUNTIME_SHOWN                                                                                                       \
	FILE_SHOWN("runtime", " AND (found_runtime.library_path IS NOT NULL OR runtime.library_path IS NULL"                \
			      " OR found_runtime.package IS NOT runtime.package)")
/*
 * The libraries beside OpenSSL: the same, where they were looked for. A scan that did not look for them knows nothing of
 * them: what was known ends with it, and the history says why.
 */
#define OTHERS_SHOWN(shown) "(NOT :others OR " shown ")"
#define OTHER_LIBRARY_SHOWN OTHERS_SHOWN(FILE_SHOWN("other_library", ""))
#define OTHER_LINKAGE_SHOWN                                                                                                 \
	OTHERS_SHOWN(FILE_SHOWN("other_linkage", " AND (found_other_linkage.provider_path IS NOT NULL"                      \
						 " OR other_linkage.provider_path IS NULL"                                  \
						 " OR found_other_linkage.package IS NOT other_linkage.package)"))
#define POLICY_SHOWN FILE_SHOWN("policy", "")
/* A process that was seen has the state of this scan; one that is there and could not be looked at has that of the last. */
#define PROCESS_SHOWN                                                                                                       \
	"((:processes AND pid NOT IN (SELECT pid FROM temp.hidden)) OR (pid, library_path) IN"                              \
	" (SELECT pid, library_path FROM temp.found_process WHERE gone_at IS NULL))"
#define PROBLEM_SHOWN "(:full OR source NOT IN ('walk', 'mount'))"
/* What the facts mean is resolved as a whole, from all of them. */
#define RESULT_SHOWN "1"

/*
 * Where not all packages could be read, a file may have an owner that the scan does not know of. What was known last holds
 * on until all are read: the owner of the path, and its architecture where there was more than one.
 */
#define OWNER_OF(table, package, path)                                                                                      \
	package " = coalesce((SELECT owner.package FROM temp.owner WHERE owner.path = " table "." path " AND"               \
		" (" table "." package " IS NULL OR substr(owner.package, 1, length(" table "." package ") + 1)"            \
		" IN (" table "." package " || ':', " table "." package " || '.'))), " package ")"
#define LINKAGE_ADOPTS_OF(table) OWNER_OF(table, "package", "path") ", " OWNER_OF(table, "provider_package", "provider_path")
#define RUNTIME_ADOPTS                                                                                                      \
	OWNER_OF("found_runtime", "package", "path") ", " OWNER_OF("found_runtime", "provider_package", "library_path")

/*
 * Words in braces are replaced: {table} and {columns} of the fact, {marks} by as many `?`, {key} by the key of its columns,
 * {shown} as above. A `?` counts on from the highest number before it.
 */
#define LIVE "host_id = :host AND gone_at IS NULL"
#define CLOSED "host_id = :host AND gone_at IS NOT NULL"
/* `found` has columns of the same names: the key of the row here is made where they are not in sight. */
#define NOTES_FOUND                                                                                                         \
	"SELECT {notes} FROM temp.found_{table} AS found WHERE found.gone_at IS NULL AND found.key ="                       \
	" (SELECT {key} FROM main.{table} AS own WHERE own.fact_id = {table}.fact_id) LIMIT 1"
/* Most findings have none, and then no key needs to be made. */
#define HAS_NOTES                                                                                                           \
	"(EXISTS (SELECT 1 FROM temp.found_{table} WHERE ({notes}) IS NOT ({nulls}))"                                       \
	" OR EXISTS (SELECT 1 FROM main.{table} WHERE " LIVE " AND ({notes}) IS NOT ({nulls})))"
#define OWN "SELECT fact_id, first_seen, {key} AS own_key FROM main.{table} WHERE " LIVE

static const char *const fact_sql[SSLINV_FACT_STATEMENT_COUNT] = {
	[SSLINV_FACT_MAKE_FOUND] = "CREATE TEMP TABLE found_{table} AS SELECT {columns}, first_seen, gone_at, '' AS key"
				   " FROM main.{table} WHERE 0",
	[SSLINV_FACT_INDEX_FOUND] = "CREATE INDEX temp.found_{table}_by_key ON found_{table} (key)",
	[SSLINV_FACT_CLEAR_FOUND] = "DELETE FROM temp.found_{table}",
	[SSLINV_FACT_ADD_FOUND] = "WITH new ({columns}, first_seen, gone_at) AS (VALUES ({marks}, ?, ?))"
				  " INSERT INTO temp.found_{table} SELECT {columns}, first_seen, gone_at, {key} FROM new",
	[SSLINV_FACT_ADOPT_OWNER] = "UPDATE temp.found_{table} SET {adopts} WHERE gone_at IS NULL",
	[SSLINV_FACT_RENEW_KEY] = "UPDATE temp.found_{table} SET key = {key} WHERE key <> {key}",
	[SSLINV_FACT_CLOSE_MISSING] = "UPDATE main.{table} SET gone_at = max(first_seen, :now) WHERE " LIVE
				      " AND {key} NOT IN (SELECT key FROM temp.found_{table} WHERE gone_at IS NULL)"
				      " AND {shown}",
	[SSLINV_FACT_INSERT_NEW] = "INSERT INTO main.{table} (host_id, {columns}, first_seen)"
				   " SELECT :host, {columns}, min(first_seen) FROM temp.found_{table}"
				   " WHERE gone_at IS NULL AND key NOT IN"
				   " (SELECT {key} FROM main.{table} WHERE " LIVE ") GROUP BY key",
	[SSLINV_FACT_RENEW_NOTES] = "UPDATE main.{table} SET ({notes}) = (" NOTES_FOUND ") WHERE " LIVE " AND " HAS_NOTES
				    " AND {key} IN (SELECT key FROM temp.found_{table} WHERE gone_at IS NULL)"
				    " AND ({notes}) IS NOT (" NOTES_FOUND ")",
	[SSLINV_FACT_FORGET_KNOWN] = "DELETE FROM temp.found_{table} WHERE gone_at IS NOT NULL AND"
				     " (key || first_seen IN"
				     " (SELECT {key} || first_seen FROM main.{table} WHERE " CLOSED ")"
				     " OR key || gone_at IN (SELECT {key} || gone_at FROM main.{table} WHERE " CLOSED "))",
	[SSLINV_FACT_MATCH_CLOSED] = "INSERT INTO temp.change (fact_id, found_id, first_seen, gone_at)"
				     " SELECT own.fact_id, found.rowid, min(own.first_seen, found.first_seen),"
				     " min(found.gone_at) FROM temp.found_{table} AS found JOIN (" OWN ") AS own"
				     " ON own_key = found.key WHERE found.gone_at >= own.first_seen GROUP BY own.fact_id",
	[SSLINV_FACT_MATCH_EARLIER] = "INSERT INTO temp.change (fact_id, first_seen)"
				      " SELECT own.fact_id, min(found.first_seen) FROM temp.found_{table} AS found"
				      " JOIN (" OWN ") AS own ON own_key = found.key WHERE found.gone_at IS NULL"
				      " AND found.first_seen < own.first_seen GROUP BY own.fact_id",
	[SSLINV_FACT_APPLY_CHANGE] = "UPDATE main.{table} SET (first_seen, gone_at) = (SELECT first_seen, gone_at"
				     " FROM temp.change WHERE change.fact_id = {table}.fact_id)"
				     " WHERE fact_id IN (SELECT fact_id FROM temp.change)",
	[SSLINV_FACT_FORGET_MATCHED] = "DELETE FROM temp.found_{table} WHERE rowid IN (SELECT found_id FROM temp.change)",
	[SSLINV_FACT_INSERT_CLOSED] = "INSERT INTO main.{table} (host_id, {columns}, first_seen, gone_at)"
				      " SELECT :host, {columns}, first_seen, gone_at FROM temp.found_{table}"
				      " WHERE gone_at IS NOT NULL ORDER BY rowid",
	[SSLINV_FACT_READ] = "SELECT {columns}, first_seen, gone_at FROM main.{table} WHERE host_id = ?1 ORDER BY fact_id",
	[SSLINV_FACT_FORGET_HOST] = "DELETE FROM main.{table} WHERE host_id = :host",
	[SSLINV_FACT_READ_LIVE] = "SELECT {columns} FROM main.{table} WHERE " LIVE " ORDER BY fact_id",
	[SSLINV_FACT_READ_OPEN] = "SELECT {columns} FROM main.{table} WHERE " LIVE
				  " AND status NOT IN ('fixed', 'not_affected') ORDER BY fact_id",
};

static const struct {
	const char *shown;  /* was the scan in a place to see it? */
	const char *adopts; /* what takes an owner that was known before; NULL: nothing in it has one */
} facts[SSLINV_FACT_COUNT] = {
	[SSLINV_FACT_PACKAGE] = { PACKAGE_SHOWN, NULL },
	[SSLINV_FACT_LIBRARY] = { LIBRARY_SHOWN, OWNER_OF("found_library", "package", "path") },
	[SSLINV_FACT_LINKAGE] = { LINKAGE_SHOWN, LINKAGE_ADOPTS_OF("found_linkage") },
	[SSLINV_FACT_OTHER_LIBRARY] = { OTHER_LIBRARY_SHOWN, OWNER_OF("found_other_library", "package", "path") },
	[SSLINV_FACT_OTHER_LINKAGE] = { OTHER_LINKAGE_SHOWN, LINKAGE_ADOPTS_OF("found_other_linkage") },
	[SSLINV_FACT_PROBLEM] = { PROBLEM_SHOWN, NULL },
	[SSLINV_FACT_CANDIDATE] = { DETAIL_SHOWN, NULL },
	[SSLINV_FACT_CHANGELOG] = { DETAIL_SHOWN, NULL },
	[SSLINV_FACT_PROCESS] = { PROCESS_SHOWN, NULL },
	[SSLINV_FACT_RUNTIME] = { RUNTIME_SHOWN, RUNTIME_ADOPTS },
	[SSLINV_FACT_POLICY] = { POLICY_SHOWN, OWNER_OF("found_policy", "package", "path") },
	[SSLINV_FACT_FINDING] = { RESULT_SHOWN, NULL },
	[SSLINV_FACT_LEVEL] = { RESULT_SHOWN, NULL },
	[SSLINV_FACT_VERDICT] = { RESULT_SHOWN, NULL },
	[SSLINV_FACT_ACTION] = { RESULT_SHOWN, NULL },
};

/* ?1 host_id; ?2: the files were read, but for those that are passed over by their names. */
#define PASSED_OVER                                                                                                         \
	"host_id = ?1 AND gone_at IS NULL AND package IS NOT NULL AND path IS NOT NULL"                                     \
	" AND NOT (?2 AND is_read_by_name(path))"

/* The same with {columns} and {marks} of a host or a scan; {others} are the columns but the first. */
static const char *const host_sql[SSLINV_STATEMENT_COUNT] = {
	[SSLINV_STATEMENT_HOST_FIND] = "SELECT host_id, machine_id FROM main.host WHERE name = ?1",
	[SSLINV_STATEMENT_HOST_INSERT] = "INSERT INTO main.host ({columns}, first_seen) VALUES ({marks}, ?)",
	[SSLINV_STATEMENT_HOST_UPDATE] = "UPDATE main.host SET ({others}, first_seen) = ({values}, min(first_seen, ?))"
					 " WHERE name = ?1 AND"
					 " ({others}, first_seen) IS NOT ({values}, min(first_seen, {after}))",
	[SSLINV_STATEMENT_HOSTS_READ] = "SELECT host_id, {columns}, first_seen FROM main.host ORDER BY host_id",
	[SSLINV_STATEMENT_HOSTS_BY_NAME] = "SELECT host_id, {columns}, first_seen FROM main.host ORDER BY name",
	[SSLINV_STATEMENT_HOST_READ] = "SELECT {columns} FROM main.host WHERE host_id = ?1",
};

static const char *const scan_sql[SSLINV_STATEMENT_COUNT] = {
	[SSLINV_STATEMENT_SCAN_INSERT] =
		"INSERT INTO main.scan (host_id, {columns})"
		" SELECT ?1, coalesce(?2, lower(hex(randomblob(8)))), {other_marks} WHERE NOT EXISTS"
		" (SELECT 1 FROM main.scan WHERE host_id = ?1 AND identity = ?2)",
	[SSLINV_STATEMENT_SCAN_NEWEST] =
		"SELECT identity, finished FROM main.scan WHERE host_id = ?1 ORDER BY scan_id DESC LIMIT 1",
	[SSLINV_STATEMENT_SCAN_KNOWN] = "SELECT 1 FROM main.scan WHERE host_id = ?1 AND identity = ?2",
	[SSLINV_STATEMENT_SCAN_GUIDANCE] = "UPDATE main.scan SET guidance_date = ?2 WHERE scan_id ="
					   " (SELECT max(scan_id) FROM main.scan WHERE host_id = ?1)"
					   " AND guidance_date IS NOT ?2",
	[SSLINV_STATEMENT_SCAN_LOAD] = "SELECT {columns} FROM main.scan WHERE host_id = ?1 ORDER BY scan_id DESC LIMIT 1",
	[SSLINV_STATEMENT_SCANS_READ] = "SELECT {columns} FROM main.scan WHERE host_id = ?1 ORDER BY scan_id",
};

static const char *const plain_sql[SSLINV_STATEMENT_COUNT] = {
	[SSLINV_STATEMENT_BEGIN_READ] = "BEGIN",
	/* Of several acceptances the one that lasts longest. */
	[SSLINV_STATEMENT_ACCEPTED_READ] = "SELECT package, path, cve, max(until), reason FROM main.accepted WHERE host ="
					   " (SELECT name FROM main.host WHERE host_id = ?1) GROUP BY package, path, cve",
	[SSLINV_STATEMENT_ACCEPT] =
		"INSERT INTO main.acceptance (host, subject, cve, reason, accepted_by, accepted_at, until)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[SSLINV_STATEMENT_WITHDRAW] =
		"UPDATE main.acceptance SET withdrawn_at = ?2 WHERE acceptance_id = ?1 AND withdrawn_at IS NULL",
	[SSLINV_STATEMENT_FORGET_SCANS] = "DELETE FROM main.scan WHERE host_id = ?1",
	[SSLINV_STATEMENT_FORGET_HOST] = "DELETE FROM main.host WHERE host_id = ?1",
	[SSLINV_STATEMENT_OPEN_READ] =
		"SELECT cve, severity, first_seen, gone_at FROM main.finding"
		" WHERE host_id = ?1 AND status IN ('affected', 'will_not_fix') ORDER BY cve, first_seen, fact_id",
	[SSLINV_STATEMENT_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SSLINV_STATEMENT_COMMIT] = "COMMIT",
	[SSLINV_STATEMENT_MAKE_CHANGE] =
		"CREATE TEMP TABLE change (fact_id INTEGER PRIMARY KEY, found_id INTEGER, first_seen TEXT, gone_at TEXT)",
	[SSLINV_STATEMENT_CLEAR_CHANGE] = "DELETE FROM temp.change",
	[SSLINV_STATEMENT_MAKE_OWNER] =
		"CREATE TEMP TABLE owner (path TEXT PRIMARY KEY, package TEXT NOT NULL) WITHOUT ROWID",
	[SSLINV_STATEMENT_CLEAR_OWNER] = "DELETE FROM temp.owner",
	[SSLINV_STATEMENT_MAKE_HIDDEN] = "CREATE TEMP TABLE hidden (pid INTEGER PRIMARY KEY)",
	[SSLINV_STATEMENT_CLEAR_HIDDEN] = "DELETE FROM temp.hidden",
	[SSLINV_STATEMENT_ADD_HIDDEN] = "INSERT OR IGNORE INTO temp.hidden VALUES (?1)",
	[SSLINV_STATEMENT_FILL_OWNER] =
		"INSERT OR IGNORE INTO temp.owner (path, package) SELECT path, package FROM ("
		"SELECT 1 AS rank, fact_id, path, package FROM main.library WHERE host_id = ?1 AND gone_at IS NULL UNION "
		"ALL "
		"SELECT 2, fact_id, path, package FROM main.linkage WHERE host_id = ?1 AND gone_at IS NULL UNION ALL "
		"SELECT 3, fact_id, provider_path, provider_package FROM main.linkage WHERE host_id = ?1 AND gone_at IS "
		"NULL UNION ALL "
		"SELECT 4, fact_id, path, package FROM main.other_library WHERE host_id = ?1 AND gone_at IS NULL UNION ALL "
		"SELECT 5, fact_id, path, package FROM main.other_linkage WHERE host_id = ?1 AND gone_at IS NULL UNION ALL "
		"SELECT 6, fact_id, provider_path, provider_package FROM main.other_linkage WHERE host_id = ?1 AND gone_at "
		"IS "
		"NULL)"
		" WHERE path IS NOT NULL AND package IS NOT NULL ORDER BY rank, fact_id DESC",
	[SSLINV_STATEMENT_SCOPE_READ] = "SELECT library FROM main.scan JOIN main.host ON host.host_id = scan.host_id"
					" WHERE host.name = ?1 ORDER BY scan_id DESC LIMIT 1",
	[SSLINV_STATEMENT_PATHS_READ] = "SELECT DISTINCT path FROM main.library JOIN main.host ON host.host_id = "
					"library.host_id WHERE host.name = ?1"
					" AND path IS NOT NULL ORDER BY path",
	/* Of what is there today by the same name. */
	[SSLINV_STATEMENT_FORMERS_READ] =
		"SELECT name, arch, version, source_version, first_seen, gone_at FROM main.package WHERE host_id = ?1"
		" AND gone_at IS NOT NULL AND role IN ('provider', 'both') AND name IN (SELECT name FROM main.package"
		" WHERE host_id = ?1 AND gone_at IS NULL AND role IN ('provider', 'both')) ORDER BY fact_id",
	[SSLINV_STATEMENT_PASSED_OVER] = "SELECT package, 1 FROM main.library WHERE " PASSED_OVER
					 " UNION SELECT package, 0 FROM main.linkage WHERE " PASSED_OVER
					 " AND evidence <> 'embedded'",
};

/* The columns of a record in the inventory, as text: each by `print`, which is given the place they have, from 1 on. */
typedef int print_column(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place);

static int print_name(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place)
{
	(void)column;
	(void)place;
	return sslinv_str_add(sql, name);
}

static int print_null(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place)
{
	(void)name;
	(void)column;
	(void)place;
	return sslinv_str_add(sql, "NULL");
}

static int print_mark(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place)
{
	(void)name;
	(void)column;
	(void)place;
	return sslinv_str_add(sql, "?");
}

/* What a host's column becomes. */
static int print_value(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place)
{
	return column->flags & SSLINV_COLUMN_IS_KEPT ? sslinv_str_printf(sql, "coalesce(?%d, %s)", place, name)
						     : sslinv_str_printf(sql, "?%d", place);
}

/* Numbers may have been bound as text. */
static int print_key(struct sslinv_str *sql, const char *name, const struct sslinv_column *column, int place)
{
	(void)place;
	return sslinv_str_printf(sql, sslinv_column_is_number(column) ? "%s + 0" : "%s", name);
}

/* Which columns are meant. */
enum which { WHICH_ALL, WHICH_BUT_FIRST, WHICH_KEY, WHICH_NOTES };

static bool is_meant(const struct sslinv_column *column, enum which which, int place)
{
	bool is_note = column->flags & SSLINV_COLUMN_IS_NOTE;

	switch (which) {
	case WHICH_BUT_FIRST:
		return place > 1;
	case WHICH_KEY:
		return !is_note;
	case WHICH_NOTES:
		return is_note;
	default:
		return true;
	}
}

static int print_columns(struct sslinv_str *sql, const struct sslinv_record *record, enum which which, print_column *print)
{
	int rc = 0, place = 0;
	bool is_first = true;

	for (size_t i = 0; i < record->column_count && rc == 0; i++) {
		const struct sslinv_column *column = &record->columns[i];

		if (column->flags & SSLINV_COLUMN_HAS_NO_PLACE || !is_meant(column, which, ++place))
			continue;
		rc = sslinv_str_add(sql, is_first ? "" : ", ");
		is_first = false;
		if (rc == 0)
			rc = print(sql, column->table_name ? column->table_name : column->name, column, place);
	}
	return rc;
}

/* The word between the braces; `fact` is negative for a host and a scan. */
static int print_word(struct sslinv_str *sql, const char *word, size_t length, const struct sslinv_record *record, int fact)
{
	static const struct {
		const char *word, *before, *after;
		enum which which;
		print_column *print;
	} words[] = {
		{ "columns", "", "", WHICH_ALL, print_name },       { "marks", "", "", WHICH_ALL, print_mark },
		{ "others", "", "", WHICH_BUT_FIRST, print_name },  { "other_marks", "", "", WHICH_BUT_FIRST, print_mark },
		{ "values", "", "", WHICH_BUT_FIRST, print_value }, { "key", "fact_key(", ")", WHICH_KEY, print_key },
		{ "notes", "", "", WHICH_NOTES, print_name },       { "nulls", "", "", WHICH_NOTES, print_null },
	};
	const struct {
		const char *word, *text;
	} texts[] = {
		{ "table", record->table },
		{ "shown", fact < 0 ? "" : facts[fact].shown },
		{ "adopts", fact < 0 ? "" : facts[fact].adopts },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(texts); i++)
		if (strlen(texts[i].word) == length && strncmp(texts[i].word, word, length) == 0)
			return sslinv_str_add(sql, texts[i].text);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != length || strncmp(words[i].word, word, length) != 0)
			continue;
		if (sslinv_str_add(sql, words[i].before) < 0 ||
		    print_columns(sql, record, words[i].which, words[i].print) < 0)
			return SSLINV_E_MEMORY;
		return sslinv_str_add(sql, words[i].after);
	}
	return sslinv_str_printf(sql, "?%zu", record->column_count + 1); /* {after}: what follows the columns */
}

static int print_sql(struct sslinv_str *sql, const char *text, const struct sslinv_record *record, int fact)
{
	int rc = 0;

	while (*text && rc == 0) {
		size_t plain = strcspn(text, "{"), length;

		rc = sslinv_str_add_bytes(sql, text, plain);
		text += plain;
		if (rc < 0 || !*text)
			break;
		length = strcspn(++text, "}");
		rc = print_word(sql, text, length, record, fact);
		text += length + 1;
	}
	return rc;
}

int sslinv_statement_sql(enum sslinv_sql_statement statement, struct sslinv_str *sql)
{
	if (plain_sql[statement])
		return sslinv_str_add(sql, plain_sql[statement]);
	if (host_sql[statement])
		return print_sql(sql, host_sql[statement], sslinv_record(SSLINV_RECORD_HOST), -1);
	return print_sql(sql, scan_sql[statement], sslinv_record(SSLINV_RECORD_SCAN), -1);
}

const struct sslinv_record *sslinv_fact_record(enum sslinv_fact fact)
{
	return sslinv_record((enum sslinv_record_kind)(SSLINV_RECORD_PACKAGE + fact));
}

int sslinv_fact_statement_sql(enum sslinv_fact fact, enum sslinv_fact_statement statement, struct sslinv_str *sql)
{
	return print_sql(sql, fact_sql[statement], sslinv_fact_record(fact), fact);
}

bool sslinv_fact_has_notes(enum sslinv_fact fact)
{
	const struct sslinv_record *record = sslinv_fact_record(fact);

	for (size_t i = 0; i < record->column_count; i++)
		if (record->columns[i].flags & SSLINV_COLUMN_IS_NOTE)
			return true;
	return false;
}

bool sslinv_fact_has_owner(enum sslinv_fact fact)
{
	return facts[fact].adopts != NULL;
}

int sslinv_store_keep_text(struct sslinv_arena *arena, const char *form, const char **text)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;

	*text = NULL;
	if (!form)
		return 0;
	if (!sslinv_str_is_printable(form, strlen(form))) {
		quoted = sslinv_str_quoted(form);
		if (!quoted)
			return SSLINV_E_MEMORY;
	}
	*text = sslinv_arena_strdup(arena, quoted ? quoted : form);
	return *text ? 0 : SSLINV_E_MEMORY;
}
