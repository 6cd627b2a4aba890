package sheet

import (
	"slices"

	"layoutmap/cmd/layoutmap/internal/typeface"
)

// Watch passes everything on to a sheet and notes the characters that the
// fonts lack.
type Watch struct {
	Sheet
	Faces   *typeface.Faces
	Missing []rune // each once, in the order they came
}

// Text writes a text.
func (w *Watch) Text(t Text) {
	for _, r := range face(w.Faces, t.Bold).Missing(t.Text) {
		if !slices.Contains(w.Missing, r) {
			w.Missing = append(w.Missing, r)
		}
	}
	w.Sheet.Text(t)
}
