-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 4: what is fetched from sources, and texts that are kept once.
--
-- `confirmed`: when the vendor was last asked and this was its current edition; NULL where nobody asked. `bundle_created`: when
-- the bundle was made that brought the feed; NULL for one that came otherwise.

ALTER TABLE feed ADD COLUMN confirmed TEXT;
ALTER TABLE feed ADD COLUMN bundle_created TEXT;
DROP VIEW advisories;
ALTER TABLE statement RENAME TO spelled;

-- Each text of the statements once, and the statements as the numbers of their texts.
CREATE TABLE word (
	word_id INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE
);
CREATE TABLE stated (
	statement_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	distro INTEGER NOT NULL,
	release INTEGER NOT NULL,
	stream INTEGER NOT NULL,
	package INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	cve INTEGER NOT NULL,
	status INTEGER NOT NULL,
	fixed_version INTEGER,
	arch INTEGER,
	advisory INTEGER,
	severity INTEGER,
	issued INTEGER,
	url INTEGER,
	note INTEGER,
	is_doubtful INTEGER NOT NULL CHECK (is_doubtful IN (0, 1)),
	introduced INTEGER,
	last_affected INTEGER
);

INSERT OR IGNORE INTO word (text) SELECT distro FROM spelled WHERE distro NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT release FROM spelled WHERE release NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT stream FROM spelled WHERE stream NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT package FROM spelled WHERE package NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT kind FROM spelled WHERE kind NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT cve FROM spelled WHERE cve NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT status FROM spelled WHERE status NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT fixed_version FROM spelled WHERE fixed_version NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT arch FROM spelled WHERE arch NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT advisory FROM spelled WHERE advisory NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT severity FROM spelled WHERE severity NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT issued FROM spelled WHERE issued NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT url FROM spelled WHERE url NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT note FROM spelled WHERE note NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT introduced FROM spelled WHERE introduced NOT NULL;
INSERT OR IGNORE INTO word (text) SELECT last_affected FROM spelled WHERE last_affected NOT NULL;

INSERT INTO stated
	SELECT statement_id, feed_id,
		(SELECT word_id FROM word WHERE text = spelled.distro),
		(SELECT word_id FROM word WHERE text = spelled.release),
		(SELECT word_id FROM word WHERE text = spelled.stream),
		(SELECT word_id FROM word WHERE text = spelled.package),
		(SELECT word_id FROM word WHERE text = spelled.kind),
		(SELECT word_id FROM word WHERE text = spelled.cve),
		(SELECT word_id FROM word WHERE text = spelled.status),
		(SELECT word_id FROM word WHERE text = spelled.fixed_version),
		(SELECT word_id FROM word WHERE text = spelled.arch),
		(SELECT word_id FROM word WHERE text = spelled.advisory),
		(SELECT word_id FROM word WHERE text = spelled.severity),
		(SELECT word_id FROM word WHERE text = spelled.issued),
		(SELECT word_id FROM word WHERE text = spelled.url),
		(SELECT word_id FROM word WHERE text = spelled.note),
		is_doubtful,
		(SELECT word_id FROM word WHERE text = spelled.introduced),
		(SELECT word_id FROM word WHERE text = spelled.last_affected)
	FROM spelled;
DROP TABLE spelled;
CREATE INDEX stated_by_feed ON stated (feed_id);
CREATE INDEX stated_by_distro ON stated (distro);
CREATE INDEX stated_by_cve ON stated (cve, package, feed_id);

CREATE VIEW statement AS
	SELECT statement_id, feed_id, distro.text AS distro, (SELECT text FROM word WHERE word_id = stated.release) AS release, (SELECT text FROM word WHERE word_id = stated.stream) AS stream, package.text AS package, (SELECT text FROM word WHERE word_id = stated.kind) AS kind, cve.text AS cve, (SELECT text FROM word WHERE word_id = stated.status) AS status, (SELECT text FROM word WHERE word_id = stated.fixed_version) AS fixed_version, (SELECT text FROM word WHERE word_id = stated.arch) AS arch, (SELECT text FROM word WHERE word_id = stated.advisory) AS advisory, (SELECT text FROM word WHERE word_id = stated.severity) AS severity, (SELECT text FROM word WHERE word_id = stated.issued) AS issued, (SELECT text FROM word WHERE word_id = stated.url) AS url, (SELECT text FROM word WHERE word_id = stated.note) AS note, is_doubtful, (SELECT text FROM word WHERE word_id = stated.introduced) AS introduced, (SELECT text FROM word WHERE word_id = stated.last_affected) AS last_affected FROM stated JOIN word AS distro ON distro.word_id = stated.distro JOIN word AS package ON package.word_id = stated.package JOIN word AS cve ON cve.word_id = stated.cve;
CREATE VIEW advisories (advisory, distro, release, stream, package, cve, status, fixed_version, severity,
		issued, url, feed) AS
	SELECT advisory, distro, release, stream, package, cve, status, fixed_version, severity, issued, url,
		current_feed.name FROM statement JOIN current_feed ON current_feed.feed_id = statement.feed_id;

-- `feed.source`: the source that it was fetched from (sslinv-sources(5)); NULL for one that came otherwise. `source`: what is
-- known of each; `edition` is how the source itself counts them, `tried` and `failure` are of the last time that it was asked
-- in vain.
ALTER TABLE feed ADD COLUMN source TEXT;
CREATE INDEX feed_by_source ON feed (source, identity) WHERE source IS NOT NULL;
CREATE TABLE source (
	source TEXT PRIMARY KEY,
	edition TEXT,
	confirmed TEXT,
	tried TEXT,
	failure TEXT
);

-- What the server said of each file when it was last taken in.
CREATE TABLE source_file (
	source TEXT NOT NULL,
	address TEXT NOT NULL,
	etag TEXT,
	last_modified TEXT,
	PRIMARY KEY (source, address)
);
DROP VIEW feeds;
CREATE VIEW feeds (feed, vendor, format, published, imported, digest, entries, confirmed) AS
	SELECT name, vendor, format, published, imported, digest, entries,
		nullif(max(coalesce(confirmed, ''), coalesce(published, '')), '') FROM feed WHERE digest IS NOT NULL;
