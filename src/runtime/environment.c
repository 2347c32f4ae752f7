/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose installation a file belongs to. */
#include "runtime/environment.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

/* What a directory is: NULL for nothing in particular. */
struct environment {
	const char *kind;
};

/* By a file or directory at its top. */
static const struct {
	const char *name, *kind;
	bool is_directory;
} tops[] = {
	{ "pyvenv.cfg", SSLINV_ENVIRONMENT_VIRTUAL, false },
	{ "conda-meta", "conda", true },
};

/* By its place: the directory's path has this part, and so many names more. */
static const struct {
	const char *part;
	int names;
	const char *kind;
} places[] = {
	{ "pyenv/versions/", 1, "pyenv" },
	{ "/.local/share/uv/python/", 1, "uv" },
	{ "/.local/share/uv/tools/", 1, "uv" },
	{ "/.local/pipx/venvs/", 1, "pipx" },
	{ "/.local/share/pipx/venvs/", 1, "pipx" },
	{ "/nvm/versions/node/", 1, "nvm" },
	{ "/.nvm/versions/node/", 1, "nvm" },
	{ "/.local/share/fnm/node-versions/", 1, "fnm" },
	{ "/.volta/tools/image/node/", 1, "volta" },
	{ "nodenv/versions/", 1, "nodenv" },
	{ "rbenv/versions/", 1, "rbenv" },
	{ "/rvm/rubies/", 1, "rvm" },
	{ "/.rvm/rubies/", 1, "rvm" },
	{ "/rvm/gems/", 1, "rvm" },
	{ "/.rvm/gems/", 1, "rvm" },
	{ "plenv/versions/", 1, "plenv" },
	{ "perlbrew/perls/", 1, "perlbrew" },
	{ "phpenv/versions/", 1, "phpenv" },
	{ "/.asdf/installs/", 2, "asdf" },
	{ "/.local/share/mise/installs/", 2, "mise" },
	{ "/snap/", 2, "snap" },
	{ "/var/lib/flatpak/app/", 1, "flatpak" },
	{ "/var/lib/flatpak/runtime/", 1, "flatpak" },
	{ "/nix/store/", 1, "nix" },
	{ "/gnu/store/", 1, "guix" },
	{ "/home/linuxbrew/.linuxbrew/Cellar/", 2, "homebrew" },
};

static int look_at(struct sslinv_finder *finder, const char *directory, const char **kind)
{
	*kind = NULL;
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(tops) && !*kind; i++) {
		SSLINV_CLEANUP(sslinv_free_ptr) char *path = sslinv_str_path(directory, tops[i].name);
		SSLINV_CLEANUP(sslinv_close_fd) int fd = -1;
		struct stat status;

		if (!path)
			return SSLINV_E_MEMORY;
		fd = sslinv_root_openat(finder->root, path, O_PATH | O_NOFOLLOW);
		if (fd >= 0 && fstat(fd, &status) == 0 &&
		    (tops[i].is_directory ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode)))
			*kind = tops[i].kind;
	}
	return 0;
}

/* The same, asked once for each directory; `directory` is in the arena. */
static int kind_of(struct sslinv_finder *finder, const char *directory, const char **kind)
{
	struct environment *known = sslinv_map_find_text(&finder->environments, directory);
	int rc;

	*kind = known ? known->kind : NULL;
	if (known)
		return 0;
	rc = look_at(finder, directory, kind);
	known = rc == 0 ? sslinv_arena_alloc(&finder->arena, sizeof(*known)) : NULL;
	if (!known)
		return SSLINV_E_MEMORY;
	known->kind = *kind;
	return sslinv_map_add_text(&finder->environments, directory, known);
}

/* The names of directories that lie at the top of an installation. */
static bool is_below_top(const char *rest)
{
	static const char *const names[] = { "/lib/", "/lib64/", "/bin/", "/sbin/", "/libexec/" };

	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(names); i++)
		if (sslinv_str_starts(rest, names[i]))
			return true;
	return false;
}

/* The innermost directory that something at its top makes an environment. */
static int find_by_top(struct sslinv_finder *finder, const char *path, struct sslinv_module *module)
{
	for (size_t length = strlen(path); length > 1; length--) {
		const char *kind, *directory;

		if (path[length - 1] != '/' || length < 2 || !is_below_top(path + length - 1))
			continue;
		directory = sslinv_arena_strndup(&finder->arena, path, length - 1);
		if (!directory || kind_of(finder, directory, &kind) < 0)
			return SSLINV_E_MEMORY;
		if (kind) {
			module->environment = kind;
			module->environment_path = directory;
			return 0;
		}
	}
	return 0;
}

/* How long the directory is that lies `names` names behind `at`; 0 where the path ends before. */
static size_t skip_names(const char *path, const char *at, int names)
{
	for (; names > 0; names--) {
		at = strchr(at, '/');
		if (!at)
			return 0;
		at += names > 1;
	}
	return (size_t)(at - path);
}

static int find_by_place(struct sslinv_finder *finder, const char *path, struct sslinv_module *module)
{
	for (size_t i = 0; i < SSLINV_ARRAY_SIZE(places); i++) {
		const char *part = strstr(path, places[i].part);
		size_t length = part ? skip_names(path, part + strlen(places[i].part), places[i].names) : 0;

		/* `pyenv` and `.pyenv`, but not `mypyenv`. */
		if (!length || (places[i].part[0] != '/' && part > path && part[-1] != '/' && part[-1] != '.'))
			continue;
		module->environment = places[i].kind;
		module->environment_path = sslinv_arena_strndup(&finder->arena, path, length);
		return module->environment_path ? 0 : SSLINV_E_MEMORY;
	}
	return 0;
}

int sslinv_environment_find(struct sslinv_finder *finder, const char *path, uint32_t package, struct sslinv_module *module)
{
	int rc;

	module->environment = module->environment_path = NULL;
	if (package != SSLINV_NO_PACKAGE) {
		module->environment = "system";
		return 0;
	}
	rc = find_by_top(finder, path, module);
	if (rc == 0 && !module->environment)
		rc = find_by_place(finder, path, module);
	return rc;
}
