-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 5: what else is known of a host.

-- What a person does about a host: one row a thing to do.
CREATE TABLE action (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	rank INTEGER NOT NULL CHECK (rank > 0),
	action TEXT NOT NULL CHECK (action IN ('upgrade', 'restart', 'replace', 'move', 'import', 'ask')),
	subject TEXT NOT NULL,
	from_version TEXT,
	to_version TEXT,
	command TEXT,
	advisory TEXT,
	url TEXT,
	findings INTEGER NOT NULL CHECK (findings >= 0),
	worst_cve TEXT,
	worst_severity TEXT,
	known_exploited INTEGER CHECK (known_exploited >= 0),
	verdict TEXT NOT NULL CHECK (verdict IN ('upgrade', 'restart', 'replace', 'no_fix', 'unsupported', 'unknown', 'ok')),
	reason TEXT,
	files INTEGER NOT NULL CHECK (files >= 0),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX action_by_host ON action (host_id, gone_at);

-- A host that was judged before there were actions has to be judged again: nothing to do would be wrong.
CREATE VIEW actions (host, rank, action, subject, from_version, to_version, command, advisory, url, findings, worst_cve, worst_severity,
		known_exploited, verdict, reason, files, first_seen) AS
	SELECT host.name, action.rank, action.action, action.subject, action.from_version, action.to_version,
		action.command, action.advisory, action.url, action.findings, action.worst_cve, action.worst_severity,
		action.known_exploited, action.verdict, action.reason, action.files, action.first_seen
	FROM action JOIN host ON host.host_id = action.host_id WHERE action.gone_at IS NULL
	UNION ALL
	SELECT host.name, 1, 'ask', host.name, NULL, NULL, 'sslinv check', NULL, NULL, 0, NULL, NULL, NULL, 'unknown',
		'what to do about this host was not worked out yet: judge it again', 0, coalesce(verdict.first_seen, host.first_seen)
	FROM host LEFT JOIN verdict ON verdict.host_id = host.host_id AND verdict.gone_at IS NULL
	WHERE coalesce(verdict.verdict, 'unknown') <> 'ok' AND NOT EXISTS
		(SELECT 1 FROM action WHERE action.host_id = host.host_id AND action.gone_at IS NULL);
CREATE VIEW actions_history (host, rank, action, subject, from_version, to_version, command, advisory, url, findings, worst_cve, worst_severity,
		known_exploited, verdict, reason, files, first_seen, gone_at) AS
	SELECT host.name, action.rank, action.action, action.subject, action.from_version, action.to_version,
		action.command, action.advisory, action.url, action.findings, action.worst_cve, action.worst_severity,
		action.known_exploited, action.verdict, action.reason, action.files, action.first_seen, action.gone_at
	FROM action JOIN host ON host.host_id = action.host_id;
-- The modules of language runtimes.
CREATE TABLE runtime (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	runtime TEXT NOT NULL,
	version TEXT,
	path TEXT NOT NULL,
	module TEXT NOT NULL,
	library_path TEXT,
	openssl_version TEXT,
	module_version TEXT,
	provider_package TEXT,
	tls TEXT,
	environment TEXT,
	environment_path TEXT,
	package TEXT,
	owner TEXT,
	through TEXT,
	library TEXT,
	evidence TEXT CHECK (evidence IN ('needed', 'dlopen', 'embedded', 'declared', 'host-process')),
	confidence TEXT CHECK (confidence IN ('certain', 'likely', 'possible')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX runtime_by_host ON runtime (host_id, gone_at);
CREATE VIEW runtimes (host, runtime, version, path, module, library_path, openssl_version, module_version, provider_package, tls, environment, environment_path, package, owner, through, library, evidence, confidence, first_seen) AS
	SELECT host.name, runtime.runtime, runtime.version, runtime.path, runtime.module, runtime.library_path, runtime.openssl_version,
		runtime.module_version, runtime.provider_package, runtime.tls, runtime.environment, runtime.environment_path,
		runtime.package, runtime.owner, runtime.through, runtime.library, runtime.evidence, runtime.confidence,
		runtime.first_seen
	FROM runtime JOIN host ON host.host_id = runtime.host_id WHERE runtime.gone_at IS NULL;
CREATE VIEW runtimes_history (host, runtime, version, path, module, library_path, openssl_version, module_version, provider_package, tls, environment, environment_path, package, owner, through, library, evidence, confidence, first_seen, gone_at) AS
	SELECT host.name, runtime.runtime, runtime.version, runtime.path, runtime.module, runtime.library_path, runtime.openssl_version,
		runtime.module_version, runtime.provider_package, runtime.tls, runtime.environment, runtime.environment_path,
		runtime.package, runtime.owner, runtime.through, runtime.library, runtime.evidence, runtime.confidence,
		runtime.first_seen, runtime.gone_at
	FROM runtime JOIN host ON host.host_id = runtime.host_id;
