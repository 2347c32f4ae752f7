/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a libcrypto can do and what its configuration lets it do: roots that the tests make, with what real OpenSSLs did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "memory.h"
#include "policy/policies.h"

/* A root in a directory of its own, and the facts of it. */
struct place {
	char directory[64];
	struct sslinv_root root;
	struct sslinv_facts facts;
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_non_null(place);
	snprintf(place->directory, sizeof(place->directory), "/tmp/sslinv-policy-XXXXXX");
	assert_non_null(mkdtemp(place->directory));
	place->root = (struct sslinv_root)SSLINV_ROOT_INIT;
	assert_int_equal(sslinv_root_open(&place->root, place->directory, &error), 0);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;
	char *command = sslinv_str_format("rm -rf '%s'", place->directory);

	sslinv_root_close(&place->root);
	sslinv_facts_free(&place->facts);
	assert_int_equal(system(command), 0);
	free(command);
	free(place);
	return 0;
}

/* Writes a file of the root, and the directories above it. A link in its place goes: it would lead to the host's own file.
 */
static void put_bytes(const struct place *place, const char *path, const char *bytes, size_t length)
{
	char *whole = sslinv_str_format("%s%s", place->directory, path);
	FILE *file;

	for (char *slash = whole + strlen(place->directory) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(whole, 0755);
		*slash = '/';
	}
	unlink(whole);
	file = fopen(whole, "wbx");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	free(whole);
}

static void put(const struct place *place, const char *path, const char *text)
{
	put_bytes(place, path, text, strlen(text));
}

static void put_link(const struct place *place, const char *path, const char *target)
{
	char *whole = sslinv_str_format("%s%s", place->directory, path);

	unlink(whole);
	assert_int_equal(symlink(target, whole), 0);
	free(whole);
}

#define LIBRARY "/usr/lib/libcrypto.so.3"
#define CONFIGURATION "/usr/lib/ssl/openssl.cnf"

/* A libcrypto that says of its build what is given. */
static void put_library(const struct place *place, const char *path, const char *texts)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str bytes = { 0 };

	assert_int_equal(sslinv_str_add_bytes(&bytes, "\0OPENSSLDIR: \"/usr/lib/ssl\"\0", 28), 0);
	assert_int_equal(sslinv_str_add_bytes(&bytes, "MODULESDIR: \"/usr/lib/ossl-modules\"", 36), 0);
	for (const char *text = texts; *text; text += strlen(text) + 1)
		assert_int_equal(sslinv_str_add_bytes(&bytes, text, strlen(text) + 1), 0);
	put_bytes(place, path, bytes.data, bytes.length);
}

static struct sslinv_library *add_library(struct place *place, const char *path, const char *version)
{
	struct sslinv_library *library = sslinv_array_add(&place->facts.libraries);

	assert_non_null(library);
	library->path = path;
	library->package = SSLINV_NO_PACKAGE;
	library->library = "OpenSSL";
	library->version = version;
	return library;
}

static uint32_t add_package(struct place *place, const char *name, const char *version)
{
	struct sslinv_package *package = sslinv_array_add(&place->facts.packages);

	assert_non_null(package);
	package->name = name;
	package->version = version;
	package->arch = "amd64";
	package->format = "deb";
	return (uint32_t)place->facts.packages.count - 1;
}

/* Reads the policies again, and gives the first. */
static const struct sslinv_policy *read_policies(struct place *place)
{
	struct sslinv_error error = SSLINV_ERROR_INIT;

	place->facts.policies.count = 0;
	place->facts.problems.count = 0;
	assert_int_equal(sslinv_policies_read(&place->root, &place->facts, &error), 0);
	assert_true(place->facts.policies.count > 0);
	return &place->facts.policies.items[0];
}

static void assert_text(const char *got, const char *wanted, const char *what)
{
	if (sslinv_str_compare(got, wanted) != 0)
		fail_msg("%s: got %s, wanted %s", what, got ? got : "NULL", wanted ? wanted : "NULL");
}

static void assert_known(struct sslinv_known_count got, int wanted, const char *what)
{
	int number = got.is_known ? (int)got.number : -1;

	if (number != wanted)
		fail_msg("%s: got %d, wanted %d", what, number, wanted);
}

#define PLAIN "compiler: gcc -fPIC -O2\0"
#define LEVEL_2 "compiler: gcc -fPIC -DOPENSSL_TLS_SECURITY_LEVEL=2 -O2\0"
#define HEAD "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
#define STRICT "config_diagnostics = 1\n"

