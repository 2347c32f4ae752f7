#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes the bundled guidance anew: imports vendors' feeds and tables of facts into an empty guidance file, and exports one file
# for OpenSSL and one for each distribution. The same material gives the same bytes, whenever it is run. What nobody publishes,
# commands, addresses and what branches of OpenSSL can do, is kept by hand in handbook.xml beside this script; that file is
# read, and written as an export writes it.
set -eu

usage() {
	cat <<'TEXT'
usage: data/refresh.sh [-o DIR] [-l DATE] SSLINV RECORDS LIVES FACTS FEED...

SSLINV   the program, as built
RECORDS  the directory of OpenSSL's CVE records, CVE-*.json (`secjson` in its repository release-metadata)
LIVES    the directory of the product pages of endoflife.date, *.md
FACTS    a directory with tables of facts that were read out of vendors' trackers, *.tsv
FEED     a file that `sslinv feed import` reads

-o DIR   where to write; by default the directory of this script
-l DATE  the date of the pages of endoflife.date, which do not say theirs: that of the commit
TEXT
}

here=$(cd "$(dirname "$0")" && pwd)
out=$here
life_date=
while getopts o:l:h option; do
	case $option in
	o) out=$OPTARG ;;
	l) life_date=$OPTARG ;;
	h) usage && exit 0 ;;
	*) usage >&2 && exit 2 ;;
	esac
done
shift $((OPTIND - 1))
if [ $# -lt 4 ]; then usage >&2 && exit 2; fi
sslinv=$1 records=$2 lives=$3 facts=$4
shift 4

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Without any bundled guidance, or the old edition would come back.
mkdir "$work/none" "$work/openssl" "$work/vendors" "$work/facts" "$work/handbook"
unset SSLINV_GUIDANCE
export SSLINV_DATA="$work/none"

import() {
	part=$1 && shift
	"$sslinv" feed --db "$work/$part/inventory.db" import "$@"
}

# What is known to be doubtful in the tables must not become certain. A column `doubt` gives the reason; the reader drops rows
# whose source says "(doubtful)".
mark_doubts() {
	awk -F '\t' -v OFS='\t' '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			column[$i] = i
		print $0, "doubt"
		next
	}
	function field(name, other) {
		return name in column ? $(column[name]) : other in column ? $(column[other]) : ""
	}
	function drop() {
		$(column["source" in column ? "source" : "source_file"]) = "(doubtful)"
	}
	{
		distro = field("distro"); release = field("release"); status = field("status")
		version = field("fixed_version"); advisory = field("advisory", "advisory_id")
		doubt = ""
		# Its first edition named a version below fixes that were out already.
		if (advisory == "DLA-3942-1" && version == "1.1.1n-0+deb11u6")
			drop()
		# Removed from sid years ago.
		if (distro == "debian" && release == "sid" && field("package") == "openssl1.0")
			drop()
		# Advisories for several releases at once: these builds are those of RHEL 4 and 5.
		if (distro == "rhel" && release == "3" && version ~ /-43\.|\.el[45]/)
			drop()
		if (status ~ /^(affected|known_affected$|fix_deferred|deferred|under_investigation|need|pending)/)
			doubt = "as the record was read; a fix may have come since"
		else if (field("source", "source_file") ~ /\(transcribed\)/)
			doubt = "copied by hand"
		print $0, doubt
	}' "$1"
}

import handbook "$here/handbook.xml"
import openssl "$records"/CVE-*.json
import openssl ${life_date:+--published "$life_date"} "$lives/openssl.md"

for table in "$facts"/*.tsv; do
	mark_doubts "$table" >"$work/facts/$(basename "$table")"
done
import vendors "$work"/facts/*.tsv
import vendors ${life_date:+--published "$life_date"} "$lives"/*.md
if [ $# -gt 0 ]; then import vendors "$@"; fi

"$sslinv" feed --db "$work/handbook/inventory.db" export --only handbook "$out/handbook.xml"
"$sslinv" feed --db "$work/openssl/inventory.db" export --only openssl "$out/openssl.xml"
for product in almalinux alpine amzn azurelinux centos chainguard debian fedora mariner ol opensuse-leap rhel rocky sles ubuntu \
	wolfi; do
	"$sslinv" feed --db "$work/vendors/inventory.db" export --only "$product" "$out/$product.xml"
done
