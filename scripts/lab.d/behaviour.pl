#!/usr/bin/perl
# Finds out from a leaf what is between it and the internet, by plain UDP as RFC 5780 does it: it asks
# peers outside as whom they see it, and lets them answer from elsewhere than where it asked.
#
#   behaviour.pl answer ADDRESS ADDRESS    the peers: each address with both ports, until it is ended;
#                                          says `ready` first
#   behaviour.pl ask OWN ADDRESS ADDRESS   on the leaf, whose address is OWN; prints
#                                          MAPPING, PORTS, FILTERING or `nothing passes`
# MAPPING    `no translation`, `one mapping` (for all destinations), `a mapping each`
# PORTS      `port kept`, `another port`, `sequential ports`, `random ports`
# FILTERING  whom a mapping lets in: `from everybody`, `from the address`, `from the address and port`
#
# No module beyond perl-base.

use strict;
use warnings;
use Socket;

use constant PORTS          => (7001, 7002);
# Of a lab's own ways this is a hundred times what they take.
use constant ANSWER_SECONDS => 0.4;
# So many mappings are looked at; by chance alone each would follow the one before in one of 256.
use constant DESTINATIONS   => 4;

sub bound {
  my ($address, $port) = @_;
  socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die "no socket: $!\n";
  bind($socket, pack_sockaddr_in($port, inet_aton($address))) or die "no socket at $address:$port: $!\n";
  return $socket;
}

# Waits for one datagram on any of some sockets; nothing if none comes in time.
sub received {
  my ($seconds, @sockets) = @_;
  my $readable = '';
  vec($readable, fileno($_), 1) = 1 for @sockets;
  return unless select($readable, undef, undef, $seconds) > 0;
  for my $index (grep { vec($readable, fileno($sockets[$_]), 1) } 0 .. $#sockets) {
    my $from = recv($sockets[$index], my $text, 64, 0);
    next unless defined $from;
    my ($port, $address) = unpack_sockaddr_in($from);
    return ($index, $from, $text, inet_ntoa($address) . ":$port");
  }
  return;
}

# Each datagram names who shall answer, as the number of a socket, and is told whose it was.
sub answer {
  my @sockets = map { my $address = $_; map { bound($address, $_) } PORTS } @_;
  $| = 1;
  print "ready\n";
  while (1) {
    my ($index, $from, $who, $seen) = received(undef, @sockets) or next;
    send($sockets[$who], $seen, 0, $from) if $who =~ /^[0-3]$/;
  }
}

# Asks one peer and lets one answer; what the answer says, or nothing.
sub asked {
  my ($socket, $peer, $who) = @_;
  send($socket, $who, 0, $peer) or die "cannot send: $!\n";
  my (undef, undef, $seen) = received(ANSWER_SECONDS, $socket) or return;
  return $seen;
}

sub mapping {
  my ($own, @peers) = @_;
  my $socket = bound($own, 0);
  my ($port) = unpack_sockaddr_in(getsockname($socket));
  my @seen = map { asked($socket, $peers[$_], $_) // return } 0 .. $#peers;
  return 'no translation, port kept' if $seen[0] eq "$own:$port";
  my %different = map { $_ => 1 } @seen;
  my @ports = map { /:(\d+)$/ } @seen;
  return 'one mapping, ' . ($ports[0] == $port ? 'port kept' : 'another port') if keys %different == 1;
  my $following = grep { $ports[$_] == $ports[$_ - 1] + 1 } 1 .. DESTINATIONS - 1;
  return 'a mapping each, ' . ($following == DESTINATIONS - 1 ? 'sequential ports' : 'random ports');
}

# Who was not sent anything from a new port answers instead of who was: the third and second peer have
# another address, and the same address with another port, than the first.
sub filtering {
  my ($own, $first) = @_;
  return 'from everybody'   if asked(bound($own, 0), $first, 2);
  return 'from the address' if asked(bound($own, 0), $first, 1);
  return 'from the address and port';
}

my ($what, @words) = @ARGV;
if ($what eq 'answer') {
  answer(@words);
}
else {
  my $own = shift @words;
  my @peers = map { my $address = inet_aton($_); map { pack_sockaddr_in($_, $address) } PORTS } @words;
  my $mapping = mapping($own, @peers);
  print defined $mapping ? "$mapping, " . filtering($own, $peers[0]) . "\n" : "nothing passes\n";
}
