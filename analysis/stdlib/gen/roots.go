package main

import "strings"

// A class is why a function waits. The order is that of preference, when a
// function waits for several reasons.
type class int

const (
	net class = iota
	process
	file
	console
	sleep
	wait
	channel
	lock
	classes
)

var classNames = [classes]string{"net", "process", "file", "console", "sleep", "wait", "channel", "lock"}

// A reason is a class, and whether the wait is short in practice.
type reason struct {
	class class
	quick bool
}

// roots are the functions where a thread or goroutine stops. What they do
// themselves is not looked at.
var roots = map[string]reason{
	"time.Sleep":                     {class: sleep},
	"internal/poll.runtime_pollWait": {class: net},
	"(*sync.WaitGroup).Wait":         {class: wait},
	"(*sync.Cond).Wait":              {class: wait},
	"(*sync.Mutex).Lock":             {class: lock},
	"(*sync.RWMutex).Lock":           {class: lock},
	"(*sync.RWMutex).RLock":          {class: lock},

	// Linux. RawSyscall keeps the processor, and is for what returns at once.
	"syscall.Syscall":         {class: file},
	"syscall.Syscall6":        {class: file},
	"syscall.forkExec":        {class: process},
	"syscall.rawVforkSyscall": {class: process},

	// Darwin, where system calls are calls of libSystem.
	"syscall.syscall":                                          {class: file},
	"syscall.syscallX":                                         {class: file},
	"syscall.syscall6":                                         {class: file},
	"syscall.syscall6X":                                        {class: file},
	"syscall.syscall9":                                         {class: file},
	"syscall.syscallPtr":                                       {class: file},
	"internal/syscall/unix.syscall_syscall":                    {class: file},
	"internal/syscall/unix.syscall_syscall6":                   {class: file},
	"internal/syscall/unix.syscall_syscall6X":                  {class: file},
	"internal/syscall/unix.syscall_syscall9":                   {class: file},
	"internal/syscall/unix.syscall_syscallPtr":                 {class: file},
	"internal/syscall/unix.libresolv_res_9_nsearch_trampoline": {class: net},

	// Windows.
	"syscall.SyscallN":          {class: file},
	"syscall.Syscall9":          {class: file},
	"syscall.Syscall12":         {class: file},
	"syscall.Syscall15":         {class: file},
	"syscall.Syscall18":         {class: file},
	"syscall.syscalln":          {class: file},
	"syscall.loadlibrary":       {class: file},
	"syscall.loadsystemlibrary": {class: file},
}

// wasip1's system calls are imports, which have no bodies. These wait; the
// others answer at once.
var wasiImports = map[string]reason{
	"fd_read": {class: file}, "fd_write": {class: file}, "fd_pread": {class: file}, "fd_pwrite": {class: file},
	"fd_readdir": {class: file}, "fd_sync": {class: file}, "fd_close": {class: file, quick: true},
	"path_open": {class: file}, "path_readlink": {class: file}, "path_rename": {class: file},
	"path_remove_directory": {class: file}, "path_unlink_file": {class: file}, "path_create_directory": {class: file},
	"path_link": {class: file}, "path_symlink": {class: file}, "path_filestat_get": {class: file, quick: true},
	"path_filestat_set_times": {class: file, quick: true}, "fd_filestat_get": {class: file, quick: true},
	"fd_filestat_set_size": {class: file, quick: true}, "fd_seek": {class: file, quick: true},
	"poll_oneoff": {class: wait}, "sock_accept": {class: net}, "sock_shutdown": {class: net, quick: true},
}

// contract lists interface methods that wait, whatever implements them: what
// they are for is input and output. io.Reader is not among them, see flow.
var contract = map[string]reason{
	"(net.Conn).Read":                                         {class: net},
	"(net.Conn).Write":                                        {class: net},
	"(net.Listener).Accept":                                   {class: net},
	"(net.PacketConn).ReadFrom":                               {class: net},
	"(net.PacketConn).WriteTo":                                {class: net},
	"(net/http.RoundTripper).RoundTrip":                       {class: net},
	"(net/rpc.ClientCodec).WriteRequest":                      {class: net},
	"(net/rpc.ClientCodec).ReadResponseHeader":                {class: net},
	"(net/rpc.ClientCodec).ReadResponseBody":                  {class: net},
	"(net/rpc.ServerCodec).ReadRequestHeader":                 {class: net},
	"(net/rpc.ServerCodec).ReadRequestBody":                   {class: net},
	"(net/rpc.ServerCodec).WriteResponse":                     {class: net},
	"(database/sql/driver.Driver).Open":                       {class: net},
	"(database/sql/driver.Connector).Connect":                 {class: net},
	"(database/sql/driver.Conn).Prepare":                      {class: net},
	"(database/sql/driver.Conn).Begin":                        {class: net},
	"(database/sql/driver.ConnBeginTx).BeginTx":               {class: net},
	"(database/sql/driver.ConnPrepareContext).PrepareContext": {class: net},
	"(database/sql/driver.Execer).Exec":                       {class: net},
	"(database/sql/driver.ExecerContext).ExecContext":         {class: net},
	"(database/sql/driver.Queryer).Query":                     {class: net},
	"(database/sql/driver.QueryerContext).QueryContext":       {class: net},
	"(database/sql/driver.Stmt).Exec":                         {class: net},
	"(database/sql/driver.Stmt).Query":                        {class: net},
	"(database/sql/driver.StmtExecContext).ExecContext":       {class: net},
	"(database/sql/driver.StmtQueryContext).QueryContext":     {class: net},
	"(database/sql/driver.Tx).Commit":                         {class: net},
	"(database/sql/driver.Tx).Rollback":                       {class: net},
	"(database/sql/driver.Rows).Next":                         {class: net},
	"(database/sql/driver.Rows).Close":                        {class: net},
	"(database/sql/driver.RowsNextResultSet).NextResultSet":   {class: net},
	"(database/sql/driver.Pinger).Ping":                       {class: net},
	"(io/fs.FS).Open":                                         {class: file},
	"(io/fs.File).Read":                                       {class: file},
	"(io/fs.File).Stat":                                       {class: file, quick: true},
	"(io/fs.ReadDirFS).ReadDir":                               {class: file},
	"(io/fs.ReadDirFile).ReadDir":                             {class: file},
	"(io/fs.ReadFileFS).ReadFile":                             {class: file},
	"(io/fs.GlobFS).Glob":                                     {class: file},
	"(io/fs.StatFS).Stat":                                     {class: file, quick: true},
	"(net/http.FileSystem).Open":                              {class: file},
	"(net/http.File).Readdir":                                 {class: file},
	"(sync.Locker).Lock":                                      {class: lock},
}

