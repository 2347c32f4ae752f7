/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The modules of language runtimes: what they get, whose they are, and what is not known of them. */
#include "elf_writer.h"
#include "link_helper.h"
#include "memory.h"

#include <archive.h>
#include <archive_entry.h>

#include "openssl/tls.h"
#include "runtime/runtimes.h"
#include "runtime/told.h"

static int find_all(struct world *world)
{
	struct sslinv_file_cache *cache = sslinv_file_cache_load(NULL, 0);
	const struct sslinv_link_options options = { .cache = cache, .is_noted = sslinv_runtime_wants };
	struct sslinv_error error = SSLINV_ERROR_INIT;

	assert_non_null(cache);
	assert_int_equal(sslinv_link(&world->root, &options, &world->facts, &error), 0);
	sslinv_file_cache_free(&cache);
	return sslinv_runtimes_find(&world->root, &world->facts, &error);
}

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

/* `runtime version module version | library path version tls | environment path | owner | evidence | path | through` */
static void describe(const struct world *world, struct sslinv_str *found)
{
	sslinv_str_reset(found);
	for (size_t i = 0; i < world->facts.runtimes.count; i++) {
		const struct sslinv_runtime *row = &world->facts.runtimes.items[i];

		assert_int_equal(
			sslinv_str_printf(found, "%s %s %s %s | %s %s %s | %s %s | %s | %s | %s%s%s\n", row->runtime,
					  or_dash(row->version), row->module, or_dash(row->module_version),
					  or_dash(row->library_path), or_dash(row->openssl_version), or_dash(row->tls),
					  or_dash(row->environment), or_dash(row->environment_path),
					  row->owner ? row->owner : owner(world, row->package), or_dash(row->evidence),
					  row->path, row->through ? " | " : "", row->through ? row->through : ""),
			0);
	}
}

static void assert_runtimes(struct world *world, const char *expected)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str found = { 0 };

	assert_int_equal(find_all(world), 0);
	describe(world, &found);
	assert_string_equal(sslinv_str_text(&found), expected);
}

#define LIB "root/usr/lib/"

/* The libraries of the system: a package's, of version 3.0.19. */
static void put_system(struct world *world)
{
	uint32_t libssl = add_package(world, "libssl3");

	put_crypto(world, "/usr/lib/libcrypto.so.3");
	put_elf(world->top, LIB "libssl.so.3", &ssl_spec);
	own(world, libssl, "/usr/lib/libcrypto.so.3");
	own(world, libssl, "/usr/lib/libssl.so.3");
}

static const struct elf_spec module_spec = { X86_64, .needed = { "libssl.so.3", "libcrypto.so.3" } };
static const struct elf_spec hash_spec = { X86_64, .needed = { "libcrypto.so.3" } };

#define SYSTEM "/usr/lib/libcrypto.so.3 3.0.19"

static void the_system_and_versions_by_hand_are_told_apart(void **state)
{
	struct world *world = *state;
	uint32_t python = add_package(world, "libpython3.11-minimal");

	world->facts.packages.items[python].version = "3.11.2-6+deb12u5";
	put_system(world);
	put_elf(world->top, LIB "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", &module_spec);
	put_elf(world->top, LIB "python3.11/lib-dynload/_hashlib.cpython-311-x86_64-linux-gnu.so", &hash_spec);
	own(world, python, "/usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so");
	put_elf(world->top, "root/root/.pyenv/versions/3.12.1/lib/python3.12/lib-dynload/_ssl.so", &module_spec);
	put_elf(world->top, "root/root/.pyenv/versions/mine/lib/python2.7/lib-dynload/_ssl.so", &module_spec);
	put_elf(world->top, "root/usr/local/lib/python3.13/lib-dynload/_ssl.so", &module_spec);
	put_text(world->top, "root/usr/local/include/python3.13/patchlevel.h",
		 "#define PY_MAJOR_VERSION 3\n#define PY_VERSION      \t\"3.13.5+\"\n");
	put_elf(world->top, "root/opt/lies/lib/python3.10/lib-dynload/_ssl.so", &module_spec);
	put_text(world->top, "root/opt/lies/include/python3.10/patchlevel.h", "#define PY_VERSION \"3.9.2\"\n");
	assert_runtimes(world,
			"Python 3.10 _ssl - | " SYSTEM
			" TLS 1.3 | - - | - | needed | /opt/lies/lib/python3.10/lib-dynload/_ssl.so\n"
			"Python 3.12.1 _ssl - | " SYSTEM " TLS 1.3 | pyenv /root/.pyenv/versions/3.12.1 | - | needed |"
			" /root/.pyenv/versions/3.12.1/lib/python3.12/lib-dynload/_ssl.so\n"
			"Python 2.7 _ssl - | " SYSTEM " TLS 1.3 | pyenv /root/.pyenv/versions/mine | - | needed |"
			" /root/.pyenv/versions/mine/lib/python2.7/lib-dynload/_ssl.so\n"
			"Python 3.11 _hashlib - | " SYSTEM " none | - - | - | needed |"
			" /usr/lib/python3.11/lib-dynload/_hashlib.cpython-311-x86_64-linux-gnu.so\n"
			"Python 3.11.2 _ssl - | " SYSTEM " TLS 1.3 | system - | libpython3.11-minimal | needed |"
			" /usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so\n"
			"Python 3.13.5 _ssl - | " SYSTEM
			" TLS 1.3 | - - | - | needed | /usr/local/lib/python3.13/lib-dynload/_ssl.so\n");
}

#define SITE "srv/app/lib/python3.11/site-packages/"

static void put_record(const struct world *world, const char *site, const char *name, const char *metadata,
		       const char *record)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *base = sslinv_str_format("root/%s%s", site, name);
	SSLINV_CLEANUP(sslinv_free_ptr) char *info = sslinv_str_format("%s/METADATA", base);
	SSLINV_CLEANUP(sslinv_free_ptr) char *list = sslinv_str_format("%s/RECORD", base);

	put_text(world->top, info, metadata);
	if (record)
		put_text(world->top, list, record);
}

