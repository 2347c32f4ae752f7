/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The walk over kept criteria. A definition is true on a vulnerable host; so for each test of a package the conjunction it
 * stands in is gathered: releases, architecture. Where the logic around it is of another shape, the vendor's statement is
 * unknown.
 */
#include "formats/oval/oval_evaluate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "openssl/package_name.h"

#define MAX_HITS 5000        /* of one definition */
#define MAX_STEPS 20000000ul /* of one document: extended definitions can multiply */

enum leaf {
	LEAF_NONE = 0, /* an inner node */
	LEAF_PLATFORM,
	LEAF_ARCH,
	LEAF_IGNORED, /* a signature, a module, a family: says nothing of the package's version */
	LEAF_FAMILY,
	LEAF_PACKAGE,
	LEAF_OTHER_PACKAGE,
	LEAF_EXTENSION, /* of a definition with tests of packages */
	LEAF_OPAQUE,
};

/* Marks of a definition while extensions are followed. */
enum mark {
	MARK_NEW = 0,
	MARK_OPEN,
	MARK_WITHOUT_PACKAGES,
	MARK_WITH_PACKAGES,
};

struct context {
	const char *reason;
	const char *arch;
	bool many_arches;
	bool has_platforms;
	size_t first, count;
};

struct walk {
	struct sslinv_oval *oval;
	const char *name;
	struct sslinv_oval_hits hits;
	unsigned long steps;
	struct sslinv_error *error;
};

static const char *comment_of(const struct sslinv_oval_definition *definition, const struct sslinv_oval_node *node)
{
	return sslinv_oval_text_of(definition, node->comment);
}

static struct sslinv_oval_definition *target_of(const struct walk *walk, const struct sslinv_oval_definition *definition,
						const struct sslinv_oval_node *node)
{
	return sslinv_oval_find_definition(walk->oval, sslinv_oval_text_of(definition, node->reference));
}

static enum leaf leaf_of_comment(enum sslinv_oval_comment kind)
{
	switch (kind) {
	case SSLINV_OVAL_COMMENT_PLATFORM:
		return LEAF_PLATFORM;
	case SSLINV_OVAL_COMMENT_FAMILY:
		return LEAF_FAMILY;
	case SSLINV_OVAL_COMMENT_SIGNED:
	case SSLINV_OVAL_COMMENT_MODULE:
		return LEAF_IGNORED;
	case SSLINV_OVAL_COMMENT_ARCH:
		return LEAF_ARCH;
	case SSLINV_OVAL_COMMENT_PACKAGE:
		return LEAF_OTHER_PACKAGE;
	case SSLINV_OVAL_COMMENT_OTHER:
		break;
	}
	return LEAF_OPAQUE;
}

static bool only_signature(const struct sslinv_oval_test *test)
{
	for (size_t i = 0; i < test->state_count; i++) {
		const struct sslinv_oval_state *state = test->states[i];

		if (!state->item.seen || !state->has_signature || state->version || state->has_other)
			return false;
	}
	return test->state_count > 0;
}

static bool object_concerns(const struct sslinv_oval_object *object)
{
	if (object->variable)
		return object->variable->count > 0 || !object->variable->item.seen || !object->variable->is_constant;
	return sslinv_package_name_is_openssl(object->name);
}

/* What a leaf tests: the test and its object decide; the comment only where they are not at hand or are of another type. */
static enum leaf classify(const struct walk *walk, const struct sslinv_oval_definition *definition,
			  const struct sslinv_oval_node *node)
{
	const struct sslinv_oval_test *test = node->test;
	const struct sslinv_oval_object *object = test && test->item.seen ? test->object : NULL;
	bool concerns;
	enum sslinv_oval_comment kind = sslinv_oval_classify_comment(comment_of(definition, node), &concerns, NULL, 0);

	/* The name may be but the beginning of one. */
	if (object && object->is_complex && object->name && sslinv_package_name_is_openssl(object->name))
		concerns = true;
	if (node->kind == SSLINV_OVAL_EXTEND) {
		const struct sslinv_oval_definition *target = target_of(walk, definition, node);

		if (target && target->mark == MARK_WITH_PACKAGES)
			return LEAF_EXTENSION;
		if (target && strcmp(sslinv_oval_text_of(target, target->class), "inventory") == 0)
			return LEAF_PLATFORM;
		return kind == SSLINV_OVAL_COMMENT_PLATFORM ? LEAF_PLATFORM : LEAF_OPAQUE;
	}
	if (!object || !object->item.seen || !object->is_package || object->is_complex ||
	    (!object->name && !object->variable)) {
		if (kind == SSLINV_OVAL_COMMENT_SIGNED || kind == SSLINV_OVAL_COMMENT_MODULE)
			return LEAF_IGNORED;
		return concerns ? LEAF_PACKAGE : leaf_of_comment(kind);
	}
	if (object_concerns(object))
		return only_signature(test) ? LEAF_IGNORED : LEAF_PACKAGE;
	/* The release package of a product, or its architecture. */
	return kind == SSLINV_OVAL_COMMENT_OTHER ? LEAF_OTHER_PACKAGE : leaf_of_comment(kind);
}

