-- title: What does TLS on each host, and by which library
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named tls-users host=web1
WITH newest (host, scan_id) AS (SELECT host, max(scan_id) FROM scans GROUP BY host)
SELECT DISTINCT
	linkages.host,
	coalesce(linkages.package, linkages.path) AS user,
	CASE WHEN linkages.package IS NULL THEN 'file' ELSE 'package' END AS kind,
	coalesce(libraries.library, linkages.family) AS library,
	libraries.version,
	libraries.branch_eol,
	linkages.provider_package,
	linkages.provider_path,
	linkages.evidence,
	linkages.confidence,
	-- Where nothing but OpenSSL was looked for, there may be more.
	scans.library AS looked_for
FROM linkages
JOIN newest ON newest.host = linkages.host
JOIN scans ON scans.scan_id = newest.scan_id
LEFT JOIN libraries ON libraries.host = linkages.host AND libraries.family = linkages.family
	AND (libraries.path = linkages.provider_path
	-- Where only package metadata is at hand, neither side has a path.
	OR (linkages.provider_path IS NULL AND libraries.path IS NULL
		AND libraries.package = linkages.provider_package AND libraries.soname = linkages.soname))
WHERE linkages.purpose <> 'crypto' AND linkages.host GLOB :host
ORDER BY linkages.host, kind DESC, user, library, linkages.provider_path;
