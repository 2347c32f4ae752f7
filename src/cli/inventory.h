/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inventory that a command works on, with the messages for when it cannot be had. */
#ifndef SSLINV_CLI_INVENTORY_H
#define SSLINV_CLI_INVENTORY_H

#include "base/attributes.h"
#include "store/store.h"

/* `given` or the default path, malloc'ed; NULL after a message. The caller frees. */
char *sslinv_inventory_path(const char *given) SSLINV_MUST_CHECK;

/* The same for a command that looks at no host: the directory of a path that is not the default one has to be there. */
char *sslinv_inventory_present_path(const char *given) SSLINV_MUST_CHECK;

/* Opens `given`, or the default inventory for NULL. Prints what is wrong and returns a negative code. */
int sslinv_inventory_open(const char *given, enum sslinv_sql_access access, struct sslinv_store **store) SSLINV_MUST_CHECK;

/* Is there a file at `path`? Prints that there is none: for commands that change an inventory but do not begin one. */
bool sslinv_inventory_exists(const char *path) SSLINV_MUST_CHECK;

/* sslinv_store_close() for SSLINV_CLEANUP. */
void sslinv_inventory_close(struct sslinv_store **store);

/* The directory of the data: $SSLINV_DATA if set (not for set-user-ID programs), else of the installation. Static. */
const char *sslinv_data_directory(void);

/* The directory of a site's own settings: $SSLINV_CONF if set (not for set-user-ID programs), else /etc/sslinv. Static. */
const char *sslinv_conf_directory(void);

/* The directory of the named queries, below it. Static. */
const char *sslinv_query_directory(void);

#endif
