/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of updates as one word: `debian:12`, `rhel:8/jbcs`, `opensuse-tumbleweed`. */
#ifndef SSLINV_DISTRO_LINE_H
#define SSLINV_DISTRO_LINE_H

#include "distro/distro.h"

/* `ID[:RELEASE][/STREAM]`, in the model's spelling. False for NULL, and where a part is missing or too long. */
bool sslinv_distro_from_line(const char *text, struct sslinv_distro *line);

#endif
