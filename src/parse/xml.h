/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hardened streaming XML reader over a feed: no network, no external subset, no entity of the document's own (a DOCTYPE
 * that declares one is refused), no XInclude, libxml2's own limits on text, attributes, names and depth. Elements and
 * attributes go by their local names.
 */
#ifndef SSLINV_PARSE_XML_H
#define SSLINV_PARSE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"
#include "parse/input.h"

struct sslinv_xml;

enum sslinv_xml_event {
	SSLINV_XML_END = 0, /* of the document */
	SSLINV_XML_ELEMENT,
	SSLINV_XML_ELEMENT_END, /* comes for an empty element too */
	SSLINV_XML_TEXT,
};

/* Begins to read the current document of `input`, which must live longer. The caller frees with sslinv_xml_free(). */
int sslinv_xml_open(struct sslinv_input *input, struct sslinv_xml **xml, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The next event, or a negative code with file and line in the message. */
int sslinv_xml_next(struct sslinv_xml *xml, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Goes to the document's root element: 1, or SSLINV_E_FORMAT where there is none or its local name is another than `name`.
 */
int sslinv_xml_root(struct sslinv_xml *xml, const char *name, struct sslinv_error *error) SSLINV_MUST_CHECK;

/*
 * Goes to the next child element of the element at `depth`: 1, or 0 when that element's end was read. What the caller left
 * unread of the child before is passed over.
 */
int sslinv_xml_child(struct sslinv_xml *xml, int depth, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* What to do with the elements of one name. */
struct sslinv_xml_rule {
	const char *name; /* NULL: any name for which there is no rule before */
	/* Returns 0, or a negative code that ends the reading. What it leaves unread of the element is passed over. */
	int (*read)(void *context, struct sslinv_xml *xml, struct sslinv_error *error);
	/* Where `read` is NULL, SSLINV_XML_INTO(): an array of the context gets the element's text, cut at its size. */
	size_t offset, size;
};

/* A text longer than this many bytes is SSLINV_E_LIMIT where it is to be a word. */
#define SSLINV_XML_MAX_WORD 4096
#define SSLINV_XML_INTO(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)NULL)->member)

/* The rule for the current element, or NULL. `rules` end with an empty one. */
const struct sslinv_xml_rule *sslinv_xml_find_rule(const struct sslinv_xml *xml, const struct sslinv_xml_rule *rules);

/*
 * Reads the current element to its end, and each child element by its rule; those without a rule are passed over. `rules`
 * as above. Returns 0 or a negative code.
 */
int sslinv_xml_children(struct sslinv_xml *xml, const struct sslinv_xml_rule *rules, void *context,
			struct sslinv_error *error) SSLINV_MUST_CHECK;

/* Depth of the current element; the root's is 0. */
int sslinv_xml_depth(const struct sslinv_xml *xml);

/* Is the current element's local name this one? */
bool sslinv_xml_is(const struct sslinv_xml *xml, const char *name);
const char *sslinv_xml_name(const struct sslinv_xml *xml);
/* The namespace's URI, "" if none. */
const char *sslinv_xml_namespace(const struct sslinv_xml *xml);

/* An attribute of the current element, NULL if it has none; borrowed until the next event. */
const char *sslinv_xml_attribute(struct sslinv_xml *xml, const char *name);

/* The first attribute of the current element whose name is not among `count` names; NULL if there is none. */
const char *sslinv_xml_other_attribute(const struct sslinv_xml *xml, const char *const *names, size_t count);

/*
 * Reads the current element to its end; its text, and that of elements in it, replaces `text`, with white space around it
 * removed. More than `max` bytes give SSLINV_E_LIMIT.
 */
int sslinv_xml_content(struct sslinv_xml *xml, struct sslinv_str *text, size_t max, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The line of the current element. */
unsigned long sslinv_xml_line(const struct sslinv_xml *xml);

/* SSLINV_E_FORMAT with "file:line: " before the message. */
int sslinv_xml_fail(const struct sslinv_xml *xml, enum sslinv_code code, struct sslinv_error *error, const char *format, ...)
	SSLINV_PRINTF(4, 5) SSLINV_COLD;

/* Accepts NULL. */
void sslinv_xml_free(struct sslinv_xml *xml);

/* The same, fit for SSLINV_CLEANUP. */
void sslinv_xml_close(struct sslinv_xml **xml);

/*
 * The local name of the root element in a document's first bytes, for recognition: false if they do not begin an XML
 * document. The name is cut at `size`. `uri` (which may be NULL) gets the value of the first xmlns attribute that fits the
 * element's prefix.
 */
bool sslinv_xml_sniff(const char *head, size_t length, char *name, size_t size, char *uri, size_t uri_size);

#endif
