-- title: The verdict of each host as it was on a day
-- parameter: date: a day (its end counts), or a time as 2026-11-24T06:55:26Z [type: time]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named verdicts-as-of date=2026-11-24
WITH moment (time) AS (SELECT CASE WHEN length(:date) = 10 THEN :date || 'T23:59:59Z' ELSE :date END)
SELECT hosts.host, coalesce(verdicts_history.verdict, 'unknown') AS verdict, verdicts_history.affected, verdicts_history.unknown,
	verdicts_history.guidance_date, verdicts_history.first_seen, verdicts_history.gone_at,
	coalesce(replace(verdicts_history.action, char(10), '; '), 'it was not judged yet') AS action
FROM moment
JOIN hosts ON hosts.first_seen <= moment.time
LEFT JOIN verdicts_history ON verdicts_history.host = hosts.host AND verdicts_history.first_seen <= moment.time
	AND (verdicts_history.gone_at IS NULL OR verdicts_history.gone_at > moment.time)
WHERE hosts.host GLOB :host
ORDER BY hosts.host;
