package host // want package:`aware`

type Action int

const (
	Continue Action = iota
	Pause
)

//evert:once done or fail unless err
func Ask(text string, done func(string), fail func(error)) (n int, err error) { // want Ask:`^once \[1 2\] unless 1$`
	done(text)
	return 0, nil
}

//evert:once resolve or reject
func Promise() (p *int, resolve func(int), reject func(error)) { // want Promise:`^once results \[1 2\]$`
	return nil, func(int) {}, func(error) {}
}

//evert:resumes request response
func Respond(status int) {} // want Respond:`^resumes request response$`

type Handler interface {
	//evert:pauses request if Pause
	OnRequest() (n int, a Action) // want OnRequest:`^pauses request if 1 is 1$`
}

//evert:pauses request in f unless result1
func Register(f func() error) {} // want Register:`^pauses request in 0 unless 0$`

type Table struct {
	//evert:once f if ok
	Start func(f func()) (ok bool) // want Start:`^once \[0\] if 0$`
}

//evert:once f
type Starter func(f func()) // want Starter:`^once \[0\]$`

func refuse() { Respond(403) } // want refuse:`^touches request response$`

func Refuse(n int) { // want Refuse:`^touches request response$`
	if n > 0 {
		defer refuse()
	}
}

func Plain() {}
