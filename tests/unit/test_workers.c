/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work in several threads: all of it is done, once each, on as many processors as there are and on one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/workers.h"

#define PIECES 2000

struct shared {
	pthread_mutex_t lock;
	size_t next;
	unsigned char done[PIECES];
	unsigned workers;
};

static void work(void *context)
{
	struct shared *shared = context;

	pthread_mutex_lock(&shared->lock);
	shared->workers++;
	while (shared->next < PIECES) {
		size_t piece = shared->next++;

		pthread_mutex_unlock(&shared->lock);
		/* Long enough that another thread gets its share. */
		usleep(10);
		pthread_mutex_lock(&shared->lock);
		shared->done[piece]++;
	}
	pthread_mutex_unlock(&shared->lock);
}

static unsigned run(void)
{
	struct shared shared = { .next = 0 };

	assert_int_equal(pthread_mutex_init(&shared.lock, NULL), 0);
	sslinv_workers_run(work, &shared);
	for (size_t i = 0; i < PIECES; i++)
		assert_int_equal(shared.done[i], 1);
	(void)pthread_mutex_destroy(&shared.lock);
	return shared.workers;
}

static void every_piece_once(void **state)
{
	cpu_set_t processors;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(processors), &processors), 0);
	if (CPU_COUNT(&processors) > 1)
		assert_in_range(run(), 2, 4);
	else
		assert_int_equal(run(), 1);
}

static void one_processor_is_one_thread(void **state)
{
	cpu_set_t before, one;
	unsigned workers;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	CPU_ZERO(&one);
	for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
		if (CPU_ISSET(i, &before))
			CPU_SET(i, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	workers = run();
	assert_int_equal(sched_setaffinity(0, sizeof(before), &before), 0);
	assert_int_equal(workers, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_piece_once),
		cmocka_unit_test(one_processor_is_one_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