/*
 * Classifies every leaf, and marks what leads to a test of a package: from the last node to the first, so children come
 * before.
 */
static void classify_all(const struct walk *walk, struct sslinv_oval_definition *definition)
{
	struct sslinv_oval_node *nodes = definition->nodes.items;

	for (size_t i = definition->nodes.count; i-- > 0;) {
		struct sslinv_oval_node *node = &nodes[i];

		if (node->kind == SSLINV_OVAL_TEST || node->kind == SSLINV_OVAL_EXTEND) {
			node->leaf = (uint8_t)classify(walk, definition, node);
			node->has_package = node->leaf == LEAF_PACKAGE || node->leaf == LEAF_EXTENSION;
			/* It names no package, and what would is missing: nothing can be said but this. */
			if (node->leaf == LEAF_OPAQUE && node->test && (!node->test->item.seen || !node->test->object))
				sslinv_oval_warn(
					walk->oval, node->line,
					"definition %s: test %s is missing or malformed, and with it what it concerns",
					sslinv_oval_text_of(definition, definition->id), node->test->item.id);
			continue;
		}
		for (size_t child = i + 1; child < node->end && !node->has_package; child = nodes[child].end)
			node->has_package = nodes[child].has_package;
	}
}

/* Follows the extensions of a definition: sets its mark and those of what it extends; a cycle is an error. */
static int mark_definition(struct walk *walk, struct sslinv_oval_definition *definition, int level)
{
	int rc;

	if (definition->mark == MARK_OPEN)
		return sslinv_error_set(walk->error, SSLINV_E_FORMAT,
					"%s:%lu: definition %s extends itself, by way of others; refused", walk->name,
					definition->line, sslinv_oval_text_of(definition, definition->id));
	if (definition->mark != MARK_NEW)
		return 0;
	if (level > SSLINV_OVAL_MAX_DEPTH)
		return sslinv_error_set(walk->error, SSLINV_E_LIMIT,
					"%s:%lu: definition %s is at the end of more than %d extensions; refused",
					walk->name, definition->line, sslinv_oval_text_of(definition, definition->id),
					SSLINV_OVAL_MAX_DEPTH);
	definition->mark = MARK_OPEN;
	for (size_t i = 0; i < definition->nodes.count; i++) {
		const struct sslinv_oval_node *node = &definition->nodes.items[i];
		struct sslinv_oval_definition *target = node->kind == SSLINV_OVAL_EXTEND ? target_of(walk, definition, node)
											 : NULL;

		rc = target ? mark_definition(walk, target, level + 1) : 0;
		if (rc < 0)
			return rc;
	}
	classify_all(walk, definition);
	definition->mark = definition->nodes.count > 0 && definition->nodes.items[0].has_package ? MARK_WITH_PACKAGES
												 : MARK_WITHOUT_PACKAGES;
	return 0;
}

/* The distribution that a platform leaf names. */
static bool platform_of(const struct walk *walk, const struct sslinv_oval_definition *definition,
			const struct sslinv_oval_node *node, struct sslinv_distro *distro)
{
	const struct sslinv_oval_definition *target;

	if (sslinv_distro_from_platform(comment_of(definition, node), distro))
		return true;
	target = node->kind == SSLINV_OVAL_EXTEND ? target_of(walk, definition, node) : NULL;
	if (!target || target->platforms.count != 1)
		return false;
	*distro = target->platforms.items[0];
	return true;
}

static int push_platform(struct walk *walk, const struct sslinv_distro *distro)
{
	struct sslinv_distro *slot = sslinv_array_add(&walk->hits.platforms);

	if (!slot)
		return sslinv_error_memory(walk->error);
	*slot = *distro;
	return 0;
}

