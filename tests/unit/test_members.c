/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Native code inside archives: what is found, whose it is, and what damaged and hostile archives get. libarchive writes
 * them. */
#include "elf_writer.h"
#include "link_helper.h"

#include <archive.h>
#include <archive_entry.h>

#include "link/members.h"

/* A file in memory. */
struct bytes {
	unsigned char *data; /* malloc'ed */
	size_t size;
};

static struct bytes read_bytes(const char *path)
{
	struct bytes bytes = { malloc(1 << 22), 0 };
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	assert_non_null(bytes.data);
	bytes.size = fread(bytes.data, 1, 1 << 22, file);
	fclose(file);
	return bytes;
}

/* The bytes of a library with OpenSSL 3.0.19 inside, and of a plugin that needs libssl.so.3. */
static struct bytes copy_of(const struct world *world, bool is_embedded)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/scratch/x", world->top);
	struct bytes bytes;

	if (is_embedded) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *from = sslinv_str_format("%s/made", world->tree);

		put_embedded(world, "/made");
		bytes = read_bytes(from);
		assert_int_equal(unlink(from), 0);
		return bytes;
	}
	put_elf(world->top, "scratch/x", &(struct elf_spec){ X86_64, .needed = { "libssl.so.3" } });
	return read_bytes(path);
}

struct member {
	const char *name;
	const struct bytes *bytes;
};

/* A ZIP archive of members up to the first without a name. The caller frees. */
static struct bytes zip(const struct member *members, bool is_stored)
{
	struct archive *archive = archive_write_new();
	struct bytes bytes = { malloc(1 << 23), 0 };

	assert_int_equal(archive_write_set_format_zip(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_set_options(archive, is_stored ? "zip:compression=store" : "zip:compression=deflate"),
			 0);
	assert_int_equal(archive_write_set_bytes_in_last_block(archive, 1), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(archive, bytes.data, 1 << 23, &bytes.size), ARCHIVE_OK);
	for (; members->name; members++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, members->name);
		archive_entry_set_size(entry, (la_int64_t)members->bytes->size);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(archive, members->bytes->data, members->bytes->size),
				 (la_ssize_t)members->bytes->size);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
	return bytes;
}

static void put_zip(const struct world *world, const char *path, const struct member *members, bool is_stored)
{
	struct bytes bytes = zip(members, is_stored);

	put_file(world->top, path, bytes.data, bytes.size);
	free(bytes.data);
}

static void copies_in_archives_are_found(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "libnetty-java");
	struct bytes copy = copy_of(world, true), plugin = copy_of(world, false),
		     text = { (unsigned char *)strdup("text"), 4 };
	struct bytes inner, middle;

	put_zip(world, "root/opt/a.jar",
		(struct member[]){ { "META-INF/MANIFEST.MF", &text },
				   { "META-INF/native/libx.so", &copy },
				   { "META-INF/native/notes.source", &copy },
				   { "META-INF/native/liby.so.1", &plugin },
				   { "windows/x.so.txt", &text },
				   { 0 } },
		false);
	/* Programs that unpack themselves stand before their archive. */
	inner = zip((struct member[]){ { "lib/libin.so", &copy }, { 0 } }, true);
	put_zip(world, "root/usr/share/java/owned.jar", (struct member[]){ { "o.so", &copy }, { 0 } }, false);
	own(world, package, "/usr/share/java/owned.jar");
	middle = zip((struct member[]){ { "BOOT-INF/lib/in.jar", &inner }, { 0 } }, false);
	put_zip(world, "root/srv/stored.WAR",
		(struct member[]){ { "WEB-INF/lib/in.jar", &inner }, { "m.jar", &middle }, { 0 } }, true);
	{
		struct bytes whole = { malloc(inner.size + 100), inner.size + 100 };

		memset(whole.data, '#', 100);
		memcpy(whole.data + 100, inner.data, inner.size);
		put_file(world->top, "root/srv/prefix.pex", whole.data, whole.size);
		free(whole.data);
	}
	/* Neither archives, nor of a name that anything loads code from. */
	put_text(world->top, "root/srv/no.jar",
		 "PK\003\004 but nothing more of one than that, though it is long enough for one");
	put_file(world->top, "root/srv/data.zip", inner.data, inner.size);
	put_crypto(world, "/usr/lib/libcrypto.so.3");
	put_elf(world->top, "root/usr/lib/libssl.so.3", &ssl_spec);
	link_all(world);
	assert_libraries(world, "/opt/a.jar!/META-INF/native/libx.so - - 3.0.19\n"
				"/srv/prefix.pex!/lib/libin.so - - 3.0.19\n"
				"/srv/stored.WAR!/WEB-INF/lib/in.jar!/lib/libin.so - - 3.0.19\n"
				"/srv/stored.WAR!/m.jar!/BOOT-INF/lib/in.jar!/lib/libin.so - - 3.0.19\n"
				"/usr/lib/libcrypto.so.3 - libcrypto.so.3 3.0.19\n"
				"/usr/lib/libssl.so.3 - libssl.so.3 3.0.19\n"
				"/usr/share/java/owned.jar!/o.so libnetty-java - 3.0.19\n");
	assert_problems(world, "");
	assert_true(world->facts.packages.items[package].is_provider);
	for (size_t i = 0; i < world->facts.linkages.count; i++) {
		const struct sslinv_linkage *linkage = &world->facts.linkages.items[i];

		/* It may be unpacked anywhere, and get another one there. */
		if (strcmp(linkage->path, "/opt/a.jar!/META-INF/native/liby.so.1") == 0) {
			assert_string_equal(linkage->provider_path, "/usr/lib/libssl.so.3");
			assert_int_equal(linkage->confidence, SSLINV_CONFIDENCE_LIKELY);
		}
	}
	forget_facts(world);
	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	package = add_package(world, "libnetty-java");
	own(world, package, "/usr/share/java/owned.jar");
	link_all(world);
	assert_libraries(world, "/usr/share/java/owned.jar!/o.so libnetty-java - 3.0.19\n");
	free(copy.data);
	free(plugin.data);
	free(text.data);
	free(inner.data);
	free(middle.data);
}

