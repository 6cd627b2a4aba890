package cql2

import "fmt"

// SyntaxError says where a filter is not CQL2, and what would have been.
type SyntaxError struct {
	Pos int // character, counted from 1
	Msg string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("character %d: %s", e.Pos, e.Msg) }

// TypeError says which part of a well-formed filter does not fit the layer: an
// unknown property or function, or operands that cannot be compared.
type TypeError struct {
	Pos int // character, counted from 1
	Msg string
}

func (e *TypeError) Error() string { return fmt.Sprintf("character %d: %s", e.Pos, e.Msg) }
