/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of a part of a host, as indented text. */
#ifndef SSLINV_REPORT_EXPLAIN_PROCESS_H
#define SSLINV_REPORT_EXPLAIN_PROCESS_H

#include <stdio.h>

#include "facts/facts.h"

/* Each process, and each file that they have mapped with what became of it; of many the first ones. */
void sslinv_explain_processes(FILE *file, const struct sslinv_facts *facts);

#endif
