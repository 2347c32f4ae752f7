/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted below a root, and whether a walk may enter it. */
#include "host/mounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/search.h"
#include "base/str.h"

static const char network[] = "a network file system";
static const char pseudo[] = "a pseudo file system of the kernel";
static const char trigger[] = "a place where the automounter mounts what is asked for";
static const char overlay[] = "an overlay mount, as containers have";
static const char twice[] = "a bind mount of what is seen elsewhere in this root";
static const char foreign[] = "a file system type that sslinv does not know";

/* The types of Linux 6.x and of common FUSE file systems; NULL: local, may be entered. */
static const struct {
	const char *type;
	const char *skip;
} types[] = {
	{ "9p", network },
	{ "afs", network },
	{ "anon_inodefs", pseudo },
	{ "autofs", trigger },
	{ "bcachefs", NULL },
	{ "bdev", pseudo },
	{ "bfs", NULL },
	{ "binder", pseudo },
	{ "binfmt_misc", pseudo },
	{ "bpf", pseudo },
	{ "btrfs", NULL },
	{ "ceph", network },
	{ "cgroup", pseudo },
	{ "cgroup2", pseudo },
	{ "cifs", network },
	{ "coda", network },
	{ "configfs", pseudo },
	{ "cpuset", pseudo },
	{ "cramfs", NULL },
	{ "debugfs", pseudo },
	{ "devpts", pseudo },
	{ "devtmpfs", pseudo },
	{ "efivarfs", pseudo },
	{ "erofs", NULL },
	{ "exfat", NULL },
	{ "ext2", NULL },
	{ "ext3", NULL },
	{ "ext4", NULL },
	{ "f2fs", NULL },
	{ "fuse", network },
	{ "fuse.gvfsd-fuse", network },
	{ "fuse.fuse-overlayfs", overlay },
	{ "fuse.lxcfs", pseudo },
	{ "fuse.portal", pseudo },
	{ "fuse.sshfs", network },
	{ "fuseblk", NULL },
	{ "fusectl", pseudo },
	{ "gfs2", network },
	{ "glusterfs", network },
	{ "hfs", NULL },
	{ "hfsplus", NULL },
	{ "hugetlbfs", pseudo },
	{ "iso9660", NULL },
	{ "jfs", NULL },
	{ "lustre", network },
	{ "mqueue", pseudo },
	{ "ncpfs", network },
	{ "nfs", network },
	{ "nfs4", network },
	{ "nfsd", pseudo },
	{ "nilfs2", NULL },
	{ "nsfs", pseudo },
	{ "ntfs", NULL },
	{ "ntfs3", NULL },
	{ "nullfs", pseudo },
	{ "ocfs2", network },
	{ "overlay", overlay },
	{ "pipefs", pseudo },
	{ "proc", pseudo },
	{ "pstore", pseudo },
	{ "ramfs", NULL },
	{ "reiserfs", NULL },
	{ "resctrl", pseudo },
	{ "romfs", NULL },
	{ "rootfs", NULL },
	{ "rpc_pipefs", pseudo },
	{ "securityfs", pseudo },
	{ "selinuxfs", pseudo },
	{ "smb3", network },
	{ "smbfs", network },
	{ "sockfs", pseudo },
	{ "squashfs", NULL },
	{ "sysfs", pseudo },
	{ "tmpfs", NULL },
	{ "tracefs", pseudo },
	{ "ubifs", NULL },
	{ "udf", NULL },
	{ "ufs", NULL },
	{ "vboxsf", network },
	{ "vfat", NULL },
	{ "virtiofs", network },
	{ "xfs", NULL },
	{ "zfs", NULL },
};

static const char *reason_for(const char *type)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(types); i++)
		if (strcmp(types[i].type, type) == 0)
			return types[i].skip;
	/* FUSE file systems that are not in the table mostly fetch from somewhere. */
	return sslinv_str_starts(type, "fuse.") ? network : foreign;
}

