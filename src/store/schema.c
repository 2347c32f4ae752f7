/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The schema of the inventory, as the steps that lead to it. A step that was released is never changed: a new version is a
 * new row, and tests/fixtures/inventory-vN.sql holds a file of every version for the tests.
 *
 * Tables may change from version to version; the columns of the views are a promise to users (sslinv-schema(5)).
 */
#include "base/attributes.h"
#include "store/store_internal.h"

#define IS_TIME(column) column " GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'"

/*
 * The end of every table of facts. A fact is one row with all its values as they were seen, so that a change of one never
 * touches another; it is live while gone_at is NULL.
 */
#define FACT_END(table)                                                                                                     \
	"	first_seen TEXT NOT NULL CHECK (" IS_TIME(                                                                  \
		"first_seen") "),\n"                                                                                        \
			      "	gone_at TEXT CHECK (" IS_TIME("gone_at") " AND gone_at >= first_seen)\n"                    \
									 ");\n"                                             \
									 "CREATE INDEX " table "_by_host ON " table         \
									 " (host_id, gone_at);\n"

#define FACT_BEGIN(table)                                                                                                   \
	"CREATE TABLE " table " (\n"                                                                                        \
	"	fact_id INTEGER PRIMARY KEY,\n"                                                                                   \
	"	host_id INTEGER NOT NULL REFERENCES host,\n"

/* A view of the present, and one of the past and the present with gone_at. */
#define FACT_VIEWS(view, table, columns)                                                                                    \
	"CREATE VIEW " view " (host, " columns ", first_seen) AS\n"                                                         \
	"	SELECT host.name, " FACT_COLUMNS_##table                                                                    \
		", " #table ".first_seen\n"                                                                                 \
		"	FROM " #table " JOIN host ON host.host_id = " #table ".host_id WHERE " #table ".gone_at IS NULL;\n" \
		"CREATE VIEW " view "_history (host, " columns ", first_seen, gone_at) AS\n"                                \
		"	SELECT host.name, " FACT_COLUMNS_##table ", " #table ".first_seen, " #table ".gone_at\n"            \
								 "	FROM " #table                                       \
								 " JOIN host ON host.host_id = " #table ".host_id;\n"

#define FACT_COLUMNS_package                                                                                                \
	"package.name, package.version, package.arch, package.format, package.source_name,\n"                               \
	"		package.source_version, package.vendor, package.role"
#define FACT_COLUMNS_library                                                                                                \
	"library.path, library.package, library.library, library.soname, library.version,\n"                                \
	"		library.version_text, library.evidence"
#define FACT_COLUMNS_linkage                                                                                                \
	"linkage.path, linkage.package, linkage.soname, linkage.provider_path,\n"                                           \
	"		linkage.provider_package, linkage.evidence, linkage.confidence"

#define EVIDENCE "evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared'))"

