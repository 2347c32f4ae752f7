/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing to files and pipes. */
#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

int sslinv_write_all(int fd, const void *bytes, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t written = write(fd, (const char *)bytes + done, length - done);

		if (written < 0 && errno != EINTR)
			return -errno;
		if (written == 0)
			return -ENOSPC;
		if (written > 0)
			done += (size_t)written;
	}
	return 0;
}
