/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file cache: what it keeps, what it forgets, and that nothing false is ever read out of it. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "elf_writer.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "elf/file_cache.h"

/* Long ago, so that it has settled. */
#define CHANGED INT64_C(1700000000000000000)

static struct sslinv_file_key key_of(uint64_t device, uint64_t inode)
{
	return (struct sslinv_file_key){ device, inode, 4096, CHANGED - 5, CHANGED };
}

static struct sslinv_elf_file file_of(uint64_t device, uint64_t inode)
{
	static const char *needed[] = { "libssl.so.3", "libcrypto.so.3" };
	static struct sslinv_elf_dlopen notes[] = { { "libcrypto.so.3", "suggested", 1 }, { "libssl.so.3", NULL, 7 } };

	return (struct sslinv_elf_file){
		.key = key_of(device, inode),
		.elf = { .is_elf = true,
			 .is_64bit = true,
			 .is_big_endian = true,
			 .type = ET_DYN,
			 .machine = EM_S390,
			 .flags = UINT32_MAX,
			 .has_dynamic = true,
			 .is_pie = true,
			 .no_default_lib = true,
			 .is_prelinked = true,
			 .has_interp = true,
			 .interp = "/lib/ld64.so.1",
			 .soname = "libx.so",
			 .rpath = "",
			 .runpath = "$ORIGIN/../lib\xff",
			 .needed = needed,
			 .needed_count = 2,
			 .optional_count = 1,
			 .dlopens = notes,
			 .dlopen_count = 2,
			 .defines_openssl = true },
		.ident = { .kind = SSLINV_LIBRARY_AWS_LC,
			   .version = "1.0.2k",
			   .version_text = "OpenSSL 1.0.2k",
			   .own_code = 7 },
	};
}

static char *place;

static int make(void **state)
{
	char *top = scratch_make();

	*state = top;
	place = sslinv_str_format("%s/cache", top);
	return 0;
}

static int unmake(void **state)
{
	free(place);
	scratch_remove(*state);
	return 0;
}

static struct sslinv_file_cache *load(void)
{
	struct sslinv_file_cache *cache = sslinv_file_cache_load(place, 0);

	assert_non_null(cache);
	return cache;
}

static void save(struct sslinv_file_cache *cache, bool whole)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	if (sslinv_file_cache_save(cache, whole, &error) < 0)
		fail_msg("%s", error.message);
	sslinv_file_cache_free(&cache);
}

static void add_unrelated(struct sslinv_file_cache *cache, uint64_t device, uint64_t inode)
{
	const struct sslinv_file_key key = key_of(device, inode);

	assert_int_equal(sslinv_file_cache_add(cache, &key, NULL), 0);
}

static void add_related(struct sslinv_file_cache *cache, uint64_t device, uint64_t inode)
{
	const struct sslinv_elf_file file = file_of(device, inode);

	assert_int_equal(sslinv_file_cache_add(cache, &file.key, &file), 0);
}

static enum sslinv_file_known find(struct sslinv_file_cache *cache, uint64_t device, uint64_t inode)
{
	const struct sslinv_file_key key = key_of(device, inode);
	const struct sslinv_elf_file *known = NULL;

	return sslinv_file_cache_find(cache, &key, &known);
}

/* Two of each kind on two devices. */
static void fill(void)
{
	struct sslinv_file_cache *cache = load();

	for (uint64_t device = 1; device <= 2; device++)
		for (uint64_t inode = 10; inode <= 11; inode++) {
			add_unrelated(cache, device, inode);
			add_related(cache, device, inode + 10);
		}
	save(cache, true);
}

