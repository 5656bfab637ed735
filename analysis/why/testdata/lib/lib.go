package lib

import "net"

func Fetch(addr string) error {
	_, err := net.Dial("tcp", addr)
	return err
}
