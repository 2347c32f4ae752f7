#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# OVAL definitions as OpenSCAP evaluates them on a host, and what sslinv says of that host when it knows nothing but them. The
# document has each piece of the language that OpenSSL's packages may be tested with: where sslinv decides, it must decide as
# oscap does, and what it cannot evaluate it must call unknown.
# shellcheck source=tests/e2e/lib.sh
. "${srcdir:?}/tests/e2e/lib.sh"

for tool in oscap rpm rpmbuild; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		skip 'OVAL definitions' "$tool is not installed"
		finish
	fi
done
if ! [ -e "$SSLINV_BACKENDS/rpm.so" ]; then
	skip 'OVAL definitions' 'the rpm backend is not built'
	finish
fi

# No guidance but that of the document.
mkdir "$tmp/data"
ln -s "$SSLINV_DATA/origins.xml" "$tmp/data/origins.xml"
SSLINV_DATA=$tmp/data
export SSLINV_DATA
db=$tmp/inventory.db

# ---- the document ---------------------------------------------------------------------------------------------------------
number=0
definitions='' # the elements, as they come
test_elements='' object_elements='' state_elements='' variable_elements=''
: >"$tmp/expected"

# Each adds an element, and leaves its id in $id.
next_id() {
	number=$((number + 1))
	id=oval:com.example:$1:$number
}
object() {
	next_id obj
	object_elements="$object_elements<l:rpminfo_object id=\"$id\" version=\"1\">$1</l:rpminfo_object>"
}
state() {
	next_id ste
	state_elements="$state_elements<l:rpminfo_state id=\"$id\" version=\"1\"${2:+ $2}>$1</l:rpminfo_state>"
}
variable() {
	next_id var
	variable_elements="$variable_elements<constant_variable id=\"$id\" version=\"1\" datatype=\"string\" comment=\"-\"><value>$1</value></constant_variable>"
}
# rpm_test ATTRIBUTES OBJECT [STATE...]
rpm_test() {
	attributes=$1
	body="<l:object object_ref=\"$2\"/>"
	shift 2
	for state; do body="$body<l:state state_ref=\"$state\"/>"; done
	next_id tst
	test_elements="$test_elements<l:rpminfo_test id=\"$id\" version=\"1\" comment=\"-\" $attributes>$body</l:rpminfo_test>"
}
# A criterion for the test $id: criterion COMMENT [ATTRIBUTE]
criterion() {
	printf '<criterion comment="%s" test_ref="%s" %s/>' "$1" "$id" "${2-}"
}
criteria() {
	operator=$1
	shift
	printf '<criteria operator="%s">%s</criteria>' "$operator" "$*"
}
# define decided|unknown NAME CRITERIA... : a definition on this platform; define_alone: on what its criteria say.
define_alone() {
	next_id def
	cve=CVE-2024-$((10000 + number))
	printf '%s %s %s %s\n' "$id" "$cve" "$1" "$2" >>"$tmp/expected"
	name=$2
	shift 2
	definitions="$definitions<definition class=\"${class:-patch}\" id=\"$id\" version=\"1\"><metadata><title>$name</title><affected family=\"unix\"><platform>AlmaLinux 9</platform></affected><reference source=\"CVE\" ref_id=\"$cve\"/><description>openssl</description></metadata>$*</definition>"
}
define() {
	define_as=$1
	define_name=$2
	shift 2
	define_alone "$define_as" "$define_name" "$(criteria AND "$platform" "$*")"
}
# The same of a new test on openssl-libs: define_test decided|unknown NAME ATTRIBUTES [STATE...]
define_test() {
	define_as=$1
	define_name=$2
	define_attributes=$3
	shift 3
	rpm_test "$define_attributes" "$libs" "$@"
	define "$define_as" "$define_name" "$(criterion 'openssl-libs is earlier than 1:3.0.7-25.el9')"
}
define_state() {
	state "$3" "${4-}"
	define_test "$1" "$2" 'check="at least one"' "$id"
}
evr() { printf '<l:evr datatype="evr_string" operation="%s">%s</l:evr>' "$1" "$2"; }

object '<l:name>openssl-libs</l:name>' && libs=$id
object '<l:name>tar</l:name>' && tar=$id
object '<l:name>almalinux-release</l:name>' && release=$id
fixed=1:3.0.7-25.el9
once='check="at least one"'
state "$(evr 'less than' "$fixed")" && below=$id
state '<l:version operation="pattern match">^9</l:version>'
rpm_test "$once" "$release" "$id" && platform=$(criterion 'AlmaLinux 9 is installed')
not_platform=$(criterion 'AlmaLinux 9 is installed' 'negate="true"')
state '<l:version operation="pattern match">^8</l:version>'
rpm_test "$once" "$release" "$id" && other_platform=$(criterion 'AlmaLinux 8 is installed')
rpm_test "$once" "$libs" "$below" && old=$(criterion "openssl-libs is earlier than $fixed")
not_old=$(criterion "openssl-libs is earlier than $fixed" 'negate="true"')
rpm_test "$once" "$libs" && present=$(criterion 'openssl-libs is installed')
state "$(evr 'less than' 0:1.0-1)"
rpm_test "$once" "$tar" "$id" && old_tar=$(criterion 'tar is earlier than 0:1.0-1')
not_old_tar=$(criterion 'tar is earlier than 0:1.0-1' 'negate="true"')
rpm_test "$once" "$tar" && tar_present=$(criterion 'tar is installed')

