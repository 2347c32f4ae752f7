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

-- The TLS and cryptography libraries beside OpenSSL and its forks; what a scan looked for.
ALTER TABLE library ADD COLUMN brought_by TEXT;
ALTER TABLE scan ADD COLUMN library TEXT CHECK (library IN ('openssl', 'all'));
CREATE TABLE other_library (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT NOT NULL,
	package TEXT,
	library TEXT NOT NULL,
	soname TEXT,
	version TEXT,
	version_text TEXT,
	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'embedded')),
	purpose TEXT NOT NULL CHECK (purpose IN ('tls', 'crypto', 'both')),
	package_version TEXT,
	branch_eol TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX other_library_by_host ON other_library (host_id, gone_at);
CREATE TABLE other_linkage (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT NOT NULL,
	package TEXT,
	soname TEXT,
	provider_path TEXT,
	provider_package TEXT,
	evidence TEXT NOT NULL CHECK (evidence IN ('needed', 'dlopen', 'embedded')),
	confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'possible')),
	library TEXT NOT NULL,
	purpose TEXT NOT NULL CHECK (purpose IN ('tls', 'crypto', 'both')),
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX other_linkage_by_host ON other_linkage (host_id, gone_at);
DROP VIEW scans;
CREATE VIEW scans (scan_id, host, started, finished, root, mode, outcome, packages_seen, files_read, tool_version,
		guidance_date, processes_read, processes_hidden, library) AS
	SELECT scan.scan_id, host.name, scan.started, scan.finished, scan.root, scan.mode, scan.outcome,
		scan.packages_seen, scan.files_read, scan.tool_version, scan.guidance_date, scan.processes_read,
		scan.processes_hidden, coalesce(scan.library, 'openssl')
	FROM scan JOIN host ON host.host_id = scan.host_id;
DROP VIEW libraries;
CREATE VIEW libraries (host, path, package, library, soname, version, version_text, evidence, first_seen, family, purpose,
		package_version, branch_eol, brought_by) AS
	SELECT host.name, library.path, library.package, library.library, library.soname, library.version,
		library.version_text, library.evidence, library.first_seen, 'OpenSSL',
		CASE WHEN library.evidence = 'embedded' THEN 'both'
			WHEN coalesce(library.soname, library.path) GLOB '*libssl*' THEN 'tls' ELSE 'crypto' END,
		NULL, NULL, library.brought_by
	FROM library JOIN host ON host.host_id = library.host_id WHERE library.gone_at IS NULL
	UNION ALL
	SELECT host.name, other_library.path, other_library.package, other_library.library, other_library.soname,
		other_library.version, other_library.version_text, other_library.evidence, other_library.first_seen,
		other_library.library, other_library.purpose, other_library.package_version, other_library.branch_eol, NULL
	FROM other_library JOIN host ON host.host_id = other_library.host_id WHERE other_library.gone_at IS NULL;
DROP VIEW libraries_history;
CREATE VIEW libraries_history (host, path, package, library, soname, version, version_text, evidence, first_seen, gone_at,
		family, purpose, package_version, branch_eol, gone_because, brought_by) AS
	SELECT host.name, library.path, library.package, library.library, library.soname, library.version,
		library.version_text, library.evidence, library.first_seen, library.gone_at, 'OpenSSL',
		CASE WHEN library.evidence = 'embedded' THEN 'both'
			WHEN coalesce(library.soname, library.path) GLOB '*libssl*' THEN 'tls' ELSE 'crypto' END,
		NULL, NULL, CASE WHEN library.gone_at IS NOT NULL THEN 'not found' END, library.brought_by
	FROM library JOIN host ON host.host_id = library.host_id
	UNION ALL
	SELECT host.name, other_library.path, other_library.package, other_library.library, other_library.soname,
		other_library.version, other_library.version_text, other_library.evidence, other_library.first_seen,
		other_library.gone_at, other_library.library, other_library.purpose, other_library.package_version,
		other_library.branch_eol,
		CASE WHEN other_library.gone_at IS NULL THEN NULL
			WHEN EXISTS (SELECT 1 FROM scan WHERE scan.host_id = other_library.host_id
				AND scan.finished = other_library.gone_at AND coalesce(scan.library, 'openssl') <> 'all')
			THEN 'not looked for' ELSE 'not found' END, NULL
	FROM other_library JOIN host ON host.host_id = other_library.host_id;
