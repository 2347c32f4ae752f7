/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of sources: what comes with the program, what a site changes, what hosts need, and every damage that a file may
 * have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "sources/sources.h"

#define NAMESPACE "urn:sslinv:sources:1"

static char directory[64];

static int make_directory(void **state)
{
	(void)state;
	snprintf(directory, sizeof(directory), "%s", "/tmp/sslinv-sources-XXXXXX");
	return mkdtemp(directory) ? 0 : -1;
}

static char *path_of(const char *name)
{
	char *path = sslinv_str_path(directory, name);

	assert_non_null(path);
	return path;
}

static void write_bytes(const char *name, const char *bytes, size_t length)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of(name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static int remove_directory(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of("sources.xml");

	(void)state;
	(void)unlink(path);
	return rmdir(directory);
}

static const char *data(void)
{
	static char path[4096];
	const char *source = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/data", source ? source : ".");
	return path;
}

/* The shipped table with a site's elements. */
static int load_with(const char *elements, struct sslinv_source_table *table, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = sslinv_str_format("<sources xmlns='" NAMESPACE "'>%s</sources>",
								       elements);

	assert_non_null(text);
	write_bytes("sources.xml", text, strlen(text));
	return sslinv_sources_load(data(), directory, table, error);
}

/* The ids of all that was picked, with blanks between; those that cannot be fetched with a `!`. */
static char *ids_of(const struct sslinv_source_list *list)
{
	struct sslinv_str text = { 0 };

	for (size_t i = 0; i < list->count; i++)
		assert_int_equal(sslinv_str_printf(&text, "%s%s%s", i ? " " : "", list->items[i].id,
						   list->items[i].obstacle ? "!" : ""),
				 0);
	assert_int_equal(sslinv_str_add(&text, ""), 0);
	return text.data;
}

struct need_row {
	const char *distro, *version, *arch, *ids;
};

/* Besides `openssl life-openssl`, which everybody needs. */
static const struct need_row need_rows[] = {
	{ "debian", "12", "x86_64", "debian life-debian" },
	{ "ubuntu", "24.04", "x86_64", "ubuntu-osv ubuntu-vex life-ubuntu" },
	{ "rhel", "9.4", "x86_64", "redhat life-rhel" },
	{ "centos", "8", "x86_64", "redhat life-centos life-centos-stream" },
	{ "centos", "9", "x86_64", "life-centos life-centos-stream" },
	{ "almalinux", "9.4", "x86_64", "almalinux-9 life-almalinux" },
	{ "rocky", "8.10", "aarch64", "rocky life-rocky" },
	{ "ol", "9.5", "x86_64", "oracle life-oracle" },
	{ "amzn", "2", "x86_64", "amazon-2-x86_64 life-amazon" },
	{ "amzn", "2023", "aarch64", "amazon-2023-aarch64 life-amazon" },
	{ "fedora", "43", "x86_64", "fedora-43-x86_64 life-fedora" },
	{ "epel", "9", "x86_64", "epel-9-x86_64" },
	{ "sles", "15.6", "x86_64", "suse-15 life-sles" },
	{ "sles_sap", "15.6", "x86_64", "suse-15 life-sles" },
	{ "opensuse-leap", "15.6", "x86_64", "opensuse-leap-15.6 life-opensuse" },
	{ "opensuse-tumbleweed", "20261101", "x86_64", "opensuse-tumbleweed" },
	{ "azurelinux", "3.0", "x86_64", "azurelinux-3.0" },
	{ "mariner", "2.0", "x86_64", "mariner-2.0" },
	{ "alpine", "3.20.3", "x86_64", "alpine-3.20-main alpine-3.20-community life-alpine" },
	{ "alpine", "3.24.0_alpha20260101", "x86_64", "alpine-edge-main alpine-edge-community life-alpine" },
	{ "wolfi", "20230201", "x86_64", "wolfi" },
	{ "chainguard", "20230201", "x86_64", "chainguard" },
	{ "openEuler", "22.03", "x86_64", "openeuler" },
	{ "arch", NULL, "x86_64", "arch" },
	{ "photon", "5.0", "x86_64", "" },
	{ "nobody", "1", "x86_64", "" },
	/* Nothing of a host gets into an address that leads elsewhere. */
	{ "almalinux", "../../x", "x86_64", "life-almalinux" },
	{ "alpine", "3/../..", "x86_64", "life-alpine" },
	{ "fedora", "43", "x86/../64", "life-fedora" },
};

static void hosts_need_their_distributions(void **state)
{
	struct sslinv_source_table table;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(sslinv_sources_load(data(), "/nonexistent", &table, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(need_rows); i++) {
		const struct need_row *row = &need_rows[i];
		const struct sslinv_source_place place = { row->distro, row->version, row->arch };
		struct sslinv_source_list list = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *ids = NULL;
		SSLINV_CLEANUP(sslinv_free_ptr) char *wanted = sslinv_str_format("openssl life-openssl%s%s",
										 row->ids[0] ? " " : "", row->ids);

		assert_int_equal(sslinv_sources_needed(&table, &place, 1, &list, &error), 0);
		ids = ids_of(&list);
		if (strcmp(ids, wanted) != 0)
			fail_msg("%s %s: %s, not %s", row->distro, row->version ? row->version : "", ids, wanted);
		for (size_t j = 0; j < list.count; j++)
			if (strpbrk(list.items[j].address, "{}") || strstr(list.items[j].address, ".."))
				fail_msg("%s", list.items[j].address);
		free(list.items);
	}
	sslinv_sources_free(&table);
}

static const struct sslinv_source *find(const struct sslinv_source_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].id, id) == 0)
			return &list->items[i];
	fail_msg("%s was not picked", id);
	return NULL;
}

