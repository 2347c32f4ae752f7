/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a file's numbers (inode, size, times) tell that it was changed: not on every file system. */
#ifndef SSLINV_LINK_FILE_TRUST_H
#define SSLINV_LINK_FILE_TRUST_H

#include <stdbool.h>
#include <stdint.h>

/* Of how many devices it is remembered whether they are trusted; of more it is asked for every file. */
#define SSLINV_FILE_TRUST_DEVICES 64

/* What is known of the devices that were asked; zero-initialised. */
struct sslinv_file_trust {
	uint64_t devices[SSLINV_FILE_TRUST_DEVICES];
};

/*
 * Does a file system of that type (`f_type` of statfs(2)) show by a file's ctime that it was changed? An image that is only
 * read keeps no ctime of its own: another one in its place may have other contents under the same numbers.
 */
bool sslinv_file_trust_type(uint32_t type);

/*
 * May the numbers of a file be believed? Not where they cannot be, nor where the file system cannot be asked. `name` is in
 * the directory that `directory_fd` is open on, `device` is its st_dev. Asked once for each device; several threads may ask
 * at once.
 */
bool sslinv_file_trust_ask(struct sslinv_file_trust *trust, int directory_fd, const char *name, uint64_t device);

/* Is the device known not to be trusted? Asks nothing. */
bool sslinv_file_trust_is_denied(const struct sslinv_file_trust *trust, uint64_t device);

#endif
