/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents of Red Hat's directory that cannot be had today. */
#include "update/lost.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/words.h"

/* Where so many are lost, something is wrong with the archive, and it is read again. */
#define MAX_LOST 100

void sslinv_lost_free(struct sslinv_lost *lost)
{
	free(lost->items);
	free(lost->reason);
	memset(lost, 0, sizeof(*lost));
}

static bool has(const struct sslinv_lost *lost, const char *name)
{
	for (size_t i = 0; i < lost->count; i++)
		if (strcmp(lost->items[i].name, name) == 0)
			return true;
	return false;
}

int sslinv_lost_add(struct sslinv_lost *lost, const char *name, const char *reason, struct sslinv_error *error)
{
	struct sslinv_lost_document *document;

	if (reason && !lost->reason) {
		lost->reason = strdup(reason);
		if (!lost->reason)
			return sslinv_error_memory(error);
	}
	if (name && has(lost, name))
		return 0;
	lost->has_more |= !name || lost->count >= MAX_LOST;
	if (lost->has_more)
		return 0;
	document = sslinv_array_add(lost);
	if (!document)
		return sslinv_error_memory(error);
	memset(document, 0, sizeof(*document));
	memcpy(document->name, name, strlen(name) + 1);
	return 0;
}

int sslinv_lost_read(struct sslinv_follow *follow, struct sslinv_lost *lost, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words addresses = { NULL, 0, 0, NULL, 0, 0 };
	int rc = sslinv_guidance_source_files(follow->store, follow->source->id, &addresses, error);

	memset(lost, 0, sizeof(*lost));
	for (size_t i = 0; i < addresses.count && rc == 0; i++) {
		const char *name = sslinv_changes_document(addresses.items[i]);

		rc = name ? sslinv_lost_add(lost, name, NULL, error) : 0;
	}
	return rc;
}

int sslinv_lost_add_damaged(struct sslinv_follow *follow, struct sslinv_lost *lost, struct sslinv_error *error)
{
	const struct sslinv_words *damaged = sslinv_guidance_source_damaged(follow->store);
	const char *reason = follow->result->imported.damaged_reason;
	int rc = 0;

	for (size_t i = 0; i < damaged->count && rc == 0; i++)
		rc = sslinv_lost_add(lost, sslinv_changes_document(damaged->items[i]), reason, error);
	return rc;
}

/* Does something for the address of each. */
static int each(struct sslinv_follow *follow, const struct sslinv_lost *lost,
		int (*act)(struct sslinv_guidance_store *store, const char *address, struct sslinv_error *error),
		struct sslinv_error *error)
{
	int rc = 0;

	for (size_t i = 0; i < lost->count && rc == 0; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *address = sslinv_follow_address(follow->source->address,
										      lost->items[i].name);

		rc = address ? act(follow->store, address, error) : sslinv_error_memory(error);
	}
	return rc;
}

static int note(struct sslinv_guidance_store *store, const char *address, struct sslinv_error *error)
{
	return sslinv_guidance_source_note(store, address, NULL, NULL, error);
}

int sslinv_lost_note(struct sslinv_follow *follow, const struct sslinv_lost *lost, struct sslinv_error *error)
{
	return each(follow, lost, note, error);
}

int sslinv_lost_forget(struct sslinv_follow *follow, const struct sslinv_lost *lost, struct sslinv_error *error)
{
	return each(follow, lost, sslinv_guidance_source_forget_file, error);
}
