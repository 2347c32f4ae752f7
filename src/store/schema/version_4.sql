-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 4: when each package was built, of which version a changelog is where rpm has several side by side, and processes.

ALTER TABLE package ADD COLUMN built TEXT;
ALTER TABLE changelog ADD COLUMN version TEXT;
ALTER TABLE candidate ADD COLUMN chosen_by TEXT;
DROP VIEW packages;
DROP VIEW packages_history;
CREATE VIEW packages (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, origin, build_of, origin_evidence, built) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen, package.origin, package.build_of, package.origin_evidence, package.built
	FROM package JOIN host ON host.host_id = package.host_id WHERE package.gone_at IS NULL;
CREATE VIEW packages_history (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, gone_at, origin, build_of, origin_evidence, built) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen, package.gone_at, package.origin, package.build_of, package.origin_evidence,
		package.built
	FROM package JOIN host ON host.host_id = package.host_id;

-- Files that take OpenSSL from the process that loads them.
CREATE TABLE former AS SELECT * FROM linkage;
DROP VIEW linkages;
DROP VIEW linkages_history;
DROP TABLE linkage;
CREATE TABLE linkage (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT,
	package TEXT,
	soname TEXT,
	provider_path TEXT,
	provider_package TEXT,
	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared', 'host-process')),
	confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'possible')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX linkage_by_host ON linkage (host_id, gone_at);
INSERT INTO linkage SELECT fact_id, host_id, path, package, soname, provider_path, provider_package, evidence,
	confidence, first_seen, gone_at FROM former;
DROP TABLE former;
CREATE VIEW linkages (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path,
		linkage.provider_package, linkage.evidence, linkage.confidence, linkage.first_seen
	FROM linkage JOIN host ON host.host_id = linkage.host_id WHERE linkage.gone_at IS NULL;
CREATE VIEW linkages_history (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen, gone_at) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path,
		linkage.provider_package, linkage.evidence, linkage.confidence, linkage.first_seen, linkage.gone_at
	FROM linkage JOIN host ON host.host_id = linkage.host_id;

-- A scan before knew nothing of processes.
ALTER TABLE scan ADD COLUMN processes_read INTEGER CHECK (processes_read >= 0);
ALTER TABLE scan ADD COLUMN processes_hidden INTEGER CHECK (processes_hidden >= 0);
ALTER TABLE scan ADD COLUMN processes_complete INTEGER NOT NULL DEFAULT 0 CHECK (processes_complete IN (0, 1));
DROP VIEW scans;
CREATE VIEW scans (scan_id, host, started, finished, root, mode, outcome, packages_seen, files_read, tool_version,
		guidance_date, processes_read, processes_hidden) AS
	SELECT scan.scan_id, host.name, scan.started, scan.finished, scan.root, scan.mode, scan.outcome,
		scan.packages_seen, scan.files_read, scan.tool_version, scan.guidance_date, scan.processes_read,
		scan.processes_hidden
	FROM scan JOIN host ON host.host_id = scan.host_id;

CREATE TABLE process (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	pid INTEGER NOT NULL CHECK (pid > 0),
	command TEXT NOT NULL,
	unit TEXT,
	container TEXT,
	library_path TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('current', 'stale', 'unknown')),
	listening TEXT,
	user TEXT,
	executable TEXT,
	started TEXT NOT NULL,
	package TEXT,
	version TEXT,
	evidence TEXT NOT NULL,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX process_by_host ON process (host_id, gone_at);
CREATE VIEW processes (host, pid, command, unit, container, library_path, state, listening, user, executable, started, package, version, evidence, first_seen) AS
	SELECT host.name, process.pid, process.command, process.unit, process.container, process.library_path,
		process.state, process.listening, process.user, process.executable, process.started,
		process.package, process.version, process.evidence, process.first_seen
	FROM process JOIN host ON host.host_id = process.host_id WHERE process.gone_at IS NULL;
CREATE VIEW processes_history (host, pid, command, unit, container, library_path, state, listening, user, executable, started, package, version, evidence, first_seen, gone_at) AS
	SELECT host.name, process.pid, process.command, process.unit, process.container, process.library_path,
		process.state, process.listening, process.user, process.executable, process.started,
		process.package, process.version, process.evidence, process.first_seen, process.gone_at
	FROM process JOIN host ON host.host_id = process.host_id;
