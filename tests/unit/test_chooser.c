/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which library a file gets, where more than the file and the loader decide: the whole of link/ over small roots. */
#include <sys/xattr.h>

#include "link_helper.h"

#define CERTAIN SSLINV_CONFIDENCE_CERTAIN
#define LIKELY SSLINV_CONFIDENCE_LIKELY
#define POSSIBLE SSLINV_CONFIDENCE_POSSIBLE

static const struct elf_spec ssl4 = { X86_64, .soname = "libssl.so.4", .needed = { "libcrypto.so.4" } };
static const struct elf_spec crypto4 = { X86_64, .soname = "libcrypto.so.4" };

/* The linkage `path` -> `soname`, or NULL. */
static const struct sslinv_linkage *linkage_of(const struct world *world, const char *path, const char *soname)
{
	for (size_t i = 0; i < world->facts.linkages.count; i++) {
		const struct sslinv_linkage *linkage = &world->facts.linkages.items[i];

		if (strcmp(linkage->path, path) == 0 && strcmp(linkage->soname, soname) == 0)
			return linkage;
	}
	return NULL;
}

/* Its confidence; SSLINV_CONFIDENCE_COUNT where there is no such linkage. */
static enum sslinv_confidence confidence_of(const struct world *world, const char *path, const char *soname)
{
	const struct sslinv_linkage *linkage = linkage_of(world, path, soname);

	return linkage ? linkage->confidence : SSLINV_CONFIDENCE_COUNT;
}

/* `provider` NULL: nobody provides it. */
static void expect_at(const struct world *world, const char *path, const char *soname, const char *provider,
		      enum sslinv_confidence confidence, int line)
{
	const struct sslinv_linkage *linkage = linkage_of(world, path, soname);
	const char *given = linkage && linkage->provider_path ? linkage->provider_path : "nothing";

	if (!linkage || strcmp(given, provider ? provider : "nothing") != 0 || linkage->confidence != confidence)
		fail_msg("line %d: %s gets %s (%s) for %s instead of %s (%s)", line, path, given,
			 linkage ? sslinv_confidence_name(linkage->confidence) : "no linkage", soname,
			 provider ? provider : "nothing", sslinv_confidence_name(confidence));
}

#define expect(world, path, soname, provider, confidence) expect_at(world, path, soname, provider, confidence, __LINE__)

/* OpenSSL in /usr/lib/multi, of which ldconfig knows. */
static void put_system(struct world *world)
{
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/usr/lib/multi/libssl.so.3", &ssl_spec);
}

static void link_cached(struct world *world)
{
	put_cache(world->top, "root", (const char *const[]){ "/usr/lib/multi", NULL });
	link_all(world);
}

/* Of the alternatives that a note names, the first that is there; of none, the first that is named. */
static void alternatives_in_their_order(void **state)
{
	struct world *world = *state;
	struct elf_spec spec = { X86_64 };

	put_system(world);
	spec.dlopen_note = "[{\"soname\":[\"libcrypto.so.4\",\"libcrypto.so.3\"]}]";
	put_elf(world->top, "root/bin/a", &spec);
	spec.dlopen_note = "[{\"soname\":[\"libcrypto.so.3\",\"libssl.so.3\"],\"priority\":\"suggested\"}]";
	put_elf(world->top, "root/bin/b", &spec);
	spec.dlopen_note = "[{\"soname\":[\"libcrypto.so.4\",\"libcrypto.so.1.1\"]},{\"soname\":\"libssl.so.3\"}]";
	put_elf(world->top, "root/bin/c", &spec);
	link_cached(world);
	assert_linkages(world, "/bin/a - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - dlopen\n"
			       "/bin/b - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - dlopen\n"
			       "/bin/c - libcrypto.so.4 -> - - dlopen\n"
			       "/bin/c - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - dlopen\n"
			       "/usr/lib/multi/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n");
	assert_int_equal(confidence_of(world, "/bin/a", "libcrypto.so.3"), LIKELY);
	assert_int_equal(confidence_of(world, "/bin/b", "libcrypto.so.3"), POSSIBLE);
}

