/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files are modules of a language's runtime. */
#include "runtime/kinds.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "runtime/describe.h"
#include "runtime/environment.h"
#include "runtime/told.h"

#define MAX_CAPTURES 5

/*
 * The first row that a path fits counts. `expression` is a POSIX extended one, and is tried where the path has the literal
 * `hint`. The numbers are those of its subexpressions; 0: it has none of that.
 */
static const struct kind {
	const char *hint, *expression, *runtime;
	const char *module; /* NULL: subexpression module_at */
	int module_at, version_at, module_version_at;
	sslinv_describe *describe;
} table[] = {
	{ .hint = "!/",
	  .expression = "/([^/]+)[.]([jJ][aA][rR]|[wW][aA][rR]|[eE][aA][rR]|[hHjJ][pP][iI])!/([^!]+)$",
	  .runtime = "Java",
	  .module_at = 1,
	  .describe = sslinv_java_archive },
	{ .hint = "/lib-dynload/",
	  .expression = "/python([23][.][0-9]+)[a-z]*/lib-dynload/([A-Za-z0-9_]+)[.]",
	  .runtime = "Python",
	  .version_at = 1,
	  .module_at = 2,
	  .describe = sslinv_python_runtime },
	{ .hint = "_pypy_openssl.",
	  .expression = "/pypy([23][.][0-9]+)/.*_pypy_openssl[.]",
	  .runtime = "PyPy",
	  .module = "_ssl",
	  .version_at = 1,
	  .describe = sslinv_python_runtime },
	{ .hint = "-packages/",
	  .expression = "/(site|dist)-packages/",
	  .runtime = "Python",
	  .describe = sslinv_python_distribution },
	{ .hint = ".so",
	  .expression = "[.](cpython-[0-9]+[a-z]*(-[^/]*)?|abi3)[.]so$",
	  .runtime = "Python",
	  .describe = sslinv_python_distribution },
	{ .hint = "python",
	  .expression = "/(lib)?python([23][.][0-9]+)[a-z]*([.]so[.0-9]*)?$",
	  .runtime = "Python",
	  .module = "_ssl",
	  .version_at = 2,
	  .describe = sslinv_python_runtime },
	{ .hint = "gems/",
	  .expression =
		  "/gems/(ruby/)?([A-Za-z0-9_.-]+)-([0-9][0-9A-Za-z.]*)(-[A-Za-z0-9_]+-[^/]*)?/(.*/)?[^/]+[.]so([.0-9]*)$",
	  .runtime = "Ruby",
	  .module_at = 2,
	  .module_version_at = 3,
	  .describe = sslinv_ruby_gem },
	{ .hint = "/extensions/",
	  .expression = "/extensions/[^/]+/[0-9][^/]*/([A-Za-z0-9_.-]+)-([0-9][0-9A-Za-z.]*)(-[A-Za-z0-9_]+-[^/]*)?/(.*/"
			")?[^/]+[.]so$",
	  .runtime = "Ruby",
	  .module_at = 1,
	  .module_version_at = 2,
	  .describe = sslinv_ruby_gem },
	{ .hint = "ruby/",
	  .expression = "/ruby/((vendor|site)_ruby/)?([0-9]+[.][0-9]+)[.][0-9]+/([^/]*linux[^/]*/)?([^.]+)[.]so$",
	  .runtime = "Ruby",
	  .version_at = 3,
	  .module_at = 5,
	  .describe = sslinv_ruby_module },
	{ .hint = "php",
	  .expression = "/php.*[/-]([0-9]{8})[^/]*/([A-Za-z0-9_]+)[.]so$",
	  .runtime = "PHP",
	  .version_at = 1,
	  .module_at = 2,
	  .describe = sslinv_php_module },
	{ .hint = "/php",
	  .expression = "/php([0-9]*)/(modules|extensions)/([A-Za-z0-9_]+)[.]so$",
	  .runtime = "PHP",
	  .version_at = 1,
	  .module_at = 3,
	  .describe = sslinv_php_module },
	{ .hint = "php",
	  .expression = "/(php|php-cgi|php-fpm|phpdbg|lsphp|libphp)([0-9]+[.][0-9]+|[0-9]+)?([.]so)?$",
	  .runtime = "PHP",
	  .module = "openssl",
	  .version_at = 2,
	  .describe = sslinv_php_module },
	{ .hint = "/auto/",
	  .expression = "/auto/(([A-Za-z0-9_]+/)*[A-Za-z0-9_]+)/[A-Za-z0-9_]+[.]so$",
	  .runtime = "Perl",
	  .module_at = 1,
	  .describe = sslinv_perl_module },
	{ .hint = "/libs/",
	  .expression = "/([A-Za-z0-9.]+)/libs/[^/]+[.]so$",
	  .runtime = "R",
	  .module_at = 1,
	  .describe = sslinv_r_package },
	{ .hint = "/priv/",
	  .expression = "/lib/([a-z0-9_]+)-([0-9][0-9.]*)/priv/([^/]+/)*[^/]+[.]so$",
	  .runtime = "Erlang",
	  .module_at = 1,
	  .module_version_at = 2,
	  .describe = sslinv_erlang_application },
	{ .hint = "/libmono-btls-shared.so",
	  .expression = "/libmono-btls-shared[.]so",
	  .runtime = "Mono",
	  .module = "btls",
	  .describe = sslinv_by_package },
	{ .hint = "/Microsoft.NETCore.App/",
	  .expression = "/Microsoft[.]NETCore[.]App/([0-9][^/]*)/"
			"(lib)?(System[.]Security[.]Cryptography[.]Native)([.]OpenSsl)?[.]so$",
	  .runtime = ".NET",
	  .version_at = 1,
	  .module_at = 3 },
	{ .hint = "System.Security.Cryptography.Native",
	  .expression = "/(lib)?(System[.]Security[.]Cryptography[.]Native)([.]OpenSsl)?[.]so$",
	  .runtime = ".NET",
	  .module_at = 2 },
	{ .hint = "/libtcnative-", .expression = "/libtcnative-[0-9]+[.]so", .runtime = "Java", .module = "tomcat-native" },
	{ .hint = "netty_tcnative",
	  .expression = "netty_tcnative[^/]*[.]so$",
	  .runtime = "Java",
	  .module = "netty-tcnative" },
	{ .hint = "conscrypt", .expression = "conscrypt_[^/]*[.]so$", .runtime = "Java", .module = "conscrypt" },
	{ .hint = "lua",
	  .expression = "/liblua([0-9]+[.][0-9]+)-([A-Za-z0-9_]+)[.]so",
	  .runtime = "Lua",
	  .version_at = 1,
	  .module_at = 2 },
	{ .hint = "/lua/",
	  .expression = "/lua/([0-9]+[.][0-9]+)/(.+)[.]so$",
	  .runtime = "Lua",
	  .version_at = 1,
	  .module_at = 2 },
	{ .hint = "tls",
	  .expression = "/(tcl)?tls([0-9]+[.][0-9.]+)/(lib)?(tcl[0-9]*)?tls[0-9.]*[.]so$",
	  .runtime = "Tcl",
	  .module = "tls",
	  .module_version_at = 2 },
	{ .hint = "/node_modules/",
	  .expression = "/node_modules/(@[^/]+/)?[^/]+/",
	  .runtime = "Node.js",
	  .describe = sslinv_npm_package },
	{ .hint = ".node", .expression = "[.]node$", .runtime = "Node.js", .describe = sslinv_npm_package },
	{ .hint = "node",
	  .expression = "/(node|nodejs|node-[0-9]+|libnode[.]so[.0-9]*)$",
	  .runtime = "Node.js",
	  .module = "node",
	  .describe = sslinv_node_program },
};

