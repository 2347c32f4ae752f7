-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 1 of the guidance file: feeds, and what they state.

CREATE TABLE bundle (
	name TEXT PRIMARY KEY,
	size INTEGER NOT NULL,
	modified INTEGER NOT NULL
);

-- `is_dated`: the document or the user gave `published`; else it is the newest date of what the feed says.
CREATE TABLE feed (
	feed_id INTEGER PRIMARY KEY,
	identity TEXT NOT NULL CHECK (identity <> ''),
	name TEXT NOT NULL,
	vendor TEXT NOT NULL,
	format TEXT NOT NULL,
	published TEXT,
	is_dated INTEGER NOT NULL CHECK (is_dated IN (0, 1)),
	imported TEXT NOT NULL,
	digest TEXT CHECK (length(digest) = 64),
	entries INTEGER NOT NULL DEFAULT 0 CHECK (entries >= 0),
	bundled INTEGER NOT NULL CHECK (bundled IN (0, 1))
);
CREATE UNIQUE INDEX feed_by_identity ON feed (identity, bundled) WHERE digest IS NOT NULL;
CREATE INDEX feed_unfinished ON feed (feed_id) WHERE digest IS NULL;

CREATE TABLE statement (
	statement_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	distro TEXT NOT NULL,
	release TEXT NOT NULL,
	stream TEXT NOT NULL,
	package TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('binary', 'source')),
	cve TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('fixed', 'not_affected', 'affected', 'will_not_fix',
		'under_investigation', 'unknown')),
	fixed_version TEXT,
	arch TEXT,
	advisory TEXT,
	severity TEXT,
	issued TEXT,
	url TEXT,
	note TEXT,
	is_doubtful INTEGER NOT NULL CHECK (is_doubtful IN (0, 1)),
	CHECK ((status = 'fixed') = (fixed_version IS NOT NULL))
);
CREATE INDEX statement_by_feed ON statement (feed_id);
CREATE INDEX statement_by_package ON statement (distro, package, cve, release, stream, feed_id, arch);

CREATE TABLE vulnerability (
	vulnerability_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	cve TEXT NOT NULL,
	severity TEXT,
	published TEXT,
	title TEXT,
	url TEXT
);
CREATE INDEX vulnerability_by_feed ON vulnerability (feed_id);
CREATE INDEX vulnerability_by_cve ON vulnerability (cve, feed_id);

-- first <= V < until, or first <= V <= last.
CREATE TABLE affected_range (
	range_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	cve TEXT NOT NULL,
	library TEXT NOT NULL,
	first_version TEXT NOT NULL,
	until_version TEXT,
	last_version TEXT
);
CREATE INDEX affected_range_by_feed ON affected_range (feed_id);
CREATE INDEX affected_range_by_cve ON affected_range (cve, feed_id);

CREATE TABLE life (
	life_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	product TEXT NOT NULL,
	release TEXT NOT NULL,
	stream TEXT NOT NULL,
	name TEXT,
	released TEXT,
	ended TEXT
);
CREATE INDEX life_by_feed ON life (feed_id);
CREATE INDEX life_by_product ON life (product, release, stream);

-- Of a bundled and an imported edition of one feed the newer counts; of two of the same date the imported one.
CREATE VIEW current_feed AS
	SELECT * FROM feed WHERE feed.digest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM feed AS other
		WHERE other.identity = feed.identity AND other.bundled <> feed.bundled
			AND other.digest IS NOT NULL
			AND (coalesce(other.published, '') > coalesce(feed.published, '') OR (feed.bundled
				AND coalesce(other.published, '') = coalesce(feed.published, ''))));

CREATE VIEW feeds (feed, vendor, format, published, imported, digest, entries) AS
	SELECT name, vendor, format, published, imported, digest, entries FROM feed WHERE digest IS NOT NULL;
CREATE VIEW advisories (advisory, distro, release, stream, package, cve, status, fixed_version, severity,
		issued, url, feed) AS
	SELECT statement.advisory, statement.distro, statement.release, statement.stream, statement.package,
		statement.cve, statement.status, statement.fixed_version, statement.severity, statement.issued,
		statement.url, current_feed.name
	FROM statement JOIN current_feed ON current_feed.feed_id = statement.feed_id;