define decided 'a fix' "$old"
define decided 'a fix of one of two packages' "$(criteria OR "$old_tar" "$old")"
define decided 'a fix where the package is there' "$present" "$old"
define decided 'a fix as the only one of a choice' "$(criteria ONE "$old")"
define_alone decided 'one of two releases' "$(criteria AND "$(criteria OR "$other_platform" "$platform")" "$old")"
define_alone silent 'another release' "$(criteria AND "$other_platform" "$old")"
class=vulnerability
define decided 'a flaw' "$old"
class=compliance
define unknown 'what is well' "$old"
class='patch'

define unknown 'a negated fix' "$not_old"
define unknown 'negated criteria' "<criteria negate=\"true\">$old</criteria>"
define unknown 'an exclusive choice' "$(criteria ONE "$old" "$old_tar")"
define unknown 'a fix of two packages together' "$old" "$tar_present"
define unknown 'presence alone' "$present"
define unknown 'an alternative that is the absence of a flaw' "$(criteria OR "$not_old_tar" "$old")"
define_alone unknown 'any release but one' "$(criteria AND "$not_platform" "$old")"
define_alone unknown 'a release as an alternative' "$(criteria OR "$platform" "$old")"
define_alone unknown 'criteria of a release as an alternative' "$(criteria OR "$(criteria AND "$platform")" "$old")"

for attributes in 'check="all"' 'check="only one"' "$once check_existence=\"all_exist\"" \
	"$once check_existence=\"any_exist\"" "$once check_existence=\"only_one_exists\""; do
	define_test decided "$attributes" "$attributes" "$below"
done
for attributes in 'check="none satisfy"' "$once check_existence=\"none_exist\"" \
	'check="none satisfy" check_existence="any_exist"'; do
	define_test unknown "$attributes" "$attributes" "$below"
done
rpm_test 'check="none satisfy"' "$libs"
define unknown 'presence twice' "$present" "$(criterion 'openssl-libs is not installed')"
rpm_test "$once check_existence=\"none_exist\"" "$libs"
define decided 'presence and absence' "$present" "$(criterion 'openssl-libs is not installed')"

define_state decided 'below every version' "$(evr 'less than' 0:0-0)"
define_state decided 'no version' "$(evr equals 0:0-0)"
define_state decided 'above every version' "$(evr 'greater than' 0:0-0)"
define_state decided 'less than or equal' "$(evr 'less than or equal' "$fixed")"
for operation in equals 'not equal' 'greater than' 'greater than or equal'; do
	define_state unknown "$operation" "$(evr "$operation" "$fixed")"
done
define_state unknown 'a pattern of versions' '<l:version operation="pattern match">^3\.0</l:version>'
define_state unknown 'a release alone' '<l:release operation="equals">24.el9</l:release>'
define_state decided 'this architecture' "<l:arch>x86_64</l:arch>$(evr 'less than' "$fixed")"
define_state decided 'one of several architectures' "<l:arch operation=\"pattern match\">aarch64|x86_64</l:arch>$(evr 'less than' "$fixed")"
define_state silent 'another architecture' "<l:arch>aarch64</l:arch>$(evr 'less than' "$fixed")"
define_state silent 'one of several other architectures' "<l:arch operation=\"pattern match\">aarch64|s390x</l:arch>$(evr 'less than' "$fixed")"
define_state unknown 'any architecture but one' "<l:arch operation=\"not equal\">x86_64</l:arch>$(evr 'less than' "$fixed")"
define_state unknown 'one of two parts of a state' "<l:arch>x86_64</l:arch>$(evr 'less than' "$fixed")" 'operator="OR"'
state "$(evr 'greater than or equal' 1:3.0.2-1.el9)" && above=$id
define_test unknown 'a range' "$once" "$above" "$below"
define_test unknown 'one of two states' "$once state_operator=\"OR\"" "$above" "$below"
variable "$fixed"
define_state unknown 'a version out of a variable' "<l:evr datatype=\"evr_string\" operation=\"less than\" var_check=\"all\" var_ref=\"$id\"/>"