static void a_site_changes_what_it_names(void **state)
{
	static const struct sslinv_source_place places[] = { { "debian", "12", "x86_64" },
							     { "almalinux", "8.9", "x86_64" },
							     { "almalinux", "9.4", "x86_64" } };
	struct sslinv_source_table table;
	struct sslinv_source_list list = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(
		load_with("<source id='debian' address='https://m/d'/><source id='almalinux-{release}' ca='/ca.pem'/>"
			  "<source id='almalinux-9' address='/srv/nine'/><source id='ours' needed='always'"
			  " address='file:///srv/x'/><source id='life-debian' needed='named'/>"
			  "<limits attempts='7' wait='0'/>",
			  &table, &error),
		0);
	assert_int_equal(sslinv_sources_needed(&table, places, 3, &list, &error), 0);
	assert_string_equal(find(&list, "debian")->address, "https://m/d");
	assert_string_equal(find(&list, "debian")->format, "debian-tracker");
	assert_string_equal(find(&list, "almalinux-8")->address, "https://errata.almalinux.org/8/errata.full.json");
	assert_string_equal(find(&list, "almalinux-8")->ca, "/ca.pem");
	assert_string_equal(find(&list, "almalinux-9")->address, "/srv/nine");
	assert_string_equal(find(&list, "almalinux-9")->ca, "/ca.pem");
	assert_string_equal(find(&list, "ours")->address, "file:///srv/x");
	for (size_t i = 0; i < list.count; i++)
		assert_string_not_equal(list.items[i].id, "life-debian");
	assert_int_equal(table.limits.attempts, 7);
	assert_int_equal(table.limits.wait, 0);
	assert_int_equal(table.limits.stall, 60);
	free(list.items);
	sslinv_sources_free(&table);
}

struct name_row {
	const char *word, *ids; /* NULL: not found */
};