/*
 * What `openssl s_server` and `openssl s_client` of Debian spoke with each configuration: 1.1.1w (bullseye), 3.0.22
 * (bookworm, built with level 2) and 3.5.9 (trixie). `-` where nothing is known, or nothing is spoken.
 */
static const struct {
	const char *name, *configuration;
	const char *before_3, *in_3_0, *in_3_5;
} cases[] = {
	{ "no file", NULL, "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "an empty file", "", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "a low bound at level 0", HEAD "MinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=0\n", "TLSv1 TLSv1.3",
	  "TLSv1 TLSv1.3", "TLSv1 TLSv1.3" },
	{ "level 1", HEAD "MinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=1\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3",
	  "TLSv1.2 TLSv1.3" },
	{ "level 3 and 4", HEAD "CipherString = ALL:@SECLEVEL=3\n", "TLSv1.1 TLSv1.3", "TLSv1.2 TLSv1.3",
	  "TLSv1.2 TLSv1.3" },
	{ "a bound", HEAD "MinProtocol = TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "in quotes", HEAD "MinProtocol = \"TLSv1.3\"\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "a command in another case", HEAD "minprotocol = TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "a value in another case", HEAD "MinProtocol = tlsv1.3\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "a value that is not one", HEAD "MinProtocol = TLSv1.0\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "the same where errors count", STRICT HEAD "MinProtocol = TLSv1.9\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "-" },
	{ "a bound of DTLS", HEAD "MinProtocol = TLSv1.3\nX.MinProtocol = DTLSv1.2\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "labels", HEAD "DTLS.MinProtocol = DTLSv1.2\nTLS.MinProtocol = TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "set twice, then wrongly", HEAD "MinProtocol = TLSv1.3\nMinProtocol = TLSv1.9\n", "TLSv1 TLSv1.3",
	  "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "with a label, then wrongly", HEAD "MinProtocol = TLSv1.3\n1.MinProtocol = TLSv1.9\n", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "after a wrong command", HEAD "NoSuchCommand = 1\nMinProtocol = TLSv1.3\n", "TLSv1 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "after a certificate", HEAD "Certificate = /x\nMinProtocol = TLSv1.3\n", "TLSv1 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "after a wrong option", HEAD "Options = -TLSv1.2\nMinProtocol = TLSv1.3\n", "TLSv1 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "an upper bound", HEAD "MaxProtocol = TLSv1.2\n", "TLSv1 TLSv1.2", "TLSv1.2 TLSv1.2", "TLSv1.2 TLSv1.2" },
	{ "nothing between the bounds", HEAD "MaxProtocol = TLSv1.2\nMinProtocol = TLSv1.3\n", "-", "-", "-" },
	{ "no suites of TLS 1.3", HEAD "Ciphersuites =\nMinProtocol = TLSv1.2\n", "-", "-", "-" },
	{ "a list of protocols", HEAD "Protocol = -ALL,TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "a list that takes nothing away", HEAD "Protocol = TLSv1.3\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3",
	  "TLSv1.2 TLSv1.3" },
	{ "a list up to what it does not know", HEAD "Protocol = -TLSv1.2,nosuch,-TLSv1.3\n", "TLSv1 TLSv1.3",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "a module that is not known",
	  "openssl_conf = a\n[a]\nfoo = bar\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "the same where errors count",
	  STRICT "openssl_conf = a\n[a]\nfoo = bar\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "-", "-" },
	{ "after the settings",
	  "openssl_conf = a\n[a]\nssl_conf = b\nfoo = bar\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "the beginning of a module's name",
	  "openssl_conf = a\n[a]\nssl = b\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "a second one",
	  "openssl_conf = a\n[a]\nssl_conf.1 = b\nssl_conf.2 = b2\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1.3\n"
	  "[b2]\nsystem_default = c2\n[c2]\nMaxProtocol = TLSv1.2\n",
	  "TLSv1 TLSv1.2", "TLSv1.2 TLSv1.2", "TLSv1.2 TLSv1.2" },
	{ "a second one without a section",
	  "openssl_conf = a\n[a]\nssl_conf.1 = b\nssl_conf.2 = no\n[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "another name without a section",
	  "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\nother = no\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "another name with an empty section",
	  "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\nother = d\n[c]\nMinProtocol = TLSv1.3\n[d]\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "providers without a section",
	  "openssl_conf = a\n[a]\nproviders = p\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "a provider that is not there",
	  "openssl_conf = a\n[a]\nproviders = p\nssl_conf = b\n[p]\nno = n\ndefault = d\n[n]\nactivate = 1\n[d]\nactivate = "
	  "1\n"
	  "[b]\nsystem_default = c\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "that one alone",
	  "openssl_conf = a\n[a]\nproviders = p\nssl_conf = b\n[p]\nno = n\n[n]\nactivate = 1\n[b]\nsystem_default = "
	  "c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "-", "-" },
	{ "a provider without a section",
	  "openssl_conf = a\n[a]\nproviders = p\nssl_conf = b\n[p]\ndefault = d\nno = n\n[d]\nactivate = 1\n[b]\n"
	  "system_default = c\n[c]\nMinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "engines without a section",
	  "openssl_conf = a\n[a]\nengines = e\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "no engines",
	  "openssl_conf = a\n[a]\nengines = e\nssl_conf = b\n[e]\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "an engine, which may be there or not",
	  "openssl_conf = a\n[a]\nengines = e\nssl_conf = b\n[e]\nx = y\n[y]\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "-", "-", "-" },
	{ "a line that is not right, at the end", HEAD "MinProtocol = TLSv1.3\n[x\n", "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3",
	  "TLSv1.2 TLSv1.3" },
	{ "a variable of the environment", HEAD "MinProtocol = TLSv1.3\n[z]\nx = $ENV::NO_SUCH\n", "-", "-", "-" },
	{ "one that has a default", "HOME = .\nx = $ENV::HOME/.rnd\n" HEAD "MinProtocol = TLSv1.3\n", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "one in a setting", "P = TLSv1\n" HEAD "MinProtocol = $ENV::P\n", "-", "-", "-" },
	{ "a variable", "P = TLSv1.3\n" HEAD "MinProtocol = ${P}\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "a comment that goes on",
	  "openssl_conf = a\n# comment \\\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
	  "MinProtocol = TLSv1.3\n",
	  "TLSv1 TLSv1.3", "TLSv1.2 TLSv1.3", "TLSv1.2 TLSv1.3" },
	{ "a line that goes on", HEAD "MinProtocol = TLSv1.\\\n3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "a mark of UTF-8", "\xef\xbb\xbf" HEAD "MinProtocol = TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "a pragma", ".pragma dollarid:true\n" HEAD "MinProtocol = TLSv1.3\n", "TLSv1 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "the section of a value", HEAD "[z]\nc::MinProtocol = TLSv1.3\n", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3" },
	{ "an include by a relative path", HEAD "MinProtocol = TLSv1.3\n.include x.cnf\n", "-", "-", "-" },
	{ "an include that is not there", HEAD "MinProtocol = TLSv1.3\n.include /no/such.cnf\n", "TLSv1.3 TLSv1.3",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "an include that changes the section", HEAD "MinProtocol = TLSv1.3\n.include /etc/part.cnf\nMinProtocol = TLSv1\n",
	  "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3", "TLSv1.3 TLSv1.3" },
	{ "a directory", HEAD ".include = /etc/parts\n", "TLSv1 TLSv1.2", "TLSv1.2 TLSv1.2", "TLSv1.2 TLSv1.2" },
};

static void assert_protocols(const struct sslinv_policy *policy, const char *wanted, const char *name, const char *version)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *got = policy->lowest_protocol
							    ? sslinv_str_format("%s %s", policy->lowest_protocol,
										policy->highest_protocol)
							    : strdup("-");

	if (strcmp(got, wanted) != 0)
		fail_msg("%s, OpenSSL %s: got %s (%s), wanted %s", name, version, got,
			 policy->evidence ? policy->evidence : "", wanted);
	assert_non_null(policy->evidence);
	if (policy->lowest_protocol == NULL && strncmp(policy->evidence, "not known: ", 11) != 0 &&
	    strncmp(policy->evidence, "no protocol is left", 19) != 0)
		fail_msg("%s, OpenSSL %s: no reason for what is not known: %s", name, version, policy->evidence);
}

static void protocols_are_those_of_real_libraries(void **state)
{
	struct place *place = *state;
	struct sslinv_library *library = add_library(place, LIBRARY, NULL);

	put(place, "/etc/part.cnf", "[other]\nx = y\n");
	put(place, "/etc/parts/a.cnf", "MaxProtocol = TLSv1.2\n");
	put(place, "/etc/parts/b.txt", "MaxProtocol = TLSv1.1\n");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		if (cases[i].configuration)
			put(place, CONFIGURATION, cases[i].configuration);
		put_library(place, LIBRARY, PLAIN);
		library->version = "1.1.1w";
		assert_protocols(read_policies(place), cases[i].before_3, cases[i].name, library->version);
		library->version = "3.5.9";
		assert_protocols(read_policies(place), cases[i].in_3_5, cases[i].name, library->version);
		put_library(place, LIBRARY, LEVEL_2);
		library->version = "3.0.22";
		assert_protocols(read_policies(place), cases[i].in_3_0, cases[i].name, library->version);
	}
}

static void versions_have_their_own_bounds(void **state)
{
	static const struct {
		const char *version, *package_version, *texts;
		const char *wanted;
		int level;
	} versions[] = {
		{ "0.9.8zh", "0.9.8zh-1", PLAIN, "TLSv1 TLSv1", -1 },
		{ "1.0.1k", "1.0.1k-3+deb8u5", PLAIN, "TLSv1 TLSv1.2", -1 },
		{ "1.0.2k", "1:1.0.2k-26.el7_9", PLAIN, "TLSv1 TLSv1.2", -1 },
		{ "1.1.0l", "1.1.0l-1~deb9u6", PLAIN, "TLSv1 TLSv1.2", 1 },
		/* Ubuntu's level 2 takes TLS 1.0 and 1.1 away in 1.1.1, which that of others does not. */
		{ "1.1.1f", "1.1.1f-1ubuntu2.24", LEVEL_2, "TLSv1.2 TLSv1.3", 2 },
		{ "1.1.1f", "1.1.1f-1", LEVEL_2, "TLSv1 TLSv1.3", 2 },
		{ "1.1.1", "1.1.1-1ubuntu2.1~18.04.23", PLAIN, "TLSv1 TLSv1.3", 1 },
		{ "3.0.2", "3.0.2-0ubuntu1.20", LEVEL_2, "TLSv1.2 TLSv1.3", 2 },
		{ "3.1.4", "3.1.4-1", PLAIN, "TLSv1.2 TLSv1.3", 1 },
		{ "3.2.0", "3.2.0-1", PLAIN, "TLSv1.2 TLSv1.3", 2 },
		{ "4.0.0", "4.0.0-1", PLAIN, "TLSv1.2 TLSv1.3", 2 },
		/* A build that does not tell its options may have any level. */
		{ "1.1.1w", "1.1.1w-0", "", "-", -1 },
	};
	struct place *place = *state;
	struct sslinv_library *library = add_library(place, LIBRARY, NULL);

	add_package(place, "libssl", "");
	library->package = 0;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(versions); i++) {
		const struct sslinv_policy *policy;

		put_library(place, LIBRARY, versions[i].texts);
		library->version = versions[i].version;
		place->facts.packages.items[0].version = versions[i].package_version;
		policy = read_policies(place);
		assert_protocols(policy, versions[i].wanted, "a version", versions[i].version);
		assert_known(policy->security_level, versions[i].level, versions[i].version);
	}
}

static void settings_are_told_as_they_are_written(void **state)
{
	struct place *place = *state;
	const struct sslinv_policy *policy;

	add_library(place, LIBRARY, "3.5.9");
	put_library(place, LIBRARY, PLAIN);
	put(place, "/etc/ssl/openssl.cnf",
	    HEAD "MinProtocol = TLSv1.2\nMaxProtocol = TLSv1.3\nCipherString = DEFAULT@SECLEVEL=3\n"
		 "Ciphersuites = TLS_AES_128_GCM_SHA256\nGroups = X25519MLKEM768:X25519\n");
	put(place, CONFIGURATION, "");
	put_link(place, CONFIGURATION, "/etc/ssl/openssl.cnf");
	policy = read_policies(place);
	assert_text(policy->configuration, "/etc/ssl/openssl.cnf", "configuration");
	assert_text(policy->section, "c", "section");
	assert_text(policy->min_protocol, "TLSv1.2", "min_protocol");
	assert_text(policy->max_protocol, "TLSv1.3", "max_protocol");
	assert_text(policy->cipher_string, "DEFAULT@SECLEVEL=3", "cipher_string");
	assert_text(policy->ciphersuites, "TLS_AES_128_GCM_SHA256", "ciphersuites");
	assert_text(policy->groups, "X25519MLKEM768:X25519", "groups");
	assert_known(policy->security_level, 3, "security_level");
	assert_int_equal(place->facts.problems.count, 0);
	/* Control bytes go no further. */
	put(place, CONFIGURATION, HEAD "Groups = \"a\x1b[31m\"\n");
	assert_text(read_policies(place)->groups, "$'a\\x1b[31m'", "control bytes");
	/* One copy reads its own. */
	put_library(place, "/opt/libcrypto.so.3", PLAIN);
	add_library(place, "/opt/libcrypto.so.3", "3.5.9")->evidence = SSLINV_EVIDENCE_EMBEDDED;
	read_policies(place);
	assert_text(place->facts.policies.items[1].lowest_protocol, NULL, "a copy inside a program");
}

/* As RHEL has it: the configuration includes what crypto-policies made, and the build takes its default ciphers there. */
static void crypto_policies_are_told(void **state)
{
	struct place *place = *state;
	const struct sslinv_policy *policy;

	add_library(place, LIBRARY, "3.2.2");
	put_library(place, LIBRARY,
		    "compiler: gcc -DSYSTEM_CIPHERS_FILE=\"/etc/crypto-policies/back-ends/openssl.config\"\0");
	put(place, CONFIGURATION,
	    "openssl_conf = a\n[a]\nproviders = p\nssl_conf = b\nalg_section = e\n[p]\ndefault = d\n##legacy = "
	    "l\n[d]\nactivate = 1\n"
	    "[e]\n[b]\nsystem_default = crypto_policy\n[crypto_policy]\n"
	    ".include = /etc/crypto-policies/back-ends/opensslcnf.config\n");
	put(place, "/usr/share/crypto-policies/LEGACY/opensslcnf.txt",
	    "CipherString = @SECLEVEL=1:kEECDH\nTLS.MinProtocol = TLSv1.2\nTLS.MaxProtocol = TLSv1.3\n"
	    "DTLS.MinProtocol = DTLSv1.2\nDTLS.MaxProtocol = DTLSv1.2\n"
	    "\n[a]\nalg_section = evp_properties\n\n[evp_properties]\nrh-allow-sha1-signatures = yes\n");
	put(place, "/etc/crypto-policies/back-ends/openssl.config", "@SECLEVEL=1:kEECDH\n");
	put_link(place, "/etc/crypto-policies/back-ends/opensslcnf.config",
		 "/usr/share/crypto-policies/LEGACY/opensslcnf.txt");
	put(place, "/etc/crypto-policies/config", "# the policy\n\nLEGACY\n");
	put(place, "/etc/crypto-policies/state/current", "LEGACY\n");
	policy = read_policies(place);
	assert_text(policy->crypto_policy, "LEGACY", "crypto_policy");
	assert_text(policy->crypto_policy_applied, "LEGACY", "crypto_policy_applied");
	assert_text(policy->min_protocol, "TLSv1.2", "min_protocol");
	assert_text(policy->section, "crypto_policy", "section");
	assert_known(policy->security_level, 1, "security_level");
	assert_int_equal(place->facts.problems.count, 0);
	/* Configured, and not applied. */
	put(place, "/etc/crypto-policies/config", "FUTURE\n");
	policy = read_policies(place);
	assert_text(policy->crypto_policy, "FUTURE", "crypto_policy");
	assert_text(policy->crypto_policy_applied, "LEGACY", "crypto_policy_applied");
	assert_int_equal(place->facts.problems.count, 1);
	assert_non_null(strstr(place->facts.problems.items[0].message, "update-crypto-policies"));
	/* Without its back end the section is empty: OpenSSL takes nothing of it, and the default ciphers are left. */
	put_link(place, "/etc/crypto-policies/back-ends/opensslcnf.config", "/no/such");
	policy = read_policies(place);
	assert_text(policy->section, NULL, "section");
	assert_known(policy->security_level, 1, "security_level");
	assert_text(policy->evidence,
		    "lowest by security level 1 of crypto-policies, highest by the version; "
		    "ssl_conf = b has a name whose section is missing or empty, and OpenSSL takes nothing "
		    "of what follows",
		    "evidence");
	/* Debian has the package too, and its OpenSSL takes nothing of it. */
	put_library(place, LIBRARY, PLAIN);
	put(place, CONFIGURATION, "");
	policy = read_policies(place);
	assert_text(policy->crypto_policy, NULL, "crypto_policy");
}

/* `lowest` is what has to be told, and never more. */
static void assert_doubt(struct place *place, const char *what, const char *why)
{
	const struct sslinv_policy *policy = read_policies(place);

	assert_text(policy->lowest_protocol, NULL, what);
	assert_text(policy->highest_protocol, NULL, what);
	if (!strstr(policy->evidence, why))
		fail_msg("%s: wanted %s, got %s", what, why, policy->evidence);
	assert_int_equal(place->facts.problems.count, 1);
}

static void hostile_configurations_end(void **state)
{
	struct place *place = *state;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str text = { 0 };
	SSLINV_CLEANUP(sslinv_free_ptr) char *fifo = sslinv_str_format("%s/etc/fifo", place->directory);

	add_library(place, LIBRARY, "3.5.9");
	put_library(place, LIBRARY, PLAIN);
	put(place, CONFIGURATION, HEAD "MinProtocol = TLSv1.3\n.include " CONFIGURATION "\n");
	assert_doubt(place, "a loop", "without end");
	put(place, CONFIGURATION, HEAD ".include /etc/loop\n");
	put(place, "/etc/loop/a.cnf", ".include /etc/b.cnf\n");
	put(place, "/etc/b.cnf", ".include /etc/loop/a.cnf\n");
	assert_doubt(place, "a loop of two", "without end");
	/* A directory inside a directory is passed over. */
	put(place, "/etc/loop/a.cnf", ".include /etc/loop\n");
	assert_text(read_policies(place)->lowest_protocol, "TLSv1.2", "a directory inside a directory");
	assert_int_equal(mkfifo(fifo, 0644), 0);
	put(place, CONFIGURATION, HEAD ".include /etc/fifo\n");
	assert_doubt(place, "a FIFO", "not a regular file");
	put_link(place, CONFIGURATION, "/etc/fifo");
	assert_doubt(place, "a FIFO in its place", "not a regular file");
	/* No link leads out of the root. */
	put_link(place, CONFIGURATION, "/../../../../../../../../etc/passwd");
	assert_text(read_policies(place)->configuration, NULL, "a link out of the root");
	put_link(place, CONFIGURATION, CONFIGURATION);
	assert_doubt(place, "a link to itself", "cannot be read");
	unlink(fifo);
	put_link(place, CONFIGURATION, "/etc/b.cnf");
	/* More files than anybody has. */
	for (unsigned i = 0; i < 600; i++)
		assert_int_equal(sslinv_str_printf(&text, ".include /etc/empty.cnf\n"), 0);
	put(place, "/etc/empty.cnf", "");
	put(place, "/etc/b.cnf", text.data);
	assert_doubt(place, "thousands of includes", "too many files");
	sslinv_str_reset(&text);
	/* Values that double: OpenSSL's own bound. */
	assert_int_equal(sslinv_str_add(&text, "a = xxxxxxxxxxxxxxxx\n"), 0);
	for (unsigned i = 0; i < 30; i++)
		assert_int_equal(sslinv_str_add(&text, "a = $a$a\n"), 0);
	put(place, "/etc/b.cnf", text.data);
	assert_non_null(strstr(read_policies(place)->evidence, "too long"));
	/* Many long values: this reader's. */
	sslinv_str_reset(&text);
	assert_int_equal(sslinv_str_add(&text, "a = xxxxxxxxxxxxxxxx\n"), 0);
	for (unsigned i = 0; i < 11; i++)
		assert_int_equal(sslinv_str_add(&text, "a = $a$a\n"), 0);
	for (unsigned i = 0; i < 2000; i++)
		assert_int_equal(sslinv_str_printf(&text, "b%u = $a\n", i), 0);
	put(place, "/etc/b.cnf", text.data);
	assert_doubt(place, "many long values", "too much");
	/* An endless file. */
	sslinv_str_reset(&text);
	for (unsigned i = 0; i < 200000; i++)
		assert_int_equal(sslinv_str_add(&text, "# nothing\n"), 0);
	put(place, "/etc/b.cnf", text.data);
	assert_doubt(place, "an endless file", "too large");
	/* A NUL ends the line, and the file where it begins one. */
	put_bytes(place, "/etc/b.cnf", HEAD "MinProtocol = TLSv1.3\n\0\n[x\n", strlen(HEAD) + 28);
	assert_text(read_policies(place)->lowest_protocol, "TLSv1.3", "a NUL");
}

static void modules_and_names_tell_what_it_can_do(void **state)
{
	static const struct {
		const char *what, *library, *version, *version_text, *texts, *package, *package_version;
		int pqc, fips;
		const char *fips_version;
	} abilities[] = {
		{ "3.0", "OpenSSL", "3.0.22", NULL, PLAIN, "libssl3", "3.0.22-1", 0, 0, NULL },
		{ "3.5", "OpenSSL", "3.5.9", NULL, PLAIN "X25519MLKEM768\0", "libssl3t64", "3.5.9-1", 1, 0, NULL },
		/* The names are in its tables, and the group is not. */
		{ "3.5 without it", "OpenSSL", "3.5.9", NULL, PLAIN "ML-KEM-768\0MLKEM768\0", "l", "1", 0, 0, NULL },
		{ "AWS-LC", "AWS-LC", "1.40.0", NULL, "MLKEM768\0", "l", "1", 1, -1, NULL },
		{ "BoringSSL", "BoringSSL", NULL, NULL, "", "l", "1", -1, -1, NULL },
		{ "RHEL 7", "OpenSSL", "1.0.2k", "OpenSSL 1.0.2k-fips  26 Jan 2017", PLAIN, "openssl-libs",
		  "1:1.0.2k-26.el7_9", 0, 1, "1.0.2k" },
		{ "RHEL 8", "OpenSSL", "1.1.1k", "OpenSSL 1.1.1k  FIPS 25 Mar 2021", PLAIN, "openssl-libs",
		  "1:1.1.1k-12.el8_9", 0, 1, "1.1.1k" },
		{ "the Object Module", "OpenSSL", "1.0.2u", "OpenSSL 1.0.2u-fips  20 Dec 2019",
		  PLAIN "FIPS 2.0.16 validated module 24 Aug 2017\0", "l", "1", 0, 1, "2.0.16" },
		{ "Ubuntu's build", "OpenSSL", "1.1.1f", "OpenSSL 1.1.1f  31 Mar 2020", PLAIN, "libssl1.1",
		  "1.1.1f-1ubuntu2.fips.22", 0, 1, "1.1.1f-1ubuntu2.fips.22" },
	};
	struct place *place = *state;
	struct sslinv_library *library = add_library(place, LIBRARY, NULL);

	library->package = add_package(place, "x", "x");
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(abilities); i++) {
		const struct sslinv_policy *policy;

		put_library(place, LIBRARY, abilities[i].texts);
		library->library = abilities[i].library;
		library->version = abilities[i].version;
		library->version_text = abilities[i].version_text;
		place->facts.packages.items[0].name = abilities[i].package;
		place->facts.packages.items[0].version = abilities[i].package_version;
		policy = read_policies(place);
		assert_known(policy->pqc, abilities[i].pqc, abilities[i].what);
		assert_known(policy->fips, abilities[i].fips, abilities[i].what);
		assert_text(policy->fips_version, abilities[i].fips_version, abilities[i].what);
		assert_true(policy->pqc.is_known == (policy->pqc_evidence != NULL));
		assert_true(policy->fips.is_known == (policy->fips_evidence != NULL));
	}
}

