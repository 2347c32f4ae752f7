/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rpm backend: the packages of a root's rpm database, one header at a time. librpm reads the headers, not the database.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rpm/rpmlog.h>
#include <rpm/rpmpgp.h>

#include "rpm_header.h"
#include "rpm_locate.h"
#include "rpm_locks.h"
#include "rpm_numbers.h"
#include "rpm_signature.h"

/* More messages about damaged packages say nothing new. */
#define PROBLEMS_MAX 100u

struct state {
	struct sslinv_rpm_database database;
	rpmts checker;
	struct sslinv_rpm_numbers seen; /* the package numbers of the pass that runs */
	const struct sslinv_backend_sink *sink;
	size_t packages;
	unsigned int problems;
	unsigned int log_errors; /* that librpm logged */
	struct {
		struct held *items;
		size_t count;
	} held;
};

/* A package that its administrator keeps at its version. */
struct held {
	char *name, *arch, *version;
	const char *by;
};

/* The strings that are put together for one package. */
struct strings {
	char *version;
	char *source_name; /* cut in two at its first NUL: name, then version */
	const char *source_version;
};

static int count_log(rpmlogRec record, rpmlogCallbackData data)
{
	struct state *state = data;

	if (rpmlogRecPriority(record) <= RPMLOG_ERR)
		state->log_errors++;
	return 0;
}

static int complain(struct state *state, uint32_t number, const char *what)
{
	if (state->problems++ >= PROBLEMS_MAX)
		return 0;
	return sslinv_backend_problem(state->sink, state->database.path,
				      "package number %u cannot be read: %s; run `rpm --rebuilddb` on the host", number,
				      what);
}

/* `name-version-release.src.rpm` in its parts; leaves them NULL where it is of another form. */
static int split_source(const char *source, struct strings *strings)
{
	static const char *const endings[] = { ".src.rpm", ".nosrc.rpm" };
	size_t length = source ? strlen(source) : 0;
	char *copy, *dash;

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t ending = strlen(endings[i]);

		if (length <= ending || strcmp(source + length - ending, endings[i]) != 0)
			continue;
		copy = strndup(source, length - ending);
		if (!copy)
			return -ENOMEM;
		dash = strrchr(copy, '-');
		if (dash && dash > copy) {
			*dash = '\0';
			strings->source_version = strrchr(copy, '-');
			*dash = '-';
		}
		if (!strings->source_version || strings->source_version == copy) {
			strings->source_version = NULL;
			free(copy);
			return 0;
		}
		copy[strings->source_version - copy] = '\0';
		strings->source_version++;
		strings->source_name = copy;
		return 0;
	}
	return 0;
}

/* `[epoch:]version-release`; the epoch where the header has one, be it 0, as rpm itself prints it. */
static int join_version(const char *version, const char *release, bool has_epoch, uint32_t epoch, char **joined)
{
	int length = has_epoch ? asprintf(joined, "%u:%s-%s", epoch, version, release)
			       : asprintf(joined, "%s-%s", version, release);

	if (length < 0) {
		*joined = NULL;
		return -ENOMEM;
	}
	return 0;
}

/* Hands on a package whose header is sound. */
static int take_header(struct state *state, uint32_t number, Header header)
{
	const char *version = sslinv_rpm_header_string(header, RPMTAG_VERSION);
	const char *release = sslinv_rpm_header_string(header, RPMTAG_RELEASE);
	const char *arch = sslinv_rpm_header_string(header, RPMTAG_ARCH);
	struct sslinv_rpm_package handle = { .header = header, .number = number, .path = state->database.path };
	struct sslinv_backend_package package = { .size = sizeof(package), .handle = &handle };
	struct strings strings = { NULL, NULL, NULL };
	uint32_t epoch = 0;
	int has_epoch = sslinv_rpm_header_number(header, RPMTAG_EPOCH, &epoch);
	int rc;

	handle.name = sslinv_rpm_header_string(header, RPMTAG_NAME);
	if (!handle.name || !*handle.name || !version || !*version || !release || has_epoch < 0)
		return complain(state, number, "its name, epoch, version or release is missing or of a wrong type");

	/* Imported keys (gpg-pubkey) are among them: they are entries of the database, and `rpm -qa` counts them as well. */
	package.name = handle.name;
	package.arch = arch && *arch ? arch : "(none)";
	package.vendor = sslinv_rpm_header_string(header, RPMTAG_VENDOR);
	package.source_package = sslinv_rpm_header_string(header, RPMTAG_SOURCERPM);
	rc = join_version(version, release, has_epoch == 1, epoch, &strings.version);
	if (rc == 0)
		rc = split_source(package.source_package, &strings);
	if (rc == 0) {
		package.version = strings.version;
		package.source_name = strings.source_name;
		package.source_version = strings.source_version;
		state->packages++;
		rc = state->sink->package(state->sink->context, &package);
	} else {
		rc = sslinv_rpm_out_of_memory(&state->database, state->sink);
	}
	free(strings.version);
	free(strings.source_name);
	return rc < 0 ? rc : 0;
}

