# shellcheck shell=bash
# The networks that a lab can be; tunnel.sh has the tunnel over them.
#
#   nat      router 198.51.100.1 --- net (switch) --- natN 198.51.100.(10+N) --- leafN 192.168.N.2
#            The public segment answers for nothing beyond itself: what is sent to somebody's private
#            address vanishes, as on the Internet. What stands before a leaf is of one of the kinds
#            in nats.sh, and may be nothing at all
#   lan      router 192.168.50.1, leafN 192.168.50.(10+N), all on one switch
#   cloud    as nat, with the router in a cloud: its interface has 172.31.16.2 and nothing else, and
#            a box before it, 198.51.100.1, translates one to one in both directions
#   routers  as nat, with a second router 198.51.100.2

# One octet holds 10+N; and more would be a poor lab for a machine of two cores.
readonly LAB_MOST_LEAVES=60
# The kernel has one table of neighbours for all namespaces. From 512 entries on it forgets young ones,
# and what would need more than 1,024 is dropped (gc_thresh2 and gc_thresh3, arp(7)).
readonly LAB_MOST_NEIGHBOURS=500
readonly LAB_MOVED_PORT=41820
# What is larger is lost on a path that loses large packets, with the IP header.
readonly LAB_LARGE_BYTES=1000

lab_build() { # TOPOLOGY LEAVES NAT-KIND[,NAT-KIND...]
  local topology=$1 leaves=$2 kind=$3
  if [[ ! $leaves =~ ^[1-9][0-9]?$ ]] || ((leaves > LAB_MOST_LEAVES)); then
    die "--leaves takes a number from 1 to $LAB_MOST_LEAVES" 2
  fi
  case $topology in
    nat | cloud | routers) lab_build_public "$topology" "$leaves" "$kind" ;;
    lan) lab_build_lan "$leaves" ;;
    *) die "there is no topology '$topology'; take nat, lan, cloud or routers" 2 ;;
  esac
  ((leaves * leaves <= LAB_MOST_NEIGHBOURS)) || lab_introduce
  lab_build_tunnel
}

# Tells all that are on the switch where the others are. What was told is not counted in that table.
lab_introduce() {
  local box interface address hardware entries=''
  local -A outer
  for box in $(lab_ip net -br link show master br0 | sed 's/@.*//'); do
    interface=wan0
    ! lab_is_host "$box" || interface=eth0
    outer[$box]=$interface
    read -r _ _ address _ < <(lab_ip "$box" -br -4 addr show dev "$interface")
    read -r _ _ hardware _ < <(lab_ip "$box" -br link show dev "$interface")
    entries+="neigh replace ${address%/*} lladdr $hardware nud permanent dev"$'\n'
  done
  for box in "${!outer[@]}"; do
    sed "s/$/ ${outer[$box]}/" <<<"${entries%$'\n'}" | lab_ip "$box" -batch -
  done
}

lab_build_lan() { # LEAVES
  local number
  lab_switch net
  lab_host router
  lab_plug router eth0 net
  lab_underlay router 192.168.50.1/24
  lab_gate router router eth0
  for ((number = 1; number <= $1; number++)); do
    lab_host "leaf$number"
    lab_plug "leaf$number" eth0 net
    lab_underlay "leaf$number" "192.168.50.$((10 + number))/24"
    lab_gate "leaf$number" "leaf$number" eth0
  done
}

lab_build_public() { # nat|cloud|routers LEAVES NAT-KIND[,NAT-KIND...]
  local number
  local -a kinds
  IFS=, read -r -a kinds <<<"$3"
  lab_switch net
  lab_ip net addr add 198.51.100.254/24 dev br0
  if [[ $1 == cloud ]]; then
    lab_router_in_cloud
  else
    lab_public_router router 198.51.100.1/24
  fi
  [[ $1 != routers ]] || lab_public_router router2 198.51.100.2/24
  for ((number = 1; number <= $2; number++)); do
    # The last kind that is named is that of all leaves which follow.
    lab_leaf_behind "$number" "${kinds[number - 1]:-${kinds[-1]}}"
  done
}

lab_public_router() { # HOST ADDRESS/LENGTH
  lab_host "$1"
  lab_plug "$1" eth0 net
  lab_underlay "$1" "$2"
  lab_gate "$1" "$1" eth0
}

# The router's own interface knows nothing of the address that others reach it at.
lab_router_in_cloud() {
  lab_box cloud
  lab_plug cloud wan0 net
  lab_ip cloud addr add 198.51.100.1/24 dev wan0
  lab_ip cloud route add default via 198.51.100.254
  lab_forwards cloud
  lab_host router
  lab_wire router eth0 cloud lan0
  lab_ip cloud addr add 172.31.16.1/20 dev lan0
  lab_underlay router 172.31.16.2/20 172.31.16.1
  lab_gate router cloud wan0
  echo 198.51.100.1 >"$LAB_DIR/router/public"
  ip netns exec "$LAB_TAG-cloud" nft -f - <<'RULES'
table ip cloud {
  chain inward {
    type nat hook prerouting priority dstnat
    iifname "wan0" ip daddr 198.51.100.1 dnat to 172.31.16.2
  }
  chain outward {
    type nat hook postrouting priority srcnat
    oifname "wan0" ip saddr 172.31.16.2 snat to 198.51.100.1
  }
}
RULES
}

# Gives a host its address on the network below the tunnel, and remembers it for who asks.
lab_underlay() { # HOST ADDRESS/LENGTH [GATEWAY]
  lab_ip "$1" addr add "$2" dev eth0
  echo "${2%/*}" >"$LAB_DIR/$1/underlay"
  echo "${2%/*}" >"$LAB_DIR/$1/public"
  [[ -z ${3:-} ]] || lab_ip "$1" route add default via "$3"
  echo "${3:-}" >"$LAB_DIR/$1/gateway"
}

# Remembers where a host's traffic enters from outside (itself, or its NAT), and makes that place
# ready to lose packets: see faults.sh.
lab_gate() { # HOST BOX INTERFACE
  echo "$2" >"$LAB_DIR/$1/gate"
  ip netns exec "$LAB_TAG-$2" nft -f - <<RULES
table ip faults {
  set unheard { type ipv4_addr; flags interval; }
  set unheard_large { type ipv4_addr; }
  chain early {
    type filter hook prerouting priority raw
    iifname "$3" ip saddr @unheard meta l4proto udp drop
    iifname "$3" ip saddr @unheard_large meta l4proto udp meta length > $LAB_LARGE_BYTES drop
  }
}
RULES
}
