/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file is opened for. */
#ifndef SSLINV_SQL_ACCESS_H
#define SSLINV_SQL_ACCESS_H

enum sslinv_sql_access {
	SSLINV_SQL_READ,  /* nothing is written, not even a -wal file */
	SSLINV_SQL_WRITE, /* made where missing, migrated where older */
};

#endif
