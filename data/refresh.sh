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
FACTS    a directory with tables of facts that were read out of vendors' trackers, *.tsv and */*.tsv
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

# Tables that are no source of statements. A changelog is evidence for the package that carries it, and no threshold: uploads
# to a release's own line (debian-changelog.tsv) are. Gentoo's and TuxCare's rows cannot be told as one version from which on
# a package is fixed: the former speak of slots and revisions, the latter name no version.
is_left_out() {
	case ${1##*/} in
	spec-changelogs.tsv | debian-changelog-inherited.tsv | gentoo.tsv | tuxcare.tsv | supersedes.tsv) return 0 ;;
	esac
	! head -n 1 "$1" | grep -q '	\(status\|fixed_version\)\(	\|$\)'
}

# The newest edition that a table without dates was read from: the day, or the first of the month where no day is known.
table_date() {
	case ${1##*/} in
	alpine.tsv) echo 2026-09-30 ;;
	photon.tsv) echo 2026-09-01 ;;
	arch.tsv) echo 2025-02-01 ;;
	esac
}

# What is known to be doubtful in the tables must not become certain, and what newer tables call stale must go. A column `doubt`
# gives the reason; the reader drops rows whose source says "(doubtful)". The second argument is the table of what newer rows
# supersede, the third says whether the table is one of the newer ones.
mark_doubts() {
	awk -F '\t' -v OFS='\t' -v is_newer="$3" '
	BEGIN {
		number["dapper"] = "6.06"; number["edgy"] = "6.10"; number["feisty"] = "7.04"; number["gutsy"] = "7.10"
		number["hardy"] = "8.04"; number["intrepid"] = "8.10"; number["jaunty"] = "9.04"; number["karmic"] = "9.10"
	}
	FNR == 1 {
		delete column
		for (i = 1; i <= NF; i++)
			column[$i] = i
		if ("this_says" in column)
			is_list = 1
		else {
			is_list = 0
			print $0, "doubt"
		}
		next
	}
	function field(name, other) {
		return name in column ? $(column[name]) : other in column ? $(column[other]) : ""
	}
	function set(name, value) {
		if (name in column)
			$(column[name]) = value
	}
	function drop() {
		$(column["source" in column ? "source" : "source_file"]) = "(doubtful)"
	}
	function is_open(word) {
		return word ~ /^(affected|will_not_fix|fix_deferred|under_investigation)/
	}
	is_list {
		key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4 SUBSEP $5
		kind[key] = $6; old[key] = $7; new[key] = $8
		next
	}
	{
		distro = field("distro"); release = field("release"); status = field("status"); stream = field("stream")
		version = field("fixed_version"); advisory = field("advisory", "advisory_id")
		source = field("source", "source_file"); package = field("package")
		doubt = ""
		plain = release; line = stream
		if (split(release, parts, "/") == 2) {
			plain = parts[1]; line = parts[2]
		}
		if (distro == "ubuntu" && plain in number)
			plain = number[plain]
		key = distro SUBSEP plain SUBSEP line SUBSEP package SUBSEP field("cve", "CVE")
		is_stale = 0
		if (key in kind) {
			# Where both call it open nothing is stale; of Red Hat two copies say it in two ways.
			if (is_open(old[key]) && is_open(new[key])) {
				if (distro == "rhel" && is_open(status))
					doubt = "copies of this record differ: " old[key] ", and " new[key]
			# Where two versions differ, both are kept and the higher one counts; but those of another package go.
			} else if (!is_newer && (kind[key] == "status" || distro == "chainguard"))
				is_stale = version == "" || old[key] == "fixed " version
		}
		if (is_stale)
			drop()
		# Its first edition named a version below fixes that were out already.
		if (advisory == "DLA-3942-1" && version == "1.1.1n-0+deb11u6")
			drop()
		# Removed from sid years ago.
		if (distro == "debian" && release == "sid" && package == "openssl1.0")
			drop()
		# Advisories for several releases at once: these builds are those of RHEL 4 and 5.
		if (distro == "rhel" && release == "3" && version ~ /-43\.|\.el[45]/)
			drop()
		# Nothing says what this one was made from.
		if (release ~ /Studio Onsite/)
			drop()
		if (source ~ /\(doubtful\)/ && advisory ~ /USN-8847-2/) {
			set("status", "unknown"); set("fixed_version", ""); set("source", "")
			doubt = "the text and the data of USN-8847-2 disagree about this release"
		} else if (source ~ /\(the record says NA\)/)
			doubt = "the record says NA, and not what that means"
		else if (doubt == "" && status ~ /^(affected|known_affected$|fix_deferred|deferred|under_investigation|need|pending)/)
			doubt = "as the record was read; a fix may have come since"
		else if (source ~ /\(transcribed\)/)
			doubt = "copied by hand"
		else if (source ~ /\(commit that names it/)
			doubt = "by the history of the recipe, as no advisory is at hand"
		print $0, doubt
	}' "$2" "$1"
}

# The older tables lie in the directory itself, newer ones in directories below it, each with what it supersedes.
import_tables() {
	for table in "$facts"/*.tsv "$facts"/*/*.tsv; do
		if [ ! -e "$table" ] || is_left_out "$table"; then continue; fi
		name=$(echo "${table#"$facts"/}" | tr / -)
		is_newer=$(case $table in "$facts"/*/*) echo 1 ;; esac)
		mark_doubts "$table" "$work/supersedes.tsv" "$is_newer" >"$work/facts/$name"
		date=$(table_date "$table")
		import vendors ${date:+--published "$date"} "$work/facts/$name"
	done
}

import handbook "$here/handbook.xml"
import openssl "$records"/CVE-*.json
import openssl ${life_date:+--published "$life_date"} "$lives/openssl.md"

echo "distro	release	stream	package	cve	kind	facts_say	this_says" >"$work/supersedes.tsv"
for list in "$facts"/*/supersedes.tsv; do
	if [ -e "$list" ]; then tail -n +2 "$list" >>"$work/supersedes.tsv"; fi
done
import_tables
import vendors ${life_date:+--published "$life_date"} "$lives"/*.md
if [ $# -gt 0 ]; then import vendors "$@"; fi

"$sslinv" feed --db "$work/handbook/inventory.db" export --only handbook "$out/handbook.xml"
"$sslinv" feed --db "$work/openssl/inventory.db" export --only openssl "$out/openssl.xml"
for product in almalinux alpine amzn arch azurelinux centos chainguard debian fedora mariner ol opensuse-leap opensuse-leap-micro \
	opensuse-tumbleweed photon rhel rocky sle-micro sles ubuntu wolfi; do
	"$sslinv" feed --db "$work/vendors/inventory.db" export --only "$product" "$out/$product.xml"
done
