/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes guidance as sslinv's own XML: for `feed export`. The same calls give the same bytes. */
#ifndef SSLINV_FORMATS_WRITE_NATIVE_H
#define SSLINV_FORMATS_WRITE_NATIVE_H

#include <stdio.h>

#include "guidance/sink.h"

struct sslinv_native_writer;

/*
 * Begins a document on `file`, which stays the caller's and must live longer. `generated` is its time, ISO 8601, or NULL.
 * The caller ends it with sslinv_native_close(), also after an error.
 */
int sslinv_native_open(FILE *file, const char *generated, struct sslinv_native_writer **writer, struct sslinv_error *error)
	SSLINV_MUST_CHECK;

/*
 * A sink that writes what it is given, in the order it is given: a feed first, then what belongs to it. Statements that
 * share release and package should follow each other, for they share the elements around them; ranges should follow their
 * vulnerability. Warnings and dropped entries are not written. Borrowed until sslinv_native_close(). A callback that fails
 * gives SSLINV_E_STOPPED, and the reason comes from sslinv_native_close().
 */
const struct sslinv_guidance_sink *sslinv_native_sink(struct sslinv_native_writer *writer);

/*
 * Ends the document, flushes the file and frees the writer; NULL is accepted. An error here means that the file is not
 * whole.
 */
int sslinv_native_close(struct sslinv_native_writer *writer, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
