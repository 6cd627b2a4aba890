package picture

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
)

// Sprite is every drawing of a legend in one picture, and where each stands.
type Sprite struct {
	Index []byte // JSON, as the MapLibre style specification describes it
	PNG   []byte
}

type spriteEntry struct {
	X          int      `json:"x"`
	Y          int      `json:"y"`
	Width      int      `json:"width"`
	Height     int      `json:"height"`
	PixelRatio int      `json:"pixelRatio"`
	StretchX   [][2]int `json:"stretchX,omitempty"`
	StretchY   [][2]int `json:"stretchY,omitempty"`
	Content    []int    `json:"content,omitempty"`
}

// spriteColumns is how many drawings stand side by side in cells of spriteCell CSS pixels.
const (
	spriteColumns = 8
	spriteCell    = 28
)

// NewSprite paints the drawings at a number of device pixels per CSS pixel.
func NewSprite(l *Legend, faces *typeface.Faces, ratio int) (Sprite, error) {
	names := slices.Sorted(maps.Keys(l.Drawings))
	rows := (len(names) + spriteColumns - 1) / spriteColumns
	s := sheet.NewPNG(sheet.Size{Width: spriteColumns * spriteCell, Height: float64(rows * spriteCell), Scale: float64(ratio)}, faces)
	index := map[string]spriteEntry{}
	for i, name := range names {
		d := l.Drawings[name]
		x, y := float64(i%spriteColumns*spriteCell), float64(i/spriteColumns*spriteCell)
		s.Clip(x, y, d.Size, d.Size) // patterns reach beyond their tile
		d.Paint(s, sheet.Point{X: x + d.Size/2, Y: y + d.Size/2}, 1, 0, 1)
		s.Unclip()
		e := spriteEntry{X: int(x) * ratio, Y: int(y) * ratio, Width: int(d.Size) * ratio, Height: int(d.Size) * ratio, PixelRatio: ratio}
		if d.Badge {
			mid := e.Width / 2
			e.StretchX, e.StretchY = [][2]int{{mid - ratio, mid + ratio}}, [][2]int{{mid - ratio, mid + ratio}}
			e.Content = []int{insideX * ratio, insideY * ratio, e.Width - insideX*ratio, e.Height - insideY*ratio}
		}
		index[name] = e
	}
	text, err := json.Marshal(index)
	if err != nil {
		return Sprite{}, err
	}
	var buf bytes.Buffer
	if err := s.Write(&buf); err != nil {
		return Sprite{}, err
	}
	return Sprite{Index: text, PNG: buf.Bytes()}, nil
}
