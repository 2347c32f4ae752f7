/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which system a root is, where it has no os-release(5): the files that came before it. */
#ifndef SSLINV_HOST_RELEASE_FILE_H
#define SSLINV_HOST_RELEASE_FILE_H

#include <stdbool.h>

/* In the words of os-release: `rhel`, `6.10`, and the file's own line with the file's name. */
struct sslinv_release {
	char id[32], version[32], name[256];
};

/* One of the files that are asked. */
struct sslinv_release_file {
	const char *path;
	/* Reads the file's text; false where it names no system that is known. */
	bool (*read)(const char *text, struct sslinv_release *release);
};

/*
 * In the order in which they are asked; the last has a NULL path. What a derivative keeps of its parent's files comes after
 * its own: Oracle Linux has a redhat-release of Red Hat's, Ubuntu a debian_version of Debian's.
 */
extern const struct sslinv_release_file sslinv_release_files[];

/* The release that Debian's debian_version names: `12.5` is `12`, `forky/sid` is `14`. False for another text. */
bool sslinv_release_of_debian(const char *text, char version[32]);

#endif
