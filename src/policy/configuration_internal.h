/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the files that read a configuration only. */
#ifndef SSLINV_POLICY_CONFIGURATION_INTERNAL_H
#define SSLINV_POLICY_CONFIGURATION_INTERNAL_H

#include "base/str.h"
#include "policy/configuration.h"

/* Why reading ended early: the configuration's refusal or doubt says it. */
#define SSLINV_CONFIGURATION_ENDED 1

/* A reading under way. */
struct sslinv_configuration_reader {
	/* What is done with a line: sslinv_configuration_take_line(), which reads files in its turn. */
	int (*take_line)(struct sslinv_configuration_reader *reader, char *line);
	const struct sslinv_root *root;
	const struct sslinv_configuration_rules *rules;
	struct sslinv_configuration *configuration;
	const char *section;                   /* that lines belong to; it goes on over the bounds of files */
	const char *include_dir;               /* `.pragma includedir:`; NULL: not set */
	bool has_dollar_names, needs_absolute; /* `.pragma dollarid:`, `abspath:` */
	bool in_directory;                     /* a directory is being included: another one inside is not */
	unsigned depth, files;
	size_t bytes, entries; /* of all files, of all directories */
	const char *file;      /* under way, for messages; quoted */
	unsigned long line;
};

/* The classes of characters. */
bool sslinv_configuration_is_space(char c);
bool sslinv_configuration_is_word(char c); /* of the name of a variable */
bool sslinv_configuration_is_name(char c); /* of the name of a value or a section */
bool sslinv_configuration_is_quote(char c);

/*
 * Ends the reading, as OpenSSL refuses the file there, or as nobody can know how it goes on. The reason is formatted, and
 * the place is added. Return SSLINV_CONFIGURATION_ENDED or SSLINV_E_MEMORY.
 */
int sslinv_configuration_refuse(struct sslinv_configuration_reader *reader, const char *reason) SSLINV_MUST_CHECK;
int sslinv_configuration_doubt(struct sslinv_configuration_reader *reader, const char *reason) SSLINV_MUST_CHECK;

/*
 * The value behind a text: quotes and escapes resolved, variables of `section` and of `default` put in. *is_open is set
 * where an environment variable belongs to it. Returns 0, SSLINV_E_MEMORY or SSLINV_CONFIGURATION_ENDED.
 */
int sslinv_configuration_expand(struct sslinv_configuration_reader *reader, const char *section, const char *text,
				struct sslinv_str *value, bool *is_open) SSLINV_MUST_CHECK;

/* Counts bytes as kept: there is a bound on all of them. Returns 0, SSLINV_E_MEMORY or SSLINV_CONFIGURATION_ENDED. */
int sslinv_configuration_count(struct sslinv_configuration_reader *reader, size_t bytes) SSLINV_MUST_CHECK;

/* A copy in the configuration's arena, as far as it may grow: NULL where memory ran out or `*rc` tells another reason. */
const char *sslinv_configuration_keep(struct sslinv_configuration_reader *reader, const char *text, int *rc)
	SSLINV_MUST_CHECK;

/* The section of that name, made where there is none. NULL where memory ran out or `*rc` tells another reason. */
struct sslinv_configuration_section *sslinv_configuration_open(struct sslinv_configuration_reader *reader, const char *name,
							       int *rc) SSLINV_MUST_CHECK;

/* Sets a value. Returns 0, SSLINV_E_MEMORY or SSLINV_CONFIGURATION_ENDED. */
int sslinv_configuration_set(struct sslinv_configuration_reader *reader, const char *section, const char *name,
			     const char *value, bool is_open) SSLINV_MUST_CHECK;

/* One line, with all that was continued. Returns 0, SSLINV_E_MEMORY or SSLINV_CONFIGURATION_ENDED. */
int sslinv_configuration_take_line(struct sslinv_configuration_reader *reader, char *line) SSLINV_MUST_CHECK;

/* The lines of a file; one that is included need not be there. Returns the same. */
int sslinv_configuration_read_file(struct sslinv_configuration_reader *reader, const char *path, bool is_included)
	SSLINV_MUST_CHECK;

/* What `.include` names: a file or a directory. Returns the same. */
int sslinv_configuration_include(struct sslinv_configuration_reader *reader, const char *path) SSLINV_MUST_CHECK;

#endif
