/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which branches of OpenSSL a release ever shipped. */
#ifndef SSLINV_GUIDANCE_SHIPPED_H
#define SSLINV_GUIDANCE_SHIPPED_H

#include "guidance/model.h"

/*
 * Why the statement's fixed version cannot be right: it is of a branch that its release never had under this package name.
 * Static; NULL if it may be right, or where the table knows nothing of the release.
 */
const char *sslinv_shipped_doubt(const struct sslinv_statement *statement);

#endif
