/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of readers: documents too large to keep, written into a FIFO by a child while the reader reads. */
#ifndef SSLINV_TESTS_FEED_STREAM_H
#define SSLINV_TESTS_FEED_STREAM_H

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "feed_recorder.h"

/* Writes a document to the stream; a reader that refuses it closes the other end, and the child dies of that. */
typedef void (*stream_writer)(FILE *stream);

char *stream_directory(void);

int read_stream(const struct sslinv_reader *reader, stream_writer write_document, struct recorder *recorder);

/* The most memory this process ever had, in MiB. */
long peak_memory(void);

#endif