static void wheels_in_a_virtual_environment_own_their_copies(void **state)
{
	struct world *world = *state;

	put_system(world);
	put_elf(world->top, LIB "python3.11/lib-dynload/_ssl.so", &module_spec);
	put_text(world->top, "root/srv/app/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
	put_text(world->top, "root/usr/bin/sh", "");
	put_embedded(world, "/" SITE "cryptography/hazmat/bindings/_rust.abi3.so");
	put_record(world, SITE, "cryptography-41.0.3.dist-info",
		   "Metadata-Version: 2.1\nName: cryptography\nVersion: 41.0.3\n\nVersion: 9\n",
		   "cryptography/__init__.py,sha256=x,1\ncryptography/hazmat/bindings/_rust.abi3.so,sha256=x,2\n");
	/* A library that the wheel uses, and one that nothing uses; both told by one row each. */
	put_elf(world->top, "root/" SITE "psycopg2_binary.libs/libpq-1.so.5",
		&(struct elf_spec){ X86_64, .runpath = "$ORIGIN", .needed = { "libssl-2.so.1.1", "libcrypto-3.so.1.1" } });
	put_elf(world->top, "root/" SITE "psycopg2_binary.libs/libssl-2.so.1.1",
		&(struct elf_spec){ X86_64, .soname = "libssl-2.so.1.1", .runpath = "$ORIGIN",
				    .needed = { "libcrypto-3.so.1.1" } });
	put_other(world, "/" SITE "psycopg2_binary.libs/libcrypto-3.so.1.1");
	put_record(world, SITE, "psycopg2_binary-2.9.9.dist-info", "Name: psycopg2-binary\r\nVersion: 2.9.9\r\n",
		   "\"psycopg2_binary.libs/libpq-1.so.5\",,\npsycopg2_binary.libs/libcrypto-3.so.1.1,,\n"
		   "psycopg2_binary.libs/libssl-2.so.1.1,,\n");
	/* Of a directory that is called otherwise. */
	put_embedded(world, "/" SITE "google/x/_cygrpc.so");
	put_record(world, SITE, "grpcio-1.60.0.dist-info", "Name: grpcio\nVersion: 1.60.0\n", "google/x/_cygrpc.so,,\n");
	/* Nothing says whose. */
	put_embedded(world, "/" SITE "stray/_x.so");
	put_record(world, SITE, "stray-1.dist-info", "Name: stray\nVersion: 1\n", "stray/other.so,,\n");
	put_record(world, SITE, "pyOpenSSL-24.0.dist-info", "Name: pyOpenSSL\nVersion: 24.0\n", "OpenSSL/SSL.py,,\n");
#define VIRTUAL "virtual environment /srv/app"
#define IN "/" SITE
	assert_runtimes(
		world,
		"Python 3.11.2 cryptography 41.0.3 | " IN
		"cryptography/hazmat/bindings/_rust.abi3.so 3.0.19 TLS 1.3 | " VIRTUAL
		" | wheel cryptography 41.0.3 | embedded | " IN "cryptography/hazmat/bindings/_rust.abi3.so\n"
		"Python 3.11.2 grpcio 1.60.0 | " IN "google/x/_cygrpc.so 3.0.19 TLS 1.3 | " VIRTUAL
		" | wheel grpcio 1.60.0 | embedded | " IN "google/x/_cygrpc.so\n"
		"Python 3.11.2 psycopg2-binary 2.9.9 | " IN
		"psycopg2_binary.libs/libcrypto-3.so.1.1 3.5.4 TLS 1.3 | " VIRTUAL
		" | wheel psycopg2-binary 2.9.9 | needed | " IN "psycopg2_binary.libs/libpq-1.so.5\n"
		"Python 3.11.2 pyOpenSSL 24.0 | " IN "cryptography/hazmat/bindings/_rust.abi3.so 3.0.19 TLS 1.3 | " VIRTUAL
		" | wheel pyOpenSSL 24.0 | embedded | " IN "pyOpenSSL-24.0.dist-info/METADATA | " IN
		"cryptography/hazmat/bindings/_rust.abi3.so\n"
		"Python 3.11.2 stray - | " IN "stray/_x.so 3.0.19 TLS 1.3 | " VIRTUAL " | - | embedded | " IN "stray/_x.so\n"
		"Python 3.11.2 _ssl - | " SYSTEM " TLS 1.3 | " VIRTUAL
		" | - | needed | /srv/app/pyvenv.cfg | /usr/lib/python3.11/lib-dynload/_ssl.so\n"
		"Python 3.11 _ssl - | " SYSTEM " TLS 1.3 | - - | - | needed | /usr/lib/python3.11/lib-dynload/_ssl.so\n");
}

static void packages_of_the_system_are_read_with_packages_alone(void **state)
{
	struct world *world = *state;
	uint32_t package = add_package(world, "python3-cryptography"), pyopenssl = add_package(world, "python3-openssl");

	world->facts.mode = SSLINV_MODE_PACKAGES_ONLY;
	put_system(world);
	put_elf(world->top, LIB "python3/dist-packages/cryptography/hazmat/bindings/_openssl.abi3.so", &module_spec);
	put_text(world->top, LIB "python3/dist-packages/cryptography-38.0.4.dist-info/METADATA",
		 "Name: cryptography\nVersion: 38.0.4\n");
	put_text(world->top, LIB "python3/dist-packages/pyOpenSSL-23.0.0.egg-info/PKG-INFO",
		 "Name: pyOpenSSL\nVersion: 23.0.0\n");
	own(world, package, "/usr/lib/python3/dist-packages/cryptography/hazmat/bindings/_openssl.abi3.so");
	own(world, pyopenssl, "/usr/lib/python3/dist-packages/pyOpenSSL-23.0.0.egg-info/PKG-INFO");
	/* Not a package's: for a full scan. */
	put_text(world->top, "root/srv/app/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
#define MODULE "/usr/lib/python3/dist-packages/cryptography/hazmat/bindings/_openssl.abi3.so"
	assert_runtimes(world, "Python - cryptography 38.0.4 | " SYSTEM
			       " TLS 1.3 | system - | python3-cryptography | needed | " MODULE "\n"
			       "Python - pyOpenSSL 23.0.0 | " SYSTEM " TLS 1.3 | system - | python3-openssl | needed |"
			       " /usr/lib/python3/dist-packages/pyOpenSSL-23.0.0.egg-info/PKG-INFO | " MODULE "\n");
}

/* An installation whose `_ssl` is built into its library, or into its program. */
static void a_virtual_environment_gets_what_its_base_has_built_in(void **state)
{
	struct world *world = *state;

	put_embedded(world, "/opt/uv/cpython-3.12/lib/libpython3.12.so.1.0");
	put_text(world->top, "root/opt/uv/cpython-3.12/include/python3.12/patchlevel.h", "#define PY_VERSION \"3.12.1\"\n");
	put_text(world->top, "root/opt/uv/cpython-3.12/bin/x", "");
	put_embedded(world, "/opt/static/bin/python3.10");
	put_text(world->top, "root/srv/a/pyvenv.cfg", "home = /opt/uv/cpython-3.12/bin\nversion_info = 3.12.1\n");
	put_text(world->top, "root/srv/b/pyvenv.cfg", "home = /opt/static/bin\nversion_info = 3.10.2.final.0\n");
#define LIBPYTHON "/opt/uv/cpython-3.12/lib/libpython3.12.so.1.0"
#define PROGRAM "/opt/static/bin/python3.10"
	assert_runtimes(world,
			"Python 3.10 _ssl - | " PROGRAM " 3.0.19 TLS 1.3 | - - | - | embedded | " PROGRAM "\n"
			"Python 3.12.1 _ssl - | " LIBPYTHON " 3.0.19 TLS 1.3 | - - | - | embedded | " LIBPYTHON "\n"
			"Python 3.12.1 _ssl - | " LIBPYTHON " 3.0.19 TLS 1.3 | virtual environment /srv/a | - | embedded |"
			" /srv/a/pyvenv.cfg | " LIBPYTHON "\n"
			"Python 3.10.2 _ssl - | " PROGRAM " 3.0.19 TLS 1.3 | virtual environment /srv/b | - | embedded |"
			" /srv/b/pyvenv.cfg | " PROGRAM "\n");
}

/* The places that other distributions have. */
static void php_is_told_wherever_it_is(void **state)
{
	struct world *world = *state;
	uint32_t common = add_package(world, "php-common"), pecl = add_package(world, "php-pecl-x");

	world->facts.packages.items[common].version = "8.0.30-1.el9";
	world->facts.packages.items[pecl].version = "1.2.3-1.el9";
	put_system(world);
	put_elf(world->top, "root/usr/lib64/php/modules/ftp.so", &module_spec);
	own(world, common, "/usr/lib64/php/modules/ftp.so");
	put_elf(world->top, "root/usr/lib64/php/modules/x.so", &module_spec);
	own(world, pecl, "/usr/lib64/php/modules/x.so");
	put_elf(world->top, "root/usr/lib/php82/modules/openssl.so", &module_spec);
	put_elf(world->top, "root/usr/lib64/php8/extensions/openssl.so", &module_spec);
	put_elf(world->top, "root/usr/bin/php82", &module_spec);
	assert_runtimes(world,
			"PHP 8.2 openssl - | " SYSTEM " TLS 1.3 | - - | - | needed | /usr/bin/php82\n"
			"PHP 8.2 openssl - | " SYSTEM " TLS 1.3 | - - | - | needed | /usr/lib/php82/modules/openssl.so\n"
			"PHP 8.0.30 ftp - | " SYSTEM
			" TLS 1.3 | system - | php-common | needed | /usr/lib64/php/modules/ftp.so\n"
			"PHP - x - | " SYSTEM " TLS 1.3 | system - | php-pecl-x | needed | /usr/lib64/php/modules/x.so\n"
			"PHP 8 openssl - | " SYSTEM " TLS 1.3 | - - | - | needed | /usr/lib64/php8/extensions/openssl.so\n");
}

/* Of the library at the stored path. */
static const char *brought_by(const struct world *world, const char *path)
{
	for (size_t i = 0; i < world->facts.libraries.count; i++)
		if (sslinv_str_compare(world->facts.libraries.items[i].path, path) == 0)
			return or_dash(world->facts.libraries.items[i].brought_by);
	fail_msg("no library %s", path);
	return NULL;
}

/* A module's owner did not bring the library of the system that it gets; conda's packages list their files. */
static void copies_have_those_who_brought_them(void **state)
{
	struct world *world = *state;

	put_system(world);
	put_embedded(world, "/" SITE "cryptography/_rust.abi3.so");
	put_record(world, SITE, "cryptography-41.0.3.dist-info", "Name: cryptography\nVersion: 41.0.3\n",
		   "cryptography/_rust.abi3.so,,\n");
	put_elf(world->top, "root/" SITE "pq.libs/libpq.so.5",
		&(struct elf_spec){ X86_64, .runpath = "$ORIGIN", .needed = { "libssl-2.so.1.1", "libcrypto-3.so.1.1" } });
	put_elf(world->top, "root/" SITE "pq.libs/libssl-2.so.1.1",
		&(struct elf_spec){ X86_64, .soname = "libssl-2.so.1.1", .runpath = "$ORIGIN",
				    .needed = { "libcrypto-3.so.1.1" } });
	put_other(world, "/" SITE "pq.libs/libcrypto-3.so.1.1");
	put_record(world, SITE, "pq-2.9.dist-info", "Name: pq\nVersion: 2.9\n",
		   "pq.libs/libpq.so.5,,\npq.libs/libssl-2.so.1.1,,\npq.libs/libcrypto-3.so.1.1,,\n");
	put_elf(world->top, "root/opt/perl/auto/Net/SSLeay/SSLeay.so",
		&(struct elf_spec){ X86_64, .needed = { "libcrypto.so.3" } });
	put_other(world, "/opt/conda/lib/libcrypto.so.3");
	put_other(world, "/opt/conda/lib/libcrypto.so.9");
	put_text(world->top, "root/opt/conda/conda-meta/history", "");
	put_text(world->top, "root/opt/conda/conda-meta/openssl-3.0.13-h7f8727e_0.json",
		 "{\"files\": [\"lib/libcrypto.so.3\"], \"name\": \"openssl\"}");
	put_text(world->top, "root/opt/conda/conda-meta/openssl-legacy.json", "{}");
	assert_int_equal(find_all(world), 0);
	assert_string_equal(brought_by(world, IN "cryptography/_rust.abi3.so"), "wheel cryptography 41.0.3");
	assert_string_equal(brought_by(world, IN "pq.libs/libcrypto-3.so.1.1"), "wheel pq 2.9");
	assert_string_equal(brought_by(world, IN "pq.libs/libssl-2.so.1.1"), "wheel pq 2.9");
	assert_string_equal(brought_by(world, "/usr/lib/libcrypto.so.3"), "-");
	assert_string_equal(brought_by(world, "/opt/conda/lib/libcrypto.so.3"), "conda package openssl 3.0.13");
	assert_string_equal(brought_by(world, "/opt/conda/lib/libcrypto.so.9"), "-");
}

/* Metadata of other kinds and places. */
static void eggs_and_targets_are_read(void **state)
{
	struct world *world = *state;

	put_embedded(world, "/opt/p/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg/pg/_pg.so");
	put_text(world->top, "root/opt/p/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg/EGG-INFO/PKG-INFO",
		 "Name: pg\nVersion: 2.8\n");
	put_embedded(world, "/opt/p/lib/python3.8/site-packages/old/_old.so");
	put_text(world->top, "root/opt/p/lib/python3.8/site-packages/Older-1.2-py3.8.egg-info/PKG-INFO", "Name: Older\n");
	put_text(world->top, "root/opt/p/lib/python3.8/site-packages/Older-1.2-py3.8.egg-info/installed-files.txt",
		 "../old/_old.so\nPKG-INFO\n");
	/* pip install --target */
	put_embedded(world, "/srv/lambda/cryptography/hazmat/_rust.abi3.so");
	put_record(world, "srv/lambda/", "cryptography-3.4.dist-info", "Name: cryptography\nVersion: 3.4\n",
		   "cryptography/hazmat/_rust.abi3.so,,\n");
	put_embedded(world, "/srv/alone/x.cpython-39-x86_64-linux-gnu.so");
	/* By its directory's name, where there is no file of metadata. */
	put_embedded(world, "/opt/q/site-packages/bare_name/x.so");
	put_text(world->top, "root/opt/q/site-packages/Bare.Name-7.dist-info/top_level.txt", "x\n");
	assert_runtimes(
		world,
		"Python 3.8 Older - | /opt/p/lib/python3.8/site-packages/old/_old.so 3.0.19 TLS 1.3 | - - | egg Older |"
		" embedded | /opt/p/lib/python3.8/site-packages/old/_old.so\n"
		"Python 3.8 pg 2.8 | /opt/p/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg/pg/_pg.so 3.0.19"
		" TLS 1.3 | - - | egg pg 2.8 | embedded |"
		" /opt/p/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg/pg/_pg.so\n"
		"Python - Bare.Name 7 | /opt/q/site-packages/bare_name/x.so 3.0.19 TLS 1.3 | - - | wheel Bare.Name 7 |"
		" embedded | /opt/q/site-packages/bare_name/x.so\n"
		"Python 3.9 x - | /srv/alone/x.cpython-39-x86_64-linux-gnu.so 3.0.19"
		" TLS 1.3 | - - | - | embedded | /srv/alone/x.cpython-39-x86_64-linux-gnu.so\n"
		"Python - cryptography 3.4 | /srv/lambda/cryptography/hazmat/_rust.abi3.so 3.0.19 TLS 1.3 | - - |"
		" wheel cryptography 3.4 | embedded | /srv/lambda/cryptography/hazmat/_rust.abi3.so\n");
}

static void node_and_its_packages_are_told(void **state)
{
	static const char sources[] = "OpenSSL 3.0.19 27 Jan 2026\0https://nodejs.org/download/release/v20.11.1/node-v20";
	struct world *world = *state;
	uint32_t node = add_package(world, "libnode108");

	world->facts.packages.items[node].version = "18.20.4+dfsg-1~deb12u1";
	put_system(world);
	put_elf(world->top, LIB "libnode.so.108", &module_spec);
	own(world, node, "/usr/lib/libnode.so.108");
	put_embedded(world, "/opt/tar/bin/node");
	put_text(world->top, "root/opt/tar/include/node/node_version.h",
		 "#define NODE_MAJOR_VERSION 22\n#define NODE_MINOR_VERSION 1\n#define NODE_PATCH_VERSION 0\n");
	put_elf(world->top, "root/home/me/node",
		&(struct elf_spec){ X86_64, .is_program = true, .needed = { "libssl.so.3" }, .constants = sources,
				    .constants_size = sizeof(sources) });
	/* Somebody else's `node`. */
	put_elf(world->top, "root/opt/chain/bin/node", &module_spec);
	put_embedded(world, "/srv/web/node_modules/@scope/git/build/Release/git.node");
	put_text(world->top, "root/srv/web/node_modules/@scope/git/package.json",
		 "{\"version\": \"0.27.0\", \"name\": \"@scope/git\", \"deep\": {\"name\": \"x\"}}");
	put_embedded(world, "/srv/web/node_modules/a/node_modules/plain/x.node");
	put_text(world->top, "root/srv/web/node_modules/a/package.json", "{\"name\": \"a\", \"version\": \"1\"}");
	put_text(world->top, "root/srv/web/node_modules/a/node_modules/plain/package.json", "{\"name\": [], \"version\": 3");
	assert_runtimes(
		world,
		"Node.js 20.11.1 node - | " SYSTEM " TLS 1.3 | - - | - | needed | /home/me/node\n"
		"Node.js 22.1.0 node - | /opt/tar/bin/node 3.0.19 TLS 1.3 | - - | - | embedded | /opt/tar/bin/node\n"
		"Node.js - @scope/git 0.27.0 | /srv/web/node_modules/@scope/git/build/Release/git.node 3.0.19 TLS 1.3 |"
		" - - | npm package @scope/git 0.27.0 | embedded |"
		" /srv/web/node_modules/@scope/git/build/Release/git.node\n"
		"Node.js - plain - | /srv/web/node_modules/a/node_modules/plain/x.node 3.0.19 TLS 1.3 | - - |"
		" npm package plain | embedded | /srv/web/node_modules/a/node_modules/plain/x.node\n"
		"Node.js 18.20.4 node - | " SYSTEM " TLS 1.3 | system - | libnode108 | needed | /usr/lib/libnode.so.108\n");
}

/* A program is read a window of 1 MiB at a time; a version that lies across two of them is told as a whole. */
static void versions_are_whole_wherever_they_are(void **state)
{
	static const char text[] = "https://x/v20.11.1/";
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_finder_free) struct sslinv_finder finder = { 0 };
	const size_t window = (size_t)1 << 20, size = window + 64;
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = malloc(size + 1);

	assert_non_null(bytes);
	assert_int_equal(sslinv_finder_init(&finder, &world->root, &world->facts), 0);
	for (size_t before = 0; before < 48; before++) {
		const char *version;

		memset(bytes, 'x', size);
		bytes[size] = '\0';
		memcpy(bytes + window - before, text, strlen(text));
		put_text(world->top, "root/program", bytes);
		assert_int_equal(sslinv_told_behind(&finder, "/program", "https://x/v", &version), 0);
		assert_string_equal(or_dash(version), "20.11.1");
	}
}

/* Files that tell versions, of the other languages. */
static void put_languages(struct world *world)
{
	uint32_t ruby = add_package(world, "libruby3.1"), perl = add_package(world, "libnet-ssleay-perl");

	world->facts.packages.items[ruby].version = "3.1.2-7+deb12u1";
	put_elf(world->top, LIB "machine/ruby/3.1.0/openssl.so", &module_spec);
	put_text(world->top, LIB "ruby/3.1.0/openssl/version.rb", "module OpenSSL\n  VERSION = \"3.0.1\"\nend\n");
	own(world, ruby, "/usr/lib/machine/ruby/3.1.0/openssl.so");
	put_elf(world->top, "root/home/me/.rbenv/versions/3.2.2/lib/ruby/3.2.0/x86_64-linux/digest/sha1.so", &hash_spec);
	put_text(world->top, "root/home/me/.rbenv/versions/3.2.2/lib/ruby/3.2.0/x86_64-linux/rbconfig.rb",
		 "  CONFIG[\"MAJOR\"] = \"3\"\n  CONFIG[\"MINOR\"] = \"2\"\n  CONFIG[\"TEENY\"] = \"2\"\n");
	put_elf(world->top, "root/srv/vendor/ruby/3.1.0/gems/puma-6.4.0/lib/puma/puma_http11.so", &module_spec);
	put_elf(world->top, "root/srv/vendor/ruby/3.1.0/extensions/x86_64-linux/3.1.0/puma-6.4.0/puma/puma_http11.so",
		&module_spec);
	put_elf(world->top, LIB "perl5/5.36/auto/Net/SSLeay/SSLeay.so", &module_spec);
	put_text(world->top, LIB "perl5/5.36/Net/SSLeay.pm",
		 "package Net::SSLeay;\n# the VERSION = of it\nour $VERSION = '1.92';\n");
	own(world, perl, "/usr/lib/perl5/5.36/auto/Net/SSLeay/SSLeay.so");
	put_elf(world->top, "root/opt/perl/auto/Crypt/OpenSSL/RSA/RSA.so", &hash_spec);
	put_text(world->top, "root/opt/perl/Crypt/OpenSSL/RSA.pm", "our $VERSION = eval \"oops\";\n");
	put_elf(world->top, LIB "R/site-library/openssl/libs/openssl.so", &module_spec);
	put_text(world->top, LIB "R/site-library/openssl/DESCRIPTION",
		 "Package: openssl\nVersion: 2.0.5\nBuilt: R 4.2.2; x86_64-pc-linux-gnu; 2022-12-01; unix\n");
	put_elf(world->top, "root/opt/thing/libs/thing.so", &module_spec);
}

static void ruby_perl_and_r_are_told(void **state)
{
	struct world *world = *state;

	put_system(world);
	put_languages(world);
	assert_runtimes(
		world,
		"Ruby 3.2.2 digest/sha1 - | " SYSTEM " none | rbenv /home/me/.rbenv/versions/3.2.2 | - | needed |"
		" /home/me/.rbenv/versions/3.2.2/lib/ruby/3.2.0/x86_64-linux/digest/sha1.so\n"
		"Perl - Crypt::OpenSSL::RSA - | " SYSTEM
		" none | - - | Perl module Crypt::OpenSSL::RSA | needed | /opt/perl/auto/Crypt/OpenSSL/RSA/RSA.so\n"
		"Ruby - puma 6.4.0 | " SYSTEM " TLS 1.3 | - - | gem puma 6.4.0 | needed |"
		" /srv/vendor/ruby/3.1.0/extensions/x86_64-linux/3.1.0/puma-6.4.0/puma/puma_http11.so\n"
		"R 4.2.2 openssl 2.0.5 | " SYSTEM
		" TLS 1.3 | - - | R package openssl 2.0.5 | needed | /usr/lib/R/site-library/openssl/libs/openssl.so\n"
		"Ruby 3.1.2 openssl 3.0.1 | " SYSTEM
		" TLS 1.3 | system - | libruby3.1 | needed | /usr/lib/machine/ruby/3.1.0/openssl.so\n"
		"Perl 5.36 Net::SSLeay 1.92 | " SYSTEM
		" TLS 1.3 | system - | libnet-ssleay-perl | needed | /usr/lib/perl5/5.36/auto/Net/SSLeay/SSLeay.so\n");
}

static void php_erlang_and_others_are_told(void **state)
{
	struct world *world = *state;
	uint32_t php = add_package(world, "php8.2-cli"), mono = add_package(world, "mono-runtime-common");

	world->facts.packages.items[php].version = "8.2.29-1~deb12u1";
	world->facts.packages.items[mono].version = "6.8.0.105+dfsg-3.3";
	put_system(world);
	put_elf(world->top, "root/usr/bin/php8.2", &module_spec);
	own(world, php, "/usr/bin/php8.2");
	put_elf(world->top, "root/usr/local/bin/php", &module_spec);
	put_text(world->top, "root/usr/local/include/php/main/php_version.h", "#define PHP_VERSION \"8.3.1\"\n");
	put_elf(world->top, "root/usr/local/lib/php/extensions/no-debug-non-zts-20230831/ftp.so", &module_spec);
	/* curl by libcurl, pgsql by a libpq without OpenSSL, and a file of a familiar name that is none. */
	put_elf(world->top, LIB "libcurl.so.4",
		&(struct elf_spec){ X86_64, .soname = "libcurl.so.4", .needed = { "libssl.so.3", "libcrypto.so.3" } });
	put_elf(world->top, LIB "libpq.so.5",
		&(struct elf_spec){ X86_64, .soname = "libpq.so.5", .needed = { "libc.so.6" } });
	put_elf(world->top, LIB "php/20220829/curl.so",
		&(struct elf_spec){ X86_64, .needed = { "libc.so.6", "libcurl.so.4" } });
	put_elf(world->top, LIB "php/20220829/pgsql.so", &(struct elf_spec){ X86_64, .needed = { "libpq.so.5" } });
	put_text(world->top, LIB "php/20990101/curl.so", "#!/bin/sh\n");
	put_elf(world->top, LIB "other/curl.so", &(struct elf_spec){ X86_64, .needed = { "libcurl.so.4" } });
	put_elf(world->top, LIB "erlang/lib/crypto-5.1.2/priv/lib/crypto.so", &hash_spec);
	put_elf(world->top, LIB "erlang/lib/crypto-5.1.2/priv/lib/otp_test_engine.so", &hash_spec);
	put_text(world->top, LIB "erlang/releases/start_erl.data", "13.1.5 25\n");
	put_text(world->top, LIB "erlang/releases/25/OTP_VERSION", "25.2.3\n");
	put_embedded(world, "/usr/lib/libmono-btls-shared.so");
	own(world, mono, "/usr/lib/libmono-btls-shared.so");
	assert_runtimes(
		world,
		"PHP 8.2.29 openssl - | " SYSTEM " TLS 1.3 | system - | php8.2-cli | needed | /usr/bin/php8.2\n"
		"Erlang 25.2.3 crypto 5.1.2 | " SYSTEM " - | - - | Erlang application crypto 5.1.2 | needed |"
		" /usr/lib/erlang/lib/crypto-5.1.2/priv/lib/crypto.so\n"
		"Mono 6.8.0.105 btls - | /usr/lib/libmono-btls-shared.so 3.0.19 TLS 1.3 | system - | mono-runtime-common |"
		" embedded | /usr/lib/libmono-btls-shared.so\n"
		"PHP 8.2 curl - | " SYSTEM
		" TLS 1.3 | - - | - | needed | /usr/lib/php/20220829/curl.so | /usr/lib/libcurl.so.4\n"
		"PHP 8.2 pgsql - | - - - | - - | - | - | /usr/lib/php/20220829/pgsql.so | /usr/lib/libpq.so.5\n"
		"PHP 8.3.1 openssl - | " SYSTEM " TLS 1.3 | - - | - | needed | /usr/local/bin/php\n"
		"PHP 8.3.1 ftp - | " SYSTEM " TLS 1.3 | - - | - | needed |"
		" /usr/local/lib/php/extensions/no-debug-non-zts-20230831/ftp.so\n");
}

/* An archive with one member, the bytes of a file of the root. */
static void put_archive(const struct world *world, const char *path, const char *member, const char *file)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *from = sslinv_str_format("%s%s", world->tree, file);
	SSLINV_CLEANUP(sslinv_free_ptr) char *bytes = malloc(1 << 22);
	SSLINV_CLEANUP(sslinv_free_ptr) char *packed = malloc(1 << 22);
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	FILE *stream = fopen(from, "rb");
	size_t size, packed_size = 0;

	assert_true(stream && bytes && packed);
	size = fread(bytes, 1, 1 << 22, stream);
	fclose(stream);
	assert_int_equal(archive_write_set_format_zip(archive), ARCHIVE_OK);
	assert_int_equal(archive_write_set_bytes_in_last_block(archive, 1), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(archive, packed, 1 << 22, &packed_size), ARCHIVE_OK);
	archive_entry_set_pathname(entry, member);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_filetype(entry, AE_IFREG);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, bytes, size), (la_ssize_t)size);
	archive_entry_free(entry);
	assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
	put_file(world->top, path, packed, packed_size);
}

