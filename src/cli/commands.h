/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The descriptors of all commands, one per cmd_NAME.c. */
#ifndef SSLINV_CLI_COMMANDS_H
#define SSLINV_CLI_COMMANDS_H

#include "cli/command.h"

extern const struct sslinv_command sslinv_command_scan;
extern const struct sslinv_command sslinv_command_check;
extern const struct sslinv_command sslinv_command_explain;
extern const struct sslinv_command sslinv_command_resolve;
extern const struct sslinv_command sslinv_command_report;
extern const struct sslinv_command sslinv_command_diff;
extern const struct sslinv_command sslinv_command_accept;
extern const struct sslinv_command sslinv_command_forget;
extern const struct sslinv_command sslinv_command_merge;
extern const struct sslinv_command sslinv_command_query;
extern const struct sslinv_command sslinv_command_feed;
extern const struct sslinv_command sslinv_command_backends;
extern const struct sslinv_command sslinv_command_help_page;

#endif
