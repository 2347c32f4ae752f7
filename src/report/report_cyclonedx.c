/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored hosts as a bill of materials: CycloneDX 1.6 in JSON (ECMA-424). */
#include <stdlib.h>
#include <string.h>

#include "report/cyclonedx.h"
#include "report/format.h"
#include "report/json.h"
#include "report/purl.h"

static const char *const array_names[SSLINV_CYCLONEDX_ARRAY_COUNT] = {
	[SSLINV_CYCLONEDX_COMPONENTS] = "components",
	[SSLINV_CYCLONEDX_DEPENDENCIES] = "dependencies",
	[SSLINV_CYCLONEDX_VULNERABILITIES] = "vulnerabilities",
};

static bool has_tls12(const struct sslinv_host_level *level)
{
	return level->tls12;
}

static bool has_tls13(const struct sslinv_host_level *level)
{
	return level->tls13;
}

static bool has_mlkem(const struct sslinv_host_level *level)
{
	return level->pqc.is_known && level->pqc.number;
}

/* What an OpenSSL can do at best: cryptographic assets, which all hosts share. */
static const struct ability {
	const char *ref, *name, *asset, *member, *key, *word, *version_key, *version;
	bool (*has)(const struct sslinv_host_level *level);
} abilities[] = {
	{ "crypto/tls-1.2", "TLS 1.2", "protocol", "protocolProperties", "type", "tls", "version", "1.2", has_tls12 },
	{ "crypto/tls-1.3", "TLS 1.3", "protocol", "protocolProperties", "type", "tls", "version", "1.3", has_tls13 },
	{ "crypto/ml-kem", "ML-KEM", "algorithm", "algorithmProperties", "primitive", "kem", "version", NULL, has_mlkem },
};

/* ---- JSON ---------------------------------------------------------------------------------------------------------- */

static void put_property(yajl_gen gen, const char *name, const char *value)
{
	if (!value)
		return;
	sslinv_json_open_map(gen, NULL);
	sslinv_json_put(gen, "name", name);
	sslinv_json_put(gen, "value", value);
	yajl_gen_map_close(gen);
}

/* A number between 0 and 1, whatever the locale. */
static void put_confidence(yajl_gen gen, const char *number)
{
	sslinv_json_text(gen, "confidence");
	yajl_gen_number(gen, number, strlen(number));
}

/* ---- components ---------------------------------------------------------------------------------------------------- */

/* How the identity of a component is known. */
struct identity {
	const char *field, *technique, *confidence, *value;
};

static void put_identity(yajl_gen gen, const struct identity *identity)
{
	sslinv_json_open_array(gen, "identity");
	sslinv_json_open_map(gen, NULL);
	sslinv_json_put(gen, "field", identity->field);
	put_confidence(gen, identity->confidence);
	sslinv_json_open_array(gen, "methods");
	sslinv_json_open_map(gen, NULL);
	sslinv_json_put(gen, "technique", identity->technique);
	put_confidence(gen, identity->confidence);
	sslinv_json_put(gen, "value", identity->value);
	yajl_gen_map_close(gen);
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
	yajl_gen_array_close(gen);
}

static void put_occurrence(yajl_gen gen, const char *path)
{
	sslinv_json_open_map(gen, NULL);
	sslinv_json_put(gen, "location", path);
	yajl_gen_map_close(gen);
}

/* The files of a package that are a library or use one. */
static void put_package_files(struct sslinv_cyclonedx_host *writing, yajl_gen gen, const struct sslinv_package *package)
{
	const struct sslinv_facts *facts = writing->facts;
	uint32_t index = (uint32_t)(package - facts->packages.items);
	const char *last = NULL;

	sslinv_json_open_array(gen, "occurrences");
	for (size_t i = 0; i < facts->libraries.count; i++)
		if (facts->libraries.items[i].package == index && facts->libraries.items[i].path)
			put_occurrence(gen, facts->libraries.items[i].path);
	for (size_t i = 0; i < facts->linkages.count; i++) {
		const struct sslinv_linkage *linkage = &facts->linkages.items[i];

		if (linkage->package != index || !linkage->path || sslinv_str_compare(last, linkage->path) == 0 ||
		    linkage->evidence == SSLINV_EVIDENCE_EMBEDDED)
			continue;
		last = linkage->path;
		put_occurrence(gen, linkage->path);
	}
	yajl_gen_array_close(gen);
}

static const char *purl_of(struct sslinv_cyclonedx_host *writing, const struct sslinv_node *node)
{
	int rc;

	sslinv_str_reset(&writing->text);
	rc = node->kind == SSLINV_NODE_PACKAGE ? sslinv_purl_package(node->package, &writing->facts->host, &writing->text)
					       : sslinv_purl_library(node->library, &writing->text);
	if (rc < 0)
		writing->is_out_of_memory = true;
	return writing->text.length ? writing->text.data : NULL;
}

