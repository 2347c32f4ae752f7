-- title: Hosts without ML-KEM, by the best OpenSSL that their packages have
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named without-ml-kem
SELECT host.name AS host, host.os_name, max(level.pqc) AS pqc,
	group_concat(DISTINCT coalesce(level.package, level.path) || ' ' || level.upstream_version) AS has
FROM level
JOIN host ON host.host_id = level.host_id
WHERE level.gone_at IS NULL AND host.name GLOB :host
	-- A copy inside one program does nothing for the others; it counts only without another OpenSSL.
	AND (level.path IS NULL OR NOT EXISTS
		(SELECT 1 FROM level AS own WHERE own.host_id = level.host_id AND own.gone_at IS NULL AND own.path IS NULL))
GROUP BY host.host_id
HAVING coalesce(max(level.pqc), 0) = 0
ORDER BY pqc IS NULL, host.name;
