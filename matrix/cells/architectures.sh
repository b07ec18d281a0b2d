# shellcheck shell=bash
# Other architectures of Linux: each package's run-time tests run on 386 natively and on arm64 in an emulator, against
# Debian's libzmq for them, with cgo and without. For riscv64 they are compiled.

# foreign ARCHITECTURE ends with a directory that has libzmq for an architecture of Debian, and all that it needs.
foreign() {
	local architecture=$1 suite
	suite=$(codename)
	apt_lists "$suite" || return
	# shellcheck disable=SC2046 # words
	unpack "$1" "$suite" $(needed "$suite" libzmq3-dev)
}

# linux GOARCH RELEASE WAY
linux() {
	local goarch=$1 release=$2 way=$3 triplet arch loader tests run=()
	case $goarch in
	386) triplet=i386-linux-gnu arch=i386 CC=i686-linux-gnu-gcc ;;
	arm64) triplet=aarch64-linux-gnu arch=arm64 CC=aarch64-linux-gnu-gcc run=(qemu-aarch64 -L) ;;
	riscv64) triplet=riscv64-linux-gnu arch=riscv64 CC=riscv64-linux-gnu-gcc ;;
	esac
	tests=$(mktemp -d "$work/XXXXXX")/run.test
	tree "$release"
	cd "$tree_dir"
	export GOOS=linux GOARCH=$goarch CGO_ENABLED=0
	if [ "$goarch" = riscv64 ]; then # Debian has it from trixie on
		[ "$way" = nocgo ] || skip "no libzmq for riscv64"
		go test -c -o "$tests" ./golden_test/testdata/run
		return
	fi
	[ "$goarch" != arm64 ] || command -v qemu-aarch64 >/dev/null || skip "no emulator: apt-get install qemu-user"
	get "libzmq-$arch" foreign "$arch"
	local root=$got
	if [ "$way" = cgo ]; then
		command -v "$CC" >/dev/null || skip "no $CC: apt-get install gcc-${CC%-gcc}"
		local dirs=$root/usr/lib/$triplet:$root/lib/$triplet
		export CGO_ENABLED=1 CC="$CC --sysroot=$root" CGO_CFLAGS="-O2 -g -I$root/usr/include/$triplet -DZMQGEN_MATRIX_$arch"
		export PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig:$root/usr/share/pkgconfig
		export CGO_LDFLAGS="-B$root/usr/lib/$triplet -L$root/usr/lib/$triplet -L$root/lib/$triplet -Wl,-rpath-link,$dirs"
	fi
	go test -c -o "$tests" ./golden_test/testdata/run
	cd golden_test/testdata/run
	if [ "$goarch" = arm64 ]; then
		"${run[@]}" "$root" "$tests" -test.timeout=14m
	else
		loader=$root/lib/ld-linux.so.2
		"$loader" --library-path "$root/lib/$triplet:$root/usr/lib/$triplet" "$tests" -test.timeout=14m
	fi
}

about_linux() {
	case $1 in
	386) echo "the system's release of Debian | its packages for i386 | its own" ;;
	arm64) echo "the system's release of Debian, emulated | its packages for arm64 | its own" ;;
	riscv64) echo 'none: tests are compiled, without cgo | |' ;;
	esac
}

for goarch in 386 arm64 riscv64; do
	for release in $(pinned); do
		for way in cgo nocgo; do
			[ "$goarch$way" = riscv64cgo ] || cell "linux/$goarch/$release/$way" linux "$goarch" "$release" "$way"
		done
	done
done
