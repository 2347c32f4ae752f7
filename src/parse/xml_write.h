/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes an XML document on a file, by libxml2's text writer. The same calls give the same bytes. */
#ifndef SSLINV_PARSE_XML_WRITE_H
#define SSLINV_PARSE_XML_WRITE_H

#include <stdio.h>

#include "base/attributes.h"
#include "base/error.h"

struct sslinv_xml_writer;

struct sslinv_xml_pair {
	const char *name;
	const char *value; /* NULL: the attribute is left out */
};

/*
 * Begins a document on `file`, which stays the caller's and must live longer. The caller ends it with
 * sslinv_xml_writer_close().
 */
int sslinv_xml_writer_open(FILE *file, struct sslinv_xml_writer **writer, struct sslinv_error *error) SSLINV_MUST_CHECK;

/* These return SSLINV_E_STOPPED on a failure, whose reason comes from sslinv_xml_writer_close(). */
int sslinv_xml_writer_start(struct sslinv_xml_writer *writer, const char *element) SSLINV_MUST_CHECK;
int sslinv_xml_writer_end(struct sslinv_xml_writer *writer) SSLINV_MUST_CHECK;

/* Attributes; what XML could not hold, control characters and broken UTF-8, is written in its quoted form. */
int sslinv_xml_writer_attributes(struct sslinv_xml_writer *writer, const struct sslinv_xml_pair *pairs, size_t count)
	SSLINV_MUST_CHECK;

/* A list of attributes, and how many they are: two arguments. */
#define SSLINV_XML_PAIRS(...)                                                                                               \
	(const struct sslinv_xml_pair[]){ __VA_ARGS__ },                                                                    \
		sizeof((const struct sslinv_xml_pair[]){ __VA_ARGS__ }) / sizeof(struct sslinv_xml_pair)

/* Notes that memory ran out in the midst of a document; returns SSLINV_E_STOPPED. */
int sslinv_xml_writer_fail(struct sslinv_xml_writer *writer) SSLINV_COLD;

/* Ends the document, flushes the file and frees; NULL is accepted. An error here means that the file is not whole. */
int sslinv_xml_writer_close(struct sslinv_xml_writer *writer, struct sslinv_error *error) SSLINV_MUST_CHECK;

#endif
