/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts distributions, releases and streams into the spelling of the model. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "base/str.h"
#include "distro/distro_internal.h"

bool sslinv_distro_fill(struct sslinv_distro *result, const char *distro, const char *release, const char *stream)
{
	memset(result, 0, sizeof(*result));
	return (size_t)snprintf(result->distro, sizeof(result->distro), "%s", distro) < sizeof(result->distro) &&
	       (size_t)snprintf(result->release, sizeof(result->release), "%s", release) < sizeof(result->release) &&
	       (size_t)snprintf(result->stream, sizeof(result->stream), "%s", stream) < sizeof(result->stream);
}

const char *sslinv_distro_cut(char *target, size_t size, const char *text, const char *ends)
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

const struct sslinv_distro_product *sslinv_distro_product_of(const char *distro)
{
	for (size_t i = 0; i < sslinv_distro_product_count; i++) {
		if (strcmp(sslinv_distro_products[i].distro, distro) == 0)
			return &sslinv_distro_products[i];
	}
	return NULL;
}

bool sslinv_distro_is_named_release(const char *distro, const char *release)
{
	for (size_t i = 0; i < sslinv_distro_codename_count; i++) {
		const struct sslinv_distro_codename *row = &sslinv_distro_codenames[i];

		if (strcmp(row->distro, distro) == 0 && strcmp(row->name, row->release) == 0 &&
		    strcmp(row->release, release) == 0)
			return true;
	}
	return false;
}

/* Alpine's edge calls itself by what it will become, `3.24_alpha20260127`; a candidate is of its release, `3.24.0_rc2`. */
static void fit_alpine(struct sslinv_distro *result)
{
	char *suffix = strchr(result->release, '_');

	if (suffix && sslinv_str_starts(suffix, "_alpha"))
		snprintf(result->release, sizeof(result->release), "edge");
	else if (suffix)
		*suffix = '\0';
}

/* Puts a release into the spelling of VERSION_ID: major alone, code name to number, `15-SP1` to `15.1`, `3` to `3.0`. */
static bool fit_release(struct sslinv_distro *result)
{
	const struct sslinv_distro_product *product = sslinv_distro_product_of(result->distro);
	bool has_codenames = false;
	unsigned major;
	unsigned pack;
	int end = 0;

	if (!product)
		return false;
	if (strcmp(result->distro, "alpine") == 0)
		fit_alpine(result);
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
	return true;
}

/* A repository, and not a line of updates: the release's own is meant. */
static bool is_repository(const char *distro, const char *stream)
{
	static const struct {
		const char *distro, *stream;
	} repositories[] = {
		{ "alpine", "main" },  { "alpine", "community" }, { "amzn", "core" },
		{ "amzn", "updates" }, { "rhel", "2.1" },
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(repositories); i++)
		if (strcmp(repositories[i].distro, distro) == 0 && strcmp(repositories[i].stream, stream) == 0)
			return true;
	return false;
}

void sslinv_distro_fit_stream(struct sslinv_distro *result)
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
	if (is_repository(result->distro, result->stream))
		result->stream[0] = '\0';
}

bool sslinv_distro_finish(struct sslinv_distro *result)
{
	bool known = fit_release(result);

	sslinv_distro_fit_stream(result);
	return known;
}

bool sslinv_distro_fill_minor(struct sslinv_distro *result, const char *distro, const char *release, const char *kind)
{
	char stream[40];

	if ((size_t)snprintf(stream, sizeof(stream), "%s-%s", release, kind) >= sizeof(stream))
		return false;
	return sslinv_distro_fill(result, distro, release, stream) && sslinv_distro_finish(result);
}
