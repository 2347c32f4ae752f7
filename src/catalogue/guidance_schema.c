/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The schema of the guidance file, as the steps that lead to it, each in a file of schema/, and the SQL of everything that
 * is done with it. A step that was released is never changed; the columns of the views are a promise to users
 * (sslinv-schema(5)).
 */
#include "base/attributes.h"
#include "catalogue/guidance_internal.h"

static const char version_1[] = {
#include "catalogue/schema/version_1.inc"
};
static const char version_2[] = {
#include "catalogue/schema/version_2.inc"
};
static const char version_3[] = {
#include "catalogue/schema/version_3.inc"
};
static const char version_4[] = {
#include "catalogue/schema/version_4.inc"
};
static const char version_5[] = {
#include "catalogue/schema/version_5.inc"
};

static const struct sslinv_migration migrations[] = {
	{ 1, version_1 }, { 2, version_2 }, { 3, version_3 }, { 4, version_4 }, { 5, version_5 },
};

const struct sslinv_schema sslinv_guidance_schema = {
	.migrations = migrations,
	.count = SSLINV_ARRAY_SIZE(migrations),
	.application_id = SSLINV_GUIDANCE_APPLICATION_ID,
	.product = "guidance file",
};

/* The columns in the order that guidance_load.c reads them. */
#define STATEMENT_COLUMNS                                                                                                   \
	"distro, release, stream, package, kind, cve, status, fixed_version, arch, advisory, severity, issued, url, note,"  \
	" introduced, last_affected, is_doubtful"
#define VULNERABILITY_COLUMNS "cve, severity, published, title, url"
#define RANGE_COLUMNS "cve, library, first_version, until_version, last_version"
#define LIFE_COLUMNS "product, release, stream, name, released, ended"
#define EXPLOITATION_COLUMNS "cve, known_since, probability"
#define BRANCH_COLUMNS "library, version, tls"
#define INSTRUCTION_COLUMNS "distro, release, format, command, advisory"
#define PAGE_COLUMNS "product, about, address"

/* The same order each time, whatever order they were imported in. */
#define STATEMENT_ORDER                                                                                                     \
	" ORDER BY distro, release, stream, package, kind, cve, status, fixed_version, introduced, last_affected, arch,"    \
	" advisory, issued, severity, note, url"

/*
 * A bundled row gives way to what an imported feed of the same age or newer says; ?2 is 0 where there is none. The order of
 * the joins is the fast one: from the row to the few that say the same.
 */
#define UNLESS_IMPORTED(table, key)                                                                                         \
	" AND (?2 = 0 OR NOT EXISTS (SELECT 1 FROM " table " AS other CROSS JOIN feed AS imported CROSS JOIN feed AS own"   \
	" WHERE " key " AND other.feed_id <> " table ".feed_id AND imported.feed_id = other.feed_id"                        \
	" AND NOT imported.bundled AND own.feed_id = " table ".feed_id AND own.bundled"                                     \
	" AND coalesce(imported.published, imported.imported) >= coalesce(own.published, '')))"

/* What is known best of several feeds: the row that says most. */
#define SAYS_LEAST(a, b, c, d) "(" a " IS NULL) + (" b " IS NULL) + (" c " IS NULL) + (" d " IS NULL)"

