# shellcheck shell=bash
# The packages of all pinned releases, and the run-time tests for each.

# pinned lists the releases.
pinned() { grep -o '^[0-9][^ ]*' "$top/headers/headers.lock"; }

# tree RELEASE sets tree_dir, a directory that has the package of a release in generated/vRELEASE, and in
# golden_test/testdata/run the tests that run it. For a release other than the first it is a copy, whose tests import that
# package.
tree() {
	local release=$1 file
	tree_dir=$top
	[ "$release" != 4.2.0 ] || return 0
	tree_dir=$work/tree-$release
	exec 8>"$work/tree.lock"
	flock 8
	if [ ! -e "$tree_dir" ]; then
		rm -rf "$tree_dir.new"
		mkdir -p "$tree_dir.new/golden_test/testdata/run"
		cp "$top/go.mod" "$top/go.sum" "$tree_dir.new"
		CGO_ENABLED=0 go run ./cmd/zmqgen generate --libzmq "$release" --out "$tree_dir.new/generated/v$release"
		for file in "$top"/golden_test/testdata/{run,run435}/*_test.go; do
			sed -E "s|(zmqgen/generated/v)[0-9.]+\"|\1$release\"|" "$file" >"$tree_dir.new/golden_test/testdata/run/${file##*/}"
		done
		mv "$tree_dir.new" "$tree_dir"
	fi
	exec 8>&-
}
