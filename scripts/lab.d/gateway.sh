# shellcheck shell=bash
# Gateways that map ports: Debian's miniupnpd on the NAT box before a leaf.
#
# It maps nothing where the address outside is one that the internet does not know, and counts those
# of the documentation (RFC 5737) among them, which a lab is made of. So what runs here is a copy in
# whose list of such networks 198.51.100.0/24 has another in its place, that is in the list already.
#
# What it says of itself and its clients is in DIR/BOX.gateway.log.

lab_gateway() { # LEAF up|upnp|down
  local box=nat${1#leaf}
  [[ -e $LAB_NETNS/$LAB_TAG-$box ]] || die "$1 is behind no NAT in this lab" 2
  case $2 in
    up) lab_gateway_up "$box" "$1" yes ;;
    upnp) lab_gateway_up "$box" "$1" no ;;
    down) lab_gateway_down "$box" ;;
    *) die "a gateway is up, upnp or down, not '$2'" 2 ;;
  esac
}

lab_gateway_up() { # BOX LEAF NAT-PMP
  local -a enter
  lab_gateway_program
  ip netns exec "$LAB_TAG-$1" nft -f - <<'RULES'
table inet miniupnpd
delete table inet miniupnpd
table inet miniupnpd {
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain forward {
    type filter hook forward priority 0; policy drop
    iifname "lan0" accept
    ct state established,related accept
    jump miniupnpd
  }
  chain prerouting {
    type nat hook prerouting priority dstnat
    jump prerouting_miniupnpd
  }
  chain postrouting {
    type nat hook postrouting priority srcnat - 1
    jump postrouting_miniupnpd
  }
}
RULES
  cat >"$LAB_DIR/$1.gateway.conf" <<CONF
ext_ifname=wan0
listening_ip=lan0
enable_natpmp=$3
enable_upnp=yes
secure_mode=yes
system_uptime=no
upnp_table_name=miniupnpd
upnp_nat_table_name=miniupnpd
uuid=00000000-0000-4000-8000-$(printf '%012x' "${2#leaf}")
allow 1024-65535 192.168.0.0/16 1024-65535
deny 0-65535 0.0.0.0/0 0-65535
CONF
  lab_enter_words enter "$1"
  "${enter[@]}" setsid "$LAB_DIR/miniupnpd" -d -f "$LAB_DIR/$1.gateway.conf" \
    -P "$LAB_DIR/$1.gateway.lock" </dev/null >>"$LAB_DIR/$1.gateway.log" 2>&1 &
  lab_keep_pid "$1.gateway.pid"
}

# As after a power failure: what it has mapped is gone.
lab_gateway_down() { # BOX
  local pid
  pid=$(cat "$LAB_DIR/$1.gateway.pid" 2>/dev/null) || die "there is no gateway on $1" 2
  kill -KILL "$pid" 2>/dev/null || true
  lab_until "$LAB_HANGS_SECONDS" lab_ended "$pid" || die "the gateway on $1 does not end"
  rm -f "$LAB_DIR/$1.gateway.pid" "$LAB_DIR/$1.gateway.lock"
  ip netns exec "$LAB_TAG-$1" nft delete table inet miniupnpd
}

lab_gateway_program() {
  [[ ! -x $LAB_DIR/miniupnpd ]] || return 0
  # The package has the program alone, and starts nothing.
  # shellcheck disable=SC2016 # expanded by the shell that is called
  setsid --wait bash -c 'source "$1/lib.sh"; shift; need "$@"' "$0" "$LAB_SCRIPTS" \
    miniupnpd=miniupnpd-nftables || exit 1
  # A row of the list: the network as a number, and the length of what is behind its prefix.
  perl -0777 -pe '
    $row = pack("VV", 0xc6336400, 8);
    $other = pack("VV", 0xcb007100, 8);
    s/\Q$row\E/$other/g == 1 or die "this miniupnpd has another list of reserved networks\n"
  ' "$(PATH=$PATH:/usr/sbin command -v miniupnpd)" >"$LAB_DIR/miniupnpd.new" ||
    die 'no miniupnpd can be made that maps ports in a lab'
  chmod 755 "$LAB_DIR/miniupnpd.new"
  mv "$LAB_DIR/miniupnpd.new" "$LAB_DIR/miniupnpd"
}
