/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A backend at work in a child process of its own, so that a library that exits, crashes, hangs or eats memory on a damaged
 * database costs the scan one source and nothing else.
 */
#ifndef SSLINV_BACKEND_CHILD_H
#define SSLINV_BACKEND_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "backend/request.h"
#include "base/attributes.h"
#include "base/error.h"
#include "sslinv/backend.h"

struct sslinv_backend_child;

/* A child that was started. Zero-initialised with fd -1 is none. */
struct sslinv_backend_process {
	pid_t pid;
	int fd; /* its records; owned */
	unsigned seconds;
	struct sslinv_backend_child *child;
	const char *private_dir; /* removed at the end; of the child */
	bool absent;             /* after finish: there is no such database in the root */
	bool described;          /* after finish: the next three are set */
	char name[32], format[16], summary[200];
};

#define SSLINV_BACKEND_PROCESS_INIT                                                                                         \
	{                                                                                                                   \
		.fd = -1                                                                                                    \
	}

/* Starts the child, which works until the pipe is full. */
int sslinv_backend_start(const struct sslinv_backend_request *request, struct sslinv_backend_process *process,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Hands all records of the child to the sink and waits for its end. The time limit counts from here. Returns 0 if the
 * backend said that it is done; else a negative code with the reason (it crashed, it ran out of time, it failed): whatever
 * the sink was given until then is true but not all. SSLINV_E_STOPPED if the sink returned a negative value; other failures
 * keep the sink usable. Frees what the process holds in any case.
 */
int sslinv_backend_finish(struct sslinv_backend_process *process, const struct sslinv_backend_sink *sink,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Kills all children: before a signal ends the program, and before sslinv_private_directory_abandon(), which removes their
 * directories. Others that start or finish one meanwhile wait for ever.
 */
void sslinv_backend_abandon(void);

/* Kills and reaps a child that is not wanted any more; accepts one that was never started or is finished. */
void sslinv_backend_cancel(struct sslinv_backend_process *process);

#endif
