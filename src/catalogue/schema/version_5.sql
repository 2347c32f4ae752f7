-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 5: what is known of the use of a CVE by attackers.

CREATE TABLE exploitation (
	exploitation_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	cve TEXT NOT NULL,
	known_since TEXT,
	probability TEXT
);
CREATE INDEX exploitation_by_feed ON exploitation (feed_id);
CREATE INDEX exploitation_by_cve ON exploitation (cve, feed_id);
