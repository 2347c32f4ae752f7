/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The product tree of a CSAF document: which ids mean which package on which release and stream. */
#include <search.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "formats/csaf/csaf.h"
#include "distro/package_id.h"
#include "openssl/package_name.h"
#include "version/word.h"

static int compare_id(const void *a, const void *b)
{
	const struct sslinv_csaf_product *one = a, *two = b;

	return strcmp(one->id, two->id);
}

struct sslinv_csaf_product *sslinv_csaf_tree_find(const struct sslinv_csaf_tree *tree, const char *id)
{
	struct sslinv_csaf_product wanted = { .id = id };
	void *const *found = id ? tfind(&wanted, &tree->by_id, compare_id) : NULL;

	return found ? *found : NULL;
}

static bool same_distro(const struct sslinv_distro *a, const struct sslinv_distro *b)
{
	return strcmp(a->distro, b->distro) == 0 && strcmp(a->release, b->release) == 0 && strcmp(a->stream, b->stream) == 0;
}

/* The products belong to the arena. */
static void free_nothing(void *product)
{
	(void)product;
}

void sslinv_csaf_tree_free(struct sslinv_csaf_tree *tree)
{
	tdestroy(tree->by_id, free_nothing);
	tree->by_id = NULL;
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
	if (!tsearch(product, &tree->by_id, compare_id)) {
		sslinv_json_fail(json, SSLINV_E_MEMORY, "out of memory");
		return NULL;
	}
	return product;
}

/*
 * `BaseOS-9.4.0.Z.EUS`: Red Hat's product ids name the stream even where the CPE is that of the plain release. A fix of that
 * stream must never pass for one of another.
 */
static void stream_from_id(const char *id, struct sslinv_distro *distro)
{
	static const struct {
		const char *suffix, *stream;
	} streams[] = {
		{ ".Z.EUS", "eus" }, { ".Z.AUS", "aus" }, { ".Z.E4S", "e4s" }, { ".Z.TUS", "tus" }, { ".Z.EUS.LL", "ll" },
	};
	const char *dash = strrchr(id, '-');
	unsigned major, minor;

	if (strcmp(distro->distro, "rhel") != 0 || distro->stream[0] || !dash ||
	    sscanf(dash + 1, "%3u.%3u", &major, &minor) != 2)
		return;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(streams); i++) {
		if (sslinv_str_ends(id, streams[i].suffix))
			snprintf(distro->stream, sizeof(distro->stream), "%u.%u-%s", major, minor, streams[i].stream);
	}
}

/*
 * The distribution of a platform. The CPE says whether it is one; where it knows no stream (SUSE's `suse_sles_ltss`) or no
 * release, the name may.
 */
static bool distro_of(const struct sslinv_csaf_described *what, struct sslinv_distro *distro)
{
	struct sslinv_distro by_name = { 0 };
	bool has_name = what->name && sslinv_distro_from_platform(what->name, &by_name);
	bool has_cpe = what->cpe && sslinv_distro_from_cpe(what->cpe, distro);

	if (!has_cpe && has_name && (!what->cpe || sslinv_str_starts(what->cpe, "cpe:/o:"))) {
		*distro = by_name;
		has_cpe = true;
	} else if (has_cpe && has_name && !distro->stream[0] && strcmp(distro->distro, by_name.distro) == 0 &&
		   strcmp(distro->release, by_name.release) == 0) {
		*distro = by_name;
	}
	if (has_cpe)
		stream_from_id(what->id, distro);
	return has_cpe;
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
	return 0;
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

static int add_package(struct sslinv_csaf_tree *tree, struct sslinv_json *json, const struct sslinv_csaf_described *what)
{
	struct sslinv_csaf_product *product;
	struct sslinv_package_id id;

	/* Symbols and sources for debuggers run nowhere. */
	if (!identify(what, &id) || !sslinv_package_name_is_openssl(id.name) || !sslinv_word_is_name(id.name) ||
	    sslinv_str_ends(id.name, "-debuginfo") || sslinv_str_ends(id.name, "-debugsource")) {
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
	const struct sslinv_csaf_product *base = sslinv_csaf_tree_find(tree, platform);
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
		/* A container platform, a middleware: no distribution's package. */
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
