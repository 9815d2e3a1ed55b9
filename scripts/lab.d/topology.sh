# shellcheck shell=bash
# The networks that a lab can be, and the tunnel over them.
#
#   nat   router 198.51.100.1 --- net (switch) --- natN 198.51.100.(10+N) --- leafN 192.168.N.2
#         The public segment answers for nothing beyond itself: what is sent to somebody's private
#         address vanishes, as on the Internet. A NAT box masquerades and keeps the port where it
#         can (or, `symmetric`, gives each connection a random one), and drops whatever nobody
#         inside asked for. That drop matters: a stray packet that came in first would leave a
#         connection entry that takes the port which the leaf behind needs a moment later.
#   lan   router 192.168.50.1, leafN 192.168.50.(10+N), all on one switch
#
# The tunnel is the same in all: wg0 on every host, port 51820, router 10.77.0.1 and fd77::1, leafN
# 10.77.0.(10+N) and fd77::(10+N), written alike. The router knows each leaf's addresses; a leaf
# knows the router only, with the whole tunnel network in its AllowedIPs, and reaches others by it.

# Every device of a lab is up sooner than this, even with two cores and many leaves.
readonly LAB_DEVICE_BOUND_SECONDS=20
# Two handshakes may be lost, each tried again after 5 seconds.
readonly LAB_CALL_BOUND_SECONDS=12
readonly LAB_PORT=51820
readonly LAB_KEEPALIVE_SECONDS=25
# One octet holds 10+N; and more would be a poor lab for a machine of two cores.
readonly LAB_MOST_LEAVES=60

lab_build() { # TOPOLOGY LEAVES NAT-KIND
  local topology=$1 leaves=$2 kind=$3 number
  if [[ ! $leaves =~ ^[1-9][0-9]?$ ]] || ((leaves > LAB_MOST_LEAVES)); then
    die "--leaves takes a number from 1 to $LAB_MOST_LEAVES" 2
  fi
  case $topology in
    nat) lab_build_public "$leaves" "$kind" ;;
    lan) lab_build_lan "$leaves" ;;
    *) die "there is no topology '$topology'; take nat or lan" 2 ;;
  esac
  lab_devices
  lab_tunnel router 1
  for ((number = 1; number <= leaves; number++)); do
    lab_tunnel "leaf$number" $((10 + number))
  done
  lab_peers
  lab_call_router
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

lab_build_public() { # LEAVES NAT-KIND
  local number
  lab_switch net
  lab_ip net addr add 198.51.100.254/24 dev br0
  lab_host router
  lab_plug router eth0 net
  lab_underlay router 198.51.100.1/24
  lab_gate router router eth0
  for ((number = 1; number <= $1; number++)); do
    lab_nat_box "$number" "$2"
    lab_host "leaf$number"
    lab_wire "leaf$number" eth0 "nat$number" lan0
    lab_underlay "leaf$number" "192.168.$number.2/24" "192.168.$number.1"
    lab_gate "leaf$number" "nat$number" wan0
    echo "198.51.100.$((10 + number))" >"$LAB_DIR/leaf$number/public"
    lab_ip "nat$number" addr add "192.168.$number.1/24" dev lan0
  done
}

lab_nat_box() { # NUMBER NAT-KIND
  local box=nat$1
  lab_box "$box"
  lab_plug "$box" wan0 net
  lab_ip "$box" addr add "198.51.100.$((10 + $1))/24" dev wan0
  lab_ip "$box" route add default via 198.51.100.254
  lab_forwards "$box"
  lab_nat_rules "$box" "$2"
}

# The rules of a home router. Masquerade by itself keeps the port whenever it is free.
lab_nat_rules() { # BOX preserving|symmetric
  local how
  case $2 in
    preserving) how='' ;;
    symmetric) how='random,fully-random' ;;
    *) die "there is no NAT '$2'; take preserving or symmetric" 2 ;;
  esac
  ip netns exec "$LAB_TAG-$1" nft -f - <<RULES
table ip home
delete table ip home
table ip home {
  chain translate {
    type nat hook postrouting priority srcnat
    oifname "wan0" masquerade $how
  }
  chain input {
    type filter hook input priority filter; policy drop
    iifname { "lan0", "lo" } accept
    ct state established,related accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop
    iifname "lan0" accept
    ct state established,related accept
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
  chain early {
    type filter hook prerouting priority raw
    iifname "$3" ip saddr @unheard meta l4proto udp drop
  }
}
RULES
}