static void providers_bring_more(void **state)
{
	struct place *place = *state;
	struct sslinv_library *library = add_library(place, LIBRARY, "3.2.2");
	const struct sslinv_policy *policy;

	put_library(place, LIBRARY, PLAIN);
	library->package = add_package(place, "openssl-libs", "1:3.2.2-6.el9");
	/* A debugger's files are no module. */
	add_package(place, "openssl-fips-provider-debuginfo", "3.0.7-6.el9");
	add_package(place, "openssl-provider-fips-dbgsym", "3.5.4-1");
	assert_known(read_policies(place)->fips, 0, "debugging symbols alone");
	add_package(place, "openssl-fips-provider", "3.0.7-6.el9");
	/* The package alone: its own version. */
	policy = read_policies(place);
	assert_known(policy->fips, 1, "by the package");
	assert_text(policy->fips_version, "3.0.7-6.el9", "by the package");
	/* Its file says more. */
	put_bytes(place, "/usr/lib/ossl-modules/fips.so",
		  "\0OpenSSL FIPS Provider\0003.0.7\0003.0.7-395c1a240fbfffd8\0001.2.3\0003.4\0003.0.7-395c1a240fbfffd8 x\0",
		  86);
	policy = read_policies(place);
	assert_text(policy->fips_version, "3.0.7-395c1a240fbfffd8", "by the file");
	assert_text(policy->fips_evidence, "the provider /usr/lib/ossl-modules/fips.so", "by the file");
	/* Providers of ML-KEM: by what is in them. */
	assert_known(policy->pqc, 0, "without a provider");
	put(place, "/usr/lib/ossl-modules/oqsprovider.so", "kyber768");
	assert_known(read_policies(place)->pqc, 0, "a provider with Kyber only");
	put(place, "/usr/lib/ossl-modules/oqsprovider.so", "x25519 mlkem768");
	policy = read_policies(place);
	assert_known(policy->pqc, 1, "a provider");
	assert_text(policy->pqc_evidence, "the provider /usr/lib/ossl-modules/oqsprovider.so has ML-KEM", "a provider");
	/* A program's own copy gets nothing of the host's packages. */
	library->evidence = SSLINV_EVIDENCE_EMBEDDED;
	assert_known(read_policies(place)->fips, 1, "a copy finds the file all the same");
	/* Nothing but metadata: the version tells of ML-KEM, and nothing of FIPS. */
	library->path = NULL;
	library->soname = "libcrypto.so.3";
	library->evidence = SSLINV_EVIDENCE_DECLARED;
	place->facts.packages.count = 1;
	policy = read_policies(place);
	assert_known(policy->pqc, 0, "metadata only");
	assert_known(policy->fips, -1, "metadata only");
	assert_text(policy->lowest_protocol, NULL, "metadata only");
}

