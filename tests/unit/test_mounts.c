/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted below a root: lines of mountinfo (proc(5)), and what a walk does about each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf_writer.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "host/mounts.h"

static char *scratch;

static int make(void **state)
{
	(void)state;
	scratch = scratch_make();
	return 0;
}

static int unmake(void **state)
{
	(void)state;
	scratch_remove(scratch);
	return 0;
}

/* The mounts as text: path, type, source, subtree, device, and the first words of the reason. The caller frees. */
static char *read_text(const char *root_path, const char *mountinfo)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/mountinfo", scratch);
	/* The root is only asked for its name. */
	struct sslinv_root root = { .fd = -1, .real_path = (char *)root_path };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_mounts mounts;
	struct sslinv_str text = { 0 };

	put_text(scratch, "mountinfo", mountinfo);
	if (sslinv_mounts_read(&root, path, &mounts, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(sslinv_str_add(&text, ""), 0);
	for (size_t i = 0; i < mounts.count; i++) {
		const struct sslinv_mount *mount = &mounts.items[i];

		assert_ptr_equal(sslinv_mounts_at(&mounts, mount->path), mount);
		assert_int_equal(sslinv_mounts_is_network(&mounts, mount->path),
				 mount->skip && strcmp(mount->skip, "a network file system") == 0);
		assert_int_equal(sslinv_str_printf(&text, "%s %s %s %s %u:%u %.12s%s%s%s\n", mount->path, mount->type,
						   mount->source, mount->subtree, mount->major, mount->minor,
						   mount->skip ? mount->skip : "-", mount->may_hold_files ? " !" : "",
						   mount->elsewhere ? " as " : "", mount->elsewhere ? mount->elsewhere : ""),
				 0);
	}
	assert_null(sslinv_mounts_at(&mounts, "/no/mount"));
	assert_false(sslinv_mounts_is_network(&mounts, "/no/mount"));
	sslinv_mounts_free(&mounts);
	assert_int_equal(mounts.count, 0);
	return text.data;
}

static void assert_mounts(const char *root, const char *mountinfo, const char *expected)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *found = read_text(root, mountinfo);

	assert_string_equal(found, expected);
}

static void local_ones_are_entered_others_named(void **state)
{
	(void)state;
	assert_mounts("/",
		      "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
		      "22 21 0:20 / /proc rw shared:2 master:1 propagate_from:3 - proc proc rw\n"
		      "23 21 8:2 / /home rw - xfs /dev/sda2 rw,attr2\n"
		      "24 21 0:45 / /net/share rw - nfs4 server:/export rw,addr=10.0.0.1\n"
		      "25 21 0:46 / /var/lib/docker/overlay2/x/merged rw - overlay overlay "
		      "rw,lowerdir=/var/lib/docker/overlay2/l/A,upperdir=x\n"
		      "31 21 0:52 / /usr rw - overlay sysext rw,lowerdir=/run/systemd/sysext/meta/usr:/usr\n"
		      "32 21 0:53 / /opt/fuse rw - fuse.fuse-overlayfs fuse-overlayfs rw\n"
		      "26 21 0:47 / /run rw - tmpfs tmpfs rw\n"
		      "27 21 0:48 / /mnt/odd rw - oddfs /dev/odd rw\n"
		      "28 21 0:49 / /mnt/ssh rw - fuse.sshfs me@host:/ rw\n"
		      "29 21 0:50 / /mnt/other rw - fuse.other other rw\n"
		      "30 21 0:51 / /mnt/auto rw - autofs systemd-1 rw\n",
		      "/home xfs /dev/sda2 / 8:2 -\n"
		      "/mnt/auto autofs systemd-1 / 0:51 a place wher\n"
		      "/mnt/odd oddfs /dev/odd / 0:48 a file syste !\n"
		      "/mnt/other fuse.other other / 0:50 a network fi\n"
		      "/mnt/ssh fuse.sshfs me@host:/ / 0:49 a network fi\n"
		      "/net/share nfs4 server:/export / 0:45 a network fi\n"
		      "/opt/fuse fuse.fuse-overlayfs fuse-overlayfs / 0:53 an overlay m !\n"
		      "/proc proc proc / 0:20 a pseudo fil\n"
		      "/run tmpfs tmpfs / 0:47 -\n"
		      "/usr overlay sysext / 0:52 -\n"
		      "/var/lib/docker/overlay2/x/merged overlay overlay / 0:46 an overlay m\n");
}