static void native_code_of_java_is_told_by_its_archive(void **state)
{
	struct world *world = *state;

	put_embedded(world, "/made");
	put_archive(world, "root/opt/netty-tcnative-boringssl-static-2.0.61.Final-linux-x86_64.jar",
		    "META-INF/native/libnetty_tcnative_linux_x86_64.so", "/made");
	put_archive(world, "root/opt/all.jar", "META-INF/native/libio_shaded_netty_tcnative_linux_x86_64.so", "/made");
	put_archive(world, "root/opt/log4j-1.2-api-2.17.0.jar", "x.so", "/made");
	put_archive(world, "root/opt/app.war", "WEB-INF/lib/conscrypt-openjdk-uber-2.5.2.jar", "/opt/all.jar");
	put_archive(world, "root/opt/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg", "pg/_pg.so", "/made");
	forget_facts(world);
	assert_runtimes(
		world,
		"Java - netty-tcnative - | /opt/all.jar!/META-INF/native/libio_shaded_netty_tcnative_linux_x86_64.so 3.0.19"
		" TLS 1.3 | - - | jar all | embedded | "
		"/opt/all.jar!/META-INF/native/libio_shaded_netty_tcnative_linux_x86_64.so\n"
		"Java - netty-tcnative - | /opt/app.war!/WEB-INF/lib/conscrypt-openjdk-uber-2.5.2.jar!/META-INF/native/"
		"libio_shaded_netty_tcnative_linux_x86_64.so 3.0.19 TLS 1.3 | - - | jar conscrypt-openjdk-uber 2.5.2 | "
		"embedded |"
		" /opt/app.war!/WEB-INF/lib/conscrypt-openjdk-uber-2.5.2.jar!/META-INF/native/"
		"libio_shaded_netty_tcnative_linux_x86_64.so\n"
		"Python 3.8 pg 2.8 | /opt/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg!/pg/_pg.so 3.0.19 TLS "
		"1.3 |"
		" - - | egg pg 2.8 | embedded | /opt/lib/python3.8/site-packages/pg-2.8-py3.8-linux-x86_64.egg!/pg/_pg.so\n"
		"Java - log4j-1.2-api 2.17.0 | /opt/log4j-1.2-api-2.17.0.jar!/x.so 3.0.19 TLS 1.3 | - - |"
		" jar log4j-1.2-api 2.17.0 | embedded | /opt/log4j-1.2-api-2.17.0.jar!/x.so\n"
		"Java - netty-tcnative-boringssl-static 2.0.61.Final |"
		" /opt/netty-tcnative-boringssl-static-2.0.61.Final-linux-x86_64.jar!/META-INF/native/"
		"libnetty_tcnative_linux_x86_64.so 3.0.19 TLS 1.3 | - - | jar netty-tcnative-boringssl-static 2.0.61.Final |"
		" embedded | /opt/netty-tcnative-boringssl-static-2.0.61.Final-linux-x86_64.jar!/META-INF/native/"
		"libnetty_tcnative_linux_x86_64.so\n");
}

