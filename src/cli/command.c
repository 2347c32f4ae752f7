/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options and help, from the commands' descriptors. */
#include "cli/command.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum { OPTION_HELP = SSLINV_MAX_OPTIONS, OPTION_VERBOSE };

const char *sslinv_argument(const struct sslinv_arguments *arguments, const char *option)
{
	for (size_t i = 0; arguments->command->options[i].name; i++)
		if (strcmp(arguments->command->options[i].name, option) == 0)
			return arguments->values[i];
	assert(!"an option that the command has");
	return NULL;
}

static enum sslinv_exit wrong(const struct sslinv_command *command)
{
	fprintf(stderr, "Try 'sslinv %s --help' or 'sslinv help %s'.\n", command->name, command->name);
	return SSLINV_EXIT_USAGE;
}

enum sslinv_exit sslinv_arguments_parse(const struct sslinv_command *command, int argc, char **argv,
					struct sslinv_arguments *arguments, bool *help)
{
	struct option options[SSLINV_MAX_OPTIONS + 3] = { { 0 } };
	size_t count = 0;
	int chosen;

	memset(arguments, 0, sizeof(*arguments));
	arguments->command = command;
	*help = false;
	for (; command->options[count].name; count++)
		options[count] = (struct option){ command->options[count].name,
						  command->options[count].argument ? required_argument : no_argument, NULL,
						  (int)count + 1000 };
	options[count++] = (struct option){ "help", no_argument, NULL, OPTION_HELP + 1000 };
	options[count] = (struct option){ "verbose", no_argument, NULL, OPTION_VERBOSE + 1000 };
	optind = 0;
	opterr = 0;
	while ((chosen = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (chosen == ':') {
			sslinv_log_error("option '%s' needs an argument", argv[optind - 1]);
			return wrong(command);
		}
		if (chosen == '?') {
			sslinv_log_error("'sslinv %s' has no option '%s'", command->name, argv[optind - 1]);
			return wrong(command);
		}
		if (chosen - 1000 == OPTION_HELP) {
			*help = true;
		} else if (chosen - 1000 == OPTION_VERBOSE) {
			sslinv_log_set_verbose(true);
		} else if (arguments->values[chosen - 1000]) {
			sslinv_log_error("option '--%s' is given twice", command->options[chosen - 1000].name);
			return wrong(command);
		} else {
			arguments->values[chosen - 1000] = optarg ? optarg : "";
		}
	}
	arguments->operands = argv + optind;
	arguments->operand_count = (size_t)(argc - optind);
	if (*help)
		return SSLINV_EXIT_CLEAN;
	if (arguments->operand_count < command->min_operands) {
		sslinv_log_error("'sslinv %s' needs %s", command->name, command->operands);
		return wrong(command);
	}
	if (arguments->operand_count > command->max_operands) {
		sslinv_log_error("'sslinv %s' takes no operand '%s'", command->name,
				 arguments->operands[command->max_operands]);
		return wrong(command);
	}
	return SSLINV_EXIT_CLEAN;
}

void sslinv_command_help(const struct sslinv_command *command)
{
	printf("usage: sslinv %s [OPTION...]%s%s\n%s\n\n", command->name, command->operands ? " " : "",
	       command->operands ? command->operands : "", command->summary);
	for (size_t i = 0; command->options[i].name; i++) {
		const struct sslinv_option *option = &command->options[i];
		int width = printf("  --%s%s%s", option->name, option->argument ? " " : "",
				   option->argument ? option->argument : "");

		printf("%*s%s\n", width < 26 ? 26 - width : 1, "", option->help);
	}
	printf("  --verbose               say more on standard error\n"
	       "  --help                  show this text\n");
}
