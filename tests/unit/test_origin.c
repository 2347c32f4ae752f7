/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose build a package is: the bundled table, a row for each kind of host and build. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "distro/line.h"
#include "origin/origin.h"
#include "origin/origin_shape.h"

static struct sslinv_origin_table table;

static int load(void **state)
{
	const char *source = getenv("srcdir");
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/data/origins.xml", source ? source : ".");
	struct sslinv_error error = SSLINV_ERROR_INIT;

	(void)state;
	if (sslinv_origin_table_load(path, &table, &error) == 0)
		return 0;
	fprintf(stderr, "%s\n", error.message);
	return -1;
}

static int unload(void **state)
{
	(void)state;
	sslinv_origin_table_free(&table);
	return 0;
}

#define DEBIAN_TEAM "Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>"
#define UBUNTU_TEAM "Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>"
#define SOMEBODY "A Packager <packager@example.org>"

/* A package of dpkg on a host, and what is to follow. NULL where there is nothing. */
struct deb_row {
	const char *os_id, *os_version;
	const char *version;
	const char *maintainer, *suite; /* of the changelog's newest entry, which is of this version */
	const char *archive, *codename; /* of the archive that offers it */
	const char *strength, *build_of, *builder;
};

static const struct deb_row deb_rows[] = {
	/* A release's own builds, with and without lists, changelog and maintainer. */
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, "bookworm-security", NULL, NULL, "likely", "debian:12",
	  "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, NULL, "Debian", "bookworm", "certain", "debian:12", "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2", NULL, NULL, NULL, NULL, "likely", "debian:12", "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2", SOMEBODY, NULL, NULL, NULL, "likely", "debian:12", "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2+b1", NULL, NULL, NULL, NULL, "likely", "debian:12", "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, NULL, "Debian", "bookworm-security", "certain", "debian:12",
	  "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, NULL, "a mirror of our own", "bookworm", "likely", "debian:12",
	  "Debian" },
	/* The version that a release came with has no mark. */
	{ "debian", "12", "3.0.9-1", DEBIAN_TEAM, "unstable", NULL, NULL, "likely", "debian:12", "Debian" },
	{ "debian", "11", "1.1.1k-1", NULL, NULL, NULL, NULL, "likely", "debian:11", "Debian" },
	{ "debian", "12", "1.1.1k-1", NULL, NULL, NULL, NULL, "likely", "debian:11", "Debian" },
	{ "debian", "12", "1.1.1d-2", NULL, NULL, NULL, NULL, "likely", "debian:11", "Debian" },
	{ "debian", "6", "0.9.8o-4squeeze14", NULL, NULL, NULL, NULL, "likely", "debian:6", "Debian" },
	{ "debian", "7", "1.0.1e-2+deb7u21", NULL, NULL, NULL, NULL, "likely", "debian:7", "Debian" },
	/* Builds of other suites and releases. */
	{ "debian", "13", "3.6.3-1", DEBIAN_TEAM, "unstable", "Debian", "forky", "certain", "debian:14", "Debian" },
	{ "debian", "13", "3.6.3-1", DEBIAN_TEAM, "unstable", "Debian", "testing", "certain", "debian:14", "Debian" },
	{ "debian", "13", "3.6.3-1", DEBIAN_TEAM, "unstable", NULL, NULL, "likely", "debian:sid", "Debian" },
	{ "debian", "13", "3.6.3-1", NULL, NULL, NULL, NULL, "likely", "debian:sid", "Debian" },
	{ "debian", "13", "3.5.8-1", NULL, NULL, NULL, NULL, "likely", "debian:sid", "Debian" },
	{ "debian", "12", "3.2.6-1", DEBIAN_TEAM, "unstable", NULL, NULL, "likely", "debian:sid", "Debian" },
	{ "debian", "12", "3.5.1-1~bpo12+1", DEBIAN_TEAM, "bookworm-backports", NULL, NULL, "likely", "debian:12/backports",
	  "Debian" },
	{ "debian", "12", "1.1.1w-0+deb11u8", DEBIAN_TEAM, "bullseye-security", NULL, NULL, "likely", "debian:11",
	  "Debian" },
	{ "debian", "12", "1.1.1w-0+deb11u8", SOMEBODY, NULL, NULL, NULL, "likely", "debian:11", "Debian" },
	{ "debian", "10", "1.1.1k-1+deb11u1", DEBIAN_TEAM, "bullseye-security", NULL, NULL, "likely", "debian:11",
	  "Debian" },
	/* A release that is newer than the table. */
	{ "debian", "14", "3.6.3-1", DEBIAN_TEAM, "unstable", NULL, NULL, "likely", "debian:14", "Debian" },
	{ "debian", "14", "3.6.3-1", NULL, NULL, NULL, NULL, "likely", "debian:14", "Debian" },
	{ "debian", "14", "3.5.6-1~deb13u2", NULL, NULL, NULL, NULL, "likely", "debian:13", "Debian" },
	{ "debian", NULL, "3.6.3-1", DEBIAN_TEAM, "unstable", NULL, NULL, "likely", "debian:sid", "Debian" },
	/* Marks that contradict. */
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, "trixie", NULL, NULL, "open", "debian:12", "Debian" },
	{ "debian", "12", "1.1.1w-0+deb11u8", DEBIAN_TEAM, NULL, "Debian", "bookworm", "open", "debian:12", "Debian" },
	/* Versions that the release which they name never had. */
	{ "debian", "12", "3.2.6-1~deb12u1", DEBIAN_TEAM, "bookworm", NULL, NULL, "open", "debian:12", "Debian" },
	{ "debian", "12", "3.0.15-1", DEBIAN_TEAM, "bookworm", NULL, NULL, "open", "debian:12", "Debian" },
	{ "debian", "12", "3.7.0~alpha1-1", DEBIAN_TEAM, "experimental", NULL, NULL, "likely", "debian:experimental",
	  "Debian" },
	/* Nobody's that is listed. */
	{ "debian", "12", "1:3.0.2-0ubuntu1custom1", SOMEBODY, "unstable", NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.2-0ubuntu1custom1", SOMEBODY, "unstable", NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "1:3.0.17-1~deb12u2", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17-1~deb12u2+local1", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17-1~deb12u2.1mycorp", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, "UNRELEASED", NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17-1~deb12u2+local1", DEBIAN_TEAM, NULL, "Debian", "bookworm", "likely", NULL, NULL },
	/* A mark before the revision, or a number that only looks like OpenSSL's. */
	{ "debian", "12", "3.0.17+quic1-1~deb12u2", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17+really3.0.2-1~deb12u2", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17.is.3.0.2-1~deb12u2", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17-local-1~deb12u2", DEBIAN_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "12", "3.0.17+quic1-1~deb12u2", DEBIAN_TEAM, NULL, "Debian", "bookworm", "likely", NULL, NULL },
	{ "ubuntu", "22.04", "3.0.2+corp-0ubuntu1.20", UBUNTU_TEAM, NULL, NULL, NULL, "likely", NULL, NULL },
	{ "debian", "13", "3.7.0~~beta2-1", DEBIAN_TEAM, "experimental", NULL, NULL, "likely", "debian:experimental",
	  "Debian" },
	/* Ubuntu's own, by the version that a release stays with. */
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.24", UBUNTU_TEAM, "focal-security", NULL, NULL, "likely", "ubuntu:20.04",
	  "Ubuntu" },
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.24+esm1", NULL, NULL, NULL, NULL, "likely", "ubuntu:20.04", "Ubuntu" },
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.fips.7", NULL, NULL, NULL, NULL, "likely", "ubuntu:20.04", "Ubuntu" },
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.24", UBUNTU_TEAM, NULL, "Ubuntu", "focal", "certain", "ubuntu:20.04",
	  "Ubuntu" },
	{ "ubuntu", "18.04", "1.1.1-1ubuntu2.1~18.04.23", NULL, NULL, NULL, NULL, "likely", "ubuntu:18.04", "Ubuntu" },
	{ "ubuntu", "18.04", "1.1.1-1ubuntu2.fips.2.1~18.04.13.2", NULL, NULL, NULL, NULL, "likely", "ubuntu:18.04",
	  "Ubuntu" },
	{ "ubuntu", "22.04", "3.0.2-0ubuntu1.12", SOMEBODY, NULL, NULL, NULL, "likely", "ubuntu:22.04", "Ubuntu" },
	{ "ubuntu", "22.04", "3.0.2-0ubuntu1.10+Fips1", NULL, NULL, NULL, NULL, "likely", "ubuntu:22.04", "Ubuntu" },
	{ "ubuntu", "28.04", "4.1.0-1ubuntu3", UBUNTU_TEAM, NULL, NULL, NULL, "likely", "ubuntu:28.04", "Ubuntu" },
	{ "ubuntu", "22.04", "1.1.1f-1ubuntu2.24", UBUNTU_TEAM, "focal-security", NULL, NULL, "likely", "ubuntu:20.04",
	  "Ubuntu" },
	{ "ubuntu", "22.04", "1.1.1f-1ubuntu2.24", NULL, NULL, NULL, NULL, "likely", "ubuntu:20.04", "Ubuntu" },
	{ "ubuntu", "18.04", "1.1.1d-2ubuntu3", UBUNTU_TEAM, "focal", NULL, NULL, "open", "ubuntu:20.04", "Ubuntu" },
	{ "ubuntu", "18.04", "1.1.1d-2ubuntu3", UBUNTU_TEAM, NULL, NULL, NULL, "likely", NULL, "Ubuntu" },
	{ "ubuntu", "22.04", "3.0.13-0ubuntu3~22.04.1", UBUNTU_TEAM, NULL, NULL, NULL, "open", "ubuntu:22.04", "Ubuntu" },
	{ "ubuntu", "22.04", "3.0.13-0ubuntu3.1", UBUNTU_TEAM, "jammy", NULL, NULL, "open", "ubuntu:24.04", "Ubuntu" },
	{ "ubuntu", "22.04", "3.0.9-1ubuntu1", UBUNTU_TEAM, "jammy", NULL, NULL, "open", "ubuntu:22.04", "Ubuntu" },
	/* Archives of packagers. */
	{ "ubuntu", "20.04", "1.1.1j-1+ubuntu20.04.1+deb.sury.org+3", SOMEBODY, "focal", "LP-PPA-ondrej-php", "focal",
	  "certain", NULL, "LP-PPA-ondrej-php" },
	{ "ubuntu", "20.04", "1.1.1j-1+ubuntu20.04.1+deb.sury.org+3", SOMEBODY, "focal", NULL, NULL, "likely", NULL,
	  "deb.sury.org" },
	{ "ubuntu", "20.04", "1.1.1j-1+ubuntu20.04.1", SOMEBODY, NULL, NULL, NULL, "likely", NULL, "a packager's archive" },
	{ "ubuntu", "20.04", "1.1.1j-1~focal1", SOMEBODY, NULL, NULL, NULL, "likely", NULL, "a packager's archive" },
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.24~ppa1", UBUNTU_TEAM, NULL, NULL, NULL, "likely", NULL,
	  "a packager's archive" },
	{ "ubuntu", "20.04", "1.1.1f-1ubuntu2.99", UBUNTU_TEAM, NULL, "LP-PPA-somebody", "focal", "certain", NULL,
	  "LP-PPA-somebody" },
	{ "debian", "11", "1.1.1w-1.pgdg110+1", SOMEBODY, NULL, NULL, NULL, "likely", NULL, "apt.postgresql.org" },
	/* One family's builds on the other's hosts: by more than their shape. */
	{ "ubuntu", "22.04", "1.1.1w-0+deb11u1", DEBIAN_TEAM, "bullseye-security", NULL, NULL, "likely", "debian:11",
	  "Debian" },
	{ "ubuntu", "22.04", "1.1.1w-0+deb11u1", SOMEBODY, NULL, NULL, NULL, "open", "debian:11", "Debian" },
	{ "debian", "12", "1.1.1f-1ubuntu2.24", UBUNTU_TEAM, NULL, NULL, NULL, "likely", "ubuntu:20.04", "Ubuntu" },
	{ "debian", "12", "1.1.1f-1ubuntu2.24", SOMEBODY, NULL, NULL, NULL, "open", "ubuntu:20.04", "Ubuntu" },
	/* Derivatives: taken where the vendor says so, and nowhere else. */
	{ "raspbian", "12", "3.0.17-1~deb12u2", DEBIAN_TEAM, NULL, "Raspbian", "bookworm", "likely", "debian:12", "Debian" },
	{ "raspbian", "12", "3.0.17-1~deb12u2+rpt1", DEBIAN_TEAM, NULL, "Raspberry Pi Foundation", "bookworm", "likely",
	  "debian:12", "Debian" },
	{ "debian", "12", "3.0.17-1~deb12u2+rpt1", DEBIAN_TEAM, NULL, NULL, NULL, "likely", "debian:12", "Debian" },
	{ "devuan", "5", "3.0.22-1~deb12u1", SOMEBODY, NULL, NULL, NULL, "open", NULL, "Debian" },
	{ "devuan", "5", "3.0.22-1~deb12u1", DEBIAN_TEAM, "bookworm-security", NULL, NULL, "open", NULL, "Debian" },
	{ "linuxmint", "21.3", "3.0.2-0ubuntu1.12", UBUNTU_TEAM, "jammy-security", NULL, NULL, "open", NULL, "Ubuntu" },
	{ "linuxmint", "21.3", "3.0.2-0ubuntu1.12", UBUNTU_TEAM, NULL, "Ubuntu", "jammy", "certain", "ubuntu:22.04",
	  "Ubuntu" },
	{ "devuan", "5", "3.0.22-1~deb12u1", DEBIAN_TEAM, NULL, "Debian", "bookworm", "certain", "debian:12", "Debian" },
};

