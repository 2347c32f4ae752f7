/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the rpm database of a root. */
#include "rpm_locate.h"
#include "rpm_macros.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No rpm database comes near to this; what is larger is a sparse file made to keep its reader busy. */
#define DATABASE_MAX ((int64_t)8 << 30)

#define OS_RELEASE_MAX 65536

/* The last is that of rpm-ostree, whose images have no var. */
static const char *const directories[] = { "var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm" };

static const struct sslinv_rpm_format formats[] = {
	{ "sqlite", "rpmdb.sqlite", sslinv_rpm_sqlite_each },
	{ "ndb", "Packages.db", sslinv_rpm_ndb_each },
	{ "Berkeley DB", "Packages", sslinv_rpm_bdb_each },
};

/* What lies beside a database; a directory that has it without the database lost the database. */
static const char *const companions[] = {
	"rpmdb.sqlite-wal", "rpmdb.sqlite-journal", "Index.db",    "__db.000", "__db.001", "__db.002", "__db.003", "Name",
	"Basenames",        "Providename",          "Requirename", "Dirnames",
};

/* os-release IDs of distributions made of rpm packages; their derivatives name one of them in ID_LIKE. */
static const char *const rpm_distributions[] = {
	"alinux",
	"almalinux",
	"altlinux",
	"amzn",
	"anolis",
	"azurelinux",
	"centos",
	"circle",
	"cloudlinux",
	"eurolinux",
	"fedora",
	"mageia",
	"mariner",
	"miraclelinux",
	"navylinux",
	"ol",
	"opencloudos",
	"openeuler",
	"openEuler",
	"openmandriva",
	"opensuse",
	"opensuse-leap",
	"opensuse-tumbleweed",
	"oracle",
	"photon",
	"redhat",
	"rhel",
	"rocky",
	"rosa",
	"scientific",
	"sl-micro",
	"sle-micro",
	"sle_hpc",
	"sled",
	"sles",
	"sles_sap",
	"suse",
	"tencentos",
	"virtuozzo",
	"xenenterprise",
};

/* Files of those that are older than os-release. */
static const char *const releases[] = {
	"etc/redhat-release", "etc/centos-release", "etc/fedora-release",   "etc/oracle-release",
	"etc/system-release", "etc/SuSE-release",   "etc/mandriva-release",
};

/* Databases of other package managers. */
static const char *const others[] = {
	"var/lib/dpkg/status",  "var/lib/dpkg/status.d",
	"lib/apk/db/installed", "usr/lib/apk/db/installed",
	"var/lib/pacman/local", "var/db/pkg",
	"var/db/xbps",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DIRECTORIES_MAX (COUNT(directories) + 1)
#define CANDIDATES_MAX (DIRECTORIES_MAX * COUNT(formats))

/* Where a root may have its database: what its rpm is configured for, and where else one is known to lie. */
struct places {
	struct sslinv_rpm_dbpath dbpath;
	const char *items[DIRECTORIES_MAX]; /* that of %_dbpath first, if it is another one */
	size_t count;
};

/* What was found in a root so far. */
struct search {
	const struct sslinv_backend_host *host;
	const struct sslinv_backend_sink *sink;
	struct places places;
	struct stat seen_directories[DIRECTORIES_MAX];
	size_t directories;
	struct sslinv_rpm_database candidates[CANDIDATES_MAX];
	size_t count;
	bool told;
};

static void find_places(const struct sslinv_backend_host *host, struct places *places)
{
	bool is_known = false;

	sslinv_rpm_dbpath_read(host, &places->dbpath);
	places->count = 0;
	for (size_t i = 0; i < COUNT(directories); i++)
		is_known = is_known || strcmp(directories[i], places->dbpath.path) == 0;
	if (places->dbpath.path[0] && !is_known)
		places->items[places->count++] = places->dbpath.path;
	for (size_t i = 0; i < COUNT(directories); i++)
		places->items[places->count++] = directories[i];
}

/* Is there anything of this name, even a link that leads nowhere? Also true where it cannot be told. */
static bool is_there(const struct sslinv_backend_host *host, const char *directory, const char *file)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s%s%s", directory, file ? "/" : "", file ? file : "");
	fd = host->open(host, path, O_PATH | O_NOFOLLOW);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || fd != -ENOENT;
}

