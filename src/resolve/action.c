/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of each distribution's upgrade command, and of the pages where it says more. */
#include "resolve/action.h"

#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "guidance/distro.h"

/* The first row that fits counts; NULL fits all. */
static const struct {
	const char *distro;
	const char *release;
	const char *format;
	const char *command;
	const char *advisory; /* the beginning of the ids that `--advisory=` takes there; NULL: it takes none */
	const char *more;     /* behind the advisory */
	bool is_pinned;	      /* `package=version` names the version */
} commands[] = {
	{ "debian", NULL, NULL, "apt-get install --only-upgrade", NULL, NULL, true },
	{ "ubuntu", NULL, NULL, "apt-get install --only-upgrade", NULL, NULL, true },
	{ "rhel", "5", NULL, "yum update", NULL, NULL, false },
	{ "rhel", "6", NULL, "yum update", NULL, NULL, false },
	{ "rhel", "7", NULL, "yum update", "RH", NULL, false },
	{ "rhel", NULL, NULL, "dnf upgrade", "RH", NULL, false },
	{ "centos", "6", NULL, "yum update", NULL, NULL, false },
	{ "centos", "7", NULL, "yum update", NULL, NULL, false },
	{ "centos", NULL, NULL, "dnf upgrade", NULL, NULL, false },
	{ "almalinux", NULL, NULL, "dnf upgrade", "AL", NULL, false },
	{ "rocky", NULL, NULL, "dnf upgrade", "RL", NULL, false },
	{ "ol", "6", NULL, "yum update", NULL, NULL, false },
	{ "ol", "7", NULL, "yum update", "EL", NULL, false },
	{ "ol", NULL, NULL, "dnf upgrade", "EL", NULL, false },
	{ "amzn", "2018.03", NULL, "yum update", "ALAS", NULL, false },
	{ "amzn", "2", NULL, "yum update", "ALAS", NULL, false },
	/* Its repositories stay at one version until another is named. */
	{ "amzn", NULL, NULL, "dnf upgrade", "ALAS", "--releasever=latest", false },
	{ "fedora", NULL, NULL, "dnf upgrade", "FEDORA-", NULL, false },
	{ "sles", NULL, NULL, "zypper update", NULL, NULL, false },
	{ "sle-micro", NULL, NULL, "transactional-update pkg update", NULL, NULL, false },
	{ "sl-micro", NULL, NULL, "transactional-update pkg update", NULL, NULL, false },
	{ "opensuse-leap-micro", NULL, NULL, "transactional-update pkg update", NULL, NULL, false },
	{ "opensuse", NULL, NULL, "zypper update", NULL, NULL, false },
	{ "opensuse-leap", NULL, NULL, "zypper update", NULL, NULL, false },
	{ "opensuse-tumbleweed", NULL, NULL, "zypper dup", NULL, NULL, false },
	{ "azurelinux", NULL, NULL, "tdnf update", NULL, NULL, false },
	{ "mariner", NULL, NULL, "tdnf update", NULL, NULL, false },
	{ "photon", NULL, NULL, "tdnf update", NULL, NULL, false },
	{ "openEuler", NULL, NULL, "dnf upgrade", NULL, NULL, false },
	{ NULL, NULL, "deb", "apt-get install --only-upgrade", NULL, NULL, true },
	{ NULL, NULL, "apk", "apk upgrade", NULL, NULL, false },
	{ NULL, NULL, "rpm", "dnf upgrade", NULL, NULL, false },
};

/* `%` is replaced by the id, as it stands or with `-` for `:`. */
struct page {
	const char *distro; /* NULL: for those without a row, or without a distribution */
	const char *id;	    /* the beginning of the id */
	const char *address;
	bool with_dash;
	bool with_release; /* `@` is replaced by the release */
};

static const struct page pages[] = {
	{ "rhel", "RH", "https://access.redhat.com/errata/%", false, false },
	{ "rhel", "CVE-", "https://access.redhat.com/security/cve/%", false, false },
	{ "centos", "CVE-", "https://access.redhat.com/security/cve/%", false, false },
	{ "almalinux", "ALSA-", "https://errata.almalinux.org/@/%.html", true, true },
	{ "rocky", "RLSA-", "https://errata.rockylinux.org/%", false, false },
	{ "ol", "ELSA-", "https://linux.oracle.com/errata/%.html", false, false },
	{ "ol", "CVE-", "https://linux.oracle.com/cve/%.html", false, false },
	{ "amzn", "CVE-", "https://explore.alas.aws.amazon.com/%.html", false, false },
	{ "fedora", "FEDORA-", "https://bodhi.fedoraproject.org/updates/%", false, false },
	{ "debian", "CVE-", "https://security-tracker.debian.org/tracker/%", false, false },
	{ "ubuntu", "CVE-", "https://ubuntu.com/security/%", false, false },
	{ "sles", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "sle-micro", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "sl-micro", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "opensuse", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "opensuse-leap", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "opensuse-tumbleweed", "CVE-", "https://www.suse.com/security/cve/%.html", false, false },
	{ "azurelinux", "CVE-", "https://msrc.microsoft.com/update-guide/vulnerability/%", false, false },
	{ "mariner", "CVE-", "https://msrc.microsoft.com/update-guide/vulnerability/%", false, false },
	{ "alpine", "CVE-", "https://security.alpinelinux.org/vuln/%", false, false },
	{ NULL, "CVE-", "https://openssl-library.org/news/vulnerabilities/#%", false, false },
};

