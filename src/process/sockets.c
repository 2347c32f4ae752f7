/* SPDX-License-Identifier: GPL-2.0-or-later */
/* On which addresses and ports processes listen. */
#include "process/sockets.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/num.h"
#include "base/search.h"
#include "process/status.h"

/* So many addresses are named. */
#define MAX_NAMED 16

/* TCP_LISTEN and TCP_CLOSE of the kernel's include/net/tcp_states.h: a UDP socket without a peer is closed. */
static const struct {
	const char *table, *protocol;
	unsigned state;
} tables[] = {
	{ "net/tcp", "tcp", 0x0a },
	{ "net/tcp6", "tcp", 0x0a },
	{ "net/udp", "udp", 0x07 },
	{ "net/udp6", "udp", 0x07 },
};

static int by_inode(const void *a, const void *b)
{
	const struct sslinv_socket *left = a, *right = b;

	return sslinv_compare(left->inode, right->inode);
}

/* The kernel prints the words of an address as this machine reads them. */
static bool format_address(const char *hex, unsigned port, struct sslinv_socket *socket)
{
	size_t words = strlen(hex) / 8;
	uint32_t address[4];
	char text[INET6_ADDRSTRLEN];

	if (strlen(hex) % 8 || (words != 1 && words != 4))
		return false;
	for (size_t i = 0; i < words; i++)
		if (sscanf(hex + i * 8, "%8" SCNx32, &address[i]) != 1)
			return false;
	if (!inet_ntop(words == 1 ? AF_INET : AF_INET6, address, text, sizeof(text)))
		return false;
	snprintf(socket->address, sizeof(socket->address), words == 1 ? "%s:%u" : "[%s]:%u", text, port);
	return true;
}

/* Is a line one of a socket in that state, by its fourth word? Most lines of a busy server are of connections. */
static bool is_in_state(const char *line, unsigned state)
{
	for (int i = 0; i < 3; i++) {
		line += strspn(line, " ");
		line += strcspn(line, " ");
	}
	return strtoul(line, NULL, 16) == state;
}

/* `  0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 ...` */
static int add_line(const char *line, size_t table, struct sslinv_sockets *sockets)
{
	struct sslinv_socket socket = { .protocol = tables[table].protocol }, *place;
	char hex[33];
	unsigned port;

	if (!is_in_state(line, tables[table].state))
		return 0;
	if (sscanf(line, " %*u: %32[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %*x %*x:%*x %*x:%*x %*x %*u %*d %" SCNu64, hex, &port,
		   &socket.inode) != 3 ||
	    socket.inode == 0 || !format_address(hex, port, &socket))
		return 0;
	place = sslinv_array_add(sockets);
	if (!place)
		return SSLINV_E_MEMORY;
	*place = socket;
	return 0;
}

static int read_table(int fd, size_t table, struct sslinv_sockets *sockets)
{
	SSLINV_CLEANUP(sslinv_close_fd) int file = openat(fd, tables[table].table, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	SSLINV_CLEANUP(sslinv_close_file) FILE *stream = file < 0 ? NULL : fdopen(file, "r");
	char line[512];
	int rc = 0;

	if (!stream)
		return 0;
	file = -1;
	while (rc == 0 && fgets(line, sizeof(line), stream))
		rc = add_line(line, table, sockets);
	return rc;
}

int sslinv_sockets_read(int fd, struct sslinv_sockets *sockets)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < SSLINV_ARRAY_SIZE(tables); i++)
		rc = read_table(fd, i, sockets);
	if (sockets->count)
		qsort(sockets->items, sockets->count, sizeof(*sockets->items), by_inode);
	return rc;
}

void sslinv_sockets_free(struct sslinv_sockets *sockets)
{
	free(sockets->items);
	memset(sockets, 0, sizeof(*sockets));
}

struct listening {
	const struct sslinv_socket **items;
	size_t count, capacity;
};

static int by_address(const void *a, const void *b)
{
	const struct sslinv_socket *left = *(const struct sslinv_socket *const *)a;
	const struct sslinv_socket *right = *(const struct sslinv_socket *const *)b;
	int order = strcmp(left->protocol, right->protocol);

	return order ? order : strcmp(left->address, right->address);
}

/* The socket behind a link, where it is one. */
static int add_link(const struct sslinv_sockets *sockets, int directory, const char *name, struct listening *listening)
{
	const struct sslinv_socket wanted = { .inode = sslinv_process_link(directory, name, "socket") };
	const struct sslinv_socket *found, **place;

	if (wanted.inode == 0)
		return 0;
	found = sslinv_search_find(&wanted, sockets->items, sockets->count, sizeof(*sockets->items), by_inode);
	if (!found)
		return 0;
	place = sslinv_array_add(listening);
	if (!place)
		return SSLINV_E_MEMORY;
	*place = found;
	return 0;
}

static int print(struct listening *listening, struct sslinv_str *out)
{
	size_t kept = 0;
	int rc = 0;

	if (listening->count)
		qsort(listening->items, listening->count, sizeof(*listening->items), by_address);
	for (size_t i = 0; i < listening->count; i++)
		if (kept == 0 || by_address(&listening->items[kept - 1], &listening->items[i]) != 0)
			listening->items[kept++] = listening->items[i];
	for (size_t i = 0; rc == 0 && i < kept && i < MAX_NAMED; i++)
		rc = sslinv_str_printf(out, "%s%s %s", i > 0 ? ", " : "", listening->items[i]->protocol,
				       listening->items[i]->address);
	if (rc == 0 && kept > MAX_NAMED)
		rc = sslinv_str_printf(out, " and %zu more", kept - MAX_NAMED);
	return rc;
}

/* The links of a piece of the directory, as getdents64(2) puts them down. */
static int add_links(const struct sslinv_sockets *sockets, int directory, const char *piece, size_t length,
		     struct listening *listening)
{
	const size_t name = offsetof(struct dirent64, d_name);
	unsigned short size;
	int rc = 0;

	for (size_t at = 0; rc == 0 && at + name < length; at += size) {
		memcpy(&size, piece + at + offsetof(struct dirent64, d_reclen), sizeof(size));
		if (size <= name || size > length - at)
			break;
		if (piece[at + name] != '.')
			rc = add_link(sockets, directory, piece + at + name, listening);
	}
	return rc;
}

/* opendir(3) would ask four times more of the kernel for each of thousands of processes. */
int sslinv_sockets_of(const struct sslinv_sockets *sockets, int fd, struct sslinv_str *out)
{
	SSLINV_CLEANUP(sslinv_close_fd) int directory = -1;
	struct listening listening = { 0 };
	char piece[8192];
	long got;
	int rc = 0;

	if (sockets->count == 0)
		return 0;
	directory = openat(fd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (rc == 0 && directory >= 0 && (got = syscall(SYS_getdents64, directory, piece, sizeof(piece))) > 0)
		rc = add_links(sockets, directory, piece, (size_t)got, &listening);
	if (rc == 0)
		rc = print(&listening, out);
	free(listening.items);
	return rc;
}
