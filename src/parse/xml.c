/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place where libxml2's reader is set up: what a feed may not do, it may not do in any format. */
#include "parse/xml.h"

#include <libxml/xmlreader.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

/*
 * Names of elements and attributes go into a dictionary that lives as long as the reader, and that gets slow as it grows.
 * Real feeds have some hundred different ones.
 */
#define MAX_NAMES_BYTES ((size_t)1 << 20)

struct sslinv_xml {
	xmlTextReaderPtr reader;
	struct sslinv_input *input;
	xmlNodePtr node; /* the current one, borrowed from the reader */
	int event;
	int depth;
	bool end_pending; /* an empty element's end is to be told next */
	bool seen_end;    /* of the root element */
	bool input_ended;
	bool names_limited;
	struct sslinv_error input_error;
	char problem[256]; /* libxml2's first complaint */
	unsigned long problem_line;
	struct sslinv_str scratch; /* an attribute that is not one text node */
};

static int read_some(void *context, char *buffer, int size)
{
	struct sslinv_xml *xml = context;
	ssize_t length;

	if (xml->input_error.code || size <= 0)
		return -1;
	length = sslinv_input_read(xml->input, buffer, (size_t)size, &xml->input_error);
	xml->input_ended = length == 0;
	return length < 0 ? -1 : (int)length;
}

#if LIBXML_VERSION >= 21200
static void note_problem(void *context, const xmlError *problem)
#else
static void note_problem(void *context, xmlError *problem)
#endif
{
	struct sslinv_xml *xml = context;

	if (problem->level < XML_ERR_ERROR || xml->problem[0])
		return;
	/* The dictionary that is full says nothing else. */
	if (problem->code == XML_ERR_NO_MEMORY)
		snprintf(xml->problem, sizeof(xml->problem), "more different names than any feed has, or no memory left");
	else
		snprintf(xml->problem, sizeof(xml->problem), "%s", problem->message ? problem->message : "not well-formed");
	xml->problem[strcspn(xml->problem, "\n")] = '\0';
	xml->problem_line = problem->line > 0 ? (unsigned long)problem->line : 0;
}

int sslinv_xml_open(struct sslinv_input *input, struct sslinv_xml **result, struct sslinv_error *error)
{
	struct sslinv_xml *xml = calloc(1, sizeof(*xml));

	*result = NULL;
	if (!xml)
		return sslinv_error_memory(error);
	xml->input = input;
	/*
	 * XML_PARSE_NOENT, DTDLOAD, DTDATTR, DTDVALID and XINCLUDE stay off, so that no entity is expanded into the text and
	 * nothing outside is opened; HUGE stays off, so that libxml2's limits hold (10 MB a text or attribute, 256 levels).
	 * NOBLANKS spares the nodes of the white space between elements, nearly half of all.
	 */
	xml->reader = xmlReaderForIO(read_some, NULL, xml, NULL, NULL,
				     XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOBLANKS);
	if (!xml->reader) {
		int rc = xml->input_error.code;

		if (rc && error)
			*error = xml->input_error;
		free(xml);
		return rc ? rc : sslinv_error_memory(error);
	}
	xmlTextReaderSetStructuredErrorHandler(xml->reader, note_problem, xml);
	*result = xml;
	return 0;
}

unsigned long sslinv_xml_line(const struct sslinv_xml *xml)
{
	long line = xml->node ? xmlGetLineNo(xml->node) : 0;

	/* A node's own line number ends at 65535; the parser's is a little ahead of the node. */
	if (line <= 0 || line >= 65535)
		line = xmlTextReaderGetParserLineNumber(xml->reader);
	return line > 0 ? (unsigned long)line : 0;
}

int sslinv_xml_fail(const struct sslinv_xml *xml, enum sslinv_code code, struct sslinv_error *error, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return sslinv_error_set(error, code, "%s:%lu: %s", sslinv_input_name(xml->input), sslinv_xml_line(xml), message);
}

static int reading_failed(struct sslinv_xml *xml, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *problem = NULL;

	if (xml->input_error.code) {
		if (error)
			*error = xml->input_error;
		return xml->input_error.code;
	}
	/* The complaint can quote bytes of the document. */
	problem = sslinv_str_quoted(xml->input_ended && !xml->seen_end ? "it is cut off"
				    : xml->problem[0]                  ? xml->problem
								       : "it ends too early");
	return sslinv_error_set(error, SSLINV_E_FORMAT, "%s:%lu: not readable as XML: %s", sslinv_input_name(xml->input),
				xml->problem_line ? xml->problem_line : sslinv_xml_line(xml), problem ? problem : "damaged");
}

