/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which unit and which container a process belongs to, by its control groups (cgroups(7), /proc/PID/cgroup). */
#ifndef SSLINV_PROCESS_CGROUP_H
#define SSLINV_PROCESS_CGROUP_H

#include "base/attributes.h"
#include "base/str.h"

/*
 * Appends to `unit` the systemd unit that `text` names (all of /proc/PID/cgroup, of version 1 or 2), as sslinv_process has
 * it, and to `container` the kind and name of the container; nothing where there is none. Of a process in a container the
 * unit is the container's own. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_cgroup_parse(const char *text, struct sslinv_str *unit, struct sslinv_str *container) SSLINV_MUST_CHECK;

#endif
