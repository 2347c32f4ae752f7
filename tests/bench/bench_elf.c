/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Measures our ELF reader beside libelf: the same facts of all ELF files below a directory, warm, medians of several rounds
 * that take turns. The last line is for machines: `ratio libelf/own R`. Usage: bench_elf [DIRECTORY [ROUNDS]]
 */
#include <elf.h>
#include <fcntl.h>
#include <ftw.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "elf/elf.h"

#define MAX_ROUNDS 101

static struct {
	char **items;
	size_t count, capacity;
} paths;

/* What both readers add up of the facts, so that none can be left out unseen. */
struct sum {
	size_t files, needed, sonames, rpaths, runpaths, bytes, classes;
	unsigned long machines;
};

/* Both readers are asked about files that are open, as the walk has them. */
typedef void reader(int fd, size_t size, struct sum *sum);

static int add_file(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	char magic[SELFMAG];
	char **slot;
	int fd;

	(void)place;
	if (kind != FTW_F || !S_ISREG(status->st_mode))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	if (read(fd, magic, SELFMAG) == SELFMAG && memcmp(magic, ELFMAG, SELFMAG) == 0) {
		slot = sslinv_array_add(&paths);
		if (slot)
			*slot = strdup(path);
	}
	close(fd);
	return 0;
}

static void add_text(const char *text, size_t *count, struct sum *sum)
{
	if (!text)
		return;
	++*count;
	sum->bytes += strlen(text);
}

static void read_own(int fd, size_t size, struct sum *sum)
{
	struct sslinv_arena arena = { 0 };
	struct sslinv_elf elf;

	if (sslinv_elf_read(fd, size, &arena, &elf, NULL) == 0 && elf.is_elf) {
		sum->files++;
		sum->classes += elf.is_64bit;
		sum->machines += elf.machine;
		for (size_t i = 0; i < elf.needed_count; i++)
			add_text(elf.needed[i], &sum->needed, sum);
		add_text(elf.soname, &sum->sonames, sum);
		add_text(elf.rpath, &sum->rpaths, sum);
		add_text(elf.runpath, &sum->runpaths, sum);
	}
	sslinv_arena_free(&arena);
}

/* The way that touches least of the file: program headers, then the dynamic section and its strings as raw chunks. */
static void read_libelf(int fd, size_t size, struct sum *sum)
{
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	GElf_Ehdr header;
	GElf_Phdr program, dynamic = { 0 }, loads[16];
	size_t count = 0, load_count = 0;
	Elf_Data *entries, *strings = NULL;
	GElf_Dyn entry;

	(void)size;
	if (!elf || !gelf_getehdr(elf, &header)) {
		elf_end(elf);
		return;
	}
	sum->files++;
	sum->classes += header.e_ident[EI_CLASS] == ELFCLASS64;
	sum->machines += header.e_machine;
	if (header.e_type != ET_EXEC && header.e_type != ET_DYN) {
		elf_end(elf);
		return;
	}
	(void)elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count && gelf_getphdr(elf, (int)i, &program); i++) {
		if (program.p_type == PT_DYNAMIC)
			dynamic = program;
		else if (program.p_type == PT_LOAD && load_count < 16)
			loads[load_count++] = program;
	}
	entries = dynamic.p_filesz ? elf_getdata_rawchunk(elf, (int64_t)dynamic.p_offset, dynamic.p_filesz, ELF_T_DYN)
				   : NULL;
	if (entries) {
		GElf_Addr address = 0;
		GElf_Xword length = 0;

		for (int i = 0; gelf_getdyn(entries, i, &entry) && entry.d_tag != DT_NULL; i++) {
			address = entry.d_tag == DT_STRTAB ? entry.d_un.d_ptr : address;
			length = entry.d_tag == DT_STRSZ ? entry.d_un.d_val : length;
		}
		for (size_t i = 0; i < load_count; i++)
			if (address >= loads[i].p_vaddr && address - loads[i].p_vaddr < loads[i].p_filesz)
				strings = elf_getdata_rawchunk(
					elf, (int64_t)(address - loads[i].p_vaddr + loads[i].p_offset), length, ELF_T_BYTE);
	}
	for (int i = 0; strings && gelf_getdyn(entries, i, &entry) && entry.d_tag != DT_NULL; i++) {
		const char *text = (const char *)strings->d_buf + entry.d_un.d_val;

		if (entry.d_tag == DT_NEEDED)
			add_text(text, &sum->needed, sum);
		else if (entry.d_tag == DT_SONAME)
			add_text(text, &sum->sonames, sum);
		else if (entry.d_tag == DT_RPATH)
			add_text(text, &sum->rpaths, sum);
		else if (entry.d_tag == DT_RUNPATH)
			add_text(text, &sum->runpaths, sum);
	}
	elf_end(elf);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double measure(reader *read_facts, struct sum *sum)
{
	double begin = seconds();

	memset(sum, 0, sizeof(*sum));
	for (size_t i = 0; i < paths.count; i++) {
		int fd = open(paths.items[i], O_RDONLY | O_CLOEXEC);
		struct stat status;

		if (fd >= 0 && fstat(fd, &status) == 0)
			read_facts(fd, (size_t)status.st_size, sum);
		close(fd);
	}
	return seconds() - begin;
}

static void read_nothing(int fd, size_t size, struct sum *sum)
{
	(void)fd;
	(void)size;
	sum->files++;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

int main(int argc, char **argv)
{
	const struct {
		const char *name;
		reader *read_facts;
	} readers[] = {
		{ "open+fstat+close", read_nothing },
		{ "own", read_own },
		{ "libelf", read_libelf },
	};
	double times[3][MAX_ROUNDS], medians[3];
	struct sum sums[3];
	int rounds = argc > 2 ? atoi(argv[2]) : 11;

	if (rounds < 1 || rounds > MAX_ROUNDS || elf_version(EV_CURRENT) == EV_NONE) {
		fputs("usage: bench_elf [DIRECTORY [ROUNDS]]\n", stderr);
		return 2;
	}
	nftw(argc > 1 ? argv[1] : "/usr", add_file, 32, FTW_PHYS | FTW_MOUNT);
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < 3; i++)
			times[i][round] = measure(readers[i].read_facts, &sums[i]);
	for (size_t i = 0; i < 3; i++) {
		qsort(times[i], (size_t)rounds, sizeof(double), compare);
		medians[i] = times[i][rounds / 2];
		printf("%-17s %8.3f ms for %zu files (%5.2f us each), min %.3f max %.3f ms: %zu needed, %zu sonames, %zu "
		       "rpaths, "
		       "%zu runpaths, %zu bytes\n",
		       readers[i].name, medians[i] * 1e3, sums[i].files,
		       medians[i] * 1e6 / (double)(sums[i].files ? sums[i].files : 1), times[i][0] * 1e3,
		       times[i][rounds - 1] * 1e3, sums[i].needed, sums[i].sonames, sums[i].rpaths, sums[i].runpaths,
		       sums[i].bytes);
	}
	if (memcmp(&sums[1], &sums[2], sizeof(sums[1])) != 0)
		puts("the readers do not agree");
	printf("ratio libelf/own without opening the file %.2f\n", (medians[2] - medians[0]) / (medians[1] - medians[0]));
	printf("ratio libelf/own %.2f\n", medians[2] / medians[1]);
	for (size_t i = 0; i < paths.count; i++)
		free(paths.items[i]);
	free(paths.items);
	return 0;
}