/* A document type without entities says nothing that is used here, and is passed over. */
static int check_document_type(struct sslinv_xml *xml, struct sslinv_error *error)
{
	const xmlDtd *type = (const xmlDtd *)xml->node;

	if (type && (type->entities || type->pentities))
		return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "the document declares entities of its own; refused");
	return 0;
}

/* The dictionary can be reached when the first node is there. */
static void limit_names(struct sslinv_xml *xml)
{
	if (xml->names_limited || !xml->node || !xml->node->doc || !xml->node->doc->dict)
		return;
	xmlDictSetLimit(xml->node->doc->dict, MAX_NAMES_BYTES);
	xml->names_limited = true;
}

int sslinv_xml_next(struct sslinv_xml *xml, struct sslinv_error *error)
{
	if (xml->end_pending) {
		xml->end_pending = false;
		xml->seen_end |= xml->depth == 0;
		return xml->event = SSLINV_XML_ELEMENT_END;
	}
	for (;;) {
		int rc = xmlTextReaderRead(xml->reader);

		xml->node = rc == 1 ? xmlTextReaderCurrentNode(xml->reader) : NULL;
		limit_names(xml);
		if (rc < 0 || xml->input_error.code || (rc == 0 && xml->problem[0]))
			return reading_failed(xml, error);
		if (rc == 0)
			return xml->event = SSLINV_XML_END;
		switch (xmlTextReaderNodeType(xml->reader)) {
		case XML_READER_TYPE_ELEMENT:
			xml->depth = xmlTextReaderDepth(xml->reader);
			xml->end_pending = xmlTextReaderIsEmptyElement(xml->reader) == 1;
			return xml->event = SSLINV_XML_ELEMENT;
		case XML_READER_TYPE_END_ELEMENT:
			xml->depth = xmlTextReaderDepth(xml->reader);
			xml->seen_end |= xml->depth == 0;
			return xml->event = SSLINV_XML_ELEMENT_END;
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			return xml->event = SSLINV_XML_TEXT;
		case XML_READER_TYPE_ENTITY_REFERENCE:
			return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error,
					       "the document refers to an entity of its own; refused");
		case XML_READER_TYPE_DOCUMENT_TYPE:
			rc = check_document_type(xml, error);
			if (rc < 0)
				return rc;
			break;
		default:
			break;
		}
	}
}

int sslinv_xml_root(struct sslinv_xml *xml, const char *name, struct sslinv_error *error)
{
	int event;

	do
		event = sslinv_xml_next(xml, error);
	while (event > 0 && event != SSLINV_XML_ELEMENT);
	if (event < 0)
		return event;
	if (event == SSLINV_XML_END || !sslinv_xml_is(xml, name))
		return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "the root element is not <%s>", name);
	return 1;
}

int sslinv_xml_child(struct sslinv_xml *xml, int depth, struct sslinv_error *error)
{
	for (;;) {
		int event = sslinv_xml_next(xml, error);

		if (event < 0)
			return event;
		if (event == SSLINV_XML_ELEMENT && xml->depth == depth + 1)
			return 1;
		if (event == SSLINV_XML_ELEMENT_END && xml->depth <= depth)
			return 0;
		if (event == SSLINV_XML_END)
			return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "it ends too early");
	}
}

int sslinv_xml_depth(const struct sslinv_xml *xml)
{
	return xml->depth;
}

const char *sslinv_xml_name(const struct sslinv_xml *xml)
{
	return xml->node && xml->node->name ? (const char *)xml->node->name : "";
}

/* Asked of every node, with one name after the other: the first letter decides nearly always. */
static bool is_name(const xmlChar *own, const char *name)
{
	return *own == (unsigned char)*name && strcmp((const char *)own, name) == 0;
}

bool sslinv_xml_is(const struct sslinv_xml *xml, const char *name)
{
	return xml->node && xml->node->name && is_name(xml->node->name, name);
}

const char *sslinv_xml_namespace(const struct sslinv_xml *xml)
{
	if (!xml->node || xml->node->type != XML_ELEMENT_NODE || !xml->node->ns || !xml->node->ns->href)
		return "";
	return (const char *)xml->node->ns->href;
}

