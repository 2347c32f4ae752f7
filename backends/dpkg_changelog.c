/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changelog of a Debian package, deb-changelog(5), as it lies under usr/share/doc. */
#include "dpkg_changelog.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define CHANGELOG_MAX (16u << 20)

/*
 * The vendor's changelog goes before the one of upstream, which stands under the plain name; native packages have only
 * that.
 */
static const char *const names[] = { "changelog.Debian.gz", "changelog.Debian", "changelog.gz", "changelog" };

struct entry {
	char *version;    /* NULL outside an entry */
	char *text, *end; /* what stands between the head and the trailer */
	int64_t when;
};

/* Decompresses at most CHANGELOG_MAX bytes; *text is malloc'ed and has a NUL behind its *length bytes. */
static int read_text(const struct sslinv_backend_sink *sink, const char *path, int fd, char **text, size_t *length)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_stream_close) struct sslinv_dpkg_stream stream = { 0 };
	char message[256];
	size_t capacity = 0;
	ssize_t got = sslinv_dpkg_stream_open(&stream, fd, message, sizeof(message));

	*length = 0;
	while (got >= 0 && *length < CHANGELOG_MAX) {
		if (capacity - *length < 2) {
			char *grown = realloc(*text, capacity ? capacity * 2 : 65536);

			if (!grown)
				return sslinv_dpkg_out_of_memory(sink);
			*text = grown;
			capacity = capacity ? capacity * 2 : 65536;
		}
		got = sslinv_dpkg_stream_read(&stream, *text + *length, capacity - *length - 1, message, sizeof(message));
		if (got <= 0)
			break;
		*length += (size_t)got;
	}
	if (*text)
		(*text)[*length] = '\0';
	if (got < 0) {
		size_t whole = *length;

		/* What precedes the damage may be damaged too, and would say what was fixed. */
		*length = 0;
		return sslinv_backend_problem(sink, path, "is damaged after %zu bytes: %s", whole, message);
	}
	if (*length >= CHANGELOG_MAX)
		return sslinv_backend_problem(sink, path, "is longer than %u bytes: older entries are left out",
					      CHANGELOG_MAX);
	return 0;
}

/* `openssl (3.0.15-1~deb12u1) bookworm; urgency=medium`: the version, ended by a NUL in place; NULL for another line. */
static char *read_head(char *line)
{
	char *open = strstr(line, " ("), *close = open ? strchr(open, ')') : NULL;

	if (!close || line == open || strcspn(line, " \t") != (size_t)(open - line) || !strchr(close, ';') ||
	    close == open + 2)
		return NULL;
	*close = '\0';
	return open + 2;
}

static int month_of(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (!strncmp(name, months + 3 * i, 3))
			return i;
	return -1;
}

/* ` -- Name <address>  Tue, 11 Feb 2025 20:03:15 +0100`: the time, 0 where it cannot be read. Whatever the locale. */
static int64_t read_time(const char *trailer)
{
	const char *date = strrchr(trailer, '>');
	char month[4], sign;
	struct tm parts = { 0 };
	int zone;
	const char *comma;

	comma = date ? strchr(date, ',') : NULL;
	if (!comma || sscanf(comma + 1, " %2d %3s %4d %2d:%2d:%2d %c%4d", &parts.tm_mday, month, &parts.tm_year,
			     &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &sign, &zone) != 8)
		return 0;
	parts.tm_mon = month_of(month);
	parts.tm_year -= 1900;
	if (parts.tm_mon < 0 || parts.tm_year < 0 || zone < 0 || (sign != '+' && sign != '-'))
		return 0;
	zone = (zone / 100 * 60 + zone % 100) * 60;
	return (int64_t)timegm(&parts) - (sign == '-' ? -zone : zone);
}

/* Hands an entry over without the blank lines around it. */
static int hand_over(struct entry *entry, const struct sslinv_backend_sink *sink)
{
	int rc;

	while (entry->text < entry->end && (*entry->text == '\n' || *entry->text == '\r'))
		entry->text++;
	while (entry->end > entry->text && strchr(" \t\r\n", entry->end[-1]))
		entry->end--;
	*entry->end = '\0';
	rc = sink->changelog(sink->context, entry->when, entry->version, entry->text);
	entry->version = NULL;
	return rc;
}

