/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Package URLs, by the purl specification and its definitions of types. */
#include "report/purl.h"

#include <string.h>

#include "base/array.h"

/* The types of formats of packages. */
static const struct type {
	const char *format, *name;
	bool has_epoch; /* told beside the version, not in it */
} types[] = {
	{ "deb", "deb", false },
	{ "rpm", "rpm", true },
	{ "apk", "apk", false },
	{ "pacman", "alpm", false },
};

/* Whose name in a purl is not the ID of its os-release. */
static const struct {
	const char *id, *namespace;
} namespaces[] = {
	{ "rhel", "redhat" },
	{ "sles", "suse" },
	{ "sles_sap", "suse" },
	{ "sled", "suse" },
	{ "sle-micro", "suse" },
	{ "opensuse-leap", "opensuse" },
	{ "opensuse-tumbleweed", "opensuse" },
	{ "ol", "oracle" },
};

static bool is_plain(char character)
{
	return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
	       (character >= '0' && character <= '9') || (character && strchr(".-_~:", character));
}

/* Percent-encoded, but for what a purl has as it is. */
static int add_encoded(struct sslinv_str *purl, const char *text, size_t length)
{
	int rc = 0;

	for (size_t i = 0; i < length && rc == 0; i++)
		rc = is_plain(text[i]) ? sslinv_str_add_bytes(purl, &text[i], 1)
				       : sslinv_str_printf(purl, "%%%02X", (unsigned char)text[i]);
	return rc;
}

/* The same in lower case; words of several are joined by `-`. */
static int add_lower(struct sslinv_str *purl, const char *text, size_t length)
{
	int rc = 0;

	for (size_t i = 0; i < length && rc == 0; i++) {
		char lower = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i] == ' ' ? '-' : text[i];

		rc = add_encoded(purl, &lower, 1);
	}
	return rc;
}

static int add_namespace(struct sslinv_str *purl, const char *id, size_t length)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(namespaces); i++)
		if (strlen(namespaces[i].id) == length && strncmp(namespaces[i].id, id, length) == 0)
			return sslinv_str_add(purl, namespaces[i].namespace);
	return add_lower(purl, id, length);
}

static const struct type *type_of(const struct sslinv_package *package)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(types); i++)
		if (sslinv_str_compare(types[i].format, package->format) == 0)
			return &types[i];
	return NULL;
}

/* Whose build it is: `debian` of the line `debian:12`, the builder's own name, or the host's distribution. */
static const char *owner_of(const struct sslinv_package *package, const struct sslinv_host_facts *host, size_t *length)
{
	const char *owner = package->build_of ? package->build_of : package->origin ? package->origin : host->os_id;

	*length = !owner ? 0 : package->build_of ? strcspn(owner, ":/") : strlen(owner);
	return *length ? owner : NULL;
}

/* The digits before the first colon; 0 where there are none. */
static size_t epoch_length(const char *version)
{
	size_t length = strspn(version, "0123456789");

	return version[length] == ':' ? length : 0;
}

static int add_qualifiers(struct sslinv_str *purl, const struct sslinv_package *package,
			  const struct sslinv_host_facts *host, size_t epoch)
{
	const char *separator = "?";
	int rc = 0;

	if (package->arch && *package->arch) {
		rc = sslinv_str_add(purl, "?arch=");
		if (rc == 0)
			rc = add_encoded(purl, package->arch, strlen(package->arch));
		separator = "&";
	}
	if (rc == 0 && host->os_id && *host->os_id) {
		rc = sslinv_str_printf(purl, "%sdistro=", separator);
		if (rc == 0)
			rc = add_encoded(purl, host->os_id, strlen(host->os_id));
		if (rc == 0 && host->os_version && *host->os_version) {
			rc = sslinv_str_add(purl, "-");
			if (rc == 0)
				rc = add_encoded(purl, host->os_version, strlen(host->os_version));
		}
		separator = "&";
	}
	if (rc == 0 && epoch)
		rc = sslinv_str_printf(purl, "%sepoch=%.*s", separator, (int)epoch, package->version);
	return rc;
}

int sslinv_purl_package(const struct sslinv_package *package, const struct sslinv_host_facts *host, struct sslinv_str *purl)
{
	const struct type *type = type_of(package);
	size_t length, epoch = type && type->has_epoch ? epoch_length(package->version) : 0;
	const char *owner = owner_of(package, host, &length),
		   *version = epoch ? package->version + epoch + 1 : package->version;
	int rc;

	if (!type || !owner)
		return 0;
	rc = sslinv_str_printf(purl, "pkg:%s/", type->name);
	if (rc == 0)
		rc = add_namespace(purl, owner, length);
	if (rc == 0)
		rc = sslinv_str_add(purl, "/");
	if (rc == 0)
		rc = add_encoded(purl, package->name, strlen(package->name));
	if (rc == 0)
		rc = sslinv_str_add(purl, "@");
	if (rc == 0)
		rc = add_encoded(purl, version, strlen(version));
	return rc < 0 ? rc : add_qualifiers(purl, package, host, epoch);
}

int sslinv_purl_library(const struct sslinv_library *library, struct sslinv_str *purl)
{
	int rc;

	if (!library->version)
		return 0;
	rc = sslinv_str_add(purl, "pkg:generic/");
	if (rc == 0)
		rc = add_lower(purl, library->library, strlen(library->library));
	if (rc == 0)
		rc = sslinv_str_add(purl, "@");
	return rc < 0 ? rc : add_encoded(purl, library->version, strlen(library->version));
}

int sslinv_purl_host(const char *host, const char *path, struct sslinv_str *iri)
{
	int rc = sslinv_str_add(iri, "urn:sslinv:");

	if (rc == 0)
		rc = add_encoded(iri, host, strlen(host));
	if (rc == 0)
		rc = sslinv_str_add(iri, ":");
	return rc < 0 ? rc : add_encoded(iri, path, strlen(path));
}
