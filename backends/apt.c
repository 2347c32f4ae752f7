/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The apt backend: Debian packages, from dpkg's database through libapt-pkg, and what the root's apt repositories offer. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "apt_lists.h"
#include "apt_shim.h"
#include "dpkg_changelog.h"
#include "dpkg_files.h"
#include "dpkg_stanza.h"
#include "dpkg_status.h"

struct state {
	const struct sslinv_backend_host *host;
	struct sslinv_dpkg_status status;
	struct sslinv_dpkg_files files;
	char *status_copy;               /* path of the private copy; owned */
	struct sslinv_apt *installed;    /* knows the status alone */
	struct sslinv_apt *repositories; /* NULL until a candidate is asked for, and where nothing is offered */
	int repositories_code;           /* 0, or why they cannot be asked; said once */
	bool repositories_tried;
};

/* One walk over the packages. */
struct walk {
	struct state *state;
	const struct sslinv_backend_sink *sink;
	size_t seen, strangers;
};

/* What sslinv gets as the handle of a package. */
struct handle {
	const struct sslinv_dpkg_entry *entry;
	const void *apt;
};

static int apt_probe(const struct sslinv_backend_host *host)
{
	static const char *const signs[] = { SSLINV_DPKG_STATUS, SSLINV_DPKG_STATUS_D, SSLINV_DPKG_INFO };
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int directory = -1;

	if (!sslinv_dpkg_exists(host, SSLINV_DPKG_DIRECTORY))
		return SSLINV_BACKEND_ABSENT;
	/* What stands in the directory's place and is none is a sign of damage. */
	directory = sslinv_dpkg_open_directory(host, SSLINV_DPKG_DIRECTORY);
	if (directory < 0)
		return SSLINV_BACKEND_PRESENT;
	for (size_t i = 0; i < SSLINV_DPKG_COUNT(signs); i++)
		if (sslinv_dpkg_exists(host, signs[i]))
			return SSLINV_BACKEND_PRESENT;
	return SSLINV_BACKEND_ABSENT;
}

static void apt_close(void *opaque)
{
	struct state *state = opaque;

	if (!state)
		return;
	sslinv_apt_close(state->repositories);
	sslinv_apt_close(state->installed);
	sslinv_dpkg_files_close(&state->files);
	sslinv_dpkg_status_free(&state->status);
	free(state->status_copy);
	free(state);
}

static void close_state(struct state **state)
{
	apt_close(*state);
}

/* libapt-pkg's failure, told to the sink; a callback's value comes without a message, and was told. */
static int apt_failed(const struct sslinv_backend_sink *sink, const char *path, int code, const char *message)
{
	int rc = 0;

	if (*message)
		rc = sslinv_backend_problem(sink, path, "libapt-pkg cannot read it: %s", message);
	return rc < 0 ? rc : code;
}

/* Opens a cache over a directory below the private one, which need not exist: then there are no repositories. */
static int open_cache(const struct state *state, const char *directory, struct sslinv_apt **apt, const char *blame,
		      const struct sslinv_backend_sink *sink)
{
	char message[1024] = "";
	struct sslinv_apt_setup setup = {
		.directory = directory,
		.status = state->status_copy,
		.architectures = (const char *const *)state->status.architectures,
		.architecture_count = state->status.architecture_count,
	};
	int rc = sslinv_apt_open(apt, &setup, message, sizeof(message));

	return rc ? apt_failed(sink, blame, rc, message) : 0;
}

static int path_in_private(const struct state *state, const struct sslinv_backend_sink *sink, const char *name, char **path)
{
	const char *directory = state->host->private_dir(state->host);
	int rc;

	if (!directory) {
		rc = sslinv_backend_problem(sink, NULL,
					    "a private directory for copies cannot be made: %s; set TMPDIR to where "
					    "there is room",
					    strerror(errno));
		return rc < 0 ? rc : -EIO;
	}
	if (asprintf(path, "%s/%s", directory, name) < 0) {
		*path = NULL;
		return sslinv_dpkg_out_of_memory(sink);
	}
	return 0;
}

