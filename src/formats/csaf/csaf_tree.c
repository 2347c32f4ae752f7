/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The product tree of a CSAF document: which ids mean which package on which release and stream. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "formats/csaf/csaf.h"
#include "distro/package_id.h"
#include "openssl/package_name.h"
#include "version/word.h"

struct sslinv_csaf_product *sslinv_csaf_tree_find(const struct sslinv_csaf_tree *tree, const char *id)
{
	return id ? sslinv_map_find_text(&tree->by_id, id) : NULL;
}

static bool same_distro(const struct sslinv_distro *a, const struct sslinv_distro *b)
{
	return strcmp(a->distro, b->distro) == 0 && strcmp(a->release, b->release) == 0 && strcmp(a->stream, b->stream) == 0;
}

void sslinv_csaf_tree_free(struct sslinv_csaf_tree *tree)
{
	sslinv_map_free(&tree->by_id);
}

/* A new product of that id, or NULL: then the reading has failed, or the id is taken by a product that is not the same. */
static struct sslinv_csaf_product *add(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const char *id)
{
	struct sslinv_csaf_product *product = sslinv_json_alloc(json, sizeof(*product));

	if (!product)
		return NULL;
	product->id = sslinv_json_keep(json, id);
	if (!product->id)
		return NULL;
	if (sslinv_map_add_text(&tree->by_id, product->id, product) < 0) {
		sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
		return NULL;
	}
	return product;
}

/*
 * `BaseOS-9.4.0.Z.EUS`: Red Hat's product ids name the stream even where the CPE is that of the plain release. A fix of that
 * stream must never pass for one of another: false for one that is not known.
 */
static bool stream_from_id(const char *id, struct sslinv_distro *distro)
{
	static const struct {
		const char *suffix, *stream;
	} streams[] = {
		{ "EUS", "eus" }, { "E2S", "eus" },   { "AUS", "aus" }, { "E4S", "e4s" },   { "TUS", "tus" },
		{ "ELS", "els" }, { "EUS.LL", "ll" }, { "MAIN", "" },   { "MAIN+EUS", "" }, { "EUS.EXTENSION", "ll" },
	};
	const char *dash = strrchr(id, '-'), *mark = dash ? strstr(dash, ".Z.") : NULL;
	unsigned major, minor;

	if (strcmp(distro->distro, "rhel") != 0 || distro->stream[0] || !mark ||
	    sscanf(dash + 1, "%3u.%3u", &major, &minor) != 2)
		return true;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(streams); i++) {
		if (strcmp(mark + strlen(".Z."), streams[i].suffix) != 0)
			continue;
		if (streams[i].stream[0])
			snprintf(distro->stream, sizeof(distro->stream), "%u.%u-%s", major, minor, streams[i].stream);
		return true;
	}
	return false;
}

/*
 * `rhel-9.6.z`, `rhel-8.6.0.z`, `rhel-9.8.z::baseos`: such an id names a minor release. The CPE tells the stream; where the
 * two contradict each other, the product is not known. Build roots (`rhel-br-`) are never the plain release.
 */
static bool fits_id(const char *id, const struct sslinv_distro *distro)
{
	unsigned major, minor, own_major, own_minor;
	bool is_build_root = sslinv_str_starts(id, "rhel-br-");
	char release[16];

	if (sscanf(id, is_build_root ? "rhel-br-%3u.%3u" : "rhel-%3u.%3u", &major, &minor) != 2)
		return true;
	snprintf(release, sizeof(release), "%u", major);
	if (strcmp(distro->distro, "rhel") != 0 || strcmp(distro->release, release) != 0)
		return false;
	if (sscanf(distro->stream, "%3u.%3u-", &own_major, &own_minor) == 2)
		return own_major == major && own_minor == minor;
	return !is_build_root;
}

/* Without a CPE it is not known whether a minor release is the present one, or in extended support. */
static bool is_minor_by_name(const char *name, const struct sslinv_distro *distro)
{
	size_t digits = strcspn(name, "0123456789");

	digits += strspn(name + digits, "0123456789");
	return strcmp(distro->distro, "rhel") == 0 && !distro->stream[0] && name[digits] == '.';
}

