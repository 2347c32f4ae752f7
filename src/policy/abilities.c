/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ML-KEM by the names in the files; FIPS by a provider's file, by packages that bring a module, and by version texts. */
#include "policy/abilities.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "link/owned.h"
#include "openssl/library.h"
#include "openssl/openssl_version.h"

static const struct sslinv_known_count yes = { true, 1 }, no = { true, 0 };

static bool is_openssl(const struct sslinv_library *library)
{
	return strcmp(library->library, sslinv_library_name(SSLINV_LIBRARY_OPENSSL)) == 0;
}

/* Is its version at least that? False where it states none. */
static bool is_since(const struct sslinv_library *library, const char *branch)
{
	struct sslinv_openssl_version version, since;

	return library->version && sslinv_openssl_version_parse(library->version, &version) &&
	       sslinv_openssl_branch_parse(branch, &since) && sslinv_openssl_branch_compare(&version, &since) >= 0;
}

/* A provider in the library's directory of modules. */
struct module {
	char *path;     /* canonical; NULL: there is none */
	bool is_hidden; /* there may be one, which this user may not read */
	struct sslinv_library_marks marks;
};

static void free_module(struct module *module)
{
	free(module->path);
}

/* Returns 0 or SSLINV_E_MEMORY. */
static int find_module(const struct sslinv_root *root, const struct sslinv_library_marks *marks, const char *name,
		       struct module *module)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *asked = sslinv_str_path(marks->modules_dir, name);
	SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
	int rc;

	if (!asked)
		return SSLINV_E_MEMORY;
	if (!marks->modules_dir[0])
		return 0;
	fd = sslinv_root_open_regular(root, asked);
	rc = fd < 0 ? fd : sslinv_library_marks_read(fd, true, &module->marks);
	module->is_hidden = rc < 0 && rc != -ENOENT && rc != -ENOTDIR && rc != -ELOOP && rc != -ENOTSUP;
	if (rc < 0)
		return rc == -ENOMEM ? SSLINV_E_MEMORY : 0;
	module->path = sslinv_root_path_of(root, fd);
	if (!module->path && errno != ENOMEM)
		module->path = sslinv_take_ptr(asked);
	return module->path ? 0 : SSLINV_E_MEMORY;
}

/* Providers that bring ML-KEM to an OpenSSL that has none. */
static const char *const kem_providers[] = { "oqsprovider.so", "oqsprovider.so.1", "symcryptprovider.so" };

static int find_kem_provider(const struct sslinv_root *root, struct sslinv_facts *facts,
			     const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	bool is_hidden = false;

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(kem_providers); i++) {
		SSLINV_CLEANUP(free_module) struct module module = { 0 };

		if (find_module(root, marks, kem_providers[i], &module) < 0)
			return SSLINV_E_MEMORY;
		is_hidden |= module.is_hidden;
		if (!module.path || !module.marks.has_ml_kem)
			continue;
		policy->pqc = yes;
		policy->pqc_evidence = sslinv_facts_printf(facts, "the provider %s has ML-KEM", module.path);
		return policy->pqc_evidence ? 0 : SSLINV_E_MEMORY;
	}
	if (is_hidden)
		return 0;
	policy->pqc = no;
	policy->pqc_evidence = "the library does not know ML-KEM";
	return 0;
}

/*
 * The tables of names have ML-KEM even where it was left out of the build; its TLS group they have not. A fork that leaves
 * its names out may have it all the same.
 */
static int find_pqc(const struct sslinv_root *root, struct sslinv_facts *facts, const struct sslinv_library *library,
		    const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	bool is_copy = library->evidence == SSLINV_EVIDENCE_EMBEDDED;

	if (!marks && is_openssl(library) && library->version) {
		policy->pqc = is_since(library, "3.5") ? yes : no;
		policy->pqc_evidence = is_since(library, "3.5") ? "OpenSSL has ML-KEM since 3.5"
								: "OpenSSL has no ML-KEM before 3.5";
	} else if (marks && (marks->has_ml_kem_group || (!is_openssl(library) && marks->has_ml_kem))) {
		/* A program may know the name by another library that it carries. */
		if (is_copy && is_openssl(library) && !is_since(library, "3.5"))
			return 0;
		policy->pqc = yes;
		policy->pqc_evidence = "the library has ML-KEM itself";
	} else if (marks && is_openssl(library)) {
		return find_kem_provider(root, facts, marks, policy);
	}
	return 0;
}

/* Packages that bring a FIPS provider or module, by how their names begin; with which versions of OpenSSL. */
static const struct {
	const char *name;
	const char *version;
} fips_packages[] = {
	{ "openssl-fips-provider", "3." },  { "libopenssl-3-fips-provider", "3." }, { "openssl-fips-module-3", "3." },
	{ "openssl-provider-fips", "3." },  { "SymCrypt-OpenSSL", "3." },           { "libssl1.1-hmac", "1.1.1" },
	{ "libopenssl1_1-hmac", "1.1.1" },  { "libssl1.0.0-hmac", "1.0." },         { "libopenssl1_0_0-hmac", "1.0." },
	{ "libopenssl-1_1-fips", "1.1.1" },
};

