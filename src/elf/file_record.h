/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of the file cache as bytes. */
#ifndef SSLINV_ELF_FILE_RECORD_H
#define SSLINV_ELF_FILE_RECORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/wire.h"
#include "elf/elf_file.h"

/* Of the libraries that one file needs. */
#define SSLINV_FILE_RECORD_MAX_NAMES 1000

/* Has the file no more names and copies of any kind than a record may hold? */
bool sslinv_file_record_fits(const struct sslinv_elf_file *file);

/*
 * Adds what is known of a file, except its path and package. `file` fits.
 * Returns 0 or a negative code of base/wire.h: -E2BIG where its strings are too long.
 */
int sslinv_file_record_put(struct sslinv_wire_writer *writer, const struct sslinv_elf_file *file) SSLINV_MUST_CHECK;

/* The same back, with strings in `arena`. False where the record is not one that was put, or memory ran out. */
bool sslinv_file_record_take(struct sslinv_wire_record *record, struct sslinv_arena *arena, struct sslinv_elf_file *file)
	SSLINV_MUST_CHECK;

#endif
