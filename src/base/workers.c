/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same work in several threads at once. */
#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <stddef.h>

/* Reading files is bound by the kernel and the disk: more threads than this only disturb the host. */
#define MAX_WORKERS 4

struct job {
	void (*work)(void *context);
	void *context;
};

static void *start(void *argument)
{
	const struct job *job = argument;

	job->work(job->context);
	return NULL;
}

static size_t count_workers(void)
{
	cpu_set_t processors;
	int count;

	if (sched_getaffinity(0, sizeof(processors), &processors) < 0)
		return 1;
	count = CPU_COUNT(&processors);
	return count < 1 ? 1 : count > MAX_WORKERS ? MAX_WORKERS : (size_t)count;
}

void sslinv_workers_run(void (*work)(void *context), void *context)
{
	struct job job = { work, context };
	pthread_t threads[MAX_WORKERS];
	size_t wanted = count_workers(), started = 0;

	while (started + 1 < wanted && pthread_create(&threads[started], NULL, start, &job) == 0)
		started++;
	work(context);
	while (started > 0)
		(void)pthread_join(threads[--started], NULL);
}