static void what_is_noted_comes_back(void **state)
{
	const struct sslinv_file_key key = key_of(1, 20);
	const struct sslinv_elf_file given = file_of(1, 20), *known = NULL;
	struct sslinv_file_cache *cache;
	struct sslinv_file_key other;
	struct stat status;

	(void)state;
	fill();
	assert_int_equal(stat(place, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	cache = load();
	assert_int_equal(find(cache, 1, 10), SSLINV_FILE_UNRELATED);
	assert_int_equal(find(cache, 2, 11), SSLINV_FILE_UNRELATED);
	assert_int_equal(find(cache, 1, 12), SSLINV_FILE_NEW);
	assert_int_equal(sslinv_file_cache_find(cache, &key, &known), SSLINV_FILE_RELATED);
	assert_true(sslinv_file_key_compare(&known->key, &key) == 0);
	assert_true(known->elf.is_elf && known->elf.is_64bit && known->elf.is_big_endian && known->elf.has_dynamic);
	assert_true(known->elf.is_prelinked);
	assert_true(known->elf.is_pie && known->elf.no_default_lib && known->elf.has_interp && known->elf.defines_openssl);
	assert_int_equal(known->elf.type, ET_DYN);
	assert_int_equal(known->elf.machine, EM_S390);
	assert_int_equal(known->elf.flags, UINT32_MAX);
	assert_string_equal(known->elf.interp, given.elf.interp);
	assert_string_equal(known->elf.soname, given.elf.soname);
	assert_string_equal(known->elf.rpath, "");
	assert_string_equal(known->elf.runpath, given.elf.runpath);
	assert_int_equal(known->elf.needed_count, 2);
	assert_string_equal(known->elf.needed[1], "libcrypto.so.3");
	assert_int_equal(known->elf.dlopen_count, 2);
	assert_string_equal(known->elf.dlopens[0].soname, "libcrypto.so.3");
	assert_string_equal(known->elf.dlopens[0].priority, "suggested");
	assert_null(known->elf.dlopens[1].priority);
	assert_int_equal(known->elf.dlopens[1].group, 7);
	assert_int_equal(known->elf.optional_count, 1);
	assert_int_equal(known->ident.kind, SSLINV_LIBRARY_AWS_LC);
	assert_string_equal(known->ident.version, "1.0.2k");
	assert_string_equal(known->ident.version_text, "OpenSSL 1.0.2k");
	assert_int_equal(known->ident.own_code, 7);
	/* Another number anywhere is another file. */
	for (int i = 0; i < 5; i++) {
		other = key_of(1, 10);
		other.device += i == 0 ? 50 : 0;
		other.inode += i == 1 ? 50 : 0;
		other.size += i == 2;
		other.modified += i == 3;
		other.changed += i == 4;
		assert_int_equal(sslinv_file_cache_find(cache, &other, &known), SSLINV_FILE_NEW);
	}
	sslinv_file_cache_free(&cache);
	assert_null(cache);
	sslinv_file_cache_free(&cache);
}

/* Every seventh byte damaged, and a cut at each: as if there were no cache, or all of it as it was. */
static void damage_makes_it_empty(void **state)
{
	struct stat status;
	char *bytes;
	int fd;

	(void)state;
	fill();
	assert_int_equal(stat(place, &status), 0);
	bytes = malloc((size_t)status.st_size + 100);
	assert_non_null(bytes);
	memset(bytes, 0, (size_t)status.st_size + 100);
	fd = open(place, O_RDONLY);
	assert_int_equal(read(fd, bytes, (size_t)status.st_size), status.st_size);
	close(fd);
	for (off_t at = 0; at < status.st_size; at += 7) {
		for (int kind = 0; kind < 3; kind++) {
			char saved = bytes[at];
			size_t length = kind == 1 ? (size_t)at : (size_t)status.st_size;
			struct sslinv_file_cache *cache;

			if (kind != 1)
				bytes[at] = (char)(kind == 0 ? ~saved : saved ^ 1);
			fd = open(place, O_WRONLY | O_TRUNC);
			assert_int_equal(write(fd, bytes, length), length);
			close(fd);
			bytes[at] = saved;
			cache = load();
			assert_int_equal(find(cache, 1, 10), SSLINV_FILE_NEW);
			assert_int_equal(find(cache, 2, 21), SSLINV_FILE_NEW);
			sslinv_file_cache_free(&cache);
		}
	}
	/* As it was, and more than it says. */
	for (size_t more = 0; more <= 100; more += 100) {
		struct sslinv_file_cache *cache;

		fd = open(place, O_WRONLY | O_TRUNC);
		assert_int_equal(write(fd, bytes, (size_t)status.st_size + more), (size_t)status.st_size + more);
		close(fd);
		cache = load();
		assert_int_equal(find(cache, 1, 10), more ? SSLINV_FILE_NEW : SSLINV_FILE_UNRELATED);
		sslinv_file_cache_free(&cache);
	}
	free(bytes);
}

static void assert_ignored(bool ignored)
{
	struct sslinv_file_cache *cache = load();

	assert_int_equal(find(cache, 1, 10), ignored ? SSLINV_FILE_NEW : SSLINV_FILE_UNRELATED);
	sslinv_file_cache_free(&cache);
}

static void what_others_can_write_is_ignored(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *real = sslinv_str_format("%s.real", place);

	(void)state;
	fill();
	assert_int_equal(chmod(place, 0660), 0);
	assert_ignored(true);
	assert_int_equal(chmod(place, 0602), 0);
	assert_ignored(true);
	assert_int_equal(chmod(place, 0644), 0);
	assert_ignored(false);
	if (geteuid() == 0) {
		assert_int_equal(chown(place, 65534, 65534), 0);
		assert_ignored(true);
		assert_int_equal(chown(place, 0, 0), 0);
	} else {
		print_message("only root can give a file away\n");
	}
	assert_int_equal(rename(place, real), 0);
	assert_ignored(true);
	assert_int_equal(symlink(real, place), 0);
	assert_ignored(true);
	assert_int_equal(unlink(place), 0);
	assert_int_equal(mkfifo(place, 0600), 0);
	assert_ignored(true);
	assert_int_equal(unlink(place), 0);
	assert_int_equal(mkdir(place, 0700), 0);
	assert_ignored(true);
	assert_int_equal(rmdir(place), 0);
	assert_int_equal(rename(real, place), 0);
	assert_ignored(false);
}

/* Which of fill()'s files are kept by a scan that has seen only some of them. */
static void what_was_not_seen_is_kept_or_not(void **state)
{
	static const struct {
		bool whole;
		uint64_t seen_device, seen_inode; /* 0: none */
		bool kept[8];                     /* 1/10 1/11 1/20 1/21 2/10 2/11 2/20 2/21 */
	} cases[] = {
		{ false, 1, 10, { 1, 1, 1, 1, 1, 1, 1, 1 } }, { true, 1, 10, { 1, 0, 0, 0, 1, 1, 1, 1 } },
		{ true, 1, 21, { 0, 0, 0, 1, 1, 1, 1, 1 } },  { true, 2, 20, { 1, 1, 1, 1, 0, 0, 1, 0 } },
		{ true, 1, 12, { 0, 0, 0, 0, 1, 1, 1, 1 } }, /* a new file on it */
		{ true, 0, 0, { 1, 1, 1, 1, 1, 1, 1, 1 } },   { false, 0, 0, { 1, 1, 1, 1, 1, 1, 1, 1 } },
	};
	static const uint64_t inodes[] = { 10, 11, 20, 21 };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_file_cache *cache;

		unlink(place);
		fill();
		cache = load();
		if (cases[i].seen_device && find(cache, cases[i].seen_device, cases[i].seen_inode) == SSLINV_FILE_NEW)
			add_unrelated(cache, cases[i].seen_device, cases[i].seen_inode);
		save(cache, cases[i].whole);
		cache = load();
		for (size_t k = 0; k < 8; k++)
			if ((find(cache, k / 4 + 1, inodes[k % 4]) != SSLINV_FILE_NEW) != cases[i].kept[k])
				fail_msg("case %zu, file %zu", i, k);
		sslinv_file_cache_free(&cache);
	}
}

static void nothing_new_is_nothing_written(void **state)
{
	struct sslinv_file_cache *cache;
	struct stat before, after;

	(void)state;
	fill();
	assert_int_equal(stat(place, &before), 0);
	cache = load();
	for (uint64_t device = 1; device <= 2; device++)
		for (uint64_t inode = 10; inode <= 11; inode++) {
			assert_int_equal(find(cache, device, inode), SSLINV_FILE_UNRELATED);
			assert_int_equal(find(cache, device, inode + 10), SSLINV_FILE_RELATED);
		}
	save(cache, true);
	assert_int_equal(stat(place, &after), 0);
	assert_int_equal(after.st_ino, before.st_ino);
	/* A cache without a place is none. */
	cache = sslinv_file_cache_load(NULL, 0);
	assert_non_null(cache);
	add_unrelated(cache, 1, 1);
	assert_int_equal(find(cache, 1, 1), SSLINV_FILE_NEW);
	save(cache, true);
}

/* A link met twice is noted once. */
static void hard_links_are_one_file(void **state)
{
	struct sslinv_file_cache *cache = load();
	struct stat once, twice;

	(void)state;
	add_unrelated(cache, 1, 1);
	add_related(cache, 1, 2);
	save(cache, true);
	assert_int_equal(stat(place, &once), 0);
	unlink(place);
	cache = load();
	for (int i = 0; i < 2; i++) {
		add_unrelated(cache, 1, 1);
		add_related(cache, 1, 2);
	}
	save(cache, true);
	assert_int_equal(stat(place, &twice), 0);
	assert_int_equal(twice.st_size, once.st_size);
	cache = load();
	for (int i = 0; i < 2; i++) {
		assert_int_equal(find(cache, 1, 1), SSLINV_FILE_UNRELATED);
		assert_int_equal(find(cache, 1, 2), SSLINV_FILE_RELATED);
	}
	sslinv_file_cache_free(&cache);
}

/* What changed a moment ago may change again without a trace; what has a time in the future too. */
static void fresh_files_are_not_noted(void **state)
{
	static const struct {
		int64_t age; /* nanoseconds */
		bool noted;
	} cases[] = { { 0, false }, { 1000000000, false }, { -INT64_C(3600000000000), false }, { 4000000000, true } };

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		struct sslinv_file_cache *cache = load();
		const struct sslinv_elf_file *known;
		struct sslinv_elf_file file = file_of(3, 2);
		struct sslinv_file_key key = key_of(3, 1);
		struct timespec now;

		clock_gettime(CLOCK_REALTIME, &now);
		key.changed = file.key.changed = now.tv_sec * INT64_C(1000000000) + now.tv_nsec - cases[i].age;
		assert_int_equal(sslinv_file_cache_add(cache, &key, NULL), 0);
		assert_int_equal(sslinv_file_cache_add(cache, &file.key, &file), 0);
		save(cache, true);
		cache = load();
		assert_int_equal(sslinv_file_cache_find(cache, &key, &known) == SSLINV_FILE_UNRELATED, cases[i].noted);
		assert_int_equal(sslinv_file_cache_find(cache, &file.key, &known) == SSLINV_FILE_RELATED, cases[i].noted);
		sslinv_file_cache_free(&cache);
	}
}

