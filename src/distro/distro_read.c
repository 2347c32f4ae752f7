/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What feeds call a distribution, as tables: CPEs, OSV ecosystems, product names, code names, dist tags. */
#include "distro/distro.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/str.h"
#include "distro/distro_internal.h"
#include "distro/product_base.h"

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
		const char *rest = sslinv_distro_cut(release, sizeof(release), text, " :");

		return find_suffix(row->distro, rest ? rest : "") &&
		       sslinv_distro_fill(result, row->distro, release, row->stream) && sslinv_distro_finish(result) &&
		       (result->release[0]
				? isdigit((unsigned char)result->release[0]) ||
					  sslinv_distro_is_named_release(result->distro, result->release)
				: sslinv_distro_product_of(row->distro)->shape == SSLINV_RELEASE_ROLLING && !release[0]);
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
		return sslinv_distro_fill_minor(result, row->distro, release, suffix->stream);
	snprintf(stream, sizeof(stream), "%s%s%s", row->stream, row->stream[0] && suffix->stream[0] ? "-" : "",
		 suffix->stream);
	return sslinv_distro_fill(result, row->distro, release, stream) && sslinv_distro_finish(result);
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
	static const char ecosystem[] = "SUSE:";
	const struct sslinv_product_base *base;

	if (sslinv_str_starts(text, ecosystem))
		text += strlen(ecosystem);
	base = sslinv_product_base_of(text);
	if (base)
		return sslinv_distro_fill(result, base->distro, base->release, base->stream);
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
		return sslinv_distro_from_platform(ecosystem, result);
	return from_names(sslinv_distro_ecosystems, sslinv_distro_ecosystem_count, ecosystem, result);
}

bool sslinv_distro_from_codename(const char *codename, struct sslinv_distro *result)
{
	char first[32];
	char second[32] = "";
	const char *name = first;
	const char *service = second;
	const char *at = sslinv_distro_cut(first, sizeof(first), codename, "/_");

	if (at)
		sslinv_distro_cut(second, sizeof(second), at, "");
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < sslinv_distro_codename_count; i++) {
			const struct sslinv_distro_codename *row = &sslinv_distro_codenames[i];

			if (strcasecmp(row->name, name) == 0)
				return sslinv_distro_fill(result, row->distro, row->release, service) &&
				       sslinv_distro_finish(result);
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
			return sslinv_distro_fill(result, row->distro, release, "") && sslinv_distro_finish(result);
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
		return sslinv_distro_fill(result, distro, release, stream) && sslinv_distro_finish(result);
	/* `12.04/esm`, `16.04-fips-updates`, `7.2-aus`, `6-els`: a stream behind the release. */
	rest = sslinv_distro_cut(release_part, sizeof(release_part), release, "/");
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
		sslinv_distro_fit_stream(result);
		return true;
	}
	return sslinv_distro_fill(result, word->distro, release_part, stream) && sslinv_distro_finish(result);
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

const char *sslinv_distro_codename(const char *distro, const char *release)
{
	for (size_t i = 0; i < sslinv_distro_codename_count; i++)
		if (strcmp(sslinv_distro_codenames[i].distro, distro) == 0 &&
		    strcmp(sslinv_distro_codenames[i].release, release) == 0)
			return sslinv_distro_codenames[i].name;
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
	} products[] = { { "sles_sap", "sap" }, { "sle_hpc", "hpc" }, { "sle-hpc", "hpc" }, { "sle_rt", "rt" } };
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

bool sslinv_distro_is_reachable(const char *distro, const char *release, const char *stream)
{
	const struct sslinv_distro_product *product = sslinv_distro_product_of(distro);

	if (!product)
		return false;
	if (product->shape == SSLINV_RELEASE_ROLLING
		    ? release[0] != '\0'
		    : !isdigit((unsigned char)release[0]) && !sslinv_distro_is_named_release(distro, release))
		return false;
	return !stream[0] || is_stream_of(distro, stream);
}

bool sslinv_distro_is_rolling(const char *distro)
{
	const struct sslinv_distro_product *product = sslinv_distro_product_of(distro);

	return product && product->shape == SSLINV_RELEASE_ROLLING;
}

const char *sslinv_distro_package_format(const char *distro)
{
	for (size_t i = 0; i < sslinv_distro_format_count; i++)
		if (strcmp(sslinv_distro_formats[i].distro, distro) == 0)
			return sslinv_distro_formats[i].format;
	return "rpm";
}