static bool same_release(const struct sslinv_distro *a, const struct sslinv_distro *b)
{
	return strcmp(a->distro, b->distro) == 0 && strcmp(a->release, b->release) == 0;
}

/*
 * The distribution of a platform, by its CPE and its name. SUSE gives some products the CPE of another (Raspberry Pi, long
 * term support): there the name must be known and mean the same release. Red Hat's names tell less than its CPEs do.
 */
static bool distro_of(const struct sslinv_csaf_described *what, struct sslinv_distro *distro)
{
	struct sslinv_distro by_name = { 0 };
	bool has_name = what->name && sslinv_distro_from_platform(what->name, &by_name);
	bool has_cpe = what->cpe && sslinv_distro_from_cpe(what->cpe, distro);
	bool is_name_decisive = what->cpe && what->name && strstr(what->cpe, ":suse:");

	if (is_name_decisive && has_cpe && (!has_name || !same_release(distro, &by_name)))
		return false;
	if (!what->cpe && has_name) {
		*distro = by_name;
		has_cpe = !is_minor_by_name(what->name, &by_name);
	} else if (has_cpe && has_name && !distro->stream[0] && same_release(distro, &by_name)) {
		*distro = by_name;
	}
	return has_cpe && fits_id(what->id, distro) && stream_from_id(what->id, distro);
}

/* Middleware has no release; what looks like one and is not known must be told. Hardened images are a line of their own. */
static bool looks_like_distribution(const struct sslinv_csaf_described *what)
{
	static const char *const marks[] = { "cpe:/o:", "cpe:2.3:o:", ":enterprise_linux", ":rhel_", ":hummingbird" };

	if (sslinv_str_starts(what->id, "rhel-") || sslinv_str_starts(what->id, "hummingbird"))
		return true;

	for (size_t i = 0; what->cpe && i < SSLINV_ARRAY_SIZE(marks); i++) {
		if (strstr(what->cpe, marks[i]))
			return true;
	}
	return !what->cpe && what->name &&
	       (strstr(what->name, "Linux Enterprise") || strstr(what->name, "Enterprise Linux"));
}

static int add_platform(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const struct sslinv_csaf_described *what)
{
	struct sslinv_csaf_product *platform = sslinv_csaf_tree_find(tree, what->id);
	struct sslinv_distro distro = { 0 };
	bool has_distro = distro_of(what, &distro);

	/* SUSE lists a platform once for each family it is in. */
	if (platform && !platform->package && platform->has_distro == has_distro && same_distro(&platform->distro, &distro))
		return 0;
	if (platform)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "the product id `%.100s` has two meanings", what->id);
	platform = add(tree, json, what->id);
	if (!platform)
		return sslinv_json_status(json);
	platform->distro = distro;
	platform->has_distro = has_distro;
	if (looks_like_distribution(what))
		platform->name = sslinv_json_keep(json, what->name ? what->name : what->id);
	return sslinv_json_status(json);
}

/* Package, version and arch of the purl, or of the id or the name; the id may know the epoch where the purl does not. */
static bool identify(const struct sslinv_csaf_described *what, struct sslinv_package_id *id)
{
	struct sslinv_package_id from_id;
	bool has_id = sslinv_package_id_from_nevra(what->id, &from_id);
	const char *colon = has_id ? strchr(from_id.version, ':') : NULL;

	if (!what->purl || !sslinv_package_id_from_purl(what->purl, id)) {
		*id = from_id;
		return has_id;
	}
	if (strcmp(id->type, "rpm") != 0 && strcmp(id->type, "deb") != 0)
		return false;
	if (colon && !strchr(id->version, ':') && strcmp(colon + 1, id->version) == 0)
		memcpy(id->version, from_id.version, sizeof(id->version));
	return true;
}

/* `libopenssl1_0_0-1.0.2p-x`: a version is still in what should be a name. */
static bool is_run_together(const char *name)
{
	for (const char *dash = strchr(name, '-'); dash; dash = strchr(dash + 1, '-')) {
		size_t digits = strspn(dash + 1, "0123456789");

		if (digits > 0 && dash[1 + digits] == '.' && strchr(dash + 1, '-'))
			return true;
	}
	return false;
}

