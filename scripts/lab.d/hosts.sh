# shellcheck shell=bash
# Hosts, boxes and the wires between them.
#
# A *box* (a switch, a NAT) is a network namespace and nothing more. A *host* runs WireGuard and an
# agent, which find each other through files: /run/wireguard/wg0.sock, /run/wirelink/wg0.sock,
# /etc/wireguard, /var/lib/wirelink. Network namespaces share those, so two hosts could not both have a
# wg0. Each host therefore is one long-lived process, its *holder*, with mount, network and UTS
# namespaces of its own and empty file systems over /run, /etc/wireguard and /var/lib; whatever runs on
# the host enters the holder's namespaces. The network namespace also bears the name TAG-HOST, for `ip netns exec`.
#
# Every link is made inside the lab's namespaces; none ever appears among the machine's own.

# What the holder does: its mounts, its name, a sign that it is ready, and then nothing for ever.
# shellcheck disable=SC2016 # the holder expands its own arguments
readonly LAB_HOLDER='
  set -eu
  umount -R -l /run/netns 2>/dev/null || true
  mount -t tmpfs -o mode=755,size=16m tmpfs /run
  mount -t tmpfs -o mode=700,size=4m tmpfs /etc/wireguard
  mount -t tmpfs -o mode=755,size=4m tmpfs /var/lib
  mount --bind "$2/names" /etc/hosts
  echo "$1" >/proc/sys/kernel/hostname
  echo ready >&3
  exec 3>&-
  exec sleep infinity'

lab_is_host() { # HOST
  [[ -f $LAB_DIR/$1/pid ]]
}

lab_pid() { # HOST
  cat "$LAB_DIR/$1/pid"
}

lab_hosts() {
  cat "$LAB_DIR/hosts"
}

lab_routers() {
  grep '^router' "$LAB_DIR/hosts"
}

lab_leaves() {
  grep '^leaf' "$LAB_DIR/hosts" || true
}

lab_ip() { # HOST ARGUMENTS...
  local host=$1
  shift
  ip -n "$LAB_TAG-$host" "$@"
}

# Runs a command on a host or a box. It starts in /, without this lab's files under /run.
lab_exec() { # HOST COMMAND...
  local -a enter
  lab_enter_words enter "$1"
  shift
  "${enter[@]}" "$@"
}

# The words that lead into a host; for whoever needs the process itself, without a shell between.
lab_enter_words() { # ARRAY HOST
  local -n words=$1
  local host=$2
  if lab_is_host "$host"; then
    words=(nsenter -t "$(lab_pid "$host")" -m -n -u --)
  elif [[ -e $LAB_NETNS/$LAB_TAG-$host ]]; then
    words=(ip netns exec "$LAB_TAG-$host")
  else
    die "the lab has no host '$host'; it has: $(lab_hosts | tr '\n' ' ')" 2
  fi
  words+=(env "WIRELINK_LAB=$LAB_TAG" WIRELINK_STATE_PATH=/run/state "PATH=${WIRELINK_IMAGE:-$LAB_IMAGE}/bin:$PATH")
}

lab_box() { # BOX
  ip netns add "$LAB_TAG-$1"
  lab_settle_kernel "$1"
}

lab_host() { # HOST
  local host=$1 dir=$LAB_DIR/$1
  mkdir -m 700 "$dir"
  echo "$host" >>"$LAB_DIR/hosts"
  printf '127.0.0.1 localhost %s\n::1 localhost\n' "$host" >"$dir/names"
  env "WIRELINK_LAB=$LAB_TAG" setsid unshare --mount --net --uts --propagation private \
    bash -c "$LAB_HOLDER" holder "$host" "$dir" \
    </dev/null >"$dir/holder.log" 2>&1 3>"$dir/ready" &
  lab_keep_pid "$host/pid"
  lab_await "$(lab_pid "$host")" test -s "$dir/ready" || die "host $host did not come up: $(tail -n 1 "$dir/holder.log")"
  ip netns attach "$LAB_TAG-$host" "$(lab_pid "$host")"
  lab_settle_kernel "$host"
}

# A fresh namespace inherits what the machine was told; a lab wants the same kernel everywhere.
lab_settle_kernel() { # HOST
  ip netns exec "$LAB_TAG-$1" bash -c '
    cd /proc/sys/net
    for conf in all default; do
      echo 0 >ipv4/conf/$conf/rp_filter
      echo 0 >ipv4/conf/$conf/send_redirects
      echo 0 >ipv6/conf/$conf/disable_ipv6
      echo 0 >ipv6/conf/$conf/accept_dad
    done
    ip link set lo up'
}

lab_forwards() { # HOST
  ip netns exec "$LAB_TAG-$1" bash -c '
    echo 1 >/proc/sys/net/ipv4/ip_forward
    echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
}

# A switch: one bridge that all its cables end in.
lab_switch() { # BOX
  lab_box "$1"
  lab_ip "$1" link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
  lab_ip "$1" link set br0 up
}

# A cable from one interface to another; both ends are up afterwards.
lab_wire() { # HOST INTERFACE HOST INTERFACE
  lab_ip "$1" link add name "$2" type veth peer name "$4" netns "$LAB_TAG-$3"
  lab_ip "$1" link set "$2" up
  lab_ip "$3" link set "$4" up
}

# A cable into a switch, whose port is called like the host.
lab_plug() { # HOST INTERFACE SWITCH
  lab_wire "$1" "$2" "$3" "$1"
  lab_ip "$3" link set "$1" master br0
}
