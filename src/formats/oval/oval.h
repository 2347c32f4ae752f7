/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is kept of an OVAL document while it streams by. Definitions come first and refer to tests, those to objects and
 * states, those to variables, and standard input cannot be read twice: so the criteria of each definition that may concern
 * OpenSSL are kept in a compact form, with the ids they need, and evaluated when the document has ended.
 */
#ifndef SSLINV_FORMATS_OVAL_OVAL_H
#define SSLINV_FORMATS_OVAL_OVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "distro/distro.h"
#include "guidance/check.h"
#include "parse/xml.h"

/* The bounds that keep a document of any size in bounded memory. */
#define SSLINV_OVAL_MAX_KEPT ((size_t)32 << 20)  /* bytes of definitions, tests, objects, states and variables */
#define SSLINV_OVAL_MAX_NODES ((size_t)200000)   /* criteria of one definition */
#define SSLINV_OVAL_MAX_TEXT ((size_t)8 << 20)   /* strings of one definition */
#define SSLINV_OVAL_MAX_DEPTH 64                 /* criteria in criteria, and extended definitions */
#define SSLINV_OVAL_MAX_PROSE ((size_t)12 << 20) /* a description, which is looked at and not kept */
#define SSLINV_OVAL_MAX_WORD ((size_t)4096)
#define SSLINV_OVAL_MAX_WARNINGS 100
#define SSLINV_OVAL_MAX_STATES 4

/* A place in a definition's own text; 0 is "". */
typedef uint32_t sslinv_oval_text;

enum sslinv_oval_kind {
	SSLINV_OVAL_AND = 0,
	SSLINV_OVAL_OR,
	SSLINV_OVAL_OTHER_OPERATOR, /* ONE, XOR */
	SSLINV_OVAL_TEST,
	SSLINV_OVAL_EXTEND,
};

/* Nodes stand in document order; the children of node n are n + 1, the `end` of that one, and so on up to the `end` of n. */
struct sslinv_oval_node {
	uint8_t kind;
	uint8_t leaf; /* what it tests, once all is read (oval_evaluate.c) */
	bool negate;
	bool has_package; /* it or something below it tests a package that concerns OpenSSL */
	uint32_t end;
	uint32_t line;
	sslinv_oval_text comment;
	sslinv_oval_text reference; /* of a test or definition */
	struct sslinv_oval_test *test;
};

struct sslinv_oval_cve {
	sslinv_oval_text id;
	sslinv_oval_text severity;
	sslinv_oval_text advisories; /* `USN-6561-1,USN-6560-2`, where the CVE says that itself */
	sslinv_oval_text test;       /* the only test it is about, in Ubuntu's lists by package */
	sslinv_oval_text url;
};

/* Red Hat's word on a component that has no fix. */
struct sslinv_oval_resolution {
	sslinv_oval_text state;
	sslinv_oval_text component;
};

struct sslinv_oval_nodes {
	struct sslinv_oval_node *items;
	size_t count, capacity;
};
struct sslinv_oval_cves {
	struct sslinv_oval_cve *items;
	size_t count, capacity;
};
struct sslinv_oval_resolutions {
	struct sslinv_oval_resolution *items;
	size_t count, capacity;
};
struct sslinv_oval_distros {
	struct sslinv_distro *items;
	size_t count, capacity;
};

struct sslinv_oval_definition {
	struct sslinv_oval_nodes nodes;
	struct sslinv_oval_cves cves;
	struct sslinv_oval_resolutions resolutions;
	struct sslinv_oval_distros platforms; /* from <platform> */
	struct sslinv_oval_distros cpes;
	const char *text; /* what the texts are offsets into */
	size_t text_length;
	sslinv_oval_text id, class, advisory, severity, issued, url;
	unsigned long line;
	bool clash;                          /* another definition has the same id */
	uint8_t mark;                        /* while cycles are looked for */
	struct sslinv_oval_definition *next; /* in document order */
};

enum sslinv_oval_operation {
	SSLINV_OVAL_EQUALS = 0,
	SSLINV_OVAL_LESS,
	SSLINV_OVAL_LESS_OR_EQUAL,
	SSLINV_OVAL_GREATER,
	SSLINV_OVAL_GREATER_OR_EQUAL,
	SSLINV_OVAL_PATTERN,
	SSLINV_OVAL_OTHER_OPERATION,
};