static const char version_1[] =
	"CREATE TABLE host (\n"
	"	host_id INTEGER PRIMARY KEY,\n"
	"	name TEXT NOT NULL UNIQUE CHECK (name <> ''),\n"
	"	machine_id TEXT,\n"
	"	os_id TEXT,\n"
	"	os_version TEXT,\n"
	"	os_name TEXT,\n"
	"	arch TEXT,\n"
	"	first_seen TEXT NOT NULL CHECK (" IS_TIME(
		"first_seen") ")\n"
			      ");\n"
			      /*
			       * The newest scan of a host is the one with the highest scan_id, whatever a clock said.
			       * `identity` is a random number in hexadecimal: by it two inventories know that they speak of
			       * the same scan.
			       */
			      "CREATE TABLE scan (\n"
			      "	scan_id INTEGER PRIMARY KEY,\n"
			      "	host_id INTEGER NOT NULL REFERENCES host,\n"
			      "	identity TEXT NOT NULL CHECK (length(identity) = 16),\n"
			      "	started TEXT NOT NULL CHECK (" IS_TIME(
				      "started") "),\n"
						 "	finished TEXT NOT NULL CHECK (" IS_TIME(
							 "finished") "),\n"
								     "	root TEXT NOT NULL,\n"
								     "	mode TEXT NOT NULL CHECK (mode IN ('full', "
								     "'packages-only')),\n"
								     "	outcome TEXT NOT NULL CHECK (outcome IN "
								     "('complete', 'incomplete')),\n"
								     "	packages_seen INTEGER NOT NULL CHECK (packages_seen "
								     ">= 0),\n"
								     "	files_read INTEGER NOT NULL CHECK (files_read >= "
								     "0),\n"
								     "	tool_version TEXT NOT NULL,\n"
								     "	guidance_date TEXT,\n"
								     "	packages_complete INTEGER NOT NULL CHECK "
								     "(packages_complete IN (0, 1)),\n"
								     "	files_complete INTEGER NOT NULL CHECK "
								     "(files_complete IN (0, 1)),\n"
								     "	walk_complete INTEGER NOT NULL CHECK (walk_complete "
								     "IN (0, 1)),\n"
								     "	UNIQUE (host_id, identity)\n"
								     ");\n"
								     "CREATE INDEX scan_by_host ON scan (host_id);\n"

	FACT_BEGIN("package") "	name TEXT NOT NULL,\n"
			      "	version TEXT NOT NULL,\n"
			      "	arch TEXT NOT NULL,\n"
			      "	format TEXT NOT NULL,\n"
			      "	source_name TEXT,\n"
			      "	source_version TEXT,\n"
			      "	vendor TEXT,\n"
			      "	role TEXT NOT NULL CHECK (role IN ('provider', 'consumer', 'both')),\n" FACT_END(
				      "package") "CREATE INDEX package_by_name ON package (name);\n"

	FACT_BEGIN(
		"library") "	path TEXT,\n"
			   "	package TEXT,\n"
			   "	library TEXT NOT NULL,\n"
			   "	soname TEXT,\n"
			   "	version TEXT,\n"
			   "	version_text TEXT,\n"
			   "	" EVIDENCE ",\n" FACT_END("library")

				   FACT_BEGIN(
					   "linkage") "	path TEXT,\n"
						      "	package TEXT,\n"
						      "	soname TEXT,\n"
						      "	provider_path TEXT,\n"
						      "	provider_package TEXT,\n"
						      "	" EVIDENCE ",\n"
						      "	confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', "
						      "'possible')),\n" FACT_END("linkage")

							      FACT_BEGIN(
								      "problem") "	source TEXT NOT NULL,\n"
										 "	path TEXT,\n"
										 "	message TEXT NOT NULL,\n"
										 "	is_failure INTEGER NOT NULL CHECK "
										 "(is_failure IN (0, 1)),\n" FACT_END(
											 "problem")

											 "CREATE VIEW hosts (host, "
											 "machine_id, os_id, os_version, "
											 "os_name, arch, first_seen, "
											 "last_scan, outcome) AS\n"
											 "	SELECT host.name, "
											 "host.machine_id, host.os_id, "
											 "host.os_version, host.os_name, "
											 "host.arch, host.first_seen,\n"
											 "		scan.finished, "
											 "scan.outcome\n"
											 "	FROM host LEFT JOIN scan ON "
											 "scan.scan_id =\n"
											 "		(SELECT "
											 "max(newest.scan_id) FROM scan AS "
											 "newest WHERE newest.host_id = "
											 "host.host_id);\n"
											 "CREATE VIEW hosts_history (host, "
											 "machine_id, os_id, os_version, "
											 "os_name, arch, first_seen, "
											 "last_scan, outcome,\n"
											 "		gone_at) AS\n"
											 "	SELECT host, machine_id, "
											 "os_id, os_version, os_name, arch, "
											 "first_seen, last_scan, outcome, "
											 "NULL FROM hosts;\n"

											 "CREATE VIEW scans (scan_id, host, "
											 "started, finished, root, mode, "
											 "outcome, packages_seen, "
											 "files_read, tool_version,\n"
											 "		guidance_date) AS\n"
											 "	SELECT scan.scan_id, "
											 "host.name, scan.started, "
											 "scan.finished, scan.root, "
											 "scan.mode, scan.outcome,\n"
											 "		scan.packages_seen, "
											 "scan.files_read, "
											 "scan.tool_version, "
											 "scan.guidance_date\n"
											 "	FROM scan JOIN host ON "
											 "host.host_id = scan.host_id;\n"

											 /* The present: what the newest scan
											    had to tell. The history: by the
											    scan that told it first. */
											 "CREATE VIEW scan_errors (scan_id, "
											 "host, source, path, message) AS\n"
											 "	SELECT (SELECT "
											 "max(scan.scan_id) FROM scan WHERE "
											 "scan.host_id = problem.host_id), "
											 "host.name,\n"
											 "		problem.source, "
											 "problem.path, problem.message\n"
											 "	FROM problem JOIN host ON "
											 "host.host_id = problem.host_id "
											 "WHERE problem.gone_at IS NULL;\n"
											 "CREATE VIEW scan_errors_history "
											 "(scan_id, host, source, path, "
											 "message, gone_at) AS\n"
											 "	SELECT (SELECT "
											 "min(scan.scan_id) FROM scan WHERE "
											 "scan.host_id = problem.host_id\n"
											 "			AND "
											 "scan.finished = "
											 "problem.first_seen), host.name,\n"
											 "		problem.source, "
											 "problem.path, problem.message, "
											 "problem.gone_at\n"
											 "	FROM problem JOIN host ON "
											 "host.host_id = problem.host_id;\n"

	FACT_VIEWS("packages", package, "name, version, arch, format, source_name, source_version, vendor, role")
		FACT_VIEWS("libraries", library, "path, package, library, soname, version, version_text, evidence")
			FACT_VIEWS("linkages", linkage,
				   "path, package, soname, provider_path, provider_package, evidence, confidence");

