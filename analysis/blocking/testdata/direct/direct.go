// Package direct blocks by itself: the standard library and the language.
package direct

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"
)

func get() { http.Get("u") } // want get:"^blocks net: net/http.Get$"

func read() { os.ReadFile("f") } // want read:"^blocks file: os.ReadFile$"

func start() { exec.Command("x").Run() } // want start:`^blocks process: os/exec.\(\*Cmd\).Run$`

func stat() { os.Stat("f") } // want stat:"^blocks file: os.Stat; quick$"

func statAndRead() { os.Stat("f"); os.ReadFile("f") } // want statAndRead:"^blocks file: os.ReadFile$"

func sleep() { time.Sleep(1) } // want sleep:"^blocks sleep: time.Sleep$"

func promoted(c *net.TCPConn) { c.Read(nil) } // want promoted:`^blocks net: net.\(\*conn\).Read$`

func contract(c net.Conn) { c.Write(nil) } // want contract:"^blocks net: net.Conn.Write$"

func wait(wg *sync.WaitGroup) { wg.Wait() } // want wait:`^blocks wait: sync.\(\*WaitGroup\).Wait$`

// A lock is not spread.
func locks(mu *sync.Mutex) { mu.Lock() }

func pool(p *sync.Pool) any { return p.Get() }

func send(c chan int) { c <- 1 } // want send:"^blocks channel: channel send$"

func sendsToRoom(f bool, other chan int) {
	one := make(chan int, 1)
	one <- 1
	switch {
	case f:
		const n = 2
		two := make(chan int, n)
		two <- 1
		println(len(other))
		two <- cap(other)
		go func() { two <- 3 }()
	default:
	}
	select {
	case one <- 1:
		c := make(chan int, 1)
		c <- 1
	default:
	}
}

func sendsTooMuch() { // want sendsTooMuch:"^blocks channel: channel send$"
	c := make(chan int, 1)
	c <- 1
	c <- 2
}

func sendsWithoutRoom() { // want sendsWithoutRoom:"^blocks channel: channel send$"
	c := make(chan int)
	c <- 1
}

func sendsAfterOthers(f func(chan int)) { // want sendsAfterOthers:`^blocks channel: channel send; calls \[0\]$`
	c := make(chan int, 1)
	f(c)
	c <- 1
}

func sendsInLoop() { // want sendsInLoop:"^blocks channel: channel send$"
	c := make(chan int, 1)
	for {
		c <- 1
	}
}

func sendsAgain() { // want sendsAgain:"^blocks channel: channel send$"
	c := make(chan int, 1)
again:
	c <- 1
	goto again
}

func sendsWhatItIs(n int) { // want sendsWhatItIs:"^blocks channel: channel send$"
	c := make(chan int, n)
	c <- 1
}

func receive(c chan int) int { return <-c } // want receive:"^blocks channel: channel receive$"

func done(ctx context.Context) { <-ctx.Done() } // want done:"^blocks channel: channel receive$"

func ranges(c chan int) { // want ranges:"^blocks channel: range over channel$"
	for range c {
	}
}

func after() { <-time.After(1) } // want after:"^blocks sleep: channel receive$"

func ticker(t *time.Ticker) { <-t.C } // want ticker:"^blocks sleep: channel receive$"

func selects(a, b chan int) { // want selects:"^blocks channel: select$"
	select {
	case <-a:
	case b <- 1:
	}
}

func forever() { select {} } // want forever:"^blocks channel: select$"

func polls(a, b chan int) int {
	select {
	case v := <-a:
		return v
	case b <- 1:
	default:
	}
	return len(a) + cap(b)
}

func selectBody(a chan int) { // want selectBody:"^blocks sleep: time.Sleep$"
	select {
	case <-a:
		time.Sleep(1)
	default:
	}
}

func selectOperand(f func(chan int) chan int, a chan int) { // want selectOperand:`^blocks channel: channel receive; calls \[0\]$`
	select {
	case f(a) <- <-a:
	default:
	}
}

func console() {
	fmt.Println("x")
	fmt.Fprintln(os.Stderr, "x")
	os.Stdout.WriteString("x")
	log.Print("x")
	log.New(os.Stderr, "", 0).Print("x")
	log.Fatal("x")
}

func question() { fmt.Scanln() } // want question:"^blocks console: fmt.Scanln$"

func spawns(c chan int) {
	go func() { <-c }()
	go time.Sleep(1)
}

func spawnsWithWait(c chan int) { // want spawnsWithWait:"^blocks channel: channel receive$"
	go fmt.Println(<-c)
}

func constructs(c chan int) {
	close(c)
	_ = make(chan int)
	_ = (<-chan int)(c)
	panic("x")
}
