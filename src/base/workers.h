/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same work in several threads at once. */
#ifndef SSLINV_BASE_WORKERS_H
#define SSLINV_BASE_WORKERS_H

/*
 * Calls `work` in this thread and, at the same time, in up to three more, as many as there are processors for this process
 * (sched_getaffinity(2)); returns when all have returned. A thread that cannot be made is done without, so `work` has to
 * take its share from `context` piece by piece, and to lock what it shares.
 */
void sslinv_workers_run(void (*work)(void *context), void *context);

#endif