static int apt_open(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, void **opaque)
{
	SSLINV_DPKG_CLEANUP(close_state) struct state *state = calloc(1, sizeof(*state));
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *directory = NULL;
	int rc;

	*opaque = NULL;
	if (!state)
		return sslinv_dpkg_out_of_memory(sink);
	state->host = host;
	state->files = (struct sslinv_dpkg_files)SSLINV_DPKG_FILES_INIT;
	rc = sslinv_dpkg_status_read(&state->status, host, sink);
	if (!rc)
		rc = sslinv_dpkg_files_open(&state->files, host, sink);
	if (!rc)
		rc = sslinv_dpkg_files_check(&state->files, &state->status, sink);
	if (!rc)
		rc = path_in_private(state, sink, "status", &state->status_copy);
	if (!rc)
		rc = path_in_private(state, sink, "installed", &directory);
	if (rc)
		return rc;
	rc = sslinv_dpkg_status_write(&state->status, state->status_copy);
	if (rc) {
		int told = sslinv_backend_problem(sink, SSLINV_DPKG_STATUS,
						  "cannot be copied to the private directory: %s; make room in it",
						  strerror(-rc));

		return told < 0 ? told : rc;
	}
	/*
	 * libapt-pkg puts its temporary files, if any, beside what else is private; the root may be `/` with its own /tmp.
	 */
	setenv("TMPDIR", host->private_dir(host), 1);
	rc = open_cache(state, directory, &state->installed, SSLINV_DPKG_STATUS, sink);
	if (rc)
		return rc;
	*opaque = state;
	state = NULL;
	return 0;
}

static int take_package(void *context, const struct sslinv_apt_package *package)
{
	struct walk *walk = context;
	struct handle handle = {
		.entry = sslinv_dpkg_status_find(&walk->state->status, package->name, package->arch),
		.apt = package->handle,
	};
	struct sslinv_backend_package record = {
		.size = sizeof(record),
		.name = package->name,
		.version = package->version,
		.arch = package->arch,
		.source_name = package->source_name,
		.source_version = package->source_version,
		.handle = &handle,
	};

	/* The library has another opinion than the stanzas it was given. */
	if (!handle.entry || !handle.entry->installed) {
		walk->strangers++;
		return 0;
	}
	walk->seen++;
	return walk->sink->package(walk->sink->context, &record);
}

static int apt_each_package(void *opaque, const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	struct walk walk = { .state = state, .sink = sink };
	char message[1024] = "";
	int rc = sslinv_apt_each_package(state->installed, take_package, &walk, message, sizeof(message));

	if (rc)
		return apt_failed(sink, SSLINV_DPKG_STATUS, rc, message);
	if (walk.seen == state->status.installed && !walk.strangers)
		return 0;
	rc = sslinv_backend_problem(
		sink, SSLINV_DPKG_STATUS,
		"libapt-pkg finds %zu of the %zu installed packages in it, and %zu others: it is damaged; "
		"restore it from a backup (dpkg keeps some in var/backups)",
		walk.seen, state->status.installed, walk.strangers);
	return rc < 0 ? rc : -EBADMSG;
}

static int apt_each_file(void *opaque, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	const struct handle *handle = package->handle;

	return sslinv_dpkg_files_each(&state->files, handle->entry, sink);
}

static int apt_each_digest(void *opaque, const struct sslinv_backend_package *package,
			   const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	const struct handle *handle = package->handle;

	return sslinv_dpkg_files_digests(&state->files, handle->entry, sink);
}

static int take_relation(void *context, enum sslinv_apt_relation relation, const char *name)
{
	const struct sslinv_backend_sink *sink = context;

	return sink->dependency(sink->context,
				relation == SSLINV_APT_PROVIDES ? SSLINV_BACKEND_PROVIDES : SSLINV_BACKEND_REQUIRES, name);
}

static int apt_each_dependency(void *opaque, const struct sslinv_backend_package *package,
			       const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	const struct handle *handle = package->handle;
	char message[1024] = "";
	int rc = sslinv_apt_each_dependency(state->installed, handle->apt, take_relation, (void *)sink, message,
					    sizeof(message));

	return rc ? apt_failed(sink, SSLINV_DPKG_STATUS, rc, message) : 0;
}

static int apt_changelog(void *opaque, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;

	return sslinv_dpkg_changelog_each(state->host, package->name, package->arch, sink);
}

/* Reads the repositories' lists: once, whatever comes of it, and only when the first candidate is asked for. */
static int open_repositories(struct state *state, const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *directory = NULL;
	bool offers = false;
	int rc;

	if (state->repositories_tried)
		return state->repositories_code;
	state->repositories_tried = true;
	rc = path_in_private(state, sink, "repositories", &directory);
	if (!rc)
		rc = sslinv_apt_lists_copy(state->host, sink, &state->status, directory, &offers);
	if (!rc && offers)
		rc = open_cache(state, directory, &state->repositories, "var/lib/apt/lists", sink);
	state->repositories_code = rc;
	return rc;
}