static const struct name_row name_rows[] = {
	{ "debian", "debian life-debian" },
	{ "debian-oval-trixie", "debian-oval-trixie" },
	{ "openssl", "openssl life-openssl" },
	{ "kev", "kev" },
	{ "epss", "epss" },
	{ "redhat", "redhat" },
	{ "rhel", "redhat life-rhel" },
	{ "almalinux-10", "almalinux-10" },
	{ "almalinux", "life-almalinux almalinux-{release}!" },
	{ "fedora-44-aarch64", "fedora-44-aarch64" },
	{ "fedora", "life-fedora fedora-{release}-{arch}!" },
	{ "sles", "life-sles suse-{major}!" },
	{ "alpine-edge-main", "alpine-edge-main" },
	{ "alpine", "alpine-edge-main alpine-edge-community life-alpine alpine-{minor}-main! alpine-{minor}-community!" },
	{ "amzn", "life-amazon amazon-2-{arch}! amazon-2023-{arch}!" },
	{ "almalinux-{release}", NULL },
	{ "suse-12", "suse-12" },
	{ "azurelinux", NULL },
	{ "azurelinux-", NULL },
	{ "almalinux-../x", NULL },
	{ "nonsense", NULL },
	{ "", NULL },
};

static void users_name_sources_and_distributions(void **state)
{
	static const struct sslinv_source_place place = { "debian", "12", "x86_64" };
	struct sslinv_source_table table;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(sslinv_sources_load(data(), "/nonexistent", &table, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(name_rows); i++) {
		struct sslinv_source_list list = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *ids = NULL;
		int rc = sslinv_sources_named(&table, name_rows[i].word, &place, 1, &list, &error);

		ids = ids_of(&list);
		if (rc != (name_rows[i].ids ? 0 : SSLINV_E_NOT_FOUND) ||
		    strcmp(ids, name_rows[i].ids ? name_rows[i].ids : "") != 0)
			fail_msg("%s: %s (%d)", name_rows[i].word, ids, rc);
		if (strcmp(name_rows[i].word, "alpine-edge-main") == 0)
			assert_string_equal(list.items[0].address, "https://secdb.alpinelinux.org/edge/main.json");
		free(list.items);
	}
	sslinv_sources_free(&table);
}

/* A distribution needs what its hosts need, and no other release. */
static void hosts_fill_what_is_named(void **state)
{
	static const struct {
		struct sslinv_source_place place;
		const char *word, *ids;
	} rows[] = {
		{ { "amzn", "2", "x86_64" }, "amzn", "amazon-2-x86_64 life-amazon" },
		{ { "almalinux", "9.4", "x86_64" }, "almalinux", "almalinux-9 life-almalinux" },
		{ { "alpine", "3.20.3", "x86_64" },
		  "alpine",
		  "alpine-3.20-main alpine-3.20-community alpine-edge-main alpine-edge-community life-alpine" },
		{ { "almalinux", NULL, "x86_64" }, "almalinux", "life-almalinux almalinux-{release}!" },
	};
	struct sslinv_source_table table;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	assert_int_equal(sslinv_sources_load(data(), "/nonexistent", &table, &error), 0);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++) {
		struct sslinv_source_list list = { 0 };
		SSLINV_CLEANUP(sslinv_free_ptr) char *ids = NULL;

		assert_int_equal(sslinv_sources_named(&table, rows[i].word, &rows[i].place, 1, &list, &error), 0);
		ids = ids_of(&list);
		assert_string_equal(ids, rows[i].ids);
		free(list.items);
	}
	sslinv_sources_free(&table);
}

static void distributions_are_words(void **state)
{
	struct sslinv_source_table table;
	struct sslinv_source_words words = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	bool has_centos = false;

	(void)state;
	assert_int_equal(sslinv_sources_load(data(), "/nonexistent", &table, &error), 0);
	assert_int_equal(sslinv_sources_distros(&table, &words, &error), 0);
	for (size_t i = 0; i < words.count; i++) {
		assert_null(strchr(words.items[i], ':'));
		assert_true(i == 0 || strcmp(words.items[i - 1], words.items[i]) < 0);
		has_centos |= strcmp(words.items[i], "centos") == 0;
	}
	assert_true(has_centos);
	free(words.items);
	sslinv_sources_free(&table);
}

