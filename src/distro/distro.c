/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What feeds call a distribution, as tables: CPEs, OSV ecosystems, product names, code names, dist tags. */
#include "distro/distro.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/str.h"
#include "distro/distro_tables.h"

static bool fill(struct sslinv_distro *result, const char *distro, const char *release, const char *stream)
{
	memset(result, 0, sizeof(*result));
	return (size_t)snprintf(result->distro, sizeof(result->distro), "%s", distro) < sizeof(result->distro) &&
	       (size_t)snprintf(result->release, sizeof(result->release), "%s", release) < sizeof(result->release) &&
	       (size_t)snprintf(result->stream, sizeof(result->stream), "%s", stream) < sizeof(result->stream);
}

/* Copies `text` up to one of the characters in `ends`; returns what follows that character, or NULL at the end. */
static const char *cut(char *target, size_t size, const char *text, const char *ends)
{
	size_t length = strcspn(text, ends);

	snprintf(target, size, "%.*s", (int)(length < size ? length : size - 1), text);
	return text[length] ? text + length + 1 : NULL;
}

/* `9.4` -> `9`: of distributions whose statements hold for all of a major release. */
static void keep_major(char *release)
{
	release[strcspn(release, ".")] = '\0';
}

static const struct sslinv_distro_product *find_product(const char *distro)
{
	for (size_t i = 0; i < sslinv_distro_product_count; i++) {
		if (strcmp(sslinv_distro_products[i].distro, distro) == 0)
			return &sslinv_distro_products[i];
	}
	return NULL;
}

/* Puts a release into the spelling of VERSION_ID: major alone, code name to number, `15-SP1` to `15.1`, `3` to `3.0`. */
static bool fit_release(struct sslinv_distro *result)
{
	const struct sslinv_distro_product *product = find_product(result->distro);
	bool has_codenames = false;
	unsigned major;
	unsigned pack;
	int end = 0;

	if (!product)
		return false;
	for (size_t i = 0; i < sslinv_distro_codename_count; i++) {
		const struct sslinv_distro_codename *codename = &sslinv_distro_codenames[i];

		if (strcmp(codename->distro, result->distro) != 0)
			continue;
		has_codenames = true;
		if (strcasecmp(codename->name, result->release) == 0)
			return (size_t)snprintf(result->release, sizeof(result->release), "%s", codename->release) <
			       sizeof(result->release);
	}
	/* A code name that nobody knows is no release. */
	if (has_codenames && !isdigit((unsigned char)result->release[0]))
		return false;
	if (product->shape == SSLINV_RELEASE_MAJOR && isdigit((unsigned char)result->release[0]))
		keep_major(result->release);
	else if (product->shape == SSLINV_RELEASE_SERVICE_PACK &&
		 sscanf(result->release, "%4u%*1[- _]%*[Ss]%*[Pp]%4u%n", &major, &pack, &end) == 2 &&
		 result->release[end] == '\0')
		snprintf(result->release, sizeof(result->release), "%u.%u", major, pack);
	else if (product->shape == SSLINV_RELEASE_POINT_ZERO && isdigit((unsigned char)result->release[0]) &&
		 !strchr(result->release, '.'))
		snprintf(result->release + strlen(result->release), sizeof(result->release) - strlen(result->release), ".0");
	else if (product->shape == SSLINV_RELEASE_ROLLING)
		result->release[0] = '\0';
	/* The first Amazon Linux counted its releases by date, and ended with this one. */
	if (strcmp(result->distro, "amzn") == 0 &&
	    (strcmp(result->release, "1") == 0 || sslinv_str_starts(result->release, "201")))
		snprintf(result->release, sizeof(result->release), "2018.03");
	/* `3.23.0_alpha20250612`: what will be 3.23, until its branch is made. */
	if (strcmp(result->distro, "alpine") == 0 && strstr(result->release, "_alpha"))
		snprintf(result->release, sizeof(result->release), "edge");
	return true;
}

/* One spelling of each stream, and without the words that say "plain". */
static void fit_stream(struct sslinv_distro *result)
{
	char stream[sizeof(result->stream)];
	size_t length;

	for (size_t i = 0; result->stream[i]; i++)
		result->stream[i] = (char)tolower((unsigned char)result->stream[i]);
	for (size_t i = 0; i < sslinv_distro_stream_word_count; i++) {
		const char *word = sslinv_distro_stream_words[i].word;

		length = strlen(result->stream);
		if (length < strlen(word) || strcmp(result->stream + length - strlen(word), word) != 0)
			continue;
		snprintf(stream, sizeof(stream), "%.*s%s", (int)(length - strlen(word)), result->stream,
			 sslinv_distro_stream_words[i].means);
		snprintf(result->stream, sizeof(result->stream), "%s", stream);
		break;
	}
}

