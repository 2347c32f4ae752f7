/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items and names of a bill of materials. */
#include "report/cyclonedx.h"

#include <inttypes.h>

#include "report/json.h"

yajl_gen sslinv_cyclonedx_next(struct sslinv_cyclonedx *document, enum sslinv_cyclonedx_array array)
{
	return sslinv_json_next(document->generators[array], &document->has_items[array]);
}

const char *sslinv_cyclonedx_ref(struct sslinv_cyclonedx_host *writing, uint32_t node)
{
	static const char *const kinds[] = {
		[SSLINV_NODE_HOST] = "",
		[SSLINV_NODE_PACKAGE] = "/package/",
		[SSLINV_NODE_COPY] = "/copy/",
		[SSLINV_NODE_FILE] = "/file/",
	};
	const char *kind = kinds[writing->graph.nodes.items[node].kind];

	sslinv_str_reset(&writing->text);
	if (sslinv_str_printf(&writing->text, "host:%s%s", writing->facts->host.host, kind) < 0 ||
	    (*kind && sslinv_str_printf(&writing->text, "%" PRIu32, node) < 0))
		writing->is_out_of_memory = true;
	return sslinv_str_text(&writing->text);
}
