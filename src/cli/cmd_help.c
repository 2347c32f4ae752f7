/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv help: shows a manual page. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/interrupt.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/commands.h"

/* Without a page to show: the options of a command, if the topic is one. */
static bool show_options(const char *topic)
{
	for (size_t i = 0; topic && sslinv_commands[i]; i++)
		if (strcmp(sslinv_commands[i]->name, topic) == 0) {
			sslinv_command_help(sslinv_commands[i]);
			return true;
		}
	return false;
}

/* The page's name: pages are called after commands and files, as sslinv-scan, or as the file itself: sslinv.conf. */
static char *page_about(const char *topic)
{
	if (!topic)
		return strdup("sslinv");
	if (strcmp(topic, "conf") == 0)
		return strdup("sslinv.conf");
	return sslinv_str_format("%s%s", sslinv_str_starts(topic, "sslinv") ? "" : "sslinv-", topic);
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	const char *topic = arguments->operand_count ? arguments->operands[0] : NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *page = page_about(topic);
	static const char sections[] = "153";

	if (!page || (topic && strspn(topic, "abcdefghijklmnopqrstuvwxyz-.") != strlen(topic))) {
		sslinv_log_error("no manual page about '%s'", topic ? topic : "");
		return SSLINV_EXIT_USAGE;
	}
	for (const char *section = sections; *section; section++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/man%c/%s.%c", SSLINV_MAN_DIR, *section,
									       page, *section);

		if (!path || access(path, R_OK) != 0)
			continue;
		/* The page by its path, so that it is the one of this program. */
		sslinv_interrupt_end();
		execlp("man", "man", path, (char *)NULL);
		sslinv_log_warning("man(1), which shows %s, is not installed", path);
		return show_options(topic) ? SSLINV_EXIT_CLEAN : SSLINV_EXIT_FAILED;
	}
	sslinv_log_error("no manual page %s is installed in %s; in the source tree it is in the directory man", page,
			 SSLINV_MAN_DIR);
	return show_options(topic) ? SSLINV_EXIT_CLEAN : SSLINV_EXIT_USAGE;
}

const struct sslinv_command sslinv_command_help_page = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "show the manual page of a command, or of sslinv",
	.max_operands = 1,
	.run = run,
};
