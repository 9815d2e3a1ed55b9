# shellcheck shell=bash
# Makes a machine ready for labs: the packages that they need, and the image of wirelink.

# What a lab calls, and the Debian package that has it.
readonly LAB_TOOLS='
  wireguard-go:wireguard-go
  wg:wireguard-tools
  nft:nftables
  ip:iproute2
  ping:iputils-ping'

lab_missing_packages() {
  local entry
  for entry in $LAB_TOOLS; do
    command -v "${entry%%:*}" >/dev/null || printf '%s\n' "${entry#*:}"
  done
  ldconfig -p | grep -q 'libmnl\.so\.0' || printf '%s\n' libmnl0
}

# Installs what is missing, saying so. An interruption waits until apt-get is through: a package
# half installed would be left behind.
lab_install_tools() {
  local -a missing
  PATH=$PATH:/usr/sbin:/sbin
  mapfile -t missing < <(lab_missing_packages)
  if ((${#missing[@]} > 0)); then
    command -v apt-get >/dev/null ||
      die "this machine lacks ${missing[*]}, and has no apt-get to install them; please do it by hand"
    warn "Installing what is missing here: ${missing[*]}."
    { lab_apt update && lab_apt install --no-install-recommends "${missing[@]}"; } ||
      die "apt-get could not install ${missing[*]}; please install them by hand"
  fi
  [[ -c /dev/net/tun ]] || modprobe tun 2>/dev/null || true
  [[ -c /dev/net/tun ]] || die 'there is no /dev/net/tun, which wireguard-go needs; load the module tun'
}

lab_apt() {
  DEBIAN_FRONTEND=noninteractive setsid --wait apt-get -qq -y "$@" </dev/null >/dev/null
}

lab_may_unshare() {
  unshare --mount --net --uts true 2>/dev/null ||
    die 'this root may not make namespaces (a container without CAP_SYS_ADMIN?); use a machine of your own'
}

# The image: the one that WIRELINK_IMAGE names, or the project's, built first if it is not there.
lab_image() {
  if [[ -n ${WIRELINK_IMAGE:-} ]]; then
    [[ -x $WIRELINK_IMAGE/bin/wirelink ]] || die "WIRELINK_IMAGE is $WIRELINK_IMAGE, where there is no bin/wirelink" 2
    WIRELINK_IMAGE=$(cd "$WIRELINK_IMAGE" && pwd -P)
    return
  fi
  if [[ ! -x $LAB_IMAGE/bin/wirelink ]]; then
    warn 'Building the image of wirelink first; that takes a few minutes.'
    lab_attend "$LAB_SCRIPTS/build" >&2 || die 'the image could not be built; see above'
    LAB_IMAGE=$(cd "$LAB_SCRIPTS/../modules/launcher/target/wirelink" && pwd -P)
  fi
  WIRELINK_IMAGE=$LAB_IMAGE
}
