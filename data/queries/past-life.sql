-- title: OpenSSL past the life of its branch, whoever supports it now
-- parameter: date: the day that counts, as 2026-11-24 [type: day] [default: today]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named past-life date=2026-11-24
WITH day (date) AS (SELECT CASE :date WHEN 'today' THEN date('now') ELSE substr(:date, 1, 10) END)
SELECT host.name AS host, host.os_name, level.package, level.path, level.version, level.branch,
	-- NULL where it is not known when the life ends: named, since nobody can say that it has not.
	level.branch_eol, CAST(julianday(day.date) - julianday(level.branch_eol) AS INTEGER) AS days_past, verdicts.verdict
FROM day, level
JOIN host ON host.host_id = level.host_id
JOIN verdicts ON verdicts.host = host.name
WHERE level.gone_at IS NULL AND host.name GLOB :host AND (level.branch_eol < day.date OR level.branch_eol IS NULL)
ORDER BY level.branch_eol IS NULL, level.branch_eol, host.name, level.package, level.path;
