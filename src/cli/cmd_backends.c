/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sslinv backends: which backends are installed, and whether each can be used. */
#include <stdio.h>

#include "backend/child.h"
#include "backend/find.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "cli/commands.h"

struct complaint {
	char text[512];
};

static int take_problem(void *context, const char *path, const char *message)
{
	struct complaint *complaint = context;

	(void)path;
	snprintf(complaint->text, sizeof(complaint->text), "%s", message);
	return 0;
}

static enum sslinv_exit show(const struct sslinv_backend_file *file)
{
	const struct sslinv_backend_request request = {
		.plugin = file->path,
		.task = SSLINV_BACKEND_DESCRIBE,
		.seconds = 20,
	};
	struct sslinv_backend_process process = SSLINV_BACKEND_PROCESS_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct complaint complaint = { "" };
	const struct sslinv_backend_sink sink = { .size = sizeof(sink), .context = &complaint, .problem = take_problem };

	if (sslinv_backend_start(&request, &process, &error) == 0 && sslinv_backend_finish(&process, &sink, &error) == 0) {
		printf("%-8s%-8s%s\n", process.name, process.format, process.summary);
		return SSLINV_EXIT_CLEAN;
	}
	printf("%-8s%-8s%s\n", file->name, "-", "cannot be used, see standard error");
	sslinv_log_error("%s %s", file->path, complaint.text[0] ? complaint.text : error.message);
	return SSLINV_EXIT_FAILED;
}

static enum sslinv_exit run(const struct sslinv_arguments *arguments)
{
	SSLINV_CLEANUP(sslinv_backend_files_free) struct sslinv_backend_files files = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	enum sslinv_exit code = SSLINV_EXIT_CLEAN;

	(void)arguments;
	if (sslinv_backend_files_find(sslinv_backend_directory(), &files, &error) < 0) {
		sslinv_log_error("%s", error.message);
		return SSLINV_EXIT_FAILED;
	}
	printf("%-8s%-8s%s\n", "NAME", "FORMAT", "READS");
	for (size_t i = 0; i < files.count; i++)
		if (show(&files.items[i]) != SSLINV_EXIT_CLEAN)
			code = SSLINV_EXIT_FAILED;
	return code;
}

const struct sslinv_command sslinv_command_backends = {
	.name = "backends",
	.summary = "list the backends that read package databases",
	.run = run,
};
