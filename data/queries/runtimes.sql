-- title: The modules of language runtimes, and which OpenSSL each gets
-- parameter: runtime: a pattern for runtimes, with * and ? [default: *]
-- parameter: host: a pattern for hosts, with * and ? [default: *]
-- example: sslinv query --named runtimes runtime=Python
SELECT host, runtime, version, module, module_version, library, openssl_version, tls, library_path,
	coalesce(owner, package) AS owner, environment, environment_path, path
FROM runtimes WHERE runtime GLOB :runtime AND host GLOB :host
ORDER BY host, runtime, environment_path, path, module;