/* Yes or no; nothing where it is not known. */
static void put_known(yajl_gen gen, const char *name, const struct sslinv_known_count *known)
{
	if (known->is_known)
		put_property(gen, name, known->number ? "yes" : "no");
}

static void put_level(yajl_gen gen, const struct sslinv_host_level *level)
{
	if (!level)
		return;
	put_property(gen, "sslinv:upstream_version", level->upstream_version);
	put_property(gen, "sslinv:effective_upstream", level->effective_upstream);
	put_property(gen, "sslinv:branch", level->branch);
	put_property(gen, "sslinv:branch_eol", level->branch_eol);
	put_known(gen, "sslinv:pqc", &level->pqc);
	put_property(gen, "sslinv:pqc_evidence", level->pqc_evidence);
	put_known(gen, "sslinv:fips", &level->fips);
	put_property(gen, "sslinv:fips_version", level->fips_version);
	put_property(gen, "sslinv:fips_evidence", level->fips_evidence);
}

static void put_package(struct sslinv_cyclonedx_host *writing, uint32_t place, const struct sslinv_node *node)
{
	const struct sslinv_package *package = node->package;
	/* Where nobody knows whose build it is, the namespace of its purl is that of the host. */
	struct identity identity = { "purl", "manifest-analysis", package->build_of ? "1" : "0.8", package->format };
	yajl_gen gen = sslinv_cyclonedx_next(writing->document, SSLINV_CYCLONEDX_COMPONENTS);
	const char *purl;

	sslinv_json_put(gen, "type", package->is_provider && !package->is_consumer ? "library" : "application");
	sslinv_json_put(gen, "bom-ref", sslinv_cyclonedx_ref(writing, place));
	sslinv_json_put(gen, "name", package->name);
	sslinv_json_put(gen, "version", package->version);
	purl = purl_of(writing, node);
	sslinv_json_put(gen, "purl", purl);
	if (!purl)
		identity.field = "name";
	sslinv_json_open_map(gen, "evidence");
	put_identity(gen, &identity);
	put_package_files(writing, gen, package);
	yajl_gen_map_close(gen);
	sslinv_json_open_array(gen, "properties");
	put_property(gen, "sslinv:role", !package->is_consumer ? "provider" : !package->is_provider ? "consumer" : "both");
	put_property(gen, "sslinv:arch", package->arch);
	put_property(gen, "sslinv:source_name", package->source_name);
	put_property(gen, "sslinv:source_version", package->source_version);
	put_property(gen, "sslinv:vendor", package->vendor);
	put_property(gen, "sslinv:build_of", package->build_of);
	put_property(gen, "sslinv:origin_evidence", package->origin_evidence);
	put_level(gen, node->level);
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
}

/* What the file says itself is the better evidence. */
static void put_copy(struct sslinv_cyclonedx_host *writing, uint32_t place, const struct sslinv_node *node)
{
	const struct sslinv_library *library = node->library;
	struct identity identity = { "version", "binary-analysis", library->evidence == SSLINV_EVIDENCE_NEEDED ? "1" : "0.9",
				     library->version_text };
	yajl_gen gen = sslinv_cyclonedx_next(writing->document, SSLINV_CYCLONEDX_COMPONENTS);

	if (!library->version)
		identity = (struct identity){ "name", "binary-analysis", "0.9", library->soname };
	sslinv_json_put(gen, "type", "library");
	sslinv_json_put(gen, "bom-ref", sslinv_cyclonedx_ref(writing, place));
	sslinv_json_put(gen, "name", library->library);
	sslinv_json_put(gen, "version", library->version);
	sslinv_json_put(gen, "purl", purl_of(writing, node));
	sslinv_json_open_map(gen, "evidence");
	put_identity(gen, &identity);
	sslinv_json_open_array(gen, "occurrences");
	put_occurrence(gen, library->path);
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
	sslinv_json_open_array(gen, "properties");
	put_property(gen, "sslinv:evidence", sslinv_evidence_name(library->evidence));
	put_property(gen, "sslinv:soname", library->soname);
	put_property(gen, "sslinv:package", node->package ? sslinv_package_label(node->package) : NULL);
	put_level(gen, node->level);
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
}

static void put_file(struct sslinv_cyclonedx_host *writing, uint32_t place, const struct sslinv_node *node)
{
	yajl_gen gen = sslinv_cyclonedx_next(writing->document, SSLINV_CYCLONEDX_COMPONENTS);

	sslinv_json_put(gen, "type", "file");
	sslinv_json_put(gen, "bom-ref", sslinv_cyclonedx_ref(writing, place));
	sslinv_json_put(gen, "name", node->path);
	yajl_gen_map_close(gen);
}