/* On a system of tomorrow the same note leads to the newer one. */
static void the_newer_alternative(void **state)
{
	struct world *world = *state;
	const struct elf_spec program = { X86_64, .needed = { "libssl.so.4" }, .interp = "/lib64/ld.so" },
			      plugin = { X86_64, .dlopen_note = "[{\"soname\":[\"libcrypto.so.4\",\"libcrypto.so.3\"]}]" };

	put_system(world);
	put_elf(world->top, "root/usr/lib/multi/libssl.so.4", &ssl4);
	put_elf(world->top, "root/usr/lib/multi/libcrypto.so.4", &crypto4);
	put_elf(world->top, "root/bin/plugin", &plugin);
	put_elf(world->top, "root/bin/program", &program);
	link_cached(world);
	assert_linkages(world, "/bin/plugin - libcrypto.so.4 -> /usr/lib/multi/libcrypto.so.4 - dlopen\n"
			       "/bin/program - libssl.so.4 -> /usr/lib/multi/libssl.so.4 - needed\n"
			       "/usr/lib/multi/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n"
			       "/usr/lib/multi/libssl.so.4 - libcrypto.so.4 -> /usr/lib/multi/libcrypto.so.4 - needed\n");
	assert_int_equal(confidence_of(world, "/bin/program", "libssl.so.4"), CERTAIN);
}

/* A library of that name that nobody owns is looked at for the sake of the note. */
static void a_provider_of_a_note_is_looked_at(void **state)
{
	struct world *world = *state;
	const struct elf_spec plugin = { X86_64, .dlopen_note = "[{\"soname\":\"libcrypto.so.3\"}]" };
	uint32_t package = add_package(world, "plugin");

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_system(world);
	put_elf(world->top, "root/bin/plugin", &plugin);
	own(world, package, "/bin/plugin");
	link_cached(world);
	assert_libraries(world, "/usr/lib/multi/libcrypto.so.3 - libcrypto.so.3 3.0.19\n");
}

/* What an auxiliary filter names may be missing; what a filter names may not. */
static void filters(void **state)
{
	struct world *world = *state;
	const struct elf_spec found = { X86_64, .auxiliary = "libssl.so.3", .filter = "libcrypto.so.3" },
			      missing = { X86_64, .auxiliary = "libssl.so.9", .filter = "libcrypto.so.9" };

	put_system(world);
	put_elf(world->top, "root/lib/found.so", &found);
	put_elf(world->top, "root/lib/missing.so", &missing);
	link_cached(world);
	assert_linkages(world, "/lib/found.so - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n"
			       "/lib/found.so - libssl.so.3 -> /usr/lib/multi/libssl.so.3 - needed\n"
			       "/lib/missing.so - libcrypto.so.9 -> - - needed\n"
			       "/usr/lib/multi/libssl.so.3 - libcrypto.so.3 -> /usr/lib/multi/libcrypto.so.3 - needed\n");
	assert_int_equal(confidence_of(world, "/lib/found.so", "libssl.so.3"), CERTAIN);
}

/* A process has one library of a name: a second file of it leaves only programs certain. */
static void another_file_of_the_name(void **state)
{
	struct world *world = *state;
	const struct elf_spec library = { X86_64, .needed = { "libcrypto.so.3" } },
			      arm = { .is_64bit = true, .machine = EM_AARCH64, .soname = "libcrypto.so.3" };
	struct elf_spec program = program_spec, nameless = crypto_spec;

	program.needed[0] = "libcrypto.so.3";
	nameless.soname = NULL;
	put_system(world);
	put_elf(world->top, "root/bin/program", &program);
	put_elf(world->top, "root/usr/lib/multi/libcurl.so.4", &library);
	put_elf(world->top, "root/opt/arm/libcrypto.so.3", &arm);
	link_cached(world);
	assert_int_equal(confidence_of(world, "/usr/lib/multi/libcurl.so.4", "libcrypto.so.3"), CERTAIN);
	forget_facts(world);
	put_elf(world->top, "root/opt/a/libcrypto.so.3", &nameless);
	link_cached(world);
	assert_int_equal(confidence_of(world, "/usr/lib/multi/libcurl.so.4", "libcrypto.so.3"), LIKELY);
	assert_int_equal(confidence_of(world, "/bin/program", "libcrypto.so.3"), CERTAIN);
}

