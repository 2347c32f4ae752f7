/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc/PID/stat and /proc/stat say (proc(5)). */
#ifndef SSLINV_PROCESS_STATUS_H
#define SSLINV_PROCESS_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

struct sslinv_process_status {
	char command[64]; /* raw: whatever bytes the process gave itself as a name */
	uint64_t parent;  /* pid */
	bool is_kernel;   /* a thread of the kernel: it has no memory of its own */
	bool is_zombie;   /* it has ended */
	uint64_t started; /* clock ticks since the boot */
};

/* Reads the `stat` of the process whose directory in /proc `fd` is open on. Returns 0 or a negative errno; -EIO for another
 * form. */
int sslinv_process_status_read(int fd, struct sslinv_process_status *status) SSLINV_MUST_CHECK;

/* When the system was started, in seconds since the epoch, from `stat` of the directory /proc; 0 where it does not say. */
int64_t sslinv_process_boot_time(int fd);

/* Reads a small file of the directory `fd` to its end or to `size` - 1 bytes; a NUL is put behind. Returns the bytes or a
 * negative errno. */
int sslinv_process_file(int fd, const char *name, char *buffer, int size) SSLINV_MUST_CHECK;

/*
 * The number in a link of the directory `fd` to something that has no name: of `kind` "socket" 4711 for `socket:[4711]`. 0
 * where it may not be read, or leads to something else.
 */
uint64_t sslinv_process_link(int fd, const char *name, const char *kind);

#endif
