/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running processes that have OpenSSL mapped: on a made /proc, and on this machine's own. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "elf_writer.h"
#include "memory.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "host/root.h"
#include "process/cgroup.h"
#include "process/disk.h"
#include "process/processes.h"

#define LIBRARY "/usr/lib/libssl.so.3"
#define BOOT 1000000

/* What a made /proc is: the root of the system beside it, and files that have lost their names. */
struct world {
	char *scratch;
	struct sslinv_root root;
	struct sslinv_facts facts;
};

static char *path_of(const struct world *world, const char *name)
{
	char *path = sslinv_str_format("%s/%s", world->scratch, name);

	assert_non_null(path);
	return path;
}

static void put(const struct world *world, const char *name, const char *text)
{
	put_text(world->scratch, name, text);
}

static void link_to(const struct world *world, const char *name, const char *target)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of(world, name);

	if (unlink(path) < 0)
		assert_int_equal(errno == ENOENT || errno == ENOTDIR, 1);
	put_link(world->scratch, name, target);
}

static void add_library(struct world *world, const char *path, const char *soname, const char *package)
{
	struct sslinv_library *library = sslinv_array_add(&world->facts.libraries);
	struct sslinv_package *owner;

	assert_non_null(library);
	*library = (struct sslinv_library){
		.path = path, .library = "OpenSSL", .soname = soname, .version = "3.0.20", .package = SSLINV_NO_PACKAGE
	};
	if (!package)
		return;
	owner = sslinv_array_add(&world->facts.packages);
	assert_non_null(owner);
	*owner = (struct sslinv_package){ .name = package, .version = "3.0.20-1" };
	library->package = (uint32_t)(world->facts.packages.count - 1);
}

static int make_world(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	struct sslinv_error error = SSLINV_ERROR_INIT;
	SSLINV_CLEANUP(sslinv_free_ptr) char *root = NULL;

	assert_non_null(world);
	world->scratch = scratch_make();
	put(world, "root/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nbroken\nalice:x:4242:1::/:/bin/sh\n");
	put(world, "root" LIBRARY, "the library of today");
	put(world, "proc/stat", "cpu 1 2 3\nbtime 1000000\n");
	root = path_of(world, "root");
	assert_int_equal(sslinv_root_open(&world->root, root, &error), 0);
	world->root.is_host = true;
	link_to(world, "proc/1/root", root);
	link_to(world, "proc/self/ns/mnt", "mnt:[7]");
	add_library(world, LIBRARY, "libssl.so.3", "libssl3");
	*state = world;
	return 0;
}

static int free_world(void **state)
{
	struct world *world = *state;

	sslinv_facts_free(&world->facts);
	sslinv_root_close(&world->root);
	scratch_remove(world->scratch);
	free(world);
	return 0;
}

/* Where the one mapping of a made process lies. */
#define RANGE "7f0000000000-7f0000001000"

/* A process of that name with these maps, in the mount namespace of the system. */
static void add_process(const struct world *world, const char *pid, const char *command, const char *maps)
{
	const struct {
		const char *name, *text;
	} files[] = {
		{ "stat", NULL },
		{ "maps", maps },
		{ "cgroup", "0::/system.slice/nginx.service\n" },
	};
	const struct {
		const char *name, *target;
	} links[] = { { "exe", "/usr/sbin/nginx (deleted)" }, { "ns/mnt", "mnt:[7]" }, { "ns/net", "net:[8]" } };
	SSLINV_CLEANUP(sslinv_free_ptr)
	char *stat = sslinv_str_format("%s (%s) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 %ld 0 0\n", pid, command,
				       500 * sysconf(_SC_CLK_TCK));

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(files); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("proc/%s/%s", pid, files[i].name);

		put(world, name, files[i].text ? files[i].text : stat);
	}
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(links); i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *name = sslinv_str_format("proc/%s/%s", pid, links[i].name);

		link_to(world, name, links[i].target);
	}
}

/* The same with one mapping: of the file `mapped` of the scratch directory, under the name `name`. */
static void add_mapping(const struct world *world, const char *pid, const char *mapped, const char *name, bool has_map_files)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, mapped);
	SSLINV_CLEANUP(sslinv_free_ptr) char *link = sslinv_str_format("proc/%s/map_files/" RANGE, pid);
	SSLINV_CLEANUP(sslinv_free_ptr) char *maps = NULL;
	struct stat status;

	assert_int_equal(stat(file, &status), 0);
	maps = sslinv_str_format(RANGE " r-xp 00000000 %02x:%02x %llu                   %s\n", major(status.st_dev),
				 minor(status.st_dev), (unsigned long long)status.st_ino, name);
	add_process(world, pid, "nginx", maps);
	if (has_map_files)
		link_to(world, link, file);
}

/* What was found, a line each: pid, path, state, package, evidence. */
static void assert_found(struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *proc = path_of(world, "proc");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	world->facts.processes.count = 0;
	if (sslinv_processes_read(&world->root, proc, &world->facts, &error) < 0)
		fail_msg("%s", error.message);
	for (size_t i = 0; i < world->facts.processes.count; i++) {
		const struct sslinv_process *process = &world->facts.processes.items[i];
		const char *package = sslinv_facts_package_label(&world->facts, process->package);

		assert_int_equal(sslinv_str_printf(&text, "%" PRIu64 " %s %s %s: %s\n", process->pid, process->library_path,
						   sslinv_process_state_name(process->state), package ? package : "-",
						   process->evidence),
				 0);
	}
	assert_string_equal(sslinv_str_text(&text), expected);
}

static void replace(const struct world *world, const char *contents)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "root" LIBRARY);
	SSLINV_CLEANUP(sslinv_free_ptr) char *old = path_of(world, "old");

	assert_int_equal(rename(file, old), 0);
	if (contents)
		put(world, "root" LIBRARY, contents);
}

