/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For the measurement of processes: `bench_processes start COUNT FILE...` makes so many processes that have the files mapped
 * to execute them, says `ready`, and ends them when its standard input ends; `bench_processes read FILE...` reads the
 * processes of this host as a scan does that found these libraries, and says how many have one mapped.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/array.h"
#include "base/num.h"
#include "host/root.h"
#include "process/processes.h"

static int map(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *at = fd < 0 ? MAP_FAILED : mmap(NULL, 65536, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);

	if (at == MAP_FAILED) {
		perror(path);
		return -1;
	}
	close(fd);
	return 0;
}

static int start(unsigned long count, char **files)
{
	char byte;

	for (; *files; files++)
		if (map(*files) < 0)
			return 1;
	for (unsigned long i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("fork");
			return 1;
		}
		if (pid > 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	puts("ready");
	fflush(stdout);
	return read(STDIN_FILENO, &byte, 1) < 0;
}

static int read_processes(char **files)
{
	struct sslinv_root root = SSLINV_ROOT_INIT;
	struct sslinv_facts facts = { 0 };
	struct sslinv_error error = SSLINV_ERROR_INIT;
	int rc = sslinv_root_open(&root, "/", &error);

	for (; rc == 0 && *files; files++) {
		struct sslinv_library *library = sslinv_array_add(&facts.libraries);

		if (!library)
			return 1;
		library->path = *files;
		library->package = SSLINV_NO_PACKAGE;
	}
	if (rc == 0)
		rc = sslinv_processes_read(&root, "/proc", &facts, &error);
	if (rc < 0)
		fprintf(stderr, "%s\n", error.message);
	else
		printf("%zu\n", facts.processes.count);
	sslinv_facts_free(&facts);
	sslinv_root_close(&root);
	return rc < 0;
}

int main(int argc, char **argv)
{
	uint64_t count;

	if (argc > 3 && strcmp(argv[1], "start") == 0 && sslinv_parse_number(argv[2], 100000, &count))
		return start((unsigned long)count, argv + 3);
	if (argc > 2 && strcmp(argv[1], "read") == 0)
		return read_processes(argv + 2);
	fputs("usage: bench_processes start COUNT FILE... | read FILE...\n", stderr);
	return 2;
}
