//go:build wasip1

package abi

import "unsafe" // also for go:linkname

// What the gateway calls. The SDK's functions have ints, which are wider than the gateway's.

//go:wasmexport proxy_abi_version_0_2_0
func version() {}

// allocated is memory that the gateway has asked for, to put a result into, until whoever
// wanted the result takes it. The key is its address, as the gateway knows it.
var allocated = make(map[uint32][]byte)

//go:wasmexport proxy_on_memory_allocate
func allocate(size uint32) unsafe.Pointer {
	b := make([]byte, max(size, 1))
	p := unsafe.Pointer(&b[0])
	allocated[uint32(uintptr(p))] = b
	return p
}

// take gives a result to whoever wanted it: data and size.
func take(at, n uint32, data **byte, size *int) {
	if b := allocated[at]; b != nil {
		delete(allocated, at)
		*data, *size = &b[0], int(n)
	}
}

//go:linkname onContextCreate github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnContextCreate
func onContextCreate(context, plugin uint32)

//go:wasmexport proxy_on_context_create
func exportContextCreate(context, plugin uint32) { onContextCreate(context, plugin) }

//go:linkname onVMStart github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnVMStart
func onVMStart(plugin uint32, size int) bool

//go:wasmexport proxy_on_vm_start
func exportVMStart(plugin, size uint32) bool { return onVMStart(plugin, int(size)) }

//go:linkname onConfigure github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnConfigure
func onConfigure(plugin uint32, size int) bool

//go:wasmexport proxy_on_configure
func exportConfigure(plugin, size uint32) bool { return onConfigure(plugin, int(size)) }

//go:linkname onTick github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnTick
func onTick(plugin uint32)

//go:wasmexport proxy_on_tick
func exportTick(plugin uint32) { onTick(plugin) }

//go:linkname onQueueReady github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnQueueReady
func onQueueReady(plugin, queue uint32)

//go:wasmexport proxy_on_queue_ready
func exportQueueReady(plugin, queue uint32) { onQueueReady(plugin, queue) }

//go:linkname onDone github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnDone
func onDone(context uint32) bool

//go:wasmexport proxy_on_done
func exportDone(context uint32) bool { return onDone(context) }

//go:linkname onLog github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnLog
func onLog(context uint32)

//go:wasmexport proxy_on_log
func exportLog(context uint32) { onLog(context) }

//go:linkname onDelete github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnDelete
func onDelete(context uint32)

//go:wasmexport proxy_on_delete
func exportDelete(context uint32) { onDelete(context) }
