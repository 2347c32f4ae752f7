/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "feed_stream.h"

char *stream_directory(void)
{
	const char *directory = getenv("TMPDIR");
	char *path = sslinv_str_format("%s/sslinv-stream-XXXXXX", directory && *directory ? directory : "/tmp");

	assert_non_null(path);
	assert_non_null(mkdtemp(path));
	return path;
}

int read_stream(const struct sslinv_reader *reader, stream_writer write_document, struct recorder *recorder)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *directory = stream_directory();
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_format("%s/fifo", directory);
	pid_t child;
	int status;

	recorder_free(recorder);
	assert_non_null(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		FILE *stream;

		signal(SIGPIPE, SIG_DFL);
		alarm(300);
		stream = fopen(path, "w");
		if (stream) {
			write_document(stream);
			fflush(stream);
		}
		_exit(0);
	}
	status = read_path(reader, path, recorder);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	unlink(path);
	rmdir(directory);
	return status;
}

long peak_memory(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss / 1024;
}
