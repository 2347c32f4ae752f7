/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the modules of language runtimes, and what each gets. */
#include <string.h>

#include "base/str.h"
#include "report/format.h"

/* So many lines are shown; the inventory has them all. */
#define MAX_SHOWN 20

/* Are both told in one line: modules of one runtime that get one library? */
static bool is_alike(const struct sslinv_runtime *a, const struct sslinv_runtime *b)
{
	return strcmp(a->runtime, b->runtime) == 0 && sslinv_str_compare(a->version, b->version) == 0 &&
	       sslinv_str_compare(a->environment_path, b->environment_path) == 0 &&
	       sslinv_str_compare(a->library_path, b->library_path) == 0 &&
	       sslinv_str_compare(a->library, b->library) == 0 &&
	       (a->library_path || sslinv_str_compare(a->through, b->through) == 0) &&
	       sslinv_str_compare(a->openssl_version, b->openssl_version) == 0;
}

static bool was_shown(const struct sslinv_facts *facts, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_alike(&facts->runtimes.items[i], &facts->runtimes.items[index]))
			return true;
	return false;
}

/* Was the module named in the line that begins with item `first`? Several files may be of one module. */
static bool was_named(const struct sslinv_facts *facts, size_t first, size_t index)
{
	const struct sslinv_runtime *items = facts->runtimes.items;

	for (size_t i = first; i < index; i++)
		if (is_alike(&items[first], &items[i]) && strcmp(items[i].module, items[index].module) == 0 &&
		    sslinv_str_compare(items[i].module_version, items[index].module_version) == 0)
			return true;
	return false;
}

/* `_hashlib, _ssl, cryptography 41.0.3` */
static void print_modules(FILE *file, const struct sslinv_facts *facts, size_t first)
{
	const struct sslinv_runtime *items = facts->runtimes.items;

	for (size_t i = first; i < facts->runtimes.count; i++) {
		if (!is_alike(&items[first], &items[i]) || was_named(facts, first, i))
			continue;
		fprintf(file, "%s%s", i == first ? "" : ", ", items[i].module);
		if (items[i].module_version)
			fprintf(file, " %s", items[i].module_version);
	}
}

/* `  Python 3.11.2 (pyenv /root/.pyenv/versions/3.11.2): _ssl: OpenSSL 3.0.19 of /usr/lib/libcrypto.so.3` */
static void print_line(FILE *file, const struct sslinv_facts *facts, size_t first)
{
	const struct sslinv_runtime *runtime = &facts->runtimes.items[first];

	fprintf(file, "  %s%s%s", runtime->runtime, runtime->version ? " " : "", runtime->version ? runtime->version : "");
	if (runtime->environment_path)
		fprintf(file, " (%s %s)", runtime->environment, runtime->environment_path);
	fputs(": ", file);
	print_modules(file, facts, first);
	if (!runtime->library_path) {
		fprintf(file, "%s%s: which library is not known\n", runtime->through ? ": by " : "",
			runtime->through ? runtime->through : "");
		return;
	}
	fprintf(file, ": %s%s%s of %s\n", runtime->library ? runtime->library : "a library that is not known",
		runtime->openssl_version ? " " : "", runtime->openssl_version ? runtime->openssl_version : "",
		runtime->library_path);
}

void sslinv_report_runtimes(FILE *file, const struct sslinv_facts *facts)
{
	size_t shown = 0;

	if (facts->runtimes.count == 0)
		return;
	fputs("\nLanguage runtimes\n", file);
	for (size_t i = 0; i < facts->runtimes.count; i++) {
		if (was_shown(facts, i))
			continue;
		if (shown++ == MAX_SHOWN) {
			fputs("  and more (`sslinv query --named runtimes` lists them)\n", file);
			return;
		}
		print_line(file, facts, i);
	}
}