#define PACKAGE_NAMES "name, version, arch, format, source_name, source_version, vendor, role"
#define ORIGIN_NAMES "origin, build_of, origin_evidence"
#define ORIGIN_COLUMNS "package.origin, package.build_of, package.origin_evidence"

#define FACT_COLUMNS_finding                                                                                                \
	"finding.package, finding.installed_version, finding.path, finding.cve, finding.severity,\n"                        \
	"		finding.status, finding.fixed_version, finding.advisory, finding.feed, finding.stream, "                         \
	"finding.rule"
#define FACT_COLUMNS_level                                                                                                  \
	"level.package, level.version, level.upstream_version, level.effective_upstream,\n"                                 \
	"		level.branch, level.branch_eol, level.tls12, level.tls13"

/* What guidance makes of the facts: findings, levels and a verdict, and the two facts that only it asks for. */
static const char version_2[] = FACT_BEGIN(
	"candidate") "	package TEXT NOT NULL,\n"
		     "	arch TEXT NOT NULL,\n"
		     "	version TEXT NOT NULL,\n"
		     "	origin TEXT,\n"
		     "	label TEXT,\n"
		     "	archive TEXT,\n" FACT_END("candidate")

			     FACT_BEGIN(
				     "changelog") "	package TEXT NOT NULL,\n"
						  "	arch TEXT NOT NULL,\n"
						  "	cve TEXT NOT NULL,\n" FACT_END("changelog")

							  FACT_BEGIN(
								  "finding") "	package TEXT,\n"
									     "	installed_version TEXT,\n"
									     "	path TEXT,\n"
									     "	cve TEXT,\n"
									     "	severity TEXT,\n"
									     "	status TEXT NOT NULL CHECK (status IN "
									     "('fixed', 'not_affected', 'affected', "
									     "'will_not_fix',\n"
									     "		'under_investigation', "
									     "'unknown')),\n"
									     "	fixed_version TEXT,\n"
									     "	advisory TEXT,\n"
									     "	feed TEXT,\n"
									     "	stream TEXT,\n"
									     "	rule TEXT NOT NULL CHECK (rule IN "
									     "('vendor-fix', 'vendor-status', 'changelog', "
									     "'upstream-range',\n"
									     "		'candidate', 'upstream-affected', "
									     "'unknown')),\n" FACT_END(
										     "finding") "CREATE INDEX "
												"finding_by_cve ON finding "
												"(cve, gone_at);\n"

	FACT_BEGIN(
		"level") "	package TEXT,\n"
			 "	path TEXT,\n"
			 "	version TEXT,\n"
			 "	upstream_version TEXT NOT NULL,\n"
			 "	effective_upstream TEXT,\n"
			 "	branch TEXT,\n"
			 "	branch_eol TEXT,\n"
			 "	tls12 INTEGER NOT NULL CHECK (tls12 IN (0, 1)),\n"
			 "	tls13 INTEGER NOT NULL CHECK (tls13 IN (0, 1)),\n" FACT_END("level")

				 FACT_BEGIN(
					 "verdict") "	verdict TEXT NOT NULL CHECK (verdict IN ('upgrade', 'restart', "
						    "'replace', 'no_fix', 'unsupported', 'unknown', 'ok')),\n"
						    "	action TEXT NOT NULL,\n"
						    "	affected INTEGER NOT NULL CHECK (affected >= 0),\n"
						    "	stale_processes INTEGER NOT NULL CHECK (stale_processes >= 0),\n"
						    "	unknown INTEGER NOT NULL CHECK (unknown >= 0),\n"
						    "	guidance_date TEXT,\n" FACT_END("verdict")

							    FACT_VIEWS("findings", finding,
								       "package, installed_version, path, cve, severity, "
								       "status, fixed_version, advisory, feed, stream, rule")
								    FACT_VIEWS("levels", level,
									       "package, version, upstream_version, "
									       "effective_upstream, branch, branch_eol, "
									       "tls12, tls13")

	/* A host that was never resolved is unknown, not absent. */
	"CREATE VIEW verdicts (host, verdict, action, affected, stale_processes, unknown, guidance_date) AS\n"
	"	SELECT host.name, coalesce(verdict.verdict, 'unknown'), coalesce(verdict.action, 'run sslinv check'),\n"
	"		coalesce(verdict.affected, 0), coalesce(verdict.stale_processes, 0), coalesce(verdict.unknown, 0),\n"
	"		verdict.guidance_date\n"
	"	FROM host LEFT JOIN verdict ON verdict.host_id = host.host_id AND verdict.gone_at IS NULL;\n"
	"CREATE VIEW verdicts_history (host, verdict, action, affected, stale_processes, unknown, guidance_date, "
	"first_seen,\n"
	"		gone_at) AS\n"
	"	SELECT host.name, verdict.verdict, verdict.action, verdict.affected, verdict.stale_processes, "
	"verdict.unknown,\n"
	"		verdict.guidance_date, verdict.first_seen, verdict.gone_at\n"
	"	FROM verdict JOIN host ON host.host_id = verdict.host_id;\n";

