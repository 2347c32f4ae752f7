#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# A web server that does what a good one never does: rude_server.pl DIRECTORY PORT-FILE LOG. The first part of a path says what is
# wrong, the second how much of it, the rest is a file below DIRECTORY:
#
#	/status/503/0/FILE        this status for ever; /status/503/2/FILE: twice, then the file
#	/wait/SECONDS/FILE        503 with Retry-After: SECONDS once, then the file
#	/cut/BYTES/FILE           a body that ends too early, every time
#	/weak/BYTES/FILE          the same with a weak ETag
#	/resume/BYTES/FILE        a body that ends too early once, and can be continued
#	/changed/BYTES/FILE       the same, but what is sent the second time is of another edition
#	/other/BYTES/FILE         the same, but a part of another edition is sent
#	/open/BYTES/FILE          no length, and the body ends too early; nor does HEAD tell one
#	/head/BYTES/FILE          the same once, and HEAD tells it; BYTES 0: whole from the beginning
#	/headed/BYTES/FILE        the same every time
#	/more/BYTES/FILE          the length is given as so many bytes too many
#	/two/BYTES/FILE           two lengths, and the body has the second
#	/less/BYTES/FILE          the length is given as so many bytes too few
#	/endless/0/FILE           the file, and then zeroes for ever
#	/slow/0/FILE              a byte each half second
#	/stale/0/FILE             304, whatever is asked, with an ETag that nobody asked about
#	/redirect/0/ADDRESS       a redirect
#	/page/0/FILE              a page of HTML, as a portal of a hotel has it
use strict;
use warnings;
use IO::Socket::INET;

my ($root, $port_file, $log_file) = @ARGV;
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
open my $log, '>>', $log_file or die "$log_file: $!";
$log->autoflush(1);
open my $out, '>', "$port_file.new" or die "$port_file: $!";
print $out $server->sockport;
close $out;
rename "$port_file.new", $port_file or die "$port_file: $!";

my %seen;

sub answer {
	my ($client, $status, $headers, $body) = @_;
	print $client "HTTP/1.1 $status\r\nConnection: close\r\n", (map { "$_\r\n" } @$headers), "\r\n", $body;
}

sub contents {
	my ($file) = @_;
	open my $in, '<:raw', "$root/$file" or return '';
	local $/;
	return scalar <$in>;
}

while (1) {
	my $client = $server->accept or next;
	$client->autoflush(1);
	my $line = <$client>;
	next unless defined $line && $line =~ m{^(GET|HEAD) (/(\w+)/([0-9]+)/(\S+)) HTTP};
	my ($method, $path, $kind, $number, $file, %asked) = ($1, $2, $3, $4, $5);
	while (defined($line = <$client>) && $line =~ /^([^:]+):\s*(.*?)\r?\n$/) { $asked{lc $1} = $2 }
	if ($method eq 'HEAD') {
		answer($client, $kind =~ /^head/ ? '200 OK' : '405 Rude', [ $kind =~ /^head/ ? 'Content-Length: ' . length contents($file) : () ], '');
		close $client;
		next;
	}
	my $time = $seen{$path}++;
	print $log "$path time=$time range=", $asked{range} // '', " if-range=", $asked{'if-range'} // '', " if-none-match=",
		$asked{'if-none-match'} // '', "\n";
	my $times = 0;
	($times, $file) = ($1, $2) if $kind eq 'status' && $file =~ m{^([0-9]+)/(.*)};
	my $body = contents($file);
	my $whole = length $body;
	my @length = ("Content-Length: $whole");
	my @etag = ('ETag: "one"');
	my ($from) = ($asked{range} // '') =~ /^bytes=([0-9]+)-$/;

	if ($kind eq 'status' && (!$times || $time < $times)) {
		answer($client, "$number Rude", [ 'Content-Length: 5' ], "rude\n");
	} elsif ($kind eq 'wait' && !$time) {
		answer($client, '503 Rude', [ "Retry-After: $number", 'Content-Length: 0' ], '');
	} elsif ($kind eq 'weak') {
		answer($client, '200 OK', [ @length, 'ETag: W/"one"' ], substr $body, 0, $number);
	} elsif ($kind eq 'cut' || ($kind =~ /^(resume|changed|other)$/ && !$time)) {
		answer($client, '200 OK', [ @length, $kind eq 'cut' ? () : @etag ], substr $body, 0, $number);
	} elsif ($kind eq 'resume' && defined $from && ($asked{'if-range'} // '') eq '"one"') {
		my $rest = substr $body, $from;
		answer($client, '206 Partial Content', [ @etag, "Content-Range: bytes $from-" . ($whole - 1) . "/$whole",
			'Content-Length: ' . length $rest ], $rest);
	} elsif ($kind eq 'other' && defined $from) {
		my $rest = substr $body, $from;
		answer($client, '206 Partial Content', [ 'ETag: "two"', "Content-Range: bytes $from-" . ($whole - 1) . "/$whole",
			'Content-Length: ' . length $rest ], $rest);
	} elsif ($kind eq 'open') {
		answer($client, '200 OK', [], substr $body, 0, $number);
	} elsif ($kind =~ /^head/) {
		answer($client, '200 OK', [], $number && (!$time || $kind eq 'headed') ? substr $body, 0, $number : $body);
	} elsif ($kind eq 'more') {
		answer($client, '200 OK', [ 'Content-Length: ' . ($whole + $number) ], $body);
	} elsif ($kind eq 'two') {
		answer($client, '200 OK', [ @length, "Content-Length: $number" ], substr $body, 0, $number);
	} elsif ($kind eq 'less') {
		answer($client, '200 OK', [ 'Content-Length: ' . ($whole - $number) ], $body);
	} elsif ($kind eq 'endless') {
		answer($client, '200 OK', [], $body);
		my $zeroes = "\0" x 65536;
		1 while print $client $zeroes;
	} elsif ($kind eq 'slow') {
		answer($client, '200 OK', [ @length ], '');
		for my $byte (split //, $body) { last unless print $client $byte; select undef, undef, undef, 0.5 }
	} elsif ($kind eq 'stale') {
		answer($client, $time ? '200 OK' : '304 Not Modified', [ 'ETag: "never"', $time ? @length : () ], $time ? $body : '');
	} elsif ($kind eq 'redirect') {
		$file =~ s{^(https?):/+}{$1://};
		answer($client, '302 Found', [ "Location: $file", 'Content-Length: 0' ], '');
	} elsif ($kind eq 'page') {
		my $page = "<!DOCTYPE html><html><body>Please log in</body></html>\n";
		answer($client, '200 OK', [ 'Content-Type: text/html', 'Content-Length: ' . length $page ], $page);
	} else {
		answer($client, '200 OK', [ @length, 'ETag: "two"' ], $body);
	}
	close $client;
}
