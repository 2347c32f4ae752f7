/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of the words for machines (dpkg: cputable and ostable; rpm: rpmrc). */
#include "distro/machine.h"

#include <stddef.h>
#include <string.h>

#include "base/attributes.h"

static const struct {
	const char *arch;
	const char *machine; /* NULL: every machine */
} machines[] = {
	{ "all", NULL },           { "noarch", NULL },       { "amd64", "x86_64" },   { "arm64", "aarch64" },
	{ "armel", "armv5tel" },   { "armhf", "armv7l" },    { "armv6hl", "armv6l" }, { "armv7", "armv7l" },
	{ "armv7hl", "armv7l" },   { "armv7hnl", "armv7l" }, { "i386", "i686" },      { "i486", "i686" },
	{ "i586", "i686" },        { "x86", "i686" },        { "hppa", "parisc" },    { "loong64", "loongarch64" },
	{ "mips64el", "mips64" },  { "mipsel", "mips" },     { "powerpc", "ppc" },    { "ppc64el", "ppc64le" },
	{ "x86_64_v2", "x86_64" },
};

const char *sslinv_machine_of(const char *arch)
{
	for (size_t i = 0; arch && i < SSLINV_ARRAY_SIZE(machines); i++)
		if (strcmp(machines[i].arch, arch) == 0)
			return machines[i].machine;
	return arch;
}
