/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The running processes that have OpenSSL mapped, from /proc (proc(5)). Nothing is signalled, traced or stopped, no memory
 * of a process is read, and neither its arguments nor its environment are.
 */
#ifndef SSLINV_PROCESS_PROCESSES_H
#define SSLINV_PROCESS_PROCESSES_H

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "host/root.h"

/*
 * Takes facts with libraries, and fills processes, processes_read, processes_hidden, processes_complete and problems from
 * the directory `proc`, normally "/proc". Does nothing where the root is not that of the running system: another tree, or
 * that of a chroot(2). A process that ends meanwhile, or becomes another program, is left out. Returns 0 or a negative code
 * for what makes the whole scan impossible.
 */
int sslinv_processes_read(const struct sslinv_root *root, const char *proc, struct sslinv_facts *facts,
			  struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