#define UNCOMPARED ": the file was replaced, and the contents could not be compared\n"
#define SAME ": the file on disk is the mapped one\n"

static void test_what_a_process_is(void **state)
{
	struct world *world = *state;
	const struct sslinv_process *process;

	add_mapping(world, "42", "root" LIBRARY, LIBRARY, true);
	link_to(world, "proc/42/fd/3", "socket:[11]");
	link_to(world, "proc/42/fd/4", "socket:[12]");
	link_to(world, "proc/42/fd/5", "socket:[13]");
	link_to(world, "proc/42/fd/6", "/etc/passwd");
	put(world, "proc/42/net/tcp",
	    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	    "   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1\n"
	    "   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 99 1\n"
	    "   2: 0100007F:01BB 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 13 1\n");
	put(world, "proc/42/net/udp6",
	    " 10: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 07 00000000:00000000 "
	    "00:00000000 00000000     0        0 12 2 0 0\n");
	assert_found(world, "42 " LIBRARY " current libssl3" SAME);
	process = &world->facts.processes.items[0];
	assert_string_equal(process->command, "nginx");
	assert_string_equal(process->unit, "nginx.service");
	assert_null(process->container);
	assert_string_equal(process->executable, "/usr/sbin/nginx");
	assert_string_equal(process->listening, "tcp 0.0.0.0:443, udp [::]:443");
	assert_string_equal(process->version, "3.0.20");
	assert_int_equal(process->started, BOOT + 500);
	assert_true(world->facts.processes_complete);
	assert_int_equal(world->facts.processes_hidden.number, 0);
	assert_true(world->facts.processes_read.is_known && world->facts.processes_read.number == 1);
}

static void test_a_file_that_was_replaced(void **state)
{
	struct world *world = *state;

	replace(world, "the library of tomorrow");
	add_mapping(world, "42", "old", LIBRARY " (deleted)", true);
	add_mapping(world, "43", "old", LIBRARY " (deleted)", false);
	/* A mount over it leaves no word. */
	add_mapping(world, "44", "old", LIBRARY, true);
	add_mapping(world, "45", "root" LIBRARY, LIBRARY, true);
	assert_found(world, "42 " LIBRARY " stale libssl3: the file was replaced\n"
			    "43 " LIBRARY " stale libssl3: the file was replaced\n"
			    "44 " LIBRARY " stale libssl3: the file was replaced\n"
			    "45 " LIBRARY " current libssl3" SAME);
	assert_null(world->facts.processes.items[0].version);
}

static void test_a_file_of_the_same_contents(void **state)
{
	struct world *world = *state;

	replace(world, "the library of today");
	add_mapping(world, "42", "old", LIBRARY " (deleted)", true);
	assert_found(world, "42 " LIBRARY " current libssl3: the file was replaced by one of the same contents\n");
	assert_string_equal(world->facts.processes.items[0].version, "3.0.20");
	/* Who may not read what is mapped cannot know that. */
	add_mapping(world, "43", "old", LIBRARY " (deleted)", false);
	put(world, "root" LIBRARY, "THE library of today");
	assert_found(world, "42 " LIBRARY " stale libssl3: the file was replaced\n"
			    "43 " LIBRARY " stale libssl3: the file was replaced\n");
}

/* What is too large to be read may be the same, whatever its size was. */
static void test_a_file_that_is_too_large(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *old = path_of(world, "old");

	replace(world, "the library of today");
	assert_int_equal(truncate(old, ((off_t)1 << 30) + 1), 0);
	add_mapping(world, "42", "old", LIBRARY " (deleted)", true);
	assert_found(world, "42 " LIBRARY " unknown libssl3" UNCOMPARED);
}

static void test_a_file_of_the_same_build(void **state)
{
	struct world *world = *state;
	struct elf_spec spec = { .is_64bit = true, .machine = 62, .soname = "libssl.so.3", .build_id = "0123456789abcdef" };

	put_elf(world->scratch, "root" LIBRARY, &spec);
	replace(world, NULL);
	spec.rpath = "/changed/behind/the/build";
	put_elf(world->scratch, "root" LIBRARY, &spec);
	add_mapping(world, "42", "old", "/usr/lib/libssl.so.3.#prelink#.Ab12Cd (deleted)", true);
	assert_found(world, "42 /usr/lib/libssl.so.3.#prelink#.Ab12Cd current libssl3: the file was replaced by one of the "
			    "same build ID\n");
	spec.build_id = "0123456789abcdeF";
	put_elf(world->scratch, "root" LIBRARY, &spec);
	assert_found(world, "42 /usr/lib/libssl.so.3.#prelink#.Ab12Cd stale libssl3: the file was replaced\n");
}

static void test_a_file_that_is_gone(void **state)
{
	struct world *world = *state;

	replace(world, NULL);
	add_mapping(world, "42", "old", LIBRARY " (deleted)", true);
	assert_found(world, "42 " LIBRARY " stale -: the file was deleted, and none took its place\n");
}

/* The word alone proves nothing. */
static void test_a_file_that_is_called_deleted(void **state)
{
	struct world *world = *state;

	put(world, "root/opt/libssl.so.3 (deleted)", "a strange name");
	add_mapping(world, "42", "root/opt/libssl.so.3 (deleted)", "/opt/libssl.so.3 (deleted)", true);
	/* Another name of the same file came back. */
	add_mapping(world, "43", "root" LIBRARY, LIBRARY " (deleted)", true);
	assert_found(world, "42 /opt/libssl.so.3 (deleted) current -" SAME "43 " LIBRARY " current libssl3" SAME);
}