/* What is seen elsewhere in the root is walked once. */
static void bind_mounts_are_walked_once(void **state)
{
	(void)state;
	assert_mounts("/",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:1 /srv/data /mnt/bind rw - ext4 /dev/sda1 rw\n"
		      "23 21 8:2 / /home rw - ext4 /dev/sda2 rw\n"
		      "24 21 8:2 /me /mnt/me rw - ext4 /dev/sda2 rw\n"
		      "25 21 8:3 /a /mnt/a rw - ext4 /dev/sda3 rw\n"
		      "26 21 8:3 /ab /mnt/ab rw - ext4 /dev/sda3 rw\n"
		      "27 21 8:3 /a/b /mnt/a-b rw - ext4 /dev/sda3 rw\n"
		      "28 21 8:3 /a /mnt/again rw - ext4 /dev/sda3 rw\n"
		      "29 21 0:9 / /net rw - nfs s:/x rw\n"
		      "30 21 0:9 / /net2 rw - nfs s:/x rw\n",
		      "/home ext4 /dev/sda2 / 8:2 -\n"
		      "/mnt/a ext4 /dev/sda3 /a 8:3 -\n"
		      "/mnt/a-b ext4 /dev/sda3 /a/b 8:3 a bind mount as /mnt/a/b\n"
		      "/mnt/ab ext4 /dev/sda3 /ab 8:3 -\n"
		      "/mnt/again ext4 /dev/sda3 /a 8:3 a bind mount as /mnt/a\n"
		      "/mnt/bind ext4 /dev/sda1 /srv/data 8:1 a bind mount as /srv/data\n"
		      "/mnt/me ext4 /dev/sda2 /me 8:2 a bind mount as /home/me\n"
		      "/net nfs s:/x / 0:9 a network fi\n"
		      "/net2 nfs s:/x / 0:9 a network fi !\n");
	/* The whole, mounted after a part of it, shows more than the part, which has the name that people know: both are
	 * read. */
	assert_mounts("/",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:3 /a /mnt/a rw - ext4 /dev/sda3 rw\n"
		      "23 21 8:3 / /mnt/whole rw - ext4 /dev/sda3 rw\n",
		      "/mnt/a ext4 /dev/sda3 /a 8:3 -\n"
		      "/mnt/whole ext4 /dev/sda3 / 8:3 -\n");
}

/* A place that another mount hides shows nothing: what was bound elsewhere is read there. */
static void hidden_places_do_not_count(void **state)
{
	(void)state;
	assert_mounts("/",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:1 /usr /usr ro - ext4 /dev/sda1 rw\n"
		      "23 21 8:1 /data/x /mnt/x rw - ext4 /dev/sda1 rw\n"
		      "24 21 0:9 / /data rw - tmpfs tmpfs rw\n"
		      "25 21 8:1 /usr/lib /mnt/lib rw - ext4 /dev/sda1 rw\n",
		      "/data tmpfs tmpfs / 0:9 -\n"
		      "/mnt/lib ext4 /dev/sda1 /usr/lib 8:1 a bind mount as /usr/lib\n"
		      "/mnt/x ext4 /dev/sda1 /data/x 8:1 -\n"
		      "/usr ext4 /dev/sda1 /usr 8:1 -\n");
}

