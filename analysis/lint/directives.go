package lint

// checkDirectives reports what is wrong with directives.
func checkDirectives(c *checker) {
	marks := c.facts.Marks(c.pass.Pkg)
	if marks == nil {
		return
	}
	for _, problem := range marks.Problems {
		c.Report("EV203", keyword{problem.Pos, "//evert:"}, problem.Message)
	}
	checkForms(c)
}
