# shellcheck shell=bash
# What stands between a leaf and the internet, each kind built with nftables alone. The terms are those
# of RFC 4787: how a box *maps* (which address and port it lends to whom, and for which destinations) and
# what it *filters* of what comes from outside. lab.d/behaviour.pl finds out from the outside what a
# kind does, and `lab selftest` proves that it is what the table says.
#
#   public              no box at all
#   full-cone           one mapping for all destinations, which everybody may use once it is there
#   address-restricted  the same, for those addresses alone that were sent something
#   port-restricted     the same, for those addresses and ports (also called: preserving)
#   sequential          a mapping for each destination, its port the next of a block
#   random              a mapping for each destination, its port by chance (also called: symmetric)
#   carrier             a home's port-restricted NAT behind the carrier's, which has one mapping for all
#                       destinations with another port, and lets everybody use it (as RFC 6888 wants it)
#   blocked             a port-restricted NAT that lets out UDP to WireGuard's port of the router, and
#                       no other UDP. (Without that a leaf would be in no mesh at all.)
#
# How. Masquerade keeps the port if it is free, and connection tracking lets in only what answers: that
# is port-restricted. A cone learns its mapping from what it has translated, into a map of nftables that
# forgets after as long as connection tracking does, and what comes from outside is led by that map.
# From a range of ports the kernel takes one by chance, and the same again for whoever has one already:
# so do carriers. With `fully-random` it takes another for each connection; none after the other, so
# what is sequential counts by itself (numgen).
# All drop what is let in by nothing of this. That matters: a stray packet that came in first would
# leave a connection entry that takes the port which the leaf behind needs a moment later.

readonly LAB_NAT_KINDS='public full-cone address-restricted port-restricted carrier sequential random blocked'
# How long connection tracking remembers an answered UDP flow (nf_conntrack_udp_timeout_stream).
readonly LAB_NAT_MEMORY_SECONDS=120
# Ports of those boxes that do not keep the host's.
readonly LAB_BLOCK_FIRST=40000
readonly LAB_BLOCK_PORTS=256

# The name of a kind by which it is known here.
lab_nat_kind() { # KIND
  case $1 in
    preserving) echo port-restricted ;;
    symmetric) echo random ;;
    *)
      [[ " $LAB_NAT_KINDS " == *" $1 "* ]] || die "there is no NAT '$1'; take one of: $LAB_NAT_KINDS" 2
      echo "$1"
      ;;
  esac
}

# A leaf and what it is behind. Its home is 192.168.N.0/24, a carrier's network to it 100.64.N.0/24.
lab_leaf_behind() { # NUMBER KIND
  local number=$1 kind leaf=leaf$1 public=198.51.100.$((10 + $1))
  kind=$(lab_nat_kind "$2")
  lab_host "$leaf"
  if [[ $kind == public ]]; then
    lab_plug "$leaf" eth0 net
    lab_underlay "$leaf" "$public/24"
    lab_gate "$leaf" "$leaf" eth0
    return
  fi
  lab_box "nat$number"
  lab_forwards "nat$number"
  if [[ $kind == carrier ]]; then
    lab_box "carrier$number"
    lab_forwards "carrier$number"
    lab_nat_outside "carrier$number" "$public"
    lab_wire "nat$number" wan0 "carrier$number" lan0
    lab_ip "carrier$number" addr add "100.64.$number.1/24" dev lan0
    lab_ip "nat$number" addr add "100.64.$number.2/24" dev wan0
    lab_ip "nat$number" route add default via "100.64.$number.1"
    lab_nat_rules "carrier$number" carrier
    lab_nat_rules "nat$number" port-restricted
    lab_gate "$leaf" "carrier$number" wan0
  else
    lab_nat_outside "nat$number" "$public"
    lab_nat_rules "nat$number" "$kind"
    lab_gate "$leaf" "nat$number" wan0
  fi
  lab_wire "$leaf" eth0 "nat$number" lan0
  lab_ip "nat$number" addr add "192.168.$number.1/24" dev lan0
  lab_underlay "$leaf" "192.168.$number.2/24" "192.168.$number.1"
  echo "$public" >"$LAB_DIR/$leaf/public"
}

lab_nat_outside() { # BOX ADDRESS
  lab_plug "$1" wan0 net
  lab_ip "$1" addr add "$2/24" dev wan0
  lab_ip "$1" route add default via 198.51.100.254
}

