/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the loaders of the different machines have built in: directories, and subdirectories for better processors. */
#ifndef SSLINV_LINK_LOADER_MACHINE_H
#define SSLINV_LINK_LOADER_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elf/elf.h"

#define SSLINV_LOADER_MAX_LEVELS 4
#define SSLINV_LOADER_MAX_LEGACY 8

struct sslinv_loader_machine {
	uint16_t machine; /* e_machine; 0 in the rows for all others */
	bool is_64bit;
	bool is_big_endian;
	bool is_flags_loose;     /* flags of 0 go with any */
	uint32_t flags_mask;     /* the part of e_flags that two files must share */
	const char *triplets[2]; /* multiarch directories below lib */
	const char *lib;         /* what $LIB is where there are no multiarch directories, beside `lib` */
	const char *platform;    /* what $PLATFORM most likely is */
	const char *levels[SSLINV_LOADER_MAX_LEVELS]; /* below glibc-hwcaps, the best first */
	const char *legacy[SSLINV_LOADER_MAX_LEGACY]; /* what glibc before 2.37 searched below every directory, depending on
							 the processor; of x86-64 loader_legacy.c knows it */
};

/* The row of the machine for which a file was made; never NULL. Static. */
const struct sslinv_loader_machine *sslinv_loader_machine(const struct sslinv_elf *elf);

/* Does a loader accept `library` for `consumer`? Class, byte order, machine, and the ABI in the flags are the same. */
bool sslinv_loader_machine_accepts(const struct sslinv_elf *consumer, const struct sslinv_elf *library);

/* What is known of the processor and the loader that this process runs on. */
struct sslinv_loader_processor {
	bool levels_known;                     /* false: any of them may be searched */
	bool levels[SSLINV_LOADER_MAX_LEVELS]; /* which of the row's levels the loader searches */
	const char *platform;                  /* $PLATFORM; NULL if unknown. Static. */
	bool has_avx512_1;                     /* as glibc before 2.37 names a subdirectory */
};

/* For the running host. Everything is unknown where `machine` is not the host's own. */
void sslinv_loader_processor_detect(const struct sslinv_loader_machine *machine, struct sslinv_loader_processor *processor);

#endif
