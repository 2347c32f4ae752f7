/* SPDX-License-Identifier: GPL-2.0-or-later */
// libapt-pkg's order of versions for the C tests.
#include <apt-pkg/debversion.h>

#include "apt_oracle.h"

extern "C" int apt_oracle_compare(const char *a, const char *b)
{
	return debVS.CmpVersion(a, b);
}