/* The host, as a component of the document or as what all of it is about. */
static void put_host(struct sslinv_cyclonedx_host *writing, yajl_gen gen)
{
	const struct sslinv_host_facts *host = &writing->facts->host;
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, writing->facts->finished);
	sslinv_json_put(gen, "type", "platform");
	sslinv_json_put(gen, "bom-ref", sslinv_cyclonedx_ref(writing, 0));
	sslinv_json_put(gen, "name", host->host);
	sslinv_json_put(gen, "description", host->os_name);
	sslinv_json_open_array(gen, "properties");
	put_property(gen, "sslinv:machine_id", host->machine_id);
	put_property(gen, "sslinv:os_id", host->os_id);
	put_property(gen, "sslinv:os_version", host->os_version);
	put_property(gen, "sslinv:arch", host->arch);
	put_property(gen, "sslinv:last_scan", writing->facts->finished ? time : NULL);
	put_property(gen, "sslinv:scan_outcome", sslinv_outcome_name(sslinv_facts_outcome(writing->facts)));
	put_property(gen, "sslinv:verdict", sslinv_verdict_name(writing->result->verdict));
	put_property(gen, "sslinv:guidance_date", writing->result->guidance_date);
	yajl_gen_array_close(gen);
	yajl_gen_map_close(gen);
}

static void put_ability(struct sslinv_cyclonedx *document, const struct ability *ability)
{
	yajl_gen gen = sslinv_cyclonedx_next(document, SSLINV_CYCLONEDX_COMPONENTS);

	sslinv_json_put(gen, "type", "cryptographic-asset");
	sslinv_json_put(gen, "bom-ref", ability->ref);
	sslinv_json_put(gen, "name", ability->name);
	sslinv_json_open_map(gen, "cryptoProperties");
	sslinv_json_put(gen, "assetType", ability->asset);
	sslinv_json_open_map(gen, ability->member);
	sslinv_json_put(gen, ability->key, ability->word);
	sslinv_json_put(gen, ability->version_key, ability->version);
	yajl_gen_map_close(gen);
	yajl_gen_map_close(gen);
	yajl_gen_map_close(gen);
}

/* ---- dependencies -------------------------------------------------------------------------------------------------- */

static void put_abilities(yajl_gen gen, const struct sslinv_host_level *level)
{
	if (!level)
		return;
	sslinv_json_open_array(gen, "provides");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(abilities); i++)
		if (abilities[i].has(level))
			sslinv_json_text(gen, abilities[i].ref);
	yajl_gen_array_close(gen);
}

static void put_dependencies(struct sslinv_cyclonedx_host *writing)
{
	const struct sslinv_graph *graph = &writing->graph;
	size_t edge = 0;

	for (uint32_t node = 0; node < graph->nodes.count; node++) {
		yajl_gen gen = sslinv_cyclonedx_next(writing->document, SSLINV_CYCLONEDX_DEPENDENCIES);

		sslinv_json_put(gen, "ref", sslinv_cyclonedx_ref(writing, node));
		sslinv_json_open_array(gen, "dependsOn");
		for (; edge < graph->edges.count && graph->edges.items[edge].from == node; edge++)
			sslinv_json_text(gen, sslinv_cyclonedx_ref(writing, graph->edges.items[edge].to));
		yajl_gen_array_close(gen);
		put_abilities(gen, graph->nodes.items[node].level);
		yajl_gen_map_close(gen);
	}
}

/* ---- the document -------------------------------------------------------------------------------------------------- */

static void begin_fleet(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_cyclonedx *document = context;
	char time[SSLINV_TIME_SIZE];

	sslinv_str_time(time, item->fleet->request->now);
	fputs("{\"$schema\":\"http://cyclonedx.org/schema/bom-1.6.schema.json\",\n"
	      "\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\n",
	      document->file);
	fputs("\"serialNumber\":\"", document->file);
	sslinv_json_uuid(document->file);
	fputs("\",\n", document->file);
	fprintf(document->file,
		"\"metadata\":{\"timestamp\":\"%s\",\"lifecycles\":[{\"phase\":\"operations\"}],\"tools\":{\"components\":["
		"{\"type\":\"application\",\"name\":\"sslinv\",\"version\":\"" PACKAGE_VERSION "\"}]}",
		time);
	for (int array = SSLINV_CYCLONEDX_DEPENDENCIES; array < SSLINV_CYCLONEDX_ARRAY_COUNT && item->error->code == 0;
	     array++)
		if (sslinv_scratch_open(&document->scratches[array], item->error) == 0)
			yajl_gen_config(document->generators[array], yajl_gen_print_callback, sslinv_json_print,
					document->scratches[array].file);
}