/* The conjunction now also demands one of the platforms from `first` on: those of the earlier ones that fit stay. */
static int narrow_platforms(struct walk *walk, struct context *context, size_t first)
{
	size_t count = walk->hits.platforms.count - first;
	size_t narrowed = walk->hits.platforms.count;
	int rc = 0;

	if (!context->has_platforms) {
		context->has_platforms = true;
		context->first = first;
		context->count = count;
		return 0;
	}
	for (size_t i = 0; rc == 0 && i < context->count * count; i++) {
		/* By value: the array moves when it grows. */
		struct sslinv_distro old = walk->hits.platforms.items[context->first + i / count];
		struct sslinv_distro new = walk->hits.platforms.items[first + i % count];

		if (strcmp(old.distro, new.distro) == 0 && (strcmp(old.release, new.release) == 0))
			rc = push_platform(walk, old.stream[0] ? &old : &new);
	}
	if (narrowed == walk->hits.platforms.count && context->count > 0 && count > 0)
		context->reason = "its platform tests contradict each other";
	context->first = narrowed;
	context->count = walk->hits.platforms.count - narrowed;
	return rc;
}

static int gather(struct walk *walk, const struct sslinv_oval_definition *definition, size_t place, struct context *context);

/* A disjunction of conditions: all platforms, or all architectures; anything else cannot be told. */
static int gather_choice(struct walk *walk, const struct sslinv_oval_definition *definition, size_t place,
			 struct context *context)
{
	const struct sslinv_oval_node *nodes = definition->nodes.items;
	size_t first = walk->hits.platforms.count;
	size_t platforms = 0;
	size_t arches = 0;
	size_t ignored = 0;
	size_t others = 0;

	for (size_t i = place + 1; i < nodes[place].end; i++) {
		uint8_t leaf = nodes[i].leaf;
		struct sslinv_distro distro;
		int rc;

		if (nodes[i].negate || nodes[i].kind == SSLINV_OVAL_OTHER_OPERATOR)
			others++;
		if (nodes[i].kind != SSLINV_OVAL_TEST && nodes[i].kind != SSLINV_OVAL_EXTEND) {
			/* An inner conjunction of one is the leaf itself. */
			others += nodes[i].kind == SSLINV_OVAL_AND && nodes[i].end > i + 2 ? 1 : 0;
			continue;
		}
		platforms += leaf == LEAF_PLATFORM;
		arches += leaf == LEAF_ARCH;
		ignored += leaf == LEAF_IGNORED;
		others += leaf != LEAF_PLATFORM && leaf != LEAF_ARCH && leaf != LEAF_IGNORED && leaf != LEAF_FAMILY;
		if (leaf != LEAF_PLATFORM || !platform_of(walk, definition, &nodes[i], &distro))
			continue;
		rc = push_platform(walk, &distro);
		if (rc < 0)
			return rc;
	}
	if (others > 0 || (platforms > 0) + (arches > 0) + (ignored > 0) > 1)
		context->reason = "it depends on a condition that cannot be evaluated here";
	else if (platforms > 0)
		return narrow_platforms(walk, context, first);
	else if (arches > 0)
		context->many_arches = true;
	return 0;
}

/* Adds a condition beside a test of a package to the conjunction. */
static int gather(struct walk *walk, const struct sslinv_oval_definition *definition, size_t place, struct context *context)
{
	const struct sslinv_oval_node *node = &definition->nodes.items[place];
	size_t first = walk->hits.platforms.count;
	struct sslinv_distro distro;
	char arch[32];
	int rc = 0;

	if (node->negate)
		context->reason = "it depends on a negated condition";
	if (node->kind == SSLINV_OVAL_OR)
		return gather_choice(walk, definition, place, context);
	if (node->kind == SSLINV_OVAL_OTHER_OPERATOR && node->end > place + 2)
		context->reason = "it depends on an exclusive condition";
	if (node->kind != SSLINV_OVAL_TEST && node->kind != SSLINV_OVAL_EXTEND) {
		for (size_t i = place + 1; rc == 0 && i < node->end; i = definition->nodes.items[i].end)
			rc = gather(walk, definition, i, context);
		return rc;
	}
	switch (node->leaf) {
	case LEAF_PLATFORM:
		if (platform_of(walk, definition, node, &distro))
			rc = push_platform(walk, &distro);
		return rc < 0 ? rc : narrow_platforms(walk, context, first);
	case LEAF_ARCH:
		if (sslinv_oval_comment_arch(comment_of(definition, node), arch, sizeof(arch))) {
			context->arch = sslinv_oval_copy(walk->oval, arch, walk->error);
			if (!context->arch)
				return SSLINV_E_LIMIT;
		}
		return 0;
	case LEAF_IGNORED:
	case LEAF_FAMILY:
		return 0;
	default:
		context->reason = "it depends on a condition that cannot be evaluated here";
		return 0;
	}
}