DROP VIEW linkages;
CREATE VIEW linkages (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen, family,
		purpose) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path, linkage.provider_package,
		linkage.evidence, linkage.confidence, linkage.first_seen, 'OpenSSL',
		CASE WHEN linkage.soname IS NULL THEN 'both'
			WHEN linkage.soname GLOB '*libssl*' THEN 'tls' ELSE 'crypto' END
	FROM linkage JOIN host ON host.host_id = linkage.host_id WHERE linkage.gone_at IS NULL
	UNION ALL
	SELECT host.name, other_linkage.path, other_linkage.package, other_linkage.soname, other_linkage.provider_path,
		other_linkage.provider_package, other_linkage.evidence, other_linkage.confidence, other_linkage.first_seen,
		other_linkage.library, other_linkage.purpose
	FROM other_linkage JOIN host ON host.host_id = other_linkage.host_id WHERE other_linkage.gone_at IS NULL;
DROP VIEW linkages_history;
CREATE VIEW linkages_history (host, path, package, soname, provider_path, provider_package, evidence, confidence, first_seen,
		gone_at, family, purpose, gone_because) AS
	SELECT host.name, linkage.path, linkage.package, linkage.soname, linkage.provider_path, linkage.provider_package,
		linkage.evidence, linkage.confidence, linkage.first_seen, linkage.gone_at, 'OpenSSL',
		CASE WHEN linkage.soname IS NULL THEN 'both'
			WHEN linkage.soname GLOB '*libssl*' THEN 'tls' ELSE 'crypto' END,
		CASE WHEN linkage.gone_at IS NOT NULL THEN 'not found' END
	FROM linkage JOIN host ON host.host_id = linkage.host_id
	UNION ALL
	SELECT host.name, other_linkage.path, other_linkage.package, other_linkage.soname, other_linkage.provider_path,
		other_linkage.provider_package, other_linkage.evidence, other_linkage.confidence, other_linkage.first_seen,
		other_linkage.gone_at, other_linkage.library, other_linkage.purpose,
		CASE WHEN other_linkage.gone_at IS NULL THEN NULL
			WHEN EXISTS (SELECT 1 FROM scan WHERE scan.host_id = other_linkage.host_id
				AND scan.finished = other_linkage.gone_at AND coalesce(scan.library, 'openssl') <> 'all')
			THEN 'not looked for' ELSE 'not found' END
	FROM other_linkage JOIN host ON host.host_id = other_linkage.host_id;

