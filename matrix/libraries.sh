# shellcheck shell=bash
# Libraries that others built, each in a directory of its own below the cache:
#
#   bookworm, bullseye, trixie    Debian's packages, or focal, jammy, noble: Ubuntu's
#   npm-4.3.2, npm-4.3.5-nocurve, npm-4.3.5-draft
#                                 what add-ons for Node.js carry within them
#   own                           the one in the directory that ZMQGEN_MATRIX_LIBRARY names: include/zmq.h, lib/libzmq.so.5
#
# Nothing is installed. What apt and npm download is kept by its hash, and a library's directory is named for the hashes of
# what is in it.

triplet=$(uname -m)-linux-gnu
architecture=$(dpkg --print-architecture 2>/dev/null || true) # of Debian, for which apt downloads

# libraries lists the names of all libraries, for the distribution that this is.
libraries() {
	case $(distribution) in
	debian) echo bullseye bookworm trixie ;;
	ubuntu) echo focal jammy noble ;;
	esac
	echo npm-4.3.2 npm-4.3.5-nocurve npm-4.3.5-draft
	[ -z "${ZMQGEN_MATRIX_LIBRARY:-}" ] || echo own
}

distribution() { (. /etc/os-release 2>/dev/null && echo "$ID"); }

# library NAME sets library_dir, getting the library if it is not there, and skips the cell if it cannot be had.
library() {
	local name=$1 got=$work/library-$1
	mkdir -p "$cache/files" "$cache/libraries"
	if [ ! -e "$got" ]; then
		exec 9>"$cache/lock"
		flock 9
		[ -e "$got" ] || get_library "$name" >"$got.new" || skip "library $name: $(tail -n 1 "$got.new")"
		mv -f "$got.new" "$got" 2>/dev/null || true
		exec 9>&-
	fi
	library_dir=$(tail -n 1 "$got")
}

# get_library NAME ends with the directory of the library, or with the reason why it cannot be had.
get_library() {
	case $1 in
	npm-4.3.2)
		npm_library "$1" 4.3.5 6.0.0-beta.5 068ff09648da32e67d0c8381517e36a020ef6afb29bb8d1a1e1335cdee268237 \
			"prebuilds/linux-$(node_architecture)/node.napi.glibc.node"
		;;
	npm-4.3.5-nocurve)
		npm_library "$1" 4.3.4 6.0.4 2867f0b6450c00ecbce7f0174729c4d9eb962ff29bded1aade406ebfb8fd0de1 \
			"prebuilds/linux-$(node_architecture)/zeromq.glibc.node"
		;;
	npm-4.3.5-draft)
		npm_library "$1" 4.3.5 6.8.0 404f865b2b33a8ed47b46a36de8cc8b55671ceb7e41af14576d75960587be5ec \
			"build/linux/$(node_architecture)/node/glibc-127-Release/addon.node"
		;;
	own) own_library "$ZMQGEN_MATRIX_LIBRARY" ;;
	*) apt_library "$1" ;;
	esac
}

# own_library DIR takes a library as it is.
own_library() {
	local dir file=$1/lib/libzmq.so.5
	[ -e "$1/include/zmq.h" ] && [ -e "$file" ] || { echo "$1 has no include/zmq.h or no lib/libzmq.so.5"; return 1; }
	dir=$cache/libraries/own-$(sha256sum "$file" | cut -c 1-12)
	mkdir -p "$dir/lib"
	ln -sfn "$1/include" "$dir/include"
	ln -sfn "$file" "$dir/lib/libzmq.so.5"
	ln -sfn libzmq.so.5 "$dir/lib/libzmq.so"
	describe "$dir" "$(sed -nE 's/^#define ZMQ_VERSION_(MAJOR|MINOR|PATCH) ([0-9]+).*/\2/p' "$1/include/zmq.h" | paste -sd.)"
	echo "$dir"
}

