/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An SQLite file system (VFS) of one file: the descriptor that was opened inside the root. SQLite given a path would look
 * for files beside it, follow links, and make a -wal and -shm file where it may.
 */
#include "rpm_sqlite.h"

#include <errno.h>
#include <string.h>

#define VFS_NAME "sslinv-rpm"
#define FILE_NAME "rpmdb"

struct descriptor_file {
	sqlite3_file base;
	int fd; /* borrowed */
};

static int file_close(sqlite3_file *file)
{
	(void)file;
	return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct stat status;

	if (fstat(((struct descriptor_file *)file)->fd, &status) < 0)
		return SQLITE_IOERR_FSTAT;
	*size = status.st_size;
	return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *buffer, int amount, sqlite3_int64 offset)
{
	sqlite3_int64 size;
	int inside = amount;
	int rc = file_size(file, &size);

	if (rc != SQLITE_OK)
		return rc;
	if (offset >= size)
		inside = 0;
	else if (size - offset < amount)
		inside = (int)(size - offset);
	if (inside > 0 &&
	    sslinv_rpm_read_at(((struct descriptor_file *)file)->fd, buffer, (size_t)inside, (uint64_t)offset) < 0)
		return SQLITE_IOERR_READ;
	if (inside == amount)
		return SQLITE_OK;
	/* SQLite's rule for a short read */
	memset((char *)buffer + inside, 0, (size_t)(amount - inside));
	return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *buffer, int amount, sqlite3_int64 offset)
{
	(void)file;
	(void)buffer;
	(void)amount;
	(void)offset;
	return SQLITE_READONLY;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	(void)file;
	(void)size;
	return SQLITE_READONLY;
}

static int file_flag(sqlite3_file *file, int flag)
{
	(void)file;
	(void)flag;
	return SQLITE_OK;
}

static int file_is_reserved(sqlite3_file *file, int *result)
{
	(void)file;
	*result = 0;
	return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
	(void)file;
	(void)operation;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *file)
{
	(void)file;
	return 4096;
}

static int file_characteristics(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods file_methods = {
	.iVersion = 1,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_flag,
	.xFileSize = file_size,
	.xLock = file_flag,
	.xUnlock = file_flag,
	.xCheckReservedLock = file_is_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_characteristics,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct descriptor_file *descriptor = (struct descriptor_file *)file;

	descriptor->base.pMethods = NULL;
	if (!(flags & SQLITE_OPEN_MAIN_DB) || !name || strcmp(name, FILE_NAME) != 0)
		return SQLITE_CANTOPEN;
	descriptor->fd = *(const int *)vfs->pAppData;
	descriptor->base.pMethods = &file_methods;
	if (out_flags)
		*out_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	(void)name;
	(void)sync;
	return SQLITE_IOERR_DELETE;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
	(void)vfs;
	(void)name;
	(void)flags;
	*result = 0;
	return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size, char *result)
{
	(void)vfs;
	sqlite3_snprintf(size, result, "%s", name);
	return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *result)
{
	(void)vfs;
	memset(result, 0, (size_t)size);
	return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	return microseconds;
}

static int vfs_time(sqlite3_vfs *vfs, double *days)
{
	(void)vfs;
	*days = 2440587.5;
	return SQLITE_OK;
}

static int vfs_error(sqlite3_vfs *vfs, int size, char *text)
{
	(void)vfs;
	(void)size;
	(void)text;
	return errno;
}

static int current_fd = -1;

static sqlite3_vfs descriptor_vfs = {
	.iVersion = 1,
	.szOsFile = sizeof(struct descriptor_file),
	.mxPathname = 64,
	.zName = VFS_NAME,
	.pAppData = &current_fd,
	.xOpen = vfs_open,
	.xDelete = vfs_delete,
	.xAccess = vfs_access,
	.xFullPathname = vfs_full_path,
	.xRandomness = vfs_randomness,
	.xSleep = vfs_sleep,
	.xCurrentTime = vfs_time,
	.xGetLastError = vfs_error,
};

int sslinv_rpm_descriptor_open(int fd, sqlite3 **connection)
{
	int rc = sqlite3_vfs_register(&descriptor_vfs, 0);

	*connection = NULL;
	if (rc != SQLITE_OK)
		return rc;
	current_fd = fd;
	return sqlite3_open_v2(FILE_NAME, connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, VFS_NAME);
}

void sslinv_rpm_descriptor_close(sqlite3 *connection)
{
	sqlite3_close(connection);
	sqlite3_vfs_unregister(&descriptor_vfs);
	current_fd = -1;
}
