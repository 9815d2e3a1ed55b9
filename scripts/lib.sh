# What the other scripts share; they source it. It puts them at the top of the tree.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The oldest Java that builds and runs wirelink.
readonly MINIMUM_JDK=22

# Ends the script with one sentence.
fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# The feature version of a JDK that can compile and link images; nothing for anything else.
jdk_version() {
  [[ -x $1/bin/javac && -x $1/bin/jlink ]] || return 0
  "$1/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

# Sets JAVA_HOME to a JDK that is new enough: the one that is set, or else the newest that Debian,
# or whoever installs beside it, has put into /usr/lib/jvm.
find_jdk() {
  local folder version best=0
  if [[ -n ${JAVA_HOME-} ]]; then
    version=$(jdk_version "$JAVA_HOME")
    ((${version:-0} >= MINIMUM_JDK)) && return
  fi
  for folder in /usr/lib/jvm/*; do
    version=$(jdk_version "$folder")
    if ((${version:-0} >= MINIMUM_JDK && version > best)); then
      best=$version
      JAVA_HOME=$folder
    fi
  done
  ((best > 0)) || fail "wirelink needs a JDK $MINIMUM_JDK or later, and there is none in JAVA_HOME or" \
    "/usr/lib/jvm: install one, such as Temurin 25 or, where Debian has it, openjdk-25-jdk-headless."
  export JAVA_HOME
}

# Whether a command, a file (/...) or a shared library (lib...) is on this machine.
is_here() {
  case $1 in
    /*) [[ -e $1 ]] ;;
    # No pipe: grep ends at the first match, and what ldconfig still had to say would be its failure.
    lib*.so*) grep -qF "$1 " < <(PATH=$PATH:/usr/sbin:/sbin ldconfig -p) ;;
    *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
  esac
}

# Installs what is missing. Each argument is what to look for and the Debian package that has it:
# need mvn=maven libmnl.so.0=libmnl0
need() {
  local want missing=()
  for want in "$@"; do
    is_here "${want%%=*}" || missing+=("${want#*=}")
  done
  ((${#missing[@]} > 0)) || return 0
  command -v apt-get >/dev/null ||
    fail "missing here are ${missing[*]} (as Debian names them): install them and call again."
  ((EUID == 0)) ||
    fail "missing here are ${missing[*]}: call again as root, or run apt-get install ${missing[*]}."
  echo "${0##*/}: installing ${missing[*]}" >&2
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}")
  # Most machines know already where the packages are.
  { "${install[@]}" 2>/dev/null || { apt-get update -qq && "${install[@]}"; }; } </dev/null >&2 ||
    fail "apt-get could not install ${missing[*]}, for the reason above."
}

# Maven on that JDK, for a log: no colours, questions or progress bars, and nothing of its own but
# warnings and errors when QUIET is set.
maven() {
  local options=(--batch-mode --no-transfer-progress)
  [[ -z ${QUIET-} ]] || options+=(-Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
  mvn "${options[@]}" "$@" </dev/null
}

# Where this machine's apt gets a release from.
mirror() { # RELEASE
  apt-get indextargets --format "\$(RELEASE) \$(COMPONENT) \$(SITE)" 'Created-By: Packages' |
    awk -v release="$1" '$1 == release && $2 == "main" && !found++ { print $3 }'
}

# Makes a minimal Debian in a folder, of the release that this machine has, from where its apt gets
# that, with the same settings for apt. What debootstrap said is in the log.
make_debian() { # FOLDER LOG
  local release from proxy=''
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  from=$(mirror "$release")
  [[ -n $from ]] || fail "apt has no source for main of '$release': name one in its sources."
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [[ -z $proxy ]] || export http_proxy=$proxy
  debootstrap --variant=minbase "$release" "$1" "$from" >"$2" 2>&1 ||
    fail "debootstrap made no system; $2 says why."
  apt-config dump Acquire::http >"$1/etc/apt/apt.conf.d/99host"
}