static void sources_speak_of_their_own(void **state)
{
	static const struct {
		const char *distros, *distro, *release;
		bool may;
	} rows[] = {
		{ NULL, "debian", "12", true },
		{ "debian", "debian", "12", true },
		{ "debian", "debian", "", true },
		{ "debian", "ubuntu", "22.04", false },
		{ "debian", "debia", "12", false },
		{ "debian", "debian-lts", "12", false },
		{ "debian", "openssl", NULL, false },
		{ "openssl", "openssl", NULL, true },
		{ "openssl", "debian", "12", false },
		{ "rhel centos:8", "rhel", "9", true },
		{ "rhel centos:8", "centos", "8", true },
		{ "rhel centos:8", "centos", "9", false },
		/* A rebuild's source may be served what the vendor says, of that release. */
		{ "centos:8", "rhel", "8", true },
		{ "centos:8", "rhel", "9", false },
		{ "centos", "rhel", "9", true },
		{ "almalinux", "rhel", "9", false },
		{ "amzn:2", "amzn", "2023", false },
		{ "amzn:2", "amzn", "", false },
		{ "", "debian", "12", false },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(rows); i++)
		if (sslinv_source_may_speak(rows[i].distros, rows[i].distro, rows[i].release) != rows[i].may)
			fail_msg("'%s' of %s %s", rows[i].distros, rows[i].distro, rows[i].release);
}

/* Elements that are refused, and a part of the message. */
static const struct {
	const char *elements, *reason;
} wrong_rows[] = {
	{ "<source address='https://m/d'/>", "lacks the attribute id" },
	{ "<source id='x'/>", "lacks the attribute address" },
	{ "<source id='x' address=''/>", "address of <source> is not" },
	{ "<source id='x' address='ftp://m/d'/>", "address of <source> is not" },
	{ "<source id='x' address='m/d'/>", "address of <source> is not" },
	{ "<source id='x' address='https://user:word@m/d'/>", "address of <source> names a user" },
	{ "<source id='x' address='https://m/a b'/>", "address of <source> has a sign that no address has" },
	{ "<source id='debian' adress='https://m/d'/>",
	  "sources.xml:1: <source> has no attribute 'adress'; it has id, distro" },
	{ "<source id='debian' max_bytes='1'/>", "<source> has no attribute 'max_bytes'" },
	{ "<limits second='9'/>", "<limits> has no attribute 'second'; it has seconds, stall" },
	{ "<source id='debain' address='https://m/d'/>", "id 'debain' is not one that comes with sslinv" },
	{ "<source id='alma-{release}' address='https://m/d'/>", "id 'alma-{release}' is not one that comes with" },
	{ "<source id='x' address='file://host/d'/>", "address of <source> is not" },
	{ "<source id='x y' address='/d'/>", "id of <source> is not" },
	{ "<source id='-x' address='/d'/>", "id of <source> is not" },
	{ "<source id='a/b' address='/d'/>", "id of <source> is not" },
	{ "<source id='x' follow='leader' address='/d'/>", "follow of <source> is not file, repomd" },
	{ "<source id='x' needed='yes' address='/d'/>", "needed of <source> is not distro" },
	{ "<source id='x' ca='ca.pem' address='/d'/>", "ca of <source> is not" },
	{ "<source id='x' bytes='-1' address='/d'/>", "bytes of <source> is not" },
	{ "<source id='x' max-bytes='1M' address='/d'/>", "max-bytes of <source> is not" },
	{ "<source id='x' max-bytes='2147483649' address='/d'/>", "max-bytes of <source> is not a number of bytes, up to" },
	{ "<source id='x' needed='named' address='/d'/><source id='x' address='/e'/>", "another <source> with the id x" },
	{ "<limits attempts='0'/>", "attempts of <limits> is not a number from 1 to 20" },
	{ "<limits seconds='99999999'/>", "seconds of <limits> is not" },
	{ "<limits stall='soon'/>", "stall of <limits> is not" },
	{ "<mirror/>", "<mirror> is not known" },
	{ "<source id='x'", "sources.xml" },
	{ "&none;", "sources.xml" },
};

