//go:build wasip1

package abi

// What the gateway is asked, as it wants to be asked: 32 bits wide. A call returns a status,
// and its results through the pointers at the end.

//go:wasmimport env proxy_log
func callLog(level uint32, text *byte, textSize uint32) uint32

//go:wasmimport env proxy_send_local_response
func callSendLocalResponse(code uint32, detail *byte, detailSize uint32, body *byte, bodySize uint32, headers *byte, headersSize uint32, grpc int32) uint32

//go:wasmimport env proxy_get_shared_data
func callGetSharedData(key *byte, keySize uint32, result, resultSize, newCAS *uint32) uint32

//go:wasmimport env proxy_set_shared_data
func callSetSharedData(key *byte, keySize uint32, value *byte, valueSize, oldCAS uint32) uint32

//go:wasmimport env proxy_register_shared_queue
func callRegisterSharedQueue(name *byte, nameSize uint32, id *uint32) uint32

//go:wasmimport env proxy_resolve_shared_queue
func callResolveSharedQueue(vm *byte, vmSize uint32, name *byte, nameSize uint32, id *uint32) uint32

//go:wasmimport env proxy_dequeue_shared_queue
func callDequeueSharedQueue(queue uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_enqueue_shared_queue
func callEnqueueSharedQueue(queue uint32, value *byte, valueSize uint32) uint32

//go:wasmimport env proxy_get_header_map_value
func callGetHeaderMapValue(kind uint32, key *byte, keySize uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_add_header_map_value
func callAddHeaderMapValue(kind uint32, key *byte, keySize uint32, value *byte, valueSize uint32) uint32

//go:wasmimport env proxy_replace_header_map_value
func callReplaceHeaderMapValue(kind uint32, key *byte, keySize uint32, value *byte, valueSize uint32) uint32

//go:wasmimport env proxy_remove_header_map_value
func callRemoveHeaderMapValue(kind uint32, key *byte, keySize uint32) uint32

//go:wasmimport env proxy_get_header_map_pairs
func callGetHeaderMapPairs(kind uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_set_header_map_pairs
func callSetHeaderMapPairs(kind uint32, pairs *byte, pairsSize uint32) uint32

//go:wasmimport env proxy_get_buffer_bytes
func callGetBufferBytes(kind, from, limit uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_set_buffer_bytes
func callSetBufferBytes(kind, from, limit uint32, data *byte, dataSize uint32) uint32

//go:wasmimport env proxy_continue_stream
func callContinueStream(kind uint32) uint32

//go:wasmimport env proxy_close_stream
func callCloseStream(kind uint32) uint32

//go:wasmimport env proxy_http_call
func callHttpCall(cluster *byte, clusterSize uint32, headers *byte, headersSize uint32, body *byte, bodySize uint32, trailers *byte, trailersSize, milliseconds uint32, id *uint32) uint32

//go:wasmimport env proxy_call_foreign_function
func callCallForeignFunction(name *byte, nameSize uint32, argument *byte, argumentSize uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_set_tick_period_milliseconds
func callSetTickPeriodMilliseconds(milliseconds uint32) uint32

//go:wasmimport env proxy_set_effective_context
func callSetEffectiveContext(context uint32) uint32

//go:wasmimport env proxy_done
func callDone() uint32

//go:wasmimport env proxy_define_metric
func callDefineMetric(kind uint32, name *byte, nameSize uint32, id *uint32) uint32

//go:wasmimport env proxy_increment_metric
func callIncrementMetric(metric uint32, offset int64) uint32

//go:wasmimport env proxy_record_metric
func callRecordMetric(metric uint32, value uint64) uint32

//go:wasmimport env proxy_get_metric
func callGetMetric(metric uint32, value *uint64) uint32

//go:wasmimport env proxy_get_property
func callGetProperty(path *byte, pathSize uint32, result, resultSize *uint32) uint32

//go:wasmimport env proxy_set_property
func callSetProperty(path *byte, pathSize uint32, value *byte, valueSize uint32) uint32
