/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of the branches of OpenSSL that releases shipped as their own `openssl`. */
#include "guidance/shipped.h"

#include <string.h>

#include "base/str.h"
#include "openssl/openssl_version.h"

/* NULL: any; a release that still moves on has no last branch. */
struct shipped {
	const char *release, *first, *last;
};

static const struct shipped enterprise_linux[] = {
	{ "6", "1.0.0", "1.0.1" }, { "7", "1.0.1", "1.0.2" }, { "8", "1.1.0", "1.1.1" },
	{ "9", "3.0", NULL },      { "10", "3.2", NULL },     { NULL, NULL, NULL },
};

/* Their trackers name the version that brought the fix before the release was made: an older branch is sound there. */
static const struct shipped debian[] = {
	{ "10", NULL, "1.1.1" }, { "11", NULL, "1.1.1" }, { "12", NULL, "3.0" }, { "13", NULL, "3.5" }, { NULL, NULL, NULL },
};

static const struct shipped ubuntu[] = {
	{ "14.04", NULL, "1.0.1" }, { "16.04", NULL, "1.0.2" }, { "18.04", NULL, "1.1.1" }, { "20.04", NULL, "1.1.1" },
	{ "22.04", NULL, "3.0" },   { "24.04", NULL, "3.0" },   { NULL, NULL, NULL },
};

static const struct shipped amazon[] = {
	{ "2", "1.0.2", "1.0.2" },
	{ "2023", "3.0", NULL },
	{ NULL, NULL, NULL },
};

static const struct shipped mariner[] = {
	{ "1.0", "1.1.1", "1.1.1" },
	{ "2.0", "1.1.1", "1.1.1" },
	{ NULL, NULL, NULL },
};

static const struct shipped azure[] = {
	{ "3.0", "3.1", NULL },
	{ NULL, NULL, NULL },
};

static const struct {
	const char *distro;
	const struct shipped *releases;
} distros[] = {
	{ "rhel", enterprise_linux },
	{ "centos", enterprise_linux },
	{ "almalinux", enterprise_linux },
	{ "rocky", enterprise_linux },
	{ "ol", enterprise_linux },
	{ "debian", debian },
	{ "ubuntu", ubuntu },
	{ "amzn", amazon },
	{ "mariner", mariner },
	{ "azurelinux", azure },
};

/* `openssl` and its parts. Other branches are `openssl1.0`, `openssl-1_1`, `openssl3`, and that of a validated module. */
static bool is_plain_name(const char *package)
{
	if (!sslinv_str_starts(package, "openssl") || sslinv_str_starts(package, "openssl-fips"))
		return false;
	package += strlen("openssl");
	return package[0] == '\0' || (package[0] == '-' && package[1] >= 'a' && package[1] <= 'z');
}

static const struct shipped *find(const struct sslinv_statement *statement)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(distros); i++) {
		if (strcmp(distros[i].distro, statement->distro) != 0)
			continue;
		for (const struct shipped *row = distros[i].releases; row->release; row++) {
			if (strcmp(row->release, statement->release) == 0)
				return row;
		}
	}
	return NULL;
}

/* The order of the branches of a version and a branch's name. */
static int compare(const struct sslinv_openssl_version *version, const char *branch)
{
	struct sslinv_openssl_version other;

	return sslinv_openssl_branch_parse(branch, &other) ? sslinv_openssl_branch_compare(version, &other) : 0;
}

const char *sslinv_shipped_doubt(const struct sslinv_statement *statement)
{
	const struct shipped *row = is_plain_name(statement->package) ? find(statement) : NULL;
	struct sslinv_openssl_version version;

	if (!row || !sslinv_openssl_version_in_package(statement->fixed_version, &version))
		return NULL;
	if (row->first && compare(&version, row->first) < 0)
		return "the fixed version is older than the OpenSSL that this release has always shipped";
	if (row->last && compare(&version, row->last) > 0)
		return "the fixed version is of a newer branch of OpenSSL than this release ever shipped";
	return NULL;
}