static void test_a_file_that_was_renamed(void **state)
{
	struct world *world = *state;

	put(world, "root/usr/lib/libssl.so.3.dpkg-tmp", "the old one");
	put(world, "root/usr/lib/libssl.so.3;65a1b2c3", "the old one");
	put(world, "root/usr/lib/libcrypto.so.1.1.bak", "nothing in its place");
	add_mapping(world, "42", "root/usr/lib/libssl.so.3.dpkg-tmp", "/usr/lib/libssl.so.3.dpkg-tmp", true);
	add_mapping(world, "43", "root/usr/lib/libssl.so.3;65a1b2c3", "/usr/lib/libssl.so.3;65a1b2c3", true);
	add_mapping(world, "44", "root/usr/lib/libcrypto.so.1.1.bak", "/usr/lib/libcrypto.so.1.1.bak", true);
	assert_found(world,
		     "42 /usr/lib/libssl.so.3.dpkg-tmp stale libssl3: the file was renamed, and another took its place\n"
		     "43 /usr/lib/libssl.so.3;65a1b2c3 stale libssl3: the file was renamed, and another took its place\n"
		     "44 /usr/lib/libcrypto.so.1.1.bak current -" SAME);
}

static void test_a_soname_that_leads_elsewhere(void **state)
{
	struct world *world = *state;

	put(world, "root/usr/lib64/libcrypto.so.3.0.7", "old");
	put(world, "root/usr/lib64/libcrypto.so.3.0.8", "new");
	link_to(world, "root/usr/lib64/libcrypto.so.3", "libcrypto.so.3.0.8");
	add_library(world, "/usr/lib64/libcrypto.so.3.0.7", "libcrypto.so.3", NULL);
	add_library(world, "/usr/lib64/libcrypto.so.3.0.8", "libcrypto.so.3", "openssl-libs");
	add_mapping(world, "42", "root/usr/lib64/libcrypto.so.3.0.7", "/usr/lib64/libcrypto.so.3.0.7", true);
	add_mapping(world, "43", "root/usr/lib64/libcrypto.so.3.0.8", "/usr/lib64/libcrypto.so.3.0.8", true);
	put(world, "gone", "older");
	add_mapping(world, "44", "gone", "/usr/lib64/libcrypto.so.3.0.6 (deleted)", true);
	assert_found(world, "42 /usr/lib64/libcrypto.so.3.0.7 stale openssl-libs: the soname of the file leads to another "
			    "file now\n"
			    "43 /usr/lib64/libcrypto.so.3.0.8 current openssl-libs" SAME
			    "44 /usr/lib64/libcrypto.so.3.0.6 stale openssl-libs: the file was replaced\n");
}

/* Btrfs and overlayfs: the device of maps is not that of stat(2), and nobody may look into map_files. */
static void test_devices_that_cannot_be_compared(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "root" LIBRARY);
	SSLINV_CLEANUP(sslinv_free_ptr) char *maps = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *lost = NULL;
	SSLINV_CLEANUP(sslinv_free_ptr) char *other = NULL;
	struct stat status;

	assert_int_equal(stat(file, &status), 0);
	maps = sslinv_str_format(RANGE " r-xp 0 ff:fe %llu " LIBRARY "\n", (unsigned long long)status.st_ino);
	lost = sslinv_str_format(RANGE " r-xp 0 ff:fe %llu " LIBRARY " (deleted)\n", (unsigned long long)status.st_ino);
	other = sslinv_str_format(RANGE " r-xp 0 ff:fe %llu " LIBRARY " (deleted)\n", (unsigned long long)status.st_ino + 1);
	add_process(world, "42", "nginx", maps);
	add_process(world, "43", "nginx", lost);
	add_process(world, "44", "nginx", other);
	assert_found(world,
		     "42 " LIBRARY " unknown libssl3: the kernel does not tell whether the file on disk is the mapped one\n"
		     "43 " LIBRARY " unknown -: the kernel does not tell whether the file on disk is the mapped one\n"
		     "44 " LIBRARY " unknown libssl3" UNCOMPARED);
	put(world, "proc/stat", "btime 9000000000\n");
	assert_found(world, "42 " LIBRARY " current libssl3: the file on disk has not changed since the process started\n"
			    "43 " LIBRARY " unknown -: the kernel does not tell whether the file on disk is the mapped one\n"
			    "44 " LIBRARY " unknown libssl3" UNCOMPARED);
	/* With map_files all of that is known. */
	add_mapping(world, "42", "root" LIBRARY, LIBRARY, true);
	put(world, "proc/42/maps", maps);
	add_mapping(world, "43", "root" LIBRARY, LIBRARY, true);
	put(world, "proc/43/maps", lost);
	put(world, "proc/44/maps", "");
	assert_found(world, "42 " LIBRARY " current libssl3" SAME "43 " LIBRARY " current libssl3" SAME);
}

/* Memory without a file, files that are only read, and names that only look alike. */
static void test_what_is_no_library(void **state)
{
	struct world *world = *state;

	add_process(world, "42", "x",
		    "1000-2000 rwxp 0 00:01 5 /memfd:libssl.so.3 (deleted)\n"
		    "1000-2000 rwxp 0 00:01 5 /memfd:/usr/lib/libssl.so.3 (deleted)\n"
		    "1000-2000 rwxs 0 00:01 6 /dev/zero (deleted)\n"
		    "1000-2000 rwxs 0 00:01 7 /SYSV00000000 (deleted)\n"
		    "1000-2000 rwxp 0 00:00 0 [heap]\n"
		    "1000-2000 rwxp 0 00:00 0 \n"
		    "1000-2000 r--p 0 08:01 999999999 /usr/lib/libssl.so.3\n"
		    "1000-2000 r-xp 0 08:01 999999999 /usr/lib/libnss_ssl.so.3\n"
		    "1000-2000 r-xp 0 08:01 999999999 /usr/lib/libssl/plugin\n"
		    "1000-2000 r-xp\n"
		    "zzzz r-xp 0 08:01 9 /usr/lib/libssl.so.3\n"
		    "1000-2000 r-xp 0 08:01 9 anon_inode:/libssl.so.3\n");
	assert_found(world, "");
	assert_true(world->facts.processes_complete);
}

