# shellcheck shell=bash
# That each kind of NAT does what nats.sh says of it, as plain UDP sees it.

selftest_nats() {
  lab_install_tools
  lab_may_unshare
  lab_remove_on_exit
  say 'what is before a leaf'
  selftest_kind public 'no translation, port kept, from everybody'
  selftest_kind full-cone 'one mapping, port kept, from everybody'
  selftest_kind address-restricted 'one mapping, port kept, from the address'
  selftest_kind port-restricted 'one mapping, port kept, from the address and port'
  selftest_kind sequential 'a mapping each, sequential ports, from the address and port'
  selftest_kind random 'a mapping each, random ports, from the address and port'
  selftest_kind carrier 'one mapping, another port, from the address and port'
  # The leaf has spoken to the router through it before: else there would be no lab.
  selftest_kind blocked 'nothing passes'
}

selftest_kind() { # KIND BEHAVIOUR
  lab_begin
  lab_build nat 1 "$1"
  expect "$1" "$2" "$(lab_behaviour leaf1)"
  lab_down || die "the lab of $1 left something behind"
}
