package proxywasm

// SetDispatch makes f send calls in place of the SDK, until the function that it returns is
// called.
func SetDispatch(f func(cluster string, headers [][2]string, body []byte, trailers [][2]string, milliseconds uint32, answer func(int, int, int)) (uint32, error)) (reset func()) {
	before := dispatch
	dispatch = f
	return func() { dispatch = before }
}
