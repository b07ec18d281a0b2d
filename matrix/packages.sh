# shellcheck shell=bash
# The packages of all pinned releases, and the run-time tests for each.

# pinned lists the releases.
pinned() { grep -o '^[0-9][^ ]*' "$top/headers/headers.lock"; }

# overlay RELEASE sets overlay_flags, with which the Go tool sees the package of a pinned release in generated/vRELEASE, and
# the tests in golden_test/testdata/run as tests of that package.
overlay() {
	local release=$1 dir=$work/overlay-$1
	overlay_flags=()
	[ "$release" != 4.2.0 ] || return 0 # as it is committed
	exec 8>"$work/overlay.lock"
	flock 8
	if [ ! -e "$dir/overlay.json" ]; then
		mkdir -p "$dir/run"
		local file files=() newer=("$top"/golden_test/testdata/run435/*_test.go)
		for file in "$top"/golden_test/testdata/run/*_test.go "${newer[@]}"; do
			sed -E "s|(zmqgen/generated/v)4\.[0-9]+\.[0-9]+\"|\1$release\"|" "$file" >"$dir/run/${file##*/}"
			files+=("golden_test/testdata/run/${file##*/}" "$dir/run/${file##*/}")
		done
		if [ ! -e "$top/generated/v$release" ]; then
			CGO_ENABLED=0 go run ./cmd/zmqgen generate --libzmq "$release" --out "$dir/package"
			for file in "$dir"/package/*; do files+=("generated/v$release/${file##*/}" "$file"); done
		fi
		{
			echo '{"Replace": {'
			printf "\"$top/%s\": \"%s\",\n" "${files[@]}" | sed '$s/,$//'
			echo '}}'
		} >"$dir/overlay.new"
		mv "$dir/overlay.new" "$dir/overlay.json"
	fi
	exec 8>&-
	overlay_flags=(-overlay "$dir/overlay.json")
}