/* What tests, objects, states and variables have in common. Made when something refers to it, filled when it comes by. */
struct sslinv_oval_item {
	const char *id;
	bool seen;
	bool clash;        /* came twice, with different contents */
	uint64_t contents; /* hash of the contents, for that */
	unsigned long line;
};

struct sslinv_oval_variable {
	struct sslinv_oval_item item;
	const char **values; /* package names that concern OpenSSL */
	size_t count, capacity;
	size_t others; /* values that do not */
	bool is_constant;
	bool is_loose;      /* a value is a regular expression that fits more than one name */
	bool is_unanchored; /* the same of a value that is a name by itself, if it is read as a regular expression */
};

struct sslinv_oval_object {
	struct sslinv_oval_item item;
	const char *name; /* a package's, or NULL */
	struct sslinv_oval_variable *variable;
	bool is_package; /* rpminfo, dpkginfo, or a line of a manifest */
	bool is_pattern; /* the variable's values are regular expressions */
	bool is_complex; /* a set, a pattern, a filter: cannot be evaluated here */
};

struct sslinv_oval_state {
	struct sslinv_oval_item item;
	enum sslinv_oval_operation operation;
	const char *version; /* NULL: it says nothing of the version */
	const char *arch;
	bool has_signature;
	bool has_other; /* something that is not looked at here */
};

struct sslinv_oval_test {
	struct sslinv_oval_item item;
	struct sslinv_oval_object *object; /* NULL: none, or not named */
	struct sslinv_oval_state *states[SSLINV_OVAL_MAX_STATES];
	uint8_t state_count;
	bool too_many_states;
	bool wants_none; /* true where nothing is found */
	bool or_states;
	bool is_malformed;
};

/* `filter` says of most ids, by their last bytes, that nothing refers to them: nearly all that come by are such. */
#define SSLINV_OVAL_FILTER_WORDS 1024
struct sslinv_oval_table {
	struct sslinv_map items;
	uint64_t filter[SSLINV_OVAL_FILTER_WORDS];
};

/* What the names of platforms and CPEs mean: a document has few different ones, and each thousands of times. */
#define SSLINV_OVAL_PLACES 32
struct sslinv_oval_place {
	char text[96]; /* a longer one is not kept */
	bool is_known; /* and `distro` what it means */
	struct sslinv_distro distro;
};

struct sslinv_oval_warning {
	unsigned long line;
	const char *message;
};

/* Why a definition is kept or not; the greater reason wins. */
enum sslinv_oval_reason {
	SSLINV_OVAL_NONE = 0,  /* every criterion is understood, and none concerns OpenSSL */
	SSLINV_OVAL_UNDECIDED, /* a criterion does not say what it is about */
	SSLINV_OVAL_CONCERNS,
};

struct sslinv_oval {
	struct sslinv_arena arena;
	size_t kept; /* bytes in the arena */
	struct sslinv_oval_definition *definitions, *last;
	struct sslinv_map definitions_by_id; /* of several with one id the first */
	struct sslinv_oval_table tests, objects, states, variables;
	struct sslinv_oval_place platforms[SSLINV_OVAL_PLACES], cpes[SSLINV_OVAL_PLACES]; /* by their hash */
	struct sslinv_oval_warning warnings[SSLINV_OVAL_MAX_WARNINGS];
	size_t warning_count; /* may be more than there is room for */
	size_t dropped;
	/* For the feed's identity. */
	char *timestamp;
	char *product;
	struct sslinv_oval_distros covered;
	struct sslinv_distro tagged; /* by a dist tag, where the metadata cover none */
	bool has_patch, has_vulnerability;
	char domain[64]; /* of the first definition's id: `com.redhat.rhsa` */
	/* The definition that is being read; its memory is used again for the next. */
	struct sslinv_oval_definition draft;
	enum sslinv_oval_reason reason; /* as far as it was read */
	struct sslinv_str text;
	struct sslinv_str scratch;
};

