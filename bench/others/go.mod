// The libraries that the runtime is compared with are not Evert's dependencies.
module github.com/evert-go/evert/bench/others

go 1.24.0

require (
	github.com/evert-go/evert v0.0.0
	github.com/fanliao/go-promise v0.0.0-20141029170127-1890db352a72
	github.com/samber/mo v1.16.0
)

require github.com/smartystreets/goconvey v1.8.1 // indirect

replace github.com/evert-go/evert => ../..
