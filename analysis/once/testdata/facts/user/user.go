package user // want package:`aware` package:`pack time.AfterFunc once \[1\]`

import (
	"time"

	"example.com/facts/host"
)

func Deny() { host.Refuse(1) } // want Deny:`^touches request response$`

//evert:once f
var _ = time.AfterFunc
