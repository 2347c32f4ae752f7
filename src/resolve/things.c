/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is judged on a host, by the files that it is in. */
#include "resolve/things.h"

#include "base/str.h"

const struct sslinv_host_thing *sslinv_things_find(const struct sslinv_host_things *things, const struct sslinv_facts *facts,
						   uint32_t package, const char *path)
{
	const struct sslinv_package *owner = package == SSLINV_NO_PACKAGE ? NULL : &facts->packages.items[package];
	const struct sslinv_host_thing *found = NULL;

	for (size_t i = 0; i < things->count; i++) {
		const struct sslinv_host_thing *thing = &things->items[i];

		if (thing->path && sslinv_str_compare(thing->path, path) == 0)
			return thing;
		if (!thing->path && owner && thing->package == owner)
			found = thing;
	}
	return found;
}

const struct sslinv_host_thing *sslinv_things_of_process(const struct sslinv_host_things *things,
							 const struct sslinv_facts *facts,
							 const struct sslinv_process *process)
{
	if (process->package == SSLINV_NO_PACKAGE && process->container)
		return NULL;
	return sslinv_things_find(things, facts, process->package, process->library_path);
}
