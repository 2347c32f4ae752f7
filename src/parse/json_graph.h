/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of json.h as a graph: which step in the document leads to which rule. For json_read.c alone. */
#ifndef SSLINV_PARSE_JSON_GRAPH_H
#define SSLINV_PARSE_JSON_GRAPH_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "parse/json.h"

enum sslinv_json_edge_kind { SSLINV_JSON_EDGE_NAME, SSLINV_JSON_EDGE_ANY, SSLINV_JSON_EDGE_ELEMENT };

struct sslinv_json_edge {
	enum sslinv_json_edge_kind kind;
	const char *name; /* inside the rule's path; not NUL-terminated */
	size_t length;
	int from, to;
	int next;     /* the next one from the same node, or -1 */
	unsigned bit; /* its number among those of the node, for finding duplicates: a node has at most 64 */
};

struct sslinv_json_node {
	const struct sslinv_json_rule *rule; /* NULL: only on the way to others */
	const char *path;                    /* for messages */
	int path_length;
	int edges; /* the first, or -1 */
	unsigned edge_count;
	unsigned kinds;
};

/* Node 0 is the document. */
struct sslinv_json_graph {
	struct {
		struct sslinv_json_node *items;
		size_t count, capacity;
	} nodes;
	struct {
		struct sslinv_json_edge *items;
		size_t count, capacity;
	} edges;
};

/* The rules are borrowed as long as the graph lives. After a failure, too, the caller frees. */
int sslinv_json_graph_compile(struct sslinv_json_graph *graph, const struct sslinv_json_rule *rules, size_t count,
			      struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The edge from node `from`, NULL if there is none; the name counts for SSLINV_JSON_EDGE_NAME only. */
const struct sslinv_json_edge *sslinv_json_graph_find(const struct sslinv_json_graph *graph, int from,
						      enum sslinv_json_edge_kind kind, const char *name, size_t length);

/* Accepts a zero-initialised one. */
void sslinv_json_graph_free(struct sslinv_json_graph *graph);

#endif
