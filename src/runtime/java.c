/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Java: native code in archives, which are called by the artifact that they are: `netty-tcnative-2.0.61.Final-linux-x86_64`.
 */
#include <ctype.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/str.h"
#include "runtime/describe.h"

/* Well-known native code, by a part of its file's name, however the archive is called that it was put into. */
static const struct {
	const char *part, *module;
} known[] = {
	{ "netty_tcnative", "netty-tcnative" },
	{ "conscrypt_openjdk_jni", "conscrypt" },
	{ "netty_quiche", "netty-quic" },
	{ "wfssl", "wildfly-openssl" },
	{ "amazonCorrettoCryptoProvider", "amazon-corretto-crypto-provider" },
};

/* Where the version of an artifact begins: behind the last hyphen that a digit follows; NULL. */
static const char *version_in_name(const char *name)
{
	const char *found = NULL;

	for (const char *at = strchr(name, '-'); at; at = strchr(at + 1, '-'))
		if (isdigit((unsigned char)at[1]) && at > name)
			found = at + 1;
	return found;
}

/* A classifier that names a machine is no part of the version. */
static size_t version_length(const char *version)
{
	const char *machine = strstr(version, "-linux");

	return machine ? (size_t)(machine - version) : strlen(version);
}

int sslinv_java_archive(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
{
	const char *artifact = module->module, *version = version_in_name(artifact);
	const char *file = strrchr(use->path, '/') + 1;

	module->owner_kind = "jar";
	module->owner_name = artifact;
	if (version) {
		module->owner_name = sslinv_arena_strndup(&finder->arena, artifact, (size_t)(version - artifact) - 1);
		module->owner_version = sslinv_arena_strndup(&finder->arena, version, version_length(version));
		if (!module->owner_name || !module->owner_version)
			return SSLINV_E_MEMORY;
	}
	module->module = module->owner_name;
	module->module_version = module->owner_version;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(known); i++)
		/* Of an artifact of that name the version is the module's, too. */
		if (strstr(file, known[i].part) && !sslinv_str_starts(module->owner_name, known[i].module)) {
			module->module = known[i].module;
			module->module_version = NULL;
		}
	return 0;
}