/* After the metadata. */
static void begin_components(struct sslinv_cyclonedx *document)
{
	fprintf(document->file, "},\n\"%s\":[\n", array_names[SSLINV_CYCLONEDX_COMPONENTS]);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(abilities); i++)
		put_ability(document, &abilities[i]);
}

/* A single host is what all is about. */
static void tell_host(struct sslinv_cyclonedx_host *writing, size_t hosts)
{
	struct sslinv_cyclonedx *document = writing->document;

	if (hosts == 1) {
		fputs(",\n\"component\":", document->file);
		yajl_gen_map_open(document->generators[SSLINV_CYCLONEDX_COMPONENTS]);
		put_host(writing, document->generators[SSLINV_CYCLONEDX_COMPONENTS]);
		yajl_gen_reset(document->generators[SSLINV_CYCLONEDX_COMPONENTS], "");
	}
	if (!document->has_items[SSLINV_CYCLONEDX_COMPONENTS])
		begin_components(document);
	if (hosts > 1)
		put_host(writing, sslinv_cyclonedx_next(document, SSLINV_CYCLONEDX_COMPONENTS));
	for (uint32_t i = 1; i < writing->graph.nodes.count; i++) {
		static void (*const puts_of[])(struct sslinv_cyclonedx_host * writing, uint32_t place,
					       const struct sslinv_node *node) = {
			[SSLINV_NODE_PACKAGE] = put_package,
			[SSLINV_NODE_COPY] = put_copy,
			[SSLINV_NODE_FILE] = put_file,
		};
		const struct sslinv_node *node = &writing->graph.nodes.items[i];

		puts_of[node->kind](writing, i, node);
	}
	put_dependencies(writing);
	for (size_t i = 0; i < writing->result->findings.count; i++)
		sslinv_cyclonedx_vulnerability(writing, &writing->result->findings.items[i]);
}

static void take_host(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_cyclonedx_host writing = { .document = context,
						 .facts = item->data->facts,
						 .result = item->data->result };

	if (sslinv_graph_make(item->data->facts, item->data->result, &writing.graph) < 0)
		writing.is_out_of_memory = true;
	else
		tell_host(&writing, item->fleet->totals.hosts);
	if (writing.is_out_of_memory)
		sslinv_error_memory(item->error);
	sslinv_graph_free(&writing.graph);
	sslinv_str_free(&writing.text);
}

static void end_fleet(void *context, const struct sslinv_report_item *item)
{
	struct sslinv_cyclonedx *document = context;

	for (int array = SSLINV_CYCLONEDX_DEPENDENCIES; array < SSLINV_CYCLONEDX_ARRAY_COUNT && item->error->code == 0;
	     array++) {
		fprintf(document->file, "\n],\n\"%s\":[\n", array_names[array]);
		(void)!sslinv_scratch_pour(&document->scratches[array], document->file, item->error);
	}
	fputs("\n]}\n", document->file);
}

static void end(void *context)
{
	struct sslinv_cyclonedx *document = context;

	for (int array = 0; array < SSLINV_CYCLONEDX_ARRAY_COUNT; array++) {
		if (document->generators[array])
			yajl_gen_free(document->generators[array]);
		sslinv_scratch_free(&document->scratches[array]);
	}
	free(document);
}

static void *begin(FILE *file)
{
	struct sslinv_cyclonedx *document = calloc(1, sizeof(*document));

	if (!document)
		return NULL;
	document->file = file;
	for (int array = 0; array < SSLINV_CYCLONEDX_ARRAY_COUNT; array++) {
		document->generators[array] = yajl_gen_alloc(NULL);
		if (!document->generators[array]) {
			end(document);
			return NULL;
		}
	}
	yajl_gen_config(document->generators[SSLINV_CYCLONEDX_COMPONENTS], yajl_gen_print_callback, sslinv_json_print, file);
	return document;
}

const struct sslinv_report_format sslinv_report_cyclonedx = {
	.name = "cyclonedx",
	.begin = begin,
	.steps = {
		[SSLINV_REPORT_FLEET_BEGIN] = begin_fleet,
		[SSLINV_REPORT_HOST_BEGIN] = take_host,
		[SSLINV_REPORT_FLEET_END] = end_fleet,
	},
	.end = end,
	.records = SSLINV_RECORD_BIT(SSLINV_RECORD_PACKAGE) | SSLINV_RECORD_BIT(SSLINV_RECORD_LIBRARY) |
		   SSLINV_RECORD_BIT(SSLINV_RECORD_LINKAGE) | SSLINV_RECORD_BIT(SSLINV_RECORD_FINDING) |
		   SSLINV_RECORD_BIT(SSLINV_RECORD_LEVEL),
};
