-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 1 of the inventory: hosts, their scans, and what was found.
--
-- A fact is one row with all its values as they were seen, so that a change of one never touches another; it is live while
-- gone_at is NULL. Each table of facts has a view of the present, and one of the past and the present with gone_at.

CREATE TABLE host (
	host_id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE CHECK (name <> ''),
	machine_id TEXT,
	os_id TEXT,
	os_version TEXT,
	os_name TEXT,
	arch TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z')
);

-- The newest scan of a host is the one with the highest scan_id, whatever a clock said. `identity` is a random number in
-- hexadecimal: by it two inventories know that they speak of the same scan.
CREATE TABLE scan (
	scan_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	identity TEXT NOT NULL CHECK (length(identity) = 16),
	started TEXT NOT NULL CHECK (started GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	finished TEXT NOT NULL CHECK (finished GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	root TEXT NOT NULL,
	mode TEXT NOT NULL CHECK (mode IN ('full', 'packages-only')),
	outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'incomplete')),
	packages_seen INTEGER NOT NULL CHECK (packages_seen >= 0),
	files_read INTEGER NOT NULL CHECK (files_read >= 0),
	tool_version TEXT NOT NULL,
	guidance_date TEXT,
	packages_complete INTEGER NOT NULL CHECK (packages_complete IN (0, 1)),
	files_complete INTEGER NOT NULL CHECK (files_complete IN (0, 1)),
	walk_complete INTEGER NOT NULL CHECK (walk_complete IN (0, 1)),
	UNIQUE (host_id, identity)
);
CREATE INDEX scan_by_host ON scan (host_id);

CREATE TABLE package (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	name TEXT NOT NULL,
	version TEXT NOT NULL,
	arch TEXT NOT NULL,
	format TEXT NOT NULL,
	source_name TEXT,
	source_version TEXT,
	vendor TEXT,
	role TEXT NOT NULL CHECK (role IN ('provider', 'consumer', 'both')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX package_by_host ON package (host_id, gone_at);
CREATE INDEX package_by_name ON package (name);

CREATE TABLE library (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT,
	package TEXT,
	library TEXT NOT NULL,
	soname TEXT,
	version TEXT,
	version_text TEXT,
	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX library_by_host ON library (host_id, gone_at);

CREATE TABLE linkage (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT,
	package TEXT,
	soname TEXT,
	provider_path TEXT,
	provider_package TEXT,
	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared')),
	confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'possible')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX linkage_by_host ON linkage (host_id, gone_at);

CREATE TABLE problem (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	source TEXT NOT NULL,
	path TEXT,
	message TEXT NOT NULL,
	is_failure INTEGER NOT NULL CHECK (is_failure IN (0, 1)),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX problem_by_host ON problem (host_id, gone_at);

CREATE VIEW hosts (host, machine_id, os_id, os_version, os_name, arch, first_seen, last_scan, outcome) AS
	SELECT host.name, host.machine_id, host.os_id, host.os_version, host.os_name, host.arch, host.first_seen,
		scan.finished, scan.outcome
	FROM host LEFT JOIN scan ON scan.scan_id =
		(SELECT max(newest.scan_id) FROM scan AS newest WHERE newest.host_id = host.host_id);
CREATE VIEW hosts_history (host, machine_id, os_id, os_version, os_name, arch, first_seen, last_scan, outcome,
		gone_at) AS
	SELECT host, machine_id, os_id, os_version, os_name, arch, first_seen, last_scan, outcome, NULL FROM hosts;

CREATE VIEW scans (scan_id, host, started, finished, root, mode, outcome, packages_seen, files_read, tool_version,
		guidance_date) AS
	SELECT scan.scan_id, host.name, scan.started, scan.finished, scan.root, scan.mode, scan.outcome,
		scan.packages_seen, scan.files_read, scan.tool_version, scan.guidance_date
	FROM scan JOIN host ON host.host_id = scan.host_id;

-- The present: what the newest scan had to tell. The history: by the scan that told it first.
CREATE VIEW scan_errors (scan_id, host, source, path, message) AS
	SELECT (SELECT max(scan.scan_id) FROM scan WHERE scan.host_id = problem.host_id), host.name,
		problem.source, problem.path, problem.message
	FROM problem JOIN host ON host.host_id = problem.host_id WHERE problem.gone_at IS NULL;
CREATE VIEW scan_errors_history (scan_id, host, source, path, message, gone_at) AS
	SELECT (SELECT min(scan.scan_id) FROM scan WHERE scan.host_id = problem.host_id
			AND scan.finished = problem.first_seen), host.name,
		problem.source, problem.path, problem.message, problem.gone_at
	FROM problem JOIN host ON host.host_id = problem.host_id;

CREATE VIEW packages (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen
	FROM package JOIN host ON host.host_id = package.host_id WHERE package.gone_at IS NULL;
CREATE VIEW packages_history (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, gone_at) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen, package.gone_at
	FROM package JOIN host ON host.host_id = package.host_id;

CREATE VIEW libraries (host, path, package, library, soname, version, version_text, evidence, first_seen) AS
	SELECT host.name, library.path, library.package, library.library, library.soname, library.version,
		library.version_text, library.evidence, library.first_seen
	FROM library JOIN host ON host.host_id = library.host_id WHERE library.gone_at IS NULL;
CREATE VIEW libraries_history (host, path, package, library, soname, version, version_text, evidence, first_seen, gone_at) AS
	SELECT host.name, library.path, library.package, library.library, library.soname, library.version,
		library.version_text, library.evidence, library.first_seen, library.gone_at
	FROM library JOIN host ON host.host_id = library.host_id;

CREATE VIEW linkages (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path,
		linkage.provider_package, linkage.evidence, linkage.confidence, linkage.first_seen
	FROM linkage JOIN host ON host.host_id = linkage.host_id WHERE linkage.gone_at IS NULL;
CREATE VIEW linkages_history (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen, gone_at) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path,
		linkage.provider_package, linkage.evidence, linkage.confidence, linkage.first_seen, linkage.gone_at
	FROM linkage JOIN host ON host.host_id = linkage.host_id;
