-- title: The OpenSSL of each host: the release it was made from, and the newest one whose fixes it carries altogether
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named levels host='db*'
SELECT host.name AS host, level.package, level.path, level.version, level.upstream_version, level.effective_upstream,
	level.branch, level.branch_eol, level.tls12, level.tls13
-- The table of the view of that name: it has the path of a copy.
FROM level
JOIN host ON host.host_id = level.host_id
WHERE level.gone_at IS NULL AND host.name GLOB :host
ORDER BY host.name, level.package IS NULL, level.package, level.path, level.version;