/* Is the directory of a database there but no directory, or a link that leads nowhere? */
static bool is_broken_directory(const struct sslinv_backend_host *host, const char *directory)
{
	int fd = host->open(host, directory, O_PATH | O_DIRECTORY);

	if (fd >= 0)
		close(fd);
	return fd < 0 && is_there(host, directory, NULL);
}

/* The name of the first sign of a database that is not there itself, or NULL. */
static const char *find_companion(const struct sslinv_backend_host *host, const struct places *places,
				  const char **directory)
{
	for (size_t i = 0; i < places->count; i++) {
		*directory = places->items[i];
		if (is_broken_directory(host, places->items[i]))
			return "";
		for (size_t k = 0; k < COUNT(companions); k++) {
			if (is_there(host, places->items[i], companions[k]))
				return companions[k];
		}
	}
	return NULL;
}

static bool is_place_unknown(const struct sslinv_rpm_dbpath *dbpath)
{
	return dbpath->is_unread || dbpath->unknown[0];
}

bool sslinv_rpm_has_signs(const struct sslinv_backend_host *host)
{
	struct places places;
	const char *directory;

	find_places(host, &places);
	for (size_t i = 0; i < places.count; i++) {
		for (size_t k = 0; k < COUNT(formats); k++) {
			if (is_there(host, places.items[i], formats[k].file))
				return true;
		}
	}
	/* Where it may lie is not known: that has to be told. */
	if (is_place_unknown(&places.dbpath))
		return true;
	return find_companion(host, &places, &directory) || sslinv_rpm_distribution(host);
}

bool sslinv_rpm_is_alone(const struct sslinv_backend_host *host)
{
	for (size_t i = 0; i < COUNT(others); i++) {
		if (is_there(host, others[i], NULL))
			return false;
	}
	return true;
}

static const char *find_distribution(const char *word, size_t length)
{
	for (size_t i = 0; i < COUNT(rpm_distributions); i++) {
		if (strlen(rpm_distributions[i]) == length && memcmp(rpm_distributions[i], word, length) == 0)
			return rpm_distributions[i];
	}
	return NULL;
}

/* One line of os-release: looks at each word of ID and ID_LIKE. */
static const char *read_os_release_line(const char *line)
{
	static const char separators[] = " \t\r\"'";
	const char *value = strncmp(line, "ID=", 3) == 0 ? line + 3 : strncmp(line, "ID_LIKE=", 8) == 0 ? line + 8 : NULL;

	while (value && *value) {
		size_t length;
		const char *found;

		value += strspn(value, separators);
		length = strcspn(value, separators);
		found = find_distribution(value, length);
		if (found)
			return found;
		value += length;
	}
	return NULL;
}

const char *sslinv_rpm_distribution(const struct sslinv_backend_host *host)
{
	static const char *const paths[] = { "etc/os-release", "usr/lib/os-release" };
	const char *found = NULL;
	struct stat status;
	char *text, *rest, *line;
	int fd = -1;

	for (size_t i = 0; fd < 0 && i < COUNT(paths); i++)
		fd = sslinv_rpm_open_regular(host, paths[i], &status);
	for (size_t i = 0; fd < 0 && i < COUNT(releases); i++)
		if (is_there(host, releases[i], NULL))
			return releases[i];
	if (fd < 0)
		return NULL;
	text = calloc(1, OS_RELEASE_MAX + 1);
	if (text && status.st_size <= OS_RELEASE_MAX && sslinv_rpm_read_at(fd, text, (size_t)status.st_size, 0) == 0) {
		rest = text;
		while (!found && (line = strsep(&rest, "\n")))
			found = read_os_release_line(line);
	}
	free(text);
	close(fd);
	return found;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Is this directory another way to one that was searched? */
static bool is_known_directory(struct search *search, const char *directory)
{
	struct stat status;
	int fd = search->host->open(search->host, directory, O_PATH | O_DIRECTORY);
	bool is_known = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0) {
		for (size_t i = 0; i < search->directories; i++)
			is_known = is_known || is_same_file(&status, &search->seen_directories[i]);
		if (!is_known)
			search->seen_directories[search->directories++] = status;
	}
	close(fd);
	return is_known;
}

