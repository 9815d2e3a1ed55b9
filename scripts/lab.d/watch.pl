#!/usr/bin/perl
# Measures how long the leaves of a lab need from the moment that all agents are up until each
# leaf is direct with each other one: its device has had a handshake with the other, and has the
# other's tunnel address among that peer's AllowedIPs.
#
#   watch.pl [--up] DIR BOUND-SECONDS [HOST...]
#
# Watches all hosts of the lab, or the ones named. With --up it ends when all agents are up.
#
# It is one quiet process for the whole lab: it keeps one connection to each device's socket, asks
# all of them once per turn, and reads what the agents' logs have gained. It needs no module beyond
# perl-base; the clock is /proc/uptime, which is monotonic and counts hundredths of a second, finer
# than a turn.
#
# Standard output, one fact per line, seconds since the watch began unless told:
#   watching 1
#   up HOST SECONDS
#   all-up SECONDS
#   direct FROM TO SECONDS
#   all-direct SECONDS
#   elapsed SECONDS          from all-up to all-direct: the figure that counts
# Exit status: 0 all direct, 1 not within the bound (standard error says what is missing).

use strict;
use warnings;
use IO::Socket::UNIX;

# Two leaves are asked fifty times a second; more hosts less often, to leave the processor to them.
use constant TURN_SECONDS       => 0.02;
use constant TURN_SECONDS_MANY  => 0.05;
use constant MANY_HOSTS         => 5;
# A connection disturbs an agent more than a look at its log: only now and then.
use constant CONNECT_SECONDS    => 0.25;

my $up_only = @ARGV && $ARGV[0] eq q(--up) && shift @ARGV;
my ($dir, $bound, @wanted) = @ARGV;
$| = 1;

sub now {
  open(my $file, '<', '/proc/uptime') or die "no clock: $!\n";
  my ($seconds) = split ' ', <$file>;
  return $seconds;
}

sub content {
  my ($path) = @_;
  open(my $file, '<', $path) or return undef;
  local $/;
  my $text = <$file>;
  $text =~ s/\n\z// if defined $text;
  return $text;
}

# A key as the device's socket writes it. (Base64 is uuencode with another alphabet.)
sub key_in_hex {
  my ($base64) = @_;
  $base64 =~ tr{=}{}d;
  $base64 =~ tr{A-Za-z0-9+/}{ -_};
  return unpack 'H*', unpack 'u', chr(32 + 32) . $base64;
}

my @hosts = @wanted ? @wanted : split /\n/, content("$dir/hosts");
my @leaves = grep { /^leaf/ } @hosts;
my (%root, %by_key, %address);
for my $host (@hosts) {
  my $pid = content("$dir/$host/pid") or die "no host $host\n";
  $root{$host} = "/proc/$pid/root";
  $by_key{key_in_hex(content("$dir/$host/public.key"))} = $host;
  $address{$host} = content("$dir/$host/tunnel") . '/32';
}

my $began = now();
my $turn = @hosts > MANY_HOSTS ? TURN_SECONDS_MANY : TURN_SECONDS;
my (%up, %direct, %device, %asked);
my $pairs = @leaves * (@leaves - 1);
my ($all_up, $all_direct);

# Whether the agent of a host says that it runs.
sub agent_is_up {
  my ($host, $at) = @_;
  my $from = content("$dir/$host/agent.from");
  return 0 unless defined $from;
  if (open(my $log, '<', "$dir/$host/agent.log")) {
    seek $log, $from, 0;
    local $/;
    my $text = <$log>;
    return 1 if defined $text && $text =~ /running on/;
  }
  return 0 if $at - ($asked{$host} // 0) < CONNECT_SECONDS;
  $asked{$host} = $at;
  my $control = "$root{$host}/run/wirelink/wg0.sock";
  return -S $control && IO::Socket::UNIX->new(Peer => $control) ? 1 : 0;
}

# The state of a device as its socket tells it: lines up to the empty one.
sub device_lines {
  my ($host) = @_;
  $device{$host} //= IO::Socket::UNIX->new(Peer => "$root{$host}/run/wireguard/wg0.sock");
  my $socket = $device{$host} or return;
  local $SIG{PIPE} = 'IGNORE';
  my @lines;
  if (print {$socket} "get=1\n\n" and $socket->flush) {
    while (defined(my $line = <$socket>)) {
      chomp $line;
      return @lines if $line eq '';
      push @lines, $line;
    }
  }
  delete $device{$host};
  return;
}

# The leaves with which a leaf is direct by now.
sub direct_peers {
  my ($host) = @_;
  my ($peer, %handshake, %routed);
  for (device_lines($host)) {
    my ($name, $value) = split /=/, $_, 2;
    if ($name eq 'public_key') { $peer = $by_key{$value} }
    elsif (!defined $peer) { next }
    elsif ($name eq 'last_handshake_time_sec') { $handshake{$peer} = $value > 0 }
    elsif ($name eq 'allowed_ip') { $routed{$peer} = 1 if $value eq $address{$peer} }
  }
  return grep { $handshake{$_} && $routed{$_} } grep { /^leaf/ } keys %routed;
}

sub note { printf "%s %.2f\n", $_[0], $_[1] }

print "watching 1\n";
while (1) {
  my $at = now() - $began;
  for my $host (grep { !$up{$_} } @hosts) {
    next unless agent_is_up($host, $at);
    $up{$host} = 1;
    note("up $host", $at);
  }
  if (!defined $all_up && keys %up == @hosts) {
    $all_up = $at;
    note('all-up', $at);
    exit 0 if $up_only;
  }
  for my $leaf (grep { keys %{$direct{$_}} < @leaves - 1 } @leaves) {
    for my $peer (direct_peers($leaf)) {
      note("direct $leaf $peer", $at) unless $direct{$leaf}{$peer}++;
    }
  }
  my $held = 0;
  $held += keys %{$direct{$_} // {}} for @leaves;
  if ($held == $pairs && defined $all_up) {
    note('all-direct', $at);
    note('elapsed', $at - $all_up);
    exit 0;
  }
  last if $at > $bound;
  select undef, undef, undef, $turn;
}

my @silent = grep { !$up{$_} } @hosts;
print STDERR "agents not up within $bound s: @silent\n" if @silent;
for my $leaf (@leaves) {
  my @missing = grep { $_ ne $leaf && !$direct{$leaf}{$_} } @leaves;
  print STDERR "$leaf is not direct with: @missing\n" if @missing;
}
exit 1;
