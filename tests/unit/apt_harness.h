/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the apt backend on a root and keeps what it hands over; makes and changes roots. For tests only. */
#ifndef SSLINV_TESTS_APT_HARNESS_H
#define SSLINV_TESTS_APT_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

/* What is asked of each package. */
enum { APT_FILES = 1, APT_DEPENDENCIES = 2, APT_CHANGELOG = 4, APT_ORIGIN = 8 };

/* What one run gave; texts are lines, owned by the result. */
struct apt_result {
	int probe, open, each, candidate; /* candidate: the last value that was not 0 */
	size_t package_count, problem_count;
	char *packages;     /* sorted: name:arch version source source-version */
	char *files;        /* sorted: name:arch path */
	char *dependencies; /* name:arch requires|provides NAME */
	char *changelogs;   /* name:arch when version|text with its newlines as `/` */
	char *candidates;   /* name:arch version origin label archive */
	char *origins;      /* name:arch maintainer|changelog version|its suite|archive|label|suite|code name */
	char *problems;     /* path: message */
};

/*
 * Runs it all: probe, open, each_package with what is asked, candidate for each of `wanted` ("name arch", NULL at the
 * end).
 */
struct apt_result apt_run(const char *root, unsigned ask, const char *const *wanted);

/* The same, where the sink's package() returns `value` at package number `stop` (from 1). */
struct apt_result apt_run_until(const char *root, size_t stop, int value);
void apt_result_free(struct apt_result *result);

/* Did everything return 0 and nothing was told? */
bool apt_is_complete(const struct apt_result *result);

/* Does a text have this very line? */
bool apt_has_line(const char *text, const char *line);

/* A scratch directory of the whole program, made at the first call and removed by apt_remove_base(). */
const char *apt_base(void);
void apt_remove_base(void);

/* Formatted strings; a small number of them stay valid. */
const char *apt_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A shell command, and what it writes to stdout (the caller frees). The test fails where it does not exit with 0. */
void apt_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *apt_output(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* All that can be seen of a directory: names, types, modes, sizes, times, digests below 20 MB. The caller frees. */
char *apt_snapshot(const char *directory);

void apt_write(const char *path, const void *bytes, size_t length);
char *apt_read(const char *path, size_t *length);

/* The fixture root, made once; NULL with a reason printed where dpkg is missing. */
const char *apt_fixture(void);

/* A fresh copy of the fixture root. */
const char *apt_copy(void);

#endif
