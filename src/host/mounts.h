/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted below a root, and whether a walk may enter it (proc(5), mountinfo). */
#ifndef SSLINV_HOST_MOUNTS_H
#define SSLINV_HOST_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/error.h"
#include "host/root.h"

struct sslinv_mount {
	char *path;            /* the mount point as seen from inside the root; owned */
	char *type;            /* `ext4`, `nfs4`; owned */
	char *source;          /* what is mounted; owned */
	char *subtree;         /* the directory of the file system that is mounted (`/` unless a bind mount); owned */
	unsigned major, minor; /* its device */
	const char *skip;      /* why a walk stays out of it, NULL if it may enter; static */
	bool may_hold_files;   /* a walk stays out of it, and yet files of this root may lie on it */
	char *elsewhere;       /* where the same directory is seen in this root, NULL for nowhere; owned */
};

struct sslinv_mounts {
	struct sslinv_mount *items; /* sorted by path; the topmost where several share a mount point */
	size_t count, capacity;
};

/*
 * Reads the mounts below the root (the root's own is not among them) from `mountinfo`, normally "/proc/self/mountinfo".
 * Local file systems may be entered, once each; network and pseudo ones not, nor the overlays that are roots of containers.
 * A type that is not known here is not entered either. A bind mount is `elsewhere` where no other mount hides that place.
 */
int sslinv_mounts_read(const struct sslinv_root *root, const char *mountinfo, struct sslinv_mounts *mounts,
		       struct sslinv_error *error) SSLINV_MUST_CHECK;

/* The mount whose mount point is `path`, or NULL. */
const struct sslinv_mount *sslinv_mounts_at(const struct sslinv_mounts *mounts, const char *path);

/* Does the file of that path lie on a network file system, where a look at it may wait for a server? */
bool sslinv_mounts_is_network(const struct sslinv_mounts *mounts, const char *path);

void sslinv_mounts_free(struct sslinv_mounts *mounts);

#endif
