/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in text of the form of os-release(5). */
#ifndef SSLINV_HOST_OS_RELEASE_VALUE_H
#define SSLINV_HOST_OS_RELEASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The value of `key` in text of os-release's form (`KEY=value`, `KEY="value"` with \ escapes), copied into `value`. Returns
 * false where the key is absent. The last assignment counts, as in a shell.
 */
bool sslinv_os_release_value(const char *text, const char *key, char *value, size_t size);

#endif
