-- title: Packages, and files that no package owns, that use OpenSSL, with the OpenSSL each of them gets
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named openssl-users host='web*'
SELECT DISTINCT
	linkages.host,
	coalesce(linkages.package, linkages.path) AS user,
	CASE WHEN linkages.package IS NULL THEN 'file' ELSE 'package' END AS kind,
	libraries.library,
	libraries.version,
	linkages.provider_package,
	linkages.provider_path,
	linkages.confidence
FROM linkages
LEFT JOIN libraries ON libraries.host = linkages.host AND libraries.family = 'OpenSSL' AND (libraries.path = linkages.provider_path
	-- Where only package metadata is at hand, neither side has a path.
	OR (linkages.provider_path IS NULL AND libraries.path IS NULL
		AND libraries.package = linkages.provider_package AND libraries.soname = linkages.soname))
WHERE linkages.family = 'OpenSSL' AND linkages.host GLOB :host
ORDER BY linkages.host, kind DESC, user, linkages.provider_path;
