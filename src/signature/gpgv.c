/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs gpgv. */
#include "signature/gpgv.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/words.h"

/* Where gpgv finds the signature: as this descriptor. */
#define SIGNATURE_FD 3
#define SIGNATURE_PATH "/dev/fd/3"
/* What it says of some hundred signatures. */
#define MAX_STATUS (64 * 1024)

/* The program in the directories that the system itself names; malloc'ed, NULL where it is in none. */
static char *find_program(void)
{
	static const char *const names[] = { "gpgv", "gpgv2" };
	SSLINV_CLEANUP(sslinv_words_free) struct sslinv_words directories = { NULL, 0, 0, NULL, 0, 0 };
	char path[256];
	size_t length = confstr(_CS_PATH, path, sizeof(path));

	if (length == 0 || length > sizeof(path) || sslinv_words_add(&directories, path, ":") < 0)
		return NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		for (size_t j = 0; j < directories.count; j++) {
			SSLINV_CLEANUP(sslinv_free_ptr) char *program = sslinv_str_path(directories.items[j], names[i]);

			if (program && program[0] == '/' && access(program, X_OK) == 0)
				return sslinv_take_ptr(program);
		}
	return NULL;
}

/* The child's descriptors: what is verified, what it says, silence, and the signature. */
static int wire(posix_spawn_file_actions_t *actions, const int fds[SIGNATURE_FD + 1])
{
	for (int fd = 0; fd <= SIGNATURE_FD; fd++)
		if (posix_spawn_file_actions_adddup2(actions, fds[fd], fd) != 0)
			return -1;
	return 0;
}

static int spawn(const char *program, const struct sslinv_keys *keys, const int fds[SIGNATURE_FD + 1], pid_t *pid)
{
	static const char *const first[] = { "gpgv", "--quiet", "--status-fd", "1", "--homedir", "/" };
	static const char *const environment[] = { "LC_ALL=C", "HOME=/", NULL };
	size_t count = SSLINV_ARRAY_SIZE(first);
	SSLINV_CLEANUP(sslinv_free_ptr) const char **arguments = calloc(count + 2 * keys->count + 3, sizeof(*arguments));
	posix_spawn_file_actions_t actions;
	int code;

	if (!arguments)
		return ENOMEM;
	memcpy(arguments, first, sizeof(first));
	for (size_t i = 0; i < keys->count; i++) {
		arguments[count++] = "--keyring";
		arguments[count++] = keys->items[i];
	}
	arguments[count++] = SIGNATURE_PATH;
	arguments[count] = "-";
	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	code = wire(&actions, fds) < 0
		       ? ENOMEM
		       : posix_spawn(pid, program, &actions, NULL, (char *const *)arguments, (char *const *)environment);
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

/* All that it says; what is too much is read and forgotten, so that it ends. */
static int read_status(int fd, struct sslinv_str *status)
{
	char block[4096];
	ssize_t length;
	int rc = 0;

	while ((length = read(fd, block, sizeof(block))) != 0) {
		if (length < 0 && errno != EINTR)
			return SSLINV_E_SYSTEM;
		if (length > 0 && rc == 0)
			rc = status->length + (size_t)length > MAX_STATUS
				     ? SSLINV_E_LIMIT
				     : sslinv_str_add_bytes(status, block, (size_t)length);
	}
	return rc;
}

static int finish(pid_t pid)
{
	int how;

	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			return SSLINV_E_SYSTEM;
	return WIFEXITED(how) && WEXITSTATUS(how) < 126 ? 0 : SSLINV_E_SYSTEM;
}

/* The same file above what the child's own descriptors take; at its beginning where it has one. */
static int lift(int fd)
{
	if (lseek(fd, 0, SEEK_SET) < 0 && errno != ESPIPE)
		return -1;
	return fcntl(fd, F_DUPFD_CLOEXEC, SIGNATURE_FD + 1);
}

static int run(const char *program, const struct sslinv_keys *keys, int data, int signature, struct sslinv_str *status,
	       struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_close_fd) int high_data = lift(data);
	SSLINV_CLEANUP(sslinv_close_fd) int high_signature = lift(signature);
	SSLINV_CLEANUP(sslinv_close_fd) int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	SSLINV_CLEANUP(sslinv_close_fd) int high_null = null < 0 ? -1 : lift(null);
	SSLINV_CLEANUP(sslinv_close_fd) int high_write = -1;
	SSLINV_CLEANUP(sslinv_close_fd) int read_end = -1;
	int pipe_fds[2] = { -1, -1 }, rc, code;
	pid_t pid;

	if (pipe2(pipe_fds, O_CLOEXEC) == 0) {
		read_end = pipe_fds[0];
		high_write = lift(pipe_fds[1]);
		close(pipe_fds[1]);
	}
	if (high_data < 0 || high_signature < 0 || high_null < 0 || high_write < 0)
		return sslinv_error_errno(error, "%s cannot be run", program);
	code = spawn(program, keys, (const int[]){ high_data, high_write, high_null, high_signature }, &pid);
	if (code != 0) {
		errno = code;
		return sslinv_error_errno(error, "%s cannot be run", program);
	}
	close(sslinv_take_fd(&high_write));
	rc = read_status(read_end, status);
	code = finish(pid);
	if (rc == SSLINV_E_MEMORY)
		return sslinv_error_memory(error);
	return rc < 0 || code < 0 ? sslinv_error_set(error, SSLINV_E_SYSTEM, "%s failed; run it by hand to see why", program)
				  : 0;
}

int sslinv_gpgv_run(const struct sslinv_keys *keys, int data, int signature, struct sslinv_str *status,
		    struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *program = find_program();

	if (!program)
		return sslinv_error_set(
			error, SSLINV_E_NOT_FOUND,
			"signatures are checked by gpgv, which is not installed (Debian: gpgv, Fedora: gnupg2, "
			"SUSE: gpg2)");
	return run(program, keys, data, signature, status, error);
}
