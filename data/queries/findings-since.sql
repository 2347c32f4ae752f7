-- title: What changed in the judgement since a day: findings that are open now or were until then, and verdicts
-- parameter: date: a day, or a time as 2026-11-24T06:55:26Z [type: time]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named findings-since date=2026-11-24
SELECT first_seen, host, 'verdict' AS what, NULL AS package, NULL AS path, verdict AS status, NULL AS cve, NULL AS fixed_version,
	replace(action, char(10), '; ') AS detail
FROM verdicts_history
WHERE gone_at IS NULL AND first_seen >= :date AND host GLOB :host
UNION ALL
SELECT first_seen, host, 'finding', package, path, status, cve, fixed_version, coalesce(advisory, rule)
FROM findings
WHERE first_seen >= :date AND host GLOB :host
	-- Of what is fixed or does not concern a package, only what was open before is news.
	AND (status NOT IN ('fixed', 'not_affected') OR EXISTS
		(SELECT 1 FROM findings_history AS before WHERE before.host = findings.host AND before.cve = findings.cve
			AND before.package IS findings.package AND before.path IS findings.path
			AND before.gone_at = findings.first_seen AND before.status NOT IN ('fixed', 'not_affected')))
ORDER BY 1, 2, 3 DESC, 4, 5, 7;