# define_object decided|unknown NAME OBJECT
define_object() {
	object "$3"
	rpm_test "$once" "$id" "$below"
	define "$1" "$2" "$(criterion "openssl-libs is earlier than $fixed")"
}
define_object decided 'a pattern of one name' '<l:name operation="pattern match">^openssl-libs$</l:name>'
define_object unknown 'a pattern of several names' '<l:name operation="pattern match">^openssl</l:name>'
define_object unknown 'every name but one' '<l:name operation="not equal">openssl-libs</l:name>'
define_object unknown 'a set' "<set xmlns=\"http://oval.mitre.org/XMLSchema/oval-definitions-5\"><object_reference>$libs</object_reference></set>"
variable openssl-libs && from=$id
define_object decided 'a name out of a variable' "<l:name var_ref=\"$from\" var_check=\"at least one\"/>"
define_object unknown 'no name of a variable' "<l:name operation=\"not equal\" var_ref=\"$from\" var_check=\"all\"/>"
variable '^openssl-l.*'
define_object unknown 'patterns out of a variable' "<l:name operation=\"pattern match\" var_ref=\"$id\" var_check=\"at least one\"/>"

define decided 'the fix that others extend' "$old"
extended=$id
define decided 'an extended fix' "<extend_definition definition_ref=\"$extended\" comment=\"openssl-libs is old\"/>"
define unknown 'an extended fix, negated' "<extend_definition definition_ref=\"$extended\" comment=\"openssl-libs is old\" negate=\"true\"/>"

cat >"$tmp/document.xml" <<XML
<?xml version="1.0"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5"
 xmlns:l="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux"><generator><oval:schema_version>5.11</oval:schema_version>
<oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator>
<definitions>$definitions</definitions><tests>$test_elements</tests><objects>$object_elements</objects><states>$state_elements</states>
<variables>$variable_elements</variables></oval_definitions>
XML

exits 'the document is imported' 0 "$sslinv" feed --db "$db" import "$tmp/document.xml"

# ---- the hosts ------------------------------------------------------------------------------------------------------------
# package NAME EPOCH VERSION RELEASE: its file's name in $package
package() {
	package=$tmp/rpms/x86_64/$1-$3-$4.x86_64.rpm
	printf 'Name: %s\n%sVersion: %s\nRelease: %s\nSummary: -\nLicense: -\n%%description\n-\n%%files\n' \
		"$1" "${2:+Epoch: $2
}" "$3" "$4" >"$tmp/package.spec"
	if [ "$1" = openssl-libs ]; then sed -i 's/^Summary:/Provides: libcrypto.so.3()(64bit)\n&/' "$tmp/package.spec"; fi
	rm -f "$package"
	rpmbuild -bb --quiet --target x86_64-linux --define "_topdir $tmp/build" --define "_rpmdir $tmp/rpms" \
		--define '_build_name_fmt %%{ARCH}/%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' "$tmp/package.spec" >"$tmp/log" 2>&1 ||
		say_lines "$(cat "$tmp/log")"
}

# oscap reads the database that rpm's own configuration names, which is that of $HOME.
root=$tmp/root
mkdir -p "$root/etc" "$root/var/lib/rpm"
printf 'ID="almalinux"\nVERSION_ID="9.4"\n' >"$root/etc/os-release"
printf '%%_dbpath %s\n%%_db_backend sqlite\n' "$root/var/lib/rpm" >"$HOME/.rpmmacros"
package almalinux-release '' 9.4 1.el9
common=$package
package tar '' 1.34 6.el9
common="$common $package"

# What sslinv says and oscap says of one definition: the same, unknown where that is expected, or the line of what is wrong.
compare() {
	while read -r id cve expected name; do
		got=$(sed -n "s/^$cve //p" "$tmp/found")
		truth=$(sed -n "s/^Definition $id: //p" "$tmp/truth")
		case $expected/$truth/${got:-silent} in
		decided/true/affected | decided/false/fixed | decided/false/not_affected) ;;
		unknown/true/unknown | unknown/false/unknown | unknown/error/unknown) ;;
		# A CVE that is known, and of which nobody speaks for this host, is not known to be fixed.
		silent/false/unknown) ;;
		*) echo "$name: oscap says ${truth:-nothing}, sslinv ${got:-nothing}; expected to be $expected" ;;
		esac
	done <"$tmp/expected"
}

while read -r epoch version release truth; do
	[ "$epoch" != - ] || epoch=''
	package openssl-libs "$epoch" "$version" "$release"
	what="${epoch:+$epoch:}$version-$release"
	rm -f "$root"/var/lib/rpm/* "$db"
	# shellcheck disable=SC2086 # a list of files
	ok "$what is installed" rpm -i --justdb --nodeps --noscripts --ignorearch --ignoreos --nosignature $common "$package"
	oscap oval eval "$tmp/document.xml" >"$tmp/truth" 2>"$tmp/err"
	is "oscap reads it" "$(sed -n "s/^Definition $(sed -n 's/ .*//;1p' "$tmp/expected"): //p" "$tmp/truth")" "$truth" ||
		say_lines "$(cat "$tmp/err")"
	scan_exits "sslinv scans it" complete --root "$root" --db "$db" --host "$what"
	ask "$db" "SELECT cve || ' ' || status AS x FROM findings WHERE package = 'openssl-libs'" >"$tmp/found"
	is "both say the same of $what" "$(compare)" ''
done <<'END'
1 3.0.7 24.el9 true
1 3.0.7 25.el9 false
1 3.2.2 1.el9 false
- 3.0.7 26.el9 true
END
finish