// byHand lists functions that wait in ways the computation cannot see: through
// function variables and linked names.
var byHand = map[string]reason{
	"(*golang.org/x/sync/errgroup.Group).Wait":        {class: wait},
	"(*golang.org/x/sync/semaphore.Weighted).Acquire": {class: wait},
	"(*golang.org/x/sync/singleflight.Group).Do":      {class: wait},
	"go/parser.ParseFile":                             {class: file},
	"golang.org/x/sys/unix.Syscall":                   {class: file},
	"golang.org/x/sys/unix.Syscall6":                  {class: file},
	"golang.org/x/sys/unix.syscall_syscall":           {class: file},
	"golang.org/x/sys/unix.syscall_syscall6":          {class: file},
}

// callsByHand lists parameters that stopped functions call.
var callsByHand = map[string][]int{
	"(*sync.Once).Do": {0},
	"(*golang.org/x/sync/singleflight.Group).Do": {1},
}

// stops are trusted to be quick, and not looked into: they wait only for others
// that are as quick, or once in a program's life.
var stops = map[string]bool{
	"(*sync.Pool).Get":                            true,
	"(*sync.Pool).Put":                            true,
	"(*sync.Once).Do":                             true,
	"(*sync.Once).doSlow":                         true,
	"(*internal/godebug.Setting).Value":           true,
	"(*internal/godebug.Setting).IncNonDefault":   true,
	"crypto/internal/sysrand.Read":                true,
	"crypto/rand.Read":                            true,
	"crypto/rand.Text":                            true,
	"(*time.Location).get":                        true,
	"time.initLocal":                              true,
	"internal/testlog.Getenv":                     true,
	"internal/testlog.Open":                       true,
	"internal/testlog.Stat":                       true,
	"(*crypto/internal/fips140.indicator).record": true,
	"runtime.GC":                                  true,
	"syscall.copyenv":                             true,
	"syscall.Getenv":                              true,
	"syscall.Setenv":                              true,
	"syscall.Unsetenv":                            true,
	"syscall.Clearenv":                            true,
	"syscall.Environ":                             true,
	"syscall.runtime_envs":                        true,
	"(*syscall.LazyProc).Addr":                    true,
	"(*syscall.LazyProc).Find":                    true,
	"(*syscall.LazyDLL).Load":                     true,
	// Closing and setting deadlines wait for nothing, whatever they call.
	"(*internal/poll.FD).Close":            true,
	"(*internal/poll.FD).decref":           true,
	"(*internal/poll.FD).SetDeadline":      true,
	"(*internal/poll.FD).SetReadDeadline":  true,
	"(*internal/poll.FD).SetWriteDeadline": true,
	"(*net.fakeNetFD).Close":               true,
	"(*net.fakeNetFD).SetDeadline":         true,
	"(*net.fakeNetFD).SetReadDeadline":     true,
	"(*net.fakeNetFD).SetWriteDeadline":    true,
	"(*net.pipeDeadline).set":              true,
	"(*os.dirInfo).close":                  true,
	"internal/filepathlite.isReservedName": true,
	"go/parser.readSource":                 true, // reads a file only if it is given no source
	"os.runtime_beforeExit":                true,
}

// stopped reports whether a function is not looked into.
func stopped(symbol string) bool {
	pkg := packageOf(symbol)
	switch {
	case stops[symbol]:
		return true
	case pkg == "context": // waits for itself only
		return true
	case pkg == "runtime", strings.HasPrefix(pkg, "internal/runtime/"):
		return true
	case pkg == "testing", strings.HasPrefix(pkg, "testing/"), strings.HasPrefix(pkg, "internal/testenv"):
		return true // tests may wait
	case pkg == "log", pkg == "log/slog", strings.HasPrefix(pkg, "log/"):
		return pkg != "log/syslog" // logs are written to the console, or to what the program chose
	}
	return false
}

// packageOf returns the import path in a symbol or SSA name.
func packageOf(symbol string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(symbol, "("), "*")
	slash := strings.LastIndexByte(before(s, "["), '/')
	if dot := strings.IndexByte(s[slash+1:], '.'); dot >= 0 {
		return s[:slash+1+dot]
	}
	return s
}

func before(s, sep string) string {
	s, _, _ = strings.Cut(s, sep)
	return s
}
