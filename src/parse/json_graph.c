/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiles the rules for JSON paths into a graph that is walked along with a document. */
#include "parse/json_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static int add_node(struct sslinv_json_graph *graph, const char *path, size_t path_length, struct sslinv_error *error)
{
	struct sslinv_json_node *node = sslinv_array_add(&graph->nodes);

	if (!node)
		return sslinv_error_memory(error);
	*node = (struct sslinv_json_node){ .path = path, .path_length = (int)path_length, .edges = -1 };
	return (int)graph->nodes.count - 1;
}

static int add_edge(struct sslinv_json_graph *graph, const struct sslinv_json_edge *what, struct sslinv_error *error)
{
	struct sslinv_json_edge *edge = sslinv_array_add(&graph->edges);
	struct sslinv_json_node *node = &graph->nodes.items[what->from];

	if (!edge)
		return sslinv_error_memory(error);
	*edge = *what;
	edge->next = node->edges;
	edge->bit = node->edge_count++;
	node->edges = (int)graph->edges.count - 1;
	node->kinds |= edge->kind == SSLINV_JSON_EDGE_ELEMENT ? SSLINV_JSON_ARRAY : SSLINV_JSON_OBJECT;
	return 0;
}

const struct sslinv_json_edge *sslinv_json_graph_find(const struct sslinv_json_graph *graph, int from,
						      enum sslinv_json_edge_kind kind, const char *name, size_t length)
{
	for (int i = graph->nodes.items[from].edges; i >= 0; i = graph->edges.items[i].next) {
		const struct sslinv_json_edge *edge = &graph->edges.items[i];

		if (edge->kind != kind)
			continue;
		if (kind != SSLINV_JSON_EDGE_NAME || (edge->length == length && memcmp(edge->name, name, length) == 0))
			return edge;
	}
	return NULL;
}

/*
 * Walks `path` from the root and makes what is missing. With `target` >= 0 the last step leads to that node instead of a new
 * one. Returns the node at the end or a negative code.
 */
static int add_path(struct sslinv_json_graph *graph, const char *path, int target, struct sslinv_error *error)
{
	const char *rest = path;
	int node = 0;

	while (*rest) {
		struct sslinv_json_edge step = { SSLINV_JSON_EDGE_NAME, rest, strcspn(rest, ".["), node, -1, -1, 0 };
		const struct sslinv_json_edge *edge;

		if (*rest == '[') {
			step.kind = SSLINV_JSON_EDGE_ELEMENT;
			step.length = strlen("[]");
		} else if (*rest == '*') {
			step.kind = SSLINV_JSON_EDGE_ANY;
		}
		rest += step.length;
		edge = sslinv_json_graph_find(graph, node, step.kind, step.name, step.length);
		if (edge) {
			node = edge->to;
		} else {
			int rc;

			step.to = *rest == '\0' && target >= 0 ? target
							       : add_node(graph, path, (size_t)(rest - path), error);
			if (step.to < 0)
				return step.to;
			rc = add_edge(graph, &step, error);
			if (rc < 0)
				return rc;
			node = step.to;
		}
		if (*rest == '.')
			rest++;
	}
	return node;
}

int sslinv_json_graph_compile(struct sslinv_json_graph *graph, const struct sslinv_json_rule *rules, size_t count,
			      struct sslinv_error *error)
{
	int node = add_node(graph, "", 0, error), same;

	for (size_t i = 0; i < count && node >= 0; i++) {
		if (rules[i].same_as)
			continue;
		node = add_path(graph, rules[i].path, -1, error);
		if (node < 0)
			break;
		graph->nodes.items[node].rule = &rules[i];
		if (rules[i].value || rules[i].into)
			graph->nodes.items[node].kinds |= rules[i].kinds ? rules[i].kinds : (unsigned)SSLINV_JSON_STRING;
	}
	for (size_t i = 0; i < count && node >= 0; i++) {
		if (!rules[i].same_as)
			continue;
		same = add_path(graph, rules[i].same_as, -1, error);
		node = same < 0 ? same : add_path(graph, rules[i].path, same, error);
	}
	return node < 0 ? node : 0;
}

void sslinv_json_graph_free(struct sslinv_json_graph *graph)
{
	free(graph->nodes.items);
	free(graph->edges.items);
}