/* A copy inside another file, and a library by another name of the same file. */
static void test_what_the_scan_knows(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "root" LIBRARY);
	SSLINV_CLEANUP(sslinv_free_ptr) char *name = path_of(world, "root/opt/hard");

	put(world, "root/opt/app/node", "with a copy inside");
	assert_int_equal(link(file, name), 0);
	add_library(world, "/opt/app/node", NULL, NULL);
	add_mapping(world, "42", "root/opt/app/node", "/opt/app/node", true);
	add_mapping(world, "43", "root" LIBRARY, "/opt/hard", true);
	put(world, "gone", "the node before");
	add_mapping(world, "44", "gone", "/opt/app/node (deleted)", true);
	assert_found(world, "42 /opt/app/node current -" SAME "43 /opt/hard current libssl3" SAME
			    "44 /opt/app/node stale -: the file was replaced\n");
}

/* A scan of packages alone passes over copies, and one that was deleted nobody finds: the inventory knows where they were.
 */
static void test_what_was_known_before(void **state)
{
	struct world *world = *state;
	const char **path = sslinv_array_add(&world->facts.known_paths);

	assert_non_null(path);
	*path = "/opt/app/node";
	path = sslinv_array_add(&world->facts.known_paths);
	assert_non_null(path);
	*path = LIBRARY;
	put(world, "root/opt/app/node", "with a copy inside");
	put(world, "gone", "the node before");
	add_mapping(world, "41", "root" LIBRARY, LIBRARY, true);
	add_mapping(world, "42", "root/opt/app/node", "/opt/app/node", true);
	add_mapping(world, "44", "gone", "/opt/app/node (deleted)", true);
	assert_found(world, "41 " LIBRARY " current libssl3" SAME "42 /opt/app/node current -" SAME
			    "44 /opt/app/node stale -: the file was replaced\n");
	assert_string_equal(world->facts.processes.items[0].version, "3.0.20");
	assert_null(world->facts.processes.items[1].version);
}

