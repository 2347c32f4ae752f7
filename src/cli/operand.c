/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operands that several commands take. */
#include "cli/operand.h"

#include <ctype.h>

#include "base/log.h"
#include "version/cve.h"

bool sslinv_operand_cve(char *word)
{
	for (char *letter = word; *letter; letter++)
		*letter = (char)toupper((unsigned char)*letter);
	if (sslinv_cve_is(word))
		return true;
	sslinv_log_error("'%s' is not a CVE id like CVE-2024-0727", word);
	return false;
}
