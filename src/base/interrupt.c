/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that end the program, and the thread that waits for them. */
#include "base/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/log.h"

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static sigset_t waited;   /* those of them that are not ignored */
static sigset_t original; /* the mask before */
static void (*clean_up_all)(void);

static void *wait_for_signal(void *unused)
{
	sigset_t one;
	int number;

	(void)unused;
	if (sigwait(&waited, &number) != 0)
		return NULL;
	clean_up_all();
	sslinv_log_error("ended by a signal (%s); what was not complete is not stored", strsignal(number));
	signal(number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, number);
	(void)pthread_sigmask(SIG_UNBLOCK, &one, NULL);
	raise(number);
	return NULL;
}

void sslinv_interrupt_begin(void (*clean_up)(void))
{
	pthread_t thread;

	clean_up_all = clean_up;
	sigemptyset(&waited);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(ending); i++) {
		struct sigaction now;

		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaddset(&waited, ending[i]);
	}
	if (pthread_sigmask(SIG_BLOCK, &waited, &original) != 0)
		return;
	if (pthread_create(&thread, NULL, wait_for_signal, NULL) == 0)
		(void)pthread_detach(thread);
	else
		(void)pthread_sigmask(SIG_SETMASK, &original, NULL);
}

void sslinv_interrupt_end(void)
{
	if (clean_up_all)
		(void)pthread_sigmask(SIG_SETMASK, &original, NULL);
}