static bool finish(struct sslinv_distro *result)
{
	bool known = fit_release(result);

	fit_stream(result);
	return known;
}

/* A Red Hat stream carries its minor release in the name: `9.4-eus`, `7-els`. */
static bool fill_minor(struct sslinv_distro *result, const char *distro, const char *release, const char *kind)
{
	char stream[40];

	if ((size_t)snprintf(stream, sizeof(stream), "%s-%s", release, kind) >= sizeof(stream))
		return false;
	return fill(result, distro, release, stream) && finish(result);
}

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
		at = cut(part, sizeof(part), text + strlen("cpe:/"), ":");
	else if (sslinv_str_starts(text, "cpe:2.3:"))
		at = cut(part, sizeof(part), text + strlen("cpe:2.3:"), ":");
	for (size_t i = 0; at && i < SSLINV_ARRAY_SIZE(parts); i++) {
		at = cut(parts[i].target, parts[i].size, at, ":");
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

bool sslinv_distro_from_cpe(const char *text, struct sslinv_distro *result)
{
	struct cpe cpe;

	if (!split_cpe(text, &cpe))
		return false;
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
			       fill_minor(result, row->distro, cpe.version, row->stream);
		if (strcmp(cpe.vendor, "suse") == 0 ? !fit_suse(&cpe, &stream) : names_stream(&cpe, row->distro))
			return false;
		return fill(result, row->distro, cpe.version, stream) && finish(result) &&
		       (result->release[0] != '\0' || find_product(row->distro)->shape == SSLINV_RELEASE_ROLLING);
	}
	return false;
}

/* What follows a release in a name, in few bytes: without what parts it, and without what says nothing of a stream. */
static bool trim_suffix(const char *text, char *suffix, size_t size)
{
	static const char installed[] = " is installed";
	size_t length;

	text += strspn(text, " -_:,.");
	length = strcspn(text, "\n");
	if (length >= size)
		return false;
	snprintf(suffix, size, "%.*s", (int)length, text);
	if (sslinv_str_ends(suffix, installed))
		suffix[strlen(suffix) - strlen(installed)] = '\0';
	else if (strcmp(suffix, installed + 1) == 0)
		suffix[0] = '\0';
	length = strlen(suffix);
	/* `(Ootpa)`, `(EUS)`, and the end of `(v. 8)`. */
	if (length > 0 && suffix[length - 1] == ')') {
		suffix[--length] = '\0';
		if (suffix[0] == '(')
			memmove(suffix, suffix + 1, length);
	}
	for (length = strlen(suffix); length > 0 && suffix[length - 1] == ' '; length--)
		suffix[length - 1] = '\0';
	return true;
}

/* The row for what follows a release; NULL: it is not listed, and may name another product. */
static const struct sslinv_distro_suffix *find_suffix(const char *distro, const char *text)
{
	static const struct sslinv_distro_suffix plain = { NULL, "", "", false };
	char suffix[64];

	if (!trim_suffix(text, suffix, sizeof(suffix)))
		return NULL;
	if (!suffix[0])
		return &plain;
	for (size_t i = 0; i < sslinv_distro_suffix_count; i++) {
		const struct sslinv_distro_suffix *row = &sslinv_distro_suffixes[i];

		if (strcmp(row->distro, distro) == 0 && strcasecmp(row->text, suffix) == 0)
			return row;
	}
	for (size_t i = 0; i < sslinv_distro_codename_count; i++) {
		if (strcmp(sslinv_distro_codenames[i].distro, distro) == 0 &&
		    strcasecmp(sslinv_distro_codenames[i].name, suffix) == 0)
			return &plain;
	}
	return NULL;
}

/* A release number that follows a product's name, with what stands around it: `9`, `15 SP1-LTSS`, `22.04 LTS`, `8 (Ootpa)`.
 */
