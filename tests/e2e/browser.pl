#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Opens a page in a headless Chromium and asks it: browser.pl [OPTION...] CHROMIUM URL [SCRIPT]. SCRIPT is a file of JavaScript, run in
# the page as the body of an async function; it returns an array of lines, which are printed. Before them come lines that begin with
# what the browser had to say by itself:
#
#	console TEXT     a message or an exception
#	request URL      anything that it wanted to load beside the page
#	cpu STEP MILLISECONDS   with --cpu: what the browser's pages took of the processors for `open`, then for the `script`
#
#	--width N        of the window, in CSS pixels (default 1280)
#	--height N       (default 900)
#	--dark           prefers-color-scheme: dark
#	--print          the style for paper
#	--no-scripts     the page's scripts do not run
#	--cpu            see above
#	--screenshot F   a picture of what the window shows, as PNG
#	--pdf F          the page as it is printed
#	--roles          the accessibility tree: a line `role NAME: TEXT` for each node that is not ignored, with its state
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Handle;
use JSON::PP;
use MIME::Base64 qw(decode_base64);
use POSIX ();

my %value = (width => 1280, height => 900);
my %flag;
while (@ARGV && $ARGV[0] =~ /^--(.+)/) {
	my $name = $1;
	shift @ARGV;
	if ($name =~ /^(width|height|screenshot|pdf)$/) { $value{$name} = shift @ARGV }
	elsif ($name =~ /^(dark|print|no-scripts|roles|cpu)$/) { $flag{$name} = 1 }
	else { die "browser.pl: no option --$name\n" }
}
my ($chromium, $url, $script) = @ARGV;
die "usage: browser.pl [OPTION...] CHROMIUM URL [SCRIPT]\n" unless $url;

binmode STDOUT, ':utf8';
my $json = JSON::PP->new->utf8->allow_nonref;
my $profile = tempdir(CLEANUP => 1);

# Chromium reads orders from descriptor 3 and writes answers to 4, each ended by a NUL.
pipe(my $order_read, my $order_write) or die "pipe: $!\n";
pipe(my $answer_read, my $answer_write) or die "pipe: $!\n";
my $browser = fork() // die "fork: $!\n";
if (!$browser) {
	# By way of others: each may be where the other belongs.
	POSIX::dup2(fileno $order_read, 20);
	POSIX::dup2(fileno $answer_write, 21);
	POSIX::dup2(20, 3);
	POSIX::dup2(21, 4);
	POSIX::close($_) for 20, 21;
	open STDOUT, '>', '/dev/null';
	open STDERR, '>', "$profile/stderr";
	exec $chromium, '--headless', ($> == 0 ? '--no-sandbox' : ()), '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--remote-debugging-pipe',
		"--user-data-dir=$profile/profile", 'about:blank'
		or POSIX::_exit(127);
}
close $order_read;
close $answer_write;
$order_write->autoflush(1);
$SIG{ALRM} = sub { kill 'KILL', $browser; die "browser.pl: the browser took more than two minutes\n" };
$SIG{PIPE} = 'IGNORE';
alarm 120;

my ($last, $buffer, $session) = (0, '', undef);
my (@events, %seen);

sub message {
	my $end;
	while (($end = index $buffer, "\0") < 0) {
		sysread($answer_read, $buffer, 1 << 20, length $buffer) or die "browser.pl: the browser has gone\n";
	}
	my $text = substr $buffer, 0, $end + 1, '';
	chop $text;
	return $json->decode($text);
}

