/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the format cyclonedx share. */
#ifndef SSLINV_REPORT_CYCLONEDX_H
#define SSLINV_REPORT_CYCLONEDX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <yajl/yajl_gen.h>

#include "base/scratch.h"
#include "base/str.h"
#include "report/graph.h"

/* The arrays of the document. The first is written at once, the others wait until it ends. */
enum sslinv_cyclonedx_array {
	SSLINV_CYCLONEDX_COMPONENTS,
	SSLINV_CYCLONEDX_DEPENDENCIES,
	SSLINV_CYCLONEDX_VULNERABILITIES,
	SSLINV_CYCLONEDX_ARRAY_COUNT
};

struct sslinv_cyclonedx {
	FILE *file;
	yajl_gen generators[SSLINV_CYCLONEDX_ARRAY_COUNT];
	struct sslinv_scratch scratches[SSLINV_CYCLONEDX_ARRAY_COUNT];
	bool has_items[SSLINV_CYCLONEDX_ARRAY_COUNT];
};

/* A host that is being written. */
struct sslinv_cyclonedx_host {
	struct sslinv_cyclonedx *document;
	const struct sslinv_facts *facts;
	const struct sslinv_host_result *result;
	struct sslinv_graph graph;
	struct sslinv_str text; /* for a moment */
	bool is_out_of_memory;
};

/* Opens the next item of an array. */
yajl_gen sslinv_cyclonedx_next(struct sslinv_cyclonedx *document, enum sslinv_cyclonedx_array array);

/* The name of a node in the document; good until `text` is used again. */
const char *sslinv_cyclonedx_ref(struct sslinv_cyclonedx_host *writing, uint32_t node);

/* A finding, with the state of its analysis. */
void sslinv_cyclonedx_vulnerability(struct sslinv_cyclonedx_host *writing, const struct sslinv_host_finding *finding);

#endif
