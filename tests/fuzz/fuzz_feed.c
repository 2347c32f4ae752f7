/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a feed, of whatever format and compression they look like. For libFuzzer (`make fuzz`). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "formats/reader.h"
#include "guidance/sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What the model promises to those who store it. */
static int take_statement(void *context, const struct sslinv_statement *statement)
{
	(void)context;
	if (!statement->distro || !statement->release || !statement->stream || !statement->package || !statement->cve ||
	    (statement->status == SSLINV_STATUS_FIXED) != (statement->fixed_version != NULL))
		abort();
	return 0;
}

static int take_feed(void *context, const struct sslinv_feed *feed)
{
	(void)context;
	if (!feed->name || !feed->identity)
		abort();
	return 0;
}

#define TAKE(name)                                                                                                          \
	static int take_##name(void *context, const struct sslinv_##name *name)                                             \
	{                                                                                                                   \
		(void)context;                                                                                              \
		return name ? 0 : -1;                                                                                       \
	}
TAKE(vulnerability)
TAKE(range)
TAKE(life)
TAKE(exploitation)
TAKE(branch)
TAKE(instruction)
TAKE(page)

static int take_warning(void *context, unsigned long line, const char *message)
{
	(void)context;
	(void)line;
	if (!message || !*message)
		abort();
	return 0;
}

static int take_dropped(void *context)
{
	(void)context;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = memfd_create("feed", MFD_CLOEXEC);
	static const struct sslinv_guidance_sink sink = {
		.feed = take_feed,
		.statement = take_statement,
		.vulnerability = take_vulnerability,
		.range = take_range,
		.life = take_life,
		.exploitation = take_exploitation,
		.warning = take_warning,
		.dropped = take_dropped,
		.branch = take_branch,
		.instruction = take_instruction,
		.page = take_page,
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t documents = 0;
	char path[64];

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	/* A code below 0 comes with its reason. */
	if (sslinv_guidance_read(path, &sink, &documents, &error) < 0 && !error.message[0])
		abort();
	return 0;
}
