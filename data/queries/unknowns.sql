-- title: What is unknown, and why
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named unknowns host='web*'
SELECT verdicts.host, 'host' AS what, NULL AS name, NULL AS version, NULL AS cves, replace(verdicts.action, char(10), '; ') AS why
FROM verdicts
WHERE verdicts.verdict = 'unknown' AND verdicts.host GLOB :host
UNION ALL
SELECT host.name, 'scan', coalesce(problem.path, problem.source), NULL, NULL, problem.message
-- The table of scan_errors: it tells failures from what is told for completeness, as a mount that was passed over.
FROM problem
JOIN host ON host.host_id = problem.host_id
JOIN hosts ON hosts.host = host.name
WHERE problem.gone_at IS NULL AND problem.is_failure = 1 AND hosts.outcome = 'incomplete' AND host.name GLOB :host
UNION ALL
SELECT processes.host, 'process', processes.pid || ' ' || processes.command, NULL, NULL, processes.library_path || ': ' || processes.evidence
FROM processes
WHERE processes.state = 'unknown' AND processes.host GLOB :host
UNION ALL
SELECT findings.host, CASE WHEN findings.path IS NULL THEN 'package' ELSE 'copy' END, coalesce(findings.path, findings.package),
	findings.installed_version, count(findings.cve),
	CASE
	WHEN findings.status = 'under_investigation' THEN 'the vendor does not know yet'
	WHEN count(findings.cve) = 0 AND findings.path IS NOT NULL
		THEN 'it states no version, or is a fork of which OpenSSL''s records say nothing'
	WHEN findings.path IS NOT NULL THEN 'OpenSSL''s records do not say whether it is affected'
	WHEN findings.rule = 'unknown' THEN 'neither OpenSSL''s records nor a statement of the vendor settle it'
	ELSE 'what the vendor says of it cannot be evaluated'
	END || '; see sslinv explain ' || coalesce(findings.path, findings.package)
FROM findings
WHERE findings.status IN ('unknown', 'under_investigation') AND findings.host GLOB :host
GROUP BY findings.host, findings.package, findings.path, findings.installed_version, findings.status, findings.rule
ORDER BY 1, 2, 3, 6;
