/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which settings apply: OpenSSL goes through the modules in their order, and one that fails ends it. */
#include "policy/system_default.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "policy/commands.h"

/* What OpenSSL does with a module. */
enum outcome {
	MODULE_DONE,    /* what follows is looked at */
	MODULE_FAILED,  /* OpenSSL stops there */
	MODULE_UNKNOWN, /* it depends on what is loaded then */
};

/* A reading under way. */
struct reading {
	const struct sslinv_configuration *configuration;
	const struct sslinv_openssl_version *version;
	const struct sslinv_configuration_section *commands; /* of `system_default`; NULL: none */
	const char *reason;                                  /* why a module failed, or its outcome is not known; static */
};

static bool is_since_3(const struct reading *reading)
{
	return reading->version->number[0] >= 3;
}

static enum outcome tell(struct reading *reading, enum outcome outcome, const char *reason)
{
	reading->reason = reason;
	return outcome;
}

static const struct sslinv_configuration_section *section_of(const struct reading *reading, const char *name)
{
	return sslinv_configuration_section(reading->configuration, name);
}

static enum outcome miss_section(struct reading *reading)
{
	return tell(reading, MODULE_FAILED, "names a section that is missing");
}

/* The value that counts of a section's place; NULL where it was replaced. */
static const struct sslinv_configuration_value *valid_item(const struct sslinv_configuration_section *section, size_t place)
{
	return section->items[place]->is_replaced ? NULL : section->items[place];
}

/* Whether its values are right cannot be said. */
static enum outcome run_opaque(struct reading *reading, const char *name)
{
	const struct sslinv_configuration_section *section = section_of(reading, name);

	if (!section)
		return miss_section(reading);
	return section->valid ? tell(reading, MODULE_UNKNOWN, "may fail, and then OpenSSL takes nothing of what follows")
			      : MODULE_DONE;
}

/* The same, but for the names that are known to be right. */
static enum outcome run_named(struct reading *reading, const char *name, const char *const *known, size_t count)
{
	const struct sslinv_configuration_section *section = section_of(reading, name);

	if (!section)
		return miss_section(reading);
	for (size_t i = 0; i < section->count; i++) {
		const struct sslinv_configuration_value *item = valid_item(section, i);
		bool is_known = !item;

		for (size_t k = 0; k < count && !is_known; k++)
			is_known = strcmp(item->name, known[k]) == 0;
		if (!is_known)
			return run_opaque(reading, name);
	}
	return MODULE_DONE;
}

static enum outcome run_algorithms(struct reading *reading, const char *name)
{
	static const char *const known[] = { "default_properties", "rh-allow-sha1-signatures" };

	return run_named(reading, name, known, SSLINV_ARRAY_SIZE(known));
}

static enum outcome run_random(struct reading *reading, const char *name)
{
	static const char *const known[] = { "random", "cipher",     "digest",          "mac",
					     "seed",   "properties", "seed_properties", "random_provider" };

	if (!is_since_3(reading))
		return tell(reading, MODULE_FAILED, "is not a module of OpenSSL");
	return run_named(reading, name, known, SSLINV_ARRAY_SIZE(known));
}

/* Is a provider activated? *is_plain is false where the word for it is none that every version takes. */
static bool is_activated(const struct sslinv_configuration_section *provider, bool *is_plain)
{
	static const char *const on[] = { "1", "yes", "true", "on" }, *const off[] = { "0", "no", "false", "off" };
	bool is_on = false;

	*is_plain = true;
	for (size_t i = 0; i < provider->count; i++) {
		const struct sslinv_configuration_value *item = valid_item(provider, i);
		bool is_word = false;

		if (!item || strcmp(item->name, "activate") != 0)
			continue;
		for (size_t k = 0; k < SSLINV_ARRAY_SIZE(on); k++) {
			is_on |= strcasecmp(item->value, on[k]) == 0;
			is_word |= is_on || strcasecmp(item->value, off[k]) == 0;
		}
		*is_plain &= is_word;
	}
	return is_on;
}

/* A provider that cannot be loaded is passed over; but where one is activated, OpenSSL loads no other by itself. */
static enum outcome run_providers(struct reading *reading, const char *name)
{
	const struct sslinv_configuration_section *section = section_of(reading, name);
	size_t activated = 0, sufficient = 0;

	if (!is_since_3(reading))
		return tell(reading, MODULE_FAILED, "is not a module of OpenSSL");
	if (!section)
		return miss_section(reading);
	for (size_t i = 0; i < section->count; i++) {
		const struct sslinv_configuration_value *item = valid_item(section, i);
		const struct sslinv_configuration_section *provider = item ? section_of(reading, item->value) : NULL;
		bool is_plain = true;

		if (!item)
			continue;
		if (!provider)
			return tell(reading, MODULE_FAILED, "has a provider whose section is missing");
		if (is_activated(provider, &is_plain)) {
			activated++;
			sufficient += strcmp(item->name, "default") == 0 || strcmp(item->name, "fips") == 0;
		}
		if (!is_plain)
			return tell(reading, MODULE_UNKNOWN, "activates a provider by a word that is not in config(5)");
	}
	if (activated && !sufficient)
		return tell(reading, MODULE_UNKNOWN, "activates providers, and neither default nor fips is among them");
	return MODULE_DONE;
}

/* Each name has to have its commands; the last section of the name `system_default` counts. */
static enum outcome run_ssl(struct reading *reading, const char *name)
{
	const struct sslinv_configuration_section *names = section_of(reading, name), *commands = NULL;

