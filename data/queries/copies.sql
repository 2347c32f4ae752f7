-- title: Copies of OpenSSL that no vendor of the system maintains, what is open in them, and who owns them
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named copies
SELECT findings.host, findings.path, findings.package AS owner, packages.version AS owner_version, libraries.library,
	findings.installed_version AS version,
	sum(findings.status IN ('affected', 'will_not_fix')) AS affected,
	sum(findings.status IN ('unknown', 'under_investigation')) AS unknown,
	group_concat(DISTINCT CASE WHEN findings.severity IN ('critical', 'high') AND findings.status = 'affected' THEN findings.cve END)
		AS worst,
	min(findings.first_seen) AS first_seen, libraries.brought_by
FROM findings
LEFT JOIN libraries ON libraries.host = findings.host AND libraries.path = findings.path AND libraries.family = 'OpenSSL'
LEFT JOIN (SELECT host, name, arch, group_concat(DISTINCT version) AS version FROM packages GROUP BY host, name, arch) AS packages
	ON packages.host = findings.host
	-- Where a name is there in several architectures, the owner is named with its own.
	AND findings.package IN (packages.name, packages.name || ':' || packages.arch, packages.name || '.' || packages.arch)
WHERE findings.path IS NOT NULL AND findings.host GLOB :host
GROUP BY findings.host, findings.path, findings.package, findings.installed_version
HAVING sum(findings.status NOT IN ('fixed', 'not_affected')) > 0
ORDER BY findings.host, affected DESC, findings.path;