static int tell(struct search *search, const char *path, const char *reason)
{
	search->told = true;
	return sslinv_backend_problem(search->sink, path, "cannot read this rpm database: %s", reason);
}

/* Adds the file to the candidates, or says why not. */
static int consider(struct search *search, const char *directory, const struct sslinv_rpm_format *format)
{
	struct sslinv_rpm_database *candidate = &search->candidates[search->count];
	const char *reason = NULL;
	int fd;

	if (!is_there(search->host, directory, format->file))
		return 0;
	*candidate = (struct sslinv_rpm_database){ .host = search->host, .format = format, .fd = -1 };
	snprintf(candidate->path, sizeof(candidate->path), "/%s/%s", directory, format->file);
	fd = sslinv_rpm_open_regular(search->host, candidate->path, &candidate->status);
	if (fd == -ENOENT)
		reason = "it is a link that leads nowhere inside of the root";
	else if (fd == -ENOTSUP)
		reason = "it is not a regular file";
	else if (fd < 0)
		reason = strerror(-fd);
	else if (candidate->status.st_size == 0)
		reason = "the file is empty";
	else if (candidate->status.st_size > DATABASE_MAX)
		reason = "it is larger than any rpm database";
	if (reason) {
		if (fd >= 0)
			close(fd);
		return tell(search, candidate->path, reason);
	}
	for (size_t i = 0; i < search->count; i++) {
		if (is_same_file(&candidate->status, &search->candidates[i].status)) {
			close(fd);
			return 0;
		}
	}
	candidate->fd = fd;
	search->count++;
	return 0;
}