node_architecture() { uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/'; }

# npm_library NAME HEADER VERSION SHA256 PATH takes libzmq from an add-on for Node.js, which exports libzmq's functions. What
# the add-on needs of Node.js is never called, so libzmq.so.5 defines it, and brings the add-on along. The header is that of a
# pinned release, older or newer than the library.
npm_library() {
	local name=$1 header=$2 version=$3 hash=$4 path=$5 dir
	dir=$cache/libraries/$name-${hash:0:12}
	[ ! -e "$dir/libzmq.pc" ] || { echo "$dir"; return; }
	npm_file "zeromq@$version" "$hash" || return
	rm -rf "$dir" && mkdir -p "$dir/include" "$dir/lib"
	tar -xzOf "$cache/files/$hash" "package/$path" >"$dir/addon" || { echo "the add-on has no $path"; return 1; }
	local addon needed
	addon=$(readelf -d "$dir/addon" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
	mv "$dir/addon" "$dir/lib/$addon"
	needed=$(nm -D --undefined-only "$dir/lib/$addon" | sed -nE 's/.* U ((napi|node_api|uv)_\w+)$/void \1(void) {}/p')
	cc -shared -fPIC -o "$dir/lib/libzmq.so.5" -xc - -xnone -Wl,-soname,libzmq.so.5 \
		-Wl,--no-as-needed -Wl,-rpath,"\$ORIGIN" "$dir/lib/$addon" <<<"$needed" || { echo "cc fails"; return 1; }
	echo "INPUT($dir/lib/$addon $dir/lib/libzmq.so.5)" >"$dir/lib/libzmq.so"
	cp "$top/headers/zmq-$header.h" "$dir/include/zmq.h"
	describe "$dir" "$header"
	echo "$dir"
}

# npm_file PACKAGE SHA256 downloads the file of an npm package.
npm_file() {
	[ ! -e "$cache/files/$2" ] || return 0
	command -v npm >/dev/null || { echo "npm is missing"; return 1; }
	local dir file
	dir=$(mktemp -d "$cache/npm-XXXXXX")
	file=$(cd "$dir" && npm pack --silent "$1") || { rm -rf "$dir"; echo "npm cannot download $1"; return 1; }
	keep "$dir/$file" "$2" || { rm -rf "$dir"; return 1; }
	rm -rf "$dir"
}

# keep FILE SHA256 takes a file into the cache, if its hash is right.
keep() {
	[ "$(sha256sum <"$1")" = "$2  -" ] || { echo "$1 is not what was expected: $2"; return 1; }
	mv "$1" "$cache/files/$2"
}

# describe DIR VERSION writes what pkg-config says of a library.
describe() {
	printf 'Name: libzmq\nDescription: libzmq for tests\nVersion: %s\nCflags: -I%s\nLibs: -L%s -lzmq\n' \
		"$2" "$1/include" "$1/lib" >"$1/libzmq.pc"
}

# apt_library SUITE unpacks libzmq of another suite, with all that it needs. What belongs to the C library is kept apart, for
# it is in the way where the system's is newer.
apt_library() {
	local suite=$1 apt=$cache/apt/$1 list dir package hash file
	apt_lists "$suite" || return
	list=$(in_suite "$apt" apt-get download --print-uris libzmq3-dev \
		$(in_suite "$apt" apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
			--no-enhances libzmq5 | grep '^[a-z]' | sort -u) |
		sed -nE "s/^'[^']*' ([^ ]+) [0-9]+ SHA256:([0-9a-f]+)$/\1 \2/p" | grep -vE '^(debconf|cdebconf|dpkg|perl|tar)')
	[ -n "$list" ] || { echo "apt knows no libzmq in $suite"; return 1; }
	dir=$cache/libraries/$suite-$(sha256sum <<<"$list" | cut -c 1-12)
	[ ! -e "$dir/libzmq.pc" ] || { echo "$dir"; return; }
	rm -rf "$dir" && mkdir -p "$dir/root" "$dir/libc"
	while read -r file hash; do
		package=${file%%_*}
		[ -e "$cache/files/$hash" ] || apt_file "$apt" "$package" "$hash" || return
		case $package in
		libc6 | libgcc-s1 | libstdc++6) dpkg -x "$cache/files/$hash" "$dir/libc" ;;
		*) dpkg -x "$cache/files/$hash" "$dir/root" ;;
		esac || { echo "dpkg cannot unpack $file"; return 1; }
		[ "$package" != libc6 ] || sed -E 's/^[^_]*_([0-9.]+).*/\1/' <<<"$file" >"$dir/glibc"
	done <<<"$list"
	ln -s root/usr/include "$dir/include"
	ln -s "root/usr/lib/$triplet" "$dir/lib"
	describe "$dir" "$(sed -n 's/^Version: //p' "$dir/lib/pkgconfig/libzmq.pc")"
	echo "$dir"
}

