-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 3: the bounds of what a statement affects: from `introduced` on, and up to `last_affected` where no fix is named.

ALTER TABLE statement ADD COLUMN introduced TEXT;
ALTER TABLE statement ADD COLUMN last_affected TEXT;
