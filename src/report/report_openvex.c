/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of stored hosts as an OpenVEX document (0.2.0). */
#include <stdlib.h>
#include <string.h>

#include "guidance/model.h"
#include "report/format.h"
#include "report/graph.h"
#include "report/json.h"
#include "report/purl.h"

struct openvex {
	FILE *file;
	yajl_gen gen;
	bool has_items;
	struct sslinv_str text; /* for a moment */
	bool is_out_of_memory;
};

/* What a status is among the four of VEX: what nobody could judge is not a clean one. */
static const char *const statuses[SSLINV_STATUS_COUNT] = {
	[SSLINV_STATUS_FIXED] = "fixed",
	[SSLINV_STATUS_NOT_AFFECTED] = "not_affected",
	[SSLINV_STATUS_AFFECTED] = "affected",
	[SSLINV_STATUS_WILL_NOT_FIX] = "affected",
	[SSLINV_STATUS_UNDER_INVESTIGATION] = "under_investigation",
	[SSLINV_STATUS_UNKNOWN] = "under_investigation",
};

/* Its package URL; where it has none, on which host it lies and where. */
static const char *product_of(struct openvex *openvex, const struct sslinv_facts *facts, const struct sslinv_node *node)
{
	struct sslinv_str *text = &openvex->text;
	int rc = 0;

	sslinv_str_reset(text);
	if (node->kind == SSLINV_NODE_PACKAGE)
		rc = sslinv_purl_package(node->package, &facts->host, text);
	else if (node->kind == SSLINV_NODE_COPY)
		rc = sslinv_purl_library(node->library, text);
	if (rc == 0 && text->length == 0)
		rc = sslinv_purl_host(facts->host.host, node->path ? node->path : "", text);
	openvex->is_out_of_memory |= rc < 0;
	return sslinv_str_text(text);
}

static void put_products(struct openvex *openvex, const struct sslinv_facts *facts, const struct sslinv_node *node)
{
	const char *product = product_of(openvex, facts, node);

	sslinv_json_open_array(openvex->gen, "products");
	sslinv_json_open_map(openvex->gen, NULL);
	sslinv_json_put(openvex->gen, "@id", product);
	if (sslinv_str_starts(product, "pkg:")) {
		sslinv_json_open_map(openvex->gen, "identifiers");
		sslinv_json_put(openvex->gen, "purl", product);
		yajl_gen_map_close(openvex->gen);
	}
	yajl_gen_map_close(openvex->gen);
	yajl_gen_array_close(openvex->gen);
}

static const char *reason_of(struct openvex *openvex, const struct sslinv_facts *facts,
			     const struct sslinv_host_finding *finding)
{
	sslinv_str_reset(&openvex->text);
	if (sslinv_str_printf(&openvex->text, "%s: %s by the rule %s%s%s", facts->host.host, finding->status, finding->rule,
			      finding->advisory ? ", advisory " : "", finding->advisory ? finding->advisory : "") < 0)
		openvex->is_out_of_memory = true;
	return sslinv_str_text(&openvex->text);
}

static const char *action_of(struct openvex *openvex, const struct sslinv_host_finding *finding, enum sslinv_status status)
{
	if (status == SSLINV_STATUS_WILL_NOT_FIX)
		return "The vendor will not fix it.";
	if (!finding->fixed_version)
		return "No fix is known.";
	sslinv_str_reset(&openvex->text);
	if (sslinv_str_printf(&openvex->text, "Upgrade to %s.", finding->fixed_version) < 0)
		openvex->is_out_of_memory = true;
	return sslinv_str_text(&openvex->text);
}

/* A status that needs a reason by the specification has one. */
static void put_statement(struct openvex *openvex, const struct sslinv_facts *facts, const struct sslinv_node *node,
			  const struct sslinv_host_finding *finding)
{
	enum sslinv_status status = SSLINV_STATUS_UNKNOWN;
	yajl_gen gen = sslinv_json_next(openvex->gen, &openvex->has_items);

	if (!sslinv_status_parse(finding->status, &status))
		status = SSLINV_STATUS_UNKNOWN;
	sslinv_json_open_map(gen, "vulnerability");
	sslinv_json_put(gen, "name", finding->cve);
	yajl_gen_map_close(gen);
	put_products(openvex, facts, node);
	sslinv_json_put(gen, "status", statuses[status]);
	sslinv_json_put(gen, "status_notes", reason_of(openvex, facts, finding));
	if (strcmp(statuses[status], "affected") == 0)
		sslinv_json_put(gen, "action_statement", action_of(openvex, finding, status));
	if (status == SSLINV_STATUS_NOT_AFFECTED && sslinv_str_compare(finding->rule, "upstream-range") == 0)
		sslinv_json_put(gen, "justification", "vulnerable_code_not_present");
	else if (status == SSLINV_STATUS_NOT_AFFECTED)
		sslinv_json_put(gen, "impact_statement", "The vendor says so.");
	yajl_gen_map_close(gen);
}

static void take_host(void *context, const struct sslinv_report_item *item)
{
	const struct sslinv_host_result *result = item->data->result;
	struct openvex *openvex = context;
	struct sslinv_graph graph;

	if (sslinv_graph_make(item->data->facts, result, &graph) < 0) {
		sslinv_error_memory(item->error);
		return;
	}
	/* A newer version that no known CVE explains is nothing that a statement can name. */
	for (size_t i = 0; i < result->findings.count; i++)
		if (result->findings.items[i].cve)
			put_statement(openvex, item->data->facts,
				      &graph.nodes.items[sslinv_graph_find(&graph, &result->findings.items[i])],
				      &result->findings.items[i]);
	sslinv_graph_free(&graph);
	if (openvex->is_out_of_memory)
		sslinv_error_memory(item->error);
}

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	struct openvex *openvex = context;
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, item->fleet->request->now);
	fputs("{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\n\"@id\":\"", openvex->file);
	sslinv_json_uuid(openvex->file);
	fprintf(openvex->file,
		"\",\n\"author\":\"sslinv\",\"timestamp\":\"%s\",\"version\":1,\"tooling\":\"sslinv " PACKAGE_VERSION
		"\",\n\"statements\":[\n",
		time);
}

static void end_fleet(void *context, const struct sslinv_report_item *item)
{
	struct openvex *openvex = context;

	(void)item;
	fputs("\n]}\n", openvex->file);
}

static void end(void *context)
{
	struct openvex *openvex = context;

	yajl_gen_free(openvex->gen);
	sslinv_str_free(&openvex->text);
	free(openvex);
}

static void *begin(FILE *file)
{
	struct openvex *openvex = calloc(1, sizeof(*openvex));

	if (!openvex)
		return NULL;
	openvex->file = file;
	openvex->gen = yajl_gen_alloc(NULL);
	if (!openvex->gen) {
		free(openvex);
		return NULL;
	}
	yajl_gen_config(openvex->gen, yajl_gen_print_callback, sslinv_json_print, file);
	return openvex;
}

const struct sslinv_report_format sslinv_report_openvex = {
	.name = "openvex",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = begin_fleet,
		[SSLINV_REPORT_HOST_BEGIN] = take_host,
		[SSLINV_REPORT_FLEET_END] = end_fleet,
	},
	.end = end,
	.records = SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE) | SSLINV_RECORD_BIT(SSLINV_RECORD_LIBRARY) |
		   SSLINV_RECORD_BIT(SSLINV_RECORD_LINKAGE) | SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING),
};
