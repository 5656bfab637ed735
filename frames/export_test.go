package frames

// Debug is set in a debug build.
const Debug = debug
