-- SPDX-License-Identifier: GPL-2.0-or-later
-- Version 2: what an administrator is told: what branches can do, commands and addresses. '' is for all.

CREATE TABLE branch (
	branch_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	library TEXT NOT NULL,
	version TEXT NOT NULL,
	tls TEXT NOT NULL
);
CREATE INDEX branch_by_feed ON branch (feed_id);
CREATE INDEX branch_by_version ON branch (library, version);

CREATE TABLE instruction (
	instruction_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	distro TEXT NOT NULL,
	release TEXT NOT NULL,
	format TEXT NOT NULL,
	command TEXT NOT NULL CHECK (length(command) <= 200),
	advisory TEXT
);
CREATE INDEX instruction_by_feed ON instruction (feed_id);
CREATE INDEX instruction_by_distro ON instruction (distro, release, format);

CREATE TABLE page (
	page_id INTEGER PRIMARY KEY,
	feed_id INTEGER NOT NULL REFERENCES feed,
	product TEXT NOT NULL,
	about TEXT NOT NULL,
	address TEXT NOT NULL CHECK (length(address) <= 200)
);
CREATE INDEX page_by_feed ON page (feed_id);
CREATE INDEX page_by_product ON page (product, about);
