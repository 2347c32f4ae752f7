-- title: Hosts that need an upgrade which their vendor has, with what to do
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named needs-upgrade
SELECT verdicts.host, hosts.os_name, verdicts.affected,
	-- The first line is the vendor's command; the others say what it does and where to read about it.
	substr(verdicts.action || char(10), 1, instr(verdicts.action || char(10), char(10)) - 1) AS command,
	verdicts.guidance_date, hosts.last_scan, replace(verdicts.action, char(10), '; ') AS action
FROM verdicts
JOIN hosts ON hosts.host = verdicts.host
WHERE verdicts.verdict = 'upgrade' AND verdicts.host GLOB :host
ORDER BY verdicts.affected DESC, verdicts.host;