static void damage_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(wrong_rows); i++) {
		struct sslinv_source_table table;
		struct sslinv_error error = SSLINV_ERROR_INIT;
		int rc = load_with(wrong_rows[i].elements, &table, &error);

		if (rc >= 0 || !strstr(error.message, wrong_rows[i].reason) || !strstr(error.message, "sources.xml"))
			fail_msg("%s: %d, %s", wrong_rows[i].elements, rc, error.message);
		sslinv_sources_free(&table);
	}
}

static void whole_files_are_refused(void **state)
{
	static const char *const files[] = {
		"",
		"nonsense",
		"<sources/>",
		"<sources xmlns='urn:sslinv:origins:1'/>",
		"<origins xmlns='" NAMESPACE "'/>",
		"<!DOCTYPE sources [<!ENTITY a 'b'>]><sources xmlns='" NAMESPACE "'/>",
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(files); i++) {
		struct sslinv_source_table table;
		struct sslinv_error error = SSLINV_ERROR_INIT;

		write_bytes("sources.xml", files[i], strlen(files[i]));
		if (sslinv_sources_load(data(), directory, &table, &error) >= 0)
			fail_msg("%s is taken", files[i]);
		sslinv_sources_free(&table);
	}
}

/* For root the file is the site's word only if nobody else can write it. */
static void a_file_of_others_is_refused(void **state)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = path_of("sources.xml");
	struct sslinv_source_table table;
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	if (geteuid() != 0)
		skip();
	write_bytes("sources.xml", "<sources xmlns='" NAMESPACE "'/>", strlen("<sources xmlns='" NAMESPACE "'/>"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(chmod(path, i ? 0664 : 0646), 0);
		assert_true(sslinv_sources_load(data(), directory, &table, &error) < 0);
		assert_non_null(strstr(error.message, "others than root may write it"));
		sslinv_sources_free(&table);
	}
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(sslinv_sources_load(data(), directory, &table, &error), 0);
	sslinv_sources_free(&table);
}

/* Cut off anywhere, and with any byte changed, it is a table or an error. */
static void any_damage_is_survived(void **state)
{
	static const char whole[] =
		"<sources xmlns='" NAMESPACE "'><limits pause='5'/><source id='x-{release}' distro='debian'"
		" follow='repomd' address='https://m/{release}/' redirects='a b:1' ca='/c' bytes='1'/></sources>";
	char bytes[sizeof(whole)];

	(void)state;
	for (size_t i = 0; i < sizeof(whole) - 1; i++) {
		for (int how = 0; how < 3; how++) {
			const struct sslinv_source_place place = { "debian", "12", NULL };
			struct sslinv_source_table table;
			struct sslinv_source_list list = { 0 };
			struct sslinv_error error = SSLINV_ERROR_INIT;

			memcpy(bytes, whole, sizeof(whole));
			bytes[i] = how == 1 ? '{' : how == 2 ? '\'' : bytes[i];
			write_bytes("sources.xml", bytes, how ? sizeof(whole) - 1 : i);
			if (sslinv_sources_load(data(), directory, &table, &error) == 0)
				assert_int_equal(sslinv_sources_needed(&table, &place, 1, &list, &error), 0);
			else
				assert_true(error.message[0]);
			free(list.items);
			sslinv_sources_free(&table);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_need_their_distributions),
		cmocka_unit_test(a_site_changes_what_it_names),
		cmocka_unit_test(users_name_sources_and_distributions),
		cmocka_unit_test(hosts_fill_what_is_named),
		cmocka_unit_test(distributions_are_words),
		cmocka_unit_test(sources_speak_of_their_own),
		cmocka_unit_test(damage_is_refused),
		cmocka_unit_test(whole_files_are_refused),
		cmocka_unit_test(a_file_of_others_is_refused),
		cmocka_unit_test(any_damage_is_survived),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