/* What a criterion's comment shows of what it tests. */
enum sslinv_oval_comment {
	SSLINV_OVAL_COMMENT_OTHER = 0, /* cannot be told */
	SSLINV_OVAL_COMMENT_PACKAGE,   /* a package's version or presence */
	SSLINV_OVAL_COMMENT_PLATFORM,
	SSLINV_OVAL_COMMENT_FAMILY, /* "... must be installed": true elsewhere, and meaningless beside the platform test */
	SSLINV_OVAL_COMMENT_SIGNED,
	SSLINV_OVAL_COMMENT_MODULE,
	SSLINV_OVAL_COMMENT_ARCH,
};

/* `concerns`, which may be NULL, is set if a word of it is a package name that concerns OpenSSL; `name` gets that word. */
enum sslinv_oval_comment sslinv_oval_classify_comment(const char *comment, bool *concerns, char *name, size_t size);
/* The architecture that an arch comment names; false for `all` and for none. */
bool sslinv_oval_comment_arch(const char *comment, char *arch, size_t size);
/* What a package's name or the regular expression `^libssl3(?::\w+|)\s+(.*)$` fits. */
enum sslinv_oval_name {
	SSLINV_OVAL_NAME_WHOLE = 0, /* this name alone */
	SSLINV_OVAL_NAME_BARE,      /* this name, and as a regular expression every other that it is in */
	SSLINV_OVAL_NAME_PATTERN,   /* more than one name, which may begin so */
};

enum sslinv_oval_name sslinv_oval_read_name(const char *value, char *name, size_t size);
/* The status in Ubuntu's sentence, or Red Hat's resolution; false where there is none. */
bool sslinv_oval_status_in(const char *text, enum sslinv_status *status);

/* Arena memory under the document's bound: NULL sets the error. */
void *sslinv_oval_alloc(struct sslinv_oval *oval, size_t size, struct sslinv_error *error) SSLINV_MUST_CHECK;
const char *sslinv_oval_copy(struct sslinv_oval *oval, const char *text, struct sslinv_error *error) SSLINV_MUST_CHECK;
void sslinv_oval_warn(struct sslinv_oval *oval, unsigned long line, const char *format, ...) SSLINV_PRINTF(3, 4);

/* The item with this id, NULL if nothing kept refers to it. */
struct sslinv_oval_item *sslinv_oval_find(const struct sslinv_oval_table *table, const char *id);
/* The same, made of `size` bytes if it is not there. */
struct sslinv_oval_item *sslinv_oval_need(struct sslinv_oval *oval, struct sslinv_oval_table *table, const char *id,
					  size_t size, struct sslinv_error *error) SSLINV_MUST_CHECK;
uint64_t sslinv_oval_hash(uint64_t hash, const char *text);
#define SSLINV_OVAL_HASH_START 1469598103934665603ull

/* Adds a text to those of the definition that is being read; offset 0 is the empty one. */
int sslinv_oval_add_text(struct sslinv_oval *oval, struct sslinv_xml *xml, const char *text, sslinv_oval_text *where,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;
/* The error of a definition beyond the bounds above. */
int sslinv_oval_too_much(struct sslinv_xml *xml, struct sslinv_error *error);
/* The <metadata> element, into the definition that is being read. */
int sslinv_oval_read_metadata(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* Each reads the children of the element that the reader stands at. */
int sslinv_oval_read_definitions(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
	SSLINV_MUST_CHECK;
int sslinv_oval_read_tests(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_oval_read_objects(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_oval_read_states(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error) SSLINV_MUST_CHECK;
int sslinv_oval_read_variables(struct sslinv_oval *oval, struct sslinv_xml *xml, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/* The kept definition with this id; NULL if none. */
struct sslinv_oval_definition *sslinv_oval_find_definition(const struct sslinv_oval *oval, const char *id);

/* When all is read: the statements of all kept definitions, to the sink. `name` is the document's, for errors. */
int sslinv_oval_evaluate(struct sslinv_oval *oval, const char *name, const struct sslinv_checked_sink *sink,
			 struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The text at an offset of a definition. */
static inline const char *sslinv_oval_text_of(const struct sslinv_oval_definition *definition, sslinv_oval_text text)
{
	return definition->text ? definition->text + text : "";
}

#endif