struct sslinv_kinds {
	regex_t expressions[SSLINV_ARRAY_SIZE(table)];
	size_t count;
};

int sslinv_kinds_new(struct sslinv_kinds **kinds)
{
	*kinds = calloc(1, sizeof(**kinds));
	if (!*kinds)
		return SSLINV_E_MEMORY;
	for (; (*kinds)->count < SSLINV_ARRAY_SIZE(table); (*kinds)->count++)
		if (regcomp(&(*kinds)->expressions[(*kinds)->count], table[(*kinds)->count].expression, REG_EXTENDED) != 0)
			return SSLINV_E_MEMORY;
	return 0;
}

void sslinv_kinds_free(struct sslinv_kinds **kinds)
{
	for (size_t i = 0; *kinds && i < (*kinds)->count; i++)
		regfree(&(*kinds)->expressions[i]);
	free(*kinds);
	*kinds = NULL;
}

/* Subexpression `number` of the path: *text is NULL for 0 or one that took no part. Returns 0 or SSLINV_E_MEMORY. */
static int capture(struct sslinv_finder *finder, const char *path, const regmatch_t *captures, int number, const char **text)
{
	const regmatch_t *found = &captures[number];

	*text = NULL;
	if (number == 0 || found->rm_so < 0 || found->rm_eo == found->rm_so)
		return 0;
	*text = sslinv_arena_strndup(&finder->arena, path + found->rm_so, (size_t)(found->rm_eo - found->rm_so));
	return *text ? 0 : SSLINV_E_MEMORY;
}

static int add(const struct kind *kind, const regmatch_t *captures, struct sslinv_finder *finder,
	       const struct sslinv_use *use)
{
	struct sslinv_module module = { .runtime = kind->runtime, .path = use->path, .through = use->through };
	int rc = capture(finder, use->path, captures, kind->version_at, &module.version);

	if (rc == 0)
		rc = capture(finder, use->path, captures, kind->module_at, &module.module);
	if (rc == 0)
		rc = capture(finder, use->path, captures, kind->module_version_at, &module.module_version);
	if (kind->module)
		module.module = kind->module;
	if (rc == 0)
		rc = sslinv_environment_find(finder, use->path, use->package, &module);
	if (rc == 0 && kind->describe)
		rc = kind->describe(finder, use, &module);
	if (rc < 0 || !module.runtime || !module.module)
		return rc;
	return sslinv_finder_add(finder, &module, use);
}

int sslinv_kinds_take(const struct sslinv_kinds *kinds, struct sslinv_finder *finder, const struct sslinv_use *use)
{
	regmatch_t captures[MAX_CAPTURES + 1];

	for (size_t i = 0; i < kinds->count; i++)
		if (strstr(use->path, table[i].hint) &&
		    regexec(&kinds->expressions[i], use->path, MAX_CAPTURES + 1, captures, 0) == 0)
			return add(&table[i], captures, finder, use);
	return 0;
}
