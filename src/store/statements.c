/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The SQL that changes the inventory, as a table. Sets of facts are compared by a key over all values, which is equal only
 * where every value is: fact_key() of functions.c.
 */
#include "store/store_internal.h"

#define PACKAGE_COLUMNS "name, version, arch, format, source_name, source_version, vendor, role"
#define PACKAGE_MARKS "?, ?, ?, ?, ?, ?, ?, ?"
#define PACKAGE_KEY "fact_key(" PACKAGE_COLUMNS ")"

#define LIBRARY_COLUMNS "path, package, library, soname, version, version_text, evidence"
#define LIBRARY_MARKS "?, ?, ?, ?, ?, ?, ?"
#define LIBRARY_KEY "fact_key(" LIBRARY_COLUMNS ")"

#define LINKAGE_COLUMNS "path, package, soname, provider_path, provider_package, evidence, confidence"
#define LINKAGE_MARKS "?, ?, ?, ?, ?, ?, ?"
#define LINKAGE_KEY "fact_key(" LINKAGE_COLUMNS ")"

#define PROBLEM_COLUMNS "source, path, message, is_failure"
#define PROBLEM_MARKS "?, ?, ?, ?"
#define PROBLEM_KEY "fact_key(source, path, message, is_failure + 0)"

#define CANDIDATE_COLUMNS "package, arch, version, origin, label, archive"
#define CANDIDATE_MARKS "?, ?, ?, ?, ?, ?"
#define CANDIDATE_KEY "fact_key(" CANDIDATE_COLUMNS ")"

#define CHANGELOG_COLUMNS "package, arch, cve"
#define CHANGELOG_MARKS "?, ?, ?"
#define CHANGELOG_KEY "fact_key(" CHANGELOG_COLUMNS ")"

#define FINDING_COLUMNS                                                                                                     \
	"package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, stream, rule"
#define FINDING_MARKS "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define FINDING_KEY "fact_key(" FINDING_COLUMNS ")"

#define LEVEL_COLUMNS "package, path, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13"
#define LEVEL_MARKS "?, ?, ?, ?, ?, ?, ?, ?, ?"
#define LEVEL_KEY                                                                                                           \
	"fact_key(package, path, version, upstream_version, effective_upstream, branch, branch_eol, tls12 + 0, tls13 + 0)"

#define VERDICT_COLUMNS "verdict, action, affected, stale_processes, unknown, guidance_date"
#define VERDICT_MARKS "?, ?, ?, ?, ?, ?"
#define VERDICT_KEY "fact_key(verdict, action, affected + 0, stale_processes + 0, unknown + 0, guidance_date)"

/*
 * Whether the scan was in a place to see the fact. What was seen itself has the facts of this scan and no others, however
 * much else could not be read; for the rest, a package would show in the packages, an owned file in the packages and their
 * files, an unowned one in the walk. Only rpm installs several versions of one package side by side.
 */
#define SEEN_PACKAGE(columns) "(" columns ") IN (SELECT " columns " FROM temp.found_package WHERE gone_at IS NULL)"
#define PACKAGE_SHOWN                                                                                                       \
	"(:packages OR CASE format WHEN 'rpm' THEN " SEEN_PACKAGE("format, name, arch, version") " ELSE " SEEN_PACKAGE(     \
		"format, name, arch") " END)"
#define DETAIL_SHOWN ":details"
#define FILE_SHOWN(table, condition)                                                                                        \
	"CASE WHEN evidence = 'declared' THEN :packages"                                                                    \
	" WHEN path IN (SELECT path FROM temp.found_" table " WHERE gone_at IS NULL" condition ") THEN 1"                   \
	" WHEN package IS NOT NULL THEN :files ELSE :walk END"
#define LIBRARY_SHOWN FILE_SHOWN("library", "")
/* What provides a soname may lie where the scan could not look: that none was found says nothing against one before. */
#define LINKAGE_SHOWN                                                                                                       \
	FILE_SHOWN("linkage", " AND (found_linkage.provider_path IS NOT NULL OR linkage.provider_path IS NULL"              \
			      " OR found_linkage.package IS NOT linkage.package)")
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
#define ADOPT_OWNER(table, assignments) "UPDATE temp." table " SET " assignments " WHERE gone_at IS NULL"
#define LIBRARY_ADOPTS ADOPT_OWNER("found_library", OWNER_OF("found_library", "package", "path"))
#define LINKAGE_ADOPTS                                                                                                      \
	ADOPT_OWNER("found_linkage", OWNER_OF("found_linkage", "package",                                                   \
					      "path") ", " OWNER_OF("found_linkage", "provider_package", "provider_path"))

