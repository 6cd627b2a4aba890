package cql2

import (
	"slices"
	"strings"
)

// Operators, by their names in JSON and in the tree.
var (
	spatialNames  = [...]string{"s_intersects", "s_equals", "s_disjoint", "s_touches", "s_within", "s_overlaps", "s_crosses", "s_contains"}
	temporalNames = [...]string{"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes",
		"t_intersects", "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts"}
	arrayNames      = [...]string{"a_equals", "a_contains", "a_containedBy", "a_overlaps"}
	comparisonNames = [...]string{"=", "<>", "<", ">", "<=", ">="}
	arithmeticNames = [...]string{"+", "-", "*", "/", "%", "div", "^"}
	otherNames      = [...]string{"and", "or", "not", "like", "between", "in", "isNull", "casei", "accenti"}
	geometryWords   = [...]string{"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
	literalWords    = [...]string{"DATE", "TIMESTAMP", "INTERVAL", "BBOX"}
	reservedWords   = [...]string{"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE", "DIV"}
)

func find(list []string, word string) (string, bool) {
	i := slices.IndexFunc(list, func(s string) bool { return strings.EqualFold(s, word) })
	if i < 0 {
		return "", false
	}
	return list[i], true
}

// operator gives the tree's name of an operator or predicate, however it is cased.
func operator(word string) (string, bool) {
	for _, list := range [...][]string{spatialNames[:], temporalNames[:], arrayNames[:], comparisonNames[:], arithmeticNames[:], otherNames[:]} {
		if name, ok := find(list, word); ok {
			return name, true
		}
	}
	return "", false
}

// isKeyword tells whether the text encoding gives the word a meaning of its
// own, so that it cannot name a function.
func isKeyword(word string) bool {
	for _, list := range [...][]string{geometryWords[:], literalWords[:], reservedWords[:]} {
		if _, ok := find(list, word); ok {
			return true
		}
	}
	_, ok := operator(word)
	return ok
}

// isIdentifier tells whether s is an identifier of the grammar.
func isIdentifier(s string) bool {
	for i, r := range s {
		if i == 0 && !identifierStart(r) || !identifierPart(r) {
			return false
		}
	}
	return s != ""
}

// identifierStart and identifierPart follow the productions of cql2.bnf.
func identifierStart(r rune) bool {
	switch {
	case r == ':', r == '_', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z':
		return true
	case r < 0xC0:
		return false
	}
	for _, span := range [...][2]rune{
		{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFE}, {0x200C, 0x200D}, {0x2070, 0x218F},
		{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
	} {
		if span[0] <= r && r <= span[1] {
			return !isSpace(r)
		}
	}
	return false
}

func identifierPart(r rune) bool {
	return identifierStart(r) || r == '.' || '0' <= r && r <= '9' || 0x300 <= r && r <= 0x36F || 0x203F <= r && r <= 0x2040
}

// isSpace is the grammar's whitespace, the ideographic space included.
func isSpace(r rune) bool {
	switch {
	case 9 <= r && r <= 13, r == ' ', r == 0x85, r == 0xA0, r == 0x1680, 0x2000 <= r && r <= 0x200A,
		r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000:
		return true
	}
	return false
}
