/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads redhat-release and its kin, lsb-release, debian_version, SuSE-release and alpine-release. */
#include "host/release_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"
#include "distro/distro.h"
#include "host/os_release_value.h"

/* How a line in redhat-release begins; the longest come first. */
static const struct {
	const char *start;
	const char *id;
} products[] = {
	{ "Red Hat Enterprise Linux", "rhel" },
	{ "CentOS Stream", "centos" },
	{ "CentOS", "centos" },
	{ "AlmaLinux", "almalinux" },
	{ "Rocky Linux", "rocky" },
	{ "Oracle Linux", "ol" },
	{ "Enterprise Linux Enterprise Linux", "ol" },
	{ "Amazon Linux", "amzn" },
	{ "Fedora", "fedora" },
	{ "Scientific Linux", "scientific" },
	{ "SUSE Linux Enterprise Server", "sles" },
	{ "SUSE Linux Enterprise Desktop", "sled" },
	{ "openSUSE", "opensuse" },
};

static void first_line(const char *text, char *line, size_t size)
{
	snprintf(line, size, "%.*s", (int)strcspn(text, "\r\n"), text);
}

/* The first number behind `text`, with its points, as `6.10`. */
static bool take_number(const char *text, char version[32])
{
	size_t length;

	text += strcspn(text, "0123456789");
	length = strspn(text, "0123456789.");
	while (length > 0 && text[length - 1] == '.')
		length--;
	snprintf(version, 32, "%.*s", (int)(length < 32 ? length : 31), text);
	return length > 0 && length < 32;
}

/* `CentOS release 6.10 (Final)`, `Red Hat Enterprise Linux Server release 6.10 (Santiago)`. */
static bool read_redhat(const char *text, struct sslinv_release *release)
{
	first_line(text, release->name, sizeof(release->name));
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(products); i++) {
		const char *start = products[i].start;

		if (!sslinv_str_starts(release->name, start))
			continue;
		snprintf(release->id, sizeof(release->id), "%s", products[i].id);
		if (!take_number(release->name + strlen(start), release->version))
			return false;
		/* CentOS Linux 8 has the same id and version, and was another system. */
		if (strcmp(start, "CentOS Stream") == 0 && strcmp(release->version, "8") == 0)
			snprintf(release->version, sizeof(release->version), "8-stream");
		return true;
	}
	return false;
}

/* `SUSE Linux Enterprise Server 11 (x86_64)`, and on the next lines `VERSION = 11`, `PATCHLEVEL = 4`. */
static bool read_suse(const char *text, struct sslinv_release *release)
{
	const char *level = strstr(text, "\nPATCHLEVEL");
	char number[32];

	if (!read_redhat(text, release))
		return false;
	if (!level || strchr(release->version, '.') || !take_number(level, number) || strcmp(number, "0") == 0)
		return true;
	return (size_t)snprintf(release->version + strlen(release->version),
				sizeof(release->version) - strlen(release->version), ".%.8s",
				number) < sizeof(release->version);
}

bool sslinv_release_of_debian(const char *text, char version[32])
{
	struct sslinv_distro distro;
	char word[32];

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(text, "/ \t\r\n"), text);
	if (isdigit((unsigned char)word[0]) && take_number(word, version)) {
		/* Before 4 a release had two numbers. */
		if (version[0] > '3' || version[1] != '.')
			version[strcspn(version, ".")] = '\0';
		return true;
	}
	if (!sslinv_distro_from_codename(word, &distro) || strcmp(distro.distro, "debian") != 0)
		return false;
	snprintf(version, 32, "%s", distro.release);
	return true;
}

static bool read_debian(const char *text, struct sslinv_release *release)
{
	char line[64];

	first_line(text, line, sizeof(line));
	snprintf(release->id, sizeof(release->id), "debian");
	snprintf(release->name, sizeof(release->name), "Debian %s", line);
	return sslinv_release_of_debian(text, release->version);
}

/* Ubuntu's alone: on others it says what the package lsb-release was made for. */
static bool read_lsb(const char *text, struct sslinv_release *release)
{
	char id[32] = "";

	if (!sslinv_os_release_value(text, "DISTRIB_ID", id, sizeof(id)) || strcmp(id, "Ubuntu") != 0 ||
	    !sslinv_os_release_value(text, "DISTRIB_RELEASE", release->version, sizeof(release->version)))
		return false;
	snprintf(release->id, sizeof(release->id), "ubuntu");
	if (!sslinv_os_release_value(text, "DISTRIB_DESCRIPTION", release->name, sizeof(release->name)))
		snprintf(release->name, sizeof(release->name), "Ubuntu %s", release->version);
	return isdigit((unsigned char)release->version[0]);
}

static bool read_alpine(const char *text, struct sslinv_release *release)
{
	first_line(text, release->version, sizeof(release->version));
	snprintf(release->id, sizeof(release->id), "alpine");
	snprintf(release->name, sizeof(release->name), "Alpine Linux %s", release->version);
	return isdigit((unsigned char)release->version[0]);
}

const struct sslinv_release_file sslinv_release_files[] = {
	{ "/etc/oracle-release", read_redhat }, { "/etc/enterprise-release", read_redhat },
	{ "/etc/redhat-release", read_redhat }, { "/etc/centos-release", read_redhat },
	{ "/etc/system-release", read_redhat }, { "/etc/lsb-release", read_lsb },
	{ "/etc/debian_version", read_debian }, { "/etc/SuSE-release", read_suse },
	{ "/etc/alpine-release", read_alpine }, { NULL, NULL },
};