/* Whose build each package is, and what keeps a candidate from being installed. Columns that come later stand at the end of
 * their views. */
static const char version_3[] =
	"ALTER TABLE package ADD COLUMN origin TEXT;\n"
	"ALTER TABLE package ADD COLUMN build_of TEXT;\n"
	"ALTER TABLE package ADD COLUMN origin_evidence TEXT;\n"
	"ALTER TABLE candidate ADD COLUMN held_by TEXT;\n"
	"DROP VIEW packages;\n"
	"DROP VIEW packages_history;\n"
	"CREATE VIEW packages (host, " PACKAGE_NAMES ", first_seen, " ORIGIN_NAMES ") AS\n"
	"	SELECT host.name, " FACT_COLUMNS_package ", package.first_seen, " ORIGIN_COLUMNS "\n"
	"	FROM package JOIN host ON host.host_id = package.host_id WHERE package.gone_at IS NULL;\n"
	"CREATE VIEW packages_history (host, " PACKAGE_NAMES ", first_seen, gone_at, " ORIGIN_NAMES ") AS\n"
	"	SELECT host.name, " FACT_COLUMNS_package ", package.first_seen, package.gone_at, " ORIGIN_COLUMNS "\n"
	"	FROM package JOIN host ON host.host_id = package.host_id;\n"

	/* Nobody has looked at processes so far: that none is stale was never known. */
	"CREATE TABLE former AS SELECT * FROM verdict;\n"
	"DROP VIEW verdicts;\n"
	"DROP VIEW verdicts_history;\n"
	"DROP TABLE verdict;\n" FACT_BEGIN(
		"verdict") "	verdict TEXT NOT NULL CHECK (verdict IN ('upgrade', 'restart', 'replace', 'no_fix', "
			   "'unsupported',\n"
			   "		'unknown', 'ok')),\n"
			   "	action TEXT NOT NULL,\n"
			   "	affected INTEGER NOT NULL CHECK (affected >= 0),\n"
			   "	stale_processes INTEGER CHECK (stale_processes >= 0),\n"
			   "	unknown INTEGER NOT NULL CHECK (unknown >= 0),\n"
			   "	guidance_date TEXT,\n" FACT_END(
				   "verdict") "INSERT INTO verdict SELECT fact_id, host_id, verdict, action, affected, "
					      "NULL, unknown, guidance_date, first_seen,\n"
					      "	gone_at FROM former;\n"
					      "DROP TABLE former;\n"
					      "CREATE VIEW verdicts (host, verdict, action, affected, stale_processes, "
					      "unknown, guidance_date) AS\n"
					      "	SELECT host.name, coalesce(verdict.verdict, 'unknown'), "
					      "coalesce(verdict.action, 'run sslinv check'),\n"
					      "		coalesce(verdict.affected, 0), verdict.stale_processes, "
					      "coalesce(verdict.unknown, 0),\n"
					      "		verdict.guidance_date\n"
					      "	FROM host LEFT JOIN verdict ON verdict.host_id = host.host_id AND "
					      "verdict.gone_at IS NULL;\n"
					      "CREATE VIEW verdicts_history (host, verdict, action, affected, "
					      "stale_processes, unknown, guidance_date,\n"
					      "		first_seen, gone_at) AS\n"
					      "	SELECT host.name, verdict.verdict, verdict.action, verdict.affected, "
					      "verdict.stale_processes,\n"
					      "		verdict.unknown, verdict.guidance_date, verdict.first_seen, "
					      "verdict.gone_at\n"
					      "	FROM verdict JOIN host ON host.host_id = verdict.host_id;\n";

