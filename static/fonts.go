package static

import _ "embed" // the fonts below

// The fonts of static maps, sprites and glyph ranges: TrueType, holding the
// code points that the built-in data and texts use, and Latin. `make fonts`
// makes them; their licence is fonts/OFL.txt.
var (
	//go:embed fonts/LMSans-Regular.ttf
	regular []byte
	//go:embed fonts/LMSans-Bold.ttf
	bold []byte
)

// Fonts returns the regular and the bold font. Read-only.
func Fonts() (regularTTF, boldTTF []byte) { return regular, bold }
