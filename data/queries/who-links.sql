-- title: Files and packages that link a library, by the soname they ask for
-- parameter: soname: a pattern for sonames, with * and ? [default: libssl.so*]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named who-links soname=libcrypto.so.1.1
SELECT host, package, path, soname, provider_path, provider_package, evidence, confidence
FROM linkages
WHERE soname GLOB :soname AND host GLOB :host
ORDER BY host, package, path, soname;
