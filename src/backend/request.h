/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a backend is asked for. */
#ifndef SSLINV_BACKEND_REQUEST_H
#define SSLINV_BACKEND_REQUEST_H

#include <stddef.h>

#include "host/root.h"

enum sslinv_backend_task {
	SSLINV_BACKEND_DESCRIBE, /* load it and say what it is */
	SSLINV_BACKEND_PACKAGES, /* all packages with their files and dependencies */
	SSLINV_BACKEND_DETAILS,  /* the changelogs of the named packages, and what the repositories offer for them */
};

struct sslinv_backend_selection {
	const char *name;
	const char *arch;
};

struct sslinv_backend_request {
	const char *plugin; /* path of the shared object */
	enum sslinv_backend_task task;
	const struct sslinv_root *root;                   /* not used for DESCRIBE */
	const struct sslinv_backend_selection *selection; /* for DETAILS */
	size_t selection_count;
	unsigned seconds; /* the time limit */
};

#define SSLINV_BACKEND_SECONDS 300u

#endif
