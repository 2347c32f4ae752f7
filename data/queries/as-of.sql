-- title: The packages that provide or use OpenSSL as they were on a day
-- parameter: date: a day (its end counts), or a time as 2026-11-24T06:55:26Z [type: time]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named as-of date=2026-11-24 host=web1
WITH moment (time) AS (SELECT CASE WHEN length(:date) = 10 THEN :date || 'T23:59:59Z' ELSE :date END)
SELECT host, name, version, arch, format, role, first_seen, gone_at
FROM packages_history, moment
WHERE first_seen <= time AND (gone_at IS NULL OR gone_at > time) AND host GLOB :host
ORDER BY host, name, arch, version;
