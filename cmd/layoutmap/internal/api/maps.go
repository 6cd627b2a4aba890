package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"layoutmap/cmd/layoutmap/internal/picture"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/cmd/layoutmap/internal/typeface"

	"github.com/maypok86/otter/v2"
)

// Choices of the styles, the first the default.
var (
	mapThemes   = []string{"plan-light", "plan-dark"}
	mapLangs    = []string{"zh", "en"}
	mapHorizons = []string{"2030", "now", "beyond"}
)

// drawn is a finished picture, sprite or glyph range.
type drawn struct {
	body    []byte
	missing string // characters that the fonts lack
}

// mapDesk is what draws without a browser: styles and legends as the page's build
// wrote them, fonts, and what has been drawn lately. Nothing is read before it
// is asked for.
type mapDesk struct {
	files fs.FS
	faces *typeface.Faces
	read  sync.Map // name of a file → func() (any, error)
	kept  *otter.Cache[string, drawn]
	turns chan struct{} // one for each picture being drawn: each may take 64 MB
}

// keptBytes bounds what is kept of pictures, sprites and glyphs.
const keptBytes = 8 << 20

func newMapDesk(files fs.FS) *mapDesk {
	return &mapDesk{
		files: files, faces: typeface.New(), turns: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
		kept: otter.Must(&otter.Options[string, drawn]{
			MaximumWeight: keptBytes,
			Weigher:       func(_ string, d drawn) uint32 { return uint32(len(d.body)) + 256 },
		}),
	}
}

// document is a file of the page's build, read and parsed once.
type document[T any] struct {
	doc    *T
	text   []byte
	digest string
}

// document reads styles/<name>.json. The error is one for the client where the
// binary has no page.
func readDocument[T any](d *mapDesk, name string, parse func([]byte) (*T, error)) (*document[T], error) {
	once, _ := d.read.LoadOrStore(name, sync.OnceValues(func() (*document[T], error) {
		text, err := fs.ReadFile(d.files, "styles/"+name+".json")
		if err != nil {
			return nil, notFound("styleId", "this binary was built without its page and styles; run make ui, then make build")
		}
		v, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sum := sha256.Sum256(text)
		return &document[T]{doc: v, text: text, digest: hex.EncodeToString(sum[:8])}, nil
	}))
	return once.(func() (*document[T], error))()
}

// style is one variant of a style; theme, lang and horizon are of the choices above.
func (d *mapDesk) style(theme, lang, horizon string) (*document[style.Style], error) {
	return readDocument(d, theme+"."+lang+"."+horizon, style.Parse)
}

// legend is the legend of a theme.
func (d *mapDesk) legend(theme string) (*document[picture.Legend], error) {
	return readDocument(d, "legend-"+theme[len("plan-"):], picture.ParseLegend)
}

// choice reads a parameter that has few values, the first by default.
func (r *request) choice(name string, values []string) (string, error) {
	text, ok := r.value(name)
	if !ok {
		return values[0], nil
	}
	for _, v := range values {
		if v == text {
			return v, nil
		}
	}
	return "", badParameter(name, fmt.Sprintf("%q is unknown", text), values...)
}

// choiceParam declares such a parameter.
func choiceParam(name, doc string, values []string) param {
	return param{name: name, doc: doc, schema: map[string]any{"type": "string", "enum": values, "default": values[0]}}
}

var (
	langParam       = choiceParam("lang", "Language of names and of the furniture.", mapLangs)
	mapHorizonParam = choiceParam("horizon", "What is built by when: now, 2030 (the end of the plan) or beyond; the earlier ones are shown, too.", mapHorizons)
	themeParam      = choiceParam("theme", "Style.", mapThemes)
)