static int add_hit(struct walk *walk, const struct sslinv_oval_definition *definition, size_t place,
		   const struct context *context, bool never)
{
	struct sslinv_oval_hit *hit;

	if (walk->hits.count >= MAX_HITS)
		return sslinv_error_set(walk->error, SSLINV_E_LIMIT,
					"%s:%lu: definition %s has more than %d tests of OpenSSL's packages; refused",
					walk->name, definition->line, sslinv_oval_text_of(definition, definition->id),
					MAX_HITS);
	hit = sslinv_array_add(&walk->hits);
	if (!hit)
		return sslinv_error_memory(walk->error);
	*hit = (struct sslinv_oval_hit){ .definition = definition,
					 .node = &definition->nodes.items[place],
					 .never = never,
					 .reason = context->reason,
					 .arch = context->many_arches ? NULL : context->arch,
					 .has_platforms = context->has_platforms,
					 .first = context->first,
					 .count = context->count };
	return 0;
}

static bool same_object(const struct sslinv_oval_node *a, const struct sslinv_oval_node *b)
{
	const struct sslinv_oval_object *one = a->test ? a->test->object : NULL;
	const struct sslinv_oval_object *two = b->test ? b->test->object : NULL;

	if (!one || !two)
		return false;
	return one == two || (one->name && two->name && strcmp(one->name, two->name) == 0);
}

/* The presence of a package may be asked for in one architecture. */
static struct context with_arch(const struct context *context, const struct sslinv_oval_outcome *presence)
{
	struct context narrowed = *context;

	if (presence->arch) {
		narrowed.arch = presence->arch;
		narrowed.many_arches = false;
	}
	return narrowed;
}

/*
 * Two tests of one package in one conjunction. Presence and absence together are Red Hat's list of what is not affected;
 * presence beside a version adds nothing. 1 if handled, 0 if not.
 */
static int walk_pair(struct walk *walk, const struct sslinv_oval_definition *definition, size_t one, size_t two,
		     const struct context *context)
{
	const struct sslinv_oval_node *a = &definition->nodes.items[one];
	const struct sslinv_oval_node *b = &definition->nodes.items[two];
	struct sslinv_oval_outcome first;
	struct sslinv_oval_outcome second;
	struct context narrowed;
	int rc;

	if (a->kind != SSLINV_OVAL_TEST || b->kind != SSLINV_OVAL_TEST || a->negate || b->negate || !same_object(a, b))
		return 0;
	sslinv_oval_judge_test(definition, a, &first);
	sslinv_oval_judge_test(definition, b, &second);
	if (first.is_presence && second.is_presence && a->test->wants_none != b->test->wants_none) {
		rc = add_hit(walk, definition, one, context, true);
	} else if (first.is_presence && !a->test->wants_none) {
		narrowed = with_arch(context, &first);
		rc = add_hit(walk, definition, two, &narrowed, false);
	} else if (second.is_presence && !b->test->wants_none) {
		narrowed = with_arch(context, &second);
		rc = add_hit(walk, definition, one, &narrowed, false);
	} else {
		return 0;
	}
	return rc < 0 ? rc : 1;
}

/*
 * Is an alternative to a package's test about another package, and so says nothing of this one? A family is one as well: it
 * is true only where the definition is meaningless. A condition that stands alone would make the definition true by itself.
 */
static bool is_of_another(const struct sslinv_oval_node *nodes, size_t place)
{
	const struct sslinv_oval_node *node = &nodes[place];
	size_t others = 0, count = 0;

	if (node->kind == SSLINV_OVAL_TEST || node->kind == SSLINV_OVAL_EXTEND)
		return !node->negate && (node->leaf == LEAF_OTHER_PACKAGE || node->leaf == LEAF_FAMILY);
	for (size_t i = place + 1; i < node->end; i = nodes[i].end, count++)
		others += is_of_another(nodes, i);
	if (node->negate || node->kind == SSLINV_OVAL_OTHER_OPERATOR)
		return false;
	return node->kind == SSLINV_OVAL_OR ? others == count : others > 0;
}