sub notice {
	my ($event) = @_;
	my ($method, $of) = ($event->{method} // '', $event->{params});
	$seen{$method}++;
	if ($method eq 'Runtime.consoleAPICalled') {
		push @events, 'console ' . join ' ', map { $_->{value} // $_->{description} // '' } @{ $of->{args} };
	} elsif ($method eq 'Runtime.exceptionThrown') {
		push @events, 'console ' . ($of->{exceptionDetails}{exception}{description} // $of->{exceptionDetails}{text});
	} elsif ($method eq 'Log.entryAdded') {
		push @events, "console $of->{entry}{text}";
	} elsif ($method eq 'Network.requestWillBeSent' && $of->{request}{url} ne $url =~ s/#.*//r) {
		push @events, "request $of->{request}{url}";
	}
}

sub order {
	my ($method, %parameters) = @_;
	my %order = (id => ++$last, method => $method, params => \%parameters);
	$order{sessionId} = $session if $session;
	syswrite $order_write, $json->encode(\%order) . "\0";
	while (1) {
		my $answer = message();
		if (($answer->{id} // 0) == $last) {
			die "browser.pl: $method: $answer->{error}{message}\n" if $answer->{error};
			return $answer->{result};
		}
		notice($answer);
	}
}

sub run {
	my ($text) = @_;
	my $result = order('Runtime.evaluate', expression => "(async () => {$text\n})()", awaitPromise => JSON::PP::true,
		returnByValue => JSON::PP::true);
	die "browser.pl: $result->{exceptionDetails}{exception}{description}\n" if $result->{exceptionDetails};
	return $result->{result}{value};
}

sub save {
	my ($file, $data) = @_;
	open my $handle, '>:raw', $file or die "$file: $!\n";
	print {$handle} decode_base64($data);
	close $handle or die "$file: $!\n";
}

# Since the last call, in milliseconds: it does not depend on what else the machine has to do.
my $spent = 0;
sub cpu {
	my ($step) = @_;
	my $inside = $session;
	$session = undef;
	my $now = 0;
	$now += $_->{cpuTime} for grep { $_->{type} eq 'renderer' } @{ order('SystemInfo.getProcessInfo')->{processInfo} };
	$session = $inside;
	push @events, sprintf 'cpu %s %d', $step, 1000 * ($now - $spent) if $step && $flag{cpu};
	$spent = $now;
}

my $target = order('Target.createTarget', url => 'about:blank')->{targetId};
$session = order('Target.attachToTarget', targetId => $target, flatten => JSON::PP::true)->{sessionId};
order("$_.enable") for qw(Page Runtime Log Network);
order('Emulation.setDeviceMetricsOverride', width => 0 + $value{width}, height => 0 + $value{height}, deviceScaleFactor => 1,
	mobile => $value{width} < 600 ? JSON::PP::true : JSON::PP::false);
order('Emulation.setEmulatedMedia', media => $flag{print} ? 'print' : '',
	features => [ { name => 'prefers-color-scheme', value => $flag{dark} ? 'dark' : 'light' } ]);
order('Emulation.setScriptExecutionDisabled', value => JSON::PP::true) if $flag{'no-scripts'};
cpu();
my $went = order('Page.navigate', url => $url);
die "browser.pl: $url: $went->{errorText}\n" if $went->{errorText};
notice(message()) until $seen{'Page.loadEventFired'};
cpu('open');

my @lines;
if ($script) {
	open my $handle, '<:encoding(UTF-8)', $script or die "$script: $!\n";
	my $text = do { local $/; <$handle> };
	@lines = @{ run($text) // [] };
	cpu('script');
}
if ($flag{roles}) {
	for my $node (@{ order('Accessibility.getFullAXTree')->{nodes} }) {
		next if $node->{ignored};
		my %state = map { $_->{name} => $_->{value}{value} } @{ $node->{properties} // [] };
		my $state = join '', map { defined $state{$_} ? " [$_ $state{$_}]" : '' } qw(level live focusable);
		push @lines, "role $node->{role}{value}: " . ($node->{name}{value} // '') . $state;
	}
}
if ($value{screenshot}) {
	save($value{screenshot}, order('Page.captureScreenshot')->{data});
}
save($value{pdf}, order('Page.printToPDF', printBackground => JSON::PP::false)->{data}) if $value{pdf};
print "$_\n" for @events, @lines;
$session = undef;
order('Browser.close');
close $order_write;
waitpid $browser, 0;
