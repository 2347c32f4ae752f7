/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Node.js: which npm package a file belongs to, and what tells that a program is Node.js. */
#ifndef SSLINV_RUNTIME_NPM_H
#define SSLINV_RUNTIME_NPM_H

#include "base/attributes.h"
#include "runtime/finder.h"

/* For the table of kinds (kinds.h). A program of which nothing tells that it is Node.js leaves the module's runtime NULL. */
int sslinv_npm_package(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
	SSLINV_MUST_CHECK;
int sslinv_node_program(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module)
	SSLINV_MUST_CHECK;

#endif