static int take_blob(void *context, uint32_t number, const void *blob, size_t length)
{
	struct state *state = context;
	unsigned int log_errors = state->log_errors;
	char why[SSLINV_RPM_WHY_SIZE];
	Header header;
	int rc = sslinv_rpm_numbers_add(&state->seen, number);

	if (rc < 0)
		return sslinv_rpm_out_of_memory(&state->database, state->sink);
	if (rc == 0)
		return complain(state, number, "there is a second one of this number");

	header = sslinv_rpm_header_read(state->checker, blob, length, why);
	if (!header)
		return complain(state, number, why);
	rc = take_header(state, number, header);
	if (rc == 0 && state->log_errors != log_errors)
		rc = complain(state, number, "librpm logged an error about its header");
	headerFree(header);
	return rc;
}

static int rpm_probe(const struct sslinv_backend_host *host)
{
	return sslinv_rpm_has_signs(host) ? SSLINV_BACKEND_PRESENT : SSLINV_BACKEND_ABSENT;
}

static void rpm_close(void *opened)
{
	struct state *state = opened;

	if (!state)
		return;
	if (state->database.fd >= 0)
		close(state->database.fd);
	rpmtsFree(state->checker);
	sslinv_rpm_numbers_free(&state->seen);
	for (size_t i = 0; i < state->held.count; i++) {
		free(state->held.items[i].name);
		free(state->held.items[i].arch);
		free(state->held.items[i].version);
	}
	free(state->held.items);
	rpmlogSetCallback(NULL, NULL);
	free(state);
}

static int rpm_open(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink, void **opened)
{
	struct state *state = calloc(1, sizeof(*state));
	int rc;

	*opened = NULL;
	if (!state) {
		rc = sslinv_backend_problem(sink, NULL, "out of memory");
		return rc < 0 ? rc : -ENOMEM;
	}
	state->database.fd = -1;
	rpmlogSetCallback(count_log, state);
	rc = sslinv_rpm_locate(host, sink, &state->database);
	if (rc == 0) {
		/* what rpmReadConfigFiles() would do; but that runs a shell for a macro of the configuration */
		if (rpmInitCrypto() == 0)
			state->checker = sslinv_rpm_checker_new();
		if (!state->checker) {
			rc = sslinv_backend_problem(sink, state->database.path, "librpm cannot be set up to check digests");
			rc = rc < 0 ? rc : -EIO;
		}
	}
	if (rc < 0) {
		rpm_close(state);
		return rc;
	}
	*opened = state;
	return 0;
}

/* What can be said when the last blob was read. */
static int check_whole(struct state *state)
{
	const struct sslinv_rpm_database *database = &state->database;
	const char *distribution;
	struct stat status;

	if (fstat(database->fd, &status) < 0 || !sslinv_rpm_same_state(&database->status, &status)) {
		int rc = sslinv_backend_problem(
			state->sink, database->path,
			"the database was changed while it was read; scan again when the package manager is done");

		if (rc < 0)
			return rc;
	}
	if (state->problems > PROBLEMS_MAX) {
		int rc = sslinv_backend_problem(state->sink, database->path, "%u packages in all cannot be read",
						state->problems);

		if (rc < 0)
			return rc;
	}
	/* an empty one is made by any query on a machine that has rpm but no such packages */
	if (state->packages > 0 || state->problems > 0)
		return 0;
	distribution = sslinv_rpm_distribution(database->host);
	if (distribution)
		return sslinv_backend_problem(
			state->sink, database->path,
			"the database has no packages, though this is a distribution of rpm packages (%s)", distribution);
	return sslinv_rpm_is_alone(database->host)
		       ? sslinv_backend_problem(state->sink, database->path,
						"the database has no packages, and no other package database is there")
		       : 0;
}

static int rpm_each_package(void *opened, const struct sslinv_backend_sink *sink)
{
	struct state *state = opened;
	int rc;

	sslinv_rpm_numbers_free(&state->seen);
	state->sink = sink;
	state->packages = 0;
	state->problems = 0;
	rc = state->database.format->each(&state->database, sink, take_blob, state);
	if (rc == 0)
		rc = check_whole(state);
	state->sink = NULL;
	return rc;
}

static int rpm_each_file(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	(void)state;
	return sslinv_rpm_header_files(package->handle, sink);
}

static int rpm_each_digest(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	(void)state;
	return sslinv_rpm_header_digests(package->handle, sink);
}

