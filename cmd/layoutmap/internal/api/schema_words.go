package api

import "layoutmap/layers"

// ucum is a unit in the Unified Code for Units of Measure, which x-ogc-unit
// wants (Features Part 5, /req/schemas/unit). What is counted, rather than
// measured, is an annotation in braces: it has no dimension.
func ucum(unit string) string {
	switch unit {
	case "m", "km", "kV", "%":
		return unit
	case "km²":
		return "km2"
	case "m²":
		return "m2"
	case "ha":
		return "har"
	}
	var text []byte
	for i := range len(unit) {
		if c := unit[i]; c > ' ' && c < 0x7f && c != '{' && c != '}' { // all that an annotation may hold
			text = append(text, c)
		}
	}
	return "{" + string(text) + "}"
}

// timeRole is the role that a property has in the layer's time, "" for none
// (Features Part 5, /req/core-roles-features).
func timeRole(l *layers.Layer, name string) string {
	switch {
	case l.Time == nil:
		return ""
	case name == l.Time.Start && name == l.Time.End:
		return "primary-instant"
	case name == l.Time.Start:
		return "primary-interval-start"
	case name == l.Time.End:
		return "primary-interval-end"
	}
	return ""
}
