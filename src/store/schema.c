/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The schema of the inventory, as the steps that lead to it, each in a file of schema/. A step that was released is never
 * changed: a new version is a new file and a new row, and tests/fixtures/inventory-vN.sql holds a file of every version for
 * the tests.
 *
 * Tables may change from version to version; the columns of the views are a promise to users (sslinv-schema(5)).
 */
#include "base/attributes.h"
#include "store/store_internal.h"

static const char version_1[] = {
#include "store/schema/version_1.inc"
};
static const char version_2[] = {
#include "store/schema/version_2.inc"
};
static const char version_3[] = {
#include "store/schema/version_3.inc"
};
static const char version_4[] = {
#include "store/schema/version_4.inc"
};
static const char version_5[] = {
#include "store/schema/version_5.inc"
};

static const struct sslinv_migration migrations[] = {
	{ 1, version_1 }, { 2, version_2 }, { 3, version_3 }, { 4, version_4 }, { 5, version_5 },
};

const struct sslinv_schema sslinv_store_schema = {
	.migrations = migrations,
	.count = SSLINV_ARRAY_SIZE(migrations),
	.application_id = SSLINV_STORE_APPLICATION_ID,
	.product = "inventory",
};
