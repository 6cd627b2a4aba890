package picture

import (
	"math"
	"strings"
	"unicode"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/typeface"
)

// block is a label's lines, set but not yet placed.
type block struct {
	style         sheet.Text
	size          float64
	lines         []string
	widths        []float64
	width, height float64
	leading       float64
	vertical      bool
}

func (p *painter) face(bold bool) *typeface.Face {
	if bold {
		return p.faces.Bold
	}
	return p.faces.Regular
}

// textStyle is how the layer of the symbol in scope writes.
func (p *placer) textStyle() sheet.Text {
	l, s := p.layer, &p.scope
	fonts, _ := l.Value("text-font", s).([]any)
	bold := false
	if len(fonts) > 0 {
		name, _ := fonts[0].(string)
		bold = strings.HasSuffix(name, "Bold")
	}
	opacity := l.Number("text-opacity", s, 1)
	return sheet.Text{
		Size: l.Number("text-size", s, 16), Bold: bold, Colour: p.colour(l, "text-color", "text-opacity"),
		Halo: p.colour(l, "text-halo-color", "").Fade(opacity), HaloWidth: l.Number("text-halo-width", s, 0),
	}
}

// block sets the text of the symbol in scope, nil where it has none.
func (p *placer) block() *block {
	l, s := p.layer, &p.scope
	text := strings.TrimSpace(l.Text("text-field", s, ""))
	if text == "" {
		return nil
	}
	b := &block{style: p.textStyle()}
	b.size = b.style.Size
	b.style.Spacing = l.Number("text-letter-spacing", s, 0) * b.size
	face := p.face(b.style.Bold)
	width := func(line string) float64 {
		n := len([]rune(line))
		return face.Width(line)*b.size + float64(max(0, n-1))*b.style.Spacing
	}
	if modes, ok := l.Value("text-writing-mode", s).([]any); ok && len(modes) > 0 && modes[0] == "vertical" {
		b.vertical, b.lines = true, []string{text}
		b.width, b.height = b.size, float64(len([]rune(text)))*(b.size+b.style.Spacing)
		return b
	}
	b.lines = wrap(text, l.Number("text-max-width", s, 10)*b.size, width)
	b.leading = l.Number("text-line-height", s, 1.2) * b.size
	for _, line := range b.lines {
		w := width(line)
		b.widths = append(b.widths, w)
		b.width = max(b.width, w)
	}
	b.height = b.leading * float64(len(b.lines))
	return b
}

// at gives the block's texts with its upper left corner at a point. Lines are
// flush left, centred or flush right as justify is 0, 0.5 or 1.
func (b *block) at(lo sheet.Point, justify float64) []sheet.Text {
	if b.vertical {
		t := b.style
		t.Text = b.lines[0]
		step := b.size + b.style.Spacing
		for i := range []rune(t.Text) {
			t.Glyphs = append(t.Glyphs, sheet.Placed{At: sheet.Point{X: lo.X, Y: lo.Y + float64(i)*step + typeface.Ascent*b.size}})
		}
		return []sheet.Text{t}
	}
	out := make([]sheet.Text, len(b.lines))
	for i, line := range b.lines {
		t := b.style
		t.Text = line
		t.At = sheet.Point{
			X: lo.X + (b.width-b.widths[i])*justify,
			Y: lo.Y + b.leading*(float64(i)+0.5) + typeface.Middle*b.size,
		}
		out[i] = t
	}
	return out
}

// wrap breaks a text into lines of about the same length, none longer than
// limit where that can be helped: between words, and between ideographs.
func wrap(text string, limit float64, width func(string) float64) []string {
	whole := width(text)
	if whole <= limit {
		return []string{text}
	}
	return breakLines(text, limit, whole/math.Ceil(whole/limit)*0.98, width)
}

// breakLines goes on to the next line at limit, or from enough on.
func breakLines(text string, limit, enough float64, width func(string) float64) []string {
	var lines []string
	line := ""
	for _, w := range pieces(text) {
		if line != "" && (width(strings.TrimSpace(line+w)) > limit || width(strings.TrimSpace(line)) >= enough) {
			lines = append(lines, strings.TrimSpace(line))
			line = ""
		}
		line += w
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// pieces are what a line may end after: a word with its space, an ideograph
// with the closing punctuation behind it.
func pieces(text string) []string {
	var out []string
	word := ""
	end := func() {
		if word != "" {
			out = append(out, word)
		}
		word = ""
	}
	runes := []rune(text)
	for i, r := range runes {
		word += string(r)
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		closing := strings.ContainsRune("，。、；：）》」』”’！？·", next)
		if unicode.IsSpace(r) || (r == '-' || r == '–' || r == '/') && next != 0 || !closing && (unicode.Is(unicode.Han, r) && r != '（' || next != 0 && unicode.Is(unicode.Han, next) && !strings.ContainsRune("（《「“‘", r)) {
			end()
		}
	}
	end()
	return out
}
