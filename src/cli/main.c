/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program: finds the command and runs it. */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/child.h"
#include "base/attributes.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/private_directory.h"
#include "cli/commands.h"
#include "cli/standard_output.h"
#ifdef HAVE_UPDATE
#include "fetch/fetch.h"
#endif

const struct sslinv_command *const sslinv_commands[] = {
	&sslinv_command_scan,      &sslinv_command_check,
	&sslinv_command_explain,   &sslinv_command_resolve,
	&sslinv_command_feed,      &sslinv_command_merge,
	&sslinv_command_query,     &sslinv_command_report,
	&sslinv_command_diff,      &sslinv_command_accept,
	&sslinv_command_forget,    &sslinv_command_backends,
	&sslinv_command_help_page, NULL,
};

static void print_usage(FILE *file)
{
	fputs("usage: sslinv COMMAND [OPTION...] [ARGUMENT...]\n"
	      "Says which software on a Linux host uses OpenSSL, which OpenSSL it gets, and what has to be done.\n\n",
	      file);
	for (size_t i = 0; sslinv_commands[i]; i++)
		fprintf(file, "  %-10s%s\n", sslinv_commands[i]->name, sslinv_commands[i]->summary);
	fputs("\n  --version print the version\n  --help    show this text\n\n"
	      "'sslinv COMMAND --help' lists the options of a command, 'sslinv help COMMAND' shows its manual page.\n",
	      file);
}

static const struct sslinv_command *find(const char *name)
{
	for (size_t i = 0; sslinv_commands[i]; i++)
		if (strcmp(sslinv_commands[i]->name, name) == 0)
			return sslinv_commands[i];
	return NULL;
}

/*
 * A descriptor that is closed is taken by the first file that is opened, which output would then be written into. It stays
 * unfit for its purpose, so that lost output is told.
 */
static void fill_descriptors(void)
{
	static const int flags[] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = 0; fd < (int)SSLINV_ARRAY_SIZE(flags); fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", flags[fd]);
}

/* First what runs, so that nothing writes into a directory that is removed. */
static void abandon(void)
{
#ifdef HAVE_UPDATE
	sslinv_fetch_abandon();
#endif
	sslinv_backend_abandon();
	sslinv_private_directory_abandon();
}

int main(int argc, char **argv)
{
	const struct sslinv_command *command;
	struct sslinv_arguments arguments;
	enum sslinv_exit code;
	bool help;

	fill_descriptors();
	setlocale(LC_CTYPE, "");
	sslinv_output_begin();
	/* A limit on the size of files (ulimit -f) is a full disk to us. */
	signal(SIGXFSZ, SIG_IGN);
	sslinv_interrupt_begin(abandon);
	if (argc < 2) {
		print_usage(stderr);
		return SSLINV_EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		print_usage(stdout);
		return sslinv_output_finish(SSLINV_EXIT_CLEAN, false);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("sslinv " PACKAGE_VERSION);
		return sslinv_output_finish(SSLINV_EXIT_CLEAN, false);
	}
	command = find(argv[1]);
	if (!command) {
		sslinv_log_error("unknown command '%s'; 'sslinv --help' lists the commands", argv[1]);
		return SSLINV_EXIT_USAGE;
	}
	code = sslinv_arguments_parse(command, argc - 1, argv + 1, &arguments, &help);
	if (code != SSLINV_EXIT_CLEAN)
		return command->misused ? (int)command->misused(argv + 2) : (int)code;
	if (help) {
		sslinv_command_help(command);
		return sslinv_output_finish(SSLINV_EXIT_CLEAN, false);
	}
	if (!command->stores && !command->stores_in_parts)
		sslinv_output_only();
	return sslinv_output_finish(command->run(&arguments), command->stores);
}