const char *sslinv_xml_attribute(struct sslinv_xml *xml, const char *name)
{
	if (!xml->node || xml->node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *attribute = xml->node->properties; attribute; attribute = attribute->next) {
		const xmlNode *value = attribute->children;

		if (!is_name(attribute->name, name))
			continue;
		if (!value)
			return "";
		if (!value->next && value->type == XML_TEXT_NODE)
			return value->content ? (const char *)value->content : "";
		/* More than one node: only entities of the document's own cause that, and they are not expanded. */
		sslinv_str_reset(&xml->scratch);
		for (; value; value = value->next) {
			if (value->type == XML_TEXT_NODE && value->content &&
			    sslinv_str_add(&xml->scratch, (const char *)value->content) < 0)
				return "";
		}
		return sslinv_str_text(&xml->scratch);
	}
	return NULL;
}

const struct sslinv_xml_rule *sslinv_xml_find_rule(const struct sslinv_xml *xml, const struct sslinv_xml_rule *rules)
{
	for (; rules->read || rules->size; rules++)
		if (!rules->name || sslinv_xml_is(xml, rules->name))
			return rules;
	return NULL;
}

static int read_by_rule(struct sslinv_xml *xml, const struct sslinv_xml_rule *rule, void *context,
			struct sslinv_error *error)
{
	int rc;

	if (rule->read)
		return rule->read(context, xml, error);
	rc = sslinv_xml_content(xml, &xml->scratch, SSLINV_XML_MAX_WORD, error);
	if (rc == 0)
		snprintf((char *)context + rule->offset, rule->size, "%s", sslinv_str_text(&xml->scratch));
	return rc;
}

int sslinv_xml_children(struct sslinv_xml *xml, const struct sslinv_xml_rule *rules, void *context,
			struct sslinv_error *error)
{
	int depth = xml->depth;
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		const struct sslinv_xml_rule *rule = sslinv_xml_find_rule(xml, rules);

		rc = rule ? read_by_rule(xml, rule, context, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}

const char *sslinv_xml_other_attribute(const struct sslinv_xml *xml, const char *const *names, size_t count)
{
	if (!xml->node || xml->node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *attribute = xml->node->properties; attribute; attribute = attribute->next) {
		size_t i = 0;

		while (i < count && !is_name(attribute->name, names[i]))
			i++;
		if (i == count)
			return (const char *)attribute->name;
	}
	return NULL;
}

static const char *text_of(const struct sslinv_xml *xml)
{
	return xml->event == SSLINV_XML_TEXT && xml->node && xml->node->content ? (const char *)xml->node->content : "";
}

static bool is_space(char character)
{
	return character == ' ' || (character >= '\t' && character <= '\r');
}

static void trim(struct sslinv_str *text)
{
	size_t start = 0;

	while (text->length > 0 && is_space(text->data[text->length - 1]))
		text->length--;
	while (start < text->length && is_space(text->data[start]))
		start++;
	if (!text->data)
		return;
	if (start > 0)
		memmove(text->data, text->data + start, text->length - start);
	text->length -= start;
	text->data[text->length] = '\0';
}

int sslinv_xml_content(struct sslinv_xml *xml, struct sslinv_str *text, size_t max, struct sslinv_error *error)
{
	int depth = xml->depth;

	sslinv_str_reset(text);
	for (;;) {
		int event = sslinv_xml_next(xml, error);
		const char *part;

		if (event < 0)
			return event;
		if (event == SSLINV_XML_END)
			return sslinv_xml_fail(xml, SSLINV_E_FORMAT, error, "it ends too early");
		if (event == SSLINV_XML_ELEMENT_END && xml->depth <= depth)
			break;
		if (event != SSLINV_XML_TEXT)
			continue;
		part = text_of(xml);
		if (strlen(part) > max - text->length)
			return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error, "a text is longer than %zu bytes", max);
		if (sslinv_str_add(text, part) < 0)
			return sslinv_error_memory(error);
	}
	trim(text);
	return 0;
}

void sslinv_xml_free(struct sslinv_xml *xml)
{
	if (!xml)
		return;
	xmlFreeTextReader(xml->reader);
	sslinv_str_free(&xml->scratch);
	free(xml);
}

void sslinv_xml_close(struct sslinv_xml **xml)
{
	sslinv_xml_free(*xml);
}