	reading->commands = NULL;
	if (!names || !names->valid)
		return tell(reading, MODULE_FAILED, "names a section that is missing or empty");
	for (size_t i = 0; i < names->count; i++) {
		const struct sslinv_configuration_value *item = valid_item(names, i);
		const struct sslinv_configuration_section *section = item ? section_of(reading, item->value) : NULL;

		if (!item)
			continue;
		if (item->is_open)
			return tell(reading, MODULE_UNKNOWN, "depends on the environment of a program");
		if (!section || !section->valid)
			return tell(reading, MODULE_FAILED, "has a name whose section is missing or empty");
		if (strcmp(item->name, "system_default") == 0)
			commands = section;
	}
	reading->commands = commands;
	return MODULE_DONE;
}

/* In the order in which OpenSSL asks them whether a name begins theirs. */
static const struct {
	const char *name;
	enum outcome (*run)(struct reading *reading, const char *section);
} modules[] = {
	{ "oid_section", run_opaque },     { "stbl_section", run_opaque }, { "engines", run_opaque },
	{ "alg_section", run_algorithms }, { "ssl_conf", run_ssl },        { "providers", run_providers },
	{ "random", run_random },
};

typedef enum outcome run_module(struct reading *reading, const char *section);

/* A name up to its last point is the beginning of a module's. NULL where there is none. */
static run_module *find_module(const char *name)
{
	const char *point = strrchr(name, '.');
	size_t length = point ? (size_t)(point - name) : strlen(name);

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(modules); i++)
		if (strncmp(modules[i].name, name, length) == 0)
			return modules[i].run;
	return NULL;
}

static enum outcome run(struct reading *reading, const struct sslinv_configuration_value *module)
{
	run_module *found = find_module(module->name);

	if (module->is_open)
		return tell(reading, MODULE_UNKNOWN, "depends on the environment of a program");
	return found ? found(reading, module->value) : tell(reading, MODULE_FAILED, "is not a module of OpenSSL");
}

/* Do settings for TLS come after that place? */
static bool has_ssl_after(const struct sslinv_configuration_section *section, size_t place)
{
	for (size_t i = place; i < section->count; i++)
		if (!section->items[i]->is_replaced && find_module(section->items[i]->name) == run_ssl)
			return true;
	return false;
}

/* `ssl_conf = ssl_sect names a section that is missing, so that ...` */
static const char *explain(const struct reading *reading, const struct sslinv_configuration_value *module,
			   struct sslinv_arena *arena, const char *consequence)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format("%.100s = %.100s %s%s", module->name, module->value,
								       reading->reason, consequence);

	return sslinv_arena_strdup(arena, text);
}

static bool is_strict(const struct sslinv_configuration *configuration, const struct sslinv_openssl_version *version)
{
	const struct sslinv_configuration_value *value = sslinv_configuration_value(configuration, "default",
										    "config_diagnostics");

	return version->number[0] >= 3 && value && strtol(value->value, NULL, 10) != 0;
}

/* libssl asks for it since 3.4; libcrypto, for its modules, since 3.0. */
static bool has_strict_commands(const struct sslinv_openssl_version *version)
{
	return version->number[0] > 3 || (version->number[0] == 3 && version->number[1] >= 4);
}

/* Goes through the modules; false where the settings say why what follows does not matter. Sets *failed for no memory. */
static bool run_modules(struct reading *reading, const struct sslinv_configuration_section *section, bool strict,
			struct sslinv_arena *arena, struct sslinv_system_default *settings, bool *failed)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct sslinv_configuration_value *module = valid_item(section, i);
		enum outcome outcome = module ? run(reading, module) : MODULE_DONE;
		const char **where = outcome == MODULE_UNKNOWN ? &settings->doubt
				     : strict                  ? &settings->refusal
							       : &settings->note;

		if (outcome == MODULE_DONE || (outcome == MODULE_UNKNOWN && !strict && !has_ssl_after(section, i)))
			continue;
		*where = explain(reading, module, arena,
				 outcome == MODULE_UNKNOWN ? ""
				 : strict                  ? ", and config_diagnostics lets no program go on"
							   : ", and OpenSSL takes nothing of what follows");
		*failed = !*where;
		return outcome == MODULE_FAILED && !strict && !*failed;
	}
	return true;
}

int sslinv_system_default_read(const struct sslinv_configuration *configuration,
			       const struct sslinv_openssl_version *version, struct sslinv_arena *arena,
			       struct sslinv_system_default *settings)
{
	struct reading reading = { .configuration = configuration, .version = version };
	const struct sslinv_configuration_value *first = sslinv_configuration_value(configuration, "default",
										    "openssl_conf");
	const struct sslinv_configuration_section *section = first ? section_of(&reading, first->value) : NULL;
	bool strict = is_strict(configuration, version), failed = false;

	memset(settings, 0, sizeof(*settings));
	settings->doubt = configuration->doubt;
	settings->note = configuration->refusal;
	if (configuration->doubt || configuration->refusal || !first)
		return 0;
	if (first->is_open) {
		settings->doubt = "openssl_conf depends on the environment of a program";
		return 0;
	}
	if (!section) {
		*(strict ? &settings->refusal : &settings->note) = "openssl_conf names a section that is missing";
		return 0;
	}
	if (!run_modules(&reading, section, strict, arena, settings, &failed) || !reading.commands)
		return failed ? SSLINV_E_MEMORY : 0;
	settings->section = reading.commands->name;
	return sslinv_commands_run(reading.commands, version, strict && has_strict_commands(version), arena, settings);
}
