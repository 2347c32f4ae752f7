/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OVAL tests, objects, states and variables: those that a kept definition needs, found by their ids. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "formats/oval/oval.h"
#include "openssl/package_name.h"

#define MAX_VALUES 10000

void *sslinv_oval_alloc(struct sslinv_oval *oval, size_t size, struct sslinv_error *error)
{
	void *memory;

	if (size > SSLINV_OVAL_MAX_KEPT - oval->kept) {
		sslinv_error_set(
			error, SSLINV_E_LIMIT,
			"more definitions may concern OpenSSL than %zu MiB hold; refused (no vendor's file comes near)",
			SSLINV_OVAL_MAX_KEPT >> 20);
		return NULL;
	}
	memory = sslinv_arena_alloc(&oval->arena, size);
	if (!memory)
		sslinv_error_memory(error);
	oval->kept += size;
	return memory;
}

const char *sslinv_oval_copy(struct sslinv_oval *oval, const char *text, struct sslinv_error *error)
{
	size_t size = strlen(text) + 1;
	char *copy = sslinv_oval_alloc(oval, size, error);

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

void sslinv_oval_warn(struct sslinv_oval *oval, unsigned long line, const char *format, ...)
{
	char message[512];
	va_list arguments;

	if (oval->warning_count++ >= SSLINV_OVAL_MAX_WARNINGS)
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	oval->warnings[oval->warning_count - 1].line = line;
	oval->warnings[oval->warning_count - 1].message = sslinv_arena_strdup(&oval->arena, message);
}

/* FNV-1a. */
uint64_t sslinv_oval_hash(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211ull;
	/* So that "ab" + "c" is not "a" + "bc". */
	return (hash ^ 0xff) * 1099511628211ull;
}

/*
 * The bit of an id in a table's filter, by its last sixteen bytes: eight are not enough where the ids count in steps of a
 * million.
 */
static size_t filter_bit(const char *id)
{
	uint64_t tails[2] = { 0, 0 };
	size_t length = strlen(id);
	size_t taken = length > sizeof(tails) ? sizeof(tails) : length;

	memcpy(tails, id + length - taken, taken);
	tails[0] = (tails[0] ^ length) * 0x9e3779b97f4a7c15ull;
	tails[1] = (tails[1] ^ (tails[0] >> 32)) * 0x9e3779b97f4a7c15ull;
	return (size_t)(tails[1] >> 48) % ((size_t)SSLINV_OVAL_FILTER_WORDS * 64);
}

struct sslinv_oval_item *sslinv_oval_find(const struct sslinv_oval_table *table, const char *id)
{
	size_t bit = filter_bit(id);

	if (!(table->filter[bit / 64] & (1ull << (bit % 64))))
		return NULL;
	return sslinv_map_find_text(&table->items, id);
}

struct sslinv_oval_item *sslinv_oval_need(struct sslinv_oval *oval, struct sslinv_oval_table *table, const char *id,
					  size_t size, struct sslinv_error *error)
{
	struct sslinv_oval_item *item = sslinv_oval_find(table, id);

	if (item)
		return item;
	item = sslinv_oval_alloc(oval, size, error);
	if (!item)
		return NULL;
	memset(item, 0, size);
	item->id = sslinv_oval_copy(oval, id, error);
	if (!item->id)
		return NULL;
	if (sslinv_map_add_text(&table->items, item->id, item) < 0) {
		sslinv_error_memory(error);
		return NULL;
	}
	table->filter[filter_bit(id) / 64] |= 1ull << (filter_bit(id) % 64);
	return item;
}

/* The needed item that the current element is, or NULL. */
static struct sslinv_oval_item *current(const struct sslinv_oval_table *table, struct sslinv_xml *xml)
{
	const char *id = sslinv_xml_attribute(xml, "id");

	return id ? sslinv_oval_find(table, id) : NULL;
}

/* Marks an item as read. One that comes again with other contents decides nothing any more. */
static void settle(struct sslinv_oval *oval, struct sslinv_oval_item *item, uint64_t contents, unsigned long line)
{
	if (item->seen && item->contents != contents && !item->clash) {
		item->clash = true;
		sslinv_oval_warn(oval, line,
				 "id %s was there before, in line %lu, with other contents; what needs it is unknown",
				 item->id, item->line);
	}
	if (!item->seen)
		item->line = line;
	item->seen = true;
	item->contents = contents;
}

static bool is_word(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static uint64_t hash_attribute(struct sslinv_xml *xml, const char *name, uint64_t hash)
{
	const char *value = sslinv_xml_attribute(xml, name);

	return sslinv_oval_hash(hash, value ? value : "");
}

static int read_test(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_oval_test *test,
		     struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	unsigned long line = sslinv_xml_line(xml);
	bool is_again = test->item.seen;
	bool none_satisfies = is_word(sslinv_xml_attribute(xml, "check"), "none satisfy");
	uint64_t hash = sslinv_oval_hash(SSLINV_OVAL_HASH_START, sslinv_xml_name(xml));
	int rc;

	hash = hash_attribute(xml, "check",
			      hash_attribute(xml, "check_existence", hash_attribute(xml, "state_operator", hash)));
	if (!is_again) {
		test->wants_none = is_word(sslinv_xml_attribute(xml, "check"), "none exist") ||
				   is_word(sslinv_xml_attribute(xml, "check_existence"), "none_exist");
		test->or_states = sslinv_xml_attribute(xml, "state_operator") &&
				  !is_word(sslinv_xml_attribute(xml, "state_operator"), "AND");
	}
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		bool is_object = sslinv_xml_is(xml, "object");
		const char *reference = sslinv_xml_attribute(xml, is_object ? "object_ref" : "state_ref");

		if (!is_object && !sslinv_xml_is(xml, "state"))
			continue;
		hash = sslinv_oval_hash(sslinv_oval_hash(hash, is_object ? "o" : "s"), reference ? reference : "");
		if (is_again)
			continue;
		if (!reference) {
			test->is_malformed = true;
			sslinv_oval_warn(oval, sslinv_xml_line(xml), "test %s: <%s> has no %s; what needs it is unknown",
					 test->item.id, sslinv_xml_name(xml), is_object ? "object_ref" : "state_ref");
		} else if (is_object) {
			test->object = (struct sslinv_oval_object *)sslinv_oval_need(oval, &oval->objects, reference,
										     sizeof(*test->object), error);
			if (!test->object)
				return SSLINV_E_LIMIT;
		} else if (test->state_count == SSLINV_OVAL_MAX_STATES) {
			test->too_many_states = true;
		} else {
			struct sslinv_oval_item *state = sslinv_oval_need(oval, &oval->states, reference,
									  sizeof(struct sslinv_oval_state), error);

			if (!state)
				return SSLINV_E_LIMIT;
			test->states[test->state_count++] = (struct sslinv_oval_state *)state;
		}
	}
	/* Without a state there is nothing to satisfy: what exists decides alone. */
	test->wants_none |= none_satisfies && test->state_count > 0;
	if (rc == 0)
		settle(oval, &test->item, hash, line);
	return rc;
}

int sslinv_oval_read_tests(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		struct sslinv_oval_item *item = current(&oval->tests, xml);

		rc = item ? read_test(oval, xml, (struct sslinv_oval_test *)item, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}

static struct sslinv_oval_variable *need_variable(struct sslinv_oval *oval, const char *id, struct sslinv_error *error)
{
	return (struct sslinv_oval_variable *)sslinv_oval_need(oval, &oval->variables, id,
							       sizeof(struct sslinv_oval_variable), error);
}

/* The package's name that an object holds itself. */
static int take_name(struct sslinv_oval *oval, struct sslinv_oval_object *object, bool is_plain, bool is_regular,
		     struct sslinv_error *error)
{
	const char *value = sslinv_str_text(&oval->scratch);
	char name[128];
	enum sslinv_oval_name fits = is_regular ? sslinv_oval_read_name(value, name, sizeof(name)) : SSLINV_OVAL_NAME_WHOLE;

	object->is_complex |= (!is_plain && !is_regular) || fits != SSLINV_OVAL_NAME_WHOLE || object->name;
	object->name = sslinv_oval_copy(oval, is_regular ? name : value, error);
	return object->name ? 0 : SSLINV_E_LIMIT;
}

static int read_object(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_oval_object *object,
		       struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	unsigned long line = sslinv_xml_line(xml);
	bool is_again = object->item.seen;
	const char *type = sslinv_xml_name(xml);
	bool is_database = is_word(type, "rpminfo_object") || is_word(type, "dpkginfo_object");
	uint64_t hash = sslinv_oval_hash(SSLINV_OVAL_HASH_START, type);
	bool is_manifest = false;
	struct sslinv_oval_variable *pattern = NULL;
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		const char *reference = sslinv_xml_attribute(xml, "var_ref");
		const char *operation = sslinv_xml_attribute(xml, "operation");
		bool is_name = sslinv_xml_is(xml, "name");
		bool is_plain = !operation || is_word(operation, "equals");
		bool is_regular = is_word(operation, "pattern match");
		bool is_none = is_word(sslinv_xml_attribute(xml, "var_check"), "none satisfy");
		bool is_filename = sslinv_xml_is(xml, "filename");
		bool is_pattern = sslinv_xml_is(xml, "pattern");
		struct sslinv_oval_variable *variable = NULL;

		if (!is_name && !is_filename && !is_pattern) {
			/* `behaviors` changes nothing here; a set or a filter does. */
			if (is_database && !sslinv_xml_is(xml, "behaviors"))
				object->is_complex = true;
			continue;
		}
		if (reference && !is_again) {
			variable = need_variable(oval, reference, error);
			if (!variable)
				return SSLINV_E_LIMIT;
		}
		hash = sslinv_oval_hash(hash, reference ? reference : "");
		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
		if (rc < 0)
			return rc;
		hash = sslinv_oval_hash(hash, sslinv_str_text(&oval->scratch));
		if (is_again)
			continue;
		object->is_complex |= variable && ((!is_plain && !is_regular) || is_none);
		if (is_filename) {
			is_manifest = is_word(sslinv_str_text(&oval->scratch), "manifest");
		} else if (is_pattern) {
			pattern = variable;
		} else if (variable) {
			object->variable = variable;
			object->is_pattern = is_regular;
		} else if (is_database) {
			rc = take_name(oval, object, is_plain, is_regular, error);
			if (rc < 0)
				return rc;
		}
	}
	if (rc < 0)
		return rc;
	if (!is_again) {
		/* Ubuntu's lists for images look for `package version` lines in a file called manifest. */
		object->is_package = is_database || (is_manifest && pattern);
		if (is_manifest && pattern)
			object->variable = pattern;
	}
	settle(oval, &object->item, hash, line);
	return 0;
}

int sslinv_oval_read_objects(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		struct sslinv_oval_item *item = current(&oval->objects, xml);

		rc = item ? read_object(oval, xml, (struct sslinv_oval_object *)item, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}

static enum sslinv_oval_operation parse_operation(const char *text)
{
	static const struct {
		const char *word;
		enum sslinv_oval_operation operation;
	} operations[] = {
		{ "equals", SSLINV_OVAL_EQUALS },
		{ "less than", SSLINV_OVAL_LESS },
		{ "less than or equal", SSLINV_OVAL_LESS_OR_EQUAL },
		{ "greater than", SSLINV_OVAL_GREATER },
		{ "greater than or equal", SSLINV_OVAL_GREATER_OR_EQUAL },
		{ "pattern match", SSLINV_OVAL_PATTERN },
	};

	for (size_t i = 0; text && i < SSLINV_ARRAY_SIZE(operations); i++) {
		if (strcmp(text, operations[i].word) == 0)
			return operations[i].operation;
	}
	return text ? SSLINV_OVAL_OTHER_OPERATION : SSLINV_OVAL_EQUALS;
}

/* The elements that hold a version, in rpminfo, dpkginfo and (of a line in a manifest) textfilecontent54 states. */
static bool is_version_element(const struct sslinv_xml *xml)
{
	return sslinv_xml_is(xml, "evr") || sslinv_xml_is(xml, "version") || sslinv_xml_is(xml, "subexpression");
}

static int read_state(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_oval_state *state,
		      struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	unsigned long line = sslinv_xml_line(xml);
	bool is_again = state->item.seen;
	const char *combined = sslinv_xml_attribute(xml, "operator");
	uint64_t hash = sslinv_oval_hash(SSLINV_OVAL_HASH_START, sslinv_xml_name(xml));
	int rc;

	hash = sslinv_oval_hash(hash, combined ? combined : "");
	if (!is_again && combined)
		state->has_other = strcmp(combined, "AND") != 0;
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		const char *operation = sslinv_xml_attribute(xml, "operation");
		enum sslinv_oval_operation parsed = parse_operation(operation);
		bool is_version = is_version_element(xml);
		bool is_arch = sslinv_xml_is(xml, "arch");
		bool is_signature = sslinv_xml_is(xml, "signature_keyid");
		bool has_reference = sslinv_xml_attribute(xml, "var_ref") != NULL;
		const char **where = is_version ? &state->version : is_arch ? &state->arch : NULL;

		hash = sslinv_oval_hash(sslinv_oval_hash(hash, sslinv_xml_name(xml)), operation ? operation : "");
		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
		if (rc < 0)
			return rc;
		hash = sslinv_oval_hash(hash, sslinv_str_text(&oval->scratch));
		if (is_again)
			continue;
		state->has_signature |= is_signature;
		if (has_reference || (where && *where) || (!where && !is_signature) ||
		    (is_arch && parsed != SSLINV_OVAL_EQUALS && parsed != SSLINV_OVAL_PATTERN)) {
			state->has_other = true;
			continue;
		}
		if (!where)
			continue;
		*where = sslinv_oval_copy(oval, sslinv_str_text(&oval->scratch), error);
		if (!*where)
			return SSLINV_E_LIMIT;
		if (!is_version)
			continue;
		state->operation = parsed;
		/* Microsoft's files name their release nowhere else. */
		if (oval->covered.count == 0 && !oval->tagged.distro[0] &&
		    !sslinv_distro_from_dist_tag(state->version, &oval->tagged))
			memset(&oval->tagged, 0, sizeof(oval->tagged));
	}
	if (rc == 0)
		settle(oval, &state->item, hash, line);
	return rc;
}

int sslinv_oval_read_states(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		struct sslinv_oval_item *item = current(&oval->states, xml);

		rc = item ? read_state(oval, xml, (struct sslinv_oval_state *)item, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}

static int read_variable(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_oval_variable *variable,
			 struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	unsigned long line = sslinv_xml_line(xml);
	bool is_again = variable->item.seen;
	uint64_t hash = sslinv_oval_hash(SSLINV_OVAL_HASH_START, sslinv_xml_name(xml));
	enum sslinv_oval_name fits;
	char name[128];
	int rc;

	if (!is_again)
		variable->is_constant = sslinv_xml_is(xml, "constant_variable");
	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		if (!sslinv_xml_is(xml, "value"))
			continue;
		rc = sslinv_xml_content(xml, &oval->scratch, SSLINV_OVAL_MAX_WORD, error);
		if (rc < 0)
			return rc;
		hash = sslinv_oval_hash(hash, sslinv_str_text(&oval->scratch));
		if (is_again)
			continue;
		fits = sslinv_oval_read_name(sslinv_str_text(&oval->scratch), name, sizeof(name));
		if (!sslinv_package_name_is_openssl(name)) {
			variable->others++;
			continue;
		}
		variable->is_loose |= fits == SSLINV_OVAL_NAME_PATTERN;
		variable->is_unanchored |= fits == SSLINV_OVAL_NAME_BARE;
		if (variable->count == variable->capacity) {
			size_t capacity = variable->capacity ? variable->capacity * 2 : 8;
			const char **values;

			if (capacity > MAX_VALUES)
				return sslinv_xml_fail(xml, SSLINV_E_LIMIT, error,
						       "variable %s has more than %d values; refused", variable->item.id,
						       MAX_VALUES);
			values = sslinv_oval_alloc(oval, capacity * sizeof(*values), error);
			if (!values)
				return SSLINV_E_LIMIT;
			if (variable->count > 0)
				memcpy(values, variable->values, variable->count * sizeof(*values));
			variable->values = values;
			variable->capacity = capacity;
		}
		variable->values[variable->count] = sslinv_oval_copy(oval, name, error);
		if (!variable->values[variable->count++])
			return SSLINV_E_LIMIT;
	}
	if (rc == 0)
		settle(oval, &variable->item, hash, line);
	return rc;
}

int sslinv_oval_read_variables(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
{
	int depth = sslinv_xml_depth(xml);
	int rc;

	while ((rc = sslinv_xml_child(xml, depth, error)) > 0) {
		struct sslinv_oval_item *item = current(&oval->variables, xml);

		rc = item ? read_variable(oval, xml, (struct sslinv_oval_variable *)item, error) : 0;
		if (rc < 0)
			return rc;
	}
	return rc;
}