# The rules of one box. One that is `moved` has forgotten the port that it kept for WireGuard: all that
# comes from there gets another instead.
lab_nat_rules() { # BOX KIND|moved
  local translate='' whom='' learn='' inward='' outbound='' kind=$2
  [[ $kind == moved ]] || kind=$(lab_nat_kind "$kind")
  case $kind in
    port-restricted) ;;
    moved) translate="udp sport $LAB_PORT masquerade to :$LAB_MOVED_PORT" ;;
    random) translate='masquerade random,fully-random' ;;
    sequential) translate="meta l4proto udp masquerade to :numgen inc mod $LAB_BLOCK_PORTS map { $(lab_nat_block) }" ;;
    full-cone) whom=inet_service learn='udp sport' inward='udp dport' ;;
    address-restricted) whom='inet_service . ipv4_addr' learn='udp sport . ip daddr' inward='udp dport . ip saddr' ;;
    carrier)
      translate="meta l4proto udp masquerade to :$LAB_BLOCK_FIRST-$((LAB_BLOCK_FIRST + LAB_BLOCK_PORTS - 1))"
      whom=inet_service learn='udp sport' inward='udp dport'
      ;;
    blocked) outbound="meta l4proto udp ip daddr . udp dport != { 198.51.100.1 . $LAB_PORT } drop" ;;
    public) die 'who is in public has no NAT' 2 ;;
  esac
  ip netns exec "$LAB_TAG-$1" nft -f - <<RULES
table ip home
delete table ip home
table ip home {
  chain translate {
    type nat hook postrouting priority srcnat
    ${translate:+oifname "wan0" $translate}
    oifname "wan0" masquerade
  }
  chain input {
    type filter hook input priority filter; policy drop
    iifname { "lan0", "lo" } accept
    ct state established,related accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop
    ${outbound:+iifname "lan0" $outbound}
    iifname "lan0" accept
    ct state established,related accept
    ct status dnat accept
  }
  $([[ -z $learn ]] || lab_nat_cone "$whom" "$learn" "$inward")
}
RULES
}

# What a box has that lets others in by a mapping than whom it was made for: OUT is what is learned of
# a packet on its way out, IN the same of one that comes in, TYPE what that is.
lab_nat_cone() { # TYPE OUT IN
  cat <<CONE
  map learned {
    type $1 : ipv4_addr . inet_service
    flags dynamic,timeout
    timeout ${LAB_NAT_MEMORY_SECONDS}s
    size 4096
  }
  chain learn {
    type filter hook postrouting priority srcnat + 1
    oifname "wan0" meta l4proto udp ct direction original update @learned { $2 : ct original ip saddr . ct original proto-src }
  }
  chain inward {
    type nat hook prerouting priority dstnat
    iifname "wan0" dnat to $3 map @learned
  }
CONE
}

# The ports of a block, by their number in it.
lab_nat_block() {
  seq -s, "$LAB_BLOCK_FIRST" $((LAB_BLOCK_FIRST + LAB_BLOCK_PORTS - 1)) |
    awk -v RS=, '{ printf "%s%d : %d", (NR > 1 ? ", " : ""), NR - 1, $1 }'
}

# What a leaf's plain UDP meets on its way to the internet; behaviour.pl has the words for it.
lab_behaviour() { # LEAF
  local peers=(198.51.100.254 198.51.100.253)
  local -a enter
  lab_ip net addr replace "${peers[1]}/24" dev br0
  lab_enter_words enter net
  : >"$LAB_DIR/peers"
  "${enter[@]}" perl "$LAB_SCRIPTS/lab.d/behaviour.pl" answer "${peers[@]}" </dev/null >"$LAB_DIR/peers" 2>&1 &
  lab_keep_pid peers.pid
  lab_await "$(<"$LAB_DIR/peers.pid")" grep -qx ready "$LAB_DIR/peers" ||
    die "nobody answers outside: $(tail -n 1 "$LAB_DIR/peers")"
  lab_exec "$1" perl "$LAB_SCRIPTS/lab.d/behaviour.pl" ask "$(<"$LAB_DIR/$1/underlay")" "${peers[@]}"
  kill -TERM "$(<"$LAB_DIR/peers.pid")" 2>/dev/null || true
  lab_until "$LAB_HANGS_SECONDS" lab_ended "$(<"$LAB_DIR/peers.pid")"
}