static void dotnet_takes_the_first_library_that_it_knows(void **state)
{
	static const char new_names[] = "libssl.so.\0libssl.so.1.1\0libssl.so.3\0libssl.so.10";
	static const char old_names[] = "libssl.so.1.1\0libssl.so.1.0.2\0libssl.so.1.0.0";
	struct world *world = *state;

#define DOTNET "root/usr/share/dotnet/shared/Microsoft.NETCore.App/"
#define NATIVE "System.Security.Cryptography.Native.OpenSsl.so"
	put_system(world);
	put_elf(world->top, DOTNET "8.0.1/lib" NATIVE,
		&(struct elf_spec){ X86_64, .needed = { "libc.so.6" }, .constants = new_names,
				    .constants_size = sizeof(new_names) });
	put_elf(world->top, DOTNET "3.1.2/" NATIVE,
		&(struct elf_spec){ X86_64, .needed = { "libc.so.6" }, .constants = old_names,
				    .constants_size = sizeof(old_names) });
	put_elf(world->top, DOTNET "9.0.0-rc.1/lib" NATIVE, &module_spec);
	put_elf(world->top, "root/opt/app/lib" NATIVE,
		&(struct elf_spec){ X86_64, .constants = new_names, .constants_size = sizeof(new_names) });
#define NAME "System.Security.Cryptography.Native"
	assert_runtimes(world, ".NET - " NAME " - | " SYSTEM " TLS 1.3 | - - | - | dlopen | /opt/app/lib" NATIVE "\n"
			       ".NET 3.1.2 " NAME " - | - - - | - - | - | - |"
			       " /usr/share/dotnet/shared/Microsoft.NETCore.App/3.1.2/" NATIVE "\n"
			       ".NET 8.0.1 " NAME " - | " SYSTEM " TLS 1.3 | - - | - | dlopen |"
			       " /usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/lib" NATIVE "\n"
			       ".NET 9.0.0-rc.1 " NAME " - | " SYSTEM " TLS 1.3 | - - | - | needed |"
			       " /usr/share/dotnet/shared/Microsoft.NETCore.App/9.0.0-rc.1/lib" NATIVE "\n");
}

