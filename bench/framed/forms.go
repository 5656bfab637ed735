package framed

// One waits once.
//
//evert:callback
func One(s *Source, n int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return n + v, nil
}

// Three waits three calls deep.
//
//evert:callback
func Three(s *Source, n int) (int, error) {
	v, err := two(s, n)
	if err != nil {
		return 0, err
	}
	return v + n, nil
}

func two(s *Source, n int) (int, error) {
	v, err := innermost(s, n)
	if err != nil {
		return 0, err
	}
	return v * n, nil
}

func innermost(s *Source, n int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return v + n, nil
}

// Over waits for what is there, n times.
//
//evert:callback
func Over(s *Source, n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := s.Buffered()
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// Late waits once, and then for what is there, n times.
//
//evert:callback
func Late(s *Source, n int) (int, error) {
	sum, err := s.Event()
	if err != nil {
		return 0, err
	}
	for i := 1; i < n; i++ {
		v, err := s.Buffered()
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// Rare calls n times what could wait, and does not.
//
//evert:callback
func Rare(s *Source, n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := rarely(s, i)
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

//go:noinline
func rarely(s *Source, i int) (int, error) {
	if i < 0 {
		return s.Event()
	}
	return 1, s.Err
}

// Turns waits n times, in a loop.
//
//evert:callback
func Turns(s *Source, n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := s.Event()
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// Parked waits three calls deep, and keeps six variables meanwhile.
//
//evert:callback
func Parked(s *Source, a, b int) (int, error) {
	c := a + b
	v, err := parked2(s, a, c)
	if err != nil {
		return 0, err
	}
	return v + a + c, nil
}

func parked2(s *Source, a, b int) (int, error) {
	c := a * b
	v, err := parked1(s, c)
	if err != nil {
		return 0, err
	}
	return v + a + b + c, nil
}

func parked1(s *Source, a int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return v + a, nil
}
