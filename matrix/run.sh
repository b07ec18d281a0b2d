#!/usr/bin/env bash
# Tests every pinned package, and package zmq, with libraries that others built. Each combination is a cell:
#
#   matrix/run.sh                        run all cells
#   matrix/run.sh 'run/trixie/*' …       run those that match a pattern
#   matrix/run.sh --list                 list them
#   matrix/run.sh --readme               print README's table of them
#   matrix/run.sh --env LIBRARY          print the environment to work with a library by hand
#
# make test-matrix CELL='run/trixie/*' does the same. A cell passes, fails, or is skipped if something is not available; the
# table of all is written to table.md in the cache, and what each printed to logs beside it. JOBS says how many run at a
# time. A cell is a function in one of cells/*.sh, which names it by "cell NAME FUNCTION ARGUMENT…"; the function works in
# the top directory, may change it and the environment, and says "skip REASON" or fails.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ZMQGEN_MATRIX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/zmqgen-matrix}
logs=$cache/logs
limit=${LIMIT:-900} # seconds for a cell
cells=()
declare -A commands

cell() {
	cells+=("$1")
	commands[$1]="${*:2}"
}

skip() {
	echo "$*"
	exit 77
}

# system is debian, ubuntu or another. README's table is Debian's.
if [ "${1:-}" = --readme ]; then
	system=debian
	unset ZMQGEN_MATRIX_LIBRARY
else
	system=$(. /etc/os-release 2>/dev/null && echo "$ID") || system=unknown
fi

# shellcheck source=libraries.sh
. "$top/matrix/libraries.sh"
# shellcheck source=packages.sh
. "$top/matrix/packages.sh"
for file in "$top"/matrix/cells/*.sh; do
	# shellcheck source=/dev/null
	. "$file"
done

# log NAME is the file of what a cell prints.
log() { echo "$logs/${1//\//_}.log"; }

# report NAME runs a cell in a process of its own, and prints and keeps its result.
report() {
	local name=$1 start=$SECONDS status=0 result note
	timeout -k 10 "$limit" "$top/matrix/run.sh" --inside "$name" >"$(log "$name")" 2>&1 </dev/null || status=$?
	case $status in
	0) result=passed ;;
	77) result=skipped ;;
	*) result=FAILED ;;
	esac
	echo "$result" >"$work/result-${name//\//_}"
	case $result in
	passed) note=$(sed -n '$s/^without /, without /p' "$(log "$name")") ;;
	skipped) note=": $(tail -n 1 "$(log "$name")")" ;;
	FAILED) note=$(printf ', see %s\n' "$(log "$name")" && tail -n 20 "$(log "$name")" | sed 's/^/    /') ;;
	esac
	printf '%-8s %4d s  %s%s\n' "$result" $((SECONDS - start)) "$name" "$note"
}

# result NAME is how a cell went in this run.
result() { cat "$work/result-${1//\//_}" 2>/dev/null || echo "not run"; }

# table prints the results, one row for the second part of the cells' names, one column for the rest.
table() {
	local group row column name last='' rows columns
	for group in $(printf '%s\n' "$@" | cut -d / -f 1 | uniq); do
		rows=$(printf '%s\n' "$@" | grep "^$group/" | cut -d / -f 2 | awk '!seen[$0]++')
		columns=$(printf '%s\n' "$@" | grep "^$group/" | cut -d / -f 3- | awk '!seen[$0]++')
		printf '%s| %s |' "$last" "$group"
		for column in $columns; do printf ' %s |' "${column//\// }"; done
		printf '\n| --- |'
		for column in $columns; do printf ' --- |'; done
		echo
		for row in $rows; do
			printf '| %s |' "$row"
			for column in $columns; do
				name=$group/$row/$column
				[ -n "${commands[$name]:-}" ] && printf ' %s |' "$(result "$name")" || printf ' |'
			done
			echo
		done
		last=$'\n'
	done
}

# readme prints README's table: the cells by the first two parts of their names, and what each about_GROUP says of them.
readme() {
	local rows row
	rows=$(printf '%s\n' "${cells[@]}" | cut -d / -f -2 | awk '!seen[$0]++')
	printf '| cells | number | libzmq | from | header |\n| --- | ---: | --- | --- | --- |\n'
	for row in $rows; do
		printf '| `%s/*` | %s | %s |\n' "$row" "$(printf '%s\n' "${cells[@]}" | grep -c "^$row/")" "$("about_${row%/*}" "${row#*/}")"
	done
	printf '| all | %s | | | |\n' "${#cells[@]}"
}

# run NAME… runs cells, the first of them first. What fails beside others is tried once more by itself.
run() {
	work=$(mktemp -d)
	export ZMQGEN_MATRIX_WORK=$work
	trap 'rm -rf "$work"' EXIT
	mkdir -p "$logs"
	printf '%s\n' "$@" | xargs -P "${JOBS:-3}" -I '{}' "$top/matrix/run.sh" --report '{}'
	local name again=0
	for name; do
		[ "$(result "$name")" = FAILED ] || continue
		echo "again, by itself:"
		again=$((again + 1))
		report "$name"
	done
	echo
	table "$@" | tee "$cache/table.md"
	[ "$again" = 0 ] || printf '\n%s cells failed at first; see above\n' "$again"
	printf '\n%s passed, %s failed, %s skipped\n' "$(count passed)" "$(count FAILED)" "$(count skipped)"
	[ "$(count FAILED)" = 0 ]
}

count() { cat "$work"/result-* | grep -c "$1" || true; }

# matching PATTERN… lists the cells that match.
matching() {
	local name pattern
	for name in "${cells[@]}"; do
		for pattern; do
			# shellcheck disable=SC2053 # a pattern
			[[ $name == $pattern ]] && echo "$name" && break
		done
	done
}

work=${ZMQGEN_MATRIX_WORK:-}
cd "$top"
case ${1:-} in
--report) report "$2" ;;
--inside) ${commands[$2]} ;;
--readme) readme ;;
--list) printf '%s\n' "${cells[@]}" ;;
--env)
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	with "$2"
	for name in PKG_CONFIG_LIBDIR CGO_CFLAGS CGO_LDFLAGS; do
		[ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
	done
	printf '%s LD_LIBRARY_PATH=%q\n' "$([ ${#loader_flags[@]} = 0 ] && echo export || echo '# for the programs alone:')" "$library_path"
	[ ${#loader_flags[@]} = 0 ] || printf '# with go build and go test: %s\n' "${loader_flags[@]@Q}"
	;;
*)
	[ $# -gt 0 ] || set -- '*'
	mapfile -t chosen < <(matching "$@")
	[ ${#chosen[@]} -gt 0 ] || { echo "no cell matches $*; matrix/run.sh --list names them" >&2; exit 2; }
	run "${chosen[@]}"
	;;
esac