/* Links beside the library, and such as lead to it from a directory with nothing else, change nothing. */
static void links_to_a_library(void **state)
{
	struct world *world = *state;
	struct elf_spec library = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN/own" };
	struct elf_spec own_crypto = crypto_spec;

	own_crypto.soname = "libcrypto.so.3";
	put_elf(world->top, "root/opt/a/libx.so.1.0", &library);
	put_link(world->top, "root/opt/a/libx.so.1", "libx.so.1.0");
	put_elf(world->top, "root/opt/a/own/libcrypto.so.3", &own_crypto);
	put_link(world->top, "root/opt/libx.so", "a/libx.so.1");
	link_cached(world);
	assert_int_equal(confidence_of(world, "/opt/a/libx.so.1.0", "libcrypto.so.3"), CERTAIN);
	/* Found there as well: another file, or the same. */
	forget_facts(world);
	put_text(world->top, "root/opt/own/x", "");
	put_link(world->top, "root/opt/own/libcrypto.so.3", "../a/own/libcrypto.so.3");
	link_cached(world);
	assert_int_equal(confidence_of(world, "/opt/a/libx.so.1.0", "libcrypto.so.3"), CERTAIN);
}

/* The package's list has the link, where no walk meets it. */
static void links_of_packages(void **state)
{
	struct world *world = *state;
	const struct elf_spec library = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN" };
	uint32_t package = add_package(world, "x");

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_elf(world->top, "root/opt/real/libx.so", &library);
	put_text(world->top, "root/opt/lib/x", "");
	put_link(world->top, "root/opt/lib/libx.so", "../real/libx.so");
	put_elf(world->top, "root/opt/lib/libcrypto.so.3", &crypto_spec);
	own(world, package, "/opt/lib/libx.so");
	own(world, package, "/opt/real/libx.so");
	link_cached(world);
	assert_linkages(world, "/opt/real/libx.so x libcrypto.so.3 -> /opt/lib/libcrypto.so.3 - needed\n");
	assert_int_equal(confidence_of(world, "/opt/real/libx.so", "libcrypto.so.3"), LIKELY);
}

/* musl hands on a RUNPATH as well: even a library that has its own may get what lies beside it. */
static void musl_hands_on(void **state)
{
	struct world *world = *state;
	const struct elf_spec loader = { X86_64 },
			      library = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "/opt/none" };

	put_elf(world->top, "root/lib/ld-musl-x86_64.so.1", &loader);
	put_elf(world->top, "root/opt/a/libx.so", &library);
	put_elf(world->top, "root/opt/a/libcrypto.so.3", &crypto_spec);
	link_all(world);
	assert_linkages(world, "/opt/a/libx.so - libcrypto.so.3 -> /opt/a/libcrypto.so.3 - needed\n");
	assert_int_equal(confidence_of(world, "/opt/a/libx.so", "libcrypto.so.3"), LIKELY);
}

static void set_mode(const struct world *world, const char *path, mode_t mode)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("%s%s", world->tree, path);

	assert_int_equal(chmod(below, mode), 0);
}

/* Who gains rights by starting it gets no $ORIGIN, but root does: where that makes a difference, the answer is likely. */
static void programs_that_gain_rights(void **state)
{
	static const struct {
		const char *path, *needed, *rpath, *runpath, *provider;
		mode_t mode;
		enum sslinv_confidence confidence;
	} cases[] = {
		{ "/opt/a/bin/usual", "libcrypto.so.3", NULL, "$ORIGIN/../lib", "/opt/a/lib/libcrypto.so.3", 0755, CERTAIN },
		{ "/opt/a/bin/user", "libcrypto.so.3", NULL, "$ORIGIN/../lib", "/usr/lib/multi/libcrypto.so.3", 04755,
		  LIKELY },
		{ "/opt/a/bin/group", "libcrypto.so.3", NULL, "$ORIGIN/../lib", "/usr/lib/multi/libcrypto.so.3", 02755,
		  LIKELY },
		{ "/opt/a/bin/locking", "libcrypto.so.3", NULL, "$ORIGIN/../lib", "/opt/a/lib/libcrypto.so.3", 02745,
		  CERTAIN },
		{ "/opt/a/bin/rpath", "libcrypto.so.3", "$ORIGIN/../lib", NULL, "/usr/lib/multi/libcrypto.so.3", 04755,
		  LIKELY },
		{ "/opt/a/bin/fixed", "libcrypto.so.3", NULL, "/opt/a/lib", "/opt/a/lib/libcrypto.so.3", 04755, CERTAIN },
		{ "/opt/a/bin/named", "$ORIGIN/../lib/libcrypto.so.4", NULL, NULL, "/opt/a/lib/libcrypto.so.4", 04755,
		  LIKELY },
		{ "/opt/a/bin/only", "libcrypto.so.4", NULL, "$ORIGIN/../lib", "/opt/a/lib/libcrypto.so.4", 04755, LIKELY },
		{ "/opt/a/bin/none", "libcrypto.so.5", NULL, "$ORIGIN/../lib", NULL, 04755, CERTAIN },
		{ "/opt/a/bin/system", "libssl.so.3", NULL, "$ORIGIN/../lib", "/usr/lib/multi/libssl.so.3", 04755, CERTAIN },
	};
	struct world *world = *state;

	put_system(world);
	put_elf(world->top, "root/opt/a/lib/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/opt/a/lib/libcrypto.so.4", &crypto4);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const struct elf_spec program = { X86_64, .needed = { cases[i].needed }, .rpath = cases[i].rpath,
						  .runpath = cases[i].runpath, .interp = "/lib64/ld.so" };
		SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("root%s", cases[i].path);

		put_elf(world->top, below, &program);
		set_mode(world, cases[i].path, cases[i].mode);
	}
	link_cached(world);
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++)
		expect(world, cases[i].path, cases[i].needed, cases[i].provider, cases[i].confidence);
}

