/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads tables in XML. */
#include "parse/xml_table.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

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

/* Reads the table of the input, which is freed. */
static int read_input(struct sslinv_input *input, const struct sslinv_xml_table *table, void *context,
		      struct sslinv_error *error)
{
	struct sslinv_xml *xml = NULL;
	int rc;

	sslinv_input_set_limits(input, table->max_bytes, 1);
	rc = sslinv_input_next(input, error);
	if (rc == 0)
		rc = sslinv_error_set(error, SSLINV_E_FORMAT, "%s: is empty; an element <%s> is wanted",
				      sslinv_input_name(input), table->root);
	if (rc > 0)
		rc = sslinv_xml_open(input, &xml, error);
	if (rc == 0)
		rc = read_rows(table, xml, context, error);
	sslinv_xml_free(xml);
	sslinv_input_free(input);
	return rc;
}

int sslinv_xml_table_read(const char *path, const struct sslinv_xml_table *table, void *context, struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(path, &input, error);

	return rc < 0 ? rc : read_input(input, table, context, error);
}

int sslinv_xml_table_read_fd(int fd, const char *name, const struct sslinv_xml_table *table, void *context,
			     struct sslinv_error *error)
{
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open_fd(fd, name, &input, error);

	return rc < 0 ? rc : read_input(input, table, context, error);
}

int sslinv_xml_table_check(struct sslinv_xml *xml, const char *const *names, size_t count, struct sslinv_error *error)
{
	const char *other = sslinv_xml_other_attribute(xml, names, count);
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str all = { 0 };

	for (size_t i = 0; other && i < count; i++)
		if (sslinv_str_printf(&all, "%s%s", i ? ", " : "", names[i]) < 0)
			return sslinv_error_memory(error);
	return other ? sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "<%s> has no attribute '%.40s'; it has %s",
				       sslinv_xml_name(xml), other, sslinv_str_text(&all))
		     : 0;
}