static void compare(size_t row, const char *what, const char *wanted, const char *found)
{
	if (sslinv_str_compare(wanted, found) != 0)
		fail_msg("row %zu, %s: wanted %s, found %s", row, what, wanted ? wanted : "none", found ? found : "none");
}

static void check(size_t row, const struct sslinv_package *package, const char *strength, const char *build_of,
		  const char *builder)
{
	if (strcmp(sslinv_strength_name(sslinv_package_strength(package)), strength) != 0)
		fail_msg("row %zu (%s): wanted %s, found %s", row, package->version, strength, package->origin_evidence);
	compare(row, package->origin_evidence, build_of, package->build_of);
	compare(row, package->origin_evidence, builder, package->origin);
}

static void test_deb(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(deb_rows) / sizeof(deb_rows[0]); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		const struct deb_row *row = &deb_rows[i];
		struct sslinv_package *package = sslinv_array_add(&facts.packages);
		struct sslinv_origin_hint *words = sslinv_array_add(&facts.origin_hints);
		struct sslinv_origin_hint *offer = row->archive ? sslinv_array_add(&facts.origin_hints) : NULL;

		assert_non_null(package);
		facts.host.os_id = row->os_id;
		facts.host.os_version = row->os_version;
		*package = (struct sslinv_package){
			.name = "libssl3",
			.version = row->version,
			.arch = "amd64",
			.format = "deb",
			.source_name = "openssl",
		};
		words = facts.origin_hints.items;
		words->maintainer = row->maintainer;
		words->changelog_suite = row->suite;
		words->changelog_version = row->suite ? row->version : NULL;
		if (offer) {
			offer->repository_origin = row->archive;
			offer->repository_codename = row->codename;
		}
		assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
		check(i, &facts.packages.items[0], row->strength, row->build_of, row->builder);
	}
}

