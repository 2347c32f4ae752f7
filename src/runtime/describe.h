/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else there is to find out of a module, by the files beside it: a function for each kind that the table names. */
#ifndef SSLINV_RUNTIME_DESCRIBE_H
#define SSLINV_RUNTIME_DESCRIBE_H

#include "base/attributes.h"
#include "runtime/finder.h"

/*
 * The module has what its path tells, and gets what its files tell. A file that proves to be no module of that runtime
 * leaves its runtime NULL. Returns 0 or SSLINV_E_MEMORY.
 */
typedef int sslinv_describe(struct sslinv_finder *finder, const struct sslinv_use *use, struct sslinv_module *module);

sslinv_describe sslinv_python_distribution; /* of `site-packages` and the like */
sslinv_describe sslinv_python_runtime;
sslinv_describe sslinv_npm_package;
sslinv_describe sslinv_node_program; /* proves it, too */
sslinv_describe sslinv_ruby_module;
sslinv_describe sslinv_ruby_gem;
sslinv_describe sslinv_perl_module;
sslinv_describe sslinv_php_module;
sslinv_describe sslinv_r_package; /* proves it, too */
sslinv_describe sslinv_erlang_application;
sslinv_describe sslinv_java_archive; /* of a member of a jar */
sslinv_describe sslinv_by_package;   /* the version of the runtime is that of the package */

#endif