/* More keys than slots at first, many of them alike in all but one number. */
static void many_alike_are_told_apart(void **state)
{
	const struct sslinv_elf_file *known;
	struct sslinv_file_cache *cache = load();

	(void)state;
	for (uint64_t i = 0; i < 20000; i++) {
		struct sslinv_file_key key = key_of(i % 4, i / 4 % 50);

		key.size = i / 200;
		assert_int_equal(sslinv_file_cache_add(cache, &key, NULL), 0);
	}
	save(cache, true);
	cache = load();
	for (uint64_t i = 0; i < 20000; i++) {
		struct sslinv_file_key key = key_of(i % 4, i / 4 % 50);

		key.size = i / 200;
		assert_int_equal(sslinv_file_cache_find(cache, &key, &known), SSLINV_FILE_UNRELATED);
		key.size += 100;
		assert_int_equal(sslinv_file_cache_find(cache, &key, &known), SSLINV_FILE_NEW);
	}
	sslinv_file_cache_free(&cache);
}

/* A file that asks for a thousand libraries, or for ones with names of megabytes, is no reason to end the scan. */
static void immodest_files_are_read_anew(void **state)
{
	static const char *needed[1001];
	struct sslinv_elf_file many = file_of(1, 1), longest = file_of(1, 2);
	struct sslinv_file_cache *cache = load();
	char *path = malloc(5u << 20);

	(void)state;
	assert_non_null(path);
	memset(path, 'x', (5u << 20) - 1);
	path[(5u << 20) - 1] = '\0';
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(needed); i++)
		needed[i] = "libssl.so.3";
	many.elf.needed = needed;
	many.elf.needed_count = SSLINV_ARRAY_SIZE(needed);
	longest.elf.rpath = path;
	assert_int_equal(sslinv_file_cache_add(cache, &many.key, &many), 0);
	assert_int_equal(sslinv_file_cache_add(cache, &longest.key, &longest), 0);
	many.elf.needed_count = 1000;
	many.key.inode = 3;
	assert_int_equal(sslinv_file_cache_add(cache, &many.key, &many), 0);
	add_unrelated(cache, 1, 4);
	save(cache, true);
	free(path);
	cache = load();
	assert_int_equal(find(cache, 1, 1), SSLINV_FILE_NEW);
	assert_int_equal(find(cache, 1, 2), SSLINV_FILE_NEW);
	assert_int_equal(find(cache, 1, 3), SSLINV_FILE_RELATED);
	assert_int_equal(find(cache, 1, 4), SSLINV_FILE_UNRELATED);
	sslinv_file_cache_free(&cache);
}

