/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What package managers leave beside a file, by its name. */
#ifndef SSLINV_LINK_LEFTOVER_H
#define SSLINV_LINK_LEFTOVER_H

#include <stddef.h>

/* How long the end of the path is that dpkg, rpm, apk or ucf appended to a file's name (`.dpkg-new`, `;5f3a01bc`); 0: none.
 */
size_t sslinv_leftover_length(const char *path);

#endif
