/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables in XML that the program reads for itself: one root element, and below it rows, each an element. */
#ifndef SSLINV_PARSE_XML_TABLE_H
#define SSLINV_PARSE_XML_TABLE_H

#include "parse/xml.h"

struct sslinv_xml_table {
	const char *root;               /* the root element's name */
	const char *namespace_uri;      /* and its namespace */
	unsigned long long max_bytes;   /* no honest table is longer */
	struct sslinv_xml_rule rows[4]; /* each by the name of its element; an empty one at the end */
};

/*
 * Refuses an attribute of the current element that is not among the names: a slip of the pen would leave the value that it
 * was to change. SSLINV_E_FORMAT, with file, line and the names that there are.
 */
int sslinv_xml_table_check(struct sslinv_xml *xml, const char *const *names, size_t count, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Reads the file. An element that is not in the list is SSLINV_E_FORMAT, with file and line, and so is an empty file. */
int sslinv_xml_table_read(const char *path, const struct sslinv_xml_table *table, void *context, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The same for a file that is open; `fd` stays the caller's, and `name` is what it is called. */
int sslinv_xml_table_read_fd(int fd, const char *name, const struct sslinv_xml_table *table, void *context,
			     struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
