/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OVAL definitions: metadata and criteria of each, kept only where they may concern OpenSSL. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "formats/oval/oval.h"

static uint8_t parse_operator(const char *text)
{
	/* The schema's default. */
	if (!text || strcmp(text, "AND") == 0)
		return SSLINV_OVAL_AND;
	return strcmp(text, "OR") == 0 ? SSLINV_OVAL_OR : SSLINV_OVAL_OTHER_OPERATOR;
}

static void judge_comment(struct sslinv_oval *oval, const char *comment, bool is_extension)
{
	bool concerns;
	enum sslinv_oval_comment kind = sslinv_oval_classify_comment(comment, &concerns, NULL, 0);

	if (concerns)
		oval->reason = SSLINV_OVAL_CONCERNS;
	else if (oval->reason < SSLINV_OVAL_UNDECIDED &&
		 (kind == SSLINV_OVAL_COMMENT_OTHER || (is_extension && kind != SSLINV_OVAL_COMMENT_PLATFORM)))
		oval->reason = SSLINV_OVAL_UNDECIDED;
}

/* One criteria, criterion or extend_definition, and what is below it. */
static int read_node(struct sslinv_oval *oval, struct sslinv_xml *xml, int level, struct sslinv_error *error)
{
	struct sslinv_oval_nodes *nodes = &oval->draft.nodes;
	size_t place = nodes->count;
	const char *negate = sslinv_xml_attribute(xml, "negate");
	const char *comment = sslinv_xml_attribute(xml, "comment");
	struct sslinv_oval_node node = { .negate = negate && (strcmp(negate, "true") == 0 || strcmp(negate, "1") == 0),
					 .line = (uint32_t)sslinv_xml_line(xml) };
	int depth = sslinv_xml_depth(xml);
	int rc;

	if (level > SSLINV_OVAL_MAX_DEPTH)
		return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error, "definition %s nests criteria more than %d deep; refused",
				       oval->text.data + oval->draft.id, SSLINV_OVAL_MAX_DEPTH);
	if (nodes->count >= SSLINV_OVAL_MAX_NODES)
		return sslinv_oval_too_much(xml, error);
	if (sslinv_xml_is(xml, "criteria")) {
		node.kind = parse_operator(sslinv_xml_attribute(xml, "operator"));
	} else {
		bool is_extension = sslinv_xml_is(xml, "extend_definition");

		node.kind = is_extension ? SSLINV_OVAL_EXTEND : SSLINV_OVAL_TEST;
		judge_comment(oval, comment ? comment : "", is_extension);
		rc = sslinv_oval_add_text(oval, xml, comment, &node.comment, error);
		if (rc == 0)
			rc = sslinv_oval_add_text(oval, xml,
						  sslinv_xml_attribute(xml, is_extension ? "definition_ref" : "test_ref"),
						  &node.reference, error);
		if (rc < 0)
			return rc;
	}
	if (!sslinv_array_add(nodes))
		return sslinv_error_memory(error);
	nodes->items[place] = node;
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		if (node.kind == SSLINV_OVAL_TEST || node.kind == SSLINV_OVAL_EXTEND)
			continue;
		if (sslinv_xml_is(xml, "criteria") || sslinv_xml_is(xml, "criterion") ||
		    sslinv_xml_is(xml, "extend_definition"))
			rc = read_node(oval, xml, level + 1, error);
		if (rc < 0)
			return rc;
	}
	nodes->items[place].end = (uint32_t)nodes->count;
	return rc;
}

