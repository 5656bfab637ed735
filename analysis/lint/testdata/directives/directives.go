// Package directives has some that are wrong.
package directives

/* want `EV203: unknown directive //evert:blockin` */ //evert:blockin
func a()                                              {}

//evert:blocking
/* want `EV203: //evert:nonblocking contradicts //evert:blocking` */ //evert:nonblocking
func b()                                                             {}

/* want `EV203: cannot find missing, the callback form of c` */ //evert:blocking callback=missing
func c()                                                        {}