static bool parse_release(const char *text, const struct sslinv_distro_name *row, struct sslinv_distro *result)
{
	const struct sslinv_distro_suffix *suffix;
	char release[16];
	char stream[40];
	unsigned pack;
	int end = 0;
	size_t length;

	text += strspn(text, " :-v(.");
	length = strspn(text, "0123456789.");
	if (length == 0 || length >= sizeof(release)) {
		/* No number: a rolling release, or a code name. */
		const char *rest = cut(release, sizeof(release), text, " :");

		return find_suffix(row->distro, rest ? rest : "") && fill(result, row->distro, release, row->stream) &&
		       finish(result) &&
		       (result->release[0]
				? isdigit((unsigned char)result->release[0]) || sslinv_str_starts(result->release, "sid")
				: find_product(row->distro)->shape == SSLINV_RELEASE_ROLLING && !release[0]);
	}
	snprintf(release, sizeof(release), "%.*s", (int)length, text);
	text += length;
	if (strcmp(row->distro, "sles") == 0 && sscanf(text, "%*1[- _]%*1[Ss]%*1[Pp]%2u%n", &pack, &end) == 1 && end > 0) {
		snprintf(release + strlen(release), sizeof(release) - strlen(release), ".%u", pack);
		text += end;
	}
	/* `-LTSS`, `-ESPOS`, ` Extended Update Support`, ... */
	suffix = find_suffix(row->distro, text);
	if (!suffix)
		return false;
	if (suffix->with_minor)
		return fill_minor(result, row->distro, release, suffix->stream);
	snprintf(stream, sizeof(stream), "%s%s%s", row->stream, row->stream[0] && suffix->stream[0] ? "-" : "",
		 suffix->stream);
	return fill(result, row->distro, release, stream) && finish(result);
}

static bool from_names(const struct sslinv_distro_name *rows, size_t count, const char *text, struct sslinv_distro *result)
{
	while (*text == ' ' || *text == '\n' || *text == '\t')
		text++;
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(rows[i].name);

		if (strncasecmp(text, rows[i].name, length) == 0 && !isalpha((unsigned char)text[length]))
			return rows[i].distro && parse_release(text + length, &rows[i], result);
	}
	return false;
}

bool sslinv_distro_from_platform(const char *text, struct sslinv_distro *result)
{
	return from_names(sslinv_distro_platforms, sslinv_distro_platform_count, text, result);
}

bool sslinv_distro_from_ecosystem(const char *ecosystem, struct sslinv_distro *result)
{
	/* Red Hat's are CPEs without their beginning: `Red Hat:rhel_eus:9.4::baseos`. */
	if (sslinv_str_starts(ecosystem, "Red Hat:")) {
		char cpe[128];

		snprintf(cpe, sizeof(cpe), "cpe:/o:redhat:%s", ecosystem + strlen("Red Hat:"));
		return sslinv_distro_from_cpe(cpe, result);
	}
	if (sslinv_str_starts(ecosystem, "SUSE:"))
		return sslinv_distro_from_platform(ecosystem + strlen("SUSE:"), result);
	return from_names(sslinv_distro_ecosystems, sslinv_distro_ecosystem_count, ecosystem, result);
}

bool sslinv_distro_from_codename(const char *codename, struct sslinv_distro *result)
{
	char first[32];
	char second[32] = "";
	const char *name = first;
	const char *service = second;
	const char *at = cut(first, sizeof(first), codename, "/_");

	if (at)
		cut(second, sizeof(second), at, "");
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < sslinv_distro_codename_count; i++) {
			const struct sslinv_distro_codename *row = &sslinv_distro_codenames[i];

			if (strcasecmp(row->name, name) == 0)
				return fill(result, row->distro, row->release, service) && finish(result);
		}
		name = second;
		service = first;
	}
	return false;
}

bool sslinv_distro_from_dist_tag(const char *version, struct sslinv_distro *result)
{
	for (size_t i = 0; i < sslinv_distro_tag_count; i++) {
		const struct sslinv_distro_tag *row = &sslinv_distro_tags[i];
		char release[16];
		const char *at = version;
		size_t length;

		while ((at = strstr(at, row->tag))) {
			at += strlen(row->tag);
			length = strspn(at, "0123456789");
			if (length == 0 || length >= sizeof(release) || isalpha((unsigned char)at[length]))
				continue;
			snprintf(release, sizeof(release), "%.*s", (int)length, at);
			return fill(result, row->distro, release, "") && finish(result);
		}
	}
	return false;
}

void sslinv_distro_add_flavour(struct sslinv_distro *result, const char *version)
{
	for (size_t i = 0; i < sslinv_distro_flavour_count && !result->stream[0]; i++) {
		const struct sslinv_distro_flavour *row = &sslinv_distro_flavours[i];

		if (strcmp(result->distro, row->distro) == 0 && strcasestr(version, row->text))
			snprintf(result->stream, sizeof(result->stream), "%s", row->stream);
	}
}