#define LIVE "host_id = :host AND gone_at IS NULL"
#define CLOSED "host_id = :host AND gone_at IS NOT NULL"

#define FACT(table, columns, marks, key, shown, adopts)                                                                     \
	{                                                                                                                   \
		[SSLINV_FACT_MAKE_FOUND] = "CREATE TEMP TABLE found_" table " AS SELECT " columns                           \
					   ", first_seen, gone_at, '' AS key FROM main." table " WHERE 0",                  \
		[SSLINV_FACT_CLEAR_FOUND] = "DELETE FROM temp.found_" table,                                                \
		[SSLINV_FACT_ADD_FOUND] = "WITH new (" columns ", first_seen, gone_at) AS (VALUES (" marks ", ?, ?))"       \
					  " INSERT INTO temp.found_" table " SELECT " columns ", first_seen, gone_at, " key \
					  " FROM new",                                                                      \
		[SSLINV_FACT_ADOPT_OWNER] = adopts,                                                                         \
		[SSLINV_FACT_RENEW_KEY] = "UPDATE temp.found_" table " SET key = " key " WHERE key <> " key,                \
		[SSLINV_FACT_CLOSE_MISSING] = "UPDATE main." table " SET gone_at = max(first_seen, :now) WHERE " LIVE       \
					      " AND " key " NOT IN (SELECT key FROM temp.found_" table                      \
					      " WHERE gone_at IS NULL) AND " shown,                                         \
		[SSLINV_FACT_INSERT_NEW] = "INSERT INTO main." table " (host_id, " columns                                  \
					   ", first_seen) SELECT :host, " columns                                           \
					   ", min(first_seen) FROM temp.found_" table                                       \
					   " WHERE gone_at IS NULL AND key NOT IN (SELECT " key " FROM main." table         \
					   " WHERE " LIVE ") GROUP BY key",                                                 \
		[SSLINV_FACT_FORGET_KNOWN] = "DELETE FROM temp.found_" table " WHERE gone_at IS NOT NULL AND"               \
					     " (key || first_seen IN (SELECT " key " || first_seen FROM main." table        \
					     " WHERE " CLOSED ") OR key || gone_at IN (SELECT " key                         \
					     " || gone_at FROM main." table " WHERE " CLOSED "))",                          \
		[SSLINV_FACT_MATCH_CLOSED] = "INSERT INTO temp.change (fact_id, found_id, first_seen, gone_at)"             \
					     " SELECT own.fact_id, found.rowid, min(own.first_seen, found.first_seen),"     \
					     " min(found.gone_at) FROM temp.found_" table " AS found JOIN (SELECT fact_id," \
					     " first_seen, " key " AS own_key FROM main." table " WHERE " LIVE ") AS own"   \
					     " ON own_key = found.key WHERE found.gone_at >= own.first_seen"                \
					     " GROUP BY own.fact_id",                                                       \
		[SSLINV_FACT_MATCH_EARLIER] = "INSERT INTO temp.change (fact_id, first_seen) SELECT own.fact_id,"           \
					      " min(found.first_seen) FROM temp.found_" table " AS found JOIN (SELECT"      \
					      " fact_id, first_seen, " key " AS own_key FROM main." table " WHERE " LIVE    \
					      ") AS own ON own_key = found.key WHERE found.gone_at IS NULL"                 \
					      " AND found.first_seen < own.first_seen GROUP BY own.fact_id",                \
		[SSLINV_FACT_APPLY_CHANGE] = "UPDATE main." table                                                           \
					     " SET (first_seen, gone_at) = (SELECT first_seen, gone_at"                     \
					     " FROM temp.change WHERE change.fact_id = " table ".fact_id)"                  \
					     " WHERE fact_id IN (SELECT fact_id FROM temp.change)",                         \
		[SSLINV_FACT_FORGET_MATCHED] = "DELETE FROM temp.found_" table                                              \
					       " WHERE rowid IN (SELECT found_id FROM temp.change)",                        \
		[SSLINV_FACT_INSERT_CLOSED] = "INSERT INTO main." table " (host_id, " columns ", first_seen, gone_at)"      \
					      " SELECT :host, " columns ", first_seen, gone_at FROM temp.found_" table      \
					      " WHERE gone_at IS NOT NULL ORDER BY rowid",                                  \
		[SSLINV_FACT_READ] = "SELECT " columns ", first_seen, gone_at FROM main." table                             \
				     " WHERE host_id = ?1 ORDER BY fact_id",                                                \
		[SSLINV_FACT_READ_LIVE] = "SELECT " columns " FROM main." table " WHERE " LIVE " ORDER BY fact_id",         \
	}

