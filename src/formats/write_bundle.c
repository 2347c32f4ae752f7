/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs guidance and its manifest as one compressed file, through libarchive. */
#include "formats/write_bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"

#define BLOCK_SIZE (64 * 1024)

static void free_archive(struct archive **archive)
{
	archive_write_free(*archive);
}

static void free_entry(struct archive_entry **entry)
{
	archive_entry_free(*entry);
}

static int failed(struct archive *archive, struct sslinv_error *error)
{
	const char *reason = archive_error_string(archive);

	if (archive_errno(archive) == ENOMEM)
		return sslinv_error_memory(error);
	return sslinv_error_set(error, SSLINV_E_SYSTEM, "the bundle cannot be written: %s",
				reason ? reason : "unknown reason");
}

/* The next bytes of the guidance; 0 at its end, negative where it cannot be read again. */
static ssize_t read_block(FILE *guidance, char block[BLOCK_SIZE], struct sslinv_error *error)
{
	size_t length = fread(block, 1, BLOCK_SIZE, guidance);

	if (length == 0 && ferror(guidance))
		return sslinv_error_errno(error, "the bundle cannot be written: what was packed cannot be read again");
	return (ssize_t)length;
}

/* Size and digest of the guidance, into the manifest. */
static int measure(struct sslinv_manifest *manifest, FILE *guidance, char *block, struct sslinv_error *error)
{
	char hex[SSLINV_INPUT_DIGEST_SIZE];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	ssize_t length;

	sha256_init(&context);
	manifest->size = 0;
	rewind(guidance);
	while ((length = read_block(guidance, block, error)) > 0) {
		sha256_update(&context, (size_t)length, (const uint8_t *)block);
		manifest->size += (uint64_t)length;
	}
	if (length < 0)
		return (int)length;
	if (manifest->size > SSLINV_BUNDLE_MAX_BYTES)
		return sslinv_error_set(error, SSLINV_E_LIMIT,
					"the bundle would hold more than %llu bytes; leave some of it out with --for",
					SSLINV_BUNDLE_MAX_BYTES);
	sha256_digest(&context, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	manifest->sha256 = sslinv_arena_strdup(&manifest->arena, hex);
	return manifest->sha256 ? 0 : sslinv_error_memory(error);
}

/* The same header for the same contents, whoever packs them and when. */
static int write_header(struct archive *archive, const char *name, uint64_t size, const char *created,
			struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_entry) struct archive_entry *entry = archive_entry_new();
	int64_t seconds = 0;

	if (!entry)
		return sslinv_error_memory(error);
	sslinv_date_seconds(created, &seconds);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_mtime(entry, seconds, 0);
	return archive_write_header(archive, entry) == ARCHIVE_OK ? 0 : failed(archive, error);
}

static int write_bytes(struct archive *archive, const char *bytes, size_t length, struct sslinv_error *error)
{
	return archive_write_data(archive, bytes, length) == (la_ssize_t)length ? 0 : failed(archive, error);
}

static int write_manifest(struct archive *archive, const struct sslinv_manifest *manifest, struct sslinv_error *error)
{
	SSLINV_CLEANUP(sslinv_free_ptr) char *text = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&text, &length);
	int rc;

	if (!memory)
		return sslinv_error_memory(error);
	rc = sslinv_manifest_write(manifest, memory, error);
	if (fclose(memory) != 0 && rc == 0)
		rc = sslinv_error_memory(error);
	if (rc == 0)
		rc = write_header(archive, SSLINV_BUNDLE_MANIFEST, length, manifest->created, error);
	return rc ? rc : write_bytes(archive, text, length, error);
}

static int write_guidance(struct archive *archive, const struct sslinv_manifest *manifest, FILE *guidance, char *block,
			  struct sslinv_error *error)
{
	int rc = write_header(archive, SSLINV_BUNDLE_GUIDANCE, manifest->size, manifest->created, error);
	ssize_t length = 0;

	rewind(guidance);
	while (rc == 0 && (length = read_block(guidance, block, error)) > 0)
		rc = write_bytes(archive, block, (size_t)length, error);
	return rc ? rc : (int)length;
}

static la_ssize_t write_some(struct archive *archive, void *context, const void *bytes, size_t length)
{
	if (fwrite(bytes, 1, length, context) == length)
		return (la_ssize_t)length;
	archive_set_error(archive, errno, "%s", strerror(errno));
	return -1;
}

int sslinv_bundle_write(FILE *file, struct sslinv_manifest *manifest, FILE *guidance, struct sslinv_error *error)
{
	SSLINV_CLEANUP(free_archive) struct archive *archive = archive_write_new();
	SSLINV_CLEANUP(sslinv_free_ptr) char *block = malloc(BLOCK_SIZE);
	int rc;

	if (!archive || !block)
		return sslinv_error_memory(error);
	rc = measure(manifest, guidance, block, error);
	if (rc < 0)
		return rc;
	if (archive_write_set_format_ustar(archive) != ARCHIVE_OK || archive_write_add_filter_zstd(archive) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(archive, 1) != ARCHIVE_OK ||
	    archive_write_open(archive, file, NULL, write_some, NULL) != ARCHIVE_OK)
		return failed(archive, error);
	rc = write_manifest(archive, manifest, error);
	if (rc == 0)
		rc = write_guidance(archive, manifest, guidance, block, error);
	if (rc == 0 && archive_write_close(archive) != ARCHIVE_OK)
		rc = failed(archive, error);
	if (rc == 0 && fflush(file) != 0)
		rc = sslinv_error_errno(error, "the bundle cannot be written");
	return rc;
}
