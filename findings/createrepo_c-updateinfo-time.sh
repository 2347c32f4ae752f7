#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Vendors write the dates of their updateinfo.xml in two ways: `2026-09-09 01:02:03`, or in ISO 8601 `2026-09-09T01:02:03Z`. createrepo_c's Python
# binding gives both as datetimes, of the second one, however, only the day, at midnight and without a warning. The text is kept.
# shellcheck source=findings/lib.sh
. "$(dirname "$0")/lib.sh"
debs python3-createrepo-c=0.17.3-2 libcreaterepo-c0=0.17.3-2 libzck1=1.2.3+ds1-2 \
	libmodulemd2=2.14.0-3 libdrpm0=0.5.1-1 librpm9=4.18.0+dfsg-1+deb12u1 librpmio9=4.18.0+dfsg-1+deb12u1

cat >updateinfo.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<updates>
  <update from="security@example.org" status="final" type="security" version="1">
    <id>EX-2026:1</id>
    <title>openssl</title>
    <issued date="2026-09-09 01:02:03"/>
    <updated date="2026-09-09T01:02:03Z"/>
  </update>
</updates>
XML
dates=$(LD_LIBRARY_PATH=deb/usr/lib/$(uname -m)-linux-gnu PYTHONPATH=deb/usr/lib/python3/dist-packages /usr/bin/python3 -c '
import createrepo_c
update = createrepo_c.UpdateInfo("updateinfo.xml").updates[0]
print(update.issued_date.time(), update.updated_date.time())')
is 'with a blank, with a T' "$dates" '01:02:03 00:00:00'