static const char *const fact_sql[SSLINV_FACT_COUNT][SSLINV_FACT_STATEMENT_COUNT] = {
	[SSLINV_FACT_PACKAGE] = FACT("package", PACKAGE_COLUMNS, PACKAGE_MARKS, PACKAGE_KEY, PACKAGE_SHOWN, NULL),
	[SSLINV_FACT_LIBRARY] = FACT("library", LIBRARY_COLUMNS, LIBRARY_MARKS, LIBRARY_KEY, LIBRARY_SHOWN, LIBRARY_ADOPTS),
	[SSLINV_FACT_LINKAGE] = FACT("linkage", LINKAGE_COLUMNS, LINKAGE_MARKS, LINKAGE_KEY, LINKAGE_SHOWN, LINKAGE_ADOPTS),
	[SSLINV_FACT_PROBLEM] = FACT("problem", PROBLEM_COLUMNS, PROBLEM_MARKS, PROBLEM_KEY, PROBLEM_SHOWN, NULL),
	[SSLINV_FACT_CANDIDATE] = FACT("candidate", CANDIDATE_COLUMNS, CANDIDATE_MARKS, CANDIDATE_KEY, DETAIL_SHOWN, NULL),
	[SSLINV_FACT_CHANGELOG] = FACT("changelog", CHANGELOG_COLUMNS, CHANGELOG_MARKS, CHANGELOG_KEY, DETAIL_SHOWN, NULL),
	[SSLINV_FACT_FINDING] = FACT("finding", FINDING_COLUMNS, FINDING_MARKS, FINDING_KEY, RESULT_SHOWN, NULL),
	[SSLINV_FACT_LEVEL] = FACT("level", LEVEL_COLUMNS, LEVEL_MARKS, LEVEL_KEY, RESULT_SHOWN, NULL),
	[SSLINV_FACT_VERDICT] = FACT("verdict", VERDICT_COLUMNS, VERDICT_MARKS, VERDICT_KEY, RESULT_SHOWN, NULL),
};

static const struct {
	const char *table;
	int value_count;
} facts[SSLINV_FACT_COUNT] = {
	[SSLINV_FACT_PACKAGE] = { "package", 8 },     [SSLINV_FACT_LIBRARY] = { "library", 7 },
	[SSLINV_FACT_LINKAGE] = { "linkage", 7 },     [SSLINV_FACT_PROBLEM] = { "problem", 4 },
	[SSLINV_FACT_CANDIDATE] = { "candidate", 6 }, [SSLINV_FACT_CHANGELOG] = { "changelog", 3 },
	[SSLINV_FACT_FINDING] = { "finding", 11 },    [SSLINV_FACT_LEVEL] = { "level", 9 },
	[SSLINV_FACT_VERDICT] = { "verdict", 6 },
};

#define SCAN_COLUMNS                                                                                                        \
	"identity, started, finished, root, mode, outcome, packages_seen, files_read, tool_version, guidance_date,"         \
	" packages_complete, files_complete, walk_complete"

