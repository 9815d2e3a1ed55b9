# Prints what bash would complete the last of the words to, one candidate a line.
# usage: bash complete.bash SCRIPT WORD...
set -u
# shellcheck source=/dev/null
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_wirelink
printf '%s\n' "${COMPREPLY[@]}"
