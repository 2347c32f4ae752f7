/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the TLS and cryptography libraries beside OpenSSL, and how many use each. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/format.h"

/* The files of one library, version and owner stand together. */
static int by_library(const void *a, const void *b)
{
	const struct sslinv_other_library *left = *(const struct sslinv_other_library *const *)a;
	const struct sslinv_other_library *right = *(const struct sslinv_other_library *const *)b;
	int order = strcmp(left->library, right->library);

	if (order == 0)
		order = sslinv_str_compare(left->version, right->version);
	if (order == 0)
		order = (left->package == NULL) - (right->package == NULL);
	return order != 0 ? order : sslinv_str_compare(left->package, right->package);
}

/* Of a file that no package owns its path is the name. */
static const char *name_of(const char *package, const char *path)
{
	return package ? package : path;
}

static bool gets(const struct sslinv_other_linkage *linkage, const struct sslinv_other_library *const *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(linkage->library, files[i]->library) == 0 &&
		    sslinv_str_compare(linkage->provider_path, files[i]->path) == 0)
			return true;
	return false;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How many packages, and files without one, use any of the files; the owner of these does not count. */
static size_t count_users(const struct sslinv_facts *facts, const struct sslinv_other_library *const *files, size_t count,
			  const char **names)
{
	size_t found = 0, users = 0;

	for (size_t i = 0; i < facts->other_linkages.count; i++) {
		const struct sslinv_other_linkage *linkage = &facts->other_linkages.items[i];
		const char *name = name_of(linkage->package, linkage->path);

		if (linkage->evidence != SSLINV_EVIDENCE_EMBEDDED && gets(linkage, files, count) &&
		    strcmp(name, name_of(files[0]->package, files[0]->path)) != 0)
			names[found++] = name;
	}
	if (found)
		qsort(names, found, sizeof(*names), by_text);
	for (size_t i = 0; i < found; i++)
		users += i == 0 || strcmp(names[i], names[i - 1]) != 0;
	return users;
}

static void print_group(FILE *file, const struct sslinv_facts *facts, const struct sslinv_other_library *const *files,
			size_t count, const char **names)
{
	const struct sslinv_other_library *library = files[0];
	size_t users = count_users(facts, files, count, names);

	fprintf(file, "  %s %s%s: %s%s%s", library->library, library->version ? library->version : "(version not known)",
		library->evidence == SSLINV_EVIDENCE_EMBEDDED ? ", a copy inside" : "",
		name_of(library->package, library->path), library->package_version ? " " : "",
		library->package_version ? library->package_version : "");
	if (users)
		fprintf(file, ", used by %zu %s", users, users == 1 ? "other" : "others");
	if (library->branch_eol)
		fprintf(file, " (releases end on %s)", library->branch_eol);
	fputc('\n', file);
}

static void print_all(FILE *file, const struct sslinv_facts *facts, const struct sslinv_other_library **files,
		      const char **names)
{
	size_t count = facts->other_libraries.count, end;

	fputs("\nOther TLS and cryptography libraries (listed, and not judged)\n", file);
	for (size_t i = 0; i < count; i++)
		files[i] = &facts->other_libraries.items[i];
	if (count)
		qsort(files, count, sizeof(*files), by_library);
	for (size_t first = 0; first < count; first = end) {
		for (end = first + 1; end < count && by_library(&files[first], &files[end]) == 0 && files[first]->package;)
			end++;
		print_group(file, facts, files + first, end - first, names);
	}
	if (count)
		fputs("  `sslinv query --named tls-users` lists who does TLS by them\n", file);
	else if (sslinv_facts_outcome(facts) == SSLINV_OUTCOME_COMPLETE)
		fputs("  none was found\n", file);
	else
		fputs("  none was found in what could be read\n", file);
}

void sslinv_report_others(FILE *file, const struct sslinv_facts *facts)
{
	SSLINV_CLEANUP(sslinv_free_ptr) const struct sslinv_other_library **files = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) const char **names = NULL;

	if (facts->scope != SSLINV_SCOPE_ALL)
		return;
	files = calloc(facts->other_libraries.count + 1, sizeof(*files));
	names = calloc(facts->other_linkages.count + 1, sizeof(*names));
	if (files && names)
		print_all(file, facts, files, names);
	else
		fputs("\nOther TLS and cryptography libraries: out of memory\n", file);
}
