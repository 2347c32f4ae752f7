/* SPDX-License-Identifier: GPL-2.0-or-later */
/* On which addresses and ports processes listen: the sockets that they have open, and the tables of their network namespace.
 */
#ifndef SSLINV_PROCESS_SOCKETS_H
#define SSLINV_PROCESS_SOCKETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/str.h"

struct sslinv_socket {
	uint64_t inode;
	const char *protocol; /* static */
	char address[48];     /* `0.0.0.0:443`, `[::]:443` */
};

/* The listening sockets of one network namespace. */
struct sslinv_sockets {
	struct sslinv_socket *items; /* sorted by inode */
	size_t count, capacity;
};

/*
 * Reads the tables of the namespace of the process whose directory in /proc `fd` is open on: net/tcp, tcp6, udp, udp6. A
 * table that is not there (a kernel without IPv6) has none. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_sockets_read(int fd, struct sslinv_sockets *sockets) SSLINV_MUST_CHECK;

void sslinv_sockets_free(struct sslinv_sockets *sockets);

/*
 * Appends where the process listens: `tcp 0.0.0.0:443, tcp [::]:443`, sorted, each once, and so many more where there are
 * many. Returns 0 or SSLINV_E_MEMORY.
 */
int sslinv_sockets_of(const struct sslinv_sockets *sockets, int fd, struct sslinv_str *out) SSLINV_MUST_CHECK;

#endif