# apt_lists SUITE [DIRECTORY] reads the lists of a suite from where apt gets those of the system, once a day.
apt_lists() {
	local suite=$1 apt=${2:-$cache/apt/$1} origin keyring mirror
	command -v apt-get >/dev/null || { echo "apt-get is missing"; return 1; }
	origin=$(distribution) keyring=/usr/share/keyrings/$origin-archive-keyring.gpg
	mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(COMPONENT)" 'Created-By: Packages' "Label: ${origin^}" |
		sed -n 's/ main$//p' | head -n 1)
	[ -n "$mirror" ] || mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(COMPONENT)" 'Created-By: Packages' |
		sed -n 's/ main$//p' | head -n 1)
	[ -n "$mirror" ] || { echo "apt has no source of its own"; return 1; }
	[ -z "$(find "$apt/updated" -mtime -1 2>/dev/null)" ] || return 0
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	printf 'deb [signed-by=%s] %s %s main universe\n' "$keyring" "$mirror" "$suite" >"$apt/sources.list"
	[ "$origin" = ubuntu ] || sed -i 's/ universe$//' "$apt/sources.list"
	if in_suite "$apt" apt-get update --error-on=any >"$apt/log" 2>&1; then
		touch "$apt/updated"
	else
		[ -e "$apt/updated" ] || { echo "apt-get update fails: $(tail -n 1 "$apt/log")"; return 1; }
	fi
}

# apt_file APT PACKAGE SHA256 downloads a package.
apt_file() {
	local dir
	dir=$(mktemp -d "$cache/apt-XXXXXX")
	chmod 755 "$dir"
	(cd "$dir" && in_suite "$1" apt-get download "$2" >/dev/null 2>&1) || { rm -rf "$dir"; echo "apt cannot download $2"; return 1; }
	keep "$dir"/*.deb "$3" || { rm -rf "$dir"; return 1; }
	rm -rf "$dir"
}

# in_suite APT COMMAND… runs apt with the lists of one suite, and without what is installed.
in_suite() {
	local apt=$1 command=$2
	shift 2
	"$command" -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$apt/lists" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$apt" -o Dir::Cache::Archives="$apt/archives" -o APT::Sandbox::User= \
		-o Acquire::Languages=none -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" "$@"
}

# with LIBRARY sets the environment for builds with a library; loader_flags, which go build and go test need besides; and
# library_path, which programs need as their LD_LIBRARY_PATH. That may hold another C library than the system's, so it is for
# these programs alone. Go's build cache does not see that a library changed, so each has a flag of its own.
with() {
	library "$1"
	local id=${library_dir##*/} glibc=$library_dir/glibc
	loader_flags=()
	export PKG_CONFIG_LIBDIR=$library_dir CGO_CFLAGS="-O2 -g -DZMQGEN_MATRIX_${id//[^A-Za-z0-9]/_}"
	library_path=$library_dir/lib
	unset CGO_LDFLAGS LD_LIBRARY_PATH PKG_CONFIG_PATH ZMQGEN_LIBZMQ
	[ ! -e "$library_dir/root/lib/$triplet" ] || library_path+=:$library_dir/root/lib/$triplet
	[ -e "$glibc" ] || return 0
	newer "$(cat "$glibc")" "$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)" || return 0
	local loader
	loader=$(find "$library_dir/libc" -name 'ld-linux-*.so.*' -type f | head -n 1)
	library_path+=:$(dirname "$loader"):$library_dir/libc/usr/lib/$triplet
	export CGO_LDFLAGS=-Wl,--allow-shlib-undefined
	loader_flags=(-ldflags="-I $loader")
}

# newer A B asks whether version A is newer than B.
newer() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]; }