static int rpm_each_dependency(void *state, const struct sslinv_backend_package *package,
			       const struct sslinv_backend_sink *sink)
{
	(void)state;
	return sslinv_rpm_header_dependencies(package->handle, sink);
}

static int rpm_changelog(void *state, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	(void)state;
	return sslinv_rpm_header_changelog(package->handle, sink);
}

/* Where a header keeps its signature, by the kind of the key and the age of rpm. */
static const rpmTagVal signatures[] = { RPMTAG_RSAHEADER, RPMTAG_DSAHEADER, RPMTAG_SIGPGP, RPMTAG_SIGGPG };

/* Remembers what keeps the package at its version, for who asks what could be installed. */
static int note_held(struct state *state, const struct sslinv_backend_package *package,
		     const struct sslinv_backend_sink *sink)
{
	const struct sslinv_rpm_installed installed = { package->name, package->arch, package->version };
	struct held *items, *item;
	const char *by;
	int rc = sslinv_rpm_lock_find(state->database.host, sink, &installed, &by);

	if (rc < 0 || !by)
		return rc;
	items = reallocarray(state->held.items, state->held.count + 1, sizeof(*items));
	if (!items)
		return sslinv_rpm_out_of_memory(&state->database, sink);
	state->held.items = items;
	item = &items[state->held.count++];
	*item = (struct held){ strdup(package->name), strdup(package->arch), strdup(package->version), by };
	return item->name && item->arch && item->version ? 0 : sslinv_rpm_out_of_memory(&state->database, sink);
}

/* No list of a repository is read: what is held is offered as it is, and why nothing newer will be installed. */
static int rpm_candidate(void *opened, const char *name, const char *arch, const struct sslinv_backend_sink *sink)
{
	const struct state *state = opened;
	int rc = 0;

	for (size_t i = 0; i < state->held.count && rc >= 0; i++) {
		const struct held *held = &state->held.items[i];
		const struct sslinv_backend_candidate candidate = {
			.size = sizeof(candidate),
			.name = held->name,
			.arch = held->arch,
			.version = held->version,
			.held_by = held->by,
		};

		if (strcmp(held->name, name) == 0 && strcmp(held->arch, arch) == 0)
			rc = sink->candidate(sink->context, &candidate);
	}
	return rc;
}

static int rpm_origin(void *opened, const struct sslinv_backend_package *package, const struct sslinv_backend_sink *sink)
{
	struct state *state = opened;
	const struct sslinv_rpm_package *handle = package->handle;
	struct sslinv_backend_origin origin = { .size = sizeof(origin) };
	char key[SSLINV_RPM_KEY_ID_SIZE] = "";
	uint32_t built;
	int rc = note_held(state, package, sink);

	if (rc < 0 || sink->size < offsetof(struct sslinv_backend_sink, origin) + sizeof(sink->origin))
		return rc;
	for (size_t i = 0; !key[0] && i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		size_t length;
		const uint8_t *bytes = sslinv_rpm_header_bytes(handle->header, signatures[i], &length);

		sslinv_rpm_signature_key(bytes, length, key);
	}
	origin.signing_key = key[0] ? key : NULL;
	origin.maintainer = sslinv_rpm_header_string(handle->header, RPMTAG_PACKAGER);
	origin.build_host = sslinv_rpm_header_string(handle->header, RPMTAG_BUILDHOST);
	origin.distribution = sslinv_rpm_header_string(handle->header, RPMTAG_DISTTAG);
	if (!origin.distribution)
		origin.distribution = sslinv_rpm_header_string(handle->header, RPMTAG_DISTRIBUTION);
	if (sslinv_rpm_header_number(handle->header, RPMTAG_BUILDTIME, &built) == 1)
		origin.built = built;
	if (!origin.signing_key && !origin.maintainer && !origin.build_host && !origin.distribution && !origin.built)
		return 0;
	return sink->origin(sink->context, &origin);
}

/* Declared for -Wmissing-variable-declarations; the only symbol that leaves this object. */
extern const struct sslinv_backend sslinv_backend;

__attribute__((visibility("default"))) const struct sslinv_backend sslinv_backend = {
	.abi = SSLINV_BACKEND_ABI,
	.size = sizeof(sslinv_backend),
	.name = "rpm",
	.format = "rpm",
	.summary = "rpm databases in sqlite, ndb and Berkeley DB format; headers with librpm",
	.probe = rpm_probe,
	.open = rpm_open,
	.each_package = rpm_each_package,
	.each_file = rpm_each_file,
	.each_digest = rpm_each_digest,
	.each_dependency = rpm_each_dependency,
	.changelog = rpm_changelog,
	.candidate = rpm_candidate,
	.close = rpm_close,
	.origin = rpm_origin,
};
