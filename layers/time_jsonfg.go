package layers

// appendTime appends a feature's time as JSON-FG writes it (OGC 21-045r1,
// clause 7.3): a date, a timestamp, an interval with ".." for an open end, or
// null where the feature states none.
func appendTime(dst []byte, f *Feature) []byte {
	c := f.layer.Time
	if c == nil {
		return append(dst, "null"...)
	}
	from, to := f.Text(c.Start), f.Text(c.End)
	switch {
	case from == "" && to == "":
		return append(dst, "null"...)
	case c.Start == c.End:
		name := `{"timestamp":`
		if f.layer.columns[f.layer.column[c.Start]].Type == Date {
			name = `{"date":`
		}
		return append(appendString(append(dst, name...), from), '}')
	}
	end := func(dst []byte, text string) []byte {
		if text == "" {
			text = ".."
		}
		return appendString(dst, text)
	}
	dst = append(end(append(dst, `{"interval":[`...), from), ',')
	return append(end(dst, to), ']', '}')
}
