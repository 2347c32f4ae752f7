/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of what the bundled handbook makes of a question: its branches, commands and addresses in a set. */
#ifndef SSLINV_TESTS_HANDBOOK_HELPER_H
#define SSLINV_TESTS_HANDBOOK_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "formats/reader.h"
#include "guidance/sink.h"
#include "guidance/set.h"

/* Adds the bundled handbook to the set, as of no feed. */
void add_handbook(struct sslinv_guidance_set *set);

#endif
