/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of feed readers: a document in a file of its own, and all that a reader hands on as lines of text. */
#ifndef SSLINV_TESTS_FEED_RECORDER_H
#define SSLINV_TESTS_FEED_RECORDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "formats/readers.h"
#include "guidance/sink.h"

/*
 * `F vendor format published identity`, `S distro release stream package binary|source cve status version arch advisory
 * severity issued doubtful note [from introduced] [last last_affected]`, `V cve severity published title url`, `R cve from
 * until last`, `L product release stream name released end`, `X cve known_since probability`, `B library version tls`, `I
 * distro release format advisory command`, `P product about address`, `W line message`; fields are parted by `|`, what is
 * not said is `-`.
 */
struct recorder {
	struct sslinv_str lines;
	size_t statements, vulnerabilities, ranges, lives, exploitations, warnings, feeds;
	unsigned long dropped;
	struct sslinv_error error;
};

/* The functions of a sink, each with a struct recorder as its context. */
int record_feed(void *context, const struct sslinv_feed *feed);
int record_statement(void *context, const struct sslinv_statement *statement);
int record_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability);
int record_range(void *context, const struct sslinv_range *range);
int record_life(void *context, const struct sslinv_life *life);
int record_exploitation(void *context, const struct sslinv_exploitation *exploitation);
int record_branch(void *context, const struct sslinv_branch *branch);
int record_instruction(void *context, const struct sslinv_instruction *instruction);
int record_page(void *context, const struct sslinv_page *page);
int record_warning(void *context, unsigned long line, const char *message);
int record_dropped(void *context);

void recorder_free(struct recorder *recorder);

/* Reads every document of the file with this reader, which must recognise it. Returns what the reader returns. */
int read_path(const struct sslinv_reader *reader, const char *path, struct recorder *recorder);

/* The same for a document in memory. */
int read_bytes(const struct sslinv_reader *reader, const char *bytes, size_t length, struct recorder *recorder);

/* JSON is written here with ' for ", the caller frees. */
char *json(const char *text);

int read_json(const struct sslinv_reader *reader, const char *text, struct recorder *recorder);

/* Fails and shows all lines if this is none of them. */
void assert_line(const struct recorder *recorder, const char *line);

bool has_text(const struct recorder *recorder, const char *text);

#endif
