-- title: Hosts without TLS 1.3, by the best OpenSSL that their packages have
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named without-tls13
SELECT host.name AS host, host.os_name, max(level.tls12) AS tls12,
	group_concat(DISTINCT coalesce(level.package, level.path) || ' ' || level.upstream_version) AS has,
	-- What the configuration leaves of it.
	(SELECT max(policy.highest_protocol) FROM policy
		WHERE policy.host_id = host.host_id AND policy.gone_at IS NULL AND policy.package IS NOT NULL) AS highest_protocol
FROM level
JOIN host ON host.host_id = level.host_id
WHERE level.gone_at IS NULL AND host.name GLOB :host
	-- A copy inside one program does nothing for the others; it counts only without another OpenSSL.
	AND (level.path IS NULL OR NOT EXISTS
		(SELECT 1 FROM level AS own WHERE own.host_id = level.host_id AND own.gone_at IS NULL AND own.path IS NULL))
GROUP BY host.host_id
HAVING max(level.tls13) = 0 OR highest_protocol < 'TLSv1.3'
ORDER BY tls12, host.name;
