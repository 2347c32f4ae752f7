/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The declared rebuilds: distributions that ship another vendor's packages unchanged, and publish no security data. */
#include "distro/inherits.h"

#include <stddef.h>
#include <string.h>

#include "base/attributes.h"

/*
 * AlmaLinux, Rocky, Oracle, Amazon and CentOS Stream (from 9 on the only CentOS) are not here: they build, and number, on
 * their own.
 */
static const struct {
	const char *distro;
	const char *release;
	const char *from;
} rebuilds[] = {
	{ "centos", "6", "rhel" },
	{ "centos", "7", "rhel" },
	{ "centos", "8", "rhel" },
};

const char *sslinv_distro_inherits(const char *distro, const char *release)
{
	for (size_t i = 0; distro && i < SSLINV_ARRAY_SIZE(rebuilds); i++) {
		if (strcmp(rebuilds[i].distro, distro) == 0 && (!release || strcmp(rebuilds[i].release, release) == 0))
			return rebuilds[i].from;
	}
	return NULL;
}
