package layers

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// uniqueNames names the fields for a format that does not tell upper from lower
// case: a name that stands already gets a number at its end. With longest > 0,
// names are cut to that many bytes and what is not an ASCII letter, digit or _
// becomes _. Reserved names are never given out.
func uniqueNames(fields []field, longest int, reserved ...string) []string {
	taken := map[string]bool{}
	for _, r := range reserved {
		taken[strings.ToLower(r)] = true
	}
	out := make([]string, len(fields))
	for i, f := range fields {
		base := f.Name
		if longest > 0 {
			base = plainASCII(base)
		}
		name := cut(base, longest)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			end := "_" + strconv.Itoa(n)
			name = base + end
			if longest > 0 {
				name = cut(base, longest-len(end)) + end
			}
		}
		taken[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

// cut shortens s to at most n bytes without breaking a character; 0 keeps it whole.
func cut(s string, n int) string {
	if n <= 0 || len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func plainASCII(s string) string {
	var out []byte
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			out = append(out, byte(r))
		} else if len(out) == 0 || out[len(out)-1] != '_' {
			out = append(out, '_')
		}
	}
	return string(out)
}
