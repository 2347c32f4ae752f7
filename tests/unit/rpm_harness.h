/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the rpm backend as sslinv does, in a child process with limits, and keeps all that it hands over. For tests only. */
#ifndef SSLINV_TESTS_RPM_HARNESS_H
#define SSLINV_TESTS_RPM_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

/* What one run gave. Texts are owned by the result. */
struct rpm_result {
	int wait_status;  /* of the child */
	bool is_finished; /* the child came to its end: what follows is filled */
	int probe, open, each;
	size_t packages, problems;
	char *packages_text; /* sorted lines: name|version|arch|vendor|source_package|source_name|source_version */
	char *records_text;  /* sorted lines: name F path, name R name, name P name, name C when|version|text,
			       name O key|packager|build host|distribution */
	char *problems_text; /* lines: path: message, in their order */
};

/* Runs probe, open, each_package with all that can be asked of a package, and close on `root`. */
void rpm_run(const char *root, struct rpm_result *result);

/* The same, where the sink refuses the package number `stop` (from 1). */
void rpm_run_until(const char *root, size_t stop, struct rpm_result *result);

void rpm_result_free(struct rpm_result *result);

/* Did it end well, and without any problem? */
bool rpm_is_complete(const struct rpm_result *result);

/* Everything below a directory: names, types, modes, sizes, times, a digest of the content. The caller frees. */
char *rpm_snapshot(const char *directory);

/* Sorts the lines of a text in place. */
void rpm_sort_lines(char *text);

/* Test directories below a base that is made at the first call and removed by rpm_remove_base(). */
const char *rpm_base(void);
void rpm_remove_base(void);

/* A formatted string that lives until rpm_remove_base(). */
const char *rpm_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs a shell command; its exit status. */
int rpm_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The output of a shell command; the caller frees. */
char *rpm_output(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whole files; fail the test where that is impossible. The caller frees what was read. */
unsigned char *rpm_read_file(const char *path, size_t *length);
void rpm_write_file(const char *path, const void *bytes, size_t length);

/*
 * Makes the fixtures once: BASE/made/root is the sqlite one. False, with a reason printed, where the tools for it are
 * missing.
 */
bool rpm_make_fixtures(void);

/* Changes the sqlite database of a root so that the changes lie in the write-ahead log only, as a running rpm leaves them.
 */
void rpm_make_log(const char *root, const char *sql);

#endif
