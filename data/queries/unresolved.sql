-- title: Files that need an OpenSSL library that nothing on their host provides
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named unresolved
SELECT host, package, path, soname, evidence, first_seen
FROM linkages
WHERE family = 'OpenSSL' AND provider_path IS NULL AND provider_package IS NULL AND evidence <> 'host-process' AND host GLOB :host
ORDER BY host, package, path, soname;
