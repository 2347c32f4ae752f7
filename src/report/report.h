/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a scan found, for a person (text) or a program (json, documented in sslinv-scan(1)). */
#ifndef SSLINV_REPORT_REPORT_H
#define SSLINV_REPORT_REPORT_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"
#include "facts/facts.h"
#include "facts/result.h"

/* A format: its name, and how it writes the facts. */
struct sslinv_report_format {
	const char *name;
	int (*write)(FILE *file, const struct sslinv_facts *facts, const struct sslinv_host_result *result,
		     struct sslinv_error *error);
};

/* The format of that name, or NULL. */
const struct sslinv_report_format *sslinv_report_format(const char *name);

/* The formats; each returns 0 or SSLINV_E_MEMORY. Write errors stay in the FILE for its owner to find. */
int sslinv_report_text(FILE *file, const struct sslinv_facts *facts, const struct sslinv_host_result *result,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_report_json(FILE *file, const struct sslinv_facts *facts, const struct sslinv_host_result *result,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