/* mountinfo writes space, tab, newline and backslash as \ooo. In place. */
static void decode_octal(char *text)
{
	char *out = text;

	while (*text) {
		if (text[0] == '\\' && strspn(text + 1, "01234567") >= 3) {
			*out++ = (char)((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
			text += 4;
		} else {
			*out++ = *text++;
		}
	}
	*out = '\0';
}

/* The part of `path` that is below the root's directory, or NULL. */
static const char *below(const struct sslinv_root *root, const char *path)
{
	size_t length = strlen(root->real_path);

	if (strcmp(root->real_path, "/") == 0)
		return strcmp(path, "/") == 0 ? NULL : path;
	return strncmp(path, root->real_path, length) == 0 && path[length] == '/' ? path + length : NULL;
}

static void free_mount(struct sslinv_mount *mount)
{
	free(mount->path);
	free(mount->type);
	free(mount->source);
	free(mount->subtree);
	free(mount->elsewhere);
}

static bool contains(const char *directory, const char *path)
{
	size_t length = strlen(directory);

	return strcmp(directory, "/") == 0 ||
	       (strncmp(directory, path, length) == 0 && (path[length] == '/' || path[length] == '\0'));
}

/*
 * Is the overlay made of the layers of an image, as container engines and snapshotters name them? Any other lies over a
 * directory of this root, as that of systemd-sysext(8) over /usr.
 */
static bool is_of_container(const char *options)
{
	static const char *const layers[] = { "/overlay2/", "/storage/overlay/", "/snapshots/", "io.containerd.",
					      "/buildkit/" };
	const char *lower = options ? strstr(options, "lowerdir") : NULL;

	for (size_t i = 0; lower && i < SSLINV_ARRAY_SIZE(layers); i++)
		if (strstr(lower, layers[i]))
			return true;
	return false;
}

/*
 * Where people and machines keep what is not this system's (hier(7)): what a server shares there does not belong to it. A
 * file system of the network anywhere else, as in /opt or /usr/local, holds files that this host runs.
 */
static bool is_place_of_guests(const char *path)
{
	static const char *const places[] = {
		"/afs", "/home", "/media", "/misc", "/mnt", "/net", "/run", "/tmp", "/var/tmp"
	};

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(places); i++)
		if (contains(places[i], path))
			return true;
	return false;
}

/* Fields: id, parent, major:minor, root, mount point, options, optional fields..., "-", type, source, super options. */
static int take_line(const struct sslinv_root *root, char *line, struct sslinv_mounts *mounts, struct sslinv_mount *own)
{
	struct sslinv_mount parsed = { 0 }, *mount;
	char *fields[6], *save = NULL, *field, *type, *source, *options;
	const char *path;
	size_t count = 0;

	for (field = strtok_r(line, " \n", &save); field && count < SSLINV_ARRAY_SIZE(fields);
	     field = strtok_r(NULL, " \n", &save))
		fields[count++] = field;
	while (field && strcmp(field, "-") != 0)
		field = strtok_r(NULL, " \n", &save);
	type = field ? strtok_r(NULL, " \n", &save) : NULL;
	source = type ? strtok_r(NULL, " \n", &save) : NULL;
	options = source ? strtok_r(NULL, " \n", &save) : NULL;
	if (count < SSLINV_ARRAY_SIZE(fields) || !type || sscanf(fields[2], "%u:%u", &parsed.major, &parsed.minor) != 2)
		return 0;
	decode_octal(fields[3]);
	decode_octal(fields[4]);
	path = below(root, fields[4]);
	/* The file system that the root itself lies on: the mount with the longest path above it, the last of equals. */
	if (!path && own) {
		size_t length = strlen(fields[4]);

		if (strncmp(root->real_path, fields[4], length) != 0 ||
		    (length > 1 && root->real_path[length] != '/' && root->real_path[length] != '\0') ||
		    (own->path && strlen(own->path) > length))
			return 0;
		free_mount(own);
		mount = own;
		path = fields[4];
	} else if (!path) {
		return 0;
	} else {
		mount = sslinv_array_add(mounts);
		if (!mount)
			return SSLINV_E_MEMORY;
	}
	*mount = parsed;
	mount->path = strdup(path);
	mount->type = strdup(type);
	mount->source = strdup(source ? source : "none");
	mount->subtree = strdup(fields[3]);
	if (!mount->path || !mount->type || !mount->source || !mount->subtree)
		return SSLINV_E_MEMORY;
	mount->skip = reason_for(mount->type);
	if (strcmp(mount->type, "overlay") == 0 && !is_of_container(options))
		mount->skip = NULL;
	mount->may_hold_files = mount->skip == foreign || (mount->skip == overlay && strcmp(mount->type, "overlay") != 0) ||
				(mount->skip == network && !is_place_of_guests(mount->path));
	return 0;
}

static bool shows_the_same(const struct sslinv_mount *seen, const struct sslinv_mount *mount)
{
	return seen->major == mount->major && seen->minor == mount->minor && contains(seen->subtree, mount->subtree);
}

/* What lies in the file system directory that the root itself begins at. */
static char *own_subtree(const struct sslinv_root *root, const struct sslinv_mount *own)
{
	const char *above = strcmp(own->subtree, "/") == 0 ? "" : own->subtree;
	const char *path = strcmp(root->real_path, "/") == 0 ? "" : root->real_path;
	const char *rest = path + (strcmp(own->path, "/") == 0 ? 0 : strlen(own->path));

	return sslinv_str_format("%s%s", above, *above || *rest ? rest : "/");
}

/* Where a directory of `mount`'s file system is seen in the mount `seen`; NULL when out of memory. */
static char *place_in(const struct sslinv_mount *seen, const char *seen_path, const char *subtree)
{
	const char *rest = subtree + (strcmp(seen->subtree, "/") == 0 ? 0 : strlen(seen->subtree));
	bool is_top = strcmp(seen_path, "/") == 0;

	if (*rest == '\0' || strcmp(rest, "/") == 0)
		return strdup(seen_path);
	return sslinv_str_format("%s%s", is_top ? "" : seen_path, rest);
}

/* The mount that a path in the root lies in: that with the longest path above it; NULL for the root's own. */
static const struct sslinv_mount *mount_above(const struct sslinv_mounts *mounts, const char *path)
{
	const struct sslinv_mount *above = NULL;

	for (size_t i = 0; i < mounts->count; i++)
		if (contains(mounts->items[i].path, path) && (!above || strlen(mounts->items[i].path) > strlen(above->path)))
			above = &mounts->items[i];
	return above;
}

/* If `seen` (at seen_path; `above` is what mount_above() has to say for it) shows the mount again, sets mount->elsewhere. */
static int look_in(const struct sslinv_mounts *mounts, const struct sslinv_mount *seen, const char *seen_path,
		   const struct sslinv_mount *above, struct sslinv_mount *mount)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *place = NULL;

	if (!shows_the_same(seen, mount))
		return 0;
	place = place_in(seen, seen_path, mount->subtree);
	if (!place)
		return SSLINV_E_MEMORY;
	/* Another mount may lie over that place: the mount itself, bound onto its own directory, or one that hides it. */
	if (mount_above(mounts, place) == above)
		mount->elsewhere = sslinv_take_ptr(place);
	return 0;
}