/* Whether that may be done here. */
static bool give_capability(const struct world *world, const char *path)
{
	/* Version 2, effective: CAP_NET_BIND_SERVICE permitted. */
	static const unsigned char capability[20] = { 1, 0, 0, 2, 0, 4 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *below = sslinv_str_format("%s%s", world->tree, path);

	return setxattr(below, "security.capability", capability, sizeof(capability), 0) == 0;
}

/* Capabilities of the file are rights as well. */
static void programs_with_capabilities(void **state)
{
	struct world *world = *state;
	const struct elf_spec program = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN/../lib",
					  .interp = "/lib64/ld.so" };

	put_system(world);
	put_elf(world->top, "root/opt/a/lib/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/opt/a/bin/able", &program);
	if (!give_capability(world, "/opt/a/bin/able")) {
		print_message("# no right to give a file capabilities\n");
		skip();
	}
	link_cached(world);
	expect(world, "/opt/a/bin/able", "libcrypto.so.3", "/usr/lib/multi/libcrypto.so.3", LIKELY);
}

/* An application's RPATH may lead its libraries to what lies beside them; a program, or a RUNPATH, is not led by others. */
static void what_lies_beside_a_library(void **state)
{
	struct world *world = *state;
	const struct elf_spec library = { X86_64, .needed = { "libcrypto.so.4" } },
			      led = { X86_64, .needed = { "libcrypto.so.4" }, .runpath = "/opt/none" },
			      program = { X86_64, .needed = { "libcrypto.so.4" }, .interp = "/lib64/ld.so" },
			      fixed = { X86_64, .is_program = true, .needed = { "libcrypto.so.4" } };

	put_elf(world->top, "root/opt/a/libx.so", &library);
	put_elf(world->top, "root/opt/a/libcrypto.so.4", &crypto4);
	put_elf(world->top, "root/opt/a/led.so", &led);
	put_elf(world->top, "root/opt/a/program", &program);
	put_elf(world->top, "root/opt/a/fixed", &fixed);
	put_elf(world->top, "root/opt/other/libx.so", &library);
	put_elf(world->top, "root/libx.so", &library);
	link_cached(world);
	expect(world, "/opt/a/libx.so", "libcrypto.so.4", "/opt/a/libcrypto.so.4", LIKELY);
	expect(world, "/opt/a/led.so", "libcrypto.so.4", NULL, CERTAIN);
	expect(world, "/opt/a/program", "libcrypto.so.4", NULL, CERTAIN);
	expect(world, "/opt/a/fixed", "libcrypto.so.4", NULL, CERTAIN);
	expect(world, "/opt/other/libx.so", "libcrypto.so.4", NULL, CERTAIN);
	expect(world, "/libx.so", "libcrypto.so.4", NULL, CERTAIN);
	/* In the root directory itself as well. */
	forget_facts(world);
	put_elf(world->top, "root/libcrypto.so.4", &crypto4);
	link_cached(world);
	expect(world, "/libx.so", "libcrypto.so.4", "/libcrypto.so.4", LIKELY);
}

