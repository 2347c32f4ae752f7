/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections and values of a configuration, and why reading one ended. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "policy/configuration_internal.h"

/* All that is kept of one: values may be put into values. */
#define MAX_BYTES ((size_t)16 * 1024 * 1024)

/* The value that counts: one that is set again changes here alone. */
struct slot {
	struct sslinv_configuration_value *value;
};

static int end_reading(struct sslinv_configuration_reader *reader, const char **why, const char *reason)
{
	char *text = reader->line ? sslinv_str_format("line %lu of %s: %s", reader->line, reader->file, reason)
				  : sslinv_str_format("%s: %s", reader->file, reason);

	if (!*why)
		*why = sslinv_arena_strdup(&reader->configuration->arena, text);
	free(text);
	return *why ? SSLINV_CONFIGURATION_ENDED : SSLINV_E_MEMORY;
}

int sslinv_configuration_refuse(struct sslinv_configuration_reader *reader, const char *reason)
{
	return end_reading(reader, &reader->configuration->refusal, reason);
}

int sslinv_configuration_doubt(struct sslinv_configuration_reader *reader, const char *reason)
{
	return end_reading(reader, &reader->configuration->doubt, reason);
}

int sslinv_configuration_count(struct sslinv_configuration_reader *reader, size_t bytes)
{
	reader->configuration->bytes += bytes;
	return reader->configuration->bytes > MAX_BYTES ? sslinv_configuration_doubt(reader, "too much is defined") : 0;
}

const char *sslinv_configuration_keep(struct sslinv_configuration_reader *reader, const char *text, int *rc)
{
	const char *kept;

	*rc = sslinv_configuration_count(reader, strlen(text) + 1);
	if (*rc != 0)
		return NULL;
	kept = sslinv_arena_strdup(&reader->configuration->arena, text);
	*rc = kept ? 0 : SSLINV_E_MEMORY;
	return kept;
}

struct sslinv_configuration_section *sslinv_configuration_open(struct sslinv_configuration_reader *reader, const char *name,
							       int *rc)
{
	struct sslinv_configuration *configuration = reader->configuration;
	struct sslinv_configuration_section *section = sslinv_map_find_text(&configuration->sections, name);

	*rc = 0;
	if (section)
		return section;
	name = sslinv_configuration_keep(reader, name, rc);
	if (!name)
		return NULL;
	section = sslinv_arena_alloc(&configuration->arena, sizeof(*section));
	if (section)
		*section = (struct sslinv_configuration_section){ .name = name };
	if (section && sslinv_map_add_text(&configuration->sections, name, section) == 0)
		return section;
	*rc = SSLINV_E_MEMORY;
	return NULL;
}

/* A new slot with nothing in it; the name is borrowed. */
static struct slot *add_slot(struct sslinv_configuration *configuration, struct sslinv_configuration_section *section,
			     const char *name)
{
	struct slot *slot = sslinv_arena_alloc(&configuration->arena, sizeof(*slot));

	if (!slot || sslinv_map_add_text(&section->values, name, slot) < 0)
		return NULL;
	slot->value = NULL;
	return slot;
}

int sslinv_configuration_set(struct sslinv_configuration_reader *reader, const char *section_name, const char *name,
			     const char *value, bool is_open)
{
	struct sslinv_configuration *configuration = reader->configuration;
	struct sslinv_configuration_section *section;
	struct sslinv_configuration_value *item = sslinv_arena_alloc(&configuration->arena, sizeof(*item));
	struct sslinv_configuration_value **place;
	struct slot *slot;
	int rc;

	section = sslinv_configuration_open(reader, section_name, &rc);
	if (!section)
		return rc;
	name = sslinv_configuration_keep(reader, name, &rc);
	value = name ? sslinv_configuration_keep(reader, value, &rc) : NULL;
	if (value)
		rc = sslinv_configuration_count(reader, sizeof(*item) + sizeof(*slot) + sizeof(item));
	if (rc != 0)
		return rc;
	slot = sslinv_map_find_text(&section->values, name);
	if (!slot)
		slot = add_slot(configuration, section, name);
	if (!slot || !item)
		return SSLINV_E_MEMORY;
	place = sslinv_array_add(section);
	if (!place)
		return SSLINV_E_MEMORY;
	/* The one that was set before does not count any more: the new one is the last of the section. */
	if (slot->value)
		slot->value->is_replaced = true;
	else
		section->valid++;
	*item = (struct sslinv_configuration_value){ .name = name, .value = value, .is_open = is_open };
	*place = slot->value = item;
	return 0;
}

const struct sslinv_configuration_section *sslinv_configuration_section(const struct sslinv_configuration *configuration,
									const char *name)
{
	return sslinv_map_find_text(&configuration->sections, name);
}

static const struct sslinv_configuration_value *value_in(const struct sslinv_configuration *configuration,
							 const char *section_name, const char *name)
{
	const struct sslinv_configuration_section *section = sslinv_configuration_section(configuration, section_name);
	const struct slot *slot = section ? sslinv_map_find_text(&section->values, name) : NULL;

	return slot ? slot->value : NULL;
}

const struct sslinv_configuration_value *sslinv_configuration_value(const struct sslinv_configuration *configuration,
								    const char *section, const char *name)
{
	const struct sslinv_configuration_value *value = value_in(configuration, section, name);

	return value ? value : value_in(configuration, "default", name);
}
