/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operands that several commands take. */
#ifndef SSLINV_CLI_OPERAND_H
#define SSLINV_CLI_OPERAND_H

#include <stdbool.h>

/* Puts a CVE id into upper case, as ids are stored. Prints what is wrong and returns false where the word is not a CVE id.
 */
bool sslinv_operand_cve(char *word);

#endif