/* The system's comes first, but a file beside the library that no walk meets leaves it only likely. */
static void the_system_before_what_lies_beside(void **state)
{
	struct world *world = *state;
	const struct elf_spec library = { X86_64, .needed = { "libcrypto.so.3" } };
	uint32_t package = add_package(world, "x");

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_system(world);
	put_elf(world->top, "root/opt/a/libx.so", &library);
	put_elf(world->top, "root/opt/a/libcrypto.so.3", &crypto_spec);
	put_elf(world->top, "root/opt/b/libx.so", &library);
	own(world, package, "/opt/a/libx.so");
	own(world, package, "/opt/b/libx.so");
	link_cached(world);
	expect(world, "/opt/a/libx.so", "libcrypto.so.3", "/usr/lib/multi/libcrypto.so.3", LIKELY);
	expect(world, "/opt/b/libx.so", "libcrypto.so.3", "/usr/lib/multi/libcrypto.so.3", CERTAIN);
}

/* $ORIGIN of a program is where it lies, whatever link it is started by; and another library's links say nothing. */
static void links_that_lead_nowhere_else(void **state)
{
	struct world *world = *state;
	const struct elf_spec program = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN",
					  .interp = "/lib64/ld.so" },
			      library = { X86_64, .needed = { "libcrypto.so.3" }, .runpath = "$ORIGIN" };
	uint32_t package = add_package(world, "x");

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_elf(world->top, "root/opt/real/program", &program);
	put_elf(world->top, "root/opt/real/libx.so", &library);
	put_elf(world->top, "root/opt/real/liby.so", &library);
	put_link(world->top, "root/opt/lib/program", "../real/program");
	put_link(world->top, "root/opt/lib/libx.so", "../real/libx.so");
	put_elf(world->top, "root/opt/lib/libcrypto.so.3", &crypto_spec);
	own(world, package, "/opt/lib/program");
	own(world, package, "/opt/lib/libx.so");
	own(world, package, "/opt/real/program");
	own(world, package, "/opt/real/libx.so");
	own(world, package, "/opt/real/liby.so");
	link_cached(world);
	expect(world, "/opt/real/program", "libcrypto.so.3", NULL, CERTAIN);
	expect(world, "/opt/real/libx.so", "libcrypto.so.3", "/opt/lib/libcrypto.so.3", LIKELY);
	expect(world, "/opt/real/liby.so", "libcrypto.so.3", NULL, CERTAIN);
}

/* Only OpenSSL's own libraries of the name are such a second file, and a file goes by its soname where it has one. */
static void files_that_are_no_rivals(void **state)
{
	struct world *world = *state;
	const struct elf_spec library = { X86_64, .needed = { "libcrypto.so.3" } };
	struct elf_spec renamed = crypto_spec;

	renamed.soname = "libcrypto.so.1.1";
	put_system(world);
	put_elf(world->top, "root/usr/lib/multi/libcurl.so.4", &library);
	put_elf(world->top, "root/opt/a/libcrypto.so.3", &renamed);
	put_elf(world->top, "root/opt/b/libssl.so.3", &ssl_spec);
	link_cached(world);
	expect(world, "/usr/lib/multi/libcurl.so.4", "libcrypto.so.3", "/usr/lib/multi/libcrypto.so.3", CERTAIN);
	forget_facts(world);
	put_elf(world->top, "root/opt/c/other.so", &crypto_spec);
	link_cached(world);
	expect(world, "/usr/lib/multi/libcurl.so.4", "libcrypto.so.3", "/usr/lib/multi/libcrypto.so.3", LIKELY);
}

#define test(function) cmocka_unit_test_setup_teardown(function, make_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(alternatives_in_their_order),
		test(the_newer_alternative),
		test(a_provider_of_a_note_is_looked_at),
		test(filters),
		test(another_file_of_the_name),
		test(links_to_a_library),
		test(links_of_packages),
		test(musl_hands_on),
		test(programs_that_gain_rights),
		test(programs_with_capabilities),
		test(what_lies_beside_a_library),
		test(the_system_before_what_lies_beside),
		test(links_that_lead_nowhere_else),
		test(files_that_are_no_rivals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
