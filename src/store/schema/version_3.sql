-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 3: whose build each package is, and what keeps a candidate from being installed. Columns that come later stand at the
-- end of their views.

ALTER TABLE package ADD COLUMN origin TEXT;
ALTER TABLE package ADD COLUMN build_of TEXT;
ALTER TABLE package ADD COLUMN origin_evidence TEXT;
ALTER TABLE candidate ADD COLUMN held_by TEXT;
DROP VIEW packages;
DROP VIEW packages_history;
CREATE VIEW packages (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, origin, build_of, origin_evidence) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen, package.origin, package.build_of, package.origin_evidence
	FROM package JOIN host ON host.host_id = package.host_id WHERE package.gone_at IS NULL;
CREATE VIEW packages_history (host, name, version, arch, format, source_name, source_version, vendor, role, first_seen, gone_at, origin, build_of, origin_evidence) AS
	SELECT host.name, package.name, package.version, package.arch, package.format, package.source_name,
		package.source_version, package.vendor, package.role, package.first_seen, package.gone_at, package.origin, package.build_of, package.origin_evidence
	FROM package JOIN host ON host.host_id = package.host_id;

-- Nobody has looked at processes so far: that none is stale was never known.
CREATE TABLE former AS SELECT * FROM verdict;
DROP VIEW verdicts;
DROP VIEW verdicts_history;
DROP TABLE verdict;
CREATE TABLE verdict (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	verdict TEXT NOT NULL CHECK (verdict IN ('upgrade', 'restart', 'replace', 'no_fix', 'unsupported',
		'unknown', 'ok')),
	action TEXT NOT NULL,
	affected INTEGER NOT NULL CHECK (affected >= 0),
	stale_processes INTEGER CHECK (stale_processes >= 0),
	unknown INTEGER NOT NULL CHECK (unknown >= 0),
	guidance_date TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX verdict_by_host ON verdict (host_id, gone_at);
INSERT INTO verdict SELECT fact_id, host_id, verdict, action, affected, NULL, unknown, guidance_date, first_seen,
	gone_at FROM former;
DROP TABLE former;
CREATE VIEW verdicts (host, verdict, action, affected, stale_processes, unknown, guidance_date) AS
	SELECT host.name, coalesce(verdict.verdict, 'unknown'), coalesce(verdict.action, 'run sslinv check'),
		coalesce(verdict.affected, 0), verdict.stale_processes, coalesce(verdict.unknown, 0),
		verdict.guidance_date
	FROM host LEFT JOIN verdict ON verdict.host_id = host.host_id AND verdict.gone_at IS NULL;
CREATE VIEW verdicts_history (host, verdict, action, affected, stale_processes, unknown, guidance_date,
		first_seen, gone_at) AS
	SELECT host.name, verdict.verdict, verdict.action, verdict.affected, verdict.stale_processes,
		verdict.unknown, verdict.guidance_date, verdict.first_seen, verdict.gone_at
	FROM verdict JOIN host ON host.host_id = verdict.host_id;
