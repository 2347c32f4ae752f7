/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the text: the processes that do not run what is on disk, and how many do. */
#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "report/format.h"

/* So many are shown; the inventory has them all. */
#define MAX_SHOWN 20

/* The worse state comes later in the enum but for the order that people read them in. */
static enum sslinv_process_state worse_of(enum sslinv_process_state a, enum sslinv_process_state b)
{
	if (a == SSLINV_PROCESS_STALE || b == SSLINV_PROCESS_STALE)
		return SSLINV_PROCESS_STALE;
	return a == SSLINV_PROCESS_UNKNOWN ? a : b;
}

/* How many processes are in each state; one that has several files mapped is in the worst of them. */
static void count_states(const struct sslinv_facts *facts, size_t counts[SSLINV_PROCESS_STATE_COUNT])
{
	size_t end;

	for (size_t first = 0; first < facts->processes.count; first = end) {
		enum sslinv_process_state state = SSLINV_PROCESS_CURRENT;

		for (end = first;
		     end < facts->processes.count && facts->processes.items[end].pid == facts->processes.items[first].pid;
		     end++)
			state = worse_of(state, facts->processes.items[end].state);
		counts[state]++;
	}
}

static const char *owner_of(const struct sslinv_process *process)
{
	return process->container ? process->container : process->unit ? process->unit : "";
}

/* Are they told in one line: the same file of the same program of one unit? */
static bool is_alike(const struct sslinv_process *a, const struct sslinv_process *b)
{
	return a->state == b->state && strcmp(owner_of(a), owner_of(b)) == 0 && strcmp(a->command, b->command) == 0 &&
	       sslinv_str_compare(a->user, b->user) == 0 && strcmp(a->library_path, b->library_path) == 0 &&
	       strcmp(a->evidence, b->evidence) == 0;
}

static bool is_shown(const struct sslinv_facts *facts, const size_t *shown, size_t count, size_t index)
{
	for (size_t i = 0; i < count; i++)
		if (is_alike(&facts->processes.items[shown[i]], &facts->processes.items[index]))
			return true;
	return false;
}

/* `  stale: nginx.service: nginx (process 812 and 3 more): /usr/lib/libssl.so.3: the file was replaced` */
static void print_alike(FILE *file, const struct sslinv_facts *facts, size_t index)
{
	const struct sslinv_process *process = &facts->processes.items[index];
	size_t more = 0;

	for (size_t i = index + 1; i < facts->processes.count; i++)
		more += is_alike(process, &facts->processes.items[i]);
	fprintf(file, "  %s: %s%s%s (process %" PRIu64, sslinv_process_state_name(process->state), owner_of(process),
		*owner_of(process) ? ": " : "", process->command, process->pid);
	if (more)
		fprintf(file, " and %zu more", more);
	fprintf(file, ")%s%s: %s: %s\n", process->listening ? " on " : "", process->listening ? process->listening : "",
		process->library_path, process->evidence);
}

void sslinv_report_processes(FILE *file, const struct sslinv_facts *facts, bool all)
{
	size_t counts[SSLINV_PROCESS_STATE_COUNT] = { 0 }, shown[MAX_SHOWN], count = 0;
	const char *separator = ": ";

	if (facts->processes.count == 0)
		return;
	count_states(facts, counts);
	fputs("\nProcesses with OpenSSL in memory", file);
	for (int state = 0; state < SSLINV_PROCESS_STATE_COUNT; state++)
		if (counts[state]) {
			fprintf(file, "%s%zu %s", separator, counts[state],
				sslinv_process_state_name((enum sslinv_process_state)state));
			separator = ", ";
		}
	fputc('\n', file);
	for (size_t i = 0; all && i < facts->processes.count; i++) {
		if (facts->processes.items[i].state == SSLINV_PROCESS_CURRENT || is_shown(facts, shown, count, i))
			continue;
		if (count == MAX_SHOWN) {
			fputs("  and more (`sslinv query --named stale-processes` lists them)\n", file);
			return;
		}
		shown[count++] = i;
		print_alike(file, facts, i);
	}
}