struct wish {
	const struct sslinv_backend_sink *sink;
	const char *name, *arch;
};

static int take_candidate(void *context, const struct sslinv_apt_candidate *candidate)
{
	const struct wish *wish = context;
	struct sslinv_backend_candidate record = {
		.size = sizeof(record),
		.name = wish->name,
		.arch = wish->arch,
		.version = candidate->version,
		.origin = candidate->origin,
		.label = candidate->label,
		.archive = candidate->archive,
		.held_by = candidate->held_by,
		.chosen_by = candidate->chosen_by,
	};

	return wish->sink->candidate(wish->sink->context, &record);
}

static int apt_candidate(void *opaque, const char *name, const char *arch, const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	struct wish wish = { .sink = sink, .name = name, .arch = arch };
	char message[1024] = "";
	int rc = open_repositories(state, sink);

	if (rc || !state->repositories)
		return rc;
	rc = sslinv_apt_each_candidate(state->repositories, name, arch, take_candidate, &wish, message, sizeof(message));
	return rc ? apt_failed(sink, "var/lib/apt/lists", rc, message) : 0;
}

/* The maintainer of the stanza, copied into `word`; NULL where it has none, or one that does not fit. */
static const char *maintainer_of(const struct sslinv_dpkg_entry *entry, char *word, size_t size)
{
	struct sslinv_dpkg_stanza_reader reader = { .at = entry->text, .left = entry->length };
	struct sslinv_dpkg_stanza stanza;
	const struct sslinv_dpkg_slice *field = &stanza.fields[SSLINV_DPKG_FIELD_MAINTAINER];

	if (!sslinv_dpkg_stanza_next(&reader, &stanza) || !field->text || field->length == 0 || field->length >= size)
		return NULL;
	memcpy(word, field->text, field->length);
	word[field->length] = '\0';
	return word;
}

static int take_offer(void *context, const struct sslinv_apt_offer *offer)
{
	const struct sslinv_backend_sink *sink = context;
	const struct sslinv_backend_origin record = {
		.size = sizeof(record),
		.repository_origin = offer->origin,
		.repository_label = offer->label,
		.repository_suite = offer->suite,
		.repository_codename = offer->codename,
	};

	return sink->origin(sink->context, &record);
}

static int apt_origin(void *opaque, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	struct state *state = opaque;
	const struct handle *handle = package->handle;
	struct sslinv_dpkg_changelog_head head = { 0 };
	struct sslinv_backend_origin record = { .size = sizeof(record) };
	char maintainer[512], message[1024] = "";
	int rc;

	if (sink->size < offsetof(struct sslinv_backend_sink, origin) + sizeof(sink->origin))
		return 0;
	sslinv_dpkg_changelog_first(state->host, package->name, &head);
	record.maintainer = maintainer_of(handle->entry, maintainer, sizeof(maintainer));
	record.changelog_version = head.suite[0] ? head.version : NULL;
	record.changelog_suite = head.suite[0] ? head.suite : NULL;
	rc = sink->origin(sink->context, &record);
	if (rc == 0)
		rc = open_repositories(state, sink);
	if (rc || !state->repositories)
		return rc;
	rc = sslinv_apt_each_offer(state->repositories, package->name, package->arch, package->version, take_offer,
				   (void *)sink, message, sizeof(message));
	return rc ? apt_failed(sink, "var/lib/apt/lists", rc, message) : 0;
}

extern __attribute__((visibility("default"))) const struct sslinv_backend sslinv_backend;

const struct sslinv_backend sslinv_backend = {
	.abi = SSLINV_BACKEND_ABI,
	.size = sizeof(struct sslinv_backend),
	.name = "apt",
	.format = "deb",
	.summary = "Debian packages: dpkg's database and apt's lists, with libapt-pkg",
	.probe = apt_probe,
	.open = apt_open,
	.each_package = apt_each_package,
	.each_file = apt_each_file,
	.each_digest = apt_each_digest,
	.each_dependency = apt_each_dependency,
	.changelog = apt_changelog,
	.candidate = apt_candidate,
	.close = apt_close,
	.origin = apt_origin,
};
