package main

import "strings"

// The wrappers of system calls share a few roots, so that their names have to
// say what they wait for.

// netCalls wait for the network, or would if sockets were blocking.
var netCalls = words(`accept accept4 connect bind listen socket socketpair
	recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg sendfile splice
	wsarecv wsarecvfrom wsarecvmsg wsasend wsasendto wsasendmsg wsaioctl connectex acceptex
	getaddrinfo getaddrinfow freeaddrinfow dnsquery getadaptersaddresses netlinkrib transmitfile`)

// processCalls wait for, or make, processes.
var processCalls = words(`wait4 waitid waitforsingleobject forkexec startprocess exec createprocess createprocessasuser
	pidfdwait pidfd_open execve fork posix_spawn`)

// waitCalls wait for events.
var waitCalls = words(`select pselect poll ppoll epollwait epoll_wait kevent pause nanosleep flock
	getqueuedcompletionstatus waitformultipleobjects`)

// quickCalls return at once in practice.
var quickCalls = words(`close dup dup2 dup3 fcntl fcntlint ioctl ioctlptr pipe pipe2 getcwd statfs fstatfs fchdir chdir chmod fchmod fchmodat fchmodat2
	chown lchown fchown fchownat stat lstat fstat fstatat fstatat64 fstat64 lstat64 stat64 newfstatat access faccessat faccessat2 umask
	getsockname getpeername getsockopt setsockopt getsockoptint setsockoptint setsockoptbyte setsockoptinet4addr setsockoptlinger
	setsockoptipmreq setsockoptipmreqn setsockoptipv6mreq setsockopttimeval getsockoptinet4addr getsockoptipmreq shutdown
	lseek seek ftruncate truncate utimes utimesnano utimensat futimes futimesat
	setnonblock closeonexec readlink readlinkat kill getrlimit setrlimit prlimit prlimit1 uname sysctl sysinfo
	getpriority setpriority getfileattributes getfileattributesex setfileattributes getfileinformationbyhandle
	getfileinformationbyhandleex setfileinformationbyhandle getfiletype setfilepointer setfilepointerex setfiletime setendoffile closehandle
	duplicatehandle sethandleinformation getconsolemode getfullpathname getlongpathname getshortpathname gettemppath
	getcurrentdirectory setcurrentdirectory gettempfilename getvolumepathname getfinalpathnamebyhandle
	epollcreate epollcreate1 epollctl inotifyinit kqueue pidfdsendsignal getdents0 fsconf pathconf fpathconf`)

// noCalls do not wait at all, though they go through a blocking root on some
// systems.
var noCalls = words(`getpid getppid getuid geteuid getgid getegid getgroups gettid getpagesize gettimeofday time times clock_gettime
	getlasterror getstdhandle getcurrentprocess getcurrentprocessid getcurrentthreadid openprocesstoken opencurrentprocesstoken getcurrentthread
	getenvironmentvariable setenvironmentvariable getenvironmentstrings freeenvironmentstrings getcommandline
	commandlinetoargv localfree getsystemtimeasfiletime gettimezoneinformation cryptgenrandom cryptacquirecontext processprng
	getversion formatmessage getprocaddress queryperformancecounter queryperformancefrequency wsastartup
	getentropy arc4random_buf getrandom munmap mmap mprotect madvise mlock getcomputername getcomputernameex getsystemdirectory
	setthreaderrormode converttosid convertsidtostringsid convertstringsidtosid copysid getlengthsid lookupaccountsid
	issuperuser getexitcodeprocess getprocesstimes postqueuedcompletionstatus createiocompletionport cancelio cancelioex
	rtlnthstatustodoserror rtlntstatustodoserror rtlgetversion getmodulehandle getmodulefilename createevent setevent resetevent`)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// callReason says what a function of a system call package waits for, given what
// it would wait for by its callees. ok is false if it does not wait.
func callReason(symbol string, r reason) (_ reason, ok bool) {
	base := symbol[strings.LastIndexByte(symbol, '.')+1:]
	base = strings.ToLower(strings.TrimRight(base, "0123456789$"))
	full := strings.ToLower(symbol[strings.LastIndexByte(symbol, '.')+1:])
	has := func(set map[string]bool) bool {
		trimmed := strings.TrimSuffix(strings.TrimSuffix(base, "w"), "_trampoline")
		return set[full] || set[base] || set[trimmed] || set[strings.TrimPrefix(base, "libc_")]
	}
	switch {
	case has(noCalls):
		return r, false
	case has(netCalls):
		return reason{class: net}, true
	case has(processCalls):
		return reason{class: process}, true
	case has(waitCalls):
		return reason{class: wait}, true
	case has(quickCalls):
		return reason{class: file, quick: true}, true
	}
	return r, true
}