/* Nothing leads out of the root, blocks, or is believed beyond its limits. */
static void hostile_metadata_is_not_believed(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_free_ptr) char *fifo = sslinv_str_format("%s/" SITE "b-1.dist-info/METADATA", world->tree);
	SSLINV_CLEANUP(sslinv_free_ptr) char *large = malloc(200000);

	put_text(world->top, "outside/METADATA", "Name: outside\nVersion: 1\n");
	put_embedded(world, "/" SITE "a/x.so");
	put_link(world->top, "root/" SITE "a-1.dist-info/METADATA", "../../../../../../../../outside/METADATA");
	put_embedded(world, "/" SITE "b/x.so");
	put_text(world->top, "root/" SITE "b-1.dist-info/INSTALLER", "pip\n");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	put_embedded(world, "/" SITE "c/x.so");
	assert_non_null(large);
	memset(large, 'n', 200000);
	memcpy(large, "Name: ", 6);
	put_file(world->top, "root/" SITE "c-1.dist-info/METADATA", large, 200000);
	put_embedded(world, "/" SITE "d/x.so");
	put_text(world->top, "root/" SITE "d-1.dist-info/METADATA", "Name: d\x1b[31m\nVersion: \xff\n");
	put_link(world->top, "root/" SITE "pyOpenSSL-1.dist-info", "/../../outside");
	put_link(world->top, "root/srv/pyvenv.cfg", "../../outside/METADATA");
	put_text(world->top, "root/opt/pyvenv.cfg", "home = /../../..\nversion = 99999999999999999999.\n");
	assert_runtimes(
		world, "Python 99999999999999999999 _ssl - | - - - | virtual environment /opt | - | - | /opt/pyvenv.cfg\n"
		       "Python 3.11 a 1 | " IN "a/x.so 3.0.19 TLS 1.3 | - - | wheel a 1 | embedded | " IN "a/x.so\n"
		       "Python 3.11 b 1 | " IN "b/x.so 3.0.19 TLS 1.3 | - - | wheel b 1 | embedded | " IN "b/x.so\n"
		       "Python 3.11 c - | " IN "c/x.so 3.0.19 TLS 1.3 | - - | wheel c | embedded | " IN "c/x.so\n"
		       "Python 3.11 $'d\\x1b[31m' $'\\xff' | " IN "d/x.so 3.0.19 TLS 1.3 | - - | $'wheel d\\x1b[31m \\xff' |"
		       " embedded | " IN "d/x.so\n");
}

