/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host as things and what each of them uses. */
#include "report/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/num.h"
#include "base/str.h"

/* Adds a node; 0 when out of memory, as the host is there before all others. */
static uint32_t add_node(struct sslinv_graph *graph, struct sslinv_node node)
{
	struct sslinv_node *place = sslinv_array_add(&graph->nodes);

	if (!place)
		return 0;
	*place = node;
	return (uint32_t)(graph->nodes.count - 1);
}

/* The node of a path, 0 where there is none. The map's values are never NULL: the host has no path. */
static uint32_t find_path(const struct sslinv_graph *graph, const char *path)
{
	return path ? (uint32_t)(uintptr_t)sslinv_map_find_text(&graph->by_path, path) : 0;
}

static int add_path(struct sslinv_graph *graph, struct sslinv_node node)
{
	uint32_t place = add_node(graph, node);

	return place == 0 ? SSLINV_E_MEMORY : sslinv_map_add_text(&graph->by_path, node.path, (void *)(uintptr_t)place);
}

static int add_packages(struct sslinv_graph *graph)
{
	const struct sslinv_facts *facts = graph->facts;

	graph->packages = calloc(facts->packages.count + 1, sizeof(*graph->packages));
	if (!graph->packages)
		return SSLINV_E_MEMORY;
	for (size_t i = 0; i < facts->packages.count; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if (!package->is_provider && !package->is_consumer)
			continue;
		graph->packages[i] = add_node(graph,
					      (struct sslinv_node){ .kind = SSLINV_NODE_PACKAGE, .package = package });
		if (graph->packages[i] == 0)
			return SSLINV_E_MEMORY;
	}
	return 0;
}

/* The paths that are judged by themselves. */
static int note_judged(const struct sslinv_host_result *result, struct sslinv_map *judged)
{
	int rc = 0;

	for (size_t i = 0; i < result->findings.count && rc == 0; i++) {
		const char *path = result->findings.items[i].path;

		if (path && !sslinv_map_find_text(judged, path))
			rc = sslinv_map_add_text(judged, path, judged);
	}
	return rc;
}

static int add_copies(struct sslinv_graph *graph, const struct sslinv_map *judged)
{
	const struct sslinv_facts *facts = graph->facts;
	int rc = 0;

	for (size_t i = 0; i < facts->libraries.count && rc == 0; i++) {
		const struct sslinv_library *library = &facts->libraries.items[i];

		if (!library->path || find_path(graph, library->path))
			continue;
		if (library->package != SSLINV_NO_PACKAGE && library->evidence != SSLINV_EVIDENCE_EMBEDDED &&
		    !sslinv_map_find_text(judged, library->path))
			continue;
		rc = add_path(graph, (struct sslinv_node){ .kind = SSLINV_NODE_COPY,
							   .package = library->package == SSLINV_NO_PACKAGE
									      ? NULL
									      : &facts->packages.items[library->package],
							   .library = library,
							   .path = library->path });
	}
	return rc;
}

static int add_files(struct sslinv_graph *graph)
{
	const struct sslinv_facts *facts = graph->facts;
	int rc = 0;

	for (size_t i = 0; i < facts->linkages.count && rc == 0; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (linkage->path && linkage->package == SSLINV_NO_PACKAGE && !find_path(graph, linkage->path))
			rc = add_path(graph, (struct sslinv_node){ .kind = SSLINV_NODE_FILE, .path = linkage->path });
	}
	return rc;
}

static uint32_t node_of_package(const struct sslinv_graph *graph, uint32_t package)
{
	return package == SSLINV_NO_PACKAGE ? 0 : graph->packages[package];
}

static int add_edge(struct sslinv_graph *graph, uint32_t from, uint32_t to)
{
	struct sslinv_edge *edge;

	if (from == to || to == 0)
		return 0;
	edge = sslinv_array_add(&graph->edges);
	if (!edge)
		return SSLINV_E_MEMORY;
	*edge = (struct sslinv_edge){ from, to };
	return 0;
}

