/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The child's side: load the backend, do the task, send records. */
#include "backend/serve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/find.h"
#include "base/wire.h"
#include "base/cleanup.h"
#include "base/confine.h"
#include "openssl/package_name.h"
#include "openssl/soname.h"

struct service {
	struct sslinv_backend_host host; /* first, so that the callbacks get back to the service */
	const struct sslinv_backend_request *request;
	const struct sslinv_backend *backend;
	const char *private_dir;
	struct sslinv_wire_writer writer;
	struct sslinv_backend_sink sink;
	void *state;
	bool told;        /* a problem was sent */
	bool has_openssl; /* the package that is being sent concerns OpenSSL, by its name or a file's */
};

static int open_in_root(const struct sslinv_backend_host *host, const char *path, int flags)
{
	const struct service *service = (const struct service *)host;

	return sslinv_root_openat(service->request->root, path, flags);
}

static const char *private_dir(const struct sslinv_backend_host *host)
{
	const struct service *service = (const struct service *)host;

	return service->private_dir;
}

static int send_problem(void *context, const char *path, const char *message)
{
	struct service *service = context;
	struct sslinv_wire_writer *writer = &service->writer;
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_PROBLEM);

	service->told = true;
	if (rc == 0)
		rc = sslinv_wire_string(writer, path);
	if (rc == 0)
		rc = sslinv_wire_string(writer, message);
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static int send_strings(struct sslinv_wire_writer *writer, enum sslinv_wire_type type, const char *const *strings,
			size_t count)
{
	int rc = sslinv_wire_begin(writer, type);

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = sslinv_wire_string(writer, strings[i]);
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static int send_file(void *context, const char *path)
{
	struct service *service = context;

	service->has_openssl = service->has_openssl || sslinv_soname_is_openssl(path);
	return send_strings(&service->writer, SSLINV_WIRE_FILE, &path, 1);
}

static int send_digest(void *context, const char *path, enum sslinv_backend_digest algorithm, const char *hex)
{
	struct service *service = context;
	struct sslinv_wire_writer *writer = &service->writer;
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_DIGEST);

	if (rc == 0)
		rc = sslinv_wire_string(writer, path);
	if (rc == 0)
		rc = sslinv_wire_number(writer, algorithm);
	if (rc == 0)
		rc = sslinv_wire_string(writer, hex);
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static int send_dependency(void *context, enum sslinv_backend_dependency kind, const char *name)
{
	struct service *service = context;
	struct sslinv_wire_writer *writer = &service->writer;
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_DEPENDENCY);

	if (rc == 0)
		rc = sslinv_wire_number(writer, kind);
	if (rc == 0)
		rc = sslinv_wire_string(writer, name);
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static int send_changelog(void *context, int64_t when, const char *version, const char *text)
{
	struct service *service = context;
	struct sslinv_wire_writer *writer = &service->writer;
	int rc = sslinv_wire_begin(writer, SSLINV_WIRE_CHANGELOG);

	if (rc == 0)
		rc = sslinv_wire_number(writer, when);
	if (rc == 0)
		rc = sslinv_wire_string(writer, version);
	if (rc == 0)
		rc = sslinv_wire_string(writer, text);
	return rc == 0 ? sslinv_wire_end(writer) : rc;
}

static int send_candidate(void *context, const struct sslinv_backend_candidate *candidate)
{
	struct service *service = context;
	/* A backend of the first size has no word for it. */
	bool has_held = candidate->size >= offsetof(struct sslinv_backend_candidate, held_by) + sizeof(candidate->held_by);
	bool has_chosen = candidate->size >=
			  offsetof(struct sslinv_backend_candidate, chosen_by) + sizeof(candidate->chosen_by);
	const char *const strings[] = { candidate->name,
					candidate->arch,
					candidate->version,
					candidate->origin,
					candidate->label,
					candidate->archive,
					has_held ? candidate->held_by : NULL,
					has_chosen ? candidate->chosen_by : NULL };

	return send_strings(&service->writer, SSLINV_WIRE_CANDIDATE, strings, SSLINV_ARRAY_SIZE(strings));
}

static int send_origin(void *context, const struct sslinv_backend_origin *origin)
{
	struct service *service = context;
	struct sslinv_wire_writer *writer = &service->writer;
	/* A backend of the first size does not say it. */
	bool has_built = origin->size >= offsetof(struct sslinv_backend_origin, built) + sizeof(origin->built);
	int status = sslinv_wire_begin(writer, SSLINV_WIRE_ORIGIN);
	const char *const strings[] = { origin->maintainer,         origin->build_host,        origin->signing_key,
					origin->distribution,       origin->changelog_version, origin->changelog_suite,
					origin->repository_origin,  origin->repository_label,  origin->repository_suite,
					origin->repository_codename };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(strings) && status == 0; i++)
		status = sslinv_wire_string(writer, strings[i]);
	if (status == 0)
		status = sslinv_wire_number(writer, has_built ? origin->built : 0);
	return status == 0 ? sslinv_wire_end(writer) : status;
}

