/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes an XML document on a file, by libxml2's text writer. */
#include "parse/xml_write.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"

struct sslinv_xml_writer {
	FILE *file;
	xmlTextWriterPtr xml;
	struct sslinv_error error;
};

int sslinv_xml_writer_fail(struct sslinv_xml_writer *writer)
{
	if (!writer->error.code)
		sslinv_error_set(&writer->error, SSLINV_E_SYSTEM,
				 "the guidance cannot be written: out of space, or of memory");
	return SSLINV_E_STOPPED;
}

static int write_some(void *context, const char *bytes, int size)
{
	FILE *file = context;

	return size < 0 || fwrite(bytes, 1, (size_t)size, file) != (size_t)size ? -1 : size;
}

int sslinv_xml_writer_start(struct sslinv_xml_writer *writer, const char *element)
{
	return xmlTextWriterStartElement(writer->xml, BAD_CAST element) < 0 ? sslinv_xml_writer_fail(writer) : 0;
}

int sslinv_xml_writer_end(struct sslinv_xml_writer *writer)
{
	return xmlTextWriterEndElement(writer->xml) < 0 ? sslinv_xml_writer_fail(writer) : 0;
}

int sslinv_xml_writer_attributes(struct sslinv_xml_writer *writer, const struct sslinv_xml_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *quoted = NULL;

		if (!pairs[i].value)
			continue;
		quoted = sslinv_str_quoted(pairs[i].value);
		if (!quoted || xmlTextWriterWriteAttribute(writer->xml, BAD_CAST pairs[i].name, BAD_CAST quoted) < 0)
			return sslinv_xml_writer_fail(writer);
	}
	return 0;
}

int sslinv_xml_writer_open(FILE *file, struct sslinv_xml_writer **result, struct sslinv_error *error)
{
	struct sslinv_xml_writer *writer = calloc(1, sizeof(*writer));
	xmlOutputBufferPtr buffer;

	*result = NULL;
	if (!writer)
		return sslinv_error_memory(error);
	writer->file = file;
	buffer = xmlOutputBufferCreateIO(write_some, NULL, file, NULL);
	writer->xml = buffer ? xmlNewTextWriter(buffer) : NULL;
	if (!writer->xml) {
		if (buffer)
			xmlOutputBufferClose(buffer);
		free(writer);
		return sslinv_error_memory(error);
	}
	xmlTextWriterSetIndent(writer->xml, 1);
	xmlTextWriterSetIndentString(writer->xml, BAD_CAST "\t");
	if (xmlTextWriterStartDocument(writer->xml, NULL, "UTF-8", NULL) < 0) {
		sslinv_xml_writer_fail(writer);
		return sslinv_xml_writer_close(writer, error);
	}
	*result = writer;
	return 0;
}

int sslinv_xml_writer_close(struct sslinv_xml_writer *writer, struct sslinv_error *error)
{
	int rc;

	if (!writer)
		return 0;
	if (!writer->error.code && xmlTextWriterEndDocument(writer->xml) < 0)
		sslinv_xml_writer_fail(writer);
	xmlFreeTextWriter(writer->xml);
	if (!writer->error.code && (fflush(writer->file) != 0 || ferror(writer->file)))
		sslinv_error_errno(&writer->error, "the guidance cannot be written");
	rc = writer->error.code;
	if (rc && error)
		*error = writer->error;
	free(writer);
	return rc;
}
