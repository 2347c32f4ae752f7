/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growing arrays. */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/num.h"

int sslinv_array_reserve(void *items, size_t *capacity, size_t count, size_t more, size_t item_size)
{
	size_t wanted, room = *capacity, bytes;
	void *old, *grown;

	if (!sslinv_add(count, more, &wanted))
		return SSLINV_E_MEMORY;
	if (wanted <= room)
		return 0;
	while (room < wanted)
		if (room == 0)
			room = 16;
		else if (!sslinv_add(room, room / 2, &room))
			return SSLINV_E_MEMORY;
	if (!sslinv_mul(room, item_size, &bytes))
		return SSLINV_E_MEMORY;
	/* `items` is the address of a typed pointer; copying the bytes keeps to the aliasing rules. */
	memcpy(&old, items, sizeof(old));
	grown = realloc(old, bytes);
	if (!grown)
		return SSLINV_E_MEMORY;
	memcpy(items, &grown, sizeof(grown));
	*capacity = room;
	return 0;
}