#define FACT_COLUMNS_process                                                                                                \
	"process.pid, process.command, process.unit, process.container, process.library_path,\n"                            \
	"		process.state, process.listening, process.user, process.executable, process.started,\n"                          \
	"		process.package, process.version, process.evidence"

/*
 * When each package was built, of which version a changelog is where rpm has several side by side, files that take
 * OpenSSL from the process that loads them, and processes.
 */
static const char version_4[] =
	"ALTER TABLE package ADD COLUMN built TEXT;\n"
	"ALTER TABLE changelog ADD COLUMN version TEXT;\n"
	"ALTER TABLE candidate ADD COLUMN chosen_by TEXT;\n"
	"DROP VIEW packages;\n"
	"DROP VIEW packages_history;\n"
	"CREATE VIEW packages (host, " PACKAGE_NAMES ", first_seen, " ORIGIN_NAMES ", built) AS\n"
	"	SELECT host.name, " FACT_COLUMNS_package ", package.first_seen, " ORIGIN_COLUMNS ", package.built\n"
	"	FROM package JOIN host ON host.host_id = package.host_id WHERE package.gone_at IS NULL;\n"
	"CREATE VIEW packages_history (host, " PACKAGE_NAMES ", first_seen, gone_at, " ORIGIN_NAMES ", built) AS\n"
	"	SELECT host.name, " FACT_COLUMNS_package ", package.first_seen, package.gone_at, " ORIGIN_COLUMNS ",\n"
	"		package.built\n"
	"	FROM package JOIN host ON host.host_id = package.host_id;\n"

	"CREATE TABLE former AS SELECT * FROM linkage;\n"
	"DROP VIEW linkages;\n"
	"DROP VIEW linkages_history;\n"
	"DROP TABLE linkage;\n" FACT_BEGIN(
		"linkage") "	path TEXT,\n"
			   "	package TEXT,\n"
			   "	soname TEXT,\n"
			   "	provider_path TEXT,\n"
			   "	provider_package TEXT,\n"
			   "	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared', "
			   "'host-process')),\n"
			   "	confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', "
			   "'possible')),\n" FACT_END(
				   "linkage") "INSERT INTO linkage SELECT fact_id, host_id, path, package, soname, "
					      "provider_path, provider_package, evidence,\n"
					      "	confidence, first_seen, gone_at FROM former;\n"
					      "DROP TABLE former;\n" FACT_VIEWS(
						      "linkages", linkage,
						      "path, package, soname, provider_path, provider_package, evidence, "
						      "confidence")

	/* A scan before knew nothing of processes. */
	"ALTER TABLE scan ADD COLUMN processes_read INTEGER CHECK (processes_read >= 0);\n"
	"ALTER TABLE scan ADD COLUMN processes_hidden INTEGER CHECK (processes_hidden >= 0);\n"
	"ALTER TABLE scan ADD COLUMN processes_complete INTEGER NOT NULL DEFAULT 0 CHECK (processes_complete IN (0, 1));\n"
	"DROP VIEW scans;\n"
	"CREATE VIEW scans (scan_id, host, started, finished, root, mode, outcome, packages_seen, files_read, "
	"tool_version,\n"
	"		guidance_date, processes_read, processes_hidden) AS\n"
	"	SELECT scan.scan_id, host.name, scan.started, scan.finished, scan.root, scan.mode, scan.outcome,\n"
	"		scan.packages_seen, scan.files_read, scan.tool_version, scan.guidance_date, scan.processes_read,\n"
	"		scan.processes_hidden\n"
	"	FROM scan JOIN host ON host.host_id = scan.host_id;\n" FACT_BEGIN(
		"process") "	pid INTEGER NOT NULL CHECK (pid > 0),\n"
			   "	command TEXT NOT NULL,\n"
			   "	unit TEXT,\n"
			   "	container TEXT,\n"
			   "	library_path TEXT NOT NULL,\n"
			   "	state TEXT NOT NULL CHECK (state IN ('current', 'stale', 'unknown')),\n"
			   "	listening TEXT,\n"
			   "	user TEXT,\n"
			   "	executable TEXT,\n"
			   "	started TEXT NOT NULL,\n"
			   "	package TEXT,\n"
			   "	version TEXT,\n"
			   "	evidence TEXT NOT NULL,\n" FACT_END("process")
				   FACT_VIEWS("processes", process,
					      "pid, command, unit, container, library_path, state, listening, user, "
					      "executable, started, package, version, evidence");

static const struct sslinv_migration migrations[] = {
	{ 1, version_1 },
	{ 2, version_2 },
	{ 3, version_3 },
	{ 4, version_4 },
};

const struct sslinv_schema sslinv_store_schema = {
	.migrations = migrations,
	.count = SSLINV_ARRAY_SIZE(migrations),
	.application_id = SSLINV_STORE_APPLICATION_ID,
	.product = "inventory",
};
