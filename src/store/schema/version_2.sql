-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 2: what guidance makes of the facts (findings, levels and a verdict), and the two facts that only it asks for.

CREATE TABLE candidate (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	package TEXT NOT NULL,
	arch TEXT NOT NULL,
	version TEXT NOT NULL,
	origin TEXT,
	label TEXT,
	archive TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX candidate_by_host ON candidate (host_id, gone_at);

CREATE TABLE changelog (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	package TEXT NOT NULL,
	arch TEXT NOT NULL,
	cve TEXT NOT NULL,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX changelog_by_host ON changelog (host_id, gone_at);

CREATE TABLE finding (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	package TEXT,
	installed_version TEXT,
	path TEXT,
	cve TEXT,
	severity TEXT,
	status TEXT NOT NULL CHECK (status IN ('fixed', 'not_affected', 'affected', 'will_not_fix',
		'under_investigation', 'unknown')),
	fixed_version TEXT,
	advisory TEXT,
	feed TEXT,
	stream TEXT,
	rule TEXT NOT NULL CHECK (rule IN ('vendor-fix', 'vendor-status', 'changelog', 'upstream-range',
		'candidate', 'upstream-affected', 'unknown')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX finding_by_host ON finding (host_id, gone_at);
CREATE INDEX finding_by_cve ON finding (cve, gone_at);

CREATE TABLE level (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	package TEXT,
	path TEXT,
	version TEXT,
	upstream_version TEXT NOT NULL,
	effective_upstream TEXT,
	branch TEXT,
	branch_eol TEXT,
	tls12 INTEGER NOT NULL CHECK (tls12 IN (0, 1)),
	tls13 INTEGER NOT NULL CHECK (tls13 IN (0, 1)),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX level_by_host ON level (host_id, gone_at);

CREATE TABLE verdict (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	verdict TEXT NOT NULL CHECK (verdict IN ('upgrade', 'restart', 'replace', 'no_fix', 'unsupported', 'unknown', 'ok')),
	action TEXT NOT NULL,
	affected INTEGER NOT NULL CHECK (affected >= 0),
	stale_processes INTEGER NOT NULL CHECK (stale_processes >= 0),
	unknown INTEGER NOT NULL CHECK (unknown >= 0),
	guidance_date TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX verdict_by_host ON verdict (host_id, gone_at);

CREATE VIEW findings (host, package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, stream, rule, first_seen) AS
	SELECT host.name, finding.package, finding.installed_version, finding.path, finding.cve, finding.severity,
		finding.status, finding.fixed_version, finding.advisory, finding.feed, finding.stream, finding.rule, finding.first_seen
	FROM finding JOIN host ON host.host_id = finding.host_id WHERE finding.gone_at IS NULL;
CREATE VIEW findings_history (host, package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, stream, rule, first_seen, gone_at) AS
	SELECT host.name, finding.package, finding.installed_version, finding.path, finding.cve, finding.severity,
		finding.status, finding.fixed_version, finding.advisory, finding.feed, finding.stream, finding.rule, finding.first_seen, finding.gone_at
	FROM finding JOIN host ON host.host_id = finding.host_id;

CREATE VIEW levels (host, package, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13, first_seen) AS
	SELECT host.name, level.package, level.version, level.upstream_version, level.effective_upstream,
		level.branch, level.branch_eol, level.tls12, level.tls13, level.first_seen
	FROM level JOIN host ON host.host_id = level.host_id WHERE level.gone_at IS NULL;
CREATE VIEW levels_history (host, package, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13, first_seen, gone_at) AS
	SELECT host.name, level.package, level.version, level.upstream_version, level.effective_upstream,
		level.branch, level.branch_eol, level.tls12, level.tls13, level.first_seen, level.gone_at
	FROM level JOIN host ON host.host_id = level.host_id;

-- A host that was never resolved is unknown, not absent.
CREATE VIEW verdicts (host, verdict, action, affected, stale_processes, unknown, guidance_date) AS
	SELECT host.name, coalesce(verdict.verdict, 'unknown'), coalesce(verdict.action, 'run sslinv check'),
		coalesce(verdict.affected, 0), coalesce(verdict.stale_processes, 0), coalesce(verdict.unknown, 0),
		verdict.guidance_date
	FROM host LEFT JOIN verdict ON verdict.host_id = host.host_id AND verdict.gone_at IS NULL;
CREATE VIEW verdicts_history (host, verdict, action, affected, stale_processes, unknown, guidance_date, first_seen,
		gone_at) AS
	SELECT host.name, verdict.verdict, verdict.action, verdict.affected, verdict.stale_processes, verdict.unknown,
		verdict.guidance_date, verdict.first_seen, verdict.gone_at
	FROM verdict JOIN host ON host.host_id = verdict.host_id;
