-- title: Copies of OpenSSL and files that use OpenSSL that no package owns
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named unowned host=db1
SELECT host, 'library' AS what, path, soname, coalesce(version_text, version, library) AS detail, evidence, first_seen
FROM libraries
WHERE family = 'OpenSSL' AND package IS NULL AND host GLOB :host
UNION ALL
SELECT host, 'linkage', path, soname, provider_path, evidence, first_seen
FROM linkages
WHERE family = 'OpenSSL' AND package IS NULL AND host GLOB :host
ORDER BY host, path, what, soname;
