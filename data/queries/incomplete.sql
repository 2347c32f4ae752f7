-- title: Hosts whose last scan is incomplete, and why
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named incomplete
SELECT hosts.host, hosts.last_scan, problem.source, problem.path, problem.message
FROM hosts
JOIN host ON host.name = hosts.host
-- The table of scan_errors: it tells failures from what is told for completeness, as a mount that was passed over.
LEFT JOIN problem ON problem.host_id = host.host_id AND problem.gone_at IS NULL AND problem.is_failure = 1
WHERE hosts.outcome = 'incomplete' AND hosts.host GLOB :host
ORDER BY hosts.host, problem.source, problem.path;
