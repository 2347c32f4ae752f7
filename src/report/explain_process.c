/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of a part of a host. */
#include "report/explain_process.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"

/* So many of a kind are shown; the inventory has them all. */
#define MAX_SHOWN 20

static void print_known(FILE *file, const char *before, const char *text)
{
	if (text)
		fprintf(file, "%s%s", before, text);
}

/* `    process 812 (nginx), user www-data, unit nginx.service, program /usr/sbin/nginx, started 2026-..., on tcp
 * 0.0.0.0:443` */
static void print_process(FILE *file, const struct sslinv_process *process)
{
	char when[SSLINV_TIME_SIZE];

	sslinv_str_time(when, process->started);
	fprintf(file, "    process %" PRIu64 " (%s)", process->pid, process->command);
	print_known(file, ", user ", process->user);
	print_known(file, ", unit ", process->unit);
	print_known(file, ", container ", process->container);
	print_known(file, ", program ", process->executable);
	print_known(file, ", started ", process->started ? when : NULL);
	print_known(file, ", listens on ", process->listening);
	fputc('\n', file);
}

static void print_processes(FILE *file, const struct sslinv_facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->processes.count; i++) {
		if (i > 0 && facts->processes.items[i].pid == facts->processes.items[i - 1].pid)
			continue;
		if (++count <= MAX_SHOWN)
			print_process(file, &facts->processes.items[i]);
	}
	if (count > MAX_SHOWN)
		fprintf(file, "    and %zu more processes (`sslinv query 'SELECT * FROM processes'` lists them)\n",
			count - MAX_SHOWN);
}

/* Is it the same file in the same state? Those of several containers only look alike. */
static bool is_alike(const struct sslinv_process *a, const struct sslinv_process *b)
{
	return a->state == b->state && a->package == b->package && strcmp(a->library_path, b->library_path) == 0 &&
	       strcmp(a->evidence, b->evidence) == 0 && sslinv_str_compare(a->version, b->version) == 0 &&
	       sslinv_str_compare(a->container, b->container) == 0;
}

/* `    stale: /usr/lib/libssl.so.3 (OpenSSL 3.0.17, libssl3), in 3 processes: the file was replaced` */
static void print_file(FILE *file, const struct sslinv_facts *facts, const struct sslinv_process *process, size_t count)
{
	const char *package = sslinv_facts_package_label(facts, process->package);

	fprintf(file, "    %s: %s", sslinv_process_state_name(process->state), process->library_path);
	if (process->version || package)
		fprintf(file, " (%s%s%s%s)", process->version ? "OpenSSL " : "", process->version ? process->version : "",
			process->version && package ? ", " : "", package ? package : "");
	if (count > 1)
		fprintf(file, ", in %zu processes", count);
	fprintf(file, ": %s\n", process->evidence);
}

static void print_files(FILE *file, const struct sslinv_facts *facts)
{
	const struct sslinv_process *shown[MAX_SHOWN];
	size_t counts[MAX_SHOWN] = { 0 }, count = 0, more = 0;

	for (size_t i = 0; i < facts->processes.count; i++) {
		const struct sslinv_process *process = &facts->processes.items[i];
		size_t at = 0;

		while (at < count && !is_alike(shown[at], process))
			at++;
		if (at == MAX_SHOWN) {
			more++;
			continue;
		}
		if (at == count)
			shown[count++] = process;
		counts[at]++;
	}
	for (size_t i = 0; i < count; i++)
		print_file(file, facts, shown[i], counts[i]);
	if (more)
		fprintf(file, "    and %zu more mapped files\n", more);
}

void sslinv_explain_processes(FILE *file, const struct sslinv_facts *facts)
{
	print_processes(file, facts);
	print_files(file, facts);
}