/* The images of which no ctime can be believed, by their numbers in statfs(2), and some that keep one. */
static void file_systems_of_images_are_not_trusted(void **state)
{
	static const struct {
		uint32_t type;
		bool trusted;
	} cases[] = {
		{ 0x73717368, false },                    /* squashfs */
		{ 0xe0f5e1e2, false },                    /* erofs */
		{ 0x28cd3d45, false },                    /* cramfs, of either byte order */
		{ 0x453dcd28, false }, { 0x9660, false }, /* iso9660 */
		{ 0x7275, false },                        /* romfs */
		{ 0xef53, true },                         /* ext4 */
		{ 0x58465342, true },                     /* xfs */
		{ 0x9123683e, true },                     /* btrfs */
		{ 0x01021994, true },                     /* tmpfs */
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		assert_int_equal(sslinv_file_trust_type(cases[i].type), cases[i].trusted);
}

/* What is known of a device is asked of a file on it, once. */
static void devices_are_asked_once(void **state)
{
	struct sslinv_file_trust trust = { 0 };
	struct stat status;
	int directory = open(*state, O_PATH | O_DIRECTORY | O_CLOEXEC);

	fill();
	assert_true(directory >= 0);
	assert_int_equal(fstatat(directory, "cache", &status, 0), 0);
	/* A file that is not there, and one that is of another device than it was said, tell nothing. */
	assert_false(sslinv_file_trust_ask(&trust, directory, "nothing", status.st_dev));
	assert_false(sslinv_file_trust_ask(&trust, directory, "cache", status.st_dev + 1));
	assert_false(sslinv_file_trust_is_denied(&trust, status.st_dev));
	assert_false(sslinv_file_trust_is_denied(&trust, status.st_dev + 1));
	/* A scratch directory is on no image, as it can be written; now no file has to be there any more. */
	assert_true(sslinv_file_trust_ask(&trust, directory, "cache", status.st_dev));
	assert_true(sslinv_file_trust_ask(&trust, -1, "nothing", status.st_dev));
	assert_false(sslinv_file_trust_is_denied(&trust, status.st_dev));
	close(directory);
	/* With no room left every file is asked. */
	for (size_t i = 0; i < SSLINV_FILE_TRUST_DEVICES; i++)
		trust.devices[i] = (uint64_t)(i + 1) << 50 | 1;
	directory = open(*state, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_true(sslinv_file_trust_ask(&trust, directory, "cache", status.st_dev));
	assert_false(sslinv_file_trust_ask(&trust, directory, "nothing", status.st_dev));
	assert_true(sslinv_file_trust_is_denied(&trust, UINT64_C(1) << 48));
	assert_false(sslinv_file_trust_ask(&trust, directory, "cache", UINT64_C(1) << 48));
	close(directory);
}

/* A file of a device that is known not to be trusted is not noted. */
static void files_of_images_are_not_noted(void **state)
{
	struct sslinv_file_cache *cache = load();

	(void)state;
	sslinv_file_cache_trust(cache)->devices[0] = 7 << 2 | 1;
	add_unrelated(cache, 7, 1);
	add_unrelated(cache, 8, 1);
	save(cache, true);
	cache = load();
	assert_int_equal(find(cache, 7, 1), SSLINV_FILE_NEW);
	assert_int_equal(find(cache, 8, 1), SSLINV_FILE_UNRELATED);
	sslinv_file_cache_free(&cache);
}

static void what_cannot_be_written_is_told(void **state)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;
	struct sslinv_file_cache *cache;
	char *output;

	fill();
	cache = sslinv_file_cache_load("/proc/nowhere/cache", 0);
	assert_non_null(cache);
	add_unrelated(cache, 1, 1);
	assert_int_equal(sslinv_file_cache_save(cache, true, &error), SSLINV_E_SYSTEM);
	assert_non_null(strstr(error.message, "/proc/nowhere/cache"));
	sslinv_file_cache_free(&cache);
	/* And no temporary file is left beside a good one. */
	assert_int_equal(run_command(&output, "ls '%s'", (const char *)*state), 0);
	assert_string_equal(output, "cache\n");
	free(output);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)
	const struct CMUnitTest tests[] = {
		TEST(what_is_noted_comes_back),         TEST(damage_makes_it_empty),
		TEST(what_others_can_write_is_ignored), TEST(what_was_not_seen_is_kept_or_not),
		TEST(nothing_new_is_nothing_written),   TEST(hard_links_are_one_file),
		TEST(fresh_files_are_not_noted),        TEST(many_alike_are_told_apart),
		TEST(immodest_files_are_read_anew),     TEST(file_systems_of_images_are_not_trusted),
		TEST(devices_are_asked_once),           TEST(files_of_images_are_not_noted),
		TEST(what_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