static int mark_twice(const struct sslinv_root *root, struct sslinv_mounts *mounts, struct sslinv_mount *own)
{
	int rc = 0;

	if (own->path) {
		char *subtree = own_subtree(root, own);

		if (!subtree)
			return SSLINV_E_MEMORY;
		free(own->subtree);
		own->subtree = subtree;
	}
	for (size_t i = 0; i < mounts->count; i++) {
		struct sslinv_mount *mount = &mounts->items[i];

		if (mount->skip)
			continue;
		if (own->path)
			rc = look_in(mounts, own, "/", NULL, mount);
		for (size_t k = 0; k < i && rc == 0 && !mount->elsewhere; k++)
			if (!mounts->items[k].skip)
				rc = look_in(mounts, &mounts->items[k], mounts->items[k].path, &mounts->items[k], mount);
		if (rc < 0)
			return rc;
		if (mount->elsewhere)
			mount->skip = twice;
	}
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct sslinv_mount *left = a, *right = b;

	return strcmp(left->path, right->path);
}

int sslinv_mounts_read(const struct sslinv_root *root, const char *mountinfo, struct sslinv_mounts *mounts,
		       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_file) FILE *file = fopen(mountinfo, "re");
	SSLINV_CLEANUP(sslinv_free_ptr) char *line = NULL;
	struct sslinv_mount own = { 0 };
	size_t size = 0, kept = 0;
	int rc = 0;

	memset(mounts, 0, sizeof(*mounts));
	if (!file)
		return sslinv_error_errno(error, "cannot read the mounts from %s", mountinfo);
	while (rc == 0 && getline(&line, &size, file) >= 0)
		rc = take_line(root, line, mounts, &own);
	/* Later lines lie on top: of those with the same mount point the last is what a walk would meet. */
	for (size_t i = 0; i < mounts->count; i++) {
		bool covered = false;

		for (size_t k = i + 1; k < mounts->count && !covered; k++)
			covered = mounts->items[i].path && mounts->items[k].path &&
				  strcmp(mounts->items[i].path, mounts->items[k].path) == 0;
		if (covered || rc < 0)
			free_mount(&mounts->items[i]);
		else
			mounts->items[kept++] = mounts->items[i];
	}
	mounts->count = kept;
	if (rc == 0)
		rc = mark_twice(root, mounts, &own);
	if (mounts->count)
		qsort(mounts->items, mounts->count, sizeof(*mounts->items), by_path);
	free_mount(&own);
	if (rc < 0) {
		sslinv_mounts_free(mounts);
		return sslinv_error_memory(error);
	}
	return 0;
}

static int compare_path(const void *path, const void *mount)
{
	return strcmp(path, ((const struct sslinv_mount *)mount)->path);
}

const struct sslinv_mount *sslinv_mounts_at(const struct sslinv_mounts *mounts, const char *path)
{
	return sslinv_search_find(path, mounts->items, mounts->count, sizeof(*mounts->items), compare_path);
}

bool sslinv_mounts_is_network(const struct sslinv_mounts *mounts, const char *path)
{
	const struct sslinv_mount *mount = mount_above(mounts, path);

	return mount && mount->skip == network;
}

void sslinv_mounts_free(struct sslinv_mounts *mounts)
{
	for (size_t i = 0; i < mounts->count; i++)
		free_mount(&mounts->items[i]);
	free(mounts->items);
	memset(mounts, 0, sizeof(*mounts));
}