/* A root of its own: only what lies in it counts, and what the rest of the host has mounted is no matter. */
static void a_root_sees_its_own_mounts(void **state)
{
	static const char mountinfo[] = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
					"22 21 8:2 / /images rw - ext4 /dev/sda2 rw\n"
					"23 22 8:3 / /images/one rw - xfs /dev/sda3 rw\n"
					"24 23 0:20 / /images/one/proc rw - proc proc rw\n"
					"25 23 8:4 / /images/one/boot rw - vfat /dev/sda4 rw\n"
					"26 23 8:3 /usr /images/one/mnt rw - xfs /dev/sda3 rw\n"
					"27 22 8:5 / /images/one2 rw - ext4 /dev/sda5 rw\n"
					"28 23 8:2 /two /images/one/two rw - ext4 /dev/sda2 rw\n";

	(void)state;
	/* The root is a mount point. */
	assert_mounts("/images/one", mountinfo,
		      "/boot vfat /dev/sda4 / 8:4 -\n"
		      "/mnt xfs /dev/sda3 /usr 8:3 a bind mount as /usr\n"
		      "/proc proc proc / 0:20 a pseudo fil\n"
		      "/two ext4 /dev/sda2 /two 8:2 -\n");
	/* The root is a directory in a mount: what it shows of that mount again is known, the rest is not. */
	assert_mounts("/images", mountinfo,
		      "/one xfs /dev/sda3 / 8:3 -\n"
		      "/one/boot vfat /dev/sda4 / 8:4 -\n"
		      "/one/mnt xfs /dev/sda3 /usr 8:3 a bind mount as /one/usr\n"
		      "/one/proc proc proc / 0:20 a pseudo fil\n"
		      "/one/two ext4 /dev/sda2 /two 8:2 a bind mount as /two\n"
		      "/one2 ext4 /dev/sda5 / 8:5 -\n");
	assert_mounts("/srv/root",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:1 /srv/root/usr /srv/root/mnt rw - ext4 /dev/sda1 rw\n"
		      "23 21 8:1 /srv/root2 /srv/root/mnt2 rw - ext4 /dev/sda1 rw\n",
		      "/mnt ext4 /dev/sda1 /srv/root/usr 8:1 a bind mount as /usr\n"
		      "/mnt2 ext4 /dev/sda1 /srv/root2 8:1 -\n");
	/* A bind mount as the root itself, and a directory bound onto itself. */
	assert_mounts("/jail",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:1 /srv/jail /jail rw - ext4 /dev/sda1 rw\n"
		      "23 22 8:1 /srv/jail/x /jail/x rw - ext4 /dev/sda1 rw\n"
		      "24 22 8:1 /srv /jail/y rw - ext4 /dev/sda1 rw\n",
		      "/x ext4 /dev/sda1 /srv/jail/x 8:1 -\n"
		      "/y ext4 /dev/sda1 /srv 8:1 -\n");
}

/* The last of those on one mount point is what is seen there. */
static void stacked_mounts_show_the_topmost(void **state)
{
	(void)state;
	assert_mounts("/",
		      "21 1 0:1 / / rw - rootfs rootfs rw\n"
		      "22 21 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "23 22 0:30 / /mnt rw - autofs systemd-1 rw\n"
		      "24 23 0:31 / /mnt rw - nfs s:/x rw\n"
		      "25 24 8:2 / /mnt rw - ext4 /dev/sda2 rw\n"
		      "26 22 8:1 /a /b rw - ext4 /dev/sda1 rw\n",
		      "/b ext4 /dev/sda1 /a 8:1 a bind mount as /a\n"
		      "/mnt ext4 /dev/sda2 / 8:2 -\n");
}

