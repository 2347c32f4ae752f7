/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A subcommand is a const descriptor: its name, its options, what it does. The parser and `--help` read nothing else. */
#ifndef SSLINV_CLI_COMMAND_H
#define SSLINV_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "cli/exit_code.h"

struct sslinv_option {
	const char *name;     /* without the dashes */
	const char *argument; /* what stands behind it (`DIR`), NULL for a switch */
	const char *help;     /* one line */
};

/* The most options a command has. */
#define SSLINV_MAX_OPTIONS 12

/* What the parser found. */
struct sslinv_arguments {
	const struct sslinv_command *command;
	const char *values[SSLINV_MAX_OPTIONS]; /* by the option's index: its argument, or "" for a switch; NULL if absent */
	char **operands;                        /* what is no option; borrowed from argv */
	size_t operand_count;
};

struct sslinv_command {
	const char *name;
	const char *operands; /* for the usage line: `FILE...`, NULL if it takes none */
	const char *summary;  /* one line */
	size_t min_operands, max_operands;
	bool stores;          /* it keeps what it did, and prints afterwards */
	bool stores_in_parts; /* some of its actions do: each of the others calls sslinv_output_only() itself */
	enum sslinv_exit (*run)(const struct sslinv_arguments *arguments);
	enum sslinv_exit (*misused)(char **words); /* what a wrong command line ends with; NULL: SSLINV_EXIT_USAGE */
	struct sslinv_option options[SSLINV_MAX_OPTIONS + 1]; /* ends with a NULL name */
};

/* All commands, in the order of the manual; the last is NULL. */
extern const struct sslinv_command *const sslinv_commands[];

/* The value of an option of the command, NULL if it was not given. The name must be one of its options. */
const char *sslinv_argument(const struct sslinv_arguments *arguments, const char *option);

/*
 * Parses `argv` (argv[0] is the command's name). Options may stand anywhere before `--`. Prints what is wrong and returns
 * SSLINV_EXIT_USAGE, or SSLINV_EXIT_CLEAN. *help is set for `--help`.
 */
enum sslinv_exit sslinv_arguments_parse(const struct sslinv_command *command, int argc, char **argv,
					struct sslinv_arguments *arguments, bool *help) SSLINV_MUST_CHECK;

/* Prints the usage and the options of a command on stdout. */
void sslinv_command_help(const struct sslinv_command *command);

#endif