/* Whoever writes into the file that others run. */
static void test_a_file_that_was_changed_in_place(void **state)
{
	/* The process started at 500, and the scan is at 1000. */
	static const struct {
		int64_t born, modified, changed;
		enum sslinv_mapped_fate fate, since;
	} rows[] = {
		{ 100, 90, 110, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 100, 700, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_REWRITTEN },
		{ 100, 501, 501, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 100, 1001, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 100, 90, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		/* It was made after the process started, and loaded then. */
		{ 700, 700, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 700, 600, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 700, 701, 701, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		/* It was written into after it was made: whether before or after it was loaded nobody knows. */
		{ 700, 800, 800, SSLINV_MAPPED_SAME, SSLINV_MAPPED_REWRITTEN },
		/* It was made in the second in which the process started. */
		{ 500, 700, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_REWRITTEN },
		{ 500, 501, 501, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		/* The file system does not keep when it was made. */
		{ 0, 700, 701, SSLINV_MAPPED_SAME, SSLINV_MAPPED_REWRITTEN },
		{ 0, 600, 700, SSLINV_MAPPED_SAME, SSLINV_MAPPED_SAME },
		{ 100, 700, 700, SSLINV_MAPPED_REPLACED, SSLINV_MAPPED_REPLACED },
		{ 100, 90, 499, SSLINV_MAPPED_INCOMPARABLE, SSLINV_MAPPED_UNCHANGED },
		{ 100, 90, 500, SSLINV_MAPPED_INCOMPARABLE, SSLINV_MAPPED_INCOMPARABLE },
		{ 0, 0, 0, SSLINV_MAPPED_INCOMPARABLE, SSLINV_MAPPED_INCOMPARABLE },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		const struct sslinv_mapped mapped = {
			.fate = rows[i].fate, .born = rows[i].born, .modified = rows[i].modified, .changed = rows[i].changed
		};

		if (sslinv_mapped_fate_since(&mapped, 500, 1000) != rows[i].since)
			fail_msg("row %zu", i);
	}
}

static void test_another_mount_namespace(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "container/usr/lib/libssl.so.3");
	SSLINV_CLEANUP(sslinv_free_ptr) char *deleted = sslinv_str_format("%s (deleted)", file);
	SSLINV_CLEANUP(sslinv_free_ptr) char *expected = NULL;

	/* The root of the container is that of this machine: a link cannot say `/` and lead elsewhere. */
	put(world, "container/usr/lib/libssl.so.3", "of the container");
	put(world, "gone", "of the container once");
	add_mapping(world, "42", "container/usr/lib/libssl.so.3", file, true);
	link_to(world, "proc/42/ns/mnt", "mnt:[9]");
	link_to(world, "proc/42/root", "/");
	add_mapping(world, "43", "gone", deleted, true);
	link_to(world, "proc/43/ns/mnt", "mnt:[9]");
	/* This one has changed its root, as many daemons do; the namespace is known already. */
	link_to(world, "proc/43/root", "/var/empty");
	/* Nobody shows the root of this one. */
	add_mapping(world, "44", "gone", LIBRARY, true);
	link_to(world, "proc/44/ns/mnt", "mnt:[10]");
	link_to(world, "proc/44/root", "/var/empty");
	expected = sslinv_str_format("42 %s current -" SAME "43 %s stale -: the file was replaced\n"
				     "44 " LIBRARY " unknown -: the file cannot be seen where the process has it from\n",
				     file, file);
	assert_found(world, expected);
	/* Its parent is in the same namespace, and has not. */
	put(world, "proc/44/stat", "44 (x) S 42 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	link_to(world, "proc/44/ns/mnt", "mnt:[9]");
	link_to(world, "proc/42/ns/mnt", "mnt:[9]");
	put(world, "proc/43/maps", "");
	free(sslinv_take_ptr(expected));
	expected = sslinv_str_format("42 %s current -" SAME "44 " LIBRARY
				     " unknown -: the file cannot be seen where the process has it from\n",
				     file);
	assert_found(world, expected);
}

/* A look at it may wait for a server that is away. */
/* The view of a namespace keeps a descriptor; those of all must not take away what the reading needs. */
static void many_namespaces(void **state, rlim_t soft, rlim_t hard)
{
	struct world *world = *state;
	const struct sslinv_facts *facts = &world->facts;
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "container/usr/lib/libssl.so.3");
	SSLINV_CLEANUP(sslinv_free_ptr) char *proc = path_of(world, "proc");
	const struct rlimit limit = { soft, hard };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	size_t unseen = 0;

	put(world, "container/usr/lib/libssl.so.3", "of the container");
	for (unsigned i = 0; i < 150; i++) {
		char pid[16], name[48], text[24];

		snprintf(pid, sizeof(pid), "%u", 100 + i);
		add_mapping(world, pid, "container/usr/lib/libssl.so.3", file, true);
		snprintf(name, sizeof(name), "proc/%s/ns/mnt", pid);
		snprintf(text, sizeof(text), "mnt:[%u]", 9000 + i);
		link_to(world, name, text);
		snprintf(name, sizeof(name), "proc/%s/root", pid);
		link_to(world, name, "/");
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(sslinv_processes_read(&world->root, proc, &world->facts, &error), 0);
	assert_int_equal(facts->processes_hidden.number, 0);
	assert_int_equal(facts->processes.count, 150);
	for (size_t i = 0; i < facts->processes.count; i++)
		unseen += facts->processes.items[i].state == SSLINV_PROCESS_UNKNOWN;
	assert_int_equal(unseen > 0, soft == hard);
	assert_int_equal(facts->problems.count, 1 + (soft == hard));
	assert_string_equal(
		facts->problems.items[0].message,
		"containers run OpenSSL of their own, which is not judged here, the first in process 100 (nginx);"
		" scan each (`sslinv scan --root /proc/100/root`)");
	assert_false(facts->problems.items[0].is_failure);
	if (soft == hard)
		assert_non_null(strstr(facts->problems.items[1].message, "the limit of open files is too low"));
}

static void test_more_namespaces_than_descriptors(void **state)
{
	static const rlim_t limits[][2] = { { 100, 4096 }, { 100, 100 } };
	struct rlimit own;

	if (getrlimit(RLIMIT_NOFILE, &own) < 0 || own.rlim_max < 4096)
		skip();
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(limits); i++) {
		pid_t child = fork();
		int status;

		if (child == 0) {
			many_namespaces(state, limits[i][0], limits[i][1]);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

static void test_a_network_file_system(void **state)
{
	struct world *world = *state;

	put(world, "root/net/libssl.so.3", "x");
	put(world, "gone", "the one before");
	add_mapping(world, "42", "root/net/libssl.so.3", "/net/libssl.so.3", true);
	add_mapping(world, "43", "gone", "/net/libssl.so.3 (deleted)", true);
	put(world, "proc/42/mountinfo", "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n29 21 0:9 / /net rw - nfs s:/x rw\n");
	free(world->root.real_path);
	world->root.real_path = strdup("/");
	assert_found(world, "42 /net/libssl.so.3 unknown -: the file is on a network file system\n"
			    "43 /net/libssl.so.3 unknown -: the file is on a network file system\n");
}

static void test_what_may_not_be_read(void **state)
{
	struct world *world = *state;
	const struct sslinv_facts *facts = &world->facts;

	add_mapping(world, "42", "root" LIBRARY, LIBRARY, true);
	/* A directory cannot be read: as little as the maps of another user's process. */
	put(world, "proc/50/maps/x", "");
	put(world, "proc/50/stat", "50 (sshd) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	put(world, "proc/51/maps/x", "");
	put(world, "proc/51/stat", "51 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	put(world, "proc/52/maps/x", "");
	put(world, "proc/52/stat", "52 (gone) Z 0 0 0 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	put(world, "proc/53/maps/x", "");
	put(world, "proc/54x/maps", "");
	assert_found(world, "42 " LIBRARY " current libssl3" SAME);
	/* What has ended is known all the same. */
	assert_true(facts->processes_complete);
	assert_int_equal(facts->processes_hidden.number, 1);
	assert_int_equal(facts->hidden_pids.count, 1);
	assert_int_equal(facts->hidden_pids.items[0], 50);
	assert_int_equal(facts->problems.count, 1);
	assert_string_equal(facts->problems.items[0].message,
			    geteuid() == 0 ? "1 process may not be read, 50 (sshd)"
					   : "1 process may not be read, 50 (sshd); scan as root");
	assert_true(facts->problems.items[0].is_failure);
}

/* With hidepid=1 of proc(5) they can be counted, and not even their names can be read. */
static void test_processes_without_a_name(void **state)
{
	struct world *world = *state;

	put(world, "proc/50/maps/x", "");
	put(world, "proc/50/stat/x", "");
	put(world, "proc/60/maps/x", "");
	put(world, "proc/60/stat/x", "");
	assert_found(world, "");
	assert_string_equal(world->facts.problems.items[0].message,
			    geteuid() == 0 ? "2 processes may not be read, the first 50"
					   : "2 processes may not be read, the first 50; scan as root");
}

static void test_hidden_processes_that_cannot_be_stale(void **state)
{
	struct world *world = *state;
	const struct sslinv_facts *facts = &world->facts;

	/* The system starts long after the library was put in place. */
	put(world, "proc/stat", "btime 9000000000\n");
	put(world, "proc/50/maps/x", "");
	put(world, "proc/50/stat", "50 (sshd) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	put(world, "proc/60/maps/x", "");
	put(world, "proc/60/stat", "60 (cron) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	assert_found(world, "");
	assert_int_equal(facts->processes_hidden.number, 2);
	assert_int_equal(facts->problems.count, 1);
	assert_non_null(
		strstr(facts->problems.items[0].message, "2 processes may not be read, the first 50 (sshd); OpenSSL was"));
	assert_false(facts->problems.items[0].is_failure);
}

static void test_hidden_processes_where_a_library_is_gone(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *library = path_of(world, "root" LIBRARY);

	put(world, "proc/stat", "btime 9000000000\n");
	put(world, "proc/50/maps/x", "");
	put(world, "proc/50/stat", "50 (sshd) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	assert_int_equal(unlink(library), 0);
	assert_found(world, "");
	assert_true(world->facts.problems.items[0].is_failure);
}

/* What is in an archive is mapped from elsewhere: that there is no such file says nothing, as long as the archive is there.
 */
static void test_hidden_processes_where_an_archive_has_a_copy(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *archive = path_of(world, "root/opt/a.jar");
	struct sslinv_library *library = sslinv_array_add(&world->facts.libraries);

	assert_non_null(library);
	*library = (struct sslinv_library){ .path = "/opt/a.jar!/x.so",
					    .package = SSLINV_NO_PACKAGE,
					    .library = "OpenSSL",
					    .evidence = SSLINV_EVIDENCE_EMBEDDED };
	put(world, "root/opt/a.jar", "");
	put(world, "proc/stat", "btime 9000000000\n");
	put(world, "proc/50/maps/x", "");
	put(world, "proc/50/stat", "50 (sshd) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
	assert_found(world, "");
	assert_false(world->facts.problems.items[0].is_failure);
	assert_int_equal(unlink(archive), 0);
	world->facts.problems.count = 0;
	assert_found(world, "");
	assert_true(world->facts.problems.items[0].is_failure);
}

static void test_processes_that_are_hidden(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *first = path_of(world, "proc/1");
	SSLINV_CLEANUP(sslinv_free_ptr) char *other = path_of(world, "proc/first");

	assert_int_equal(rename(first, other), 0);
	assert_found(world, "");
	assert_false(world->facts.processes_complete);
	assert_false(world->facts.processes_hidden.is_known);
	assert_int_equal(world->facts.problems.count, 1);
}

static void test_other_roots(void **state)
{
	struct world *world = *state;

	add_mapping(world, "42", "root" LIBRARY, LIBRARY, true);
	world->root.is_host = false;
	assert_found(world, "");
	assert_false(world->facts.processes_read.is_known);
	assert_int_equal(world->facts.problems.count, 0);
	/* In a chroot. */
	world->root.is_host = true;
	link_to(world, "proc/1/root", world->scratch);
	assert_found(world, "");
	assert_false(world->facts.processes_read.is_known);
	assert_int_equal(world->facts.problems.count, 1);
	assert_false(world->facts.problems.items[0].is_failure);
	put(world, "proc/stat", "no time\n");
	assert_found(world, "");
	assert_int_equal(world->facts.problems.count, 2);
	assert_true(world->facts.problems.items[1].is_failure);
}

static void test_hostile_names(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "root/opt/libssl.so.3\nx");
	struct stat status;

	put(world, "root/opt/libssl.so.3\nx", "y");
	assert_int_equal(stat(file, &status), 0);
	add_mapping(world, "42", "root/opt/libssl.so.3\nx", "/opt/libssl.so.3\\012x", true);
	put(world, "proc/42/stat", "42 (a) S 1\n\033[2J) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 500 0 0\n");
	put(world, "proc/42/cgroup", "0::/system.slice/$(reboot).service\n");
	assert_found(world, "42 $'/opt/libssl.so.3\\nx' current -" SAME);
	assert_string_equal(world->facts.processes.items[0].command, "$'a) S 1\\n\\x1b[2J'");
	assert_null(world->facts.processes.items[0].unit);
}

static void test_maps_without_end(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str maps = { 0 };

	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(
			sslinv_str_printf(&maps, "%x-%x r-xp 0 08:01 %u /srv/%u.so\n", i * 16, i * 16 + 8, i + 5, i), 0);
	/* No line is that long. */
	for (unsigned i = 0; i < 5000; i++)
		assert_int_equal(sslinv_str_add(&maps, "/libssl.so.3\\012"), 0);
	assert_int_equal(sslinv_str_add(&maps, "\n1000-2000 r-xp 0 08:01 9 /usr/lib/libssl.so.3 (deleted)"), 0);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(sslinv_str_printf(&maps, "\n1000-2000 r-xp 0 08:01 %u /x/libssl.so.3", i + 9), 0);
	assert_int_equal(sslinv_str_add(&maps, "\n"), 0);
	add_process(world, "42", "x", maps.data);
	world->facts.processes.count = 0;
	{
		SSLINV_CLEANUP(sslinv_free_ptr) char *proc = path_of(world, "proc");
		struct sslinv_error error = SSLINV_ERROR_INIT;

		assert_int_equal(sslinv_processes_read(&world->root, proc, &world->facts, &error), 0);
	}
	assert_int_equal(world->facts.processes.count, 64);
	assert_int_equal(world->facts.processes_hidden.number, 0);
	assert_int_equal(world->facts.hidden_pids.count, 1);
	assert_int_equal(world->facts.problems.count, 1);
}

/* Users can start any number of processes, with any number of files in memory. */
static void test_more_files_than_are_told(void **state)
{
	enum { PROCESSES = 900, FILES = 64, TOLD = 50000 };
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *proc = path_of(world, "proc");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str maps = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	cpu_set_t before, one;
	char pid[16];

	for (unsigned i = 0; i < FILES; i++)
		assert_int_equal(
			sslinv_str_printf(&maps, "1000-2000 r-xp 0 08:01 %u /x/%u/libssl.so.3 (deleted)\n", i + 9, i), 0);
	for (unsigned i = 0; i < PROCESSES; i++) {
		snprintf(pid, sizeof(pid), "%u", i + 100);
		add_process(world, pid, "x", maps.data);
	}
	/* Each thread has a limit of its own: with one processor there is one. */
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	CPU_ZERO(&one);
	for (unsigned i = 0; CPU_COUNT(&one) == 0; i++)
		if (CPU_ISSET(i, &before))
			CPU_SET(i, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	world->facts.processes.count = 0;
	assert_int_equal(sslinv_processes_read(&world->root, proc, &world->facts, &error), 0);
	assert_int_equal(sched_setaffinity(0, sizeof(before), &before), 0);
	assert_in_range(world->facts.processes.count, TOLD, TOLD + FILES);
	assert_int_equal(world->facts.hidden_pids.count, PROCESSES - world->facts.processes.count / FILES);
	assert_int_equal(sslinv_facts_outcome(&world->facts), SSLINV_OUTCOME_INCOMPLETE);
	assert_string_equal(world->facts.problems.items[0].message,
			    "a process has more files of OpenSSL mapped than are told");
}

static void test_control_groups(void **state)
{
#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	static const struct {
		const char *text, *unit, *container;
	} rows[] = {
		{ "0::/system.slice/nginx.service\n", "nginx.service", "" },
		{ "0::/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", "" },
		{ "0::/system.slice/foo.service/payload/sshd.service", "foo.service", "" },
		{ "0::/init.scope\n", "init.scope", "" },
		{ "0::/user.slice/user-1000.slice/session-3.scope\n", "session-3.scope", "" },
		{ "0::/user.slice/user-1000.slice/user@1000.service/init.scope", "user@1000.service", "" },
		{ "0::/user.slice/user-1000.slice/user@1000.service/app.slice/a\\x2db.service",
		  "user@1000.service/a\\x2db.service", "" },
		{ "0::/system.slice/_user.service", "user.service", "" },
		{ "0::/", "", "" },
		{ "", "", "" },
		{ "nonsense", "", "" },
		{ "0::/system.slice/-x.service", "", "" },
		{ "0::/system.slice/a b.service", "", "" },
		{ "0::/system.slice/.service", "", "" },
		{ "0::/system.slice/cron", "", "" },
		{ "12:cpu:/\n1:name=systemd:/system.slice/ssh.service\n0::/x.scope\n", "ssh.service", "" },
		{ "12:cpu:/docker/" ID "\n1:name=systemd:/docker/" ID "\n", "", "docker 0123456789ab" },
		{ "4:memory:/docker/" ID "\n0::/\n", "", "docker 0123456789ab" },
		{ "0::/system.slice/docker-" ID ".scope\n", "", "docker 0123456789ab" },
		{ "0::/system.slice/docker-" ID ".scope/system.slice/a.service\n", "a.service", "docker 0123456789ab" },
		{ "0::/system.slice/docker.service\n", "docker.service", "" },
		{ "0::/machine.slice/libpod-" ID ".scope/container\n", "", "podman 0123456789ab" },
		{ "0::/machine.slice/libpod-conmon-" ID ".scope\n", "libpod-conmon-" ID ".scope", "" },
		{ "0::/user.slice/user-1.slice/user@1.service/user.slice/libpod-" ID ".scope/container", "",
		  "podman 0123456789ab" },
		{ "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2.slice/cri-containerd-" ID
		  ".scope",
		  "", "kubernetes 0123456789ab" },
		{ "0::/kubepods/burstable/podab-cd/" ID, "", "kubernetes 0123456789ab" },
		{ "0::/kubepods.slice/kubepods-pod1.slice/crio-" ID ".scope", "", "kubernetes 0123456789ab" },
		{ "0::/lxc.payload.web/system.slice/nginx.service", "nginx.service", "lxc web" },
		{ "0::/lxc.monitor.web", "", "" },
		{ "1:name=systemd:/lxc/web/init.scope", "init.scope", "lxc web" },
		{ "0::/machine.slice/systemd-nspawn@web.service/payload/system.slice/nginx.service", "nginx.service",
		  "nspawn web" },
		{ "0::/machine.slice/machine-web.scope/payload/init.scope", "init.scope", "nspawn web" },
		{ "0::/machine.slice/machine-qemu\\x2d1\\x2dvm.scope", "machine-qemu\\x2d1\\x2dvm.scope", "" },
		{ "0::/default/" ID, "", "container 0123456789ab" },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str unit = { 0 };
		SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str container = { 0 };

		assert_int_equal(sslinv_cgroup_parse(rows[i].text, &unit, &container), 0);
		if (strcmp(sslinv_str_text(&unit), rows[i].unit) != 0 ||
		    strcmp(sslinv_str_text(&container), rows[i].container) != 0)
			fail_msg("%s: unit '%s', container '%s'", rows[i].text, sslinv_str_text(&unit),
				 sslinv_str_text(&container));
	}
}

/* A child that has the file mapped to execute it, and sleeps. */
static pid_t map_in_child(const char *path)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		int fd = open(path, O_RDONLY);

		if (fd < 0 || mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		byte = 0;
	close(ready[0]);
	if (!byte) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return -1;
	}
	return pid;
}

/* The state of the child's library by this machine's /proc; COUNT where it is not there. */
static enum sslinv_process_state state_of(pid_t pid, const char **evidence)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	SSLINV_CLEANUP(sslinv_root_close) struct sslinv_root root = SSLINV_ROOT_INIT;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_int_equal(sslinv_root_open(&root, "/", &error), 0);
	assert_int_equal(sslinv_processes_read(&root, "/proc", &facts, &error), 0);
	for (size_t i = 0; i < facts.processes.count; i++)
		if (facts.processes.items[i].pid == (uint64_t)pid) {
			*evidence = facts.processes.items[i].evidence;
			assert_in_range(facts.processes.items[i].started, time(NULL) - 60, time(NULL) + 2);
			return facts.processes.items[i].state;
		}
	return SSLINV_PROCESS_STATE_COUNT;
}

/* In a chroot(2) no process is looked at. */
static bool sees_processes(void)
{
	struct stat first, own;

	return stat("/proc/1/root", &first) < 0 ||
	       (stat("/", &own) == 0 && first.st_dev == own.st_dev && first.st_ino == own.st_ino);
}

/* False where a child cannot have the file mapped. */
static bool replace_under_child(const struct world *world)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *file = path_of(world, "libcrypto.so.3");
	SSLINV_CLEANUP(sslinv_free_ptr) char *other = path_of(world, "other");
	const char *evidence = "";
	pid_t pid;

	put(world, "libcrypto.so.3", "a library");
	pid = map_in_child(file);
	if (pid < 0) {
		print_message("# nothing may be executed from %s\n", world->scratch);
		return false;
	}
	assert_int_equal(state_of(pid, &evidence), SSLINV_PROCESS_CURRENT);
	put(world, "other", "another library");
	assert_int_equal(rename(other, file), 0);
	assert_int_equal(state_of(pid, &evidence), SSLINV_PROCESS_STALE);
	assert_string_equal(evidence, "the file was replaced");
	assert_int_equal(unlink(file), 0);
	assert_int_equal(state_of(pid, &evidence), SSLINV_PROCESS_STALE);
	assert_string_equal(evidence, "the file was deleted, and none took its place");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(state_of(pid, &evidence), SSLINV_PROCESS_STATE_COUNT);
	return true;
}

static void test_this_machine(void **state)
{
	if (!sees_processes() || !replace_under_child(*state))
		skip();
}

/* Every row that is not current, as text. */
static void describe(const struct sslinv_facts *facts, struct sslinv_str *text)
{
	sslinv_str_reset(text);
	for (size_t i = 0; i < facts->processes.count; i++) {
		const struct sslinv_process *process = &facts->processes.items[i];

		if (process->state != SSLINV_PROCESS_CURRENT)
			assert_int_equal(sslinv_str_printf(text, "%" PRIu64 " %s %s\n", process->pid, process->library_path,
							   process->container ? process->container : "-"),
					 0);
	}
}

static int read_again(struct world *world, const char *proc)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	world->facts.processes.count = world->facts.hidden_pids.count = world->facts.problems.count = 0;
	rc = sslinv_processes_read(&world->root, proc, &world->facts, &error);
	assert_int_equal(rc, error.code);
	return rc;
}

/* Each allocation fails once: then it fails as a whole, or says that it is not complete. */
static void test_nothing_stale_is_lost_without_memory(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *proc = path_of(world, "proc");
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str whole = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str told = { 0 };
	bool has_failed = true;

	put(world, "root/opt/\x01/plugin", "a library of another name");
	add_library(world, "$'/opt/\\x01/plugin'", NULL, NULL);
	add_mapping(world, "41", "root" LIBRARY, LIBRARY, true);
	replace(world, "the library of tomorrow");
	add_mapping(world, "42", "old", LIBRARY " (deleted)", true);
	put(world, "proc/42/cgroup", "0::/machine.slice/machine-guest.scope/payload/system.slice/nginx.service\n");
	link_to(world, "proc/42/fd/3", "socket:[11]");
	put(world, "proc/42/net/tcp",
	    "   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1\n");
	put(world, "gone", "what was mapped");
	add_mapping(world, "43", "gone", "/opt/\x01/plugin (deleted)", true);
	assert_int_equal(read_again(world, proc), 0);
	describe(&world->facts, &whole);
	print_message("# %s", whole.data);
	for (size_t count = 0; has_failed; count++) {
		int rc;

		memory_fails_after(count);
		rc = read_again(world, proc);
		has_failed = memory_has_failed();
		assert_true(rc == 0 || has_failed);
		describe(&world->facts, &told);
		if (rc == 0 && strcmp(told.data, whole.data) != 0 &&
		    sslinv_facts_outcome(&world->facts) == SSLINV_OUTCOME_COMPLETE)
			fail_msg("allocation %zu fails, and all looks whole:\n%s", count, told.data);
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_a_process_is),
		TEST(test_a_file_that_was_replaced),
		TEST(test_a_file_of_the_same_contents),
		TEST(test_a_file_that_is_too_large),
		TEST(test_a_file_of_the_same_build),
		TEST(test_a_file_that_is_gone),
		TEST(test_a_file_that_is_called_deleted),
		TEST(test_a_file_that_was_renamed),
		TEST(test_a_soname_that_leads_elsewhere),
		TEST(test_devices_that_cannot_be_compared),
		TEST(test_what_is_no_library),
		TEST(test_what_the_scan_knows),
		TEST(test_what_was_known_before),
		TEST(test_a_file_that_was_changed_in_place),
		TEST(test_another_mount_namespace),
		TEST(test_more_namespaces_than_descriptors),
		TEST(test_a_network_file_system),
		TEST(test_what_may_not_be_read),
		TEST(test_processes_without_a_name),
		TEST(test_processes_that_are_hidden),
		TEST(test_hidden_processes_that_cannot_be_stale),
		TEST(test_hidden_processes_where_a_library_is_gone),
		TEST(test_hidden_processes_where_an_archive_has_a_copy),
		TEST(test_other_roots),
		TEST(test_hostile_names),
		TEST(test_maps_without_end),
		TEST(test_more_files_than_are_told),
		TEST(test_control_groups),
		TEST(test_this_machine),
		TEST(test_nothing_stale_is_lost_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
