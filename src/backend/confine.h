/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a backend's child process may not do, enforced by the kernel where it can. */
#ifndef SSLINV_BACKEND_CONFINE_H
#define SSLINV_BACKEND_CONFINE_H

/*
 * For the calling process, for good: resource limits (CPU seconds, memory, file size), no new privileges, and by Landlock
 * (Linux 5.13) no execution of anything and no writing but below `writable` (a directory; NULL: nowhere) and to /dev/null. A
 * kernel without Landlock is no failure: then the backends' own rules hold alone.
 */
void sslinv_confine(unsigned cpu_seconds, const char *writable);

#endif
