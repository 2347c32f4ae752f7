-- title: What to do on each host, in the order in which a person does it
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named actions host='web*'
SELECT host, rank, action, subject, findings AS cves, worst_cve, worst_severity, known_exploited,
	-- Where no command does it, the reason says what to do.
	coalesce(command, reason) AS how, first_seen
FROM actions
WHERE host GLOB :host
ORDER BY host, rank;
