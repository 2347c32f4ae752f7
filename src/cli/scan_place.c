/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a scan stores what it finds, and what else it writes. */
#include "cli/scan_place.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/private_directory.h"
#include "base/str.h"
#include "base/write_all.h"
#include "cli/guidance.h"
#include "cli/inventory.h"

/* The guidance of this host where it has some; else it is made for this scan alone, and nothing stays. */
static int find_guidance(struct sslinv_scan_place *place, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *inventory = sslinv_store_default_path();
	SSLINV_CLEANUP(sslinv_free_ptr) char *guidance = inventory ? sslinv_guidance_store_path(inventory) : NULL;

	if (guidance && access(guidance, F_OK) == 0)
		place->judged_as = sslinv_take_ptr(inventory);
	else
		place->judged_as = strdup(place->inventory);
	return place->judged_as ? 0 : sslinv_error_memory(error);
}

/* As many links as Linux follows in one path (path_resolution(7)). */
#define MAX_LINKS 40

/* Where a link leads, as seen from the working directory; NULL where it is none. malloc'ed. */
static char *link_target(const char *path)
{
	const char *slash = strrchr(path, '/');
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	if (length < 0)
		return NULL;
	target[length] = '\0';
	if (target[0] == '/' || !slash)
		return strdup(target);
	return sslinv_str_format("%.*s/%s", (int)(slash - path), path, target);
}

/*
 * The nearest directory that is there already, of which the others would be made; where a link leads to nothing yet, the one
 * behind the link. An O_PATH descriptor, or -1.
 */
static int open_nearest(const char *path)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *copy = strdup(path);
	int fd = -1;

	for (int links = 0; copy && (fd = open(copy, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0;) {
		char *target = links < MAX_LINKS ? link_target(copy) : NULL;
		char *slash = strrchr(copy, '/');

		if (target) {
			links++;
			free(copy);
			copy = target;
			continue;
		}
		if (!slash)
			return open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (copy[1] == '\0')
			break;
		slash[slash == copy] = '\0';
	}
	return fd;
}

/*
 * Nothing is written below a root under inspection; only the running host has to hold its own inventory. Directories are
 * compared, and not their names: a bind mount or a link to /proc/PID/root gives another name to the same place.
 */
static bool lies_in_root(const struct sslinv_root *root, const char *path)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = root->is_host ? -1 : open_nearest(path);
	struct stat top, here, below = { 0 };

	if (fd < 0 || fstat(root->fd, &top) < 0)
		return false;
	while (fstat(fd, &here) == 0 && (here.st_dev != below.st_dev || here.st_ino != below.st_ino)) {
		int above;

		if (here.st_dev == top.st_dev && here.st_ino == top.st_ino)
			return true;
		below = here;
		above = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (above < 0)
			return false;
		close(fd);
		fd = above;
	}
	return false;
}

/* Prints what would be written into the root, and returns SSLINV_E_USAGE; 0 where `path` does not lie there. */
static int check_path(const struct sslinv_root *root, const char *what, const char *path, const char *remedy)
{
	if (!path || !lies_in_root(root, path))
		return 0;
	sslinv_log_error("%s %s would lie in the root %s, where nothing is written; %s", what, path, root->path, remedy);
	return SSLINV_E_USAGE;
}

static int check_private(const struct sslinv_root *root)
{
	const char *private = secure_getenv("TMPDIR");

	return check_path(root, "private copies in", private && *private ? private : "/tmp",
			  "name another directory in TMPDIR");
}

int sslinv_scan_place_check(const struct sslinv_scan_place *place, const struct sslinv_root *root)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *guidance = sslinv_guidance_store_path(place->judged_as);
	int rc = check_path(root, "the inventory", place->inventory, "name another with --db");

	if (rc == 0)
		rc = check_path(root, "the guidance", guidance, "name another in SSLINV_GUIDANCE");
	return rc < 0 ? rc : check_private(root);
}

/* SQLite writes to files that have names, so the inventory is made in one of this process alone. */
static int find_piped(const struct sslinv_root *root, struct sslinv_scan_place *place, struct sslinv_error *error)
{
	int rc;

	place->is_piped = true;
	if (isatty(STDOUT_FILENO))
		return sslinv_error_set(error, SSLINV_E_USAGE,
					"an inventory is nothing for a terminal; send it into a file, or into"
					" `sslinv merge -`");
	rc = check_private(root);
	if (rc < 0)
		return rc;
	rc = sslinv_private_directory_make(&place->private_dir, error);
	if (rc < 0)
		return rc;
	place->inventory = sslinv_str_format("%s/inventory.db", place->private_dir);
	return place->inventory ? find_guidance(place, error) : sslinv_error_memory(error);
}

static int find_named(const char *given, struct sslinv_scan_place *place, struct sslinv_error *error)
{
	place->inventory = sslinv_inventory_path(given);
	if (!place->inventory)
		return SSLINV_E_NOT_FOUND;
	place->judged_as = strdup(place->inventory);
	place->file_cache = sslinv_str_format("%s-files", place->inventory);
	return place->judged_as && place->file_cache ? 0 : sslinv_error_memory(error);
}

int sslinv_scan_place_find(const char *given, const struct sslinv_root *root, struct sslinv_scan_place *place)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	bool is_piped = given && strcmp(given, "-") == 0;
	int rc = is_piped ? find_piped(root, place, &error) : find_named(given, place, &error);

	if (error.code < 0)
		sslinv_log_error("%s", error.message);
	return rc;
}

int sslinv_scan_place_pour(const struct sslinv_scan_place *place, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int fd = open(place->inventory, O_RDONLY | O_CLOEXEC);
	char buffer[16 * 1024];
	ssize_t length = fd < 0 ? -1 : 0;

	while (fd >= 0 && (length = read(fd, buffer, sizeof(buffer))) > 0)
		if (sslinv_write_all(STDOUT_FILENO, buffer, (size_t)length) < 0)
			return sslinv_error_errno(error, "standard output: cannot be written");
	return length < 0 ? sslinv_error_errno(error, "%s: cannot be read", place->inventory) : 0;
}

void sslinv_scan_place_free(struct sslinv_scan_place *place)
{
	free(place->inventory);
	free(place->judged_as);
	free(place->file_cache);
	sslinv_private_directory_remove(&place->private_dir);
}
