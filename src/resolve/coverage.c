/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of whom and of what the guidance at hand speaks. */
#include "resolve/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "distro/inherits.h"

/* SUSE's modules for every service pack of a release, which the host's own release names: `12.5`. */
static bool is_module_of_release(const char *distro, const char *stream)
{
	return strcmp(distro, "sles") == 0 && (strcmp(stream, "legacy") == 0 || strcmp(stream, "security") == 0);
}

bool sslinv_coverage_fits(const struct sslinv_distro *place, const char *version, const char *release, const char *stream)
{
	size_t length = strlen(release);

	/* As the host has it, too: Debian's first releases had two numbers. */
	if (strcmp(release, place->release) == 0 || sslinv_str_compare(release, version) == 0)
		return true;
	/* Alpine's VERSION_ID has one number more: `3.19.1`. */
	return (strcmp(place->distro, "alpine") == 0 || is_module_of_release(place->distro, stream)) &&
	       strncmp(place->release, release, length) == 0 && place->release[length] == '.';
}

bool sslinv_coverage_of_release(const struct sslinv_guidance_set *set, const char *os_id, const char *os_version)
{
	struct sslinv_distro place = { .distro = "" };
	const char *inherited;

	if (!os_id)
		return false;
	sslinv_distro_from_words(os_id, os_version ? os_version : "", NULL, &place);
	inherited = sslinv_distro_inherits(place.distro, place.release);
	for (size_t i = 0; i < set->statements.count; i++) {
		const struct sslinv_statement *statement = &set->statements.items[i].statement;

		if ((strcmp(statement->distro, place.distro) == 0 ||
		     sslinv_str_compare(statement->distro, inherited) == 0) &&
		    sslinv_coverage_fits(&place, os_version, statement->release, ""))
			return true;
	}
	return false;
}

unsigned long sslinv_coverage_year(const char *text)
{
	if (text && sslinv_str_starts(text, "CVE-"))
		text += strlen("CVE-");
	return text ? strtoul(text, NULL, 10) : 0;
}

unsigned long sslinv_coverage_news_since(const struct sslinv_guidance_set *set)
{
	unsigned long newest = 0;

	for (size_t i = 0; i < set->vulnerabilities.count; i++) {
		unsigned long year = sslinv_coverage_year(set->vulnerabilities.items[i].published);

		if (year > newest)
			newest = year;
	}
	return newest > 0 ? newest - 1 : 0;
}
