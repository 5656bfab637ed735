//go:build wasip1

package abi

import _ "unsafe" // for go:linkname

//go:linkname register github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.RegisterMockWasmHost
func register(h host) (release func())

func init() {
	var h host = gateway{}
	used = []any{
		h.ProxyLog, h.ProxySendLocalResponse, h.ProxyGetSharedData, h.ProxySetSharedData,
		h.ProxyRegisterSharedQueue, h.ProxyResolveSharedQueue, h.ProxyDequeueSharedQueue,
		h.ProxyEnqueueSharedQueue, h.ProxyGetHeaderMapValue, h.ProxyAddHeaderMapValue,
		h.ProxyReplaceHeaderMapValue, h.ProxyRemoveHeaderMapValue, h.ProxyGetHeaderMapPairs,
		h.ProxySetHeaderMapPairs, h.ProxyGetBufferBytes, h.ProxySetBufferBytes,
		h.ProxyContinueStream, h.ProxyCloseStream, h.ProxyHttpCall, h.ProxyCallForeignFunction,
		h.ProxySetTickPeriodMilliseconds, h.ProxySetEffectiveContext, h.ProxyDone,
		h.ProxyDefineMetric, h.ProxyIncrementMetric, h.ProxyRecordMetric, h.ProxyGetMetric,
		h.ProxyGetProperty, h.ProxySetProperty,
	}
	register(h)
}

// used are the methods of the host, since the linker leaves out those that are not called
// through an interface with exactly their types. The SDK's interface has its own types.
var used []any

// host has the methods of what the SDK calls. Those of its types that stand for numbers are
// numbers here.
type host interface {
	ProxyLog(level uint32, text *byte, textSize int) uint32
	ProxySendLocalResponse(code uint32, detail *byte, detailSize int, body *byte, bodySize int, headers *byte, headersSize int, grpc int32) uint32
	ProxyGetSharedData(key *byte, keySize int, result **byte, resultSize *int, newCAS *uint32) uint32
	ProxySetSharedData(key *byte, keySize int, value *byte, valueSize int, oldCAS uint32) uint32
	ProxyRegisterSharedQueue(name *byte, nameSize int, id *uint32) uint32
	ProxyResolveSharedQueue(vm *byte, vmSize int, name *byte, nameSize int, id *uint32) uint32
	ProxyDequeueSharedQueue(queue uint32, result **byte, resultSize *int) uint32
	ProxyEnqueueSharedQueue(queue uint32, value *byte, valueSize int) uint32
	ProxyGetHeaderMapValue(kind uint32, key *byte, keySize int, result **byte, resultSize *int) uint32
	ProxyAddHeaderMapValue(kind uint32, key *byte, keySize int, value *byte, valueSize int) uint32
	ProxyReplaceHeaderMapValue(kind uint32, key *byte, keySize int, value *byte, valueSize int) uint32
	ProxyRemoveHeaderMapValue(kind uint32, key *byte, keySize int) uint32
	ProxyGetHeaderMapPairs(kind uint32, result **byte, resultSize *int) uint32
	ProxySetHeaderMapPairs(kind uint32, pairs *byte, pairsSize int) uint32
	ProxyGetBufferBytes(kind uint32, from, limit int, result **byte, resultSize *int) uint32
	ProxySetBufferBytes(kind uint32, from, limit int, data *byte, dataSize int) uint32
	ProxyContinueStream(kind uint32) uint32
	ProxyCloseStream(kind uint32) uint32
	ProxyHttpCall(cluster *byte, clusterSize int, headers *byte, headersSize int, body *byte, bodySize int, trailers *byte, trailersSize int, milliseconds uint32, id *uint32) uint32
	ProxyCallForeignFunction(name *byte, nameSize int, argument *byte, argumentSize int, result **byte, resultSize *int) uint32
	ProxySetTickPeriodMilliseconds(milliseconds uint32) uint32
	ProxySetEffectiveContext(context uint32) uint32
	ProxyDone() uint32
	ProxyDefineMetric(kind uint32, name *byte, nameSize int, id *uint32) uint32
	ProxyIncrementMetric(metric uint32, offset int64) uint32
	ProxyRecordMetric(metric uint32, value uint64) uint32
	ProxyGetMetric(metric uint32, value *uint64) uint32
	ProxyGetProperty(path *byte, pathSize int, result **byte, resultSize *int) uint32
	ProxySetProperty(path *byte, pathSize int, value *byte, valueSize int) uint32
}

// gateway is the host that is registered.
type gateway struct{}

func (gateway) ProxyLog(level uint32, text *byte, textSize int) uint32 {
	return callLog(level, text, uint32(textSize))
}

func (gateway) ProxySendLocalResponse(code uint32, detail *byte, detailSize int, body *byte, bodySize int, headers *byte, headersSize int, grpc int32) uint32 {
	return callSendLocalResponse(code, detail, uint32(detailSize), body, uint32(bodySize), headers, uint32(headersSize), grpc)
}

