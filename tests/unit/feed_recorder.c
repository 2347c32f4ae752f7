/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "feed_recorder.h"

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

int record_feed(void *context, const struct sslinv_feed *feed)
{
	struct recorder *recorder = context;

	recorder->feeds++;
	assert_non_null(feed->identity);
	assert_non_null(feed->name);
	return sslinv_str_printf(&recorder->lines, "F|%s|%s|%s|%s\n", feed->vendor, feed->format, or_dash(feed->published),
				 feed->identity);
}

int record_statement(void *context, const struct sslinv_statement *statement)
{
	struct recorder *recorder = context;

	recorder->statements++;
	/* What the model promises. */
	assert_true(recorder->feeds > 0);
	assert_non_null(statement->stream);
	assert_true((statement->status == SSLINV_STATUS_FIXED) == (statement->fixed_version != NULL));
	return sslinv_str_printf(
		&recorder->lines, "S|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s%s%s%s%s\n", statement->distro,
		statement->release, statement->stream, statement->package,
		statement->kind == SSLINV_PACKAGE_SOURCE ? "source" : "binary", statement->cve,
		sslinv_status_name(statement->status), or_dash(statement->fixed_version), or_dash(statement->arch),
		or_dash(statement->advisory), or_dash(statement->severity), or_dash(statement->issued),
		statement->is_doubtful ? "doubtful" : "-", or_dash(statement->note), statement->introduced ? "|from " : "",
		statement->introduced ? statement->introduced : "", statement->last_affected ? "|last " : "",
		statement->last_affected ? statement->last_affected : "");
}

int record_vulnerability(void *context, const struct sslinv_vulnerability *vulnerability)
{
	struct recorder *recorder = context;

	recorder->vulnerabilities++;
	return sslinv_str_printf(&recorder->lines, "V|%s|%s|%s|%s|%s\n", vulnerability->cve,
				 or_dash(vulnerability->severity), or_dash(vulnerability->published),
				 or_dash(vulnerability->title), or_dash(vulnerability->url));
}

int record_range(void *context, const struct sslinv_range *range)
{
	struct recorder *recorder = context;

	recorder->ranges++;
	return sslinv_str_printf(&recorder->lines, "R|%s|%s|%s|%s\n", range->cve, range->from, or_dash(range->until),
				 or_dash(range->last));
}

int record_life(void *context, const struct sslinv_life *life)
{
	struct recorder *recorder = context;

	recorder->lives++;
	return sslinv_str_printf(&recorder->lines, "L|%s|%s|%s|%s|%s|%s\n", life->product, life->release, life->stream,
				 or_dash(life->name), or_dash(life->released), or_dash(life->end));
}

int record_exploitation(void *context, const struct sslinv_exploitation *exploitation)
{
	struct recorder *recorder = context;

	recorder->exploitations++;
	return sslinv_str_printf(&recorder->lines, "X|%s|%s|%s\n", exploitation->cve, or_dash(exploitation->known_since),
				 or_dash(exploitation->probability));
}

int record_branch(void *context, const struct sslinv_branch *branch)
{
	struct recorder *recorder = context;

	return sslinv_str_printf(&recorder->lines, "B|%s|%s|%s\n", branch->library, branch->version, branch->tls);
}

int record_instruction(void *context, const struct sslinv_instruction *instruction)
{
	struct recorder *recorder = context;

	return sslinv_str_printf(&recorder->lines, "I|%s|%s|%s|%s|%s\n", instruction->distro, instruction->release,
				 instruction->format, or_dash(instruction->advisory), instruction->command);
}

int record_page(void *context, const struct sslinv_page *page)
{
	struct recorder *recorder = context;

	return sslinv_str_printf(&recorder->lines, "P|%s|%s|%s\n", page->product, page->about, page->address);
}

int record_warning(void *context, unsigned long line, const char *message)
{
	struct recorder *recorder = context;

	recorder->warnings++;
	return sslinv_str_printf(&recorder->lines, "W|%lu|%s\n", line, message);
}

int record_dropped(void *context)
{
	struct recorder *recorder = context;

	recorder->dropped++;
	return 0;
}

void recorder_free(struct recorder *recorder)
{
	sslinv_str_free(&recorder->lines);
	memset(recorder, 0, sizeof(*recorder));
}

int read_path(const struct sslinv_reader *reader, const char *path, struct recorder *recorder)
{
	const struct sslinv_guidance_sink sink = {
		recorder,       record_feed,   record_statement,    record_vulnerability,
		record_range,   record_life,   record_exploitation, record_warning,
		record_dropped, record_branch, record_instruction,  record_page,
	};
	const struct sslinv_checked_sink checked = { &sink };
	struct sslinv_input *input = NULL;
	int rc = sslinv_input_open(path, &input, &recorder->error);

	while (rc >= 0 && (rc = sslinv_input_next(input, &recorder->error)) > 0)
		rc = reader->read(input, &checked, &recorder->error);
	sslinv_input_free(input);
	return rc;
}

int read_bytes(const struct sslinv_reader *reader, const char *bytes, size_t length, struct recorder *recorder)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *path = NULL;
	const char *directory = getenv("TMPDIR");
	int fd, rc;

	recorder_free(recorder);
	path = sslinv_str_format("%s/sslinv-feed-XXXXXX", directory && *directory ? directory : "/tmp");
	assert_non_null(path);
	fd = mkstemp(path);
	assert_true(fd >= 0);
	while (length) {
		ssize_t written = write(fd, bytes, length);

		assert_true(written > 0);
		bytes += written;
		length -= (size_t)written;
	}
	close(fd);
	rc = read_path(reader, path, recorder);
	unlink(path);
	return rc;
}

char *json(const char *text)
{
	char *copy = strdup(text);

	assert_non_null(copy);
	for (char *at = copy; (at = strchr(at, '\'')) != NULL; at++)
		*at = '"';
	return copy;
}

int read_json(const struct sslinv_reader *reader, const char *text, struct recorder *recorder)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *document = json(text);

	return read_bytes(reader, document, strlen(document), recorder);
}

void assert_line(const struct recorder *recorder, const char *line)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *all = sslinv_str_format("\n%s", sslinv_str_text(&recorder->lines));
	SSLINV_CLEANUP(sslinv_free_ptr) char *wanted = sslinv_str_format("\n%s\n", line);

	assert_non_null(all);
	assert_non_null(wanted);
	if (!strstr(all, wanted)) {
		print_error("%s%s\n", all, recorder->error.message);
		fail_msg("no line `%s` in what was read", line);
	}
}

bool has_text(const struct recorder *recorder, const char *text)
{
	return strstr(sslinv_str_text(&recorder->lines), text) != NULL;
}
