/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv's own SQL functions and collations. */
#ifndef SSLINV_SQL_FUNCTIONS_H
#define SSLINV_SQL_FUNCTIONS_H

#include <sqlite3.h>

#include "base/attributes.h"
#include "base/error.h"

/* vercmp(format, a, b), and the collations rpmver and debver. */
int sslinv_functions_register(sqlite3 *db, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* fact_key(...), by which the statements that change an inventory compare facts. */
int sslinv_functions_register_keys(sqlite3 *db, const char *path, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
