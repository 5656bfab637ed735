// Site is where the example is at home: a shop that answers on this machine only, with a
// page that asks it.
//
//	go run ./site            serves the page: open the address that it prints
//	go run ./site -figures   what many calls that wait cost, in Node
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	figures := flag.Bool("figures", false, "print what calls that wait cost in both forms, and sizes")
	addr := flag.String("addr", "127.0.0.1:0", "where to serve the page")
	flag.Parse()
	dir, err := os.MkdirTemp("", "shop")
	check(err)
	defer os.RemoveAll(dir)
	if *figures {
		check(printFigures(dir))
		return
	}
	program, err := build(dir, "")
	check(err)
	listener, err := net.Listen("tcp", *addr)
	check(err)
	fmt.Printf("http://%s\n", listener.Addr())
	check(http.Serve(listener, &site{program: program, asked: map[string]int{}}))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}
