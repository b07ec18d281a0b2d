# shellcheck shell=bash
# A static program that uses CURVE, made as docs/building.md says, runs where there is no other file.

# static RELEASE
static() {
	local dir
	dir=$(mktemp -d "$work/XXXXXX")
	[ "$system" = debian ] || skip "the recipe is for Debian"
	for archive in zmq sodium pgm norm protokit bsd; do
		[ "$(gcc "-print-file-name=lib$archive.a")" != "lib$archive.a" ] || skip "lib$archive.a is missing: apt-get install libzmq3-dev"
	done
	export CGO_ENABLED=1 CGO_CFLAGS="-O2 -g -DZMQGEN_MATRIX_STATIC"
	tree "$1"
	sed -n '/matrix\/cells\/static.sh/,/^```$/p' "$top/docs/building.md" | grep -vE '^(```|<!--|apt-get)' >"$dir/recipe"
	cd "$dir"
	# shellcheck source=/dev/null
	. ./recipe
	cd "$tree_dir"
	sed "s|generated/v4\.2\.0|generated/v$1|" "$top/matrix/testdata/static/main.go" >"$dir/main.go"
	mkdir "$dir/root"
	go build -tags zmq_static,netgo,osusergo -ldflags '-linkmode external -extldflags -static' \
		-o "$dir/root/program" "$dir/main.go"
	if [ "$(id -u)" = 0 ]; then
		chroot "$dir/root" /program
	else
		unshare --map-root-user chroot "$dir/root" /program || skip "chroot is not allowed"
	fi
}

about_static() { echo "the system's release of Debian | its static archives | its own"; }

for release in $(pinned); do
	cell "static/debian/$release" static "$release"
done