/* Walks to every test of a package below; the context is what must be true beside it. */
static int walk_node(struct walk *walk, const struct sslinv_oval_definition *definition, size_t place,
		     struct context context)
{
	const struct sslinv_oval_node *nodes = definition->nodes.items;
	const struct sslinv_oval_node *node = &nodes[place];
	size_t packages[2] = { 0, 0 };
	size_t count = 0;
	int rc = 0;

	if (++walk->steps > MAX_STEPS)
		return sslinv_error_set(walk->error, SSLINV_E_LIMIT,
					"%s:%lu: definition %s and what it extends take too long; refused", walk->name,
					definition->line, sslinv_oval_text_of(definition, definition->id));
	if (node->negate)
		context.reason = "its test is negated";
	if (node->kind == SSLINV_OVAL_TEST)
		return add_hit(walk, definition, place, &context, false);
	if (node->kind == SSLINV_OVAL_EXTEND)
		return walk_node(walk, target_of(walk, definition, node), 0, context);
	for (size_t i = place + 1; rc == 0 && i < node->end; i = nodes[i].end) {
		walk->steps += nodes[i].end - i;
		if (nodes[i].has_package) {
			if (count < SSLINV_ARRAY_SIZE(packages))
				packages[count] = i;
			count++;
		} else if (node->kind != SSLINV_OVAL_OR) {
			rc = gather(walk, definition, i, &context);
		} else if (!is_of_another(nodes, i)) {
			context.reason = "its test is an alternative to a condition of another kind";
		}
	}
	if (rc < 0)
		return rc;
	if (node->kind == SSLINV_OVAL_OTHER_OPERATOR && node->end > place + 1 && nodes[place + 1].end < node->end)
		context.reason = "its test is one of an exclusive choice";
	if (node->kind != SSLINV_OVAL_OR && count == 2) {
		rc = walk_pair(walk, definition, packages[0], packages[1], &context);
		if (rc != 0)
			return rc < 0 ? rc : 0;
	}
	if (node->kind != SSLINV_OVAL_OR && count > 1)
		context.reason = "its test is together with another test of a package";
	for (size_t i = place + 1; rc == 0 && i < node->end; i = nodes[i].end) {
		if (nodes[i].has_package)
			rc = walk_node(walk, definition, i, context);
	}
	return rc;
}

/* Warns of the ids in `table` that other elements have as well: those of one table, and of a second where it is not NULL. */
static void check_table(struct sslinv_oval *oval, const struct sslinv_oval_table *table, const struct sslinv_oval_table *one,
			const struct sslinv_oval_table *two)
{
	for (const struct sslinv_map_entry *entry = sslinv_map_next(&table->items, NULL); entry;
	     entry = sslinv_map_next(&table->items, entry)) {
		const struct sslinv_oval_item *item = sslinv_map_value(entry);

		if (sslinv_oval_find(one, item->id) || (two && sslinv_oval_find(two, item->id)))
			sslinv_oval_warn(oval, item->line, "id %s is shared by elements of different types", item->id);
	}
}

/* Ids that two kinds of elements share. */
static void check_ids(struct sslinv_oval *oval)
{
	check_table(oval, &oval->tests, &oval->objects, &oval->states);
	check_table(oval, &oval->objects, &oval->states, NULL);
}

int sslinv_oval_evaluate(struct sslinv_oval *oval, const char *name, const struct sslinv_checked_sink *sink,
			 struct sslinv_error *error)
{
	struct walk walk = { .oval = oval, .name = name, .error = error };
	size_t statements = 0;
	int rc = 0;

	check_ids(oval);
	for (struct sslinv_oval_definition *definition = oval->definitions; rc == 0 && definition;
	     definition = definition->next)
		rc = mark_definition(&walk, definition, 1);
	for (struct sslinv_oval_definition *definition = oval->definitions; rc == 0 && definition;
	     definition = definition->next) {
		const char *class = sslinv_oval_text_of(definition, definition->class);
		struct context context = { .reason = NULL };

		if (strcmp(class, "inventory") == 0)
			continue;
		/* That of `compliance` is true where all is well, and `miscellaneous` can be anything. */
		if (class[0] && strcmp(class, "patch") != 0 && strcmp(class, "vulnerability") != 0)
			context.reason = "its class is neither of flaws nor of fixes";
		walk.hits.count = walk.hits.platforms.count = 0;
		if (definition->mark == MARK_WITH_PACKAGES)
			rc = walk_node(&walk, definition, 0, context);
		if (rc == 0)
			rc = sslinv_oval_emit(oval, definition, &walk.hits, sink, &statements, error);
	}
	free(walk.hits.items);
	free(walk.hits.platforms.items);
	return rc;
}