/* The versions that are listed are those of the source openssl; another source of the host's vendor is the host's own. */
static void test_other_sources(void **state)
{
	static const struct {
		const char *os_id, *os_version, *source, *version, *build_of;
	} rows[] = {
		{ "ubuntu", "22.04", "openssl-fips", "3.0.5-0ubuntu0.1+Fips2.1", "ubuntu:22.04" },
		{ "ubuntu", "18.04", "openssl1.0", "1.0.2n-1ubuntu5.13", "ubuntu:18.04" },
		{ "ubuntu", "20.04", "openssl1.0", "1.0.2n-1ubuntu5.13", "ubuntu:18.04" },
		{ "debian", "9", "openssl1.0", "1.0.2l-2", "debian:9" },
		{ "debian", "9", "openssl1.0", "1.0.2u-1~deb9u7", "debian:9" },
		{ "debian", "12", "edk2", "2022.11-6", "debian:12" },
		{ "debian", "7", "openssl098", "0.9.8o-7", "debian:7" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		struct sslinv_package *package = sslinv_array_add(&facts.packages);

		assert_non_null(package);
		facts.host.os_id = rows[i].os_id;
		facts.host.os_version = rows[i].os_version;
		*package = (struct sslinv_package){
			.name = "libssl1.0.0",
			.version = rows[i].version,
			.arch = "amd64",
			.format = "deb",
			.source_name = rows[i].source,
		};
		assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
		compare(i, package->origin_evidence, rows[i].build_of, package->build_of);
	}
}

/* A binary package with a mark that its source has not was built by somebody else. */
static void test_binary_marks(void **state)
{
	static const struct {
		const char *version, *build_of, *builder;
	} rows[] = {
		{ "3.0.17-1~deb12u2", "debian:12", "Debian" }, { "3.0.17-1~deb12u2+b1", "debian:12", "Debian" },
		{ "3.0.17-1~deb12u2+local1", NULL, NULL },     { "3.0.17-1~deb12u2+ppa1", NULL, "a packager's archive" },
		{ "1:3.0.17-1~deb12u2", NULL, NULL },          { "3.0.17+corp-1~deb12u2", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		struct sslinv_package *package = sslinv_array_add(&facts.packages);

		assert_non_null(package);
		facts.host.os_id = "debian";
		facts.host.os_version = "12";
		*package = (struct sslinv_package){
			.name = "libssl3",
			.version = rows[i].version,
			.arch = "amd64",
			.format = "deb",
			.source_name = "openssl",
			.source_version = "3.0.17-1~deb12u2",
		};
		assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
		check(i, package, "likely", rows[i].build_of, rows[i].builder);
	}
}

/* A package of rpm on a host, whose other packages have this vendor. */
struct rpm_row {
	const char *os_id, *os_version, *host_vendor;
	const char *name, *version, *vendor, *key, *build_host;
	const char *strength, *build_of, *builder;
};

#define RED_HAT "Red Hat, Inc."

static const struct rpm_row rpm_rows[] = {
	/* A release's own builds. */
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-12.el8_9", RED_HAT, "199e2f91fd431d51",
	  "x86-01.bsys.redhat.com", "certain", "rhel:8", "Red Hat" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-12.el8_9", RED_HAT, NULL, NULL, "likely", "rhel:8", "Red Hat" },
	{ "rhel", "8.10", NULL, "openssl-libs", "1:1.1.1k-12.el8_9", NULL, NULL, "localhost", "likely", "rhel:8",
	  "Red Hat" },
	{ "rhel", "7.9", RED_HAT, "openssl-libs", "1:1.0.2k-26.el7_9", RED_HAT, "199e2f91fd431d51", NULL, "certain",
	  "rhel:7", "Red Hat" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "10:1.1.1k-12.el8_9_fips", RED_HAT, NULL, NULL, "likely", "rhel:8",
	  "Red Hat" },
	{ "centos", "7", "CentOS", "openssl-libs", "1:1.0.2k-26.el7_9", "CentOS", "24c6a8a7f4a80eb5", NULL, "certain",
	  "centos:7", "CentOS" },
	{ "centos", "8-stream", "CentOS", "openssl-libs", "1:1.1.1k-9.el8", "CentOS", "05b555b38483c65d", NULL, "certain",
	  "centos:8/stream", "CentOS" },
	{ "centos", "8-stream", "CentOS", "openssl-libs", "1:1.1.1k-6.el8_5", "CentOS", "05b555b38483c65d", NULL, "certain",
	  "centos:8", "CentOS" },
	{ "almalinux", "8.9", "AlmaLinux", "openssl-libs", "1:1.1.1k-12.el8_9", "AlmaLinux", "51d6647ec21ad6ea", NULL,
	  "certain", "almalinux:8", "AlmaLinux" },
	{ "rocky", "9.4", "Rocky", "openssl-libs", "1:3.0.7-27.el9.0.2", "Rocky Enterprise Software Foundation", NULL, NULL,
	  "likely", "rocky:9", "Rocky Linux" },
	{ "ol", "8.9", "Oracle America", "openssl-libs", "2:1.1.1k-12.ksplice1.el8_9", "Oracle America", "82562ea9ad986da3",
	  NULL, "certain", "ol:8", "Oracle Linux" },
	{ "fedora", "42", "Fedora Project", "openssl-libs", "1:3.5.1-6.fc42", "Fedora Project", NULL, NULL, "likely",
	  "fedora:42", "Fedora" },
	{ "amzn", "2", "Amazon Linux", "openssl-libs", "1:1.0.2k-16.amzn2.1.1", "Amazon Linux", "11cf1f95c87f5b1a", NULL,
	  "certain", "amzn:2", "Amazon Linux" },
	{ "amzn", "2023", "Amazon Linux", "openssl-libs", "1:3.0.8-1.amzn2023.0.5", "Amazon Linux", NULL, NULL, "likely",
	  "amzn:2023", "Amazon Linux" },
	{ "mariner", "2.0", "Microsoft Corporation", "openssl-libs", "1.1.1k-7.cm2", "Microsoft Corporation",
	  "0cd9fed33135ce90", NULL, "certain", "mariner:2.0", "Microsoft" },
	{ "azurelinux", "3.0", "Microsoft Corporation", "openssl-libs", "3.3.2-1.azl3", "Microsoft Corporation", NULL, NULL,
	  "likely", "azurelinux:3.0", "Microsoft" },
	{ "sles", "15.5", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150500.17.12.1",
	  "SUSE LLC <https://www.suse.com/>", "70af9e8139db7c82", NULL, "certain", "sles:15.5", "SUSE" },
	{ "sles", "15.5", "SUSE LLC <https://www.suse.com/>", "libopenssl1_0_0", "1.0.2p-150000.3.70.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sles:15.5", "SUSE" },
	{ "sles", "15.3", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150500.17.12.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sles:15.5", "SUSE" },
	{ "sles", "12.5", "SUSE LLC <https://www.suse.com/>", "libopenssl1_0_0", "1.0.2p-3.49.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sles:12.5", "SUSE" },
	{ "opensuse-leap", "15.5", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150500.17.12.1",
	  "SUSE LLC <https://www.suse.com/>", "70af9e8139db7c82", NULL, "certain", "opensuse-leap:15.5", "SUSE" },
	{ "opensuse-leap", "15.2", "openSUSE", "libopenssl1_1", "1.1.1d-lp152.7.9.1", "openSUSE", NULL, NULL, "likely",
	  "opensuse-leap:15.2", "openSUSE" },
	{ "opensuse-tumbleweed", "20260101", "openSUSE", "libopenssl3", "3.5.0-1.1", "openSUSE", NULL, NULL, "likely",
	  "opensuse-tumbleweed", "openSUSE" },
	{ "ol", "9.4", "Oracle America", "openssl-libs", "1:3.0.7-27.0.3.el9", "Oracle America", NULL, NULL, "likely",
	  "ol:9", "Oracle Linux" },
	{ "rhel", "6.5", RED_HAT, "openssl", "1.0.1e-16.el6_5.7", RED_HAT, NULL, NULL, "likely", "rhel:6", "Red Hat" },
	{ "rhel", "3", RED_HAT, "openssl", "0.9.7a-33.26", RED_HAT, "219180cddb42a60e", NULL, "certain", "rhel:3",
	  "Red Hat" },
	{ "amzn", "2018.03", "Amazon.com", "openssl", "1:1.0.2k-16.162.amzn1", "Amazon.com", "bcb4a85b21c0f39f", NULL,
	  "certain", "amzn:2018.03", "Amazon Linux" },
	{ "sles_sap", "15.5", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150500.17.12.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sles:15.5", "SUSE" },
	/* SLE Micro numbers its releases otherwise than the service packs that it is made of. */
	{ "sle-micro", "5.3", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150400.7.22.1",
	  "SUSE LLC <https://www.suse.com/>", "70af9e8139db7c82", NULL, "certain", "sle-micro:5.3", "SUSE" },
	{ "sle-micro", "5.2", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1d-150200.11.57.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sle-micro:5.2", "SUSE" },
	{ "sle-micro", "5.3", "SUSE LLC <https://www.suse.com/>", "libopenssl1_1", "1.1.1l-150500.17.12.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sle-micro:15.5", "SUSE" },
	{ "sl-micro", "6.1", "SUSE LLC <https://www.suse.com/>", "libopenssl3", "3.1.4-slfo.1.1_4.1",
	  "SUSE LLC <https://www.suse.com/>", NULL, NULL, "likely", "sl-micro:6.1", "SUSE" },
	{ "openEuler", "22.03", "http://openeuler.org", "openssl-libs", "1:1.1.1wa-7.oe2203sp4", "http://openeuler.org",
	  "d557065eb25e7f66", NULL, "certain", "openEuler:22.03", "openEuler" },
	{ "cloudlinux", "8.9", "CloudLinux", "openssl-libs", "1:1.1.1k-12.el8_9", "CloudLinux", NULL, NULL, "likely",
	  "cloudlinux:8.9", NULL },
	/* A distribution that the table does not list: what most of its packages are. */
	{ "mageia", "9", "Mageia.Org", "lib64openssl3", "3.0.15-1.mga9", "Mageia.Org", NULL, NULL, "likely", "mageia:9",
	  NULL },
	/* Another release's, another vendor's. */
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.0.2k-26.el7_9", RED_HAT, "199e2f91fd431d51", NULL, "certain",
	  "rhel:7", "Red Hat" },
	{ "rocky", "8.9", "Rocky", "openssl-libs", "1:1.1.1k-12.el8_9", RED_HAT, "199e2f91fd431d51", NULL, "certain",
	  "rhel:8", "Red Hat" },
	{ "rhel", "8.10", RED_HAT, "openssl3-libs", "3.5.1-6.el8", "Fedora Project", "21ea45ab2f86d6a1", NULL, "certain",
	  "epel:8", "EPEL" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:3.5.1-6.fc42", "Fedora Project", NULL, NULL, "likely", "fedora:42",
	  "Fedora" },
	/* The vendor's own middleware and what it does not list. */
	{ "rhel", "8.10", RED_HAT, "jbcs-httpd24-openssl-libs", "1:1.1.1k-16.el8jbcs", RED_HAT, NULL, NULL, "likely",
	  "rhel:8/jbcs", "Red Hat" },
	{ "rhel", "7.9", RED_HAT, "jbcs-httpd24-openssl-libs", "1:1.1.1g-11.jbcs.el7", RED_HAT, "199e2f91fd431d51", NULL,
	  "certain", "rhel:7/jbcs", "Red Hat" },
	{ "rhel", "8.10", RED_HAT, "other-product-openssl-libs", "1:1.1.1k-16.el8", RED_HAT, NULL, NULL, "likely",
	  "rhel:8/unlisted", "Red Hat" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-12.el8_9.bz1234", RED_HAT, "199e2f91fd431d51", NULL, "certain",
	  "rhel:8/unlisted", "Red Hat" },
	/* Third parties, and rebuilds at home. */
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-99.el8", NULL, NULL, "localhost", "likely", NULL, NULL },
	{ "rhel", "8.10", NULL, "openssl-libs", "1:1.1.1k-99.el8.local1", NULL, NULL, NULL, "likely", NULL, NULL },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-99.el8", "Example Corp", NULL, NULL, "likely", NULL,
	  "Example Corp" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-99.el8", "Percona", NULL, NULL, "likely", NULL, "Percona" },
	{ "rhel", "8.10", NULL, "openssl-libs", "1:3.0.7-1.el8", NULL, NULL, NULL, "open", "rhel:8", "Red Hat" },
	/* An epoch above all of the vendor's, a number that is not OpenSSL's, and a release without the mark that all have.
	 */
	{ "rhel", "9.4", RED_HAT, "openssl-libs", "5:3.0.7-25.el9_4", RED_HAT, NULL, NULL, "likely", "rhel:9/unlisted",
	  "Red Hat" },
	{ "rhel", "9.4", NULL, "openssl-libs", "5:3.0.7-25.el9_4", NULL, NULL, NULL, "likely", "rhel:9/unlisted",
	  "Red Hat" },
	{ "amzn", "2023", "Amazon Linux", "openssl-libs", "2:3.0.8-1.amzn2023.0.5", "Amazon Linux", NULL, NULL, "likely",
	  "amzn:2023/unlisted", "Amazon Linux" },
	{ "rhel", "9.4", RED_HAT, "openssl-libs", "1:3.0.7+quic-25.el9_4", RED_HAT, NULL, NULL, "likely", "rhel:9/unlisted",
	  "Red Hat" },
	{ "rhel", "9.4", NULL, "openssl-libs", "1:3.0.7-99", NULL, NULL, NULL, "open", "rhel:9", "Red Hat" },
	{ "rhel", "9.4", RED_HAT, "openssl-libs", "1:3.0.7-99", RED_HAT, NULL, NULL, "open", "rhel:9", "Red Hat" },
	{ "rhel", "9.4", NULL, "openssl-libs", "5:3.0.7-99", NULL, NULL, NULL, "likely", NULL, NULL },
	{ "rhel", "3", NULL, "openssl", "0.9.7a-33.26", NULL, NULL, NULL, "likely", "rhel:3", "Red Hat" },
	{ "sles", "12.5", NULL, "libopenssl1_0_0", "1.0.2p-3.49.1", NULL, NULL, NULL, "likely", "sles:12.5", "SUSE" },
	{ "sles", "12.5", NULL, "libopenssl1_0_0", "1:1.0.2p-3.49.1", NULL, NULL, NULL, "likely", NULL, NULL },
	{ "rhel", "9.4", RED_HAT, "openssl-libs", "1:3.1.4-1.el9", RED_HAT, NULL, NULL, "open", "rhel:9", "Red Hat" },
	{ "rhel", "9.4", RED_HAT, "openssl-libs", "1:3.1.4-1.el9", RED_HAT, "199e2f91fd431d51", NULL, "certain", "rhel:9",
	  "Red Hat" },
	{ "rhel", "8.10", NULL, "openssl-libs", "1:3.5.1-6.fc42", NULL, NULL, NULL, "open", "fedora:42", "Fedora" },
	{ "rhel", "8.10", RED_HAT, "openssl-libs", "1:1.1.1k-12.el8_9", "CentOS", "199e2f91fd431d51", NULL, "open", "rhel:8",
	  "Red Hat" },
};

static void add_rpm(struct sslinv_facts *facts, const char *name, const char *version, const char *vendor)
{
	struct sslinv_package *package = sslinv_array_add(&facts->packages);

	assert_non_null(package);
	*package = (struct sslinv_package){
		.name = name,
		.version = version,
		.arch = "x86_64",
		.format = "rpm",
		.vendor = vendor,
	};
}

static void test_rpm(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rpm_rows) / sizeof(rpm_rows[0]); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		const struct rpm_row *row = &rpm_rows[i];
		struct sslinv_origin_hint *hint = sslinv_array_add(&facts.origin_hints);

		assert_non_null(hint);
		facts.host.os_id = row->os_id;
		facts.host.os_version = row->os_version;
		add_rpm(&facts, row->name, row->version, row->vendor);
		facts.packages.items[0].is_openssl = true;
		if (strcmp(row->name, "openssl-libs") == 0 || strcmp(row->name, "openssl") == 0)
			facts.packages.items[0].source_name = "openssl";
		add_rpm(&facts, "glibc", "2.28-1", row->host_vendor);
		add_rpm(&facts, "bash", "4.4-1", row->host_vendor);
		hint->signing_key = row->key;
		hint->build_host = row->build_host;
		assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
		check(i, &facts.packages.items[0], row->strength, row->build_of, row->builder);
		assert_null(facts.packages.items[1].origin_evidence);
	}
}

/* An unsigned build that says it is the vendor's, beside signed ones of that vendor, may be a rebuild. */
static void test_unsigned_beside_signed(void **state)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
	struct sslinv_origin_hint *hint = sslinv_array_add(&facts.origin_hints);

	(void)state;
	assert_non_null(hint);
	facts.host.os_id = "rhel";
	facts.host.os_version = "9.4";
	add_rpm(&facts, "openssl", "1:3.0.7-27.el9", RED_HAT);
	add_rpm(&facts, "openssl-libs", "1:3.0.7-27.el9", RED_HAT);
	hint->signing_key = "199e2f91fd431d51";
	assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
	check(0, &facts.packages.items[0], "certain", "rhel:9", "Red Hat");
	check(1, &facts.packages.items[1], "open", "rhel:9", "Red Hat");
}

/* What was found out once is kept: a stored host has no hints any more. */
static void test_kept(void **state)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };

	(void)state;
	facts.host.os_id = "rhel";
	facts.host.os_version = "9.4";
	add_rpm(&facts, "openssl-libs", "1:3.0.7-27.el9", "Example Corp");
	facts.packages.items[0].build_of = "rhel:9";
	facts.packages.items[0].origin_evidence = "certain: as it was seen";
	assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
	check(0, &facts.packages.items[0], "certain", "rhel:9", NULL);
}