/* Code for a system that this one is not needs what is not here: no finding, as it is never loaded. */
static void what_nobody_provides_is_not_missed_in_archives(void **state)
{
	struct world *world = *state;
	struct bytes plugin = copy_of(world, false);

	put_zip(world, "root/opt/a.jar", (struct member[]){ { "liby.so", &plugin }, { 0 } }, false);
	link_all(world);
	assert_linkages(world, "");
	free(plugin.data);
}

/* The archive with one of its bytes, or some of them, changed; the scan says what is wrong. */
static void assert_told(struct world *world, const struct bytes *archive, size_t at, const void *bytes, size_t size,
			const char *message)
{
	unsigned char *copy = malloc(archive->size);
	SSLINV_CLEANUP(sslinv_free_ptr) char *expected = sslinv_str_format("walk /opt/a.jar %s !\n", message);

	memcpy(copy, archive->data, archive->size);
	memcpy(copy + at, bytes, size);
	put_file(world->top, "root/opt/a.jar", copy, archive->size);
	free(copy);
	forget_facts(world);
	link_all(world);
	assert_libraries(world, "");
	assert_problems(world, expected);
	assert_false(world->facts.walk_complete);
}

/* The place of the first member in the central directory. */
static size_t directory_of(const struct bytes *archive)
{
	const unsigned char *end = archive->data + archive->size - 22;

	assert_memory_equal(end, "PK\005\006", 4);
	return (size_t)(end[16] | end[17] << 8 | end[18] << 16);
}

static void damaged_archives_are_told(void **state)
{
	struct world *world = *state;
	struct bytes copy = copy_of(world, true), archive = zip((struct member[]){ { "x.so", &copy }, { 0 } }, false);
	size_t member = directory_of(&archive), end = archive.size - 22;
	static const unsigned char more[4] = { 0xff, 0xff, 0xff, 0x10 }, one[4] = { 1 }, all[4] = { 0xff, 0xff, 0xff, 0xff };

#define DAMAGED "the ZIP archive is damaged: "
	assert_told(world, &archive, member + 10, "\x0c", 1, "a member of the ZIP archive is packed by method 12");
	assert_told(world, &archive, member + 8, "\x09", 1, "a member of the ZIP archive is encrypted");
	assert_told(world, &archive, member + 16, "\0\0\0\0", 4, DAMAGED "a member is not what its directory says");
	assert_told(world, &archive, member + 24, one, 4, DAMAGED "a member is larger than its directory says");
	assert_told(
		world, &archive, member + 24, more, 4,
		"the ZIP archive has a larger member than is looked into; unpack it elsewhere and scan that with --root");
	assert_told(world, &archive, member + 24, all, 4, DAMAGED "the size of a member is missing");
	assert_told(world, &archive, member + 20, more, 4, DAMAGED "a member does not lie in it");
	assert_told(world, &archive, member + 42, more, 4, DAMAGED "it points past its end");
	assert_told(world, &archive, member + 42, one, 4, DAMAGED "a member is not where its directory says");
	assert_told(world, &archive, member + 32, "\xff\xff", 2, DAMAGED "its directory is cut off");
	assert_told(world, &archive, member, "QK", 2, DAMAGED "its directory holds something else");
	assert_told(world, &archive, end + 12, more, 4, "the directory of the ZIP archive is larger than 32 MiB");
	assert_told(world, &archive, end + 16, more, 4, DAMAGED "its directory lies outside of it");
	assert_told(world, &archive, end + 16, all, 4, DAMAGED "its large directory cannot be found");
	assert_told(world, &archive, 100, "\xff\xff\xff\xff\xff\xff", 6, DAMAGED "a member cannot be unpacked");
	free(copy.data);
	free(archive.data);
}