func (gateway) ProxyGetSharedData(key *byte, keySize int, result **byte, resultSize *int, newCAS *uint32) uint32 {
	var at, n uint32
	status := callGetSharedData(key, uint32(keySize), &at, &n, newCAS)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxySetSharedData(key *byte, keySize int, value *byte, valueSize int, oldCAS uint32) uint32 {
	return callSetSharedData(key, uint32(keySize), value, uint32(valueSize), oldCAS)
}

func (gateway) ProxyRegisterSharedQueue(name *byte, nameSize int, id *uint32) uint32 {
	return callRegisterSharedQueue(name, uint32(nameSize), id)
}

func (gateway) ProxyResolveSharedQueue(vm *byte, vmSize int, name *byte, nameSize int, id *uint32) uint32 {
	return callResolveSharedQueue(vm, uint32(vmSize), name, uint32(nameSize), id)
}

func (gateway) ProxyDequeueSharedQueue(queue uint32, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callDequeueSharedQueue(queue, &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxyEnqueueSharedQueue(queue uint32, value *byte, valueSize int) uint32 {
	return callEnqueueSharedQueue(queue, value, uint32(valueSize))
}

func (gateway) ProxyGetHeaderMapValue(kind uint32, key *byte, keySize int, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callGetHeaderMapValue(kind, key, uint32(keySize), &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxyAddHeaderMapValue(kind uint32, key *byte, keySize int, value *byte, valueSize int) uint32 {
	return callAddHeaderMapValue(kind, key, uint32(keySize), value, uint32(valueSize))
}

func (gateway) ProxyReplaceHeaderMapValue(kind uint32, key *byte, keySize int, value *byte, valueSize int) uint32 {
	return callReplaceHeaderMapValue(kind, key, uint32(keySize), value, uint32(valueSize))
}

func (gateway) ProxyRemoveHeaderMapValue(kind uint32, key *byte, keySize int) uint32 {
	return callRemoveHeaderMapValue(kind, key, uint32(keySize))
}

func (gateway) ProxyGetHeaderMapPairs(kind uint32, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callGetHeaderMapPairs(kind, &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxySetHeaderMapPairs(kind uint32, pairs *byte, pairsSize int) uint32 {
	return callSetHeaderMapPairs(kind, pairs, uint32(pairsSize))
}

func (gateway) ProxyGetBufferBytes(kind uint32, from, limit int, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callGetBufferBytes(kind, uint32(from), uint32(limit), &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxySetBufferBytes(kind uint32, from, limit int, data *byte, dataSize int) uint32 {
	return callSetBufferBytes(kind, uint32(from), uint32(limit), data, uint32(dataSize))
}

func (gateway) ProxyContinueStream(kind uint32) uint32 {
	return callContinueStream(kind)
}

func (gateway) ProxyCloseStream(kind uint32) uint32 {
	return callCloseStream(kind)
}

func (gateway) ProxyHttpCall(cluster *byte, clusterSize int, headers *byte, headersSize int, body *byte, bodySize int, trailers *byte, trailersSize int, milliseconds uint32, id *uint32) uint32 {
	return callHttpCall(cluster, uint32(clusterSize), headers, uint32(headersSize), body, uint32(bodySize), trailers, uint32(trailersSize), milliseconds, id)
}

func (gateway) ProxyCallForeignFunction(name *byte, nameSize int, argument *byte, argumentSize int, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callCallForeignFunction(name, uint32(nameSize), argument, uint32(argumentSize), &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxySetTickPeriodMilliseconds(milliseconds uint32) uint32 {
	return callSetTickPeriodMilliseconds(milliseconds)
}

func (gateway) ProxySetEffectiveContext(context uint32) uint32 {
	return callSetEffectiveContext(context)
}

func (gateway) ProxyDone() uint32 {
	return callDone()
}

func (gateway) ProxyDefineMetric(kind uint32, name *byte, nameSize int, id *uint32) uint32 {
	return callDefineMetric(kind, name, uint32(nameSize), id)
}

func (gateway) ProxyIncrementMetric(metric uint32, offset int64) uint32 {
	return callIncrementMetric(metric, offset)
}

func (gateway) ProxyRecordMetric(metric uint32, value uint64) uint32 {
	return callRecordMetric(metric, value)
}

func (gateway) ProxyGetMetric(metric uint32, value *uint64) uint32 {
	return callGetMetric(metric, value)
}

func (gateway) ProxyGetProperty(path *byte, pathSize int, result **byte, resultSize *int) uint32 {
	var at, n uint32
	status := callGetProperty(path, uint32(pathSize), &at, &n)
	take(at, n, result, resultSize)
	return status
}

func (gateway) ProxySetProperty(path *byte, pathSize int, value *byte, valueSize int) uint32 {
	return callSetProperty(path, uint32(pathSize), value, uint32(valueSize))
}
