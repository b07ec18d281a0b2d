# shellcheck shell=bash
# Libraries that others built, each in a directory of its own below the cache. libraries and about_run list them.
#
# Nothing is installed. A library's directory is named for the hashes of what apt and npm downloaded for it.

triplet=$(uname -m)-linux-gnu
architecture=$(dpkg --print-architecture 2>/dev/null || true) # of Debian, for which apt downloads

# libraries lists the names of all libraries: packages of the distribution that this is, what add-ons for Node.js carry
# within them, and "own", in the directory that ZMQGEN_MATRIX_LIBRARY names: include/zmq.h, lib/libzmq.so.5.
libraries() {
	case $system in
	debian) echo bullseye bookworm trixie ;;
	ubuntu) echo focal jammy noble ;;
	esac
	echo npm-4.3.2 npm-4.3.5-nocurve npm-4.3.5-draft
	[ -z "${ZMQGEN_MATRIX_LIBRARY:-}" ] || echo own
}

# about_run LIBRARY says for README what a library is, where it comes from, and which header the packages are built with.
about_run() {
	case $1 in
	bullseye) echo '4.3.4 | Debian 11 | its own' ;;
	bookworm) echo '4.3.4 | Debian 12 | its own' ;;
	trixie) echo '4.3.5 | Debian 13, with its C library | its own' ;;
	npm-4.3.2) echo "4.3.2 | npm's zeromq 6.0.0-beta.5 | 4.3.5, which is newer" ;;
	npm-4.3.5-nocurve) echo "4.3.5 without CURVE | npm's zeromq 6.0.4 | 4.3.4, which is older" ;;
	npm-4.3.5-draft) echo "4.3.5 with drafts, CURVE and ws | npm's zeromq 6.8.0 | 4.3.5" ;;
	esac
}

codename() { (. /etc/os-release 2>/dev/null && echo "$VERSION_CODENAME"); }

