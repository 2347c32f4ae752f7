/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paragraphs of `sslinv explain`, which `sslinv resolve` shares. */
#ifndef SSLINV_CLI_EXPLAIN_H
#define SSLINV_CLI_EXPLAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "facts/facts.h"
#include "resolve/host.h"

/* Which host, and when it was looked at. */
void sslinv_explain_host(FILE *file, const struct sslinv_facts *facts);

/* A package: its version, source, libraries, what of it uses which OpenSSL, and what the repositories offer. */
void sslinv_explain_package(FILE *file, const struct sslinv_facts *facts, uint32_t package);

/* A path: what it is and what it gets. False where nothing is known of it. */
bool sslinv_explain_path(FILE *file, const struct sslinv_facts *facts, const char *path);

/* What OpenSSL says of a CVE. False where it is not known. */
bool sslinv_explain_vulnerability(FILE *file, const struct sslinv_guidance_set *set, const char *cve);

/*
 * One judged thing: its stream and level, and the finding about `cve` with its evidence; without one, every finding that is
 * not fixed or not affected. False where there is nothing about that CVE.
 */
bool sslinv_explain_thing(FILE *file, const struct sslinv_host_thing *thing, const struct sslinv_guidance_set *set,
			  const char *cve);

/* One finding with its evidence, indented. */
void sslinv_explain_finding(FILE *file, const struct sslinv_finding *finding, const struct sslinv_guidance_set *set);

/* How many findings of a judgement have each status, indented. */
void sslinv_explain_summary(FILE *file, const struct sslinv_judgement *judgement);

/* The stream a judgement was made in and the upstream level, indented. */
void sslinv_explain_judgement(FILE *file, const struct sslinv_judgement *judgement);

#endif
