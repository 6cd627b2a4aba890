package layers

// textRow is the text of the properties written last. Features of a layer have
// most of their values in common, such as source and licence: runs of columns
// whose values are those of the feature before are copied.
type textRow struct {
	refs []uint32
	ends []int // in text, behind each column's comma
	next []int
	text []byte
}

// appendProperties appends the document's columns, and the distance where there
// is one, as a JSON object.
func (d *Document) appendProperties(dst []byte, m Match) []byte {
	fields := d.fields()[1:] // the id stands on the feature
	columns := len(fields)
	if d.Near {
		columns-- // the distance, which stands last, is in common with nobody
	}
	before := &d.before
	fresh := len(before.refs) != columns
	if fresh {
		*before = textRow{refs: make([]uint32, columns), ends: make([]int, columns), next: make([]int, columns)}
	}
	dst = append(dst, '{')
	start := len(dst)
	for i := 0; i < columns; {
		ref := m.layer.Ref(m.Row(), fields[i].column)
		if fresh || ref != before.refs[i] {
			dst = append(dst, fields[i].key...)
			dst = append(appendValue(dst, m.layer.Value(ref)), ',')
			before.refs[i], before.next[i] = ref, len(dst)-start
			i++
			continue
		}
		from, first := 0, i
		if i > 0 {
			from = before.ends[i-1]
		}
		moved := len(dst) - start - from
		for ; i < columns && (i == first || m.layer.Ref(m.Row(), fields[i].column) == before.refs[i]); i++ {
			before.next[i] = before.ends[i] + moved
		}
		dst = append(dst, before.text[from:before.ends[i-1]]...)
	}
	before.ends, before.next = before.next, before.ends
	before.text = append(before.text[:0], dst[start:]...)
	if d.Near {
		dst = append(dst, fields[columns].key...)
		dst = append(appendNumber(dst, m.metres()), ',')
	}
	if len(dst) > start {
		dst = dst[:len(dst)-1]
	}
	return append(dst, '}')
}