static void test_other_formats(void **state)
{
	SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };

	(void)state;
	facts.host.os_id = "alpine";
	facts.host.os_version = "3.19.1";
	add_rpm(&facts, "libssl3", "3.1.4-r5", NULL);
	facts.packages.items[0].format = "apk";
	assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
	check(0, &facts.packages.items[0], "likely", "alpine:3.19.1", NULL);
}

struct candidate_row {
	const char *os_id, *os_version;
	const char *installed, *build_of, *origin; /* of the package */
	const char *version, *archive, *label, *suite;
	bool is_foreign;
};

static const struct candidate_row candidate_rows[] = {
	{ "ubuntu", "18.04", "1.1.1-1ubuntu2.1~18.04.6", "ubuntu:18.04", "Ubuntu", "1.1.1-1ubuntu2.1~18.04.23", "Ubuntu",
	  "Ubuntu", "bionic-updates", false },
	{ "ubuntu", "18.04", "1.1.1-1ubuntu2.1~18.04.6", "ubuntu:18.04", "Ubuntu", "1.1.1g-1+ubuntu18.04.1+deb.sury.org+1",
	  "LP-PPA-ondrej-php", "PPA for PHP", "bionic", true },
	{ "ubuntu", "18.04", "1.1.1f-1+ubuntu18.04.1+deb.sury.org+1", NULL, "LP-PPA-ondrej-php",
	  "1.1.1g-1+ubuntu18.04.1+deb.sury.org+1", "LP-PPA-ondrej-php", "PPA for PHP", "bionic", false },
	{ "debian", "12", "3.0.11-1~deb12u2", "debian:12", "Debian", "3.0.13-1~deb12u1", "Debian", "Debian-Security",
	  "stable-security", false },
	{ "debian", "12", "3.0.11-1~deb12u2", "debian:12", "Debian", "3.0.13-1~deb12u1", NULL, NULL, NULL, false },
	{ "debian", "13", "3.5.6-1~deb13u1", "debian:13", "Debian", "3.6.4-1", "Debian", "Debian", "testing", true },
	{ "debian", "13", "3.6.3-1", "debian:14", "Debian", "3.6.4-1", "Debian", "Debian", "testing", false },
	{ "debian", "12", "3.0.11-1~deb12u2", "debian:12", "Debian", "3.0.13-1~deb12u1+local1", "our own", NULL, NULL,
	  true },
};

