/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of users, from /etc/passwd of the root. */
#include "process/users.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/num.h"
#include "base/search.h"

#define MAX_BYTES ((size_t)16 * 1024 * 1024)

static int by_id(const void *a, const void *b)
{
	const struct sslinv_user *left = a, *right = b;

	return sslinv_compare(left->id, right->id);
}

/* `name:x:1000:...` */
static int add_line(struct sslinv_users *users, char *line)
{
	char *rest = line, *name = strsep(&rest, ":");
	const char *id;
	struct sslinv_user *user;
	uint64_t number;

	strsep(&rest, ":");
	id = strsep(&rest, ":");
	if (!id || !*name || !sslinv_parse_number(id, UINT32_MAX, &number))
		return 0;
	user = sslinv_array_add(users);
	if (!user)
		return SSLINV_E_MEMORY;
	*user = (struct sslinv_user){ (unsigned)number, name };
	return 0;
}

int sslinv_users_read(const struct sslinv_root *root, struct sslinv_users *users)
{
	size_t length;
	int rc = sslinv_root_read(root, "/etc/passwd", MAX_BYTES, &users->text, &length);
	char *rest = users->text, *line;

	if (rc < 0)
		return rc == -ENOMEM ? SSLINV_E_MEMORY : 0;
	for (rc = 0; rc == 0 && (line = strsep(&rest, "\n"));)
		rc = add_line(users, line);
	if (rc == 0 && users->count)
		qsort(users->items, users->count, sizeof(*users->items), by_id);
	return rc;
}

const char *sslinv_users_name(const struct sslinv_users *users, unsigned id)
{
	const struct sslinv_user wanted = { .id = id }, *user;

	user = sslinv_search_find(&wanted, users->items, users->count, sizeof(*users->items), by_id);
	return user ? user->name : NULL;
}

void sslinv_users_free(struct sslinv_users *users)
{
	free(users->items);
	free(users->text);
	memset(users, 0, sizeof(*users));
}