static const char *const statement_sql[SSLINV_STATEMENT_COUNT] = {
	[SSLINV_STATEMENT_BEGIN_READ] = "BEGIN",
	[SSLINV_STATEMENT_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SSLINV_STATEMENT_COMMIT] = "COMMIT",
	[SSLINV_STATEMENT_MAKE_CHANGE] =
		"CREATE TEMP TABLE change (fact_id INTEGER PRIMARY KEY, found_id INTEGER, first_seen TEXT, gone_at TEXT)",
	[SSLINV_STATEMENT_CLEAR_CHANGE] = "DELETE FROM temp.change",
	[SSLINV_STATEMENT_MAKE_OWNER] =
		"CREATE TEMP TABLE owner (path TEXT PRIMARY KEY, package TEXT NOT NULL) WITHOUT ROWID",
	[SSLINV_STATEMENT_CLEAR_OWNER] = "DELETE FROM temp.owner",
	[SSLINV_STATEMENT_FILL_OWNER] =
		"INSERT OR IGNORE INTO temp.owner (path, package) SELECT path, package FROM ("
		"SELECT 1 AS rank, fact_id, path, package FROM main.library WHERE host_id = ?1 AND gone_at IS NULL UNION "
		"ALL "
		"SELECT 2, fact_id, path, package FROM main.linkage WHERE host_id = ?1 AND gone_at IS NULL UNION ALL "
		"SELECT 3, fact_id, provider_path, provider_package FROM main.linkage WHERE host_id = ?1 AND gone_at IS "
		"NULL)"
		" WHERE path IS NOT NULL AND package IS NOT NULL ORDER BY rank, fact_id DESC",
	[SSLINV_STATEMENT_HOST_FIND] = "SELECT host_id, machine_id FROM main.host WHERE name = ?1",
	[SSLINV_STATEMENT_HOST_INSERT] =
		"INSERT INTO main.host (name, machine_id, os_id, os_version, os_name, arch, first_seen)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	/* A machine id once known stays known: it guards the name. */
	[SSLINV_STATEMENT_HOST_UPDATE] =
		"UPDATE main.host SET machine_id = coalesce(?2, machine_id), os_id = ?3, os_version = ?4, os_name = ?5,"
		" arch = ?6, first_seen = min(first_seen, ?7) WHERE name = ?1 AND"
		" (machine_id, os_id, os_version, os_name, arch, first_seen)"
		" IS NOT (coalesce(?2, machine_id), ?3, ?4, ?5, ?6, min(first_seen, ?7))",
	[SSLINV_STATEMENT_SCAN_INSERT] =
		"INSERT INTO main.scan (host_id, " SCAN_COLUMNS ")"
		" SELECT ?1, coalesce(?2, lower(hex(randomblob(8)))), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
		" ?12, ?13, ?14 WHERE NOT EXISTS"
		" (SELECT 1 FROM main.scan WHERE host_id = ?1 AND identity = ?2)",
	[SSLINV_STATEMENT_SCAN_NEWEST] =
		"SELECT identity, finished FROM main.scan WHERE host_id = ?1 ORDER BY scan_id DESC LIMIT 1",
	[SSLINV_STATEMENT_SCAN_KNOWN] = "SELECT 1 FROM main.scan WHERE host_id = ?1 AND identity = ?2",
	[SSLINV_STATEMENT_SCAN_GUIDANCE] = "UPDATE main.scan SET guidance_date = ?2 WHERE scan_id = (SELECT max(scan_id) "
					   "FROM main.scan WHERE host_id = ?1)"
					   " AND guidance_date IS NOT ?2",
	[SSLINV_STATEMENT_SCAN_LOAD] =
		"SELECT started, finished, root, mode, packages_seen, files_read FROM main.scan WHERE host_id = ?1"
		" ORDER BY scan_id DESC LIMIT 1",
	[SSLINV_STATEMENT_HOSTS_READ] = "SELECT host_id, name, machine_id, os_id, os_version, os_name, arch, first_seen"
					" FROM main.host ORDER BY host_id",
	[SSLINV_STATEMENT_HOST_READ] = "SELECT host_id, name, machine_id, os_id, os_version, os_name, arch, first_seen"
				       " FROM main.host WHERE host_id = ?1",
	[SSLINV_STATEMENT_SCANS_READ] = "SELECT " SCAN_COLUMNS " FROM main.scan WHERE host_id = ?1 ORDER BY scan_id",
};

const char *sslinv_statement_sql(enum sslinv_sql_statement statement)
{
	return statement_sql[statement];
}

const char *sslinv_fact_statement_sql(enum sslinv_fact fact, enum sslinv_fact_statement statement)
{
	return fact_sql[fact][statement];
}

int sslinv_fact_value_count(enum sslinv_fact fact)
{
	return facts[fact].value_count;
}

const char *sslinv_fact_table(enum sslinv_fact fact)
{
	return facts[fact].table;
}
