/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Roots within a root. */
#include "host/other_root.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* Of a file that tells what lies beside it, so much is read at most. */
#define CONFIG_MAX 65536

const struct sslinv_database_place sslinv_database_places[] = {
	{ "rpm", "/var/lib/rpm" },
	{ "rpm", "/usr/lib/sysimage/rpm" },
	{ "rpm", "/usr/share/rpm" },
	{ "deb", "/var/lib/dpkg/status" },
	{ "deb", "/var/lib/dpkg/status.d" },
	{ "apk", "/lib/apk/db/installed" },
	{ "apk", "/usr/lib/apk/db/installed" },
	{ "pacman", "/var/lib/pacman/local" },
	{ "portage", "/var/db/pkg" },
	{ "xbps", "/var/db/xbps" },
	{ "opkg", "/usr/lib/opkg/status" },
	{ "opkg", "/var/lib/opkg/status" },
	{ NULL, NULL },
};

/* What says which system it is; the older ones have no os-release. */
static const char *const releases[] = {
	"/etc/centos-release", "/etc/oracle-release", "/etc/fedora-release", "/etc/os-release",
	"/usr/lib/os-release", "/etc/redhat-release", "/etc/system-release", "/etc/debian_version",
	"/etc/SuSE-release",   "/etc/alpine-release", "/etc/lsb-release",    "/etc/arch-release",
};

/* The names that are signs, sorted. The bit of each is 1 << its place. */
enum sign {
	BACKUP_YAML,
	CONFIG,
	CONFIG_JSON,
	DIFF,
	ETC,
	FILES,
	INFO_XML,
	LIB,
	LINK,
	META,
	METADATA,
	METADATA_DB,
	METADATA_YAML,
	METADATA_V2_DB,
	OBJECTS,
	ROOTFS,
	SNAPSHOT,
	SNAPSHOTS,
	USR,
	VAR,
	SIGNS,
};

static const char *const names[SIGNS] = {
	[BACKUP_YAML] = "backup.yaml",
	[CONFIG] = "config",
	[CONFIG_JSON] = "config.json",
	[DIFF] = "diff",
	[ETC] = "etc",
	[FILES] = "files",
	[INFO_XML] = "info.xml",
	[LIB] = "lib",
	[LINK] = "link",
	[META] = "meta",
	[METADATA] = "metadata",
	[METADATA_DB] = "metadata.db",
	[METADATA_YAML] = "metadata.yaml",
	[METADATA_V2_DB] = "metadata_v2.db",
	[OBJECTS] = "objects",
	[ROOTFS] = "rootfs",
	[SNAPSHOT] = "snapshot",
	[SNAPSHOTS] = "snapshots",
	[USR] = "usr",
	[VAR] = "var",
};

#define BIT(sign) (1u << (sign))

/* Stands for the name that the engines of containers give a layer, so that many of them fit in the options of a mount. */
#define SHORT_NAME ""
#define SHORT_NAME_LENGTH 26u

/*
 * What a directory with all of `signs` is about, if its file `file` has one of the words (none: if the file is there).
 * Without a child it is the directory itself.
 */
static const struct kind {
	unsigned signs;
	const char *file;
	const char *words[3];
	struct sslinv_other_root found;
} kinds[] = {
	{ BIT(META), "/meta/snap.yaml", { NULL }, { "a snap", NULL, false } },
	{ BIT(METADATA) | BIT(FILES),
	  "/metadata",
	  { "[Runtime]", "[Application]", "[ExtensionOf]" },
	  { "a Flatpak", NULL, false } },
	{ BIT(ROOTFS) | BIT(CONFIG), "/config", { "lxc." }, { "a container", "rootfs", false } },
	{ BIT(ROOTFS) | BIT(CONFIG_JSON), "/config.json", { "ociVersion" }, { "a container", "rootfs", false } },
	{ BIT(ROOTFS) | BIT(METADATA_YAML), "/metadata.yaml", { "architecture:" }, { "a container", "rootfs", false } },
	{ BIT(ROOTFS) | BIT(BACKUP_YAML), "/backup.yaml", { NULL }, { "a container", "rootfs", false } },
	{ BIT(SNAPSHOT) | BIT(INFO_XML), "/info.xml", { "<snapshot>" }, { "a snapshot", "snapshot", false } },
	{ BIT(OBJECTS) | BIT(CONFIG), "/config", { "repo_version" }, { "objects of OSTree", "objects", true } },
	{ BIT(DIFF) | BIT(LINK), "/link", { SHORT_NAME }, { "layers of images", NULL, true } },
	{ BIT(SNAPSHOTS) | BIT(METADATA_DB), "/metadata.db", { NULL }, { "layers of images", "snapshots", true } },
	{ BIT(SNAPSHOTS) | BIT(METADATA_V2_DB), "/metadata_v2.db", { NULL }, { "layers of images", "snapshots", true } },
};

