-- title: One CVE over all hosts: where it is open, fixed or unknown
-- parameter: cve: the CVE, as CVE-2024-0727 [type: cve]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named exposure cve=CVE-2024-0727
WITH clean (host) AS (
	-- Seen whole, and nothing there is OpenSSL or asks for it.
	SELECT hosts.host FROM hosts
	JOIN scans ON scans.scan_id = (SELECT max(newest.scan_id) FROM scans AS newest WHERE newest.host = hosts.host)
	WHERE scans.mode = 'full' AND scans.outcome = 'complete'
		AND NOT EXISTS (SELECT 1 FROM packages WHERE packages.host = hosts.host)
		AND NOT EXISTS (SELECT 1 FROM libraries WHERE libraries.host = hosts.host AND libraries.family = 'OpenSSL')
		AND NOT EXISTS (SELECT 1 FROM linkages WHERE linkages.host = hosts.host AND linkages.family = 'OpenSSL')
)
SELECT hosts.host, findings.package, findings.path, findings.installed_version AS installed,
	-- Of a host that was never asked about it nobody knows.
	coalesce(findings.status, CASE WHEN clean.host IS NULL THEN 'unknown' ELSE 'not_affected' END) AS status,
	findings.fixed_version, findings.advisory, findings.rule,
	CASE
	WHEN findings.status IS NOT NULL THEN NULL
	WHEN clean.host IS NOT NULL THEN 'the last scan saw the whole host, and no OpenSSL'
	WHEN NOT EXISTS (SELECT 1 FROM libraries WHERE libraries.host = hosts.host AND libraries.family = 'OpenSSL')
		THEN 'no OpenSSL was found by the last scan, which was ' || coalesce(hosts.outcome, 'none')
		|| coalesce((SELECT ' and of packages only' FROM scans WHERE scans.host = hosts.host AND scans.mode = 'packages-only'
			AND scans.scan_id = (SELECT max(newest.scan_id) FROM scans AS newest WHERE newest.host = hosts.host)), '')
	ELSE 'it was never judged for this CVE: import a feed that has it, then run sslinv check'
	END AS note
FROM hosts
LEFT JOIN clean ON clean.host = hosts.host
LEFT JOIN findings ON findings.host = hosts.host AND findings.cve = upper(:cve)
WHERE hosts.host GLOB :host
ORDER BY CASE coalesce(findings.status, CASE WHEN clean.host IS NULL THEN 'unknown' ELSE 'not_affected' END)
	WHEN 'affected' THEN 1 WHEN 'will_not_fix' THEN 2 WHEN 'unknown' THEN 3 WHEN 'under_investigation' THEN 4 WHEN 'fixed' THEN 5
	ELSE 6 END,
	hosts.host, findings.package, findings.path;
