-- title: Processes that do not run the OpenSSL that is on disk, or of which nobody can say so
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named stale-processes host='web*'
SELECT host, unit, container, user, command, pid, listening, state, library_path, package, version, started, evidence
FROM processes
WHERE state <> 'current' AND host GLOB :host
ORDER BY host, state, unit IS NULL, unit, container, pid, library_path;