/* What a copy or a package uses is a copy, or the package of what the loader picks. */
static int add_linkages(struct sslinv_graph *graph)
{
	const struct sslinv_facts *facts = graph->facts;
	int rc = 0;

	for (size_t i = 0; i < facts->linkages.count && rc == 0; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];
		uint32_t from = find_path(graph, linkage->path), to = find_path(graph, linkage->provider_path);

		if (from == 0)
			from = node_of_package(graph, linkage->package);
		if (to == 0)
			to = node_of_package(graph, linkage->provider_package);
		if (from)
			rc = add_edge(graph, from, to);
	}
	return rc;
}

/* The host has all, and a package the copies inside it. */
static int add_members(struct sslinv_graph *graph)
{
	int rc = 0;

	for (uint32_t i = 1; i < graph->nodes.count && rc == 0; i++) {
		const struct sslinv_node *node = &graph->nodes.items[i];

		rc = add_edge(graph, 0, i);
		if (rc == 0 && node->kind == SSLINV_NODE_COPY)
			rc = add_edge(graph, node_of_package(graph, node->library->package), i);
	}
	return rc;
}

static int compare_edges(const void *a, const void *b)
{
	const struct sslinv_edge *left = a, *right = b;

	return left->from != right->from ? sslinv_compare(left->from, right->from) : sslinv_compare(left->to, right->to);
}

static void sort_edges(struct sslinv_graph *graph)
{
	size_t kept = 0;

	if (graph->edges.count)
		qsort(graph->edges.items, graph->edges.count, sizeof(*graph->edges.items), compare_edges);
	for (size_t i = 0; i < graph->edges.count; i++)
		if (kept == 0 || compare_edges(&graph->edges.items[kept - 1], &graph->edges.items[i]) != 0)
			graph->edges.items[kept++] = graph->edges.items[i];
	graph->edges.count = kept;
}

static void set_levels(struct sslinv_graph *graph, const struct sslinv_host_result *result)
{
	for (size_t i = 0; i < result->levels.count; i++) {
		const struct sslinv_host_level *level = &result->levels.items[i];
		const struct sslinv_host_finding named = { .package = level->package,
							   .path = level->path,
							   .installed_version = level->version };
		uint32_t node = sslinv_graph_find(graph, &named);

		if (node && !graph->nodes.items[node].level)
			graph->nodes.items[node].level = level;
	}
}

int sslinv_graph_make(const struct sslinv_facts *facts, const struct sslinv_host_result *result, struct sslinv_graph *graph)
{
	struct sslinv_map judged = { 0 };
	int rc;

	*graph = (struct sslinv_graph){ .facts = facts };
	(void)add_node(graph, (struct sslinv_node){ .kind = SSLINV_NODE_HOST });
	rc = graph->nodes.count ? add_packages(graph) : SSLINV_E_MEMORY;
	if (rc == 0)
		rc = note_judged(result, &judged);
	if (rc == 0)
		rc = add_copies(graph, &judged);
	sslinv_map_free(&judged);
	if (rc == 0)
		rc = add_files(graph);
	if (rc == 0)
		rc = add_linkages(graph);
	if (rc == 0)
		rc = add_members(graph);
	if (rc < 0) {
		sslinv_graph_free(graph);
		return rc;
	}
	sort_edges(graph);
	set_levels(graph, result);
	return 0;
}

uint32_t sslinv_graph_find(const struct sslinv_graph *graph, const struct sslinv_host_finding *finding)
{
	const struct sslinv_facts *facts = graph->facts;
	uint32_t node = find_path(graph, finding->path);

	for (size_t i = 0; i < facts->packages.count && node == 0 && finding->package; i++) {
		const struct sslinv_package *package = &facts->packages.items[i];

		if (graph->packages[i] && strcmp(sslinv_package_label(package), finding->package) == 0 &&
		    (finding->path || sslinv_str_compare(package->version, finding->installed_version) == 0))
			node = graph->packages[i];
	}
	return node;
}

void sslinv_graph_free(struct sslinv_graph *graph)
{
	free(graph->nodes.items);
	free(graph->edges.items);
	sslinv_map_free(&graph->by_path);
	free(graph->packages);
	memset(graph, 0, sizeof(*graph));
}
