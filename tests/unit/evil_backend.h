/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The source of a backend that does harm, for test_backend_child.c, which compiles it: what it does is in the file
 * `/deed` of the root, and what it does it to in `/victim`.
 */
#ifndef SSLINV_TESTS_EVIL_BACKEND_H
#define SSLINV_TESTS_EVIL_BACKEND_H

extern const char evil_backend[];

#endif