/* Whatever byte of the archive is changed, and wherever it ends: no crash, and a copy that is not found is told. */
static void no_damage_hides_a_copy(void **state)
{
	struct world *world = *state;
	struct bytes copy = copy_of(world, true), archive = zip((struct member[]){ { "x.so", &copy }, { 0 } }, false);
	size_t member = directory_of(&archive);

	for (size_t at = 0; at < archive.size; at += at >= 60 && at < member - 60 ? 37 : 1) {
		archive.data[at] ^= 0x55;
		put_file(world->top, "root/opt/a.jar", archive.data, archive.size);
		archive.data[at] ^= 0x55;
		forget_facts(world);
		link_all(world);
		/* Another name is another file, and without a mark of its end it is no archive: for Java neither. */
		if (world->facts.libraries.count == 0 && world->facts.problems.count == 0)
			assert_true((at >= member + 46 && at < member + 50) || at >= archive.size - 22);
	}
	for (size_t size = 0; size < archive.size; size += size < archive.size - 100 ? 97 : 1) {
		put_file(world->top, "root/opt/a.jar", archive.data, size);
		forget_facts(world);
		link_all(world);
		assert_int_equal(world->facts.libraries.count, 0);
	}
	free(copy.data);
	free(archive.data);
}

/* A directory that names one member very often, and archives in archives without end. */
static void bombs_end_at_the_limits(void **state)
{
	struct world *world = *state;
	struct bytes copy = copy_of(world, true), archive = zip((struct member[]){ { "x.so", &copy }, { 0 } }, false);
	size_t member = directory_of(&archive), length = archive.size - 22 - member, count = SSLINV_MEMBERS_MAX_NATIVE + 10;
	struct bytes bomb = { malloc(member + length * count + 22), 0 };
	uint32_t size = (uint32_t)(length * count);

	memcpy(bomb.data, archive.data, member);
	for (size_t i = 0; i < count; i++)
		memcpy(bomb.data + member + i * length, archive.data + member, length);
	memcpy(bomb.data + member + size, archive.data + member + length, 22);
	for (int i = 0; i < 4; i++)
		bomb.data[member + size + 12 + (size_t)i] = (unsigned char)(size >> (8 * i));
	bomb.size = member + size + 22;
	put_file(world->top, "root/opt/a.jar", bomb.data, bomb.size);
	link_all(world);
	assert_problems(world,
			"walk /opt/a.jar the ZIP archive has more native code than is looked into; unpack it elsewhere and"
			" scan that with --root !\n");
	for (int i = 0; i < 5; i++) {
		struct bytes outer = zip((struct member[]){ { "in.jar", &archive }, { 0 } }, true);

		free(archive.data);
		archive = outer;
	}
	put_file(world->top, "root/opt/a.jar", archive.data, archive.size);
	forget_facts(world);
	link_all(world);
	assert_problems(world,
			"walk /opt/a.jar the ZIP archive has archives deeper in it than is looked into; unpack it elsewhere"
			" and scan that with --root !\n");
	free(copy.data);
	free(archive.data);
	free(bomb.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(copies_in_archives_are_found, make_world, free_world),
		cmocka_unit_test_setup_teardown(what_nobody_provides_is_not_missed_in_archives, make_world, free_world),
		cmocka_unit_test_setup_teardown(damaged_archives_are_told, make_world, free_world),
		cmocka_unit_test_setup_teardown(no_damage_hides_a_copy, make_world, free_world),
		cmocka_unit_test_setup_teardown(bombs_end_at_the_limits, make_world, free_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
