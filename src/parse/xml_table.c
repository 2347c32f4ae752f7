/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads tables in XML. */
#include "parse/xml_table.h"

#include <string.h>

static int read_row(const struct sslinv_xml_table *table, struct sslinv_xml *xml, void *context, struct sslinv_error *error)
{
	const struct sslinv_xml_rule *row = sslinv_xml_find_rule(xml, table->rows);

	if (row)
		return row->read(context, xml, error);
	return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "<%s> is not known inside <%s>", sslinv_xml_name(xml),
			       table->root);
}

static int read_rows(const struct sslinv_xml_table *table, struct sslinv_xml *xml, void *context, struct sslinv_error *error)
{
	int rc = sslinv_xml_root(xml, table->root, error);

	if (rc < 0)
		return rc;
	if (strcmp(sslinv_xml_namespace(xml), table->namespace_uri) != 0)
		return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "<%s> is of another namespace than %s", table->root,
				       table->namespace_uri);
	while ((rc = sslinv_xml_child(xml, 0, error)) > 0)
		if ((rc = read_row(table, xml, context, error)) < 0)
			return rc;
	return rc;
}

int sslinv_xml_table_read(const char *path, const struct sslinv_xml_table *table, void *context, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	struct sslinv_xml *xml = NULL;
	int rc = sslinv_input_open(path, &input, error);

	if (rc == 0) {
		sslinv_input_set_limits(input, table->max_bytes, 1);
		rc = sslinv_input_next(input, error);
		if (rc == 0)
			rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is empty; an element <%s> is wanted", path,
					      table->root);
	}
	if (rc > 0)
		rc = sslinv_xml_open(input, &xml, error);
	if (rc == 0)
		rc = read_rows(table, xml, context, error);
	sslinv_xml_free(xml);
	sslinv_input_free(input);
	return rc;
}