static int parse(char *at, char *end, const struct sslinv_backend_sink *sink)
{
	struct entry entry = { 0 };

	while (at < end) {
		char *line = at, *newline = memchr(at, '\n', (size_t)(end - at)), *version;
		char *line_end = newline ? newline : end;
		int rc = 0;

		at = newline ? newline + 1 : end;
		if (*line == ' ' && (line_end - line < 4 || memcmp(line, " -- ", 4) != 0))
			continue;
		/* A head or a trailer, or a line that is neither, which is left as it stands. */
		if (*line != ' ' && *line != '\n' && *line != '\r') {
			char *text = at;

			*line_end = '\0';
			version = read_head(line);
			if (!version) {
				if (newline)
					*newline = '\n';
				continue;
			}
			/* An entry without a trailer, as very old ones are, ends where the next begins. */
			if (entry.version) {
				entry.end = line;
				rc = hand_over(&entry, sink);
			}
			entry = (struct entry){ .version = version, .text = text };
		} else if (*line == ' ' && entry.version) {
			*line_end = '\0';
			entry.when = read_time(line);
			entry.end = line;
			rc = hand_over(&entry, sink);
		}
		if (rc < 0)
			return rc;
	}
	if (!entry.version)
		return 0;
	entry.end = end;
	return hand_over(&entry, sink);
}

/* The changelog of the source, by the first of its names; `path` is set to the last that was tried. */
static int open_changelog(const struct sslinv_backend_host *host, const char *package, char *path, size_t size)
{
	int fd = -ENOENT;

	for (size_t i = 0; fd == -ENOENT && i < SSLINV_DPKG_COUNT(names); i++) {
		snprintf(path, size, "usr/share/doc/%s/%s", package, names[i]);
		fd = sslinv_dpkg_open_regular(host, path);
	}
	return fd;
}

/* Of `openssl (3.0.15-1~deb12u1) bookworm-security; urgency=medium` the version and the first word behind it. */
static void take_first(const char *line, struct sslinv_dpkg_changelog_head *head)
{
	const char *open = strstr(line, " ("), *close = open ? strchr(open, ')') : NULL;
	const char *suite = close ? close + 1 + strspn(close + 1, " ") : "";
	size_t version_length = close ? (size_t)(close - open - 2) : 0, suite_length = strcspn(suite, " ;\n");

	if (!strchr(suite, ';') || !version_length || !suite_length || version_length >= sizeof(head->version) ||
	    suite_length >= sizeof(head->suite))
		return;
	memcpy(head->version, open + 2, version_length);
	memcpy(head->suite, suite, suite_length);
}

void sslinv_dpkg_changelog_first(const struct sslinv_backend_host *host, const char *package,
				 struct sslinv_dpkg_changelog_head *head)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = -ENOENT;
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_stream_close) struct sslinv_dpkg_stream stream = { 0 };
	char path[1024], message[256], start[4096];
	ssize_t got;

	memset(head, 0, sizeof(*head));
	fd = open_changelog(host, package, path, sizeof(path));
	if (fd < 0 || sslinv_dpkg_stream_open(&stream, fd, message, sizeof(message)) < 0)
		return;
	got = sslinv_dpkg_stream_read(&stream, start, sizeof(start) - 1, message, sizeof(message));
	if (got <= 0)
		return;
	start[got] = '\0';
	start[strcspn(start, "\n")] = '\0';
	take_first(start, head);
}

int sslinv_dpkg_changelog_each(const struct sslinv_backend_host *host, const char *package, const char *arch,
			       const struct sslinv_backend_sink *sink)
{
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_close_fd) int fd = -ENOENT;
	SSLINV_DPKG_CLEANUP(sslinv_dpkg_free_ptr) char *text = NULL;
	char path[1024];
	size_t length;
	int rc;

	/*
	 * A rebuild without a change of the source, for one architecture, has its entry in a file of its own (and only
	 * that).
	 */
	snprintf(path, sizeof(path), "usr/share/doc/%s/changelog.Debian.%s.gz", package, arch);
	fd = sslinv_dpkg_open_regular(host, path);
	if (fd >= 0) {
		rc = read_text(sink, path, fd, &text, &length);
		if (!rc && text)
			rc = parse(text, text + length, sink);
		if (rc < 0)
			return rc;
		close(fd);
		fd = -ENOENT;
	}
	fd = open_changelog(host, package, path, sizeof(path));
	if (fd == -ENOENT)
		return 0;
	if (fd < 0)
		return sslinv_dpkg_unreadable(sink, path, fd);
	rc = read_text(sink, path, fd, &text, &length);
	return rc < 0 || !text ? rc : parse(text, text + length, sink);
}