static void find_place(const char *os_id, const char *os_version, struct sslinv_distro *place)
{
	memset(place, 0, sizeof(*place));
	if (os_id)
		sslinv_distro_from_words(os_id, os_version ? os_version : "", NULL, place);
}

static bool fits(const char *wanted, const char *have)
{
	return !wanted || sslinv_str_compare(wanted, have) == 0;
}

/* Nothing in these means anything to a shell. */
static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,_+-:~^=%@/";

/* One word of a command line. */
static int add_word(struct sslinv_str *out, const char *word)
{
	int code;

	if (word[0] && word[strspn(word, harmless)] == '\0')
		return sslinv_str_add(out, word);
	code = sslinv_str_add(out, "'");
	for (; code == 0 && *word; word++)
		code = *word == '\'' ? sslinv_str_add(out, "'\\''") : sslinv_str_add_bytes(out, word, 1);
	return code ? code : sslinv_str_add(out, "'");
}

/* Each advisory once. */
static int add_advisories(struct sslinv_str *out, const char *beginning, const struct sslinv_upgrade *upgrades, size_t count)
{
	bool is_first = true;
	int code = 0;

	for (size_t i = 0; code == 0 && i < count; i++) {
		const char *advisory = upgrades[i].advisory;
		size_t before = 0;

		if (!advisory || !sslinv_str_starts(advisory, beginning) || advisory[strspn(advisory, harmless)] ||
		    strchr(advisory, ','))
			continue;
		while (before < i && sslinv_str_compare(upgrades[before].advisory, advisory) != 0)
			before++;
		if (before < i)
			continue;
		code = sslinv_str_printf(out, "%s%s", is_first ? " --advisory=" : ",", advisory);
		is_first = false;
	}
	return code;
}

/* A filter by advisory holds back every package whose fix comes by another. */
static bool have_all_advisories(const char *beginning, const struct sslinv_upgrade *upgrades, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!upgrades[i].advisory || !sslinv_str_starts(upgrades[i].advisory, beginning))
			return false;
	}
	return true;
}

static int add_packages(struct sslinv_str *out, bool is_pinned, const struct sslinv_upgrade *upgrades, size_t count)
{
	SSLINV_CLEANUP(sslinv_str_free) struct sslinv_str word = { 0 };
	int code = 0;

	for (size_t i = 0; code == 0 && i < count; i++) {
		sslinv_str_reset(&word);
		code = sslinv_str_add(&word, upgrades[i].package);
		if (code == 0 && is_pinned && upgrades[i].candidate)
			code = sslinv_str_printf(&word, "=%s", upgrades[i].candidate);
		if (code == 0)
			code = sslinv_str_add(out, " ");
		if (code == 0)
			code = add_word(out, sslinv_str_text(&word));
	}
	return code;
}

int sslinv_action_command(struct sslinv_str *out, const char *os_id, const char *os_version, const char *format,
			  const struct sslinv_upgrade *upgrades, size_t count)
{
	struct sslinv_distro place;
	size_t i = 0;
	int code;

	find_place(os_id, os_version, &place);
	while (i < SSLINV_ARRAY_SIZE(commands) &&
	       !(fits(commands[i].distro, place.distro) && fits(commands[i].release, place.release) &&
		 fits(commands[i].format, format)))
		i++;
	if (i == SSLINV_ARRAY_SIZE(commands)) {
		code = sslinv_str_add(out, "upgrade with the distribution's package manager:");
		return code ? code : add_packages(out, false, upgrades, count);
	}
	code = sslinv_str_add(out, commands[i].command);
	if (code == 0 && commands[i].advisory && have_all_advisories(commands[i].advisory, upgrades, count))
		code = add_advisories(out, commands[i].advisory, upgrades, count);
	if (code == 0 && commands[i].more)
		code = sslinv_str_printf(out, " %s", commands[i].more);
	return code ? code : add_packages(out, commands[i].is_pinned, upgrades, count);
}

static int add_page(struct sslinv_str *out, const struct page *page, const char *id, const char *release)
{
	int code = 0;

	for (const char *at = page->address; code == 0 && *at; at++) {
		if (*at == '@' && page->with_release) {
			code = sslinv_str_add(out, release);
		} else if (*at == '%') {
			for (const char *byte = id; code == 0 && *byte; byte++)
				code = sslinv_str_add_bytes(out, page->with_dash && *byte == ':' ? "-" : byte, 1);
		} else {
			code = sslinv_str_add_bytes(out, at, 1);
		}
	}
	return code;
}

int sslinv_action_page(struct sslinv_str *out, const char *os_id, const char *os_version, const char *cve,
		       const char *advisory)
{
	const char *const ids[] = { advisory, cve };
	struct sslinv_distro place;

	find_place(os_id, os_version, &place);
	for (size_t which = 0; which < SSLINV_ARRAY_SIZE(ids); which++) {
		const char *id = ids[which];

		/* Several advisories in one word are no address. */
		if (!id || id[strspn(id, harmless)] || strpbrk(id, ",/"))
			continue;
		for (size_t i = 0; i < SSLINV_ARRAY_SIZE(pages); i++) {
			if (sslinv_str_starts(id, pages[i].id) &&
			    (pages[i].distro ? strcmp(pages[i].distro, place.distro) == 0 : !os_id))
				return add_page(out, &pages[i], id, place.release);
		}
	}
	return 0;
}
