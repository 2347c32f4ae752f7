/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the line whose word binds a package. */
#include "resolve/build.h"

#include <stdlib.h>
#include <string.h>

#include "distro/line.h"

/* Has the host's release the number of the line's, of which its distribution takes the builds? */
static bool is_taken(const struct sslinv_host_facts *host, const struct sslinv_distro *line)
{
	struct sslinv_distro place;

	if (!host->os_id || !line->release[0])
		return false;
	sslinv_distro_from_words(host->os_id, host->os_version ? host->os_version : "", NULL, &place);
	return strcmp(place.distro, line->distro) != 0 && strcmp(place.release, line->release) == 0;
}

/* Is it a line of the host's own release; and if so, *is_same, the host's own stream? */
static bool is_release_of(const struct sslinv_host_facts *host, const struct sslinv_distro *line, bool *is_same)
{
	struct sslinv_distro place;

	*is_same = false;
	if (!host->os_id)
		return false;
	sslinv_distro_from_words(host->os_id, host->os_version ? host->os_version : "", NULL, &place);
	*is_same = strcmp(place.stream, line->stream) == 0;
	return strcmp(place.distro, line->distro) == 0 && strcmp(place.release, line->release) == 0;
}

bool sslinv_build_is_hosts(const struct sslinv_package *package, const struct sslinv_host_facts *host)
{
	struct sslinv_distro line;
	bool is_same;

	return sslinv_package_strength(package) != SSLINV_STRENGTH_OPEN &&
	       sslinv_distro_from_line(package->build_of, &line) && is_release_of(host, &line, &is_same);
}

int sslinv_build_apply(const struct sslinv_package *package, const struct sslinv_host_facts *host,
		       struct sslinv_subject *subject, struct sslinv_distro **line)
{
	bool is_open = sslinv_package_strength(package) == SSLINV_STRENGTH_OPEN, is_same;

	if (!package->origin_evidence)
		return 0;
	subject->build_evidence = package->origin_evidence;
	*line = calloc(1, sizeof(**line));
	if (!*line)
		return SSLINV_E_MEMORY;
	if (!sslinv_distro_from_line(package->build_of, *line)) {
		subject->distro = subject->release = NULL;
		subject->build = is_open ? SSLINV_BUILD_OPEN : SSLINV_BUILD_STRANGER;
		return 0;
	}
	subject->build = is_open ? SSLINV_BUILD_OPEN : SSLINV_BUILD_OWN;
	if (is_release_of(host, *line, &is_same) && is_same)
		return 0;
	subject->distro = (*line)->distro;
	subject->release = (*line)->release;
	subject->stream = (*line)->stream[0] ? (*line)->stream : NULL;
	if (!is_open) {
		subject->build = SSLINV_BUILD_OTHER;
		subject->is_taken = is_taken(host, *line);
	}
	return 0;
}