static void names_are_decoded(void **state)
{
	(void)state;
	assert_mounts("/",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:2 /a\\040b /mnt/a\\040b\\011c\\012d\\134e\\0401 rw - ext4 /dev/sda2 rw\n"
		      "23 21 8:3 / /mnt/z\\9\\04 rw - ext4 /dev/sda3 rw\n",
		      "/mnt/a b\tc\nd\\e 1 ext4 /dev/sda2 /a b 8:2 -\n"
		      "/mnt/z\\9\\04 ext4 /dev/sda3 / 8:3 -\n");
	assert_mounts("/srv/my root",
		      "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		      "22 21 8:2 / /srv/my\\040root rw - ext4 /dev/sda2 rw\n"
		      "23 22 8:2 /usr /srv/my\\040root/x rw - ext4 /dev/sda2 rw\n",
		      "/x ext4 /dev/sda2 /usr 8:2 a bind mount as /usr\n");
}

static void malformed_lines_are_passed_over(void **state)
{
	(void)state;
	assert_mounts("/", "", "");
	assert_mounts("/",
		      "\n"
		      "garbage\n"
		      "22 21 8:2 / /short rw\n"
		      "22 21 8:2 / /no-type rw -\n"
		      "22 21 x:2 / /device rw - ext4 /dev/sda2 rw\n"
		      "22 21 8:2 / /no-dash rw ext4 /dev/sda2 rw\n"
		      "- - - - - - - -\n"
		      "22 21 8:2 / /no-source rw - ext4\n"
		      "23 21 8:3 / /last rw - ext4 /dev/sda3 rw",
		      "/last ext4 /dev/sda3 / 8:3 -\n"
		      "/no-source ext4 none / 8:2 -\n");
}

/* Thousands, as a host with many containers has. */
static void many_are_found(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/mountinfo", scratch);
	struct sslinv_root root = { .fd = -1, .real_path = (char[]){ "/" } };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_mounts mounts;

	(void)state;
	for (int i = 0; i < 2000; i++)
		assert_int_equal(sslinv_str_printf(&text, "%d 1 0:%d / /m/%d rw - overlay overlay rw\n", i + 2, i + 100,
						   (i * 7) % 2000),
				 0);
	put_text(scratch, "mountinfo", text.data);
	assert_int_equal(sslinv_mounts_read(&root, path, &mounts, &error), 0);
	assert_int_equal(mounts.count, 2000);
	for (int i = 0; i < 2000; i += 37) {
		char name[32];

		snprintf(name, sizeof(name), "/m/%d", i);
		assert_non_null(sslinv_mounts_at(&mounts, name));
	}
	sslinv_mounts_free(&mounts);
	assert_int_equal(sslinv_mounts_read(&root, "/nonexistent/mountinfo", &mounts, &error), SSLINV_E_SYSTEM);
	assert_non_null(strstr(error.message, "/nonexistent/mountinfo"));
	assert_null(sslinv_mounts_at(&mounts, "/"));
}

/* This host's own: there is a /proc, and the walk stays out of it. */
static void the_running_host_has_a_proc(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_root root = SSLINV_ROOT_INIT;
	const struct sslinv_mount *proc;
	struct sslinv_mounts mounts;

	(void)state;
	assert_int_equal(sslinv_root_open(&root, "/", &error), 0);
	assert_int_equal(sslinv_mounts_read(&root, "/proc/self/mountinfo", &mounts, &error), 0);
	proc = sslinv_mounts_at(&mounts, "/proc");
	assert_true(proc && proc->skip);
	assert_null(sslinv_mounts_at(&mounts, "/"));
	sslinv_mounts_free(&mounts);
	sslinv_root_close(&root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_ones_are_entered_others_named), cmocka_unit_test(bind_mounts_are_walked_once),
		cmocka_unit_test(hidden_places_do_not_count),          cmocka_unit_test(a_root_sees_its_own_mounts),
		cmocka_unit_test(stacked_mounts_show_the_topmost),     cmocka_unit_test(names_are_decoded),
		cmocka_unit_test(malformed_lines_are_passed_over),     cmocka_unit_test(many_are_found),
		cmocka_unit_test(the_running_host_has_a_proc),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
