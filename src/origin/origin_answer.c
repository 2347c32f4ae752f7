/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the evidence of every format of packages is put together with: the builders it names, and the answer. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "openssl/package_name.h"
#include "origin/origin_internal.h"
#include "version/vercmp.h"

void sslinv_origin_note(struct sslinv_origin_question *question, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (sslinv_str_printf(&question->evidence, "%s%s", question->evidence.length ? "; " : "", text) < 0)
		question->is_out_of_memory = true;
}

void sslinv_origin_set_line(struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder,
			    const char *release, const char *stream)
{
	const struct sslinv_distro *place = &question->host->place;
	const char *distro = builder->distro;

	question->builder = builder;
	question->has_line = distro != NULL;
	if (!distro)
		return;
	/* SUSE's builds on openSUSE are openSUSE's: it says so itself. */
	if (sslinv_origin_is_taken(question, builder) && question->host->builder && question->host->builder->family &&
	    sslinv_str_compare(builder->family, question->host->builder->family) == 0)
		distro = place->distro;
	memset(&question->line, 0, sizeof(question->line));
	sslinv_distro_from_words(distro, release, stream, &question->line);
}

void sslinv_origin_set_stranger(struct sslinv_origin_question *question, const char *name, enum sslinv_strength strength)
{
	question->builder = NULL;
	question->builder_name = name;
	question->has_line = false;
	question->strength = strength;
}

bool sslinv_origin_is_taken(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const struct sslinv_origin_host *host = question->host;

	if (sslinv_str_compare(builder->distro, host->place.distro) == 0)
		return true;
	for (size_t i = 0; builder->distro && i < host->table->rows.count; i++) {
		const struct sslinv_origin_row *row = &host->table->rows.items[i];
		const struct sslinv_origin_builder *taker = &host->table->builders.items[row->builder];

		if (row->clue == SSLINV_ORIGIN_TAKES && strcmp(row->text, builder->distro) == 0 &&
		    sslinv_str_compare(taker->distro, host->place.distro) == 0)
			return true;
	}
	return false;
}

/* How well a builder fits what else is known; 0: not at all. */
static unsigned fit_of(const struct sslinv_origin_question *question, const struct sslinv_origin_builder *builder)
{
	const char *family = question->shape.family;

	if (family && builder->family && strcmp(family, builder->family) != 0)
		return 0;
	return 1 + (sslinv_str_compare(builder->distro, question->host->place.distro) == 0);
}

const struct sslinv_origin_builder *sslinv_origin_builder_of(const struct sslinv_origin_question *question,
							     enum sslinv_origin_clue clue, const char *text)
{
	const struct sslinv_origin_table *table = question->host->table;
	const struct sslinv_origin_builder *best = NULL;
	const struct sslinv_origin_row *row;
	unsigned best_fit = 0;
	size_t at = 0;

	while ((row = sslinv_origin_find(table, clue, text, &at))) {
		const struct sslinv_origin_builder *builder = &table->builders.items[row->builder];
		unsigned fit = fit_of(question, builder);

		if (fit > best_fit) {
			best = builder;
			best_fit = fit;
		}
	}
	return best;
}

const struct sslinv_origin_builder *sslinv_origin_builder_of_family(const struct sslinv_origin_question *question,
								    const char *family)
{
	const struct sslinv_origin_host *host = question->host;

	if (host->builder && sslinv_str_compare(host->builder->family, family) == 0)
		return host->builder;
	for (size_t i = 0; i < host->table->builders.count; i++)
		if (sslinv_str_compare(host->table->builders.items[i].family, family) == 0)
			return &host->table->builders.items[i];
	return NULL;
}

bool sslinv_origin_has_base(const char *version, const char *base)
{
	size_t length = strlen(base);

	if (strncmp(version, base, length) != 0)
		return false;
	return !length || base[length - 1] < '0' || base[length - 1] > '9' || version[length] < '0' || version[length] > '9';
}

bool sslinv_origin_has_strange_number(const struct sslinv_origin_question *question)
{
	const struct sslinv_package *package = question->package;

	return !question->shape.is_openssl &&
	       (sslinv_package_name_is_openssl(package->name) || sslinv_package_name_is_openssl(package->source_name));
}

bool sslinv_origin_has_strange_epoch(const struct sslinv_origin_question *question,
				     const struct sslinv_origin_builder *builder)
{
	const char *version = question->package->version;
	char epoch[16];

	if (!builder || !question->shape.has_epoch || question->shape.has_own_epoch)
		return false;
	if (builder->has_no_epoch || !builder->highest_epoch)
		return builder->has_no_epoch;
	snprintf(epoch, sizeof(epoch), "%.*s", (int)strcspn(version, ":"), version);
	return sslinv_vercmp_rpm(epoch, builder->highest_epoch) > 0;
}
