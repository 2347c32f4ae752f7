/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files whose names say that they are data. */
#ifndef SSLINV_LINK_DATA_NAME_H
#define SSLINV_LINK_DATA_NAME_H

#include <stdbool.h>

/*
 * Does a file's name end as those of text, source code, images, fonts, translations and compressed documents do? No package ships a
 * program or a library under such a name; it is no proof, so only a file that a package lists and that nobody may execute is left
 * unopened for it, and only by a scan of packages alone.
 */
bool sslinv_is_data_name(const char *name);

#endif
