# shellcheck shell=bash
# Makes a machine ready for labs: the packages that they need, and the image of wirelink.

# Installs what a lab calls and this machine lacks, saying so. In a session of its own: an interruption
# waits until apt-get is through, for a package half installed would be left behind.
lab_install_tools() {
  # shellcheck disable=SC2016 # expanded by the shell that is called
  setsid --wait bash -c 'source "$1/lib.sh"; shift; need "$@"' "$0" "$LAB_SCRIPTS" \
    wireguard-go=wireguard-go wg=wireguard-tools nft=nftables ip=iproute2 ping=iputils-ping \
    libmnl.so.0=libmnl0 || exit 1
  [[ -c /dev/net/tun ]] || modprobe tun 2>/dev/null || true
  [[ -c /dev/net/tun ]] || die 'there is no /dev/net/tun, which wireguard-go needs; load the module tun'
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