-- What each libcrypto can do, and what the host's configuration lets it do.
CREATE TABLE policy (
	fact_id INTEGER PRIMARY KEY,
	host_id INTEGER NOT NULL REFERENCES host,
	path TEXT,
	package TEXT,
	configuration TEXT,
	section TEXT,
	min_protocol TEXT,
	max_protocol TEXT,
	cipher_string TEXT,
	ciphersuites TEXT,
	security_level INTEGER CHECK (security_level BETWEEN 0 AND 5),
	groups TEXT,
	crypto_policy TEXT,
	crypto_policy_applied TEXT,
	lowest_protocol TEXT,
	highest_protocol TEXT,
	evidence TEXT,
	pqc INTEGER CHECK (pqc IN (0, 1)),
	pqc_evidence TEXT,
	fips INTEGER CHECK (fips IN (0, 1)),
	fips_version TEXT,
	fips_evidence TEXT,
	first_seen TEXT NOT NULL CHECK (first_seen GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	gone_at TEXT CHECK (gone_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z' AND gone_at >= first_seen)
);
CREATE INDEX policy_by_host ON policy (host_id, gone_at);
CREATE VIEW policies (host, path, package, configuration, section, min_protocol, max_protocol, cipher_string, ciphersuites,
		security_level, groups, crypto_policy, crypto_policy_applied, lowest_protocol, highest_protocol, evidence,
		pqc, pqc_evidence, fips, fips_version, fips_evidence, first_seen) AS
	SELECT host.name, policy.path, policy.package, policy.configuration, policy.section, policy.min_protocol,
		policy.max_protocol, policy.cipher_string, policy.ciphersuites, policy.security_level, policy.groups,
		policy.crypto_policy, policy.crypto_policy_applied, policy.lowest_protocol, policy.highest_protocol,
		policy.evidence, policy.pqc, policy.pqc_evidence, policy.fips, policy.fips_version, policy.fips_evidence,
		policy.first_seen
	FROM policy JOIN host ON host.host_id = policy.host_id WHERE policy.gone_at IS NULL;
CREATE VIEW policies_history (host, path, package, configuration, section, min_protocol, max_protocol, cipher_string, ciphersuites,
		security_level, groups, crypto_policy, crypto_policy_applied, lowest_protocol, highest_protocol, evidence,
		pqc, pqc_evidence, fips, fips_version, fips_evidence, first_seen, gone_at) AS
	SELECT host.name, policy.path, policy.package, policy.configuration, policy.section, policy.min_protocol,
		policy.max_protocol, policy.cipher_string, policy.ciphersuites, policy.security_level, policy.groups,
		policy.crypto_policy, policy.crypto_policy_applied, policy.lowest_protocol, policy.highest_protocol,
		policy.evidence, policy.pqc, policy.pqc_evidence, policy.fips, policy.fips_version, policy.fips_evidence,
		policy.first_seen, policy.gone_at
	FROM policy JOIN host ON host.host_id = policy.host_id;

-- What an OpenSSL can do, from the policies of its libraries.
ALTER TABLE level ADD COLUMN pqc INTEGER CHECK (pqc IN (0, 1));
ALTER TABLE level ADD COLUMN fips INTEGER CHECK (fips IN (0, 1));
ALTER TABLE level ADD COLUMN fips_version TEXT;
ALTER TABLE level ADD COLUMN pqc_evidence TEXT;
ALTER TABLE level ADD COLUMN fips_evidence TEXT;
DROP VIEW levels;
DROP VIEW levels_history;
CREATE VIEW levels (host, package, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13, first_seen,
		pqc, fips, fips_version, pqc_evidence, fips_evidence) AS
	SELECT host.name, level.package, level.version, level.upstream_version, level.effective_upstream, level.branch,
		level.branch_eol, level.tls12, level.tls13, level.first_seen, level.pqc, level.fips, level.fips_version,
		level.pqc_evidence, level.fips_evidence
	FROM level JOIN host ON host.host_id = level.host_id WHERE level.gone_at IS NULL;
CREATE VIEW levels_history (host, package, version, upstream_version, effective_upstream, branch, branch_eol, tls12, tls13, first_seen,
		gone_at, pqc, fips, fips_version, pqc_evidence, fips_evidence) AS
	SELECT host.name, level.package, level.version, level.upstream_version, level.effective_upstream, level.branch,
		level.branch_eol, level.tls12, level.tls13, level.first_seen, level.gone_at, level.pqc, level.fips,
		level.fips_version, level.pqc_evidence, level.fips_evidence
	FROM level JOIN host ON host.host_id = level.host_id;

-- What is known of the use of a finding's CVE by attackers.
ALTER TABLE finding ADD COLUMN known_exploited TEXT;
ALTER TABLE finding ADD COLUMN exploit_probability TEXT;
DROP VIEW findings;
DROP VIEW findings_history;
CREATE VIEW findings (host, package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, stream, rule, first_seen,
		known_exploited, exploit_probability) AS
	SELECT host.name, finding.package, finding.installed_version, finding.path, finding.cve, finding.severity,
		finding.status, finding.fixed_version, finding.advisory, finding.feed, finding.stream, finding.rule,
		finding.first_seen, finding.known_exploited, finding.exploit_probability
	FROM finding JOIN host ON host.host_id = finding.host_id WHERE finding.gone_at IS NULL;
CREATE VIEW findings_history (host, package, installed_version, path, cve, severity, status, fixed_version, advisory, feed, stream, rule,
		first_seen, gone_at, known_exploited, exploit_probability) AS
	SELECT host.name, finding.package, finding.installed_version, finding.path, finding.cve, finding.severity,
		finding.status, finding.fixed_version, finding.advisory, finding.feed, finding.stream, finding.rule,
		finding.first_seen, finding.gone_at, finding.known_exploited, finding.exploit_probability
	FROM finding JOIN host ON host.host_id = finding.host_id;

-- Risks that a person has accepted, with the reason and the last day. It changes no verdict: what is accepted is shown as that.
CREATE TABLE acceptance (
	acceptance_id INTEGER PRIMARY KEY,
	host TEXT NOT NULL CHECK (host <> ''),
	subject TEXT NOT NULL CHECK (subject <> ''),
	cve TEXT NOT NULL,
	reason TEXT NOT NULL CHECK (reason <> ''),
	accepted_by TEXT NOT NULL CHECK (accepted_by <> ''),
	accepted_at TEXT NOT NULL CHECK (accepted_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'),
	until TEXT NOT NULL CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	withdrawn_at TEXT CHECK (withdrawn_at GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z')
);
CREATE INDEX acceptance_by_cve ON acceptance (cve);
CREATE VIEW acceptances (acceptance, host, subject, cve, reason, accepted_by, accepted_at, until, withdrawn_at, is_valid) AS
	SELECT acceptance_id, host, subject, cve, reason, accepted_by, accepted_at, until, withdrawn_at,
		withdrawn_at IS NULL AND until >= date('now')
	FROM acceptance;
CREATE VIEW accepted (host, package, path, cve, severity, status, until, reason, acceptance) AS
	SELECT findings.host, findings.package, findings.path, findings.cve, findings.severity, findings.status, acceptances.until,
		acceptances.reason, acceptances.acceptance
	FROM acceptances JOIN findings ON findings.cve = acceptances.cve AND findings.host GLOB acceptances.host
		AND (findings.package GLOB acceptances.subject OR findings.path GLOB acceptances.subject)
	WHERE acceptances.is_valid AND findings.status IN ('affected', 'will_not_fix');
