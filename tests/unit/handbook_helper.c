/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handbook_helper.h"

static const char *handbook_keep(struct sslinv_guidance_set *set, const char *text)
{
	const char *copy = sslinv_arena_strdup(&set->arena, text);

	assert_true(copy != NULL || text == NULL);
	return copy;
}

/* A test counts the feeds of its own from 0 on. */
static int handbook_feed(void *context, const struct sslinv_feed *feed)
{
	(void)context;
	(void)feed;
	return 0;
}

static int handbook_branch(void *context, const struct sslinv_branch *branch)
{
	struct sslinv_guidance_set *set = context;
	struct sslinv_branch *item = sslinv_array_add(&set->branches);

	assert_non_null(item);
	item->library = handbook_keep(set, branch->library);
	item->version = handbook_keep(set, branch->version);
	item->tls = handbook_keep(set, branch->tls);
	return 0;
}

static int handbook_instruction(void *context, const struct sslinv_instruction *instruction)
{
	struct sslinv_guidance_set *set = context;
	struct sslinv_set_instruction *item = sslinv_array_add(&set->instructions);

	assert_non_null(item);
	item->feed = UINT32_MAX;
	item->instruction = (struct sslinv_instruction){
		.distro = handbook_keep(set, instruction->distro),
		.release = handbook_keep(set, instruction->release),
		.format = handbook_keep(set, instruction->format),
		.command = handbook_keep(set, instruction->command),
		.advisory = handbook_keep(set, instruction->advisory),
	};
	return 0;
}

static int handbook_page(void *context, const struct sslinv_page *page)
{
	struct sslinv_guidance_set *set = context;
	struct sslinv_page *item = sslinv_array_add(&set->pages);

	assert_non_null(item);
	item->product = handbook_keep(set, page->product);
	item->about = handbook_keep(set, page->about);
	item->address = handbook_keep(set, page->address);
	return 0;
}

static int handbook_warning(void *context, unsigned long line, const char *message)
{
	(void)context;
	fail_msg("handbook.xml:%lu: %s", line, message);
	return 0;
}

void add_handbook(struct sslinv_guidance_set *set)
{
	const struct sslinv_guidance_sink sink = {
		.context = set,
		.feed = handbook_feed,
		.warning = handbook_warning,
		.branch = handbook_branch,
		.instruction = handbook_instruction,
		.page = handbook_page,
	};
	const char *source = getenv("srcdir");
	struct sslinv_error error = SSLINV_ERROR_INIT;
	char path[4096];
	size_t documents;

	snprintf(path, sizeof(path), "%s/data/handbook.xml", source ? source : ".");
	if (sslinv_guidance_read(path, &sink, &documents, &error) < 0)
		fail_msg("%s", error.message);
}
