package lib

import "net/http"

func Fetch(url string) error {
	_, err := http.Get(url)
	return err
}
