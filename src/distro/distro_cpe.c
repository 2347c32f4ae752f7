/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which distribution, release and stream a CPE names. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/str.h"
#include "distro/distro_internal.h"
#include "distro/product_base.h"

/* The parts of a CPE that tell a release: `cpe:/PART:VENDOR:PRODUCT:VERSION:UPDATE:EDITION`. */
struct cpe {
	char vendor[32], product[64], version[16], update[16], edition[32], language[16], software_edition[32];
	char stream[40]; /* what its parts come to */
};

static bool split_cpe(const char *text, struct cpe *cpe)
{
	const struct {
		char *target;
		size_t size;
	} parts[] = {
		{ cpe->vendor, sizeof(cpe->vendor) },
		{ cpe->product, sizeof(cpe->product) },
		{ cpe->version, sizeof(cpe->version) },
		{ cpe->update, sizeof(cpe->update) },
		{ cpe->edition, sizeof(cpe->edition) },
		{ cpe->language, sizeof(cpe->language) },
		{ cpe->software_edition, sizeof(cpe->software_edition) },
	};
	char part[8];
	const char *at = NULL;

	memset(cpe, 0, sizeof(*cpe));
	if (sslinv_str_starts(text, "cpe:/"))
		at = sslinv_distro_cut(part, sizeof(part), text + strlen("cpe:/"), ":");
	else if (sslinv_str_starts(text, "cpe:2.3:"))
		at = sslinv_distro_cut(part, sizeof(part), text + strlen("cpe:2.3:"), ":");
	for (size_t i = 0; at && i < SSLINV_ARRAY_SIZE(parts); i++) {
		at = sslinv_distro_cut(parts[i].target, parts[i].size, at, ":");
		if (strcmp(parts[i].target, "*") == 0 || strcmp(parts[i].target, "-") == 0)
			parts[i].target[0] = '\0';
	}
	return cpe->product[0] != '\0';
}

/*
 * SUSE keeps the service pack in the update (`15:sp5`), from 16 on the whole version (`16:16.0:server`), and what the
 * product is in the edition or, once, in the update (`11:security`). What is not listed is another product.
 */
static bool fit_suse(struct cpe *cpe, const char **stream)
{
	const char *edition = cpe->edition;
	size_t major = strlen(cpe->version);

	if (sslinv_str_starts(cpe->update, "sp") && isdigit((unsigned char)cpe->update[2]) && !strchr(cpe->version, '.') &&
	    major + strlen(cpe->update) < sizeof(cpe->version))
		snprintf(cpe->version + major, sizeof(cpe->version) - major, ".%s", cpe->update + 2);
	else if (strncmp(cpe->update, cpe->version, major) == 0 && cpe->update[major] == '.')
		memcpy(cpe->version, cpe->update, sizeof(cpe->version));
	else if (cpe->update[0] && !edition[0])
		edition = cpe->update;
	else if (cpe->update[0])
		return false;
	for (size_t i = 0; i < sslinv_distro_edition_count; i++) {
		if (strcmp(sslinv_distro_editions[i].name, edition) != 0)
			continue;
		/* `sles_sap` with the edition `ltss` is another product than `sles` with it. */
		if (strcmp(sslinv_distro_editions[i].stream, *stream) != 0)
			snprintf(cpe->stream, sizeof(cpe->stream), "%s%s%s", *stream,
				 (*stream)[0] && sslinv_distro_editions[i].stream[0] ? "-" : "",
				 sslinv_distro_editions[i].stream);
		else
			snprintf(cpe->stream, sizeof(cpe->stream), "%s", *stream);
		*stream = cpe->stream;
		return true;
	}
	return false;
}

/* A word for a stream, of this distribution or of any; not `lts`, which Ubuntu's plain releases are. */
static bool is_stream_word(const char *distro, const char *text)
{
	static const char *const others[] = { "backports", "beta", "e2s", "esu", "fips", "preview", "testing" };

	for (size_t i = 0; i < sslinv_distro_stream_count; i++) {
		if (strcmp(sslinv_distro_streams[i].distro, distro) == 0 &&
		    strcasecmp(sslinv_distro_streams[i].stream, text) == 0)
			return true;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(others); i++) {
		if (strcasecmp(others[i], text) == 0)
			return true;
	}
	return false;
}

/* Does a part that mostly says from which repository it is name a stream? Vendors name those in the product. */
static bool names_stream(const struct cpe *cpe, const char *distro)
{
	return is_stream_word(distro, cpe->update) || is_stream_word(distro, cpe->edition) ||
	       is_stream_word(distro, cpe->software_edition);
}

/* `cpe:/o:suse:sle-module-legacy:12`: the product by its name and version, where it has no service pack. */
static const struct sslinv_product_base *base_of(const struct cpe *cpe)
{
	char name[96];

	if (strcmp(cpe->vendor, "suse") != 0 || cpe->update[0])
		return NULL;
	snprintf(name, sizeof(name), "%s-%s", cpe->product, cpe->version);
	return sslinv_product_base_of(name);
}

bool sslinv_distro_from_cpe(const char *text, struct sslinv_distro *result)
{
	const struct sslinv_product_base *base;
	struct cpe cpe;

	if (!split_cpe(text, &cpe))
		return false;
	base = base_of(&cpe);
	if (base)
		return sslinv_distro_fill(result, base->distro, base->release, base->stream);
	for (size_t i = 0; i < sslinv_distro_cpe_count; i++) {
		const struct sslinv_distro_cpe *row = &sslinv_distro_cpes[i];
		const char *stream = row->stream;

		if (strcmp(cpe.vendor, row->vendor) != 0)
			continue;
		if (row->is_prefix ? !sslinv_str_starts(cpe.product, row->product) : strcmp(cpe.product, row->product) != 0)
			continue;
		if (!row->distro)
			return false;
		if (row->with_minor)
			return isdigit((unsigned char)cpe.version[0]) &&
			       sslinv_distro_fill_minor(result, row->distro, cpe.version, row->stream);
		if (strcmp(cpe.vendor, "suse") == 0 ? !fit_suse(&cpe, &stream) : names_stream(&cpe, row->distro))
			return false;
		return sslinv_distro_fill(result, row->distro, cpe.version, stream) && sslinv_distro_finish(result) &&
		       (result->release[0] != '\0' ||
			sslinv_distro_product_of(row->distro)->shape == SSLINV_RELEASE_ROLLING);
	}
	return false;
}