static int compare(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

void sslinv_other_root_sign(unsigned *signs, const char *name)
{
	const char *const *found;
	/* This is asked of every file there is: most differ in the first letter, which is one of `bcdefilmorsuv`. */
	const uint32_t letters = 0x36593e;

	if (name[0] < 'a' || name[0] > 'z' || !(letters >> (name[0] - 'a') & 1))
		return;
	found = bsearch(name, names, SIGNS, sizeof(*names), compare);
	if (found)
		*signs |= BIT(found - names);
}

static bool is_there(const struct sslinv_root *tree, const char *path, int flags)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = sslinv_root_openat(tree, path, O_PATH | flags);

	return fd >= 0;
}

static bool has_release(const struct sslinv_root *tree)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(releases); i++)
		if (is_there(tree, releases[i], 0))
			return true;
	return false;
}

static bool has_database(const struct sslinv_root *tree)
{
	for (size_t i = 0; sslinv_database_places[i].format; i++)
		if (is_there(tree, sslinv_database_places[i].path, 0))
			return true;
	return false;
}

/* A system says which one it is, and has a database of its packages. *lacks is which of the two is missing, if one is. */
static bool is_system(const struct sslinv_root *tree, const char **lacks)
{
	bool is_named = has_release(tree), is_recorded = has_database(tree);

	if (is_named != is_recorded)
		*lacks = is_named ? "a package database" : "a file that says which one it is";
	return is_named && is_recorded;
}

static bool has_word(const struct sslinv_root *tree, const struct kind *kind)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	size_t length;

	if (!kind->words[0])
		return is_there(tree, kind->file, 0);
	if (sslinv_root_read(tree, kind->file, CONFIG_MAX, &text, &length) < 0)
		return false;
	if (!*kind->words[0])
		return length == SHORT_NAME_LENGTH &&
		       strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == SHORT_NAME_LENGTH;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(kind->words) && kind->words[i]; i++)
		if (strstr(text, kind->words[i]))
			return true;
	return false;
}

bool sslinv_other_root_find(const struct sslinv_root *root, int fd, unsigned signs, struct sslinv_other_root *found)
{
	/* Links in it are followed as that root would follow them. */
	const struct sslinv_root tree = { .fd = fd, .no_openat2 = root->no_openat2 };

	*found = (struct sslinv_other_root){ .what = NULL };
	if ((signs & (BIT(ETC) | BIT(USR))) && (signs & (BIT(VAR) | BIT(USR) | BIT(LIB))) &&
	    is_system(&tree, &found->lacks)) {
		found->what = "a system of its own";
		return true;
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(kinds); i++)
		if ((signs & kinds[i].signs) == kinds[i].signs &&
		    (!(kinds[i].signs & BIT(DIFF)) || is_there(&tree, "/diff", O_DIRECTORY | O_NOFOLLOW)) &&
		    (!kinds[i].found.child || is_there(&tree, kinds[i].found.child, O_DIRECTORY | O_NOFOLLOW)) &&
		    has_word(&tree, &kinds[i])) {
			*found = kinds[i].found;
			return true;
		}
	return false;
}