/* Words that are a distribution, and perhaps the beginning of a release, in one. */
static const struct sslinv_distro_word *find_word(const char *distro)
{
	for (size_t i = 0; i < sslinv_distro_word_count; i++) {
		if (strcasecmp(sslinv_distro_words[i].word, distro) == 0)
			return &sslinv_distro_words[i];
	}
	return NULL;
}

bool sslinv_distro_from_words(const char *distro, const char *release, const char *stream, struct sslinv_distro *result)
{
	const struct sslinv_distro_word *word = find_word(distro);
	char release_part[40];
	char stream_part[40];
	const char *rest, *dash;

	stream = stream ? stream : "";
	if (!word)
		return fill(result, distro, release, stream) && finish(result);
	/* `12.04/esm`, `16.04-fips-updates`, `7.2-aus`, `6-els`: a stream behind the release. */
	rest = cut(release_part, sizeof(release_part), release, "/");
	dash = rest ? NULL : strchr(release, '-');
	if (dash && isdigit((unsigned char)release[0]) && isalpha((unsigned char)dash[1]) &&
	    strncasecmp(dash + 1, "sp", 2) != 0) {
		/* A RHEL stream keeps its minor release: the whole word is the stream. */
		if (word->stream_is_release) {
			snprintf(stream_part, sizeof(stream_part), "%s", release);
			release_part[strcspn(release_part, "-")] = '\0';
			stream = stream_part;
		} else {
			release_part[dash - release] = '\0';
			rest = dash + 1;
		}
	}
	if (rest && !stream[0])
		stream = rest;
	if (word->by_platform && sslinv_distro_from_platform(release, result)) {
		if (stream[0])
			snprintf(result->stream, sizeof(result->stream), "%s", stream);
		fit_stream(result);
		return true;
	}
	return fill(result, word->distro, release_part, stream) && finish(result);
}

const char *sslinv_distro_id(size_t index)
{
	return index < sslinv_distro_product_count ? sslinv_distro_products[index].distro : NULL;
}

const char *sslinv_distro_release(const char *distro, size_t index)
{
	for (size_t i = 0; i < sslinv_distro_codename_count; i++)
		if (strcmp(sslinv_distro_codenames[i].distro, distro) == 0 && index-- == 0)
			return sslinv_distro_codenames[i].release;
	return NULL;
}

/* `9.4-eus` and `7-els` end in the stream's word, `esm` is the word. */
static bool is_stream_of(const char *distro, const char *stream)
{
	size_t release = strspn(stream, "0123456789.");
	const char *word = release > 0 && stream[release] == '-' ? stream + release + 1 : stream;

	for (size_t i = 0; i < sslinv_distro_stream_count; i++) {
		if (strcmp(sslinv_distro_streams[i].distro, distro) == 0 &&
		    strcmp(sslinv_distro_streams[i].stream, word) == 0)
			return true;
	}
	return false;
}

void sslinv_distro_add_product(struct sslinv_distro *place, const char *os_id)
{
	static const struct {
		const char *os_id, *stream;
	} products[] = { { "sles_sap", "sap" }, { "sle_hpc", "hpc" }, { "sle-hpc", "hpc" } };
	char stream[sizeof(place->stream)];

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(products); i++) {
		if (strcasecmp(products[i].os_id, os_id) != 0)
			continue;
		snprintf(stream, sizeof(stream), "%s%s%.30s", products[i].stream, place->stream[0] ? "-" : "",
			 place->stream);
		if (is_stream_of(place->distro, stream))
			snprintf(place->stream, sizeof(place->stream), "%s", stream);
	}
}

/* `sid`, `edge`: a release whose VERSION_ID is no number. */
static bool is_named_release(const char *distro, const char *release)
{
	for (size_t i = 0; i < sslinv_distro_codename_count; i++)
		if (strcmp(sslinv_distro_codenames[i].distro, distro) == 0 &&
		    strcmp(sslinv_distro_codenames[i].release, release) == 0)
			return true;
	return false;
}

bool sslinv_distro_is_reachable(const char *distro, const char *release, const char *stream)
{
	const struct sslinv_distro_product *product = find_product(distro);

	if (!product)
		return false;
	if (product->shape == SSLINV_RELEASE_ROLLING
		    ? release[0] != '\0'
		    : !isdigit((unsigned char)release[0]) && !is_named_release(distro, release))
		return false;
	return !stream[0] || is_stream_of(distro, stream);
}

const char *sslinv_distro_package_format(const char *distro)
{
	for (size_t i = 0; i < sslinv_distro_format_count; i++)
		if (strcmp(sslinv_distro_formats[i].distro, distro) == 0)
			return sslinv_distro_formats[i].format;
	return "rpm";
}