static int send_package_strings(struct service *service, const struct sslinv_backend_package *package)
{
	const char *const strings[] = { package->name,        package->version,        package->arch,
					package->source_name, package->source_version, package->source_package,
					package->vendor };

	return send_strings(&service->writer, SSLINV_WIRE_PACKAGE, strings, SSLINV_ARRAY_SIZE(strings));
}

/* A failing part of one package is told and does not keep the others back; only a reader that is gone ends it all. */
static int part(struct service *service, const char *package, const char *what, int status)
{
	char message[300];

	if (status >= 0 || status == -EPIPE)
		return status;
	if (service->told)
		return 0;
	snprintf(message, sizeof(message), "the %s of package %s cannot be read: %s", what, package, strerror(-status));
	return send_problem(service, NULL, message);
}

static bool is_whole(const struct sslinv_backend_package *package)
{
	return package->name && package->version && package->arch;
}

static int serve_package(void *context, const struct sslinv_backend_package *package)
{
	struct service *service = context;
	const struct sslinv_backend *backend = service->backend;
	int rc;

	if (!is_whole(package))
		return send_problem(service, NULL, "the database has a package without a name, version or architecture");
	rc = send_package_strings(service, package);
	service->told = false;
	service->has_openssl = sslinv_package_name_is_openssl(package->name) ||
			       sslinv_package_name_is_openssl(package->source_name);
	if (rc == 0 && backend->each_dependency)
		rc = part(service, package->name, "dependencies",
			  backend->each_dependency(service->state, package, &service->sink));
	if (rc == 0 && backend->each_file)
		rc = part(service, package->name, "file list", backend->each_file(service->state, package, &service->sink));
	if (rc == 0 && service->has_openssl && SSLINV_BACKEND_HAS(backend, each_digest))
		rc = part(service, package->name, "list of digests",
			  backend->each_digest(service->state, package, &service->sink));
	return rc;
}

/* The changelog, and whose build it is: what one of the two cannot read, the other may. */
static int serve_parts(struct service *service, const struct sslinv_backend_package *package)
{
	const struct sslinv_backend *backend = service->backend;
	int rc = 0;

	service->told = false;
	if (SSLINV_BACKEND_HAS(backend, origin))
		rc = part(service, package->name, "origin", backend->origin(service->state, package, &service->sink));
	service->told = false;
	if (rc == 0 && backend->changelog)
		rc = part(service, package->name, "changelog", backend->changelog(service->state, package, &service->sink));
	return rc;
}

static int serve_detail(void *context, const struct sslinv_backend_package *package)
{
	struct service *service = context;
	const struct sslinv_backend_request *request = service->request;

	/* One that is not whole was told with the packages. */
	for (size_t i = 0; is_whole(package) && i < request->selection_count; i++) {
		const struct sslinv_backend_selection *wanted = &request->selection[i];
		int rc;

		if (strcmp(wanted->name, package->name) != 0 || strcmp(wanted->arch, package->arch) != 0)
			continue;
		rc = send_package_strings(service, package);
		return rc < 0 ? rc : serve_parts(service, package);
	}
	return 0;
}

