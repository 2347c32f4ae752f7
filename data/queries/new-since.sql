-- title: What was seen for the first time since a day: packages, libraries, linkages
-- parameter: date: a day, or a time as 2026-11-24T06:55:26Z [type: time]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named new-since date=2026-11-24
SELECT first_seen, host, 'package' AS what, name AS package, NULL AS path, version AS detail
FROM packages
WHERE first_seen >= :date AND host GLOB :host
UNION ALL
SELECT first_seen, host, 'library', package, path, coalesce(version_text, version, soname)
FROM libraries
WHERE first_seen >= :date AND host GLOB :host
UNION ALL
SELECT first_seen, host, 'linkage', package, path, soname
FROM linkages
WHERE first_seen >= :date AND host GLOB :host
ORDER BY first_seen, host, what DESC, package, path, detail;