static void test_candidates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(candidate_rows) / sizeof(candidate_rows[0]); i++) {
		SSLINV_CLEANUP(sslinv_facts_free) struct sslinv_facts facts = { 0 };
		const struct candidate_row *row = &candidate_rows[i];
		struct sslinv_candidate *candidate = sslinv_array_add(&facts.candidates);

		assert_non_null(candidate);
		facts.host.os_id = row->os_id;
		facts.host.os_version = row->os_version;
		add_rpm(&facts, "libssl3", row->installed, NULL);
		facts.packages.items[0].format = "deb";
		facts.packages.items[0].source_name = "openssl";
		facts.packages.items[0].build_of = row->build_of;
		facts.packages.items[0].origin = row->origin;
		facts.packages.items[0].origin_evidence = "likely: as it was seen";
		*candidate = (struct sslinv_candidate){
			.version = row->version,
			.origin = row->archive,
			.label = row->label,
			.archive = row->suite,
		};
		assert_int_equal(sslinv_origin_settle(&facts, &table), 0);
		if (candidate->is_foreign != row->is_foreign)
			fail_msg("candidate %zu (%s) is%s foreign", i, row->version, candidate->is_foreign ? "" : " not");
	}
}

static void test_patterns(void **state)
{
	static const struct {
		const char *pattern, *text, *release; /* NULL: does not fit */
	} rows[] = {
		{ "+b{n}", "+b12", "" },
		{ "+b{n}", "+b", NULL },
		{ "+b{n}", "+b1x", NULL },
		{ "+deb{major}u{v}", "+deb12u2", "12" },
		{ "+deb{major}u{v}", "+deb12u2.1", "12" },
		{ "+deb{major}u{v}", "+deb12u2.", NULL },
		{ "+deb{major}u{v}", "+debu2", NULL },
		{ "+deb{major}u{v}", "+deb12345678901234567890u2", NULL },
		{ "~{yy.mm}.{v}", "~18.04.23", "18.04" },
		{ "~{yy.mm}.{v}", "~18.4.23", NULL },
		{ "{debian}{n}", "squeeze14", "6" },
		{ "{debian}{n}", "focal1", NULL },
		{ "~{codename}{n}", "~focal1", "20.04" },
		{ "~{codename}{n}", "~nobody1", NULL },
		{ "{codestream}.{v}", "150400.7.34.1", "15.4" },
		{ "{codestream}.{v}", "150000.3.1", "15" },
		{ "{codestream}.{v}", "160000.2.1", "16.0" },
		{ "{codestream}.{v}", "150401.7", NULL },
		{ "{codestream}.{v}", "15040.7", NULL },
		{ "{unknown}", "{unknown}", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char release[SSLINV_ORIGIN_RELEASE_SIZE] = "";
		bool fits = sslinv_origin_pattern_fits(rows[i].pattern, rows[i].text, release);

		if (fits != (rows[i].release != NULL))
			fail_msg("%s and %s", rows[i].pattern, rows[i].text);
		if (fits)
			assert_string_equal(release, rows[i].release);
	}
}

static void test_lines(void **state)
{
	struct sslinv_distro line;

	(void)state;
	assert_true(sslinv_distro_from_line("debian:12", &line));
	assert_string_equal(line.distro, "debian");
	assert_string_equal(line.release, "12");
	assert_true(sslinv_distro_from_line("rhel:8/jbcs", &line));
	assert_string_equal(line.stream, "jbcs");
	assert_true(sslinv_distro_from_line("opensuse-tumbleweed", &line));
	assert_string_equal(line.release, "");
	assert_false(sslinv_distro_from_line(NULL, &line));
	assert_false(sslinv_distro_from_line("", &line));
	assert_false(sslinv_distro_from_line("debian:", &line));
	assert_false(sslinv_distro_from_line("debian:12/", &line));
	assert_false(sslinv_distro_from_line("debian:123456789012345678901234567890", &line));
}

static int load_text(const char *text, struct sslinv_error *error)
{
	char path[] = "/tmp/sslinv-origins.XXXXXX";
	int fd = mkstemp(path), rc;
	struct sslinv_origin_table other = { 0 };
	FILE *file = fdopen(fd, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	rc = sslinv_origin_table_load(path, &other, error);
	sslinv_origin_table_free(&other);
	assert_int_equal(remove(path), 0);
	return rc;
}

#define ORIGINS "<origins xmlns=\"urn:sslinv:origins:1\">"

/* A table that cannot be read is refused with its line, and never half taken. */
static void test_damage(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", "empty" },
		{ "<other/>", "origins" },
		{ "<origins/>", "namespace" },
		{ ORIGINS, ":" },
		{ ORIGINS "<x/></origins>", "<x> is not known" },
		{ ORIGINS "<builder/></origins>", "lacks the attribute name" },
		{ ORIGINS "<builder name=\"a\"><x/></builder></origins>", "<x> is not known inside <builder>" },
		{ ORIGINS "<builder name=\"a\"><key/></builder></origins>", "lacks the attribute text" },
		{ ORIGINS "<shape text=\"a\"/></origins>", "lacks the attribute format" },
		{ ORIGINS "<shape format=\"deb\" text=\"\"/></origins>", "lacks the attribute text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sslinv_error error = SSLINV_ERROR_INIT;

		assert_true(load_text(rows[i].text, &error) < 0);
		if (!strstr(error.message, rows[i].message))
			fail_msg("%s: %s", rows[i].text, error.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deb),          cmocka_unit_test(test_other_sources),
		cmocka_unit_test(test_binary_marks), cmocka_unit_test(test_rpm),
		cmocka_unit_test(test_kept),         cmocka_unit_test(test_unsigned_beside_signed),
		cmocka_unit_test(test_candidates),   cmocka_unit_test(test_other_formats),
		cmocka_unit_test(test_patterns),     cmocka_unit_test(test_lines),
		cmocka_unit_test(test_damage),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, load, unload);
}
