#!/usr/bin/perl
# Traffic through a tunnel, noted where it arrives: what an outage is measured by.
#
#   traffic.pl ping ADDRESS SIZE        a ping each second, SIZE bytes of payload; prints answers
#   traffic.pl listen PORT              prints what a stream brings, and answers nothing
#   traffic.pl stream ADDRESS PORT RATE sends RATE packets a second, one way
#
# Standard output, a line for each arrival, at once: SECONDS SEQUENCE TTL
# The clock is /proc/uptime as in watch.pl: monotonic, the same in each namespace, and finer than
# anything measured here. The TTL of a stream's packets is not known here: it is written as 0.
# Ends by a signal.

use strict;
use warnings;
use IO::Socket::INET;

# Far more than a packet of a stream has.
use constant MOST_BYTES => 2048;
# As much as a voice call's packet.
use constant STREAM_PAYLOAD => 'x' x 150;

$| = 1;
my ($kind, @arguments) = @ARGV;

sub now {
  open(my $file, '<', '/proc/uptime') or die "no clock: $!\n";
  my ($seconds) = split ' ', <$file>;
  return $seconds;
}

sub ping {
  my ($address, $size) = @_;
  my $pid = open(my $answers, '-|', 'ping', '-n', '-i', '1', '-s', $size, $address)
    or die "no ping: $!\n";
  local $SIG{TERM} = sub { kill 'TERM', $pid; exit 0 };
  while (my $line = <$answers>) {
    print now(), " $1 $2\n" if $line =~ /bytes from .*icmp_seq=(\d+) ttl=(\d+)/;
  }
}

sub listen_at {
  my ($port) = @_;
  my $socket = IO::Socket::INET->new(Proto => 'udp', LocalPort => $port) or die "no socket: $!\n";
  while (defined $socket->recv(my $packet, MOST_BYTES)) {
    print now(), " $1 0\n" if $packet =~ /^(\d+) /;
  }
}

sub stream {
  my ($address, $port, $rate) = @_;
  my $socket = IO::Socket::INET->new(Proto => 'udp', PeerAddr => $address, PeerPort => $port)
    or die "no socket: $!\n";
  for (my $sequence = 1; ; $sequence++) {
    # While the interface is away a packet is lost, like any other.
    $socket->send("$sequence " . STREAM_PAYLOAD);
    select undef, undef, undef, 1 / $rate;
  }
}

if ($kind eq 'ping') { ping(@arguments) }
elsif ($kind eq 'listen') { listen_at(@arguments) }
elsif ($kind eq 'stream') { stream(@arguments) }
else { die "there is no traffic '$kind'\n" }