/* clang-format off */
static const char *const statements[SSLINV_GUIDANCE_STATEMENT_COUNT] = {
	/* Readers go on meanwhile; two writers take turns. */
	[SSLINV_GUIDANCE_BEGIN] = "BEGIN IMMEDIATE",
	[SSLINV_GUIDANCE_COMMIT] = "COMMIT",
	[SSLINV_GUIDANCE_BUNDLE_READ] = "SELECT name, size, modified FROM bundle ORDER BY name",
	[SSLINV_GUIDANCE_BUNDLE_CLEAR] = "DELETE FROM bundle",
	[SSLINV_GUIDANCE_BUNDLE_INSERT] = "INSERT INTO bundle (name, size, modified) VALUES (?1, ?2, ?3)",
	[SSLINV_GUIDANCE_FEED_INSERT] =
		"INSERT INTO feed (identity, name, vendor, format, published, is_dated, imported, bundled)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[SSLINV_GUIDANCE_FEED_PENDING] =
		"SELECT feed_id, identity, name, published, is_dated FROM feed WHERE digest IS NULL ORDER BY feed_id"
		" LIMIT 1",
	/* OVAL says the same once for each architecture and each criterion. */
	[SSLINV_GUIDANCE_FEED_DEDUPLICATE] =
		"DELETE FROM stated WHERE feed_id = ?1 AND statement_id NOT IN (SELECT min(statement_id) FROM stated"
		" WHERE feed_id = ?1 GROUP BY " STATEMENT_COLUMNS ")",
	[SSLINV_GUIDANCE_FEED_COUNT] =
		"SELECT (SELECT count(*) FROM stated WHERE feed_id = ?1),"
		" (SELECT count(*) FROM stated WHERE feed_id = ?1) + (SELECT count(*) FROM vulnerability WHERE"
		" feed_id = ?1)"
		" + (SELECT count(*) FROM affected_range WHERE feed_id = ?1) + (SELECT count(*) FROM life WHERE"
		" feed_id = ?1) + (SELECT count(*) FROM branch WHERE feed_id = ?1) + (SELECT count(*) FROM instruction"
		" WHERE feed_id = ?1) + (SELECT count(*) FROM page WHERE feed_id = ?1)"
		" + (SELECT count(*) FROM exploitation WHERE feed_id = ?1),"
		" (SELECT max(day) FROM (SELECT text AS day FROM word WHERE word_id IN (SELECT issued FROM stated WHERE"
		" feed_id = ?1)"
		" UNION ALL SELECT published FROM vulnerability WHERE feed_id = ?1) WHERE day <= ?2)",
	[SSLINV_GUIDANCE_FEED_EDITIONS] =
		"SELECT feed_id, name, published, is_dated, digest, bundled, entries, format, confirmed FROM feed"
		" WHERE identity = ?1 AND digest IS NOT NULL AND bundled >= ?2 ORDER BY bundled",
	[SSLINV_GUIDANCE_FEED_SETTLE] =
		"UPDATE feed SET digest = ?2, published = ?3, entries = ?4, confirmed = coalesce(?5, confirmed),"
		" bundle_created = ?6, source = coalesce(?7, source), identity = ?8 WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_FEED_RENEW] =
		"UPDATE feed SET published = ?2, is_dated = 1, imported = ?3 WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_FEED_NEXT] = "SELECT coalesce(max(feed_id), 0) + 1 FROM feed",
	[SSLINV_GUIDANCE_STATEMENT_INSERT] =
		"INSERT INTO stated (feed_id, " STATEMENT_COLUMNS ")"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
	[SSLINV_GUIDANCE_VULNERABILITY_INSERT] =
		"INSERT INTO vulnerability (feed_id, " VULNERABILITY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SSLINV_GUIDANCE_RANGE_INSERT] =
		"INSERT INTO affected_range (feed_id, " RANGE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SSLINV_GUIDANCE_LIFE_INSERT] = "INSERT INTO life (feed_id, " LIFE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[SSLINV_GUIDANCE_EXPLOITATION_INSERT] =
		"INSERT INTO exploitation (feed_id, " EXPLOITATION_COLUMNS ") VALUES (?1, ?2, ?3, ?4)",
	[SSLINV_GUIDANCE_BRANCH_INSERT] = "INSERT INTO branch (feed_id, " BRANCH_COLUMNS ") VALUES (?1, ?2, ?3, ?4)",
	[SSLINV_GUIDANCE_INSTRUCTION_INSERT] =
		"INSERT INTO instruction (feed_id, " INSTRUCTION_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SSLINV_GUIDANCE_PAGE_INSERT] = "INSERT INTO page (feed_id, " PAGE_COLUMNS ") VALUES (?1, ?2, ?3, ?4)",
	[SSLINV_GUIDANCE_DELETE_STATEMENTS] = "DELETE FROM stated WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_VULNERABILITIES] = "DELETE FROM vulnerability WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_RANGES] = "DELETE FROM affected_range WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_LIVES] = "DELETE FROM life WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_EXPLOITATIONS] = "DELETE FROM exploitation WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_BRANCHES] = "DELETE FROM branch WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_INSTRUCTIONS] = "DELETE FROM instruction WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_PAGES] = "DELETE FROM page WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_DELETE_FEED] = "DELETE FROM feed WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_BUNDLED_FEEDS] = "SELECT feed_id FROM feed WHERE bundled ORDER BY feed_id LIMIT 1",

	[SSLINV_GUIDANCE_SOURCE_READ] = "SELECT edition, confirmed, tried, failure FROM source WHERE source = ?1",
	[SSLINV_GUIDANCE_SOURCE_EACH] = "SELECT source FROM source ORDER BY source",
	[SSLINV_GUIDANCE_SOURCE_HELD] =
		"SELECT count(*), max(published), sum(entries) FROM feed WHERE source = ?1 AND digest IS NOT NULL",
	[SSLINV_GUIDANCE_SOURCE_CONFIRM] =
		"INSERT INTO source (source, edition, confirmed) VALUES (?1, ?2, ?3) ON CONFLICT (source)"
		" DO UPDATE SET edition = ?2, confirmed = ?3, tried = NULL, failure = NULL",
	[SSLINV_GUIDANCE_SOURCE_KEEP] =
		"INSERT INTO source (source, edition) VALUES (?1, ?2) ON CONFLICT (source) DO UPDATE SET edition = ?2",
	[SSLINV_GUIDANCE_SOURCE_CONFIRM_FEEDS] = "UPDATE feed SET confirmed = ?2 WHERE source = ?1",
	[SSLINV_GUIDANCE_SOURCE_FAIL] =
		"INSERT INTO source (source, tried, failure) VALUES (?1, ?2, ?3) ON CONFLICT (source)"
		" DO UPDATE SET tried = ?2, failure = ?3",
	[SSLINV_GUIDANCE_SOURCE_CLAIM] = "UPDATE feed SET source = ?2, confirmed = ?3 WHERE feed_id = ?1 AND NOT bundled",
	/* Of this connection alone: the feeds that the present edition of a source has. */
	[SSLINV_GUIDANCE_CLAIMED_MAKE] = "CREATE TEMP TABLE IF NOT EXISTS claimed (feed_id INTEGER PRIMARY KEY)",
	[SSLINV_GUIDANCE_CLAIMED_CLEAR] = "DELETE FROM temp.claimed",
	[SSLINV_GUIDANCE_CLAIMED_INSERT] = "INSERT OR IGNORE INTO temp.claimed (feed_id) VALUES (?1)",
	[SSLINV_GUIDANCE_SOURCE_REST] =
		"SELECT feed_id FROM feed WHERE source = ?1 AND feed_id NOT IN (SELECT feed_id FROM temp.claimed) LIMIT 1",
	[SSLINV_GUIDANCE_SOURCE_REST_COUNT] =
		"SELECT count(*) - count(claimed.feed_id), sum(CASE WHEN claimed.feed_id THEN entries ELSE 0 END) FROM feed"
		" LEFT JOIN temp.claimed AS claimed ON claimed.feed_id = feed.feed_id WHERE source = ?1",
	[SSLINV_GUIDANCE_SOURCE_OTHERS] =
		"SELECT 1 FROM feed WHERE digest IS NOT NULL AND ((identity = ?2 AND (bundled OR source <> ?1)) OR identity ="
		" ?3) LIMIT 1",
	[SSLINV_GUIDANCE_SOURCE_FEED] = "SELECT feed_id FROM feed WHERE source = ?1 AND identity = ?2",
	/* The archive's own name may have changed, and the folder in it. */
	[SSLINV_GUIDANCE_SOURCE_NAME] =
		"SELECT 1 FROM feed WHERE source = ?1 AND (name = ?2 OR substr(name, -1 - length(?2)) IN ('/' || ?2, ' ' ||"
		" ?2)) LIMIT 1",
	[SSLINV_GUIDANCE_FILE_READ] = "SELECT etag, last_modified FROM source_file WHERE source = ?1 AND address = ?2",
	[SSLINV_GUIDANCE_FILE_EACH] = "SELECT address FROM source_file WHERE source = ?1 ORDER BY address",
	[SSLINV_GUIDANCE_FILE_NOTE] =
		"INSERT OR REPLACE INTO source_file (source, address, etag, last_modified) VALUES (?1, ?2, ?3, ?4)",
	[SSLINV_GUIDANCE_FILE_DROP] = "DELETE FROM source_file WHERE source = ?1 AND address = ?2",
	[SSLINV_GUIDANCE_FILE_FORGET] = "DELETE FROM source_file WHERE source = ?1 AND address IS NOT ?2",

	[SSLINV_GUIDANCE_WORD_FIND] = "SELECT word_id FROM word WHERE text = ?1",
	[SSLINV_GUIDANCE_WORD_INSERT] = "INSERT INTO word (text) VALUES (?1)",
	[SSLINV_GUIDANCE_WORD_TEXT] = "SELECT text FROM word WHERE word_id = ?1",
	[SSLINV_GUIDANCE_WORD_TRIM] =
		"DELETE FROM word WHERE word_id NOT IN ("
		"SELECT distro FROM stated UNION SELECT release FROM stated UNION SELECT stream FROM stated"
		" UNION SELECT package FROM stated UNION SELECT kind FROM stated UNION SELECT cve FROM stated"
		" UNION SELECT status FROM stated UNION SELECT coalesce(fixed_version, 0) FROM stated"
		" UNION SELECT coalesce(arch, 0) FROM stated UNION SELECT coalesce(advisory, 0) FROM stated"
		" UNION SELECT coalesce(severity, 0) FROM stated UNION SELECT coalesce(issued, 0) FROM stated"
		" UNION SELECT coalesce(url, 0) FROM stated UNION SELECT coalesce(note, 0) FROM stated"
		" UNION SELECT coalesce(introduced, 0) FROM stated UNION SELECT coalesce(last_affected, 0) FROM stated)",

	[SSLINV_GUIDANCE_HAS_IMPORTED] = "SELECT 1 FROM feed WHERE NOT bundled LIMIT 1",
	[SSLINV_GUIDANCE_LOAD_FEEDS] =
		"SELECT feed_id, name, vendor, format, published, identity, imported, digest, entries, bundled, confirmed"
		" FROM current_feed ORDER BY feed_id",
	/* The kind is no part of the key: one feed may speak of the source `openssl` where another names the packages. */
	[SSLINV_GUIDANCE_LOAD_STATEMENTS] =
		"SELECT feed_id, " STATEMENT_COLUMNS " FROM stated WHERE distro = (SELECT word_id FROM word WHERE text = ?1)"
		UNLESS_IMPORTED("stated",
				"other.cve = stated.cve AND other.package = stated.package AND other.distro = stated.distro"
				" AND other.release = stated.release AND other.stream = stated.stream"
				" AND (other.arch IS NULL OR other.arch = stated.arch)"),
	/*
	 * By the index from each CVE to the next: there are many statements and few CVEs. A vendor who calls a CVE not
	 * affecting his packages, or says nothing that can be evaluated, does not put it on the list.
	 */
	[SSLINV_GUIDANCE_LOAD_NAMED] =
		"WITH RECURSIVE named (cve) AS (SELECT min(cve) FROM stated UNION ALL"
		" SELECT (SELECT min(cve) FROM stated WHERE cve > named.cve) FROM named WHERE named.cve IS NOT NULL)"
		" SELECT DISTINCT feed_id, package.text, word.text FROM named CROSS JOIN word ON word.word_id = named.cve"
		" CROSS JOIN stated ON stated.cve = named.cve CROSS JOIN word AS package ON package.word_id ="
		" stated.package WHERE NOT EXISTS (SELECT 1 FROM vulnerability WHERE vulnerability.cve = word.text)"
		" AND stated.status NOT IN (SELECT word_id FROM word WHERE text IN ('not_affected', 'unknown'))"
		" ORDER BY word.text",
	[SSLINV_GUIDANCE_LOAD_VULNERABILITIES] =
		"SELECT feed_id, " VULNERABILITY_COLUMNS " FROM vulnerability WHERE true"
		UNLESS_IMPORTED("vulnerability", "other.cve = vulnerability.cve"),
	[SSLINV_GUIDANCE_LOAD_RANGES] =
		"SELECT feed_id, " RANGE_COLUMNS " FROM affected_range WHERE true"
		UNLESS_IMPORTED("affected_range", "other.cve = affected_range.cve"),
	[SSLINV_GUIDANCE_LOAD_LIVES] =
		"SELECT feed_id, " LIFE_COLUMNS " FROM life WHERE product = ?1"
		UNLESS_IMPORTED("life", "other.product = life.product AND other.release = life.release"
					" AND other.stream = life.stream"),
	/* Of several feeds of one kind the newest. */
	[SSLINV_GUIDANCE_LOAD_EXPLOITATIONS] =
		"SELECT exploitation.feed_id, " EXPLOITATION_COLUMNS " FROM exploitation JOIN current_feed"
		" ON current_feed.feed_id = exploitation.feed_id ORDER BY cve, published DESC, exploitation.feed_id DESC",
	[SSLINV_GUIDANCE_CVE_KNOWN] =
		"SELECT 1 WHERE EXISTS (SELECT 1 FROM vulnerability WHERE cve = ?1) OR EXISTS"
		" (SELECT 1 FROM stated WHERE cve = (SELECT word_id FROM word WHERE text = ?1))",
	[SSLINV_GUIDANCE_LOAD_BRANCHES] =
		"SELECT feed_id, " BRANCH_COLUMNS " FROM branch WHERE true"
		UNLESS_IMPORTED("branch", "other.library = branch.library AND other.version = branch.version"),
	[SSLINV_GUIDANCE_LOAD_INSTRUCTIONS] =
		"SELECT feed_id, " INSTRUCTION_COLUMNS " FROM instruction WHERE distro IN ('', ?1)"
		UNLESS_IMPORTED("instruction", "other.distro = instruction.distro AND other.release = instruction.release"
					       " AND other.format = instruction.format")
		" ORDER BY feed_id DESC, instruction_id",
	[SSLINV_GUIDANCE_LOAD_PAGES] =
		"SELECT feed_id, " PAGE_COLUMNS " FROM page WHERE product IN ('openssl', ?1)"
		UNLESS_IMPORTED("page", "other.product = page.product AND other.about = page.about")
		" ORDER BY feed_id DESC, page_id",

	[SSLINV_GUIDANCE_EACH_FEED] =
		"SELECT feed_id, name, vendor, format, published, identity FROM current_feed ORDER BY identity, feed_id",
	[SSLINV_GUIDANCE_EACH_LIFE] =
		"SELECT DISTINCT " LIFE_COLUMNS " FROM life WHERE feed_id = ?1 ORDER BY product, release, stream,"
		" released, ended, name",
	[SSLINV_GUIDANCE_EACH_VULNERABILITY] =
		"SELECT " VULNERABILITY_COLUMNS " FROM vulnerability WHERE feed_id = ?1 ORDER BY cve, published,"
		" severity, title, url",
	[SSLINV_GUIDANCE_EACH_RANGE] =
		"SELECT DISTINCT " RANGE_COLUMNS " FROM affected_range WHERE feed_id = ?1"
		" ORDER BY cve, library, first_version, until_version, last_version",
	[SSLINV_GUIDANCE_EACH_STATEMENT] = "SELECT " STATEMENT_COLUMNS " FROM statement WHERE feed_id = ?1" STATEMENT_ORDER,
	[SSLINV_GUIDANCE_EACH_EXPLOITATION] =
		"SELECT DISTINCT " EXPLOITATION_COLUMNS " FROM exploitation WHERE feed_id = ?1 ORDER BY " EXPLOITATION_COLUMNS,
	[SSLINV_GUIDANCE_EACH_BRANCH] =
		"SELECT DISTINCT " BRANCH_COLUMNS " FROM branch WHERE feed_id = ?1 ORDER BY library, version, tls",
	[SSLINV_GUIDANCE_EACH_INSTRUCTION] =
		"SELECT DISTINCT " INSTRUCTION_COLUMNS " FROM instruction WHERE feed_id = ?1 ORDER BY " INSTRUCTION_COLUMNS,
	[SSLINV_GUIDANCE_EACH_PAGE] =
		"SELECT DISTINCT " PAGE_COLUMNS " FROM page WHERE feed_id = ?1 ORDER BY " PAGE_COLUMNS,

	[SSLINV_GUIDANCE_PRODUCT_DATE] =
		"SELECT max(day) FROM (SELECT issued AS day FROM statement WHERE distro = ?1 AND issued <= ?2"
		" UNION ALL SELECT published FROM current_feed WHERE is_dated"
		" AND feed_id IN (SELECT feed_id FROM statement WHERE distro = ?1))",
	[SSLINV_GUIDANCE_PRODUCT_VULNERABILITY_DATE] =
		"SELECT max(published) FROM current_feed WHERE (feed_id IN (SELECT feed_id FROM vulnerability)"
		" OR feed_id IN (SELECT feed_id FROM affected_range)) AND ?1 = 'openssl' AND ?2 <> ''",
	[SSLINV_GUIDANCE_PRODUCT_LIFE_DATE] =
		"SELECT max(published) FROM current_feed WHERE feed_id IN (SELECT feed_id FROM life WHERE product ="
		" ?1) AND ?2 <> ''",
	[SSLINV_GUIDANCE_PRODUCT_LIFE] =
		"SELECT " LIFE_COLUMNS " FROM (SELECT life.*, row_number() OVER (PARTITION BY product, life.release, stream"
		" ORDER BY current_feed.published DESC, ended IS NULL, ended, released) AS place"
		" FROM life JOIN current_feed ON current_feed.feed_id = life.feed_id WHERE product = ?1)"
		" WHERE place = 1 ORDER BY product, release, stream",
	[SSLINV_GUIDANCE_PRODUCT_VULNERABILITY] =
		"SELECT " VULNERABILITY_COLUMNS " FROM (SELECT vulnerability.*, row_number() OVER (PARTITION BY cve"
		" ORDER BY " SAYS_LEAST("vulnerability.severity", "vulnerability.published", "title", "url")
		", current_feed.published DESC, title) AS place FROM vulnerability"
		" JOIN current_feed ON current_feed.feed_id = vulnerability.feed_id WHERE ?1 = 'openssl') WHERE place"
		" = 1 ORDER BY cve",
	[SSLINV_GUIDANCE_PRODUCT_RANGE] =
		"SELECT DISTINCT " RANGE_COLUMNS " FROM affected_range JOIN current_feed"
		" ON current_feed.feed_id = affected_range.feed_id WHERE ?1 = 'openssl'"
		" ORDER BY cve, library, first_version, until_version, last_version",
	/*
	 * The same said by several feeds is said once, in the words that say most. What is open and doubtful gives way to
	 * what is firm about the same package, and what an undated table says without a fix to what a dated document says.
	 */
	[SSLINV_GUIDANCE_PRODUCT_STATEMENT] =
		"SELECT " STATEMENT_COLUMNS " FROM (SELECT statement.*, current_feed.is_dated, row_number() OVER"
		" (PARTITION BY distro, release, stream,"
		" package, kind, cve, status, fixed_version, introduced, last_affected, arch ORDER BY is_doubtful, "
		SAYS_LEAST("advisory", "severity", "issued", "url")
		", note IS NULL, issued, advisory, severity, url, note) AS place"
		" FROM statement JOIN current_feed ON current_feed.feed_id = statement.feed_id WHERE distro = ?1) AS said"
		" WHERE place = 1 AND NOT (is_doubtful AND status IN ('affected', 'under_investigation') AND EXISTS"
		" (SELECT 1 FROM statement AS firm WHERE firm.distro = said.distro AND firm.package = said.package"
		" AND firm.cve = said.cve AND firm.release = said.release AND firm.stream = said.stream AND NOT"
		" firm.is_doubtful))"
		" AND NOT (status <> 'fixed' AND NOT is_dated AND EXISTS"
		" (SELECT 1 FROM statement AS dated JOIN current_feed ON current_feed.feed_id = dated.feed_id WHERE"
		" current_feed.is_dated"
		" AND dated.distro = said.distro AND dated.package = said.package AND dated.cve = said.cve"
		" AND dated.release = said.release AND dated.stream = said.stream AND dated.status <> 'fixed'))"
		STATEMENT_ORDER,
	/* Of several feeds what was imported has the word, and the newest of those. */
	[SSLINV_GUIDANCE_PRODUCT_BRANCH] =
		"SELECT " BRANCH_COLUMNS " FROM (SELECT branch.*, row_number() OVER (PARTITION BY library, version"
		" ORDER BY bundled, branch.feed_id DESC) AS place FROM branch"
		" JOIN current_feed ON current_feed.feed_id = branch.feed_id WHERE ?1 = 'handbook') WHERE place = 1"
		" ORDER BY " BRANCH_COLUMNS,
	[SSLINV_GUIDANCE_PRODUCT_INSTRUCTION] =
		"SELECT " INSTRUCTION_COLUMNS " FROM (SELECT instruction.*, row_number() OVER (PARTITION BY distro,"
		" release, instruction.format ORDER BY bundled, instruction.feed_id DESC, instruction_id) AS place FROM"
		" instruction JOIN current_feed ON current_feed.feed_id = instruction.feed_id WHERE ?1 = 'handbook')"
		" WHERE place = 1 ORDER BY " INSTRUCTION_COLUMNS,
	[SSLINV_GUIDANCE_PRODUCT_PAGE] =
		"SELECT " PAGE_COLUMNS " FROM (SELECT page.*, row_number() OVER (PARTITION BY product, about"
		" ORDER BY bundled, page.feed_id DESC, page_id) AS place FROM page"
		" JOIN current_feed ON current_feed.feed_id = page.feed_id WHERE ?1 = 'handbook') WHERE place = 1"
		" ORDER BY " PAGE_COLUMNS,

	[SSLINV_GUIDANCE_PACK_FEEDS] =
		"SELECT feed_id, name, vendor, format, published, identity, confirmed, is_dated, digest, source"
		" FROM feed WHERE digest IS NOT NULL AND NOT bundled ORDER BY identity",
	[SSLINV_GUIDANCE_PACK_STATE] =
		"SELECT max(max(imported, coalesce(confirmed, ''))) FROM feed WHERE digest IS NOT NULL AND NOT bundled",
	[SSLINV_GUIDANCE_PACK_COUNT] =
		"SELECT (SELECT count(*) FROM statement WHERE feed_id = ?1)"
		" + (SELECT count(*) FROM vulnerability WHERE feed_id = ?1)"
		" + (SELECT count(*) FROM (SELECT DISTINCT " RANGE_COLUMNS " FROM affected_range WHERE feed_id = ?1))"
		" + (SELECT count(*) FROM (SELECT DISTINCT " LIFE_COLUMNS " FROM life WHERE feed_id = ?1))"
		" + (SELECT count(*) FROM (SELECT DISTINCT " EXPLOITATION_COLUMNS " FROM exploitation WHERE feed_id = ?1))"
		" + (SELECT count(*) FROM (SELECT DISTINCT " BRANCH_COLUMNS " FROM branch WHERE feed_id = ?1))"
		" + (SELECT count(*) FROM (SELECT DISTINCT " INSTRUCTION_COLUMNS " FROM instruction WHERE feed_id = ?1))"
		" + (SELECT count(*) FROM (SELECT DISTINCT " PAGE_COLUMNS " FROM page WHERE feed_id = ?1))",
	[SSLINV_GUIDANCE_SPEAKS_OF] =
		"SELECT 1 WHERE EXISTS (SELECT 1 FROM feed WHERE feed_id = ?1 AND source = ?2)"
		" OR EXISTS (SELECT 1 FROM statement WHERE feed_id = ?1 AND distro = ?2)"
		" OR EXISTS (SELECT 1 FROM life WHERE feed_id = ?1 AND product = ?2)"
		" OR EXISTS (SELECT 1 FROM instruction WHERE feed_id = ?1 AND distro IN (?2, ''))"
		" OR EXISTS (SELECT 1 FROM page WHERE feed_id = ?1 AND product = ?2)"
		" OR (?2 = 'openssl' AND (EXISTS (SELECT 1 FROM vulnerability WHERE feed_id = ?1)"
		" OR EXISTS (SELECT 1 FROM affected_range WHERE feed_id = ?1)"
		" OR EXISTS (SELECT 1 FROM branch WHERE feed_id = ?1)))",
	[SSLINV_GUIDANCE_UNPACK_HELD] =
		"SELECT bundle_created, identity FROM feed WHERE NOT bundled AND bundle_created IS NOT NULL"
		" ORDER BY bundle_created DESC, identity LIMIT 1",
	[SSLINV_GUIDANCE_UNPACK_DELIVERED] =
		"SELECT feed_id, identity FROM feed WHERE NOT bundled AND bundle_created IS NOT NULL ORDER BY feed_id",
	[SSLINV_GUIDANCE_UNPACK_CONFIRM] =
		"UPDATE feed SET confirmed = nullif(max(coalesce(confirmed, ''), coalesce(?2, '')), ''),"
		" bundle_created = ?3, source = coalesce(?4, source) WHERE feed_id = ?1",
	[SSLINV_GUIDANCE_UNPACK_SOURCES] =
		"INSERT INTO source (source, confirmed) SELECT source, max(confirmed) FROM feed WHERE bundle_created = ?1"
		" AND source IS NOT NULL GROUP BY source ON CONFLICT (source) DO UPDATE SET edition = NULL, confirmed ="
		" nullif(max(coalesce(source.confirmed, ''), coalesce(excluded.confirmed, '')), '')",
	/* What a server said of files is of another edition than what the bundle brought. */
	[SSLINV_GUIDANCE_UNPACK_FILES] =
		"DELETE FROM source_file WHERE source IN (SELECT source FROM feed WHERE bundle_created = ?1)",
};
/* clang-format on */

const char *sslinv_guidance_statement_sql(enum sslinv_guidance_statement statement)
{
	return statements[statement];
}