static void *copy_items(struct sslinv_oval *oval, const void *items, size_t count, size_t size, struct sslinv_error *error)
{
	void *copy = sslinv_oval_alloc(oval, count * size + 1, error);

	if (copy && count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

#define keep_list(list)                                                                                                     \
	((kept->list.items = copy_items(oval, draft->list.items, draft->list.count, sizeof(*draft->list.items), error)) !=  \
	 NULL)

struct sslinv_oval_definition *sslinv_oval_find_definition(const struct sslinv_oval *oval, const char *id)
{
	return sslinv_map_find_text(&oval->definitions_by_id, id);
}

static int keep(struct sslinv_oval *oval, struct sslinv_error *error)
{
	const struct sslinv_oval_definition *draft = &oval->draft;
	struct sslinv_oval_definition *kept = sslinv_oval_alloc(oval, sizeof(*kept), error);
	struct sslinv_oval_definition *twin;

	if (!kept)
		return SSLINV_E_LIMIT;
	*kept = *draft;
	kept->text = copy_items(oval, oval->text.data, oval->text.length, 1, error);
	if (!kept->text || !keep_list(nodes) || !keep_list(cves) || !keep_list(resolutions) || !keep_list(platforms) ||
	    !keep_list(cpes))
		return SSLINV_E_LIMIT;
	kept->text_length = oval->text.length;
	for (size_t i = 0; i < kept->nodes.count; i++) {
		struct sslinv_oval_node *node = &kept->nodes.items[i];

		if (node->kind != SSLINV_OVAL_TEST || !node->reference)
			continue;
		node->test = (struct sslinv_oval_test *)sslinv_oval_need(
			oval, &oval->tests, sslinv_oval_text_of(kept, node->reference), sizeof(*node->test), error);
		if (!node->test)
			return SSLINV_E_LIMIT;
	}
	twin = sslinv_oval_find_definition(oval, sslinv_oval_text_of(kept, kept->id));
	if (twin && !twin->clash)
		sslinv_oval_warn(oval, kept->line, "definition %s was there before, in line %lu; both are taken as unknown",
				 sslinv_oval_text_of(kept, kept->id), twin->line);
	if (twin)
		twin->clash = kept->clash = true;
	else if (sslinv_map_add_text(&oval->definitions_by_id, sslinv_oval_text_of(kept, kept->id), kept) < 0)
		return sslinv_error_memory(error);
	if (oval->last)
		oval->last->next = kept;
	else
		oval->definitions = kept;
	oval->last = kept;
	return 0;
}

static void reset_draft(struct sslinv_oval *oval)
{
	struct sslinv_oval_definition *draft = &oval->draft;

	sslinv_str_reset(&oval->text);
	oval->reason = SSLINV_OVAL_NONE;
	draft->nodes.count = draft->cves.count = draft->resolutions.count = draft->platforms.count = draft->cpes.count = 0;
	draft->id = draft->class = draft->advisory = draft->severity = draft->issued = draft->url = 0;
}

static int read_definition(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	struct sslinv_oval_definition *draft = &oval->draft;
	int depth = sslinv_xml_depth(xml);
	const char *class;
	int rc;

	reset_draft(oval);
	draft->line = sslinv_xml_line(xml);
	rc = sslinv_oval_add_text(oval, xml, sslinv_xml_attribute(xml, "id"), &draft->id, error);
	if (rc == 0)
		rc = sslinv_oval_add_text(oval, xml, sslinv_xml_attribute(xml, "class"), &draft->class, error);
	if (rc < 0)
		return rc;
	class = oval->text.data + draft->class;
	oval->has_patch |= strcmp(class, "patch") == 0;
	oval->has_vulnerability |= strcmp(class, "vulnerability") == 0;
	/* Inventory definitions are what others extend: "Ubuntu 22.04 is installed". */
	if (strcmp(class, "inventory") == 0)
		oval->reason = SSLINV_OVAL_UNDECIDED;
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		if (sslinv_xml_is(xml, "metadata"))
			rc = sslinv_oval_read_metadata(oval, xml, error);
		else if (sslinv_xml_is(xml, "criteria"))
			rc = read_node(oval, xml, 1, error);
		if (rc < 0)
			return rc;
	}
	if (rc < 0)
		return rc;
	if (!oval->domain[0] && sslinv_str_starts(oval->text.data + draft->id, "oval:"))
		snprintf(oval->domain, sizeof(oval->domain), "%.*s", (int)strcspn(oval->text.data + draft->id + 5, ":"),
			 oval->text.data + draft->id + 5);
	if (oval->reason == SSLINV_OVAL_NONE) {
		oval->dropped++;
		return 0;
	}
	return keep(oval, error);
}

int sslinv_oval_read_definitions(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		rc = sslinv_xml_is(xml, "definition") ? read_definition(oval, xml, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}