static int serve_candidates(struct service *service)
{
	const struct sslinv_backend_request *request = service->request;
	int rc = 0;

	for (size_t i = 0; i < request->selection_count && rc == 0; i++)
		rc = part(service, request->selection[i].name, "candidate",
			  service->backend->candidate(service->state, request->selection[i].name, request->selection[i].arch,
						      &service->sink));
	return rc;
}

/* Both are tried: what one of them cannot read, the other may. */
static int serve_details(struct service *service)
{
	const struct sslinv_backend *backend = service->backend;
	int parts = backend->changelog || SSLINV_BACKEND_HAS(backend, origin)
			    ? backend->each_package(service->state, &service->sink)
			    : 0;
	int candidates = backend->candidate ? serve_candidates(service) : 0;

	return parts < 0 ? parts : candidates;
}

static int work(struct service *service)
{
	const struct sslinv_backend *backend = service->backend;
	enum sslinv_backend_task task = service->request->task;
	int rc;

	if (task == SSLINV_BACKEND_DESCRIBE || (task == SSLINV_BACKEND_DETAILS && !backend->candidate &&
						!backend->changelog && !SSLINV_BACKEND_HAS(backend, origin)))
		return 0;
	rc = backend->probe(&service->host);
	if (rc == SSLINV_BACKEND_ABSENT)
		return send_strings(&service->writer, SSLINV_WIRE_ABSENT, NULL, 0);
	if (rc > 0)
		rc = backend->open(&service->host, &service->sink, &service->state);
	if (rc == 0)
		rc = task == SSLINV_BACKEND_DETAILS ? serve_details(service)
						    : backend->each_package(service->state, &service->sink);
	backend->close(service->state);
	return rc;
}

static struct sslinv_root root_of(const struct sslinv_backend_request *request)
{
	struct sslinv_root root = SSLINV_ROOT_INIT;

	if (request->root)
		root = *request->root;
	root.fd = sslinv_confine_above_standard(root.fd);
	return root;
}

static void settle(const struct sslinv_backend_request *request, const char *writable, int fd)
{
	const int kept[] = { fd, request->root ? request->root->fd : -1 };
	const struct sslinv_confinement confinement = {
		.cpu_seconds = request->seconds,
		.writable = writable,
		.kept = kept,
		.kept_count = SSLINV_ARRAY_SIZE(kept),
	};

	sslinv_confine_child(&confinement);
}

void sslinv_backend_serve(const struct sslinv_backend_request *asked, const char *private_directory, int pipe_fd)
{
	const int fd = sslinv_confine_above_standard(pipe_fd);
	const struct sslinv_root root = root_of(asked);
	struct sslinv_backend_request request = *asked;
	struct service service = {
		.host = {
			.size = sizeof(service.host),
			.root_fd = root.fd,
			.root_path = request.root ? root.path : "",
			.open = open_in_root,
			.private_dir = private_dir,
		},
		.request = &request,
		.private_dir = private_directory,
		.writer = { .fd = fd },
		.sink = {
			.size = sizeof(service.sink),
			.context = &service,
			.package = request.task == SSLINV_BACKEND_DETAILS ? serve_detail : serve_package,
			.file = send_file,
			.dependency = send_dependency,
			.changelog = send_changelog,
			.candidate = send_candidate,
			.problem = send_problem,
			.digest = send_digest,
			.origin = send_origin,
		},
	};
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc;

	request.root = asked->root ? &root : NULL;
	settle(&request, private_directory, fd);
	service.backend = sslinv_backend_load(request.plugin, &error);
	if (service.backend) {
		const char *const words[] = { service.backend->name, service.backend->format, service.backend->summary };

		rc = send_strings(&service.writer, SSLINV_WIRE_DESCRIBE, words, SSLINV_ARRAY_SIZE(words));
		if (rc == 0)
			rc = work(&service);
	} else {
		rc = send_problem(&service, request.plugin, error.message);
		if (rc == 0)
			rc = -ENOEXEC;
	}
	if (sslinv_wire_begin(&service.writer, SSLINV_WIRE_END) < 0 || sslinv_wire_number(&service.writer, rc) < 0 ||
	    sslinv_wire_end(&service.writer) < 0 || sslinv_wire_flush(&service.writer) < 0)
		_exit(1);
	sslinv_wire_free(&service.writer);
	_exit(0);
}