# Starts the WireGuard devices of all hosts together and waits for all.
lab_devices() {
  local host
  local -a enter
  while IFS= read -r host; do
    lab_enter_words enter "$host"
    "${enter[@]}" LOG_LEVEL=error WG_PROCESS_FOREGROUND=1 setsid wireguard-go wg0 \
      </dev/null >"$LAB_DIR/$host/wireguard-go.log" 2>&1 &
    lab_keep_pid "$host/wireguard-go.pid"
  done <"$LAB_DIR/hosts"
  while IFS= read -r host; do
    lab_until "$LAB_DEVICE_BOUND_SECONDS" \
      test -S "/proc/$(lab_pid "$host")/root/run/wireguard/wg0.sock" ||
      die "host $host got no WireGuard device: $(tail -n 1 "$LAB_DIR/$host/wireguard-go.log")"
  done <"$LAB_DIR/hosts"
}

lab_tunnel() { # HOST NUMBER
  local host=$1 dir=$LAB_DIR/$1
  (umask 077 && wg genkey >"$dir/private.key")
  wg pubkey <"$dir/private.key" >"$dir/public.key"
  echo "10.77.0.$2" >"$dir/tunnel"
  echo "fd77::$2" >"$dir/tunnel6"
  lab_exec "$host" wg set wg0 listen-port "$LAB_PORT" private-key /dev/stdin <"$dir/private.key"
  lab_ip "$host" addr add "10.77.0.$2/24" dev wg0
  lab_ip "$host" addr add "fd77::$2/64" dev wg0 nodad
  lab_ip "$host" link set wg0 up
}

# Who knows whom before any agent runs: the router every leaf, a leaf the router.
lab_peers() {
  local leaf
  local -a keepalive
  lab_forwards router
  while IFS= read -r leaf; do
    lab_exec router wg set wg0 peer "$(lab_key "$leaf")" \
      allowed-ips "$(<"$LAB_DIR/$leaf/tunnel")/32,$(<"$LAB_DIR/$leaf/tunnel6")/128"
    keepalive=()
    [[ $(<"$LAB_DIR/$leaf/gate") == "$leaf" ]] || keepalive=(persistent-keepalive "$LAB_KEEPALIVE_SECONDS")
    lab_exec "$leaf" wg set wg0 peer "$(lab_key router)" \
      endpoint "$(<"$LAB_DIR/router/public"):$LAB_PORT" allowed-ips 10.77.0.0/24,fd77::/64 \
      "${keepalive[@]}"
  done < <(lab_leaves)
}

# Lets every leaf speak to the router once, all together: only then does the router know where they
# are, and carries what one sends to another.
lab_call_router() {
  local leaf pid
  local -a calls=() enter
  while IFS= read -r leaf; do
    lab_enter_words enter "$leaf"
    "${enter[@]}" ping -n -q -c 1 -w "$LAB_CALL_BOUND_SECONDS" "$(<"$LAB_DIR/router/tunnel")" >/dev/null &
    calls+=($!)
  done < <(lab_leaves)
  for pid in "${calls[@]}"; do
    wait "$pid" || die "a leaf does not reach the router within $LAB_CALL_BOUND_SECONDS seconds"
  done
}

lab_key() { # HOST
  cat "$LAB_DIR/$1/public.key"
}

# Pings once and prints the TTL of the answer, which tells whether a router stood between: 64 or 63.
# Fails when no answer comes within a second.
lab_ttl() { # FROM TO
  local answer
  answer=$(lab_exec "$1" ping -n -c 1 -W 1 "$(<"$LAB_DIR/$2/tunnel")") || return 1
  [[ $answer =~ ttl=([0-9]+) ]] || return 1
  printf '%s\n' "${BASH_REMATCH[1]}"
}

# Pings until an answer comes: the first packet waits for a handshake. Prints the TTL.
lab_ttl_within() { # SECONDS FROM TO
  local end=$((SECONDS + $1)) ttl
  until ttl=$(lab_ttl "$2" "$3"); do
    ((SECONDS < end)) || return 1
    lab_nap 0.1
  done
  printf '%s\n' "$ttl"
}