static int add_package(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const struct sslinv_csaf_described *what)
{
	struct sslinv_csaf_product *product;
	struct sslinv_package_id id;

	if (identify(what, &id) && !id.version[0] && sslinv_package_name_is_openssl(id.name) && is_run_together(id.name))
		sslinv_json_warn(json, "`%.100s` does not part into a name, a version and a release: left out", what->id);
	/* Symbols and sources for debuggers run nowhere. */
	if (!identify(what, &id) || !sslinv_package_name_is_openssl(id.name) || !sslinv_word_is_name(id.name) ||
	    (!id.version[0] && is_run_together(id.name)) || sslinv_str_ends(id.name, "-debuginfo") ||
	    sslinv_str_ends(id.name, "-debugsource")) {
		tree->dropped++;
		return 0;
	}
	product = sslinv_csaf_tree_find(tree, what->id);
	if (product && product->package && strcmp(product->package, id.name) == 0 &&
	    strcmp(product->version ? product->version : "", id.version) == 0 && strcmp(product->arch, id.arch) == 0)
		return 0;
	if (product)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "the product id `%.100s` has two meanings", what->id);
	product = add(tree, json, what->id);
	if (!product)
		return sslinv_json_status(json);
	product->package = sslinv_json_keep(json, id.name);
	product->arch = sslinv_json_keep(json, id.arch);
	product->is_source = sslinv_package_id_is_source(&id);
	if (sslinv_word_is_name(id.version))
		product->version = sslinv_json_keep(json, id.version);
	return sslinv_json_status(json);
}

static bool is_package(const struct sslinv_csaf_described *what)
{
	struct sslinv_distro distro;

	if (what->purl)
		return true;
	if (what->category && sslinv_str_starts(what->category, "product_version"))
		return true;
	if (what->category && (strcmp(what->category, "product_name") == 0 || strcmp(what->category, "product_family") == 0))
		return false;
	return !(what->cpe && (sslinv_str_starts(what->cpe, "cpe:/o:") || sslinv_distro_from_cpe(what->cpe, &distro)));
}

int sslinv_csaf_tree_add(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const struct sslinv_csaf_described *what)
{
	return is_package(what) ? add_package(tree, json, what) : add_platform(tree, json, what);
}

int sslinv_csaf_tree_relate(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const char *id, const char *component,
			    const char *platform)
{
	const struct sslinv_csaf_product *package = sslinv_csaf_tree_find(tree, component);
	struct sslinv_csaf_product *base = sslinv_csaf_tree_find(tree, platform);
	struct sslinv_csaf_product *product;
	struct sslinv_distro distro;

	if (!package || !package->package) {
		tree->dropped++;
		return 0;
	}
	if (!base) {
		sslinv_json_warn(json, "the product %.100s is on %.100s, which the document does not describe: left out", id,
				 platform);
		return 0;
	}
	if (!base->has_distro) {
		/* A container platform, a middleware: no distribution's package. Or a spelling that is not known. */
		if (base->name)
			sslinv_json_warn(json, "`%.100s` is not a release known here: what is said of it is left out",
					 base->name);
		base->name = NULL;
		tree->dropped++;
		return 0;
	}
	distro = base->distro;
	/* A fix of a flavour binds packages of that flavour only. */
	if (package->version)
		sslinv_distro_add_flavour(&distro, package->version);
	product = sslinv_csaf_tree_find(tree, id);
	if (product && product->package == package->package && product->version == package->version &&
	    same_distro(&product->distro, &distro))
		return 0;
	if (product)
		return sslinv_json_fail(json, SSLINV_E_FORMAT, "the product id `%.100s` has two meanings", id);
	product = add(tree, json, id);
	if (!product)
		return sslinv_json_status(json);
	product->package = package->package;
	product->version = package->version;
	product->arch = package->arch;
	product->is_source = package->is_source;
	product->has_distro = true;
	product->distro = distro;
	return 0;
}