static int find_candidates(struct search *search)
{
	for (size_t i = 0; i < search->places.count; i++) {
		if (is_known_directory(search, search->places.items[i]))
			continue;
		if (is_broken_directory(search->host, search->places.items[i])) {
			int rc = tell(search, search->places.items[i],
				      "its directory cannot be opened as one inside of the root");

			if (rc < 0)
				return rc;
			continue;
		}
		for (size_t k = 0; k < COUNT(formats); k++) {
			int rc = consider(search, search->places.items[i], &formats[k]);

			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

static int count_problem(void *context, const char *path, const char *message)
{
	(void)path;
	(void)message;
	++*(size_t *)context;
	return 0;
}

static int stop_at_blob(void *context, uint32_t number, const void *blob, size_t length)
{
	(void)number;
	(void)blob;
	(void)length;
	*(bool *)context = true;
	return 1;
}

/* Has the database at least one package, or damage that may hide one? */
static bool has_packages(const struct sslinv_rpm_database *database)
{
	size_t problems = 0;
	bool has_one = false;
	struct sslinv_backend_sink sink = { .size = sizeof(sink), .context = &problems, .problem = count_problem };
	int rc = database->format->each(database, &sink, stop_at_blob, &has_one);

	return has_one || rc != 0 || problems > 0;
}

/* When the database was written last; an sqlite database may have this in its log only. */
static struct timespec last_change(const struct sslinv_rpm_database *database)
{
	struct timespec latest = database->status.st_mtim;
	char path[sizeof(database->path) + 8];
	struct stat log;
	int fd;

	snprintf(path, sizeof(path), "%s-wal", database->path);
	fd = sslinv_rpm_open_regular(database->host, path, &log);
	if (fd >= 0) {
		close(fd);
		if (log.st_size > 0 && (log.st_mtim.tv_sec > latest.tv_sec ||
					(log.st_mtim.tv_sec == latest.tv_sec && log.st_mtim.tv_nsec > latest.tv_nsec)))
			latest = log.st_mtim;
	}
	return latest;
}

static bool is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* Does the database lie in the directory that %_dbpath names? */
static bool is_configured(const struct search *search, const struct sslinv_rpm_database *database)
{
	size_t length = strlen(search->places.dbpath.path);

	return length > 0 && strncmp(database->path + 1, search->places.dbpath.path, length) == 0 &&
	       database->path[length + 1] == '/' && !strchr(database->path + length + 2, '/');
}

/* A database that is left behind must not pass for the one that the root's rpm uses. */
static int check_dbpath(struct search *search)
{
	const struct sslinv_rpm_dbpath *dbpath = &search->places.dbpath;

	if (dbpath->is_unread)
		return sslinv_backend_problem(
			search->sink, dbpath->file,
			"cannot be read, or is larger than 1 MiB: it may set %%_dbpath to a place where "
			"another database lies; remove it, or mend it");
	if (dbpath->unknown[0])
		return sslinv_backend_problem(
			search->sink, dbpath->file,
			"it sets %%_dbpath to `%s`, which sslinv cannot evaluate: the database may lie "
			"elsewhere; write the path out",
			dbpath->unknown);
	/* A directory that is known anyway may still wait for the move of the database to it. */
	if (search->places.items[0] != dbpath->path || search->count == 0)
		return 0;
	for (size_t i = 0; i < search->count; i++)
		if (is_configured(search, &search->candidates[i]))
			return 0;
	/* Debian's own rpm has one for each user, and most never make it. */
	if (strcmp(dbpath->path, "root/.rpmdb") == 0)
		return 0;
	return sslinv_backend_problem(search->sink, dbpath->path,
				      "%s sets %%_dbpath to this directory, but it has no rpm database", dbpath->file);
}

static bool is_better(const struct search *search, const struct sslinv_rpm_database *a, const struct sslinv_rpm_database *b)
{
	bool left = is_configured(search, a), right = is_configured(search, b);

	return left != right ? left : is_later(last_change(a), last_change(b));
}

/*
 * Which of several: the one that %_dbpath names; else the package manager writes to one only, and that is the one changed
 * last; what lies beside it was left by a conversion to another format or directory. An image can lose its times, so this is
 * a guess, and the sink hears of it.
 */
static int choose(struct search *search, size_t *chosen)
{
	bool is_filled[CANDIDATES_MAX];
	bool has_filled = false;
	int rc = 0;

	for (size_t i = 0; i < search->count; i++) {
		is_filled[i] = has_packages(&search->candidates[i]);
		if (!is_filled[i])
			continue;
		if (!has_filled || is_better(search, &search->candidates[i], &search->candidates[*chosen]))
			*chosen = i;
		has_filled = true;
	}
	for (size_t i = 0; has_filled && rc == 0 && i < search->count; i++) {
		if (is_filled[i] && i != *chosen)
			rc = sslinv_backend_problem(
				search->sink, search->candidates[i].path,
				"this root has a second rpm database, %s, which %s: that one is read; remove the one that "
				"the package manager does not use",
				search->candidates[*chosen].path,
				is_configured(search, &search->candidates[*chosen]) ? "%_dbpath names"
										    : "was changed later");
	}
	return rc;
}

/* There is no file to read: says what made the root one that should have an rpm database. */
static int tell_missing(struct search *search)
{
	const char *directory, *companion = find_companion(search->host, &search->places, &directory);
	const char *distribution = sslinv_rpm_distribution(search->host);
	int rc = 0;

	if (companion && companion[0] != '\0')
		rc = sslinv_backend_problem(search->sink, directory,
					    "the rpm database is missing: there is `%s`, but no rpmdb.sqlite, "
					    "Packages.db or Packages",
					    companion);
	else if (!search->told)
		rc = sslinv_backend_problem(
			search->sink, directories[0],
			"the rpm database is missing, though this is a distribution of rpm packages (%s); "
			"is the root mounted whole?",
			distribution ? distribution : "none any more");
	return rc < 0 ? rc : -ENOENT;
}

int sslinv_rpm_locate(const struct sslinv_backend_host *host, const struct sslinv_backend_sink *sink,
		      struct sslinv_rpm_database *database)
{
	struct search search = { .host = host, .sink = sink };
	size_t chosen = 0;
	int rc;

	find_places(host, &search.places);
	rc = find_candidates(&search);
	if (rc == 0)
		rc = check_dbpath(&search);

	if (rc == 0 && search.count == 0)
		rc = is_place_unknown(&search.places.dbpath) && !sslinv_rpm_distribution(host) ? -ENOENT
											       : tell_missing(&search);
	else if (rc == 0 && search.count > 1)
		rc = choose(&search, &chosen);
	for (size_t i = 0; i < search.count; i++) {
		if (rc < 0 || i != chosen)
			close(search.candidates[i].fd);
	}
	if (rc == 0)
		*database = search.candidates[chosen];
	return rc;
}
