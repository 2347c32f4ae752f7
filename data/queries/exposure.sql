-- title: One CVE over all hosts: where it is open, fixed or unknown
-- parameter: cve: the CVE, as CVE-2024-0727
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named exposure cve=CVE-2024-0727
SELECT hosts.host, findings.package, findings.path, findings.installed_version AS installed,
	-- Of a host that was never asked about it nobody knows.
	coalesce(findings.status, 'unknown') AS status, findings.fixed_version, findings.advisory, findings.rule,
	CASE
	WHEN findings.status IS NOT NULL THEN NULL
	WHEN NOT EXISTS (SELECT 1 FROM libraries WHERE libraries.host = hosts.host)
		THEN 'no OpenSSL was found by the last scan, which was ' || coalesce(hosts.outcome, 'none')
	ELSE 'it was never judged for this CVE: import a feed that has it, then run sslinv check'
	END AS note
FROM hosts
LEFT JOIN findings ON findings.host = hosts.host AND findings.cve = upper(:cve)
WHERE hosts.host GLOB :host
ORDER BY CASE coalesce(findings.status, 'unknown')
	WHEN 'affected' THEN 1 WHEN 'will_not_fix' THEN 2 WHEN 'unknown' THEN 3 WHEN 'under_investigation' THEN 4 WHEN 'fixed' THEN 5
	ELSE 6 END,
	hosts.host, findings.package, findings.path;
