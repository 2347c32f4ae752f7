/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals that end the program: SIGINT, SIGTERM, SIGHUP and SIGQUIT. A thread of its own waits for them, so that the program
 * ends at once whatever the others are at, says so, and leaves nothing behind.
 */
#ifndef SSLINV_BASE_INTERRUPT_H
#define SSLINV_BASE_INTERRUPT_H

/*
 * Begins to wait; before any other thread is made. `clean_up` is called in the waiting thread while the others go on: what
 * it locks it does not unlock. Then the program dies by the signal. A signal that is ignored, as nohup(1) does it, stays so.
 * Without a thread (none can be made) signals do what they do by default.
 */
void sslinv_interrupt_begin(void (*clean_up)(void));

/* Gives signals back their defaults: in a child process, or before another program takes over this one. */
void sslinv_interrupt_end(void);

#endif