# get NAME COMMAND… sets got to the directory that a command ends with. The command runs once for all cells; if it fails,
# they are skipped, with the reason that it ends with.
get() {
	local known=$work/got-$1
	mkdir -p "$cache/libraries"
	exec 9>"$cache/lock"
	flock 9
	if [ ! -e "$known" ]; then
		"${@:2}" >"$known.new" 9>&- || echo "no $1: $(tail -n 1 "$known.new")" >"$known.why"
		mv "$known.new" "$known"
	fi
	exec 9>&-
	[ ! -e "$known.why" ] || skip "$(cat "$known.why")"
	got=$(tail -n 1 "$known")
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
	local name=$1 header=$2 version=$3 hash=$4 path=$5 dir file
	dir=$cache/libraries/$name-${hash:0:12}
	[ ! -e "$dir/libzmq.pc" ] || { echo "$dir"; return; }
	file=$work/$(cd "$work" && npm_quickly pack "zeromq@$version") || { echo "npm cannot download zeromq@$version"; return 1; }
	[ "$(sha256sum <"$file")" = "$hash  -" ] || { echo "zeromq@$version is not what was expected"; return 1; }
	rm -rf "$dir" && mkdir -p "$dir/include" "$dir/lib"
	tar -xzOf "$file" "package/$path" >"$dir/addon" || { echo "the add-on has no $path"; return 1; }
	rm "$file"
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

# npm_quickly runs npm, which otherwise waits for minutes where there is no network.
npm_quickly() {
	command -v npm >/dev/null || { echo "npm is missing"; return 1; }
	timeout 300 npm --silent --no-fund --no-audit --cache "$work/npm" \
		--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 "$@"
}

# describe DIR VERSION writes what pkg-config says of a library.
describe() {
	printf 'Name: libzmq\nDescription: libzmq for tests\nVersion: %s\nCflags: -I%s\nLibs: -L%s -lzmq\n' \
		"$2" "$1/include" "$1/lib" >"$1/libzmq.pc"
}

# apt_library SUITE unpacks libzmq of another suite, with all that it needs. What belongs to the C library is kept apart, for
# it is in the way where the system's is newer.
apt_library() {
	local suite=$1 needed root libc dir
	apt_lists "$suite" || return
	needed=$(needed "$suite" libzmq5 | grep -vxE 'libc6|libgcc-s1|libstdc\+\+6')
	# shellcheck disable=SC2086 # words
	root=$(unpack "$suite" "$suite" libzmq3-dev $needed) || { echo "$root"; return 1; }
	libc=$(unpack "$suite-libc" "$suite" libc6 libgcc-s1 libstdc++6) || { echo "$libc"; return 1; }
	dir=$root/library
	mkdir -p "$dir"
	ln -sfn .. "$dir/root"
	ln -sfn "$libc" "$dir/libc"
	ln -sfn ../usr/include "$dir/include"
	ln -sfn "../usr/lib/$triplet" "$dir/lib"
	describe "$dir" "$(sed -n 's/^Version: //p' "$dir/lib/pkgconfig/libzmq.pc")"
	echo "$dir"
}

# needed SUITE PACKAGE lists a package and all that it needs, without what only serves to install it.
needed() {
	in_suite "$1" apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances "$2" | grep '^[a-z]' | sort -u | grep -vE '^(debconf|cdebconf|dpkg|perl|tar)'
}

# unpack NAME SUITE PACKAGE… ends with a directory that has the contents of packages. It is named for their hashes.
unpack() {
	local name=$1 suite=$2 list dir debs file
	shift 2
	apt_lists "$suite" || return
	list=$(in_suite "$suite" apt-get download --print-uris "$@" 2>/dev/null |
		sed -nE "s/^'[^']*' ([^ ]+) [0-9]+ SHA256:([0-9a-f]+)$/\2  \1/p")
	[ "$(wc -l <<<"$list")" = $# ] || { echo "$suite lacks some of $*"; return 1; }
	dir=$cache/libraries/$name-$(sha256sum <<<"$list" | cut -c 1-12)
	[ ! -e "$dir" ] || { echo "$dir"; return; }
	rm -rf "$cache/libraries/$name"-???????????? "$dir.new" # of other versions
	mkdir "$dir.new"
	debs=$(mktemp -d "$work/XXXXXX")
	chmod 755 "$debs"
	(cd "$debs" && in_suite "$suite" apt-get download "$@" && sha256sum -c <<<"$list") >/dev/null 2>&1 ||
		{ echo "apt cannot download $* of $suite"; return 1; }
	for file in "$debs"/*.deb; do
		dpkg -x "$file" "$dir.new" || { echo "dpkg cannot unpack $file"; return 1; }
	done
	rm -r "$debs"
	mv "$dir.new" "$dir"
	echo "$dir"
}

# apt_lists SUITE reads the lists of a suite from where apt gets those of the system, once a day.
apt_lists() {
	local suite=$1 apt mirror keyring=/usr/share/keyrings/$system-archive-keyring.gpg
	apt=$(apt_directory "$suite")
	command -v apt-get >/dev/null || { echo "apt-get is missing"; return 1; }
	[ -z "$(find "$apt/updated" -mtime -1 2>/dev/null)" ] || return 0
	mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(COMPONENT)" 'Created-By: Packages' "Label: ${system^}" |
		sed -n 's/ main$//p' | head -n 1)
	[ -n "$mirror" ] || mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(COMPONENT)" 'Created-By: Packages' |
		sed -n 's/ main$//p' | head -n 1)
	[ -n "$mirror" ] || { echo "apt has no source of its own"; return 1; }
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	printf 'deb [signed-by=%s] %s %s main universe\n' "$keyring" "$mirror" "$suite" >"$apt/sources.list"
	[ "$system" = ubuntu ] || sed -i 's/ universe$//' "$apt/sources.list"
	if in_suite "$suite" apt-get update --error-on=any >"$apt/log" 2>&1; then
		touch "$apt/updated"
	else
		[ -e "$apt/updated" ] || { echo "apt-get update fails: $(grep -m 1 '^[EW]:' "$apt/log")"; return 1; }
	fi
}

apt_directory() { echo "$cache/apt/$1-$architecture"; }

# in_suite SUITE COMMAND… runs apt with the lists of one suite, and without what is installed.
in_suite() {
	local apt command=$2
	apt=$(apt_directory "$1")
	shift 2
	timeout 600 "$command" -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$apt/lists" \
		-o Dir::State::Status=/dev/null -o Dir::Cache="$apt" -o Dir::Cache::Archives="$apt/archives" -o APT::Sandbox::User= \
		-o Acquire::Retries=1 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o Acquire::Languages=none \
		-o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" "$@"
}

# with LIBRARY sets the environment for builds with a library; loader_flags, which go build and go test need besides; and
# library_path, which programs need as their LD_LIBRARY_PATH. That may hold another C library than the system's, so it is for
# these programs alone. Go's build cache does not see that a library changed, so each has a flag of its own.
with() {
	get "$1" get_library "$1"
	local library_dir=$got id=${got#"$cache/libraries/"} libc loader
	loader_flags=()
	export PKG_CONFIG_LIBDIR=$library_dir CGO_CFLAGS="-O2 -g -DZMQGEN_MATRIX_${id//[^A-Za-z0-9]/_}"
	library_path=$library_dir/lib
	unset CGO_LDFLAGS LD_LIBRARY_PATH PKG_CONFIG_PATH ZMQGEN_LIBZMQ
	[ ! -e "$library_dir/root/lib/$triplet" ] || library_path+=:$library_dir/root/lib/$triplet
	[ -e "$library_dir/libc" ] || return 0
	libc=$(find "$library_dir/libc/" -name libc.so.6 | head -n 1)
	newer "$(grep -ao 'stable release version [0-9.]*[0-9]' "$libc" | sed 's/.* //')" "$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)" ||
		return 0
	loader=$(find "$library_dir/libc/" -name 'ld-linux-*.so.*' -type f | head -n 1)
	library_path+=:$(dirname "$loader"):$library_dir/libc/usr/lib/$triplet
	export CGO_LDFLAGS=-Wl,--allow-shlib-undefined
	loader_flags=(-ldflags="-I $loader")
}

# newer A B asks whether version A is newer than B.
newer() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]; }