/* Packages of debugging symbols are called like what they are about. */
static bool has_symbols_only(const char *name)
{
	return strstr(name, "-debug") || strstr(name, "-dbg");
}

static const struct sslinv_package *find_fips_package(const struct sslinv_facts *facts, const char *version)
{
	for (size_t i = 0; version && i < facts->packages.count; i++)
		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(fips_packages); k++)
			if (sslinv_str_starts(facts->packages.items[i].name, fips_packages[k].name) &&
			    !has_symbols_only(facts->packages.items[i].name) &&
			    sslinv_str_starts(version, fips_packages[k].version))
				return &facts->packages.items[i];
	return NULL;
}

static int set_fips(struct sslinv_policy *policy, const char *version, const char *evidence)
{
	policy->fips = yes;
	policy->fips_version = version;
	policy->fips_evidence = evidence;
	return evidence ? 0 : SSLINV_E_MEMORY;
}

/* The provider that OpenSSL 3 loads by the name `fips`. */
static int find_fips_file(const struct sslinv_root *root, struct sslinv_facts *facts,
			  const struct sslinv_library_marks *marks, struct sslinv_policy *policy, bool *is_hidden)
{
	SSLINV_CLEANUP(free_module) struct module module = { 0 };
	const struct sslinv_package *owner;
	const char *version = NULL;
	uint32_t package;

	if (find_module(root, marks, "fips.so", &module) < 0)
		return SSLINV_E_MEMORY;
	*is_hidden = module.is_hidden;
	if (!module.path)
		return 0;
	package = sslinv_owned_by_path(facts, sslinv_raw(module.path));
	owner = package == SSLINV_NO_PACKAGE ? NULL : &facts->packages.items[package];
	if (module.marks.fips_version[0]) {
		version = sslinv_facts_text(facts, module.marks.fips_version);
		if (!version)
			return SSLINV_E_MEMORY;
	} else if (owner) {
		version = owner->version;
	}
	return set_fips(policy, version,
			sslinv_facts_printf(facts, "the provider %s%s%s%s%s", module.path, owner ? " of " : "",
					    owner ? owner->name : "", owner ? " " : "", owner ? owner->version : ""));
}

static bool says_fips(const char *text)
{
	return text && strcasestr(text, "fips");
}

/* A build that is the module itself, as up to 1.1.1, or that says so by its package's version. */
static int find_fips_build(struct sslinv_facts *facts, const struct sslinv_library *library,
			   const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	const struct sslinv_package *owner = library->package == SSLINV_NO_PACKAGE
						     ? NULL
						     : &facts->packages.items[library->package];

	if (marks && marks->fips_object[0]) {
		const char *version = sslinv_facts_text(facts, marks->fips_object);

		return version ? set_fips(policy, version, "the FIPS Object Module is linked into the library")
			       : SSLINV_E_MEMORY;
	}
	if (says_fips(library->version_text) && !is_since(library, "3.0"))
		return set_fips(policy, library->version,
				sslinv_facts_printf(facts, "the library says of itself: %s", library->version_text));
	if (owner && says_fips(owner->version))
		return set_fips(policy, owner->version,
				sslinv_facts_printf(facts, "package %s %s", owner->name, owner->version));
	return 0;
}

static int find_fips(const struct sslinv_root *root, struct sslinv_facts *facts, const struct sslinv_library *library,
		     const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	const struct sslinv_package *package;
	bool is_hidden = false;
	int rc = marks ? find_fips_file(root, facts, marks, policy, &is_hidden) : 0;

	if (rc == 0 && !policy->fips.is_known)
		rc = find_fips_build(facts, library, marks, policy);
	if (rc < 0 || policy->fips.is_known)
		return rc;
	/* A copy that a program carries gets nothing from the host's packages, and may look elsewhere itself. */
	if (library->evidence == SSLINV_EVIDENCE_EMBEDDED)
		return 0;
	package = library->package == SSLINV_NO_PACKAGE ? NULL : find_fips_package(facts, library->version);
	if (package)
		return set_fips(policy, package->version,
				sslinv_facts_printf(facts, "package %s %s", package->name, package->version));
	if (!marks || is_hidden)
		return 0;
	policy->fips = no;
	policy->fips_evidence = "no FIPS provider or module was found";
	return 0;
}

int sslinv_abilities_find(const struct sslinv_root *root, struct sslinv_facts *facts, const struct sslinv_library *library,
			  const struct sslinv_library_marks *marks, struct sslinv_policy *policy)
{
	int rc = find_pqc(root, facts, library, marks, policy);

	/* Which builds of the forks are a FIPS module they do not say. */
	return rc < 0 || !is_openssl(library) ? rc : find_fips(root, facts, library, marks, policy);
}
