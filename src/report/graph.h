/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host as things and what each of them uses: packages, copies of OpenSSL, and files that no package owns. */
#ifndef SSLINV_REPORT_GRAPH_H
#define SSLINV_REPORT_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/map.h"
#include "facts/facts.h"
#include "facts/result.h"

enum sslinv_node_kind {
	SSLINV_NODE_HOST = 0, /* the first, and the only one of its kind; it uses all others */
	SSLINV_NODE_PACKAGE,  /* that is or uses an OpenSSL */
	SSLINV_NODE_COPY,     /* of OpenSSL, that is judged by itself: in no package, or inside something else */
	SSLINV_NODE_FILE,     /* that uses one, and that no package owns */
};

/* All is borrowed from facts and result. */
struct sslinv_node {
	enum sslinv_node_kind kind;
	const struct sslinv_package *package;  /* or the owner of a copy; NULL */
	const struct sslinv_library *library;  /* of a copy */
	const char *path;                      /* of a copy and of a file */
	const struct sslinv_host_level *level; /* NULL where it has none */
};

/* By their places in the nodes: `from` uses `to`. */
struct sslinv_edge {
	uint32_t from, to;
};

struct sslinv_graph {
	struct {
		struct sslinv_node *items;
		size_t count, capacity;
	} nodes;
	struct {
		struct sslinv_edge *items; /* each once, sorted */
		size_t count, capacity;
	} edges;
	struct sslinv_map by_path; /* copies and files */
	uint32_t *packages;        /* the nodes of facts->packages; 0: it has none */
	const struct sslinv_facts *facts;
};

/* Makes the graph of a host. Returns 0 or SSLINV_E_MEMORY; the caller frees. */
int sslinv_graph_make(const struct sslinv_facts *facts, const struct sslinv_host_result *result, struct sslinv_graph *graph)
	SSLINV_MUST_CHECK;

/* What a finding is about; 0, the host, where that is not among the nodes. */
uint32_t sslinv_graph_find(const struct sslinv_graph *graph, const struct sslinv_host_finding *finding);

/* Accepts a zero-initialised one. Fit for SSLINV_CLEANUP. */
void sslinv_graph_free(struct sslinv_graph *graph);

#endif
