-- title: Hosts that still allow TLS 1.0 or 1.1 where a program sets no bound itself
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named allows-old-tls
WITH known (host, package, path, lowest_protocol, highest_protocol, configuration, reason) AS (
	SELECT policies.host, policies.package, policies.path, policies.lowest_protocol, policies.highest_protocol,
		policies.configuration, coalesce(policies.evidence, 'not known: only the package''s metadata is at hand')
	FROM policies
	WHERE policies.lowest_protocol IN ('TLSv1', 'TLSv1.1')
		-- What a program carries and a fork has other rules; only of OpenSSL itself it should be known.
		OR (policies.lowest_protocol IS NULL AND EXISTS
			(SELECT 1 FROM libraries WHERE libraries.host = policies.host AND libraries.path IS policies.path
				AND libraries.library = 'OpenSSL' AND libraries.evidence <> 'embedded'))
	UNION ALL
	SELECT hosts.host, NULL, NULL, NULL, NULL, NULL, 'not known: no scan has looked for it yet; run sslinv scan'
	FROM hosts
	WHERE EXISTS (SELECT 1 FROM libraries WHERE libraries.host = hosts.host AND libraries.library = 'OpenSSL')
		AND NOT EXISTS (SELECT 1 FROM policies WHERE policies.host = hosts.host)
)
SELECT host, package, path, lowest_protocol, highest_protocol, configuration, reason
FROM known
WHERE host GLOB :host
ORDER BY lowest_protocol IS NULL, host, package IS NULL, package, path;