/* Each allocation fails once: then all of it fails, or nothing is missing. */
static void no_lack_of_memory_hides_a_module(void **state)
{
	struct world *world = *state;
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str all = { 0 };
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str found = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	bool has_failed = true;
	size_t count;

	put_system(world);
	put_languages(world);
	put_elf(world->top, LIB "python3.11/lib-dynload/_ssl.so", &module_spec);
	put_text(world->top, "root/srv/app/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
	put_text(world->top, "root/usr/bin/sh", "");
	put_embedded(world, "/" SITE "cryptography/_rust.abi3.so");
	put_record(world, SITE, "cryptography-41.0.3.dist-info", "Name: cryptography\nVersion: 41.0.3\n",
		   "cryptography/_rust.abi3.so,,\n");
	put_record(world, SITE, "pyOpenSSL-24.0.dist-info", "Name: pyOpenSSL\nVersion: 24.0\n", "OpenSSL/SSL.py,,\n");
	put_embedded(world, "/srv/web/node_modules/git/git.node");
	put_text(world->top, "root/srv/web/node_modules/git/package.json", "{\"version\": \"0.27.0\", \"name\": \"git\"}");
	put_elf(world->top, LIB "libcurl.so.4",
		&(struct elf_spec){ X86_64, .soname = "libcurl.so.4", .needed = { "libssl.so.3" } });
	put_elf(world->top, LIB "php/20220829/curl.so", &(struct elf_spec){ X86_64, .needed = { "libcurl.so.4" } });
	put_other(world, "/opt/conda/lib/libcrypto.so.3");
	put_text(world->top, "root/opt/conda/conda-meta/openssl-3.0.13-h_0.json", "{\"files\": [\"lib/libcrypto.so.3\"]}");
	assert_int_equal(find_all(world), 0);
	describe(world, &all);
	for (count = 0; has_failed; count++) {
		int rc;

		world->facts.runtimes.count = 0;
		memory_fails_after(count);
		rc = sslinv_runtimes_find(&world->root, &world->facts, &error);
		has_failed = memory_has_failed();
		sslinv_error_clear(&error);
		if (rc < 0) {
			assert_int_equal(rc, SSLINV_E_MEMORY);
			continue;
		}
		describe(world, &found);
		if (strcmp(sslinv_str_text(&found), sslinv_str_text(&all)) != 0)
			fail_msg("allocation %zu: %s", count, sslinv_str_text(&found));
	}
	assert_in_range(count, 100, 100000);
}

static void the_newest_tls_goes_by_the_version(void **state)
{
	static const struct {
		const char *library, *version, *tls;
	} cases[] = {
		{ "OpenSSL", "3.5.4", "TLS 1.3" },  { "OpenSSL", "1.1.1", "TLS 1.3" },
		{ "OpenSSL", "1.1.0l", "TLS 1.2" }, { "OpenSSL", "1.0.1", "TLS 1.2" },
		{ "OpenSSL", "1.0.0t", "TLS 1.0" }, { "OpenSSL", "0.9.8zh", "TLS 1.0" },
		{ "OpenSSL", NULL, NULL },          { "LibreSSL", "2.9.2", "TLS 1.2" },
		{ "LibreSSL", "3.3.6", "TLS 1.3" }, { "LibreSSL", NULL, NULL },
		{ "BoringSSL", NULL, "TLS 1.3" },   { "AWS-LC", NULL, "TLS 1.3" },
		{ "Tongsuo", "8.4.0", NULL },       { NULL, "3.0.0", NULL },
		{ "another", "3.0.0", NULL },
	};

	(void)state;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(cases); i++) {
		const char *tls = sslinv_openssl_tls(cases[i].library, cases[i].version);

		assert_string_equal(or_dash(tls), or_dash(cases[i].tls));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_system_and_versions_by_hand_are_told_apart, make_world, free_world),
		cmocka_unit_test_setup_teardown(wheels_in_a_virtual_environment_own_their_copies, make_world, free_world),
		cmocka_unit_test_setup_teardown(packages_of_the_system_are_read_with_packages_alone, make_world, free_world),
		cmocka_unit_test_setup_teardown(a_virtual_environment_gets_what_its_base_has_built_in, make_world,
						free_world),
		cmocka_unit_test_setup_teardown(php_is_told_wherever_it_is, make_world, free_world),
		cmocka_unit_test_setup_teardown(copies_have_those_who_brought_them, make_world, free_world),
		cmocka_unit_test_setup_teardown(eggs_and_targets_are_read, make_world, free_world),
		cmocka_unit_test_setup_teardown(node_and_its_packages_are_told, make_world, free_world),
		cmocka_unit_test_setup_teardown(versions_are_whole_wherever_they_are, make_world, free_world),
		cmocka_unit_test_setup_teardown(ruby_perl_and_r_are_told, make_world, free_world),
		cmocka_unit_test_setup_teardown(php_erlang_and_others_are_told, make_world, free_world),
		cmocka_unit_test_setup_teardown(native_code_of_java_is_told_by_its_archive, make_world, free_world),
		cmocka_unit_test_setup_teardown(dotnet_takes_the_first_library_that_it_knows, make_world, free_world),
		cmocka_unit_test_setup_teardown(hostile_metadata_is_not_believed, make_world, free_world),
		cmocka_unit_test_setup_teardown(no_lack_of_memory_hides_a_module, make_world, free_world),
		cmocka_unit_test(the_newest_tls_goes_by_the_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