static void what_cannot_be_read_is_not_known(void **state)
{
	struct place *place = *state;
	const struct sslinv_policy *policy;

	/* Gone since it was found, and a library of another family. */
	add_library(place, "/usr/lib/libcrypto.so.9", "3.5.9");
	add_library(place, "/usr/lib/libgnutls.so.30", "3.8.9")->library = "GnuTLS";
	add_library(place, "/usr/lib/libssl.so.3", "3.5.9");
	/* Nor is what lies in an archive asked. */
	add_library(place, "/opt/a.jar!/META-INF/native/libtcnative.so", "3.0.9")->evidence = SSLINV_EVIDENCE_EMBEDDED;
	policy = read_policies(place);
	assert_int_equal(place->facts.policies.count, 1);
	assert_known(policy->fips, -1, "gone");
	assert_text(policy->lowest_protocol, NULL, "gone");
	assert_int_equal(place->facts.problems.count, 1);
	assert_false(place->facts.problems.items[0].is_failure);
}

/* Each allocation fails once: what is told then is the same, or nothing. */
static void memory_that_runs_out_fails_the_whole(void **state)
{
	struct place *place = *state;
	struct sslinv_library *library = add_library(place, LIBRARY, "3.0.22");
	size_t failed = 0;

	library->package = add_package(place, "libssl3", "3.0.22-1");
	put_library(place, LIBRARY, LEVEL_2);
	put(place, "/usr/lib/ossl-modules/fips.so", "x");
	put(place, "/etc/crypto-policies/config", "DEFAULT\n");
	put(place, "/etc/crypto-policies/back-ends/opensslcnf.config", "P = TLSv1.3\nMinProtocol = $P\nNoSuch = 1\n");
	put(place, CONFIGURATION,
	    "openssl_conf = a\n[a]\nssl_conf = b\nno = such\n[b]\nsystem_default = c\n[c]\n"
	    ".include = /etc/crypto-policies/back-ends/opensslcnf.config\nCipherString = DEFAULT@SECLEVEL=3\n");
	for (size_t count = 0;; count++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;
		const struct sslinv_policy *policy;
		int rc;

		place->facts.policies.count = place->facts.problems.count = 0;
		memory_fails_after(count);
		rc = sslinv_policies_read(&place->root, &place->facts, &error);
		if (!memory_has_failed())
			break;
		if (rc < 0) {
			assert_int_equal(rc, SSLINV_E_MEMORY);
			failed++;
			continue;
		}
		policy = &place->facts.policies.items[0];
		assert_protocols(policy, "TLSv1.3 TLSv1.3", "memory", "3.0.22");
		assert_known(policy->security_level, 3, "memory");
		assert_text(policy->crypto_policy, "DEFAULT", "memory");
		assert_known(policy->fips, 1, "memory");
		assert_known(policy->pqc, 0, "memory");
		assert_int_equal(place->facts.problems.count, 1);
	}
	assert_true(failed > 40);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		TEST(protocols_are_those_of_real_libraries),
		TEST(versions_have_their_own_bounds),
		TEST(settings_are_told_as_they_are_written),
		TEST(crypto_policies_are_told),
		TEST(hostile_configurations_end),
		TEST(modules_and_names_tell_what_it_can_do),
		TEST(providers_bring_more),
		TEST(what_cannot_be_read_is_not_known),
		TEST(memory_that_runs_out_fails_the_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
