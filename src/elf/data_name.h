/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a file says of its contents. */
#ifndef SSLINV_LINK_DATA_NAME_H
#define SSLINV_LINK_DATA_NAME_H

enum sslinv_name_kind {
	SSLINV_NAME_OTHER = 0, /* says nothing */
	SSLINV_NAME_DATA,      /* text, source code to be compiled, images, fonts, translations, compressed documents */
	SSLINV_NAME_SCRIPT,    /* source code that an interpreter runs: compiled programs are called so now and then */
};

/*
 * By the end of a file's name. No package ships a program or a library under the name of data, but a name proves nothing: it
 * counts only for files that a package lists, and only in a scan of packages alone.
 */
enum sslinv_name_kind sslinv_name_kind(const char *name);

#endif
